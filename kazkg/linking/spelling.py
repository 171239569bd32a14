"""How alike two spellings of a name are, across alphabets and the habits of languages.

Names are compared in four steps, the surest first: word for word; in Latin letters, initials left out; by sound, so
that "Schymkent", "Chymkent" and "Шымкент" are one; and by the number of letters that differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from kazkg.knowledge.gazetteer import atoms, fold

__all__ = ["Likeness", "keys", "kindred", "likeness", "plain", "sound"]

LABEL: Final = 1.0
ALIAS: Final = 0.99
LATINISED: Final = 0.97
SOUND: Final = 0.94
LETTERS: Final = (0.0, 0.91, 0.89)
"""What one or two differing letters leave."""
LEAST: Final = (0, 8, 12)
"""So many letters a name must have for one or two of them to differ; shorter names with one letter between them are
too often two places."""
HEARD: Final = 5
"""So many letters a name must have to be known by its sound; shorter ones are mostly abbreviations."""
LONG: Final = 8
"""So many letters a name must have to be near at all."""
NEAR: Final = 0.88
"""A ratio of equal letters below this is no likeness at all."""
NEARLY: Final = 0.8
"""What a name that is only near is worth, times that ratio."""

_SMALL: Final = frozenset(
    ("of", "the", "and", "for", "in", "de", "la", "le", "les", "der", "die", "das", "du", "des", "di", "international")
)
"""Words that a name is not filed by."""
AIRPORT: Final = "airport"
FREE: Final = frozenset(("international", "the"))
"""Words that news leaves out of an airport's name ("Manas airport")."""
_GROUPS: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"dzh|dsch|dj", "s"),
        (r"tsch|tch|sch|shch|sh|ch|zh|ts|tz", "s"),
        (r"kh|ck|q", "k"),
        (r"gh", "g"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"x", "ks"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"[wf]", "v"),
        (r"z", "s"),
        (r"ou|oo", "u"),
        (r"ee|ij|iy|yi|y", "i"),
        (r"ae", "a"),
        (r"oe", "o"),
        (r"ue", "u"),
        (r"(?<=[aeiou])h(?=[^aeiou]|$)", ""),
        (r"(.)\1+", r"\1"),
    )
)
"""What different languages write for one sound; all hissing sounds are one."""
_VOWELS: Final = re.compile(r"[aeiouh]")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike an asked name is to one of a thing's names."""

    score: float
    """0 to 1."""
    method: str
    """label, alias, transliteration, edit or, below every threshold, near."""
    name: str
    """The name that came nearest."""


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """The folded words of a name in Latin letters, one space between ("Қарағанды" -> "qaraghandy")."""
    return " ".join(atoms(name if name.isascii() else anyascii(fold(name))))


@lru_cache(maxsize=4096)
def sound(name: str) -> str:
    """What a name sounds like, roughly and alike in every language: "Schymkent" and "Chymkent" -> "simkent"."""
    text = plain(name)
    for pattern, to in _GROUPS:
        text = pattern.sub(to, text)
    return text.replace("j", "i")


def keys(name: str) -> tuple[str, ...]:
    """The keys that a name is filed under: the consonants of its sound; two where "j" can be a vowel or a hiss.

    Names that :func:`likeness` finds alike by sound share a key.
    """
    text = plain(name)
    forms = {text, text.replace("j", "i")} if "j" not in text else {text.replace("j", "i"), text.replace("j", "zh")}
    return tuple(sorted({_key(form) for form in forms} - {""}))


def _key(text: str) -> str:
    words = [w for w in text.split() if w not in _SMALL] or text.split()
    heard = "".join(words)
    for pattern, to in _GROUPS:
        heard = pattern.sub(to, heard)
    if not heard:
        return ""
    first = "a" if heard[0] in "aeiou" else heard[0]
    rest = _VOWELS.sub("", heard[1:].replace("j", ""))
    return re.sub(r"(.)\1+", r"\1", first + rest)


def likeness(asked: str, names: Sequence[str]) -> Likeness | None:
    """The nearest of a thing's names to an asked one; None where none is near.

    Args:
        asked: a name as an article or a table has it.
        names: what the thing is called, its label first.
    """
    if not names:
        return None
    wanted = atoms(asked)
    for n, name in enumerate(names):
        if atoms(name) == wanted and wanted:
            return Likeness(ALIAS if n else LABEL, "alias" if n else "label", name)
    latin, heard = plain(asked), sound(asked)
    if not latin:
        return None
    whole = tuple(w for w in wanted if len(w) > 1)
    best: Likeness | None = None
    for name in names:
        if plain(name) == latin:
            return Likeness(LATINISED, "transliteration", name)
        if len(whole) > 1 and whole == tuple(w for w in atoms(name) if len(w) > 1):
            return Likeness(LATINISED, "alias", name)
        if wanted[-1:] == (AIRPORT,) and _bare(wanted) == _bare(atoms(name)):
            return Likeness(LATINISED, "alias", name)
        if best is None and len(latin) >= HEARD and len(name) >= HEARD and sound(name) == heard:
            best = Likeness(SOUND, "transliteration", name)
    return best or (_by_letters(latin, names) if len(latin) >= LONG else None)


def _bare(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(w for w in words if w not in FREE)


def _by_letters(latin: str, names: Iterable[str]) -> Likeness | None:
    from rapidfuzz.distance import OSA

    best: Likeness | None = None
    for name in names:
        other = plain(name)
        length = min(len(latin), len(other))
        apart = OSA.distance(latin, other, score_cutoff=max(2, length // 4))
        if 0 < apart < len(LETTERS) and length >= LEAST[apart] and latin[:1] == other[:1]:
            found = Likeness(LETTERS[apart], "edit", name)
        else:
            ratio = 1 - apart / max(len(latin), len(other), 1)
            if ratio < NEAR:
                continue
            found = Likeness(round(ratio * NEARLY, 2), "near", name)
        if best is None or found.score > best.score:
            best = found
    return best


def kindred(one: str, other: str) -> bool:
    """Whether one name is a form of the other: half of its letters or one whole word are the same."""
    from rapidfuzz import fuzz

    ours, theirs = plain(one), plain(other)
    return bool(set(ours.split()) & set(theirs.split())) or fuzz.ratio(sound(one), sound(other)) >= 50
