"""What follows from an article: the useful answers, and that trimming loses none."""

from __future__ import annotations

from dataclasses import replace

import graph_facts
import owlrl
import pytest
from rdflib import Graph, Literal, URIRef

from kazkg.graph.emit import emit
from kazkg.graph.reason import VocabularyInDataError, closure, reasoner_of
from kazkg.graph.rows import is_iri
from kazkg.graph.schema import Schema, is_schema
from kazkg.knowledge.triples import load

KAZ = "https://w3id.org/kazkg/ontology#"

FOLLOWS = [
    # subject holds ..., property, object holds ...
    ("/event/54-", "happenedIn", "entity/port-bella"),
    ("/event/54-", "happenedIn", "entity/bella-province"),
    ("/event/54-", "happenedIn", "entity/vestania"),
    ("/event/54-", "happenedIn", "entity/bella-airport"),
    ("/figure/21-", "madeFor", "entity/vestania-ministry"),
    ("/statement/118-", "madeFor", "entity/vestania-ministry"),
    ("/statement/162-", "claimer", "entity/oda-malk"),
    ("/figure/21-", "counts", "#dead"),
    ("/figure/21-", "counts", "#killed"),
    ("/event/54-", "type", "#Death"),
    ("/event/295-", "type", "#Attack"),
    ("/event/54-", "participant", "entity/vestania-ministry"),
    ("/event/54-", "participant", "participant/Vestanian_police"),
    ("/figure/21-", "type", "#Claim"),
    ("entity/bella-airport", "type", "#Facility"),
    ("entity/bella-airport", "locatedIn", "entity/vestania"),
    ("entity/radio-vesta", "type", "#Source"),
    ("entity/radio-vesta", "type", "#MediaOrganization"),
]


@pytest.fixture(scope="module")
def inferred(emission, settings, vestania):
    return closure(emission, settings, vestania)


@pytest.mark.parametrize(("subject", "name", "value"), FOLLOWS)
def test_follows(inferred, subject, name, value):
    assert any(
        subject in q.subject.value and q.predicate.value.endswith("#" + name) and q.object.value.endswith(value)
        for q in inferred
    )


def test_an_arrest_is_a_detention_and_its_figure_counts_the_detained(facts, settings, vestania):
    event = replace(facts.events[0], cls="Arrest")
    figure = replace(facts.figures[0], measure="arrested")
    changed = replace(facts, events=(event, facts.events[1]), figures=(figure, facts.figures[1]))
    found = closure(emit(changed, settings, vestania), settings, vestania)
    assert any(q.object.value == KAZ + "Detention" for q in found)
    assert any(q.object.value == KAZ + "detained" for q in found)


def test_a_spokesperson_speaks_for_the_body_without_a_stated_affiliation(facts, settings, vestania):
    bare = replace(facts.statements[0].speakers[0], affiliation=None, affiliation_entity=None)
    statement = replace(facts.statements[0], speakers=(bare,))
    changed = replace(facts, statements=(statement, *facts.statements[1:]), figures=(), event_mentions=(), events=())
    found = closure(emit(changed, settings, vestania), settings, vestania)
    made_for = {q.object.value for q in found if q.predicate.value == KAZ + "madeFor" and "/118-" in q.subject.value}
    assert made_for == {settings.base + "entity/vestania-ministry"}


def test_nothing_asserted_reflexive_or_about_the_vocabulary(inferred, emission):
    asserted = {q.triple for q in emission.quads}
    for q in inferred:
        assert q.triple not in asserted
        assert q.subject != q.object
        assert not is_schema(q.predicate.value, q.object.value)
    assert [str(q) for q in inferred] == sorted({str(q) for q in inferred})


def whole_closure(emission, knowledge) -> set[tuple[str, str, str]]:
    """What plain owlrl derives from the whole ontology and the whole graph at once, untrimmed."""
    graph = Graph()
    for t in Schema(knowledge.triples).whole:
        graph.add(t)
    rows = (*emission.own_rows, *emission.shared_rows, *emission.common_rows)
    for s, p, o in rows:
        graph.add((URIRef(s[1:-1]), URIRef(p[1:-1]), URIRef(o[1:-1]) if is_iri(o) else Literal(o)))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    named = {s for s, _, _ in rows}
    return {
        row
        for s, p, o in graph
        if isinstance(s, URIRef)
        and isinstance(o, URIRef)
        and not is_schema(str(p), str(o))
        and s != o
        and (row := (f"<{s}>", f"<{p}>", f"<{o}>")) not in rows
        and row[0] in named
    }


def mutated(facts, name: str):
    if name == "as it is":
        return facts
    if name == "undeclared kinds":
        return replace(facts, entities=tuple(replace(e, known=False, cls="Place") for e in facts.entities))
    if name == "nobody speaks":
        return replace(facts, statements=tuple(replace(s, speakers=()) for s in facts.statements))
    turned = tuple(replace(p, role="destination", entity="port-bella") for p in facts.events[0].participants)
    return replace(
        facts, events=(replace(facts.events[0], cls="TroopDeployment", participants=turned), facts.events[1])
    )


@pytest.mark.parametrize("name", ["as it is", "undeclared kinds", "nobody speaks", "other roles"])
def test_trimming_gives_what_owlrl_gives_untrimmed(facts, settings, vestania, name):
    made = emit(mutated(facts, name), settings, vestania)
    ours = set(reasoner_of(vestania, settings).closure_rows(made))
    theirs = whole_closure(made, vestania)
    assert ours - theirs == set(), "only ours"
    assert theirs - ours == set(), "only owlrl's"


def test_vocabulary_in_an_article_is_refused(emission, settings, vestania):
    bad = ("<https://example.org/a>", "<http://www.w3.org/2000/01/rdf-schema#subClassOf>", "<https://example.org/b>")
    with pytest.raises(VocabularyInDataError, match="flood-1"):
        closure(replace(emission, own_rows=[*emission.own_rows, bad]), settings, vestania)


def test_articles_do_not_move_places(facts, settings, vestania):
    """A place named in one article only is not put anywhere, and the gazetteer's places stay where they are."""
    entities = (*facts.entities, replace(facts.entities[1], key="nowhere", label="Nowhere", kind="Place", cls="City"))
    made = emit(replace(facts, entities=entities), settings, vestania)
    assert not any(p.endswith("#locatedIn>") for _, p, _ in made.own_rows)


def test_alignments_are_not_read(tmp_path):
    (tmp_path / "o.ttl").write_text(
        "@prefix kaz: <https://w3id.org/kazkg/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> ."
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix prov: <http://www.w3.org/ns/prov#> ."
        "kaz:A a owl:Class ; rdfs:subClassOf kaz:B, prov:Entity . kaz:B a owl:Class ."
    )
    assert Schema(load([tmp_path])).above == {f"<{KAZ}A>": {f"<{KAZ}B>"}}


def test_an_ontology_that_cannot_be_trimmed_is_used_whole(tmp_path, settings):
    from kazkg.knowledge import Knowledge

    graph_facts.write_gazetteer(tmp_path)
    (tmp_path / "more.ttl").write_text(
        "@prefix kaz: <https://w3id.org/kazkg/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> ."
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
        "kaz:eventPlace owl:inverseOf kaz:placeOf . kaz:placeOf a owl:ObjectProperty ."
    )
    knowledge = Knowledge([tmp_path])
    assert not Schema(knowledge.triples).simple
    found = closure(emit(graph_facts.facts(), settings, knowledge), settings, knowledge)
    assert any(q.predicate.value == KAZ + "placeOf" for q in found)
    assert any(q.predicate.value == KAZ + "happenedIn" for q in found)
