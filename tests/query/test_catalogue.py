"""The query files themselves: headers, columns, parameters, and the SPARQL they keep to."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kazkg import resources
from kazkg.errors import InputError, UsageFault
from kazkg.query import Query, catalogue, checks
from kazkg.query.bundled import find, parse
from kazkg.query.guard import words
from kazkg.query.params import slots
from tests.query.lint import faults

EVERY = (*catalogue(), *checks())
CONTRACT = {
    "mentions": "article entity label type wikidata surface begin end",
    "figures": "article claim measure group low high qualifier words place claimer affiliation medium epistemic status "
    "asOf quote begin end",
    "events": "article event type label date place participants modality trigger begin end",
    "statements": "article statement speaker speakerBegin speakerEnd act cue cueBegin cueEnd content contentBegin "
    "contentEnd medium",
}


def ids(query: Query) -> str:
    return query.name


def test_the_analyst_has_more_than_twenty_questions_beside_the_contract() -> None:
    assert len(catalogue()) >= len(CONTRACT) + 20


@pytest.mark.parametrize("name", CONTRACT)
def test_contract_columns(name: str) -> None:
    assert " ".join(find(name).columns) == CONTRACT[name]


@pytest.mark.parametrize("query", EVERY, ids=ids)
def test_header_says_what_the_query_gives(query: Query) -> None:
    assert query.title and query.title != query.name
    assert query.answers.endswith((".", ")"))
    found = ox.Store().query(query.text)
    given = ("subject", "predicate", "object")
    if isinstance(found, ox.QuerySolutions):
        given = tuple(variable.value for variable in found.variables)
    assert query.columns == given


@pytest.mark.parametrize("query", EVERY, ids=ids)
def test_defaults_of_header_and_file_are_the_same(query: Query) -> None:
    assert slots(query.text) == {p.name: p.term(p.default) for p in query.parameters}
    for param in query.parameters:
        assert len(re.findall(rf"\?asked_{param.name}\b", query.text)) >= 2, f"{param.name} is never used"


@pytest.mark.parametrize("query", EVERY, ids=ids)
def test_only_what_all_stores_share(query: Query) -> None:
    assert faults(query.text) == []
    found = words(query.text)
    select_all = re.search(r"SELECT\s+(DISTINCT\s+)?\*", query.text)
    assert not select_all
    if "SELECT" in found:
        assert "ORDER" in found, "an answer has one order"
        assert found[found.index("SELECT") + 1] == "DISTINCT" or "GROUP" in found, "stores may give doubles"


RULES = [parse(file.read_text(encoding="utf-8"), file.stem) for file in
         sorted((resources.folder("queries") / "rules").glob("*.rq"))]  # fmt: skip


@pytest.mark.parametrize("query", RULES, ids=ids)
def test_rules_too_keep_to_what_all_stores_share(query: Query) -> None:
    assert faults(query.text) == []


NOT_SHARED = [
    ("SELECT ?s { GRAPH ?g { ?s ?p ?o } }", "GRAPH"),
    ("SELECT (NOW() AS ?n) {}", "NOW"),
    ("SELECT ?s { ?s ?p ?o FILTER bif:contains(?o, 'x') }", "bif"),
    ("PREFIX afn: <http://jena.apache.org/ARQ/function#> SELECT ?s { ?s ?p ?o FILTER (afn:max(?o, 1) > 1) }",
     "a vendor's function: http://jena.apache.org/ARQ/function#max"),
    ("PREFIX x: <http://e.org/> SELECT ?a { ?a x:p+ ?b }", "both ends free"),
    ("PREFIX x: <http://e.org/> SELECT ?a { ?a ^(x:p*) ?b . ?c x:q ?d }", "both ends free"),
    ("PREFIX x: <http://e.org/> SELECT ?a { ?c x:q ?a OPTIONAL { ?a x:p|x:r* ?b } }", "both ends free"),
    ("PREFIX x: <http://e.org/> SELECT ?a { ?a x:p+ ?b . FILTER NOT EXISTS { ?b x:p* ?c } ?a x:q ?b }",
     "both ends free"),
    ("SELECT ?s { ?s ?p ?o } LIMIT 1 BINDINGS ?x { (1) }", "not SPARQL 1.1"),
]  # fmt: skip
SHARED = [
    "PREFIX x: <http://e.org/> SELECT ?a { ?a x:p+ x:b }",
    "PREFIX x: <http://e.org/> SELECT ?a { ?a x:q ?c . ?c x:p* ?b }",
    "PREFIX x: <http://e.org/> SELECT ?a { ?a x:q/x:p* ?b }",
    "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT (xsd:integer('1') AS ?n) {}",
]


@pytest.mark.parametrize(("text", "says"), NOT_SHARED)
def test_what_not_all_stores_know_is_found(text: str, says: str) -> None:
    assert any(says in fault for fault in faults(text)), faults(text)


@pytest.mark.parametrize("text", SHARED)
def test_what_all_stores_know_passes(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize("query", EVERY, ids=ids)
def test_every_term_is_declared(query: Query) -> None:
    declared = {
        str(quad.subject)[1:-1]
        for file in resources.folder("ontology").glob("*.ttl")
        for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE)
    }
    prefixes = dict(re.findall(r"^PREFIX (\w+): <([^>]+)>", query.text, re.MULTILINE))
    body = query.text.partition("\n\n")[2]
    used = set(re.findall(r"(?<![\w?<])([a-z]+):[A-Za-z]", body)) - {"https", "http"}
    assert used == set(prefixes), "prefixes declared and used are the same"
    for name in set(re.findall(r"\bkaz:(\w+)", body)):
        assert prefixes["kaz"] + name in declared, name


@pytest.mark.parametrize("check", checks(), ids=ids)
def test_checks_say_how_bad_it_is(check: Query) -> None:
    assert check.severity in {"violation", "warning", "info"}


def test_queries_are_no_checks() -> None:
    assert all(query.severity is None for query in catalogue())


def test_a_check_is_found_by_its_folder() -> None:
    assert find("checks/contentless-statements").severity == "info"


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(UsageFault, match="figure-parts") as caught:
        find("figure-part")
    assert caught.value.status == 2


def test_a_path_cannot_reach_out_of_the_folder() -> None:
    with pytest.raises(UsageFault):
        find("../queries/figures")


def test_a_users_own_query(tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(
        "\ufeff# title: Mine\n# param who (text) any — the name\n\nSELECT ?s WHERE {\n  VALUES ?asked_who { UNDEF }\n"
        "  ?s ?p ?asked_who\n}\n",
        encoding="utf-8",
    )
    query = find(str(file))
    assert (query.title, query.columns, [p.name for p in query.parameters]) == ("Mine", (), ["who"])


BROKEN = [
    ("# param who text any — the name\n", "cannot read"),
    ("# param who (text) any\n", "cannot read"),
    ("# param who (colour) any — the name\n", "unknown type"),
    ("# param who (text) any — the name\n", "no place in the query"),
    ("# title: x\n\nSELECT * {\nVALUES ?asked_who { UNDEF }\n?s ?p ?o }", "not declared"),
    ("# severity: awful\n", "not one of"),
]


@pytest.mark.parametrize(("text", "says"), BROKEN)
def test_broken_headers_are_named(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        parse(text, "mine.rq")


def test_a_default_of_the_wrong_type_is_named() -> None:
    with pytest.raises(UsageFault, match="whole number"):
        parse("# param n (integer) many — how many\n\nSELECT * {\nVALUES ?asked_n { UNDEF }\n}", "mine.rq")


def test_long_descriptions_run_on() -> None:
    query = parse("# title: A\n# answers: one\n#   two\n# columns: a b\n#   c\n\nSELECT ...", "x")
    assert (query.answers, query.columns) == ("one two", ("a", "b", "c"))
