"""Words that stand beside names and for names: bodies, kinds, offices, courtesies."""

from __future__ import annotations

from dataclasses import dataclass

from kazkg.knowledge.triples import LEX, Triples

__all__ = ["Body", "Kind", "LocalBody", "Office", "Vocabulary"]


@dataclass(frozen=True, slots=True)
class Body:
    """A public body that every country has."""

    key: str
    name: str
    """What follows the adjective in a label: "Interior Ministry"."""
    cls: str
    named_alone: bool
    """Whether it is a name without a country beside it."""
    capitalised: bool
    """Whether it is a name only when written with a capital."""
    default: str | None
    """Key of the entity meant where the article's own country has no such body in the gazetteer."""
    beside: tuple[str, ...]
    """Keys of entities one of which the article must name for the default to be meant; empty for no condition."""
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LocalBody:
    """A body or house that every city has."""

    cls: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A common noun and the classes it can mean, its own first; with none, what it names is no entity."""

    noun: str
    classes: tuple[str, ...]
    facility: bool
    opens: bool
    """Whether it stands first in names ("Lake Kivu")."""
    repeats: bool
    """Whether it refers back only to a name with that word in it."""


@dataclass(frozen=True, slots=True)
class Office:
    """What a person is by office, rank or trade."""

    key: str
    name: str
    """The office its phrases stand for; empty for a trade."""
    body: str | None
    """Key of the body it belongs to."""
    speaks_for: bool
    in_name: bool
    """Whether it is a part of a person's name of one word ("Pope Francis")."""
    phrases: tuple[str, ...]


class Vocabulary:
    """The naming words of one knowledge.

    Args:
        triples: everything loaded.
    """

    def __init__(self, triples: Triples) -> None:
        self.bodies = tuple(_body(triples, s) for s in triples.subjects("BodyNoun"))
        self.body_of_key = {b.key: b for b in self.bodies}
        self.local_bodies = tuple(
            LocalBody(triples.value(s, "entityClass") or "Organization", tuple(triples.values(s, "phrase")))
            for s in triples.subjects("LocalBodyNoun")
        )
        self.kinds = _kinds(triples)
        """Type nouns by lower-case noun."""
        self.offices = tuple(_office(triples, s) for s in triples.subjects("OfficeNoun"))
        self.honorifics = _phrases(triples, "Honorific")
        self.no_names = _phrases(triples, "NoName")
        self.clues = _clues(triples)
        """Clues to the kind of an unknown name: what each tells, to its words."""
        self.given_names = frozenset(n for s in triples.subjects("GivenNames") for n in triples.values(s, "phrase"))


def _true(triples: Triples, subject: str, predicate: str) -> bool:
    return triples.value(subject, predicate) == "true"


def _key(iri: str) -> str:
    return iri.removeprefix(LEX)


def _phrases(triples: Triples, cls: str) -> frozenset[str]:
    return frozenset(p for s in triples.subjects(cls) for p in triples.values(s, "phrase"))


def _clues(triples: Triples) -> dict[str, frozenset[str]]:
    clues: dict[str, list[str]] = {}
    for subject in triples.subjects("NameClue"):
        clues.setdefault(triples.value(subject, "clue") or "", []).extend(triples.values(subject, "phrase"))
    return {clue: frozenset(words) for clue, words in clues.items()}


def _body(triples: Triples, subject: str) -> Body:
    default = triples.value(subject, "defaultEntity")
    return Body(
        key=_key(subject),
        name=triples.value(subject, "bodyName") or "",
        cls=triples.value(subject, "entityClass") or "Organization",
        named_alone=_true(triples, subject, "namedAlone"),
        capitalised=_true(triples, subject, "capitalised"),
        default=default.rsplit("/", 1)[-1] if default else None,
        beside=tuple(iri.rsplit("/", 1)[-1] for iri in triples.values(subject, "defaultBeside")),
        phrases=tuple(triples.values(subject, "phrase")),
    )


def _kinds(triples: Triples) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for subject in triples.subjects("TypeNoun"):
        classes = (*triples.values(subject, "entityClass"), *triples.values(subject, "mayAlsoMean"))
        facility = _true(triples, subject, "facility")
        opens = _true(triples, subject, "opens")
        repeats = _true(triples, subject, "repeats")
        for noun in triples.values(subject, "noun"):
            kinds[noun] = Kind(noun, classes, facility, opens, repeats)
    return kinds


def _office(triples: Triples, subject: str) -> Office:
    body = triples.value(subject, "ofBody")
    return Office(
        key=_key(subject),
        name=triples.value(subject, "office") or "",
        body=_key(body) if body else None,
        speaks_for=_true(triples, subject, "speaksFor"),
        in_name=_true(triples, subject, "inName"),
        phrases=tuple(triples.values(subject, "phrase")),
    )
