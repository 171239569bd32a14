"""Real stores get the sample articles' graph by ``push`` and answer every bundled query as the embedded store does."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kazkg.push import PROFILES, PushOptions, push
from kazkg.query import Query, catalogue, checks
from kazkg.query.params import bind
from kazkg.store.embedded import open_store
from tests.push.conftest import Running
from tests.query.test_answers import GIVEN

EVERY = (*catalogue(), *checks())
ASKED = [(query, query.text) for query in EVERY]
_named = {query.name: query for query in catalogue()}
_given = [(_named[name], bind(_named[name].text, _named[name].parameters, values)) for name, values in GIVEN]

KNOWN: dict[str, set[str]] = {}
"""Queries that a store is known to answer otherwise; docs/stores.md would name them."""

Rows = list[tuple[str | None, ...]]


def plain(term: object) -> str | None:
    """A term in N-Triples; a point with as many digits as a store of single precision keeps."""
    if term is None:
        return None
    return re.sub(r"(?<=[( ])-?\d+\.\d+(?=[ )])", lambda m: f"{float(m[0]):.3f}", str(term))


def expected(store: ox.Store, text: str) -> Rows:
    found = store.query(text, use_default_graph_as_union=True)
    if isinstance(found, ox.QueryTriples):
        return sorted({(plain(t.subject), plain(t.predicate), plain(t.object)) for t in found}, key=str)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(plain(row[v]) for v in found.variables) for row in found]


def remote(running: Running, name: str, text: str, construct: bool) -> Rows:
    accept = "application/n-triples" if construct else "application/sparql-results+json"
    address = PROFILES[name].query_address(running.url) or ""
    reply = httpx.post(address, data={"query": text}, headers={"Accept": accept}, timeout=120, trust_env=False)
    assert reply.status_code == 200, reply.text[:500]
    if construct:
        triples = (quad.triple for quad in ox.parse(reply.content, format=ox.RdfFormat.N_TRIPLES))
        return sorted({(plain(t.subject), plain(t.predicate), plain(t.object)) for t in triples}, key=str)
    found = ox.parse_query_results(reply.content, format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(plain(row[v]) for v in found.variables) for row in found]


def alike(running: Running, name: str, build: Path, asked: list[tuple[Query, str]]) -> None:
    store = open_store(build / "store")
    different = {
        query.name
        for query, text in asked
        if remote(running, name, text, not re.search(r"^SELECT", text, re.MULTILINE)) != expected(store, text)
    }
    assert different == KNOWN.get(name, set())


@pytest.mark.parametrize("apart", [True, False], ids=["graph an article", "one graph"])
def test_oxigraph(apart: bool, oxigraph: Running, seeds_build: Path) -> None:
    options = PushOptions(oxigraph.url, "oxigraph", graph_per_article=apart, replace=True)
    report = push(seeds_build, options, environ=oxigraph.environ)
    assert report.faults == []
    store = open_store(seeds_build / "store")
    assert report.triples == (len(store) if apart else len({(q.subject, q.predicate, q.object) for q in store}))
    assert [graph.on_server for graph in report.graphs] == [graph.triples for graph in report.graphs]
    assert all(graph.same_hash for graph in report.graphs)
    assert len(report.graphs) == (len(list(store.named_graphs())) if apart else 1)
    alike(oxigraph, "oxigraph", seeds_build, [*ASKED, *_given])


def test_virtuoso(virtuoso: Running, seeds_build: Path) -> None:
    options = PushOptions(virtuoso.url, "virtuoso", graph_per_article=True, replace=True)
    report = push(seeds_build, options, environ=virtuoso.environ)
    assert report.faults == []
    assert [graph.on_server for graph in report.graphs] == [graph.triples for graph in report.graphs]
    assert sum(graph.on_server or 0 for graph in report.graphs) == len(open_store(seeds_build / "store"))
    alike(virtuoso, "virtuoso", seeds_build, [*ASKED, *_given])


def test_virtuoso_refuses_a_wrong_password(virtuoso: Running, seeds_build: Path) -> None:
    from kazkg.errors import RemoteError

    options = PushOptions(virtuoso.url, "virtuoso", graph="https://example.org/refused", verify="none")
    for environ, says in (
        ({"KAZKG_USER": "dba", "KAZKG_PASSWORD": "wrong-one"}, "refuses the login of 'dba'"),
        ({"NETRC": "/dev/null"}, "asks for a login"),
    ):
        with pytest.raises(RemoteError, match=says) as caught:
            push(seeds_build, options, environ=environ)
        assert "wrong-one" not in str(caught.value)
