"""Statements of Wikidata beside our claims: every verdict, from a file and from an endpoint."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kazkg.errors import InputError, RemoteError, UsageFault
from kazkg.statements import compare as cw
from kazkg.statements.compare import Statement, compare, decided
from tests.statements.test_quickstatements import DATE, PASSING, SANDBOX
from tests.web.served import served

SLICE = """
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix s: <http://www.wikidata.org/entity/statement/> .
@prefix p: <http://www.wikidata.org/prop/> .
@prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
wd:Q4115189 p:P1339 s:one , s:two ; wdt:P1339 "+7"^^xsd:decimal ; wdt:P5582 40 ; wdt:P1446 1 ; p:P585 s:when .
s:one ps:P1339 "+7"^^xsd:decimal ; pq:P585 "2031-03-05T00:00:00Z"^^xsd:dateTime ; pq:P276 wd:Q1 .
s:two ps:P1339 "+9"^^xsd:decimal ; pq:P585 "2031-03-05T00:00:00Z"^^xsd:dateTime .
s:when ps:P585 "2031-03-04T00:00:00Z"^^xsd:dateTime .
wd:Q5 wdt:P1339 3 .
"""
DAY = Statement("Q4115189", "P1120", "31", "2032-05-04", "Q900002")


@pytest.fixture(scope="module")
def slice_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("slice") / "slice.ttl"
    file.write_text(SLICE)
    return file


@pytest.fixture(scope="module")
def endpoint(slice_file: Path) -> Iterator[str]:
    with served(slice_file) as server:
        yield server.url + "/sparql"


COUNTS = [
    ({}, {}, "supports"),
    ({"time": None}, {}, "supports"),
    ({}, {"low": 30, "high": None, "qualifier": "at_least", "words": "at least 30"}, "supports"),
    ({"time": None}, {"low": 30, "high": None, "qualifier": "at_least"}, "unclear"),
    ({"value": "26"}, {}, "contradicts"),
    ({"value": "26", "time": "2032-05-03"}, {}, "updates"),
    ({"value": "26", "time": "2032-05-05"}, {}, "unclear"),
    ({"value": "26", "time": None}, {}, "unclear"),
    ({"value": "26", "time": "2032-05"}, {}, "unclear"),
    ({"value": "26"}, {"date": None}, "unclear"),
    ({"value": "40"}, {}, "contradicts"),
    ({"value": "40", "place": None}, {}, "unclear"),
    ({"value": "26", "place": None}, {}, "contradicts"),
    ({"place": "Q900009"}, {}, "unclear"),
    ({}, {"group": "protesters"}, "unclear"),
    ({}, {"described": "pilgrims"}, "unclear"),
    ({}, {"status": "historical"}, "unclear"),
    ({}, {"epistemic": "FalseCertain"}, "unclear"),
    ({}, {"low": None, "high": None, "qualifier": "dozens"}, "unclear"),
    ({"value": "26"}, {"qualifier": "about"}, "unclear"),
    ({"value": "a few"}, {}, "unclear"),
]


@pytest.mark.parametrize(("statement", "claim", "verdict"), COUNTS)
def test_verdicts_of_counts(statement: dict[str, object], claim: dict[str, object], verdict: str) -> None:
    found = cw._judge(replace(DAY, **statement), replace(PASSING, **claim))  # type: ignore[arg-type]
    assert found.verdict == verdict, found.reason
    assert found.reason


@pytest.mark.parametrize(
    ("theirs", "ours", "verdict"),
    [
        ("2032-05-04", "2032-05-04", "supports"),
        ("2032-05-04", "2032-05", "supports"),
        ("2032-05-04", "2032-05-05", "contradicts"),
        ("2032-06-04", "2032-05", "contradicts"),
        ("2032-05-04", "2032-05-01/2032-05-09", "unclear"),
    ],
)
def test_verdicts_of_dates(theirs: str, ours: str, verdict: str) -> None:
    statement = Statement("Q4115189", "P585", theirs, None, None)
    assert cw._judge(statement, replace(DATE, date=ours)).verdict == verdict


def test_a_slice_from_a_file(slice_file: Path, corpus_build: Path) -> None:
    rows = compare(corpus_build, str(slice_file), SANDBOX)
    statements = list(dict.fromkeys(row.statement for row in rows))
    assert statements == [
        Statement("Q4115189", "P1339", "7", "2031-03-05", "Q1"),
        Statement("Q4115189", "P1339", "9", "2031-03-05", None),
        Statement("Q4115189", "P5582", "40", None, None),
        Statement("Q4115189", "P585", "2031-03-04", None, None),
    ]
    assert {row.verdict for row in rows if row.statement.property == "P1339"} == {"supports", "unclear"}
    assert [row.verdict for row in rows if row.statement.property == "P585"] == ["none"]
    short = decided(rows)
    assert [row.verdict for row in short if row.statement.property == "P5582"] == ["unclear"]
    assert len(list(dict.fromkeys(row.statement for row in short))) == len(statements)


def test_a_slice_from_an_endpoint(slice_file: Path, endpoint: str, corpus_build: Path) -> None:
    assert compare(corpus_build, endpoint, SANDBOX) == compare(corpus_build, str(slice_file), SANDBOX)


def test_what_cannot_be_compared(corpus_build: Path, slice_file: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No event has an item"):
        compare(corpus_build, str(slice_file), {})
    with pytest.raises(UsageFault, match="no such"):
        compare(corpus_build, str(tmp_path / "nothing.ttl"), SANDBOX)
    with pytest.raises(RemoteError):
        compare(corpus_build, "http://127.0.0.1:9/sparql", SANDBOX)


def test_the_command(slice_file: Path, corpus_build: Path) -> None:
    command = [sys.executable, "-m", "kazkg", "compare-wikidata", str(slice_file), "--from", str(corpus_build)]
    command += ["--item", "crisis=Q4115189"]
    done = subprocess.run([*command, "--format", "json", "--all"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [row.plain() for row in compare(corpus_build, str(slice_file), SANDBOX)]
    table = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "supports" in table.stdout
    assert subprocess.run(command[:-2], capture_output=True, check=False).returncode == 3


def test_who_is_official_is_said_in_the_ontology() -> None:
    from kazkg.statements.claims import _official

    assert {"Ministry", "SecurityForce", "Parliament"} <= _official()
    assert not _official() & {"Organization", "Newspaper", "Person", "Agency"}
