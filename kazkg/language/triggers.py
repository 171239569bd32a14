"""Words that say what happened to people, found once in a Doc, and the voice of the verbs among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kazkg.language.drafts import AmountDraft
from kazkg.language.words import Words

if TYPE_CHECKING:
    from kazkg.knowledge.counting import Counting, MeasureSense

__all__ = ["BE", "HAVE", "MODALS", "NOMINAL", "Link", "Trigger", "Triggers", "phrase_end"]

BE = frozenset(["be", "is", "are", "was", "were", "been", "being", "am", "'s", "’s", "'re", "’re"])
GET = frozenset(["get", "got", "gets", "gotten", "getting"])
HAVE = frozenset(["have", "has", "had", "having", "'ve", "’ve"])
MODALS = frozenset(
    ["will", "would", "shall", "should", "could", "may", "might", "must", "can", "'ll", "’ll", "'d", "’d"]
)
NOMINAL = frozenset(
    [
        "DT",
        "JJ",
        "JJR",
        "JJS",
        "NN",
        "NNS",
        "NNP",
        "NNPS",
        "PRP$",
        "POS",
        "CD",
        "HYPH",
        "VBG",
        "PDT",
        "WP",
        "WDT",
        "AFX",
        "SYM",
        "PRP",
    ]
)
"""Tags of the words inside a noun phrase."""
PHRASE_GAP = 6


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or phrase at ``start`` (last word at ``last``) that says what happened to those counted."""

    start: int
    last: int
    sense: MeasureSense
    kind: str
    """verb, noun, adjective, state or toll."""

    @property
    def measure(self) -> str:
        """What happened, as the contract's short word."""
        return self.sense.measure


@dataclass(frozen=True, slots=True)
class Link:
    """An amount counts those of a trigger.

    ``place`` tells where the amount stands: subject, object, nominal ("the death of 12"), strong ("a 900-strong
    contingent"), own ("12 deaths"), attribute ("12 wounded soldiers"), toll ("the toll rose to 12"), copula ("the
    dead are 12"), among ("among the dead are 12"), right or left (of the amount it shares a list with), gapped
    ("four died in Homs and six in Hama"), older ("18, up from 12").
    """

    trigger: Trigger
    place: str
    relative: bool = False
    negated: bool = False
    explicit: bool = True
    """False where no auxiliary stands between ("12 killed")."""


def phrase_end(a: AmountDraft) -> int:
    """One past the noun phrase of an amount."""
    return a.head + 1 if a.head >= a.end else a.end


