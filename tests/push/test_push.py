"""Pushing: the exact requests each profile makes, pieces, the journal, and what verification finds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from kazkg.errors import EnvironmentFault, InputError, RemoteError, UsageFault
from kazkg.push import PROFILES, PushOptions, PushReport, push
from kazkg.push.journal import Journal, journal_path
from kazkg.push.spool import Spool, digest_of, read_quads
from kazkg.remote import Client
from kazkg.remote.client import Patience
from tests.push.conftest import Running
from tests.remote.loopback import Asked, Loopback, Says

NOBODY = {"NETRC": "/dev/null"}
QUICK = Patience(connect=2, silence=2, whole=5, tries=2, first=0.01, longest=1)
G, H = "https://example.org/g", "https://example.org/h"
LINES = [f'<https://example.org/s{n}> <https://example.org/p> "{n} é" <{G if n < 6 else H}> .\n' for n in range(9)]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Nine triples in two graphs, out of order and with doubles."""
    file = tmp_path / "data.nq"
    file.write_text("".join(reversed(LINES)) + LINES[3], encoding="utf-8")
    return file


def run(source: Path, server: Loopback, store: str = "oxigraph", **settings: object) -> PushReport:
    options = PushOptions(server.url, store, **({"verify": "none"} | settings))  # type: ignore[arg-type]
    return push(source, options, patience=QUICK, environ=NOBODY, sleep=lambda _s: None)


def triples(graph: str) -> bytes:
    found = (line.rsplit(" <", 1)[0] + " .\n" for line in LINES if f"<{graph}> ." in line)
    return "".join(sorted(found)).encode()


# ---- exact requests ----------------------------------------------------------------------------

NAMED = quote(G, safe="")
REQUESTS = {
    "oxigraph": (f"/store?graph={NAMED}", "/store?default", "/query", "application/n-triples"),
    "fuseki": (f"/data?graph={NAMED}", "/data?default", "/query", "application/n-triples"),
    "graphdb": (
        f"/rdf-graphs/service?graph={NAMED}",
        "/rdf-graphs/service?default",
        "/",
        "application/n-triples",
    ),
    "rdf4j": (
        f"/rdf-graphs/service?graph={NAMED}",
        "/rdf-graphs/service?default",
        "/",
        "application/n-triples",
    ),
    "virtuoso": (
        f"/sparql-graph-crud-auth?graph-uri={NAMED}",
        "/sparql-graph-crud-auth?graph-uri=https%3A%2F%2Fw3id.org%2Fkazkg%2Fid%2Fgraph%2Fall",
        "/sparql",
        "application/n-triples",
    ),
    "qlever": (f"/?graph={NAMED}", "/?default", "/", "text/turtle"),
    "generic": (f"/?graph={NAMED}", "/?default", None, "text/turtle"),
}


def test_every_profile_is_recorded() -> None:
    assert set(REQUESTS) == set(PROFILES)


@pytest.mark.parametrize("store", PROFILES)
@pytest.mark.parametrize("replace", [True, False], ids=["replace", "add"])
def test_exact_requests(store: str, replace: bool, source: Path, server: Loopback) -> None:
    named, default, _, kind = REQUESTS[store]
    method = "PUT" if replace else "POST"
    report = run(source, server, store, graph_per_article=True, replace=replace)
    assert [(a.method, a.path) for a in server.asked] == [(method, named), (method, named[: -len("g")] + "h")]
    assert [a.body for a in server.asked] == [triples(G), triples(H)]
    assert {a.headers["content-type"] for a in server.asked} == {kind}
    assert (report.triples, report.requests) == (9, 2)
    server.asked.clear()
    run(source, server, store, replace=replace)
    assert [(a.method, a.path) for a in server.asked] == [(method, default)]
    assert server.asked[0].body == b"".join(sorted((triples(G) + triples(H)).splitlines(keepends=True)))


@pytest.mark.parametrize("store", [name for name, (_, _, query, _) in REQUESTS.items() if query])
def test_exact_counts(store: str, source: Path, server: Loopback) -> None:
    def counts(asked: Asked) -> Says:
        if asked.method != "POST" or asked.headers["content-type"] != "application/x-www-form-urlencoded":
            return Says(204)
        rows = [
            {"g": {"type": "uri", "value": g}, "n": {"type": "literal", "value": n}} for g, n in ((G, "6"), (H, "2"))
        ]
        return Says(body=json.dumps({"head": {"vars": ["g", "n"]}, "results": {"bindings": rows}}).encode())

    server.usual = counts
    report = run(source, server, store, graph_per_article=True, verify="counts")
    assert server.asked[-1].path == REQUESTS[store][2]
    assert quote(f"<{G}> <{H}>", safe="").replace("%20", "+").encode() in server.asked[-1].body
    assert [(g.on_server, g.fault) for g in report.graphs] == [
        (6, ""),
        (2, "3 triples were sent, the server holds 2"),
    ]
    assert not report.plain()["verified"]


