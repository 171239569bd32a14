"""Asking: a query, its parameters and a source in, rows or triples out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kazkg.errors import EnvironmentFault, InputError, KazkgError
from kazkg.query.bundled import Query, find
from kazkg.query.guard import refuse_effects
from kazkg.query.params import bind
from kazkg.query.terms import Row, text
from kazkg.store.source import open_source

__all__ = ["Answer", "Flow", "Given", "answer", "ask", "flow", "flowing", "prepare"]

Given = Mapping[str, str | Sequence[str]]
"""Values by parameter name; several values of one are alternatives."""


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


@dataclass(frozen=True, slots=True)
class Flow:
    """An answer that is still coming in: as :class:`Answer`, but rows are had once, one after the other."""

    query: Query
    columns: tuple[str, ...] = ()
    rows: Iterator[Row] | None = None
    triples: tuple[ox.Triple, ...] | None = None
    truth: bool | None = None

    def collected(self) -> Answer:
        """The whole answer, in memory."""
        rows = None if self.rows is None else tuple(self.rows)
        return Answer(self.query, self.columns, rows, self.triples, self.truth)


def prepare(query: Query, params: Given | None = None) -> str:
    """The text of a query with its parameters put in.

    Raises:
        UsageFault: for an unknown parameter or a wrong value, or a query that does more than read.
    """
    bound = bind(query.text, query.parameters, params or {})
    refuse_effects(bound)
    return bound


def answer(name_or_file: str, params: Given | None = None, source: Path | str = "build") -> Answer:
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
    with flowing(name_or_file, params, source) as found:
        return found.collected()


@contextmanager
def flowing(name_or_file: str, params: Given | None = None, source: Path | str = "build") -> Iterator[Flow]:
    """As :func:`answer`, with rows that come while they are read."""
    query = find(name_or_file)
    bound = prepare(query, params)  # before the store is opened: wrong use fails at once
    yield _flow(open_source(source), query, bound)


def ask(store: ox.Store, query: Query, params: Given | None = None) -> Answer:
    """Ask a query of an open store, over the union of its graphs.

    Raises:
        UsageFault: for an unknown parameter or a wrong value, or a query that does more than read.
        InputError: for a query that cannot be parsed.
    """
    return _flow(store, query, prepare(query, params)).collected()


def _flow(store: ox.Store, query: Query, bound: str) -> Flow:
    try:
        found = store.query(bound, use_default_graph_as_union=True)
    except SyntaxError as err:
        raise InputError(f"{query.name}: not a SPARQL query: {err}") from err
    except (OSError, RuntimeError) as err:
        raise _unreadable(query, err) from err
    return flow(query, found, lambda err: _unreadable(query, err))


def _unreadable(query: Query, err: Exception) -> KazkgError:
    """The engine reports a damaged file as RuntimeError."""
    return EnvironmentFault(f"{query.name}: the store cannot be read: {err}", "Run kazkg build again.")


def flow(
    query: Query,
    found: ox.QuerySolutions | ox.QueryBoolean | Iterable[ox.Triple],
    fault: Callable[[Exception], KazkgError],
) -> Flow:
    """What an engine or a reader of results gives, as an answer.

    Args:
        query: what was asked.
        found: what came back.
        fault: makes an error of our own of what is raised while it is read.
    """
    if isinstance(found, ox.QueryBoolean):
        return Flow(query, truth=bool(found))
    if isinstance(found, ox.QuerySolutions):
        columns = tuple(variable.value for variable in found.variables)
        return Flow(query, columns, rows=_rows(found, columns, fault))
    try:
        return Flow(query, triples=tuple(sorted(set(found), key=str)))
    except (OSError, RuntimeError, SyntaxError, ValueError) as err:
        raise fault(err) from err


def _rows(found: ox.QuerySolutions, columns: Sequence[str], fault: Callable[[Exception], KazkgError]) -> Iterator[Row]:
    try:
        for solution in found:
            yield tuple(solution[name] for name in columns)
    except (OSError, RuntimeError, SyntaxError, ValueError) as err:
        raise fault(err) from err
