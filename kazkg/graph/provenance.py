"""How a graph came about, in PROV-O."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kazkg.graph.iris import Iris, slug
from kazkg.graph.rows import KAZ, PROV, RDF, RDFS, TYPE, Row, moment, quads, text
from kazkg.graph.settings import GraphSettings
from kazkg.language.pipeline import ModelInfo

__all__ = ["Run", "describe"]


@dataclass(frozen=True, slots=True)
class Run:
    """What a build was made by and from."""

    software: str
    """Version of kazkg."""
    libraries: tuple[tuple[str, str], ...]
    """Name and version of each library that decides the result, sorted."""
    model: ModelInfo
    knowledge: str
    """SHA-256 over the knowledge, in hexadecimal."""
    inputs: tuple[tuple[str, str], ...]
    """Article id and SHA-256 of its text, sorted."""
    ended: str | None = None
    """ISO 8601 in UTC; None leaves the time out."""
    corrections: tuple[str, ...] = ()
    """IRIs of the corrections that changed something, sorted."""


def describe(run: Run, settings: GraphSettings) -> list[ox.Quad]:
    """The run as a ``prov:Activity`` in the graph of the run; no path and no clock gets in.

    The run's IRI is a hash of what decides its result, so that the same run has the same IRI.
    """
    iris = Iris(settings.base)
    return quads(list(dict.fromkeys(_rows(run, settings, iris))), iris.run_graph)


def _rows(run: Run, settings: GraphSettings, iris: Iris) -> Iterator[Row]:
    chosen = (
        ("base", settings.base),
        ("quote-limit", str(settings.quote_limit)),
        ("with-text", "true" if settings.with_text else "false"),
    )
    name = iris.run((run.software, run.libraries, run.model.digest, run.knowledge, run.inputs, chosen))
    node = f"<{name}>"
    yield node, TYPE, PROV["Activity"]
    yield node, RDFS["label"], text(f"kazkg {run.software} over {len(run.inputs)} articles")
    if run.ended:
        yield node, PROV["endedAtTime"], moment(run.ended)
    for software, version in (("kazkg", run.software), *run.libraries):
        agent = f"<{name}/software/{slug(software)}>"
        yield node, PROV["wasAssociatedWith"], agent
        yield agent, TYPE, PROV["SoftwareAgent"]
        yield agent, RDFS["label"], text(software)
        yield agent, KAZ["version"], text(version)
    yield from _used(node, f"<{name}/model>", f"model {run.model.name}", run.model.digest)
    yield f"<{name}/model>", KAZ["version"], text(run.model.version)
    yield from _used(node, f"<{name}/knowledge>", "knowledge: ontology, lexicon, gazetteer and shapes", run.knowledge)
    for key, value in chosen:
        field = f"<{name}/setting/{key}>"
        yield node, KAZ["field"], field
        yield field, TYPE, KAZ["Field"]
        yield field, RDFS["label"], text(key)
        yield field, RDF["value"], text(value)
    yield from ((node, PROV["wasInfluencedBy"], f"<{correction}>") for correction in run.corrections)
    for article, digest in run.inputs:
        source, graph = f"<{iris.article(article)}>", str(iris.graph(article))
        yield from _used(node, source, None, digest)
        yield graph, TYPE, PROV["Entity"]
        yield graph, PROV["wasGeneratedBy"], node
        yield graph, PROV["wasDerivedFrom"], source


def _used(run: str, thing: str, label: str | None, digest: str) -> Iterator[Row]:
    yield run, PROV["used"], thing
    yield thing, TYPE, PROV["Entity"]
    yield thing, KAZ["digest"], text(digest)
    if label:
        yield thing, RDFS["label"], text(label)
