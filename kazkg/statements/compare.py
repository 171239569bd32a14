"""Statements that Wikidata has, beside our claims: supported, updated, contradicted, or neither."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kazkg.errors import InputError
from kazkg.graph.terms import WIKIDATA
from kazkg.query.bundled import Query
from kazkg.query.remote import asking, is_address
from kazkg.query.run import Flow, ask
from kazkg.query.terms import text
from kazkg.statements.claims import Claim, claims, day_of, items_of
from kazkg.store.reader import Reader
from kazkg.store.source import open_source

__all__ = ["Beside", "Statement", "compare", "decided"]

_ASKED: Final = """PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
SELECT DISTINCT ?item ?property ?statement ?value ?time ?place WHERE {{
  VALUES ?item {{ {items} }}
  VALUES (?property ?to ?has ?direct) {{ {properties} }}
  {{
    ?item ?to ?statement . ?statement ?has ?value .
    OPTIONAL {{ ?statement pq:P585 ?time }}
    OPTIONAL {{ ?statement pq:P276 ?place }}
  }} UNION {{
    ?item ?direct ?value .
    FILTER NOT EXISTS {{ ?item ?to ?other . ?other ?has ?value }}
  }}
}} ORDER BY ?item ?property ?value ?time ?place ?statement"""
_POINT: Final = "P585"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of an item."""

    item: str
    property: str
    value: str
    """A whole number, or a date as ISO 8601."""
    time: str | None
    """Point in time, ISO 8601; None without."""
    place: str | None
    """Item of the location; None without."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A statement and one claim beside it; a statement that no claim is about has a row of its own."""

    statement: Statement
    verdict: str
    """supports, updates, contradicts, unclear, or none."""
    claim: Claim | None
    reason: str

    def shown(self) -> dict[str, str]:
        """A row of the table for people."""
        s, c = self.statement, self.claim
        where = ", ".join(part for part in (s.time, s.place) if part)
        return {
            "statement": f"{s.item} {s.property} {s.value}" + (f" ({where})" if where else ""),
            "verdict": self.verdict,
            "claim": c.said if c else "",
            "on whose word": (c.chain or "the article's own") if c else "",
            "why": self.reason,
            "where": c.name if c else "",
        }

    def plain(self) -> dict[str, str]:
        """A row for programs, a field a column."""
        s, c = self.statement, self.claim
        return {
            "item": s.item,
            "property": s.property,
            "value": s.value,
            "time": s.time or "",
            "location": s.place or "",
            "verdict": self.verdict,
            "words": c.words if c else "",
            "date": (c.date or "") if c else "",
            "place": (c.place or "") if c else "",
            "chain": c.chain if c else "",
            "claim": c.name if c else "",
            "reason": self.reason,
        }


def compare(source: Path | str, given: str, items: Mapping[str, str]) -> list[Beside]:
    """How the claims of a graph stand to the statements of some items.

    Args:
        source: the folder of a build, or an RDF file.
        given: a slice of Wikidata in its own RDF (a file, gzipped or not), or the address of an endpoint.
        items: item by event, as the command line gives them.

    Returns:
        Rows by item, property, value and claim.

    Raises:
        UsageFault: for an item or event that is none, or a slice that is neither file nor address.
        InputError: for a broken source or slice, or where no event has an item.
        RemoteError: for an endpoint that gives no whole answer.
    """
    store = open_source(source)
    found = items_of(Reader(store), items)
    if not found:
        raise InputError("No event has an item of Wikidata.", "Name one: --item crisis=Q4115189 (the sandbox).")
    ours = list(claims(store, found))
    properties = sorted({one.means for one in ours if one.means} | {_POINT})
    statements = list(_statements(given, sorted(set(found.values())), properties))
    rows: list[Beside] = []
    for statement in statements:
        about = [c for c in ours if (c.item, c.means) == (statement.item, statement.property)]
        judged = [_judge(statement, claim) for claim in about]
        rows += judged or [Beside(statement, "none", None, "no claim is about it")]
    return rows


def decided(rows: list[Beside]) -> list[Beside]:
    """Rows with a verdict; of a statement that has none, one row that says how many claims were looked at."""
    out: list[Beside] = []
    for statement in dict.fromkeys(row.statement for row in rows):
        about = [row for row in rows if row.statement == statement]
        some = [row for row in about if row.verdict not in ("unclear", "none")]
        if not some and about[0].claim is not None:
            some = [Beside(statement, "unclear", None, f"none of {len(about)} claims decides; --all lists them")]
        out += some or about
    return out


