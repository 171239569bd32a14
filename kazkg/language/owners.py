"""Whose body it is: country adjectives, capitals, and seats whose names stand for a body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Doc, Token

from kazkg.language.drafts import mention_of

if TYPE_CHECKING:
    from kazkg.knowledge import Knowledge

__all__ = ["Owners"]


class Owners:
    """Whose body it is: country adjectives and countries of a phrase, from the vocabulary."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.adjective: dict[str, str] = {}
        """Key of a place to its adjective."""
        self.words: dict[str, str] = {}
        """Adjective in lower case to the adjective used in labels."""
        self.keys: dict[str, str] = {}
        """Adjective used in labels to the key of the country."""
        self.capitals: dict[str, str] = {}
        """Key of a capital to the key of its country."""
        self.countries: dict[str, str] = {}
        """Key of a body to the key of the country it acts for."""
        self.metonyms: dict[str, str] = {}
        """Key of a place or building to the key of the body that its name may mean."""
        for key, entry in sorted(knowledge.gazetteer.entries.items()):
            if entry.country is not None and entry.cls != "Country":
                self.countries[key] = entry.country
            if entry.capital is not None:
                self.capitals[entry.capital] = key
            if entry.metonym_for is not None:
                self.metonyms[key] = entry.metonym_for
            adjective = entry.adjective or (entry.demonyms[0] if entry.demonyms else None)
            if adjective is not None:
                self.adjective[key] = adjective
                if entry.cls == "Country":
                    self.keys.setdefault(adjective, key)
                for word in (adjective, *entry.demonyms):
                    self.words.setdefault(word.lower(), adjective)

    def is_owner(self, token: Token) -> bool:
        """Whether the token is a country adjective or part of a place's name."""
        if token.lower_ in self.words or self._of_two(token):
            return True
        found = mention_of(token)
        return found is not None and found.entity.kind == "Place" and found.form == "name"

    def _of_two(self, token: Token) -> bool:
        """Whether the token is half of a country adjective of two words ("South Korean")."""
        doc, i = token.doc, token.i
        return (i + 1 < len(doc) and f"{token.lower_} {doc[i + 1].lower_}" in self.words) or (
            i > 0 and f"{doc[i - 1].lower_} {token.lower_}" in self.words
        )

    def owned(self, doc: Doc, start: int, end: int) -> bool:
        """Whether the phrase itself says whose it is."""
        return any(self.is_owner(token) for token in doc[start:end])

    def of_phrase(self, doc: Doc, start: int, end: int) -> str:
        """The adjective of the phrase's country, the name of its town, or the adjective of the article's country."""
        for token in doc[start:end]:
            two = f"{token.lower_} {doc[token.i + 1].lower_}" if token.i + 1 < end else ""
            if two in self.words or token.lower_ in self.words:
                return self.words.get(two) or self.words[token.lower_]
            found = mention_of(token)
            if found is not None and found.entity.kind == "Place" and found.form == "name":
                key = self.capitals.get(found.entity.key, found.entity.key)
                return self.adjective.get(key, found.entity.label)
        return self.country(doc)

    def country(self, doc: Doc) -> str:
        """The adjective of the country the article is about, or nothing."""
        country = doc._.country
        if country is None:
            return ""
        return self.adjective.get(country if isinstance(country, str) else country.key, "")

    def country_of(self, key: str | None) -> str | None:
        """Key of the country of a body, a town or a country itself."""
        if key is None:
            return None
        return self.countries.get(key, key)

    def key_of_phrase(self, doc: Doc, start: int, end: int) -> str | None:
        """Key of the country that a phrase names by adjective or name, else of the article's country."""
        for token in doc[start:end]:
            if token.lower_ in self.words:
                return self.keys.get(self.words[token.lower_])
            found = mention_of(token)
            if found is not None and found.entity.kind == "Place" and found.form == "name":
                return self.country_of(found.entity.key)
        country = doc._.country
        return country if isinstance(country, str) or country is None else country.key
