"""What is known so far while the figures of one Doc are read: the rules of whose and of which whole look back at it."""

from __future__ import annotations

from kazkg.language.drafts import AmountDraft, FigureDraft
from kazkg.language.echoes import Echoes
from kazkg.language.groups import Counted, GroupReader
from kazkg.language.lists import Lists
from kazkg.language.page import Page
from kazkg.language.triggers import Link

__all__ = ["Tally"]


OWNER = 4
"""How many words may name the owner of those out of whom some are taken ("two of the ferry's four owners")."""
PERSONS = frozenset({"people", "persons", "men"})
"""Nouns that say no more of those counted than a bare number."""
SHARES = frozenset(
    [
        "many",
        "most",
        "half",
        "third",
        "thirds",
        "quarter",
        "quarters",
        "percent",
        "%",
        "cent",
        "majority",
        "some",
        "none",
        "first",
        "last",
        "part",
        "rest",
        "few",
        "remainder",
        "bulk",
    ]
)
"""Words before "of" that take an unnumbered part out of a number ("most of the 700")."""


class Tally:
    """The counts of one Doc with their nouns and links, and the figures made of them so far.

    ``counted`` and ``links`` are by the start of a count; ``figures`` stand in reading order.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.w = page.w
        self.groups = GroupReader(page.w, page.c, page.country.key if page.country else None)
        self.counted: dict[int, Counted | None] = {}
        self.links: dict[int, Link] = {}
        self.figures: list[FigureDraft] = []
        self.lists = Lists(page, self.groups, self.counted, self.links)
        self.echoes = Echoes(page, self.lists, self.links)

    def sentences_between(self, first: AmountDraft, second: AmountDraft) -> int:
        """How many sentences the second amount stands behind the first."""
        return self.w.sent[second.start] - self.w.sent[first.start]

    def opens_sentence(self, a: AmountDraft) -> bool:
        """Whether an amount is the first thing in its sentence."""
        first = self.w.starts[self.w.sent[a.start]]
        return a.start == (self.w.after(first) if self.w.blank[first] else first)

    def total_of(self, a: AmountDraft) -> AmountDraft | None:
        """The number out of which an amount is taken: 400 of "90 of the 400 villagers"."""
        of = self.w.after(a.end - 1)
        if self.w.word(of) != "of":
            return None
        at = self.w.after(of)
        for _ in range(OWNER):
            if at in self.page.begins or self.w.tagged(at) not in {"DT", "PRP$", "NN", "NNP", "POS"}:
                break
            at = self.w.after(at)
        owned = self.w.tagged(self.w.before(at)) in {"DT", "PRP$", "POS", "IN"}
        return self.page.begins.get(at) if owned else None

    def is_total(self, a: AmountDraft) -> bool:
        """Whether another amount is taken out of this one."""
        of = self.w.before(a.start)
        owned = self.w.tagged(of) == "POS"
        for _ in range(OWNER if owned else 1):
            if self.w.tagged(of) not in ({"DT", "PRP$", "NN", "NNP", "POS"} if owned else {"DT", "PRP$"}):
                break
            of = self.w.before(of)
        if self.w.word(of) != "of":
            return False
        if self.w.word(self.w.before(of)) in SHARES:
            return True
        return any(p.end == of or self.w.after(p.end - 1) == of for p in self.page.counts if p.start < a.start)

    def group_before(self, a: AmountDraft, groups: frozenset[str]) -> str | None:
        """Group of the nearest noun counted shortly before a bare number or "people", if it is one of these groups."""
        if a.head >= 0 and self.w.low[a.head] not in PERSONS:
            return None
        for other in reversed(self.page.counts):
            if other.start < a.start and self.w.sent[a.start] - self.w.sent[other.start] <= 1:
                counted = self.counted.get(other.start)
                if counted is not None:
                    return counted.group if counted.group in groups else None
        return None
