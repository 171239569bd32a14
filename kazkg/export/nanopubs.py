"""Nanopublications: each claim as a small publication of its own, after the guidelines of nanopub.net.

Four graphs each: the head, the assertion (what is claimed), the provenance of the assertion (who claims it, through
whom, how sure, where it stands) and the publication info (which run of which software read it, names of the things in
it). The assertion is that of the source; that it was read so is what the publication info vouches for.

With ``trusty`` the IRI of each ends in the hash of all its triples, so that it cannot be changed unnoticed (Trusty
URIs, module RA); the hash is the ``nanopub`` library's.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import pyoxigraph as ox

from kazkg import __version__
from kazkg.errors import EnvironmentFault, InputError
from kazkg.graph import serialize
from kazkg.graph.settings import DEFAULT_BASE
from kazkg.graph.terms import DCTERMS, KAZ, OA, PROV, RDFS, SCHEMA, SKOS, TYPE, XSD, Vocabulary, text
from kazkg.store.reader import Reader
from kazkg.store.source import base_of, open_source

__all__ = ["CLAIMS", "export_nanopubs", "nanopubs"]

NP: Final = Vocabulary("http://www.nanopub.org/nschema#")
CLAIMS: Final = ("EventMention", "Figure", "Naming", "ReportedUnknown", "Statement")
"""Classes of claims."""

_ABOUT_THE_CLAIM: Final = frozenset(
    [
        "claimer",
        "affiliation",
        "chain",
        "medium",
        "mediumText",
        "ownVoice",
        "relay",
        "turn",
        "epistemic",
        "certainty",
        "mode",
        "tense",
        "cue",
        "act",
        "inArticle",
        "within",
        "claimOrigin",
        "originText",
        "originReason",
        "originCount",
        "contentPart",
    ]
)
"""Properties of a claim that tell who claims it and where; besides these, those that lead to spans (``...Span``)."""
_OF_ARTICLES: Final = (
    *(KAZ.iri + name for name in ("identifier", "published", "textDigest")),
    *(DCTERMS.iri + name for name in ("title", "publisher")),
    SCHEMA.iri + "url",
)
_INFERRED: Final = "graph/inferred"
_FUSED: Final = "graph/fused"
"""How a claim stands to others is said there; of a single claim only whom it goes back to."""


def export_nanopubs(source: Path | str, stream: BinaryIO, *, trusty: bool = False, licence: str | None = None) -> int:
    """Write all claims as nanopublications, in TriG, sorted.

    Args:
        source: the folder of a build, or an RDF file.
        stream: where to.
        trusty: whether names end in hashes.
        licence: IRI of the licence they are published under; None says nothing about it.

    Returns:
        How many there are.

    Raises:
        UsageFault: for a source that is none.
        InputError: for a source without claims.
        EnvironmentFault: where hashes are asked for and the library is not installed.
    """
    store = open_source(source)
    base = base_of(store) or DEFAULT_BASE
    stream.write(serialize.head(base).encode())
    count = 0
    for quads in nanopubs(store, trusty=trusty, licence=licence):
        stream.write(serialize.trig(quads, base).removeprefix(serialize.head(base)).encode())
        count += 1
    if not count:
        raise InputError(f"{source}: the graph holds no claims.", "Give the folder of a build.")
    return count


def nanopubs(store: ox.Store, *, trusty: bool = False, licence: str | None = None) -> Iterator[list[ox.Quad]]:
    """Each claim as the quads of its nanopublication, in the order of the claims' IRIs; see :func:`export_nanopubs`."""
    hasher = _hasher() if trusty else None
    maker = _Maker(store, licence)
    found = {node for name in CLAIMS for node in maker.reader.of_class(name)}
    for claim in sorted(found, key=str):
        name = f"{claim.value}/np"
        if hasher is None:
            yield maker.quads(claim, name, name + "#")
        else:
            hashed = f"{name}/{hasher(maker.quads(claim, name + '/', name + '/'), name + '/')}"
            yield maker.quads(claim, hashed, hashed + "#")


