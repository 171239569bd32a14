"""Values given by users become terms and nothing else."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kazkg.errors import UsageFault
from kazkg.query.params import Param, bind, escape, slots

QUERY = "SELECT ?given WHERE {\n  VALUES ?asked_x { UNDEF }\n  BIND (STR(?asked_x) AS ?given)\n}"
HOSTILE = [
    "plain",
    "O'Neill \"the boss\"",
    'x" } UNION { ?s ?p ?o } #',
    "line one\nline two\r\n\ttab",
    "back\\slash and \\\" and \\",
    "\\u0022 } # and \\U00000022",
    "\\\\u0041\\u",
    "VALUES ?asked_x { \"no\" }",
    "{}{{}}",
    "<http://example.org/>",
    "Қазақстан – “тест” 🛫",
    "\x01\x1b[31m\x7f\x85",
    "?asked_x $asked_x ${HOME} %s {0} \\1 \\g<0>",
    "UNDEF",
    "Any",
]  # fmt: skip


def params(type: str) -> tuple[Param, ...]:
    return (Param("x", type, "any", "the value"),)


def both(text: str) -> list[str]:
    """What two engines read in the query's one row."""
    (row,) = list(ox.Store().query(text))  # type: ignore[misc]
    (other,) = list(rdflib.Graph().query(text))
    return [row["given"].value, str(other[0])]  # type: ignore[index]


@pytest.mark.parametrize("value", HOSTILE)
def test_text_arrives_as_it_was_given(value: str) -> None:
    assert both(bind(QUERY, params("text"), {"x": value})) == [value, value]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("\\uU0041\"'{}\n?#<>é"), min_size=1, max_size=14).filter(str.strip))
def test_no_text_breaks_out(value: str) -> None:
    assert both(bind(QUERY, params("text"), {"x": value})) == [value, value]


WRONG = [
    ("word", "two words"),
    ("word", "killed;"),
    ("word", 'killed"'),
    ("word", ""),
    ("word", "1st"),
    ("word", "ki\nlled"),
    ("word", "killed\n"),
    ("integer", "12.5"),
    ("integer", "twelve"),
    ("integer", "1e3"),
    ("integer", "१२"),
    ("integer", "9" * 19),
    ("integer", ""),
    ("date", "yesterday"),
    ("date", "2022-13"),
    ("date", "2022-02-30"),
    ("date", "2022-1-6"),
    ("date", "06.01.2022"),
    ("date", "2022-01-06T25:00"),
    ("date", "２０２２"),
    ("date", "0000"),
    ("iri", "not an iri"),
    ("iri", "relative/path"),
    ("iri", "http://example.org/> } #"),
    ("iri", "http://example.org/\\u003E"),
    ("iri", 'http://example.org/"'),
    ("iri", "http://example.org/{x}"),
    ("iri", "http://example.org/\n"),
    ("iri", "http://example.org/\ud800"),
    ("text", ""),
    ("text", "   "),
    ("text", "nul\x00"),
    ("text", "half \ud800"),
]


@pytest.mark.parametrize(("type", "value"), WRONG)
def test_wrong_values_are_named(type: str, value: str) -> None:
    with pytest.raises(UsageFault, match="Parameter x") as caught:
        bind(QUERY, params(type), {"x": value})
    assert "any" in caught.value.remedy


RIGHT = [
    ("word", "security_forces", '"security_forces"'),
    ("integer", "-007", '"-7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    ("date", "2022", '"2022"'),
    ("date", "2022-01", '"2022-01"'),
    ("date", "2024-02-29", '"2024-02-29"'),
    ("date", "2022-01-06T18:00", '"2022-01-06T18:00"'),
    ("iri", "https://w3id.org/kazkg/id/entity/x", "<https://w3id.org/kazkg/id/entity/x>"),
    ("iri", "<urn:x:é>", "<urn:x:é>"),
    ("word", "any", "UNDEF"),
    ("text", "any", "UNDEF"),
]


@pytest.mark.parametrize(("type", "value", "term"), RIGHT)
def test_right_values(type: str, value: str, term: str) -> None:
    assert slots(bind(QUERY, params(type), {"x": value})) == {"x": term}


def test_unknown_parameter_names_the_known_ones() -> None:
    with pytest.raises(UsageFault, match=r"No parameter 'y'.*It takes: x"):
        bind(QUERY, params("text"), {"y": "1"})


def test_a_query_without_parameters_takes_none() -> None:
    with pytest.raises(UsageFault, match="none"):
        bind("SELECT * {}", (), {"y": "1"})


def test_several_values_are_alternatives() -> None:
    assert slots(bind(QUERY, params("word"), {"x": ["a", "b", "a"]})) == {"x": '"a" "b"'}


def test_what_is_not_given_keeps_its_default() -> None:
    assert bind(QUERY, params("text"), {}) == QUERY


def test_every_slot_of_a_name_is_filled_and_no_other() -> None:
    text = (
        "VALUES ?asked_x { UNDEF }\n# VALUES ?asked_x { UNDEF }\nVALUES ?asked_x { UNDEF }\nVALUES ?asked_xy { UNDEF }"
    )
    filled = bind(text, params("word"), {"x": "a"}).splitlines()
    assert filled == [
        'VALUES ?asked_x { "a" }',
        "# VALUES ?asked_x { UNDEF }",
        'VALUES ?asked_x { "a" }',
        "VALUES ?asked_xy { UNDEF }",
    ]


def test_escape_leaves_no_control_character() -> None:
    assert escape("\x00\x1b\x9f") == '"\\U00000000\\U0000001B\\U0000009F"'
