"""Real triple stores on loopback: Oxigraph's server, and Virtuoso where Debian's package is installed."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.remote.loopback import Loopback, loopback


@dataclass
class Running:
    """A store that runs."""

    url: str
    process: subprocess.Popen[bytes]
    environ: dict[str, str] = field(default_factory=dict)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes], seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            httpx.get(url, timeout=2, trust_env=False)
            return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")


def start_oxigraph(folder: Path, port: int | None = None) -> Running:
    port = port or free_port()
    program = str(Path(sys.executable).with_name("oxigraph"))
    command = [program, "serve", "--union-default-graph", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    running = Running(f"http://127.0.0.1:{port}", process, {"NETRC": "/dev/null"})
    wait_for(running.url, process, 20)
    return running


def stop(running: Running) -> None:
    running.process.terminate()
    try:
        running.process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        running.process.kill()
        running.process.wait()


@pytest.fixture
def oxigraph(tmp_path: Path) -> Iterator[Running]:
    """An empty Oxigraph server with its database on disk."""
    running = start_oxigraph(tmp_path / "oxigraph")
    yield running
    stop(running)


VIRTUOSO = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}
ServerThreads = 10
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 100000
"""


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A Virtuoso with a database folder of its own and the Digest user it is delivered with, on loopback only."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("virtuoso-t is not installed: make system")
    folder = tmp_path_factory.mktemp("virtuoso")
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(folder=folder, sql=sql, http=http))
    process = subprocess.Popen(
        [program, "-f", "-c", "virtuoso.ini"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    running = Running(f"http://127.0.0.1:{http}", process, {"KAZKG_USER": "dba", "KAZKG_PASSWORD": "dba"})
    try:
        wait_for(running.url + "/sparql", process, 90)
        yield running
    finally:
        stop(running)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as one:
        yield one
