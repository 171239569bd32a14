"""The service over HTTP: answers against the schemas, a whole conversation, and what is refused.

Run as a program it prints the list of cases: ``python -m tests.reconcile.test_service``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from tests.reconcile.graph import BASE, HURTFUL
from tests.web.served import Answered, Served, served

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
Conforms = Callable[[str, object], None]


def post(server: Served, headers: dict[str, str] | None = None, /, **fields: object) -> Answered:
    data = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
    return server.ask("POST", "/reconcile", FORM | (headers or {}), urlencode(data).encode())


def get(server: Served, path: str, headers: dict[str, str] | None = None, /, **fields: object) -> Answered:
    return server.ask("GET", "/reconcile" + path + ("?" + urlencode(fields) if fields else ""), headers)


def read(answer: Answered) -> Any:
    assert answer.status == 200, answer.text
    assert answer.kind == "application/json"
    return json.loads(answer.body)


# ---- answers by the schemas --------------------------------------------------------------------


def test_manifest(server: Served, conforms: Conforms) -> None:
    found = read(get(server, ""))
    conforms("manifest", found)
    assert found["identifierSpace"] == BASE
    assert found["schemaSpace"] == "https://w3id.org/kazkg/ontology#"
    assert found["view"]["url"].startswith(server.url + "/")
    assert read(get(server, "", None, lang="en")) == found, "fields that mean nothing here ask for nothing"


QUERIES: dict[str, dict[str, Any]] = {
    "least": {"query": "Oral"},
    "whole": {"query": "Oral", "type": ["City"], "type_strict": "any", "limit": 2,
              "properties": [{"pid": "country", "v": ["Dorvia", {"id": "entity/dorvia", "name": "Dorvia"}]}]},
    "type as a text": {"query": "Oral", "type": "City"},
    "properties alone": {"properties": [{"pid": "country", "v": "Verania"}]},
    "number": {"query": "Oral", "properties": [{"pid": "mentions", "v": 2}]},
    "nothing": {"query": "qqq zzz"},
    "hurtful": {"query": HURTFUL},
    "": {"query": "Dorvia"},
}  # fmt: skip


def test_batches(server: Served, conforms: Conforms) -> None:
    by_post = read(post(server, queries=QUERIES))
    conforms("results", by_post)
    assert list(by_post) == list(QUERIES)
    assert by_post == read(get(server, "", None, queries=json.dumps(QUERIES)))
    for key, query in QUERIES.items():
        alone = read(post(server, queries={key: query}))
        assert alone[key] == by_post[key], "each query is answered by itself"
        scores = [one["score"] for one in alone[key]["result"]]
        assert scores == sorted(scores, reverse=True)
        assert len(scores) <= query.get("limit", 10)
        features = [[one["id"] for one in candidate["features"]] for candidate in alone[key]["result"]]
        assert all(len(set(ids)) == len(ids) for ids in features)
    assert [one["id"] for one in by_post["whole"]["result"] if one["match"]] == ["entity/oral-dorvia"]
    assert by_post["nothing"] == {"result": []}
    assert by_post["hurtful"]["result"][0]["name"] == HURTFUL


def test_a_single_query(server: Served) -> None:
    batch = read(post(server, queries={"q": {"query": "Dorvia"}}))["q"]
    assert read(post(server, query={"query": "Dorvia"})) == batch
    assert read(get(server, "", None, query="Dorvia")) == batch


@pytest.mark.parametrize(
    ("what", "prefix", "first"),
    [("entity", "Ver", "entity/verania"), ("entity", "entity/ann", "entity/ann"), ("type", "cit", "City"),
     ("property", "coun", "country"), ("type", "Country", "Country"), ("property", "locatedIn", "locatedIn")],
)  # fmt: skip
def test_suggestions(what: str, prefix: str, first: str, server: Served, conforms: Conforms) -> None:
    found = read(get(server, f"/suggest/{what}", None, prefix=prefix))
    conforms("suggestions", found)
    assert found["result"][0]["id"] == first


def test_the_cursor_goes_on(server: Served) -> None:
    whole = read(get(server, "/suggest/property", None, prefix="", limit=100))["result"]
    assert len(whole) > 10
    assert read(get(server, "/suggest/property", None, prefix=""))["result"] == whole[:10]
    assert read(get(server, "/suggest/property", None, prefix="", cursor=10, limit=3))["result"] == whole[10:13]
    assert read(get(server, "/suggest/property", None, prefix="", cursor=1000))["result"] == []


def test_suggestions_of_a_type(server: Served) -> None:
    found = read(server.ask("GET", "/reconcile/suggest/entity?prefix=Ver&type=Person&type=Ministry"))
    assert {one["id"] for one in found["result"]} == {"entity/ministry", "entity/other-ministry"}


def test_proposed_properties(server: Served, conforms: Conforms) -> None:
    found = read(get(server, "/properties", None, type="City", limit=3))
    conforms("proposals", found)
    assert (found["type"], found["limit"], len(found["properties"])) == ("City", 3, 3)
    everything = read(get(server, "/properties"))
    conforms("proposals", everything)
    assert {"capital", "role/title"} <= {one["id"] for one in everything["properties"]}
    assert read(get(server, "/properties", None, type="Unheard"))["properties"] == []


def test_data_extension(server: Served, conforms: Conforms) -> None:
    asked = {
        "ids": ["entity/oral", "entity/ann", "entity/nobody"],
        "properties": [{"id": "country"}, {"id": "coordinates"}, {"id": "role/title"}, {"id": "mentions"},
                       {"id": "altLabel", "settings": {"limit": 1}}, {"id": "inArticle", "settings": {"count": True}},
                       {"id": "unheard"}],
    }  # fmt: skip
    found = read(post(server, extend=asked))
    conforms("extension", found)
    assert found == read(get(server, "", None, extend=json.dumps(asked)))
    assert [one["id"] for one in found["meta"]] == [one["id"] for one in asked["properties"]]  # type: ignore[index]
    assert found["meta"][0]["type"]["id"] == "Country"
    assert found["rows"]["entity/oral"] == {
        "country": [{"id": "entity/verania", "name": "Verania"}], "coordinates": [{"str": "-43.5,51.2"}],
        "role/title": [], "mentions": [{"int": 2}], "altLabel": [{"str": "Uralsk"}], "inArticle": [{"int": 1}],
        "unheard": [],
    }  # fmt: skip
    assert found["rows"]["entity/ann"]["role/title"] == [{"str": "minister"}]
    assert all(cells == [] for cells in found["rows"]["entity/nobody"].values())


# ---- pages -------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """What a browser makes of a page: its tags and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_preview_fits_into_a_frame_and_runs_nothing(server: Served) -> None:
    template = read(get(server, ""))["preview"]["url"]
    path = template.replace("{{id}}", quote("entity/strange", safe="")).removeprefix(server.url)
    answer = server.ask("GET", path)
    assert (answer.status, answer.kind) == (200, "text/html")
    page = Tags(answer.text)
    assert "script" not in page.tags
    assert HURTFUL in page.words
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self' http://127.0.0.1:* http://localhost:*" in policy
    assert "x-frame-options" not in answer.headers, "it cannot name who may"
    assert server.ask("GET", "/").headers["x-frame-options"] == "DENY"


