"""One happening, however often it is told: tellings that agree in class, place, date and who is concerned."""

from __future__ import annotations

from dataclasses import dataclass, field

from kazkg.knowledge.frames import Frames
from kazkg.language.drafts import EntityDraft, EventDraft

__all__ = ["group"]

TELLING = frozenset({"agent", "patient", "target"})
"""Roles that make a telling more than a mention."""


@dataclass(slots=True)
class Happening:
    """What the tellings joined so far say together."""

    cls: str
    modality: str
    places: list[EntityDraft] = field(default_factory=list)
    stated: bool = False
    near: set[str] = field(default_factory=set)
    """Keys of the places below a country that stand in the tellings' own sentences."""
    labels: dict[str, set[str]] = field(default_factory=dict)
    days: list[tuple[str, str]] = field(default_factory=list)
    actors: set[str] = field(default_factory=set)
    nations: set[str] = field(default_factory=set)
    tellings: list[EventDraft] = field(default_factory=list)
    mass: bool = True
    """Whether all tellings are of many without a name."""
    alone: bool = True
    """Whether all tellings are of single people."""


def group(events: list[EventDraft], frames: Frames, background: frozenset[int] = frozenset()) -> list[EventDraft]:
    """Number the happenings of an article.

    Args:
        events: the tellings, in text order.
        frames: says by which roles happenings of a class are told apart, and which places contain which.
        background: indices into ``events`` of tellings that only recall what is told elsewhere.

    Returns:
        The tellings kept, in text order, with ``happening`` set; a telling in the background that joins nothing is
        dropped. Happenings are numbered from 0 in order of their first telling.
    """
    happenings: list[Happening] = []
    order = [i for i in range(len(events)) if i not in background] + sorted(background)
    kept: dict[int, Happening] = {}
    for i in order:
        event = events[i]
        home = next((h for h in reversed(happenings) if _agrees(h, event, frames, i in background)), None)
        if home is None:
            if i in background:
                continue
            home = Happening(event.cls, event.modality)
            happenings.append(home)
        _add(home, event)
        kept[i] = home
    numbers: dict[int, int] = {}
    for i in sorted(kept):
        events[i].happening = numbers.setdefault(id(kept[i]), len(numbers))
    return [events[i] for i in sorted(kept)]


def _add(home: Happening, event: EventDraft) -> None:
    home.tellings.append(event)
    if event.place is not None and event.place_near and event.place.known and event.place.cls != "Country":
        home.near.add(event.place.key)
    home.mass = home.mass and event.mass
    home.alone = home.alone and (_is_alone(event) or bool(event.fresh))
    if event.place is not None and (event.place_stated or not home.places):
        home.places.append(event.place)
        home.stated = home.stated or event.place_stated
    for one in event.participants:
        home.labels.setdefault(one.role, set()).add(one.label.lower())
    actors, nations = _actors(event)
    home.actors |= actors
    home.nations |= nations
    if event.time is not None and event.time.begin and event.time.end:
        home.days.append((event.time.begin, event.time.end))


def _agrees(home: Happening, event: EventDraft, frames: Frames, loose: bool) -> bool:
    if home.cls != event.cls and not (loose and frames.is_a(home.cls, (event.cls,))):
        return False
    if (home.modality == "denied") != (event.modality == "denied"):
        return False
    frame = frames.frames[event.frame]
    if loose:
        return not event.participants or _same_people(home, event, frame.identity, frames)
    if "" in event.fresh:
        return False
    if not _same_place(home, event, frames):
        return False
    if not frame.lasting and not _same_day(home, event):
        return False
    if frame.counted_as and (home.modality == "planned") != (event.modality == "planned"):
        return False  # an order to shoot is none of the killings
    if frame.lasting and event.modality == "planned" and home.modality != "planned" and _has_day(event):
        return False  # "a march is planned for Saturday" is none of the marches of this week
    if frame.actors and not _same_actors(home, event):
        return False
    return _same_people(home, event, frame.identity, frames)


