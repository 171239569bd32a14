"""What the label of a source without a name ("Kazakh authorities") says: whose body it is, and which it may be."""

from __future__ import annotations

from kazkg.knowledge.triples import Triples

__all__ = ["Nameless"]

_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
_BROADER = "http://www.w3.org/2004/02/skos/core#broader"


class Nameless:
    """Reads such labels.

    Args:
        triples: the loaded knowledge.
    """

    def __init__(self, triples: Triples) -> None:
        self._crowd = frozenset(
            noun
            for iri in triples.subjects("SourceNoun")
            if triples.value(iri, "sourceKind") == "crowd"
            for noun in triples.values(iri, "noun")
        )
        self._owners: dict[str, str] = {}
        for cls in ("Country", "Region", "City"):
            for iri in triples.subjects(cls):
                for name in ("demonym", "adjectiveForm", _LABEL):
                    for word in triples.values(iri, name):
                        self._owners.setdefault(word.lower(), _last(iri))
        self._loose: dict[str, tuple[str, ...]] = {}
        """Noun to the kinds of bodies that it may stand for, the narrowest first."""
        for iri in triples.subjects("LooseSource"):
            kinds = (_last(iri), *(_last(above) for above in triples.values(iri, _BROADER)))
            self._loose.update(dict.fromkeys(triples.values(iri, "noun"), kinds))
        self.bodies: dict[str, tuple[str, ...]] = {
            _last(iri): tuple(triples.values(iri, "mayBeAny")) for iri in triples.subjects("LooseSource")
        }
        """Kind to the classes of the bodies with a name that are of it."""

    def owner(self, label: str) -> str:
        """Key of the place that the label begins with; empty for none."""
        words = label.lower().split()
        return next((k for n in range(1, len(words)) if (k := self._owners.get(" ".join(words[:n])))), "")

    def known_again(self, label: str) -> bool:
        """Whether a source without a name is the same one in another article: "Kazakh police", not "witnesses"."""
        last = label.lower().split()[-1]
        return bool(self.owner(label)) and not {last, last.removesuffix("s"), last.removesuffix("es")} & self._crowd

    def kinds(self, label: str) -> tuple[str, ...]:
        """Of which kinds such a body is, the narrowest first: a city's police department is police."""
        words = label.lower().split()
        for size in (2, 1):
            for start in range(len(words) - size + 1):
                found = self._loose.get(" ".join(words[start : start + size]))
                if found:
                    return found
        return ()

    def may_be_any(self, label: str) -> str:
        """The kind of which it may be any body: "Kazakh police" may be that of a city; empty for none."""
        words = label.lower().split()
        for size in (2, 1):
            found = self._loose.get(" ".join(words[-size:])) if len(words) > size else None
            if found and self._owners.get(" ".join(words[:-size])):
                return found[0]
        return ""


def _last(iri: str) -> str:
    """The last part of an IRI."""
    return iri.rpartition("#")[2].rpartition("/")[2]
