"""The chart of tolls: one row a figure, in order of time, its interval along a scale of people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kazkg.dossier.drawing import ACCENT, CALM, INK, LINE, MUTED, PAPER, WARN, new_figure, svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Mark", "Tie", "lanes", "toll_chart"]

ROW = 0.3
"""Height of a row, in inches."""
LEFT, RIGHT, WIDTH = 0.34, 0.78, 10.0
SPREAD = 300
"""From this ratio of the greatest to the least number on the scale goes by powers of ten."""
LANES = 10
"""Brackets side by side at most; all relations stand in the table."""
STRONG = {"contradicts", "denies", "retracts"}
RANKS = ("updates", "contradicts", "retracts", "denies", "corroborates", "repeats", "part-of", "narrows", "widens")
"""What is drawn first; relations of vague words come behind all others."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure as it is drawn."""

    anchor: str
    """Where its quote stands in the page."""
    claim: str
    group: str
    day: str
    """Its as-of day, ISO 8601; empty where it has none."""
    who: str
    low: int | None
    high: int | None
    qualifier: str
    words: str
    status: str
    spoken: str
    """The whole row in words."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation between two claims."""

    claim: str
    to: str
    relation: str


def toll_chart(name: str, title: str, marks: Sequence[Mark], ties: Sequence[Tie]) -> str:
    """Draw one measure.

    Args:
        name: begins the ids of the drawing.
        title: what is drawn.
        marks: the figures, by group, then by day; those without a day last in their group.
        ties: relations between them; those to figures that are not drawn are left out.

    Returns:
        SVG. A dot is an exact number, a hatched box "about", an arrow an open end, a bar a range; vague words stand as
        words in a lane of their own.
    """
    rows = _rows(marks)
    height = ROW * (len(rows) + 3) + 0.5
    figure = new_figure(WIDTH, height, name)
    top = 1 - (ROW * 1.6) / height
    bottom = (ROW * 1.4 + 0.25) / height
    axes = figure.add_axes((LEFT, bottom, RIGHT - LEFT, top - bottom))
    axes.set_facecolor("none")
    numbers = [n for m in marks for n in (m.low, m.high) if n is not None]
    _scale(axes, numbers)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    at: dict[str, int] = {}
    for y, row in enumerate(rows):
        if isinstance(row, Mark):
            at[row.claim] = y
            _draw(axes, row, y)
        else:
            heading = row.startswith("#")
            style: dict[str, Any] = (
                {"fontweight": "bold", "color": INK} if heading else {"fontstyle": "italic", "color": MUTED}
            )
            where = -LEFT / (RIGHT - LEFT)
            axes.text(where, y, row.lstrip("#"), transform=axes.get_yaxis_transform(), va="center", **style)
            if heading:
                axes.plot(
                    (where, (1 - LEFT) / (RIGHT - LEFT)),
                    (y - 0.5, y - 0.5),
                    transform=axes.get_yaxis_transform(),
                    color=LINE,
                    linewidth=1,
                    clip_on=False,
                )
    axes.text(
        1.02, -1, "in words, with no number", transform=axes.get_yaxis_transform(), va="center", color=MUTED, fontsize=9
    )
    _tie(axes, at, ties, {m.claim for m in marks if m.low is None and m.high is None})
    drawn = sum(isinstance(r, Mark) for r in rows)
    text = f"{title}: {drawn} figures, each a row, in order of time; the table below gives the same in words."
    return svg(figure, name, title, text, {f"#{m.anchor}": m.spoken for m in marks})


def _rows(marks: Sequence[Mark]) -> list[Mark | str]:
    rows: list[Mark | str] = []
    group, dated = None, True
    for mark in marks:
        if mark.group != group:
            rows.append(f"#{mark.group.replace('_', ' ')}")
            group, dated = mark.group, True
        if not mark.day and dated:
            rows.append("without a date")
            dated = False
        rows.append(mark)
    return rows


