"""Calendar arithmetic of the news: from what an article says to a :class:`kazkg.facts.Time`, in UTC.

Everything relative is reckoned from the article's day; where that is unknown the answer is None.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta

from kazkg.facts import Time

__all__ = [
    "between",
    "day_time",
    "duration",
    "month_day",
    "month_time",
    "open_time",
    "parse_day",
    "shift",
    "span_time",
    "weekday",
    "year_time",
]

DAY = timedelta(days=1)
HALF_YEAR = 183
UNITS = {"hour": "H", "minute": "M", "second": "S", "day": "D", "week": "W", "month": "M", "year": "Y"}


def parse_day(begin: str | None) -> date | None:
    """The day of an ISO 8601 date-time, or None."""
    return datetime.fromisoformat(begin.replace("Z", "+00:00")).date() if begin else None


def stamp(day: date) -> str:
    """Midnight at the begin of a day, as an ISO 8601 date-time in UTC."""
    return f"{day.isoformat()}T00:00:00Z"


def day_time(day: date, clock: tuple[int, int] | None = None) -> Time:
    """A day, or a minute of it."""
    if clock is None:
        return Time(day.isoformat(), stamp(day), stamp(day + DAY), "day")
    begin = datetime(day.year, day.month, day.day, *clock)
    end = begin + timedelta(minutes=1)
    return Time(f"{begin:%Y-%m-%dT%H:%M}", f"{begin:%Y-%m-%dT%H:%M:%SZ}", f"{end:%Y-%m-%dT%H:%M:%SZ}", "minute")


def month_time(year: int, month: int) -> Time:
    """A whole month."""
    last = date(year, month, calendar.monthrange(year, month)[1])
    return Time(f"{year:04d}-{month:02d}", stamp(date(year, month, 1)), stamp(last + DAY), "month")


def year_time(year: int) -> Time:
    """A whole year."""
    return Time(f"{year:04d}", stamp(date(year, 1, 1)), stamp(date(year, 12, 31) + DAY), "year")


def span_time(first: date, last: date) -> Time:
    """From a first to a last day, both included."""
    return Time(f"{first.isoformat()}/{last.isoformat()}", stamp(first), stamp(last + DAY), "interval")


def between(first: Time, last: Time) -> Time | None:
    """From the begin of one time to the end of another; None where they run backwards or are open."""
    if first.begin is None or last.end is None or first.begin >= last.end:
        return None
    return Time(f"{first.text.split('/')[0]}/{last.text.split('/')[-1]}", first.begin, last.end, "interval")


def open_time(time: Time, relation: str) -> Time:
    """The time since, or until, another: one side open."""
    if relation == "since":
        return Time(f"{time.text.split('/')[0]}/..", time.begin, None, "interval")
    return Time(f"../{time.text.split('/')[-1]}", None, time.end, "interval")


def weekday(today: date, day: int, past_only: bool = False, future: bool = False) -> date:
    """The day of the week nearest to an article's day on the side that is meant.

    Args:
        today: the article's day.
        day: 0 for Monday to 6 for Sunday.
        past_only: the latest such day strictly before ("last Sunday").
        future: the first such day not before; otherwise the latest not after.
    """
    back = (today.weekday() - day) % 7
    if future:
        return today + timedelta(days=(day - today.weekday()) % 7)
    return today - timedelta(days=back or (7 if past_only else 0))


def month_day(today: date | None, month: int, day: int, year: int | None = None) -> date | None:
    """A day of a month; without a year, in the year that brings it nearest to the article's day.

    Returns:
        None for a day no calendar has, and where neither the year nor the article's day is known.
    """
    years = [year] if year else [today.year - 1, today.year, today.year + 1] if today else []
    found = []
    for each in years:
        if 1 <= day <= calendar.monthrange(each, month)[1]:
            found.append(date(each, month, day))
    if not found:
        return None
    return min(found, key=lambda d: (abs((d - today).days), d)) if today else found[0]


def shift(today: date, count: int, unit: str) -> date:
    """The day ``count`` units before (negative) or after the article's day; hours and minutes count as part days."""
    if unit in {"hour", "minute", "second"}:
        days = count * {"hour": 3600, "minute": 60, "second": 1}[unit] / 86400
        return today + timedelta(days=-int(-days) if days < 0 else int(days))
    if unit in {"day", "night", "week", "fortnight", "weekend"}:
        return today + timedelta(days=count * {"week": 7, "weekend": 7, "fortnight": 14}.get(unit, 1))
    months = count * {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    year = min(max(year, 1), 9999)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


def duration(count: int, unit: str) -> str | None:
    """ISO 8601 duration of a number of units, or None for a unit it cannot tell.

    >>> duration(180, "day"), duration(48, "hour"), duration(2, "decade")
    ('P180D', 'PT48H', 'P20Y')
    """
    if unit in {"decade", "century", "fortnight", "night", "weekend"}:
        factor, unit = {"decade": (10, "year"), "century": (100, "year"), "fortnight": (14, "day"),
                        "night": (1, "day"), "weekend": (2, "day")}[unit]  # fmt: skip
        count *= factor
    if unit not in UNITS:
        return None
    return f"P{'T' if unit in {'hour', 'minute', 'second'} else ''}{count}{UNITS[unit]}"
