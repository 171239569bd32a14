"""Writing answers: a table for people, the formats of SPARQL 1.1, GeoJSON, JSON lines, Turtle and Parquet."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TextIO

import pyoxigraph as ox

from kazkg.errors import UsageFault
from kazkg.query import wire
from kazkg.query.frame import write_parquet
from kazkg.query.geo import geometry
from kazkg.query.run import Answer, Flow
from kazkg.query.terms import Row, Term, text
from kazkg.terminal import printable

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["FORMATS", "write"]

PREFIXES: Final = {
    "kaz": "https://w3id.org/kazkg/ontology#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "dcterms": "http://purl.org/dc/terms/",
    "wd": "http://www.wikidata.org/entity/",
}
_XSD: Final = PREFIXES["xsd"]
_NUMBERS: Final = {_XSD + name for name in ("integer", "int", "long", "decimal", "double", "float")}


def write(answer: Answer | Flow, format: str, stream: TextIO) -> None:
    """Write an answer.

    Args:
        answer: what came back, or what is coming; JSON, XML, CSV, TSV and JSON lines are written row by row.
        format: one of ``FORMATS``.
        stream: where to; on a terminal, text from outside is shown with its control characters spelled out.

    Raises:
        UsageFault: for an unknown format, or one that this kind of answer does not have; names those it has.
    """
    kind = "rows" if answer.rows is not None else "graph" if answer.triples is not None else "truth"
    if format not in FORMATS:
        raise UsageFault(f"Unknown format {format!r}.", f"Choose one of {', '.join(FORMATS)}.")
    kinds, writer = FORMATS[format]
    if kind not in kinds:
        fitting = ", ".join(name for name, (others, _) in FORMATS.items() if kind in others)
        message = f"Format {format} is not for {_SAYS[kind]}, which '{answer.query.name}' gives."
        raise UsageFault(message, f"Choose one of {fitting}.")
    writer(answer, stream)


_SAYS: Final = {"rows": "a table of rows", "graph": "a graph", "truth": "a yes or no"}


def _put(stream: TextIO, line: str) -> None:
    stream.write(printable(line, lines=True) if stream.isatty() else line)


# ---- tables for people -------------------------------------------------------------------------


def _table(answer: Answer | Flow, stream: TextIO) -> None:
    from rich.console import Console

    if answer.triples is not None:
        _ttl(answer, stream)  # a graph is read best as Turtle
        return
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    if answer.truth is not None:
        console.print("yes" if answer.truth else "no")
        return
    rows = tuple(answer.rows or ())
    cells = [["" if term is None else printable(text(term)) for term in row] for row in rows]
    numeric = [_all_numbers(rows, i) for i in range(len(answer.columns))]
    if _fits(answer.columns, cells, console.width):
        _grid(console, answer.columns, cells, numeric)
    else:
        _records(console, answer.columns, cells)
    console.print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}", style="dim")


def _all_numbers(rows: tuple[Row, ...], column: int) -> bool:
    terms = [row[column] for row in rows if row[column] is not None]
    return bool(terms) and all(isinstance(t, ox.Literal) and t.datatype.value in _NUMBERS for t in terms)


def _fits(columns: tuple[str, ...], cells: list[list[str]], width: int) -> bool:
    """Whether a grid is readable: each column gets its longest word, or 16 characters of it, and its heading."""
    need = 1
    for i, name in enumerate(columns):
        words = (len(word) for row in cells for word in row[i].split())
        need += 3 + max(len(name), min(max(words, default=0), 16))
    return need <= width


def _grid(console: Console, columns: tuple[str, ...], cells: list[list[str]], numeric: list[bool]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for name, number in zip(columns, numeric, strict=True):
        table.add_column(Text(name), justify="right" if number else "left", overflow="fold")
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


def _records(console: Console, columns: tuple[str, ...], cells: list[list[str]]) -> None:
    """One block a row, for tables too wide for the screen; unbound columns are left out."""
    from rich.table import Table
    from rich.text import Text

    for number, row in enumerate(cells, start=1):
        console.print(Text(f"{number}", style="bold"))
        block = Table.grid(padding=(0, 2, 0, 1))
        for name, cell in zip(columns, row, strict=True):
            if cell:
                block.add_row(Text(name, style="dim"), Text(cell))
        console.print(block)


# ---- SPARQL 1.1 result formats -----------------------------------------------------------------


def _standard(name: str) -> Callable[[Answer | Flow, TextIO], None]:
    def put(answer: Answer | Flow, stream: TextIO) -> None:
        if answer.truth is not None:
            _put(stream, wire.TRUTHS[name](answer.truth))
            return
        for piece in wire.ROWS[name](answer.columns, answer.rows or (), ()):
            _put(stream, piece)

    return put


# ---- further formats ---------------------------------------------------------------------------


def _native(term: Term) -> str | int | float | bool:
    """A term as JSON's own kind of value where it has one."""
    if isinstance(term, ox.Literal):
        kind = term.datatype.value.removeprefix(_XSD)
        if kind == "integer" and re.fullmatch(r"[+-]?\d{1,15}", term.value):
            return int(term.value)
        if kind == "boolean" and term.value in ("true", "false"):
            return term.value == "true"
    return text(term)


def _record(columns: tuple[str, ...], row: Row) -> dict[str, Any]:
    return {name: _native(term) for name, term in zip(columns, row, strict=True) if term is not None}


def _jsonl(answer: Answer | Flow, stream: TextIO) -> None:
    for row in answer.rows or ():
        _put(stream, wire.dumps(_record(answer.columns, row)) + "\n")


def _geojson(answer: Answer | Flow, stream: TextIO) -> None:
    if "wkt" not in answer.columns:
        message = f"'{answer.query.name}' has no column 'wkt', so there is nothing to put on a map."
        raise UsageFault(message, "Ask a query that has one, such as events-by-place.")
    features = []
    for row in answer.rows or ():
        record = _record(answer.columns, row)
        wkt = record.pop("wkt", None)
        shape = geometry(wkt) if isinstance(wkt, str) else None
        features.append({"type": "Feature", "geometry": shape, "properties": record})
    _put(stream, wire.dumps({"type": "FeatureCollection", "features": features}, indent=1) + "\n")


def _ttl(answer: Answer | Flow, stream: TextIO) -> None:
    written = ox.serialize(answer.triples or (), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    _put(stream, (written or b"").decode("utf-8"))


def _parquet(answer: Answer | Flow, stream: TextIO) -> None:
    buffer = getattr(stream, "buffer", None)
    if buffer is None or stream.isatty():
        raise UsageFault("Parquet is not text.", "Send it into a file: kazkg query ... --format parquet > FILE.")
    write_parquet(answer, buffer)


FORMATS: Final[dict[str, tuple[tuple[str, ...], Callable[[Answer | Flow, TextIO], None]]]] = {
    "table": (("rows", "graph", "truth"), _table),
    "csv": (("rows",), _standard("csv")),
    "tsv": (("rows",), _standard("tsv")),
    "json": (("rows", "truth"), _standard("json")),
    "xml": (("rows", "truth"), _standard("xml")),
    "jsonl": (("rows",), _jsonl),
    "geojson": (("rows",), _geojson),
    "ttl": (("graph",), _ttl),
    "parquet": (("rows",), _parquet),
}
"""Formats by name: the kinds of answer each is for (rows, graph, truth), and its writer."""
