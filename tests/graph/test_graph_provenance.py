"""The run: what made the graph, from what; no clock and no path."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox

from kazkg.graph.provenance import Run, describe
from kazkg.graph.settings import GraphSettings
from kazkg.language.pipeline import ModelInfo

RUN = Run(
    software="1.2",
    libraries=(("owlrl", "7"), ("spacy", "3")),
    model=ModelInfo("en_test", "3.8", "a" * 64),
    knowledge="b" * 64,
    inputs=(("flood-1", "c" * 64), ("flood-2", "d" * 64)),
)

HOLDS = [
    "?run a prov:Activity ; prov:wasAssociatedWith [ rdfs:label 'kazkg' ; kaz:version '1.2' ]",
    f"?run prov:used [ rdfs:label 'model en_test' ; kaz:version '3.8' ; kaz:digest '{'a' * 64}' ]",
    f"?run prov:used [ kaz:digest '{'b' * 64}' ]",
    f"?run prov:used <https://w3id.org/kazkg/id/article/flood-2> . ?a kaz:digest '{'d' * 64}'",
    "<https://w3id.org/kazkg/id/graph/article/flood-1> prov:wasGeneratedBy ?run ; prov:wasDerivedFrom ?a",
    "?run kaz:field [ rdfs:label 'quote-limit' ; rdf:value '500' ]",
]


def test_the_run_says():
    store = ox.Store()
    store.extend(describe(RUN, GraphSettings()))
    prefixes = (
        "PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX kaz: <https://w3id.org/kazkg/ontology#> "
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
    )
    for pattern in HOLDS:
        assert store.query(f"{prefixes} ASK {{ {pattern} }}", use_default_graph_as_union=True), pattern


def test_time_only_when_given():
    assert not any("endedAtTime" in str(q) for q in describe(RUN, GraphSettings()))
    ended = describe(replace(RUN, ended="2031-03-05T00:00:00Z"), GraphSettings())
    assert [q.object.value for q in ended if "endedAtTime" in q.predicate.value] == ["2031-03-05T00:00:00Z"]


def test_the_run_is_named_by_what_decides_its_result():
    def name(run: Run, settings: GraphSettings | None = None) -> str:
        quads = describe(run, settings or GraphSettings())
        return next(q.subject.value for q in quads if q.object.value.endswith("#Activity"))

    assert name(RUN) == name(replace(RUN, ended="2031-03-05T00:00:00Z"))
    others = [
        name(replace(RUN, software="1.3")),
        name(replace(RUN, knowledge="e" * 64)),
        name(replace(RUN, inputs=RUN.inputs[:1])),
        name(RUN, GraphSettings(quote_limit=5)),
    ]
    assert len({name(RUN), *others}) == 5
