"""Spellings of the gazetteer and of the naming words, found in one walk over the tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kazkg.knowledge.gazetteer import Demonym, Entry, Gazetteer, Phrase, fold
from kazkg.knowledge.naming import Body, LocalBody, Office

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Hit", "Spotter"]

JOINERS = frozenset(("-", "‐", "‑", "'", "’", "'s", "’s", "’S", "'S", "."))
"""Marks that may stand inside a spelling."""
LINKS = {"-": " ", "_": " ", "/": " ", ".": ""}


@dataclass(frozen=True, slots=True)
class Hit:
    """Tokens ``start:end`` are a known spelling; the meanings stand in the index's order."""

    start: int
    end: int
    meanings: tuple[Entry | Demonym | Body | LocalBody | Office, ...]

    @property
    def entries(self) -> list[Entry]:
        """The entries among the meanings."""
        return [m for m in self.meanings if isinstance(m, Entry)]

    @property
    def demonym(self) -> Demonym | None:
        """The adjective or people's name, if it is one."""
        return next((m for m in self.meanings if isinstance(m, Demonym)), None)

    @property
    def body(self) -> Body | None:
        """The public body, if it is one."""
        return next((m for m in self.meanings if isinstance(m, Body)), None)

    @property
    def local_body(self) -> LocalBody | None:
        """The city's body, if it is one."""
        return next((m for m in self.meanings if isinstance(m, LocalBody)), None)

    @property
    def office(self) -> Office | None:
        """The office, if it is one."""
        return next((m for m in self.meanings if isinstance(m, Office)), None)


class Spotter:
    """Finds known spellings, leftmost and longest; a longer one that begins inside a shorter one wins.

    What it folded is kept for the next article.

    Args:
        gazetteer: whose spellings to find.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._index = gazetteer.phrases
        self._folded: dict[str, tuple[str, ...]] = {}
        loose = {w for b in gazetteer.words.bodies for p in b.phrases for w in p.split()}
        loose.update(w for n in gazetteer.words.kinds for w in n.split())
        self._loose = frozenset(w for w in loose if len(w) > 3)

    def spot(self, doc: Doc) -> list[Hit]:
        """All hits, in order, none overlapping."""
        words, tokens, breaks = self._words(doc)
        hits: list[Hit] = []
        at, size = 0, len(words)
        while at < size:
            hit, length = self._longest(doc, at, words, tokens, breaks)
            if hit is None:
                at += 1
                continue
            if words[at] == "the" and length == 2 and self._opens_longer(doc, hit):
                at += 1  # "The National" is no newspaper in "The National Security Commission"
                continue
            bare = length - (words[at] == "the")
            if any(
                k + reach > length and reach > bare
                for k in range(1, length)
                for _, reach in (self._longest(doc, at + k, words, tokens, breaks),)
            ):
                at += 1  # "the national" is no hit where "national security committee" is one
                continue
            hits.append(hit)
            at += length
        return hits

    def _opens_longer(self, doc: Doc, hit: Hit) -> bool:
        """Whether a capital follows a body's name of an article and one word, so that the word belongs to another."""
        if not hit.entries or any(e.kind != "Organization" for e in hit.entries) or hit.end >= len(doc):
            return False
        after = doc[hit.end]
        return after.text[0].isupper() and after.is_alpha and after.pos_ == "PROPN" and after.ent_type_ != "DATE"

    def _longest(
        self, doc: Doc, at: int, words: list[str], tokens: list[int], breaks: list[bool]
    ) -> tuple[Hit | None, int]:
        """The longest spelling that begins at a word, with its number of words; None and 0 where none does."""
        fits: list[Phrase] = []
        for phrase in self._index.get(words[at], ()):
            if fits and len(phrase.atoms) < len(fits[0].atoms):
                break
            if self._fits(doc, phrase, at, words, tokens, breaks):
                fits.append(phrase)
        if not fits:
            return None, 0
        length = len(fits[0].atoms)
        meanings = tuple(m for phrase in fits for m in phrase.meanings)
        return Hit(tokens[at], tokens[at + length - 1] + 1, meanings), length

    def _words(self, doc: Doc) -> tuple[list[str], list[int], list[bool]]:
        """Folded words, the token of each, and whether something parts a word from the one before."""
        words: list[str] = []
        tokens: list[int] = []
        breaks: list[bool] = []
        parted = True
        folded = self._folded
        for i, token in enumerate(doc):
            text = token.text
            parts = folded.get(text)
            if parts is None:
                parts = folded[text] = _parts(text)
            if not parts:
                parted = parted or text not in JOINERS
                continue
            for part in parts:
                words.append(part)
                tokens.append(i)
                breaks.append(parted)
                parted = False
        return words, tokens, breaks

    def _fits(self, doc: Doc, phrase: Phrase, at: int, words: list[str], tokens: list[int], breaks: list[bool]) -> bool:
        end = at + len(phrase.atoms)
        if end > len(words) or tuple(words[at:end]) != phrase.atoms or any(breaks[at + 1 : end]):
            return False
        first, last = tokens[at], tokens[end - 1]
        if (at and tokens[at - 1] == first) or (end < len(tokens) and tokens[end] == last):
            return False
        if phrase.exact:
            return str(doc[first : last + 1].text) in phrase.exact
        for k, capital in enumerate(phrase.caps):
            if capital and not doc[tokens[at + k]].text[0].isupper():
                glued = k and tokens[at + k] == tokens[at + k - 1]
                if not glued and (k == 0 or phrase.atoms[k] not in self._loose or phrase.atoms[0] == "the"):
                    return False
        return True


def _parts(text: str) -> tuple[str, ...]:
    if text in JOINERS:
        return ()
    if text.isalnum():
        return (fold(text),)
    folded = fold(text)
    for mark, link in LINKS.items():
        folded = folded.replace(mark, link)
    return tuple(w for w in ("".join(c for c in part if c.isalnum()) for part in folded.split()) if w)
