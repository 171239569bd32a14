"""What a dataset holds, in VoID and DCAT: counts, vocabularies, links, and where to get it.

Without a clock: nothing here depends on when it is asked. Names are minted under the dataset's own IRI, which is made
of the data's base and its digest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kazkg import __version__
from kazkg.graph import terms
from kazkg.graph.iris import encode
from kazkg.graph.settings import DEFAULT_BASE
from kazkg.graph.terms import DCTERMS, KAZ, RDFS, SKOS, TYPE, XSD, Vocabulary, integer, text
from kazkg.store.source import base_of

__all__ = ["DCAT", "PREFIXES", "VOID", "Distribution", "Outline", "describe", "outline"]

VOID: Final = Vocabulary("http://rdfs.org/ns/void#")
DCAT: Final = Vocabulary("http://www.w3.org/ns/dcat#")
FORMATS: Final = Vocabulary("http://www.w3.org/ns/formats/")
SPDX: Final = Vocabulary("http://spdx.org/rdf/terms#")
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
PREFIXES: Final = terms.PREFIXES | {
    "void": VOID.iri,
    "dcat": DCAT.iri,
    "formats": FORMATS.iri,
    "spdx": SPDX.iri,
    "sd": "http://www.w3.org/ns/sparql-service-description#",
}
_WIKIDATA: Final = "http://www.wikidata.org/"

_COUNTS: Final = {
    "triples": "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { ?s ?p ?o } }",
    "entities": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
}
_CLASSES: Final = "SELECT ?x (COUNT(DISTINCT ?s) AS ?n) { ?s a ?x } GROUP BY ?x ORDER BY ?x"
_PROPERTIES: Final = "SELECT ?x (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?x ?o { ?s ?x ?o } } GROUP BY ?x ORDER BY ?x"
_LINKS: Final = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s <%s> ?o FILTER (STRSTARTS(STR(?o), '%s')) }"


@dataclass(frozen=True, slots=True)
class Outline:
    """What there is in a store, counted over the union of its graphs."""

    base: str
    digest: str
    counts: tuple[tuple[str, int], ...]
    """By the local name of VoID's property."""
    classes: tuple[tuple[str, int], ...]
    """IRI and how many instances."""
    properties: tuple[tuple[str, int], ...]
    """IRI and how many triples."""
    wikidata: int
    """Entities that are linked to Wikidata."""
    examples: tuple[str, ...]
    """One article, one claim."""
    graphs: tuple[str, ...]

    @property
    def iri(self) -> str:
        """The dataset's own IRI."""
        return f"{self.base}dataset/{self.digest[:16]}"

    def count(self, name: str) -> int:
        """Instances of a class of the ontology, by its local name."""
        return dict(self.classes).get(KAZ.iri + name, 0)


@dataclass(frozen=True, slots=True)
class Distribution:
    """One file of a published dataset."""

    path: str
    title: str
    media: str
    """Of the unpacked file."""
    packed: str | None
    """Media type of the packing, None for a file as it is."""
    size: int
    sha256: str


def outline(store: ox.Store, digest: str) -> Outline:
    """Count what a store holds."""
    graphs = sorted(g.value for g in store.named_graphs() if isinstance(g, ox.NamedNode))
    return Outline(
        base_of(store) or DEFAULT_BASE,
        digest,
        tuple((name, _number(store, query)) for name, query in _COUNTS.items()),
        _pairs(store, _CLASSES),
        _pairs(store, _PROPERTIES),
        _number(store, _LINKS % (SKOS["exactMatch"].value, _WIKIDATA)),
        tuple(found for name in ("Article", "Figure", "Statement") for found in _first(store, name)),
        tuple(graphs),
    )


def _ask(store: ox.Store, query: str) -> Iterable[ox.QuerySolution]:
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return found


def _number(store: ox.Store, query: str) -> int:
    return next(int(str(row["n"].value)) for row in _ask(store, query))


def _pairs(store: ox.Store, query: str) -> tuple[tuple[str, int], ...]:
    rows = _ask(store, query)
    return tuple((str(row["x"].value), int(row["n"].value)) for row in rows if isinstance(row["x"], ox.NamedNode))


def _first(store: ox.Store, name: str) -> list[str]:
    rows = _ask(store, f"SELECT (MIN(?s) AS ?x) {{ ?s a <{KAZ.iri}{name}> }}")
    return [row["x"].value for row in rows if row["x"] is not None]


