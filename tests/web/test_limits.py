"""Limits that hold: time, size of answers, size of requests, number of queries; and an end without loose ends."""

from __future__ import annotations

import concurrent.futures
import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kazkg.errors import UsageFault
from kazkg.web.settings import Settings
from tests.web.served import Served, comes_true, running, served

ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?v{i} {{ {'1 ' * 60} }}" for i in range(9)) + " }"
"""Counts sixty to the ninth rows, whatever the graph."""
MANY = "SELECT ?a ?b { " + " ".join(f"VALUES ?{v} {{ {' '.join(map(str, range(10)))} }}" for v in "ab") + " }"
"""A hundred rows."""


def settled(server: Served) -> set[int]:
    """The workers, once both are up and ready for a query."""
    assert comes_true(lambda: len(server.workers()) == 2)
    time.sleep(1.5)  # a new one opens the store before it takes queries
    return server.workers()


def test_a_query_that_takes_too_long_is_stopped(small: Served) -> None:
    before = settled(small)
    begun = time.monotonic()
    answer = small.query(ENDLESS)
    took = time.monotonic() - begun
    assert answer.status == 504
    assert "stopped after 2 seconds" in answer.text
    assert 1.9 < took < 6
    assert comes_true(lambda: len(before - small.workers()) == 1, 3), "the worker must be ended, not left to work on"
    assert small.query("ASK {}").status == 200
    assert comes_true(lambda: len(small.workers()) == len(before))


def test_a_client_that_goes_away_stops_its_query(small: Served) -> None:
    before = settled(small)
    connection = http.client.HTTPConnection("127.0.0.1", small.port, timeout=10)
    connection.request("POST", "/sparql", ENDLESS.encode(), {"Content-Type": "application/sparql-query"})
    time.sleep(0.3)
    assert small.workers() == before
    connection.close()
    assert comes_true(lambda: bool(before - small.workers()), 1.5), "the query went on without its client"


def test_others_are_served_while_one_is_stopped(small: Served) -> None:
    settled(small)
    with concurrent.futures.ThreadPoolExecutor() as threads:
        slow = threads.submit(small.query, ENDLESS)
        time.sleep(0.2)
        begun = time.monotonic()
        assert small.query("ASK {}").status == 200
        assert time.monotonic() - begun < 1.5
        assert slow.result().status == 504


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv"])
def test_a_cut_answer_says_so(accept: str, small: Served) -> None:
    answer = small.query(MANY, accept)
    assert answer.status == 200
    assert answer.headers["x-sparql-maxrows"] == "50"
    if accept.endswith("json"):
        found = json.loads(answer.text)
        assert len(found["results"]["bindings"]) == 50
        assert found["head"]["link"] == [small.url + "/sparql#cut"]
    elif accept.endswith("xml"):
        assert "<link href=" in answer.text
    else:
        assert len(answer.text.splitlines()) == 51


def test_a_cut_graph_says_so(small: Served) -> None:
    answer = small.query("CONSTRUCT { ?s <http://example.org/p> ?a } " + MANY.replace("SELECT ?a ?b", "WHERE").replace(
        "?b", "?n").replace("} }", "} BIND (IRI(CONCAT('http://example.org/', STR(?n))) AS ?s) }"))  # fmt: skip
    assert answer.status == 200, answer.text
    assert answer.headers["x-sparql-maxrows"] == "50"


def test_a_whole_answer_says_nothing_of_the_kind(small: Served) -> None:
    answer = small.query(MANY + " LIMIT 50")
    assert "x-sparql-maxrows" not in answer.headers
    assert "link" not in json.loads(answer.text)["head"]


def test_memory_is_bounded(three_graphs: Path) -> None:
    hungry = "SELECT (GROUP_CONCAT(?t) AS ?all) { " + " ".join(
        f"VALUES ?v{i} {{ {' '.join(map(str, range(60)))} }}" for i in range(4)
    ) + f" BIND (CONCAT(STR(?v0), '{'x' * 500}') AS ?t) }}"  # fmt: skip
    with served(three_graphs, "--memory", "400", "--time-limit", "60") as server:
        answer = server.query(hungry)
        assert answer.status in (500, 504)
        assert "memory" in answer.text
        assert comes_true(lambda: server.query("ASK {}").status == 200)


def test_a_body_without_a_length_is_bounded_too(small: Served) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", small.port, timeout=20)
    pieces = (b"#" * 1000 for _ in range(30))
    kind = {"Content-Type": "application/sparql-query"}
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it need not listen to the end
        connection.request("POST", "/sparql", pieces, kind, encode_chunked=True)
        assert connection.getresponse().status == 413
    connection.close()
    assert small.query("ASK {}").status == 200


def test_too_many_at_once_are_told_to_wait(three_graphs: Path) -> None:
    options = ("--workers", "1", "--queue", "1", "--time-limit", "2")
    with served(three_graphs, *options) as server, concurrent.futures.ThreadPoolExecutor(8) as threads:
        found = list(threads.map(server.query, [ENDLESS] * 6))
    statuses = [answer.status for answer in found]
    assert set(statuses) <= {503, 504}
    assert statuses.count(503) >= 4
    assert all(answer.headers.get("retry-after") for answer in found if answer.status == 503)


def test_the_end_is_in_order(three_graphs: Path) -> None:
    with served(three_graphs) as server:
        workers = server.workers()
        assert len(workers) == 2
        with concurrent.futures.ThreadPoolExecutor() as threads:
            under_way = threads.submit(server.query, MANY)
            assert under_way.result().status == 200
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(15) == 0
    assert comes_true(lambda: not any(running(one) for one in workers), 5)


def test_a_killed_server_leaves_no_worker_behind(three_graphs: Path) -> None:
    with served(three_graphs) as server:
        workers = server.workers()
        server.process.kill()
        server.process.wait()
    assert comes_true(lambda: not any(running(one) for one in workers), 5)


def test_a_taken_port_is_named(small: Served, three_graphs: Path) -> None:
    command = [sys.executable, "-m", "kazkg", "serve", "--from", str(three_graphs), "--port", str(small.port)]
    done = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ))
    assert done.returncode == 4
    assert str(small.port) in done.stderr
    assert "--port" in done.stderr


def test_nothing_to_serve(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kazkg", "serve", "--from", str(tmp_path), "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 3
    assert "kazkg build" in done.stderr


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"time_limit": 0.0}, "--time-limit"),
        ({"max_results": 0}, "--max-results"),
        ({"port": 70_000}, "no port"),
        ({"cors": ("example.org",)}, "no origin"),
        ({"workers": 0}, "--workers"),
    ],
)
def test_settings_that_cannot_work(values: dict[str, object], says: str) -> None:
    with pytest.raises(UsageFault, match=says):
        Settings(**values)  # type: ignore[arg-type]
