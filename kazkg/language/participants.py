"""Who takes part in an event and what they are called."""

from __future__ import annotations

from bisect import bisect_right

from spacy.tokens import Token

from kazkg.knowledge.frames import Frame, Frames
from kazkg.language.drafts import EntityDraft, ParticipantDraft, mention_of, zone_of
from kazkg.language.fillers import entity_of, expand, is_people, lemma_of
from kazkg.language.slots import opens_alone
from kazkg.language.standins import all_meant, stand_in

__all__ = ["in_time", "label_of", "participants"]

NOT_PARTICIPANTS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "ORDINAL", "QUANTITY"})
MEDIA = ("MediaOrganization",)


def label_of(token: Token, frames: Frames) -> str:
    """What a participant is called: the entity's canonical label, or its noun phrase as said.

    The phrase keeps compound nouns, nationalities and, with nouns that say little by themselves, adjectives of kind;
    it leaves out determiners, numbers and whose it is. Plain words are in lower case.
    """
    entity = entity_of(token)
    if entity is not None:
        return entity.label
    words = [token]
    keep = lemma_of(token) in frames.kinds
    for child in reversed(list(token.lefts)):
        if _is_stray(child):
            break
        if child.dep_ in {"compound", "nmod"} or (child.dep_ == "amod" and _says_kind(child, keep, frames)):
            words.append(child)
            words += [c for c in child.lefts if c.dep_ == "compound"]
    words.sort(key=lambda t: t.i)
    return " ".join(t.text if t.pos_ == "PROPN" or t.ent_type_ in {"NORP", "GPE"} else t.lower_ for t in words)


def _is_stray(word: Token) -> bool:
    """Whether a word before a noun belongs to a phrase of its own ("In Kandy protesters ...", "On May 9 nine men")."""
    if in_time(word) or (word.ent_type_ == "DATE" and word.dep_ in {"compound", "nmod", "nummod"}):
        return True
    if word.dep_ not in {"compound", "nmod"} or word.i == 0:
        return False
    mention = mention_of(word)
    start = mention.start if mention is not None else word.left_edge.i
    return start > 0 and word.doc[start - 1].pos_ == "ADP" and mention is not None and mention.entity.kind == "Place"


def in_time(token: Token) -> bool:
    """Whether the token is part of a time expression."""
    if token.pos_ != "PROPN" and token.ent_type_ not in {"DATE", "TIME"}:
        return False
    times = token.doc._.times
    at = bisect_right(times, token.i, key=lambda t: t.start)
    return at > 0 and token.i < times[at - 1].end


def _says_kind(adjective: Token, keep: bool, frames: Frames) -> bool:
    if adjective.ent_type_ == "NORP" or (adjective.text[:1].isupper() and not adjective.is_sent_start):
        return True
    if adjective.lower_ in frames.vague_adjectives or adjective.tag_ in {"JJR", "JJS"}:
        return False
    return keep and adjective.pos_ == "ADJ"


def participants(slots: dict[str, list[Token]], frame: Frame, frames: Frames) -> list[ParticipantDraft]:
    """The participants that the frame makes of the fillers of its slots, in text order, each once."""
    found: dict[tuple[str, str], ParticipantDraft] = {}
    inside = {t.i for fillers in slots.values() for t in fillers}
    acting = [t for slot, role in frame.roles.items() if role == "agent" for t in slots.get(slot, ())]
    agents = [e for t in acting if (e := entity_of(t)) is not None]
    for slot, role in frame.roles.items():
        for filler in slots.get(slot, ()):
            for token in expand(filler, frames):
                for meant in all_meant(token, stand_in(token, frame, frames, role, inside)):
                    one = _draft(meant, role, slot, frame, frames, agents)
                    if one is not None:
                        found.setdefault((one.label, role), one)
    return sorted(found.values(), key=lambda p: (p.head, p.role))


