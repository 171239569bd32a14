"""Events: the words that tell of them, who takes part, where and when.

Triggers come from the lexicon's frames: verbs in any voice and form, nouns, predicate and attributive adjectives,
and phrases ("set on fire"). Whether what is told happened is read by :mod:`kazkg.language.factuality`, which also
groups the tellings into happenings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, Token

from kazkg.knowledge.frames import Entry, Frame, Frames
from kazkg.language.drafts import EventDraft, ParticipantDraft, mention_of
from kazkg.language.evocations import Evocations
from kazkg.language.fillers import accepts, entity_of, expand, is_people, lemma_of
from kazkg.language.likewise import likewise
from kazkg.language.participants import in_time, participants
from kazkg.language.settings import Settings
from kazkg.language.slots import (
    coordinated,
    governor,
    is_negated,
    is_passive,
    modifiers,
    prepositional,
    subjects,
    take_over,
    verb_slots,
)
from kazkg.language.standins import all_meant, stand_in

if TYPE_CHECKING:
    from kazkg.knowledge import Knowledge

__all__ = ["Events"]

ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj"})
OCCASIONS = frozenset({"in", "during", "after", "before", "at", "following", "ahead"})
"""Prepositions that set a meeting beside what one of its sides does ("after a call with X, she warned")."""
STATES = frozenset({"under"})
"""Prepositions that say of somebody that a state holds for them ("under arrest")."""
Slots = dict[str, list[Token]]


class Events:
    """Find the tellings of events in a Doc; writes ``doc._.events`` in text order."""

    knowledge: Knowledge

    def __call__(self, doc: Doc) -> Doc:
        """Add an :class:`~kazkg.language.drafts.EventDraft` for each trigger whose frame is satisfied."""
        frames = self.knowledge.frames
        taken: set[int] = set()
        events = []
        evocations = Evocations(doc, frames)
        for token in evocations.tokens():
            if token.i not in taken and not _is_in_name(token):
                events += self._read(token, evocations, frames, taken)
        events += likewise(doc, events, frames, evocations.lemma)
        events.sort(key=lambda e: e.trigger)
        themes = _themes(doc, events, frames)
        events = [e for e in events if not _inside_longer(e, events) and e.head not in themes]
        Settings(doc, frames, evocations.lemma).place_all(events)
        doc._.events = events
        return doc

    def _read(self, token: Token, evocations: Evocations, frames: Frames, taken: set[int]) -> list[EventDraft]:
        """What the first satisfied entry at the token tells; adds the words that tell it to ``taken``."""
        for entry, words in evocations.at(token):
            head = _head(token, entry, words)
            slots = _slots(head, entry, words, frames)
            if entry.frame.amid and entry.frame.amid.isdisjoint(evocations.present):
                continue
            if slots is None or _is_barred(head, entry.frame) or _is_active(head, entry):
                continue
            _resolve(head, slots, entry.frame, frames)
            if not _satisfied(entry.frame, slots, frames):
                continue
            who = participants(slots, entry.frame, frames) or _bare_count(head, entry.frame)
            if entry.frame.joint and not _is_joint(who, head, frames):
                continue
            span = (words[0], words[-1] + 1) if words[-1] - words[0] < 5 else (head.i, head.i + 1)
            taken.update(words)
            taken.update(range(*span))
            told = EventDraft(cls=entry.frame.cls, trigger=span, head=head.i, frame=entry.frame.key, participants=who)
            return [told, *_told_too(told, slots, entry.frame, frames)]
        return []


def _told_too(told: EventDraft, slots: Slots, frame: Frame, frames: Frames) -> list[EventDraft]:
    """What the same words tell besides ("replaced A with B": B is appointed), where somebody undergoes it."""
    other = frames.frames.get(frame.also)
    if other is None:
        return []
    who = [p for p in participants(slots, other, frames) if p.role in other.roles.values()]
    if not any(p.role in other.identity for p in who):
        return []
    return [EventDraft(cls=other.cls, trigger=told.trigger, head=told.head, frame=other.key, participants=who)]


def _is_in_name(token: Token) -> bool:
    """Whether the word is part of the name of something that does not happen ("the Lakes Treaty Organization")."""
    if not token.text[:1].isupper() or token.pos_ not in {"PROPN", "NOUN"}:
        return False
    mention = mention_of(token)
    return mention is not None and mention.entity.kind != "Event" and mention.end - mention.start > 1


def _is_barred(head: Token, frame: Frame) -> bool:
    """Whether a preposition beside the word gives it another sense ("stopped them from leaving", "sentenced to death").

    A preposition before a noun does so only where the noun stands alone ("led to the death of nine" tells of one).
    """
    if not frame.barred:
        return False
    if head.dep_ == "pobj" and head.head.lower_ in frame.barred and not any(True for _ in head.children):
        return True
    beside = [c for c in head.children if c.dep_ in {"prep", "prt"} and c.lower_ in frame.barred]
    return any(not any(in_time(g) or g.ent_type_ in {"TIME", "DATE"} for g in c.children) for c in beside)


def _is_active(head: Token, entry: Entry) -> bool:
    """Whether the verb is active though only its passive evokes the frame ("two nurses held" is one without "be")."""
    if not entry.frame.passive_only or entry.kind != "verb" or is_passive(head):
        return False
    bare = entry.frame.transitive and head.tag_ in {"VBN", "VBD"} and not _perfect(head)
    return not bare or any(child.dep_ == "dobj" for child in head.children)


def _bare_count(head: Token, frame: Frame) -> list[ParticipantDraft]:
    """Those whom a number before a noun counts ("at least 41 dead")."""
    if not frame.counted_as or head.pos_ == "VERB" or not any(c.dep_ == "nummod" for c in head.lefts):
        return []
    return [ParticipantDraft(role="patient", label=frame.counted_as, head=head.i)]


def _resolve(head: Token, slots: Slots, frame: Frame, frames: Frames) -> None:
    """Put the nouns that loose pronouns and bare numbers stand for in their place."""
    inside = {t.i for found in slots.values() for t in found}
    who = head.dep_ == "relcl" and any(c.lower_ == "who" for c in head.children)
    for slot, found in slots.items():
        if who:
            found = [_person_above(t, frames) if t.i == head.head.i else t for t in found]
        role = frame.roles.get(slot, "")
        slots[slot] = [one for t in found for one in all_meant(t, stand_in(t, frame, frames, role, inside))]


def _person_above(noun: Token, frames: Frames) -> Token:
    """Whom "who" means: the noun itself, or the first above it that is a person ("a driver with a cut, who ...")."""
    one = noun
    while not _is_person(one, frames):
        over = governor(one)
        if over is None or over.pos_ not in {"NOUN", "PROPN"}:
            return noun
        one = over
    return one


def _is_person(noun: Token, frames: Frames) -> bool:
    entity = entity_of(noun)
    return is_people(noun, frames) and (entity is None or entity.kind == "Person")


def _is_joint(who: list[ParticipantDraft], head: Token, frames: Frames) -> bool:
    """Whether two sides take part: two names, or one plural ("the ministers met")."""
    doc = head.doc
    sides = [p for p in who if p.role == "agent" and _is_side(doc[p.head], p, frames)]
    plural = head.pos_ == "VERB" and any(doc[p.head].tag_ in {"NNS", "NNPS"} for p in sides)
    return plural or len({p.label for p in sides}) >= 2


def _is_side(token: Token, participant: ParticipantDraft, frames: Frames) -> bool:
    """Whether the token is a side of a meeting; the object of the verb must be people ("met the envoy")."""
    return participant.entity is not None or token.dep_ != "dobj" or is_people_or_name(token, frames)


def _head(token: Token, entry: Entry, words: tuple[int, ...]) -> Token:
    """The token that the trigger hangs on."""
    if entry.own:
        for i in words:
            if lemma_of(token.doc[i]) == entry.own:
                return token.doc[i]
    return token


def _slots(head: Token, entry: Entry, words: tuple[int, ...], frames: Frames) -> Slots | None:
    """Fillers by slot, for whatever part of speech the trigger is; None where its build does not tell of an event."""
    skip = frozenset(words)
    if entry.kind == "noun" and head.ent_type_ == "DATE" and head.text[:1].isupper():
        return None  # the month of March
    if len(words) == 1 and head.dep_ in ARGUMENTS and head.tag_ in {"JJ", "VBN", "VBD", "NN"} and _is_the(head):
        return None  # "the wounded": people known already, no telling
    if entry.kind == "verb":
        return _of_verb(head, entry.frame, skip, frames)
    if entry.kind == "adjective" or (head.pos_ == "ADJ" and head.dep_ != "pobj"):
        slots = _of_adjective(head, entry.frame)
        if entry.kind == "adjective" or (slots and slots["object"] not in ([], [head])):
            return slots
    return _of_noun(head, entry.frame, skip, frames)


def _is_the(head: Token) -> bool:
    """Whether an adjective or participle stands for people known already ("the wounded")."""
    if not head.lower_.endswith("ed") and head.tag_ != "JJ":
        return False
    return any(child.dep_ == "det" and child.lower_ == "the" for child in head.lefts)


def _of_verb(head: Token, frame: Frame, skip: frozenset[int], frames: Frames) -> Slots | None:
    if head.pos_ == "ADJ" and head.dep_ in {"acomp", "oprd"}:
        return {"object": subjects(head.head)}
    slots = verb_slots(head, skip, frames.comitatives)
    if head.dep_ == "conj" and not any(is_people_or_name(t, frames) for t in slots["subject"]):
        slots["subject"] = _of_clause_before(head, frames) or slots["subject"]
    themed = frame.roles.get("object") == "theme" and not frame.restricted
    themed = themed and any(c.dep_ == "nsubj" for c in head.lefts)
    if ("object" not in frame.roles or themed) and not slots["subject"]:
        slots["subject"] = slots["object"]  # a verb without an object is never passive, whatever its tag
        slots["object"] = [] if themed else slots["object"]
    if "object" in frame.roles and not slots["object"] and slots["subject"] and not _governs_clause(head, skip):
        slots["subject"] = [stand_in(t, frame, frames) if t.pos_ == "PRON" else t for t in slots["subject"]]
        flat = [t for s in slots["subject"] for t in [s, *expand(s, frames)]]
        undergoes = frame.ergative and "theme" in (frame.nouns | frame.classes)
        if undergoes and any(accepts(frame, "theme", t, frames) for t in flat):
            slots["object"], slots["subject"] = slots["subject"], []  # "prices rose", "the airport closed"
            take_over(slots, slots["object"])
        elif frame.transitive and head.tag_ in {"VBN", "VBD"} and not _perfect(head):
            slots["object"], slots["subject"] = slots["subject"], []  # "three miners killed"
        elif (
            frame.roles["object"] == "target"
            and head.tag_ in {"VBN", "VBD"}
            and not any(c.dep_ == "dobj" for c in head.rights)
            and "agent" not in frame.nouns
            and not any(is_people_or_name(t, frames) for t in flat)
        ):
            slots["object"], slots["subject"] = slots["subject"], []  # "police stations also attacked"
    return slots


def _of_clause_before(verb: Token, frames: Frames) -> list[Token]:
    """People who do something in the clause before, which the parser put below the verb this one was joined to.

    As in "pictures show how miners leave the pit and storm the hall".
    """
    over = verb.head
    clause = next((c for c in over.rights if c.dep_ == "ccomp" and c.i < verb.i), None)
    found = subjects(clause, frames.comitatives) if clause is not None else []
    return found if any(is_people_or_name(t, frames) for t in found) else []


def _perfect(verb: Token) -> bool:
    """Whether the verb is plainly active: it has an auxiliary, or "who" for its subject."""
    return any(child.dep_ == "aux" or (child.dep_ == "nsubj" and child.tag_ == "WP") for child in verb.children)


def is_people_or_name(token: Token, frames: Frames) -> bool:
    """Whether the token can act: people, bodies, places that stand for their people."""
    return is_people(token, frames) or token.ent_type_ in {"ORG", "GPE", "PERSON"} or token.pos_ == "PROPN"


def _governs_clause(verb: Token, skip: frozenset[int]) -> bool:
    return any(child.dep_ in {"ccomp", "xcomp"} and child.i not in skip for child in verb.children)


def _of_adjective(head: Token, frame: Frame) -> Slots | None:
    before = head.doc[head.i - 1] if head.i else head
    if before.lemma_ == "be" and head.dep_ == "amod":
        slots: Slots = {"object": subjects(before)}  # "the airport was closed and international flights ..."
    elif before.tag_ in {"NNS", "CD"} and (before.tag_ == "CD" or any(c.dep_ == "nummod" for c in before.lefts)):
        slots = {"object": [before]}  # "nine sailors dead", wherever the parser hangs it
    elif head.dep_ in {"acomp", "attr", "oprd", "advmod", "conj"} and head.head.pos_ in {"AUX", "VERB"}:
        slots = prepositional(head.head) | {"object": subjects(head.head)}
    elif head.dep_ in {"amod", "appos"} or (head.dep_ == "acl" and head.head.pos_ in {"NOUN", "PROPN", "NUM"}):
        slots = {"object": [head.head]}
    else:
        slots = {"object": [c for c in head.lefts if c.dep_ in {"nummod", "nsubj", "nsubjpass"}]}
        slots["object"] = slots["object"] or ([head] if head.pos_ != "VERB" else [])
    if frame.roles.get("object") is None:
        slots["subject"] = slots["object"]
    return slots


def _of_noun(head: Token, frame: Frame, skip: frozenset[int], frames: Frames) -> Slots | None:
    slots = {key: [t for t in tokens if t.i not in skip] for key, tokens in modifiers(head).items()}
    if head.dep_ == "pobj" and head.head.lower_ in STATES:
        slots["bearer"] = _bearers(head.head)
    over = governor(head)
    if over is None or over.pos_ not in {"VERB", "AUX"}:
        return slots
    if frame.joint and head.dep_ == "pobj" and head.head.lower_ in OCCASIONS and "between" not in slots:
        slots["subject"] = [t for t in _doers(over, frames) if is_people_or_name(t, frames)]
    lends = lemma_of(over) in frames.supports
    through = head.dep_ == "pobj" and f"{lemma_of(over)} {head.head.lower_}" in frames.supports
    if ((_is_object(head, over) and lends) or through) and frame.roles.get("subject") == "agent":
        slots["subject"] = subjects(over, frames.comitatives)
    if lends or lemma_of(over) in frames.occurrences:
        for key, tokens in prepositional(over).items():
            if key != "of" and (lends or key != "by") and head not in tokens:
                slots.setdefault(key, []).extend(t for t in tokens if t.i not in skip)
    return slots


def _bearers(link: Token) -> list[Token]:
    """Who or what is in the state that a preposition's object names ("the port is under curfew")."""
    over = link.head
    if over.pos_ in {"NOUN", "PROPN", "NUM"}:
        return coordinated(over)
    if over.pos_ not in {"VERB", "AUX"}:
        return []
    objects = [] if is_passive(over) else [c for c in over.children if c.dep_ == "dobj"]
    if objects:
        return [one for c in objects for one in coordinated(c)]
    found = subjects(over)
    if not found:  # the parser takes an unknown name that opens the sentence for an adverb
        found = [c for c in over.lefts if c.dep_ in {"advmod", "npadvmod"} and mention_of(c) is not None]
    return found


