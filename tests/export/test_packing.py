"""Packed files: what is in them alone decides their bytes, and others can unpack them."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kazkg.errors import UsageFault
from kazkg.export.packing import kind_of, packed

DATA = b"the same words over and over\n" * 500


def pack(kind: str) -> bytes:
    stream = io.BytesIO()
    with packed(stream, kind) as to:
        to.write(DATA[:100])
        to.write(DATA[100:])
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["none", "gzip", "zstd"])
def test_the_clock_does_not_show(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = pack(kind)
    monkeypatch.setattr(time, "time", lambda: 1_000_000_000.0)
    assert pack(kind) == first
    assert kind == "none" or len(first) < len(DATA) / 10


def test_gzip_names_no_file_and_no_time() -> None:
    data = pack("gzip")
    assert gzip.decompress(data) == DATA
    assert data[3] == 0, "no flags: no name"
    assert data[4:8] == b"\0\0\0\0", "no time"


def test_zstd_is_read_by_its_library() -> None:
    import zstandard

    with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(pack("zstd"))) as found:
        assert found.read() == DATA


@pytest.mark.parametrize(
    ("name", "asked", "kind"),
    [
        ("kg.nq.gz", "auto", "gzip"),
        ("kg.nq.ZST", "auto", "zstd"),
        ("kg.nq", "auto", "none"),
        (None, "auto", "none"),
        ("kg.nq", "gzip", "gzip"),
        (None, "zstd", "zstd"),
        ("kg.nq.gz", "gzip", "gzip"),
    ],
)
def test_how_to_pack(name: str | None, asked: str, kind: str) -> None:
    assert kind_of(name, asked) == kind


@pytest.mark.parametrize(("name", "asked"), [("kg.nq.gz", "zstd"), ("kg.zst", "none"), (None, "rar")])
def test_names_that_would_lie(name: str | None, asked: str) -> None:
    with pytest.raises(UsageFault):
        kind_of(name, asked)


def kazkg(*arguments: str | Path, environ: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    import os

    command = [sys.executable, "-m", "kazkg", "export", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **(environ or {})})


def test_the_command_packs_by_name_and_by_option(corpus_build: Path, tmp_path: Path) -> None:
    plain = kazkg("--from", corpus_build, "--format", "nq")
    assert plain.returncode == 0, plain.stderr
    file = tmp_path / "kg.nq.gz"
    assert kazkg("--from", corpus_build, "--format", "nq", "--out", file).returncode == 0
    piped = kazkg("--from", corpus_build, "--format", "nq", "--compress", "gzip", environ={"PYTHONHASHSEED": "7"})
    assert piped.stdout == file.read_bytes()
    assert gzip.decompress(piped.stdout) == plain.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["kg.nq.gz"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--format", "rdfxml"], b"dataset"),
        (["--format", "dataset"], b"--out"),
        (["--per-article"], b"--out"),
        (["--per-article", "--format", "nif", "--out", "x"], b"--per-article is not for nif"),
        (["--trusty"], b"--trusty is for nanopubs"),
        (["--format", "nanopubs", "--title", "A"], b"--title is for dataset"),
        (["--format", "dataset", "--out", "x", "--licence", "free"], b"no absolute IRI"),
        (["--format", "dataset", "--out", "x", "--released", "today"], b"no day"),
        (["--out", "x.gz", "--compress", "zstd"], b"the name says gzip"),
    ],
)
def test_wrong_use_ends_with_2_and_leaves_nothing(
    arguments: list[str], says: bytes, corpus_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = kazkg("--from", corpus_build, *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert says in done.stderr
    assert list(tmp_path.iterdir()) == []
