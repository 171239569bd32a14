"""Which step of something that is followed through the news a telling is: asked for, promised, sent, arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

from kazkg.knowledge.fates import Fates, StageRule
from kazkg.language.drafts import EntityDraft, EventDraft
from kazkg.language.owners import Owners

if TYPE_CHECKING:
    from kazkg.knowledge import Knowledge
    from kazkg.knowledge.frames import Frames

__all__ = ["Stages"]

ALLIED = ("MilitaryAlliance", "InternationalOrganization")


class Stages:
    """Set ``stage`` and ``followed`` of every event that is a stage."""

    def __init__(self) -> None:
        self.knowledge: Knowledge | None = None
        self._owners: Owners | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Judge every event of the Doc."""
        if self.knowledge is not None and doc._.events:
            if self._owners is None or self._owners.knowledge is not self.knowledge:
                self._owners = Owners(self.knowledge)
            reading = Reading(doc, self.knowledge.fates, self.knowledge.frames, self._owners)
            for event in doc._.events:
                reading.judge(event)
            reading.clear_themes()
        return doc


class Reading:
    """The stages of one document.

    Args:
        doc: the document, with events whose modality is set.
        fates: the rules.
        frames: for classes and for which places contain which.
        owners: country adjectives.
    """

    def __init__(self, doc: Doc, fates: Fates, frames: Frames, owners: Owners) -> None:
        self.doc = doc
        self.fates = fates
        self.frames = frames
        self.owners = owners
        self.countries: dict[str, EntityDraft] = {e.key: e for e in doc._.entities if e.cls == "Country"}

    def judge(self, event: EventDraft) -> None:
        """Set the stage of an event, where a rule fits and it is known of what."""
        rule = self.fates.rule(event.cls, event.frame, event.modality)
        if rule is None:
            return
        followed = self._followed(event, rule)
        if followed and (not rule.abroad or self._is_from_abroad(event, followed[0])):
            event.stage, event.followed = rule.stage, followed

    def clear_themes(self) -> None:
        """Take the stage from what another stage only speaks of ("lifted the curfew": it is not in force)."""
        themes = {p.head: e for e in self.doc._.events if e.stage for p in e.participants if p.role == "theme"}
        for event in self.doc._.events:
            if any(themes.get(i, event) is not event for i in range(*event.trigger)):
                event.stage, event.followed = None, []

    def _followed(self, event: EventDraft, rule: StageRule) -> list[EntityDraft]:
        if rule.follows:
            told = [p.entity for p in event.participants if p.entity] + ([event.place] if event.place else [])
            found = [e for e in told if self.frames.is_a(e.cls, (rule.follows,))]
            if found:
                return list({id(e): e for e in found}.values())
        place = event.place
        if place is None:
            return []
        if rule.country and place.cls != "Country":
            around = self.frames.containers(place.key)
            return [self.countries[k] for k in sorted(around & self.countries.keys())][:1] or [place]
        return [place]

    def _is_from_abroad(self, event: EventDraft, here: EntityDraft) -> bool:
        """Whether a participant is of another country or an alliance, or is called foreign."""
        home = self.owners.country_of(here.key)
        for one in event.participants:
            if one.role in {"destination", "place"}:
                continue
            if one.entity is not None:
                if self.frames.is_a(one.entity.cls, ALLIED):
                    return True
                if one.entity.cls == "Country" and one.entity.key != home:
                    return True
            head = self.doc[one.head]
            phrase = self.doc[head.left_edge.i : min(head.right_edge.i + 1, head.i + 6)]
            if any({t.lower_, t.lemma_.lower()} & self.fates.foreign for t in phrase):
                return True
            before = self.doc[head.left_edge.i : head.i]
            if any(self.owners.is_owner(t) for t in before):
                key = self.owners.key_of_phrase(self.doc, before.start, before.end)
                if key is not None and key != home:
                    return True
        return False


@Language.factory("kazkg_stages", requires=["doc._.events"], assigns=["doc._.events"])
def create(nlp: Language, name: str) -> Stages:  # noqa: ARG001
    """Make the component; ``knowledge`` is set on it before it runs."""
    return Stages()
