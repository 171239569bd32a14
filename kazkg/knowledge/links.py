"""Links to Wikidata that a knowledge folder tells the story of: by which method, how sure, from where, of what day."""

from __future__ import annotations

import re
from typing import Final

from kazkg.facts import Link
from kazkg.knowledge.triples import Triples

__all__ = ["read_links"]

WIKIDATA: Final = "http://www.wikidata.org/entity/"
SCORE: Final = re.compile(r"0*(?:0(?:\.[0-9]+)?|1(?:\.0+)?)|\.[0-9]+")


def read_links(triples: Triples) -> dict[str, Link]:
    """The links by the key of their entity: of several that agree with the entity's item, the one of the newest date.

    A link whose item is not the one that the entity has (``kaz:wikidata``), or that does not say its method, score and
    source, is passed over: the entity's item counts.

    Args:
        triples: everything loaded.
    """
    found: dict[str, Link] = {}
    for node in triples.subjects("Link"):
        link = _link(triples, node)
        if link is not None and (link.entity not in found or (found[link.entity].dated or "") < (link.dated or "")):
            found[link.entity] = link
    return found


def _link(triples: Triples, node: str) -> Link | None:
    entity, item = triples.value(node, "linkOf"), triples.value(node, "linkItem")
    method, score, source = (triples.value(node, name) for name in ("linkMethod", "linkScore", "linkSource"))
    if entity is None or item is None or method is None or source is None or not SCORE.fullmatch(score or ""):
        return None
    if triples.values(entity, "wikidata") != [item] or not item.startswith(WIKIDATA):
        return None
    return Link(
        entity=entity.rpartition("/")[2],
        item=item.removeprefix(WIKIDATA),
        label=triples.value(node, "itemLabel") or "",
        score=round(float(score or 0), 2),
        method=method,
        source=source,
        dated=triples.value(node, "sourceDate"),
        sure=True,
        reason=triples.value(node, "reason") or "",
    )