def test_a_count_that_is_none(source: Path, server: Loopback) -> None:
    server.usual = lambda _asked: Says(200, b"<html><title>Welcome</title>", {"Content-Type": "text/html"})
    with pytest.raises(RemoteError, match=r"something else \(text/html\)"):
        run(source, server, verify="counts")


def test_one_named_graph(source: Path, server: Loopback) -> None:
    run(source, server, graph="https://example.org/one graph".replace(" ", "%20"))
    assert server.asked[0].path == "/store?graph=https%3A%2F%2Fexample.org%2Fone%2520graph"


def test_a_dry_run_sends_nothing(source: Path, server: Loopback, tmp_path: Path) -> None:
    report = run(source, server, dry_run=True, graph_per_article=True)
    assert server.asked == []
    assert [(g.graph, g.triples) for g in report.graphs] == [(G, 6), (H, 3)]
    assert [p.name for p in tmp_path.iterdir()] == ["data.nq"]


# ---- pieces ------------------------------------------------------------------------------------


def test_pieces_are_the_same_whatever_the_order(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kazkg.push.spool.RUN", 150)
    monkeypatch.setattr("kazkg.push.spool._RUNS", 2)
    found = []
    for quads in (list(read_quads(source)), list(reversed(list(read_quads(source))))):
        with Spool() as spool:
            spool.fill(quads, None)
            found.append(list(spool.pieces(130)))
    assert found[0] == found[1]
    assert [(p.graph, p.number, len(p.lines)) for p in found[0]] == [
        *[(G, n, 2) for n in range(3)],
        (H, 0, 2),
        (H, 1, 1),
    ]
    assert b"".join(line for p in found[0] for line in p.lines) == triples(G) + triples(H)


def test_too_large_is_halved_and_nothing_is_lost_or_replaced_twice(seeds_build: Path, server: Loopback) -> None:
    taken: list[Asked] = []

    def picky(asked: Asked) -> Says:
        if len(asked.body) > 300_000:
            return Says(413)
        taken.append(asked)
        return Says(204)

    server.usual = picky
    options = PushOptions(server.url, "oxigraph", replace=True, verify="none")
    report = push(seeds_build, options, patience=QUICK, environ=NOBODY)
    assert report.halved >= 3
    assert [a.method for a in taken] == ["PUT"] + ["POST"] * (len(taken) - 1)
    lines = b"".join(a.body for a in taken).splitlines()
    assert len(lines) == len(set(lines)) == report.triples
    assert len(server.asked) <= len(taken) + 8, "what is too large is learned"


def test_a_triple_that_is_too_large(source: Path, server: Loopback) -> None:
    server.usual = lambda _asked: Says(413)
    with pytest.raises(RemoteError, match="too large") as caught:
        run(source, server)
    assert caught.value.code == 413


def test_what_was_sent_is_not_kept(source: Path, server: Loopback) -> None:
    """A response and its request are a ring; the lines must not wait in it until rings are looked for."""
    import gc

    class Line(bytes):
        """Bytes that can be counted."""

    def kept() -> int:
        return sum(isinstance(one, Line) for one in gc.get_objects())

    gc.collect()
    gc.disable()
    try:
        with Client(server.url, environ=NOBODY) as client:
            for _ in range(3):
                client.send("POST", server.url, content=[Line(b"a\n"), Line(b"b\n")])
        assert [asked.body for asked in server.asked] == [b"a\nb\n"] * 3
        assert {asked.headers["content-length"] for asked in server.asked} == {"4"}
        assert kept() == 0
    finally:
        gc.enable()


# ---- the journal -------------------------------------------------------------------------------


def test_an_interrupted_push_goes_on(source: Path, server: Loopback) -> None:
    server.script += [Says(204), Says(403)]
    with pytest.raises(RemoteError, match="forbids"):
        run(source, server, graph_per_article=True, replace=True)
    server.asked.clear()
    report = run(source, server, graph_per_article=True, replace=True)
    assert [(g.sent, g.kept) for g in report.graphs] == [(0, 1), (1, 0)]
    assert [a.body for a in server.asked] == [triples(H)]
    assert not list(source.parent.glob(".*.jsonl"))


def test_changed_data_and_other_settings_begin_anew(source: Path, server: Loopback) -> None:
    for change in ("data", "replace"):
        server.script += [Says(204), Says(403)]
        with pytest.raises(RemoteError):
            run(source, server, graph_per_article=True)
        server.asked.clear()
        if change == "data":
            source.write_text(source.read_text(encoding="utf-8") + LINES[0].replace("0 é", "new"), encoding="utf-8")
        run(source, server, graph_per_article=True, replace=change == "replace")
        assert len(server.asked) == 2, change


def test_a_journal_cut_off_in_a_line(source: Path, tmp_path: Path) -> None:
    options = PushOptions("http://127.0.0.1/", "oxigraph")
    with Spool() as spool:
        spool.fill(read_quads(source), None)
        one, two = spool.pieces(10_000)
    path = journal_path(source, options)
    with Journal(path, options) as journal:
        journal.add(one, "a")
        journal.add(two, "b")
    path.write_bytes(path.read_bytes()[:-9])
    with Journal(path, options) as journal:
        assert journal.has(one, "a")
        assert not journal.has(two, "b")
        journal.add(two, "c")
    with Journal(path, options) as journal:
        assert journal.has(two, "c")
        with pytest.raises(EnvironmentFault, match="under way"):
            Journal(path, options)


def test_failed_verification_begins_anew(oxigraph: Running, source: Path) -> None:
    import httpx

    options = PushOptions(oxigraph.url, "oxigraph", graph_per_article=True, replace=True)
    told = {"query": "x"}
    assert push(source, options, environ=NOBODY).faults == []

    def meddle(_graph: str) -> None:
        text = f'INSERT DATA {{ GRAPH <{G}> {{ <{G}> <{G}> "more" }} }}'
        httpx.post(oxigraph.url + "/update", data=told | {"update": text}, trust_env=False)

    report = push(source, options, environ=NOBODY, progress=meddle)
    assert report.faults == [f"{G}: 6 triples were sent, the server holds 7"]
    assert push(source, options, environ=NOBODY).faults == []


def test_a_changed_literal_is_found_by_hash(source: Path, server: Loopback) -> None:
    server.usual = lambda asked: Says(204) if asked.method != "GET" else Says(body=triples(G).replace(b"3 ", b"03 "))
    server.usual, usual = (lambda asked: usual(asked)), server.usual
    source.write_text("".join(LINES[:6]), encoding="utf-8")
    report = run(source, server, "generic", verify="hash")
    assert [g.same_hash for g in report.graphs] == [False]
    assert "by hash" in report.faults[0]


# ---- graphs that are gone ----------------------------------------------------------------------


def only(source: Path, graph: str) -> None:
    source.write_text("".join(line for line in LINES if f"<{graph}> ." in line), encoding="utf-8")


def graphs(running: Running) -> set[str]:
    import httpx

    asked = {"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"}
    found = httpx.post(running.url + "/query", data=asked, headers={"Accept": "text/csv"}, trust_env=False).text
    return set(found.split()[1:])


def test_a_graph_that_the_build_lost_is_removed_and_no_other(oxigraph: Running, source: Path) -> None:
    import httpx

    other = "https://example.org/other"
    httpx.post(oxigraph.url + "/update", trust_env=False,
               data={"update": f"INSERT DATA {{ GRAPH <{other}> {{ <{G}> <{G}> 1 }} }}"})  # fmt: skip
    options = PushOptions(oxigraph.url, "oxigraph", graph_per_article=True, replace=True)
    assert push(source, options, environ=NOBODY).removed == []
    only(source, H)
    assert push(source, PushOptions(oxigraph.url, "oxigraph", True, None, True, True), environ=NOBODY).removed == [G]
    assert graphs(oxigraph) == {G, H, other}, "a dry run removes nothing"
    report = push(source, options, environ=NOBODY)
    assert (report.removed, report.faults) == ([G], [])
    assert graphs(oxigraph) == {H, other}
    assert push(source, options, environ=NOBODY).removed == []


def test_without_replace_nothing_is_removed(oxigraph: Running, source: Path) -> None:
    for text in (G, H):
        only(source, text)
        push(source, PushOptions(oxigraph.url, "oxigraph", graph_per_article=True), environ=NOBODY)
    assert graphs(oxigraph) == {G, H}


@pytest.mark.parametrize("store", PROFILES)
def test_exact_removals(store: str, source: Path, server: Loopback) -> None:
    named = REQUESTS[store][0]
    run(source, server, store, graph_per_article=True, replace=True)
    only(source, H)
    server.asked.clear()
    server.script += [Says(204), Says(404)]
    run(source, server, store, graph_per_article=True, replace=True)
    assert [(a.method, a.path) for a in server.asked] == [("PUT", named[: -len("g")] + "h"), ("DELETE", named)]


def test_an_interruption_forgets_no_graph(source: Path, server: Loopback) -> None:
    """G was sent, H not yet; then the build loses G."""
    server.script += [Says(204), Says(403)]
    with pytest.raises(RemoteError):
        run(source, server, graph_per_article=True, replace=True)
    only(source, H)
    server.script += [Says(204), Says(500), Says(500)]
    with pytest.raises(RemoteError):
        run(source, server, graph_per_article=True, replace=True)
    server.asked.clear()
    report = run(source, server, graph_per_article=True, replace=True)
    assert report.removed == [G]
    assert [a.method for a in server.asked] == ["DELETE"], "what was sent is not sent again"


def test_nothing_is_removed_before_the_rest_is_there(source: Path, server: Loopback) -> None:
    run(source, server, "generic", graph_per_article=True, replace=True)
    only(source, H)
    server.usual = lambda asked: Says(204) if asked.method != "GET" else Says(body=b"")
    report = run(source, server, "generic", graph_per_article=True, replace=True, verify="counts")
    assert report.faults
    assert report.removed == []
    assert "DELETE" not in {a.method for a in server.asked}


@pytest.mark.parametrize("text", ["", "{", '{"a": 1}', '["no iri", 1]'])
def test_a_list_that_cannot_be_read_removes_nothing(text: str, source: Path, server: Loopback) -> None:
    run(source, server, graph_per_article=True, replace=True)
    (kept,) = source.parent.glob(".*.graphs.json")
    kept.write_text(text)
    only(source, H)
    assert run(source, server, graph_per_article=True, replace=True).removed == []


# ---- wrong use ---------------------------------------------------------------------------------


def test_blank_nodes_are_refused(tmp_path: Path, server: Loopback) -> None:
    file = tmp_path / "blank.ttl"
    file.write_text('[] <https://example.org/p> "x" .')
    with pytest.raises(InputError, match="blank nodes"):
        run(file, server)
    assert server.asked == []


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"store": "mystore"}, "Unknown store"),
        ({"verify": "luck"}, "Unknown --verify"),
        ({"graph": "no iri"}, "no absolute IRI"),
        ({"graph": G, "graph_per_article": True}, "exclude"),
    ],
)
def test_options_that_cannot_work(settings: dict[str, object], says: str) -> None:
    with pytest.raises(UsageFault, match=says):
        PushOptions(**({"url": "http://127.0.0.1/", "store": "oxigraph"} | settings))  # type: ignore[arg-type]


