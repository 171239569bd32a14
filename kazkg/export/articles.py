"""A file for each article: what it says, and of shared things what is needed to read it by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kazkg.errors import InputError
from kazkg.export.folders import new_folder
from kazkg.export.graph import ENDINGS, known, serialize_quads
from kazkg.export.packing import KINDS, packed
from kazkg.graph.settings import DEFAULT_BASE
from kazkg.store.source import base_of, open_source

__all__ = ["articles", "export_articles"]

_ARTICLES: Final = "graph/article/"
_FOLLOWED: Final = ("graph/entities", "graph/links")
"""Graphs of shared things: what is said there of a thing named leads on to the things that it names."""
_TAKEN: Final = ("graph/inferred", "graph/fused")
"""Graphs from which only what is said of the things taken is taken."""


def articles(store: ox.Store, base: str) -> Iterator[tuple[str, list[ox.Quad]]]:
    """Each article's id, as it stands in its IRI (safe as a file's name), with its quads, in the order of ids.

    What is said of the article and its parts comes with what is said of the entities, sources and times that it
    names, and of those these lead to. How figures of other articles stand to its own is left out.
    """
    names = (g.value for g in store.named_graphs() if isinstance(g, ox.NamedNode))
    ids = sorted(name.removeprefix(base + _ARTICLES) for name in names if name.startswith(base + _ARTICLES))
    followed = _by_subject(store, [base + name for name in _FOLLOWED])
    taken = _by_subject(store, [base + name for name in _TAKEN])
    for article in ids:
        own = list(store.quads_for_pattern(None, None, None, ox.NamedNode(base + _ARTICLES + article)))
        seen = {q.subject.value for q in own if isinstance(q.subject, ox.NamedNode)}
        waiting = seen | {q.object.value for q in own if isinstance(q.object, ox.NamedNode)}
        reached: set[str] = set()
        while waiting:
            reached |= waiting
            more = [q for iri in sorted(waiting) for q in followed.get(iri, ())]
            own += more
            waiting = {q.object.value for q in more if isinstance(q.object, ox.NamedNode)} - reached
        own += [quad for iri in sorted(reached) for quad in taken.get(iri, ())]
        yield article, own


def _by_subject(store: ox.Store, graphs: list[str]) -> dict[str, list[ox.Quad]]:
    found: dict[str, list[ox.Quad]] = {}
    for graph in graphs:
        for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
            if isinstance(quad.subject, ox.NamedNode):
                found.setdefault(quad.subject.value, []).append(quad)
    return found


def export_articles(source: Path | str, format: str, out: Path, pack: str = "none") -> int:
    """Write a file for each article into a new folder.

    Args:
        source: the folder of a build, or an RDF file that keeps graphs apart.
        format: one of ``FORMATS``.
        out: the folder; files are named by the article's id, percent-encoded as in its IRI.
        pack: one of ``packing.KINDS``.

    Returns:
        How many files there are.

    Raises:
        UsageFault: for an unknown format, a source that is none, or a folder that holds something.
        InputError: for a source without articles' graphs.
        EnvironmentFault: where the folder cannot be written.
    """
    name = known(format)
    store = open_source(source)
    base = base_of(store) or DEFAULT_BASE
    count = 0
    with new_folder(out) as folder:
        for article, quads in articles(store, base):
            path = folder / f"{article}{ENDINGS[name]}{KINDS[pack]}"
            with path.open("wb") as file, packed(file, pack) as stream:
                stream.write(serialize_quads(quads, name, base))
            count += 1
        if not count:
            raise InputError(f"{source}: no article has a graph of its own.", "Give the folder of a build.")
    return count
