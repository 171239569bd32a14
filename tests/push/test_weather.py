"""Bad weather: whatever breaks, nothing half-written is taken for whole, and a second run completes it."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kazkg.errors import InputError, RemoteError
from kazkg.push import PushOptions, push
from kazkg.remote.client import Patience
from kazkg.store.embedded import create, open_store
from tests.push.conftest import Running, start_oxigraph, stop
from tests.remote.loopback import Handler, Loopback, Says, drip, half, reset

NOBODY = {"NETRC": "/dev/null"}
QUICK = Patience(connect=5, silence=2, whole=20, tries=3, first=0.01, longest=5)
PATIENT = Patience(connect=10, silence=60, whole=120, tries=2, first=0.01, longest=5)
"""For real servers, which may be slow on a busy machine."""
FILES = ("kg.ttl", "kg.trig", "validation.ttl", "coverage.json")


def contents(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES}


def until(what: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


def kazkg(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "kazkg", *map(str, arguments)]


# ---- the remote store --------------------------------------------------------------------------


def pieces(build: Path) -> int:
    """How many graphs a build has, each of which is pushed in one piece."""
    return len(list(open_store(build / "store").named_graphs()))


def test_the_store_dies_half_way_and_comes_back(seeds_build: Path, tmp_path: Path) -> None:
    folder = tmp_path / "db"
    running = start_oxigraph(folder)
    options = PushOptions(running.url, "oxigraph", graph_per_article=True, replace=True, state=tmp_path / "journal")
    taken: list[str] = []

    def kill_after_three(graph: str) -> None:
        taken.append(graph)
        if len(taken) == 3:
            running.process.kill()
            running.process.wait()

    with pytest.raises(RemoteError, match=r"cannot be reached|broke the connection|ended the answer"):
        push(seeds_build, options, patience=PATIENT, environ=NOBODY, progress=kill_after_three)
    again = start_oxigraph(folder, int(running.url.rpartition(":")[2]))
    try:
        report = push(seeds_build, options, environ=NOBODY)
        assert [g.kept for g in report.graphs] == [1, 1, 1] + [0] * (pieces(seeds_build) - 3)
        assert report.faults == []
        assert all(g.same_hash for g in report.graphs)
    finally:
        stop(again)
    assert not (tmp_path / "journal").exists()


def test_a_store_that_forgot_is_found_out(seeds_build: Path, tmp_path: Path) -> None:
    """The journal says three pieces are there, the store came back empty."""
    running = start_oxigraph(tmp_path / "db")
    options = PushOptions(running.url, "oxigraph", graph_per_article=True, replace=True, state=tmp_path / "journal")
    seen: list[str] = []

    def stop_after_three(graph: str) -> None:
        seen.append(graph)
        if len(seen) == 3:
            stop(running)

    with pytest.raises(RemoteError):
        push(seeds_build, options, patience=PATIENT, environ=NOBODY, progress=stop_after_three)
    empty = start_oxigraph(tmp_path / "empty", int(running.url.rpartition(":")[2]))
    try:
        assert len(push(seeds_build, options, environ=NOBODY).faults) == 3
        assert push(seeds_build, options, environ=NOBODY).faults == []
    finally:
        stop(empty)


def test_a_push_that_is_killed(seeds_build: Path, server: Loopback, tmp_path: Path) -> None:
    def hang(_handler: Handler) -> None:
        time.sleep(3)

    server.script += [Says(204), Says(204), hang]
    command = kazkg("push", server.url, "--store", "oxigraph", "--graph-per-article", "--replace", "--verify", "none")
    command += ["--from", str(seeds_build), "--state", str(tmp_path / "journal")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, **NOBODY})
    until(lambda: len(server.asked) == 3)
    process.send_signal(signal.SIGKILL)
    process.wait()
    first = [asked.path for asked in server.asked]
    server.asked.clear()
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **NOBODY}, check=False)
    assert done.returncode == 0, done.stderr
    assert server.asked[0].path == first[2], "it goes on with the piece that was not confirmed"
    assert len(server.asked) == pieces(seeds_build) - 2
    assert not (tmp_path / "journal").exists()


PASSING = [
    Says(429, headers={"Retry-After": "2"}),
    Says(500),
    Says(503),
    reset,
    half,
    drip(3, 2),
]


@pytest.mark.parametrize("fault", PASSING, ids=["429", "500", "503", "reset", "half", "slow"])
def test_what_passes_is_sat_out(fault: Says, seeds_build: Path, server: Loopback, tmp_path: Path) -> None:
    pauses: list[float] = []
    server.script += [Says(204), fault]
    options = PushOptions(
        server.url, "oxigraph", graph_per_article=True, replace=True, verify="none", state=tmp_path / "journal"
    )
    report = push(seeds_build, options, patience=QUICK, environ=NOBODY, sleep=pauses.append)
    assert len(server.asked) == pieces(seeds_build) + 1
    assert server.asked[1].body == server.asked[2].body
    assert report.requests == pieces(seeds_build)
    assert pauses == [2.0 if isinstance(fault, Says) and fault.code == 429 else 0.01]


@pytest.mark.parametrize("code", [401, 403, 429, 500, 507])
def test_what_stays_ends_with_the_journal_kept(code: int, seeds_build: Path, server: Loopback, tmp_path: Path) -> None:
    server.script.append(Says(204))
    server.usual = lambda _asked: Says(code, b"<html><title>No</title>", {"Content-Type": "text/html"})
    options = PushOptions(
        server.url, "oxigraph", graph_per_article=True, replace=True, verify="none", state=tmp_path / "journal"
    )
    with pytest.raises(RemoteError, match="titled 'No'") as caught:
        push(seeds_build, options, patience=QUICK, environ=NOBODY, sleep=lambda _s: None)
    assert (caught.value.code, caught.value.status) == (code, 5)
    server.usual = lambda _asked: Says(204)
    assert [g.kept for g in push(seeds_build, options, environ=NOBODY).graphs] == [1] + [0] * (pieces(seeds_build) - 1)


def test_two_pushes_at_once(seeds_build: Path, server: Loopback, tmp_path: Path) -> None:
    from kazkg.errors import EnvironmentFault

    options = PushOptions(server.url, "oxigraph", verify="none", state=tmp_path / "journal")
    faults: list[str] = []

    def second(_graph: str) -> None:
        try:
            push(seeds_build, options, environ=NOBODY)
        except EnvironmentFault as err:
            faults.append(str(err))

    push(seeds_build, options, environ=NOBODY, progress=second)
    assert faults, "the push has a piece at least, and the second one is refused at each"
    assert all("another push" in fault for fault in faults)


def test_no_room_to_sort(seeds_build: Path, server: Loopback) -> None:
    """Files may grow to 64 kB only, as on a full disk."""
    done = subprocess.run(
        kazkg("push", server.url, "--store", "oxigraph", "--from", seeds_build),
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536)),
        check=False,
    )
    assert done.returncode == 4
    assert "TMPDIR" in done.stderr
    assert server.asked == []


# ---- the build and the embedded store ----------------------------------------------------------


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(6):
        text = f"Police said that {number + 3} officers were killed in Almaty on Friday."
        (folder / f"a{number}.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_build_on_a_full_disk(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert subprocess.run(kazkg("build", articles, "--out", out), capture_output=True, check=False).returncode == 0
    before = contents(out)
    for size in (2_000, 40_000):  # too little for a chunk, and for what is put together of them
        done = subprocess.run(
            kazkg("build", articles, "--out", out),
            capture_output=True,
            text=True,
            preexec_fn=lambda size=size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
            check=False,
        )
        assert done.returncode in (3, 4), done.stderr
        assert "File too large" in done.stderr
        assert contents(out) == before
        assert len(open_store(out / "store")) > 100
        assert [path.name for path in tmp_path.iterdir() if path.name.endswith((".part", ".old"))] == []


def test_a_build_that_is_killed(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for seen in (lambda: list(tmp_path.glob(".out.*.part")), lambda: list(tmp_path.glob(".out.*.part/store/*/*.json"))):
        process = subprocess.Popen(
            kazkg("build", articles, "--out", out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until(seen)
        process.kill()
        process.wait()
        assert not out.exists()
        with pytest.raises(InputError, match=r"no store|no such|never finished"):
            open_store(out / "store")
    done = subprocess.run(kazkg("build", articles, "--out", out), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(open_store(out / "store")) > 100
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_two_builds_at_once(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = subprocess.Popen(
        kazkg("build", articles, "--out", out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until(lambda: list(tmp_path.glob(".out.*.part")))
    first.send_signal(signal.SIGSTOP)
    second = subprocess.run(kazkg("build", articles, "--out", out), capture_output=True, text=True, check=False)
    first.send_signal(signal.SIGCONT)
    assert second.returncode == 4
    assert "Another build is writing" in second.stderr
    assert first.wait() == 0
    assert len(open_store(out / "store")) > 100


def test_the_embedded_store_on_a_full_disk(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib\nfrom kazkg.store.embedded import create\nfrom kazkg.errors import EnvironmentFault\n"
        "line = b'<http://e.org/%d> <http://e.org/p> \"%d\" <http://e.org/g> .\\n'\n"
        "chunks = (b''.join(line % (n, n * k) for n in range(20000)) for k in range(1, 4))\n"
        "try:\n    create(pathlib.Path(sys.argv[1]), chunks)\n"
        "except EnvironmentFault as err:\n    print(err); sys.exit(4)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "store")],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        check=False,
    )
    assert done.returncode == 4, done.stderr
    assert "cannot be written" in done.stdout
    with pytest.raises(InputError, match="never finished"):
        open_store(tmp_path / "store")
    assert create(tmp_path / "store", [b"<http://e.org/s> <http://e.org/p> <http://e.org/o> .\n"]) == 1


def test_the_oxigraph_fixture_stops(oxigraph: Running) -> None:
    """What tests start, they end."""
    stop(oxigraph)
    with contextlib.suppress(ProcessLookupError):
        os.kill(oxigraph.process.pid, 0)
        raise AssertionError("it still runs")


def test_a_build_that_is_killed_over_another(articles: Path, tmp_path: Path) -> None:
    """Killed while reading, and between taking the old build away and putting the new one in its place."""
    out = tmp_path / "out"
    assert subprocess.run(kazkg("build", articles, "--out", out), capture_output=True, check=False).returncode == 0
    before = contents(out)
    process = subprocess.Popen(
        kazkg("build", articles, "--out", out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until(lambda: list(tmp_path.glob(".out.*.part")))
    process.kill()
    process.wait()
    assert contents(out) == before
    assert len(open_store(out / "store")) > 100
    code = (
        "import os, sys, pathlib\nimport kazkg.build.run as run\n"
        "rename = pathlib.Path.rename\n"
        "def dying(self, target):\n"
        "    if self.name.endswith('.part'): os.kill(os.getpid(), 9)\n"
        "    return rename(self, target)\n"
        "pathlib.Path.rename = dying\n"
        "from kazkg.cli import main\nsys.argv = ['kazkg', *sys.argv[1:]]\nmain()\n"
    )
    command = [sys.executable, "-c", code, "build", str(articles), "--out", str(out)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == -signal.SIGKILL
    assert not out.exists()
    done = subprocess.run(kazkg("build", articles, "--out", out), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert contents(out) == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


# ---- exports -----------------------------------------------------------------------------------


EXPORTS = {"file": ["--format", "nquads"], "folder": ["--format", "dataset"], "articles": ["--per-article"]}


@pytest.mark.parametrize("kind", EXPORTS)
def test_an_export_on_a_full_disk(kind: str, seeds_build: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = kazkg("export", "--from", seeds_build, "--out", out, *EXPORTS[kind])
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000)),
        check=False,
    )
    assert done.returncode == 4, done.stderr
    assert "File too large" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["folder", "articles"])
def test_an_export_that_is_killed(kind: str, seeds_build: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = kazkg("export", "--from", seeds_build, "--out", out, *EXPORTS[kind])
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until(lambda: list((tmp_path / "out.part").glob("*")))
    process.kill()
    process.wait()
    assert not out.exists()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
