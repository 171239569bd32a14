"""Which tellings of events are which step of something that is followed through the news."""

from __future__ import annotations

from dataclasses import dataclass

from kazkg.errors import KnowledgeError
from kazkg.knowledge.triples import Triples

__all__ = ["Fates", "StageRule"]


@dataclass(frozen=True, slots=True)
class StageRule:
    """One rule of the lexicon."""

    stage: str
    """Local name of the stage."""
    cls: str
    """Local name of the event class; classes below it count."""
    frames: frozenset[str]
    """Keys of the frames it is told by; empty for any."""
    modalities: frozenset[str]
    follows: str | None
    """Class of the entity that is followed; None for the place."""
    country: bool
    """Whether the country of the place is followed."""
    abroad: bool
    """Whether a participant must come from abroad."""


class Fates:
    """The rules, those that name a frame first.

    Args:
        triples: everything that the knowledge folders say.

    Raises:
        KnowledgeError: for a rule without a stage or a class.
    """

    def __init__(self, triples: Triples) -> None:
        self._triples = triples
        self._narrow: dict[str, frozenset[str]] = {}
        rules = [self._read(iri) for iri in triples.subjects("StageRule")]
        self.rules = tuple(sorted(rules, key=lambda r: (not r.frames, r.stage, r.cls)))
        self.foreign = frozenset(
            w for i in triples.subjects("ForeignWord") for p in ("noun", "adjective") for w in triples.values(i, p)
        )
        """Words that say that forces come from abroad."""

    def rule(self, cls: str, frame: str, modality: str) -> StageRule | None:
        """The first rule that fits a telling; None where it is no stage of anything."""
        if cls not in self._narrow:
            self._narrow[cls] = frozenset(self._triples.ancestors(cls))
        for one in self.rules:
            if one.cls in self._narrow[cls] and modality in one.modalities and (not one.frames or frame in one.frames):
                return one
        return None

    def _read(self, iri: str) -> StageRule:
        t = self._triples
        stage, cls = t.value(iri, "givesStage"), t.value(iri, "ofEventClass")
        if stage is None or cls is None:
            raise KnowledgeError(f"{iri}: a stage rule without kaz:givesStage or kaz:ofEventClass.", "Add it.")
        return StageRule(
            stage=stage,
            cls=cls,
            frames=frozenset(v.rpartition("#")[2] for v in t.values(iri, "ofFrame")),
            modalities=frozenset(t.values(iri, "ofModality")),
            follows=t.value(iri, "followsClass"),
            country=t.value(iri, "followsCountry") == "true",
            abroad=t.value(iri, "fromAbroad") == "true",
        )