class Triggers:
    """The triggers of one Doc by token index.

    Args:
        words: the Doc's words.
        counting: the vocabulary.
        timed: token index -> one past the time expression that covers it.
    """

    def __init__(self, words: Words, counting: Counting, timed: dict[int, int]) -> None:
        self.w = words
        self.c = counting
        self.timed = timed
        self.verbs: dict[int, list[Trigger]] = {}
        """By the verb's index; a verb may have several senses (done to its object, undergone by its subject)."""
        self.ends: dict[int, list[Trigger]] = {}
        """Verb triggers of several words, by their last word's index."""
        self.nouns: dict[int, Trigger] = {}
        self.adjectives: dict[int, Trigger] = {}
        self.states: dict[int, Trigger] = {}
        self.tolls: dict[int, str] = {}
        """Index of a noun that announces a number -> its measure, empty where the words after it tell."""
        self.said = frozenset(words.low)
        for i in range(len(words.low)):
            if not words.blank[i]:
                self._read(i)

    def any(self) -> bool:
        """Whether anything was found."""
        return bool(self.verbs or self.nouns or self.adjectives or self.states or self.tolls)

    def _read(self, i: int) -> None:
        w, c = self.w, self.c
        word, tag = w.low[i], w.tag[i]
        lemma = None
        if tag.startswith("VB"):
            lemma = w.doc[i].lemma_.lower()
            if lemma not in c.verbs:
                lemma = c.verb_forms.get(word, lemma)
        elif word in c.verb_forms:
            lemma = c.verb_forms[word]
        elif word in c.verbs and tag in {"NN", "NNP"} and self._number_follows(i):
            lemma = word  # a headline's verb that the tagger took for a noun
        for phrase, sense in c.verbs.get(lemma, ()) if lemma else ():
            last = self._phrase_end(i, phrase)
            if last >= 0 and self._fitting(sense) and (not sense.negated or self._negated(i)):
                trigger = Trigger(i, last, sense, "verb")
                self.verbs.setdefault(i, []).append(trigger)
                if last > i:
                    self.ends.setdefault(last, []).append(trigger)
        if word in c.adjectives and self._fitting(c.adjectives[word]):
            self.adjectives[i] = Trigger(i, i, c.adjectives[word], "adjective")
        if word in c.states:
            for phrase, sense in c.states[word]:
                if (end := w.phrase_at(i, phrase)) > 0:
                    self.states[i] = Trigger(i, end - 1, sense, "state")
                    break
        if word in c.tolls:
            self._read_toll(i)
        if word in c.nouns and i not in self.tolls:
            self._read_noun(i)

    def _fitting(self, sense: MeasureSense) -> bool:
        """Whether the words of the article let an entry have its sense."""
        if not self.said.isdisjoint(sense.not_amid):
            return False
        return not sense.amid or not self.said.isdisjoint(sense.amid)

    def _negated(self, i: int) -> bool:
        """Whether "not" stands before the verb at ``i``, an auxiliary at most between."""
        return any(self.w.low[at] in {"not", "n't", "n’t", "never"} for at in range(max(i - 3, 0), i))

    def _number_follows(self, i: int) -> bool:
        """Whether a number or vague quantity begins right behind, words that qualify it between."""
        at = self.w.after(i)
        for _ in range(3):
            if self.w.tagged(at) == "CD" or self.w.word(at) in self.c.vague:
                return True
            if self.w.tagged(at) not in {"RB", "RBS", "JJR", "JJS", "IN"} or self.w.word(at) in {"of", "in", "by"}:
                return False
            at = self.w.after(at)
        return False

    def _phrase_end(self, i: int, phrase: tuple[str, ...]) -> int:
        """Index of the last word of a verb phrase that begins at ``i``, or -1; its object may stand inside it."""
        at, last = i, i
        for part in phrase[1:]:
            for _ in range(PHRASE_GAP):
                at = self.w.after(at)
                if at < 0 or (self.w.tag[at] in {",", ".", ":", "VBD", "VBZ", "VBP", "CC"} and self.w.low[at] != part):
                    return -1
                if self.w.low[at] == part or self.w.doc[at].lemma_ == part:
                    break
            else:
                return -1
            last = at
        return last

    def _read_noun(self, i: int) -> None:
        w = self.w
        tag = w.tag[i]
        if (tag.startswith("VB") and w.tagged(w.after(i)) != "IN") or self._is_modifier(i):
            return
        for phrase, sense in self.c.nouns[w.low[i]]:
            if w.phrase_before(w.after(i) if w.after(i) >= 0 else -1, phrase) >= 0 or self._ends_with(i, phrase):
                if sense.with_verbs and not self._verb_near(i, sense.with_verbs):
                    continue
                self.nouns[i] = Trigger(i, i, sense, "noun")
                return

    def _is_modifier(self, i: int) -> bool:
        """Whether a noun only modifies the noun after it ("arrest warrant", "death penalty")."""
        following = self.w.after(i)
        return (
            following >= 0
            and self.w.tag[following] in {"NN", "NNS"}
            and self.w.tag[i] in {"NN", "JJ", "NNP"}
            and following == i + 1
        )

    def _ends_with(self, i: int, phrase: tuple[str, ...]) -> bool:
        at = i
        for part in reversed(phrase):
            if at < 0 or (self.w.low[at] != part and self.w.doc[at].lemma_ != part):
                return False
            at = self.w.before(at)
        return True

    def _verb_near(self, i: int, lemmas: frozenset[str]) -> bool:
        number = self.w.sent[i]
        return any(
            self.w.tag[at].startswith(("VB", "NN", "JJ")) and self.w.doc[at].lemma_ in lemmas
            for at in range(self.w.starts[number], self.w.ends[number])
        )

    def _read_toll(self, i: int) -> None:
        for phrase, measure in self.c.tolls[self.w.low[i]]:
            if self._ends_with(i, phrase):
                self.tolls[i] = measure
                return

    def passive(self, i: int) -> bool:
        """Whether the verb at ``i`` has "be" or "get" as its auxiliary, by the words before it."""
        w = self.w
        at = w.before(i)
        for _ in range(6):
            if at < 0:
                return False
            if w.low[at] in BE or w.low[at] in GET:
                return w.tag[i] != "VBG"
            if w.tag[at] not in {"RB", "RBR"} and w.low[at] not in {"all", "also", "reportedly", "allegedly"}:
                return False
            at = w.before(at)
        return False

    def group_of_words(self, i: int) -> tuple[int, list[str]]:
        """First index and the words of the verb group that ends at ``i``: auxiliaries, adverbs, "to"."""
        w = self.w
        words: list[str] = []
        start, at = i, w.before(i)
        while at >= 0 and (
            w.low[at] in BE or w.low[at] in HAVE or w.low[at] in MODALS or w.low[at] in {"to", "not", "n't", "n’t"}
            or w.tag[at] in {"RB", "MD"} or w.low[at] in self.c.raising
        ):  # fmt: skip
            words.append(w.low[at])
            start, at = at, w.before(at)
        return start, words

    def blocked(self, trigger: Trigger) -> bool:
        """Whether the word behind a trigger gives it another sense."""
        return self.w.word(self.w.after(trigger.last)) in trigger.sense.not_before

    def object_follows(self, trigger: Trigger, begins: dict[int, AmountDraft]) -> bool:
        """Whether a noun phrase that can be an object stands right behind a participle, which makes it active."""
        w = self.w
        at = w.after(trigger.last)
        while w.tagged(at) == "RB":
            at = w.after(at)
        if at < 0 or at in self.timed or (w.tag[at] == "DT" and w.after(at) in self.timed):
            return False
        if at in begins:
            a = begins[at]
            nxt = w.after(phrase_end(a) - 1)
            return not (nxt in self.adjectives or (nxt in self.verbs and not self.passive(nxt)))
        if w.tag[at] == "PRP":
            return w.low[at] in {"them", "him", "her", "us", "me", "you"}
        return w.tag[at] in {"DT", "PRP$", "NN", "NNS", "NNP", "NNPS", "JJ", "CD", "PDT"}
