"""The figures of each measure: the rows of its table with what stands beside them, and the marks of its chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kazkg.dossier.brackets import Tie
from kazkg.dossier.items import LIMITS, Item, Row, Section, items_of
from kazkg.dossier.tolls import Mark

__all__ = ["Beside", "Measure", "measures_of"]

ORDER = ("killed", "injured", "arrested", "missing")
"""Measures that come first."""
UNDRAWN = frozenset({"", "none", "unclear", "other-scope"})
"""Relations that only the table tells."""


@dataclass(frozen=True, slots=True)
class Beside:
    """How a figure stands to another one."""

    relation: str
    reason: str
    anchor: str
    """Where the other's quote stands in the page; empty where it is not shown."""
    words: str
    """The other's, as said; empty where it is not shown."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The figures of one measure."""

    name: str
    items: Section
    beside: dict[str, list[Beside]]
    """By claim; without those that stand to no other."""
    marks: tuple[Mark, ...]
    ties: tuple[Tie, ...]
    left: int
    """Figures that the chart leaves out."""

    def summary(self, claim: str) -> str:
        """The names of a claim's relations, each once, with how often."""
        counted = Counter(b.relation.replace("-", " ") for b in self.beside.get(claim, ()))
        return ", ".join(name if n == 1 else f"{name} ×{n}" for name, n in counted.items())


def measures_of(figures: list[Row], ledger: list[Row]) -> list[Measure]:
    """Put the answers of the queries ``figures`` and ``ledger`` together.

    Args:
        figures: one row a figure.
        ledger: one row a figure and relation.

    Returns:
        The measures that any figure has, the gravest first.
    """
    related: dict[str, list[Row]] = {}
    for row in ledger:
        related.setdefault(row["claim"], []).append(row)
    for row in figures:
        row["origins"] = next((r["origins"] for r in related.get(row["claim"], ())), "")
    known = sorted(
        {row["measure"] for row in figures}, key=lambda m: (m not in ORDER, ORDER.index(m) if m in ORDER else 0, m)
    )
    return [
        _measure(number, name, [row for row in figures if row["measure"] == name], related)
        for number, name in enumerate(known)
    ]


def _measure(number: int, name: str, figures: list[Row], related: dict[str, list[Row]]) -> Measure:
    items = items_of(f"f{number}-", sorted(figures, key=_by_scope_and_day), "words")
    shown = _fair(items, LIMITS["figures"], frozenset())
    at = {item.row["claim"]: item for item in shown}
    ties = tuple(
        Tie(row["claim"], row["to"], row["relation"])
        for item in items
        for row in related.get(item.row["claim"], ())
        if row["to"] and row["relation"] not in UNDRAWN
    )
    tied = frozenset(claim for tie in ties for claim in (tie.claim, tie.to))
    drawn = _fair([item for item in shown if item.row["status"] != "historical"], LIMITS["chart"], tied)
    return Measure(
        name,
        Section(shown, len(items), "figures"),
        {item.row["claim"]: _beside(related.get(item.row["claim"], ()), at) for item in shown},
        tuple(_once(map(_mark, drawn))),
        ties,
        len(items) - len(drawn),
    )


def _beside(rows: Sequence[Row], at: dict[str, Item]) -> list[Beside]:
    found = []
    for row in rows:
        if row["relation"] not in ("", "none"):
            other = at.get(row["to"])
            anchor, words = (other.anchor, other.row["words"]) if other else ("", "")
            found.append(Beside(row["relation"], row["reason"], anchor, words))
    return sorted(found, key=lambda b: (b.relation in UNDRAWN, b.relation == "other-scope"))


def _fair(items: list[Item], limit: int, tied: frozenset[str]) -> list[Item]:
    """At most so many (but one of each group): as many of each group, totals and those with relations before others."""
    groups = [list(found) for _, found in groupby(items, key=lambda item: item.row["group"])]
    left, kept = limit, set[str]()
    for number, group in enumerate(sorted(groups, key=len)):
        share = max(left // (len(groups) - number), 1)
        left -= min(len(group), share)
        best = (
            sorted(group, key=lambda i: (i.row["status"] != "current", i.row["claim"] not in tied)) if tied else group
        )
        kept.update(item.anchor for item in best[:share])
    return [item for item in items if item.anchor in kept]


def _by_scope_and_day(row: Row) -> tuple[bool, str, bool, str, bool, str, str, int, bool]:
    day, place = row["asOf"], row["place"]
    return (
        row["group"] != "people",
        row["group"],
        not place,
        place,
        not day,
        day,
        row["article"],
        int(row["begin"]),
        row["status"] == "part",
    )


def _mark(item: Item) -> Mark:
    row = item.row
    who, day, group = row["claimer"] or "no source named", row["asOf"], row["group"].replace("_", " ")
    spoken = f"{group} {row['measure']}: {row['words']}, {who}, {day or 'no date'}, article {row['article']}"
    return Mark(
        item.anchor,
        row["claim"],
        f"{group}, {row['place']}" if row["place"] else group,
        day,
        who,
        int(row["low"]) if "low" in row else None,
        int(row["high"]) if "high" in row else None,
        row["qualifier"],
        row["words"],
        "denied" if row["epistemic"].startswith("False") else row["status"],
        spoken,
    )


def _once(marks: map[Mark]) -> list[Mark]:
    """Marks that would be drawn alike as one, which stands for the others."""
    first: dict[tuple[object, ...], Mark] = {}
    for m in marks:
        words = "" if m.low is not None or m.high is not None else m.words.lower()
        key = (m.scope, m.day[:10], m.who, m.low, m.high, m.qualifier, words, m.status)
        held = first.get(key)
        first[key] = m if held is None else replace(held, again=(*held.again, m.claim))
    return list(first.values())
