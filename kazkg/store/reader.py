"""Looking things up in an open store by subject and predicate, and finding what a user means by a name."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kazkg.errors import UsageFault

__all__ = ["KAZ", "OA", "SKOS", "Reader", "Value"]

KAZ: Final = "https://w3id.org/kazkg/ontology#"
OA: Final = "http://www.w3.org/ns/oa#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_WIKIDATA: Final = "http://www.wikidata.org/entity/"
_SHORT: Final = {"ent:": "entity/", "src:": "source/", "t:": "time/", "wd:": _WIKIDATA, "kaz:": KAZ}
_COMPARED: Final = 20_000
"""Names that a misspelt one is compared with at most."""

Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Reader:
    """Reads the union of a store's graphs. Predicates are local names of the ontology, or whole IRIs."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def values(self, subject: ox.NamedNode, predicate: str) -> list[Value]:
        """All values, each once, IRIs before literals, sorted."""
        node = _predicate(predicate)
        found = {quad.object for quad in self.store.quads_for_pattern(subject, node, None, None)}
        return sorted(found, key=str)

    def nodes(self, subject: ox.NamedNode, predicate: str) -> list[ox.NamedNode]:
        """The values that are IRIs, sorted."""
        return [value for value in self.values(subject, predicate) if isinstance(value, ox.NamedNode)]

    def node(self, subject: ox.NamedNode, predicate: str) -> ox.NamedNode | None:
        """The first value that is an IRI, or None."""
        return next(iter(self.nodes(subject, predicate)), None)

    def text(self, subject: ox.NamedNode, predicate: str) -> str | None:
        """The first value that is a literal, as text, or None."""
        values = self.values(subject, predicate)
        return next((value.value for value in values if isinstance(value, ox.Literal)), None)

    def number(self, subject: ox.NamedNode, predicate: str) -> int | None:
        """The first value that is a whole number, or None."""
        found = self.text(subject, predicate)
        try:
            return None if found is None else int(found)
        except ValueError:
            return None

    def subjects(self, predicate: str, value: ox.NamedNode) -> list[ox.NamedNode]:
        """All that have this value, sorted."""
        quads = self.store.quads_for_pattern(None, _predicate(predicate), value, None)
        return sorted({q.subject for q in quads if isinstance(q.subject, ox.NamedNode)}, key=str)

    def of_class(self, name: str) -> list[ox.NamedNode]:
        """All things of a class of the ontology, given by its local name, sorted."""
        quads = self.store.quads_for_pattern(None, _TYPE, _predicate(name), None)
        return sorted({quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)}, key=str)

    def types(self, subject: ox.NamedNode) -> set[str]:
        """Classes, as local names of the ontology; those of other vocabularies are left out."""
        found = (quad.object for quad in self.store.quads_for_pattern(subject, _TYPE, None, None))
        return {v.value.removeprefix(KAZ) for v in found if isinstance(v, ox.NamedNode) and v.value.startswith(KAZ)}

    def label(self, node: ox.NamedNode) -> str:
        """The label people read: prefLabel, an article's identifier, a concept's notation, or the IRI's last part."""
        return (
            self.text(node, SKOS + "prefLabel")
            or self.text(node, "identifier")
            or self.text(node, "timeText")
            or short(node.value)
        )

    def known(self, node: ox.NamedNode) -> bool:
        """Whether anything is said of it."""
        return next(self.store.quads_for_pattern(node, None, None, None), None) is not None

    def find(self, name: str) -> ox.NamedNode:
        """What the user means: an IRI, the end of one (``figure/39-0a1b``), an article's id, a label, or a Q-id.

        Raises:
            UsageFault: where nothing answers to the name (lists the nearest) or more than one thing does.
        """
        wanted = name.strip()
        wanted = wanted[1:-1] if wanted.startswith("<") and wanted.endswith(">") else wanted
        for prefix, full in _SHORT.items():
            if wanted.startswith(prefix):
                wanted = full + wanted.removeprefix(prefix)
        exact = _iri(wanted)
        if exact is not None and self.known(exact):
            return exact
        found = self._by_item(wanted) or self._by_end(wanted) or self._by_label(wanted)
        if len(found) == 1:
            return found[0]
        if found:
            listed = ", ".join(node.value for node in found[:5]) + (" ..." if len(found) > 5 else "")
            raise UsageFault(f"'{name}' can be {len(found)} things.", f"Name one: {listed}.")
        raise UsageFault(f"The graph knows nothing called '{name}'.", self._nearest(wanted))

    def _all(self) -> Iterator[ox.NamedNode]:
        """Everything with a class, in the store's order; some more than once."""
        quads = self.store.quads_for_pattern(None, _TYPE, None, None)
        return (quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode))

    def _by_item(self, wanted: str) -> list[ox.NamedNode]:
        item = _iri(wanted if wanted.startswith(_WIKIDATA) else _WIKIDATA + wanted)
        return self.subjects("wikidata", item) if item is not None else []

    def _by_end(self, wanted: str) -> list[ox.NamedNode]:
        ends = (f"/{wanted}", f"#{wanted}")
        found = sorted({node for node in self._all() if wanted and node.value.endswith(ends)}, key=str)
        things = [node for node in found if "/graph/" not in node.value]  # an article's graph ends as the article does
        return things or found

    def _by_label(self, wanted: str) -> list[ox.NamedNode]:
        return sorted({node for node, label in self._labels() if label.casefold() == wanted.casefold()}, key=str)

    def _labels(self) -> Iterator[tuple[ox.NamedNode, str]]:
        for predicate in (SKOS + "prefLabel", "identifier"):
            for quad in self.store.quads_for_pattern(None, _predicate(predicate), None, None):
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                    yield quad.subject, quad.object.value

    def _nearest(self, wanted: str) -> str:
        names = sorted({short(node.value) for node in islice(self._all(), _COMPARED)})
        names += sorted({label for _, label in islice(self._labels(), _COMPARED)})
        near = list(dict.fromkeys(get_close_matches(short(wanted), names, n=3, cutoff=0.6)))
        hint = f"Did you mean {', '.join(near)}? " if near else ""
        return f"{hint}`kazkg query facts-with-quotes`, `entities` and `articles` list what there is."


def short(iri: str) -> str:
    """The part of an article's IRI behind ``/article/``, else the last part of any IRI."""
    _, found, rest = iri.partition("/article/")
    return rest if found else iri.rstrip("/#").replace("#", "/").rpartition("/")[2]


def _predicate(name: str) -> ox.NamedNode:
    return ox.NamedNode(name if ":" in name else KAZ + name)


def _iri(text: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(text)
    except (ValueError, UnicodeEncodeError):
        return None
