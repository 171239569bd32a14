"""The folder ready to publish: its parts agree with each other, and the same graph gives the same bytes."""

from __future__ import annotations

import gzip
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from kazkg.export.dataset import About, export_dataset
from kazkg.publish.digest import digest
from kazkg.publish.void import DCAT, SPDX, VOID

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
ABOUT = About('Claims: a "test" #1', ("Ada: the {first}", "- Brun"), CC0, "https://example.org/data", "2032-02-29")


@pytest.fixture(scope="module")
def folder(corpus_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dataset") / "out"
    export_dataset(corpus_build, out, ABOUT)
    return out


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_in_it(folder: Path) -> None:
    dumps = {"kg.ttl.gz", "kg.trig.gz", "kg.nq.gz", "nanopubs.trig.gz"}
    page = {"ontology/index.html", "ontology/style.css", "ontology/kazkg.ttl", "ontology/shapes.ttl"}
    about = {"README.md", "LICENCE.md", "CITATION.cff", "void.ttl", "SHA256SUMS", "RDFC-1.0.sha256"}
    assert set(contents(folder)) == dumps | page | about | {"ontology/alignments.ttl"}


def test_checksums_hold(folder: Path) -> None:
    found = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert found == {
        name: hashlib.sha256(data).hexdigest() for name, data in contents(folder).items() if name != "SHA256SUMS"
    }


def test_the_hash_is_that_of_the_dump_whatever_its_order(folder: Path) -> None:
    told = (folder / "RDFC-1.0.sha256").read_text().strip()
    for name, form in (("kg.nq.gz", ox.RdfFormat.N_QUADS), ("kg.trig.gz", ox.RdfFormat.TRIG)):
        store = ox.Store()
        store.load(gzip.decompress((folder / name).read_bytes()), format=form)
        assert digest(store) == told
    lines = gzip.decompress((folder / "kg.nq.gz").read_bytes())
    assert hashlib.sha256(lines).hexdigest() == told, "canonical N-Quads are sorted N-Quads"


def test_the_description_fits_the_files(folder: Path) -> None:
    store = ox.Store()
    store.load(path=str(folder / "void.ttl"))
    urls = {q.subject: q.object for q in store.quads_for_pattern(None, DCAT["downloadURL"], None, None)}
    assert {iri.value for iri in urls.values()} == {
        f"https://example.org/data/{n}" for n in ("kg.ttl.gz", "kg.trig.gz", "kg.nq.gz", "nanopubs.trig.gz")
    }
    for part, url in urls.items():
        data = (folder / url.value.rpartition("/")[2]).read_bytes()
        (size,) = store.quads_for_pattern(part, DCAT["byteSize"], None, None)
        (checksum,) = store.quads_for_pattern(part, SPDX["checksum"], None, None)
        (value,) = store.quads_for_pattern(checksum.object, SPDX["checksumValue"], None, None)
        assert int(size.object.value) == len(data)
        assert value.object.value == hashlib.sha256(data).hexdigest()
    triples = {
        q.triple for q in ox.parse(gzip.decompress((folder / "kg.ttl.gz").read_bytes()), format=ox.RdfFormat.TURTLE)
    }
    (told,) = (q for q in store.quads_for_pattern(None, VOID["triples"], None, None) if "#" not in q.subject.value)
    assert int(told.object.value) == len(triples)
    assert CC0 in (folder / "LICENCE.md").read_text()


def test_the_citation_is_yaml_with_what_was_said(folder: Path) -> None:
    import yaml

    found = yaml.safe_load((folder / "CITATION.cff").read_text())
    assert (found["cff-version"], found["type"], found["title"]) == ("1.2.0", "dataset", ABOUT.title)
    assert [author["name"] for author in found["authors"]] == list(ABOUT.creators)
    assert found["license-url"] == CC0
    assert str(found["date-released"]) == "2032-02-29"
    assert found["identifiers"][0]["value"] == "sha256:" + (folder / "RDFC-1.0.sha256").read_text().strip()


def test_no_licence_is_made_up(corpus_build: Path, tmp_path: Path) -> None:
    export_dataset(corpus_build, tmp_path / "out")
    assert "No licence of the data is stated" in (tmp_path / "out" / "LICENCE.md").read_text()
    assert "license" not in (tmp_path / "out" / "CITATION.cff").read_text()
    assert "dc/terms/license" not in (tmp_path / "out" / "void.ttl").read_text()


def test_the_ontology_page_stands_alone(folder: Path) -> None:
    page = (folder / "ontology" / "index.html").read_text(encoding="utf-8")
    assert 'href="style.css"' in page
    assert 'href="/' not in page
    assert "kaz:Figure" in page


@pytest.mark.parametrize("seed", ["1", "2"])
def test_same_bytes(seed: str, folder: Path, corpus_build: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kazkg", "export", "--from", str(corpus_build), "--format", "dataset"]
    command += ["--out", str(tmp_path / "again"), "--title", ABOUT.title, "--licence", CC0]
    command += [word for name in ABOUT.creators for word in ("--creator", name)]
    command += ["--where", "https://example.org/data", "--released", "2032-02-29"]
    environ = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Almaty"}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "again") == contents(folder)
