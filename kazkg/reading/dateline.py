"""Publication dates: reading one that is given, and finding the one that stands in an article's text.

No clock is read and nothing is guessed: a date whose day and month could be swapped (03/04/2022), or that lacks its
year, is no date. A time of day without a zone counts as UTC; one with a zone that is not plainly a difference from UTC
("EST") is left out, so that only the day stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from kazkg.facts import Span, Time, Zone

__all__ = [
    "Expression",
    "expressions",
    "instant",
    "is_dateline",
    "is_marker",
    "leading",
    "parse",
    "publication",
    "trailing",
]

YEARS = range(1900, 2101)
"""What is plausible as the year of a news article."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s+)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_HALF = r"(?P<{0}>[ap]\.?m\b\.?)?"
_ZONE = r"(?:\s*\(?(?P<{0}>(?-i:[A-Z]{{1,5}})\b|[+-]\d{{2}}:?\d{{2}})\)?)?"
_TIME_BEFORE = (
    r"(?:(?<!\d)(?P<hour1>\d{1,2})\s*(?:[:.h]|,\s?)\s*(?P<minute1>\d{2})\s*"
    + _HALF.format("half1")
    + _ZONE.format("zone1")
    + r"\s*(?:of|on|,|\||[–—-])\s*(?:the\s+)?)?"
)
_TIME_AFTER = (
    r"(?:\s*[,|@–—-]?\s*(?:at\s+)?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::\d{2})?(?![\d.:])\s*"
    + _HALF.format("half")
    + _ZONE.format("zone")
    + r")?"
)
_NAMED = (
    rf"{_DAY}\s*(?:of\s+|[\s./-]\s*){_MONTH},?[\s-]+{_YEAR}",
    rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
)
_NUMERIC = r"(?P<first>\d{1,2})(?P<sep>[./-])(?P<second>\d{1,2})(?P=sep)(?P<year>\d{4})(?!\d)"
_ISO = r"(?P<year>\d{4})(?P<sep>[-/.])(?P<number>\d{2})(?P=sep)(?P<day>\d{2})(?!\d)"
_ISO_TIME = (
    r"(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?\s?(?P<zone>Z\b|UTC\b|GMT\b|[+-]\d{2}:?\d{2})?)?"
)
PATTERNS = (
    re.compile(rf"(?<!\d){_ISO}{_ISO_TIME}", re.I),
    *(re.compile(rf"(?<!\w){_TIME_BEFORE}{_WEEKDAY}{named}{_TIME_AFTER}", re.I) for named in _NAMED),
    re.compile(rf"(?<![\w./-]){_TIME_BEFORE}{_NUMERIC}{_TIME_AFTER}", re.I),
)

_PUBLISHED = r"(?:first\s+)?(?:published|posted|issued|released|created|publication\s+date|release\s+date|dated?)"
_UPDATED = r"(?:last\s+)?(?:updated?|modified|amended|edited|revised|refreshed)(?!\s+by)"
_SUBJECT = r"(?:(?:this\s+)?(?:article|story|report|page|text|news|item|post)\s+(?:was\s+|has\s+been\s+)?)?"
MARKER = re.compile(
    rf"\b{_SUBJECT}(?:(?P<published>{_PUBLISHED})|(?P<updated>{_UPDATED}))\b(?:\s+(?:on|at))?\s*:?", re.I
)
MARKED_START = re.compile(
    rf"\s*(?P<open>[(\[])?\s*{_SUBJECT}(?:(?P<plain>date)|(?:{_PUBLISHED}|{_UPDATED}))\b"
    r"(?:\s+(?:on|at))?\s*(?P<colon>:)?\s*",
    re.I,
)
CLOSING = re.compile(r"\s*[)\]]?(?:\s*[-–—|.](?=\s))?")
TRAILING = re.compile(rf"[(\[]\s*{_SUBJECT}(?:{_PUBLISHED}|{_UPDATED})\b[^()\[\]]{{4,60}}[)\]]\s*$", re.I)

