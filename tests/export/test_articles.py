"""A file for each article is whole by itself: it answers as the whole graph does of that article."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kazkg.errors import InputError, UsageFault
from kazkg.export.articles import export_articles
from kazkg.query import answer
from kazkg.store.source import open_source


@pytest.mark.parametrize(("format", "end"), [("turtle", ".ttl"), ("nquads", ".nq")])
def test_each_file_answers_for_its_article(format: str, end: str, seeds_build: Path, tmp_path: Path) -> None:
    out = tmp_path / "articles"
    pack = "gzip" if format == "nquads" else "none"
    count = export_articles(seeds_build, format, out, pack)
    ids = [row["article"] for row in answer("articles", source=seeds_build).plain()]
    assert sorted(path.name for path in out.iterdir()) == sorted(f"{i}{end}{'.gz' * (pack == 'gzip')}" for i in ids)
    assert count == len(ids) == 5
    for article in ids:
        file = out / f"{article}{end}{'.gz' * (pack == 'gzip')}"
        for name in ("articles", "mentions", "figures", "events", "statements", "unknowns", "tellings", "naming"):
            assert answer(name, {}, file).rows == answer(name, {"article": article}, seeds_build).rows, (article, name)


def test_the_files_hold_all_that_articles_say(corpus_build: Path, tmp_path: Path) -> None:
    export_articles(corpus_build, "nquads", tmp_path / "out")
    store = open_source(corpus_build)
    found = {q for file in (tmp_path / "out").iterdir() for q in ox.parse(path=str(file))}
    assert found <= set(store)
    missing = {str(q.graph_name) for q in set(store) - found}
    assert not any("/graph/article/" in name for name in missing)


def test_what_is_there_is_left_alone(corpus_build: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(UsageFault, match="something already"):
        export_articles(corpus_build, "turtle", tmp_path / "out")
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["mine.txt"]


def test_a_graph_without_articles(tmp_path: Path) -> None:
    (tmp_path / "other.ttl").write_text("<http://e.org/s> <http://e.org/p> 1 .")
    with pytest.raises(InputError, match="graph of its own"):
        export_articles(tmp_path / "other.ttl", "turtle", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_ids_from_outside_stay_in_the_folder(tmp_path: Path) -> None:
    """An id is percent-encoded in its IRI, and so in the file's name."""
    from kazkg.graph.iris import Iris

    iris = Iris("https://example.org/")
    quads = [
        ox.Quad(
            ox.NamedNode(iris.article(name)), ox.NamedNode("https://example.org/p"), ox.Literal("x"), iris.graph(name)
        )
        for name in ("../../evil", "..", "a/b", "ünï")
    ]
    quads.append(ox.Quad(ox.NamedNode("https://example.org/e"), ox.NamedNode("https://example.org/p"), ox.Literal("x"),
                         iris.entities))  # fmt: skip
    file = tmp_path / "in.nq"
    file.write_bytes(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
    assert export_articles(file, "ntriples", tmp_path / "a" / "b" / "out") == 4
    assert {path.parent for path in tmp_path.rglob("*.nt")} == {tmp_path / "a" / "b" / "out"}
