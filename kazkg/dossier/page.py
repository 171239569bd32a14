"""The page itself: what was gathered, drawn and put into the template."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from kazkg.dossier.gather import Dossier, gather
from kazkg.dossier.tolls import toll_chart
from kazkg.dossier.worldmap import place_map
from kazkg.web.rendering import render

__all__ = ["report"]


def report(source: Path | str) -> str:
    """The dossier of a build: one HTML page that needs nothing besides itself.

    The same build gives the same bytes. Every text of the articles is escaped; the page runs no script.

    Args:
        source: the folder of a build, or an RDF file.

    Raises:
        InputError: where there is no build.
        EnvironmentFault: for a damaged store.
    """
    found = gather(source)
    return render(
        "dossier.html",
        d=found,
        charts=_charts(found),
        map=Markup(place_map("map", "Where it is told to have happened", found.spots)) if found.spots else None,
    )


def _charts(found: Dossier) -> dict[str, Markup]:
    """A drawing of each measure that has anything to draw; the SVG escapes what it holds."""
    return {
        one.name: Markup(toll_chart(f"toll-{one.name}", f"People {one.name}", one.marks, one.ties))
        for one in found.measures
        if one.marks
    }
