"""Linked data over HTTP: every IRI leads to a page and to data; tags, HEAD, links and CORS around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kazkg.query import answer
from kazkg.store.source import open_source
from kazkg.web.negotiate import GRAPHS
from tests.web.served import Answered, Served, served

BASE = "https://w3id.org/kazkg/id/"
FORMS = {
    "ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD, "trig": ox.RdfFormat.TRIG, "nq": ox.RdfFormat.N_QUADS,
}  # fmt: skip
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PLACES = ("/", "/queries", "/queries/figures", "/sparql", "/.well-known/void", "/kazkg/ontology",
          "/kazkg/id/entity/almaty.ttl", "/kazkg/id/entity/almaty.html")  # fmt: skip
TAGGED = tuple(place for place in PLACES if place != "/sparql")
THERE = "https://reader.example"


@pytest.fixture(scope="module")
def open_to_all(seeds_build: Path) -> Iterator[Served]:
    with served(seeds_build, "--cors", "*") as server:
        yield server


@pytest.fixture(scope="module")
def open_to_one(seeds_build: Path) -> Iterator[Served]:
    with served(seeds_build, "--cors", THERE) as server:
        yield server


def path_of(iri: str) -> str:
    return "/kazkg/id/" + iri.removeprefix(BASE)


def things(build: Path) -> list[str]:
    """One IRI of every kind: a claim of each, an article, an entity, a source, a time, a relation, a run, a graph."""
    store = open_source(build)
    kinds: dict[str, str] = {}
    for quad in store:
        iri = quad.subject.value  # type: ignore[union-attr]
        if iri.startswith(BASE) and "#" not in iri:
            parts = iri.removeprefix(BASE).split("/")
            kind = parts[0] + ("/" + parts[2] if parts[0] == "article" and len(parts) > 2 else "")
            kinds[kind] = max(kinds.get(kind, ""), iri)
    assert len(kinds) > 10
    return sorted(kinds.values())


def redirected(server: Served, path: str, accept: str | None) -> str:
    found = server.ask("GET", path, {"Accept": accept} if accept else {})
    assert found.status == 303, found
    assert "accept" in found.headers["vary"].lower()
    return found.headers["location"]


def tag(found: Answered) -> str:
    assert re.fullmatch(r'"[0-9a-f]{32}"', found.headers["etag"]), found.headers
    return found.headers["etag"]


# ---- content negotiation -----------------------------------------------------------------------


@pytest.mark.parametrize(("name", "kind"), GRAPHS.items())
def test_an_iri_leads_to_the_format_that_is_asked_for(name: str, kind: str, seeds: Served) -> None:
    to = redirected(seeds, "/kazkg/id/entity/almaty", kind)
    assert to == f"/kazkg/id/entity/almaty.{name}"
    found = seeds.ask("GET", to)
    assert (found.status, found.kind) == (200, kind)


def test_a_browser_gets_the_page_and_a_program_turtle(seeds: Served) -> None:
    assert redirected(seeds, "/kazkg/id/entity/almaty", BROWSER["Accept"]).endswith(".html")
    assert redirected(seeds, "/kazkg/id/entity/almaty", None).endswith(".ttl")
    assert redirected(seeds, "/kazkg/id/entity/almaty", "text/html;q=0.1, application/ld+json").endswith(".jsonld")


def test_nothing_acceptable(seeds: Served) -> None:
    assert seeds.ask("GET", "/kazkg/id/entity/almaty", {"Accept": "image/png"}).status == 406


def test_every_kind_of_thing_has_a_page_and_data(seeds: Served, seeds_build: Path) -> None:
    store = open_source(seeds_build)
    for iri in things(seeds_build):
        page = seeds.ask("GET", path_of(iri) + ".html")
        assert (page.status, page.kind) == (200, "text/html"), iri
        assert iri in page.text
        data = seeds.ask("GET", path_of(iri) + ".nt")
        found = {quad.triple for quad in ox.parse(data.body, format=ox.RdfFormat.N_TRIPLES)}
        node = ox.NamedNode(iri)
        assert {quad.triple for quad in store.quads_for_pattern(node, None, None, None)} <= found
        assert {quad.triple for quad in store.quads_for_pattern(None, None, node, None)} <= found


def test_all_formats_hold_the_same(seeds: Served, seeds_build: Path) -> None:
    figure = answer("figures", source=seeds_build).plain()[0]["claim"]
    iri = next(i for i in things(seeds_build) if "/figure/" in i)
    assert figure
    found = [
        {quad.triple for quad in ox.parse(seeds.ask("GET", f"{path_of(iri)}.{name}").body, format=form)}
        for name, form in FORMS.items()
    ]
    assert all(one == found[0] for one in found)
    assert found[0]


def test_an_articles_document_carries_its_spans(seeds: Served, seeds_build: Path) -> None:
    article = answer("articles", source=seeds_build).plain()[0]["article"]
    data = seeds.ask("GET", f"/kazkg/id/article/{article}.nt").text
    page = seeds.ask("GET", f"/kazkg/id/article/{article}.html").text
    spans = set(re.findall(rf"<{BASE}article/{article}#(char=\d+,\d+)> <http://www.w3.org/ns/oa#exact>", data))
    assert len(spans) > 100
    assert all(f'id="{span}"' in page for span in spans)


def test_links_of_a_document(seeds: Served) -> None:
    found = seeds.ask("GET", "/kazkg/id/entity/almaty.ttl").headers["link"]
    assert f'<{BASE}entity/almaty>; rel="describes"' in found
    for name, kind in GRAPHS.items():
        assert f'</kazkg/id/entity/almaty.{name}>; rel="alternate"; type="{kind}"' in found


def test_pages_lead_to_pages(seeds: Served) -> None:
    page = seeds.ask("GET", "/kazkg/id/entity/almaty.html").text
    inner = set(re.findall(r'href="(/kazkg/id/[^"#]+)', page))
    assert len(inner) > 3
    for path in sorted(inner)[:25]:
        assert seeds.ask("GET", path, BROWSER).status in (200, 303), path


@pytest.mark.parametrize(
    "path",
    ["/kazkg/id/entity/nowhere", "/kazkg/id/entity/nowhere.html", "/kazkg/id/entity/almaty.exe", "/kazkg/id/",
     "/kazkg/id/..%2f..%2fetc/passwd", "/kazkg/id/entity/%00", "/kazkg/id/entity/al%6daty%3Cscript%3E"],
)  # fmt: skip
def test_what_the_graph_does_not_know(path: str, seeds: Served) -> None:
    found = seeds.ask("GET", path, BROWSER)
    assert found.status == 404
    assert "<script" not in found.text


def test_the_datasets_own_iri_leads_home(seeds: Served) -> None:
    (iri,) = set(re.findall(rf"<({BASE}dataset/[0-9a-f]+)>", seeds.ask("GET", "/.well-known/void").text))
    assert seeds.ask("GET", path_of(iri) + ".html").headers["location"] == "/"
    assert b"dcat:Dataset" in seeds.ask("GET", path_of(iri) + ".ttl").body


def test_the_ontology_is_there_as_page_and_as_data(seeds: Served) -> None:
    assert 'id="Figure"' in seeds.ask("GET", "/kazkg/ontology", BROWSER).text
    data = seeds.ask("GET", "/kazkg/ontology", {"Accept": "text/turtle"})
    assert len(list(ox.parse(data.body, format=ox.RdfFormat.TURTLE))) > 500


# ---- tags and HEAD -----------------------------------------------------------------------------


@pytest.mark.parametrize("path", TAGGED)
def test_who_has_it_gets_no_second_copy(path: str, seeds: Served) -> None:
    first = seeds.ask("GET", path, BROWSER)
    assert first.status == 200
    known = tag(first)
    for given in (known, f'W/{known}, "other"', "*"):
        again = seeds.ask("GET", path, {**BROWSER, "If-None-Match": given})
        assert (again.status, again.body) == (304, b""), given
        assert tag(again) == known
    assert seeds.ask("GET", path, {**BROWSER, "If-None-Match": '"0123"'}).status == 200


def test_formats_have_tags_of_their_own(seeds: Served) -> None:
    tags = {tag(seeds.ask("GET", f"/kazkg/id/entity/almaty.{name}")) for name in GRAPHS}
    assert len(tags) == len(GRAPHS)


def test_another_server_over_the_same_build_gives_the_same_tags(seeds: Served, open_to_all: Served) -> None:
    for path in TAGGED:
        if path not in ("/.well-known/void", "/queries/figures"):  # they name the endpoint's address
            assert tag(seeds.ask("GET", path, BROWSER)) == tag(open_to_all.ask("GET", path, BROWSER)), path


def test_answers_of_queries_have_tags_too(seeds: Served) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    first = seeds.query(text, "text/csv")
    assert first.status == 200
    assert tag(first) != tag(seeds.query(text, "application/sparql-results+json"))
    assert tag(first) == tag(seeds.query(text, "text/csv"))


@pytest.mark.parametrize("path", [*PLACES, "/kazkg/id/entity/almaty", "/static/style.css", "/kazkg/id/entity/nowhere"])
def test_head_is_get_without_a_body(path: str, seeds: Served) -> None:
    got, head = seeds.ask("GET", path, BROWSER), seeds.ask("HEAD", path, BROWSER)
    assert head.body == b""
    assert head.status == got.status
    same = ("content-type", "content-length", "etag", "link", "location", "vary")
    assert {n: head.headers.get(n) for n in same} == {n: got.headers.get(n) for n in same}


@pytest.mark.parametrize("path", ["/", "/kazkg/id/entity/almaty", "/.well-known/void", "/kazkg/ontology", "/queries"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_pages_are_for_reading(method: str, path: str, seeds: Served) -> None:
    found = seeds.ask(method, path, {"Content-Type": "text/plain"}, b"x")
    assert found.status == 405
    assert set(found.headers["allow"].replace(" ", "").split(",")) == {"GET", "HEAD"}


# ---- CORS --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*PLACES, "/kazkg/id/entity/almaty", "/kazkg/id/entity/nowhere"])
def test_cors_is_off_unless_asked_for(path: str, seeds: Served) -> None:
    found = seeds.ask("GET", path, {"Origin": THERE})
    assert not [name for name in found.headers if name.startswith("access-control")]


@pytest.mark.parametrize("path", [*PLACES, "/kazkg/id/entity/almaty"])
def test_cors_for_all(path: str, open_to_all: Served) -> None:
    found = open_to_all.ask("GET", path, {"Origin": THERE})
    assert found.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in found.headers
    assert {"etag", "link"} <= set(found.headers["access-control-expose-headers"].lower().replace(" ", "").split(","))


def test_cors_for_one(open_to_one: Served) -> None:
    allowed = open_to_one.ask("GET", "/", {"Origin": THERE})
    assert allowed.headers["access-control-allow-origin"] == THERE
    assert "origin" in allowed.headers["vary"].lower()
    other = open_to_one.ask("GET", "/", {"Origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in other.headers


def test_a_preflight(open_to_one: Served) -> None:
    headers = {
        "Origin": THERE,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    found = open_to_one.ask("OPTIONS", "/sparql", headers)
    assert found.status == 200
    assert "POST" in found.headers["access-control-allow-methods"]
    assert open_to_one.ask("OPTIONS", "/sparql", {**headers, "Origin": "https://elsewhere.example"}).status == 400
    put = open_to_one.ask("OPTIONS", "/sparql", {**headers, "Access-Control-Request-Method": "PUT"})
    assert put.status == 400
