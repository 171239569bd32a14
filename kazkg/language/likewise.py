"""Tellings that only say who does the same: "the airline has done the same", "the ministry followed suit"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kazkg.knowledge.frames import Frames
from kazkg.language.drafts import EventDraft, ParticipantDraft
from kazkg.language.fillers import entity_of
from kazkg.language.participants import label_of
from kazkg.language.slots import subjects

__all__ = ["likewise"]

DONE = frozenset({"same", "likewise", "so"})
SENTENCES = 2
"""How many sentences back what is done again may stand, this one included."""


def likewise(doc: Doc, events: list[EventDraft], frames: Frames, lemmas: list[str]) -> list[EventDraft]:
    """A telling for each "did the same", with the class and theme of the last telling before it that has an agent.

    Args:
        doc: the Doc.
        events: its tellings, in text order.
        frames: says which verbs are of joining.
        lemmas: of all tokens, in lower case.

    Returns:
        New tellings, in text order; nothing where who does the same has no name and is no noun.
    """
    found = []
    for token in (doc[i] for i, lemma in enumerate(lemmas) if lemma in {"do", "follow"}):
        if token.pos_ not in {"VERB", "AUX"}:
            continue
        last = _object(token)
        if last is None:
            continue
        told = _told_before(token, events)
        who = [t for t in subjects(token, frames.comitatives) if t.pos_ in {"NOUN", "PROPN"} or entity_of(t)]
        if told is None or not who:
            continue
        agents = [ParticipantDraft("agent", label_of(t, frames), t.i, entity_of(t)) for t in who]
        rest = [p for p in told.participants if p.role != "agent"]
        span = (token.i, last.i + 1) if last.i - token.i < 4 else (token.i, token.i + 1)
        found.append(EventDraft(told.cls, span, token.i, told.frame, agents + rest))
    return found


def _object(verb: Token) -> Token | None:
    """The word that makes the verb mean what was told before; None where it means something else."""
    words = DONE if verb.lemma_ == "do" else frozenset({"suit"})
    return next((c for c in verb.rights if c.lower_ in words and c.dep_ in {"dobj", "advmod", "npadvmod"}), None)


def _told_before(verb: Token, events: list[EventDraft]) -> EventDraft | None:
    starts = [i for i in range(verb.i, -1, -1) if verb.doc[i].is_sent_start][:SENTENCES]
    before = [e for e in events if starts and starts[-1] <= e.head < verb.i]
    return next((e for e in reversed(before) if any(p.role == "agent" for p in e.participants)), None)
