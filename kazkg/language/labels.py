"""Honest labels of sources that have no name."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from kazkg.knowledge.reporting import Reporting
from kazkg.language.owners import Owners

__all__ = ["UNNAMED", "Labels"]

UNNAMED = "unnamed "
"""How the label of one person without a name begins."""
AGE = re.compile(r"\d+-year-old")
LONGEST = 6
"""How many words behind a noun its label may have."""
LEFT_OUT = frozenset({"DET", "PRON", "NUM", "ADV", "PUNCT", "PART", "SPACE", "CCONJ", "AUX", "VERB"})


class Labels:
    """Makes labels in one document.

    Args:
        doc: the document.
        words: the reporting vocabulary.
        places: the country adjectives of the vocabulary.
    """

    def __init__(self, doc: Doc, words: Reporting, places: Owners) -> None:
        self.doc = doc
        self.words = words
        self.places = places

    def of(self, head: Token, start: int, end: int, kind: str) -> str:
        """The honest label of a source without a name."""
        plural = head.tag_ in {"NNS", "NNPS"}
        if kind == "office":
            text = self.plain(start, end, keep_all=True)
            text = text[:1].lower() + text[1:] if head.pos_ == "NOUN" and start == head.i else text
            owner = "" if self.places.owned(self.doc, start, end) else self.places.country(self.doc)
            return f"{owner} {text}".strip() if " of " not in text and " for " not in text else text
        words = [
            t.text if t.pos_ == "PROPN" else t.lower_
            for t in self.doc[start : head.i]
            if t.dep_ in {"compound", "amod", "nmod", "poss"}
            and t.pos_ not in LEFT_OUT
            and not any(c.text == "-" or c.pos_ == "NUM" for c in t.children)
            and t.lower_ not in self.words.vague
            and not self.places.is_owner(t)
            and not (t.lower_ == "other" and self.doc[start].pos_ == "NUM")
        ]
        noun = head.lower_ if head.pos_ != "PROPN" or kind else head.text
        if kind in {"body", "group"} and (head.lemma_.lower() != "official" or plural):
            owner = self.places.of_phrase(self.doc, start, max(end, head.i + 1))
            if head.lemma_.lower() in self.words.media and any(t.lower_ == "local" for t in self.doc[start : head.i]):
                owner = "local"  # "local media" are those of a place, which its country would not say
            inner = [t.lower_ for t in self._complement(head)]
            return " ".join(w for w in (owner, *inner, *words, noun) if w)
        behind = self._described(head, end) if head.lemma_.lower() in self.words.bare and not words else []
        if not plural and head.tag_ != "NNP":
            return " ".join([UNNAMED.strip(), *words, noun, *behind])
        return " ".join([*words, noun, *behind])

    def _described(self, head: Token, end: int) -> list[str]:
        """What stands behind a noun that says little by itself: "people familiar with the talks"."""
        child = next((c for c in head.rights if c.dep_ in {"prep", "amod", "acl", "relcl"}), None)
        if child is not None and child.dep_ == "relcl" and child.lemma_ == "be":
            child = next((c for c in child.rights if c.dep_ in {"prep", "acomp"}), None)
        if child is None or child.dep_ in {"acl", "relcl"} or child.left_edge.i != child.i:
            return []
        low = min(child.right_edge.i + 1, end) if end > child.i + 1 else child.right_edge.i + 1
        inside = self.doc[child.i : low]
        if len(inside) > LONGEST or any(t.is_punct or t.ent_type_ in {"DATE", "TIME"} for t in inside):
            return []
        return [t.text for t in inside]

    def _complement(self, head: Token) -> list[Token]:
        """Common nouns after "of": the command of the security forces."""
        for child in head.rights:
            if child.dep_ == "prep" and child.lower_ == "of":
                for noun in child.children:
                    if noun.dep_ == "pobj" and noun.pos_ == "NOUN" and not self.places.is_owner(noun):
                        lefts = [
                            t for t in noun.lefts if t.dep_ in {"compound", "amod"} and not self.places.is_owner(t)
                        ]
                        return [*lefts, noun]
        return []

    def age(self, start: int, end: int) -> int:
        """How many tokens an opening "a 24-year-old" has."""
        at = start + (self.doc[start].pos_ == "DET") if start < end else start
        words = "".join(t.text for t in self.doc[at : at + 5]).lower()
        return at + 5 - start if AGE.fullmatch(words) and at + 5 < end else 0

    def plain(self, start: int, end: int, keep_all: bool = False) -> str:
        """The words of the phrase without articles and vague adjectives, cut at the first comma."""
        out = ""
        start += self.age(start, end)
        for token in self.doc[start:end]:
            if token.text in {",", "(", "–", "-", "—"} and token.whitespace_ and out:
                break
            if token.dep_ == "prep" and token.lower_ not in {"of", "for", "in", "to", "from"}:
                break
            if not out and (token.pos_ in {"DET", "PRON", "NUM"} or token.lower_ in self.words.vague):
                continue
            if token.lower_ in self.words.vague and not keep_all:
                continue
            out += token.text + (" " if token.whitespace_ else "")
        return out.strip()
