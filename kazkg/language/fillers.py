"""What a word that fills a slot is: its entity, whether it is people, whether a frame accepts it, what it comes to."""

from __future__ import annotations

from spacy.tokens import Token

from kazkg.knowledge.frames import Frame, Frames
from kazkg.language.drafts import EntityDraft, mention_of
from kazkg.language.slots import coordinated, modifiers

__all__ = ["accepts", "entity_of", "expand", "is_people", "lemma_of"]

DEPTH = 3
AGENTIVE = ("ists", "ians", "men", "women")
"""Endings of plural nouns that only people bear."""


def lemma_of(token: Token) -> str:
    """The token's lemma in lower-case letters."""
    return token.lemma_.lower() or token.lower_


def entity_of(token: Token) -> EntityDraft | None:
    """The entity the token's mention refers to, where the token heads the mention or stands inside it as its core."""
    mention = mention_of(token)
    return mention.entity if mention is not None else None


def expand(token: Token, frames: Frames, depth: int = 0) -> list[Token]:
    """What a filler comes to: past measures ("dozens of miners"), to its examples ("airlines such as ...").

    Returns:
        The tokens that name those meant, in text order; the token itself where nothing is to be looked through.
    """
    if entity_of(token) is not None:
        return [_whole_of_name(token, frames)]
    if depth > DEPTH:
        return [token]
    if lemma_of(token) in frames.quantities or token.pos_ == "NUM":
        inner = modifiers(token).get("of", [])
        if inner and not (token.pos_ != "NUM" and _is_member(token, inner, frames)):
            return [one for t in inner for one in expand(t, frames, depth + 1)]
    if lemma_of(token) in frames.shells:
        below = modifiers(token)
        named = below.get("of") or below.get("for") or below.get("on") or below.get("compound") or []
        if named:
            return [t for one in named for t in expand(one, frames, depth + 1)]
    examples: list[Token] = []
    for child in token.rights:
        if child.dep_ == "appos" and child.pos_ in {"PROPN", "NOUN"} and entity_of(child) is not None:
            examples += coordinated(child)
        elif child.dep_ == "prep" and child.lower_ in {"as", "like", "including"}:
            examples += [t for c in child.children if c.dep_ == "pobj" for t in coordinated(c)]
    named = [t for t in examples if entity_of(t) is not None]
    if not named and token.tag_ == "NN" and lemma_of(token) in frames.people:
        above = entity_of(token.head) if token.dep_ == "appos" else None
        named = [token.head] if above is not None and above.kind == "Person" else _apposed(token)
    return named or [token]


def _whole_of_name(name: Token, frames: Frames) -> Token:
    """The people before "of" and a name, where the parser hangs them on it ("allies of Ada Brun"); else the name."""
    mention = mention_of(name)
    if mention is None or mention.start < 2 or name.doc[mention.start - 1].lower_ != "of":
        return name
    before = name.doc[mention.start - 2]
    return before if before.head.i == name.i and before.tag_ == "NNS" and is_people(before, frames) else name


def _apposed(noun: Token) -> list[Token]:
    """The person named in apposition behind what qualifies a noun ("a guard of the mill, Ada Brun, ...")."""
    for child in noun.rights:
        if child.dep_ != "prep":
            continue
        for one in child.subtree:
            entity = entity_of(one) if one.dep_ == "appos" and one.left_edge.nbor(-1).text == "," else None
            if entity is not None and entity.kind == "Person":
                return [one]
    return []


def _is_member(token: Token, whole: list[Token], frames: Frames) -> bool:
    """Whether a noun for people names part of a body without a name, and so stands for itself ("party members")."""
    bodies = all(t.tag_ == "NN" and entity_of(t) is None and not is_people(t, frames) for t in whole)
    return bodies and lemma_of(token) in frames.people


def is_people(token: Token, frames: Frames) -> bool:
    """Whether the token stands for people: a person noun, a bare number, a person or a body of people."""
    entity = entity_of(token)
    if entity is not None:
        return entity.kind in {"Person", "Organization"}
    return (
        lemma_of(token) in frames.people
        or (lemma_of(token) in frames.people_heads and _is_phrase_of(token, frames.people))
        or (token.tag_ == "NNS" and token.lower_.endswith(AGENTIVE) and len(token) > 6)
        or token.pos_ in {"NUM", "PRON"}
        or token.ent_type_ in {"PERSON", "CARDINAL", "NORP"}
    )


def _is_phrase_of(noun: Token, phrases: frozenset[str]) -> bool:
    """Whether the noun with the word before it is one of the phrases ("opposition figures")."""
    return any(f"{child.lemma_.lower()} {lemma_of(noun)}" in phrases for child in noun.lefts)


def accepts(frame: Frame, role: str, token: Token, frames: Frames) -> bool:
    """Whether the frame's restriction on ``role`` holds for the token (True where there is none)."""
    nouns, classes = frame.nouns.get(role), frame.classes.get(role)
    if nouns is None and classes is None:
        return True
    entity = entity_of(token)
    if entity is not None and classes is not None and frames.is_a(entity.cls, classes):
        return True
    if nouns is None:
        return False
    lemma = lemma_of(token)
    if lemma in nouns or token.lower_ in nouns or (token.is_sent_start and token.lower_.removesuffix("s") in nouns):
        return True  # the tagger takes a plural that opens a headline for a name
    for child in token.lefts:
        if child.dep_ in {"compound", "amod", "nmod"}:
            if (
                child.dep_ != "amod"
                and token.pos_ == "PROPN"
                and child.pos_ == "NOUN"
                and child.lemma_.lower() in nouns
            ):
                return True  # the airport "Galilei"
            if f"{child.lemma_.lower()} {lemma}" in nouns:
                return True
            if lemma in frames.bearers and child.lemma_.lower() in nouns:
                return True
    if lemma in frames.bearers or lemma in frames.quantities:
        below = modifiers(token)
        inner = [t for key in ("of", "to") for t in below.get(key, ())]
        return any(accepts(frame, role, t, frames) for t in inner)
    return False
