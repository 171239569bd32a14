"""Every format holds the same graph, says it in the same bytes each time, and is read by others."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from kazkg.errors import UsageFault
from kazkg.export import FORMATS, export
from kazkg.store.embedded import create
from kazkg.terminal import printable
from tests.query.corpus import nquads

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

RDFLIB = {"turtle": "turtle", "trig": "trig", "nquads": "nquads", "ntriples": "nt", "jsonld": "json-ld"}
RAPPER = {"turtle": "turtle", "ntriples": "ntriples", "trig": "trig", "nquads": "nquads"}
KEEPS_GRAPHS = {"trig", "nquads", "jsonld"}


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("export")
    create(out / "store", [nquads()])
    return out


def exported(source: Path, format: str) -> bytes:
    stream = io.BytesIO()
    export(source, format, stream)
    return stream.getvalue()


def triples(data: bytes, kind: ox.RdfFormat) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(data, format=kind)}


@pytest.mark.parametrize("format", FORMATS)
def test_parses_back_to_the_same(format: str, build: Path) -> None:
    quads = set(ox.parse(nquads(), format=ox.RdfFormat.N_QUADS))
    again = list(ox.parse(exported(build, format), format=FORMATS[format][0]))
    if format in KEEPS_GRAPHS:
        assert set(again) == quads
    else:
        assert {quad.triple for quad in again} == {quad.triple for quad in quads}


@pytest.mark.parametrize("format", FORMATS)
def test_rdflib_reads_an_isomorphic_graph(format: str, build: Path) -> None:
    whole = rdflib.Graph()
    for triple in sorted(triples(nquads(), ox.RdfFormat.N_QUADS), key=str):
        whole.parse(data=f"{triple} .", format="nt")
    found = rdflib.Graph()
    data = rdflib.Dataset()
    data.parse(data=exported(build, format), format=RDFLIB[format])
    for s, p, o, _ in data.quads():
        found.add((s, p, o))
    assert isomorphic(found, whole)


@pytest.mark.parametrize("format", FORMATS)
def test_the_order_of_loading_does_not_show(format: str, build: Path, tmp_path: Path) -> None:
    lines = nquads().splitlines(keepends=True)
    create(tmp_path / "store", [b"".join(reversed(lines[::2])), b"".join(lines[1::2])])
    assert exported(tmp_path, format) == exported(build, format)


@pytest.mark.parametrize("format", ["nquads", "ntriples"])
def test_lines_are_sorted_and_unique(format: str, build: Path) -> None:
    lines = exported(build, format).decode().splitlines()
    assert lines == sorted(set(lines))


@pytest.mark.parametrize("format", RAPPER)
def test_rapper_reads_as_many(format: str, build: Path, tmp_path: Path) -> None:
    """An independent parser; part of Debian's raptor2-utils."""
    rapper = shutil.which("rapper")
    if rapper is None:
        if os.environ.get("CI") == "true":
            pytest.fail("rapper is not installed (raptor2-utils)")
        pytest.skip("rapper is not installed (raptor2-utils)")
    file = tmp_path / "graph"
    file.write_bytes(exported(build, format))
    run = subprocess.run(
        [rapper, "-q", "-i", RAPPER[format], "-o", "ntriples", str(file), "https://example.org/base/"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not run.stderr
    # Raptor's own N-Triples are read again, so that escapes are compared as text.
    found = {q.triple for q in ox.parse(run.stdout.encode(), format=ox.RdfFormat.N_TRIPLES)}
    assert found == triples(nquads(), ox.RdfFormat.N_QUADS)


def test_the_files_of_a_build_are_given_as_they_are(tmp_path: Path) -> None:
    create(tmp_path / "store", [nquads()])
    (tmp_path / "kg.ttl").write_bytes(b"# as built\n")
    assert exported(tmp_path, "turtle") == b"# as built\n"


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_of_others_with_blank_nodes(format: str, tmp_path: Path) -> None:
    file = tmp_path / "other.ttl"
    file.write_text('_:a <http://e.org/p> [ <http://e.org/q> "x\\n\\"y\\"" ] .')
    found = rdflib.Dataset()
    found.parse(data=exported(file, format), format=RDFLIB[format])
    again = rdflib.Graph()
    for s, p, o, _ in found.quads():
        again.add((s, p, o))
    assert isomorphic(again, rdflib.Graph().parse(file))


def test_short_names_of_formats(build: Path) -> None:
    assert exported(build, "nt") == exported(build, "ntriples")


def test_an_unknown_format_names_the_known(build: Path) -> None:
    with pytest.raises(UsageFault, match="turtle, trig, nquads, ntriples, jsonld"):
        exported(build, "rdfxml")


def test_exports_carry_no_raw_control_characters(build: Path) -> None:
    data = exported(build, "ntriples").decode()
    assert printable(data, lines=True) == data
