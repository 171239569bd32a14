"""Each format parses back to the same graph; the same quads give the same bytes; Turtle is laid out for readers."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from kazkg.graph import serialize
from kazkg.graph.reason import closure

KAZ = "https://w3id.org/kazkg/ontology#"

WRITERS = [
    ("turtle", serialize.turtle, ox.RdfFormat.TURTLE, False),
    ("trig", serialize.trig, ox.RdfFormat.TRIG, True),
    ("nquads", lambda quads, _: serialize.nquads(quads), ox.RdfFormat.N_QUADS, True),
    ("ntriples", lambda quads, _: serialize.ntriples(quads), ox.RdfFormat.N_TRIPLES, False),
    ("jsonld", lambda quads, _: serialize.jsonld(quads), ox.RdfFormat.JSON_LD, True),
]

AWKWARD = [
    ox.Literal('a "quote" \\ and\nmore\t\r\x00\x7f'),
    ox.Literal("'''"),
    ox.Literal("тест", language="ru"),
    ox.Literal("007", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
    ox.Literal("x", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
    ox.Literal("true", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")),
    ox.Literal("1", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")),
    ox.Literal("1e5", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#double")),
    ox.NamedNode("https://w3id.org/kazkg/id/"),
    ox.NamedNode("https://w3id.org/kazkg/id/entity/"),
    ox.NamedNode("https://w3id.org/kazkg/id/entity/a.b"),
    ox.NamedNode("https://w3id.org/kazkg/id/entity/1%20a"),
    ox.NamedNode("https://w3id.org/kazkg/id//x"),
    ox.NamedNode("https://w3id.org/kazkg/id/a:b/c"),
    ox.NamedNode("https://w3id.org/kazkg/id/#x"),
    ox.NamedNode("urn:x:y"),
    ox.NamedNode(KAZ + "-x"),
    ox.NamedNode(KAZ),
]


@pytest.fixture(scope="module")
def quads(emission, settings, vestania):
    node = ox.NamedNode("https://w3id.org/kazkg/id/entity/awkward")
    awkward = [ox.Quad(node, ox.NamedNode(f"{KAZ}p{i}"), o, emission.iris.entities) for i, o in enumerate(AWKWARD)]
    return [*emission.quads, *closure(emission, settings, vestania), *awkward]


@pytest.mark.parametrize(("name", "write", "form", "named"), WRITERS, ids=[w[0] for w in WRITERS])
def test_round_trip_and_same_bytes_in_any_order(quads, name, write, form, named):
    text = write(quads, "https://w3id.org/kazkg/id/")
    back = set(ox.parse(text.encode(), format=form))
    given = set(quads) if named else {ox.Quad(q.subject, q.predicate, q.object) for q in quads}
    assert back - given == set(), "only in the file"
    assert given - back == set(), "only in the graph"
    shuffled = [*quads, quads[0]]
    random.Random(7).shuffle(shuffled)
    assert write(shuffled, "https://w3id.org/kazkg/id/") == text


def test_another_base_round_trips(quads):
    text = serialize.turtle(quads, "https://example.org/data/")
    assert {q.triple for q in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)} == {q.triple for q in quads}


def test_turtle_reads_from_the_article_to_its_spans(emission):
    text = serialize.turtle(emission.quads)
    order = [
        "<article/flood-1> a schema:NewsArticle, kaz:Article ;\n    kaz:identifier",
        "<article/flood-1/statement/118-",
        "<article/flood-1/statement/162-",
        "<article/flood-1/figure/21-",
        "<article/flood-1/figure/218-",
        "<article/flood-1/event/54-",
        "<article/flood-1/telling/54-",
        "<article/flood-1/mention/0-10> a kaz:Mention",
        "<article/flood-1/mention/109-117> a kaz:Mention",
        "<article/flood-1#char=0,10> a kaz:Span",
        "<article/flood-1#char=123,134> a kaz:Span",
        "\nent:bella-airport a kaz:Airport",
        "\nkaz:killed a kaz:Measure",
    ]
    places = [text.index(piece if piece.startswith("\n") else "\n" + piece) for piece in order]
    assert places == sorted(places)
    assert "rdf:type" not in text
    assert "kaz:low 12 ;" in text and "kaz:ownVoice false ;" in text


def test_pieces_make_the_same_graph(emission):
    bodies = map(serialize.turtle_body, (emission.own_rows, emission.shared_rows, emission.common_rows))
    whole = serialize.head() + "".join(bodies)
    parsed = {q.triple for q in ox.parse(whole.encode(), format=ox.RdfFormat.TURTLE)}
    assert parsed == {q.triple for q in (*emission.own, *emission.shared)}
    body = serialize.turtle_body(emission.link_rows)
    block = serialize.head() + serialize.trig_block(emission.iris.links.value, body)
    assert set(ox.parse(block.encode(), format=ox.RdfFormat.TRIG)) == set(emission.links)


PROGRAM = """
import sys; sys.path[:0] = [{root!r}, {here!r}]
import graph_facts
from pathlib import Path
from kazkg.graph import serialize
from kazkg.graph.emit import emit
from kazkg.graph.findings import report_turtle
from kazkg.graph.reason import closure
from kazkg.graph.settings import GraphSettings
from kazkg.graph.validate import checker_of
from kazkg.knowledge import Knowledge
knowledge, settings = Knowledge([Path({folder!r})]), GraphSettings()
made = emit(graph_facts.facts(), settings, knowledge)
rows = [r for r in made.own_rows if "#measure>" not in r[1] and "#act>" not in r[1]]
sys.stdout.write(serialize.trig([*made.quads, *closure(made, settings, knowledge)]))
rows += [*made.shared_rows, *made.common_rows]
sys.stdout.write(report_turtle(checker_of(knowledge).check_rows(rows, "flood-1")))
"""


def test_same_bytes_under_two_hash_seeds(vestania):
    here = Path(__file__).parent
    program = PROGRAM.format(root=str(here.parents[1]), here=str(here), folder=str(vestania.folders[0]))
    outputs = [
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1")
    ]
    assert outputs[0] == outputs[1]
    assert b"sh:ValidationResult" in outputs[0]
