"""Nanopublications: one for each claim, in the form of the guidelines, with hashes that others find right."""

from __future__ import annotations

import io
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kazkg.errors import InputError
from kazkg.export.nanopubs import CLAIMS, NP, export_nanopubs, nanopubs
from kazkg.graph.terms import KAZ, OA, PROV, TYPE
from kazkg.store.reader import Reader
from kazkg.store.source import open_source

LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"


def written(source: Path, **settings: object) -> bytes:
    stream = io.BytesIO()
    export_nanopubs(source, stream, **settings)  # type: ignore[arg-type]
    return stream.getvalue()


def by_graph(quads: list[ox.Quad]) -> dict[str, list[ox.Triple]]:
    found: dict[str, list[ox.Triple]] = defaultdict(list)
    for quad in quads:
        found[str(quad.graph_name)[1:-1]].append(quad.triple)
    return found


@pytest.fixture(scope="module", params=["corpus", "seeds"])
def store(request: pytest.FixtureRequest) -> ox.Store:
    name = "corpus_build" if request.param == "corpus" else "seeds_build"
    return open_source(request.getfixturevalue(name))


def test_one_for_each_claim(store: ox.Store) -> None:
    claims = {node for name in CLAIMS for node in Reader(store).of_class(name)}
    assert claims
    assert {str(q[0].subject)[1:-1].removesuffix("/np") for q in nanopubs(store)} == {c.value for c in claims}


def test_the_classes_of_claims_are_all_there_are() -> None:
    from kazkg import resources

    below = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    quads = ox.parse(path=str(resources.folder("ontology") / "kazkg.ttl"), format=ox.RdfFormat.TURTLE)
    assert {q.subject for q in quads if (q.predicate, q.object) == (below, KAZ["Claim"])} == {KAZ[n] for n in CLAIMS}


def test_the_form_of_the_guidelines(store: ox.Store) -> None:
    """Working draft of the guidelines: well-formed nanopublications."""
    for quads in nanopubs(store, licence=LICENCE):
        graphs = by_graph(quads)
        assert len(graphs) == 4
        (head,) = (name for name in graphs if name.endswith("#Head"))
        node = ox.NamedNode(head.removesuffix("#Head"))
        assert ox.Triple(node, TYPE, NP["Nanopublication"]) in graphs[head]
        parts = {}
        for name in ("hasAssertion", "hasProvenance", "hasPublicationInfo"):
            (part,) = (t.object for t in graphs[head] if (t.subject, t.predicate) == (node, NP[name]))
            parts[name] = part
        assert {head, *(part.value for part in parts.values())} == set(graphs)
        assert parts["hasAssertion"] in {t.subject for t in graphs[parts["hasProvenance"].value]}
        assert node in {t.subject for t in graphs[parts["hasPublicationInfo"].value]}
        assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in quad)


def test_who_claims_it_is_not_part_of_what_is_claimed(store: ox.Store) -> None:
    apart = {KAZ[name] for name in ("claimer", "chain", "medium", "epistemic", "quoteSpan", "inArticle")}
    reader = Reader(store)
    for quads in nanopubs(store):
        graphs = by_graph(quads)
        claim = ox.NamedNode(str(quads[0].subject)[1:-1].removesuffix("/np"))
        (assertion,) = (triples for name, triples in graphs.items() if name.endswith("#assertion"))
        (provenance,) = (triples for name, triples in graphs.items() if name.endswith("#provenance"))
        assert not apart & {t.predicate for t in assertion}
        asserted = (q for q in store.quads_for_pattern(claim, None, None, None) if "inferred" not in str(q.graph_name))
        said = {q.triple for q in asserted if q.predicate in apart}
        assert said <= set(provenance)
        quote = reader.node(claim, "quoteSpan")
        assert quote is not None
        assert quote in {t.object for t in provenance if t.predicate == PROV["wasQuotedFrom"]}
        assert [t.object for t in provenance if (t.subject, t.predicate) == (quote, OA["exact"])]
        assert not any("/figure/" in str(t.object) for t in assertion if t.predicate != KAZ["partOfFigure"]), claim


def test_own_voice_is_attributed_to_the_publisher(corpus_build: Path) -> None:
    store = open_source(corpus_build)
    (storming,) = (
        q for q in nanopubs(store) if ox.Literal("stormed") in {x.object for x in q if x.predicate == KAZ["trigger"]}
    )
    assert {str(q.object) for q in storming if q.predicate == PROV["wasAttributedTo"]} == {
        "<https://w3id.org/kazkg/id/entity/norpress>"
    }


def test_the_file_is_the_same_each_time_and_holds_no_more(corpus_build: Path) -> None:
    data = written(corpus_build)
    assert written(corpus_build) == data
    expected = {quad for quads in nanopubs(open_source(corpus_build)) for quad in quads}
    assert set(ox.parse(data, format=ox.RdfFormat.TRIG)) == expected


def test_a_graph_without_claims(tmp_path: Path) -> None:
    file = tmp_path / "other.ttl"
    file.write_text("<http://e.org/s> <http://e.org/p> 1 .")
    with pytest.raises(InputError, match="no claims"):
        written(file)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_trusty_names_are_right_by_the_library(corpus_build: Path) -> None:
    """Each nanopublication is read back by itself and hashed as anybody would who finds it."""
    from nanopub.trustyuri.rdf import RdfHasher, RdfUtils

    count = 0
    for quads in nanopubs(open_source(corpus_build), trusty=True):
        name = str(quads[0].subject)[1:-1]
        tail = name.rpartition("/")[2]
        assert len(tail) == 45
        assert tail.startswith("RA")
        graph = rdflib.ConjunctiveGraph()
        graph.parse(data=ox.serialize(quads, format=ox.RdfFormat.N_QUADS), format="nquads")
        assert RdfHasher.make_hash(RdfUtils.get_quads(graph), tail) == tail, name
        changed = [*quads[:-1], ox.Quad(quads[-1].subject, KAZ["words"], ox.Literal("99"), quads[-1].graph_name)]
        other = rdflib.ConjunctiveGraph()
        other.parse(data=ox.serialize(changed, format=ox.RdfFormat.N_QUADS), format="nquads")
        assert RdfHasher.make_hash(RdfUtils.get_quads(other), tail) != tail
        count += 1
    assert count == sum(1 for _ in nanopubs(open_source(corpus_build)))
