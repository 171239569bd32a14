"""The model's rule lemmatizer, memoised: the same lemmas for a fraction of the work.

The rules look at a word's form, part of speech and morphology alone, so each combination is asked once. spaCy's own
memory keeps what went through the tables of rules, but not the base forms, which are most words of a text.

Ask :func:`memoise` after loading a pipeline. Where a pipeline finds lemmas in any other way, it is left as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.attrs import LEMMA, MORPH, ORTH, POS
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.language import Language
from spacy.tokens import Doc

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MemoLemmatizer", "memoise"]

LIMIT = 20_000
"""Entries the memory holds before it is emptied, so that a long run does not grow."""


class MemoLemmatizer:
    """Does what an English rule lemmatizer does that leaves lemmas set before as they are.

    Not to be shared between threads.
    """

    lemmatizer: EnglishLemmatizer

    def adopt(self, lemmatizer: EnglishLemmatizer) -> None:
        """Take over the rules of ``lemmatizer``; :func:`eligible` must hold for it."""
        self.lemmatizer = lemmatizer
        self._lemmas: dict[tuple[int, int, int], str] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemma of every token that has none; returns the same ``doc``."""
        known = self._lemmas
        for i, (orth, pos, morph, lemma) in enumerate(doc.to_array([ORTH, POS, MORPH, LEMMA]).tolist()):
            if lemma:
                continue
            key = (orth, pos, morph)
            found = known.get(key)
            if found is None:
                found = self.lemmatizer.lemmatize(doc[i])[0]
                if len(known) >= LIMIT:
                    known.clear()
                    self.lemmatizer.cache.clear()
                known[key] = found
            # As text, not as a number: the vocabulary may have forgotten the word since it was first seen.
            doc[i].lemma_ = found
        return doc


def eligible(lemmatizer: EnglishLemmatizer) -> bool:
    """Whether it works by rules and keeps the lemmas that are set already."""
    return lemmatizer.mode == "rule" and not lemmatizer.overwrite


@Language.factory("kazkg_lemmas", assigns=["token.lemma"])
def make_memo_lemmatizer(nlp: Language, name: str) -> MemoLemmatizer:  # noqa: ARG001  (spaCy passes both)
    """Make the component; it works once it has adopted a lemmatizer."""
    return MemoLemmatizer()


def memoise(nlp: Language) -> bool:
    """Put the memoised lemmatizer in the place of each plain English one of ``nlp``.

    Returns:
        Whether any was replaced; False where there is none or it is set otherwise.
    """
    replaced = False
    for name, lemmatizer in list(_lemmatizers(nlp)):
        if eligible(lemmatizer):
            component = nlp.replace_pipe(name, "kazkg_lemmas")
            component.adopt(lemmatizer)  # type: ignore[attr-defined]
            replaced = True
    return replaced


def _lemmatizers(nlp: Language) -> Iterator[tuple[str, EnglishLemmatizer]]:
    return ((name, pipe) for name, pipe in nlp.pipeline if type(pipe) is EnglishLemmatizer)
