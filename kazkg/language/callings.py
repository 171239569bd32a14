"""What people of a side are called, and by whom: protesters, rioters, assailants, terrorists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, Token

from kazkg.language.drafts import CallingDraft, mention_of, zone_of
from kazkg.language.factuality import statements_by_token

if TYPE_CHECKING:
    from kazkg.knowledge import Knowledge

__all__ = ["Callings"]

SILENT = frozenset({"credit", "teaser", "source", "boilerplate"})
QUALIFIERS = frozenset({"amod", "compound", "nmod"})
HYPHENS = frozenset({"-", "‑"})
COUNTED = frozenset({"NUM", "DET", "PRON"})


class Callings:
    """Write ``doc._.callings`` in reading order."""

    knowledge: Knowledge

    def __call__(self, doc: Doc) -> Doc:
        """Find every noun that names people of a group that is followed."""
        groups, followed = self.knowledge.frames, self.knowledge.followed_groups
        within = statements_by_token(doc)
        found = []
        for token in doc:
            if token.pos_ not in {"NOUN", "PROPN"} or token.dep_ in {"compound", "nmod"}:
                continue
            start = _start(token, groups.vague_adjectives)
            words = [t.lower_ for t in doc[start : token.i + 1] if not t.is_punct]
            group = groups.group_of(" ".join([*words[:-1], token.lemma_.lower()]))
            if group in followed and zone_of(token) not in SILENT:
                found.append(CallingDraft((start, token.i + 1), " ".join(words), group, within.get(token.i)))
        doc._.callings = found
        return doc


def _start(noun: Token, vague: frozenset[str]) -> int:
    """Where the words begin that stand right before a noun and qualify it ("armed criminals")."""
    start, first = noun.i, noun.sent.start
    while start > first:
        one = noun.doc[start - 1]
        inside = start <= one.head.i <= noun.i
        if one.dep_ not in QUALIFIERS or one.pos_ in COUNTED or not inside or not one.is_alpha:
            break
        if one.lower_ in vague or one.ent_type_ or mention_of(one) is not None or noun.doc[one.i - 1].text in HYPHENS:
            break
        start -= 1
    return start


@Language.factory("kazkg_callings", requires=["doc._.statements"], assigns=["doc._.callings"])
def create(nlp: Language, name: str) -> Callings:  # noqa: ARG001
    """Make the component; ``knowledge`` is set on it before it runs."""
    return Callings()
