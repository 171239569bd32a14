"""Reports and results on disk, in the build's own folder, so that a corpus need not fit into memory."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from kazkg.fusion.happening import EventReport
from kazkg.fusion.report import Report
from kazkg.graph.rows import Row

__all__ = ["Item", "Shelf"]

_TABLES: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = FILE;
CREATE TABLE report (
    id INTEGER PRIMARY KEY, claim TEXT, article TEXT, start INTEGER, measure TEXT, root TEXT, kind TEXT, grp TEXT,
    place TEXT, widest TEXT, day TEXT, value TEXT, origin TEXT, inside TEXT, claimer TEXT, data TEXT,
    related INTEGER DEFAULT 0);
CREATE TABLE event (
    event TEXT PRIMARY KEY, article TEXT, start INTEGER, type TEXT, root TEXT, day TEXT, undated INTEGER,
    depth INTEGER, weight INTEGER, data TEXT, led TEXT);
CREATE TABLE article (id TEXT PRIMARY KEY, published TEXT, origin TEXT, label TEXT, sketch TEXT);
CREATE TABLE run (hash INTEGER, number INTEGER, PRIMARY KEY (hash, number)) WITHOUT ROWID;
CREATE TABLE line (subject TEXT, predicate TEXT, object TEXT, PRIMARY KEY (subject, predicate, object)) WITHOUT ROWID;
"""
_COLUMNS: Final = (
    "claim, article, start, measure, root, kind, grp, place, widest, day, value, origin, inside, claimer, data"
)
_MARKS: Final = ", ".join("?" * len(_COLUMNS.split()))
_ORDER: Final = "measure, root, kind, grp, place, day, value, origin, article, start, claim"
_FULLEST: Final = "undated, depth DESC, weight DESC, article, start, event"
_MANY: Final = 500
"""Ids in one look-up; SQLite allows more."""


class Item(NamedTuple):
    """What pairing needs of a report."""

    id: int
    measure: str
    root: str
    kind: str
    group: str
    place: str
    widest: str
    """The widest group that the group belongs to; itself where there is none."""
    day: str
    value: str
    origin: str
    article: str


