"""The bundled questions asked of endpoints: as from the build itself, or a clear error."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kazkg.errors import RemoteError
from kazkg.query import catalogue, write
from kazkg.query.anywhere import asked
from kazkg.remote.client import Patience
from tests.remote.loopback import Handler, Loopback, Reaction, Says, loopback, reset
from tests.web.served import Served, served

JSON = {"Content-Type": "application/sparql-results+json"}
FORMATS = ("table", "csv", "tsv", "json", "xml", "jsonl")


def written(name: str, source: str, format: str) -> str:
    out = io.StringIO(newline="")
    with asked(name, {}, source) as found:
        write(found, "ttl" if found.triples is not None else format, out)
    return out.getvalue()


@pytest.fixture(scope="session")
def oxigraph(seeds_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Oxigraph's own server, whose default graph leaves named graphs out."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("oxigraph is not installed")
    place = tmp_path_factory.mktemp("oxigraph") / "data"
    load = [program, "load", "--location", str(place), "--file", str(seeds_build / "kg.trig")]
    subprocess.run(load, check=True, capture_output=True)
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [program, "serve-read-only", "--location", str(place), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.parametrize("name", [query.name for query in catalogue()])
def test_kazkg_serve_answers_as_the_build(name: str, seeds: Served, seeds_build: Path) -> None:
    for format in FORMATS:
        assert written(name, seeds.url + "/sparql", format) == written(name, str(seeds_build), format)


@pytest.mark.parametrize("name", [query.name for query in catalogue()])
def test_oxigraph_answers_as_the_build(name: str, oxigraph: str, seeds_build: Path) -> None:
    assert written(name, oxigraph, "json") == written(name, str(seeds_build), "json")


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: 1000\r\n\r\n"


def half_of_an_answer(handler: Handler) -> None:
    """Promise more than is sent, then hang up."""
    handler.wfile.write(HEAD + b'{"head":{')
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


def dripping(handler: Handler) -> None:
    """A blank, a pause, a blank."""
    handler.wfile.write(HEAD)
    with contextlib.suppress(OSError):
        for _ in range(1000):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.2)
    handler.close_connection = True


BAD: list[tuple[str, Reaction, str]] = [
    ("a page", Says(200, b"<html><title>Welcome</title>", {"Content-Type": "text/html"}), "Welcome"),
    ("another type", Says(200, b"hello", {"Content-Type": "text/plain"}), "text/plain"),
    ("broken off", Says(200, b'{"head":{', JSON), "breaks off"),
    ("empty", Says(200, b"", JSON), "breaks off"),
    ("cut by a cap", Says(200, b'{"head":{},"boolean":true}', JSON | {"X-SPARQL-MaxRows": "10"}), "only the first 10"),
    ("login wanted", Says(401, b"", {"WWW-Authenticate": "Basic"}), "asks for a login"),
    ("not there", Says(404), "nothing at this address"),
    ("forbidden", Says(403), "forbids"),
    ("overrun", Says(504, b"too slow"), "too slow"),
    ("half an answer", half_of_an_answer, "half-way"),
    ("a reset", reset, "127.0.0.1"),
    ("silence", dripping, "too long"),
]


@pytest.mark.parametrize(("reaction", "says"), [(r, s) for _, r, s in BAD], ids=[n for n, _, _ in BAD])
@pytest.mark.parametrize("before", [0, 1], ids=["at the first question", "at the real one"])
def test_what_is_no_answer_is_an_error(reaction: Reaction, says: str, before: int) -> None:
    with loopback() as server:
        server.script.extend([Says(200, b'{"head":{},"boolean":false}', JSON)] * before)
        server.usual = lambda _asked: reaction
        with (
            pytest.raises(RemoteError) as caught,
            asked("figures", {}, server.url, Patience(whole=1.0, silence=1.0, tries=1)) as found,
        ):
            found.collected()
    assert says in str(caught.value)


def test_the_command_ends_with_5(three_graphs: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kazkg", "query", "figures", "--from"]
    with served(three_graphs) as server:
        good = subprocess.run([*command, server.url + "/sparql", "--format", "csv"], capture_output=True, text=True)
        bad = subprocess.run([*command, server.url + "/queries"], capture_output=True, text=True)
    assert good.returncode == 0
    assert bad.returncode == 5
    assert "405" in bad.stderr
    assert os.linesep not in bad.stdout


def test_rows_come_while_they_are_read(server_of_rows: Loopback) -> None:
    with asked("figures", {}, server_of_rows.url) as found:
        assert found.rows is not None
        first = next(found.rows)
    assert first == (ox.Literal("0"),)


@pytest.fixture
def server_of_rows() -> Iterator[Loopback]:
    """Answers the second question by many rows."""
    rows = ",".join(json.dumps({"a": {"type": "literal", "value": str(n)}}) for n in range(50_000))
    with loopback() as server:
        server.script.append(Says(200, b'{"head":{},"boolean":false}', JSON))
        body = '{"head": {"vars": ["a"]}, "results": {"bindings": [' + rows + "]}}"
        server.usual = lambda _asked: Says(200, body.encode(), JSON)
        yield server
