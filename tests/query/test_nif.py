"""The NIF graph: contexts and phrases as the NIF core ontology says, each phrase at its characters."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox

from kazkg.export.nif import nif
from kazkg.query import answer
from kazkg.store.source import open_source
from tests.query.corpus import ALPHA, BETA

NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
ITS = "http://www.w3.org/2005/11/its/rdf#"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def table(triples: tuple[ox.Triple, ...] | None) -> dict[str, dict[str, set[str]]]:
    found: dict[str, dict[str, set[str]]] = {}
    for t in triples or ():
        name = t.predicate.value.replace(NIF, "").replace(ITS, "its:")
        found.setdefault(str(t.subject)[1:-1], {}).setdefault(name, set()).add(t.object.value)  # type: ignore[union-attr]
    return found


def test_each_named_mention_is_a_phrase(corpus_build: Path) -> None:
    found = table(answer("nif", {}, corpus_build).triples)
    contexts = {iri for iri, said in found.items() if NIF + "Context" in said[TYPE.value]}
    phrases = {iri: said for iri, said in found.items() if NIF + "Phrase" in said[TYPE.value]}
    assert {iri.rpartition("/")[2] for iri in contexts} == {f"alpha#char=0,{len(ALPHA)}", f"beta#char=0,{len(BETA)}"}
    mentions = answer("mentions", {}, corpus_build).plain()
    assert len(phrases) == len({(m["article"], m["begin"], m["end"]) for m in mentions})
    texts = {"alpha": ALPHA, "beta": BETA}
    for iri, said in phrases.items():
        parts = re.fullmatch(r".*/article/(\w+)#char=(\d+),(\d+)", iri)
        assert parts is not None, iri
        article, begin, end = parts[1], int(parts[2]), int(parts[3])
        assert said["beginIndex"] == {str(begin)}
        assert said["endIndex"] == {str(end)}
        assert said["anchorOf"] == {texts[article][begin:end]}
        assert said["referenceContext"] <= contexts
        assert said["its:taIdentRef"]
    items = {ref for said in phrases.values() for ref in said["its:taIdentRef"] if "wikidata" in ref}
    assert items == {m["wikidata"] for m in mentions if "wikidata" in m}


def test_only_one_article(corpus_build: Path) -> None:
    found = table(answer("nif", {"article": "beta"}, corpus_build).triples)
    assert found
    assert all("/article/beta#" in iri for iri in found)


def test_the_export_types_offsets_as_nif_does(corpus_build: Path) -> None:
    offsets = 0
    data = nif(corpus_build)
    for t in ox.parse(data, format=ox.RdfFormat.TURTLE):
        if t.predicate.value in (NIF + "beginIndex", NIF + "endIndex"):
            assert isinstance(t.object, ox.Literal)
            assert t.object.datatype.value == "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"
            offsets += 1
    assert offsets == 2 * data.count(b"RFC5147String")
    assert nif(corpus_build) == data


def test_the_text_is_there_where_the_graph_has_it(corpus_build: Path) -> None:
    store = ox.Store()
    store.bulk_extend(open_source(corpus_build))
    article = ox.NamedNode("https://w3id.org/kazkg/id/article/beta")
    store.add(ox.Quad(article, ox.NamedNode("https://w3id.org/kazkg/ontology#text"), ox.Literal(BETA)))
    from kazkg.query.bundled import find
    from kazkg.query.run import ask

    found = table(ask(store, find("nif")).triples)
    assert [said["isString"] for said in found.values() if "isString" in said] == [{BETA}]
