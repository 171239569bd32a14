"""Wire copy: articles that carry nearly the same sentence with the same number have it from one origin."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final, TypeVar

from kazkg.fusion.happening import Told
from kazkg.fusion.report import Report

__all__ = ["SHARE", "body_elsewhere", "copies", "of_bodies", "of_copies", "of_copy"]

SHARE: Final = 0.6
"""Of the shorter sentence's runs of words, how many must stand in the other one."""
_Told = TypeVar("_Told", Report, Told)
KEYS: Final = 4
"""Smallest hashes of a sentence by which one like it is looked up: two sentences that share most of their runs share
one of these but in rare cases."""


def of_bodies(reports: Iterable[Report], bodies: Mapping[str, Collection[tuple[str, str]]]) -> Iterator[Report]:
    """Claims of a person who speaks for one body, in articles that do not say so.

    Args:
        reports: of any articles.
        bodies: IRI of a claimer to IRI and label of each body that some article has them speak for. Nothing follows for
            somebody who speaks for two.
    """
    for r in reports:
        body = body_elsewhere(r.claimer, r.origin, bodies)
        if body is not None:
            origin, label = body
            yield r.with_origin(origin, label, "named", f"{r.origin_label} speaks for {label} in another article")


def body_elsewhere(
    claimer: str, origin: str, bodies: Mapping[str, Collection[tuple[str, str]]]
) -> tuple[str, str] | None:
    """IRI and label of the one body that a claimer speaks for in other articles; None for none, or more than one."""
    found = bodies.get(claimer, ()) if claimer and origin == claimer else ()
    return next(iter(found)) if len(found) == 1 else None


def of_copies(reports: Iterable[Report], copied: Mapping[str, tuple[str, str, str]]) -> Iterator[Report]:
    """What an article that copies another says itself goes back to that one.

    Args:
        reports: in the own voice of articles that are copies.
        copied: id of such an article to IRI and label of the first one's own voice, and the reason.
    """
    for r in reports:
        yield of_copy(r, copied[r.article])


def of_copy(told: _Told, first: tuple[str, str, str]) -> _Told:
    """What a copy says in its own voice: it goes back to the first article's, a source that the copy does not name.

    Args:
        told: a figure or the telling of an event.
        first: IRI and label of the first article's voice, and why.
    """
    origin, label, why = first
    return told.with_origin(origin, label, "unnamed", why)


def copies(reports: Iterable[Report]) -> Iterator[Report]:
    """The reports that turn out to have another origin than they name.

    Only a figure whose article names no source for it can be a copy; what it is a copy of may name one. A sentence is
    compared with the first of its like, never from one to the next, so that no chain of small changes joins what has
    little in common.

    Args:
        reports: in the order of :meth:`Shelf.alike`.
    """
    for _, same in groupby(reports, key=lambda r: (r.measure, r.root, r.kind, r.group, r.value)):
        first: dict[int, Report] = {}
        waiting: list[Report] = []
        for r in same:
            if r.sentence and r.origin_kind == "named":
                for key in r.sentence[:KEYS]:
                    first.setdefault(key, r)
            elif r.sentence:
                waiting.append(r)
        for r in waiting:
            source = next((o for o in (first.get(k) for k in r.sentence[:KEYS]) if o and _copy(r, o)), None)
            if source is not None:
                why = f"nearly the same sentence as in {source.article}"
                kind = source.origin_kind if source.origin_kind == "named" else "unnamed"
                yield r.with_origin(source.origin, source.origin_label, kind, why)
                continue
            for key in r.sentence[:KEYS]:
                first.setdefault(key, r)


def _copy(one: Report, other: Report) -> bool:
    shared = len(set(one.sentence) & set(other.sentence))
    return one.article != other.article and shared >= SHARE * min(len(one.sentence), len(other.sentence))
