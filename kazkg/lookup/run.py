"""A whole look-up: which entities have no item yet, what the server knows, and what is sure enough to propose."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kazkg.graph.settings import DEFAULT_BASE
from kazkg.linking.candidates import MARGIN, THRESHOLD, Asked, Candidate, best, ranked, weigh
from kazkg.linking.thing import Thing as Meant
from kazkg.lookup.asker import Asker
from kazkg.lookup.open import left_open
from kazkg.lookup.options import LookupOptions
from kazkg.lookup.proposals import Proposal
from kazkg.lookup.reconciler import Reconciler
from kazkg.lookup.wikidata import Wikidata
from kazkg.reconcile.records import Record, Records, Thing
from kazkg.reconcile.terms import Terms
from kazkg.store.reader import Reader
from kazkg.store.source import base_of, open_source

__all__ = ["LookupReport", "look_up"]

SHARED: Final = "entity/"
"""How ids of entities begin whose name says who they are; others are known by a first name in one article alone."""
BUILD: Final = "the build"
"""Stands for the server where nobody is asked."""
ONLINE, RECONCILED = "online", "reconciled"
"""Ways to find an item, as links name them."""
FURTHER: Final = 2
"""Further names that are searched for where the label finds nothing."""

Progress = Callable[[str], object]


@dataclass(slots=True)
class LookupReport:
    """What a look-up did."""

    source: str
    """Address that was asked."""
    proposals: list[Proposal] = field(default_factory=list)
    """One an entity, the most often mentioned first."""
    sent: int = 0
    """Requests sent."""
    kept: int = 0
    """Answers taken from the cache."""

    @property
    def chosen(self) -> list[Proposal]:
        """Proposals with an item."""
        return [one for one in self.proposals if one.chosen is not None]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An entity without an item."""

    record: Record
    asked: Asked


def look_up(
    source: Path | str,
    options: LookupOptions | None = None,
    *,
    sleep: Callable[[float], None] = time.sleep,
    progress: Progress | None = None,
) -> LookupReport:
    """Look up the entities of a build that have no Wikidata item. The build itself is only read.

    Args:
        source: the folder of a build, or an RDF file.
        options: whom to ask, and how far to go; None asks nobody, and lists the candidates that the build has written.
        sleep: how pauses are made.
        progress: called with the name of each entity that is done.

    Raises:
        UsageFault: for a source that is none, or a service that cannot serve.
        InputError: for a broken source, or an answer that ``replay`` does not find.
        EnvironmentFault: where answers cannot be kept.
        RemoteError: where the server cannot be reached, refuses, or a limit is reached; what was answered is kept.
    """
    store = open_source(source)
    base = base_of(store) or DEFAULT_BASE
    terms = Terms()
    wanted = _wanted(tuple(Records(store, base, terms).all()), terms)
    if options is None:
        reader = Reader(store)
        return LookupReport(BUILD, [_open(base, one, left_open(reader, base + one.record.id)) for one in wanted])
    report = LookupReport(options.source)
    with Asker(options.source, options, sleep) as asker:
        ask, way = (_by_search, ONLINE) if options.service is None else (_by_service, RECONCILED)
        try:
            for one, found, agreed, day in ask(asker, options, wanted):
                report.proposals.append(_proposal(base, one, found, agreed, way, options.source, day))
                if progress is not None:
                    progress(one.record.name)
        finally:
            report.sent, report.kept = asker.sent, asker.kept
    return report


def _wanted(records: tuple[Record, ...], terms: Terms) -> list[_Wanted]:
    """The entities to look up, the most often mentioned first, each with what the graph knows of it."""
    items = {record.id: record.items[0] for record in records if record.items}
    beside: dict[object, set[str]] = {}
    for record in records:
        if record.id in items and "Country" in record.types:
            for article in record.values.get("inArticle", ()):
                beside.setdefault(article, set()).add(items[record.id])
    found = [
        _Wanted(record, _asked(record, terms, items, beside))
        for record in records
        if record.id not in items and record.types and record.id.startswith(SHARED)
    ]
    return sorted(found, key=lambda one: (-one.record.mentions, one.record.id))


