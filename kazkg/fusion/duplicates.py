"""Whole articles that are nearly the same text: wire copy under another masthead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kazkg.fusion.eventing import SKETCH
from kazkg.fusion.shelf import Shelf

__all__ = ["Duplicate", "duplicates"]

SAME: Final = 0.6
"""Of all runs of words of two articles, how many must stand in both. A dozen changed words in a page leave four
fifths."""
LEAST: Final = 24
"""Runs that a text must have: two short notes may be alike by chance."""
KEYS: Final = 8
"""Smallest hashes by which an article like it is looked up: two that share six runs in ten share none of eight in one
of 1,500 cases."""

Duplicate = tuple[str, str, str, str, str]
"""Id of the copy and of what it copies, IRI and label of the latter's own voice, and why, in words."""


def duplicates(shelf: Shelf) -> Iterator[Duplicate]:
    """Every article that is nearly the same text as an earlier one.

    Each is compared with articles that are no copies themselves, so that no chain of small changes joins two that have
    little in common. Of two articles the one with the earlier date is the first; without dates, the one with the lower
    id, and no more is said.

    Args:
        shelf: with every article on it.
    """
    for name, day, _, _, sketch in shelf.articles():
        if len(sketch) < LEAST:
            continue
        best: tuple[float, str] | None = None
        for other in shelf.sharing(sketch[:KEYS]):
            share = _alike(sketch, shelf.article(other)[3])
            if share >= SAME and (best is None or (share, other) > best):
                best = (share, other)
        if best is None:
            shelf.remember(name, sketch[:KEYS])
            continue
        share, first = best
        other_day, origin, label, _ = shelf.article(first)
        order = f", which is of {other_day}, before {day}" if other_day and other_day < day else ""
        why = f"about {round(share * 100)} % of its runs of words are those of {first}{order}"
        yield name, first, origin, label, why


def _alike(one: list[int], other: list[int]) -> float:
    """The share of all runs that stand in both, estimated by the smallest hashes of the two together."""
    together = sorted({*one, *other})[:SKETCH]
    both = {*one} & {*other}
    return sum(h in both for h in together) / len(together)
