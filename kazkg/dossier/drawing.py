"""From a matplotlib figure to SVG inside a page: colours by the page's style, ids of its own, links that are read out.

Figures are drawn with the colours of :data:`INK` and its like; in the SVG they become CSS variables, so that the page
decides between light and dark. Nothing in the result depends on a clock, on chance or on what was drawn before.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["ACCENT", "CALM", "INK", "LAND", "LINE", "MUTED", "PAPER", "WARN", "new_figure", "svg"]

INK, MUTED, LINE, PAPER = "#010101", "#020202", "#030303", "#040404"
ACCENT, WARN, CALM, LAND = "#050505", "#060606", "#070707", "#080808"
VARIABLES = {
    INK: "--ink",
    MUTED: "--muted",
    LINE: "--line",
    PAPER: "--paper",
    ACCENT: "--accent",
    WARN: "--warn",
    CALM: "--calm",
    LAND: "--land",
}
SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_REFERENCE = re.compile(r"url\(#([^)]*)\)")


def new_figure(width: float, height: float, name: str) -> Figure:
    """An empty figure.

    Args:
        width: in inches.
        height: likewise.
        name: names the ids of its parts, which are the same in every run.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams.update(
        {
            "svg.fonttype": "none",
            "svg.hashsalt": name,
            "font.family": "sans-serif",
            "font.size": 10,
            "hatch.linewidth": 1.2,
            "hatch.color": ACCENT,
            "text.parse_math": False,
            "path.simplify": False,
        }
    )
    figure = Figure(figsize=(width, height))
    figure.patch.set_alpha(0)
    return figure


def svg(figure: Figure, name: str, title: str, description: str, labels: dict[str, str]) -> str:
    """The figure as an ``<svg>`` element.

    Args:
        figure: what is drawn.
        name: begins every id in it.
        title: names it.
        description: says in words what it shows.
        labels: what a link of the figure is read out as, by where it leads (``#f12``).
    """
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    root = ET.fromstring(stream.getvalue())
    for part in [e for e in root if e.tag.endswith("}metadata")]:
        root.remove(part)
    for defs in root.iter(f"{{{SVG}}}defs"):
        for style in [e for e in defs if e.tag == f"{{{SVG}}}style"]:
            defs.remove(style)
    _rename(root, name)
    for element in root.iter():
        for key in ("style", "fill", "stroke"):
            if key in element.attrib:
                element.set(key, _themed(element.get(key, "")))
    _label(root, labels)
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    root.set("role", "group")
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    for n, (tag, words) in enumerate((("title", title), ("desc", description))):
        element = ET.Element(f"{{{SVG}}}{tag}", {"id": f"{name}-{tag}"})
        element.text = words
        root.insert(n, element)
    return ET.tostring(root, encoding="unicode")


def _themed(style: str) -> str:
    for colour, variable in VARIABLES.items():
        style = style.replace(colour, f"var({variable})")
    return style


def _rename(root: ET.Element, name: str) -> None:
    """Give every id the figure's name, and follow it in what refers to it; links into the page stay."""
    ids = {i for e in root.iter() if (i := e.get("id"))}
    for element in root.iter():
        for key, value in list(element.attrib.items()):
            if key == "id":
                element.set(key, f"{name}-{value}")
            elif "url(#" in value:
                element.set(key, _REFERENCE.sub(lambda m: f"url(#{name}-{m[1]})", value))
            elif key == f"{{{XLINK}}}href" and value.removeprefix("#") in ids:
                element.set(key, f"#{name}-{value[1:]}")


def _label(root: ET.Element, labels: dict[str, str]) -> None:
    link = f"{{{XLINK}}}href"
    for element in root.iter(f"{{{SVG}}}a"):
        to = element.attrib.pop(link, "")
        element.set("href", to)
        if to in labels:
            element.set("aria-label", labels[to])
            title: Any = ET.SubElement(element, f"{{{SVG}}}title")
            title.text = labels[to]
