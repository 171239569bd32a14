"""Answers of the Reconciliation Service API 0.2 as plain JSON, over one store."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Final, TypeVar

import pyoxigraph as ox

from kazkg.errors import UsageFault
from kazkg.graph.settings import DEFAULT_BASE
from kazkg.knowledge.triples import KAZ, local
from kazkg.reconcile.index import Candidate, Index
from kazkg.reconcile.questions import BATCH, Column, Query, read_batch, read_extension, read_single
from kazkg.reconcile.records import Record, Records, Thing, Worth
from kazkg.reconcile.terms import Terms
from kazkg.store.source import base_of

__all__ = ["PAGE", "PREVIEW", "TASKS", "Service", "manifest"]

PAGE: Final = 10
"""Suggestions given at once."""
PREVIEW: Final = (430, 300)
"""Width and height of a preview, in pixels."""
VERSIONS: Final = ["0.2"]
_MOST: Final = 100
"""Suggestions or properties given at once at most, whatever is asked for."""

Json = dict[str, Any]
Found = TypeVar("Found")


def manifest(name: str, base: str, address: str, view: str) -> Json:
    """What the service says of itself.

    Args:
        name: of the service, for people.
        base: of the data's IRIs; ids are what stands behind it.
        address: of the service, without a slash at its end.
        view: template of the address where people read of an entity, with ``{{id}}``.
    """
    terms = Terms()
    width, height = PREVIEW

    def at(path: str) -> dict[str, str]:
        return {"service_url": address, "service_path": path}

    return {
        "versions": VERSIONS,
        "name": name,
        "identifierSpace": base,
        "schemaSpace": KAZ,
        "defaultTypes": [_type(terms, cls) for cls in terms.top()],
        "view": {"url": view},
        "preview": {"url": address + "/preview?id={{id}}", "width": width, "height": height},
        "suggest": {
            "entity": {**at("/suggest/entity"), "flyout_service_path": "/flyout/entity?id=${id}"},
            "type": at("/suggest/type"),
            "property": at("/suggest/property"),
        },
        "extend": {"propose_properties": at("/properties"), "property_settings": _SETTINGS},
        "batchSize": BATCH,
    }


_SETTINGS: Final = [
    {
        "name": "limit",
        "label": "Limit",
        "type": "number",
        "default": 0,
        "help_text": "Values an entity at most (0 for all)",
    },
    {
        "name": "count",
        "label": "Count the values",
        "type": "checkbox",
        "default": False,
        "help_text": "Give how many values there are instead of the values",
    },
]


class Service:
    """The service over one store; entities are read when the first question comes.

    Args:
        store: the graph.
    """

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    @cached_property
    def _index(self) -> Index:
        base = base_of(self._store) or DEFAULT_BASE
        terms = Terms()
        return Index(Records(self._store, base, terms).all(), base, terms)

    def answer(self, task: str, given: str) -> bytes:
        """Answer one request.

        Args:
            task: one of ``TASKS``.
            given: what is asked: of ``batch``, ``single`` and ``extend`` the client's own JSON, of the others a JSON
                object of the address's fields.

        Returns:
            JSON in ASCII.

        Raises:
            UsageFault: for what is no proper request.
            TooMuch: for what is too much at once.
        """
        return json.dumps(TASKS[task](self, given), separators=(",", ":")).encode("ascii")

    # ---- reconciliation --------------------------------------------------------------------

    def _batch(self, given: str) -> Json:
        return {key: {"result": self._candidates(query)} for key, query in read_batch(given).items()}

    def _single(self, given: str) -> Json:
        return {"result": self._candidates(read_single(given))}

    def _candidates(self, query: Query) -> list[Json]:
        return [self._candidate(one) for one in self._index.match(query)]

    def _candidate(self, one: Candidate) -> Json:
        return {
            **self._entity(one.record),
            "type": [_type(self._index.terms, cls) for cls in one.record.types],
            "score": one.score,
            "match": one.match,
            "features": [{"id": name, "value": value} for name, value in one.features],
        }

    @staticmethod
    def _entity(record: Record) -> Json:
        return {"id": record.id, "name": record.name, "description": record.description}

    # ---- suggestions -----------------------------------------------------------------------

    def _entities(self, given: str) -> Json:
        fields = json.loads(given)
        found = self._index.suggest(fields.get("prefix", ""), [local(one) for one in fields.get("type", "").split()])
        terms = self._index.terms
        return {
            "result": [
                {**self._entity(record), "notable": [_type(terms, cls) for cls in record.types[:1]]}
                for record in _part(fields, found)
            ]
        }

    def _types(self, given: str) -> Json:
        fields = json.loads(given)
        terms = self._index.terms
        names = _part(fields, self._index.suggest_types(fields.get("prefix", "")))
        return {"result": [{**_type(terms, one), "description": self._counted(one)} for one in names]}

    def _counted(self, cls: str) -> str:
        number = self._index.types[cls]
        return f"{number} {'entity' if number == 1 else 'entities'}"

    def _property_names(self, given: str) -> Json:
        fields = json.loads(given)
        names = _part(fields, self._index.suggest_properties(fields.get("prefix", "")))
        return {"result": [self._property(one) for one in names]}

    def _property(self, name: str) -> Json:
        return {"id": name, "name": self._index.terms.property_name(name)}

    # ---- data extension --------------------------------------------------------------------

    def _proposals(self, given: str) -> Json:
        fields = json.loads(given)
        cls = fields.get("type", "")
        names = self._index.properties(local(cls))
        limit = _number(fields, "limit")
        listed = [self._property(name) for name in (names if limit is None else names[:limit])]
        return {"type": cls, "properties": listed} | ({} if limit is None else {"limit": limit})

    def _extension(self, given: str) -> Json:
        asked = read_extension(given)
        rows = {id: {one.property: self._cells(id, one) for one in asked.columns} for id in asked.ids}
        return {"meta": [self._meta(one) for one in asked.columns], "rows": rows}

    def _meta(self, column: Column) -> Json:
        cls = None if column.count else self._index.terms.range(column.property)
        return self._property(column.property) | ({} if cls is None else {"type": _type(self._index.terms, cls)})

    def _cells(self, id: str, column: Column) -> list[Json]:
        record = self._index.get(id)
        values: tuple[Worth, ...] = () if record is None else record.values.get(column.property, ())
        if column.count:
            return [] if record is None else [{"int": len(values)}]
        return [self._cell(value) for value in (values[: column.limit] if column.limit else values)]

    def _cell(self, value: Worth) -> Json:
        if isinstance(value, Thing):
            return {"id": value.id, "name": value.name}
        if isinstance(value, str):
            return {"str": value}
        return {"int": value} if isinstance(value, int) else {"float": value}


TASKS: Final[Mapping[str, Callable[[Service, str], Json]]] = {
    "batch": Service._batch,
    "single": Service._single,
    "extend": Service._extension,
    "suggest entity": Service._entities,
    "suggest type": Service._types,
    "suggest property": Service._property_names,
    "properties": Service._proposals,
}
"""What can be asked of the service, by the name of the task."""


def _type(terms: Terms, name: str) -> Json:
    broader = [{"id": cls, "name": terms.type_name(cls)} for cls in terms.broader(name)]
    return {"id": name, "name": terms.type_name(name)} | ({"broader": broader} if broader else {})


def _part(fields: Mapping[str, str], found: list[Found]) -> list[Found]:
    """The suggestions behind the cursor."""
    begin = _number(fields, "cursor") or 0
    return found[begin : begin + min(_number(fields, "limit") or PAGE, _MOST)]


def _number(fields: Mapping[str, str], name: str) -> int | None:
    given = fields.get(name, "")
    if not given.strip():
        return None
    if not given.isascii() or not given.isdigit() or len(given) > 9:
        raise UsageFault(f"'{name}' is no whole number.")
    return int(given)
