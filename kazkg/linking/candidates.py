"""Which Wikidata items a name can mean, each with a score and the reason for it. Nothing here asks a network.

How to use it::

    from kazkg.linking.candidates import Asked, best, candidates, weigh
    from kazkg.linking.shelf import shelf

    asked = Asked("Schymkent", kind="Place", beside=frozenset({"Q232"}))
    found = candidates(asked)             # from the packaged gazetteer, the best first
    link = best(found)                    # the one to link to, or None: too weak, or two are too near each other

To score things from elsewhere (a search on the network, the entities of a built graph), make each a
:class:`~kazkg.linking.thing.Thing` and give it to :func:`weigh`; sort with :func:`ranked`; decide with :func:`best`.
The score is that of the spelling (see :mod:`kazkg.linking.spelling`), times what kind, class and country leave of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kazkg.linking.shelf import Shelf, shelf
from kazkg.linking.spelling import keys, kindred, likeness
from kazkg.linking.thing import Thing

__all__ = ["MARGIN", "THRESHOLD", "Asked", "Candidate", "best", "candidates", "ranked", "weigh"]

THRESHOLD: Final = 0.88
"""A score below this is no link."""
MARGIN: Final = 0.05
"""A link must be so much better than the next item."""
LISTED: Final = 0.7
"""A score below this is not even listed."""

OTHER_LETTERS: Final = 0.9
OTHER_KIND: Final = 0.5
OTHER_CLASS: Final = 0.85
OTHER_COUNTRY: Final = 0.55
NO_COUNTRY: Final = 0.95
"""Where the thing has a country and the context names none."""
AWAY: Final = 0.8
"""Where the context names countries, and the thing's is not among them."""
LARGE: Final = 100_000
"""Inhabitants of a place that is known by former names too."""
SECOND_NAME: Final = 0.85
FAMOUS: Final = 500_000
"""Places with so many inhabitants are named in articles about any country."""
ANYWHERE: Final = 0.96
"""What is left of the score of such a place, a public figure, an airline or a medium away from its country."""
LARGER: Final = 20
"""A place with so many times the inhabitants of another is meant before it."""
SMALLER: Final = 0.9
"""What is left for the other."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A name and what is known of what bears it."""

    name: str
    kind: str | None = None
    """Person, Organization, Place, Facility or Event; None where nothing is known."""
    cls: str | None = None
    """Class of the ontology (local name); None, or the kind itself, where nothing finer is known."""
    country: str | None = None
    """Q-id of the country that it is known to lie in or act for."""
    beside: frozenset[str] = frozenset()
    """Q-ids of the countries that the context is about; empty where it names none."""
    names: tuple[str, ...] = ()
    """Other names that it is known by."""
    exact: bool = False
    """Whether the names are spelt as they should be, so that one with another letter is another name."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that a name can mean."""

    thing: Thing
    score: float
    """0 to 1, two decimals."""
    method: str
    """How the name was found: label, alias, code, transliteration, edit or near."""
    name: str
    """The thing's own name that came nearest."""
    reason: str
    """In plain words, what took from the score; empty where nothing did."""

    @property
    def item(self) -> str:
        """Q-id."""
        return self.thing.item


def weigh(asked: Asked, thing: Thing) -> Candidate | None:
    """Score one thing as the meaning of a name; None where the name is not like any of its names."""
    found = max(
        (c for name in (asked.name, *asked.names) if (c := likeness(name, thing.names))),
        key=lambda c: c.score,
        default=None,
    )
    method, name, score = ("", "", 0.0) if found is None else (found.method, found.name, found.score)
    if asked.name in thing.codes and asked.kind in (None, thing.kind):
        method, name, score = "code", asked.name, max(score, 0.97)
    if not method:
        return None
    reasons: list[str] = []
    if method == "edit" and (asked.exact or thing.kind == "Facility" or _somebody_else(asked, thing, name)):
        score, reasons = score * OTHER_LETTERS, ["a letter more or less makes another name of it"]
    if method == "alias" and thing.kind == "Place" and 0 < thing.weight < LARGE and not kindred(name, thing.label):
        score, reasons = score * SECOND_NAME, ["it is the former or second name of a small place"]
    for factor, reason in (*_by_kind(asked, thing), *_by_country(asked, thing)):
        score *= factor
        reasons.append(reason)
    return Candidate(thing, round(score, 2), method, name, "; ".join(reasons))


