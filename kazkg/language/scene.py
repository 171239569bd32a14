"""What the readers of statements share while they read one document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Doc

from kazkg.knowledge.reporting import Cue
from kazkg.language.contents import Content, Contents
from kazkg.language.cues import CueHit, Spotter
from kazkg.language.drafts import SourceDraft, StatementDraft, TimeDraft
from kazkg.language.owners import Owners
from kazkg.language.relay import Relay
from kazkg.language.speakers import Speakers

if TYPE_CHECKING:
    from kazkg.knowledge import Knowledge

__all__ = ["Made", "Outcome", "Scene"]

Made = list[tuple[CueHit, StatementDraft]]
"""The statements already made of a sentence, each with its cue."""
Outcome = tuple[StatementDraft | None, str]
"""A statement, or None and the reason (empty where the cue went into another statement)."""


class Scene:
    """One document with its sources, contents and media, and the statements read so far.

    Args:
        doc: the document.
        knowledge: the vocabulary.
        owners: the country adjectives of that vocabulary.
        spotter: finds where words of that vocabulary stand.
    """

    def __init__(self, doc: Doc, knowledge: Knowledge, owners: Owners, spotter: Spotter) -> None:
        self.candidates = spotter.among(doc)
        """Indices of the tokens that may begin a cue."""
        self.doc = doc
        self.words = knowledge.reporting
        self.speakers = Speakers(doc, knowledge, owners)
        self.contents = Contents(doc, self.words)
        self.relay = Relay(doc, self.words, self.speakers, knowledge.triples)
        self.statements: list[StatementDraft] = self.speakers.statements
        """All statements so far, in reading order."""
        self.times: dict[int, TimeDraft] = {i: one for one in doc._.times for i in range(one.start, one.end)}
        self.dropped: list[tuple[int, str]] = []
        """Cue tokens that told nothing, with the reason."""
        self.used: set[int] = set()
        """Cue tokens that serve another cue ("quoted ... as saying")."""

    def draft(self, hit: CueHit, cue: Cue, speakers: list[SourceDraft], content: Content) -> StatementDraft:
        """A new statement of the cue."""
        return StatementDraft(
            speakers=speakers,
            act=cue.act,
            cue=(hit.start, hit.end),
            content=content.parts,
            mode=content.mode,
            polarity=cue.polarity,
            certainty=cue.certainty,
            tense=hit.tense,
            said=self._said(hit, content),
        )

    def _said(self, hit: CueHit, content: Content) -> TimeDraft | None:
        """The time that the reporting verb itself has ("said on Thursday")."""
        for child in hit.token.children:
            if child.dep_ not in {"npadvmod", "prep", "advmod"}:
                continue
            nouns = [child, *(c for c in child.children if c.dep_ == "pobj")]
            for noun in nouns:
                time = self.times.get(noun.i)
                outside = not any(a <= noun.i < b for a, b in content.parts)
                if time is not None and time.relation == "at" and outside:
                    return time
        return None
