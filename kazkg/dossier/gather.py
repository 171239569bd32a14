"""What the dossier shows: the answers of bundled queries, grouped and cut to what a page can carry."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from kazkg.dossier.items import LIMITS, Item, Row, Section, cut, items_of
from kazkg.dossier.measures import Measure, measures_of
from kazkg.dossier.quotes import marked
from kazkg.dossier.worldmap import Spot
from kazkg.query.bundled import find
from kazkg.query.geo import geometry
from kazkg.query.run import ask
from kazkg.store.source import open_source

__all__ = ["Dossier", "gather"]


@dataclass(slots=True)
class Dossier:
    """All that the page shows."""

    articles: Section
    with_media: bool
    """Whether any article names its medium; likewise for titles."""
    with_titles: bool
    measures: list[Measure]
    days: Section
    """(day, items) in order of time; an empty day is the last."""
    spots: list[Spot]
    places: list[tuple[Spot, list[tuple[str, str, int]]]]
    """Each place with type, first anchor and number of the tellings that the page shows."""
    speakers: Section
    namings: Section
    """(times, items) of one word and speaker, over all articles; likewise below."""
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
    tellings = sorted(items_of("e", rows("tellings"), "trigger"), key=lambda item: (not _day(item), _day(item)))
    told = tellings[: LIMITS["events"]]
    omissions = rows("omissions")
    unknowns = items_of("u", rows("unknowns"), "cue", "about")
    namings = items_of("n", rows("naming-by-speaker"), "term")
    killing = items_of("k", rows("killing-words"), "word")
    fates = items_of("s", rows("fates"), "trigger")
    places = _places(tellings, {item.anchor for item in told})
    return Dossier(
        articles=Section(articles[: LIMITS["articles"]], len(articles), "articles"),
        with_media=any(row["publisher"] for row in articles),
        with_titles=any(row["title"] for row in articles),
        measures=measures_of(rows("figures"), rows("ledger")),
        days=Section([(day, list(items)) for day, items in groupby(told, key=_day)], len(tellings), "tellings"),
        spots=[spot for spot, _ in places],
        places=places,
        speakers=_speakers(rows("statements"), rows("facts-with-quotes", kind="statement")),
        namings=cut(_merged(namings, "term", "group", "speaker", "mode"), "names", "naming-by-speaker"),
        killing=cut(_merged(killing, "word", "speaker"), "names", "killing-words"),
        fates=_fates(fates[: LIMITS["steps"]]),
        fates_total=len(fates),
        unknowns=cut(unknowns, "unknowns", "unknowns"),
        omissions=Section(omissions[: LIMITS["omissions"]], len(omissions), "omissions"),
        reasons=rows("omissions-by-reason"),
        sources=cut(rows("sources"), "sources", "sources"),
        run=rows("run"),
        span=(days[0], days[-1]) if days else ("", ""),
        undated=sum(not row.get("date") for row in articles),
    )


def _merged(items: Sequence[Item], *columns: str) -> list[tuple[int, list[Item]]]:
    """What is said alike in several articles put together: how often in all, and the items; in their first order."""
    alike: dict[tuple[str, ...], list[Item]] = {}
    for item in items:
        alike.setdefault(tuple(item.row[c] for c in columns), []).append(item)
    return [(sum(int(i.row["count"]) for i in found), found) for found in alike.values()]


# ---- events, places --------------------------------------------------------------------------------


def _day(item: Item) -> str:
    """The day of an event, ISO 8601; empty where it has none of its own."""
    return item.row["date"].removeprefix("../")[:10]


def _places(items: Sequence[Item], shown: Set[str]) -> list[tuple[Spot, list[tuple[str, str, int]]]]:
    """Places with a point, those with the most tellings first, each with its tellings that the page shows."""
    told: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        if item.row.get("wkt") and item.row.get("place"):
            told.setdefault((item.row["place"], item.row["wkt"]), []).append(item)
    ordered = sorted(told.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    found: list[tuple[Spot, list[tuple[str, str, int]]]] = []
    for (name, wkt), mine in ordered:
        point = geometry(wkt)
        if point is not None and point["type"] == "Point" and len(found) < LIMITS["places"]:
            longitude, latitude = point["coordinates"][:2]
            spot = Spot(f"p{len(found) + 1}", name, longitude, latitude, len(mine))
            types: dict[str, list[str]] = {}
            for item in mine:
                if item.anchor in shown:
                    types.setdefault(item.row["type"], []).append(item.anchor)
            counted = sorted(types.items(), key=lambda pair: (-len(pair[1]), pair[0]))
            found.append((spot, [(kind, anchors[0], len(anchors)) for kind, anchors in counted]))
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