def test_a_flyout_is_escaped(server: Served, conforms: Conforms) -> None:
    found = read(get(server, "/flyout/entity", None, id="entity/strange"))
    conforms("flyout", found)
    page = Tags(found["html"])
    assert "script" not in page.tags
    assert HURTFUL in page.words


@pytest.mark.parametrize("id", ["entity/oral", "article/one/entity/saule"])
def test_the_view_leads_to_the_page(id: str, server: Served) -> None:
    template = read(get(server, ""))["view"]["url"]
    answer = server.ask("GET", template.replace("{{id}}", quote(id, safe="")).removeprefix(server.url))
    assert (answer.status, answer.headers["location"]) == (303, f"/id/{id}")
    assert server.ask("GET", f"/id/{id}.html").status == 200


@pytest.mark.parametrize("path", ["/preview", "/flyout/entity", "/view"])
@pytest.mark.parametrize("id", ["", "entity/nobody", "//evil.example", "a b", "../../..", "article/one", "\x00", "\n"])
def test_an_id_that_is_none_has_no_page(path: str, id: str, server: Served) -> None:
    answer = get(server, path, None, id=id)
    assert answer.status == 404
    assert "location" not in answer.headers


# ---- what is refused ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    name: str
    status: int
    says: str = ""
    method: str = "POST"
    path: str = "/reconcile"
    fields: tuple[tuple[str, str], ...] = ()
    headers: dict[str, str] = field(default_factory=lambda: dict(FORM))


