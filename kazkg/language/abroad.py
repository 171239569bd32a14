"""Whose troops: soldiers whom another country than the article's sends are foreign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Token

from kazkg.language.drafts import AmountDraft, EntityDraft
from kazkg.language.page import Page
from kazkg.language.triggers import phrase_end

if TYPE_CHECKING:
    from kazkg.knowledge.gazetteer import Gazetteer

__all__ = ["Abroad"]

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
ALLIANCES = frozenset({"MilitaryAlliance", "InternationalOrganization"})
"""Classes of bodies whose troops are of many countries."""
CLIMB = 6
GOAL = 6
"""Words behind a verb of setting out in which its goal is named."""
NEAR = 7
"""Words behind the counted noun in which "from" names the home of a force."""


class Abroad:
    """Tells the senders of the troops of one Doc.

    Args:
        page: the Doc.
        gazetteer: knows the country of bodies, capitals and people; None where only adjectives can tell.
    """

    def __init__(self, page: Page, gazetteer: Gazetteer | None) -> None:
        self.w = page.w
        self.c = page.c
        self.doc = page.doc
        self.home = page.country.key if page.country else None
        self.entries = gazetteer.entries if gazetteer else {}

    def sent(self, a: AmountDraft, trigger: int) -> bool:
        """Whether another country or an alliance sends those counted; False where the article's country is unknown."""
        if self._allied(a):
            return True
        if self.home is None:
            return False
        if (origin := self._origin(a)) is not None:
            return origin != self.home
        before = self.w.before(a.start)
        mention = self.doc._.by_token.get(before)
        if mention is not None and mention.entity.kind == "Place":
            joint = self.w.word(self.w.before(mention.start))
            if joint in {",", "and", ";"}:
                return self._of_entity(mention.entity) not in {None, self.home}
        if trigger < 0:
            return False
        sender = self._sender(self.doc[trigger])
        return sender is not None and sender != self.home

    def leaves(self, verb: int) -> bool:
        """Whether those who set out at ``verb`` leave the article's country, no goal named ("took off from Almaty")."""
        w = self.w
        if self.home is None or w.word(w.after(verb)) != "from" or self._country(w.after(w.after(verb))) != self.home:
            return False
        return not any(
            w.low[i] in {"for", "to", "towards"} for i in range(verb, min(verb + GOAL, w.ends[w.sent[verb]]))
        )

    def _allied(self, a: AmountDraft) -> bool:
        """Whether the force that those counted make up is of several countries ("an alliance contingent of 400")."""
        at = self.w.before(self.w.before(a.start))
        if self.w.word(self.w.before(a.start)) != "of" or self.w.word(at) not in self.c.containers:
            return False
        for _ in range(3):
            at = self.w.before(at)
            if at < 0 or self.w.tag[at] not in {"JJ", "NN", "NNP", "HYPH"}:
                return False
            if self.c.modifiers.get(self.w.low[at], ("", ""))[0] == "foreign_troops":
                return True
        return False

    def _origin(self, a: AmountDraft) -> str | None:
        """Country behind "from", before the number or right behind those counted."""
        w = self.w
        start = w.starts[w.sent[a.start]]
        spots = [at for at in range(start, min(start + 2, a.start)) if w.low[at] == "from"]
        at = phrase_end(a) - 1
        for _ in range(NEAR):
            at = w.after(at)
            if at < 0 or w.tag[at] in {"VBD", "VBZ", "VBP", "MD", ",", ":"}:
                break
            if w.low[at] == "from" and self.doc[at].head.i <= phrase_end(a):
                spots.append(at)
        for spot in spots:
            if (key := self._country(w.after(spot))) is not None:
                return key
        return None

    def _sender(self, token: Token) -> str | None:
        """Country of the nearest subject above a trigger, or of the owner of a noun ("Sellia's contingent")."""
        if not token.tag_.startswith("VB"):
            for child in token.lefts:
                if child.dep_ in {"poss", "amod", "compound", "nmod"} and (key := self._country(child.i)) is not None:
                    return key
        for _ in range(CLIMB):
            if token.tag_.startswith("VB"):
                subject = next((c for c in token.lefts if c.dep_ in SUBJECTS), None)
                if subject is not None and subject.tag_ not in {"WDT", "WP", "EX"}:
                    if token.dep_ == "relcl" or subject.dep_ == "nsubjpass":
                        return None
                    return self._of_phrase(subject)
                if subject is not None:
                    token = token.head
                    return self._of_phrase(token)
            if token.head.i == token.i:
                return None
            token = token.head
        return None

    def _of_phrase(self, head: Token) -> str | None:
        """Country of a phrase: of its own mention, else of an adjective or name in it."""
        if (key := self._country(head.i)) is not None:
            return key
        for i in range(max(head.left_edge.i, head.i - NEAR), head.i):
            if (key := self._country(i)) is not None:
                return key
        return None

    def _country(self, i: int) -> str | None:
        """Key of the country that the word at ``i`` names or belongs to."""
        if i < 0:
            return None
        if (key := self.c.adjectives_of_country.get(self.w.low[i])) is not None:
            return key
        mention = self.doc._.by_token.get(i)
        return self._of_entity(mention.entity) if mention else None

    def _of_entity(self, entity: EntityDraft) -> str | None:
        entry = self.entries.get(entity.key)
        if entry is not None:
            if entry.cls == "Country":
                return entry.key
            if entry.country is not None:
                return entry.country
            return entry.key if entry.cls in ALLIANCES else None
        if entity.role_of is not None:
            return self._of_entity(entity.role_of)
        named = (self.c.adjectives_of_country.get(word.lower()) for word in entity.label.split())
        return next((key for key in named if key is not None), None)
