"""Rows of the page, each with its quote and the place where it stands, and how many of each kind there is room for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kazkg.dossier.quotes import Quote, marked

__all__ = ["LIMITS", "Item", "Row", "Section", "cut", "items_of"]


class Row(dict[str, str]):
    """An answer's row; a column without a value reads as nothing."""

    def __missing__(self, column: str) -> str:
        return ""


LIMITS = {
    "chart": 60,
    "figures": 300,
    "events": 240,
    "places": 80,
    "speakers": 60,
    "statements of a speaker": 8,
    "names": 160,
    "steps": 160,
    "unknowns": 120,
    "omissions": 60,
    "articles": 500,
    "sources": 80,
}
"""How much of each the page shows; it says where there is more, and which query gives all."""


@dataclass(frozen=True, slots=True)
class Item:
    """A row with its quote and where it stands in the page."""

    anchor: str
    row: Row
    quote: Quote


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that are shown, and how many there are."""

    shown: Sequence[object]
    total: int
    query: str
    """Which bundled query gives all of them."""


def cut(found: Sequence[object], limit: str, query: str) -> Section:
    """As many as there is room for.

    Args:
        found: all of them.
        limit: which of :data:`LIMITS` holds.
        query: which bundled query gives all.
    """
    return Section(found[: LIMITS[limit]], len(found), query)


def items_of(letter: str, rows: Iterable[Row], *words: str) -> list[Item]:
    """Rows with their quotes.

    Args:
        letter: what their places in the page begin with.
        rows: each with the columns ``quote`` and ``article``.
        words: columns that hold words to be marked in the quote.
    """
    return [
        Item(
            f"{letter}{n}",
            row,
            marked(row.get("quote", ""), row.get("article", ""), *(_as_quoted(row, name) for name in words)),
        )
        for n, row in enumerate(rows, 1)
    ]


def _as_quoted(row: Row, name: str) -> str:
    """A column's words as they stand in the quote; terms and words of counts are in lower-case letters."""
    word, quote = row.get(name, ""), row.get("quote", "")
    if not word or word in quote:
        return word
    at = quote.lower().find(word.lower())
    return quote[at : at + len(word)] if at >= 0 and len(quote.lower()) == len(quote) else ""