MANY = json.dumps({f"q{n}": {"query": "x"} for n in range(101)})
IDS = json.dumps({"ids": [str(n) for n in range(1001)], "properties": []})
CASES = [
    Case("a batch that is no JSON", 400, "no JSON", fields=(("queries", "{"),)),
    Case("a batch that is an array", 400, "no object", fields=(("queries", "[]"),)),
    Case("a query without anything", 400, "'a' has neither", fields=(("queries", '{"a": {}}'),)),
    Case("a limit below 1", 400, "'limit'", fields=(("queries", '{"a": {"query": "x", "limit": 0}}'),)),
    Case("a batch of more than its size", 413, "Send 100", fields=(("queries", MANY),)),
    Case("an extension of too many entities", 413, "Send 1000", fields=(("extend", IDS),)),
    Case("an extension without entities", 400, "'ids'", fields=(("extend", "{}"),)),
    Case("two things at a time", 400, "one of", fields=(("queries", "{}"), ("extend", "{}"))),
    Case("queries twice", 400, "more than one", fields=(("queries", "{}"), ("queries", "{}"))),
    Case("a form that asks nothing", 400, "no 'queries'"),
    Case("a body that is no form", 415, "Content", headers={"Content-Type": "application/json"}),
    Case("a body without a type", 415, "Content", headers={}),
    Case("another charset", 415, "UTF-8", headers={"Content-Type": FORM["Content-Type"] + "; charset=latin-1"}),
    Case("a body that is too large", 413, "larger", fields=(("queries", "x" * 50_000),)),
    Case(
        "a cursor that is no number", 400, "'cursor'", "GET", "/reconcile/suggest/entity?prefix=a&cursor=-1", headers={}
    ),
    Case("a cursor twice", 400, "more than one", "GET", "/reconcile/suggest/type?cursor=1&cursor=2", headers={}),
    Case("a limit that is no number", 400, "'limit'", "GET", "/reconcile/properties?limit=x", headers={}),
    Case("a suggest service that there is not", 404, "", "GET", "/reconcile/suggest/anything?prefix=a", headers={}),
    Case("another method", 405, "", "DELETE", headers={}),
    Case("a suggestion by POST", 405, "", "POST", "/reconcile/suggest/entity"),
    Case("an address that is no UTF-8", 400, "UTF-8", "GET", "/reconcile?queries=%ff", headers={}),
    Case("a callback by POST", 400, "GET", fields=(("queries", "{}"), ("callback", "f"))),
    Case("another host", 421, "name", "GET", headers={"Host": "evil.example"}),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_refused(case: Case, server: Served) -> None:
    body = urlencode(case.fields).encode() if case.method == "POST" else None
    answer = server.ask(case.method, case.path, case.headers, body)
    assert answer.status == case.status, answer.text
    assert case.says in answer.text


@pytest.mark.parametrize("name", ["", "alert(1)", "a;b", "a b", "<x>", "1a", "a..b", "a.", "é", "a\n", "x" * 70, ".a"])
def test_a_callback_that_is_no_name_is_refused(name: str, server: Served) -> None:
    answer = get(server, "", None, callback=name)
    assert answer.status == 400
    assert answer.kind == "text/plain"


def test_time_is_limited(tmp_path: Path) -> None:
    """Many names, many queries, no time."""
    head = "@prefix kaz: <https://w3id.org/kazkg/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    person = '<https://w3id.org/kazkg/id/entity/e%d> a kaz:Person, kaz:Entity ; skos:prefLabel "person %d of a name".\n'
    source = tmp_path / "many.ttl"
    source.write_text(head + "".join(person % (n, n) for n in range(20_000)))
    with served(source, "--time-limit", "0.3") as server:
        queries = {f"q{n}": {"query": f"person {n} of a name " * 20} for n in range(100)}
        answer = post(server, queries=queries)
        assert answer.status == 504
        assert "stopped" in answer.text


# ---- who may read ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "origin", ["http://127.0.0.1:3333", "http://localhost:3333", "https://localhost", "http://[::1]:1"]
)
@pytest.mark.parametrize("path", ["", "/suggest/entity?prefix=a", "/properties?type=City", "/preview?id=entity/oral"])
def test_pages_of_this_machine_may_read_the_service(origin: str, path: str, server: Served) -> None:
    answer = get(server, path, {"Origin": origin})
    assert answer.headers["access-control-allow-origin"] == origin
    assert "access-control-allow-origin" not in server.ask("GET", "/sparql", {"Origin": origin}).headers
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    assert server.ask("OPTIONS", "/reconcile", asked).headers["access-control-allow-origin"] == origin


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://localhost.evil.example", "http://127.0.0.1.evil.example", "null",
               "http://evil.example:3333", "http://localhost:3333.evil.example", "http://localhost@evil.example"]
)  # fmt: skip
def test_pages_of_others_may_not(origin: str, server: Served) -> None:
    assert "access-control-allow-origin" not in get(server, "", {"Origin": origin}).headers


def test_an_origin_that_is_named_may_read_and_frame(verania: Path) -> None:
    with served(verania, "--cors", "https://tables.example") as server:
        for origin in ("https://tables.example", "http://127.0.0.1:3333"):
            assert get(server, "", {"Origin": origin}).headers["access-control-allow-origin"] == origin
        policy = get(server, "/preview", None, id="entity/oral").headers["content-security-policy"]
        assert policy.endswith("http://localhost:* https://tables.example")
        assert get(server, "", {"Sec-Fetch-Site": "cross-site"}, callback="f").status == 403


