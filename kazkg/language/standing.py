"""How a figure stands: its time, its status, how sure it is by the words of its own clause."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

from kazkg.facts import Time
from kazkg.language import dates
from kazkg.language.dating import time_for
from kazkg.language.drafts import AmountDraft, FigureDraft, TimeDraft
from kazkg.language.page import Page
from kazkg.language.triggers import BE, Link, phrase_end

__all__ = ["Standing"]

PLANNED_MEASURES = frozenset({"deployed", "withdrawn", "released", "evacuated", "sentenced", "arrested"})
HAD = frozenset({"had", "was", "were"})
"""Before "to": what had to be done was done."""
DOUBTFUL = frozenset({"may", "might", "could", "would", "can"})
OTHER_CLAUSE = frozenset({"although", "though", "whereas", "while", "but", ";"})
"""Words that begin another clause, of which a status word before them says nothing."""
NEGATIONS = frozenset({"not", "n't", "n’t"})
OLD = timedelta(days=60)
LONG_AGO = timedelta(days=300)
"""A day told without its year ("since 16 September") may belong to a crisis that has lasted for months."""
YEAR = re.compile(r"(19|20)\d\d")


def _is_affirmed(helpers: list[str]) -> bool:
    """Whether no negation stands among the words of a verb group."""
    return NEGATIONS.isdisjoint(helpers)


class Standing:
    """Judges the figures of one Doc."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.doc = page.doc
        self.c = page.c
        self.w = page.w

    def place_in_time(self, figure: FigureDraft, link: Link | None) -> None:
        """Set when it happened, as of when a toll stands, and whether that is long ago."""
        found = time_for(self.doc[figure.trigger]) if figure.trigger >= 0 else None
        if found is None and figure.trigger >= 0:
            found = time_for(self.doc[figure.amount.end - 1])
        time = found.time if found else None
        if link and link.trigger.kind == "toll":
            figure.as_of = time if time and time.precision != "year" else None
        figure.time = time
        today = self.page.today
        if figure.measure in PLANNED_MEASURES and time and time.begin and today:
            day = dates.parse_day(time.begin)
            if found and found.relation == "at" and day and day > today:
                figure.status = "planned"
        if found and found.relation != "since" and self._is_old(found):
            figure.status = "historical"

    def _is_old(self, draft: TimeDraft) -> bool:
        """Whether a time lies well before the article's own."""
        time = draft.time
        if time is None or time.end is None:
            return False
        end = dates.parse_day(time.end)
        today = self.page.today or self._latest_year()
        if end is None or today is None:
            return False
        if time.precision == "year":
            return end <= date(today.year, 1, 1)
        dated = any(YEAR.fullmatch(self.w.low[i]) for i in range(draft.start, draft.end))
        return end < today - (OLD if dated else LONG_AGO)

    def _latest_year(self) -> date | None:
        """Without a date: the latest day the article names, or any day of now if it speaks of weekdays at all."""
        days = [d for t in self.page.times if t.time and (d := dates.parse_day(t.time.end or t.time.begin))]
        if any(t.time is None and t.relation == "at" for t in self.page.times):
            return date(9999, 1, 1)
        return max(days) if days else None

    def judge(self, figure: FigureDraft, link: Link | None) -> None:
        """Status and certainty by the words around."""
        w, a = self.w, figure.amount
        start = w.starts[w.sent[a.start]]
        if status := self._status_words(a, start):
            figure.status = status if figure.status == "current" else figure.status
        if link is None:
            return
        if self._outdated(a, link):
            figure.status = "superseded"
        verb = link.trigger.start
        _, helpers = self.page.triggers.group_of_words(verb)
        modal = next(
            (
                h
                for h in reversed(helpers)
                if h in {"will", "would", "shall", "'ll", "’ll", "to", "may", "might", "could", "should"}
            ),
            "",
        )
        if link.trigger.kind == "toll":
            modal = next((w.low[at] for at in range(verb, a.start) if w.low[at] in DOUBTFUL), "")
        if link.trigger.kind == "noun" and not modal:
            modal = self._modal_behind(a)
        perfect = "have" in helpers or ("to" in helpers and not HAD.isdisjoint(helpers))
        told = link.trigger.kind in {"verb", "noun"} and figure.measure in PLANNED_MEASURES
        if modal and told and not perfect and modal not in {"may", "might", "could"}:
            figure.status = "planned" if figure.status == "current" else figure.status
        elif modal in {"would", "may", "might", "could", "should"} or any(h in self.c.doubts for h in helpers):
            figure.epistemic = "TrueUncertain"
        if link.negated or (not link.trigger.sense.negated and not _is_affirmed(helpers)):
            figure.epistemic = "FalseCertain"

    def _modal_behind(self, a: AmountDraft) -> str:
        """The modal of the verb whose subject a noun and its number are: "the withdrawal of 500 will begin"."""
        at = self.w.after(phrase_end(a) - 1)
        if self.w.word(at) in BE and any(
            status == "planned" and self.w.phrase_at(self.w.after(at), phrase) > 0
            for phrase, status in self.c.status.get(self.w.word(self.w.after(at)), ())
        ):
            return "will"  # "500 peacekeepers are ready to fly"
        return self.w.word(at) if self.w.word(at) in {"will", "would", "shall"} else ""

    def _status_words(self, a: AmountDraft, start: int) -> str | None:
        """Status by a phrase at most eight words before the amount, or by "earlier" before a verb of telling."""
        first = self.w.after(start) if self.w.blank[start] else start
        if self.w.word(first) == "earlier" and any(
            self.doc[i].lemma_ in self.c.telling_verbs and self.w.tag[i].startswith("VB") for i in range(start, a.start)
        ):
            return "superseded"
        at = a.start
        for _ in range(8):
            at = self.w.before(at)
            if at < start or self.w.low[at] in OTHER_CLAUSE:
                return None
            for phrase, status in self.c.status.get(self.w.low[at], ()):
                stop = self.w.phrase_at(at, phrase)
                if 0 < stop <= a.start and status != "historical" and not self._told_instead(at, stop, a):
                    return status
        return None

    def _told_instead(self, at: int, stop: int, a: AmountDraft) -> bool:
        """Whether a teller gives the number itself "instead" ("the agency speaks instead of 19")."""
        before = self.w.before(at)
        told = before >= 0 and self.doc[before].lemma_ in self.c.telling_verbs and self.w.tag[before].startswith("VB")
        return told and stop == a.start

    def _outdated(self, a: AmountDraft, link: Link) -> bool:
        """Whether a later number stands beside it ("rose from 12 to 18", "18, up from 12")."""
        if link.place == "older":
            return True
        return link.place == "toll" and self.w.word(self.w.before(a.start)) == "from"

    def replaced(self, figures: list[FigureDraft]) -> None:
        """Mark figures that the same sentence sets right: "a toll of six was corrected to four"."""
        w = self.w
        for first, second in pairwise(figures):
            a, b = first.amount, second.amount
            at = w.before(b.start)
            if first.measure == second.measure and w.sent[a.start] == w.sent[b.start] and w.word(at) in {"to", "at"}:
                verb = w.before(at)
                if w.word(w.before(a.start)) in {"with", "after", "by"} or any(
                    w.tag[i] in {"CC", ","} for i in range(a.end, verb)
                ):
                    continue  # "with 11 new deaths the toll rises to 130"
                if verb > a.end and self.doc[verb].lemma_ in self.c.change_verbs and first.status == "current":
                    first.status = "superseded"

    def as_of(self, figure: FigureDraft) -> Time | None:
        """The moment a figure was claimed for: of its statement, else of the article."""
        if figure.status == "historical":
            return figure.time
        said = figure.statement.said if figure.statement else None
        return said.time if said and said.time else self.page.published
