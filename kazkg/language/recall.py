"""Who spoke before: what "the union", "the governor" or "he" can go back to."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kazkg.language.drafts import SourceDraft, StatementDraft
from kazkg.language.labels import UNNAMED
from kazkg.language.phrases import is_word

__all__ = ["Recall"]


class Recall:
    """Looks back over what has been read of one document.

    Args:
        doc: the document.
        statements: the statements so far, in reading order; the list grows while the document is read.
        offices: nouns of offices, which one person holds ("mayor").
    """

    def __init__(self, doc: Doc, statements: list[StatementDraft], offices: frozenset[str]) -> None:
        self.doc = doc
        self.statements = statements
        self.offices = offices

    def _latest(self) -> StatementDraft | None:
        """The latest statement that names a speaker."""
        return next((s for s in reversed(self.statements) if s.speakers), None)

    def _human(self, source: SourceDraft) -> bool:
        """Whether a source is one person, named or not, or one who speaks for a body."""
        if source.entity is not None and source.entity.kind == "Person":
            return True
        if source.entity is None and 0 <= source.start < source.end:
            head = self.doc[source.start : source.end].root
            if head.tag_ == "NN" and head.lemma_.lower() in self.offices:
                return True
        return source.label.startswith(UNNAMED) or (
            source.affiliation is not None and source.label == source.affiliation
        )

    def last(self, kinds: tuple[str, ...] = ()) -> SourceDraft | None:
        """The latest speaker, of one of ``kinds`` where given."""
        for statement in reversed(self.statements):
            for source in statement.speakers:
                kind = source.entity.kind if source.entity else ""
                if not kinds or kind in kinds:
                    return source
        return None

    def last_voice(self) -> SourceDraft | None:
        """The latest speaker who is a person or spoke for a body."""
        for statement in reversed(self.statements):
            for source in statement.speakers:
                if source.affiliation is not None or (source.entity and source.entity.kind == "Person"):
                    return source
        return self.last()

    def several(self, head: Token) -> SourceDraft | None:
        """Who "they" are: the latest speaker of this sentence or the one before who is more than one person."""
        for statement in reversed(self.statements):
            if self.doc[statement.cue[0]].sent.end < head.sent.start - 1:
                return None
            if len(statement.speakers) > 1:
                continue
            for source in statement.speakers:
                if not self._human(source):
                    return source
        return None

    def called(self, nouns: frozenset[str]) -> SourceDraft | None:
        """The latest speaker whom one of the nouns named: "an EU spokesperson" for "the spokesperson"."""
        for statement in reversed(self.statements):
            for source in statement.speakers:
                words = self.doc[source.start : source.end] if source.start >= 0 else ()
                if any(token.lemma_.lower() in nouns for token in words):
                    return source
        return None

    def last_body(self, head: Token) -> SourceDraft | None:
        """Who "it" is where a body speaks in the sentence before or in this one."""
        latest = self._latest()
        if latest is None or self.doc[latest.cue[0]].sent.end < head.sent.start - 1:
            return None
        for source in latest.speakers:
            kind = source.entity.kind if source.entity is not None else ""
            if kind in {"Organization", "Place"} or (not kind and not source.label.startswith(UNNAMED)):
                return source
        return None

    def last_group(self, head: Token) -> SourceDraft | None:
        """Which body "the union" is: the latest speaker called so, or the body that speaks in the sentence before."""
        noun = head.lemma_.lower()
        for statement in reversed(self.statements):
            for source in statement.speakers:
                if noun in source.label.lower().split():
                    return source
        for statement in reversed(self.statements):
            if self.doc[statement.cue[0]].sent.end < head.sent.start - 1:
                return None
            body = statement.speakers[0] if len(statement.speakers) == 1 else None
            if body is None:
                continue
            named = body.entity is not None and body.entity.kind == "Organization"
            proper = body.entity is None and body.label[:1].isupper() and not body.label.startswith(UNNAMED)
            if named or proper:
                return body
        return None

    def last_person(self, head: Token) -> SourceDraft | None:
        """Who "the governor" is where the sentence before, or this one, lets a person speak."""
        latest = self._latest()
        if latest is None:
            return None
        near = self.doc[latest.cue[0]].sent.end >= head.sent.start - 1
        people = [s for s in latest.speakers if self._human(s)]
        return people[0] if near and len(people) == 1 else None

    def person_before(self, head: Token) -> SourceDraft | None:
        """The one person who speaks in the sentence before: speakers go on, whoever else their words name."""
        latest = self._latest()
        if latest is None or len(latest.speakers) != 1:
            return None
        source = latest.speakers[0]
        if not self._human(source):
            return None
        said = self.doc[latest.cue[0]].sent
        for quote in self.doc._.quotes:
            if said.end <= quote.open + 1 and quote.open < head.i <= quote.close + 3:
                between = self.doc[said.end : quote.open]
                return None if any(is_word(t) for t in between) else source
        near = said.start == head.sent.start or not any(is_word(t) for t in self.doc[said.end : head.sent.start])
        return source if near else None
