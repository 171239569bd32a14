"""What a telling brings in: people or a happening that no telling before it can have meant."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kazkg.knowledge.frames import Frames
from kazkg.language.drafts import EventDraft
from kazkg.language.fillers import is_people

__all__ = ["mark"]

INDEFINITE = frozenset({"a", "an", "another", "one"})
UNDERGOING = frozenset({"patient", "target"})


def mark(event: EventDraft, doc: Doc, frames: Frames) -> None:
    """Set what is fresh in a telling, and whether it tells of many without naming any.

    An indefinite article introduces somebody ("a nurse was stabbed"); "another", "a second" or "new" before the
    event's noun introduces a happening of its own.
    """
    head = doc[event.head]
    fresh = {
        p.label.lower()
        for p in event.participants
        if p.role in UNDERGOING and p.entity is None and _is_introduced(doc[p.head]) and is_people(doc[p.head], frames)
    }
    if head.pos_ == "NOUN" and any(c.lower_ in frames.novelties and c.dep_ in {"amod", "det"} for c in head.lefts):
        fresh.add("")
    event.fresh = frozenset(fresh)
    undergoing = [p for p in event.participants if p.role in UNDERGOING]
    event.mass = head.tag_ == "NNS" and not undergoing


def _is_introduced(noun: Token) -> bool:
    return noun.tag_ == "NN" and any(c.lower_ in INDEFINITE for c in noun.lefts)
