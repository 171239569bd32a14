"""Who holds an office: by what the article calls a person, else by the gazetteer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from kazkg.knowledge.gazetteer import Gazetteer
    from kazkg.knowledge.naming import Office
    from kazkg.language.drafts import EntityDraft

__all__ = ["PAST", "Holders"]

PAST = frozenset(("former", "ex", "late", "onetime"))
"""Words before an office that somebody no longer holds."""


class Holders:
    """Finds the holder of an office among an article's people.

    Args:
        doc: the article; its country and date are read.
        gazetteer: who is who.
    """

    def __init__(self, doc: Doc, gazetteer: Gazetteer) -> None:
        self.doc = doc
        self.gazetteer = gazetteer

    def find(
        self,
        office: Office,
        country: str | None,
        former: bool,
        named: Sequence[EntityDraft],
        everybody: Sequence[EntityDraft],
    ) -> EntityDraft | None:
        """Who holds the office; for "the former ..." only who is said to have held it.

        Args:
            office: which one.
            country: key of the country whose office it is, None where none is said.
            former: whether it is said to be held no more.
            named: people named before, the last one first.
            everybody: all entities of the article, for offices of which a country has but one.
        """
        people = list(named)
        people = [p for p in people if self._past_holder(p, office) == former]
        for stated in (True, False):
            for person in people:
                if self._holds(person, office, country, stated):
                    return person
        if country or office.body or office.name in ("president", "prime minister"):
            for entity in everybody:
                fits = entity.kind == "Person" and self._past_holder(entity, office) == former
                if fits and self._holds(entity, office, country, stated=False):
                    return entity
        return None

    def _past_holder(self, person: EntityDraft, office: Office) -> bool:
        """Whether the article says, or else the gazetteer, that the person held the office and does no more."""
        entry = self.gazetteer.entries.get(person.key)
        roles = [r for r in entry.roles if r.title == office.name or r.title in office.phrases] if entry else []
        if roles:
            return all(r.until is not None and self._gone(r.until) for r in roles)
        return bool(person.role and person.role.split()[0] in PAST)

    def _gone(self, until: str) -> bool:
        """Whether a date lies before the article's own; without one every end does."""
        article = self.doc._.article
        today = article.date.text if article is not None and article.date else "9999"
        return until[:7] < today[:7]

    def _holds(self, person: EntityDraft, office: Office, country: str | None, stated: bool) -> bool:
        """Whether the article (``stated``) or else the gazetteer gives the person that office, in that country."""
        entry = self.gazetteer.entries.get(person.key)
        titles = set(office.phrases) | {office.name}
        if person.role and any(person.role == t or person.role.endswith(" " + t) for t in titles):
            return country is None or self._of_country(person, country)
        for role in entry.roles if entry and not stated else ():
            if role.title in titles:
                home = self.doc._.country.key if self.doc._.country else None
                if country or office.name in ("president", "prime minister"):
                    return role.at == (country or home)
                return True
        return False

    def _of_country(self, person: EntityDraft, country: str) -> bool:
        """Whether a person acts for the country: by the gazetteer, by the body of the role, else at home only."""
        entry = self.gazetteer.entries.get(person.key)
        if entry and entry.country:
            return entry.country == country
        body = self.gazetteer.entries.get(person.role_of.key) if person.role_of else None
        if body and body.country:
            return body.country == country
        adjective = self.gazetteer.entries[country].adjective
        if person.role_of and adjective:
            return person.role_of.label.startswith(adjective)
        return bool(self.doc._.country and self.doc._.country.key == country)
