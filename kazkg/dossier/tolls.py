"""The chart of tolls: one row a figure, in order of time, its interval along a scale of people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from kazkg.dossier.brackets import Tie, draw_brackets
from kazkg.dossier.drawing import ACCENT, INK, LINE, MUTED, PAPER, new_figure, svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Mark", "toll_chart"]

ROW = 0.3
"""Height of a row, in inches."""
WIDTH = 11.0
"""Of the drawing, in inches; so are the places below, from its left edge."""
WHO, SCALE, WORDS, RELATIONS = 0.95, 3.7, 7.2, 8.3
"""Where the source, the scale, the vague words and the relations begin. The day stands at the edge."""
WHO_LETTERS = 32
"""Letters of a source that fit before the scale."""
SPREAD = 300
"""From this ratio of the greatest to the least number on the scale goes by powers of ten."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure as it is drawn."""

    anchor: str
    """Where its quote stands in the page."""
    claim: str
    scope: str
    """Whom it counts, and where: the heading that it stands under."""
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
    again: tuple[str, ...] = ()
    """Claims that say the same, of the same day and by the same source; they are drawn as this one."""


def toll_chart(name: str, title: str, marks: Sequence[Mark], ties: Sequence[Tie]) -> str:
    """Draw one measure.

    Args:
        name: begins the ids of the drawing.
        title: what is drawn.
        marks: the figures, by scope, then by day; those without a day last in their scope.
        ties: relations between them; those to figures that are not drawn are left out.

    Returns:
        SVG. A dot is an exact number, a hatched box "about", an arrow an open end, a bar a range; vague words stand as
        words in a column of their own, and each relation by its name, with a bracket to the other figure.
    """
    rows = _rows(marks)
    height = ROW * (len(rows) + 3) + 0.5
    figure = new_figure(WIDTH, height, name)
    bottom, top = (ROW * 1.4 + 0.25) / height, 1 - (ROW * 1.6) / height
    page = figure.add_axes((0, bottom, 1, top - bottom))
    axes = figure.add_axes((SCALE / WIDTH, bottom, (WORDS - 0.15 - SCALE) / WIDTH, top - bottom))
    for one in (page, axes):
        one.set_facecolor("none")
        one.set_ylim(len(rows) - 0.5, -0.5)
        one.set_yticks([])
        for side in one.spines.values():
            side.set_visible(False)
    page.set_xlim(0, WIDTH)
    page.set_xticks([])
    _scale(axes, [n for m in marks for n in (m.low, m.high) if n is not None])
    at: dict[str, int] = {}
    for y, row in enumerate(rows):
        if isinstance(row, Mark):
            at.update(dict.fromkeys((row.claim, *row.again), y))
            _tell(page, row, y)
            _draw(axes, row, y)
        else:
            page.plot((0, WIDTH), (y - 0.5, y - 0.5), color=LINE, linewidth=1, clip_on=False)
            page.text(0, y, row, va="center", fontweight="bold", color=INK)
    vague = {claim for m in marks if m.low is None and m.high is None for claim in (m.claim, *m.again)}
    page.text(WORDS, -1, "in words", va="center", color=MUTED, fontsize=9)
    if draw_brackets(page, RELATIONS, at, ties, vague):
        page.text(WIDTH, -1, "beside the others", va="center", ha="right", color=MUTED, fontsize=9)
    drawn = sum(isinstance(r, Mark) for r in rows)
    text = f"{title}: {drawn} rows, in order of time; the table below gives the same in words."
    return svg(figure, name, title, text, {f"#{m.anchor}": m.spoken for m in marks})


def _rows(marks: Sequence[Mark]) -> list[Mark | str]:
    """The marks, each scope under its heading."""
    return [row for scope, found in groupby(marks, key=lambda m: m.scope) for row in (scope, *found)]


def _scale(axes: Axes, numbers: list[int]) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    greatest = max(numbers, default=10)
    least = min((n for n in numbers if n > 0), default=1)
    if greatest > SPREAD * least:
        axes.set_xscale("symlog", linthresh=10)
        axes.set_xlim(0, greatest * 6)
    else:
        axes.set_xlim(0, max(greatest * 1.35, 4))
        axes.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.0f}"))
    axes.xaxis.grid(True, color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(axis="x", colors=MUTED, labelsize=9, length=0)
    axes.set_xlabel("people", color=MUTED, fontsize=9)


def _quiet(mark: Mark) -> bool:
    """Whether the figure is not a present total of its own."""
    return mark.status != "current"


def _tell(page: Axes, mark: Mark, y: int) -> None:
    """The day, the source and, for a vague word, the word itself."""
    url = f"#{mark.anchor}"
    note = "" if mark.status == "current" else f" ({mark.status})"
    times = f" ×{len(mark.again) + 1}" if mark.again else ""
    day = page.text(0, y, mark.day[:10] or "no date", va="center", color=MUTED, fontsize=9)
    if not mark.day:
        day.set_fontstyle("italic")
    who = page.text(WHO, y, _short(mark.who, WHO_LETTERS - len(note + times)) + note + times, va="center", fontsize=9.5)
    who.set_color(MUTED if _quiet(mark) else INK)
    for text in (day, who):
        text.set_url(url)
    if mark.low is None and mark.high is None:
        words = page.text(WORDS, y, f"“{_short(mark.words, 16)}”", va="center", color=INK, fontsize=9.5)
        words.set_fontstyle("italic")
        words.set_url(url)


def _draw(axes: Axes, mark: Mark, y: int) -> None:
    """The number, where there is one, and its words."""
    start, end = mark.low, mark.high
    if start is None and end is None:
        return
    url = f"#{mark.anchor}"
    colour = MUTED if _quiet(mark) else ACCENT
    lo, hi = axes.get_xlim()
    reach = _reach(axes, hi)
    if start is not None and end is not None and start != end:
        line = axes.plot((start, end), (y, y), color=colour, linewidth=5, solid_capstyle="butt", clip_on=False)[0]
        line.set_url(url)
    elif mark.qualifier == "about" and start is not None:
        _box(axes, start, y, colour, url)
    else:
        number = start if start is not None else end or 0
        exact = start is not None and end is not None
        dot = axes.scatter(
            [number],
            [y],
            s=44,
            facecolor=colour if exact else PAPER,
            edgecolor=colour,
            linewidth=1.6,
            zorder=3,
            clip_on=False,
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
        _short(mark.words, 24),
        (behind, y),
        (36 if end is None else 16 if mark.qualifier == "about" else 9, 0),
        textcoords="offset points",
        va="center",
        fontsize=9.5,
        color=INK,
        fontweight="normal" if _quiet(mark) else "bold",
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


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