def _scale(axes: Axes, numbers: list[int]) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    greatest = max(numbers, default=10)
    least = min((n for n in numbers if n > 0), default=1)
    if greatest > SPREAD * least:
        axes.set_xscale("symlog", linthresh=10)
        axes.set_xlim(0, greatest * 4)
    else:
        axes.set_xlim(0, max(greatest * 1.25, 4))
        axes.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.0f}"))
    axes.xaxis.grid(True, color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(axis="x", colors=MUTED, labelsize=9, length=0)
    axes.set_yticks([])
    axes.set_xlabel("people", color=MUTED, fontsize=9)
    for side in axes.spines.values():
        side.set_visible(False)


def _draw(axes: Axes, mark: Mark, y: int) -> None:
    url = f"#{mark.anchor}"
    quiet = mark.status in {"superseded", "planned", "historical", "part"}
    colour = MUTED if quiet else ACCENT
    where = -LEFT / (RIGHT - LEFT)
    frame = axes.get_yaxis_transform()
    status = "" if mark.status == "current" else f" ({mark.status})"
    day = axes.text(where, y, mark.day[:10] or "–", transform=frame, va="center", color=MUTED, fontsize=9)
    who = axes.text(
        where + 0.23, y, _short(mark.who + status, 38), transform=frame, va="center", color=INK, fontsize=9.5
    )
    for text in (day, who):
        text.set_url(url)
    lo, hi = axes.get_xlim()
    if mark.low is None and mark.high is None:
        label = axes.text(1.02, y, f"“{_short(mark.words, 20)}”", transform=frame, va="center", color=INK, fontsize=9.5)
        label.set_fontstyle("italic")
        label.set_url(url)
        return
    start, end = mark.low, mark.high
    reach = _reach(axes, hi)
    if start is not None and end is not None and start != end:
        line = axes.plot((start, end), (y, y), color=colour, linewidth=5, solid_capstyle="butt")[0]
        line.set_url(url)
    elif mark.qualifier == "about" and start is not None:
        _box(axes, start, y, colour, url)
    else:
        number = start if start is not None else end or 0
        exact = start is not None and end is not None
        dot = axes.scatter(
            [number], [y], s=44, facecolor=colour if exact else PAPER, edgecolor=colour, linewidth=1.6, zorder=3
        )
        dot.set_urls([url])
        if not exact:
            tip = reach(number, 1) if end is None else reach(number, -1)
            arrow = axes.annotate(
                "",
                (max(tip, lo), y),
                (number, y),
                arrowprops={"arrowstyle": "->", "color": colour, "linewidth": 1.6, "shrinkA": 4, "shrinkB": 0},
            )
            arrow.set_url(url)
    behind = max(n for n in (start, end) if n is not None)
    label = axes.annotate(
        _short(mark.words, 30),
        (behind, y),
        (44 if end is None else 16 if mark.qualifier == "about" else 9, 0),
        textcoords="offset points",
        va="center",
        fontsize=9.5,
        color=INK,
        fontweight="bold" if not quiet else "normal",
    )
    label.set_url(url)


def _reach(axes: Axes, hi: float) -> Callable[[float, int], float]:
    """Where an arrow of a fixed length on the page ends, from a number and to the side of ``sign``."""

    def reach(number: float, sign: int) -> float:
        seen = axes.transScale.transform((max(number, 0), 0))[0]
        whole = axes.transScale.transform((hi, 0))[0]
        moved = seen + sign * 0.1 * whole
        return float(axes.transScale.inverted().transform((max(moved, 0), 0))[0])

    return reach


def _box(axes: Axes, number: int, y: int, colour: str, url: str) -> None:
    """A hatched box of a fixed width around a number that is only about right."""
    from matplotlib.patches import Rectangle

    _, hi = axes.get_xlim()
    reach = _reach(axes, hi)
    left = reach(number, -1) + (number - reach(number, -1)) * 0.7
    right = number + (reach(number, 1) - number) * 0.3
    box = Rectangle(
        (left, y - 0.28), right - left, 0.56, facecolor=PAPER, edgecolor=colour, hatch="////", linewidth=1.2, zorder=3
    )
    box.set_url(url)
    axes.add_patch(box)


def lanes(ties: Sequence[Tie], at: Mapping[str, int], vague: Set[str]) -> list[tuple[int, Tie]]:
    """Which relations are drawn, each with its lane from the left: those that say most first, and none over another.

    Args:
        ties: in any order.
        at: claim to its row; relations of others are left out.
        vague: claims with no number.
    """

    def rank(tie: Tie) -> tuple[bool, int, int, int, int]:
        known = RANKS.index(tie.relation) if tie.relation in RANKS else len(RANKS)
        rows = at[tie.claim], at[tie.to]
        return tie.claim in vague or tie.to in vague, known, abs(rows[0] - rows[1]), *rows

    drawn: list[tuple[int, Tie]] = []
    taken: list[list[tuple[int, int]]] = [[] for _ in range(LANES)]
    seen: set[tuple[int, int]] = set()
    for tie in sorted((t for t in ties if t.claim in at and t.to in at), key=rank):
        first, last = sorted((at[tie.claim], at[tie.to]))
        if (first, last) in seen:
            continue
        lane = next((n for n, held in enumerate(taken) if all(last < a or b < first for a, b in held)), None)
        if lane is not None:
            seen.add((first, last))
            taken[lane].append((first, last))
            drawn.append((lane, tie))
    return drawn


def _tie(axes: Axes, at: dict[str, int], ties: Sequence[Tie], vague: Set[str]) -> None:
    """Brackets on the right, from a figure to the one that it stands in a relation to; the arrow is at the latter."""
    frame = axes.get_yaxis_transform()
    for lane, tie in lanes(ties, at, vague):
        one, other = at[tie.claim], at[tie.to]
        x = 1.36 + 0.014 * lane
        strong = tie.relation in STRONG
        axes.plot(
            (1.345, x, x, 1.345),
            (one, one, other, other),
            transform=frame,
            color=WARN if strong else CALM,
            linewidth=1.8 if strong else 1.1,
            linestyle="-" if strong else (0, (3, 2)),
            clip_on=False,
        )
        axes.plot(
            (1.345,), (other,), transform=frame, marker="<", markersize=4, color=WARN if strong else CALM, clip_on=False
        )


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
