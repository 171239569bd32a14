"""Who is who: the gazetteer's entries and an index of every spelling that names one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kazkg.knowledge.naming import Body, LocalBody, Office, Vocabulary
from kazkg.knowledge.triples import KAZ, RDF_TYPE, Triples, local

__all__ = ["Demonym", "Entry", "Gazetteer", "Phrase", "Role", "atoms", "fold", "slug"]

SKOS = "http://www.w3.org/2004/02/skos/core#"
PREF_LABEL = SKOS + "prefLabel"
ALT_LABEL = SKOS + "altLabel"
APOSTROPHES = re.compile(r"[’'`‘]")
POSSESSIVE = re.compile(r"[’']s\b")
WORDS = re.compile(r"[^\W_]+")
KINDS = {"Person": "Person", "Organization": "Organization", "Place": "Place", "Facility": "Facility"}
KINDS["NamedEvent"] = "Event"
POINT = re.compile(r"POINT\((-?[\d.]+) (-?[\d.]+)\)")
NO_PLURAL = ("s", "z", "ese", "ish", "ch", "ss")
"""Adjectives with these endings have no plural of their own ("the Chinese", "the French")."""
SMALL_WORDS = frozenset(("of", "the", "and", "for", "in", "on", "to", "without", "at", "by", "with"))
"""Words whose capitals inside a name are free ("Doctors without Borders")."""
SPOKEN = 5
"""From so many letters on, a spelling all in capitals is also written as a word ("Unicef")."""
SMALL = 6
"""Up to so many letters, a spelling all in capitals is matched as written only."""


@dataclass(frozen=True, slots=True)
class Role:
    """An office a person holds; ``at`` is the key of the body or country, dates are ISO 8601 or None."""

    title: str
    at: str | None
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the gazetteer; other entries are named by key."""

    key: str
    label: str
    kind: str
    cls: str
    wikidata: str | None
    """Q-id."""
    aliases: tuple[str, ...]
    ambiguous: tuple[str, ...]
    """Spellings that count only where the context agrees."""
    demonyms: tuple[str, ...]
    adjective: str | None
    """The adjective that labels are made with ("Kazakh")."""
    located_in: str | None
    part_of: str | None
    country: str | None
    """Of a body or person: for whom it acts. Of a country: itself. Of a place: the country it lies in."""
    capital: str | None
    metonym_for: str | None
    roles: tuple[Role, ...]
    former: bool
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Demonym:
    """An adjective or a people's name ("Kazakh", "Kazakhs"); never an entity itself."""

    place: Entry
    people: bool
    """Whether it is the plural of the people."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One spelling in the index: its folded words, how it is written, and what it can mean."""

    atoms: tuple[str, ...]
    caps: tuple[bool, ...]
    """For each word, whether the spelling has a capital there."""
    exact: tuple[str, ...]
    """The ways it is written where nothing else matches (short capitals, lower-case names); empty where any does."""
    meanings: tuple[Entry | Demonym | Body | LocalBody | Office, ...]


