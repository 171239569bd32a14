"""Which events of different articles are one happening.

An event is compared with the fullest report of a happening, never from one report to the next, so that no chain of
small steps joins what has little in common. What cannot be told is kept apart: an event that fits two happenings joins
none, and a second event of one article never joins the first, since whoever read the article told them apart. Reports
come in the order of kind, country and day; only the happenings of the last days are remembered, and each is looked up
by who took part and by where it was, so that the work grows with the number of reports, not with its square.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from kazkg.fusion.happening import EventReport

__all__ = ["Happening", "Joiner", "Placed"]

WINDOW: Final = 7
"""Days for which a happening is remembered: how much later an article may be dated that tells of it without a day."""
MOST: Final = 16
"""Happenings that are looked at under one key; where there are more, nothing there is clear."""

Key = tuple[str, str]


@dataclass(slots=True)
class Happening:
    """The fullest report of a happening, and who else tells of it."""

    anchor: EventReport
    articles: dict[str, None] = field(default_factory=dict)
    members: int = 1
    origins: set[tuple[str, str]] = field(default_factory=set)
    """IRIs and labels of the named origins of all its reports."""
    iri: str = ""
    """Given when a second report joins."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of one report."""

    happening: Happening | None
    """What it belongs to; None where it stays alone."""
    why: str
    """Why it joined, or why it is kept apart; empty where there was nothing to compare it with."""
    joined: bool = False


class Joiner:
    """Places reports one after another.

    They must come by type, root, day, then dated before undated, finer places before wider ones, those with more
    participants first, then by article: see :meth:`kazkg.fusion.shelf.Shelf.events`.
    """

    def __init__(self) -> None:
        self._block: tuple[str, str] = ("", "")
        self._day = ""
        self._by_key: dict[Key, list[Happening]] = {}
        self._live: dict[str, list[Happening]] = {}
        """Last day to the happenings that end then."""

    def start(self, report: EventReport) -> Iterator[Happening]:
        """Get ready for the next report.

        Yields:
            Happenings that nothing can join any more.
        """
        if (report.type, report.root) != self._block:
            yield from self.rest()
            self._block = (report.type, report.root)
        if report.day != self._day:
            self._day = report.day
            oldest = _shifted(report.day, -WINDOW)
            for day in [d for d in self._live if d < oldest]:
                yield from self._forget(day)

    def rest(self) -> Iterator[Happening]:
        """All happenings that are still remembered."""
        for day in sorted(self._live):
            yield from self._forget(day)
        self._day = ""

    def place(self, report: EventReport) -> Placed:
        """Find the happening that a report tells of, or begin one."""
        found: list[tuple[tuple[int, int, int], str, Happening]] = []
        for happening in self._candidates(report):
            fit = _fit(report, happening.anchor)
            if fit is not None:
                found.append((*fit, happening))
        if not found:
            return Placed(self._begin(report), "") if report.first else Placed(None, "")
        best = max(score for score, _, _ in found)
        top = [(why, happening) for score, why, happening in found if score == best]
        if len({h.anchor.signature for _, h in top}) > 1:
            others = " or ".join(sorted({f"{h.anchor.article} ({h.anchor.label})" for _, h in top})[:3])
            return Placed(None, f"kept apart: it can be what is told by {others}")
        free = next(((why, h) for why, h in top if report.article not in h.articles), None)
        if free is None:
            return Placed(None, "kept apart: its own article tells of that happening as of another event")
        why, happening = free
        happening.articles[report.article] = None
        happening.members += 1
        return Placed(happening, why, joined=True)

    def _begin(self, report: EventReport) -> Happening:
        happening = Happening(report, {report.article: None})
        for key in _keys(report, _covered(report)):
            self._by_key.setdefault(key, []).append(happening)
        self._live.setdefault(report.last, []).append(happening)
        return happening

    def _forget(self, day: str) -> Iterator[Happening]:
        for happening in self._live.pop(day):
            for key in _keys(happening.anchor, _covered(happening.anchor)):
                self._by_key.pop(key, None)
            yield happening

    def _candidates(self, report: EventReport) -> list[Happening]:
        days = _covered(report) if report.first else [_shifted(report.published, -n) for n in range(WINDOW, -1, -1)]
        found: dict[int, Happening] = {}
        for key in _keys(report, days):
            for happening in self._by_key.get(key, ())[:MOST]:
                found[id(happening)] = happening
        return list(found.values())


def _fit(report: EventReport, anchor: EventReport) -> tuple[tuple[int, int, int], str] | None:
    """How well a report fits a happening, and why in words; None where it does not, or nobody can tell."""
    if report.cls not in anchor.above and anchor.cls not in report.above:
        return None
    same = report.place == anchor.place
    if not same and anchor.place not in report.within and report.place not in anchor.within:
        return None
    if _at_odds(report, anchor):
        return None
    shared = _strong(report) & _strong(anchor)
    nouns = sorted(set(report.nouns) & set(anchor.nouns))
    close = same and report.place != report.root and bool(nouns)
    if not (shared or (report.first and (close or (same and report.once)))):
        return None
    labels = {iri: label for _, iri, label in (*report.named, *anchor.named)}
    labels |= {r.place: r.place_label for r in (report, anchor) if r.facility}
    if report.first:
        when = f"both on {report.date}" if report.date == anchor.date else f"{report.date} and {anchor.date} overlap"
    else:
        when = f"told without a day in an article of {report.published}, and this comes once, on {anchor.date}"
    where = f"both in {report.place_label}" if same else _part(report, anchor)
    common = [labels[iri] for iri in sorted(shared, key=lambda iri: labels[iri])] + nouns
    who = f"; both with {', '.join(common)}" if common else "; and this comes once"
    return (same, len(shared), len(nouns)), f"the same kind ({report.type}), {when}, {where}{who}"


def _part(report: EventReport, anchor: EventReport) -> str:
    inner, outer = (report, anchor) if anchor.place in report.within else (anchor, report)
    return f"{inner.place_label} lies in {outer.place_label}"


def _at_odds(report: EventReport, anchor: EventReport) -> bool:
    """Whether somebody else with a name has one and the same part in the two."""
    for role in {n[0] for n in report.named} & {n[0] for n in anchor.named}:
        one, other = ({n[1] for n in r.named if n[0] == role} for r in (report, anchor))
        if not one & other:
            return True
    return False


def _strong(report: EventReport) -> frozenset[str]:
    return frozenset(n[1] for n in report.named) | (frozenset({report.place}) if report.facility else frozenset())


def _keys(report: EventReport, days: list[str]) -> Iterator[Key]:
    """By whom it was; with its place, by what those without a name are called; what comes once, by the place alone."""
    marks = [*sorted(_strong(report)), *(f"{report.place}#{noun}" for noun in report.nouns)]
    marks += [report.place] if report.once else []
    return ((mark, day) for day in days for mark in dict.fromkeys(marks))


def _covered(report: EventReport) -> list[str]:
    days = [report.first]
    while days[-1] < report.last:
        days.append(_shifted(days[-1], 1))
    return days


def _shifted(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return day
