"""Who is who, corrected: every place of an article that names one entity names another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final
from urllib.parse import unquote

from kazkg.facts import ArticleFacts, Attribution, Entity, Event, EventMention, Participant, Source, Span
from kazkg.knowledge import Knowledge
from kazkg.knowledge.corrections import Correction
from kazkg.knowledge.gazetteer import slug

__all__ = ["entity_of", "renamed", "with_entity"]

KINDS: Final = ("Person", "Organization", "Place", "Facility", "Event")
"""What the key of an entity begins with that no gazetteer knows, in lower-case letters."""

Moved = Callable[[Span | None], bool]
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


def renamed(facts: ArticleFacts, old: str, new: Entity, moved: Moved) -> ArticleFacts:
    """The facts with another entity wherever ``moved`` says so; the old one goes when nothing refers to it."""

    def key(k: str | None, span: Span | None = None) -> str | None:
        return new.key if k == old and moved(span) else k

    def source(s: Source) -> Source:
        body = key(s.affiliation_entity)
        if key(s.entity, s.span) != s.entity:
            s = replace(s, entity=new.key, label=new.label)
        if body != s.affiliation_entity:
            s = replace(s, affiliation_entity=body, affiliation=new.label)
        return s

    def participants(found: tuple[Participant, ...]) -> tuple[Participant, ...]:
        return tuple(
            replace(p, entity=new.key, label=new.label) if key(p.entity, p.span) != p.entity else p for p in found
        )

    def attribution(a: Attribution) -> Attribution:
        return replace(a, claimer=source(a.claimer) if a.claimer else None, media=tuple(map(source, a.media)))

    def telling(t: EventMention) -> EventMention:
        followed = tuple(dict.fromkeys(key(k) or k for k in t.followed))
        return replace(t, attribution=attribution(t.attribution), place=key(t.place), followed=followed,
                       participants=participants(t.participants))  # fmt: skip

    def event(e: Event) -> Event:
        label = e.label
        before = next((x.label for x in facts.entities if x.key == old), "")
        if key(e.place) != e.place and before and label.endswith(before):
            label = label[: -len(before)] + new.label
        return replace(e, label=label, place=key(e.place), participants=participants(e.participants))

    changed = replace(
        facts,
        mentions=tuple(replace(m, entity=key(m.entity, m.span) or m.entity) for m in facts.mentions),
        statements=tuple(
            replace(s, speakers=tuple(map(source, s.speakers)), media=tuple(map(source, s.media)))
            for s in facts.statements
        ),
        figures=tuple(replace(f, attribution=attribution(f.attribution), place=key(f.place)) for f in facts.figures),
        events=tuple(map(event, facts.events)),
        event_mentions=tuple(map(telling, facts.event_mentions)),
        unknowns=tuple(
            replace(u, attribution=attribution(u.attribution), holder=source(u.holder) if u.holder else None)
            for u in facts.unknowns
        ),
        namings=tuple(replace(n, attribution=attribution(n.attribution)) for n in facts.namings),
        entities=tuple(replace(e, role_of=key(e.role_of)) for e in facts.entities),
    )
    changed = with_entity(changed, new)
    if old not in _used(changed):
        changed = replace(changed, entities=tuple(e for e in changed.entities if e.key != old))
    return changed


def _used(facts: ArticleFacts) -> set[str | None]:
    """Keys of the entities that anything but their own entry refers to."""
    used: set[str | None] = {m.entity for m in facts.mentions}
    used.update(e.role_of for e in facts.entities)
    said = [f.attribution for f in facts.figures] + [t.attribution for t in facts.event_mentions]
    said += [u.attribution for u in facts.unknowns] + [n.attribution for n in facts.namings]
    sources = [s for a in said for s in (a.claimer, *a.media) if s]
    sources += [s for x in facts.statements for s in (*x.speakers, *x.media)]
    sources += [u.holder for u in facts.unknowns if u.holder]
    used.update(key for s in sources for key in (s.entity, s.affiliation_entity))
    used.update(f.place for f in facts.figures)
    used.update(t.place for t in facts.event_mentions)
    used.update(e.place for e in facts.events)
    told = [t.participants for t in facts.event_mentions] + [e.participants for e in facts.events]
    used.update(p.entity for found in told for p in found)
    for t in facts.event_mentions:
        used.update(t.followed)
    return used
