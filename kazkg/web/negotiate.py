"""Which format a client gets: media types, and how an ``Accept`` header chooses among them (RFC 9110, 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

import pyoxigraph as ox

__all__ = ["GRAPHS", "PAGE", "ROWS", "TRUTHS", "choose", "named", "preferences", "stored"]

PAGE: Final = "text/html"
ROWS: Final[dict[str, str]] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "html": PAGE,
}
"""Formats of rows by short name, the one for those who do not choose first."""
TRUTHS: Final[dict[str, str]] = {name: ROWS[name] for name in ("json", "xml", "html")}
GRAPHS: Final[dict[str, str]] = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nq": "application/n-quads",
    "html": PAGE,
}
_STORED: Final[dict[str, ox.RdfFormat]] = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
}
_ALSO: Final[dict[str, tuple[str, ...]]] = {
    "json": ("application/json",),
    "xml": ("application/xml", "text/xml"),
    "ttl": ("application/x-turtle",),
    "nt": ("text/plain",),
    "jsonld": ("application/json",),
    "rdf": ("application/xml", "text/xml"),
    "html": ("application/xhtml+xml",),
}
"""Further names that clients ask by; the answer carries the format's own."""
_RANGE: Final = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+|\*)/([!#$%&'*+.^_`|~0-9A-Za-z-]+|\*)\s*")
_QUALITY: Final = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
_MOST: Final = 100
"""Ranges of one header that are looked at."""


def preferences(accept: str | None) -> list[tuple[str, float]]:
    """The media ranges of an ``Accept`` header with their qualities; what cannot be read is left out.

    Args:
        accept: the header, several joined by commas; None or empty accepts everything.
    """
    if accept is None or not accept.strip():
        return [("*/*", 1.0)]
    found: list[tuple[str, float]] = []
    for part in accept.split(",")[:_MOST]:
        kind, *parameters = part.split(";")
        match = _RANGE.fullmatch(kind)
        if match is None or (match[1] == "*" and match[2] != "*"):
            continue
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                quality = float(value) if _QUALITY.fullmatch(value.strip()) else 0.0
                break
        found.append((f"{match[1]}/{match[2]}".lower(), quality))
    return found


def choose(offers: Mapping[str, str], wanted: Iterable[tuple[str, float]]) -> str | None:
    """The short name of the format that fits best, None where none is acceptable.

    The most specific range decides a format's quality. A page is given only to those who name it. Between formats
    of one quality, the first offered is taken.

    Args:
        offers: media types by short name, the default first.
        wanted: ranges with qualities, as :func:`preferences` gives them.
    """
    ranges = list(wanted)
    best: tuple[float, str] | None = None
    for name, kind in offers.items():
        also = (_quality((one,), ranges) for one in _ALSO.get(name, ()))
        shapes = (kind,) if name == "html" else (kind, kind.partition("/")[0] + "/*", "*/*")
        quality = max(_quality(shapes, ranges), *also, 0.0)
        if quality > 0 and (best is None or quality > best[0]):
            best = (quality, name)
    return best[1] if best else None


def _quality(shapes: tuple[str, ...], ranges: list[tuple[str, float]]) -> float:
    """The quality of the first shape that is among the ranges."""
    for shape in shapes:
        found = [quality for one, quality in ranges if one == shape]
        if found:
            return max(found)
    return 0.0


def named(offers: Mapping[str, str], name: str) -> str | None:
    """The short name of the format that ``name`` is the short name or media type of, None where there is none."""
    if name in offers:
        return name
    return next((short for short, kind in offers.items() if name == kind), None)


def stored(name: str) -> ox.RdfFormat:
    """The engine's format by its short name."""
    return _STORED[name]