class Gazetteer:
    """The gazetteer and the naming words of one knowledge.

    Args:
        triples: everything loaded.
    """

    def __init__(self, triples: Triples) -> None:
        self.words = Vocabulary(triples)
        self._kind_of: dict[str, str] = {}
        self._triples = triples
        self.entries = self._read(triples)
        """Entries by key, sorted."""
        self.by_name: dict[tuple[str, ...], list[Entry]] = {}
        """Entries by the folded words of each spelling, in order of keys."""
        for entry in self.entries.values():
            for name in _spellings(entry):
                known = self.by_name.setdefault(atoms(name), [])
                if entry not in known:
                    known.append(entry)

    def _read(self, triples: Triples) -> dict[str, Entry]:
        labelled = {s for cls in self._classes() for s in triples.subjects(cls)}
        entries = {}
        for subject in sorted(labelled):
            if triples.properties(subject).get(PREF_LABEL):
                entry = self._entry(subject)
                entries[entry.key] = entry
        placed = {k: self._placed(e, entries) for k, e in entries.items() if e.kind in ("Place", "Facility")}
        entries.update(placed)
        return entries

    def _classes(self) -> list[str]:
        """Every class below Person, Organization, Place, Facility and NamedEvent."""
        below: dict[str, list[str]] = {}
        for triple in self._triples.raw:
            if triple.predicate.value.endswith("#subClassOf") and hasattr(triple.object, "value"):
                parent = triple.object.value.removeprefix(KAZ)
                below.setdefault(parent, []).append(getattr(triple.subject, "value", "").removeprefix(KAZ))
        for top, kind in KINDS.items():
            todo = [top]
            while todo:
                cls = todo.pop()
                self._kind_of[cls] = kind
                todo.extend(below.get(cls, ()))
        return sorted(self._kind_of)

    def kind_of(self, cls: str) -> str:
        """Person, Organization, Place, Facility or Event; Organization for a class the ontology lacks."""
        return self._kind_of.get(cls, "Organization")

    def is_a(self, cls: str, ancestor: str) -> bool:
        """Whether ``cls`` is ``ancestor`` or a class below it."""
        return ancestor in self._ancestry(cls)

    def _ancestry(self, cls: str) -> frozenset[str]:
        known = self._above.get(cls)
        if known is None:
            known = self._above[cls] = frozenset(self._triples.ancestors(cls))
        return known

    @cached_property
    def _above(self) -> dict[str, frozenset[str]]:
        return {}

    def _entry(self, subject: str) -> Entry:
        said = self._triples.properties(subject)
        cls = next(c for c in map(local, said[RDF_TYPE]) if c in self._kind_of)
        key = _last(subject)
        demonyms = tuple(said.get(KAZ + "demonym", ()))
        point = POINT.match(_first(said, "wkt") or "")
        return Entry(
            key=key,
            label=said[PREF_LABEL][0],
            kind=self._kind_of[cls],
            cls=cls,
            wikidata=_ref(said, "wikidata"),
            aliases=tuple(said.get(ALT_LABEL, ())),
            ambiguous=tuple(said.get(KAZ + "ambiguousName", ())),
            demonyms=demonyms,
            adjective=_first(said, "adjectiveForm") or (demonyms[0] if demonyms else None),
            located_in=_ref(said, "locatedIn"),
            part_of=_ref(said, "partOf"),
            country=key if cls == "Country" else _ref(said, "country"),
            capital=_ref(said, "capital"),
            metonym_for=_ref(said, "metonymFor"),
            roles=tuple(_role(self._triples.properties(r)) for r in said.get(KAZ + "role", ())),
            former=_first(said, "former") == "true",
            lat=float(point[2]) if point else None,
            lon=float(point[1]) if point else None,
        )

    @staticmethod
    def _placed(entry: Entry, entries: dict[str, Entry]) -> Entry:
        """The entry with the country it lies in."""
        seen: set[str] = set()
        at: Entry | None = entry
        while at is not None and at.cls != "Country" and at.key not in seen:
            seen.add(at.key)
            at = entries.get(at.located_in or "")
        if at is None or at.cls != "Country" or entry.country:
            return entry
        return replace(entry, country=at.key)

    def within(self, place: str, container: str) -> bool:
        """Whether the place (a key) is the container or lies in it, by the gazetteer's own tree."""
        seen: set[str] = set()
        at: str | None = place
        while at and at not in seen:
            if at == container:
                return True
            seen.add(at)
            entry = self.entries.get(at)
            at = entry.located_in if entry else None
        return False

    def lookup(self, name: str) -> list[Entry]:
        """Entries that bear the name under any spelling, whatever its capitals; in order of keys."""
        return list(self.by_name.get(atoms(name), ()))

    def body_entry(self, country: Entry, body: Body) -> Entry | None:
        """The entry of a country's public body, or None where the gazetteer has none."""
        for adjective in (country.adjective, *country.demonyms, country.label):
            for entry in self.by_name.get(atoms(f"{adjective} {body.name}"), ()) if adjective else ():
                if entry.kind == "Organization":
                    return entry
        return None

    def body_label(self, country: Entry, body: Body) -> str:
        """Label of a country's public body, by the gazetteer or composed ("Sudanese Interior Ministry")."""
        entry = self.body_entry(country, body)
        return entry.label if entry else f"{country.adjective or country.label} {body.name}"

    @cached_property
    def people(self) -> dict[int, list[tuple[str, Entry]]]:
        """Folded full names of people with their entries, by length; for spellings that differ in a letter."""
        table: dict[int, list[tuple[str, Entry]]] = {}
        for entry in self.entries.values():
            if entry.kind == "Person":
                for name in _spellings(entry):
                    if " " in name:
                        table.setdefault(len(fold(name)), []).append((fold(name), entry))
        return table

    @cached_property
    def body_of(self) -> dict[str, Body]:
        """The public body that an entry is, by the entry's key ("kazakh-interior-ministry")."""
        names = {atoms(b.name): b for b in self.words.bodies}
        table: dict[str, Body] = {}
        for entry in self.entries.values():
            if entry.kind == "Organization" and entry.country:
                for words in map(atoms, _spellings(entry)):
                    body = names.get(words[-2:]) or names.get(words[-1:])
                    if body and len(words) > 1:
                        table.setdefault(entry.key, body)
        return table

    @cached_property
    def phrases(self) -> dict[str, tuple[Phrase, ...]]:
        """Every spelling of every name and naming word by its first folded word, the longest first."""
        table: dict[tuple[str, bool], list[object]] = {}
        for meaning, name, free in self._namings():
            bucket = table.setdefault((name, free), [])
            if meaning not in bucket:
                bucket.append(meaning)
        index: dict[str, list[Phrase]] = {}
        for (name, free), meanings in table.items():
            words = atoms(name)
            if words:
                index.setdefault(words[0], []).append(_phrase(name, words, free, meanings))
        return {w: tuple(sorted(p, key=lambda x: (-len(x.atoms), x.atoms, x.exact))) for w, p in index.items()}

    def _namings(self) -> Iterable[tuple[object, str, bool]]:
        """Each meaning with each of its spellings, and whether capitals are free."""
        for entry in self.entries.values():
            for name in _spellings(entry):
                yield entry, name, False
            for name in entry.demonyms:
                yield Demonym(entry, people=False), name, False
                if not name.endswith(NO_PLURAL):
                    yield Demonym(entry, people=True), name + "s", False
        spoken: tuple[Body | LocalBody | Office, ...] = (
            *self.words.bodies,
            *self.words.local_bodies,
            *self.words.offices,
        )
        for item in spoken:
            for name in item.phrases:
                yield item, name, True


