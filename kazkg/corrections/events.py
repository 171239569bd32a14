"""Events of one article, merged and split."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kazkg.corrections.resolve import NotThereError
from kazkg.facts import ArticleFacts, Event, Participant
from kazkg.knowledge import Knowledge

__all__ = ["merged", "split"]

_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def merged(facts: ArticleFacts, event_of: list[int], events: Sequence[int]) -> tuple[ArticleFacts, list[int]]:
    """Make one event of several: the first takes over the tellings of the others, and what it lacks itself.

    Args:
        facts: of the article.
        event_of: index of each telling's event.
        events: indexes of the events, in order; a single one stays as it is.
    """
    if len(events) < 2:
        return facts, event_of
    first, *others = events
    found = list(facts.events)
    one = found[first]
    for other in (found[i] for i in others):
        one = replace(
            one,
            time=one.time or other.time,
            place=one.place or other.place,
            until=one.until or other.until,
            duration=one.duration or other.duration,
            participants=tuple(_each_once((*one.participants, *other.participants))),
        )
    found[first] = one
    return replace(facts, events=tuple(found)), [first if e in events else e for e in event_of]


def split(
    facts: ArticleFacts, event_of: list[int], tellings: Sequence[int], knowledge: Knowledge
) -> tuple[ArticleFacts, list[int]]:
    """Make an event of its own of some tellings of another.

    Args:
        facts: of the article.
        event_of: index of each telling's event.
        tellings: indexes of the tellings; none, or all those of an event, leave the article's events as they are.
        knowledge: names the class.

    Raises:
        NotThereError: where the tellings are of more than one event.
    """
    if not tellings:
        return facts, event_of
    events = {event_of[i] for i in tellings}
    if len(events) > 1:
        raise NotThereError("the tellings are of more than one event; write one correction for each")
    if not {n for n, e in enumerate(event_of) if e in events} - set(tellings):
        return facts, event_of
    mine = [facts.event_mentions[i] for i in tellings]
    cls = mine[0].cls
    place = next((t.place for t in mine if t.place), None)
    label = knowledge.triples.value(cls, _LABEL) or cls
    named = next((e.label for e in facts.entities if e.key == place), "")
    new = Event(
        cls=cls,
        label=f"{label} in {named}" if named else label,
        time=next((t.time for t in mine if t.time), None),
        place=place,
        participants=tuple(_each_once(p for t in mine for p in t.participants)),
        until=next((t.until for t in mine if t.until), None),
        duration=next((t.duration for t in mine if t.duration), None),
    )
    number = len(facts.events)
    changed = [number if i in tellings else e for i, e in enumerate(event_of)]
    return replace(facts, events=(*facts.events, new)), changed


def _each_once(participants: Iterable[Participant]) -> list[Participant]:
    found: dict[tuple[str, str], Participant] = {}
    for p in participants:
        found.setdefault((p.label, p.role), p)
    return list(found.values())
