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
    """

    def __init__(self, doc: Doc, statements: list[StatementDraft]) -> None:
        self.doc = doc
        self.statements = statements

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

    def last_group(self, head: Token) -> SourceDraft | None:
        """Which body "the union" is: the latest speaker called so, or the body that speaks in the sentence before."""
        noun = head.lemma_.lower()
        for statement in reversed(self.statements):
            for source in statement.speakers:
                if noun in source.label.lower().split():
                    return source
        latest = self.statements[-1] if self.statements else None
        if latest is None or len(latest.speakers) != 1 or self.doc[latest.cue[0]].sent.end < head.sent.start - 1:
            return None
        body = latest.speakers[0]
        named = body.entity is not None and body.entity.kind == "Organization"
        proper = body.entity is None and body.label[:1].isupper() and not body.label.startswith(UNNAMED)
        return body if named or proper else None

    def last_person(self, head: Token) -> SourceDraft | None:
        """Who "the governor" is where the sentence before, or this one, lets a person speak."""
        if not self.statements:
            return None
        latest = self.statements[-1]
        near = self.doc[latest.cue[0]].sent.end >= head.sent.start - 1
        people = [s for s in latest.speakers if s.entity is not None and s.entity.kind == "Person"]
        return people[0] if near and len(people) == 1 else None

    def person_before(self, head: Token) -> SourceDraft | None:
        """The one person who speaks in the sentence before: speakers go on, whoever else their words name."""
        latest = self.statements[-1] if self.statements else None
        if latest is None or len(latest.speakers) != 1:
            return None
        source = latest.speakers[0]
        person = source.entity is not None and source.entity.kind == "Person"
        if not person and not source.label.startswith(UNNAMED):
            return None
        said = self.doc[latest.cue[0]].sent
        near = said.start == head.sent.start or not any(is_word(t) for t in self.doc[said.end : head.sent.start])
        return source if near else None