def _doers(verb: Token, frames: Frames) -> list[Token]:
    """Subjects of a verb; of "to be" what it equates them with, where that is a name ("clearest was the envoy")."""
    named = [c for c in verb.children if c.dep_ == "attr" and entity_of(c) is not None] if verb.lemma_ == "be" else []
    return named or subjects(verb, frames.comitatives)


def _is_object(noun: Token, verb: Token) -> bool:
    one = noun
    while one.dep_ in {"conj", "appos"} and one.head.i != one.i:
        one = one.head
    return one.head.i == verb.i and one.dep_ in {"dobj", "oprd", "attr"} and not is_passive(verb)


def _satisfied(frame: Frame, slots: Slots, frames: Frames) -> bool:
    """Whether every restriction of the frame holds for some filler."""
    if not frame.restricted:
        return True
    by_role: dict[str, list[Token]] = {}
    for slot, role in frame.roles.items():
        for filler in slots.get(slot, ()):
            by_role.setdefault(role, []).extend([filler, *expand(filler, frames)])
    for role in frame.nouns | frame.classes:
        if role == "theme" and not frame.strict:
            fillers = [t for r, tokens in by_role.items() if r != "agent" for t in tokens]
        else:
            fillers = by_role.get(role, [])
        if not any(accepts(frame, role, t, frames) for t in fillers):
            return False
    return all(any(is_people(t, frames) for t in by_role.get(role, ())) for role in frame.people)


