"""A client of the Reconciliation Service API 0.2 (and 0.1), for services whose entities are Wikidata items."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from kazkg.errors import UsageFault
from kazkg.linking.candidates import Asked
from kazkg.linking.thing import Thing
from kazkg.lookup.asker import Asker, Malformed
from kazkg.lookup.cache import Question
from kazkg.lookup.kinds import ITEM, Kinds
from kazkg.terminal import printable

__all__ = ["Proposed", "Reconciler"]

SPACE: Final = re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/?")
BATCH: Final = 25
"""Queries sent at once at most."""
USUAL: Final = 10
"""Queries sent at once where the service names no limit."""
CANDIDATES: Final = 5
_COUNTRY, _CITIZEN = "P17", "P27"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A candidate of the service."""

    thing: Thing
    match: bool
    """Whether the service itself takes it for the right one."""


class Reconciler:
    """Asks one service.

    Args:
        asker: sends the questions.
        url: the service's address.
    """

    def __init__(self, asker: Asker, url: str) -> None:
        self._asker = asker
        self._url = url
        self._kinds = Kinds(lambda _classes: {})
        self._batch = 0

    def open(self) -> None:
        """Read the manifest.

        Raises:
            UsageFault: where the service speaks of other things than Wikidata items, or speaks another version.
            RemoteError, InputError: as :meth:`~kazkg.lookup.asker.Asker.ask`.
        """
        manifest, _ = self._asker.ask(Question("GET", self._url, {}), _manifest)
        versions = manifest.get("versions", ["0.1"])
        if not isinstance(versions, list) or not {"0.1", "0.2"} & {v for v in versions if isinstance(v, str)}:
            raise UsageFault(f"{self._url}: the service speaks neither version 0.1 nor 0.2.", "Name another.")
        if not SPACE.fullmatch(manifest["identifierSpace"]):
            space = printable(manifest["identifierSpace"][:200])
            raise UsageFault(f"{self._url}: its entities are no Wikidata items ({space}).", "Name another service.")
        size = manifest.get("batchSize", USUAL)
        sound = isinstance(size, int) and not isinstance(size, bool) and size > 0
        self._batch = min(size, BATCH) if sound else USUAL

    def propose(self, asked: Sequence[Asked]) -> Iterator[tuple[Asked, list[Proposed], str | None]]:
        """Candidates for each name, with the day of the answer; asks as many at once as the service takes.

        Raises:
            RemoteError, InputError: as :meth:`~kazkg.lookup.asker.Asker.ask`.
        """
        for begin in range(0, len(asked), self._batch):
            part = asked[begin : begin + self._batch]
            queries = {f"q{n}": self._query(one) for n, one in enumerate(part)}
            question = Question("POST", self._url, {"queries": json.dumps(queries, sort_keys=True)})
            results, day = self._asker.ask(question, partial(_results, tuple(queries)))
            for key, one in zip(queries, part, strict=True):
                yield one, [self._proposed(one, candidate, day) for candidate in results[key]], day

    def _query(self, asked: Asked) -> dict[str, Any]:
        query: dict[str, Any] = {"query": asked.name, "limit": CANDIDATES}
        kind = self._kinds.item(asked.cls or asked.kind or "")
        if kind is not None:
            query |= {"type": kind, "type_strict": "should"}
        if asked.country is not None and asked.cls != "Country":
            pid = _CITIZEN if asked.kind == "Person" else _COUNTRY
            query["properties"] = [{"pid": pid, "v": {"id": asked.country}}]
        return query

    def _proposed(self, asked: Asked, candidate: Mapping[str, Any], day: str | None) -> Proposed:
        """The candidate as a thing. Where its classes tell us nothing, its kind is the one asked for if it matched."""
        match = candidate.get("match") is True
        cls = self._kinds.known(_classes(candidate))
        kind = self._kinds.terms.kind(cls) if cls else (asked.kind if match else None) or ""
        thing = Thing(
            item=candidate["id"],
            names=(candidate["name"],),
            kind=kind,
            cls=cls or kind,
            country=candidate["id"] if cls == "Country" else None,
            sources=("reconciliation",),
            dated=day,
        )
        return Proposed(thing, match)


def _manifest(document: Any) -> Mapping[str, Any]:
    if not isinstance(document, dict) or not isinstance(document.get("identifierSpace"), str):
        raise Malformed("it is no manifest of a reconciliation service")
    return document


def _results(keys: Sequence[str], document: Any) -> dict[str, list[Mapping[str, Any]]]:
    """The candidates of each query; those whose id is no Q-id are passed over."""
    if not isinstance(document, dict):
        raise Malformed("it is no object")
    found: dict[str, list[Mapping[str, Any]]] = {}
    for key in keys:
        result = document.get(key)
        listed = result.get("result") if isinstance(result, dict) else None
        if not isinstance(listed, list) or not all(map(_is_candidate, listed)):
            raise Malformed(f"it has no list of candidates for {key}")
        found[key] = [one for one in listed[:CANDIDATES] if ITEM.fullmatch(one["id"])]
    return found


def _is_candidate(one: Any) -> bool:
    if not isinstance(one, dict) or not all(isinstance(one.get(name), str) for name in ("id", "name")):
        return False
    score = one.get("score")
    return isinstance(score, int | float) and math.isfinite(score) and bool(one["name"].strip())


def _classes(candidate: Mapping[str, Any]) -> list[str]:
    """Q-ids of a candidate's types, which are ids or objects with one."""
    types = candidate.get("type")
    ids = (one.get("id") if isinstance(one, dict) else one for one in (types if isinstance(types, list) else [types]))
    return [id for id in ids if isinstance(id, str) and ITEM.fullmatch(id)]
