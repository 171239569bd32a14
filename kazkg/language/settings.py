"""Where and when an event takes place, as its clause, its sentence and the text before it tell."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kazkg.facts import Time
from kazkg.knowledge.frames import Frame, Frames
from kazkg.language.dating import time_for
from kazkg.language.drafts import EntityDraft, EventDraft, MentionDraft, mention_of
from kazkg.language.extents import lend_ends, set_extent
from kazkg.language.slots import governor, opens_alone

__all__ = ["Settings", "root_of"]

STRONG = frozenset(
    {"in", "at", "near", "across", "throughout", "around", "outside", "inside", "within", "through", "along", "off"}
)
"""Prepositions that say where something takes place."""
EXCEPT = frozenset({"except", "excepting", "excluding", "save", "unlike"})
"""Prepositions that leave a place out."""
BEFORE = frozenset({"since", "before", "until"})
"""Prepositions before what was long ago or is to come: where that is says nothing ("since the fall of Troy")."""
MANY = frozenset({"many", "several", "various", "numerous", "different", "most", "all", "dozens", "other"})
"""Words before "cities" that mean no town in particular."""
STEPS = 6
SCENE = 3
"""How many sentences back a scene reaches over the ends of paragraphs."""


def root_of(token: Token) -> Token:
    """The verb of the clause that the token belongs to, or the root of its sentence."""
    one = token
    while one.head.i != one.i and one.pos_ not in {"VERB", "AUX"}:
        one = one.head
    return one


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children)


class Settings:
    """Places and times of one Doc, indexed once.

    Args:
        doc: the Doc, with mentions and times.
        frames: for which places contain which.
        lemmas: of all tokens, in lower case.
    """

    def __init__(self, doc: Doc, frames: Frames, lemmas: list[str]) -> None:
        self.doc = doc
        self.frames = frames
        self.country: EntityDraft | None = doc._.country
        self.sentences: list[Span] = list(doc.sents) if doc.has_annotation("SENT_START") else []
        self.sentence_of = [0] * len(doc)
        for n, sentence in enumerate(self.sentences):
            for i in range(sentence.start, sentence.end):
                self.sentence_of[i] = n
        self.places: dict[int, list[MentionDraft]] = {}
        for mention in doc._.mentions:
            if mention.entity.kind in {"Place", "Facility"} and mention.head < len(doc):
                self.places.setdefault(self.sentence_of[mention.head], []).append(mention)
        self.timed = bool(doc._.times)
        self.place_nouns = [i for i, lemma in enumerate(lemmas) if lemma in frames.place_nouns]
        self.pointers: dict[int, list[int]] = {}
        self.told: dict[int, EntityDraft] = {}
        """Sentence -> the place that its last placed event states."""

    def place_all(self, events: list[EventDraft]) -> None:
        """Set place and time of every event."""
        for event in events:
            frame = self.frames.frames[event.frame]
            self._place(event, frame)
            event.time = self._time(event)
            set_extent(event, self.doc, self.frames)
        lend_ends(events, self.doc, self.frames)

    def _place(self, event: EventDraft, frame: Frame) -> None:
        stated = self._destination(event) or self._in_clause(event, frame) or self._of_facility(event)
        if stated is not None:
            event.place, event.place_stated, event.place_near = stated, True, True
            self.told[self.sentence_of[event.head]] = stated
            return
        nationwide = frame.nationwide or self._is_nationwide(self.doc[event.head], frame)
        event.place = self._of_agents(event, frame) if frame.nationwide else None
        if event.place is None and not nationwide:
            event.place = self._in_sentence(event)
            event.place_near = event.place is not None
            event.place = event.place or self.told.get(self.sentence_of[event.head]) or self._pointed_at(event)
            if event.place is None and not frame.uncarried:
                event.place = self._carried(event, frame)
            if event.place is None and not frame.uncarried and not frame.lasting:
                event.place = self._scene(event)
        event.place = event.place or self.country

    def _is_nationwide(self, head: Token, frame: Frame) -> bool:
        """Whether an adverb or "in many towns" says that it holds in the whole country, or a toll goes back far.

        As in "at least 40 have died since the coup".
        """
        over = root_of(head)
        children = [child for one in (head, over) for child in one.children]
        if not {child.lower_ for child in children}.isdisjoint(self.frames.nationwide):
            return True
        if frame.counted_as and any(c.lower_ == "since" and c.dep_ == "prep" and c.i > over.i for c in children):
            return True
        at = self._pointers(self.sentence_of[head.i])
        return any(c.lower_ in MANY for i in at if self.doc[i].tag_ == "NNS" for c in self.doc[i].lefts)

    def _destination(self, event: EventDraft) -> EntityDraft | None:
        for role in ("destination", "theme", "target", "patient", "origin"):
            for one in event.participants:
                if one.role == role and one.entity is not None and one.entity.kind == "Place":
                    return one.entity
        return None

    def _of_facility(self, event: EventDraft) -> EntityDraft | None:
        for one in event.participants:
            if one.entity is not None and one.entity.kind == "Facility":
                return one.entity
        return None

    def _of_agents(self, event: EventDraft, frame: Frame) -> EntityDraft | None:
        """A country that acts is where its own measures hold, unless force or help goes abroad."""
        if not {"destination", "origin", "recipient"}.isdisjoint(frame.roles.values()) or frame.joint:
            return None
        for one in event.participants:
            if one.entity is not None and one.entity.cls == "Country":
                return one.entity
        return None

    def _in_clause(self, event: EventDraft, frame: Frame) -> EntityDraft | None:
        """A place that a locative phrase ties to the trigger, its participants or the verb that carries it."""
        found = self.places.get(self.sentence_of[event.head], ())
        if not found:
            return None
        head = self.doc[event.head]
        where = self._where(root_of(head))
        if where is not None:
            return where
        near = {event.head: 0, root_of(head).i: 1}
        if frame.nationwide and not event.participants:
            found = [m for m in found if m.entity.cls == "Country" or self._is_beside(self.doc[m.head], near)]
        over = governor(head)
        if over is not None:
            near.setdefault(over.i, 2)
        for one in event.participants:
            near.setdefault(one.head, 3)
        ranked = []
        for n, mention in enumerate(found):
            token = self.doc[mention.head]
            rank = self._attachment(token, near)
            if rank is not None and not self._is_where_told(token, event.head):
                ranked.append((rank, abs(token.i - event.head), n, mention.entity))
        if not ranked:
            return None
        best = min(ranked)[3]
        inner = [e for _, _, _, e in sorted(ranked) if best.key in self.frames.containers(e.key)]
        return inner[0] if inner else best

    def _is_beside(self, place: Token, near: dict[int, int]) -> bool:
        """Whether a locative phrase hangs on the trigger or its verb itself ("a curfew in Oslo", "imposed in Oslo")."""
        return place.dep_ == "pobj" and place.head.lower_ in STRONG and place.head.head.i in near

    def _where(self, verb: Token) -> EntityDraft | None:
        """The place whose relative clause with "where" the verb stands in."""
        while verb.dep_ == "conj" and verb.head.i != verb.i:
            verb = verb.head
        if verb.dep_ != "relcl" or not any(child.lower_ == "where" for child in verb.children):
            return None
        mention = mention_of(verb.head)
        return mention.entity if mention is not None and mention.entity.kind in {"Place", "Facility"} else None

    def _attachment(self, token: Token, near: dict[int, int]) -> int | None:
        """How far up the place hangs on one of ``near``; None where no locative phrase leads there."""
        one, locative = token, False
        for step in range(STEPS + 2):
            if one.i in near and step:
                return near[one.i] * STEPS + step if locative else None
            if one.head.i == one.i:
                return None
            if one.lower_ in BEFORE and step and not self._is_here(token):
                return None
            if one.pos_ == "ADP" and one.lower_ in STRONG | {"of"}:
                if one.lower_ == "of" and self._is_person(one.head):
                    return None  # "Ada Brun, of Oslo"
                locative = True
            elif one.dep_ in {"compound", "poss", "nmod"} and one.head.i in near:
                return near[one.head.i] * STEPS + step + 1
            if one.pos_ in {"VERB", "AUX"}:
                return None
            one = one.head
        return None

    def _is_here(self, place: Token) -> bool:
        """Whether the place is, or lies in, the country that the article is about."""
        mention = mention_of(place)
        return mention is not None and self._inside(mention)

    def _is_person(self, token: Token) -> bool:
        mention = mention_of(token)
        return mention is not None and mention.entity.kind == "Person"

    def _in_sentence(self, event: EventDraft) -> EntityDraft | None:
        found = [
            m
            for m in self.places.get(self.sentence_of[event.head], ())
            if self._is_locative(m) and self._inside(m) and self._holds_for(self.doc[m.head], self.doc[event.head])
        ]
        found.sort(key=lambda m: (abs(m.head - event.head), m.head))
        return found[0].entity if found else self._opening(event)

    def _opening(self, event: EventDraft) -> EntityDraft | None:
        """The place that opens the sentence and stands alone, as in headlines ("Oslo, shots at a rally")."""
        number = self.sentence_of[event.head]
        first = next(iter(self.places.get(number, ())), None)
        if first is None or first.start != self.sentences[number].start or first.entity.kind != "Place":
            return None
        return first.entity if opens_alone(self.doc[first.head]) else None

    def _holds_for(self, place: Token, head: Token) -> bool:
        """Whether a place's clause may say where the event is: not where a clause below the event's says it of its own.

        "Two men were hurt when a bus burned in the port" does not tell where all were hurt.
        """
        clause, above = root_of(head), set()
        for _ in range(STEPS):
            above.add(clause.i)
            if clause.head.i == clause.i:
                break
            clause = root_of(clause.head)
        one = root_of(place)
        for _ in range(STEPS):
            if one.i in above:
                return True
            if (one.dep_ == "relcl" and one.head.i != head.i) or (one.dep_ == "advcl" and _has_subject(one)):
                return False
            if one.head.i == one.i:
                return True
            one = root_of(one.head)
        return True

    def _is_locative(self, mention: MentionDraft) -> bool:
        one = self.doc[mention.head]
        if one.dep_ in {"compound", "nmod", "poss", "amod"} and one.head.lemma_.lower() not in self.frames.place_nouns:
            return False  # "outside the Norland embassy"
        for _ in range(STEPS):
            if one.head.i == one.i:
                return False
            one = one.head
            if one.lower_ in EXCEPT:
                return False
            if one.lower_ == "of" and one.head.lemma_.lower() in self.frames.place_nouns:
                return True  # "buried the village of X"
            if one.pos_ == "ADP" and one.lower_ != "of":
                return one.lower_ in STRONG and not self._is_where_told(self.doc[mention.head])
        return False

    def _is_where_told(self, place: Token, head: int = -1) -> bool:
        """Whether a place only says where somebody speaks ("told reporters in Oslo"), unless that is the event."""
        if place.dep_ != "pobj" or place.head.lower_ not in STRONG:
            return False
        over = place.head.head
        if over.i == head:
            return False
        if over.dep_ in {"dobj", "dative", "pobj"} and over.pos_ in {"NOUN", "PROPN"}:
            over = over.head if over.dep_ != "pobj" else over.head.head
        return over.pos_ == "VERB" and head != over.i < place.i and over.lemma_ in self.frames.tellings

    def _is_scene(self, mention: MentionDraft) -> bool:
        """Whether what follows may take place at the mention: it says where, or is a site nobody is brought to."""
        if mention.entity.kind == "Facility":
            head = self.doc[mention.head]
            return head.dep_ != "pobj" or head.head.lower_ not in {"to", "from", "for", "of", "into"}
        return self._is_locative(mention)

    def _carried(self, event: EventDraft, frame: Frame) -> EntityDraft | None:
        """The last place said by a locative phrase earlier in the paragraph.

        What lasts is hardly confined to a site of an earlier sentence; it holds for the town around it.
        """
        found = self._earlier(event)
        if found is None or found.kind != "Facility" or not frame.lasting:
            return found
        return self._town_around(found)

    def _scene(self, event: EventDraft) -> EntityDraft | None:
        """The town where the last events of the paragraphs right before took place."""
        number = self.sentence_of[event.head]
        for n in range(number - 1, max(-1, number - SCENE - 1), -1):
            told = self.told.get(n)
            if told is not None:
                town = told if told.kind == "Place" else self._town_around(told)
                return town if town is not None and town.cls != "Country" and self._inside_key(town) else None
        return None

    def _inside_key(self, entity: EntityDraft) -> bool:
        if self.country is None or not entity.known:
            return True
        return self.country.key in self.frames.containers(entity.key)

    def _earlier(self, event: EventDraft) -> EntityDraft | None:
        number = self.sentence_of[event.head]
        while number > 0:
            sentence = self.sentences[number]
            if sentence.start and "\n" in self.doc[sentence.start - 1].text:
                return None
            number -= 1
            for mention in reversed(self.places.get(number, ())):
                if self._is_scene(mention) and self._inside(mention):
                    return mention.entity
            told = self.told.get(number)
            if told is not None and number == self.sentence_of[event.head] - 1:
                return told  # abroad, but where the sentence before tells of something
        return None

    def _inside(self, mention: MentionDraft) -> bool:
        """Whether the place lies in the country that the article is about (True where that is not known)."""
        key = mention.entity.key
        if self.country is None or key == self.country.key or not mention.entity.known:
            return True
        return self.country.key in self.frames.containers(key)

    def _pointed_at(self, event: EventDraft) -> EntityDraft | None:
        """The town that "in both cities", "in the region" or "there" points back to."""
        at = self._pointers(self.sentence_of[event.head])
        if not any(i - event.head < 12 for i in at):
            return None
        for number in range(self.sentence_of[event.head], max(-1, self.sentence_of[event.head] - 4), -1):
            for mention in reversed(self.places.get(number, ())):
                town = self._town(mention)
                if mention.head < event.head and town is not None and self._inside(mention):
                    return town
        return None

    def _pointers(self, number: int) -> list[int]:
        """Indices of the nouns of a sentence that point back to a place."""
        if number not in self.pointers:
            here = (self.doc[i] for i in self.place_nouns if self.sentence_of[i] == number)
            self.pointers[number] = [
                t.i for t in here if t.dep_ == "pobj" and t.head.lower_ in STRONG and mention_of(t) is None
            ]
        return self.pointers[number]

    def _town(self, mention: MentionDraft) -> EntityDraft | None:
        """The town or region that a mention names, or that its site lies in where the article names that too."""
        entity = mention.entity
        if entity.kind == "Place":
            return entity if entity.cls != "Country" else None
        return self._town_around(entity)

    def _town_around(self, entity: EntityDraft) -> EntityDraft | None:
        """The town that a site lies in, where the article names it."""
        around = self.frames.containers(entity.key)
        return next((e for e in self.doc._.entities if e.key in around and e.cls == "City"), None)

    def _time(self, event: EventDraft) -> Time | None:
        """The time expression that dates the trigger's clause; a duration or an end gives no time."""
        draft = time_for(self.doc[event.head]) if self.timed else None
        return draft.time if draft is not None and draft.relation in {"at", "since"} else None