def test_what_cannot_be_pushed(tmp_path: Path, server: Loopback) -> None:
    (tmp_path / "bad.nq").write_text("<https://example.org/s> nonsense\n")
    (tmp_path / "half" / "store").mkdir(parents=True)
    for name, error in (("bad.nq", InputError), ("half", InputError), ("none", UsageFault), ("a.txt", UsageFault)):
        (tmp_path / "a.txt").write_text("words")
        with pytest.raises(error):
            run(tmp_path / name, server)
    assert server.asked == []


def test_hashes_do_not_depend_on_order(source: Path) -> None:
    found = [quad.triple for quad in read_quads(source)]
    assert digest_of(found).sha256 == digest_of(reversed(found)).sha256
    assert digest_of(found).triples == 9


# ---- the command -------------------------------------------------------------------------------


def command(*arguments: str, environ: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    import os

    told = {**os.environ, "NETRC": "/dev/null", "COLUMNS": "100", **(environ or {})}
    return subprocess.run(
        [sys.executable, "-m", "kazkg", "push", *arguments], capture_output=True, text=True, env=told, check=False
    )


def test_the_command(oxigraph: Running, source: Path) -> None:
    done = command(oxigraph.url, "--store", "oxigraph", "--from", str(source), "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verified"] is True
    assert "Pushed to oxigraph" in done.stderr
    shown = command(oxigraph.url, "--store", "oxigraph", "--from", str(source), "--dry-run")
    assert (shown.returncode, shown.stdout) == (0, "")
    assert "Would be pushed" in shown.stderr


def test_the_command_fails_with_5_and_shows_no_secret(source: Path, server: Loopback) -> None:
    server.usual = lambda _asked: Says(401, headers={"WWW-Authenticate": "Basic"})
    login = {"KAZKG_USER": "ada", "KAZKG_PASSWORD": "opensesame-7Q"}
    done = command(server.url, "--store", "generic", "--from", str(source), environ=login)
    assert done.returncode == 5
    assert done.stdout == ""
    assert "refuses the login of 'ada'" in done.stderr
    journals = [path.read_text() for path in source.parent.glob(".*.jsonl")]
    assert journals
    assert "opensesame" not in done.stderr + "".join(journals)
    assert command(server.url, "--store", "nosuch", "--from", str(source)).returncode == 2
