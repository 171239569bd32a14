"""Amounts: every number and vague quantity, how it is qualified, and what kind of number it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

from kazkg.language.breakdowns import Breakdowns
from kazkg.language.drafts import AmountDraft, TimeDraft
from kazkg.language.kinds import CODE, ORDINAL, KindReader
from kazkg.language.numerals import NumberReader, Numeral
from kazkg.language.singles import Singles
from kazkg.language.words import QUOTES, Words

if TYPE_CHECKING:
    from kazkg.knowledge import Knowledge
    from kazkg.knowledge.counting import Counting

__all__ = ["Amounts"]

WEIGHT = {"exact": 0, "about": 1, "between": 2, "at_most": 3, "at_least": 3}
PEOPLE_NUMERAL_ONLY = frozenset({"several", "none"})
NOT_COUNTED = frozenset(
    ["no", "the", "this", "that", "any", "every", "each", "which", "not", "another", "-", "only", "with", "as"]
)
"""Words before "one" that mostly make it a pronoun."""
PRONOUN_BEFORE = frozenset(
    ["another", "'s", "’s", "by", "day", "-", "must", "can", "should", "could", "might", "would", "may", "that"]
)
"""Words behind "one" that make it a pronoun."""
FRACTIONS = frozenset({"third", "thirds", "quarter", "quarters", "fifths", "half"})
INSIDE = frozenset(["JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "VBN", "VBG", "HYPH", "AFX", "POS", "RB"])
OPENERS = frozenset(
    [
        "of",
        "the",
        "these",
        "those",
        "its",
        "their",
        "his",
        "her",
        "our",
        "such",
        "more",
        "other",
        "further",
        "additional",
        "new",
        "a",
        "an",
    ]
)


class Amounts:
    """The component: fills ``doc._.amounts`` in reading order, none overlapping."""

    knowledge: Knowledge

    def __call__(self, doc: Doc) -> Doc:
        """Find every amount of the Doc."""
        doc._.amounts = AmountReader(doc, self.knowledge.counting).read()
        return doc


class AmountReader:
    """Reads one Doc.

    Args:
        doc: the Doc; its times (``doc._.times``) are found already.
        counting: the vocabulary.
    """

    def __init__(self, doc: Doc, counting: Counting) -> None:
        self.doc = doc
        self.c = counting
        self.w = Words.of(doc)
        self.times: dict[int, TimeDraft] = {i: t for t in doc._.times for i in range(t.start, t.end)}
        self.kinds = KindReader(self.w, counting)
        self.singles = Singles(self.w, counting, self.times, self._head)
        self.numerals = NumberReader(self.w, [i in self.times for i in range(len(doc))], counting.change_verbs)

    def read(self) -> list[AmountDraft]:
        """All drafts, sorted."""
        found: list[AmountDraft] = []
        i = 0
        while i < len(self.doc):
            draft = None if self.w.blank[i] else self._at(i)
            if draft is not None and found and draft.start < found[-1].end:
                draft.start = max(draft.start, found[-1].end)
            if draft is None or draft.start >= draft.end:
                i += 1
                continue
            found.append(draft)
            i = max(draft.end, i + 1)
        Breakdowns(self.w, self.c).mark(found)
        return found

    def _at(self, i: int) -> AmountDraft | None:
        """The amount whose numeral or vague word begins at ``i``, or None."""
        if i in self.times:
            return self._timed(i)
        if (vague := self._vague(i)) is not None:
            return vague
        numeral = self.numerals.read(i)
        if numeral is not None:
            return self._numbered(numeral) if self._is_number(numeral) else None
        if self.w.low[i] == "both" and self.w.word(self.w.after(self.w.after(i))) in {"whom", "them"}:
            return AmountDraft(i, i + 1, 2, 2, "exact")
        if self.w.low[i] in {"a", "an"}:
            return self.singles.part(i) or self._lone(i) or self.singles.victim(i)
        if self.w.low[i] == "another" and self.w.tagged(self.w.after(i)) != "CD":
            return self.singles.victim(i)
        return self._other(i)

    def _lone(self, i: int) -> AmountDraft | None:
        """One, and no more: "a single death", "a lone gunman"."""
        word = self.w.after(i)
        if self.w.word(word) not in {"single", "lone", "sole"}:
            return None
        head = self._head(word + 1)
        return AmountDraft(i, word + 1, 1, 1, "exact", head=head) if head >= 0 else None

    def _timed(self, i: int) -> AmountDraft | None:
        """A number inside a time expression: noted, so that coverage can name it."""
        time = self.times[i]
        numeral = self.numerals.read(i) if self.doc[i].like_num or self.w.low[i][:1].isdigit() else None
        if numeral is None and not self.w.low[i][:1].isdigit():
            return None
        kind = "duration" if time.relation == "for" or time.duration else "date"
        end = time.end if kind == "date" else numeral.end if numeral else i + 1
        low = numeral.low if numeral else None
        return AmountDraft(i, end, low, low, "exact", kind)

    def _is_number(self, numeral: Numeral) -> bool:
        """Tell the numeral "one" from the pronoun, and a number from "the two of them" in set phrases."""
        w, i = self.w, numeral.start
        part = w.after(numeral.end - 1)
        part = w.after(part) if w.word(part) == "-" else part
        if w.word(part) in FRACTIONS:
            return False
        if w.low[i] != "one" or numeral.end > i + 1:
            return True
        prior, following = w.word(w.before(i)), w.word(w.after(i))
        if prior in NOT_COUNTED:
            return prior in {"the", "another", "only", "with", "as"} and w.tagged(w.after(i)) in {"NN"} | (
                {"VBD", "VBZ", "JJ", "VBN"} if prior in {"another", "only", "with"} else set()
            )
        if following in PRONOUN_BEFORE:
            return False
        if following == "of":
            named = w.before(w.before(i))
            if prior == "," and w.tagged(named) == "NNP" and w.word(w.after(w.after(i))) in {"the", "those", "them"}:
                return False  # "Nika, one of those released"
            return self._partitive(w.after(i)) and not self._told_of_one(i)
        return w.tagged(w.after(i)) not in {"", "WDT", "WP", "MD"}

    def _told_of_one(self, i: int) -> bool:
        """Whether somebody "was one of the 17 killed": a person already told of, no count."""
        w = self.w
        be = w.before(i)
        if be < 0 or self.doc[i].dep_ != "attr" or not self.w.tag[be].startswith("VB"):
            return False
        who = w.before(be)
        return w.tagged(who) in {"PRP", "NNP", "NN", "WP"} and w.word(who) not in self.c.adjectives

    def _partitive(self, of: int) -> bool:
        """Whether "one of" takes one out of many people or things, rather than ranking ("one of the most ...")."""
        w = self.w
        at = w.after(of)
        for _ in range(3):
            at = w.after(at)
            if w.tagged(at) in {"JJS", "RBS"} or w.word(at) in {"most", "one"}:
                return False
        return True

    # ---- numbers

    def _numbered(self, numeral: Numeral) -> AmountDraft:
        qualifier = "between" if numeral.high != numeral.low else "about" if numeral.loose else "exact"
        start = self.w.before(numeral.start) if self._opens_between(numeral) else numeral.start
        start, qualifier = self._qualified(start, qualifier)
        end, qualifier = self._qualified_behind(numeral.end, qualifier)
        low: int | float | None = numeral.low
        high: int | float | None = numeral.high
        if qualifier == "at_least":
            high = None
        elif qualifier == "at_most":
            low = None
        verb = self.w.before(start)
        if qualifier == "exact" and verb >= 0 and self.doc[verb].lemma_ in self.c.exceed_verbs:
            qualifier, high = "at_least", None
        draft = AmountDraft(start, end, low, high, qualifier)
        draft.kind = self.kinds.kind(numeral, end)
        if draft.kind == "count":
            draft.head = self._head(end)
        return draft

    def _opens_between(self, numeral: Numeral) -> bool:
        return numeral.low != numeral.high and self.w.word(self.w.before(numeral.start)) in {"between", "from"}

    def _qualified(self, start: int, qualifier: str) -> tuple[int, str]:
        """Widen over the words before the number; the strongest of several wins."""
        for _ in range(4):
            found = self._phrase_before(start)
            if found is None:
                break
            start, word = found
            qualifier = word if WEIGHT[word] > WEIGHT[qualifier] else qualifier
        return start, qualifier

    def _phrase_before(self, start: int) -> tuple[int, str] | None:
        w = self.w
        last = w.before(start)
        for phrase, means in self.c.before.get(w.word(last), ()):
            at = w.phrase_before(start, phrase)
            if at >= 0 and not self._other_sense(at, phrase):
                return at, means
        return None

    def _other_sense(self, at: int, phrase: tuple[str, ...]) -> bool:
        """Whether a preposition or adverb before a number is no qualifier after all."""
        w, prior = self.w, self.w.word(self.w.before(at))
        if phrase in {("under",), ("below",)} and w.tagged(w.before(at)) in {"VBD", "VBN", "VB"}:
            return True
        return prior in self.c.other_senses.get(phrase, ())

    def _qualified_behind(self, end: int, qualifier: str) -> tuple[int, str]:
        w = self.w
        at = w.after(end - 1)
        for phrase, means in self.c.behind.get(w.word(at), ()):
            stop = w.phrase_at(at, phrase)
            if stop > 0 and not (phrase == ("plus",) and w.tagged(w.after(stop - 1)) in {"CD", "DT"}):
                return stop, means if WEIGHT[means] > WEIGHT[qualifier] else qualifier
        return end, qualifier

    # ---- vague quantities

    def _vague(self, i: int) -> AmountDraft | None:
        w = self.w
        for phrase, means in self.c.vague.get(w.low[i], ()):
            end = w.phrase_at(i, phrase)
            if end < 0:
                continue
            if means == "none":
                return self._none(i, end, phrase)
            if self.numerals.read(w.after(end - 1)) is not None and w.after(end - 1) >= 0:
                return None  # "some 300": a qualified number
            if phrase[-1] != "of" and w.word(w.after(end - 1)) == "dozen":
                return None
            start = i if means in PEOPLE_NUMERAL_ONLY else self._qualified(i, "exact")[0]
            draft = AmountDraft(start, end, None, None, means)
            draft.head = self._head(end)
            if w.word(w.after(end - 1)) in self.c.unit_nouns:
                draft.kind = self.c.unit_nouns[w.low[w.after(end - 1)]]
            elif means in PEOPLE_NUMERAL_ONLY and not self._of_people(i, end, draft.head):
                return None
            return draft
        return None

    def _of_people(self, start: int, end: int, head: int) -> bool:
        """Whether "several", "some", "many" stand with people or victims; of other things they are no amount."""
        w = self.w
        if w.word(w.before(start)) in {"how", "as", "too", "so", "not"}:
            return False
        if head >= 0:
            word = w.low[head]
            return (
                (word in self.c.groups or word in self.c.nouns)
                and w.tag[head] in {"NNS", "NN", "NNPS", "JJ"}
                and (w.tag[head] != "NN" or w.low[head].endswith(("people", "police", "men", "personnel")))
            )
        following = w.after(end - 1)
        return w.word(following) in self.c.adjectives or w.tagged(following) in {"VBD", "VBP", "VBN"}

    def _none(self, start: int, end: int, phrase: tuple[str, ...]) -> AmountDraft | None:
        w = self.w
        head = self._head(end)
        if phrase[-1] in {"no", "one", "single"} and phrase != ("no", "one") and phrase != ("no", "-", "one"):
            if (
                head < 0
                or not (w.low[head] in self.c.groups or w.low[head] in self.c.nouns)
                or w.low[w.after(end - 1)] in {"longer", "more"}
            ):
                return None
        else:
            head = self._head(end) if w.word(w.after(end - 1)) == "of" else -1
        return AmountDraft(start, end, 0, 0, "exact", head=head)

    # ---- what is no cardinal

    def _other(self, i: int) -> AmountDraft | None:
        """Ordinals, and words with digits in them."""
        word = self.w.low[i]
        if word.isalpha():
            if self.doc[i].ent_type_ == "ORDINAL" and word not in {"first", "second"} and self.w.tag[i] in {"JJ", "RB"}:
                return AmountDraft(i, i + 1, None, None, "exact", "ordinal")
            return None
        if ORDINAL.fullmatch(word):
            kind = "rank" if self.w.phrase_at(self.w.after(i), ("out", "of")) > 0 else "ordinal"
            return AmountDraft(i, i + 1, int(word[:-2]), int(word[:-2]), "exact", kind)
        if CODE.fullmatch(word) or (word[:1].isdigit() and not word.isalpha()):
            return AmountDraft(i, i + 1, None, None, "exact", "code")
        return None

    # ---- the noun counted

    def _head(self, end: int) -> int:
        """Index of the noun counted by an amount that ends before ``end``, or -1.

        Read off the words and tags, not the parse: what follows up to the end of the noun phrase.
        """
        w = self.w
        at = w.after(end - 1)
        while at >= 0 and w.low[at] in OPENERS:
            at = w.after(at)
        if w.word(at) in {"them", "whom", "which"} or w.tagged(at) == "PRP" or self._victims(at):
            return -1
        head = -1
        while at >= 0 and w.tag[at] in INSIDE and at not in self.times:
            if head >= 0 and not self._continues(head, at):
                break
            if w.tag[at] == "RB" and w.low[at] not in self.c.degrees:
                break
            if w.tag[at] == "POS" and w.low[at] in QUOTES:
                at = w.after(at)
                continue
            if self._is_noun(at):
                head = at
            at = self._past_pair(w.after(at), head)
            if head >= 0 and w.tagged(at) == "CC" and w.tagged(w.before(at)) == w.tagged(w.after(at)) == "HYPH":
                at = w.after(w.after(at))  # "search-and-rescue specialists"
        return head

    def _victims(self, at: int) -> bool:
        """Whether an adjective stands for its people right behind an article ("12 the dead", "four of the injured")."""
        w = self.w
        return (
            w.word(at) in self.c.adjectives
            and w.word(w.before(at)) in {"the", "those"}
            and w.tagged(at) in {"JJ", "NN", "NNS"}
            and not w.tagged(w.after(at)).startswith("NNS")
        )

    def _is_noun(self, at: int) -> bool:
        if self.w.low[at] in self.c.adjectives and self.w.tag[at] in {"JJ", "VBN", "NN"}:
            return False
        return self.w.tag[at].startswith("NN") or (self.w.low[at] in self.c.groups and self.w.tag[at] == "JJ")

    def _past_pair(self, at: int, head: int) -> int:
        """Skip "and" or a comma between two adjectives ("12 killed and wounded soldiers")."""
        w = self.w
        if head < 0 and w.word(at) in {"and", ",", "or"} and w.tagged(w.after(at)) in {"JJ", "VBN"}:
            nxt = w.after(w.after(at))
            if w.tagged(nxt).startswith("NN"):
                return w.after(at)
        return at

    def _continues(self, head: int, at: int) -> bool:
        """Whether the word at ``at`` still belongs to a noun phrase that already has a noun at ``head``."""
        w = self.w
        if w.tag[at] in {"VBN", "VBG", "JJ", "RB", "JJR", "JJS"}:
            return (
                w.tag[at] in {"JJ", "VBN"}
                and not (w.tag[at] == "VBN" and w.low[head].endswith("men"))
                and w.tag[head] in {"NN", "NNP"}
                and w.low[at] not in self.c.adjectives
                and w.tagged(w.after(at)).startswith("NN")
            )
        if w.tag[head] == "NNS" and w.tag[at] == "NN" and w.low[head].endswith("s") and w.low[head] in self.c.groups:
            return w.tagged(w.after(at)) in {"NN", "NNS"}
        if w.tag[head] in {"NNS", "NNPS"} and w.tag[at] in {"NNP", "NNPS"}:
            return w.low[at] in self.c.groups and self.doc[head].ent_type_ != ""
        return w.tag[at] != "POS" or w.tagged(w.after(at)).startswith(("NN", "JJ"))


@Language.factory("kazkg_amounts", requires=["doc._.times"], assigns=["doc._.amounts"])
def create(nlp: Language, name: str) -> Amounts:  # noqa: ARG001
    """Make the component."""
    return Amounts()