def test_everybody_may_where_that_is_wished(verania: Path) -> None:
    with served(verania, "--cors", "*") as server:
        assert get(server, "", {"Origin": "https://any.example"}).headers["access-control-allow-origin"] == "*"
        assert (
            get(server, "/preview", None, id="entity/oral").headers["content-security-policy"].endswith("ancestors *")
        )
        assert get(server, "", {"Sec-Fetch-Site": "cross-site"}, callback="f").status == 200


def test_scripts(server: Served) -> None:
    for path in ("", "/suggest/entity?prefix=o", "/properties?type=City", "/flyout/entity?id=entity/strange"):
        plain = get(server, path)
        script = server.ask("GET", f"/reconcile{path}{'&' if '?' in path else '?'}callback=jQuery1.f_2$")
        assert script.kind == "text/javascript"
        assert script.headers["x-content-type-options"] == "nosniff"
        found = re.fullmatch(rb"/\*\*/jQuery1\.f_2\$\((.*)\);", script.body, re.DOTALL)
        assert found is not None
        assert found[1] == plain.body
        assert script.body.isascii(), "line separators would end a line of a script"
        assert script.headers["etag"] != plain.headers["etag"]


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 403), ("same-site", 200), ("same-origin", 200), ("none", 200)]
)
def test_scripts_are_for_pages_of_this_machine(site: str, status: int, server: Served) -> None:
    assert get(server, "", {"Sec-Fetch-Site": site}, callback="f").status == status


def test_an_answer_that_is_known_is_not_sent_again(server: Served) -> None:
    for path in ("", "/suggest/entity?prefix=o", "/preview?id=entity/oral"):
        tag = get(server, path).headers["etag"]
        assert get(server, path, {"If-None-Match": tag}).status == 304


# ---- a conversation ----------------------------------------------------------------------------


def test_a_table_is_matched_as_openrefine_does_it(seeds: Served, conforms: Conforms) -> None:
    """From the address alone: the manifest, types guessed from ten cells, a batch, a preview, new columns."""
    manifest = read(seeds.ask("GET", "/reconcile"))
    conforms("manifest", manifest)
    cells = ["Almaty", "Aktau", "Kazakhstan", "Russia", "TASS", "Nowhereville"]
    guess = read(post(seeds, queries={f"q{n}": {"query": cell, "limit": 3} for n, cell in enumerate(cells)}))
    conforms("results", guess)
    tops = [kind["id"] for one in guess.values() for kind in (one["result"][:1] or [{"type": []}])[0]["type"]]
    assert tops.count("Place") >= 4
    kind = read(get(seeds, "/suggest/type", None, prefix="place"))["result"][0]
    assert kind["id"] == "Place"

    column = read(get(seeds, "/suggest/property", None, prefix="country"))["result"][0]["id"]
    batch = {
        f"q{n}": {"query": cell, "type": "Place", "type_strict": "should", "limit": 5,
                  "properties": [{"pid": column, "v": "Kazakhstan"}]}
        for n, cell in enumerate(["Almaty", "Aktau", "Nowhereville"])
    }  # fmt: skip
    found = read(post(seeds, queries=batch))
    conforms("results", found)
    chosen = [next((one["id"] for one in result["result"] if one["match"]), None) for result in found.values()]
    assert chosen == ["entity/almaty", "entity/aktau", None]

    by_hand = read(get(seeds, "/suggest/entity", None, prefix="Nur-S", type="Place"))["result"][0]
    preview = manifest["preview"]["url"].replace("{{id}}", quote(by_hand["id"], safe="")).removeprefix(seeds.url)
    assert "Nur-Sultan" in Tags(seeds.ask("GET", preview).text).words

    names = read(get(seeds, manifest["extend"]["propose_properties"]["service_path"], None, type="City", limit=10))
    conforms("proposals", names)
    wanted = [{"id": one["id"]} for one in names["properties"]]
    rows = read(post(seeds, extend={"ids": [*filter(None, chosen), by_hand["id"]], "properties": wanted}))
    conforms("extension", rows)
    assert [row["country"][0]["name"] for row in rows["rows"].values()] == ["Kazakhstan"] * 3
    assert all(re.fullmatch(r"-?\d+\.\d+,-?\d+\.\d+", row["coordinates"][0]["str"]) for row in rows["rows"].values())
    view = manifest["view"]["url"].replace("{{id}}", quote(chosen[0], safe="")).removeprefix(seeds.url)
    assert seeds.ask("GET", view).headers["location"].endswith("/entity/almaty")


if __name__ == "__main__":
    for case in CASES:
        print(case.status, case.name)
