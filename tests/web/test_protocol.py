"""SPARQL 1.1 Protocol and Service Description, case by case, from the text of the two recommendations.

Run as a program it prints the list: ``python -m tests.web.test_protocol``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from tests.web.served import Answered, Served

E = "http://example.org/"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
ALL = "SELECT ?o { ?s ?p ?o } ORDER BY ?o"
NAMED = "SELECT ?o { GRAPH ?g { ?s ?p ?o } } ORDER BY ?o"
BOTH = "SELECT ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } ORDER BY ?o"
ASK, CONSTRUCT, DESCRIBE = "ASK {}", "CONSTRUCT WHERE { ?s ?p ?o }", f"DESCRIBE <{E}s1>"


def words(answer: Answered) -> list[str]:
    """The values of ``?o`` in a JSON answer."""
    assert answer.kind == JSON, answer
    found = ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    return [str(row["o"].value) for row in found]


@dataclass(frozen=True)
class Case:
    name: str
    method: str = "GET"
    fields: tuple[tuple[str, str], ...] = ()
    """Of the address."""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    status: int = 200
    kind: str | None = None
    words: list[str] | None = None
    also: Callable[[Answered], bool] | None = None
    path: str = "/sparql"


def form(*fields: tuple[str, str]) -> bytes:
    return urlencode(fields).encode()


def q(text: str, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (("query", text), *more)


def graph(form: ox.RdfFormat, count: int) -> Callable[[Answered], bool]:
    return lambda answer: len(set(ox.parse(answer.body, format=form))) == count


DEFAULT1, DEFAULT2 = ("default-graph-uri", E + "g1"), ("default-graph-uri", E + "g2")
NAMED2, NAMED3 = ("named-graph-uri", E + "g2"), ("named-graph-uri", E + "g3")
EVERY = ["one", "three", "two"]

CASES = [
    # 2.1 query operation: the three ways
    Case("query by GET", fields=q(ALL), kind=JSON, words=EVERY),
    Case("query by POST, form", "POST", headers=FORM, body=form(("query", ALL)), kind=JSON, words=EVERY),
    Case("query by POST, direct", "POST", headers=DIRECT, body=ALL.encode(), kind=JSON, words=EVERY),
    Case("direct, type with charset utf-8", "POST", headers={"Content-Type": "application/sparql-query; charset=UTF-8"},
         body="SELECT ?o { BIND ('é' AS ?o) }".encode(), words=["é"]),
    Case("form, type with charset utf-8", "POST",
         headers={"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"}, body=form(("query", ALL)),
         words=EVERY),
    Case("form, type in capitals", "POST", headers={"Content-Type": "Application/X-WWW-Form-Urlencoded"},
         body=form(("query", ALL)), words=EVERY),
    Case("plus and percent signs are decoded", path="/sparql?query=SELECT+%3Fo+%7B+BIND%28%22a%2Bb%22+AS+%3Fo%29+%7D",
         words=["a+b"]),
    Case("relative IRIs have no base to lean on", fields=q("SELECT ?o { <s> ?p ?o }"), status=400),
    Case("HEAD as GET, without a body", "HEAD", fields=q(ALL), kind=JSON, also=lambda a: a.body == b""),
    # 2.1.4 the dataset of the request
    Case("default graph by GET", fields=q(ALL, DEFAULT1), words=["one"]),
    Case("two default graphs are merged", fields=q(ALL, DEFAULT1, DEFAULT2), words=["one", "two"]),
    Case("default graph by form", "POST", headers=FORM, body=form(*q(ALL, DEFAULT1)), words=["one"]),
    Case("default graph with a direct query", "POST", (DEFAULT1,), DIRECT, ALL.encode(), words=["one"]),
    Case("default graph leaves no named graph", fields=q(NAMED, DEFAULT1), words=[]),
    Case("named graph by GET", fields=q(NAMED, NAMED2), words=["two"]),
    Case("two named graphs by form", "POST", headers=FORM, body=form(*q(NAMED, NAMED2, NAMED3)),
         words=["three", "two"]),
    Case("named graphs leave the default graph empty", fields=q(ALL, NAMED2), words=[]),
    Case("full dataset", fields=q(BOTH, DEFAULT1, NAMED2), words=["one", "two"]),
    Case("full dataset, direct", "POST", (DEFAULT1, NAMED3), DIRECT, BOTH.encode(), words=["one", "three"]),
    Case("a graph that is not there is empty", fields=q(ALL, ("default-graph-uri", E + "none")), words=[]),
    Case("FROM in the query", fields=q(f"SELECT ?o FROM <{E}g2> {{ ?s ?p ?o }}"), words=["two"]),
    Case("FROM NAMED in the query", fields=q(f"SELECT ?o FROM NAMED <{E}g3> {{ GRAPH ?g {{ ?s ?p ?o }} }}"),
         words=["three"]),
    Case("the request's dataset goes before FROM", fields=q(f"SELECT ?o FROM <{E}g2> {{ ?s ?p ?o }}", DEFAULT1),
         words=["one"]),
    Case("without a dataset GRAPH reaches every graph", fields=q(NAMED), words=EVERY),
    Case("default graph that is no IRI", fields=q(ALL, ("default-graph-uri", "no iri")), status=400),
    # 2.1.5 and 2.1.6 formats
    Case("SELECT as JSON", fields=q(ALL), headers={"Accept": JSON}, kind=JSON),
    Case("SELECT as XML", fields=q(ALL), headers={"Accept": XML}, kind=XML,
         also=lambda a: len(list(ox.parse_query_results(a.body, format=ox.QueryResultsFormat.XML))) == 3),  # type: ignore[arg-type]
    Case("SELECT as CSV", fields=q(ALL), headers={"Accept": "text/csv"}, kind="text/csv",
         also=lambda a: a.body == b"o\r\none\r\nthree\r\ntwo\r\n"),
    Case("SELECT as TSV", fields=q(ALL), headers={"Accept": "text/tab-separated-values"},
         kind="text/tab-separated-values", also=lambda a: a.body == b'?o\n"one"\n"three"\n"two"\n'),
    Case("ASK as JSON", fields=q(ASK), headers={"Accept": JSON}, kind=JSON,
         also=lambda a: b'"boolean": true' in a.body),
    Case("ASK as XML", fields=q(ASK), headers={"Accept": XML}, kind=XML,
         also=lambda a: b"<boolean>true</boolean>" in a.body),
    Case("ASK has no CSV", fields=q(ASK), headers={"Accept": "text/csv"}, status=406),
    Case("CONSTRUCT as Turtle", fields=q(CONSTRUCT), kind="text/turtle", also=graph(ox.RdfFormat.TURTLE, 3)),
    Case("CONSTRUCT as N-Triples", fields=q(CONSTRUCT), headers={"Accept": "application/n-triples"},
         kind="application/n-triples", also=graph(ox.RdfFormat.N_TRIPLES, 3)),
    Case("CONSTRUCT as RDF/XML", fields=q(CONSTRUCT), headers={"Accept": "application/rdf+xml"},
         kind="application/rdf+xml", also=graph(ox.RdfFormat.RDF_XML, 3)),
    Case("CONSTRUCT as JSON-LD", fields=q(CONSTRUCT), headers={"Accept": "application/ld+json"},
         kind="application/ld+json", also=graph(ox.RdfFormat.JSON_LD, 3)),
    Case("CONSTRUCT as TriG", fields=q(CONSTRUCT), headers={"Accept": "application/trig"}, kind="application/trig",
         also=graph(ox.RdfFormat.TRIG, 3)),
    Case("CONSTRUCT as N-Quads", fields=q(CONSTRUCT), headers={"Accept": "application/n-quads"},
         kind="application/n-quads", also=graph(ox.RdfFormat.N_QUADS, 3)),
    Case("DESCRIBE is a graph", fields=q(DESCRIBE), kind="text/turtle", also=graph(ox.RdfFormat.TURTLE, 1)),
    Case("the higher quality wins", fields=q(ALL), headers={"Accept": f"text/csv;q=0.3, {XML};q=0.8, {JSON};q=0.1"},
         kind=XML),
    Case("quality 0 is a no", fields=q(ALL), headers={"Accept": f"{JSON};q=0, */*"}, kind=XML),
    Case("any will do", fields=q(ALL), headers={"Accept": "*/*"}, kind=JSON),
    Case("any text", fields=q(ALL), headers={"Accept": "text/*"}, kind="text/csv"),
    Case("application/json is understood", fields=q(ALL), headers={"Accept": "application/json"}, kind=JSON),
    Case("rows and graphs may both be named", fields=q(CONSTRUCT), headers={"Accept": f"{JSON}, text/turtle;q=0.5"},
         kind="text/turtle"),
    Case("a browser gets a page", fields=q(ALL), headers={"Accept": "text/html,application/xml;q=0.9,*/*;q=0.8"},
         kind="text/html"),
    Case("nothing acceptable", fields=q(ALL), headers={"Accept": "image/png"}, status=406),
    # 2.1.7 failures
    Case("a syntax error", fields=q("SELECT ?o WHERE"), status=400),
    Case("two queries in one request", fields=q(ALL, ("query", ASK)), status=400),
    Case("two queries in one form", "POST", headers=FORM, body=form(("query", ALL), ("query", ASK)), status=400),
    Case("a query in the address and in the body", "POST", q(ALL), DIRECT, ALL.encode(), status=400),
    Case("fields, but no query", "POST", headers=FORM, body=form(("question", ALL)), status=400),
    Case("an empty query", fields=q(""), status=400),
    Case("PUT", "PUT", q(ALL), status=405, also=lambda a: "GET" in a.headers["allow"]),
    Case("DELETE", "DELETE", q(ALL), status=405),
    Case("POST of plain text", "POST", headers={"Content-Type": "text/plain"}, body=ALL.encode(), status=415),
    Case("POST without a type", "POST", body=ALL.encode(), status=415),
    Case("POST in another charset", "POST", headers={"Content-Type": "application/sparql-query; charset=UTF-16"},
         body=ALL.encode("utf-16"), status=415),
    Case("direct, not UTF-8", "POST", headers=DIRECT, body=b"SELECT ?o { BIND ('\xff' AS ?o) }", status=400),
    Case("address, not UTF-8", path="/sparql?query=ASK%7B%7D%23%FF", status=400),
    # 2.2 update operation: this service has none
    Case("update, direct", "POST", headers={"Content-Type": "application/sparql-update"}, body=b"CLEAR ALL",
         status=403),
    Case("update, form", "POST", headers=FORM, body=form(("update", "CLEAR ALL")), status=403),
    Case("update by GET", fields=(("update", "CLEAR ALL"),), status=403),
    Case("update dressed as a query", fields=q("INSERT DATA { <a:b> <a:c> <a:d> }"), status=403),
    Case("LOAD dressed as a query", fields=q(f"LOAD <{E}x>"), status=403),
    Case("SERVICE", fields=q(f"SELECT ?o {{ SERVICE <{E}sparql> {{ ?s ?p ?o }} }}"), status=403),
    Case("SERVICE behind an escape", fields=q(f"SELECT ?o {{ SERV\\u0049CE <{E}> {{ ?s ?p ?o }} }}"), status=403),
    Case("the word service in a string", fields=q("SELECT ?o { BIND ('SERVICE' AS ?o) }"), words=["SERVICE"]),
    # Service description
    Case("description at the endpoint", kind="text/turtle",
         also=lambda a: b"sparql-service-description#" in a.body and b"SPARQL11Query" in a.body),
    Case("description as RDF/XML", headers={"Accept": "application/rdf+xml"}, kind="application/rdf+xml"),
    Case("description as JSON-LD", headers={"Accept": "application/ld+json"}, kind="application/ld+json"),
    Case("description for people", headers={"Accept": "text/html"}, kind="text/html"),
    # HTTP around it
    Case("OPTIONS", "OPTIONS", status=204, also=lambda a: "POST" in a.headers["allow"]),
    Case("no CORS unless asked for", fields=q(ALL), headers={"Origin": "https://example.org"},
         also=lambda a: "access-control-allow-origin" not in a.headers),
    Case("another name for this machine", fields=q(ALL), headers={"Host": "rebound.example"}, status=421),
    Case("too large a body", "POST", headers=DIRECT, body=b"#" * 20_001, status=413),
    Case("an unknown address", path="/nothing", status=404),
    Case("VoID and DCAT", path="/.well-known/void", kind="text/turtle",
         also=lambda a: b"void:triples 3" in a.body and b"dcat:Dataset" in a.body),
]  # fmt: skip


def run(server: Served, case: Case) -> list[str]:
    """What is not as it should be."""
    path = case.path + ("?" + urlencode(case.fields) if case.fields else "")
    answer = server.ask(case.method, path, dict(case.headers), case.body)
    wrong = []
    if answer.status != case.status:
        wrong.append(f"status {answer.status}, not {case.status}: {answer.body[:200]!r}")
    elif answer.status == 200:
        if case.kind and answer.kind != case.kind:
            wrong.append(f"{answer.kind}, not {case.kind}")
        if case.words is not None and words(answer) != case.words:
            wrong.append(f"{words(answer)}, not {case.words}")
    elif case.status >= 400 and case.method != "HEAD" and not answer.body.strip():
        wrong.append("no word of explanation")
    if case.also is not None and not wrong and not case.also(answer):
        wrong.append(f"not as it should be: {answer.headers} {answer.body[:200]!r}")
    return wrong


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case, small: Served) -> None:
    assert run(small, case) == []


def test_the_description_describes_what_there_is(small: Served) -> None:
    """Service Description, 3: the endpoint, its language, formats, default dataset and named graphs."""
    store = ox.Store()
    store.load(small.ask("GET", "/sparql").body, format=ox.RdfFormat.TURTLE)
    sd = "http://www.w3.org/ns/sparql-service-description#"
    asked = f"""PREFIX sd: <{sd}> PREFIX void: <http://rdfs.org/ns/void#>
      SELECT ?endpoint ?triples (GROUP_CONCAT(DISTINCT STR(?name)) AS ?names) (COUNT(DISTINCT ?format) AS ?formats) {{
        ?service a sd:Service ; sd:endpoint ?endpoint ; sd:supportedLanguage sd:SPARQL11Query ;
          sd:feature sd:UnionDefaultGraph ; sd:resultFormat ?format ; sd:defaultDataset ?set .
        ?set a sd:Dataset ; sd:defaultGraph/void:triples ?triples ; sd:namedGraph/sd:name ?name .
      }} GROUP BY ?endpoint ?triples"""
    (row,) = list(store.query(asked))  # type: ignore[arg-type]
    assert row["endpoint"].value == small.url + "/sparql"
    assert row["triples"].value == "3"
    assert set(row["names"].value.split()) == {E + "g1", E + "g2", E + "g3"}
    assert row["formats"].value == "10"
    assert not [q for q in store if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]


if __name__ == "__main__":
    import tempfile
    from pathlib import Path

    from tests.web.served import GRAPHS, served

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "three.trig"
        source.write_text(GRAPHS)
        with served(source, "--time-limit", "2", "--max-results", "50", "--max-body", "20000") as server:
            for case in CASES:
                print(f"{'; '.join(run(server, case)) or 'passed'}  {case.name}")
