"""Words by which an article says that something is not known or not given."""

from __future__ import annotations

from dataclasses import dataclass

from kazkg.errors import KnowledgeError
from kazkg.knowledge.triples import Triples

__all__ = ["Ignorance", "UnknownWords"]

KINDS = frozenset({"unknown", "not_given", "unverified", "withheld"})
SLOTS = frozenset({"state", "negated", "personal", "tell", "say", "give", "check", "withhold", "failing"})


@dataclass(frozen=True, slots=True)
class Ignorance:
    """How one family of such words works."""

    kind: str
    """unknown, not_given, unverified or withheld."""
    slots: frozenset[str]
    """state, negated, personal, tell, say, give, check, withhold or failing (the lexicon says what they mean)."""
    nouns: frozenset[str]
    """Lemmas of what is not given, where a verb needs one of them."""


class UnknownWords:
    """The vocabulary of what is not known, indexed by word.

    Args:
        triples: everything that the knowledge folders say.

    Raises:
        KnowledgeError: for an entry of an unknown kind or slot.
    """

    def __init__(self, triples: Triples) -> None:
        self.verbs: dict[str, list[Ignorance]] = {}
        """Lemma to the families it belongs to."""
        self.adjectives: dict[str, list[Ignorance]] = {}
        """Adjective or participle in lower-case letters, likewise."""
        for iri in triples.subjects("UnknownWord"):
            kind, slots = triples.value(iri, "unknownKind") or "", frozenset(triples.values(iri, "unknownSlot"))
            if kind not in KINDS or not slots or not slots <= SLOTS:
                remedy = f"Kinds: {', '.join(sorted(KINDS))}; slots: {', '.join(sorted(SLOTS))}."
                raise KnowledgeError(f"{iri}: kaz:unknownKind or kaz:unknownSlot is none that is known.", remedy)
            entry = Ignorance(kind, slots, frozenset(triples.values(iri, "noun")))
            for verb in triples.values(iri, "verb"):
                self.verbs.setdefault(verb, []).append(entry)
            for word in triples.values(iri, "adjective"):
                self.adjectives.setdefault(word, []).append(entry)
