"""Time expressions: where they stand and, reckoned from the article's date, when they mean."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

from kazkg.facts import Article, Time
from kazkg.language import dates
from kazkg.language.calendar_dates import MONTHS, DateReader, day_number, year_number
from kazkg.language.dating import time_for
from kazkg.language.drafts import TimeDraft
from kazkg.language.numerals import SMALL, TENS
from kazkg.language.words import Words

if TYPE_CHECKING:
    from kazkg.knowledge import Knowledge

__all__ = ["Times", "time_for"]

WEEKDAYS = {
    name: n
    for n, names in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thurs", "friday fri", "saturday", "sunday")
    )
    for name in names.split()
}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""The first month of each, north of the equator."""
DAYPARTS = frozenset(
    ["morning", "afternoon", "evening", "night", "noon", "midday", "midnight", "dawn", "dusk", "lunchtime", "daybreak"]
)
UNITS = {
    form: unit
    for unit in ("second", "minute", "hour", "day", "night", "week", "fortnight", "weekend", "month", "year", "decade")
    for form in (unit, unit + "s")
} | {"century": "century", "centuries": "century"}
VAGUE_COUNTS = frozenset({"few", "several", "some", "couple", "many", "past", "recent"})
COUNT_WORDS = VAGUE_COUNTS | {"a", "an", "half"}


class Times:
    """The component: fills ``doc._.times`` in reading order, none inside another."""

    knowledge: Knowledge

    def __call__(self, doc: Doc) -> Doc:
        """Find and resolve every time expression of the Doc."""
        article: Article | None = doc._.article
        today = dates.parse_day(article.date.begin) if article and article.date else None
        counting = self.knowledge.counting
        doc._.times = TimeReader(doc, today, counting.groups, counting.ahead).read()
        return doc


