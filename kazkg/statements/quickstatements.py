"""QuickStatements (V1): statements for Wikidata out of claims that pass a bar, and why each of the others does not.

The form is that of https://www.wikidata.org/wiki/Help:QuickStatements: fields set off by tabs; item, property, value,
then qualifiers (``P...``), then references (``S...``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from kazkg.errors import UsageFault
from kazkg.statements.claims import Claim, claims, day_of, items_of
from kazkg.store.reader import Reader
from kazkg.store.source import open_source

__all__ = ["BARS", "Line", "lines", "quickstatements"]

BARS: Final = ("strict", "loose")
"""``strict``: exact, asserted, at least two origins or an official one. ``loose``: besides, about so many (marked as
circa) and what is hedged (marked as allegedly); origins as before."""
_CIRCA: Final = "Q5727902"
_ALLEGEDLY: Final = "Q32188232"
_WHOLE: Final = "people"
"""The group that a property of Wikidata counts; counts of others are of a part."""
_TIME: Final = "P585"
_PLACE: Final = "P276"
_CIRCUMSTANCES: Final = "P1480"
_NATURE: Final = "P5102"
_URL, _TITLE, _PUBLISHER, _PUBLISHED, _RETRIEVED = "S854", "S1476", "S123", "S577", "S813"


@dataclass(frozen=True, slots=True)
class Line:
    """One claim, with its statement or the reason why there is none."""

    claim: Claim
    statement: str | None
    reason: str

    def shown(self) -> dict[str, str]:
        """A row of the table that explains."""
        return {
            "line": "yes" if self.statement else "no",
            "what": self.claim.said,
            "on whose word": self.claim.chain or "the article's own",
            "why": self.reason,
            "claim": self.claim.name,
        }


def lines(
    source: Path | str,
    items: Mapping[str, str],
    *,
    addresses: Mapping[str, str] | None = None,
    retrieved: str | None = None,
    bar: str = "strict",
) -> list[Line]:
    """Every count and date about events that have an item, each with its statement or the reason against it.

    Args:
        source: the folder of a build, or an RDF file.
        items: item by event, as the command line gives them; see :func:`kazkg.statements.claims.items_of`.
        addresses: web addresses of articles by id, for those that have none in the graph.
        retrieved: the day the articles were looked at, ISO 8601; None leaves it out, for there is no clock here.
        bar: one of ``BARS``.

    Raises:
        UsageFault: for an item, event, day, address or bar that is none, or where no event has an item.
        InputError: for a broken source.
    """
    if bar not in BARS:
        raise UsageFault(f"Unknown --bar {bar!r}.", f"Choose one of {', '.join(BARS)}.")
    if retrieved is not None and (day_of(retrieved) is None or 0 in (day_of(retrieved) or ())):
        raise UsageFault(f"--retrieved {retrieved!r} is no day such as 2022-01-31.")
    for name, address in (addresses or {}).items():
        if _address(address) is None:
            raise UsageFault(f"--reference {name}={address}: that is no address of the web.")
    store = open_source(source)
    found = items_of(Reader(store), items)
    if not found:
        raise UsageFault("No event has an item of Wikidata.", "Name one: --item crisis=Q4115189 (the sandbox).")
    judged = [_judge(one, retrieved, bar) for one in claims(store, found, addresses)]
    return _each_once(judged)


def quickstatements(judged: Sequence[Line]) -> str:
    """The statements, one a line, in V1."""
    return "".join(f"{line.statement}\n" for line in judged if line.statement)


def _judge(one: Claim, retrieved: str | None, bar: str) -> Line:
    reason = _against(one, bar)
    if reason:
        return Line(one, None, reason)
    value = _date(one.date or "") if one.measure == "date" else str(one.low)
    fields = [one.item, one.means or "", value or ""]
    if one.measure != "date":
        fields += [_TIME, _date(one.date or "") or ""]
    if one.place_item:
        fields += [_PLACE, one.place_item]
    if one.qualifier == "about":
        fields += [_CIRCUMSTANCES, _CIRCA]
    if not _asserted(one):
        fields += [_NATURE, _ALLEGEDLY]
    fields += [_URL, f'"{_address(one.source.url or "")}"']
    if one.source.title:
        fields += [_TITLE, f'en:"{_line(one.source.title)}"']
    if one.source.publisher:
        fields += [_PUBLISHER, one.source.publisher]
    if one.source.published and (published := _date(one.source.published)):
        fields += [_PUBLISHED, published]
    if retrieved:
        fields += [_RETRIEVED, _date(retrieved) or ""]
    why = "an official source" if one.official else f"{one.origins} separate origins"
    return Line(one, "\t".join(fields), f"passes: {'exact' if one.qualifier == 'exact' else 'about'}, {why}")


def _against(one: Claim, bar: str) -> str:
    """The first reason why a claim becomes no statement; empty where there is none."""
    if one.means is None:
        return f"no property of Wikidata counts what is {one.measure}"
    if one.status != "current":
        return f"its status is {one.status}, not current"
    if one.group not in ("", _WHOLE):
        return f"it counts {one.group.replace('_', ' ')} only; {one.means} counts all"
    if one.described is not None:
        return f"it counts {one.described!r}, who may be only some of all"
    exact = one.qualifier == "exact" and (one.measure == "date" or one.low is not None)
    about = bar == "loose" and one.qualifier == "about" and one.low is not None
    if not exact and not about:
        return f"not exact: {one.qualifier.replace('_', ' ')}"
    if not _asserted(one) and bar != "loose":
        return f"not asserted: {one.epistemic}" if one.happened else "not asserted: planned, alleged or denied"
    if one.epistemic.startswith("False"):
        return f"denied: {one.epistemic}"
    if one.date is None:
        return "no date: as of when is not known"
    if _date(one.date) is None:
        return f"its date is an interval: {one.date}"
    if not one.official and one.origins < 2:
        return "one origin alone, and no official one"
    if one.source.url is None:
        return f"no reference: article {one.source.article} has no address (--reference {one.source.article}=URL)"
    if _address(one.source.url) is None:
        return f"no reference: the address of article {one.source.article} is none of the web"
    return ""


def _asserted(one: Claim) -> bool:
    return one.epistemic == "TrueCertain" and one.happened


def _each_once(judged: list[Line]) -> list[Line]:
    """Of statements that differ in nothing, the first; the claims behind the others say so."""
    seen: dict[str, str] = {}
    out: list[Line] = []
    for line in judged:
        if line.statement and line.statement in seen:
            out.append(Line(line.claim, None, f"the same line as that of {seen[line.statement]}"))
            continue
        if line.statement:
            seen[line.statement] = line.claim.name
        out.append(line)
    return out


def _date(when: str) -> str | None:
    """A time of Wikidata with its precision: 9 a year, 10 a month, 11 a day; an hour is given as its day."""
    found = day_of(when)
    if found is None:
        return None
    year, month, day = found
    return f"+{year:04}-{month:02}-{day:02}T00:00:00Z/{11 if day else 10 if month else 9}"


def _address(url: str) -> str | None:
    """A web address that can stand between quotation marks; None for anything else."""
    whole = quote(url, safe="!#$%&'()*+,/:;=?@[]~")
    return whole if re.fullmatch(r"https?://[^\s/?#]+\S*", whole) else None


def _line(text: str) -> str:
    """Text without what would end a field or a command."""
    return " ".join(text.split()).replace("||", "| |").replace('"', "'")
