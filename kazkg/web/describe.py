"""What the endpoint says of itself: SPARQL 1.1 Service Description."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from kazkg.graph.terms import DCTERMS, TYPE, Vocabulary, integer
from kazkg.publish.void import VOID, Outline

__all__ = ["SD", "service"]

SD: Final = Vocabulary("http://www.w3.org/ns/sparql-service-description#")
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RESULTS: Final = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads",
)  # fmt: skip


def service(endpoint: str, found: Outline) -> list[ox.Triple]:
    """The description of the service at ``endpoint`` over what ``found`` outlines.

    Every node has an IRI under the endpoint's; the default dataset is the dataset of the VoID description.
    """
    node, dataset, union = (ox.NamedNode(endpoint + part) for part in ("#service", "#dataset", "#default-graph"))
    out = [
        ox.Triple(node, TYPE, SD["Service"]),
        ox.Triple(node, SD["endpoint"], ox.NamedNode(endpoint)),
        ox.Triple(node, SD["supportedLanguage"], SD["SPARQL11Query"]),
        ox.Triple(node, SD["feature"], SD["UnionDefaultGraph"]),
        ox.Triple(node, SD["defaultDataset"], dataset),
        ox.Triple(node, SD["availableGraphs"], dataset),
        ox.Triple(dataset, TYPE, SD["Dataset"]),
        ox.Triple(dataset, TYPE, SD["GraphCollection"]),
        ox.Triple(dataset, DCTERMS["isVersionOf"], ox.NamedNode(found.iri)),
        ox.Triple(dataset, SD["defaultGraph"], union),
        ox.Triple(union, TYPE, SD["Graph"]),
        ox.Triple(union, VOID["triples"], integer(dict(found.counts)["triples"])),
    ]
    out += [ox.Triple(node, SD["resultFormat"], ox.NamedNode(_FORMATS + name)) for name in _RESULTS]
    for number, name in enumerate(found.graphs, start=1):
        graph = ox.NamedNode(f"{endpoint}#graph-{number}")
        out += [
            ox.Triple(dataset, SD["namedGraph"], graph),
            ox.Triple(graph, TYPE, SD["NamedGraph"]),
            ox.Triple(graph, SD["name"], ox.NamedNode(name)),
        ]
    return out
