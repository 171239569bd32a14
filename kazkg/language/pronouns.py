"""Who is meant by "he", "she", "it" and "they"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from kazkg.knowledge.gazetteer import Gazetteer
    from kazkg.language.drafts import EntityDraft, MentionDraft

__all__ = ["SUBJECTS", "Pronouns"]

MALE = ("he", "him", "his")
FEMALE = ("she", "her")
PERSONAL = frozenset(MALE + FEMALE)
IMPERSONAL = frozenset(("it", "its", "they"))
SEXES = ("man", "woman")
SUBJECTS = frozenset(("nsubj", "nsubjpass"))
REACH = 4
"""Steps up the tree within which a pronoun's clause is looked for."""
SENTENCES = 4
"""How many sentences back a person is looked for."""


class Pronouns:
    """Resolves the pronouns of one article.

    Args:
        doc: the article.
        taken: the mention of each token, kept up to date by the caller.
        past: the mentions before the pronoun in hand, in order, kept up to date by the caller.
        sentence: number of each token's sentence.
    """

    def __init__(self, doc: Doc, taken: dict[int, MentionDraft], past: list[MentionDraft], sentence: list[int]) -> None:
        self.doc = doc
        self.taken = taken
        self.past = past
        self.sentence = sentence
        self.sex: dict[int, str] = {}
        """"man" or "woman" by the id of a person, as far as the words beside the names or a pronoun told."""

    def _word(self, i: int) -> str:
        return self.doc[i].lower_ if 0 <= i < len(self.doc) else ""

    def learn(self, mentions: Sequence[MentionDraft], gazetteer: Gazetteer) -> None:
        """Learn from titles, offices, kin and first names who is a man and who a woman."""
        clues = gazetteer.words.clues
        words = {word: sex for sex in SEXES for word in clues.get(sex, ())}
        for mention in mentions:
            person = mention.entity
            if person.kind != "Person" or id(person) in self.sex:
                continue
            behind = self.doc[mention.end : mention.end + 4] if self._word(mention.end) == "," else ()
            near = [
                self._word(mention.start - 1).strip("."),
                self._word(mention.start - 2),
                *(t.lower_ for t in behind),
            ]
            role = person.role.split() if person.role else []
            for word in (*near[:2], *role, self._word(mention.start), *near[2:]):
                if word in words:
                    self.sex[id(person)] = words[word]
                    break

    def resolve(self, token: Token) -> EntityDraft | None:
        """The person or body meant; None where nobody fits. What "he" and "she" tell is remembered."""
        word = token.lower_
        if word in PERSONAL:
            person = self._person(token)
            if person:
                self.sex.setdefault(id(person), "man" if word in MALE else "woman")
            return person
        if word in IMPERSONAL:
            return self._body(token, plural=word == "they")
        return None

    def _person(self, token: Token) -> EntityDraft | None:
        """The subject of the pronoun's own clause for "his" and "her", else the nearest person who is a subject.

        Whoever is known to be of the other sex is passed over, and for an object the subject of its verb.
        """
        here = self.sentence[token.i]
        sex = "man" if token.lower_ in MALE else "woman"
        own = self._own_subject(token)
        if own is not None and token.tag_ == "PRP$" and self.sex.get(id(own), sex) == sex:
            return own
        barred = own if token.dep_ in ("dobj", "dative", "iobj") else None
        near: MentionDraft | None = None
        for mention in reversed(self.past):
            if here - self.sentence[mention.head] > SENTENCES:
                break
            entity = mention.entity
            if entity.kind != "Person" or entity is barred or self.sex.get(id(entity), sex) != sex:
                continue
            if near is None:
                near = mention
            if self._salient(mention) and self.sentence[mention.head] >= self.sentence[near.head] - 1:
                return entity
        return near.entity if near else None

    def _own_subject(self, token: Token) -> EntityDraft | None:
        """The person who is the subject of the clause a pronoun stands in."""
        verb = token.head
        for _ in range(REACH):
            if verb.pos_ in ("VERB", "AUX") or verb.head is verb:
                break
            verb = verb.head
        for child in verb.lefts:
            if child.dep_ in SUBJECTS and child.i < token.i:
                mention = self.taken.get(child.i)
                if mention and mention.entity.kind == "Person":
                    return mention.entity
        return None

    def _salient(self, mention: MentionDraft) -> bool:
        """Whether a mention is a subject or its apposition, or who it was said by ("This was stated by X")."""
        head = self.doc[mention.head]
        if head.dep_ in SUBJECTS or (head.dep_ == "appos" and head.head.dep_ in SUBJECTS):
            return True
        return head.dep_ == "pobj" and head.head.dep_ == "agent" and head.head.head.dep_ == "ROOT"

    def _body(self, token: Token, plural: bool) -> EntityDraft | None:
        """The subject before, if it is a named body or country; a common noun in between leaves it open."""
        if token.lower_ == "it" and (token.dep_ not in SUBJECTS or _empty(token)):
            return None
        if token.lower_ == "it" and token.i and self.doc[token.i - 1].tag_ == "VBG":
            return None  # "making it the worst day"
        here = self.sentence[token.i]
        for i in range(token.i - 1, -1, -1):
            if here - self.sentence[i] > 1:
                break
            other = self.doc[i]
            if other.dep_ not in SUBJECTS:
                continue
            mention = self.taken.get(i)
            if mention is None:
                if other.pos_ in ("NOUN", "PROPN") and (other.tag_ in ("NNS", "NNPS")) == plural:
                    return None
                continue
            if mention.entity.kind == "Organization" or mention.entity.cls == "Country":
                return mention.entity
        return None


def _empty(token: Token) -> bool:
    """Whether "it" stands for a clause ("it is unclear that", "it was said")."""
    verb = token.head
    if token.dep_ == "nsubjpass":
        return True
    return (
        verb.lemma_ in ("be", "seem", "appear", "take", "rain", "snow")
        and any(c.dep_ in ("acomp", "attr", "ccomp", "csubj") for c in verb.children)
        and any(c.dep_ in ("ccomp", "xcomp", "advcl", "csubj", "acomp") for c in verb.children)
    )
