"""The ledger of the sample articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from kazkg.query import answer

RELATIONS = {
    "updates", "corroborates", "repeats", "narrows", "widens", "part-of", "other-scope", "retracts", "denies",
    "contradicts", "unclear", "none",
}  # fmt: skip


@pytest.fixture(scope="module")
def ledger(seeds_build: Path) -> list[dict[str, str]]:
    return answer("ledger", source=seeds_build).plain()


def rows(ledger: list[dict[str, str]], measure: str, group: str, words: str) -> list[dict[str, str]]:
    return [r for r in ledger if (r["measure"], r["group"], r["words"]) == (measure, group, words)]


def test_every_figure_has_a_row_and_every_row_a_reason(seeds_build: Path, ledger: list[dict[str, str]]) -> None:
    figures = {row["claim"] for row in answer("figures", source=seeds_build).plain()}
    assert figures == {row["claim"] for row in ledger}
    assert {row["relation"] for row in ledger} <= RELATIONS
    assert all(row["reason"] and int(row["origins"]) >= 1 for row in ledger)
    assert all((row["relation"] == "none") == ("to" not in row) for row in ledger)
    assert {row["to"] for row in ledger if "to" in row} <= figures


def test_police_deaths(ledger: list[dict[str, str]]) -> None:
    eight, twelve, thirteen, eighteen = (
        rows(ledger, "killed", "security_forces", words) for words in ("eight", "12", "13", "at least 18")
    )
    assert {(r["claimer"], r.get("asOf")) for r in eight} == {("Kazakh authorities", None)}
    assert {(r["chain"], r["asOf"]) for r in twelve} == {("Almaty security forces command > Khabar 24", "2022-01-06")}
    assert {(r["claimer"], r["asOf"]) for r in thirteen} == {("Kazakh authorities", "2022-01-06")}
    assert {(r["claimer"], r["asOf"]) for r in eighteen} == {("Kazakh authorities", "2022-01-07")}
    assert {r["to"] for r in eighteen if r["relation"] == "updates"} == {thirteen[0]["claim"]}
    assert all("no date" in r["reason"] for r in eight)


def test_the_two_twelves_are_honestly_unclear(ledger: list[dict[str, str]]) -> None:
    one, other = (rows(ledger, "killed", "security_forces", words) for words in ("12", "at least 12"))
    [found] = [r for r in one if r.get("to") == other[0]["claim"]]
    assert found["relation"] == "unclear"
    assert "may be the same toll" in found["reason"]
    assert "asOf" not in other[0]


def test_the_beheaded_are_part_of_a_figure(ledger: list[dict[str, str]]) -> None:
    for words in ("One", "two"):
        found = rows(ledger, "killed", "security_forces", words)
        assert found and {r["relation"] for r in found} == {"part-of"}
        assert all("not to be added" in r["reason"] for r in found)


def test_arrests(ledger: list[dict[str, str]]) -> None:
    about = [*rows(ledger, "arrested", "people", "about 2,000"), *rows(ledger, "arrested", "people", "About 2,000")]
    assert {r["claimer"] for r in about} == {"Kazakh Interior Ministry"}
    assert "repeats" in {r["relation"] for r in about}
    [least] = rows(ledger, "arrested", "people", "at least 2,000")
    assert least["relation"] == "repeats" and "agrees" in least["reason"]
    more = rows(ledger, "arrested", "protesters", "more than 3 thousand")
    assert "contradicts" in {r["relation"] for r in more}


def test_dozens_of_protesters_beside_twenty_six(ledger: list[dict[str, str]]) -> None:
    found = rows(ledger, "killed", "people", "26")
    beside = {r["relation"] for r in found}
    assert {"narrows", "other-scope"} <= beside


def test_as_of(seeds_build: Path) -> None:
    asked = {"measure": "killed", "group": "security_forces"}
    evening = answer("ledger", {**asked, "asOf": "2022-01-06T18:00"}, seeds_build).plain()
    assert {r["words"] for r in evening} == {"12", "13"}
    assert all(r.get("to", "").split("_")[0] in ("", "001", "003") for r in evening)
    day = answer("ledger", {**asked, "asOf": "2022-01-06"}, seeds_build).plain()
    assert {r["words"] for r in day} == {"12", "13", "two"}
    before = answer("ledger", {**asked, "asOf": "2022-01-05"}, seeds_build).plain()
    assert before == []
