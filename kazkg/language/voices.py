"""Who speaks for a body or reports for a medium: spokespeople, press services, correspondents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Token

from kazkg.language.drafts import SourceDraft, mention_of
from kazkg.language.labels import UNNAMED
from kazkg.language.sources import again, drawn

if TYPE_CHECKING:
    from kazkg.language.speakers import Speakers

__all__ = ["Voices"]


class Voices:
    """Resolves the voices of one document.

    Args:
        speakers: resolves the other sources of the document, and remembers who spoke before.
    """

    def __init__(self, speakers: Speakers) -> None:
        self.speakers = speakers
        self.doc = speakers.doc

    def voice(self, head: Token, start: int, end: int) -> SourceDraft:
        """Somebody who speaks for a body and has no name: labelled as the body."""
        naming, words = self.speakers.naming, self.speakers.words
        after = self.doc[end] if end == head.i + 1 and end < head.sent.end else None
        if after is not None and after.lower_ == "for" and (noun := next(after.rights, None)) is not None:
            end = noun.right_edge.i + 1  # the parser hung "for" on the verb: "said the spokesman for ..."
        body = naming.inside(start, end, ("Organization", "Facility"))
        if body is None and not any(naming.kind(t) in {"body", "group"} for t in self.doc[start : head.i]):
            body = naming.inside(start, end, ("Place", "Person"))
        if body is not None and body.entity.kind == "Place" and body.form != "name":
            body = None
        if body is not None:
            entity = self.speakers.speaking(body.entity)
            source = drawn(entity, start, end)
            if entity.kind == "Person":
                source.label, source.entity = f"{entity.label} {head.lemma_.lower()}", None
            source.affiliation, source.affiliation_entity = entity.label, entity
            return source
        lemma = head.lemma_.lower()
        for token in self.doc[start:end]:
            title = token.i == head.i or (token.i == head.i - 1 and f"{token.lower_} {lemma}" in words.sources)
            if not title and naming.kind(token) in {"body", "group"}:
                whole = token.i > head.i and token.dep_ == "compound" and token.head.i < end
                noun = token.head if whole and naming.kind(token.head) in {"body", "group"} else token
                return self._unnamed_body(noun, head.i + 1 if token.i > head.i else start, end)
        if self.doc[start].lower_ in {"a", "an"}:
            near = self._body_around(head)
            if near is not None:
                return SourceDraft(near.label, near.entity, start, end, near.label, near.entity)
        if self.doc[start].lower_ in {"the", "this"} or start == head.i:
            before = self.speakers.recall.called(naming.voices) or self.speakers.recall.last_voice()
            if before is not None:
                return again(before, start, end)
        double = f"{self.doc[head.i - 1].lower_} {lemma}" if head.i > start else ""
        label = double if double in words.sources else f"{UNNAMED}{lemma}"
        return SourceDraft(label=label, start=start, end=end)

    def _unnamed_body(self, token: Token, start: int, end: int) -> SourceDraft:
        """The body of "a police spokesman", or the one that "a department spokesman" goes back to."""
        alone = token.dep_ == "compound" and not any(c.dep_ in {"compound", "amod"} for c in token.lefts)
        group = (
            self.speakers.recall.last_group(token) if alone and self.speakers.naming.kind(token) == "group" else None
        )
        if group is not None:
            return SourceDraft(group.label, group.entity, start, end, group.label, group.entity)
        label = self.speakers.labels.of(token, start, token.i + 1, "body")
        return SourceDraft(label=label, start=start, end=end, affiliation=label)

    def _body_around(self, head: Token) -> SourceDraft | None:
        """Whom "a spokesman" speaks for: the body the sentence is about, or the body that speaks in the one before."""
        for token in head.sent:
            if token.dep_ in {"nsubj", "nsubjpass"} and token.i != head.i:
                found = mention_of(token)
                if found is not None and found.entity.kind in {"Organization", "Place"}:
                    entity = self.speakers.speaking(found.entity)
                    return drawn(entity, found.start, found.end)
        latest = self.speakers.statements[-1] if self.speakers.statements else None
        if latest is None or self.doc[latest.cue[0]].sent.end < head.sent.start - 1:
            return None
        return next((s for s in latest.speakers if s.entity is not None and s.entity.kind == "Organization"), None)

    def reporter(self, head: Token, start: int, end: int) -> SourceDraft:
        """Who reports for a medium is labelled as the medium."""
        medium = self.speakers.naming.inside(start, end, ("Organization",))
        if medium is not None:
            return drawn(medium.entity, start, end)
        ours = head.tag_ == "NN" and self.doc[start].lower_ in {"the", "our", "this"}
        for statement in reversed(self.speakers.statements if ours else []):
            for source in (*statement.speakers, *statement.media):
                if source.entity and "MediaOrganization" in self.speakers.triples.ancestors(source.entity.cls):
                    return again(source, start, end)
        label = self.speakers.labels.of(head, start, head.i + 1, "crowd")
        return SourceDraft(label=label, start=start, end=end)
