"""Who is who, corrected: every place of an article that names one entity names another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final
from urllib.parse import unquote

from kazkg.facts import ArticleFacts, Entity, Event, Span
from kazkg.knowledge import Knowledge
from kazkg.knowledge.corrections import Correction
from kazkg.knowledge.gazetteer import slug
from kazkg.renaming import keys_in, renamed

__all__ = ["entity_of", "moved", "with_entity"]

KINDS: Final = ("Person", "Organization", "Place", "Facility", "Event")
"""What the key of an entity begins with that no gazetteer knows, in lower-case letters."""

There = Callable[[Span | None], bool]
"""Whether what stands at a span (None for what has no place) is to have the other entity."""


def entity_of(
    name: str, like: Entity | None, c: Correction, facts: ArticleFacts, knowledge: Knowledge
) -> Entity | None:
    """The entity that an IRI, its end or a name means: of the gazetteer, of the article, or a new one.

    Args:
        name: as the correction gives it.
        like: the entity that it replaces, whose class a new one has unless the correction names one.
        c: gives label and class.
        facts: of the article.
        knowledge: for the gazetteer.

    Returns:
        None for an IRI of which nobody knows a label.
    """
    gazetteer = knowledge.gazetteer
    iri = "/entity/" in name or name.startswith(("entity/", "ent:"))
    key = unquote(name.replace("ent:", "entity/").rpartition("entity/")[2]) if iri else ""
    known = gazetteer.entries.get(key) if iri else next(iter(gazetteer.lookup(name)), None)
    if known is not None:
        return Entity(known.key, known.label, known.kind, known.cls, known=True, wikidata=known.wikidata)
    told = next((e for e in facts.entities if (e.key == key if iri else e.label == name)), None)
    label = c.label or (name if not iri else told.label if told else None)
    if label is None:
        return None
    named = next((kind for kind in KINDS if key.startswith(f"{kind.lower()}-")), None)
    cls = c.cls or (told.cls if told else named or (like.cls if like else "Organization"))
    kind = gazetteer.kind_of(cls)
    key = key or (told.key if told else f"{kind.lower()}-{slug(name)}")
    return Entity(key, label, kind, cls, known=False, role=told.role if told else None)


def with_entity(facts: ArticleFacts, entity: Entity) -> ArticleFacts:
    """The facts with one more entity, or with this one in the place of that with the same key."""
    rest = [e for e in facts.entities if e.key != entity.key]
    return replace(facts, entities=tuple(sorted([*rest, entity], key=lambda e: e.key)))


def moved(facts: ArticleFacts, old: str, new: Entity, there: There) -> ArticleFacts:
    """The facts with another entity wherever ``there`` says so; the old one goes when nothing refers to it."""
    before = next((e.label for e in facts.entities if e.key == old), "")
    changed = renamed(facts, lambda key, span: new if key == old and there(span) else None)
    if before:
        events = (_relabelled(e, o, before, new) for e, o in zip(changed.events, facts.events, strict=True))
        changed = replace(changed, events=tuple(events))
    changed = with_entity(changed, new)
    if old not in keys_in(changed):
        changed = replace(changed, entities=tuple(e for e in changed.entities if e.key != old))
    return changed


def _relabelled(event: Event, was: Event, before: str, new: Entity) -> Event:
    """An event whose label ends in the name of its place has the new place's name there."""
    if event.place == was.place or not event.label.endswith(before):
        return event
    return replace(event, label=event.label[: -len(before)] + new.label)