def _asked(record: Record, terms: Terms, items: dict[str, str], beside: dict[object, set[str]]) -> Asked:
    countries = (value for value in record.values.get("country", ()) if isinstance(value, Thing))
    around = (beside.get(article, set()) for article in record.values.get("inArticle", ()))
    return Asked(
        name=record.name,
        kind=terms.kind(record.types[0]),
        cls=record.types[0],
        country=next((items[value.id] for value in countries if value.id in items), None),
        beside=frozenset().union(*around),
        names=record.names[1:],
    )


Answered = tuple[_Wanted, list[Candidate], frozenset[str] | None, str | None]
"""An entity, its candidates, those that the service agrees with (None where there is no service to agree), the day."""


def _by_search(asker: Asker, options: LookupOptions, wanted: list[_Wanted]) -> Iterator[Answered]:
    """By the Wikidata API: all searches first, then the items together, then what is known of their classes."""
    wikidata = Wikidata(asker, options.api)
    hits: list[tuple[list[str], str | None]] = []
    for one in wanted:
        items, day = wikidata.search(one.record.name)
        for name in one.record.names[1 : 1 + FURTHER]:
            if items:
                break
            items, day = wikidata.search(name)
        hits.append((items, day))
    things = wikidata.things(item for items, _ in hits for item in items)
    for one, (items, day) in zip(wanted, hits, strict=True):
        known = [things[item] for item in items if item in things]
        yield one, _weighed(one.asked, known), None, next((t.dated for t in known if t.dated), day)


def _by_service(asker: Asker, options: LookupOptions, wanted: list[_Wanted]) -> Iterator[Answered]:
    """By a reconciliation service, which must itself take a candidate for the right one."""
    service = Reconciler(asker, options.source)
    service.open()
    answers = service.propose([one.asked for one in wanted])
    for one, (_, proposed, day) in zip(wanted, answers, strict=True):
        agreed = frozenset(each.thing.item for each in proposed if each.match)
        yield one, _weighed(one.asked, [each.thing for each in proposed]), agreed, day


def _weighed(asked: Asked, things: Iterable[Meant]) -> list[Candidate]:
    return ranked(c for thing in things if (c := weigh(asked, thing)) is not None)


def _proposal(
    base: str,
    one: _Wanted,
    found: list[Candidate],
    agreed: frozenset[str] | None,
    way: str,
    source: str,
    day: str | None,
) -> Proposal:
    chosen = best(found if agreed is None else [c for c in found if c.item in agreed])
    why = ""
    if chosen is None:
        why = _why(found) if best(found) is None else "the service itself is not sure"
    elif chosen.thing.kind == "Person" and not _placed(one.asked, chosen, agreed is not None):
        chosen, why = None, "many bear a name; nothing but the name agrees"
    record = one.record
    day = day if chosen is None else chosen.thing.dated
    return Proposal(base + record.id, record.name, record.types[0], tuple(found), chosen, why, way, source, day)


def _open(base: str, one: _Wanted, found: list[Candidate]) -> Proposal:
    """An entity with what the build thought of; the build itself has linked whatever it was sure of."""
    why = _why(found) if not found or found[0].score < THRESHOLD else found[0].reason
    record = one.record
    return Proposal(base + record.id, record.name, record.types[0], tuple(found), None, why, "", BUILD, None)


def _placed(asked: Asked, chosen: Candidate, by_service: bool) -> bool:
    """Whether a person's country is known here, and is the item's too; a service was asked with it."""
    return asked.country is not None and (by_service or chosen.thing.country == asked.country)


def _why(found: list[Candidate]) -> str:
    """Why nothing is chosen."""
    if not found:
        return "nothing of that name and kind"
    if found[0].score < THRESHOLD:
        return f"{found[0].score:.2f} is below {THRESHOLD}" + (f": {found[0].reason}" if found[0].reason else "")
    return f"{found[1].item} is as likely as {found[0].item}, less than {MARGIN} apart"
