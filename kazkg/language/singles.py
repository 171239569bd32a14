"""One person told by an article: "a guard was killed", "nine people, including a pregnant woman"."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kazkg.language.drafts import AmountDraft, TimeDraft
from kazkg.language.triggers import BE, HAVE, MODALS
from kazkg.language.words import Words

if TYPE_CHECKING:
    from kazkg.knowledge.counting import Counting

__all__ = ["Singles"]

LISTED = 3
"""Persons between a number and a later one of its list."""
FATES = frozenset({"killed", "injured", "arrested", "missing"})
"""Measures of which the fate of one person is news."""


class Singles:
    """Reads such persons of one Doc.

    Args:
        words: the Doc's words.
        counting: the vocabulary.
        times: token index -> the time expression that covers it.
        head_of: index of the noun counted by an amount that ends before an index, or -1.
    """

    def __init__(
        self, words: Words, counting: Counting, times: dict[int, TimeDraft], head_of: Callable[[int], int]
    ) -> None:
        self.w = words
        self.doc = words.doc
        self.c = counting
        self.times = times
        self.head_of = head_of

    def part(self, i: int) -> AmountDraft | None:
        """One person among others, told by an article: "nine people, including a pregnant woman"."""
        w = self.w
        of = w.before(w.before(i))
        if w.word(of) == "of" and w.tagged(w.before(of)) == "CD":
            return None  # "one of them a newborn"
        words = self.c.part_words.get(w.word(w.before(i)), ())
        if not any(w.phrase_before(i, phrase) >= 0 for phrase, _ in words) and not self._death_of(i):
            return None
        return self._person(i)

    def _person(self, i: int) -> AmountDraft | None:
        """The one person of a noun phrase that opens with an article at ``i``, an age between at most."""
        w = self.w
        age = w.after(i)
        while w.tagged(age) in {"CD", "HYPH"} or w.word(age) in self.c.unit_nouns or w.word(age) == "old":
            age = w.after(age)
        head = self.head_of(age if w.after(i) != age else i + 1)
        if head < 0 or w.low[head] not in self.c.groups or w.tag[head] not in {"NN", "NNP", "JJ"}:
            return None
        return AmountDraft(i, i + 1, 1, 1, "exact", head=head)

    def victim(self, i: int) -> AmountDraft | None:
        """One person told by an article of whom the clause says what happened ("a guard was killed")."""
        draft = self._person(i)
        if draft is None:
            return None
        told = self._suffers(i, draft.head) or self._is_done_to(i, draft.head) or self._is_listed(i, draft.head)
        return draft if told else None

    def _is_listed(self, i: int, head: int) -> bool:
        """Whether the one person stands beside counted people ("four guards and a driver", "a cook and two maids")."""
        w = self.w
        if w.word(w.after(head)) == "and" and w.tagged(w.after(w.after(head))) == "CD":
            return True
        at = w.before(i)
        for _ in range(LISTED):
            joint = w.word(at)
            at = w.before(at)
            if joint == "and" and w.word(at) == ",":
                at = w.before(at)
            if joint not in {"and", ","} or w.word(at) not in self.c.groups or not w.tagged(at).startswith("NN"):
                return False
            at = w.before(at)
            while w.tagged(at) in {"JJ", "NN", "VBN"}:
                at = w.before(at)
            if w.tagged(at) == "CD":
                return True
            if w.word(at) not in {"a", "an"}:
                return False
            at = w.before(at)
        return False

    def _past_name(self, comma: int) -> int:
        """Where the clause resumes behind a name between commas ("a student, Ana Li, was killed"), or -1."""
        at = comma
        for _ in range(6):
            at = self.w.after(at)
            if self.w.word(at) == ",":
                return self.w.after(at)
            if self.w.tagged(at) not in {"NNP", "CD", "HYPH", "JJ", "NN"}:
                return -1
        return -1

    def _suffers(self, article: int, head: int) -> bool:
        """Whether the verb right behind a noun says that its one person died, was hurt, arrested or is missing."""
        w = self.w
        at = w.after(head)
        passive = False
        verb = w.before(article)
        left = verb >= 0 and w.low[verb] in self.c.raising
        for _ in range(8):
            if at < 0:
                return False
            if at in self.times:
                at = w.after(self.times[at].end - 1)
                continue
            if w.low[at] == "," and not passive and at == w.after(head):
                at = self._past_name(at)
                continue
            if w.low[at] == "of" and at == w.after(head) and w.tagged(w.after(at)) == "CD":
                at = w.after(w.after(at))  # "a man of 34 died"
                continue
            if w.low[at] in BE or w.low[at] == "got":
                passive = True
            elif (
                w.low[at] not in HAVE
                and w.low[at] not in MODALS
                and w.tag[at] not in {"RB", "RBR"}
                and w.low[at] not in self.c.raising
            ):
                break
            at = w.after(at)
        if at < 0:
            return False
        sense = self.c.adjectives.get(w.low[at])
        if sense is not None and sense.measure in FATES and (passive or left):
            return True
        if not w.tag[at].startswith("VB"):
            return False
        for phrase, told in self.c.verbs.get(self.doc[at].lemma_, ()):
            undergone = told.slot == "subject" and w.tag[at] in {"VBD", "VBN"}
            if told.measure in FATES and len(phrase) == 1 and not told.only and not told.active and not told.negated:
                if undergone or (passive and w.tag[at] in {"VBN", "VBD"}):
                    return w.word(w.after(at)) not in told.not_before
            elif told.measure in FATES and undergone and not told.only and not told.negated:
                nxt = w.after(at)
                while w.tagged(nxt) in {"PRP$", "DT", "RB"}:
                    nxt = w.after(nxt)
                if nxt >= 0 and phrase[1] in {w.low[nxt], self.doc[nxt].lemma_}:
                    return True
        return False

    def _is_done_to(self, i: int, head: int) -> bool:
        """Whether a verb right before the article says that the one person was killed, hurt or arrested."""
        w = self.w
        verb = w.before(i)
        if verb < 0 or not w.tag[verb].startswith("VB") or w.tagged(w.after(head)) in {"POS", "NN", "NNS"}:
            return False
        at = w.before(verb)
        while at >= 0 and w.tag[at] == "RB":
            at = w.before(at)
        if w.word(at) in BE:
            return False
        return any(
            told.slot == "object" and told.measure in FATES and phrase == (self.doc[verb].lemma_,) and not told.only
            for phrase, told in self.c.verbs.get(self.doc[verb].lemma_, ())
        )

    def _death_of(self, i: int) -> bool:
        """Whether a noun for a fate leads to an article ("the death of a young girl", "the arrest of a cook")."""
        of = self.w.before(i)
        noun = self.w.word(self.w.before(of))
        return self.w.word(of) == "of" and any(
            sense.measure in FATES and not sense.with_verbs and phrase == (noun,)
            for phrase, sense in self.c.nouns.get(noun, ())
        )
