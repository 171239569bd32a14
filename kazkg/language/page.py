"""What the rules of figures share about one Doc."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Doc

from kazkg.facts import Article
from kazkg.language import dates
from kazkg.language.drafts import AmountDraft, EntityDraft, TimeDraft
from kazkg.language.triggers import Triggers
from kazkg.language.words import Words

if TYPE_CHECKING:
    from kazkg.knowledge.counting import Counting

__all__ = ["PLACE_WORDS", "Page"]

PLACE_WORDS = frozenset(
    ["in", "at", "near", "across", "around", "outside", "throughout", "from", "inside", "on", "to", "within"]
)


class Page:
    """One Doc with its words, times, amounts and triggers.

    Args:
        doc: a Doc whose times and amounts are found; mentions and statements are used where they are.
        counting: the vocabulary.
    """

    def __init__(self, doc: Doc, counting: Counting) -> None:
        self.doc = doc
        self.c = counting
        self.w = Words.of(doc)
        self.amounts: list[AmountDraft] = doc._.amounts
        self.counts = [a for a in self.amounts if a.kind == "count"]
        self.times: list[TimeDraft] = doc._.times
        self.timed = {i: t.end for t in self.times for i in range(t.start, t.end)}
        """Token index -> one past the time expression that covers it."""
        self.begins = {a.start: a for a in self.counts}
        self.covers = {i: a for a in self.amounts for i in range(a.start, a.end)}
        self.triggers = Triggers(self.w, counting, self.timed)
        country: EntityDraft | None = doc._.country
        self.country = country
        article: Article | None = doc._.article
        self.published = article.date if article else None
        self.today = dates.parse_day(self.published.begin) if self.published else None
