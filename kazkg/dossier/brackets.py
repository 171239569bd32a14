"""Brackets beside the chart of tolls: from a figure to the one that it stands in a relation to, with its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kazkg.dossier.drawing import ACCENT, CALM, WARN

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Tie", "draw_brackets", "lanes"]

RANKS = ("updates", "retracts", "denies", "contradicts", "corroborates", "repeats", "part-of", "narrows", "widens")
"""What is drawn first; relations of vague words come behind all others."""
MUTUAL = frozenset({"contradicts", "corroborates"})
"""Relations that read the same from both ends."""
LANES = 10
"""Brackets side by side at most; all relations stand in the table."""
NAMES, STEP, SPREAD = 1.7, 0.09, 0.17
"""Width of the names, and distance of two lanes, in inches; distance of two ends in one row, in rows."""
LETTERS = 28
"""Of the names of relations that fit into a row."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation between two claims."""

    claim: str
    to: str
    relation: str


def lanes(ties: Sequence[Tie], at: Mapping[str, int], vague: Set[str]) -> list[tuple[int, Tie]]:
    """Which relations are drawn, each with its lane from the left: those that say most first, and none over another.

    Args:
        ties: in any order.
        at: claim to its row; relations of others, and of two claims in one row, are left out.
        vague: claims with no number.
    """

    def rank(tie: Tie) -> tuple[bool, int, int, int, int]:
        known = RANKS.index(tie.relation) if tie.relation in RANKS else len(RANKS)
        rows = at[tie.claim], at[tie.to]
        return tie.claim in vague or tie.to in vague, known, abs(rows[0] - rows[1]), *rows

    drawn: list[tuple[int, Tie]] = []
    taken: list[list[tuple[int, int]]] = [[] for _ in range(LANES)]
    seen: set[tuple[int, int]] = set()
    for tie in sorted((t for t in ties if t.claim in at and t.to in at and at[t.claim] != at[t.to]), key=rank):
        first, last = sorted((at[tie.claim], at[tie.to]))
        if (first, last) in seen:
            continue
        lane = next((n for n, held in enumerate(taken) if all(last < a or b < first for a, b in held)), None)
        if lane is not None:
            seen.add((first, last))
            taken[lane].append((first, last))
            drawn.append((lane, tie))
    return drawn


def draw_brackets(page: Axes, left: float, at: Mapping[str, int], ties: Sequence[Tie], vague: Set[str]) -> int:
    """Draw them, and write their names in the rows that they come from; the arrow is at the other figure.

    Args:
        page: with inches from left to right and rows from top to bottom.
        left: where the names begin, in inches.
        at: claim to its row.
        ties: in any order.
        vague: claims with no number.

    Returns:
        How many were drawn.
    """
    drawn = lanes(ties, at, vague)
    ends = sorted((at[claim], lane, n) for n, (lane, tie) in enumerate(drawn) for claim in (tie.claim, tie.to))
    height: dict[tuple[int, int], float] = {}
    for row in {row for row, _, _ in ends}:
        mine = [n for one, _, n in ends if one == row]
        step = min(SPREAD, 0.7 / len(mine))
        height.update({(n, row): row + (place - (len(mine) - 1) / 2) * step for place, n in enumerate(mine)})
    names: dict[int, list[str]] = {}
    start = left + NAMES
    for n, (lane, tie) in enumerate(drawn):
        one, other = at[tie.claim], at[tie.to]
        for row in (one, other) if tie.relation in MUTUAL else (one,):
            names.setdefault(row, []).append(tie.relation)
        colour, width, dash = _style(tie.relation)
        x = start + STEP * (lane + 1)
        page.plot(
            (start, x, x, start),
            (height[n, one], height[n, one], height[n, other], height[n, other]),
            color=colour,
            linewidth=width,
            linestyle=dash,
            clip_on=False,
        )
        if tie.relation not in MUTUAL:
            page.plot((start,), (height[n, other],), marker="<", markersize=4, color=colour, clip_on=False)
    for row, found in sorted(names.items()):
        told = sorted(dict.fromkeys(found), key=lambda r: (RANKS.index(r) if r in RANKS else len(RANKS), r))
        words = ", ".join(name.replace("-", " ") for name in told)
        words = words if len(words) <= LETTERS else words[: LETTERS - 1].rstrip(", ") + "…"
        page.text(start - 0.06, row, words, va="center", ha="right", fontsize=8.5, color=_style(told[0])[0])
    return len(drawn)


def _style(relation: str) -> tuple[str, float, str | tuple[float, tuple[float, ...]]]:
    """Colour, width and dashes of a relation."""
    if relation in {"contradicts", "denies", "retracts"}:
        return WARN, 1.8, "-"
    if relation == "updates":
        return ACCENT, 1.4, "-"
    return CALM, 1.1, (0.0, (1.0, 2.0) if relation in {"corroborates", "repeats"} else (4.0, 2.0))
