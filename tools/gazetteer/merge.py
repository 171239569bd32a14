"""Puts the sources together: one thing an item, and nothing that two sources tell differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from kazkg.linking.spelling import plain, sound
from tools.gazetteer.records import Record, distance, tidy

__all__ = ["Merged", "merge"]

RANK = ("kazkg", "country-coder", "rigour", "natural-earth", "opentraveldata", "name-suggestion-index")
"""Whose label, kind and class count, the first before the rest."""
FAR = 60.0
"""Kilometres that two sources may put one city apart."""
CLOSE = 25.0
"""Within so many kilometres, two items of one name and class are taken for a mistake."""
UNSURE = ("opentraveldata", "name-suggestion-index")
"""Sources that give way where another disagrees."""


@dataclass(slots=True)
class Merged:
    """What came out."""

    records: list[Record] = field(default_factory=list)
    """One an item, sorted by item."""
    sources: dict[str, list[str]] = field(default_factory=dict)
    """Item to the sources that tie it to the thing, sorted."""
    dropped: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Item, label, source and why it was left out."""


def merge(records: Iterable[Record]) -> Merged:
    """One record an item; of what disagrees, the surer source's, and none where all are unsure."""
    by_item: dict[str, list[Record]] = defaultdict(list)
    for r in records:
        by_item[r.item].append(r)
    out = Merged()
    for item in sorted(by_item, key=lambda q: int(q[1:])):
        kept = _agreeing(sorted(by_item[item], key=lambda r: RANK.index(r.source)), out)
        if kept:
            out.records.append(_joined(kept))
            out.sources[item] = sorted({r.source for r in kept})
    _rivals(out)
    return out


def _agreeing(found: list[Record], out: Merged) -> list[Record]:
    """The records that say what the first one says; none where the first itself is unsure and one contradicts it."""
    first, kept = found[0], [found[0]]
    for other in found[1:]:
        why = _differs(first, other)
        if why is None:
            kept.append(other)
            continue
        out.dropped.append((other.item, other.label, other.source, f"{why} by {first.source} ({first.label})"))
        if first.source in UNSURE:
            out.dropped.append((first.item, first.label, first.source, f"{why} by {other.source} ({other.label})"))
            return []
    return kept


def _differs(one: Record, two: Record) -> str | None:
    if one.kind != two.kind:
        return f"another kind ({one.kind})"
    if one.country and two.country and one.country != two.country and one.cls != "Country":
        return f"another country ({one.country})"
    if not _same_name(one, two):
        return "another name"
    if one.point and two.point and one.cls not in ("Country", "Region") and distance(one.point, two.point) > FAR:
        return f"{distance(one.point, two.point):.0f} km away"
    return None


def _same_name(one: Record, two: Record) -> bool:
    ours, theirs = ({form(n) for n in (r.label, *r.names)} for r, form in ((one, sound), (two, sound)))
    if ours & theirs:
        return True
    words = [{w for n in (r.label, *r.names) for w in plain(n).split() if len(w) > 3} for r in (one, two)]
    return bool(words[0] & words[1])


def _joined(found: list[Record]) -> Record:
    first = found[0]
    names = [n for r in found for n in (r.label, *r.names)]
    return Record(
        item=first.item,
        label=first.label,
        names=tidy(names, first.label),
        kind=first.kind,
        cls=next((r.cls for r in found if r.cls != r.kind), first.cls),
        source=first.source,
        country=next((r.country for r in found if r.country), None),
        weight=max(r.weight for r in found),
        point=next((r.point for r in found if r.point), None),
        codes=list(dict.fromkeys(c for r in found for c in r.codes)),
    )


def _rivals(out: Merged) -> None:
    """Leave out what carries another item than a thing of its name, class, country and place."""
    groups: dict[tuple[str, str, str | None], list[Record]] = defaultdict(list)
    for r in out.records:
        if r.cls in ("City", "Airport", "Country"):
            for name in {plain(n) for n in (r.label, *r.names)}:
                groups[name, r.cls, r.country].append(r)
    gone: set[str] = set()
    for group in groups.values():
        for n, one in enumerate(group):
            for two in group[n + 1 :]:
                near = one.point and two.point and distance(one.point, two.point) < CLOSE
                if plain(one.label) == plain(two.label) and (near or one.cls == "Country"):
                    gone |= _less_sure(one, two, out)
    out.records = [r for r in out.records if r.item not in gone]


def _less_sure(one: Record, two: Record, out: Merged) -> set[str]:
    ranks = [min(RANK.index(s) for s in out.sources[r.item]) for r in (one, two)]
    why = "another item beside it has the same name"
    lost = [one, two] if ranks[0] == ranks[1] else [one if ranks[0] > ranks[1] else two]
    for r in lost:
        other = two if r is one else one
        out.dropped.append((r.item, r.label, "+".join(out.sources[r.item]), f"{why}: {other.item}"))
    return {r.item for r in lost}
