"""The same articles and knowledge give the same bytes, in any order, process and way of adding them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

ROOT = Path(__file__).parents[2]
SAID = (
    ("2031-05-02", "Kyrgyz police said 12 protesters were killed in Bishkek on 2 May."),
    ("2031-05-03", "Kyrgyz police said 15 protesters were killed in Bishkek as of 3 May."),
    ("2031-05-02", "The Kyrgyz Health Ministry said at least 20 protesters were killed in Bishkek on 2 May."),
    ("2031-05-04", "Chadian police said that 40 people were arrested in N'Djamena on 4 May."),
)
RELATION = b"kaz:relationKind kaz:"


def run(code: str, seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_knowledge_has_one_digest_in_every_process() -> None:
    code = "from kazkg.knowledge import Knowledge; print(Knowledge().digest)"
    assert run(code, "1") == run(code, "2")


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("articles")
    paths = [folder / f"made-up-{n}.jsonl" for n in range(len(SAID))]
    for path, (day, text) in zip(paths, SAID, strict=True):
        path.write_text(json.dumps({"id": path.stem, "date": day, "text": text}) + "\n", encoding="utf-8")
    return paths


def build(out: Path, *articles: Path, add: bool = False, seed: str = "1") -> dict[str, bytes]:
    code = (
        "from pathlib import Path; from kazkg.build import build; from kazkg.build.options import BuildOptions; "
        f"build({[str(a) for a in articles]!r}, BuildOptions(out=Path({str(out)!r})), add={add})"
    )
    run(code, seed)
    return {name: (out / name).read_bytes() for name in ("kg.ttl", "kg.trig", "validation.ttl", "coverage.json")}


def test_order_and_adding_make_no_difference(articles: list[Path], tmp_path: Path) -> None:
    fresh = build(tmp_path / "fresh", *articles)
    assert RELATION + b"Updates" in fresh["kg.ttl"] and RELATION + b"Contradicts" in fresh["kg.ttl"]
    assert build(tmp_path / "turned", *reversed(articles), seed="2") == fresh
    without = build(tmp_path / "grown", *articles[1:])
    assert RELATION + b"Updates" not in without["kg.ttl"]
    assert build(tmp_path / "grown", articles[0], add=True, seed="3") == fresh


def statements(out: Path) -> set[str]:
    """What a build says, but for the account of its own run."""
    quads = ox.parse((out / "kg.trig").read_bytes(), format=ox.RdfFormat.TRIG)
    return {str(q) for q in quads if not str(q.graph_name).endswith("/graph/run>")}


def test_an_article_of_another_crisis_changes_nothing_that_was_said(articles: list[Path], tmp_path: Path) -> None:
    build(tmp_path / "few", *articles[:3])
    build(tmp_path / "more", *articles)
    few, more = statements(tmp_path / "few"), statements(tmp_path / "more")
    assert few < more
    fused = [s for s in more - few if s.endswith("/graph/fused>")]
    relations = {s.split()[0] for s in fused if "made-up-3" in s}
    assert fused and {s.split()[0] for s in fused} == relations
