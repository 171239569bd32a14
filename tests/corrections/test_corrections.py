"""An analyst's corrections of made-up articles: what they change, that they last, and what is said when they miss."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kazkg.build import build
from kazkg.build.options import BuildOptions
from kazkg.build.recheck import recheck
from kazkg.build.report import BuildReport
from kazkg.explain import explain
from kazkg.knowledge import Knowledge
from kazkg.query import answer

ARTICLES = {
    "flood": (
        "2031-05-02",
        "Kyrgyz police said 12 protesters were killed in Bishkek. Dinara Asanova told reporters that 40 people were "
        "arrested in Osh. Protesters stormed the town hall in Bishkek. The town hall was stormed at night.",
    ),
    "river": (
        "2031-05-03",
        "Kyrgyz police said 15 protesters were killed in Bishkek. D. Asanova said 50 people were arrested in Osh. "
        "According to witnesses, six civilians were injured in Osh.",
    ),
    "later": ("2031-05-04", "Kyrgyz police said 18 protesters were killed in Bishkek."),
}
HEAD = """@prefix kaz: <https://w3id.org/kazkg/ontology#> .
@prefix fix: <https://example.org/fixes/> .
"""
BY = 'kaz:author "Ada Example" ; kaz:decidedOn "2031-06-01" ; kaz:reason "read again" .'
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made-up") / "articles.jsonl"
    lines = [json.dumps({"id": name, "date": day, "text": text}) for name, (day, text) in ARTICLES.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def plain(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build before anybody corrects it."""
    out = tmp_path_factory.mktemp("plain") / "build"
    build([articles], BuildOptions(out=out))
    return out


def claim(out: Path, words: str, query: str = "figures", column: str = "claim", by: str = "words") -> str:
    [found] = {row[column] for row in answer(query, source=out).plain() if row[by] == words}
    return found


