"""What the bundled queries answer over the made-up corpus, and that every engine answers alike."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kazkg.errors import InputError, UsageFault
from kazkg.query import Query, answer, catalogue, checks
from kazkg.query.bundled import parse
from kazkg.query.params import bind
from kazkg.query.run import ask
from tests.query.corpus import inferred, nquads
from tests.query.engines import ask_oxigraph, ask_rdflib

EVERY = (*catalogue(), *checks())

GIVEN: list[tuple[str, dict[str, str | list[str]]]] = [
    ("figures", {"measure": "killed", "group": "security_forces"}),
    ("figures", {"claimer": "NORLAND POLICE"}),
    ("figures", {"measure": ["arrested", "injured"]}),
    ("figures", {"article": "beta", "place": "Norhaven"}),
    ("events", {"type": "Storming", "modality": "happened"}),
    ("events", {"place": "norhaven"}),
    ("statements", {"speaker": "Ada Brun", "act": "Warn"}),
    ("mentions", {"label": "Norhaven", "type": "Place"}),
    ("airport-timeline", {"place": "Norhaven airport"}),
    ("airport-timeline", {"place": "norhaven"}),
    ("roles", {"date": "2028-01-01"}),
    ("roles", {"date": "2031", "title": "minister"}),
    ("events-timeline", {"from": "2031-03-05", "until": "2031-03"}),
    ("who-said-what", {"about": "Norland"}),
    ("relay-chains", {"medium": "Radio Nor"}),
    ("single-agency", {"medium": "Norpress", "kind": "statement"}),
    ("co-mentions", {"label": "Norland"}),
    ("reactions", {"stance": "Condemn"}),
    ("tolls", {"measure": "any", "article": "alpha"}),
    ("omissions", {"kind": "number"}),
    ("alarms", {"kind": "Glued sentences"}),
    ("events-as-sem", {"type": "Storming"}),
    ("naming", {"claimer": 'Norland police"} ?x ?y ?z . #'}),
]


def ids(query: Query) -> str:
    return query.name


@pytest.mark.parametrize("query", EVERY, ids=ids)
def test_engines_answer_alike(query: Query, corpus_store: ox.Store, corpus_rdflib: rdflib.Graph) -> None:
    assert ask_rdflib(corpus_rdflib, query.text) == ask_oxigraph(corpus_store, query.text)


@pytest.mark.parametrize(("name", "given"), GIVEN)
def test_engines_answer_alike_with_parameters(
    name: str, given: dict[str, str | list[str]], corpus_store: ox.Store, corpus_rdflib: rdflib.Graph
) -> None:
    query = next(one for one in catalogue() if one.name == name)
    text = bind(query.text, query.parameters, given)
    assert ask_rdflib(corpus_rdflib, text) == ask_oxigraph(corpus_store, text)


@pytest.fixture(scope="module")
def doubled() -> ox.Store:
    """The corpus with what it says of shared things in a second graph too, as where two articles say the same."""
    store = ox.Store()
    store.bulk_load(nquads(), format=ox.RdfFormat.N_QUADS)
    again = ox.NamedNode("https://example.org/again")
    shared = [q for q in store if "/article/" not in str(q.subject)]
    assert shared
    store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object, again) for q in shared)
    return store


@pytest.mark.parametrize("query", EVERY, ids=ids)
def test_triples_in_two_graphs_count_once(query: Query, corpus_store: ox.Store, doubled: ox.Store) -> None:
    assert ask_oxigraph(doubled, query.text) == ask_oxigraph(corpus_store, query.text)


@pytest.mark.parametrize("query", EVERY, ids=ids)
def test_what_is_inferred_adds_no_doubles(query: Query, corpus_store: ox.Store) -> None:
    """Superclasses, superproperties and places above places do not repeat or change an answer."""
    store = ox.Store()
    store.bulk_load(nquads() + inferred(), format=ox.RdfFormat.N_QUADS)
    assert len(store) > len(corpus_store)
    assert ask_oxigraph(store, query.text) == ask_oxigraph(corpus_store, query.text)


# Name, parameters, columns looked at, rows.
ANSWERS: list[tuple[str, dict[str, str], str, list[str]]] = [
    (
        "police-deaths",
        {},
        "day claimer low high words status article",
        [
            "- | Norland police | 15 | 15 | 15 | current | beta",
            "2031-03-05 | - | 2 | 2 | Two | part | alpha",
            "2031-03-05 | Norland police | 12 | - | at least 12 | current | alpha",
        ],
    ),
    (
        "figures",
        {"measure": "deployed"},
        "article group low high qualifier words place claimer epistemic status asOf begin end",
        [
            "alpha | foreign_troops | 300 | 300 | about | about 300 | Norland | - | TrueCertain | planned | "
            "2031-03-05 | 414 | 470"
        ],
    ),
    (
        "figures",
        {"article": "beta"},
        "measure claimer medium asOf quote",
        [
            "killed | Norland police | Radio Nor|Norpress | - | "
            'Norland police say "15 officers" died, Norpress reported, citing Radio Nor.'
        ],
    ),
    (
        "events",
        {"type": "Storming"},
        "article type date place participants modality trigger",
        [
            "alpha | Storming | 2031-03-04 | Norhaven International Airport | rioters|Norhaven International Airport | "
            "happened | stormed",
            "alpha | Storming | 2031-03-04 | Norhaven International Airport | rioters|Norhaven International Airport | "
            "happened | burned",
        ],
    ),
    (
        "statements",
        {"article": "beta"},
        "speaker speakerBegin speakerEnd act cue content contentBegin contentEnd medium",
        [
            'Norland police | 0 | 14 | Say | say | "15 officers" died | 19 | 37 | Radio Nor|Norpress',
            "Norland police | 0 | 14 | Support | agreed | - | - | - | -",
            "Sudland Foreign Ministry | 76 | 100 | Support | agreed | - | - | - | -",
        ],
    ),
    (
        "mentions",
        {"label": "Norhaven"},
        "article entity type wikidata surface begin",
        [
            "alpha | norhaven | Place | http://www.wikidata.org/entity/Q900002 | NORHAVEN | 0",
            "alpha | norhaven | Place | http://www.wikidata.org/entity/Q900002 | Norhaven | 75",
        ],
    ),
    (
        "flight-suspensions",
        {},
        "airline place from until duration article",
        ["Blue Wing | Norhaven International Airport | - | 2031-03-09 | - | alpha"],
    ),
    (
        "airport-timeline",
        {"place": "Norhaven International Airport"},
        "date type trigger",
        [
            "../2031-03-09 | FlightCancellation | suspended",
            "2031-03-04 | Storming | stormed",
            "2031-03-04 | Storming | burned",
            "2031-03-05 | AirportRecapture | retook",
        ],
    ),
    (
        "troops",
        {},
        "type sender words destination modality requestedBy",
        ["TroopDeployment | Northern Pact | about 300 | Norland | planned | Olof Kern"],
    ),
    ("requests-for-help", {}, "requester asked", ["Olof Kern | Northern Pact"]),
    (
        "government-measures",
        {},
        "type participants from until duration",
        ["StateOfEmergency | government | 2031-03-05 | 2031-03-19 | P14D"],
    ),
    (
        "reactions",
        {},
        "country body speaker stance act",
        [
            "- | - | Norland police | Support | Support",
            "Norland | - | Olof Kern | Deny | Deny",
            "Norland | Norland Interior Ministry | Ada Brun | Warn | Warn",
            "Sudland | - | Sudland | Condemn | Condemn",
            "Sudland | - | Sudland Foreign Ministry | Support | Support",
        ],
    ),
    ("roles", {"date": "2028-01-01"}, "person title", ["Ada Brun | mayor", "Olof Kern | president"]),
    ("roles", {"date": "2029-12-31", "person": "Ada Brun"}, "title", ["mayor"]),
    ("roles", {"date": "2030", "person": "Ada Brun"}, "title", ["interior minister"]),
    (
        "roles",
        {"date": "2031-03-05", "person": "ada brun"},
        "title at",
        ["interior minister | Norland Interior Ministry"],
    ),
    ("single-agency", {}, "medium kind claimer", ["Norpress | statement | Ada Brun"]),
    ("relay-chains", {"kind": "figure"}, "chain", ["Norland police > Radio Nor > Norpress"]),
    ("source-unknown", {}, "kind claim", ["figure | injured people: 7"]),
    (
        "hedged",
        {},
        "kind epistemic",
        ["figure | TrueUncertain", "statement | probable"],
    ),
    ("denied", {}, "kind claimer", ["event | Olof Kern", "statement | Olof Kern"]),
    ("figure-parts", {}, "partWords wholeWords", ["Two | at least 12"]),
    ("who-said-what", {"about": "Norland"}, "speaker act content", ["Sudland | Condemn | the violence of Norland"]),
    (
        "articles",
        {},
        "article date publisher figures events statements",
        ["alpha | 2031-03-05 | Norpress | 5 | 9 | 5", "beta | - | Norpress | 1 | 0 | 2"],
    ),
    (
        "events-timeline",
        {"from": "2031-03-05"},
        "date type tellings",
        ["2031-03-05 | AirportRecapture | 1", "2031-03-05/2031-03-19 | StateOfEmergency | 1"],
    ),
    ("sources", {"source": "norland police"}, "kind statements figures events articles", ["unnamed | 3 | 2 | 1 | 2"]),
    ("promises", {}, "kind what", ["event | TroopDeployment", "figure | deployed: about 300"]),
    (
        "within",
        {"label": "Norhaven"},
        "label relation whole",
        ["Norhaven International Airport | located in | Norhaven", "Norhaven | located in | Norland"],
    ),
    ("injured", {}, "group words", ["people | 7"]),
    (
        "fates",
        {},
        "fate subject step stage date modality trigger",
        [
            "airport | Norhaven International Airport | 2 | seized | 2031-03-04 | happened | stormed",
            "airport | Norhaven International Airport | 3 | retaken | 2031-03-05 | happened | retook",
            "state of emergency | Norland | 2 | in force | 2031-03-05/2031-03-19 | happened | declared",
            "state of emergency | Norland | 99 | to end | 2031-03-19 | planned | declared",
        ],
    ),
    (
        "naming-by-speaker",
        {},
        "group term speaker mode count article",
        [
            "protesters | rioters |  | own voice | 2 | alpha",
            "protesters | terrorists | Ada Brun | indirect | 1 | alpha",
        ],
    ),
    (
        "run",
        {},
        "kind name version",
        [
            "software | kazkg | 0.0",
            "software | lib | 1",
            "used | knowledge: ontology, lexicon, gazetteer and shapes | -",
            "used | model m | 1",
        ],
    ),
    (
        "tellings",
        {"type": "Storming"},
        "date reported type place trigger article wkt",
        [
            f"2031-03-04 | 2031-03-05 | Storming | Norhaven International Airport | {word} | alpha | POINT(10.75 50.5)"
            for word in ("stormed", "burned")
        ],
    ),
    ("killing-words", {}, "word speaker count article", ["killed | Norland police | 1 | alpha"]),
    (
        "unknowns",
        {"who": "norland police"},
        "article kind who about cue claimer asOf",
        ["alpha | not_given | Norland police | who burned them | did not say | - | 2031-03-05"],
    ),
    ("arrests", {}, "measure group words low", ["arrested | protesters | dozens | -"]),
    ("copies", {}, "article copyOf reason", ["beta | alpha | about 100 % of its runs of words are those of alpha"]),
    (
        "happenings",
        {"type": "Killing"},
        "type place articleIds articles reports origins",
        ["Killing | Norhaven | alpha | 1 | 1 | 1"],
    ),
    (
        "corrections",
        {},
        "correction kind author decided applied article outcome",
        ["one | DateFix | Ada Example | 2031-06-01 | yes | alpha | -"],
    ),
    ("alarms", {}, "article kind reason", ["alpha | glued sentences | no blank between"]),
    ("omissions-by-reason", {}, "kind reason count", ["cue | no content | 1", "number | not people | 1"]),
    (
        "naming",
        {"claimer": "Norland police"},
        "described words article",
        ["officers | at least 12 | alpha", "officers | 15 | beta"],
    ),
    ("places", {"place": "Norhaven"}, "type mentions events wkt", ["Place | 2 | 1 | POINT(10.5 50.25)"]),
]


@pytest.mark.parametrize(("name", "given", "columns", "rows"), ANSWERS)
def test_answers(name: str, given: dict[str, str], columns: str, rows: list[str], corpus_build: Path) -> None:
    found = answer(name, given, corpus_build).plain()
    shown = [" | ".join(row.get(column, "-") for column in columns.split()) for row in found]
    assert shown == rows


@pytest.mark.parametrize("query", catalogue(), ids=ids)
def test_the_corpus_has_an_answer_to_every_question(query: Query, corpus_store: ox.Store) -> None:
    given = {"place": "any"} if query.name == "airport-timeline" else {}
    found = ask(corpus_store, query, given)
    assert found.rows or found.triples


def test_file_and_store_answer_alike(corpus_file: Path, corpus_build: Path) -> None:
    assert answer("figures", {}, corpus_file).rows == answer("figures", {}, corpus_build).rows


def test_a_quote_stands_at_its_offsets(corpus_store: ox.Store) -> None:
    from tests.query.corpus import ALPHA, BETA

    texts = {"alpha": ALPHA, "beta": BETA}
    for name, words in (("figures", "quote"), ("events", "trigger"), ("mentions", "surface")):
        query = next(one for one in catalogue() if one.name == name)
        for row in ask(corpus_store, query).plain():
            assert texts[row["article"]][int(row["begin"]) : int(row["end"])] == row[words]


def test_construct_gives_a_graph(corpus_file: Path) -> None:
    found = answer("events-as-sem", {"type": "Storming"}, corpus_file)
    assert found.rows is None
    assert found.triples
    assert list(found.triples) == sorted(set(found.triples), key=str)


def test_ask_gives_a_truth(corpus_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "any.rq"
    file.write_text("ASK { ?s ?p 'at least 12' }")
    assert answer(str(file), {}, corpus_file).truth is True


REFUSED = [
    ("INSERT DATA { <a:b> <a:b> <a:b> }", UsageFault, "changes the graph"),
    ("DELETE WHERE { ?s ?p ?o }", UsageFault, "changes the graph"),
    ("LOAD <http://localhost/x>", UsageFault, "changes the graph"),
    ("SELECT * { SERVICE <http://localhost/sparql> { ?s ?p ?o } }", UsageFault, "SERVICE"),
    ("SELECT * { ?s ?p }", InputError, "not a SPARQL query"),
    ("", InputError, "not a SPARQL query"),
    ("SELECT * { ?s ?p 'open", InputError, "not a SPARQL query"),
]


@pytest.mark.parametrize(("text", "error", "says"), REFUSED)
def test_what_is_no_reading_query_is_refused(
    text: str, error: type[Exception], says: str, corpus_store: ox.Store
) -> None:
    with pytest.raises(error, match=says):
        ask(corpus_store, parse(text, "mine.rq"))


def test_wrong_parameters_fail_before_anything_is_opened(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match=r"colour.*It takes: article, measure"):
        answer("figures", {"colour": "red"}, tmp_path / "nowhere")
