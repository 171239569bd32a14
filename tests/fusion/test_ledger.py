"""The ledger of the sample articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kazkg.build import build
from kazkg.build.options import BuildOptions
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
    [more] = rows(ledger, "arrested", "protesters", "more than 3 thousand")
    total = rows(ledger, "arrested", "people", "2,200")
    assert (more["relation"], more["to"]) == ("contradicts", total[0]["claim"])
    assert "part larger than the whole" in more["reason"]
    here = {r["to"] for r in total if r["relation"] == "other-scope"}
    assert here == {r["claim"] for r in about} and "Almaty" in {r["place"] for r in about}
    assert {r["asOf"] for r in (more, *total)} == {"2022-01-07"}


def test_dozens_of_protesters_beside_twenty_six(ledger: list[dict[str, str]]) -> None:
    found = rows(ledger, "killed", "people", "26")
    beside = {r["relation"]: r["reason"] for r in found}
    assert beside["narrows"] == '"26" is more exact than "dozens" and agrees with it'
    protesters = {r["claim"] for r in ledger if r["measure"] == "killed" and r["group"] == "protesters"}
    [other] = [r for r in found if r["to"] in protesters]
    assert (other["relation"], other["reason"]) == ("other-scope", "people include protesters")


def test_a_vague_word_does_not_contradict_a_number_near_its_bounds(ledger: list[dict[str, str]]) -> None:
    [ten] = rows(ledger, "killed", "protesters", "about 10")
    assert ten["relation"] == "unclear" and "may or may not agree" in ten["reason"]


def test_one_police_is_one_origin_however_it_is_called(ledger: list[dict[str, str]]) -> None:
    told = [r for words in ("Dozens", "dozens") for r in rows(ledger, "killed", "protesters", words) if "asOf" in r]
    assert {"Saltanat Azirbek", "Kazakh police", "Kazakh authorities"} <= {r.get("claimer") for r in told}
    assert {r["origins"] for r in told} == {"1"}
    assert "corroborates" not in {r["relation"] for r in told}
    assert {"repeats", "unclear"} <= {r["relation"] for r in told}


def test_one_article_needs_no_date_to_be_set_beside_itself(ledger: list[dict[str, str]]) -> None:
    [exact] = [r for r in rows(ledger, "injured", "people", "1,000") if r["relation"] == "narrows"]
    assert exact["to"] == rows(ledger, "injured", "people", "more than 1,000")[0]["claim"]


def test_undated_articles_have_no_as_of(seeds_build: Path, ledger: list[dict[str, str]]) -> None:
    undated = {r["article"] for r in answer("articles", source=seeds_build).plain() if "date" not in r}
    mine = [r for r in ledger if r["article"] in undated]
    assert len(undated) == 2 and mine
    assert all("asOf" not in r for r in mine)
    dated = {r["claim"] for r in ledger if "asOf" in r}
    ordered = [r for r in mine if r["relation"] == "unclear" and r["to"] in dated]
    assert ordered and all("date" in r["reason"] or "origin" in r["reason"] for r in ordered)


def test_flight_suspensions_by_airline(seeds_build: Path) -> None:
    found = answer("flight-suspensions", source=seeds_build).plain()
    places = {(r.get("airline"), r["place"]) for r in found}
    assert {
        ("Air Astana", "Kazakhstan"), ("Flydubai", "Almaty"), ("Air Arabia", "Almaty"), ("Lufthansa", "Almaty"),
        ("Jazeera Airways", "Almaty"),
    } <= places  # fmt: skip


def test_a_span_is_told_where_a_date_gives_its_year(tmp_path: Path) -> None:
    text = "The Kazakh airline Air Astana said it has cancelled all flights until January 9."
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": text, "date": "2031-01-06"}) + "\n")
    build([tmp_path / "a.jsonl"], BuildOptions(out=tmp_path / "build"))
    [row] = answer("flight-suspensions", source=tmp_path / "build").plain()
    assert (row["airline"], row["until"]) == ("Air Astana", "2031-01-09")


def test_forces_from_request_to_arrival(seeds_build: Path) -> None:
    steps = answer("fates", {"fate": "forces from abroad"}, seeds_build).plain()
    assert list(dict.fromkeys(r["stage"] for r in steps)) == ["requested", "promised", "sent", "arrived"]
    assert "Kassym-Jomart Tokayev" in {r.get("claimer") for r in steps if r["stage"] == "requested"}
    assert "Nikol Pashinyan" in {r.get("claimer") for r in steps if r["stage"] == "promised"}
    assert [r["reported"] for r in steps if r["stage"] == "arrived"] == ["2022-01-07"]


def test_as_of(seeds_build: Path) -> None:
    asked = {"measure": "killed", "group": "security_forces"}
    evening = answer("ledger", {**asked, "asOf": "2022-01-06T18:00"}, seeds_build).plain()
    assert {r["words"] for r in evening} == {"12", "13"}
    assert all(r.get("to", "").split("_")[0] in ("", "001", "003") for r in evening)
    day = answer("ledger", {**asked, "asOf": "2022-01-06"}, seeds_build).plain()
    assert {r["words"] for r in day} == {"12", "13", "two"}
    before = answer("ledger", {**asked, "asOf": "2022-01-05"}, seeds_build).plain()
    assert before == []
