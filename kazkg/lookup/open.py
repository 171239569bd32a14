"""What a build itself left open: its candidates, as it wrote them down. Nobody is asked, nor the gazetteer again."""

from __future__ import annotations

import pyoxigraph as ox

from kazkg.linking.candidates import Candidate
from kazkg.linking.shelf import shelf
from kazkg.linking.thing import Thing
from kazkg.lookup.kinds import ITEM
from kazkg.store.reader import Reader

__all__ = ["LEFT_OPEN", "left_open"]

LEFT_OPEN = "CandidateLink"
"""Class of an item that a build thought of and did not take."""
_ENTITY = "http://www.wikidata.org/entity/"


def left_open(reader: Reader, entity: str) -> list[Candidate]:
    """The items that a build thought of for an entity, each once, the best first.

    Args:
        reader: the build.
        entity: the entity's IRI.
    """
    found: dict[str, Candidate] = {}
    for node in reader.subjects("linkOf", ox.NamedNode(entity)):
        item = (reader.node(node, "linkItem") or node).value.removeprefix(_ENTITY)
        if LEFT_OPEN not in reader.types(node) or not ITEM.fullmatch(item):
            continue
        label, method = reader.text(node, "itemLabel") or item, reader.text(node, "linkMethod") or ""
        try:
            score = float(reader.text(node, "linkScore") or "")
        except ValueError:
            continue
        thing = shelf().by_item(item) or Thing(item, (label,), "Entity", "Entity")
        if item not in found or found[item].score < score:
            found[item] = Candidate(thing, score, method, label, reader.text(node, "reason") or "")
    return sorted(found.values(), key=lambda c: (-c.score, int(c.item[1:])))
