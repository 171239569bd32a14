"""Dates of corrections."""

from __future__ import annotations

import re

from kazkg.facts import Time
from kazkg.reading.dateline import parse

__all__ = ["time_of"]

_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?")


def time_of(text: str) -> Time:
    """A time from ISO 8601 text: a year, a month, a day, a minute, or two of them with a slash between (``..`` for an
    open side).

    Raises:
        ValueError: for anything else.
    """
    first, slash, last = text.strip().partition("/")
    if slash:
        begin, end = (None if part == ".." else time_of(part) for part in (first, last))
        if (begin is None and end is None) or (begin and end and (begin.begin or "") >= (end.end or "")):
            raise ValueError(f"“{text}” is no stretch of time; write kaz:newDate as 2031-05-02/2031-05-04")
        return Time(text.strip(), begin.begin if begin else None, end.end if end else None, "interval")
    found = _MONTH.fullmatch(first)
    if found is None:
        try:
            return parse(first)
        except ValueError:
            raise ValueError(f"“{text}” is no date; write kaz:newDate in ISO 8601") from None
    year, month = int(found[1]), int(found[2] or 0)
    if month > 12 or (found[2] and not month):
        raise ValueError(f"“{text}” is no month; write kaz:newDate in ISO 8601")
    if not month:
        return Time(first, f"{year}-01-01T00:00:00Z", f"{year + 1}-01-01T00:00:00Z", "year")
    following = f"{year + month // 12}-{month % 12 + 1:02d}"
    return Time(first, f"{first}-01T00:00:00Z", f"{following}-01T00:00:00Z", "month")
