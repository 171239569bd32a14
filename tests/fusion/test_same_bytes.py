"""The same articles and knowledge give the same bytes, in any order, process and way of adding them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAID = (
    "BISHKEK, May 2, 2031. Kyrgyz police said 12 protesters were killed in Bishkek on Friday.",
    "BISHKEK, May 3, 2031. Kyrgyz police said 15 protesters were killed in Bishkek.",
    "BISHKEK, May 2, 2031. The Kyrgyz Health Ministry said at least 20 protesters were killed in Bishkek on Friday.",
)


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
    paths = [folder / f"made-up-{n}.txt" for n in range(len(SAID))]
    for path, text in zip(paths, SAID, strict=True):
        path.write_text(text + "\n", encoding="utf-8")
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
    assert b"kaz:Updates" in fresh["kg.ttl"] and b"kaz:Contradicts" in fresh["kg.ttl"]
    assert build(tmp_path / "turned", *reversed(articles), seed="2") == fresh
    build(tmp_path / "grown", *articles[1:])
    assert build(tmp_path / "grown", articles[0], add=True, seed="3") == fresh
