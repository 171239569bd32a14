"""Vocabulary: what the Turtle in ``ontology/`` (and in knowledge folders laid on top of it) tells the reader.

Grammar lives in :mod:`kazkg.language`; every word and every name it knows comes from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kazkg import resources
from kazkg.knowledge.triples import Triples, load

if TYPE_CHECKING:
    from kazkg.facts import Link
    from kazkg.knowledge.corrections import Corrections
    from kazkg.knowledge.counting import Counting
    from kazkg.knowledge.fates import Fates
    from kazkg.knowledge.frames import Frames
    from kazkg.knowledge.gazetteer import Gazetteer
    from kazkg.knowledge.reporting import Reporting
    from kazkg.knowledge.unknowns import UnknownWords

__all__ = ["Knowledge", "Triples"]


class Knowledge:
    """All vocabulary of one run; its parts are read when first asked for.

    Args:
        folders: knowledge folders laid on top of the packaged ontology, in this order.
    """

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self.folders = tuple(folders)
        self.triples = load([resources.folder("ontology"), *self.folders])

    @property
    def digest(self) -> str:
        """SHA-256 that names this knowledge, in hexadecimal."""
        return self.triples.digest

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Who is who."""
        from kazkg.knowledge.gazetteer import Gazetteer

        return Gazetteer(self.triples)

    @cached_property
    def counting(self) -> Counting:
        """Words of amounts, of victims and of what happens to them."""
        from kazkg.knowledge.counting import Counting

        return Counting(self.triples)

    @cached_property
    def frames(self) -> Frames:
        """Words that tell of events, and who stands in which place of the sentence."""
        from kazkg.knowledge.frames import Frames

        return Frames(self.triples)

    @cached_property
    def reporting(self) -> Reporting:
        """Words that make something somebody's word: cues, sources, hedges."""
        from kazkg.knowledge.reporting import Reporting

        return Reporting(self.triples)

    @cached_property
    def unknowns(self) -> UnknownWords:
        """Words by which an article says that something is not known or not given."""
        from kazkg.knowledge.unknowns import UnknownWords

        return UnknownWords(self.triples)

    @cached_property
    def fates(self) -> Fates:
        """Which tellings of events are which step of something that is followed through the news."""
        from kazkg.knowledge.fates import Fates

        return Fates(self.triples)

    @cached_property
    def corrections(self) -> Corrections:
        """What analysts correct."""
        from kazkg.knowledge.corrections import Corrections

        return Corrections(self.triples)

    @cached_property
    def links(self) -> dict[str, Link]:
        """Links to Wikidata that say how they were found, by the key of their entity."""
        from kazkg.knowledge.links import read_links

        return read_links(self.triples)

    @cached_property
    def followed_groups(self) -> frozenset[str]:
        """Local names of the groups of people of whom it matters what they are called."""
        return frozenset(
            iri.rpartition("#")[2]
            for iri in self.triples.subjects("Group")
            if self.triples.value(iri, "followsNaming") == "true"
        )
