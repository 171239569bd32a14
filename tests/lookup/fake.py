"""A fake of the Wikidata API and of a reconciliation service over it, on loopback. It says of itself that it is one.

It keeps to what the real API does with the requests that kazkg sends: parameters that are needed, limits of the number
of ids, missing and merged items, maxlag, errors with status 200, an empty object written as an empty list. Its items
are made up; their ids are so large that no real item has them. The classes are those that Wikidata really has.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.remote.loopback import Asked, Loopback, Reaction, Says, loopback

__all__ = ["DAY", "SERVER", "FakeWikidata", "Item", "fake"]

SERVER = "kazkg-fake-wikidata (a test's fake on loopback, not Wikidata)"
DATE, DAY = "Mon, 02 Mar 2026 10:00:00 GMT", "2026-03-02"
HUMAN, CITY, COUNTRY, MINISTRY, CITY_CLASS = "Q5", "Q515", "Q6256", "Q192350", "Q900000900"
VERANIA = "Q900000001"


@dataclass(frozen=True)
class Item:
    id: str
    label: str
    classes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    country: str | None = None
    citizen: str | None = None
    population: int = 0
    more: dict[str, list[Any]] = field(default_factory=dict)

    def entity(self, props: list[str]) -> dict[str, Any]:
        found: dict[str, Any] = {"type": "item", "id": self.id}
        if "labels" in props:
            found["labels"] = {"en": {"language": "en", "value": self.label}} if self.label else []
        if "aliases" in props:
            found["aliases"] = {"en": [{"language": "en", "value": a} for a in self.aliases]} if self.aliases else []
        if "claims" in props:
            found["claims"] = self.claims() or []
        return found

    def claims(self) -> dict[str, list[Any]]:
        claims = {"P31": [item(c) for c in self.classes], "P279": [item(c) for c in self.above]}
        if self.country:
            claims["P17"] = [item(self.country)]
        if self.citizen:
            claims["P27"] = [item(self.citizen)]
        if self.population:
            claims["P1082"] = [claim({"amount": f"+{self.population}", "unit": "1"}, "quantity")]
        return {name: values for name, values in (claims | self.more).items() if values}


def claim(value: Any, kind: str, rank: str = "normal") -> dict[str, Any]:
    return {"mainsnak": {"snaktype": "value", "datavalue": {"value": value, "type": kind}}, "rank": rank}


def item(id: str, rank: str = "normal") -> dict[str, Any]:
    return claim({"entity-type": "item", "numeric-id": int(id[1:]), "id": id}, "wikibase-entityid", rank)


ITEMS = [
    Item(VERANIA, "Verania", (COUNTRY,), ("Republic of Verania",)),
    Item("Q900000002", "Dorvia", (COUNTRY,)),
    Item("Q900000010", "Tilmar", (CITY_CLASS,), ("Tilmara",), country=VERANIA, population=40_000),
    Item("Q900000011", "Tilmar", (CITY,), country="Q900000002", population=30_000),
    Item("Q900000020", "Veranian Interior Ministry", (MINISTRY,), country=VERANIA),
    Item("Q900000030", "Ann Lee", (HUMAN,), citizen=VERANIA),
    Item("Q900000031", "Ann Lee", ("Q900000901",)),  # a film, or so
    Item("Q900000040", "Osprey Air", ("Q900000902",), country=VERANIA),
    Item("Q900000050", "Twin", (CITY,), country=VERANIA),
    Item("Q900000051", "Twin", (CITY,), country=VERANIA),
    Item(CITY_CLASS, "large city", above=("Q900000903",)),
    Item("Q900000903", "city of a kind", above=(CITY, CITY_CLASS)),  # and round in a circle
    Item("Q900000901", "film", above=()),
    Item("Q900000902", "small airline", above=("Q46970",)),
]


class FakeWikidata:
    """The fake. What the loopback's ``script`` holds goes before; ``lag`` answers so many requests with maxlag."""

    def __init__(self, server: Loopback) -> None:
        self.server = server
        self.api = server.url + "/w/api.php"
        self.service = server.url + "/reconcile"
        self.items = {one.id: one for one in ITEMS}
        self.merged: dict[str, str] = {}
        self.lag = 0
        self.space = "http://www.wikidata.org/entity/"
        self.batch = 3
        self.doubts: set[str] = set()
        """Items that the service finds and does not match."""
        server.usual = self.answer

    def answer(self, asked: Asked) -> Reaction:
        path = urlsplit(asked.path).path
        fields = {name: values[0] for name, values in parse_qs(urlsplit(asked.path).query).items()}
        if path == "/reconcile":
            return self._reconcile(asked)
        if path != "/w/api.php" or asked.method != "GET":
            return Says(404, b"no such page", {"Server": SERVER})
        if "kazkg/" not in asked.headers.get("user-agent", "") or "@" not in asked.headers["user-agent"]:
            return Says(403, b"Please set a user-agent with a contact.", {"Server": SERVER})
        if self.lag and "maxlag" in fields:
            self.lag -= 1
            error = {"code": "maxlag", "info": "Waiting for 10.0.0.1: 7.4 seconds lagged.", "lag": 7.4}
            return said({"error": error}, {"Retry-After": "5", "X-Database-Lag": "7"})
        actions: dict[str, Callable[[dict[str, str]], dict[str, Any]]] = {
            "wbsearchentities": self._search, "wbgetentities": self._get,
        }  # fmt: skip
        if fields.get("format") != "json":
            return Says(200, b"<!DOCTYPE html><title>MediaWiki API result</title>", {"Server": SERVER})
        action = actions.get(fields.get("action", ""))
        return said(action(fields) if action else failed("badvalue", "Unrecognized value for parameter action."))

    def _search(self, fields: dict[str, str]) -> dict[str, Any]:
        for name in ("search", "language"):
            if not fields.get(name):
                return failed("missingparam", f'The "{name}" parameter must be set.')
        wanted = fields["search"].casefold()
        hits = [
            {"id": one.id, "title": one.id, "label": one.label, "match": {"type": "label", "text": one.label}}
            for one in self.items.values()
            if any(name.casefold().startswith(wanted) for name in (one.label, *one.aliases))
        ]
        return {
            "searchinfo": {"search": fields["search"]},
            "search": hits[: int(fields.get("limit", "7"))],
            "success": 1,
        }

    def _get(self, fields: dict[str, str]) -> dict[str, Any]:
        ids = fields.get("ids", "").split("|")
        if len(ids) > 50:
            return failed("toomanyvalues", "Too many values supplied for parameter ids. The limit is 50.")
        entities: dict[str, Any] = {}
        for id in ids:
            if not id.startswith("Q"):
                return failed("no-such-entity", f'Could not find an entity with the ID "{id}".')
            target = self.merged.get(id, id)
            found = self.items.get(target)
            entities[id] = {"id": id, "missing": ""} if found is None else found.entity(fields["props"].split("|"))
            if target != id and found is not None:
                entities[id]["redirects"] = {"from": id, "to": target}
        return {"entities": entities, "success": 1}

    def _reconcile(self, asked: Asked) -> Reaction:
        if asked.method == "GET":
            return said({"versions": ["0.1", "0.2"], "name": SERVER, "identifierSpace": self.space,
                         "schemaSpace": "http://www.wikidata.org/prop/direct/", "batchSize": self.batch})  # fmt: skip
        queries = json.loads(parse_qs(asked.body.decode())["queries"][0])
        if len(queries) > self.batch:
            return Says(413, b"", {"Server": SERVER})
        return said({key: {"result": self._candidates(query)} for key, query in queries.items()})

    def _candidates(self, query: dict[str, Any]) -> list[dict[str, Any]]:
        given = {one["pid"]: one["v"]["id"] for one in query.get("properties", ())}
        hits = [
            one
            for one in self.items.values()
            if query["query"].casefold() in {n.casefold() for n in (one.label, *one.aliases)}
        ]
        clear = [
            one for one in hits if given.get("P17") in (None, one.country) and given.get("P27") in (None, one.citizen)
        ]
        return [
            {
                "id": one.id, "name": one.label, "description": "", "score": 100 if one in clear else 60,
                "match": clear == [one] and one.id not in self.doubts,
                "type": [{"id": c, "name": c} for c in one.classes],
            }
            for one in hits
        ]  # fmt: skip


def failed(code: str, info: str) -> dict[str, Any]:
    return {"error": {"code": code, "info": info, "*": "See the API's help."}, "servedby": SERVER}


def said(document: object, headers: dict[str, str] | None = None) -> Says:
    body = json.dumps(document).encode()
    kind = {"Content-Type": "application/json; charset=utf-8", "Server": SERVER, "Date": DATE}
    return Says(200, body, kind | (headers or {}))


@contextmanager
def fake() -> Iterator[FakeWikidata]:
    with loopback() as server:
        yield FakeWikidata(server)
