"""Names: whether two of them mean the same person, body or place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from kazkg.errors import InputError, UsageFault
from kazkg.evaluation.terms import terms

__all__ = ["Names", "find_aliases", "read_aliases"]

ALIASES = "aliases.tsv"
ENOUGH = 2
"""Content words that two names must share at least, unless all are the same."""


class Names:
    """Which names mean the same: those of one group, and those that share most of their content words.

    Args:
        groups: names of one thing each; a name that stands in several belongs to the first.
    """

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._first: dict[str, str] = {}
        for group in groups:
            keys = [key for key in map(_plain, group) if key]
            if keys:
                root = next((self._first[key] for key in keys if key in self._first), keys[0])
                for key in keys:
                    self._first.setdefault(key, root)

    def same(self, one: str | None, other: str | None) -> bool:
        """Whether two names mean the same; None or an empty name (nobody) means the same as another such."""
        if not one or not other:
            return not one and not other
        plain = (_plain(one), _plain(other))
        canonical = (self._first.get(plain[0], plain[0]), self._first.get(plain[1], plain[1]))
        if canonical[0] == canonical[1]:
            return bool(canonical[0])
        pairs = (canonical, plain)
        return not any(_strangers(*pair) for pair in pairs) and any(_alike(*pair) for pair in pairs)


@lru_cache(maxsize=65536)
def _plain(name: str) -> str:
    """A name's words in lower case, without accents, punctuation and a leading "the"."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare.lower().replace("_", " "))).removeprefix("the ")


@lru_cache(maxsize=65536)
def _owners(name: str) -> frozenset[str]:
    """The countries and alliances that a plain name says it belongs to."""
    known = terms().owners
    return frozenset(known[word] for word in name.split() if word in known)


@lru_cache(maxsize=65536)
def _content(name: str) -> frozenset[str]:
    known = terms()
    return frozenset(w for w in name.split() if w not in known.fillers and w not in known.owners)


def _strangers(one: str, other: str) -> bool:
    """Whether both say whose they are and none is the same: the police of two countries."""
    return bool(_owners(one)) and bool(_owners(other)) and not _owners(one) & _owners(other)


def _alike(one: str, other: str) -> bool:
    left, right = _content(one), _content(other)
    if left == right:
        return bool(left) or bool(_owners(one) & _owners(other))
    shared = len(left & right)
    return shared >= ENOUGH and shared >= 0.75 * min(len(left), len(right)) and shared >= 0.5 * len(left | right)


def find_aliases(gold: Path) -> Path | None:
    """The file ``aliases.tsv`` in the gold folder or in the folder above it; None where there is none."""
    folder = (gold.parent if gold.is_file() else gold).resolve()
    return next((path for path in (folder / ALIASES, folder.parent / ALIASES) if path.is_file()), None)


def read_aliases(path: Path) -> list[list[str]]:
    """The groups of an alias file: the names of one thing on a line, tabs between them.

    Raises:
        UsageFault: where there is no such file.
        InputError: where it cannot be read as UTF-8 text.
    """
    if not path.is_file():
        raise UsageFault(f"{path}: no such file.", "Give a file of aliases with --aliases.")
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as err:
        raise InputError(f"{path}: cannot be read: {err}", "Write it as UTF-8 text.") from err
    return [line.split("\t") for line in lines if line.strip()]
