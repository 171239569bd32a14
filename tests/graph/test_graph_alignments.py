"""Alignments: about declared terms only, towards well-formed ids, and without effect on what is derived."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox

ROOT = Path(__file__).parents[2]
KAZ = "https://w3id.org/kazkg/ontology#"
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


def parsed(name: str) -> list[ox.Triple]:
    return [q.triple for q in ox.parse(path=str(ROOT / "ontology" / name), format=ox.RdfFormat.TURTLE)]


def test_only_declared_terms_are_aligned():
    labelled = {t.subject for t in parsed("kazkg.ttl") if t.predicate == LABEL}
    used = {t.subject for t in parsed("alignments.ttl")}
    assert {s.value for s in used - labelled} == set()


def test_only_outwards():
    for t in parsed("alignments.ttl"):
        assert t.subject.value.startswith(KAZ)
        assert isinstance(t.object, ox.Literal) or not t.object.value.startswith(KAZ)


def test_wikidata_ids_are_items_for_classes_and_properties_for_properties():
    properties = {t.subject for t in parsed("kazkg.ttl") if str(t.object).endswith("Property>")}
    for t in parsed("alignments.ttl"):
        value = t.object.value
        if "wikidata.org" in value:
            assert re.fullmatch(r"http://www\.wikidata\.org/(entity/Q|prop/direct/P)[1-9]\d*", value)
            if t.subject in properties:
                assert "/prop/direct/" in value, t
