"""Makes sources out of entities and of other sources."""

from __future__ import annotations

from kazkg.language.drafts import EntityDraft, SourceDraft

__all__ = ["again", "drawn"]


def drawn(entity: EntityDraft, start: int, end: int) -> SourceDraft:
    """The source that an entity is."""
    return SourceDraft(label=entity.label, entity=entity, start=start, end=end)


def again(source: SourceDraft, start: int, end: int) -> SourceDraft:
    """The same source, named again elsewhere."""
    return SourceDraft(source.label, source.entity, start, end, source.affiliation, source.affiliation_entity)
