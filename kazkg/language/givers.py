"""Whose number it is by its own noun: "the ministry's toll", "a count by doctors", "the toll given by the hospital"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Token

from kazkg.language.drafts import FigureDraft, MentionDraft, SourceDraft, StatementDraft
from kazkg.language.page import Page
from kazkg.language.speakers import Speakers

if TYPE_CHECKING:
    from kazkg.knowledge import Knowledge
    from kazkg.language.owners import Owners

__all__ = ["Givers"]

SPEAKERS = frozenset({"Organization", "Person"})
BEHIND = 20
"""Words behind a noun for a number in which its giver may be named."""


class Givers:
    """Finds the sources that noun phrases of one Doc mean, and those that nouns for numbers name.

    Args:
        page: the Doc.
        knowledge: the vocabulary; None where only names can be sources.
        owners: the country adjectives of that vocabulary.
    """

    def __init__(self, page: Page, knowledge: Knowledge | None = None, owners: Owners | None = None) -> None:
        self.page = page
        self.doc = page.doc
        self.c = page.c
        self.w = page.w
        self.knowledge = knowledge
        self.owners = owners
        self._speakers: Speakers | None = None

    def source(self, head: Token) -> SourceDraft | None:
        """The body or person that the phrase of ``head`` means, named or under an honest label; None for others."""
        for token in (head, *(c for c in head.children if c.dep_ == "appos")):
            mention: MentionDraft | None = self.doc._.by_token.get(token.i)
            if mention is not None and mention.entity.kind in SPEAKERS:
                return SourceDraft(mention.entity.label, mention.entity, mention.start, mention.end)
        if self.knowledge is None or self.owners is None or head.pos_ not in {"NOUN", "PROPN"}:
            return None
        if head.lower_ in self.c.official_nouns or head.i in self.page.triggers.tolls:
            return None
        if self._speakers is None:
            self._speakers = Speakers(self.doc, self.knowledge, self.owners)
        before: list[StatementDraft] = [s for s in self.doc._.statements if s.cue[0] < head.i]
        self._speakers.statements[:] = before
        if not self._speakers.can_speak(head):
            return None
        number = self.w.sent[head.i]
        found = self._speakers.resolve(head, self.w.starts[number], self.w.ends[number])
        return found[0] if found else None

    def of_number(self, figure: FigureDraft) -> SourceDraft | None:
        """The source that a noun for the number in the sentence of a figure names, or None."""
        number = self.w.sent[figure.amount.start]
        for at in range(self.w.starts[number], min(figure.amount.end + BEHIND, self.w.ends[number])):
            if self.is_number_noun(at) and (found := self._of_noun(at, figure)) is not None:
                return found
        return None

    def is_number_noun(self, at: int) -> bool:
        """Whether a word announces numbers ("toll", "count", "figures")."""
        return at in self.page.triggers.tolls or (
            self.w.low[at] in self.c.official_nouns and self.w.tag[at] in {"NN", "NNS"}
        )

    def _of_noun(self, at: int, figure: FigureDraft) -> SourceDraft | None:
        whose = next((c for c in self.doc[at].lefts if c.dep_ == "poss"), None)
        if whose is not None:
            return self.source(whose)
        before = self.doc[self.w.before(at)] if self.w.before(at) >= 0 else None
        if before is not None and self._is_body(before):
            return self.source(before)
        given = False
        nxt = at
        for _ in range(BEHIND):
            nxt = self.w.after(nxt)
            if nxt < 0 or (nxt in self.page.begins and nxt != figure.amount.start):
                return None
            word, tag = self.w.low[nxt], self.w.tag[nxt]
            if word == "of" and nxt == self.w.after(at) and at not in self.page.triggers.tolls:
                head = self._governed(nxt)
                body = head is not None and head.lower_ not in self.c.groups and head.i not in self.page.begins
                return self.source(head) if head is not None and body else None  # "the summary of the ministry"
            if word == "by" or (word == "from" and (given or nxt == self.w.after(at))):
                head = self._governed(nxt)
                return self.source(head) if head is not None and not self._is_moment(head) else None
            if tag in {"VBN", "VBD"} and not given:
                if not self._gives(nxt):
                    return None
                given = True
            elif tag in {"VBD", "VBZ", "VBP", "MD", ",", ":", "."}:
                return None
        return None

    def _gives(self, verb: int) -> bool:
        """Whether a participle tells who gave a number ("released", "drawn up")."""
        lemma = self.doc[verb].lemma_
        if lemma in self.c.telling_verbs or lemma in self.c.toll_verbs:
            return True
        return f"{lemma} {self.w.word(self.w.after(verb))}" in self.c.telling_verbs

    def _governed(self, preposition: int) -> Token | None:
        """Head of the phrase behind a preposition: its name, else by the parse, a mistagged verb left out."""
        first = self.w.after(preposition)
        if self.w.tagged(first) == "DT":
            first = self.w.after(first)
        mention: MentionDraft | None = self.doc._.by_token.get(first)
        if mention is not None and mention.entity.kind in SPEAKERS:
            return self.doc[mention.head]
        head = next((c for c in self.doc[preposition].children if c.dep_ == "pobj"), None)
        if head is not None and head.tag_ == "NNS" and head.lower_.removesuffix("s") in self.c.telling_verbs:
            return self.doc[head.i - 1]  # "a list published by the council names 29"
        return head

    def _is_body(self, token: Token) -> bool:
        """Whether a word right before a noun for a number is a body that counts ("police figures")."""
        mention: MentionDraft | None = self.doc._.by_token.get(token.i)
        if mention is not None:
            return mention.entity.kind == "Organization"
        return token.lower_ in self.c.bodies and token.tag_ in {"NN", "NNP", "NNS"}

    def _is_moment(self, head: Token) -> bool:
        """Whether a phrase is a time ("by Sunday evening")."""
        return head.i in self.page.timed or head.ent_type_ in {"DATE", "TIME"}
