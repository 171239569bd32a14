"""Who takes part in an event and what they are called; which filler of a slot a frame accepts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection

from spacy.tokens import Token

from kazkg.knowledge.frames import Frame, Frames
from kazkg.language.drafts import EntityDraft, ParticipantDraft, mention_of, zone_of
from kazkg.language.slots import coordinated, modifiers

__all__ = [
    "accepts",
    "all_meant",
    "entity_of",
    "expand",
    "in_time",
    "is_people",
    "label_of",
    "lemma_of",
    "participants",
    "stand_in",
]

NOT_PARTICIPANTS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "ORDINAL", "QUANTITY"})
ACTORS = frozenset({"Person", "Organization", "Place"})
MEDIA = ("MediaOrganization",)
DEPTH = 3
AGENTIVE = ("ists", "ians", "men", "women")
"""Endings of plural nouns that only people bear."""
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
UNDERGOING = frozenset({"dobj", "nsubjpass", "pobj"})
COUNTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj", "ROOT", "appos", "dep"})
ACTING = frozenset({"nsubj", "nsubjpass"})


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
    if entity_of(token) is not None or depth > DEPTH:
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
        or (token.tag_ == "NNS" and token.lower_.endswith(AGENTIVE) and len(token) > 6)
        or token.pos_ in {"NUM", "PRON"}
        or token.ent_type_ in {"PERSON", "CARDINAL", "NORP"}
    )


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


def all_meant(token: Token, meant: Token) -> list[Token]:
    """With a noun that a plural pronoun stands for, the nouns coordinated with it ("A and B said they had left")."""
    return coordinated(meant) if meant.i != token.i and token.lower_ in {"they", "them", "their"} else [meant]


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