def _spellings(entry: Entry) -> list[str]:
    return list(dict.fromkeys((entry.label, *entry.aliases)))


def _phrase(name: str, words: tuple[str, ...], free: bool, meanings: Sequence[object]) -> Phrase:
    letters = [c for c in name if c.isalpha()]
    exact: tuple[str, ...] = ()
    if not free and (name[0].islower() or (len(letters) <= SMALL and all(c.isupper() for c in letters))):
        exact = (name, name.capitalize()) if len(name) >= SPOKEN and name.isalpha() and name.isupper() else (name,)
    marks = WORDS.findall(APOSTROPHES.sub("", name).replace(".", ""))
    caps = tuple(w[0].isupper() and not free and not (n and w.lower() in SMALL_WORDS) for n, w in enumerate(marks))
    caps = caps if len(marks) == len(words) else ()
    return Phrase(words, caps or (not free,) * len(words), exact, tuple(meanings))  # type: ignore[arg-type]


def _role(said: Mapping[str, list[str]]) -> Role:
    return Role(
        title=_first(said, "title") or "",
        at=_ref(said, "roleAt"),
        since=_first(said, "since"),
        until=_first(said, "until"),
    )


def _first(said: Mapping[str, list[str]], predicate: str) -> str | None:
    values = said.get(KAZ + predicate)
    return values[0] if values else None


def _ref(said: Mapping[str, list[str]], predicate: str) -> str | None:
    value = _first(said, predicate)
    return _last(value) if value else None


def _last(iri: str) -> str:
    """The part of an IRI behind its last slash or hash."""
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]


def fold(text: str) -> str:
    """The text in lower-case letters without accents and apostrophes ("Türkiye" -> "turkiye")."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ł", "l").replace("ø", "o"))
        text = "".join(c for c in text if not unicodedata.combining(c))
    return APOSTROPHES.sub("", text).casefold()


def atoms(name: str) -> tuple[str, ...]:
    """The folded words of a name: hyphens part words, points and possessive endings go."""
    if name.isascii() and name.isalnum():
        return (name.lower(),)
    name = POSSESSIVE.sub("", name).replace(".", "")
    return tuple(WORDS.findall(fold(name)))


def slug(name: str) -> str:
    """A key made of a name: folded words joined by hyphens."""
    return "-".join(atoms(name)) or "x"