def _draft(
    token: Token, role: str, slot: str, frame: Frame, frames: Frames, agents: list[EntityDraft]
) -> ParticipantDraft | None:
    """The participant that a filler makes; None where it makes none."""
    if role == "patient" and frame.counted_as and _is_count(token, frames):
        return ParticipantDraft(role=role, label=_people_counted(token, frames) or frame.counted_as, head=token.i)
    if role == "target" and slot == "object" and not frame.nouns and lemma_of(token) in frames.weapons:
        return None  # "fired rockets at the mill"
    if role == "agent" and lemma_of(token) in frames.weapons and "agent" not in frame.nouns:
        return None  # "men armed with grenades attacked"
    if not _may_take_part(token, role, slot, frames):
        return None
    if role in frame.people and not is_people(token, frames):
        return None
    entity = entity_of(token)
    if frame.joint and entity is not None and frames.is_a(entity.cls, MEDIA):
        return None  # who speaks with a paper is interviewed
    if entity is not None and role == "patient" and entity in agents and token.pos_ == "PRON":
        entity = _other_person(token, entity)  # "the president removed him": not himself
        return ParticipantDraft(role=role, label=entity.label, head=token.i, entity=entity) if entity else None
    return ParticipantDraft(role=role, label=label_of(token, frames), head=token.i, entity=entity)


def _is_count(token: Token, frames: Frames) -> bool:
    """Whether the token is a number or a measure that stands for those it counts ("15 were injured")."""
    if entity_of(token) is not None or token.ent_type_ in NOT_PARTICIPANTS or zone_of(token) == "dateline":
        return False
    if token.lower_ in {"they", "them"}:
        return True
    if token.pos_ != "NUM" and not (token.tag_ == "NNS" and lemma_of(token) in frames.quantities):
        return False
    return (
        token.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj", "conj", "ROOT", "appos", "dep"} and token.lower_ != "one"
    )


def _people_counted(number: Token, frames: Frames) -> str | None:
    """The noun of the last count of people before a bare number in its sentence; None where none stands."""
    for i in range(number.i - 1, number.sent.start - 1, -1):
        one = number.doc[i]
        if one.dep_ == "pobj" and one.head.lower_ in {"including", "among", "like"}:
            continue  # a part of those counted
        if one.tag_ == "NNS" and lemma_of(one) in frames.people and any(c.dep_ == "nummod" for c in one.lefts):
            return label_of(one, frames)
    return None


def _other_person(token: Token, entity: EntityDraft) -> EntityDraft | None:
    """The last person named before a pronoun who is not ``entity``."""
    before = [m for m in token.doc._.mentions if m.start < token.i and m.entity.kind == "Person"]
    return next((m.entity for m in reversed(before) if m.entity is not entity), None)


def _is_manner(token: Token, frames: Frames) -> bool:
    bare = token.tag_ == "NN" and not any(c.dep_ in {"det", "poss", "compound", "amod"} for c in token.lefts)
    return bare and lemma_of(token) not in frames.people


def _may_take_part(token: Token, role: str, slot: str, frames: Frames) -> bool:
    entity = entity_of(token)
    if zone_of(token) == "dateline" or in_time(token):
        return False
    if entity is not None:
        if entity.kind == "Place" and token.is_sent_start and opens_alone(token):
            return False  # "Oslo: shots at a rally"
        where = {"in", "at"} if role == "target" else {"in", "on", "at"}  # "an attack on Oslo" has a target
        return not (slot in where and role in {"theme", "target"} and entity.kind == "Place")
    nominal = token.pos_ in {"NOUN", "PROPN"} and token.ent_type_ not in NOT_PARTICIPANTS
    if not nominal and not (token.pos_ in {"ADJ", "VERB"} and lemma_of(token) in frames.people):
        return False
    if lemma_of(token) in frames.quantities and lemma_of(token) not in frames.people:
        return any(child.dep_ in {"det", "poss", "compound", "nummod", "amod"} for child in token.lefts)
    if role in {"patient", "target"} and lemma_of(token) in frames.event_nouns and lemma_of(token) not in frames.people:
        return False
    if role == "agent" and lemma_of(token) in frames.cues.nouns and lemma_of(token) not in frames.people:
        return False  # "the order to attack"
    if role == "agent" and (lemma_of(token) in frames.event_nouns or (slot == "by" and _is_manner(token, frames))):
        return False  # "clashes left nine dead", "discussed by phone"
    if slot in {"in", "on", "at"} and role in {"theme", "target"} and token.ent_type_ in {"GPE", "LOC"}:
        return False
    if slot in {"in", "on", "at", "for", "into", "as"} and role not in {"theme", "target", "destination", "recipient"}:
        return False
    return not (role == "destination" and slot in {"to", "in"} and entity is None and token.pos_ != "PROPN")