def describe(
    found: Outline,
    *,
    endpoint: str | None = None,
    distributions: Sequence[Distribution] = (),
    title: str = "Claims of crisis news",
    licence: str | None = None,
    where: str = "",
) -> list[ox.Triple]:
    """The description of a dataset.

    Args:
        found: what it holds.
        endpoint: address of a SPARQL endpoint over it.
        distributions: the files it is published in.
        title: what it is called.
        licence: IRI of its licence; None says nothing about it.
        where: address that the paths of the distributions are relative to.
    """
    node = ox.NamedNode(found.iri)
    out = _Triples()
    out.add(node, TYPE, VOID["Dataset"], DCAT["Dataset"])
    out.add(node, DCTERMS["title"], ox.Literal(title, language="en"))
    about = "Who said what, through which medium, how sure, as of when, and at which characters of which article."
    out.add(node, DCTERMS["description"], ox.Literal(about, language="en"))
    out.add(node, DCTERMS["identifier"], text(found.digest))
    out.add(node, DCTERMS["creator"], ox.NamedNode(found.iri + "#software"))
    software = ox.NamedNode(found.iri + "#software")
    out.add(software, TYPE, ox.NamedNode("http://www.w3.org/ns/prov#SoftwareAgent"))
    out.add(software, RDFS["label"], text(f"kazkg {__version__}"))
    out.add(node, DCTERMS["language"], text("en"))
    out.add(node, DCAT["keyword"], *(ox.Literal(word, language="en") for word in ("news", "claims", "attribution")))
    if licence:
        out.add(node, DCTERMS["license"], ox.NamedNode(licence))
    out.add(node, VOID["uriSpace"], text(found.base))
    out.add(node, VOID["exampleResource"], *(ox.NamedNode(one) for one in found.examples))
    for name, number in found.counts:
        out.add(node, VOID[name], integer(number))
    out.add(node, VOID["classes"], integer(len(found.classes)))
    out.add(node, VOID["properties"], integer(len(found.properties)))
    spaces = sorted({one.rpartition("#")[0] + "#" if "#" in one else one.rpartition("/")[0] + "/"
                     for one, _ in (*found.classes, *found.properties)})  # fmt: skip
    out.add(node, VOID["vocabulary"], *(ox.NamedNode(one) for one in spaces))
    for formats in ("Turtle", "N-Triples", "N-Quads", "TriG", "RDF_XML", "JSON-LD"):
        out.add(node, VOID["feature"], FORMATS[formats])
    for kind, label, counted, pairs in (
        ("class", "classPartition", "entities", found.classes),
        ("property", "propertyPartition", "triples", found.properties),
    ):
        for iri, number in pairs:
            part = ox.NamedNode(f"{found.iri}#{kind}-{encode(iri)}")
            out.add(node, VOID[label], part)
            out.add(part, VOID[kind], ox.NamedNode(iri))
            out.add(part, VOID[counted], integer(number))
    if found.wikidata:
        links = ox.NamedNode(found.iri + "#wikidata")
        out.add(links, TYPE, VOID["Linkset"])
        out.add(links, VOID["linkPredicate"], SKOS["exactMatch"])
        out.add(links, VOID["subjectsTarget"], node)
        out.add(links, VOID["objectsTarget"], ox.NamedNode(_WIKIDATA))
        out.add(links, VOID["triples"], integer(found.wikidata))
        out.add(node, VOID["subset"], links)
    if endpoint:
        service = ox.NamedNode(endpoint + "#service")
        out.add(node, VOID["sparqlEndpoint"], ox.NamedNode(endpoint))
        out.add(service, TYPE, DCAT["DataService"])
        out.add(service, DCTERMS["title"], ox.Literal("SPARQL 1.1 endpoint", language="en"))
        out.add(service, DCAT["endpointURL"], ox.NamedNode(endpoint))
        out.add(service, DCAT["endpointDescription"], ox.NamedNode(endpoint))
        out.add(service, DCTERMS["conformsTo"], ox.NamedNode("https://www.w3.org/TR/sparql11-protocol/"))
        out.add(service, DCAT["servesDataset"], node)
    for file in distributions:
        _distribution(out, node, file, where)
    return out.found


def _distribution(out: _Triples, dataset: ox.NamedNode, file: Distribution, where: str) -> None:
    part = ox.NamedNode(f"{dataset.value}#file-{encode(file.path)}")
    address = ox.NamedNode((where or dataset.value + "/") + file.path)
    out.add(dataset, DCAT["distribution"], part)
    out.add(dataset, VOID["dataDump"], address)
    out.add(part, TYPE, DCAT["Distribution"])
    out.add(part, DCTERMS["title"], ox.Literal(file.title, language="en"))
    out.add(part, DCAT["downloadURL"], address)
    out.add(part, DCAT["accessURL"], address)
    out.add(part, DCAT["mediaType"], ox.NamedNode(_MEDIA + file.media))
    if file.packed:
        out.add(part, DCAT["compressFormat"], ox.NamedNode(_MEDIA + file.packed))
    out.add(part, DCAT["byteSize"], ox.Literal(str(file.size), datatype=XSD["nonNegativeInteger"]))
    checksum = ox.NamedNode(part.value + "-sha256")
    out.add(part, SPDX["checksum"], checksum)
    out.add(checksum, TYPE, SPDX["Checksum"])
    out.add(checksum, SPDX["algorithm"], SPDX["checksumAlgorithm_sha256"])
    out.add(checksum, SPDX["checksumValue"], ox.Literal(file.sha256, datatype=XSD["hexBinary"]))


class _Triples:
    def __init__(self) -> None:
        self.found: list[ox.Triple] = []

    def add(self, subject: ox.NamedNode, predicate: ox.NamedNode, *values: ox.NamedNode | ox.Literal) -> None:
        self.found += [ox.Triple(subject, predicate, value) for value in values]
