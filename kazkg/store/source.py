"""What a command reads its graph from: the folder of a build, or an RDF file."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kazkg.errors import InputError, UsageFault
from kazkg.store.embedded import open_store

__all__ = ["ENTITIES", "SUFFIXES", "base_of", "open_source"]

SUFFIXES: Final[dict[str, ox.RdfFormat]] = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
"""The files that can be read, each also with ``.gz`` behind."""

ENTITIES: Final = "graph/entities"
"""How the name of the graph of entities ends; what stands before it is the base of the data's IRIs."""


def open_source(source: Path | str) -> ox.Store:
    """Open the graph that ``source`` names, for reading.

    Args:
        source: the folder of a build (its ``store/`` is opened), or a Turtle, TriG, N-Quads, N-Triples or JSON-LD
            file, gzipped or not (read into memory).

    Raises:
        UsageFault: where ``source`` is neither a folder nor a file of a kind that can be read.
        InputError: where the file is broken (names the line) or the folder holds no build.
        EnvironmentFault: where the store in the folder is damaged or of another version.
    """
    path = Path(source)
    if path.is_dir():
        return open_store(path / "store")
    if not path.is_file():
        raise UsageFault(f"{source}: no such folder or file.", "Give the folder of a build or an RDF file with --from.")
    return _load(path)


def _load(path: Path) -> ox.Store:
    name = path.name.removesuffix(".gz")
    form = SUFFIXES.get(Path(name).suffix.lower())
    if form is None:
        known = " ".join(SUFFIXES)
        raise UsageFault(f"{path}: not a kind of RDF file.", f"Known endings: {known}, each also with .gz.")
    store = ox.Store()
    try:
        data = path.read_bytes()
        if name != path.name:
            data = gzip.decompress(data)
        store.bulk_load(data, format=form)
    except (OSError, EOFError, zlib.error, SyntaxError, ValueError) as err:
        raise InputError(f"{path}: {err}", "Mend the file, or build again.") from err
    return store


def base_of(store: ox.Store) -> str | None:
    """The base of the data's IRIs, told by the name of the graph of entities; None where there is no such graph."""
    names = (graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
    found = sorted(name.removesuffix(ENTITIES) for name in names if name.endswith(ENTITIES))
    return found[0] if found else None