class TimeReader(DateReader):
    """Reads all time expressions of one Doc."""

    def read(self) -> list[TimeDraft]:
        """All drafts, sorted."""
        found = self._written()
        self._read_clocks()
        i = 0
        while i < len(self.doc):
            draft = None if self.covered[i] or self.w.blank[i] else self._at(i)
            if draft is None:
                i += 1
                continue
            for at in range(draft.start, draft.end):
                self.covered[at] = True
            found.append(draft)
            i = draft.end
        for start, (end, _) in self.clocks.items():
            if not self.covered[start]:
                found.append(TimeDraft(start, end, None))
        return _merged(sorted(found, key=lambda d: d.start), self.w)

    def _at(self, i: int) -> TimeDraft | None:
        """The expression whose first word is at ``i`` (prepositions stand outside), or None."""
        w = self.w
        word = w.low[i]
        if word in WEEKDAYS and self._names_day(i):
            return self._weekday(i, i)
        if word in MONTHS and self._is_month(i):
            return self._month(i)
        if word in {"yesterday", "today", "tomorrow", "tonight", "overnight", "nowadays"}:
            return self._near_day(i)
        if word in {"last", "past", "this", "next", "previous", "recent", "coming", "same", "following"}:
            return self._relative(i)
        if word == "new" and w.word(w.after(i)) == "year":
            return self._new_year(i)
        if word == "turn" and w.phrase_at(i, ("turn", "of", "the", "year")) > 0:
            return self._turn_of_year(i)
        if word in {"weekend", "weekends"}:
            return self._weekend(i, i)
        if word in {"early", "late", "mid"}:
            return self._loose_month(i)
        return self._numeric(i)

    def _daypart_end(self, i: int) -> int:
        """One past a part of the day that follows token ``i``, else one past ``i``."""
        at = self.w.after(i)
        return at + 1 if self.w.word(at) in DAYPARTS else i + 1

    def _weekday(self, start: int, at: int, past_only: bool = False, ahead: bool = False) -> TimeDraft:
        end = self._daypart_end(at)
        time = None
        if self.today:
            _, until = self._relation(start)
            future = ahead or until or (not past_only and self._future(at))
            day = dates.weekday(self.today, WEEKDAYS[self.w.low[at]], past_only, future)
            if ahead and day == self.today:
                day += timedelta(days=7)
            time = dates.day_time(day)
        following = self.w.after(end - 1)
        if self.w.word(following) == "," and not past_only and not ahead:
            dated = self.w.after(following)
            if dated >= 0 and (self.w.low[dated] in MONTHS or self.doc[dated].like_num):
                more = self._month(dated) if self.w.low[dated] in MONTHS else self._numeric(dated)
                if more and more.time and more.time.precision == "day":
                    return TimeDraft(start, more.end, more.time, more.relation)
        return self._draft(start, end, time)

    def _near_day(self, i: int) -> TimeDraft:
        word = self.w.low[i]
        end = self._daypart_end(i) if word not in {"overnight", "tonight", "nowadays"} else i + 1
        if word == "nowadays" or self.today is None:
            return TimeDraft(i, end, None)
        if word == "overnight":
            return self._draft(i, end, dates.span_time(self.today - dates.DAY, self.today))
        step = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
        return self._draft(i, end, dates.day_time(self.today + timedelta(days=step)))

    def _relative(self, i: int) -> TimeDraft | None:
        """As in "last Sunday", "last night", "this morning", "the last 48 hours", "the past few days", "next month"."""
        w = self.w
        word, at = w.low[i], w.after(i)
        noun = w.word(at)
        if word in {"same", "following"}:
            return TimeDraft(i, at + 1, None) if noun in DAYPARTS or noun in UNITS or noun in WEEKDAYS else None
        if noun in SEASONS and word in {"last", "this", "next", "past"}:
            return TimeDraft(i, at + 1, self._season(SEASONS[noun], word))
        if noun in WEEKDAYS and self._names_day(at):
            return self._weekday(
                i, at, past_only=word in {"last", "past", "previous"}, ahead=word in {"next", "coming"}
            )
        if noun in MONTHS and self._is_month(at) and word in {"last", "this", "next", "past"}:
            found = self._month(at)
            return TimeDraft(i, found.end, self._sided_month(MONTHS[noun], word) or found.time, found.relation)
        if noun in DAYPARTS:
            return self._daypart(i, at, word)
        if noun in {"weekend", "weekends"}:
            return self._weekend(i, at, ahead=word in {"next", "coming"})
        if noun in UNITS and not noun.endswith("s"):
            return self._draft(i, at + 1, self._unit_time(UNITS[noun], word))
        return self._window(i, at)

    def _names_day(self, i: int) -> bool:
        """Whether a weekday's word is its name: "on sunday" is, "the sun" is not."""
        return self.doc[i].text[:1].isupper() or self.w.low[i].endswith("day")

    def _season(self, first: int, word: str) -> Time | None:
        """Three months from month ``first``; "last" is the latest that is over, "next" the first still to begin."""
        if self.today is None:
            return None
        seasons = [
            (date(year, first, 1), dates.shift(date(year, first, 1), 3, "month") - dates.DAY)
            for year in range(self.today.year - 2, self.today.year + 2)
        ]
        if word == "next":
            chosen = next(s for s in seasons if s[0] > self.today)
        elif word == "this":
            chosen = next(s for s in seasons if s[1] >= self.today)
        else:
            chosen = next(s for s in reversed(seasons) if s[1] < self.today)
        return dates.span_time(*chosen)

    def _sided_month(self, month: int, word: str) -> Time | None:
        if self.today is None or word == "this":
            return None
        year = self.today.year
        if word == "next":
            return dates.month_time(year + (month <= self.today.month), month)
        return dates.month_time(year - (month >= self.today.month), month)

    def _daypart(self, start: int, at: int, word: str) -> TimeDraft | None:
        if word not in {"last", "this"}:
            return TimeDraft(start, at + 1, None)
        if self.today is None:
            return TimeDraft(start, at + 1, None)
        if word == "last":
            return self._draft(start, at + 1, dates.span_time(self.today - dates.DAY, self.today))
        return self._draft(start, at + 1, dates.day_time(self.today))

    def _unit_time(self, unit: str, word: str) -> Time | None:
        """As in "last week", "this month", "next year" as calendar units."""
        if self.today is None or unit not in {"week", "month", "year", "decade"}:
            return None
        step = {"this": 0, "next": 1, "coming": 1}.get(word, -1)
        there = dates.shift(self.today, step, unit)
        if unit == "week":
            monday = there - timedelta(days=there.weekday())
            return dates.span_time(monday, monday + timedelta(days=6))
        if unit == "month":
            return dates.month_time(there.year, there.month)
        if unit == "year":
            return dates.year_time(there.year)
        return dates.span_time(min(there, self.today), max(there, self.today))

    def _window(self, start: int, at: int) -> TimeDraft | None:
        """The last N units before the article's day, or the next N after it."""
        if at < 0:
            return None
        w = self.w
        numeral = self.numbers.read(at)
        unit_at = w.after(numeral.end - 1) if numeral else at
        while unit_at >= 0 and w.low[unit_at] in VAGUE_COUNTS | {"of", "a"}:
            unit_at = w.after(unit_at)
        unit = UNITS.get(w.word(unit_at))
        if unit is None or not (numeral or w.low[unit_at].endswith("s")):
            return None
        time = None
        if self.today and (numeral or unit in {"hour", "minute"}):
            count = int(numeral.high) if numeral else 24
            ahead = w.low[start] in {"next", "coming"}
            there = dates.shift(self.today, count if ahead else -count, unit)
            time = dates.span_time(min(there, self.today), max(there, self.today))
        return TimeDraft(start, unit_at + 1, time, "at", dates.duration(int(numeral.high), unit) if numeral else None)

    def _new_year(self, i: int) -> TimeDraft | None:
        """New Year, New Year's Day and Eve; the new year as a mere epithet ("a New Year increase") counts too."""
        if not self.doc[i].text[:1].isupper():
            return None
        at = self.w.after(i)
        end, eve = at + 1, False
        following = self.w.after(at)
        if self.w.word(following) in {"'s", "’s", "’", "'"}:
            following = self.w.after(following)
        if self.w.word(following) in {"eve", "day"}:
            end, eve = following + 1, self.w.low[following] == "eve"
        day = dates.month_day(self.today, 12, 31) if eve else dates.month_day(self.today, 1, 1)
        return self._draft(i, end, dates.day_time(day) if day else None)

    def _turn_of_year(self, i: int) -> TimeDraft:
        end = self.w.phrase_at(i, ("turn", "of", "the", "year"))
        first = dates.month_day(self.today, 1, 1)
        return self._draft(i, end, dates.span_time(first - dates.DAY, first) if first else None)

    def _weekend(self, start: int, at: int, ahead: bool = False) -> TimeDraft:
        if self.today is None:
            return TimeDraft(start, at + 1, None)
        saturday = dates.weekday(self.today, 5, future=ahead or self._future(at))
        return self._draft(start, at + 1, dates.span_time(saturday, saturday + dates.DAY))

    # ---- expressions that begin with a number

    def _numeric(self, i: int) -> TimeDraft | None:
        """Days before months, years after prepositions, "three decades ago", "for 180 days", "a few hours ago"."""
        w = self.w
        word = w.low[i]
        if not word[:1].isdigit():
            return self._counted_units(i) if word in COUNT_WORDS or word in SMALL or word in TENS else None
        day = day_number(word)
        if day and (dated := self._day_month(i, day)):
            return dated
        if (year := year_number(word)) and self._is_year(i):
            return self._draft(i, i + 1, dates.year_time(year))
        if re.fullmatch(r"(1[89]|20)\d0s", word):
            first = int(word[:4])
            return self._draft(i, i + 1, dates.span_time(date(first, 1, 1), date(first + 9, 12, 31)))
        return self._counted_units(i)

    def _counted_units(self, i: int) -> TimeDraft | None:
        w = self.w
        vague = w.low[i] in VAGUE_COUNTS or (w.low[i] == "a" and w.word(w.after(i)) in {"few", "couple"})
        numeral = None if vague else self.numbers.read(i)
        single = w.low[i] in {"a", "an", "one"} and not (numeral and numeral.high > 1)
        if not (vague or numeral or single):
            return None
        at = w.after(numeral.end - 1) if numeral else w.after(i)
        while w.word(at) in {"few", "couple", "of", "-", "more", "full", "long", "or", "so", "whole", "consecutive"}:
            at = w.after(at)
        unit = UNITS.get(w.word(at))
        if unit is None:
            return None
        count = int(numeral.high) if numeral else 1 if single else None
        end, following = at + 1, w.word(w.after(at))
        if following in {"ago", "earlier", "later", "before", "after", "prior"}:
            return self._ago(i, w.after(at) + 1, count, unit, following == "ago")
        if following in {"old", "-"} or (single and not self._measures_time(i)):
            return None
        if not self._measures_time(i):
            return None
        return TimeDraft(i, end, None, "for", dates.duration(count, unit) if count else None)

    def _measures_time(self, i: int) -> bool:
        """Whether "for", "over", "within" or the like makes a stretch of time of the number at ``i``."""
        at = self.w.before(i)
        for _ in range(4):
            if self.w.word(at) in {"for", "within", "during", "over", "throughout", "lasting", "least"}:
                return True
            if self.w.word(at) not in {
                "up",
                "to",
                "about",
                "at",
                "than",
                "more",
                "another",
                "almost",
                "nearly",
                "period",
                "of",
                "a",
                "some",
            }:
                return False
            at = self.w.before(at)
        return False

    def _ago(self, start: int, end: int, count: int | None, unit: str, ago: bool) -> TimeDraft:
        if self.today is None or not ago:
            return TimeDraft(start, end, None)
        if count is None:
            return TimeDraft(start, end, dates.day_time(self.today) if unit in {"hour", "minute", "second"} else None)
        there = dates.shift(self.today, -count, unit)
        if unit in {"year", "decade", "century"}:
            return TimeDraft(start, end, dates.year_time(there.year))
        return TimeDraft(
            start, end, dates.month_time(there.year, there.month) if unit == "month" else dates.day_time(there)
        )


def _merged(found: list[TimeDraft], w: Words) -> list[TimeDraft]:
    """Join "from January 2 to January 6" and "between Wednesday and Thursday" into one stretch."""
    merged: list[TimeDraft] = []
    for draft in found:
        prior = merged[-1] if merged else None
        if (
            prior
            and prior.time
            and draft.time
            and draft.relation != "for"
            and w.after(prior.end - 1) == w.before(draft.start)
        ):
            link, opener = w.word(w.before(draft.start)), w.word(w.before(prior.start))
            if (opener, link) == ("between", "and") or (
                prior.relation == "since" and link in {"to", "until", "till", "through"}
            ):
                joined = dates.between(prior.time if prior.relation == "at" else _closed(prior.time), draft.time)
                if joined:
                    merged[-1] = TimeDraft(prior.start, draft.end, joined)
                    continue
        merged.append(draft)
    return merged


def _closed(time: Time) -> Time:
    return Time(time.text.split("/")[0], time.begin, time.begin, "day")


@Language.factory("kazkg_times", requires=["doc._.article"], assigns=["doc._.times"])
def create(nlp: Language, name: str) -> Times:  # noqa: ARG001
    """Make the component."""
    return Times()
