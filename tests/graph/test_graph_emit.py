# ruff: noqa: E501  (tables read better with one case a line)
"""Facts become rows: what leads where, and that nothing untrusted breaks a line."""

from __future__ import annotations

from dataclasses import replace

import graph_facts
import pyoxigraph as ox
import pytest
from graph_facts import span

from kazkg.errors import UsageFault
from kazkg.facts import Source, Time
from kazkg.graph.emit import emit
from kazkg.graph.iris import Iris
from kazkg.graph.settings import GraphSettings

ASK = """
PREFIX kaz: <https://w3id.org/kazkg/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX schema: <https://schema.org/> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""

HOLDS = [
    '?a a kaz:Article, schema:NewsArticle ; kaz:identifier "flood-1" ; dcterms:title "Riot at Bella Airport"',
    '?a kaz:published/kaz:timeText "2031-03-05" ; kaz:dateBasis "text" ; kaz:dateSpan/oa:exact "March 3"',
    '?a dcterms:publisher/skos:prefLabel "Radio Vesta"',
    '?a kaz:field [ rdfs:label "desk" ; rdf:value "world" ]',
    '?f a kaz:Figure ; kaz:measure/skos:notation "killed" ; kaz:group/skos:notation "security_forces" ; kaz:low 12',
    '?f kaz:low 12 ; kaz:qualifier "at_least" ; kaz:words "At least 12" ; kaz:wordsSpan/oa:exact "At least 12"',
    '?f kaz:low 12 ; kaz:claimer/skos:prefLabel "Ivo Renn" ; kaz:chain "Ivo Renn > Radio Vesta"',
    '?f kaz:low 12 ; kaz:mediumText "Radio Vesta" ; kaz:relay [ kaz:order 1 ; kaz:relayedBy/skos:prefLabel "Radio Vesta" ]',
    '?f kaz:low 12 ; kaz:sourceSpan/oa:exact "Ivo Renn" ; kaz:affiliation/skos:prefLabel "Vestanian Interior Ministry"',
    '?f kaz:low 12 ; kaz:epistemic/skos:notation "TrueCertain" ; kaz:asOf/kaz:timeText "2031-03-05"',
    '?f kaz:low 12 ; kaz:claimPlace/skos:prefLabel "Bella Airport" ; kaz:within/kaz:cue "told"',
    '?f kaz:qualifier "dozens" ; kaz:claimer ?w . ?w a kaz:UnnamedSource ; skos:prefLabel "witnesses"',
    '?s kaz:cue "said" ; kaz:turn [ kaz:order 1 ; kaz:turnSpeaker/skos:prefLabel "Ivo Renn" ; kaz:sourceSpan/oa:start 109 ]',
    '?s kaz:cue "said" ; kaz:turn [ kaz:order 2 ; kaz:turnSpeaker/skos:prefLabel "Oda Malk" ; kaz:sourceSpan/oa:start 153 ]',
    '?s kaz:cue "said" ; kaz:contentPart/oa:exact "order has", "been restored" ; kaz:content "order has been restored"',
    '?e a kaz:Killing ; kaz:typeName "Killing" ; kaz:eventPlace/skos:prefLabel "Bella Airport"',
    '?e a kaz:Killing ; kaz:patient [ a kaz:UnnamedParticipant ; skos:prefLabel "Vestanian police" ]',
    '?m kaz:mentionOf/kaz:typeName "Killing" ; kaz:trigger "killed" ; kaz:modality "happened" ; kaz:ownVoice false',
    '?m kaz:participation [ kaz:order 2 ; kaz:inRole kaz:agent ; kaz:participantIs/skos:prefLabel "Vestanian Interior Ministry" ]',
    '?m kaz:mentionOf/kaz:typeName "Looting" ; kaz:validUntil/kaz:timeText "2031-03-09" ; kaz:duration "P4D"',
    '?n a kaz:Mention ; kaz:surface "PORT BELLA" ; kaz:refersTo [ skos:prefLabel "Port Bella" ; kaz:typeName "Place" ]',
    '?p skos:prefLabel "Port Bella" ; geo:hasGeometry/geo:asWKT "POINT(10.5 50.25)"^^geo:wktLiteral',
    '?p skos:prefLabel "Port Bella" ; skos:altLabel "Portbella", "Порт-Белла"@ru ; kaz:locatedIn/kaz:locatedIn ?c',
    "?p kaz:wikidata <http://www.wikidata.org/entity/Q900002> ; owl:sameAs <http://www.wikidata.org/entity/Q900002>",
    '?g skos:prefLabel "Oda Malk" ; kaz:role [ kaz:title "general" ; kaz:since "2019-01-01" ; kaz:roleAt/skos:prefLabel "Vestanian army" ]',
    '?r skos:prefLabel "Ivo Renn" ; kaz:describedAs "ministry spokesman" ; kaz:worksFor/kaz:typeName "Organization"',
    '?o a kaz:Omission ; kaz:omittedKind "number" ; kaz:reason "counts things" ; kaz:span/oa:exact "40"',
]


@pytest.fixture(scope="module")
def store(emission):
    store = ox.Store()
    store.extend(emission.quads)
    return store


@pytest.mark.parametrize("pattern", HOLDS)
def test_the_graph_says(store, pattern):
    assert store.query(f"{ASK} ASK {{ {pattern} }}", use_default_graph_as_union=True)


def test_names_go_to_their_graphs(emission):
    iris = Iris()
    graphs = {q.graph_name.value for q in emission.quads}
    assert graphs == {iris.graph("flood-1").value, iris.entities.value, iris.links.value}
    same = {"http://www.w3.org/2002/07/owl#sameAs"}
    assert {q.predicate.value for q in emission.links if "/link/" not in q.subject.value} == same
    assert {q.predicate.value for q in emission.links if "/link/" in q.subject.value} & same == set()


def test_only_named_entities_and_what_lies_above_them(emission):
    subjects = {row[0] for row in emission.shared_rows}
    assert any("entity/vestania>" in s for s in subjects)  # above Port Bella
    assert not any("kazakhstan" in s for s in subjects)


def test_every_row_once_no_blank_nodes_and_lines_are_what_oxigraph_writes(emission):
    quads = emission.quads
    assert len(set(quads)) == len(quads)
    assert not any(isinstance(t, ox.BlankNode) for q in quads for t in q)
    lines = emission.lines()
    assert lines[Iris().graph("flood-1").value] == sorted(str(q.triple) for q in emission.own)


def test_same_facts_same_rows(facts, settings, vestania, emission):
    assert emit(facts, settings, vestania) == emission


def test_base_is_a_setting(facts, vestania):
    quads = emit(facts, GraphSettings(base="https://example.org/data/"), vestania).quads
    assert not any("w3id.org/kazkg/id/" in str(q) for q in quads)


def test_long_quote_is_cut_with_its_span(facts, vestania):
    rows = emit(facts, GraphSettings(quote_limit=20), vestania).own_rows
    table: dict[str, dict[str, str]] = {}
    for s, p, o in rows:
        if "/oa#" in p:
            table.setdefault(s, {})[p[p.index("#") + 1 : -1]] = o
    for found in table.values():
        begin, end = (int(found[n].split('"')[1]) for n in ("start", "end"))
        assert end - begin <= 20
        assert found["exact"] == f'"{graph_facts.TEXT[begin:end]}"'


def test_text_only_on_request(facts, vestania, emission):
    assert not any(p.endswith("#text>") for _, p, _ in emission.own_rows)
    rows = emit(facts, GraphSettings(with_text=True), vestania).own_rows
    assert [o for _, p, o in rows if p.endswith("#text>")] == [f'"{graph_facts.TEXT}"']


def test_local_entity_stays_in_its_article(facts, settings, vestania):
    entities = tuple(replace(e, local=True) if e.key == "ivo-renn" else e for e in facts.entities)
    rows = emit(replace(facts, entities=entities), settings, vestania).own_rows
    assert any("article/flood-1/entity/ivo-renn>" in s for s, _, _ in rows)


@pytest.mark.parametrize(
    "nasty",
    ['a"b> .', "../../etc", "..", "a b", "a/b#c?d", "<x>", "日本", "a\nb", "\ud800", "%2F", "back\\slash", "entities"],
)
def test_untrusted_ids_and_labels_stay_inside_their_terms(facts, settings, vestania, nasty):
    article = replace(facts.article, id=nasty, title=nasty, source=nasty, url=nasty, extra=((nasty, nasty),))
    entities = (*facts.entities, replace(facts.entities[1], key=nasty, label=nasty, role=nasty))
    figure = replace(facts.figures[1].attribution, claimer=Source(nasty, None, span("Witnesses")))
    figures = (facts.figures[0], replace(facts.figures[1], attribution=figure))
    changed = replace(facts, article=article, entities=entities, figures=figures)
    quads = emit(changed, settings, vestania).quads
    ids = [q.object.value for q in quads if q.predicate.value.endswith("#identifier")]
    assert ids == [nasty.replace("\ud800", "\ufffd")]
    base = settings.base
    for q in quads:
        assert q.subject.value.startswith((base, "https://w3id.org/kazkg/ontology#"))
        assert "/../" not in q.subject.value and "/./" not in q.subject.value
    assert Iris().graph(nasty) not in {Iris().entities, Iris().inferred, Iris().links, Iris().run_graph}


def test_different_parts_never_share_an_iri():
    iris = Iris()
    labels = ["\x00", "~", "a b", "a_b", "a%20b", "a%5Fb", "A b", "a\u00a0b", ".", "..", "", "%00", "%2E"]
    assert len({iris.source(x) for x in labels}) == len(labels)
    assert len({iris.entity(x) for x in labels}) == len(labels)


def test_times_of_one_text_and_different_moments_differ():
    iris = Iris()
    utc = Time("2031-03-04T10:20", "2031-03-04T10:20:00Z", "2031-03-04T10:21:00Z", "minute")
    local = replace(utc, begin="2031-03-04T04:20:00Z", end="2031-03-04T04:21:00Z")
    assert iris.time(utc).endswith("/time/2031-03-04T10:20")
    assert iris.time(local) != iris.time(utc)
    assert iris.time(Time("2031-03-04/..", "2031-03-04T00:00:00Z", None, "interval")).endswith("2031-03-04--..")


def test_a_second_claim_of_the_same_content_is_kept_apart(facts, settings, vestania):
    twice = replace(facts, figures=(facts.figures[0], facts.figures[0]))
    rows = emit(twice, settings, vestania).own_rows
    figures = {s for s, p, o in rows if p.endswith("#type>") and o.endswith("#Figure>")}
    assert len(figures) == 2


@pytest.mark.parametrize("wrong", [{"quote_limit": 0}, {"base": "no iri"}, {"base": "https://example.org/x"}])
def test_settings_that_cannot_be(wrong):
    with pytest.raises(UsageFault):
        GraphSettings(**wrong)


def test_shared_things_are_stated_in_one_graph_only(facts, settings, vestania):
    """Oxigraph's union of graphs is a bag: a triple in two article graphs would double every row that joins it."""
    made = emit(facts, settings, vestania)
    own = f"<{settings.base}article/"
    assert [row for row in made.own_rows if not row[0].startswith(own)] == []
    assert made.common_rows
    assert not set(made.common_rows) & set(made.own_rows)
