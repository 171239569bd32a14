"""What clients ask, read strictly from JSON: reconciliation queries and data extension queries (API 0.2)."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from kazkg.errors import UsageFault
from kazkg.knowledge.triples import local

__all__ = [
    "BATCH",
    "ENTITIES",
    "Column",
    "Condition",
    "Extension",
    "Query",
    "TooMuch",
    "Wanted",
    "read_batch",
    "read_extension",
    "read_single",
]

BATCH: Final = 100
"""Queries of one batch."""
ENTITIES: Final = 1000
"""Entities of one data extension query."""
COLUMNS: Final = 50
"""Properties of one query of either kind."""
VALUES: Final = 50
"""Values of one property of a query."""
TEXT: Final = 1000
"""Characters of a text that are looked at; what stands behind them is no name any more."""
CANDIDATES: Final = 100
"""Candidates given at most, whatever is asked for."""
USUAL: Final = 10
"""Candidates given where the query names no limit."""
_STRICT: Final = ("any", "all", "should")


class TooMuch(UsageFault):
    """More is asked at once than is answered at once."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A value that was matched before: an entity by its id, here or elsewhere, with its name where that is known."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Values that a property of the entity should have; one of them is enough."""

    property: str
    values: tuple[str | int | float | bool | Wanted, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """One reconciliation query."""

    text: str
    """The name asked for; empty where only properties are given."""
    types: tuple[str, ...] = ()
    strict: str = "should"
    """any and all keep entities of other types out; should only sets them back."""
    limit: int = USUAL
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A property whose values are fetched."""

    property: str
    limit: int = 0
    """Values an entity at most; 0 for all."""
    count: bool = False
    """Whether the number of values is wanted in their stead."""


@dataclass(frozen=True, slots=True)
class Extension:
    """One data extension query."""

    ids: tuple[str, ...]
    columns: tuple[Column, ...]


def read_batch(text: str) -> dict[str, Query]:
    """The queries of a batch by their keys, in their order.

    Raises:
        UsageFault: where it is none; names the query and the field.
        TooMuch: for more than ``BATCH`` queries.
    """
    found = _object(_parsed(text, "queries"), "queries")
    if len(found) > BATCH:
        raise TooMuch(f"{len(found)} queries in one batch.", f"Send {BATCH} at most.")
    return {key: _query(value, f"queries, {key!r}") for key, value in found.items()}


def read_single(text: str) -> Query:
    """One query by itself, as clients of the first version send it: an object, or just the name.

    Raises:
        UsageFault: where it begins like an object and is none.
    """
    return _query(_parsed(text, "query"), "query") if text.lstrip().startswith("{") else Query(text.strip()[:TEXT])


def read_extension(text: str) -> Extension:
    """A data extension query.

    Raises:
        UsageFault: where it is none; names the field.
        TooMuch: for more than ``ENTITIES`` entities or ``COLUMNS`` properties.
    """
    found = _object(_parsed(text, "extend"), "extend")
    ids = _list(found.get("ids"), "extend: 'ids'", ENTITIES)
    columns = _list(found.get("properties"), "extend: 'properties'", COLUMNS)
    return Extension(
        tuple(dict.fromkeys(_text(one, "extend: 'ids'") for one in ids)),
        tuple({column.property: column for column in map(_column, columns)}.values()),
    )


def _column(given: object) -> Column:
    where = "extend: 'properties'"
    found = _object(given, where)
    name = _text(found.get("id"), f"{where}, 'id'")
    settings = found.get("settings")
    if settings is None:
        return Column(name)
    chosen = _object(settings, f"{where}, 'settings'")
    return Column(name, _setting(chosen.get("limit"), f"{where}, 'limit'"), chosen.get("count") in (True, "on", "true"))


def _setting(given: object, where: str) -> int:
    """A limit as a form sends it: a number, or its digits; 0 where it is left open."""
    if isinstance(given, str) and given.isascii() and given.isdigit() and len(given) < 10:
        given = int(given)
    return 0 if given in (None, "", 0) else _whole(given, where)


def _query(given: object, where: str) -> Query:
    found = _object(given, where)
    if "query" not in found and not found.get("properties"):
        _refuse(where, "has neither 'query' nor 'properties'")
    text = found.get("query", "")
    if not isinstance(text, str):
        _refuse(f"{where}: 'query'", "is no text")
    strict = found.get("type_strict", "should")
    if strict not in _STRICT:
        _refuse(f"{where}: 'type_strict'", f"is none of {', '.join(_STRICT)}")
    limit = found.get("limit")
    return Query(
        text=text.strip()[:TEXT],
        types=_types(found.get("type"), f"{where}: 'type'"),
        strict=strict,
        limit=USUAL if limit is None else min(_whole(limit, f"{where}: 'limit'"), CANDIDATES),
        conditions=_conditions(found.get("properties"), f"{where}: 'properties'"),
    )


def _types(given: object, where: str) -> tuple[str, ...]:
    """Ids of types; clients give one or several, as ids or as objects."""
    listed = given if isinstance(given, list) else [] if given in (None, "") else [given]
    if len(listed) > COLUMNS:
        raise TooMuch(f"{where} has more than {COLUMNS} types.")
    ids = (_text(one.get("id") if isinstance(one, dict) else one, where) for one in listed)
    return tuple(dict.fromkeys(map(local, ids)))


def _conditions(given: object, where: str) -> tuple[Condition, ...]:
    merged: dict[str, dict[str | int | float | bool | Wanted, None]] = {}
    for one in [] if given is None else _list(given, where, COLUMNS):
        found = _object(one, where)
        name = local(_text(found.get("pid"), f"{where}, 'pid'"))
        if "v" not in found:
            _refuse(where, f"has no 'v' for {name!r}")
        values = found["v"] if isinstance(found["v"], list) else [found["v"]]
        if len(values) > VALUES:
            raise TooMuch(f"{where}: {len(values)} values for {name!r}.", f"Send {VALUES} at most.")
        wanted = (_value(value, f"{where}, {name!r}") for value in values)
        merged.setdefault(name, {}).update(dict.fromkeys(value for value in wanted if value != ""))
    return tuple(Condition(name, tuple(values)) for name, values in merged.items() if values)


def _value(given: object, where: str) -> str | int | float | bool | Wanted:
    if isinstance(given, str):
        return given.strip()[:TEXT]
    if isinstance(given, bool | int | float):
        return given
    if given is None:
        return ""
    found = _object(given, where)
    name = found.get("name", "")
    return Wanted(_text(found.get("id"), f"{where}, 'id'"), name[:TEXT] if isinstance(name, str) else "")


def _parsed(text: str, what: str) -> object:
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as err:
        reason = "is nested too deeply" if isinstance(err, RecursionError) else f"is no JSON: {err}"
        raise UsageFault(f"'{what}' {reason}.") from err


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _object(given: object, where: str) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        _refuse(where, "is no object")
    return given


def _list(given: object, where: str, most: int) -> list[Any]:
    if not isinstance(given, list):
        _refuse(where, "is no array")
    if len(given) > most:
        raise TooMuch(f"{where} has {len(given)} members.", f"Send {most} at most.")
    return given


def _text(given: object, where: str) -> str:
    if not isinstance(given, str) or not given.strip():
        _refuse(where, "holds something that is no id")
    return given.strip()[:TEXT]


def _whole(given: object, where: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given) or given < 1:
        _refuse(where, "is no number above 0")
    return int(min(given, 1_000_000))


def _refuse(where: str, what: str) -> NoReturn:
    raise UsageFault(f"{where} {what}.")
