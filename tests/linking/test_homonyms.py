"""Homonyms in whole builds: what is read, decided and written, not the linker alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from kazkg.build import build
from kazkg.build.options import BuildOptions
from kazkg.query import answer

TABLE = Path(__file__).with_name("homonyms.txt")

Case = tuple[str, list[str]]


def cases() -> list[Case]:
    """Each article with the lines below it."""
    found: list[Case] = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            found[-1][1].append(line.strip())
        elif line and not line.startswith("#"):
            found.append((line, []))
    return found


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """By article, the items of the labels it names; "-" where a label has none."""
    folder = tmp_path_factory.mktemp("homonyms")
    (folder / "articles").mkdir()
    for n, (text, _) in enumerate(cases()):
        (folder / "articles" / f"case-{n:02}.txt").write_text(text + "\n", encoding="utf-8")
    build([folder / "articles"], BuildOptions(out=folder / "build"))
    found: dict[str, dict[str, str]] = {}
    for row in answer("mentions", source=folder / "build").plain():
        item = row.get("wikidata", "-").rpartition("/")[2]
        assert found.setdefault(row["article"], {}).setdefault(row["label"], item) == item, row
    return found


@pytest.mark.parametrize("n", range(len(cases())))
def test_homonyms(items: dict[str, dict[str, str]], n: int) -> None:
    text, expected = cases()[n]
    mine = items.get(f"case-{n:02}", {})
    assert expected, text
    for line in expected:
        label, bar, item = line.partition(" | ")
        if bar:
            assert mine.get(label) == item, (text, mine)
        else:
            assert label.removeprefix("not ") not in mine, (text, mine)
