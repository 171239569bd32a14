"""Gold: what a careful reader finds in an article, one JSON file an article, read and checked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from kazkg.errors import InputError, UsageFault
from kazkg.evaluation.terms import Amount, amount, letters, terms
from kazkg.evaluation.wording import cut

__all__ = ["GoldArticle", "GoldEntity", "GoldEvent", "GoldFigure", "GoldStatement", "read_gold"]

PARTS = ("entities", "claims", "events", "statements")
ITEM = re.compile(r"Q[1-9][0-9]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """A named entity."""

    name: str
    type: str
    mentions: tuple[str, ...]
    optional: bool
    item: str | None = None
    """Q-id of its Wikidata item; None where it has none that is known."""
    right_too: tuple[str, ...] = ()
    """Q-ids that neither reward nor punish whoever links to them."""

    def __str__(self) -> str:
        return f"{self.name} ({self.type})"


@dataclass(frozen=True, slots=True)
class GoldFigure:
    """A count of people; every value that is right, the first one first."""

    measure: str
    amount: Amount
    groups: tuple[str, ...]
    sources: tuple[str | None, ...]
    """None: the article's own voice."""
    qualifiers: tuple[str, ...]
    optional: bool
    shown: str

    def __str__(self) -> str:
        return self.shown


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """A happening; every class and status that is right, the first one first."""

    kinds: tuple[str, ...]
    who_and_where: tuple[str, ...]
    statuses: tuple[str, ...]
    optional: bool
    shown: str

    def __str__(self) -> str:
        return self.shown


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """Something said; every speaker that is right, the first one first."""

    speakers: tuple[str, ...]
    gist: str
    optional: bool

    def __str__(self) -> str:
        return f"{' or '.join(self.speakers)}: {cut(self.gist)}" if self.gist else " or ".join(self.speakers)


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """The gold of one article."""

    id: str
    """The file's stem, which is the article's id."""
    entities: tuple[GoldEntity, ...]
    figures: tuple[GoldFigure, ...]
    events: tuple[GoldEvent, ...]
    """Those of a class that is scored."""
    statements: tuple[GoldStatement, ...]


def read_gold(folder: Path) -> list[GoldArticle]:
    """Read the gold of a folder (its ``*.json``, not those of folders in it) or of one file, in the order of the ids.

    Raises:
        UsageFault: where there is no such folder or file.
        InputError: where there is no gold in it, or a file is no gold; names the file and the record, counted from 0.
    """
    if not folder.exists():
        raise UsageFault(f"{folder}: no such folder.", "Give the folder with the gold, one JSON file an article.")
    paths = [folder] if folder.is_file() else sorted(folder.glob("*.json"))
    if not paths:
        raise InputError(f"{folder}: no gold in it.", "Gold is one JSON file an article, named by the article's id.")
    return [_article(path) for path in paths]


def _article(path: Path) -> GoldArticle:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as err:
        raise InputError(f"{path}: not JSON that can be read: {err}", "Mend the gold.") from err
    if not isinstance(data, dict) or not any(part in data for part in PARTS):
        raise InputError(f"{path}: not gold.", f"Gold is an object with lists called {', '.join(PARTS)}.")
    events = _records(path, data, "events", _event)
    return GoldArticle(
        id=path.stem,
        entities=tuple(_records(path, data, "entities", _entity)),
        figures=tuple(_records(path, data, "claims", _figure)),
        events=tuple(event for event in events if event is not None),
        statements=tuple(_records(path, data, "statements", _statement)),
    )