def _themes(doc: Doc, events: list[EventDraft], frames: Frames) -> set[int]:
    """Tokens that only say what another event is about ("lifted the price cap" tells of no new cap)."""
    return {
        i
        for event in events
        if frames.frames[event.frame].nouns.get("theme") and not _is_kept(doc[event.head], frames)
        for p in event.participants
        if p.role == "theme" and p.entity is None and p.head != event.head
        for i in _up_to(doc[p.head], event.head)
    }


def _is_kept(verb: Token, frames: Frames) -> bool:
    """Whether somebody does not, or refuses to, do what the verb says: what it is about holds on."""
    if is_negated(verb):
        return True
    return verb.dep_ == "xcomp" and frames.cues.verbs.get(lemma_of(verb.head)) == "denied"


def _up_to(noun: Token, verb: int) -> list[int]:
    """The noun and the nouns above it up to the event's word ("lifted the cap on prices of gas")."""
    found = [noun.i]
    over = governor(noun)
    while over is not None and over.i != verb and over.pos_ in {"NOUN", "PROPN"} and over.i not in found:
        found.append(over.i)
        over = governor(over)
    return found if over is not None and over.i == verb else found[:1]


def _inside_longer(event: EventDraft, events: list[EventDraft]) -> bool:
    """Whether another trigger contains this one ("fire" in "opened fire")."""
    begin, end = event.trigger
    return any(
        o is not event and o.trigger[0] <= begin and end <= o.trigger[1] and o.trigger != event.trigger for o in events
    )


@Language.factory("kazkg_events", requires=["doc._.mentions", "doc._.times"], assigns=["doc._.events"])
def create(nlp: Language, name: str) -> Events:  # noqa: ARG001
    """Make the component; ``knowledge`` is set on it before it runs."""
    return Events()
