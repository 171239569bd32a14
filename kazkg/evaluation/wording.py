"""Wording: answers as people read them in the list of differences."""

from __future__ import annotations

__all__ = ["cut"]

EXTENT = 100
"""Characters shown of a text from an article or the gold."""


def cut(text: str) -> str:
    """The text on one line, its end left out where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= EXTENT else f"{line[: EXTENT - 4].rstrip()} ..."