_CAPITAL = r"[A-Z\u00c0-\u00de][\w.'’-]*"
_PLACE = rf"{_CAPITAL}(?:[ /]{_CAPITAL}){{0,3}}(?:,\s{_CAPITAL}(?:\s{_CAPITAL}){{0,2}}){{0,2}}"
_MONTH_PLAIN = _MONTH.replace("?P<month>", "?:")
_DAY_PLAIN = rf"(?i:{_WEEKDAY}(?:{_MONTH_PLAIN}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH_PLAIN})(?:,?\s+\d{{4}})?)(?!\w)"
_AGENCY = r"(?:\([A-Z][\w .&/'’-]{1,40}\)|/[A-Z][\w .-]{1,30}/\.?)"
_DASH = r"\s*\.?(?:[–—]|--?)\s+"
AGENCY_START = re.compile(
    rf"\s*(?:"
    rf"(?:{_PLACE}[,.]?\s+)?(?:{_DAY_PLAIN}[,.]?\s*)?{_AGENCY}{_DASH}"
    rf"|{_PLACE}[,.]?\s+(?:{_DAY_PLAIN}[,.]?\s*)?/[A-Z][\w .-]{{1,30}}/\.?\s+"
    rf"|{_PLACE}(?:[,.]|\s[–—-])?\s+{_DAY_PLAIN}(?:{_DASH}|\s*:\s+)"
    rf"|[A-Z\u00c0-\u00de]{{4,}}(?:[ -][A-Z\u00c0-\u00de]{{2,}}){{0,2}}(?:,\s{_CAPITAL}){{0,2}}{_DASH}"
    rf")"
)
"""``KHARTOUM, March 3 (Reuters) - ``, ``GENEVA, May 2. /TASS/. ``, ``Beirut, 3 May 2021 – ``, ``NAIROBI — ``."""

FEED_DATE = re.compile(
    r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT|UT|Z)", re.ASCII
)

FILLER = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:at|on|by|min|mins|minutes?|read|time|local|hrs|hours?|am|pm|and)\b"
    r"|\d{1,2}[:.]\d{2}",
    re.I,
)
BYLINE = re.compile(r"\s*by\s+(?!\d)[^\d]+?\s*[-–—|,·•]", re.I)
"""Who wrote it, then a mark; "By 7 January the toll ..." is none."""
LONGEST_LINE = 140
LONGEST_START = 300


@dataclass(frozen=True, slots=True)
class Expression:
    """A full date in a string, where it stands there."""

    time: Time
    begin: int
    end: int


def instant(moment: datetime, precision: str) -> Time:
    """Make a Time of a moment in UTC.

    Args:
        moment: with a time zone.
        precision: ``day`` or ``minute``.
    """
    utc = moment.astimezone(UTC).replace(second=0, microsecond=0)
    if precision == "day":
        utc = utc.replace(hour=0, minute=0)
        step, text = timedelta(days=1), utc.strftime("%Y-%m-%d")
    else:
        step, text = timedelta(minutes=1), utc.strftime("%Y-%m-%dT%H:%M")
    return Time(text, f"{utc:%Y-%m-%dT%H:%M:%SZ}", f"{utc + step:%Y-%m-%dT%H:%M:%SZ}", precision)


def parse(value: str) -> Time:
    """Read a date that a record, a sidecar or the user gives.

    ISO 8601 (a day at least), RFC 2822 as in feeds, or a day with the month's English name; a zone is converted to UTC.

    Raises:
        ValueError: where it is none of these, could be read in two ways, or is implausible.
    """
    text = value.strip()
    try:
        return _parse_iso(text)
    except ValueError:
        pass
    found = next((e for e in expressions(text) if not text[: e.begin].strip() and not text[e.end :].strip()), None)
    if found:
        return found.time
    if FEED_DATE.fullmatch(text):
        return _plausible(parsedate_to_datetime(text), "minute")
    raise ValueError("is not a date that can be read in one way only")


def _parse_iso(text: str) -> Time:
    moment = datetime.fromisoformat(text)  # also 20220106 and 2022-W01-4
    return _plausible(moment, "minute" if len(text) > 10 or ":" in text else "day")


def _plausible(moment: datetime, precision: str) -> Time:
    if moment.year not in YEARS:
        raise ValueError("is not a plausible date of an article")
    return instant(moment if moment.tzinfo else moment.replace(tzinfo=UTC), precision)


def expressions(text: str) -> list[Expression]:
    """All full dates in a short string (a line), in order; those that could be read in two ways are left out."""
    found: list[Expression] = []
    for pattern in PATTERNS:
        for match in pattern.finditer(text):
            time = _resolve(match)
            if time and not any(e.begin < match.end() and match.start() < e.end for e in found):
                trimmed = match.group().rstrip()
                found.append(Expression(time, match.start(), match.start() + len(trimmed)))
    return sorted(found, key=lambda e: e.begin)


def _resolve(match: re.Match[str]) -> Time | None:
    """The time a match of one of the patterns stands for, None where it is impossible or ambiguous."""
    got = match.groupdict()
    if got.get("first"):
        one, two = int(got["first"]), int(got["second"])
        if one <= 12 and two <= 12 and one != two:
            return None
        day, month = (one, two) if two <= 12 else (two, one)
    else:
        day = int(got["day"])
        month = int(got["number"]) if got.get("number") else MONTHS.index(got["month"][:3].lower()) + 1
    clock = _clock(got, "") or _clock(got, "1")
    hour, minute, zone = clock or (0, 0, UTC)
    try:
        moment = datetime(int(got["year"]), month, day, hour, minute, tzinfo=zone)
        return _plausible(moment, "minute" if clock else "day")
    except (ValueError, OverflowError):
        return None


