"""QuickStatements: which claims pass the bar, how a line is written, and why each of the others is left out."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kazkg.errors import UsageFault
from kazkg.statements import quickstatements as qs
from kazkg.statements.claims import Claim, Source
from kazkg.statements.quickstatements import lines, quickstatements

SANDBOX = {"crisis": "Q4115189"}
ARTICLE = Source("a", "https://news.example/a?b=1", "Fire", "Q900003", "2032-05-04")
PASSING = Claim(
    iri="https://w3id.org/kazkg/id/article/a/figure/1-0",
    item="Q4115189",
    measure="killed",
    means="P1120",
    words="31",
    group="people",
    described=None,
    low=31,
    high=31,
    qualifier="exact",
    date="2032-05-04",
    place="Norhaven",
    place_item="Q900002",
    status="current",
    epistemic="TrueCertain",
    happened=True,
    chain="Norland Interior Ministry > Norpress",
    official=True,
    origins=1,
    quote="31 people died",
    source=ARTICLE,
)
DATE = replace(PASSING, measure="date", means="P585", words="2032-05", group="", low=None, high=None, date="2032-05")


def line(claim: Claim, retrieved: str | None = None, bar: str = "strict") -> qs.Line:
    return qs._judge(claim, retrieved, bar)


def test_a_line_field_by_field() -> None:
    """The order that the syntax of V1 wants: statement, qualifiers, references."""
    assert (line(PASSING, "2033-01-02").statement or "").split("\t") == [
        *("Q4115189", "P1120", "31"),
        *("P585", "+2032-05-04T00:00:00Z/11"),
        *("P276", "Q900002"),
        *("S854", '"https://news.example/a?b=1"'),
        *("S1476", 'en:"Fire"'),
        *("S123", "Q900003"),
        *("S577", "+2032-05-04T00:00:00Z/11"),
        *("S813", "+2033-01-02T00:00:00Z/11"),
    ]


def test_what_is_not_known_is_left_out() -> None:
    bare = replace(PASSING, place_item=None, source=Source("a", "https://news.example/a", None, None, None))
    assert line(bare).statement == 'Q4115189\tP1120\t31\tP585\t+2032-05-04T00:00:00Z/11\tS854\t"https://news.example/a"'


@pytest.mark.parametrize(
    ("when", "value"),
    [
        ("2032", "+2032-00-00T00:00:00Z/9"),
        ("2032-05", "+2032-05-00T00:00:00Z/10"),
        ("2032-05-04", "+2032-05-04T00:00:00Z/11"),
        ("2032-05-04T22:20", "+2032-05-04T00:00:00Z/11"),
    ],
)
def test_the_precision_of_times(when: str, value: str) -> None:
    assert (line(replace(PASSING, date=when)).statement or "").split("\t")[4] == value


def test_the_date_of_an_event() -> None:
    assert (line(DATE).statement or "").startswith("Q4115189\tP585\t+2032-05-00T00:00:00Z/10\tP276\tQ900002\tS854")


LEFT_OUT = [
    ({"means": None, "measure": "deployed"}, "no property of Wikidata counts what is deployed"),
    ({"status": "part"}, "its status is part"),
    ({"status": "historical"}, "its status is historical"),
    ({"group": "security_forces"}, "it counts security forces only"),
    ({"described": "pilgrims"}, "it counts 'pilgrims'"),
    ({"qualifier": "at_least", "high": None}, "not exact: at least"),
    ({"qualifier": "about"}, "not exact: about"),
    ({"qualifier": "dozens", "low": None, "high": None}, "not exact: dozens"),
    ({"epistemic": "TrueUncertain"}, "not asserted: TrueUncertain"),
    ({"epistemic": "FalseCertain"}, "not asserted: FalseCertain"),
    ({"happened": False}, "not asserted: planned"),
    ({"date": None}, "no date"),
    ({"date": "2032-05-01/2032-05-04"}, "interval"),
    ({"official": False}, "one origin alone"),
    ({"source": replace(ARTICLE, url=None)}, "--reference a=URL"),
    ({"source": replace(ARTICLE, url="javascript:alert(1)")}, "none of the web"),
]


@pytest.mark.parametrize(("change", "why"), LEFT_OUT)
def test_the_bar(change: dict[str, object], why: str) -> None:
    found = line(replace(PASSING, **change))  # type: ignore[arg-type]
    assert found.statement is None
    assert why in found.reason


def test_two_origins_do_instead_of_an_official_one() -> None:
    found = line(replace(PASSING, official=False, origins=2))
    assert found.statement
    assert "2 separate origins" in found.reason


def test_the_loose_bar_marks_what_it_lets_pass() -> None:
    about = line(replace(PASSING, qualifier="about"), bar="loose").statement or ""
    assert "\tP1480\tQ5727902\t" in about
    hedged = line(replace(PASSING, epistemic="TrueUncertain"), bar="loose").statement or ""
    assert "\tP5102\tQ32188232\t" in hedged
    assert "P1480" not in (line(PASSING, bar="loose").statement or "") and "P5102" not in (
        line(PASSING).statement or ""
    )
    for change in ({"epistemic": "FalseUncertain"}, {"qualifier": "at_least"}, {"official": False}):
        assert line(replace(PASSING, **change), bar="loose").statement is None  # type: ignore[arg-type]


def test_text_from_outside_breaks_no_line() -> None:
    source = replace(ARTICLE, title='A "quote"\tand\n|| CREATE ||', url='https://news.example/"\tQ1\tP31\tQ5')
    (found,) = (line(replace(PASSING, source=source)).statement or "").splitlines()
    fields = found.split("\t")
    assert fields[fields.index("S1476") + 1] == "en:\"A 'quote' and | | CREATE | |\""
    assert fields[fields.index("S854") + 1] == '"https://news.example/%22%09Q1%09P31%09Q5"'


def test_lines_that_differ_in_nothing_are_written_once() -> None:
    other = replace(PASSING, iri=PASSING.iri + "1")
    found = qs._each_once([line(PASSING), line(other)])
    assert [bool(one.statement) for one in found] == [True, False]
    assert "the same line as that of a/figure/1-0" in found[1].reason


# ---- over a graph ------------------------------------------------------------------------------


def test_the_sample_articles_for_the_sandbox(seeds_build: Path) -> None:
    """Without an address there is no reference, so nothing is written; with one, only what passes."""
    assert quickstatements(lines(seeds_build, SANDBOX)) == ""
    without = lines(seeds_build, SANDBOX)
    wanted = sorted({one.claim.source.article for one in without if "--reference" in one.reason})
    assert wanted
    addresses = {name: f"https://news.example/{name}" for name in wanted}
    found = lines(seeds_build, SANDBOX, addresses=addresses, retrieved="2032-01-01")
    assert len(found) == len(without)
    written = quickstatements(found).splitlines()
    assert len(written) == sum("--reference" in one.reason for one in without)
    for text in written:
        assert re.fullmatch(
            r"Q4115189\tP(1120|1339|5582|1446)\t\d+\tP585\t\+\d{4}-\d\d-\d\dT00:00:00Z/\d+(\tP276\tQ\d+)?"
            r'\tS854\t"https://news\.example/\w+"(\tS577\t\+[\d-]+T00:00:00Z/\d+)?\tS813\t\+2032-01-01T00:00:00Z/11',
            text,
        ), text
    for one in found:
        assert one.reason
        if one.statement:
            assert str(one.claim.low) in one.statement.split("\t")
            assert one.claim.official or one.claim.origins > 1


def test_the_page_shows_what_is_written(seeds_build: Path) -> None:
    """The lines of docs/wikidata.md are those of the sample articles, of the crisis and of the one event."""
    page = (Path(__file__).parents[2] / "docs" / "wikidata.md").read_text(encoding="utf-8")
    shown = [text for text in page.splitlines() if text.startswith("Q4115189\t")]
    addresses = {
        one.claim.source.article: f"https://news.example.org/{one.claim.source.article[:3]}"
        for one in lines(seeds_build, SANDBOX)
    }
    more = {"addresses": addresses, "retrieved": "2032-02-29"}
    assert quickstatements(lines(seeds_build, SANDBOX, **more)).splitlines() == shown[:1]  # type: ignore[arg-type]
    assert quickstatements(lines(seeds_build, SANDBOX, bar="loose", **more)).splitlines() == shown  # type: ignore[arg-type]
    named = re.findall(r"--item (\S+/event/\S+)=Q4115189", page)
    assert quickstatements(lines(seeds_build, {named[0]: "Q4115189"}, **more)).splitlines() == shown[:1]  # type: ignore[arg-type]


def test_a_happening_takes_what_all_its_articles_tell(seeds_build: Path) -> None:
    from kazkg.query import answer

    rows = [row for row in answer("happenings", source=seeds_build).plain() if row["reports"] != "1"]
    storming = next(row for row in rows if row["type"] == "Storming")
    found = lines(seeds_build, {storming["happening"]: "Q4115189"})
    assert {one.claim.source.article for one in found} == set(storming["articleIds"].split("|"))
    assert any("its date is an interval" in one.reason for one in found)


def test_an_event_takes_its_own_counts_and_dates(corpus_build: Path) -> None:
    from kazkg.query import answer

    event = next(row["event"] for row in answer("events", {"type": "Storming"}, corpus_build).plain())
    found = lines(corpus_build, {event: "Q4115189"})
    assert [(one.claim.measure, one.claim.date) for one in found] == [("date", "2031-03-04")] * len(found)
    assert found
    assert all("one origin alone" in one.reason for one in found)
    everything = lines(corpus_build, SANDBOX)
    assert {one.claim.measure for one in everything} == {"killed", "deployed", "arrested", "injured"}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"items": {}}, "No event has an item"),
        ({"items": {"crisis": "sandbox"}}, "no item of Wikidata"),
        ({"items": {"Norhaven": "Q1"}}, "no event"),
        ({"items": {"nowhere at all": "Q1"}}, "nothing called"),
        ({"items": SANDBOX, "retrieved": "today"}, "no day"),
        ({"items": SANDBOX, "retrieved": "2032-01"}, "no day"),
        ({"items": SANDBOX, "addresses": {"alpha": "ftp://x"}}, "no address"),
        ({"items": SANDBOX, "bar": "low"}, "Unknown --bar"),
    ],
)
def test_wrong_use(given: dict[str, object], says: str, corpus_build: Path) -> None:
    with pytest.raises(UsageFault, match=says):
        lines(corpus_build, **given)  # type: ignore[arg-type]


def test_the_command(seeds_build: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kazkg", "export", "--from", str(seeds_build), "--format", "quickstatements"]
    command += ["--item", "crisis=Q4115189"]
    table = subprocess.run([*command, "--dry-run"], capture_output=True, text=True, check=False)
    assert (table.returncode, "claims become statements" in table.stderr) == (0, True)
    assert "only" in table.stdout
    file = tmp_path / "out.qs"
    assert subprocess.run([*command, "--out", str(file)], capture_output=True, check=False).returncode == 0
    assert file.read_text() == ""
    other = [sys.executable, "-m", "kazkg", "export", "--from", str(seeds_build), "--item", "crisis=Q4115189"]
    assert subprocess.run(other, capture_output=True, check=False).returncode == 2
    assert subprocess.run([*command, "--title", "A"], capture_output=True, check=False).returncode == 2