@pytest.fixture(scope="module")
def corrected(articles: Path, plain: Path, tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    twelve, fifteen = (f"https://example.net/other-base/article/{claim(plain, words)}" for words in ("12", "15"))
    tellings = [r for r in answer("events", source=plain).plain() if r["type"] == "Storming"]
    first, second = sorted(int(r["begin"]) for r in tellings)
    at = ARTICLES["flood"][1].index("Dinara")
    folder = tmp_path_factory.mktemp("analyst")
    (folder / "fixes.ttl").write_text(
        HEAD
        + f"""
fix:rejected a kaz:Rejection ; kaz:corrects <{twelve}> ; kaz:quotes "12 protesters" ; {BY}
fix:dated a kaz:DateFix ; kaz:corrects <{fifteen}> ; kaz:newDate "2031-05-01" ; {BY}
fix:claimed a kaz:ClaimerFix ; kaz:corrects "river" ; kaz:quotes "six civilians" ; kaz:claimKind "figure" ;
    kaz:newClaimer "Kyrgyz Health Ministry" ; {BY}
fix:one-person a kaz:EntityMerge ; kaz:corrects "entity/organization-asanova" ;
    kaz:becomes <https://w3id.org/kazkg/id/entity/person-dinara-asanova> ; kaz:newLabel "Dinara Asanova" ; {BY}
fix:two-stormings a kaz:EventSplit ; kaz:corrects "flood#char={second},{second + 3}" ; {BY}
fix:undone a kaz:Rejection ; kaz:corrects "river/figure/3-000000000000" ; {BY}
fix:changed a kaz:Rejection ; kaz:corrects "river" ; kaz:quotes "99 protesters" ; {BY}
fix:elsewhere a kaz:Rejection ; kaz:corrects "mountain#char=1,5" ; {BY}
fix:nobody a kaz:EntityMerge ; kaz:corrects "entity/nobody-at-all" ; kaz:becomes "Somebody" ; {BY}
fix:hasty a kaz:Rejection ; kaz:corrects "river#char=0,5" ; kaz:author "Ada Example" ; kaz:reason "?" .
fix:misspelt a kaz:Rejection ; kaz:corects "river#char=0,5" ; {BY}
fix:vague a kaz:Correction ; kaz:corrects "river#char=0,5" ; {BY}
[] a kaz:Rejection ; kaz:corrects "river#char=0,5" ; {BY}
""",
        encoding="utf-8",
    )
    assert first < second and at
    return build([articles], BuildOptions(out=folder / "build", knowledge=(folder,)))


def figures(report: BuildReport) -> dict[str, dict[str, str]]:
    return {row["words"]: row for row in answer("figures", source=report.out).plain()}


def test_a_rejected_claim_is_no_fact_and_not_forgotten(corrected: BuildReport, plain: Path) -> None:
    assert "12" in {r["words"] for r in answer("figures", source=plain).plain()}
    assert "12" not in figures(corrected)
    [row] = [r for r in answer("ledger", source=corrected.out).plain() if r["words"] == "12"]
    assert (row["relation"], row["measure"], row["group"]) == ("none", "killed", "protesters")
    assert "low" not in row and "12 protesters" in row["quote"]
    assert row["reason"] == row["corrected"] == "rejected by Ada Example, 2031-06-01: read again"
    updates = {r["reason"] for r in answer("ledger", source=corrected.out).plain() if r["relation"] == "updates"}
    assert updates and not any('"12"' in why for why in updates)


def test_a_date(corrected: BuildReport) -> None:
    assert figures(corrected)["15"]["asOf"] == "2031-05-01"
    [row] = {r["corrected"] for r in answer("ledger", source=corrected.out).plain() if r["words"] == "15"}
    assert row.startswith("date corrected by Ada Example")


def test_a_claimer_found_by_its_words(corrected: BuildReport, plain: Path) -> None:
    before = [r for r in answer("figures", source=plain).plain() if r["words"] == "six"]
    assert [r.get("claimer") for r in before] == ["witnesses"]
    assert figures(corrected)["six"]["claimer"] == "Kyrgyz Health Ministry"


def test_two_entities_are_one(corrected: BuildReport, plain: Path) -> None:
    people = lambda out: {r["entity"] for r in answer("mentions", source=out).plain() if "Asanova" in r["label"]}  # noqa: E731
    assert len(people(plain)) == 2 and len(people(corrected.out)) == 1
    assert figures(corrected)["50"]["claimer"] == figures(corrected)["40"]["claimer"] == "Dinara Asanova"


def test_one_event_is_two(corrected: BuildReport, plain: Path) -> None:
    stormings = lambda out: {r["event"] for r in answer("events", source=out).plain() if r["type"] == "Storming"}  # noqa: E731
    assert len(stormings(plain)) == 1 and len(stormings(corrected.out)) == 2


def test_what_was_done_is_told(corrected: BuildReport) -> None:
    rows: Rows = answer("corrections", source=corrected.out).plain()
    done = {r["correction"] for r in rows if r["applied"] == "yes"}
    assert done == {"rejected", "dated", "claimed", "one-person", "two-stormings"}
    assert {(r["author"], r["decided"], r["reason"]) for r in rows if r["correction"] in done} == {
        ("Ada Example", "2031-06-01", "read again")
    }
    shown = explain(claim(corrected.out, "15"), corrected.out).plain
    assert "corrected" in shown and "Ada Example" in shown


@pytest.mark.parametrize(("name", "says"), [
    ("undone", "river has no figure/3-000000000000; the nearest is figure/"),
    ("changed", "does not say “99 protesters”"),
    ("elsewhere", "no article mountain"),
    ("nobody", "no article of this build names it"),
    ("hasty", "it has no kaz:decidedOn. Add it."),
    ("misspelt", "no correction has kaz:corects. Use one of"),
    ("vague", "Say which: kaz:ClaimerFix"),
    ("a correction without a name", "Give it an IRI of its own."),
])  # fmt: skip
def test_a_correction_that_misses_is_named(corrected: BuildReport, name: str, says: str) -> None:
    [told] = [m for m in corrected.uncorrected if name in m]
    assert "fixes.ttl" in told and says in told
    assert told in {f.message for f in corrected.findings}
    assert told.split("applied. ")[1].split(":")[-1][:20] in (corrected.out / "validation.ttl").read_text("utf-8")


def test_the_rest_goes_on_and_warnings_do_not_fail(corrected: BuildReport) -> None:
    assert corrected.articles == 3 and corrected.status == 0
    found = recheck(corrected.out)
    assert not [f for f in found if f.severity == "Violation"]
    assert any("correction was not applied" in f.message for f in found if f.severity == "Warning")


def test_no_correction_no_change(articles: Path, plain: Path, tmp_path: Path) -> None:
    (tmp_path / "words.ttl").write_text(HEAD + 'fix:x kaz:noThing "y" .\n', encoding="utf-8")
    assert not Knowledge((tmp_path,)).corrections
    report = build([articles], BuildOptions(out=tmp_path / "build", knowledge=(tmp_path,)))
    assert not report.uncorrected
    same = [(o / "kg.ttl").read_text("utf-8") for o in (report.out, plain)]
    assert [line for line in same[0].splitlines() if "run/" not in line and "digest" not in line] == [
        line for line in same[1].splitlines() if "run/" not in line and "digest" not in line
    ]
