"""Asking: a query, its parameters and a source in, rows or triples out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kazkg.errors import EnvironmentFault, InputError
from kazkg.query.bundled import Query, find
from kazkg.query.guard import refuse_effects
from kazkg.query.params import bind
from kazkg.store.source import open_source

__all__ = ["Answer", "Row", "Term", "answer", "ask"]

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. Exactly one of rows, triples and truth is set, by the query's form."""

    query: Query
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] | None = None
    """Of SELECT, in the order the query asks for; None inside a row is an unbound column."""
    triples: tuple[ox.Triple, ...] | None = None
    """Of CONSTRUCT and DESCRIBE, sorted, each once."""
    truth: bool | None = None
    """Of ASK."""

    def plain(self) -> list[dict[str, str]]:
        """The rows as dictionaries of plain strings; unbound columns are left out."""
        return [
            {name: text(term) for name, term in zip(self.columns, row, strict=True) if term is not None}
            for row in self.rows or ()
        ]


def text(term: Term) -> str:
    """The plain text of a term: a literal's value, an IRI, a blank node's or triple term's Turtle."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def answer(
    name_or_file: str, params: Mapping[str, str | Sequence[str]] | None = None, source: Path | str = "build"
) -> Answer:
    """Ask a bundled query, or one in a file, of a build or an RDF file.

    Args:
        name_or_file: a bundled query's name, or the path of an ``.rq`` file.
        params: values by parameter name; several values of one are alternatives.
        source: the folder of a build, or an RDF file.

    Raises:
        UsageFault: for an unknown query, parameter or value, or a query that does more than read.
        InputError: for a query or a file that cannot be parsed, or a folder without a build.
        EnvironmentFault: for a damaged store.
    """
    query = find(name_or_file)
    bound = bind(query.text, query.parameters, params or {})  # before the store is opened: wrong use fails at once
    refuse_effects(bound)
    return _ask(open_source(source), query, bound)


def ask(store: ox.Store, query: Query, params: Mapping[str, str | Sequence[str]] | None = None) -> Answer:
    """Ask a query of an open store, over the union of its graphs.

    Raises:
        UsageFault: for an unknown parameter or a wrong value, or a query that does more than read.
        InputError: for a query that cannot be parsed.
    """
    bound = bind(query.text, query.parameters, params or {})
    refuse_effects(bound)
    return _ask(store, query, bound)


def _ask(store: ox.Store, query: Query, bound: str) -> Answer:
    try:
        return _collect(query, store.query(bound, use_default_graph_as_union=True))
    except SyntaxError as err:
        raise InputError(f"{query.name}: not a SPARQL query: {err}") from err
    except (OSError, RuntimeError) as err:  # the engine reports a damaged file as RuntimeError
        raise EnvironmentFault(f"{query.name}: the store cannot be read: {err}", "Run kazkg build again.") from err


def _collect(query: Query, found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> Answer:
    if isinstance(found, ox.QueryBoolean):
        return Answer(query, truth=bool(found))
    if isinstance(found, ox.QueryTriples):
        return Answer(query, triples=tuple(sorted(set(found), key=str)))
    columns = tuple(variable.value for variable in found.variables)
    rows = tuple(tuple(solution[name] for name in columns) for solution in found)
    return Answer(query, columns, rows=rows)
