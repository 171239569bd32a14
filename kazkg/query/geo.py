"""Well-known text to GeoJSON geometry."""

from __future__ import annotations

import re
from typing import Any, Final

__all__ = ["geometry"]

_WKT = re.compile(r"\s*(?:<(?P<crs>[^>]*)>\s*)?(?P<kind>[A-Za-z]+)\s*(?P<body>\(.*\))\s*", re.DOTALL)
_TOKEN = re.compile(r"[(),]|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|\S")
_KINDS: Final = {"POINT": "Point", "LINESTRING": "LineString", "POLYGON": "Polygon", "MULTIPOLYGON": "MultiPolygon"}
_DEPTH: Final = {"Point": 1, "LineString": 1, "Polygon": 2, "MultiPolygon": 3}
_CRS84: Final = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


def geometry(wkt: str) -> dict[str, Any] | None:
    """The GeoJSON geometry of a WKT literal in longitude and latitude.

    Args:
        wkt: a point, line string, polygon or multipolygon, with or without the IRI of the CRS84 system before it.

    Returns:
        None for an empty, broken or otherwise unknown geometry, and for another coordinate system.
    """
    match = _WKT.fullmatch(wkt)
    kind = _KINDS.get(match["kind"].upper()) if match else None
    if match is None or kind is None or (match["crs"] or _CRS84) != _CRS84:
        return None
    try:
        coordinates, rest = _group(_TOKEN.findall(match["body"]), 1, _DEPTH[kind])
    except (ValueError, IndexError):
        return None
    if rest:
        return None
    if kind == "Point":
        return {"type": kind, "coordinates": coordinates[0]} if len(coordinates) == 1 else None
    return {"type": kind, "coordinates": coordinates}


def _group(tokens: list[str], at: int, depth: int) -> tuple[list[Any], list[str]]:
    """Read the bracketed list whose first token is ``tokens[at]``; also give the tokens behind its bracket."""
    items: list[Any] = []
    while True:
        if depth > 1:
            if tokens[at] != "(":
                raise ValueError(tokens[at])
            item, rest = _group(tokens, at + 1, depth - 1)
            tokens, at = rest, 0
            items.append(item)
        else:
            numbers: list[float] = []
            while tokens[at] not in "(),":
                numbers.append(float(tokens[at]))
                at += 1
            if not 2 <= len(numbers) <= 3:
                raise ValueError(numbers)
            items.append(numbers)
        if tokens[at] == ")":
            return items, tokens[at + 1 :]
        if tokens[at] != ",":
            raise ValueError(tokens[at])
        at += 1
