"""Reports and results on disk, in the build's own folder, so that a corpus need not fit into memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

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
CREATE TABLE line (subject TEXT, predicate TEXT, object TEXT, PRIMARY KEY (subject, predicate, object)) WITHOUT ROWID;
"""
_COLUMNS: Final = (
    "claim, article, start, measure, root, kind, grp, place, widest, day, value, origin, inside, claimer, data"
)
_MARKS: Final = ", ".join("?" * len(_COLUMNS.split()))
_ORDER: Final = "measure, root, kind, grp, place, day, value, origin, article, start, claim"
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

    def index(self) -> None:
        """To be called once all reports are shelved."""
        self._db.execute(f"CREATE INDEX by_block ON report ({_ORDER})")
        self._db.execute("CREATE UNIQUE INDEX by_claim ON report (claim)")

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
