"""Where and when an event takes place, as its clause, its sentence and the text before it tell."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kazkg.facts import Time
from kazkg.knowledge.frames import Frame, Frames
from kazkg.language.dating import time_for
from kazkg.language.drafts import EntityDraft, EventDraft, MentionDraft, mention_of
from kazkg.language.slots import governor

__all__ = ["Settings", "root_of"]

STRONG = frozenset(
    {"in", "at", "near", "across", "throughout", "around", "outside", "inside", "within", "through", "along", "off"}
)
"""Prepositions that say where something takes place."""
STEPS = 6


def root_of(token: Token) -> Token:
    """The verb of the clause that the token belongs to, or the root of its sentence."""
    one = token
    while one.head.i != one.i and one.pos_ not in {"VERB", "AUX"}:
        one = one.head
    return one


class Settings:
    """Places and times of one Doc, indexed once.

    Args:
        doc: the Doc, with mentions and times.
        frames: for which places contain which.
    """

    def __init__(self, doc: Doc, frames: Frames) -> None:
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

    def place_all(self, events: list[EventDraft]) -> None:
        """Set place and time of every event."""
        for event in events:
            frame = self.frames.frames[event.frame]
            self._place(event, frame)
            event.time = self._time(event)

    def _place(self, event: EventDraft, frame: Frame) -> None:
        stated = self._destination(event) or self._in_clause(event) or self._of_facility(event)
        if stated is not None:
            event.place, event.place_stated = stated, True
            return
        event.place = self._of_agents(event, frame) if frame.nationwide else None
        if event.place is None and not frame.nationwide:
            event.place = self._in_sentence(event) or self._pointed_at(event) or self._carried(event)
        event.place = event.place or self.country

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

    def _in_clause(self, event: EventDraft) -> EntityDraft | None:
        """A place that a locative phrase ties to the trigger, its participants or the verb that carries it."""
        found = self.places.get(self.sentence_of[event.head], ())
        if not found:
            return None
        head = self.doc[event.head]
        where = self._where(root_of(head))
        if where is not None:
            return where
        near = {event.head: 0, root_of(head).i: 1}
        over = governor(head)
        if over is not None:
            near.setdefault(over.i, 2)
        for one in event.participants:
            near.setdefault(one.head, 3)
        ranked = []
        for n, mention in enumerate(found):
            token = self.doc[mention.head]
            rank = self._attachment(token, near)
            if rank is not None:
                ranked.append((rank, abs(token.i - event.head), n, mention.entity))
        if not ranked:
            return None
        best = min(ranked)[3]
        inner = [e for _, _, _, e in sorted(ranked) if best.key in self.frames.containers(e.key)]
        return inner[0] if inner else best

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
        for step in range(STEPS):
            if one.i in near and step:
                return near[one.i] * STEPS + step if locative else None
            if one.head.i == one.i:
                return None
            if one.pos_ == "ADP" and one.lower_ in STRONG | {"of"}:
                locative = True
            elif one.dep_ in {"compound", "poss", "nmod"} and one.head.i in near:
                return near[one.head.i] * STEPS + step + 1
            if one.pos_ in {"VERB", "AUX"}:
                return None
            one = one.head
        return None

    def _in_sentence(self, event: EventDraft) -> EntityDraft | None:
        found = [
            m for m in self.places.get(self.sentence_of[event.head], ()) if self._is_locative(m) and self._inside(m)
        ]
        found.sort(key=lambda m: (abs(m.head - event.head), m.head))
        return found[0].entity if found else None

    def _is_locative(self, mention: MentionDraft) -> bool:
        one = self.doc[mention.head]
        for _ in range(STEPS):
            if one.head.i == one.i:
                return False
            one = one.head
            if one.pos_ == "ADP" and one.lower_ != "of":
                return one.lower_ in STRONG
        return False

    def _carried(self, event: EventDraft) -> EntityDraft | None:
        """The last place said by a locative phrase earlier in the paragraph."""
        number = self.sentence_of[event.head]
        while number > 0:
            sentence = self.sentences[number]
            if sentence.start and "\n" in self.doc[sentence.start - 1].text:
                return None
            number -= 1
            for mention in reversed(self.places.get(number, ())):
                if (self._is_locative(mention) or mention.entity.kind == "Facility") and self._inside(mention):
                    return mention.entity
        return None

    def _inside(self, mention: MentionDraft) -> bool:
        """Whether the place lies in the country that the article is about (True where that is not known)."""
        key = mention.entity.key
        if self.country is None or key == self.country.key or not mention.entity.known:
            return True
        return self.country.key in self.frames.containers(key)

    def _pointed_at(self, event: EventDraft) -> EntityDraft | None:
        """The town that "in both cities", "in the region" or "there" points back to."""
        sentence = self.sentences[self.sentence_of[event.head]] if self.sentences else self.doc[:]
        points = any(
            t.lemma_.lower() in self.frames.place_nouns
            and t.dep_ == "pobj"
            and t.head.lower_ in STRONG
            and mention_of(t) is None
            and t.i - event.head < 12
            for t in sentence
        )
        if not points:
            return None
        for number in range(self.sentence_of[event.head], max(-1, self.sentence_of[event.head] - 4), -1):
            for mention in reversed(self.places.get(number, ())):
                towns = mention.entity.kind == "Place" and mention.entity.cls != "Country"
                if mention.head < event.head and towns and self._inside(mention):
                    return mention.entity
        return None

    def _time(self, event: EventDraft) -> Time | None:
        """The time expression that dates the trigger's clause; a duration or an end gives no time."""
        draft = time_for(self.doc[event.head]) if self.timed else None
        return draft.time if draft is not None and draft.relation in {"at", "since"} else None
