"""Clients of others drive the endpoint: SPARQLWrapper, rdflib's SPARQLStore, curl, and rasqal's roqet."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from kazkg.query import answer, catalogue
from tests.web.served import Served

COUNT = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/kazkg/ontology#Figure> }"


@pytest.fixture(scope="module")
def figures(seeds: Served) -> int:
    found = ox.parse_query_results(seeds.query(COUNT).body, format=ox.QueryResultsFormat.JSON)
    count = int(next(iter(found))["n"].value)  # type: ignore[arg-type,index]
    assert count > 20
    return count


def tool(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{name} is not installed ({package})")
        pytest.skip(f"{name} is not installed ({package})")
    return found


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("how", ["urlencoded", "postdirectly"])
def test_sparqlwrapper(method: str, how: str, seeds: Served, figures: int) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(seeds.url + "/sparql")
    client.setMethod(method)
    client.setRequestMethod(how)
    client.setReturnFormat(wrapper.JSON)
    client.setQuery(COUNT)
    assert int(client.queryAndConvert()["results"]["bindings"][0]["n"]["value"]) == figures
    client.setReturnFormat(wrapper.XML)
    assert f">{figures}<" in client.queryAndConvert().toxml()
    client.setReturnFormat(wrapper.TURTLE)
    client.setQuery("CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 5")
    assert len(rdflib.Graph().parse(data=client.queryAndConvert(), format="turtle")) == 5


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_rdflib_sparqlstore(method: str, form: str, seeds: Served, figures: int) -> None:
    store = SPARQLStore(seeds.url + "/sparql", method=method, returnFormat=form)
    graph = rdflib.Graph(store)
    assert [int(row[0]) for row in graph.query(COUNT)] == [figures]
    kind = rdflib.URIRef("https://w3id.org/kazkg/ontology#Figure")
    assert len(list(graph.subjects(rdflib.RDF.type, kind))) == figures


@pytest.mark.parametrize("name", [query.name for query in catalogue()])
def test_curl_gets_the_bundled_answers(name: str, seeds: Served, seeds_build: object) -> None:
    """Over the wire as from the build itself, cell by cell."""
    curl = tool("curl", "curl")
    query = next(one for one in catalogue() if one.name == name)
    run = [curl, "-sSf", "--data-urlencode", f"query={query.text}", seeds.url + "/sparql"]
    expected = answer(name, {}, seeds_build)  # type: ignore[arg-type]
    if expected.triples is not None:
        out = subprocess.run([*run, "-H", "Accept: text/turtle"], capture_output=True, check=True).stdout
        assert {q.triple for q in ox.parse(out, format=ox.RdfFormat.TURTLE)} == set(expected.triples)
        return
    out = subprocess.run([*run, "-H", "Accept: text/csv"], capture_output=True, check=True).stdout
    rows = list(csv.reader(io.StringIO(out.decode(), newline="")))
    assert rows[0] == list(expected.columns)
    assert rows[1:] == [["" if t is None else t.value for t in row] for row in expected.rows or ()]  # type: ignore[union-attr]


def test_roqet(seeds: Served, figures: int) -> None:
    """Rasqal's command line, which asks by the protocol and reads XML."""
    roqet = tool("roqet", "rasqal-utils")
    run = subprocess.run(
        [roqet, "-q", "-p", seeds.url + "/sparql", "-r", "csv", "-e", COUNT], capture_output=True, text=True, check=True
    )
    assert re.findall(r"\d+", run.stdout.splitlines()[-1]) == [str(figures)]
