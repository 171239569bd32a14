"""A quote with the words marked that a claim was read from."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Quote", "marked"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence in pieces; every second piece is marked."""

    pieces: tuple[str, ...]
    """Plain, marked, plain ...; begins and ends with a plain one, which may be empty."""
    article: str


def marked(quote: str, article: str, *words: str) -> Quote:
    """Mark the first occurrence of each of the words, letter for letter; what is not found is not marked.

    >>> marked("Nine died, nine fled.", "a", "nine", "died").pieces
    ('Nine ', 'died', ', ', 'nine', ' fled.')
    """
    places: list[tuple[int, int]] = []
    for word in words:
        at = quote.find(word) if word else -1
        if at >= 0 and not any(at < end and begin < at + len(word) for begin, end in places):
            places.append((at, at + len(word)))
    pieces, last = [], 0
    for begin, end in sorted(places):
        pieces += [quote[last:begin], quote[begin:end]]
        last = end
    return Quote((*pieces, quote[last:]), article)
