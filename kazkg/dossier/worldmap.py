"""The map of places: outlines of countries (Natural Earth, 1:110 million) and a circle for each place."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kazkg.dossier.drawing import ACCENT, INK, LAND, LINE, MUTED, PAPER, new_figure, svg

__all__ = ["Spot", "country_outlines", "place_map"]

LABELS = 24
"""Places that get their name on the map; the others only have it in the list and when pointed at."""
MARGIN = 4.0
"""Degrees around the outermost places; to the sides a twelfth more, for names."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One place with its happenings."""

    anchor: str
    name: str
    longitude: float
    """Degrees east."""
    latitude: float
    """Degrees north."""
    count: int


@cache
def country_outlines() -> tuple[tuple[tuple[float, float], ...], ...]:
    """The outer and inner rings of all countries, in degrees, decoded from the packaged TopoJSON."""
    text = resources.files("kazkg.web").joinpath("shapes/countries-110m.json").read_text(encoding="utf-8")
    topology: dict[str, Any] = json.loads(text)
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    return tuple(
        tuple(point for n, i in enumerate(ring) for point in (arcs[i] if i >= 0 else arcs[~i][::-1])[bool(n) :])
        for shape in topology["objects"]["countries"]["geometries"]
        for ring in _rings(shape)
    )


def _rings(shape: dict[str, Any]) -> Iterator[list[int]]:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for polygon in polygons:
        yield from polygon


def place_map(name: str, title: str, spots: Sequence[Spot]) -> str:
    """Draw the places.

    Args:
        name: begins the ids of the drawing.
        title: what is drawn.
        spots: the places, those with the most happenings first; at least one.
    """
    from matplotlib.collections import PolyCollection

    west, east = min(s.longitude for s in spots) - MARGIN, max(s.longitude for s in spots) + MARGIN
    south, north = min(s.latitude for s in spots) - MARGIN, max(s.latitude for s in spots) + MARGIN
    west, east = west - (east - west) / 12, east + (east - west) / 12
    squeeze = 1 / max(math.cos(math.radians((south + north) / 2)), 0.2)
    wide, high = east - west, (north - south) * squeeze
    if high > wide * 0.75:
        middle, wide = (west + east) / 2, high / 0.75
        west, east = middle - wide / 2, middle + wide / 2
    elif high < wide * 0.4:
        middle, high = (south + north) / 2, wide * 0.4
        south, north = middle - high / squeeze / 2, middle + high / squeeze / 2
    figure = new_figure(10, 10 * high / wide, name)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_facecolor("none")
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_color(LINE)
    rings = [
        [(round(x, 3), round(y, 3)) for x, y in ring]
        for ring in country_outlines()
        if max(x for x, _ in ring) >= west
        and min(x for x, _ in ring) <= east
        and max(y for _, y in ring) >= south
        and min(y for _, y in ring) <= north
    ]
    axes.add_collection(PolyCollection(rings, facecolor=LAND, edgecolor=MUTED, linewidth=0.5))
    dots = [_dot_box(spot, wide, squeeze) for spot in spots]
    taken: list[tuple[float, float, float, float]] = []
    for n, spot in enumerate(spots):
        size = _size(spot)
        dot = axes.scatter(
            [spot.longitude], [spot.latitude], s=size, color=ACCENT, alpha=0.75, edgecolor=PAPER, zorder=3
        )
        dot.set_urls([f"#{spot.anchor}"])
        if n >= LABELS:
            continue
        for align, box in _label_boxes(spot, wide, squeeze):
            free = not any(_overlap(box, other) for other in (*dots[:n], *taken))
            if west < box[0] and box[1] < east and free:
                taken.append(box)
                label = axes.annotate(
                    spot.name,
                    (spot.longitude, spot.latitude),
                    ((math.sqrt(size) / 2 + 3) * (1 if align == "left" else -1), 0),
                    textcoords="offset points",
                    ha=align,
                    va="center",
                    color=INK,
                    fontsize=10,
                    zorder=4,
                )
                label.set_url(f"#{spot.anchor}")
                break
    listed = ", ".join(f"{s.name} ({s.count})" for s in spots[:LABELS])
    labels = {f"#{s.anchor}": f"{s.name}: {s.count} tellings of events" for s in spots}
    return svg(figure, name, title, f"Places with the number of tellings: {listed}.", labels)


def _size(spot: Spot) -> float:
    """Area of the circle, in square points."""
    return min(30 + 60 * math.sqrt(spot.count), 700)


def _dot_box(spot: Spot, wide: float, squeeze: float) -> tuple[float, float, float, float]:
    """West, east, south and north of the circle, in degrees."""
    reach = math.sqrt(_size(spot)) / 2 * wide / 720
    south, north = spot.latitude - reach / squeeze, spot.latitude + reach / squeeze
    return spot.longitude - reach, spot.longitude + reach, south, north


def _label_boxes(spot: Spot, wide: float, squeeze: float) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Where a label can stand, to the right of the circle and to its left: how it is aligned, and west, east, south and
    north in degrees, from the number of its letters.
    """
    degree = wide / 720
    near = (math.sqrt(_size(spot)) / 2 + 3) * degree
    far = near + len(spot.name) * 6.4 * degree
    south, north = spot.latitude - 8 * degree / squeeze, spot.latitude + 8 * degree / squeeze
    yield "left", (spot.longitude + near, spot.longitude + far, south, north)
    yield "right", (spot.longitude - far, spot.longitude - near, south, north)


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
