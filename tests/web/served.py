"""Servers on loopback, started as a user starts them, and a plain client that shows exactly what came back."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

__all__ = ["GRAPHS", "Answered", "Served", "comes_true", "running", "served"]

GRAPHS = """
<http://example.org/g1> { <http://example.org/s1> <http://example.org/p> "one" . }
<http://example.org/g2> { <http://example.org/s2> <http://example.org/p> "two" . }
<http://example.org/g3> { <http://example.org/s3> <http://example.org/p> "three" . }
"""
"""Three made-up graphs of one triple."""


@dataclass(frozen=True)
class Answered:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass
class Served:
    """A running server."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> Answered:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answered(response.status, found, response.read())
        finally:
            connection.close()

    def query(self, text: str, accept: str | None = None, **fields: str | list[str]) -> Answered:
        headers = {"Accept": accept} if accept else {}
        return self.ask("GET", "/sparql?" + urlencode({"query": text, **fields}, doseq=True), headers)

    def workers(self) -> set[int]:
        """Process ids of the workers that run; what has ended and waits to be noticed is not among them."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return {int(one) for one in listed.split() if running(int(one))}


def running(process: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@contextmanager
def served(source: Path, *options: str) -> Iterator[Served]:
    """A server over ``source`` at a free port, ended by SIGTERM."""
    command = [sys.executable, "-m", "kazkg", "serve", "--from", str(source), "--port", "0", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, env={**os.environ, "COLUMNS": "200"})
    assert process.stderr is not None
    line = process.stderr.readline().decode()
    found = re.search(r"at http://127\.0\.0\.1:(\d+)/", line)
    assert found, line + process.stderr.read().decode()
    try:
        yield Served(process, int(found[1]))
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stderr.close()


def comes_true(check: object, seconds: float = 20.0) -> bool:
    """Whether ``check()`` becomes true within some time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if check():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False
