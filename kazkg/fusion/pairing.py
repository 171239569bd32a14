"""Which figures are to be compared: enough to place every one of them, never all with all.

Figures of one block (measure and country) are put into accounts: what one origin says of one group, place and day with
one number. Only the first figure of an account is compared further. The number of pairs grows with the number of
figures, not with its square, even where the whole corpus is one block; where a bound leaves a comparison out, the pair
that stands in for it says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from kazkg.fusion.shelf import Item

__all__ = ["EPISODE", "MOST", "Pair", "pairs_of"]

MOST: Final = 6
"""Numbers given for one group, place and day that are all compared with each other: those with the most origins. Each
further number is compared with the first of them only."""
EPISODE: Final = 30
"""Days after which a toll is no longer compared with the one before."""

COMPARED: Final = frozenset({"total", "planned", "denied"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports to be compared; the relation found is one of ``one`` to ``other``."""

    one: int
    other: int
    left_out: int = 0
    """How many further numbers of the same day this one is not compared with."""


def pairs_of(block: Iterable[Item]) -> Iterator[Pair]:
    """The pairs of one block.

    Args:
        block: its reports in the order of :meth:`Shelf.items`.

    Yields:
        Pairs, some of them twice.
    """
    accounts: list[list[Item]] = []
    for _, found in groupby(block, key=lambda i: (i.kind, i.group, i.place, i.day, i.value, i.origin)):
        account = list(found)
        accounts.append(account[:1])
        yield from (Pair(item.id, account[0].id) for item in account[1:])
    if not accounts or not accounts[0][0].place:
        return
    cells = _cells([account[0] for account in accounts if account[0].kind in COMPARED])
    yield from _inside(cells)
    yield from _onward(cells)
    yield from _across(cells)


@dataclass(slots=True)
class _Cell:
    """All that is said of one group, place and day."""

    kind: str
    group: str
    place: str
    day: str
    positions: list[list[Item]]
    """The accounts by number; the number that most origins give comes first."""

    @property
    def top(self) -> Item:
        return self.positions[0][0]


def _cells(firsts: list[Item]) -> list[_Cell]:
    cells = []
    for (kind, group, place, day), found in groupby(firsts, key=lambda i: (i.kind, i.group, i.place, i.day)):
        positions = [list(same) for _, same in groupby(found, key=lambda i: i.value)]
        positions.sort(key=lambda p: (-len(p), p[0].value))
        cells.append(_Cell(kind, group, place, day, positions))
    return cells


def _both(one: Item, other: Item, left_out: int = 0) -> Iterator[Pair]:
    yield Pair(one.id, other.id, left_out)
    yield Pair(other.id, one.id)


def _inside(cells: list[_Cell]) -> Iterator[Pair]:
    """What is said of one group, place and day, compared."""
    for cell in cells:
        for position in cell.positions:
            for number, account in enumerate(position[1:]):
                yield Pair(account.id, position[0].id)
                if not number:
                    yield Pair(position[0].id, account.id)
        compared, rest = cell.positions[:MOST], cell.positions[MOST:]
        for i, position in enumerate(compared):
            for other in compared[:i]:
                yield from _both(*_of_two_origins(position, other))
        for position in rest:
            yield from _both(*_of_two_origins(position, cell.positions[0]), len(cell.positions) - 2)


def _of_two_origins(one: list[Item], other: list[Item]) -> tuple[Item, Item]:
    """A figure of each, where it can be of two different origins."""
    if one[0].origin == other[0].origin:
        different = next((b for b in other if b.origin != one[0].origin), None)
        if different is not None:
            return one[0], different
        different = next((a for a in one if a.origin != other[0].origin), None)
        if different is not None:
            return different, other[0]
    return one[0], other[0]


def _onward(cells: list[_Cell]) -> Iterator[Pair]:
    """Each day compared with the day before: every origin with itself, and the first account with the first."""
    for _, scope in groupby(cells, key=lambda c: (c.kind, c.group, c.place)):
        last: dict[str, Item] = {}
        before: _Cell | None = None
        for cell in (c for c in scope if c.day):
            now: dict[str, Item] = {}
            for position in cell.positions:
                for account in position:
                    earlier = last.get(account.origin)
                    if earlier is not None and _near(earlier.day, cell.day):
                        yield Pair(account.id, earlier.id)
                    now.setdefault(account.origin, account)
            if before is not None and _near(before.day, cell.day) and before.top.origin != cell.top.origin:
                yield from _both(cell.top, before.top)
            last.update(now)
            before = cell


def _near(day: str, later: str) -> bool:
    """Whether two days belong to one course of events; days less precise than a day are taken at their first."""
    return (_date(later) - _date(day)).days <= EPISODE


def _date(day: str) -> date:
    try:
        return date.fromisoformat((day + "-01-01")[:10] if len(day) == 4 else (day + "-01")[:10])
    except ValueError:
        return date.min


def _across(cells: list[_Cell]) -> Iterator[Pair]:
    """Each cell with those of the country and of the widest group; what has no day with what is most like it."""
    scopes: dict[tuple[str, str, str], list[_Cell]] = {}
    for cell in cells:
        scopes.setdefault((cell.kind, cell.group, cell.place), []).append(cell)
    for (kind, group, place), scope in scopes.items():
        first = scope[0].top
        for wider in ((kind, first.widest, place), (kind, group, first.root), (kind, first.widest, first.root)):
            if wider != (kind, group, place) and wider in scopes:
                for cell in scope:
                    yield from _both(cell.top, _nearest(cell.day, scopes[wider]).top)
                break
    alike: dict[tuple[str, ...], Item] = {}
    for cell in sorted(cells, key=lambda c: (not c.day, c.day)):
        for position in cell.positions:
            for a in position:
                for key in (*_denied(a), *_likeness(a)):
                    alike.setdefault(key, a)
    for cell in cells:
        for position in cell.positions:
            a = position[0]
            if not cell.day or cell.kind == "denied":
                asserted = a._replace(kind="total")
                keys = (*_denied(asserted), *_likeness(asserted)) if a.kind == "denied" else _likeness(a)
                found = (alike.get(key) for key in keys)
                other = next((o for o in found if o is not None and o.id != a.id), None)
                if other is not None:
                    yield from _both(a, other)


def _nearest(day: str, scope: list[_Cell]) -> _Cell:
    """The cell of the same day, else of the nearest one; the first where the day is not known."""
    if not day:
        return scope[0]
    return min(scope, key=lambda c: (not c.day, abs((_date(c.day or day) - _date(day)).days), c.day))


def _denied(a: Item) -> Iterator[tuple[str, ...]]:
    """By what a figure that is denied is found: who says so now may have said it, and the number is the same."""
    yield "said", a.kind, a.group, a.place, a.origin, a.value
    yield "value", a.kind, a.group, a.place, a.value


def _likeness(a: Item) -> Iterator[tuple[str, ...]]:
    """By what another figure may be the same toll, the surest first."""
    yield "origin", a.kind, a.group, a.place, a.origin
    number = next((part for part in a.value.split("~")[:2] if part), None)
    if number:
        yield "number", a.kind, a.group, a.place, number
        yield "number", a.kind, a.group, number
    yield "place", a.kind, a.group, a.place
    yield "group", a.kind, a.group
