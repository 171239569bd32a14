"""Who is said to have said what: statements with source, cue, content and the media that carried them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, Span

from kazkg.language.according import DEEP, According
from kazkg.language.carry import SILENT, Carry
from kazkg.language.cues import CueHit, Spotter, find
from kazkg.language.drafts import StatementDraft, zone_of
from kazkg.language.headlines import Headlines
from kazkg.language.introduced import Introduced
from kazkg.language.nesting import Nesting
from kazkg.language.nouncues import NounCues
from kazkg.language.owners import Owners
from kazkg.language.scene import Made, Scene
from kazkg.language.verbs import Verbs

if TYPE_CHECKING:
    from kazkg.knowledge import Knowledge

__all__ = ["REASONS", "Statements"]

REASONS = {
    "zone": "stands in a heading, caption, credit or teaser",
    "own words": "the speaker's own words inside a statement that is already told",
    "not said": "nothing was said: planned, possible or negated",
    "no content": "nothing in the sentence is what was said",
    "no speaker": "nobody in the sentence can say it",
    "relay": "told as the medium of another statement",
}
"""Why a reporting word ended in no statement, in plain words."""


class Statements:
    """Write ``doc._.statements`` in order of their cues, and ``doc._.dropped_cues`` for cues that told nothing."""

    def __init__(self) -> None:
        self.knowledge: Knowledge | None = None
        self._owners: Owners | None = None
        self._spotter: Spotter | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Read the statements of the document."""
        if self.knowledge is not None:
            if self._owners is None or self._owners.knowledge is not self.knowledge:
                self._owners = Owners(self.knowledge)
                self._spotter = Spotter(self.knowledge.reporting)
            if self._spotter is not None:
                Reading(Scene(doc, self.knowledge, self._owners, self._spotter)).run()
        return doc


class Reading:
    """The statements of one document, while they are read.

    Args:
        scene: the document and what was read in it so far.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.doc = scene.doc
        self.verbs = Verbs(scene)
        self.according = According(scene)
        self.nouns = NounCues(scene)
        self.introduced = Introduced(scene)
        self.carry = Carry(scene)

    def run(self) -> None:
        """Read sentence by sentence, then carry on and nest."""
        previous: Span | None = None
        for sent in self.doc.sents:
            hits = find(self.doc, sent, self.scene.words, self.scene.candidates)
            if hits and zone_of(hits[0].token) in SILENT:
                self.scene.dropped.extend(
                    (hit.token.i, "zone") for hit in hits if not any(cue.everyday for cue in hit.cues)
                )
                if all(cue.everyday for hit in hits for cue in hit.cues) and not self.introduced.silent(hits[0].token):
                    self._sentence([], sent, previous)
            elif not self.introduced.silent(hits[0].token if hits else sent[len(sent) // 2]):
                self._sentence(hits, sent, previous)
            self.carry.indirect(sent, previous, hits)
            if not all(t.is_space for t in sent):
                previous = sent
        for told in Headlines(self.scene).read():
            self.scene.statements.append(told)
            self.scene.dropped[:] = [(i, why) for i, why in self.scene.dropped if i != told.cue[0]]
        self.scene.statements.sort(key=lambda one: one.cue)
        for quote in self.scene.contents.quotes:
            self.carry.orphan(quote)
        self.scene.statements.sort(key=lambda one: one.cue)
        Nesting(self.scene).nest()
        self.doc._.statements = list(self.scene.statements)
        self.doc._.dropped_cues = sorted(self.scene.dropped)

    def _sentence(self, hits: list[CueHit], sent: Span, previous: Span | None) -> None:
        made: Made = []
        for hit in hits:
            if hit.form == "phrase":
                self.according.free_relative(hit, sent)
        covered = {i for hit in hits if hit.form in {"verb", "phrase"} for i in range(hit.start + 1, hit.end)}
        hits = [hit for hit in hits if hit.token.i not in covered]
        verbs = [hit for hit in hits if hit.form == "verb"]
        for hit in sorted(
            verbs,
            key=lambda h: (any(c.relay for c in h.cues) and (h.token.tag_ == "VBG" or h.token.dep_ in DEEP), h.token.i),
        ):
            if hit.token.i in self.scene.used:
                continue
            statement, reason = self.verbs.verb(hit, sent, previous, made)
            if statement is not None:
                made.append((hit, statement))
                self.scene.statements.append(statement)
            elif reason == "own words" or (reason and not any(cue.everyday for cue in hit.cues)):
                self.scene.dropped.append((hit.token.i, reason))
        for hit in hits:
            if hit.form in {"noun", "adjective", "adverb"}:
                self._add(hit, self.nouns.read(hit, sent, made), made)
            elif hit.form == "phrase":
                verbless = any("before" in cue.slots for cue in hit.cues)
                statement = (
                    self.verbs.pointing.verbless(hit, sent, previous)
                    if verbless
                    else self.according.phrase(hit, sent, made)
                )
                self._add(hit, statement, made)
        told = self.introduced.read(sent, made)
        if told is not None:
            self._add(CueHit(self.doc[told.cue[0]], *told.cue, []), told, made)
        if made:
            self.scene.statements[-len(made) :] = sorted((s for _, s in made), key=lambda one: one.cue)

    def _add(self, hit: CueHit, statement: StatementDraft | None, made: Made) -> None:
        if statement is not None:
            made.append((hit, statement))
            self.scene.statements.append(statement)


@Language.factory(
    "kazkg_statements",
    requires=["doc._.quotes"],
    assigns=["doc._.statements", "doc._.dropped_cues"],
)
def create(nlp: Language, name: str) -> Statements:  # noqa: ARG001
    """Make the component."""
    return Statements()
