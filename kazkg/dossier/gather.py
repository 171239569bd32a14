"""What the dossier shows: the answers of bundled queries, grouped and cut to what a page can carry."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from kazkg.dossier.quotes import Quote, marked
from kazkg.dossier.tolls import Mark, Tie
from kazkg.dossier.worldmap import Spot
from kazkg.query.bundled import find
from kazkg.query.geo import geometry
from kazkg.query.run import ask
from kazkg.store.source import open_source

__all__ = ["LIMITS", "Dossier", "Item", "Measure", "Section", "gather"]


class Row(dict[str, str]):
    """An answer's row; a column without a value reads as nothing."""

    def __missing__(self, column: str) -> str:
        return ""


LIMITS = {
    "chart": 60,
    "figures": 300,
    "events": 240,
    "places": 80,
    "speakers": 60,
    "statements of a speaker": 8,
    "names": 160,
    "steps": 160,
    "unknowns": 120,
    "omissions": 60,
    "articles": 500,
    "sources": 80,
}
"""How much of each the page shows; it says where there is more, and which query gives all."""
ORDER = ("killed", "injured", "arrested", "missing")
"""Measures that come first."""
UNDRAWN = frozenset({"", "none", "unclear", "other-scope"})
"""Relations that only the table tells."""


@dataclass(frozen=True, slots=True)
class Item:
    """A row with its quote and where it stands in the page."""

    anchor: str
    row: Row
    quote: Quote


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that are shown, and how many there are."""

    shown: Sequence[object]
    total: int
    query: str
    """Which bundled query gives all of them."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The figures of one measure."""

    name: str
    items: Section
    marks: tuple[Mark, ...]
    ties: tuple[Tie, ...]
    left: int
    """Figures that the chart leaves out."""


@dataclass(slots=True)
class Dossier:
    """All that the page shows."""

    articles: Section
    measures: list[Measure]
    days: Section
    """(day, items) in order of time; an empty day is the last."""
    spots: list[Spot]
    places: list[tuple[Spot, list[Item]]]
    speakers: Section
    namings: Section
    killing: Section
    fates: list[tuple[str, str, list[Item]]]
    """(what, of what, steps)."""
    fates_total: int
    unknowns: Section
    omissions: Section
    reasons: list[Row]
    sources: Section
    run: list[Row]
    span: tuple[str, str]
    """First and last publication day; empty where no article has one."""
    undated: int
    """Articles without a date."""
    counts: dict[str, int] = field(default_factory=dict)


def gather(source: Path | str) -> Dossier:
    """Ask everything that the page shows.

    Args:
        source: the folder of a build, or an RDF file.

    Raises:
        InputError: where there is no build.
        EnvironmentFault: for a damaged store.
    """
    store = open_source(source)

    def rows(name: str, **given: str) -> list[Row]:
        return [Row(row) for row in ask(store, find(name), given).plain()]

    articles = rows("articles")
    days = sorted(row["date"][:10] for row in articles if row.get("date"))
    tellings = sorted(_items("e", rows("tellings"), "trigger"), key=lambda item: (not _day(item), _day(item)))
    told = tellings[: LIMITS["events"]]
    omissions = rows("omissions")
    unknowns = _items("u", rows("unknowns"), "cue", "about")
    fates = _items("s", rows("fates"), "trigger")
    places = _places(tellings, {item.anchor for item in told})
    return Dossier(
        articles=Section(articles[: LIMITS["articles"]], len(articles), "articles"),
        measures=_measures(rows("figures"), rows("ledger")),
        days=Section([(day, list(items)) for day, items in groupby(told, key=_day)], len(tellings), "tellings"),
        spots=[spot for spot, _ in places],
        places=places,
        speakers=_speakers(rows("statements"), rows("facts-with-quotes", kind="statement")),
        namings=_cut(_items("n", rows("naming-by-speaker"), "term"), "names", "naming-by-speaker"),
        killing=_cut(_items("k", rows("killing-words"), "word"), "names", "killing-words"),
        fates=_fates(fates[: LIMITS["steps"]]),
        fates_total=len(fates),
        unknowns=_cut(unknowns, "unknowns", "unknowns"),
        omissions=Section(omissions[: LIMITS["omissions"]], len(omissions), "omissions"),
        reasons=rows("omissions-by-reason"),
        sources=_cut(rows("sources"), "sources", "sources"),
        run=rows("run"),
        span=(days[0], days[-1]) if days else ("", ""),
        undated=sum(not row.get("date") for row in articles),
    )


def _cut(found: Sequence[object], limit: str, query: str) -> Section:
    return Section(found[: LIMITS[limit]], len(found), query)


def _items(letter: str, rows: Iterable[Row], *words: str) -> list[Item]:
    return [
        Item(
            f"{letter}{n}",
            row,
            marked(row.get("quote", ""), row.get("article", ""), *(_as_quoted(row, name) for name in words)),
        )
        for n, row in enumerate(rows, 1)
    ]


def _as_quoted(row: Row, name: str) -> str:
    """A column's words as they stand in the quote; terms and words of counts are in lower-case letters."""
    word, quote = row.get(name, ""), row.get("quote", "")
    if not word or word in quote:
        return word
    at = quote.lower().find(word.lower())
    return quote[at : at + len(word)] if at >= 0 and len(quote.lower()) == len(quote) else ""


# ---- figures ---------------------------------------------------------------------------------------