def _clock(got: dict[str, str | None], which: str) -> tuple[int, int, timezone] | None:
    """Hour, minute and zone of the named groups, None where there is no time or its zone is not plain."""
    hour_text, minute_text = got.get(f"hour{which}"), got.get(f"minute{which}")
    if hour_text is None or minute_text is None:
        return None
    hour, minute, half = int(hour_text), int(minute_text), got.get(f"half{which}")
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    zone = _zone(got.get(f"zone{which}"))
    return (hour, minute, zone) if zone and hour < 24 and minute < 60 else None


def _zone(name: str | None) -> timezone | None:
    if name is None or name.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    if name[0] in "+-":
        shift = timedelta(hours=int(name[1:3]), minutes=int(name[-2:]))
        return timezone(shift if name[0] == "+" else -shift) if shift < timedelta(hours=15) else None
    return None


def is_dateline(line: str) -> bool:
    """Whether a whole line is nothing but a date, with at most a marker, a weekday, a time and a short name.

    A byline that ends in a date is one too, whatever the case of its words.
    """
    if len(line) > LONGEST_LINE or not any(c.isdigit() for c in line):
        return False
    found = expressions(line)
    if not found:
        return False
    rest, at = [], 0
    for expression in found:
        rest.append(line[at : expression.begin])
        at = expression.end
    rest.append(line[at:])
    words = re.findall(r"[^\W\d_][\w'’.]*", FILLER.sub(" ", MARKER.sub(" ", " | ".join(rest))))
    if BYLINE.match(line) and not rest[-1].strip():
        return len(words) <= 6  # "by our staff - 7 January 2022"
    return len(words) <= 4 and all(word[0].isupper() for word in words)


def is_marker(line: str) -> bool:
    """Whether a line only announces the date on the next ("Published")."""
    return len(line) <= 40 and MARKER.fullmatch(line) is not None


def leading(line: str, agency: bool) -> int:
    """Length of the dateline a line begins with, 0 where there is none.

    Args:
        line: one line of text.
        agency: whether a place and an agency may make a dateline too, as they do in the first paragraph only.
    """
    head = line[:LONGEST_START]
    at = _marked(head)
    if agency:
        match = AGENCY_START.match(head, at)
        at = match.end() if match and match.end() < len(line) else at
        at = max(at, _marked(head, at))
    return len(head[:at].rstrip())


def _marked(line: str, at: int = 0) -> int:
    """End of the marked dates ("date 2022-01-06", "(Updated ...)") that begin at ``at``."""
    while match := MARKED_START.match(line, at):
        if not (match["plain"] or match["colon"] or match["open"]):
            break  # "Published on 6 January, the report ..." is a sentence
        date = next((e for e in expressions(line[: match.end() + 60]) if e.begin == match.end()), None)
        if date is None:
            break
        closing = CLOSING.match(line, date.end)
        at = closing.end() if closing else date.end
    return at


def trailing(line: str) -> int:
    """Where a bracketed date note at the end of a line begins ("... (Updated 6 January 2022)"), or its length."""
    match = TRAILING.search(line, max(0, len(line) - 120))
    return match.start() if match and expressions(match.group()) else len(line)


def publication(text: str, zones: Iterable[Zone]) -> tuple[Time, Span] | None:
    """Find the publication date that stands in an article's datelines; dates in sentences never count.

    A date marked as that of publication goes before an unmarked one, and that before one of an update; among equals
    the first goes.

    Args:
        text: the whole article.
        zones: its layout, from :func:`kazkg.reading.layout.zones`.

    Returns:
        The date and the words that give it, or None.
    """
    ranked = sorted(_candidates(text, zones), key=lambda found: (found[0], found[1].begin))
    if not ranked:
        return None
    best = ranked[0][1]
    return best.time, Span(best.begin, best.end, text[best.begin : best.end])


def _candidates(text: str, zones: Iterable[Zone]) -> Iterator[tuple[int, Expression]]:
    for zone in zones:
        if zone.kind != "dateline":
            continue
        line, at = text[zone.begin : zone.end], 0
        for found in expressions(line):
            markers = list(MARKER.finditer(line, at, found.begin))
            last = markers[-1] if markers else None
            rank = 1 if last is None else 0 if last["published"] else 2
            at = found.end
            yield rank, Expression(found.time, zone.begin + found.begin, zone.begin + found.end)
