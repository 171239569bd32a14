"""Answers written down: standard formats that other programs read back, and tables that are safe to look at."""

from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest

from kazkg.errors import UsageFault
from kazkg.query import FORMATS, Answer, Query, write
from kazkg.query.geo import geometry
from kazkg.terminal import printable

XSD = "http://www.w3.org/2001/XMLSchema#"
NASTY = 'say "so", then\r\n\ttab \x1b[31mred\x1b[0m [bold]x[/bold] é\u202e'
ROWS: tuple[tuple[ox.NamedNode | ox.Literal | None, ...], ...] = (
    (ox.NamedNode("http://example.org/a"), ox.Literal(NASTY), ox.Literal(12)),
    (None, ox.Literal("plain"), None),
    (
        ox.NamedNode("http://example.org/b"),
        ox.Literal("Жанаозен", language="ru"),
        ox.Literal("2031", datatype=ox.NamedNode(XSD + "gYear")),
    ),
)
TABLE = Answer(Query("made-up", ""), ("iri", "text", "number"), rows=ROWS)
GRAPH = Answer(
    Query("made-graph", ""),
    triples=(ox.Triple(ox.NamedNode("http://example.org/a"), ox.NamedNode("http://example.org/p"), ox.Literal("x")),),
)
TRUTH = Answer(Query("made-truth", ""), truth=True)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def written(answer: Answer, format: str, stream: io.StringIO | None = None) -> str:
    stream = stream or io.StringIO(newline="")
    write(answer, format, stream)
    return stream.getvalue()


@pytest.mark.parametrize(("format", "kind"), [("json", ox.QueryResultsFormat.JSON), ("tsv", ox.QueryResultsFormat.TSV)])
def test_another_reader_reads_the_same(format: str, kind: ox.QueryResultsFormat) -> None:
    found = ox.parse_query_results(written(TABLE, format).encode(), format=kind)
    assert isinstance(found, ox.QuerySolutions)
    assert [variable.value for variable in found.variables] == ["iri", "text", "number"]
    assert [tuple(row[name] for name in ("iri", "text", "number")) for row in found] == list(ROWS)


def test_csv_is_read_back() -> None:
    rows = list(csv.reader(io.StringIO(written(TABLE, "csv"), newline="")))
    assert rows == [
        ["iri", "text", "number"],
        ["http://example.org/a", NASTY, "12"],
        ["", "plain", ""],
        ["http://example.org/b", "Жанаозен", "2031"],
    ]


def test_csv_ends_lines_as_the_standard_says() -> None:
    assert written(Answer(Query("q", ""), ("a",), rows=((ox.Literal("x"),), (None,))), "csv") == 'a\r\nx\r\n""\r\n'


def test_json_labels_are_plain_strings() -> None:
    bindings = json.loads(written(TABLE, "json"))["results"]["bindings"]
    assert bindings[1] == {"text": {"type": "literal", "value": "plain"}}
    assert bindings[0]["number"] == {"type": "literal", "value": "12", "datatype": XSD + "integer"}
    assert bindings[2]["text"] == {"type": "literal", "value": "Жанаозен", "xml:lang": "ru"}


def test_json_of_a_truth() -> None:
    assert json.loads(written(TRUTH, "json")) == {"head": {}, "boolean": True}


def test_jsonl_has_native_numbers() -> None:
    lines = [json.loads(line) for line in written(TABLE, "jsonl").splitlines()]
    assert lines[0]["number"] == 12
    assert lines[1] == {"text": "plain"}


@pytest.mark.parametrize("format", ["table", "csv", "tsv", "json", "jsonl"])
def test_a_terminal_gets_no_control_characters(format: str) -> None:
    shown = written(TABLE, format, Terminal())
    assert "\x1b[31m" not in shown
    assert "\\x1b" in shown or "\\u001b" in shown.lower()
    assert "\u202e" not in shown


def test_a_table_shows_brackets_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert "[bold]x[/bold]" in written(TABLE, "table")


