# ruff: noqa: E501  (texts read better in whole lines)
"""A made-up crisis in eight articles that contradict each other, from reading to answers.

Nothing of this happened: the year is to come, and the events, tolls and the first airline are invented.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kazkg.build import build, together
from kazkg.build.options import BuildOptions
from kazkg.build.recheck import recheck
from kazkg.explain import explain
from kazkg.graph import rows
from kazkg.knowledge import Knowledge
from kazkg.query import answer

ARTICLES: dict[str, tuple[str | None, str]] = {
    "morning": (
        "2031-05-02",
        "Kyrgyz police said 12 protesters were killed in Bishkek on 2 May. Air Manas cancelled its flights to Osh until "
        "9 May. On 1 May, protesters stormed the town hall in Bishkek. President Sadyr Japarov asked the Collective "
        "Security Treaty Organization for help.",
    ),
    "repeat": (
        "2031-05-02",
        "Kyrgyz police said 12 protesters were killed in Bishkek on 2 May. Air Manas cancelled its flights to Osh until "
        "9 May. On 1 May, protesters stormed the town hall in Bishkek. President Sadyr Japarov asked the Collective "
        "Security Treaty Organization for quick help.",
    ),
    "ministry": (
        "2031-05-02",
        "The Kyrgyz Health Ministry said at least 20 protesters were killed in Bishkek on 2 May. Lufthansa suspended its "
        "flights to Bishkek until 5 May. Protesters stormed the town hall in Bishkek on 1 May, the Kyrgyz Health "
        "Ministry said. In Kyrgyzstan, 25 protesters were killed on 2 May, the Kyrgyz Health Ministry said.",
    ),
    "later": (
        "2031-05-04",
        "Kyrgyz police said 18 protesters were killed in Bishkek as of 4 May. The Collective Security Treaty Organization "
        "will send troops to Kyrgyzstan.",
    ),
    "denial": (
        "2031-05-05",
        "Troops of the Collective Security Treaty Organization have arrived in Kyrgyzstan. The Kyrgyz Interior Ministry "
        "denied that 12 protesters were killed in Bishkek.",
    ),
    "undated": (None, "Kyrgyz police said nine protesters were killed in Bishkek. In Osh, 30 people were injured."),
    "withdrawn": ("2031-05-06", "Kyrgyz police denied that 18 protesters were killed in Bishkek."),
    "students": (
        "2031-05-04",
        "In Osh, 16 civilians were killed, including two students, the Kyrgyz Health Ministry said.",
    ),
}
FILES = ("kg.ttl", "kg.trig", "validation.ttl", "coverage.json")
Rows = list[dict[str, str]]


def written(path: Path, names: list[str]) -> Path:
    lines = ({"id": n, "text": ARTICLES[n][1]} | ({"date": ARTICLES[n][0]} if ARTICLES[n][0] else {}) for n in names)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("crisis")


@pytest.fixture(scope="module")
def crisis(folder: Path) -> Path:
    build([written(folder / "all.jsonl", list(ARTICLES))], BuildOptions(out=folder / "build"))
    return folder / "build"


@pytest.fixture(scope="module")
def ledger(crisis: Path) -> Rows:
    return answer("ledger", source=crisis).plain()


@pytest.mark.parametrize(("article", "words", "relation", "other", "why"), [
    ("later", "18", "updates", ("morning", "repeat"), 'after "12" as of 2031-05-02'),
    ("repeat", "12", "repeats", ("morning",), "goes back to Kyrgyz police too"),
    ("morning", "12", "contradicts", ("ministry",), "exclude each other"),
    ("ministry", "at least 20", "contradicts", ("morning", "repeat"), "exclude each other"),
    ("ministry", "25", "other-scope", ("morning", "repeat", "later", "undated"), "Kyrgyzstan contains Bishkek"),
    ("denial", "12", "denies", ("morning", "repeat"), "Kyrgyz Interior Ministry denies"),
    ("withdrawn", "18", "retracts", ("later",), "gave \"18\" and denies"),
    ("undated", "nine", "unclear", ("morning", "repeat", "later"), "no date"),
    ("students", "two", "part-of", ("students",), "not to be added"),
])  # fmt: skip
def test_relations(ledger: Rows, article: str, words: str, relation: str, other: tuple[str, ...], why: str) -> None:
    mine = [r for r in ledger if r["article"] == article and r["words"] == words]
    listed = "\n".join(f"{r['relation']} {r.get('to')}: {r['reason']}" for r in mine)
    found = [r for r in mine if r["relation"] == relation and r.get("to", "").partition("/")[0] in other]
    assert any(why in r["reason"] for r in found), listed


def test_relays_and_copies_are_no_further_origins(crisis: Path) -> None:
    [killing] = [r for r in answer("happenings", {"type": "Killing"}, crisis).plain() if r["articles"] != "1"]
    assert killing["articleIds"] == "ministry|morning|repeat"
    assert (killing["reports"], killing["origins"]) == ("3", "2")
    [copied] = answer("copies", source=crisis).plain()
    assert (copied["article"], copied["copyOf"]) == ("repeat", "morning")
    assert "% of its runs of words are those of morning" in copied["reason"]


def test_one_happening_has_many_reports_and_each_says_why(crisis: Path) -> None:
    [storming] = answer("happenings", {"type": "Storming"}, crisis).plain()
    assert storming["articleIds"] == "ministry|morning|repeat" and storming["date"] == "2031-05-01"
    events = {r["event"] for r in answer("events", {"type": "Storming"}, crisis).plain()}
    assert events == {storming["happening"]}
    told = explain(storming["happening"], crisis).plain
    assert "the fullest report" in told
    assert (
        told.count(
            "the same kind (Storming), both on 2031-05-01, both in Bishkek; both with Bishkek town hall, protesters"
        )
        == 2
    )
    assert "stormed" in told


def test_what_has_no_day_or_another_one_stays_apart(crisis: Path) -> None:
    alone = [r for r in answer("happenings", {"type": "Killing"}, crisis).plain() if r["articles"] == "1"]
    assert {"undated", "later"} <= {r["articleIds"] for r in alone}


def test_flights_and_forces(crisis: Path) -> None:
    spans = {(r["airline"], r["place"], r["until"]) for r in answer("flight-suspensions", source=crisis).plain()}
    assert spans == {("Air Manas", "Osh", "2031-05-09"), ("Lufthansa", "Bishkek", "2031-05-05")}
    steps = answer("fates", {"fate": "forces from abroad"}, crisis).plain()
    assert [r["stage"] for r in steps if r["article"] != "repeat"] == ["requested", "promised", "arrived"]


def test_a_relation_is_explained(crisis: Path, ledger: Rows) -> None:
    claim = next(r["claim"] for r in ledger if r["article"] == "later" and r["words"] == "18")
    told = explain(claim, crisis).plain
    assert "updates “12”" in told and "origins" in told and "goes back to Kyrgyz police" in " ".join(told.split())


@pytest.mark.parametrize("block", [1, together.BLOCK])
def test_what_is_found_over_all_articles_conforms(crisis: Path, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "BLOCK", block)
    assert [f.message for f in recheck(crisis) if f.severity == "Violation"] == []


def test_a_build_checks_what_is_found_over_all_articles(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kazkg.fusion.origins.text", lambda words: rows.text("" if "Kyrgyz police" in words else words))
    out = folder / "unsound"
    report = build([written(folder / "one.jsonl", ["later"])], BuildOptions(out=out))
    wrong = [f for f in report.findings if f.severity == "Violation"]
    assert wrong and all("reason" in f.message or "origin" in f.message.lower() for f in wrong)
    assert wrong[0].message in (out / "validation.ttl").read_text(encoding="utf-8")


def contents(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES}


def test_order_and_adding_make_no_difference(crisis: Path, folder: Path) -> None:
    names = sorted(ARTICLES, reverse=True)
    first, rest = written(folder / "first.jsonl", names[3:]), written(folder / "rest.jsonl", names[:3])
    out = folder / "grown"
    build([first], BuildOptions(out=out))
    build([rest], BuildOptions(out=out), add=True)
    assert contents(out) == contents(crisis)


def test_taking_an_article_away_changes_what_it_touches(crisis: Path, folder: Path) -> None:
    out = folder / "smaller"
    build([written(folder / "some.jsonl", [n for n in ARTICLES if n != "ministry"])], BuildOptions(out=out))

    def others(source: Path) -> set[tuple[str, ...]]:
        rows = answer("happenings", source=source).plain()
        return {(r["type"], r["happening"], r["articleIds"]) for r in rows if "ministry" not in r["articleIds"]}

    assert others(crisis) <= others(out)
    [storming] = answer("happenings", {"type": "Storming"}, out).plain()
    assert storming["articleIds"] == "morning|repeat"


def test_an_analyst_joins_and_parts_events_of_several_articles(crisis: Path, folder: Path) -> None:
    events = {r["article"]: r["event"] for r in answer("tellings", {"type": "Storming"}, crisis).plain()}
    killed = {r["article"]: r["event"] for r in answer("tellings", {"type": "Killing"}, crisis).plain()}
    by = 'kaz:author "Ada Example" ; kaz:decidedOn "2031-06-01" ; kaz:reason "read again" .'
    knowledge = folder / "analyst"
    knowledge.mkdir()
    (knowledge / "fixes.ttl").write_text(
        f"""@prefix kaz: <https://w3id.org/kazkg/ontology#> . @prefix fix: <https://example.org/fixes/> .
fix:apart a kaz:EventSplit ; kaz:corrects "{events["ministry"]}" ; {by}
fix:same a kaz:EventMerge ; kaz:corrects "{killed["undated"]}", "{killed["later"]}" ; {by}
""",
        encoding="utf-8",
    )
    out = folder / "corrected"
    report = build([folder / "all.jsonl"], BuildOptions(out=out, knowledge=(knowledge,)))
    assert report.uncorrected == []
    storming = {r["articleIds"] for r in answer("happenings", {"type": "Storming"}, out).plain()}
    assert storming == {"morning|repeat", "ministry"}
    killing = {r["articleIds"] for r in answer("happenings", {"type": "Killing"}, out).plain()}
    assert "later|undated" in killing
    assert "merged with another event by Ada Example" in " ".join(explain(killed["undated"], out).plain.split())
    assert "told apart from another event" in " ".join(explain(events["ministry"], out).plain.split())
    assert [f.message for f in recheck(out, (knowledge,)) if f.severity == "Violation"] == []
    assert Knowledge((knowledge,)).corrections.faults == ()