def _somebody_else(asked: Asked, thing: Thing, name: str) -> bool:
    """Whether a person's name has another consonant: spellings of one name differ in vowels."""
    return thing.kind == "Person" and not any(set(keys(name)) & set(keys(said)) for said in (asked.name, *asked.names))


def _by_kind(asked: Asked, thing: Thing) -> list[tuple[float, str]]:
    if asked.kind is not None and asked.kind != thing.kind:
        return [(OTHER_KIND, f"it is of the kind {thing.kind}, not {asked.kind}")]
    fine = asked.cls not in (None, asked.kind) and thing.cls != thing.kind
    if fine and asked.cls != thing.cls and not any({asked.cls, thing.cls} <= alike for alike in _ALIKE):
        return [(OTHER_CLASS, f"it is of the class {thing.cls}, not {asked.cls}")]
    return []


_ALIKE: Final = (
    frozenset(("Agency", "Government", "Ministry", "SecurityForce", "Company", "CentralBank", "Bank")),
    frozenset(("Agency", "NewsAgency")),
    frozenset(("Airline", "Company")),
    frozenset(("Agency", "InternationalOrganization", "NonGovernmentalOrganization")),
    frozenset(("NewsAgency", "Newspaper", "Broadcaster", "MediaOrganization")),
)
"""Classes that sources, or the nouns of an article, draw no line between."""


def _by_country(asked: Asked, thing: Thing) -> list[tuple[float, str]]:
    if thing.country is None or thing.cls == "Country":
        return []
    if asked.country is not None:
        if asked.country != thing.country:
            return [(OTHER_COUNTRY, "it belongs to another country")]
        return []
    if not asked.beside:
        return [(NO_COUNTRY, "nothing tells which country is meant")]
    if thing.country in asked.beside:
        return []
    if (
        thing.weight >= FAMOUS
        or thing.kind == "Person"
        or thing.cls in ("Airline", "NewsAgency", "Newspaper", "Broadcaster")
    ):
        return [(ANYWHERE, "its country is not in the context, but it is known everywhere")]
    return [(AWAY, "its country is not in the context")]


def ranked(found: Iterable[Candidate]) -> list[Candidate]:
    """Candidates the best first, a far larger place before a smaller one of its name; each item once."""
    listed: dict[str, Candidate] = {}
    for c in found:
        if c.score >= LISTED and (c.item not in listed or listed[c.item].score < c.score):
            listed[c.item] = c
    most = max((c.thing.weight for c in listed.values() if c.score >= THRESHOLD), default=0)
    out = []
    for c in listed.values():
        if most and c.thing.kind == "Place" and c.thing.cls != "Country" and c.thing.weight * LARGER < most:
            reason = "; ".join(filter(None, (c.reason, "a far larger place has the name")))
            c = Candidate(c.thing, round(c.score * SMALLER, 2), c.method, c.name, reason)
        out.append(c)
    return sorted(out, key=lambda c: (-c.score, int(c.item[1:])))


def candidates(asked: Asked, on: Shelf | None = None, limit: int = 5) -> list[Candidate]:
    """What a name can mean by the packaged gazetteer, the best first.

    Args:
        asked: the name and its context.
        on: another shelf than the packaged one.
        limit: at most so many.
    """
    on = on or shelf()
    things = {t.item: t for name in (asked.name, *asked.names) for t in on.named(name)}
    if asked.name.isascii() and asked.name.isupper() and asked.name.isalpha() and (t := on.by_code(asked.name)):
        things.setdefault(t.item, t)
    return ranked(c for t in things.values() if (c := weigh(asked, t)))[:limit]


def best(found: Sequence[Candidate]) -> Candidate | None:
    """The candidate to link to: at or above the threshold, and clearly before the next; else None.

    Args:
        found: as :func:`ranked` gives them.
    """
    if not found or found[0].score < THRESHOLD:
        return None
    if len(found) > 1 and found[0].score - found[1].score < MARGIN:
        return None
    return found[0]
