"""Dates that name a day, a month or a year, in digits or words."""

from __future__ import annotations

import re
from collections.abc import Container
from datetime import date

from spacy.tokens import Doc

from kazkg.facts import Time
from kazkg.language import dates
from kazkg.language.drafts import TimeDraft
from kazkg.language.numerals import NumberReader
from kazkg.language.words import Words

__all__ = ["MONTHS", "DateReader", "day_number", "opened", "year_number"]

MONTHS = {
    name: n
    for n, names in enumerate(
        ("january jan jan.", "february feb feb.", "march", "april apr apr.", "may", "june jun jun.", "july jul jul.",
         "august aug aug.", "september sep sept sep. sept.", "october oct oct.", "november nov nov.",
         "december dec dec."), start=1,
    )
    for name in names.split()
}  # fmt: skip
FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
WRITTEN_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})\S*)?\b|\b(\d{1,2})([./])(\d{1,2})\7(\d{4})\b")
CLOCK = re.compile(r"\b(\d{1,2})[:.](\d{2})\s?([ap]\.?m\b\.?)?|\b(\d{1,2})\s?([ap]\.?m\b\.?)", re.IGNORECASE)


class DateReader:
    """Reads one Doc.

    Args:
        doc: the Doc.
        today: the article's day, or None.
        people: nouns for people, which make a count of four digits before them.
        ahead: words of what is not yet; "expected on Sunday" means the Sunday to come.
    """

    def __init__(self, doc: Doc, today: date | None, people: Container[str] = (), ahead: Container[str] = ()) -> None:
        self.doc = doc
        self.today = today
        self.people = people
        self.ahead = ahead
        self.w = Words.of(doc)
        self.covered = [False] * len(doc)
        self.numbers = NumberReader(self.w, self.covered)
        self.clocks: dict[int, tuple[int, tuple[int, int]]] = {}

    def _written(self) -> list[TimeDraft]:
        """Dates like 2022-01-07, 07.01.2022 and 7/1/2022."""
        found = []
        for match in WRITTEN_DATE.finditer(self.doc.text):
            span = self.doc.char_span(match.start(), match.end(), alignment_mode="expand")
            time = self._written_time(match)
            if span is None or time is None:
                continue
            for token in span:
                self.covered[token.i] = True
            relation = self._relation(span.start)[0]
            found.append(TimeDraft(span.start, span.end, opened(time, relation), relation))
        return found

    def _written_time(self, match: re.Match[str]) -> Time | None:
        if match[1]:
            year, month, day = int(match[1]), int(match[2]), int(match[3])
            clock = (int(match[4]), int(match[5])) if match[4] else None
        else:
            day, month, year, clock = int(match[6]), int(match[8]), int(match[9]), None
            if month > 12 or (match[7] == "/" and self._american(day, month, year)):
                day, month = month, day
        if not (1 <= month <= 12 and 1900 <= year <= 2100) or (clock and (clock[0] > 23 or clock[1] > 59)):
            return None
        found = dates.month_day(None, month, day, year)
        return dates.day_time(found, clock) if found else None

    def _american(self, first: int, second: int, year: int) -> bool:
        """Whether month-day-year is the reading near the article's date where both readings exist."""
        if self.today is None or first > 12:
            return False
        there = dates.month_day(None, first, second, year)
        here = dates.month_day(None, second, first, year)
        return bool(there and here and abs((there - self.today).days) < abs((here - self.today).days))

    def _read_clocks(self) -> None:
        for match in CLOCK.finditer(self.doc.text):
            hour, minute, half = int(match[1] or match[4]), int(match[2] or 0), (match[3] or match[5] or "").lower()
            dotted = not half and "." in match[0]
            if hour > 23 or minute > 59 or dotted:
                continue
            if half:
                hour = hour % 12 + (12 if half.startswith("p") else 0)
            span = self.doc.char_span(match.start(), match.end(), alignment_mode="expand")
            if span is not None and not any(self.covered[t.i] for t in span):
                self.clocks[span.start] = (span.end, (hour, minute))

    def _is_month(self, i: int) -> bool:
        """Tell May and March from the verbs: by capital, tag and a number or preposition beside."""
        if not self.doc[i].text[:1].isupper():
            return False
        if self.w.low[i] not in {"may", "march", "mar"}:
            return True
        beside = {self.w.before(i), self.w.after(i)} - {-1}
        if any(self.doc[at].like_num or re.fullmatch(r"\d+(st|nd|rd|th)", self.w.low[at]) for at in beside):
            return self.w.tag[i] != "MD"
        prior = self.w.word(self.w.before(i))
        return self.w.tag[i] == "NNP" and prior in {
            "in",
            "since",
            "of",
            "last",
            "until",
            "by",
            "early",
            "late",
            "this",
            "next",
        }

    def _relation(self, start: int) -> tuple[str, bool]:
        """Relation of an expression that begins at ``start``, and whether it points ahead."""
        at = self.w.before(start)
        while at >= 0 and self.w.low[at] in {"the", "on", "late", "early", "at", "least", "this"}:
            at = self.w.before(at)
        word = self.w.word(at)
        if word == "since" or (word == "from" and self._ahead_to(start)):
            return "since", False
        if word in {"until", "till", "through", "thru"}:
            return "until", True
        return "at", word == "by" and self._future(start)

    def _ahead_to(self, start: int) -> bool:
        """Whether "from" begins a stretch of time: "on", "onwards" or "to" follow soon."""
        at = start
        for _ in range(7):
            at = self.w.after(at)
            if self.w.word(at) in {"to", "until", "till", "onwards", "onward", "through", "on"}:
                return True
        return False

    def _future(self, i: int) -> bool:
        """Whether the clause around ``i`` speaks of the time to come."""
        token = self.doc[i]
        for _ in range(12):
            if token.pos_ in {"VERB", "AUX"}:
                if any(child.lower_ in FUTURE for child in token.children):
                    return True
                if token.dep_ not in {"xcomp", "aux", "auxpass", "advcl"}:
                    return token.lower_ in self.ahead and token.tag_ == "VBN"
            if token.head.i == token.i:
                return False
            token = token.head
        return False

    def _draft(self, start: int, end: int, time: Time | None) -> TimeDraft:
        relation, _ = self._relation(start)
        if relation == "since" and self.w.word(self.w.after(self.w.after(end - 1))) == "when":
            relation = "at"  # "the worst since 1980, when ...": what follows happened then
        return TimeDraft(start, end, opened(time, relation), relation)

    def _month(self, i: int) -> TimeDraft:
        """A month with what follows it: day, year, clock."""
        w = self.w
        month = MONTHS[w.low[i]]
        at, end = w.after(i), i + 1
        if w.word(at) == "." and end == at and len(w.low[i]) <= 4 and day_number(w.word(w.after(at))):
            at, end = w.after(at), at + 1
        day = day_number(w.word(at))
        last_day = None
        if day:
            at, end = w.after(at), at + 1
            if w.word(at) in {"-", "–", "to", "and"} and (last_day := day_number(w.word(w.after(at)))):
                following = w.after(w.after(at))
                if last_day > day and w.word(following) not in MONTHS and w.tagged(following) not in {"NNS", "NN"}:
                    end, at = w.after(at) + 1, following
                else:
                    last_day = None
        year, end = self._year_after(at, end, day is not None)
        return self._dated(i, end, month, day, last_day, year)

    def _year_after(self, at: int, end: int, comma: bool) -> tuple[int | None, int]:
        if self.w.word(at) == "," and comma:
            at = self.w.after(at)
        if self.w.word(at) == "of":
            at = self.w.after(at)
        year = year_number(self.w.word(at))
        return (year, at + 1) if year else (None, end)

    def _dated(
        self, start: int, end: int, month: int, day: int | None, last_day: int | None, year: int | None
    ) -> TimeDraft:
        """The draft of a day or month, with a clock that stands right behind it."""
        if day is None:
            which = year or self._year_of(month, start)
            return self._draft(start, end, dates.month_time(which, month) if which else None)
        found = dates.month_day(self.today, month, day, year)
        if found is None:
            return self._draft(start, end, None)
        time = dates.day_time(found)
        if last_day and (last := dates.month_day(found, month, last_day, found.year)):
            return self._draft(start, end, dates.span_time(found, last))
        at = self.w.after(end - 1)
        if self.w.word(at) in {",", "at"}:
            at = self.w.after(at)
        if at in self.clocks and self.w.sent[at] == self.w.sent[start]:
            end, clock = self.clocks[at]
            time = dates.day_time(found, clock)
        return self._draft(start, end, time)

    def _year_of(self, month: int, start: int) -> int | None:
        """The year of a month named without one: the latest such month begun, the next where the clause looks ahead."""
        if self.today is None:
            return None
        ahead = self._relation(start)[0] == "until" or self._future(start)
        if ahead:
            return self.today.year + (month < self.today.month)
        return self.today.year - (month > self.today.month)

    def _loose_month(self, i: int) -> TimeDraft | None:
        """As in "mid-January", "early January", "late 2020"."""
        at = self.w.after(i)
        if self.w.word(at) == "-":
            at = self.w.after(at)
        if at >= 0 and self.w.low[at] in MONTHS and self._is_month(at):
            found = self._month(at)
            return TimeDraft(i, found.end, found.time, self._relation(i)[0])
        if year := year_number(self.w.word(at)):
            return self._draft(i, at + 1, dates.year_time(year))
        return None

    def _day_month(self, i: int, day: int) -> TimeDraft | None:
        w = self.w
        at, last_day = w.after(i), None
        if w.word(at) in {"-", "–", "and", "to"} and (last_day := day_number(w.word(w.after(at)))):
            at = w.after(w.after(at))
        if w.word(at) == "of":
            at = w.after(at)
        if at < 0 or w.low[at] not in MONTHS or not self.doc[at].text[:1].isupper():
            return None
        end, month = at + 1, MONTHS[w.low[at]]
        at = w.after(at)
        if w.word(at) == "." and at == end and year_number(w.word(w.after(at))):
            end, at = at + 1, w.after(at)
        if w.word(at) == ",":
            at = w.after(at)
        year, end = self._year_after(at, end, comma=False)
        if last_day and last_day > day:
            return self._dated(i, end, month, day, last_day, year)
        return self._dated(i, end, month, day, None, year)

    def _is_year(self, i: int) -> bool:
        """Whether four digits stand where a year stands and count nothing."""
        w = self.w
        prior, following = w.word(w.before(i)), w.after(i)
        if w.tagged(following) in {"NNS", "CD"} and prior not in {"in", "since"}:
            return False
        if prior in {
            "in",
            "since",
            "until",
            "by",
            "of",
            "from",
            "during",
            "before",
            "after",
            "year",
            "late",
            "early",
            "to",
        }:
            return not (
                prior in {"of", "to", "from", "by", "after"} and w.tagged(following) in {"NNS", "NN", "CD", "JJ"}
            )
        if prior == "the" and w.tagged(following) in {"NN", "NNS"}:
            return w.low[following] not in self.people
        return prior in {"(", "summer", "winter", "spring", "autumn"} and w.tagged(following) not in {"NNS"}


def day_number(word: str) -> int | None:
    """The day of a month that a word gives ("6", "3rd"), or None."""
    match = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", word)
    return int(match[1]) if match and 1 <= int(match[1]) <= 31 else None


def year_number(word: str) -> int | None:
    """The year that a word gives, or None."""
    return int(word) if re.fullmatch(r"(1[5-9]|20)\d\d", word) else None


def opened(time: Time | None, relation: str) -> Time | None:
    """The time with the side left open that its relation opens."""
    return dates.open_time(time, relation) if time and relation in {"since", "until"} else time
