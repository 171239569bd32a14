"""Builds: the same bytes from the same input, whole or not at all, one article at a time changed."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from kazkg.build import build
from kazkg.build.options import BuildOptions
from kazkg.build.recheck import recheck
from kazkg.errors import EnvironmentFault, InputError, UsageFault
from kazkg.query import answer
from kazkg.reading import ReadOptions

FILES = ("kg.ttl", "kg.trig", "validation.ttl", "coverage.json")

TEXTS = {
    "alpha": "Police said on Friday that 12 officers were killed and 40 hurt in Almaty.\n\nUpdated: January 07, 2022",
    "beta": "According to the Interior Ministry, more than 3 thousand people were arrested in Kazakhstan.",
    "gamma": "Protesters stormed the airport in Aktau on Monday, witnesses said. Lufthansa cancelled its flights.",
}


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def contents(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES}


def ids(out: Path) -> list[str]:
    return [row["article"] for row in answer("articles", source=out).plain()]


def test_same_bytes_whatever_the_hash_seed_the_order_and_the_workers(articles: Path, tmp_path: Path) -> None:
    runs = {
        "one": ("0", ["alpha", "beta", "gamma"], "1"),
        "two": ("1", ["gamma", "alpha", "beta"], "2"),
    }
    for name, (seed, order, workers) in runs.items():
        inputs = [str(articles / f"{one}.txt") for one in order]
        command = [sys.executable, "-m", "kazkg", "build", *inputs, "--out", str(tmp_path / name), "--workers", workers]
        subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PYTHONHASHSEED": seed})
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_what_a_build_leaves(articles: Path, tmp_path: Path) -> None:
    report = build([articles], BuildOptions(out=tmp_path / "out"))
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted([*FILES, "store"])
    assert (report.articles, report.status, report.violations) == (3, 0, 0)
    assert report.undated == ["beta", "gamma"]
    assert ids(tmp_path / "out") == ["alpha", "beta", "gamma"]
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
    assert not [f for f in recheck(tmp_path / "out") if f.severity == "Violation"]


def test_add_and_remove_change_single_articles(articles: Path, tmp_path: Path) -> None:
    whole, grown = tmp_path / "whole", tmp_path / "grown"
    build([articles], BuildOptions(out=whole))
    build([articles / "beta.txt", articles / "gamma.txt"], BuildOptions(out=grown))
    build([articles / "alpha.txt"], BuildOptions(out=grown), add=True)
    assert contents(grown) == contents(whole)
    build([], BuildOptions(out=grown), remove=["gamma"])
    assert ids(grown) == ["alpha", "beta"]
    (articles / "beta.txt").write_text("Nobody was hurt in Almaty, the ministry said.", encoding="utf-8")
    build([articles / "beta.txt"], BuildOptions(out=grown), add=True)
    assert ids(grown) == ["alpha", "beta"]
    assert "thousand" not in (grown / "kg.ttl").read_text(encoding="utf-8")


def test_add_refuses_a_build_made_otherwise(articles: Path, tmp_path: Path) -> None:
    build([articles / "beta.txt"], BuildOptions(out=tmp_path / "out"))
    with pytest.raises(UsageFault, match="built with another"):
        build([articles / "alpha.txt"], BuildOptions(out=tmp_path / "out", quote_limit=20), add=True)
    with pytest.raises(UsageFault, match="no article 'delta'"):
        build([], BuildOptions(out=tmp_path / "out"), remove=["delta"])


def test_a_failed_build_leaves_the_old_one_as_it_was(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build([articles], BuildOptions(out=out))
    before = contents(out)
    (articles / "zeta.txt").write_bytes(b"\x00\x01\x02binary\xff" * 50)
    with pytest.raises(InputError, match=r"zeta\.txt"):
        build([articles], BuildOptions(out=out, strict=True))
    with pytest.raises(InputError, match="No article could be read"):
        build([articles / "zeta.txt"], BuildOptions(out=out))
    assert contents(out) == before
    report = build([articles], BuildOptions(out=out))
    assert [code for code, _ in report.problems] == ["binary"]
    assert contents(out) == before


def test_a_folder_that_is_no_build_is_never_replaced(articles: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.tex").write_text("words", encoding="utf-8")
    with pytest.raises(UsageFault, match="holds no build"):
        build([articles], BuildOptions(out=precious))
    with pytest.raises(UsageFault, match="is a file"):
        build([articles], BuildOptions(out=precious / "thesis.tex"))
    assert (precious / "thesis.tex").read_text(encoding="utf-8") == "words"


def test_a_killed_build_is_cleared_away(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build([articles], BuildOptions(out=out))
    before = contents(out)
    out.rename(tmp_path / ".out.999999.old")  # killed after the old build was taken away
    (tmp_path / ".out.999999.part" / "store").mkdir(parents=True)
    with pytest.raises(InputError):
        build([tmp_path / "nothing.txt"], BuildOptions(out=out))
    assert contents(out) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["articles", "out"]


def test_two_builds_at_once(articles: Path, tmp_path: Path) -> None:
    import fcntl

    with (tmp_path / ".out.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(EnvironmentFault, match="Another build"):
            build([articles], BuildOptions(out=tmp_path / "out"))


def test_settings_reach_the_graph(articles: Path, tmp_path: Path) -> None:
    base = "https://example.org/kg/"
    options = BuildOptions(
        out=tmp_path / "out", base=base, with_text=True, quote_limit=30, ended="2022-01-08T00:00:00Z"
    )
    build([articles / "alpha.txt"], options, ReadOptions(source="A Paper", url="https://example.org/a"))
    turtle = (tmp_path / "out" / "kg.ttl").read_text(encoding="utf-8")
    assert f"@base <{base}> ." in turtle
    assert "w3id.org/kazkg/id" not in turtle
    assert TEXTS["alpha"].split("\n")[0] in turtle
    assert "2022-01-08T00:00:00Z" in turtle
    assert "A Paper" in turtle
    rows = answer("figures", source=tmp_path / "out").plain()
    assert {len(row["quote"]) for row in rows} == {30}
    assert {row["asOf"] for row in rows} == {"2022-01-07"}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"base": "no iri"}, "cannot begin IRIs"),
        ({"base": "https://example.org/x"}, "cannot begin IRIs"),
        ({"base": "https://example.org/x#"}, "cannot begin IRIs"),
        ({"workers": 0}, "--workers"),
        ({"quote_limit": 0}, "quote limit"),
    ],
)
def test_settings_that_cannot_work(settings: dict[str, object], message: str) -> None:
    with pytest.raises(UsageFault, match=message):
        BuildOptions(**settings)  # type: ignore[arg-type]


def test_a_model_that_is_not_there(articles: Path, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="no_such_model"):
        build([articles], BuildOptions(out=tmp_path / "out", model="no_such_model"))


def test_a_fault_of_ours_costs_one_article_only(articles: Path, tmp_path: Path) -> None:
    from spacy.language import Language
    from spacy.tokens import Doc

    from kazkg.build.chunk import Chunk
    from kazkg.build.worker import Worker
    from kazkg.errors import ArticleError
    from kazkg.facts import Article
    from kazkg.reading import read

    @Language.component("test_stumble")
    def stumble(doc: Doc) -> Doc:
        if "airport" in doc.text:
            raise ZeroDivisionError("a made-up fault")
        return doc

    worker = Worker(BuildOptions(out=tmp_path / "out"), tmp_path)
    worker.reader.nlp.add_pipe("test_stumble")
    done = [worker.run(one) for one in read([articles]) if isinstance(one, Article)]
    assert [type(one) for one in done] == [Chunk, Chunk, ArticleError]
    fault = pickle.loads(pickle.dumps(done[2]))
    assert (fault.code, fault.origin) == ("internal", done[2].origin)  # type: ignore[union-attr]
    assert "gamma.txt" in str(fault)
    assert "a made-up fault" in str(fault)
