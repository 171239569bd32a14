"""How well an entity answers a query: likeness of names and values by rapidfuzz, put together into one score.

All figures run from 0 to 100; what the graph does not know counts against a candidate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from kazkg.linking.spelling import plain
from kazkg.reconcile.questions import Wanted
from kazkg.reconcile.records import Thing, Worth

__all__ = ["AGAINST", "BAR", "LEAD", "Spelling", "closeness", "likeness", "together"]

BAR: Final = 90.0
"""A candidate is matched from this score on."""
LEAD: Final = 5.0
"""A candidate is matched only where the next one stays this far behind."""
AGAINST: Final = 60.0
"""A property below this speaks against the candidate, whatever its name."""
UNKNOWN: Final = 50.0
"""A property that the graph says nothing of for the candidate."""
PART: Final = 0.75
"""What a name is worth that only holds all words of the other."""
SHUFFLED: Final = 0.95
"""What the same words in another order are worth."""
WEIGHT: Final = 0.4
"""Of a property beside the name."""
OTHER_TYPE: Final = 0.7
"""What is left of the score of an entity of another type than asked for."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name made ready for comparing: folded words, and the same words sorted."""

    plain: str
    sorted: str

    @classmethod
    def of(cls, name: str) -> Spelling:
        """Case, accents, alphabets, hyphens, apostrophes and points make no difference."""
        text = plain(name)
        return cls(text, " ".join(sorted(text.split())))


def likeness(one: Spelling, other: Spelling) -> float:
    """How alike two names are; 0 where one is empty."""
    if not one.plain or not other.plain:
        return 0.0
    if one.plain == other.plain:
        return 100.0
    return max(
        fuzz.ratio(one.plain, other.plain),
        SHUFFLED * fuzz.ratio(one.sorted, other.sorted),
        PART * fuzz.token_set_ratio(one.plain, other.plain),
    )


def closeness(wanted: str | int | float | bool | Wanted, value: Worth) -> float:
    """How well a value of the graph agrees with a wanted one."""
    if isinstance(wanted, Wanted):
        if isinstance(value, Thing) and value.id == wanted.id:
            return 100.0
        wanted = wanted.name or wanted.id
    if isinstance(wanted, bool):
        wanted = "true" if wanted else "false"
    if isinstance(value, Thing):
        return 100.0 if wanted == value.id else likeness(Spelling.of(str(wanted)), Spelling.of(value.name))
    numbers = _number(wanted), _number(value)
    if numbers[0] is not None and numbers[1] is not None:
        return _nearness(numbers[0], numbers[1])
    if str(wanted) == str(value) or str(value).endswith("/" + str(wanted)):  # the second: a Q-id of an item
        return 100.0
    return likeness(Spelling.of(str(wanted)), Spelling.of(str(value)))


def together(name: float | None, properties: list[float | None], *, fits: bool) -> float:
    """One score.

    Args:
        name: likeness of the name; None where no name was asked for.
        properties: how well each property agrees; None where the graph says nothing of it.
        fits: whether the type is one asked for.
    """
    known = [UNKNOWN if one is None else one for one in properties]
    weighted = [(1.0, name)] if name is not None else []
    weighted += [(WEIGHT, one) for one in known]
    score = sum(w * one for w, one in weighted) / sum(w for w, _ in weighted)
    return score if fits else score * OTHER_TYPE


def _number(value: Worth | float) -> float | None:
    if isinstance(value, Thing):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def _nearness(one: float, other: float) -> float:
    if one == other:
        return 100.0
    return max(0.0, 100.0 * (1 - abs(one - other) / max(abs(one), abs(other))))