def _measures(figures: list[Row], ledger: list[Row]) -> list[Measure]:
    related: dict[str, list[Row]] = {}
    for row in ledger:
        related.setdefault(row["claim"], []).append(row)
    for row in figures:
        found = related.get(row["claim"], [])
        row["relations"] = "; ".join(
            f"{r['relation'].replace('_', ' ')}: {r.get('reasons', '')}"
            for r in found
            if r.get("relation", "none") != "none"
        )
        row["origins"] = found[0].get("origins", "") if found else ""
    known = sorted(
        {row["measure"] for row in figures}, key=lambda m: (m not in ORDER, ORDER.index(m) if m in ORDER else 0, m)
    )
    made = []
    for number, measure in enumerate(known):
        mine = sorted((row for row in figures if row["measure"] == measure), key=_by_group_and_day)
        items = _items(f"f{number}-", mine, "words")
        shown = _fair(items, LIMITS["figures"])
        drawn = _fair([item for item in shown if item.row["status"] != "historical"], LIMITS["chart"])
        ties = tuple(
            Tie(row["claim"], row["to"], row["relation"])
            for row in ledger
            if row["measure"] == measure and row.get("to") and row.get("relation") not in UNDRAWN
        )
        made.append(
            Measure(
                measure, Section(shown, len(items), "figures"), tuple(map(_mark, drawn)), ties, len(items) - len(drawn)
            )
        )
    return made


def _fair(items: list[Item], limit: int) -> list[Item]:
    """At most so many (but one of each group): as many of each group, in the given order."""
    groups = [list(found) for _, found in groupby(items, key=lambda item: item.row["group"])]
    left, share = limit, {}
    for number, group in enumerate(sorted(groups, key=len)):
        share[group[0].anchor] = min(len(group), max(left // (len(groups) - number), 1))
        left -= share[group[0].anchor]
    return [item for group in groups for item in group[: share[group[0].anchor]]]


def _by_group_and_day(row: Row) -> tuple[str, bool, str, str, int]:
    day = row.get("asOf", "")
    return row["group"], not day, day, row["article"], int(row["begin"])


def _mark(item: Item) -> Mark:
    row = item.row
    who = row.get("claimer") or "no source named"
    day = row.get("asOf", "")
    what = f"{row['group'].replace('_', ' ')} {row['measure']}"
    spoken = f"{what}: {row['words']}, {who}, {day or 'no date'}, article {row['article']}"
    return Mark(
        item.anchor,
        row["claim"],
        row["group"],
        day,
        who,
        int(row["low"]) if "low" in row else None,
        int(row["high"]) if "high" in row else None,
        row["qualifier"],
        row["words"],
        row["status"],
        spoken,
    )


# ---- events, places --------------------------------------------------------------------------------


def _day(item: Item) -> str:
    """The day of an event, ISO 8601; empty where it has none of its own."""
    return item.row["date"].removeprefix("../")[:10]


def _places(items: Sequence[Item], shown: Set[str]) -> list[tuple[Spot, list[Item]]]:
    """Places with a point, those with the most tellings first, each with its tellings that the page shows."""
    told: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        if item.row.get("wkt") and item.row.get("place"):
            told.setdefault((item.row["place"], item.row["wkt"]), []).append(item)
    ordered = sorted(told.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    found: list[tuple[Spot, list[Item]]] = []
    for (name, wkt), mine in ordered:
        point = geometry(wkt)
        if point is not None and point["type"] == "Point" and len(found) < LIMITS["places"]:
            longitude, latitude = point["coordinates"][:2]
            spot = Spot(f"p{len(found) + 1}", name, longitude, latitude, len(mine))
            found.append((spot, [item for item in mine if item.anchor in shown]))
    return found


# ---- statements, fates -----------------------------------------------------------------------------


def _speakers(statements: list[Row], quotes: list[Row]) -> Section:
    sentences: dict[str, list[tuple[int, int, str]]] = {}
    for row in quotes:
        sentences.setdefault(row["article"], []).append((int(row["begin"]), int(row["end"]), row["quote"]))
    for found in sentences.values():
        found.sort()
    said: dict[str, list[Item]] = {}
    for number, row in enumerate(statements, 1):
        speaker = row.get("speaker")
        if speaker is None:
            continue
        content = row.get("content", "")
        quote = _around(sentences.get(row["article"], []), int(row["cueBegin"])) or content
        said.setdefault(speaker, []).append(
            Item(f"w{number}", row, marked(quote or row["cue"], row["article"], content, row["cue"]))
        )
    ordered = sorted(said.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    each = LIMITS["statements of a speaker"]
    shown = [(speaker, items[:each], len(items)) for speaker, items in ordered[: LIMITS["speakers"]]]
    return Section(shown, len(ordered), "statements")


def _around(sentences: Sequence[tuple[int, int, str]], at: int) -> str:
    """The sentence that holds the character; empty where there is none."""
    number = bisect_right(sentences, at, key=lambda one: one[0]) - 1
    return sentences[number][2] if number >= 0 and at < sentences[number][1] else ""


def _fates(items: Sequence[Item]) -> list[tuple[str, str, list[Item]]]:
    key: Callable[[Item], tuple[str, str]] = lambda item: (item.row["fate"], item.row["subject"])  # noqa: E731
    return [(fate, subject, list(steps)) for (fate, subject), steps in groupby(items, key=key)]