class Shelf:
    """The reports of a corpus and the lines of the fused graph.

    Args:
        path: a file that does not exist yet; whoever makes the shelf removes it.
    """

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def put(self, reports: Iterable[Report]) -> None:
        """Shelve reports, in any order."""
        self._db.executemany(f"INSERT INTO report ({_COLUMNS}) VALUES ({_MARKS})", map(_columns, reports))

    def put_events(self, reports: Iterable[EventReport]) -> None:
        """Shelve reports of events, in any order."""
        self._db.executemany(
            "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
            (
                (r.event, r.article, r.begin, r.type, r.root, r.day if r.joinable else "", not r.first, len(r.within),
                 len(r.named) + len(r.nouns), r.dump())
                for r in reports
            ),
        )  # fmt: skip

    def put_article(self, article: str, published: str, origin: str, label: str, sketch: Sequence[int]) -> None:
        """Shelve what finds copies of a whole article.

        Args:
            article: its id.
            published: its day; empty where it has none.
            origin: IRI of whoever speaks in its own voice.
            label: of that one.
            sketch: see :func:`kazkg.fusion.eventing.sketch`.
        """
        self._db.execute(
            "INSERT INTO article VALUES (?, ?, ?, ?, ?)", (article, published, origin, label, json.dumps(list(sketch)))
        )

    def articles(self) -> Iterator[tuple[str, str, str, str, list[int]]]:
        """Id, day, origin, its label and sketch of each article, the earliest first, those without a day last."""
        found = self._db.execute("SELECT * FROM article ORDER BY published = '', published, id")
        yield from ((name, day, origin, label, json.loads(raw)) for name, day, origin, label, raw in found)

    def article(self, name: str) -> tuple[str, str, str, list[int]]:
        """Day, origin, its label and sketch of one article."""
        row = self._db.execute("SELECT published, origin, label, sketch FROM article WHERE id = ?", (name,)).fetchone()
        return row[0], row[1], row[2], json.loads(row[3])

    def sharing(self, hashes: Sequence[int]) -> list[str]:
        """Ids of the first article under each of these hashes."""
        found = dict.fromkeys(
            name
            for one in hashes
            for (name,) in self._db.execute(
                "SELECT article.id FROM run JOIN article ON article.rowid = run.number WHERE hash = ? LIMIT 1", (one,)
            )
        )
        return list(found)

    def remember(self, article: str, hashes: Sequence[int]) -> None:
        """Let later articles find this one by these hashes, where no other is found by them yet."""
        (number,) = self._db.execute("SELECT rowid FROM article WHERE id = ?", (article,)).fetchone()
        self._db.executemany(
            "INSERT INTO run SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM run WHERE hash = ?)",
            ((one, number, one) for one in hashes),
        )

    def lead(self, events: Sequence[str]) -> str | None:
        """Let the fullest of these events stand for the others; gives it, or None where none of them is shelved."""
        marks = ",".join("?" * len(events))
        found = [
            event
            for (event,) in self._db.execute(
                f"SELECT event FROM event WHERE event IN ({marks}) AND led IS NULL ORDER BY day = '', {_FULLEST}",
                events,
            )
        ]
        self._db.executemany("UPDATE event SET led = ? WHERE event = ?", ((found[0], e) for e in found[1:]))
        return found[0] if found else None

    def led_by(self, event: str) -> list[EventReport]:
        """The events for which this one stands, in the order of their IRIs."""
        rows = self._db.execute("SELECT data FROM event WHERE led = ? ORDER BY event", (event,))
        return [EventReport.load(data) for (data,) in rows]

    def events(self) -> Iterator[tuple[EventReport, bool]]:
        """Every event, by type, country and day, the fullest first, and whether another one stands for it."""
        rows = self._db.execute(f"SELECT data, led IS NOT NULL FROM event ORDER BY type, root, day, {_FULLEST}")
        yield from ((EventReport.load(data), bool(led)) for data, led in rows)

    def index(self) -> None:
        """To be called once all reports are shelved."""
        self._db.execute(f"CREATE INDEX by_happening ON event (type, root, day, {_FULLEST})")
        self._db.execute("CREATE INDEX by_lead ON event (led) WHERE led IS NOT NULL")
        self._db.execute(f"CREATE INDEX by_block ON report ({_ORDER})")
        self._db.execute("CREATE UNIQUE INDEX by_claim ON report (claim)")
        self._db.execute("CREATE INDEX by_article ON report (article)")

    def items(self) -> Iterator[Item]:
        """All reports, in the order of their blocks (measure and root place) and, inside, of their accounts."""
        columns = "id, measure, root, kind, grp, place, widest, day, value, origin, article"
        found = self._db.execute(f"SELECT {columns} FROM report ORDER BY {_ORDER}")
        yield from map(Item._make, found)

    def alike(self) -> Iterator[Report]:
        """All reports with those of one block that say the same number of the same group next to each other."""
        order = "measure, root, kind, grp, value, article, start, claim"
        for (data,) in self._db.execute(f"SELECT data FROM report ORDER BY {order}"):
            yield Report.load(data)

    def bodies(self) -> dict[str, set[tuple[str, str]]]:
        """IRI of each claimer who speaks for a body, to the IRI and label of every such body."""
        found: dict[str, set[tuple[str, str]]] = {}
        for claimer, data in self._db.execute(
            "SELECT claimer, min(data) FROM report WHERE claimer <> '' AND origin <> claimer GROUP BY claimer, origin"
        ):
            report = Report.load(data)
            found.setdefault(claimer, set()).add((report.origin, report.origin_label))
        return found

    def without_body(self) -> Iterator[Report]:
        """Reports of claimers who speak for no body there."""
        for (data,) in self._db.execute("SELECT data FROM report WHERE claimer <> '' AND origin = claimer"):
            yield Report.load(data)

    def voices(self, articles: Iterable[str]) -> Iterator[Report]:
        """Figures that these articles give in their own voice."""
        for name in articles:
            for (data,) in self._db.execute("SELECT data FROM report WHERE article = ? ORDER BY claim", (name,)):
                report = Report.load(data)
                if report.origin_kind == "voice":
                    yield report

    def give_origins(self, reports: Iterable[Report]) -> None:
        """Replace reports by others that differ in their origin."""
        self._db.executemany(
            "UPDATE report SET origin = ?, data = ? WHERE claim = ?", ((r.origin, r.dump(), r.claim) for r in reports)
        )

    def told_in_articles(self) -> Iterator[tuple[int, int]]:
        """Ids of figures that their own article sets beside another, with that other."""
        yield from self._db.execute(
            "SELECT a.id, b.id FROM report a JOIN report b ON b.claim = a.inside ORDER BY a.claim"
        )

    def get(self, ids: Iterable[int]) -> dict[int, Report]:
        """Reports by id."""
        wanted = sorted(set(ids))
        found: dict[int, Report] = {}
        for i in range(0, len(wanted), _MANY):
            some = wanted[i : i + _MANY]
            marks = ",".join("?" * len(some))
            rows = self._db.execute(f"SELECT id, data FROM report WHERE id IN ({marks})", some)
            found.update((number, Report.load(data)) for number, data in rows)
        return found

    def mark_related(self, claims: Sequence[str]) -> None:
        """Note that these figures have a relation of their own."""
        self._db.executemany("UPDATE report SET related = 1 WHERE claim = ?", ((c,) for c in claims))

    def unrelated(self) -> list[int]:
        """Ids of the reports without a relation, in the order of their claims."""
        return [n for (n,) in self._db.execute("SELECT id FROM report WHERE related = 0 ORDER BY claim")]

    def write(self, rows: Iterable[Row]) -> None:
        """Add lines to the fused graph; each is kept once."""
        self._db.executemany("INSERT OR IGNORE INTO line VALUES (?, ?, ?)", rows)

    def lines(self) -> Iterator[Row]:
        """The fused graph, sorted by code point."""
        yield from self._db.execute("SELECT subject, predicate, object FROM line ORDER BY 1, 2, 3")


def _columns(r: Report) -> tuple[str | int | None, ...]:
    scope = (r.measure, r.root or r.claim, r.kind, r.group, r.place, r.wider_groups[-1] if r.wider_groups else r.group)
    inside = r.part_of or r.supersedes or None
    return (r.claim, r.article, r.begin, *scope, r.day, r.value, r.origin, inside, r.claimer, r.dump())
