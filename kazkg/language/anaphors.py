"""Whom pronouns mean as sources: "he", "it", "one of them", "From the ministry they said"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Token

from kazkg.language.drafts import EntityDraft, SourceDraft, mention_of
from kazkg.language.labels import UNNAMED
from kazkg.language.phrases import is_word
from kazkg.language.sources import again, drawn

if TYPE_CHECKING:
    from kazkg.language.speakers import Speakers

__all__ = ["PRONOUNS", "SOME", "UNKNOWN", "Anaphors"]

PRONOUNS = {"him": "he", "his": "he", "her": "she", "hers": "she", "them": "they", "their": "they", "its": "it"}
"""Other cases of the pronouns that name a speaker."""
SOME = frozenset({"percent", "%", "half", "majority", "one", "another", "some", "others", "many", "most", "several"})
"""Words for some of a number of people."""
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
KIN_REACH = 60
"""How many tokens before "she" her noun may stand."""
PEOPLE_REACH = 30
"""How many tokens before "one of them" the people may stand."""
NOBODY = frozenset(
    {"this", "that", "there", "what", "which", "these", "those", "who", "whom", "one", "i", "we", "you", "my", "our"}
)
ANYBODY = {"he": "person", "she": "person", "they": "people", "it": "body"}
"""What an unresolved pronoun is labelled by."""
UNKNOWN = frozenset(f"{UNNAMED}{word}" for word in ANYBODY.values())
"""The labels of pronouns that mean nobody the article told of."""


class Anaphors:
    """Resolves pronouns of one document.

    Args:
        speakers: resolves the other sources of the document, and remembers who spoke before.
    """

    def __init__(self, speakers: Speakers) -> None:
        self.speakers = speakers
        self.doc = speakers.doc

    def pronoun(self, head: Token, start: int, end: int) -> SourceDraft | None:
        """The source that a pronoun means, or None where it means none."""
        word = head.lower_
        if word in NOBODY:
            return None
        word = PRONOUNS.get(word, word)
        if word == "they":
            several = self._seated(head) or self._many(head.sent.start, head.i, SUBJECTS)
            several = several or self.speakers.recall.several(head) or self._before(head)
            if several is not None:
                return again(several, start, end)
        kin = self._kin(head) if word in {"he", "she"} else None
        if kin is not None:
            kin.start, kin.end = start, end
            return kin
        nearer = self._nearer(head) if word in {"he", "she"} else None
        if nearer is not None:
            return drawn(nearer, start, end)
        person = self.speakers.recall.person_before(head) if word in {"he", "she"} else None
        if person is not None:
            return again(person, start, end)
        own = self._own_body(head) if word == "it" else None
        if own is not None:
            return drawn(own, start, end)
        body = self.speakers.recall.last_body(head) if word == "it" else None
        if body is not None:
            return again(body, start, end)
        found = mention_of(head)
        if found is not None:
            entity = self.speakers.speaking(found.entity)
            before = next(
                (s for d in reversed(self.speakers.statements) for s in d.speakers if s.entity is entity), None
            )
            return again(before, start, end) if before is not None else drawn(entity, start, end)
        kinds: tuple[str, ...] = {"he": ("Person",), "she": ("Person",), "it": ("Organization", "Place")}.get(word, ())
        before = (
            self.speakers.recall.last_voice() if word in {"he", "she"} else self.speakers.recall.last(kinds)
        ) or self.speakers.recall.last()
        if before is not None:
            return again(before, start, end)
        label = ANYBODY.get(word)
        return SourceDraft(f"{UNNAMED}{label}", None, start, end) if label is not None else None

    def _own_body(self, head: Token) -> EntityDraft | None:
        """The body named before the verb of the sentence in whose relative clause "it" stands."""
        if not any(t.tag_ in {"WP$", "WDT"} for t in self.doc[max(head.i - 4, head.sent.start) : head.i]):
            return None
        for i in range(min(head.sent.root.i, head.i) - 1, head.sent.start - 1, -1):
            found = mention_of(self.doc[i])
            if found is not None and found.form == "name" and found.entity.kind == "Organization":
                return found.entity
        return None

    def some(self, head: Token, start: int, end: int) -> SourceDraft | None:
        """Part of a number of people: "one of the doctors", "two of them"."""
        who = next((c for c in head.rights if c.dep_ == "appos" and c.i < end + 6), None)
        if who is not None and self.speakers.can_speak(who) and who.pos_ in {"NOUN", "PROPN"}:
            return self.speakers.source(who, who.left_edge.i, who.right_edge.i + 1)
        prep = next((c for c in head.rights if c.lower_ == "of"), None)
        noun = next((c for c in prep.rights if c.dep_ == "pobj"), None) if prep is not None else None
        if noun is not None and noun.pos_ == "PRON":
            lead = self.doc[max(0, start - PEOPLE_REACH) : start]
            noun = next(
                (t for t in reversed(lead) if t.tag_ == "NNS" and self.speakers.naming.kind(t) == "crowd"), None
            )
        if noun is None and prep is None:
            before = self._many(head.sent.start, head.i, frozenset())
            if before is not None and head.lower_ in {"one", "another"}:
                noun = next(t for t in self.doc[before.start : before.end] if t.tag_ == "NNS")
        if noun is None and head.lower_ == "one":
            return None
        if noun is None or noun.pos_ not in {"NOUN", "PROPN"}:
            label = "person" if head.lower_ in {"one", "another"} else "people"
            return SourceDraft(f"{UNNAMED}{label}", None, start, end)
        label = f"{UNNAMED}{noun.lemma_.lower()}" if head.lower_ in {"one", "another"} else noun.lower_
        return SourceDraft(label, None, start, end)

    def _kin(self, head: Token) -> SourceDraft | None:
        """The common noun of a pronoun's sex that is the subject nearest before it ("His wife waited. ..., she said").

        Nobody, where a named person who may be of that sex is nearer, or somebody who speaks.
        """
        clues = self.speakers.gazetteer.words.clues
        sex, other = ("woman", "man") if head.lower_ in {"she", "her"} else ("man", "woman")
        latest = next((s for s in reversed(self.speakers.statements) if s.speakers), None)
        stop = max(latest.cue[1] if latest is not None else 0, head.i - KIN_REACH)
        quotes = [q for q in self.doc._.quotes if stop < q.close and q.open < head.i]
        for i in range(head.i - 1, stop - 1, -1):
            token = self.doc[i]
            if token.dep_ not in {"nsubj", "nsubjpass"} or any(q.open < i < q.close for q in quotes):
                continue
            if latest is not None and any(a <= i < b for a, b in latest.content):
                continue
            found = mention_of(token)
            if self._joined(token) in clues.get(sex, ()):
                return self.speakers.source(token, token.left_edge.i, token.i + 1) if found is None else None
            named = found is not None and found.entity.kind == "Person" and found.form != "pronoun"
            if named and not any(self._joined(t) in clues.get(other, ()) for t in token.children):
                return None
        return None

    def _many(self, low: int, high: int, deps: frozenset[str]) -> SourceDraft | None:
        """The plural noun nearest before "they" that means people or bodies, among subjects of the sentence."""
        naming = self.speakers.naming
        for i in range(high - 1, low - 1, -1):
            token = self.doc[i]
            if token.tag_ != "NNS" or (deps and token.dep_ not in deps) or mention_of(token) is not None:
                continue
            if naming.kind(token) in {"crowd", "group", "body", "office"} and i not in self.speakers.quoted:
                return self.speakers.source(token, token.left_edge.i, i + 1)
        return None

    def _before(self, head: Token) -> SourceDraft | None:
        """The plural noun of the sentence before, for "they" at the beginning of a sentence."""
        if any(is_word(t) for t in self.doc[head.sent.start : head.i]) or not head.sent.start:
            return None
        previous = self.doc[head.sent.start - 1].sent
        return self._many(previous.start, previous.end, frozenset())

    def _joined(self, token: Token) -> str:
        """The word with those that hyphens join to it ("brother-in-law")."""
        start, end = token.i, token.i + 1
        while start > 1 and self.doc[start - 1].text == "-" and not self.doc[start - 2].whitespace_:
            start -= 2
        while end + 1 < len(self.doc) and self.doc[end].text == "-" and not self.doc[end].whitespace_:
            end += 2
        return self.doc[start:end].text.lower()

    def _nearer(self, head: Token) -> EntityDraft | None:
        """The person who is the subject nearer to a pronoun than the last speaker, in the same sentence."""
        latest = next((s for s in reversed(self.speakers.statements) if s.speakers), None)
        if latest is None or latest.cue[0] < head.sent.start or latest.cue[0] > head.i:
            return None
        for token in self.doc[latest.cue[1] : head.i]:
            found = mention_of(token) if token.dep_ == "nsubj" else None
            if found is not None and found.form == "name" and found.entity.kind == "Person":
                return found.entity
        return None

    def _seated(self, head: Token) -> SourceDraft | None:
        """Who "they" are in "From the ministry they let it be known"."""
        first = head.sent[0]
        noun = next((c for c in first.rights if c.dep_ == "pobj"), None) if first.lower_ == "from" else None
        seat = next((c for c in first.rights if c.dep_ == "pobj"), None) if first.lower_ == "in" else None
        place = mention_of(seat) if seat is not None and 0 <= head.i - seat.i <= 2 else None
        if seat is not None and place is not None and place.entity.key in self.speakers.places.metonyms:
            return self.speakers.source(seat, first.i + 1, seat.i + 1)  # "In Budapest, they believe"
        if noun is not None and 0 <= head.i - noun.i <= 2:
            return self.speakers.source(noun, first.i + 1, noun.i + 1)
        for prep in self.doc[head.i + 1 : min(head.i + 8, head.sent.end)]:
            noun = next((c for c in prep.rights if c.dep_ == "pobj"), None) if prep.lower_ in {"from", "at"} else None
            if noun is not None and (mention_of(noun) or self.speakers.naming.kind(noun) in {"body", "group"}):
                return self.speakers.source(noun, prep.i + 1, noun.right_edge.i + 1)
        return None