@pytest.mark.parametrize("width", ["40", "80", "160"])
def test_a_table_keeps_to_the_width(width: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", width)
    shown = written(TABLE, "table")
    assert max(len(line) for line in shown.splitlines()) <= int(width)
    assert "Жанаозен" in shown


def test_a_table_too_wide_becomes_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    columns = tuple(f"column{i}" for i in range(12))
    wide = Answer(Query("wide", ""), columns, rows=(tuple(ox.Literal(f"value{i}") for i in range(12)),))
    shown = written(wide, "table")
    assert "column11  value11" in shown
    assert max(len(line) for line in shown.splitlines()) <= 60


def test_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[3" not in written(TABLE, "table", Terminal())


def test_an_empty_table_says_so() -> None:
    assert "0 rows" in written(Answer(Query("q", ""), ("a",), rows=()), "table")


def test_ttl_of_a_graph() -> None:
    triples = {quad.triple for quad in ox.parse(written(GRAPH, "ttl").encode(), format=ox.RdfFormat.TURTLE)}
    assert triples == set(GRAPH.triples or ())
    assert written(GRAPH, "table") == written(GRAPH, "ttl")


UNFIT = [
    (TABLE, "ttl", "csv"),
    (GRAPH, "csv", "ttl"),
    (GRAPH, "json", "ttl"),
    (TRUTH, "geojson", "json"),
    (TRUTH, "ttl", "json"),
    (TABLE, "yaml", "jsonl"),
    (TABLE, "geojson", "events-by-place"),
]


@pytest.mark.parametrize(("answer", "format", "offers"), UNFIT)
def test_a_format_that_does_not_fit_names_those_that_do(answer: Answer, format: str, offers: str) -> None:
    with pytest.raises(UsageFault) as caught:
        written(answer, format)
    assert offers in caught.value.remedy


def test_every_kind_of_answer_has_the_default_format() -> None:
    assert set(FORMATS["table"][0]) == {"rows", "graph", "truth"}


def test_geojson() -> None:
    rows = ((ox.Literal("A"), ox.Literal("POINT(10.5 50.25)")), (ox.Literal("B"), ox.Literal("EMPTY")))
    found = json.loads(written(Answer(Query("map", ""), ("place", "wkt"), rows=rows), "geojson"))
    assert found == {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [10.5, 50.25]},
                "properties": {"place": "A"},
            },
            {"type": "Feature", "geometry": None, "properties": {"place": "B"}},
        ],
    }


SHAPES = [
    ("POINT(1 2)", {"type": "Point", "coordinates": [1, 2]}),
    (" point ( -1.5   2e1 ) ", {"type": "Point", "coordinates": [-1.5, 20]}),
    ("POINT(1 2 3)", {"type": "Point", "coordinates": [1, 2, 3]}),
    ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT(1 2)", {"type": "Point", "coordinates": [1, 2]}),
    ("LINESTRING(1 2, 3 4)", {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}),
    (
        "POLYGON((0 0,1 0,1 1,0 0),(2 2,3 2,3 3,2 2))",
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]], [[2, 2], [3, 2], [3, 3], [2, 2]]]},
    ),
    (
        "MULTIPOLYGON(((0 0,1 0,1 1,0 0)))",
        {"type": "MultiPolygon", "coordinates": [[[[0, 0], [1, 0], [1, 1], [0, 0]]]]},
    ),
    ("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(2 1)", None),
    ("POINT EMPTY", None),
    ("POINT(1)", None),
    ("POINT(1 2", None),
    ("POINT(1 2))", None),
    ("POINT(1 2, 3 4)", None),
    ("POINT(a b)", None),
    ("POLYGON(1 2, 3 4)", None),
    ("CIRCLE(1 2)", None),
    ("", None),
]


@pytest.mark.parametrize(("wkt", "shape"), SHAPES)
def test_well_known_text(wkt: str, shape: object) -> None:
    assert geometry(wkt) == shape


def test_printable() -> None:
    assert printable("a\x1b[2Jb\x9bc\x00\u202ed\ud800") == "a\\x1b[2Jb\\x9bc\\x00\\u202ed\\ud800"
    assert printable("one\ntwo\tthree") == "one two three"
    assert printable("one\ntwo", lines=True) == "one\ntwo"
    assert printable("Қазақстан – “тест” 🛫") == "Қазақстан – “тест” 🛫"
