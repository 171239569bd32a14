"""Queries that ask Wikidata beside the build, against a local server that holds a small made slice."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kazkg.errors import RemoteError, UsageFault
from kazkg.query.anywhere import asked
from kazkg.query.bundled import catalogue, federated, find
from kazkg.query.federated import MOST, composed
from kazkg.query.guard import refuse_effects
from kazkg.query.run import prepare
from tests.query.corpus import nquads

SLICE = """
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix p: <http://www.wikidata.org/prop/> .
@prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
wd:Q900001 rdfs:label "Sudland"@en, "Сұдланд"@kk .
wd:Q900002 rdfs:label "Norhaven"@en, "Норхавн"@kk .
wd:Q900777 rdfs:label "Elsewhere"@en, "Басқа"@kk .
wd:Q900500 rdfs:label "fire of Norhaven"@en ; wdt:P276 wd:Q900002 ; wdt:P1120 13 ;
  wdt:P585 "2031-03-05T00:00:00Z"^^xsd:dateTime .
wd:Q900501 rdfs:label "fire elsewhere"@en ; wdt:P276 wd:Q900777 ; wdt:P1120 9 ;
  wdt:P585 "2031-03-05T00:00:00Z"^^xsd:dateTime .
wd:Q900003 p:P39 wd:statement1 . wd:statement1 ps:P39 wd:Q900600 ; pq:P580 "2030-01-01T00:00:00Z"^^xsd:dateTime .
wd:Q900600 rdfs:label "minister of Norland"@en .
"""


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from tests.push.conftest import start_oxigraph, stop

    running = start_oxigraph(tmp_path_factory.mktemp("wikidata"))
    httpx.post(
        f"{running.url}/store?default", content=SLICE.encode(), headers={"Content-Type": "text/turtle"}, trust_env=False
    ).raise_for_status()
    yield f"{running.url}/query"
    stop(running)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The corpus as a file, with a person of it linked too."""
    store = ox.Store()
    store.bulk_load(nquads(), format=ox.RdfFormat.N_QUADS)
    store.update(
        "PREFIX kaz: <https://w3id.org/kazkg/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        "INSERT { ?p kaz:wikidata <http://www.wikidata.org/entity/Q900003> } "
        'WHERE { GRAPH ?g { ?p kaz:typeName "Person" ; skos:prefLabel "Ada Brun" } }'
    )
    path = tmp_path_factory.mktemp("build") / "kg.nq"
    store.dump(str(path), format=ox.RdfFormat.N_QUADS)
    return str(path)


def rows(name: str, source: str, **params: str) -> list[tuple[str, ...]]:
    with asked(name, params, source) as found:
        return [tuple(answer[c] for c in found.columns if c in answer) for answer in found.collected().plain()]


def test_there_are_three() -> None:
    assert [q.name for q in federated()] == ["federated/deaths", "federated/names", "federated/offices"]


def test_names_in_another_language(build: str, endpoint: str) -> None:
    found = rows("federated/names", build, endpoint=endpoint)
    assert ("Norhaven", "Place", "http://www.wikidata.org/entity/Q900002", "Норхавн") in found
    assert not any("Басқа" in row for row in found)
    german = rows("federated/names", build, endpoint=endpoint, language="de")
    assert german == []


def test_offices_of_people(build: str, endpoint: str) -> None:
    (row,) = rows("federated/offices", build, endpoint=endpoint)
    assert row[0] == "Ada Brun"
    assert "minister of Norland" in row
    assert any(cell.startswith("2030-01-01") for cell in row)


def test_deaths_at_the_places(build: str, endpoint: str) -> None:
    (row,) = rows("federated/deaths", build, endpoint=endpoint)
    assert (row[0], row[3], row[5]) == ("Norhaven", "fire of Norhaven", "13")


@pytest.mark.parametrize("query", federated(), ids=lambda q: q.name)
def test_each_file_runs_as_it_is_and_names_one_server(query) -> None:
    assert re.findall(r"SERVICE <([^>]*)>", query.text) == ["https://query.wikidata.org/sparql"]
    assert query.text.count("VALUES ?wikidata { UNDEF }") == 1
    assert query.title and query.answers.endswith(".") and query.columns
    assert query.name not in {q.name for q in catalogue()}


def test_nothing_is_sent_without_an_address(build: str) -> None:
    with pytest.raises(UsageFault, match="asks another server"):
        rows("federated/names", build)


@pytest.mark.parametrize("bad", ["ftp://a/b", "http://user:pw@a/b", "http://a/> { } #", "file:///etc/passwd", ""])
def test_a_wrong_address_is_refused(build: str, bad: str) -> None:
    with pytest.raises(UsageFault, match="not one address"):
        rows("federated/names", build, endpoint=bad)


def test_a_dead_server_is_a_remote_error(build: str) -> None:
    with pytest.raises(RemoteError, match="gives no answer"):
        rows("federated/names", build, endpoint="http://127.0.0.1:9/query")


def test_a_build_without_items_asks_nobody(tmp_path: Path) -> None:
    (tmp_path / "empty.nt").write_text("<a:b> <a:c> <a:d> .\n")
    assert rows("federated/names", str(tmp_path / "empty.nt"), endpoint="http://127.0.0.1:9/query") == []


def test_only_the_bundled_ones_may(build: str, endpoint: str, tmp_path: Path) -> None:
    query = find("federated/names")
    with pytest.raises(UsageFault, match="SERVICE"):
        prepare(query)
    own = tmp_path / "own.rq"
    own.write_text(query.text, encoding="utf-8")
    with pytest.raises(UsageFault):
        rows(str(own), build, endpoint=endpoint)
    with pytest.raises(UsageFault, match="SERVICE"):
        rows(str(own), build)
    with pytest.raises(UsageFault, match="SERVICE"):
        refuse_effects("SELECT * { SERVICE <a:b> { } SERVICE <a:c> { } }", services=1)


def test_an_endpoint_is_no_build(endpoint: str) -> None:
    with pytest.raises(UsageFault, match="on this machine"):
        rows("federated/names", endpoint, endpoint=endpoint)


def test_too_many_items_are_said() -> None:
    items = [f"http://www.wikidata.org/entity/Q{n}" for n in range(1, MOST + 2)]
    with pytest.raises(UsageFault, match="at once"):
        composed(find("federated/names").text, "http://127.0.0.1:9/query", items)


def test_the_command(build: str, endpoint: str) -> None:
    command = [
        "kazkg",
        "query",
        "federated/names",
        "--param",
        f"endpoint={endpoint}",
        "--from",
        build,
        "--format",
        "csv",
    ]
    import sys

    done = subprocess.run(
        [str(Path(sys.executable).with_name(command[0])), *command[1:]], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "Норхавн" in done.stdout
    dead = [c.replace(endpoint, "http://127.0.0.1:9/query") for c in command[1:]]
    done = subprocess.run([str(Path(sys.executable).with_name(command[0])), *dead], capture_output=True, text=True)
    assert done.returncode == 5
