"""Terms: the short words of gold and answers, folded so that two ways to write one thing are equal.

The words themselves stand in ``terms.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["Amount", "Terms", "amount", "letters", "terms"]

SOME = "some"


def letters(term: str | None) -> str:
    """A term's local name in lower-case letters: ``kaz:SecurityForces`` and ``security_forces`` are one."""
    return re.sub(r"[^a-z]", "", re.split(r"[#/:]", term or "")[-1].lower())


@dataclass(frozen=True, slots=True)
class Terms:
    """What counts as the same; keys and values are :func:`letters`, but owners and fillers are plain words."""

    measures: frozenset[str]
    events: frozenset[str]
    interchangeable_groups: tuple[frozenset[str], ...]
    fillers: frozenset[str]
    owners: dict[str, str]
    """Whose body it is, by the word that says so."""
    _measure: dict[str, str]
    _group: dict[str, str]
    _event: dict[str, str]
    _entity_type: dict[str, str]
    _vague: dict[str, str]

    def measure(self, term: str | None) -> str:
        """The measure that is compared; one the scores do not know stays as it is."""
        return self._measure.get(letters(term), letters(term))

    def group(self, term: str | None) -> str:
        """The group that is compared; people where none is given."""
        return self._group.get(letters(term), letters(term)) or "people"

    def groups_agree(self, one: str, other: str) -> bool:
        """Whether two folded groups are the same or will do for each other."""
        return one == other or any({one, other} <= pair for pair in self.interchangeable_groups)

    def entity_type(self, term: str | None) -> str:
        """The type that is compared."""
        return self._entity_type.get(letters(term), letters(term))

    def event(self, term: str | None) -> str:
        """The class that is compared; empty for classes that are not scored, such as speech."""
        kind = self._event.get(letters(term), letters(term))
        return kind if kind in self.events else ""

    def vague(self, qualifier: str | None) -> str:
        """The vague word that a qualifier is; empty for a qualifier of numbers."""
        return self._vague.get(letters(qualifier), "")

    def qualifier(self, qualifier: str | None) -> str:
        """The qualifier that is compared; where none is given, that of an amount nobody puts a word to."""
        return self._vague.get(letters(qualifier), letters(qualifier)) or SOME


@cache
def terms() -> Terms:
    """The packaged terms."""
    text = resources.files("kazkg.evaluation").joinpath("terms.toml").read_text(encoding="utf-8")
    table: dict[str, Any] = tomllib.loads(text)
    owners: dict[str, str] = table["owner"]
    return Terms(
        measures=frozenset(map(letters, table["measures"])),
        events=frozenset(map(letters, table["events"])),
        interchangeable_groups=tuple(frozenset(map(letters, pair)) for pair in table["interchangeable_groups"]),
        fillers=frozenset(table["fillers"]),
        owners=owners | {word: word for word in (*owners.values(), *table["owners"])},
        _measure=_folds(table["measure"]),
        _group=_folds(table["group"]),
        _event=_folds(table["event"]),
        _entity_type=_folds(table["entity_type"]),
        _vague=_folds(table["vague"]),
    )


def _folds(table: dict[str, str]) -> dict[str, str]:
    return {letters(word): letters(term) for word, term in table.items()}


@dataclass(frozen=True, slots=True)
class Amount:
    """What is compared of an amount: the printed number, both ends of a range, or a vague word."""

    numbers: tuple[float | None, ...] = ()
    vague: str = ""


def amount(low: float | None, high: float | None, qualifier: str | None) -> Amount:
    """The amount that an interval and its qualifier say.

    The number is the printed one: "more than 3 thousand" is 3000, "about 200" is 200 however wide its interval.

    Args:
        low: least number, None where open.
        high: greatest number, None where open.
        qualifier: exact, about, at_least, at_most, between or a vague word; None counts as exact.
    """
    word = letters(qualifier)
    vague = terms().vague(word)
    if vague or (low is None and high is None):
        return Amount(vague=vague or SOME)
    if low is None or high is None:
        printed = high if low is None else low
        return Amount((low, high) if word == "between" else (printed,))
    if word == "atmost":
        return Amount((high,))
    if word == "about":
        return Amount(((low + high) / 2,))
    if word == "between" or (word != "atleast" and low != high):
        return Amount((low, high))
    return Amount((low,))