def _statements(given: str, items: list[str], properties: list[str]) -> Iterator[Statement]:
    rows = " ".join(
        f"({_node('entity/' + p)} {_node('prop/' + p)} {_node('prop/statement/' + p)} {_node('prop/direct/' + p)})"
        for p in properties
    )
    query = Query("compare-wikidata", _ASKED.format(items=" ".join(f"wd:{i}" for i in items), properties=rows))
    if is_address(given):
        with asking(query, query.text, given) as flow:
            yield from _read(flow)
        return
    answer = ask(open_source(given), query)
    yield from _read(Flow(query, answer.columns, iter(answer.rows or ())))


def _node(path: str) -> str:
    return f"<http://www.wikidata.org/{path}>"


def _read(found: Flow) -> Iterator[Statement]:
    for row in found.rows or ():
        cells = {name: text(term) for name, term in zip(found.columns, row, strict=True) if term is not None}
        number = isinstance(row[found.columns.index("value")], ox.Literal)
        if number:
            prop = cells["property"].removeprefix(WIKIDATA)
            value = _day(cells["value"]) if prop == _POINT else cells["value"].removeprefix("+")
            place = cells.get("place", "").removeprefix(WIKIDATA) or None
            yield Statement(cells["item"].removeprefix(WIKIDATA), prop, value, _day(cells.get("time")) or None, place)


def _day(when: str | None) -> str:
    return (when or "").removeprefix("+").partition("T")[0]


def _judge(statement: Statement, claim: Claim) -> Beside:
    verdict, reason = _dates(statement, claim) if claim.measure == "date" else _counts(statement, claim)
    return Beside(statement, verdict, claim, reason)


def _dates(statement: Statement, claim: Claim) -> tuple[str, str]:
    ours, theirs = day_of(claim.date or ""), day_of(statement.value)
    if ours is None or theirs is None:
        return "unclear", "one of the two is an interval"
    shared = [(a, b) for a, b in zip(ours, theirs, strict=True) if a and b]
    if any(a != b for a, b in shared):
        return "contradicts", f"{claim.date} is another date than {statement.value}"
    return "supports", f"{claim.date} is the same date" if len(
        shared
    ) == 3 else f"{claim.date} is the same, less exactly"


def _counts(statement: Statement, claim: Claim) -> tuple[str, str]:
    try:
        value = int(statement.value)
    except ValueError:
        return "unclear", f"{statement.value} is no whole number"
    if claim.status != "current":
        return "unclear", f"the claim's status is {claim.status}"
    if claim.group != "people":
        return "unclear", f"the claim counts {claim.group.replace('_', ' ')} only"
    if claim.described is not None:
        return "unclear", f"the claim counts {claim.described!r}, who may be only some"
    if claim.epistemic != "TrueCertain":
        return "unclear", f"the claim is not asserted: {claim.epistemic}"
    if statement.place and claim.place_item and statement.place != claim.place_item:
        return "unclear", f"the statement is about another place than {claim.place}"
    if claim.low is None and claim.high is None:
        return "unclear", f"{claim.words!r} names no bound"
    order = _order(claim.date, statement.time)
    fits = (claim.low is None or claim.low <= value) and (claim.high is None or value <= claim.high)
    if claim.qualifier == "about":
        return "unclear", f"{claim.words!r} is not exact"
    if fits and (claim.low == claim.high or order == 0):
        said = "the same number" if claim.low == claim.high else f"{claim.words!r} holds for {value}"
        return "supports", said + ("" if order != 0 else f", as of {claim.date} as well")
    if fits:
        return "unclear", f"{claim.words!r} does not exclude {value}"
    fewer = claim.high is not None and claim.high < value
    if fewer and claim.place_item is not None and claim.place_item != statement.place:
        return "unclear", f"{claim.words!r} is fewer than {value}, and may be of {claim.place} alone"
    if order is None:
        return "unclear", f"{claim.words!r} excludes {value}, but one of the two has no date"
    if order > 0:
        return "updates", f"{claim.words!r} as of {claim.date}, after {value} as of {statement.time}"
    if order < 0:
        return "unclear", f"{claim.words!r} is of {claim.date}, before {statement.time}"
    return "contradicts", f"{claim.words!r} excludes {value}, both as of {statement.time}"


def _order(ours: str | None, theirs: str | None) -> int | None:
    """-1, 0 or 1 as ours is earlier, of the same day, or later; None where that is not known."""
    a, b = day_of(ours or ""), day_of(theirs or "")
    if a is None or b is None:
        return None
    for mine, other in zip(a, b, strict=True):
        if not mine or not other:
            return None
        if mine != other:
            return -1 if mine < other else 1
    return 0
