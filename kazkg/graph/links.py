"""A link to Wikidata as RDF rows, whoever writes it: a build, or the proposals of a look-up."""

from __future__ import annotations

from kazkg.facts import Link
from kazkg.graph.iris import Iris
from kazkg.graph.rows import KAZ, TYPE, XSD, Row, text, typed
from kazkg.graph.terms import WIKIDATA

__all__ = ["link_rows"]


def link_rows(iris: Iris, entity: str, link: Link) -> list[Row]:
    """The node of a link, or of a candidate for one; its IRI follows from all that is said of it.

    Args:
        iris: mints the IRI.
        entity: the entity's IRI as a term.
        link: what is said.
    """
    score = f"{link.score:.2f}".rstrip("0").removesuffix(".")  # canonical, as every store writes it
    parts = (entity, link.item, link.method, score, link.source, link.dated, link.sure, link.reason)
    node = f"<{iris.link(parts)}>"
    rows = [
        (node, TYPE, KAZ["Link" if link.sure else "CandidateLink"]),
        (node, KAZ["linkOf"], entity),
        (node, KAZ["linkItem"], f"<{WIKIDATA}{link.item}>"),
        (node, KAZ["itemLabel"], text(link.label)),
        (node, KAZ["linkMethod"], text(link.method)),
        (node, KAZ["linkScore"], typed(score, XSD["decimal"])),
        (node, KAZ["linkSource"], text(link.source)),
    ]
    if link.dated:
        rows.append((node, KAZ["sourceDate"], text(link.dated)))
    if link.reason:
        rows.append((node, KAZ["reason"], text(link.reason)))
    return rows