class _Record:
    """One record of a part, read key by key; what is wrong is said with its place."""

    def __init__(self, place: str, data: dict[str, Any]) -> None:
        self.place = place
        self.data = data

    def wrong(self, key: str, wanted: str) -> InputError:
        if key not in self.data:
            return InputError(f"{self.place}: the key '{key}' is missing.", f"It must be {wanted}.")
        shown = json.dumps(self.data[key], ensure_ascii=False)
        return InputError(f"{self.place}: '{key}' is {cut(shown)}.", f"It must be {wanted}.")

    def name(self, key: str) -> str:
        """A text that must be there."""
        value = self.data.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, "a text that is not empty")
        return value

    def text(self, key: str) -> str | None:
        """A text that may be absent or null."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, str):
            raise self.wrong(key, "a text or null")
        return value

    def either(self, key: str) -> list[str | None]:
        """A text that may be absent or null, and the other one (``alt_KEY``) that is also right, where there is one."""
        other = f"alt_{key}"
        return [self.text(key), self.text(other)] if other in self.data else [self.text(key)]

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts that may be absent."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.wrong(key, "a list of texts")
        return tuple(value)

    def item(self, key: str) -> str | None:
        """A Q-id that may be absent or null."""
        value = self.text(key)
        if value is not None and not ITEM.fullmatch(value):
            raise self.wrong(key, "a Q-id such as Q232, or null")
        return value

    def items(self, key: str) -> tuple[str, ...]:
        """A list of Q-ids that may be absent."""
        values = self.texts(key)
        if not all(map(ITEM.fullmatch, values)):
            raise self.wrong(key, "a list of Q-ids such as Q232")
        return values

    def any_true(self, *keys: str) -> bool:
        """Whether one of the flags is set."""
        for key in keys:
            if not isinstance(self.data.get(key), bool | None):
                raise self.wrong(key, "true or false")
        return any(self.data.get(key) for key in keys)

    def interval(self, key: str) -> tuple[float | None, float | None]:
        """A number as both ends, a list of two as its ends, null as none."""
        value = self.data.get(key)
        ends = value if isinstance(value, list) else [value, value]
        if len(ends) != 2 or not all(end is None or type(end) in (int, float) for end in ends):
            raise self.wrong(key, "a number, a list of two numbers, or null")
        return ends[0], ends[1]


R = TypeVar("R")


def _records(path: Path, data: dict[str, Any], part: str, read: Callable[[_Record], R]) -> list[R]:
    records = data.get(part, [])
    if not isinstance(records, list):
        raise InputError(f"{path}: '{part}' is not a list.", "Mend the gold.")
    read_all = []
    for i, record in enumerate(records):
        if not isinstance(record, dict):
            raise InputError(f"{path}: {part}[{i}]: not an object.", "Mend the gold.")
        read_all.append(read(_Record(f"{path}: {part}[{i}]", record)))
    return read_all


def _entity(record: _Record) -> GoldEntity:
    soft = record.any_true("optional", "descriptive", "implicit")
    return GoldEntity(
        name=record.name("name"),
        type=record.name("type"),
        mentions=record.texts("mentions"),
        optional=soft,
        item=record.item("wikidata"),
        right_too=record.items("alt_wikidata"),
    )


def _figure(record: _Record) -> GoldFigure:
    known = terms()
    measure = record.name("measure")
    low, high = record.interval("value")
    qualifiers, groups, sources = (record.either(key) for key in ("qualifier", "group", "source"))
    between = isinstance(record.data.get("value"), list)
    soft = record.any_true("optional", "derived", "historical", "planned")
    number = "" if low is None and high is None else f" {low}" if low == high else f" {low} to {high}"
    return GoldFigure(
        measure=known.measure(measure),
        amount=amount(low, high, qualifiers[0]),
        groups=tuple(dict.fromkeys(map(known.group, groups))),
        sources=tuple(dict.fromkeys(sources)),
        qualifiers=("between",) if between else tuple(dict.fromkeys(map(known.qualifier, qualifiers))),
        optional=soft or known.measure(measure) not in known.measures,
        shown=f"{measure} {' or '.join(dict.fromkeys(q or 'exact' for q in qualifiers))}{number}"
        f" {' or '.join(dict.fromkeys(g or 'people' for g in groups))},"
        f" by {' or '.join(dict.fromkeys(s or 'the article' for s in sources))}",
    )


def _event(record: _Record) -> GoldEvent | None:
    """The event; None where its class is not scored."""
    known = terms()
    kinds = [record.name("type"), *filter(None, [record.text("alt_type")])]
    statuses = [record.text("status") or "happened", *filter(None, [record.text("alt_status")])]
    who = tuple(filter(None, (*record.texts("participants"), record.text("place"))))
    detail = record.text("detail")
    soft = record.any_true("optional", "historical")
    if not known.event(kinds[0]):
        return None
    told = filter(None, (" | ".join(who), detail and cut(detail)))
    return GoldEvent(
        kinds=tuple(dict.fromkeys(filter(None, map(known.event, kinds)))),
        who_and_where=who,
        statuses=tuple(dict.fromkeys(map(letters, statuses))),
        optional=soft,
        shown=f"{' or '.join(kinds)} ({' or '.join(statuses)}): {'; '.join(told) or 'nobody and nowhere named'}",
    )


def _statement(record: _Record) -> GoldStatement:
    speakers = dict.fromkeys((record.name("speaker"), *record.texts("alt_speakers")))
    return GoldStatement(tuple(speakers), record.text("gist") or "", record.any_true("optional"))
