"""Where the words of the event lexicon stand in a text: words, phrases with gaps, participles read as adjectives."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kazkg.knowledge.frames import Entry, Frames
from kazkg.language.slots import is_negated

__all__ = ["Evocations"]

GAP = 3
"""How many other words may stand between two words of a verb phrase."""
FIRST_GAP = 7
"""The same after the verb itself: an object may stand there ("set the old mill on fire")."""

STEPS = 5
"""How far up the tree a phrase's word is followed."""

Match = tuple[Entry, tuple[int, ...]]


class Evocations:
    """The lexicon's entries in one Doc, looked up by token.

    Args:
        doc: the Doc, tagged and parsed.
        frames: the event lexicon.
    """

    def __init__(self, doc: Doc, frames: Frames) -> None:
        self.frames = frames
        self.doc = doc
        tokens = list(doc)  # once: to walk a Doc is dear
        self.low = [token.lower_ for token in tokens]
        self.lemma = [token.lemma_.lower() or low for token, low in zip(tokens, self.low, strict=True)]
        self.present = {*self.low, *self.lemma}
        """Every word and lemma of the Doc."""
        self._possible: dict[str, list[Entry]] = {}

    def tokens(self) -> Iterator[Token]:
        """The tokens that may evoke an event, in text order."""
        f = self.frames
        for i, (low, lemma) in enumerate(zip(self.low, self.lemma, strict=True)):
            listed = lemma in f.nouns or lemma in f.verbs or low in f.nouns or low in f.adjectives
            if listed or (low.endswith("ed") and self.doc[i].pos_ in {"ADJ", "ADV"}):
                yield self.doc[i]

    def at(self, token: Token) -> Iterator[Match]:
        """Entries whose words stand at the token, longest and most restricted first, with the words' indices."""
        frames, lemma, low = self.frames, self.lemma[token.i], self.low[token.i]
        if token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB"):
            for entry in self._verb_entries(lemma):
                words = self._phrase(token.i, entry.words)
                if words is not None and (not entry.negated or is_negated(token)):
                    yield entry, words
            if token.tag_ == "VBG":
                yield from self._single(frames.nouns.get(low, ()), token.i)
            yield from self._adjective(token)
        elif token.pos_ in {"NOUN", "PROPN"}:
            for entry in frames.nouns.get(lemma, ()) or frames.nouns.get(low, ()):
                words = self._backwards(token.i, entry.words)
                if words is not None:
                    yield entry, words
            if token.pos_ == "NOUN":
                yield from self._adjective(token)
        elif token.pos_ in {"ADJ", "ADV"}:
            yield from self._adjective(token)
            for base in _verb_bases(low):
                yield from self._single(frames.verbs.get(base, ()), token.i)
            yield from self._single(frames.nouns.get(lemma, ()), token.i)

    def _verb_entries(self, lemma: str) -> list[Entry]:
        """The verb entries that begin with the lemma and whose other words stand somewhere in the Doc."""
        if lemma not in self._possible:
            entries = self.frames.verbs.get(lemma, ())
            self._possible[lemma] = [e for e in entries if self.present.issuperset(e.words)]
        return self._possible[lemma]

    def _adjective(self, token: Token) -> Iterator[Match]:
        for entry in self.frames.adjectives.get(self.low[token.i], ()):
            if not entry.negated or is_negated(token) or (token.head.pos_ == "AUX" and is_negated(token.head)):
                yield entry, (token.i,)

    def _single(self, entries: list[Entry] | tuple[()], i: int) -> Iterator[Match]:
        for entry in entries:
            if len(entry.words) == 1 and not entry.negated:
                yield entry, (i,)

    def _phrase(self, verb: int, words: tuple[str, ...]) -> tuple[int, ...] | None:
        """Indices of a verb phrase's words, in order and little apart after the verb; None where one is missing."""
        at, found = verb, [verb]
        for n, word in enumerate(words[1:]):
            end = min(at + 2 + (FIRST_GAP if n == 0 else GAP), len(self.low))
            last = n + 2 == len(words)
            here = (i for i in range(at + 1, end) if word in (self.lemma[i], self.low[i]) and self._fits(i, last))
            hit = next(here, None)
            if hit is None:
                return None
            found.append(hit)
            at = hit
        if len(words) > 1:
            between = self.doc[verb + 1 : at + 1]
            if any(token.is_sent_start or token.dep_ == "nsubj" for token in between):
                return None
            if not all(self._belongs(self.doc[i], verb, found) for i in found[1:]):
                return None
        return tuple(found)

    def _fits(self, i: int, last: bool) -> bool:
        """Whether a word may end a phrase: "to" as a preposition, not that of an infinitive; none before a time."""
        if not last:
            return True
        token = self.doc[i]
        if token.pos_ == "ADP" and any(c.dep_ == "pobj" and self._is_time(c) for c in token.children):
            return False  # "marched on Sunday" is no march on anything
        return self.low[i] != "to" or token.dep_ != "aux"

    def _is_time(self, token: Token) -> bool:
        """Whether a token stands in a time expression."""
        if token.ent_type_ in {"DATE", "TIME"}:
            return True
        times = self.doc._.times
        at = bisect_right(times, token.i, key=lambda t: t.start)
        return at > 0 and token.i < times[at - 1].end

    def _belongs(self, word: Token, verb: int, found: list[int]) -> bool:
        """Whether a word of the phrase hangs on the verb, on its object or on another word of the phrase.

        "asked for help" is a phrase of "ask help"; "demanded a port in exchange for help" is none of "demand help".
        """
        one = word
        for _ in range(STEPS):
            head = one.head
            if head.i == verb or head.i == one.i or head.i in found:
                return True
            if head.pos_ == "AUX" and verb < head.i < word.i and self.doc[verb].head.i != head.i:
                return False  # "those who had left the hotel were dead"
            if head.pos_ == "VERB" and head.i > verb and head.dep_ in {"conj", "relcl"}:
                return False  # "took the bus and saved lives" takes none
            if head.pos_ in {"NOUN", "PROPN"} and head.dep_ == "pobj":
                return word.i - verb <= 2
            one = head
        return True

    def _backwards(self, noun: int, words: tuple[str, ...]) -> tuple[int, ...] | None:
        """Indices of the words of a noun phrase that ends with the noun; None where one is missing."""
        at, found = noun, [noun]
        for word in reversed(words[:-1]):
            at -= 1
            while at >= 0 and self._is_between(at, word):
                at -= 1
            if at < 0 or word not in (self.lemma[at], self.low[at]):
                return None
            found.append(at)
        return tuple(reversed(found))

    def _is_between(self, i: int, word: str) -> bool:
        """Whether a token may stand before a word of a noun phrase: a hyphen, an article, the mark of a genitive."""
        token = self.doc[i]
        return self.low[i] == "-" or token.tag_ == "POS" or (token.pos_ == "DET" and word != self.low[i])


def _verb_bases(form: str) -> list[str]:
    """Lemmas that a participle read as an adjective may come from ("looted" -> loot, loote)."""
    if not form.endswith("ed") or len(form) < 5:
        return []
    stem = form[:-2]
    bases = [stem, stem + "e"]
    if stem[-1:] == stem[-2:-1]:
        bases.append(stem[:-1])
    if stem.endswith("i"):
        bases.append(stem[:-1] + "y")
    return bases
