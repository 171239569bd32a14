"""Answers as typed columns for data frames, and as Parquet (extra ``parquet``).

The schema of a bundled query follows from the names of its columns, which mean the same in every query, so that an
empty answer has it too. A column that is not listed is text. In a query of one's own a column is a number where every
term in it is one.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import pyoxigraph as ox

from kazkg.errors import EnvironmentFault, UsageFault
from kazkg.query.bundled import Query
from kazkg.query.terms import Row, text

if TYPE_CHECKING:
    from kazkg.query.run import Answer, Flow

__all__ = ["schema", "write_parquet"]

INTEGERS: Final = frozenset(
    [
        "begin",
        "end",
        "low",
        "high",
        "origins",
        "reports",
        "count",
        "mentions",
        "figures",
        "events",
        "statements",
        "articles",
        "sentences",
        "characters",
        "tellings",
        "step",
        "speakerBegin",
        "speakerEnd",
        "cueBegin",
        "cueEnd",
        "contentBegin",
        "contentEnd",
    ]
)
"""Columns of the bundled queries that hold whole numbers."""
DATES: Final = frozenset(["date", "reported", "asOf", "day", "since", "until", "from"])
"""Columns that hold ISO 8601 text as precise as known: 2022, 2022-01, 2022-01-06, 2022-01-06T22:20, or an interval."""
IRIS: Final = frozenset(("wikidata",))
"""Columns that hold whole IRIs."""
_AT_ONCE: Final = 10_000
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"


def schema(query: Query, columns: Sequence[str] = ()) -> dict[str, str]:
    """What each column holds: ``integer``, ``date``, ``iri`` or ``text``.

    Args:
        query: a bundled query.
        columns: names of the columns where the query's header does not say them.
    """
    kinds = (("integer", INTEGERS), ("date", DATES), ("iri", IRIS))
    return {name: next((kind for kind, names in kinds if name in names), "text") for name in (query.columns or columns)}


def write_parquet(answer: Answer | Flow, stream: BinaryIO) -> None:
    """Write rows as Parquet: int64 for whole numbers, UTF-8 text for all else; an unbound cell is null.

    What a column of text holds (date, iri, text) stands in its metadata under ``kazkg:kind``. Rows are written in
    groups of 10,000 while they come.

    Raises:
        UsageFault: for an answer that is no table.
        EnvironmentFault: where pyarrow is not installed.
    """
    if answer.rows is None:
        raise UsageFault(f"Format parquet is for tables, and '{answer.query.name}' gives none.", "Choose ttl or json.")
    arrow, parquet = _pyarrow()
    rows = iter(answer.rows)
    first = list(islice(rows, _AT_ONCE))
    kinds = schema(answer.query, answer.columns)
    if not answer.query.columns:
        kinds |= {name: "integer" for i, name in enumerate(answer.columns) if _all_integers(first, i)}
    fields = [
        arrow.field(
            name, arrow.int64() if kinds[name] == "integer" else arrow.string(), metadata={"kazkg:kind": kinds[name]}
        )
        for name in answer.columns
    ]
    columns = arrow.schema(fields, metadata={"kazkg:query": answer.query.name})
    with parquet.ParquetWriter(stream, columns, compression="zstd") as writer:
        group = first
        while True:
            data = [
                arrow.array([_value(row[i], field.name, kinds[field.name]) for row in group], type=field.type)
                for i, field in enumerate(columns)
            ]
            writer.write_table(arrow.Table.from_arrays(data, schema=columns))
            group = list(islice(rows, _AT_ONCE))
            if not group:
                return


def _all_integers(rows: list[Row], column: int) -> bool:
    terms = [row[column] for row in rows if row[column] is not None]
    return bool(terms) and all(isinstance(t, ox.Literal) and t.datatype.value == _XSD + "integer" for t in terms)


def _value(term: object, name: str, kind: str) -> str | int | None:
    if term is None:
        return None
    found = text(term)  # type: ignore[arg-type]
    if kind != "integer":
        return found
    try:
        number = int(found)
    except ValueError:
        number = 1 << 63
    if not -(1 << 63) <= number < 1 << 63:
        raise UsageFault(f"Column {name} holds {found!r}, which is no whole number of 64 bits.", "Choose csv or json.")
    return number


def _pyarrow() -> tuple[Any, Any]:
    try:
        return importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError as err:
        raise EnvironmentFault("pyarrow is not installed.", "pip install 'kazkg[parquet]', or use csv.") from err