class _Maker:
    def __init__(self, store: ox.Store, licence: str | None) -> None:
        self.store = store
        self.reader = Reader(store)
        self.licence = licence
        self.runs: dict[str, ox.NamedNode] = {}
        for run in self.reader.of_class(PROV["Activity"].value):
            for article in self.reader.nodes(run, PROV["used"].value):
                self.runs.setdefault(article.value, run)

    def quads(self, claim: ox.NamedNode, name: str, parts: str) -> list[ox.Quad]:
        """The nanopublication called ``name`` of a claim; its graphs are called by words behind ``parts``."""
        node = ox.NamedNode(name)
        head, assertion, provenance, info = (
            ox.NamedNode(parts + word) for word in ("Head", "assertion", "provenance", "pubinfo")
        )
        claimed, told = self._split(claim)
        article = self.reader.node(claim, "inArticle")
        run = None if article is None else self.runs.get(article.value)
        claimed += self._times(claimed)
        told += self._source(assertion, claim, article, run)
        told += [t for span in _objects(told) for t in self._span(span)]
        quads = [
            ox.Quad(node, TYPE, NP["Nanopublication"], head),
            ox.Quad(node, NP["hasAssertion"], assertion, head),
            ox.Quad(node, NP["hasProvenance"], provenance, head),
            ox.Quad(node, NP["hasPublicationInfo"], info, head),
        ]
        quads += [ox.Quad(t.subject, t.predicate, t.object, assertion) for t in claimed]
        quads += [ox.Quad(t.subject, t.predicate, t.object, provenance) for t in told]
        published = [*self._published(node, run), *self._names(_objects([*claimed, *told]))]
        return quads + [ox.Quad(t.subject, t.predicate, t.object, info) for t in published]

    def _split(self, claim: ox.NamedNode) -> tuple[list[ox.Triple], list[ox.Triple]]:
        """What is claimed, and who claims it; each with the parts of the claim that belong there."""
        claimed: list[ox.Triple] = []
        told: list[ox.Triple] = []
        for triple in self._said(claim):
            name = triple.predicate.value.removeprefix(KAZ.iri)
            side = told if name in _ABOUT_THE_CLAIM or name.endswith("Span") else claimed
            side.append(triple)
            part = triple.object
            if isinstance(part, ox.NamedNode) and part.value.startswith(claim.value + "/"):
                side += self._said(part)
        return claimed, told

    def _said(self, node: ox.NamedNode) -> list[ox.Triple]:
        """What is said of a node, without what was only inferred and how it stands to other claims."""
        found: set[ox.Triple] = set()
        for quad in self.store.quads_for_pattern(node, None, None, None):
            graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
            told = quad.predicate.value.removeprefix(KAZ.iri) in _ABOUT_THE_CLAIM
            if not graph.endswith(_INFERRED) and (told or not graph.endswith(_FUSED)):
                found.add(quad.triple)
        return sorted(found, key=str)

    def _times(self, triples: list[ox.Triple]) -> list[ox.Triple]:
        times = (node for node in _objects(triples) if self.reader.text(node, "timeText") is not None)
        return [triple for node in times for triple in self._said(node)]

    def _source(
        self, assertion: ox.NamedNode, claim: ox.NamedNode, article: ox.NamedNode | None, run: ox.NamedNode | None
    ) -> list[ox.Triple]:
        out = [ox.Triple(assertion, PROV["wasQuotedFrom"], span) for span in self.reader.nodes(claim, "quoteSpan")]
        who = [*self.reader.nodes(claim, "claimer"), *self.reader.nodes(claim, "speaker")]
        if article is not None:
            out.append(ox.Triple(assertion, PROV["wasDerivedFrom"], article))
            out += self._values(article, _OF_ARTICLES)
            who = who or self.reader.nodes(article, DCTERMS["publisher"].value)
            out += self._times(out)
        out += [ox.Triple(assertion, PROV["wasAttributedTo"], one) for one in who]
        if run is not None:
            out.append(ox.Triple(assertion, PROV["wasGeneratedBy"], run))
        return out

    def _values(self, node: ox.NamedNode, predicates: Iterable[str]) -> list[ox.Triple]:
        return [
            ox.Triple(node, ox.NamedNode(predicate), value)
            for predicate in predicates
            for value in self.reader.values(node, predicate)
        ]

    def _span(self, node: ox.NamedNode) -> list[ox.Triple]:
        return self._values(node, [OA[name].value for name in ("start", "end", "exact")])

    def _published(self, node: ox.NamedNode, run: ox.NamedNode | None) -> list[ox.Triple]:
        agents = [] if run is None else self.reader.nodes(run, PROV["wasAssociatedWith"].value)
        maker = next((one for one in agents if one.value.endswith("/kazkg")), None)
        out = [ox.Triple(node, DCTERMS["creator"], maker or text(f"kazkg {__version__}"))]
        if maker is not None:
            out += self._values(maker, [RDFS["label"].value, KAZ.iri + "version"])
        if run is not None:
            out.append(ox.Triple(node, PROV["wasGeneratedBy"], run))
            ended = self.reader.text(run, PROV["endedAtTime"].value)
            if ended is not None:
                out.append(ox.Triple(node, DCTERMS["created"], ox.Literal(ended, datatype=XSD["dateTime"])))
        if self.licence:
            out.append(ox.Triple(node, DCTERMS["license"], ox.NamedNode(self.licence)))
        return out

    def _names(self, nodes: list[ox.NamedNode]) -> list[ox.Triple]:
        """Names of the things in a nanopublication, and the Wikidata items they are linked to."""
        wanted = [SKOS["prefLabel"].value, SKOS["exactMatch"].value]
        return [triple for node in nodes for triple in self._values(node, wanted)]


def _objects(triples: list[ox.Triple]) -> list[ox.NamedNode]:
    return sorted({t.object for t in triples if isinstance(t.object, ox.NamedNode)}, key=str)


def _hasher() -> Callable[[list[ox.Quad], str], str]:
    """What gives the hash of a nanopublication that is still called by a placeholder."""
    try:
        hashing: Any = importlib.import_module("nanopub.trustyuri.rdf.RdfHasher")
    except ImportError as err:
        raise EnvironmentFault("The library for Trusty URIs is not installed.", "pip install 'kazkg[nanopub]'") from err
    import rdflib

    def term(found: object) -> rdflib.term.Node:
        if isinstance(found, ox.NamedNode):
            return rdflib.URIRef(found.value)
        assert isinstance(found, ox.Literal)
        if found.language:
            return rdflib.Literal(found.value, lang=found.language)
        return rdflib.Literal(found.value, datatype=rdflib.URIRef(found.datatype.value), normalize=False)

    def make(quads: list[ox.Quad], base: str) -> str:
        rows = [(term(q.graph_name), term(q.subject), term(q.predicate), term(q.object)) for q in quads]
        return str(hashing.make_hash(rows, hashstr=" ", baseuri=base))

    return make
