"""The store a build leaves behind: whole or not at all, and clear words when it is neither."""

from __future__ import annotations

import fcntl
import gzip
import json
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from kazkg.errors import EnvironmentFault, InputError, KazkgError, UsageFault
from kazkg.store.embedded import create, open_store
from kazkg.store.source import base_of, open_source

LINE = b'<http://e.org/s> <http://e.org/p> "%d" <http://e.org/g> .\n'


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    assert create(tmp_path / "store", [LINE % 1 + LINE % 2, LINE % 3]) == 3
    store = open_store(tmp_path / "store")
    assert sorted(q.object.value for q in store) == ["1", "2", "3"]  # type: ignore[union-attr]


def test_creating_again_replaces(tmp_path: Path) -> None:
    create(tmp_path, [LINE % 1])
    assert create(tmp_path, [LINE % 2]) == 1
    assert [q.object.value for q in open_store(tmp_path)] == ["2"]  # type: ignore[union-attr]


def test_an_empty_store_is_a_store(tmp_path: Path) -> None:
    assert create(tmp_path, []) == 0
    assert len(open_store(tmp_path)) == 0


def test_reading_changes_nothing(tmp_path: Path) -> None:
    create(tmp_path, [LINE % 1])
    with pytest.raises(RuntimeError):
        open_store(tmp_path).update("CLEAR ALL")
    assert len(open_store(tmp_path)) == 1


def test_trig_can_be_loaded(tmp_path: Path) -> None:
    pieces = [b'<http://e.org/g> { <http://e.org/s> <http://e.org/p> "%d" }' % n for n in (1, 2)]
    assert create(tmp_path / "store", pieces, ox.RdfFormat.TRIG) == 2


def test_two_readers_at_once(tmp_path: Path) -> None:
    create(tmp_path, [LINE % 1])
    one, two = open_store(tmp_path), open_store(tmp_path)
    assert len(one) == len(two) == 1


def test_broken_input_leaves_no_finished_store(tmp_path: Path) -> None:
    create(tmp_path, [LINE % 1])
    with pytest.raises(InputError, match="cannot be parsed"):
        create(tmp_path, [LINE % 1, b"<http://e.org/s> nonsense\n"])
    with pytest.raises(InputError, match="never finished"):
        open_store(tmp_path)


def test_a_second_writer_waits_its_turn(tmp_path: Path) -> None:
    with (tmp_path / "store.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(EnvironmentFault, match="another kazkg is writing"):
            create(tmp_path, [LINE % 1])
    assert create(tmp_path, [LINE % 1]) == 1


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EnvironmentFault, match="cannot be written"):
        create(tmp_path / "file", [])


def damage_missing(folder: Path) -> None:
    shutil.rmtree(folder)


def damage_marker_gone(folder: Path) -> None:
    (folder / "store.json").unlink()


def damage_marker_garbled(folder: Path) -> None:
    (folder / "store.json").write_bytes(b"\xff{")


def damage_marker_other(folder: Path) -> None:
    (folder / "store.json").write_text("[]")


def damage_version(folder: Path) -> None:
    (folder / "store.json").write_text(json.dumps({"format": 99, "quads": 1}))


def damage_data_gone(folder: Path) -> None:
    shutil.rmtree(folder / "data")


def damage_data_garbled(folder: Path) -> None:
    (folder / "data" / "CURRENT").write_text("MANIFEST-nothing\n")


DAMAGE = [
    (damage_missing, InputError, "no store"),
    (damage_marker_gone, InputError, "never finished"),
    (damage_marker_garbled, EnvironmentFault, "unreadable"),
    (damage_marker_other, EnvironmentFault, "layout"),
    (damage_version, EnvironmentFault, "layout 99"),
    (damage_data_gone, EnvironmentFault, "cannot be opened"),
    (damage_data_garbled, EnvironmentFault, "cannot be opened"),
]


@pytest.mark.parametrize(("damage", "error", "says"), DAMAGE)
def test_damage_is_named_with_a_remedy(damage: object, error: type[KazkgError], says: str, tmp_path: Path) -> None:
    create(tmp_path / "store", [LINE % 1])
    damage(tmp_path / "store")  # type: ignore[operator]
    with pytest.raises(error, match=says) as caught:
        open_source(tmp_path)
    assert "kazkg build" in caught.value.remedy


FILES = [
    ("a.ttl", b'<http://e.org/s> <http://e.org/p> "1" .'),
    ("a.TTL", b'<http://e.org/s> <http://e.org/p> "1" .'),
    ("a.trig", b'<http://e.org/g> { <http://e.org/s> <http://e.org/p> "1" }'),
    ("a.nq", LINE % 1),
    ("a.nt", b'<http://e.org/s> <http://e.org/p> "1" .\n'),
    ("a.jsonld", b'{"@id": "http://e.org/s", "http://e.org/p": "1"}'),
]


@pytest.mark.parametrize(("name", "data"), FILES)
@pytest.mark.parametrize("zipped", [False, True])
def test_files_of_every_kind(name: str, data: bytes, zipped: bool, tmp_path: Path) -> None:
    path = tmp_path / (name + ".gz" * zipped)
    path.write_bytes(gzip.compress(data) if zipped else data)
    assert [q.object.value for q in open_source(path)] == ["1"]  # type: ignore[union-attr]


BROKEN = [
    ("a.ttl", b"<http://e.org/s> <p", InputError, "a.ttl"),
    ("a.nq", b"\xff\xfe", InputError, "a.nq"),
    ("a.nq.gz", b"not gzip", InputError, "a.nq.gz"),
    ("a.nq.gz", gzip.compress(LINE % 1, mtime=0)[:-9], InputError, "a.nq.gz"),
    ("a.jsonld", b"{", InputError, "a.jsonld"),
    ("a.txt", b"words", UsageFault, "Known endings"),
    ("a", b"words", UsageFault, "Known endings"),
]


@pytest.mark.parametrize(("name", "data", "error", "says"), BROKEN)
def test_broken_files_are_named(name: str, data: bytes, error: type[KazkgError], says: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(error, match=says):
        open_source(tmp_path / name)


def test_a_url_is_no_folder_or_file() -> None:
    with pytest.raises(UsageFault, match="no such folder or file"):
        open_source("http://localhost/sparql")


def test_the_base_is_told_by_the_graph_of_entities(corpus_store: ox.Store) -> None:
    assert base_of(corpus_store) == "https://w3id.org/kazkg/id/"
    assert base_of(ox.Store()) is None
