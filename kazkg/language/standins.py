"""What loose pronouns and bare numbers stand for when they fill a slot of an event."""

from __future__ import annotations

from collections.abc import Collection

from spacy.tokens import Token

from kazkg.knowledge.frames import Frame, Frames
from kazkg.language.drafts import mention_of
from kazkg.language.fillers import accepts, entity_of, lemma_of
from kazkg.language.slots import coordinated

__all__ = ["all_meant", "stand_in"]

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
UNDERGOING = frozenset({"dobj", "nsubjpass", "pobj"})
ACTING = frozenset({"nsubj", "nsubjpass"})


def stand_in(token: Token, frame: Frame, frames: Frames, role: str = "", inside: Collection[int] = ()) -> Token:
    """The noun that a pronoun no mention covers, or a bare number, stands for; else the token itself.

    As the subject of what somebody tells, a pronoun is the teller. Else "it" is the nearest noun before it that the
    frame's restriction accepts, "they" and "them" the nearest plural noun for people: one that undergoes something
    for whom the event befalls, one that does something else. A bare number counts what the frame asks for ("sent
    900 soldiers, and 300 more left").

    Args:
        token: the filler of a slot.
        frame: the frame that asks.
        frames: the event lexicon.
        role: the role the slot fills.
        inside: indices of all fillers of the same frame, none of which the pronoun can mean.
    """
    low = token.lower_
    if mention_of(token) is not None:
        return token
    if token.pos_ == "NUM":
        return _counted(token, frame, frames)
    if token.pos_ != "PRON" or low not in {"it", "they", "them", "their"}:
        return token
    told = _who_tells(token)
    if told is not None:
        return told
    restricted = "theme" in frame.nouns or "theme" in frame.classes
    if low == "it" and not restricted and role != "agent":
        return token
    if low == "their" and role != "patient":
        return token
    wanted = UNDERGOING if role == "patient" else ACTING
    for only in (wanted, None):
        for begin, end in _before(token):
            for i in range(end - 1, begin - 1, -1):
                one = token.doc[i]
                if i in inside or one.pos_ not in NOMINAL or (only is not None and one.dep_ not in only):
                    continue
                if one.dep_ != "compound" and i == _core(one) and _may_mean(one, low, frame, frames, role):
                    return one
    return token


def _before(token: Token) -> list[tuple[int, int]]:
    """Where what a pronoun stands for may be: the sentence up to it, then the sentence before in the paragraph."""
    start = token.sent.start
    doc = token.doc
    found = [(start, token.i)]
    if start and "\n" not in doc[start - 1].text:
        found.append((doc[start - 1].sent.start, start))
    return found


def _may_mean(noun: Token, pronoun: str, frame: Frame, frames: Frames, role: str) -> bool:
    if pronoun == "it" and role == "agent":
        entity = entity_of(noun)
        return entity is not None and (entity.kind == "Organization" or entity.cls == "Country")
    if pronoun == "it":
        return noun.tag_ not in {"NNS", "NNPS"} and accepts(frame, "theme", noun, frames)
    if noun.tag_ == "NNS" and role == "theme" and "theme" in frame.nouns:
        return accepts(frame, "theme", noun, frames)
    if pronoun == "their" and role == "patient":
        named = entity_of(noun)
        many = any(c.dep_ == "conj" for c in noun.rights)
        return (named is not None and named.kind == "Person" and many) or (
            noun.tag_ == "NNS" and lemma_of(noun) in frames.people and lemma_of(noun) != noun.lower_
        )
    if noun.tag_ != "NNS" or lemma_of(noun) not in frames.people:
        return False
    return role != "patient" or lemma_of(noun) != noun.lower_  # police, personnel: those who do it


def _counted(number: Token, frame: Frame, frames: Frames) -> Token:
    """What a bare number counts, where the frame is choosy: the nearest noun before that it accepts."""
    role = next((r for r in ("theme", "agent") if r in frame.nouns), None)
    if role is None or any(child.dep_ == "prep" for child in number.children):
        return number
    for begin, end in _before(number):
        for i in range(end - 1, begin - 1, -1):
            one = number.doc[i]
            if one.tag_ == "NNS" and accepts(frame, role, one, frames):
                return one
    return number


def _who_tells(token: Token) -> Token | None:
    """The teller, where the pronoun is the subject of what is told ("the carrier said it had cancelled ...")."""
    verb = token.head
    if token.dep_ != "nsubj" or verb.dep_ != "ccomp" or verb.head.i == verb.i or token.i < verb.head.i:
        return None
    tellers = [child for child in verb.head.lefts if child.dep_ == "nsubj"]
    wanted = {"NNS", "NNPS"} if token.lower_ == "they" else {"NN", "NNP"}
    return tellers[0] if tellers and tellers[0].tag_ in wanted else None


def _core(token: Token) -> int:
    mention = mention_of(token)
    return mention.head if mention is not None else token.i


def all_meant(token: Token, meant: Token) -> list[Token]:
    """With a noun that a plural pronoun stands for, the nouns coordinated with it ("A and B said they had left")."""
    return coordinated(meant) if meant.i != token.i and token.lower_ in {"they", "them", "their"} else [meant]
