"""Another crisis needs Turtle, not Python: a made-up country, read with a knowledge folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kazkg.build import build
from kazkg.build.options import BuildOptions
from kazkg.build.report import BuildReport
from kazkg.query import answer

HERE = Path(__file__).parent
Case = tuple[str, tuple[str, ...], bool, tuple[str, ...]]
"""Query, columns, whether the row must be there, cells."""


def cases() -> list[Case]:
    found: list[Case] = []
    query, columns = "", ()
    for line in (HERE / "expected.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            query, _, names = line.removeprefix("## ").partition(": ")
            columns = tuple(names.split())
        elif line and not line.startswith("#"):
            wanted = not line.startswith("not ")
            cells = tuple(cell.strip() for cell in line.removeprefix("not ").split("|"))
            assert len(cells) == len(columns), line
            found.append((query, columns, wanted, cells))
    return found


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    out = tmp_path_factory.mktemp("retarget") / "build"
    return build([HERE / "articles"], BuildOptions(out=out, knowledge=(HERE / "knowledge",)))


@pytest.fixture(scope="module")
def built(report: BuildReport) -> Path:
    return report.out


@pytest.fixture(scope="module")
def rows(built: Path) -> dict[str, list[dict[str, str]]]:
    return {query: answer(query, source=built).plain() for query in ("mentions", "figures", "events", "statements")}


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case[0]}: {' | '.join(case[3])}")
def test_row(case: Case, rows: dict[str, list[dict[str, str]]]) -> None:
    query, columns, wanted, cells = case
    shown = [tuple(row.get(column, "-") for column in columns) for row in rows[query]]
    found = any(all(want in ("*", have) for want, have in zip(cells, row, strict=True)) for row in shown)
    listed = "\n".join(" | ".join(row) for row in sorted(set(shown)))
    assert found == wanted, f"{query} gave\n{listed}"


def test_the_build_conforms(report: BuildReport) -> None:
    assert report.articles == 2
    assert not report.problems
    assert [f.message for f in report.findings if f.severity == "Violation"] == []


def test_what_the_knowledge_says_reaches_the_graph(built: Path) -> None:
    graph = (built / "kg.ttl").read_text(encoding="utf-8")
    assert "POINT(12.5 -31.25)" in graph


def test_without_the_knowledge_nothing_of_it_is_known(tmp_path: Path) -> None:
    out = tmp_path / "build"
    build([HERE / "articles" / "second_night.txt"], BuildOptions(out=out))
    labels = {row["label"] for row in answer("mentions", source=out).plain()}
    measures = {row["measure"] for row in answer("figures", source=out).plain()}
    assert "Tarvo" not in labels, "only the knowledge says that Tarwo is Tarvo"
    assert "arrested" not in measures, "only the knowledge has the verb"