def _is_alone(event: EventDraft) -> bool:
    """Whether persons with names undergo it."""
    named = [p for p in event.participants if p.role in {"patient", "target"}]
    return bool(named) and all(p.entity is not None and p.entity.kind == "Person" for p in named)


def _actors(event: EventDraft) -> tuple[set[str], set[str]]:
    """Keys of the named agents, and the capitalised first words of what the others are called ("Russian troops")."""
    keys = {p.entity.key for p in event.participants if p.role == "agent" and p.entity is not None}
    loose = [p.label for p in event.participants if p.role in {"agent", "patient"} and p.entity is None]
    return keys, {label.split()[0] for label in loose if " " in label and label[0].isupper()}


def _same_actors(home: Happening, event: EventDraft) -> bool:
    actors, nations = _actors(event)
    apart = actors and home.actors and actors.isdisjoint(home.actors)
    return not (apart or (nations and home.nations and nations.isdisjoint(home.nations)))


def _same_place(home: Happening, event: EventDraft, frames: Frames) -> bool:
    """Whether the places are the same or one contains the other; a place merely carried over never parts."""
    if event.place is None or not home.places:
        return True
    key = event.place.key
    told_here = event.place_near and event.place.known and event.place.cls != "Country"
    if told_here and home.near and frames.frames[event.frame].identity:
        within = frames.containers(key)
        if not any(key == k or k in within or key in frames.containers(k) for k in home.near):
            return False  # an attack in one town is none in another
    if not (event.place_stated and home.stated):
        where = [event.place, *home.places]
        abroad = all(p.known for p in where) and any(p.cls == "Country" for p in where)
        if not abroad:
            return True
    if frames.frames[event.frame].counted_as and event.place_stated != home.stated:
        return any(key == p.key for p in home.places)  # what is told of a town is not the whole country's
    if event.place_stated and home.stated and event.participants and event.participants[0].role in TELLING:
        return any(key == p.key for p in home.places)  # who did it in the city is told apart from the whole country
    return any(key == p.key or key in frames.containers(p.key) or p.key in frames.containers(key) for p in home.places)


def _has_day(event: EventDraft) -> bool:
    return event.time is not None and event.time.precision in {"day", "hour", "minute"}


def _same_day(home: Happening, event: EventDraft) -> bool:
    if event.time is None or not event.time.begin or not event.time.end or not home.days:
        return True
    return any(event.time.begin < end and begin < event.time.end for begin, end in home.days)


def _same_people(home: Happening, event: EventDraft, roles: tuple[str, ...], frames: Frames) -> bool:
    """Whether those who tell happenings apart may be the same.

    They are where a role's fillers share a name, a head noun or a kind; they are not where a role's fillers differ,
    or where each side names somebody but none in the same role.
    """
    told_here = told_there = shared = False
    for role in roles:
        known = home.labels.get(role, set())
        mine = {p.label.lower() for p in event.participants if p.role == role}
        told_here, told_there = told_here or bool(mine), told_there or bool(known)
        if known and mine:
            if not _overlap(known, mine, frames):
                return False
            shared = True
    if not shared and (event.fresh or _is_alone(event)) and home.mass:
        return False
    if not shared and event.mass and home.alone:
        return False
    return shared or not (told_here and told_there)


def _overlap(known: set[str], mine: set[str], frames: Frames) -> bool:
    """Whether two sets of labels may mean the same: one says less of the same, or they are people of one group."""
    if any(a == b or a.endswith(f" {b}") or b.endswith(f" {a}") for a in known for b in mine):
        return True
    groups = {frames.group_of(label) for label in known if _is_plural(label)} - {None}
    mine_groups = {frames.group_of(label) for label in mine if _is_plural(label)} - {None}
    if groups and groups == mine_groups:
        return True
    plain = {"people", "civilians", "protesters"}
    return ("people" in groups and bool(mine_groups <= plain and mine_groups)) or (
        "people" in mine_groups and bool(groups <= plain and groups)
    )


def _is_plural(label: str) -> bool:
    return label.endswith(("s", "men", "people", "police", "children", "personnel"))
