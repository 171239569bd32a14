"""Links the entities of one article: those of the knowledge by what it says of them, the rest by name and context."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Final

from kazkg.facts import ArticleFacts, Entity, Link
from kazkg.knowledge import Knowledge
from kazkg.knowledge.gazetteer import Entry, Gazetteer, atoms, slug
from kazkg.linking.candidates import LARGER, THRESHOLD, Asked, Candidate, best, candidates
from kazkg.linking.shelf import Shelf, shelf
from kazkg.linking.thing import Thing
from kazkg.renaming import replaced

__all__ = ["Linker"]

CURATED: Final = "kazkg"
"""Short name of the knowledge as a source."""
NOWHERE: Final = "nowhere"
"""Stands for a country without an item: it is no other one."""
LISTED: Final = 3
"""At most so many candidates are listed for what is not linked."""
NAMES: Final = 12
"""So many of a thing's names are looked up to find its entry in the knowledge."""
NAMESAKE: Final = "other places have the name, and nothing else in the article tells of its country"


class Linker:
    """Links by one knowledge and one shelf; made once a process.

    An entry of the knowledge is linked by what the knowledge says, so that it has the same link in every article. Any
    other entity is linked by its article: one that is sure of an item gets the item's own key and label, whatever the
    article calls it, or becomes the entry of the knowledge that has the item. A city that has namesakes of its size is
    the entry only in an article that tells of the entry's country.

    Args:
        knowledge: who is who; what it says of an item counts before everything else.
        on: the broad gazetteer.
    """

    def __init__(self, knowledge: Knowledge, on: Shelf | None = None) -> None:
        self.gazetteer: Gazetteer = knowledge.gazetteer
        self._told: dict[str, Link] = knowledge.links
        self._given_shelf = on
        self._entries: dict[str, tuple[Link, ...]] = {}
        self._countries: dict[str, str] = {}
        self._namesakes: dict[str, bool] = {}

    @cached_property
    def shelf(self) -> Shelf:
        """The broad gazetteer."""
        return self._given_shelf or shelf()

    @cached_property
    def _given(self) -> dict[str, str]:
        """Q-ids that the knowledge gives, to the keys of their entries."""
        return {e.wikidata: e.key for e in self.gazetteer.entries.values() if e.wikidata}

    @cached_property
    def _owners(self) -> dict[tuple[str, ...], str]:
        """Folded adjectives and names of countries to their keys."""
        found: dict[tuple[str, ...], str] = {}
        for entry in self.gazetteer.entries.values():
            if entry.cls == "Country" and not entry.former:
                for name in (entry.label, *entry.demonyms, entry.adjective or ""):
                    found.setdefault(atoms(name), entry.key)
        found.pop((), None)
        return found

    def link(self, facts: ArticleFacts) -> ArticleFacts:
        """The facts with the links of their entities.

        Args:
            facts: what was read in one article.
        """
        beside = self._beside(facts.entities)
        links: list[Link] = []
        instead: dict[str, Entity] = {}
        for entity in facts.entities:
            if entity.known and entity.key in self.gazetteer.entries:
                found = self.of_entry(entity.key)
                if found and found[0].sure and self._elsewhere(entity, facts):
                    other, found = self._namesake(entity, found[0], facts)
                    instead[entity.key] = other
                    links += found
                    continue
            elif entity.local or entity.kind == "Event":
                found = ()
            else:
                found = self._of_stranger(entity, beside)
            if found and found[0].sure and entity.wikidata != found[0].item:
                new = self._linked(entity, found[0])
                instead[entity.key] = new
                found = self.of_entry(new.key) if new.known else (replace(found[0], entity=new.key),)
            links += found
        facts = replaced(facts, instead)
        return replace(facts, links=tuple(dict.fromkeys(links)))

    def _elsewhere(self, entity: Entity, facts: ArticleFacts) -> bool:
        """Whether a city has namesakes, and nothing but its own name tells of its country."""
        entry = self.gazetteer.entries[entity.key]
        country = self.gazetteer.entries.get(entry.country or "")
        if entry.cls != "City" or entry.wikidata or country is None or not self._has_namesakes(entry):
            return False
        others = (e for e in facts.entities if e.key != entity.key)
        if self._country(country.key) in self._beside(others):
            return False
        words = "|".join(map(re.escape, (country.label, *country.aliases, *country.demonyms)))
        return re.search(rf"\b(?:{words})\b", facts.article.text) is None

    def _has_namesakes(self, entry: Entry) -> bool:
        """Whether a city in another country has the same name and is not far smaller."""
        known = self._namesakes.get(entry.key)
        if known is None:
            own = self.shelf.by_item(self.item(entry.key) or "")
            weight = own.weight if own else 0
            alike = {e.country for e in self.gazetteer.lookup(entry.label) if e.cls == "City"}
            known = self._namesakes[entry.key] = (
                len(alike) > 1
                or entry.label in entry.ambiguous
                or any(
                    t.cls == "City" and own and t.country != own.country and t.weight * LARGER >= weight
                    for t in self.shelf.named(entry.label, loosely=False)
                    if atoms(entry.label) in map(atoms, t.names)
                )
            )
        return known

    def _namesake(self, entity: Entity, link: Link, facts: ArticleFacts) -> tuple[Entity, tuple[Link, ...]]:
        """The other city of that name which the article's countries point to, else one of the article's own."""
        beside = self._beside(e for e in facts.entities if e.key != entity.key)
        found = candidates(Asked(entity.label, entity.kind, entity.cls, beside=beside), self.shelf)
        chosen = best([c for c in found if c.item != link.item])
        if chosen is not None and chosen.thing.country in beside:
            stranger = replace(entity, known=False)
            new = self._linked(stranger, self._as_link(entity.key, chosen, sure=True))
            if new.key != entity.key:
                return new, self.of_entry(new.key) if new.known else (self._as_link(new.key, chosen, sure=True),)
        key = f"{entity.kind.lower()}-{slug(entity.label)}"
        local = Entity(key, entity.label, entity.kind, entity.cls, known=False, local=True)
        return local, (replace(link, entity=key, sure=False, reason=NAMESAKE, country=None, point=None),)

    def of_entry(self, key: str) -> tuple[Link, ...]:
        """The link of an entry of the knowledge, or its candidates."""
        found = self._entries.get(key)
        if found is None:
            entry = self.gazetteer.entries[key]
            found = self._entries[key] = self._of_entry(entry)
        return found

    def item(self, key: str) -> str | None:
        """The Q-id of an entry of the knowledge, given or found; None where nothing is sure."""
        links = self.of_entry(key)
        return links[0].item if links and links[0].sure else None

    def _of_entry(self, entry: Entry) -> tuple[Link, ...]:
        if entry.wikidata and entry.key in self._told:
            return (self._told[entry.key],)
        if entry.wikidata:
            thing = self.shelf.by_item(entry.wikidata)
            own = self.shelf.dates.get(CURATED) if thing and CURATED in thing.sources else None
            label = thing.label if thing else entry.label
            return (Link(entry.key, entry.wikidata, label, 1.0, "curated", CURATED, own, True),)
        if entry.kind == "Event":
            return ()
        country = None if entry.cls == "Country" else self._country_of(entry)
        clear = tuple(n for n in entry.aliases if n not in entry.ambiguous)
        found = candidates(Asked(entry.label, entry.kind, entry.cls, country, names=clear, exact=True), self.shelf)
        chosen = best(found)
        if chosen is not None and self._given.get(chosen.item, entry.key) != entry.key:
            chosen = None
        return self._links(entry.key, found, chosen)

    def _country_of(self, entry: Entry) -> str | None:
        entries = self.gazetteer.entries
        keys = (entry.country, *(entries[r.at].country for r in entry.roles if r.at in entries))
        key = next((k for k in keys if k), None)
        return self._country(key) if key else None

    def _country(self, key: str) -> str:
        known = self._countries.get(key)
        if known is None:
            self._countries[key] = NOWHERE  # a country that lies in itself
            known = self._countries[key] = self.item(key) or NOWHERE
        return known

    def _beside(self, entities: Iterable[Entity]) -> frozenset[str]:
        """Items of the countries that an article's entities belong to."""
        entries = self.gazetteer.entries
        keys: dict[str, None] = {}
        for entity in entities:
            entry = entries.get(entity.key) if entity.known else None
            owner = entry.country if entry else self._owner(entity.label)
            if owner is not None and owner in entries:
                keys[owner] = None
        return frozenset(map(self._country, keys))

    def _owner(self, label: str) -> str | None:
        """Key of the country whose adjective or name a label begins with ("Senegalese Health Ministry")."""
        words = atoms(label)
        return next((k for n in (3, 2, 1) if len(words) > n and (k := self._owners.get(words[:n]))), None)

    def _of_stranger(self, entity: Entity, beside: frozenset[str]) -> tuple[Link, ...]:
        owner = self._owner(entity.label) if entity.kind == "Organization" else None
        country = self._country(owner) if owner else None
        found = candidates(Asked(entity.label, entity.kind, entity.cls, country, beside), self.shelf)
        return self._links(entity.key, found, best(found))

    def _links(self, key: str, found: list[Candidate], chosen: Candidate | None) -> tuple[Link, ...]:
        if chosen is not None:
            return (self._as_link(key, chosen, sure=True),)
        return tuple(self._as_link(key, c, sure=False) for c in found[:LISTED])

    def _as_link(self, key: str, c: Candidate, sure: bool) -> Link:
        reason = c.reason
        if not sure and not reason:
            reason = "another item is as near" if c.score >= THRESHOLD else "the name is not near enough"
        thing = c.thing
        place = thing.kind in ("Place", "Facility") and thing.cls != "Country"
        return Link(
            entity=key,
            item=c.item,
            label=thing.label,
            score=c.score,
            method=c.method,
            source="|".join(thing.sources),
            dated=thing.dated,
            sure=sure,
            reason=reason,
            country=self._key_of(thing.country) if place and sure and thing.country else None,
            point=thing.point if place and sure else None,
        )

    def _linked(self, entity: Entity, link: Link) -> Entity:
        """The entity that a linked one is: the entry of the knowledge with the item, or one named after the item."""
        if entity.known:
            return replace(entity, wikidata=link.item)
        thing = self.shelf.by_item(link.item)
        key = self._key_of(link.item)
        if key is not None:
            entry = self.gazetteer.entries[key]
            return Entity(key, entry.label, entry.kind, entry.cls, known=True, wikidata=link.item)
        cls = thing.cls if thing and entity.cls == entity.kind else entity.cls
        key = f"{slug(link.label)}-{link.item.lower()}"
        return replace(entity, key=key, label=link.label, cls=cls, wikidata=link.item)

    def _key_of(self, item: str) -> str | None:
        """Key of the entry of the knowledge that has an item, given or found."""
        if item in self._given:
            return self._given[item]
        thing = self.shelf.by_item(item)
        for name in thing.names[:NAMES] if thing else ():
            for entry in self.gazetteer.lookup(name):
                if thing is not None and self._alike(entry, thing) and self.item(entry.key) == item:
                    return entry.key
        return None

    @staticmethod
    def _alike(entry: Entry, thing: Thing) -> bool:
        return entry.kind == thing.kind and entry.wikidata is None
