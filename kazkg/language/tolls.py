"""Tolls: numbers that a noun announces ("the death toll stood at 13", "the number of arrested rose from 12 to 18")."""

from __future__ import annotations

from kazkg.knowledge.counting import MeasureSense
from kazkg.language.drafts import AmountDraft
from kazkg.language.numerals import DASHES
from kazkg.language.page import Page
from kazkg.language.triggers import BE, HAVE, NOMINAL, Link, Trigger

__all__ = ["Tolls"]

OPENERS = frozenset({"to", "at", "of", "from", ":", "(", "=", "with", "as", "by", "–", "—", "-", "--"})
"""Words that may stand between a toll and its number."""
LISTS = frozenset({"list", "lists", "total", "number", "numbers"})
"""Nouns that announce a number of anything."""
FORCES = frozenset({"security_forces", "foreign_troops"})
SUBORDINATE = frozenset({"that", "which", "who", "since", "after", "when", "before", "as"})


class Tolls:
    """Finds the toll an amount belongs to."""

    def __init__(self, page: Page) -> None:
        self.w = page.w
        self.t = page.triggers
        self.c = page.c
        self.covers = page.covers
        self.timed = page.timed

    def find(self, a: AmountDraft) -> Link | None:
        """The link of an amount to the toll noun that announces it, or None."""
        w = self.w
        at = w.before(a.start)
        while at >= 0 and (w.tag[at] in {"DT", "RB", "RP"} or at in self.timed):
            at = w.before(at)
        if (same := self._pointed_at(at)) is not None:
            return same
        if at in self.t.tolls and w.low[at] != "number":
            return self._link(at, a.start) or self._again(at, a)
        if at < 0 or not (w.low[at] in OPENERS or w.low[at] in BE or w.doc[at].lemma_ in self.c.toll_verbs):
            return None
        if w.low[at] in DASHES and w.before(at) not in self.t.tolls and w.before(at) not in self.t.adjectives:
            return None
        ahead = self._behind(a) if w.low[at] in {"to", "at"} else None
        for _ in range(30):
            if at in self.t.tolls:
                return self._link(at, a.start) or self._again(at, a)
            if at < 0:
                break
            finite = w.tag[at] in {"VBD", "VBZ", "VBP", "VB", "VBG"} and at not in self.t.adjectives
            if finite and w.low[at] not in BE and w.low[at] not in HAVE and w.doc[at].lemma_ not in self.c.toll_verbs:
                at = self._relative_start(at)
                if at < 0:
                    break
                continue
            if (
                at in self.covers
                and self.covers[at].kind == "count"
                and w.word(w.before(self.covers[at].start)) not in {"from", "by", "of"}
            ):
                break
            at = w.before(at)
        return self._parsed(a) or ahead

    def _strength(self, toll: int) -> Link | None:
        """The link of a number of forces of which nothing more is said ("raised the number of its troops to 2,700")."""
        at = toll
        for _ in range(6):
            at = self.w.after(at)
            if at < 0 or not (self.w.tag[at] in NOMINAL or self.w.low[at] == "of"):
                return None
            if any(sense.group in FORCES for _, sense in self.c.groups.get(self.w.low[at], ())):
                sense = MeasureSense("deployed", "object", only=FORCES)
                return Link(Trigger(toll, toll, sense, "toll"), "toll")
        return None

    def _pointed_at(self, at: int) -> Link | None:
        """The link in "put that figure at 250", where ``at`` is the word before the number: the noun told last."""
        w = self.w
        at = w.before(at) if w.word(at) in {"at", "to", "as"} else at
        if at not in self.t.tolls or self.t.tolls[at] or w.word(w.before(at)) not in {"that", "this"}:
            return None
        return self._told_last(at)

    def _again(self, toll: int, a: AmountDraft) -> Link | None:
        """As in "an earlier count of 21", "the official figure is 44 civilians": another number for what was told."""
        named = a.head < 0 or self.w.low[a.head] in self.c.groups
        if self.t.tolls[toll] or not named or self.w.low[toll] in LISTS:
            return None
        before = self.w.before(toll)
        pointed = self.w.word(before) in {"the", "that", "this"}
        return self._told_last(toll) if pointed or self.w.tagged(before) in {"JJ", "JJR"} else None

    def _told_last(self, toll: int) -> Link | None:
        """The link to what was told last before a toll noun, at most a sentence back."""
        start = self.w.starts[max(self.w.sent[toll] - 1, 0)]
        for i in range(toll - 1, start - 1, -1):
            found = self.t.nouns.get(i) or next(iter(self.t.verbs.get(i, ())), None) or self.t.adjectives.get(i)
            if found is not None and found.sense.slot != "itself" and not found.sense.only:
                return Link(Trigger(toll, toll, MeasureSense(found.measure, "object"), "toll"), "toll")
        return None

    def _relative_start(self, verb: int) -> int:
        """Index of the word before a subordinate clause whose verb is at ``verb`` ("that struck"), or -1."""
        at = verb
        for _ in range(5):
            at = self.w.before(at)
            if self.w.word(at) in SUBORDINATE:
                return self.w.before(at)
        return -1

    def _parsed(self, a: AmountDraft) -> Link | None:
        """A toll that is the subject of the verb an amount hangs on by a preposition."""
        token = self.w.doc[a.head if a.head >= 0 else a.end - 1]
        for _ in range(5):
            if token.head.i == token.i:
                return None
            token = token.head
            if token.tag_.startswith("VB"):
                if token.lemma_ not in self.c.toll_verbs and token.lower_ not in BE:
                    return None
                subject = next(
                    (c.i for c in token.children if c.dep_ in {"nsubj", "nsubjpass", "dobj"} and c.i < a.start), -1
                )
                return self._link(subject, a.start) if subject in self.t.tolls else None
        return None

    def _behind(self, a: AmountDraft) -> Link | None:
        """As in "brought to 40 the number of dead"."""
        at = a.end - 1
        for _ in range(4):
            at = self.w.after(at)
            if at in self.t.tolls:
                return self._link(at, at + 12)
        return None

    def _link(self, toll: int, stop: int) -> Link | None:
        """The link of a toll noun; the words behind it may say of what it is the toll."""
        w, at = self.w, toll
        default = self.t.tolls[toll]
        nxt = w.after(toll)
        while w.tagged(nxt) == "RB":
            nxt = w.after(nxt)
        named = w.word(nxt) in {"of", "for"} or nxt in self.t.adjectives or nxt in self.t.states
        for _ in range(9):
            at = w.after(at)
            if at < 0 or at >= stop or not named:
                break
            found = (
                self.t.adjectives.get(at)
                or self.t.nouns.get(at)
                or self.t.states.get(at)
                or next(iter(self.t.verbs.get(at, ())), None)
            )
            if (
                found is not None
                and found.sense.slot != "itself"
                and not (default and found.measure != default and found.kind == "noun")
            ):
                return Link(Trigger(toll, found.last, found.sense, "toll"), "toll")
            if w.tag[at] in {"VBD", "VBZ", "VBP"} and w.low[at] not in HAVE and w.low[at] not in BE:
                break
        if not default:
            return self._strength(toll)
        return Link(Trigger(toll, toll, MeasureSense(default, "object"), "toll"), "toll")
