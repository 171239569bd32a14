"""Found: the answers of the four queries that are scored, by article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kazkg.evaluation.terms import Amount, amount, letters, terms
from kazkg.evaluation.wording import cut
from kazkg.graph.terms import WIKIDATA
from kazkg.query import answer

__all__ = [
    "FoundArticle",
    "FoundEntity",
    "FoundEvent",
    "FoundFigure",
    "FoundLink",
    "FoundStatement",
    "gather",
    "read_found",
]

Row = dict[str, str]
QUERIES = ("mentions", "figures", "events", "statements")


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """An entity that is named at least once."""

    name: str
    type: str

    def __str__(self) -> str:
        return f"{self.name} ({self.type})"


@dataclass(frozen=True, slots=True)
class FoundLink:
    """An entity that is linked to Wikidata."""

    name: str
    item: str
    """Q-id."""
    surfaces: tuple[str, ...]
    """The words by which the article names it, each once."""

    def __str__(self) -> str:
        return f"{self.name} ({self.item})"


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A count of people; what is not compared is left out of equality."""

    measure: str
    amount: Amount
    group: str
    claimer: str | None
    qualifier: str
    shown: str = field(compare=False)

    def __str__(self) -> str:
        return self.shown


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """A happening with everything that its rows say of it."""

    kind: str
    who_and_where: tuple[str, ...]
    modalities: tuple[str, ...]
    shown: str

    def __str__(self) -> str:
        return self.shown


@dataclass(frozen=True, slots=True)
class FoundStatement:
    """A statement and one of its speakers."""

    speaker: str
    said: str

    def __str__(self) -> str:
        return f"{self.speaker}: {self.said}" if self.said else self.speaker


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """What was found in one article, each answer once, in the order of the queries."""

    entities: tuple[FoundEntity, ...] = ()
    figures: tuple[FoundFigure, ...] = ()
    events: tuple[FoundEvent, ...] = ()
    """Those of a class that is scored."""
    statements: tuple[FoundStatement, ...] = ()
    links: tuple[FoundLink, ...] = ()


def read_found(source: Path | str) -> dict[str, FoundArticle]:
    """Ask the four queries of a build or an RDF file; what they find, by the id of the article.

    Raises:
        KazkgError: as :func:`kazkg.query.answer`.
    """
    return gather({name: answer(name, source=source).plain() for name in QUERIES})


def gather(rows: dict[str, list[Row]]) -> dict[str, FoundArticle]:
    """What rows of the four queries say, by the id of the article, sorted.

    Args:
        rows: the rows by the query's name; unbound columns are left out of a row.
    """
    split: dict[str, dict[str, list[Row]]] = {}
    for name in QUERIES:
        for row in rows.get(name, ()):
            split.setdefault(row.get("article", ""), {}).setdefault(name, []).append(row)
    return {
        article: FoundArticle(
            entities=_entities(mine.get("mentions", ())),
            figures=_figures(mine.get("figures", ())),
            events=_events(mine.get("events", ())),
            statements=_statements(mine.get("statements", ())),
            links=_links(mine.get("mentions", ())),
        )
        for article, mine in sorted(split.items())
    }


def _entities(rows: Iterable[Row]) -> tuple[FoundEntity, ...]:
    found: dict[str, FoundEntity] = {}
    for row in rows:
        name = row.get("label") or row.get("surface", "")
        if letters(row.get("type")) != "event":
            found.setdefault(name, FoundEntity(name, row.get("type", "")))
    return tuple(found.values())


def _links(rows: Iterable[Row]) -> tuple[FoundLink, ...]:
    surfaces: dict[tuple[str, str, str], dict[str, None]] = {}
    for row in rows:
        name, surface = row.get("label", ""), row.get("surface", "")
        if row.get("wikidata") and letters(row.get("type")) != "event":
            key = (row.get("entity", name), name or surface, row["wikidata"].removeprefix(WIKIDATA))
            surfaces.setdefault(key, {})[surface] = None
    return tuple(FoundLink(name, item, tuple(said)) for (_, name, item), said in surfaces.items())


def _figures(rows: Iterable[Row]) -> tuple[FoundFigure, ...]:
    known = terms()
    found: dict[FoundFigure, None] = {}
    for row in rows:
        words = row.get("words") or " ".join(filter(None, (row.get("low"), row.get("high"))))
        figure = FoundFigure(
            measure=known.measure(row.get("measure")),
            amount=amount(_number(row.get("low")), _number(row.get("high")), row.get("qualifier")),
            group=known.group(row.get("group")),
            claimer=row.get("claimer"),
            qualifier=known.qualifier(row.get("qualifier")),
            shown=f"{row.get('measure')} {row.get('qualifier')} “{words}” {row.get('group')},"
            f" by {row.get('claimer', 'the article')}",
        )
        found.setdefault(figure)
    return tuple(found)


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text is not None else None
    except ValueError:
        return None


def _events(rows: Iterable[Row]) -> tuple[FoundEvent, ...]:
    known = terms()
    happenings: dict[tuple[str, str | int], list[Row]] = {}
    for i, row in enumerate(rows):
        kind = known.event(row.get("type"))
        if kind:
            happenings.setdefault((kind, row.get("event") or i), []).append(row)
    return tuple(_event(kind, told) for (kind, _), told in happenings.items())


def _event(kind: str, rows: list[Row]) -> FoundEvent:
    who = dict.fromkeys(
        name for row in rows for name in (*row.get("participants", "").split("|"), row.get("place")) if name
    )
    modalities = dict.fromkeys(letters(row.get("modality")) or "happened" for row in rows)
    triggers = dict.fromkeys(row["trigger"] for row in rows if row.get("trigger"))
    told = f" “{'”, “'.join(triggers)}”" if triggers else ""
    shown = f"{rows[0].get('type')} ({' and '.join(modalities)}){told}: {' | '.join(who) or 'nobody and nowhere named'}"
    return FoundEvent(kind, tuple(who), tuple(modalities), shown)


def _statements(rows: Iterable[Row]) -> tuple[FoundStatement, ...]:
    found: dict[tuple[str | int, str], FoundStatement] = {}
    for i, row in enumerate(rows):
        speaker = row.get("speaker")
        if speaker:
            said = cut(f"{row.get('cue', '')} “{row.get('content', '')}”") if row.get("cue") else ""
            found.setdefault((row.get("statement", i), speaker), FoundStatement(speaker, said))
    return tuple(found.values())
