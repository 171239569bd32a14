"""The graph in the usual RDF formats: the same graph gives the same bytes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, Final

import pyoxigraph as ox

from kazkg.errors import UsageFault
from kazkg.graph import serialize
from kazkg.graph.settings import DEFAULT_BASE
from kazkg.store.source import base_of, open_source

__all__ = ["ENDINGS", "FORMATS", "export", "known", "serialize_quads"]

FORMATS: Final[dict[str, tuple[ox.RdfFormat, Callable[[Iterable[ox.Quad], str], str]]]] = {
    "turtle": (ox.RdfFormat.TURTLE, serialize.turtle),
    "trig": (ox.RdfFormat.TRIG, serialize.trig),
    "nquads": (ox.RdfFormat.N_QUADS, lambda quads, _base: serialize.nquads(quads)),
    "ntriples": (ox.RdfFormat.N_TRIPLES, lambda quads, _base: serialize.ntriples(quads)),
    "jsonld": (ox.RdfFormat.JSON_LD, lambda quads, _base: serialize.jsonld(quads)),
}
"""Formats by name. Turtle and N-Triples are the union of the graphs; the others keep the graphs apart."""

ENDINGS: Final = {"turtle": ".ttl", "trig": ".trig", "nquads": ".nq", "ntriples": ".nt", "jsonld": ".jsonld"}
"""Endings of files, by format."""

_ALIASES: Final = {"ttl": "turtle", "nq": "nquads", "nt": "ntriples", "json-ld": "jsonld"}
_WRITTEN: Final = {"turtle": "kg.ttl", "trig": "kg.trig"}


def export(source: Path | str, format: str, stream: BinaryIO) -> None:
    """Write the whole graph.

    Of a build, Turtle and TriG are its own files as they are; the other formats are sorted in memory. Blank nodes,
    which a build never holds but another file may, keep no stable names.

    Args:
        source: the folder of a build, or an RDF file.
        format: one of ``FORMATS`` (or ttl, nq, nt).
        stream: where to, as UTF-8.

    Raises:
        UsageFault: for an unknown format, or a source that is neither a folder nor an RDF file.
        InputError: for a broken file or a folder without a build.
        EnvironmentFault: for a damaged store.
    """
    name = known(format)
    store = open_source(source)
    written = Path(source) / _WRITTEN[name] if name in _WRITTEN else None
    if written is not None and written.is_file():
        with written.open("rb") as file:
            shutil.copyfileobj(file, stream)
        return
    stream.write(serialize_quads(list(store), name, base_of(store) or DEFAULT_BASE))


def known(format: str, besides: tuple[str, ...] = ()) -> str:
    """The whole name of a format.

    Args:
        format: its name, or a short one.
        besides: further names that are let pass.

    Raises:
        UsageFault: for an unknown one.
    """
    name = _ALIASES.get(format, format)
    if name not in (*FORMATS, *besides):
        raise UsageFault(f"Unknown format {format!r}.", f"Choose one of {', '.join((*FORMATS, *besides))}.")
    return name


def serialize_quads(quads: list[ox.Quad], name: str, base: str) -> bytes:
    """Quads in one of ``FORMATS``, in an order that does not depend on theirs."""
    rdf_format, writer = FORMATS[name]
    if any(isinstance(term, ox.BlankNode) for quad in quads for term in quad):
        return _with_blank_nodes(quads, rdf_format)
    return writer(quads, base).encode("utf-8")


def _with_blank_nodes(quads: list[ox.Quad], rdf_format: ox.RdfFormat) -> bytes:
    lines: list[ox.Quad] | list[ox.Triple] = sorted(quads, key=str)
    if not rdf_format.supports_datasets:
        lines = sorted({quad.triple for quad in quads}, key=str)
    return ox.serialize(lines, format=rdf_format) or b""
