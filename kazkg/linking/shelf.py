"""The broad gazetteer: tens of thousands of things with Wikidata items, packed so that only what is asked for is read.

It is one zip file. ``names/ab`` holds, for all keys (see :func:`kazkg.linking.spelling.keys`) that begin so, lines of
key and numbers of things; ``things/012`` holds one JSON array a line; ``items`` and ``codes`` lead from a Q-id or an
airport's code to the number. Opening it costs about a millisecond; nothing is read before something is asked.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from kazkg.errors import EnvironmentFault
from kazkg.linking.spelling import keys
from kazkg.linking.thing import Thing

__all__ = ["PACKED", "Shelf", "bucket", "shelf"]

PACKED: Final = Path(__file__).with_name("broad.zip")
PAGE: Final = 128
"""Things in one member of the zip."""
APART: Final = 1
"""Keys that differ in so many consonants are looked through too."""
SHORT: Final = 4
"""Keys shorter than this are looked up exactly only."""


def bucket(key: str) -> str:
    """Name of the member of the zip that a key is filed in: its first two letters."""
    return f"names/{key[:2]}"


class Shelf:
    """The things of one packed file, by name, item or code.

    Not to be shared between processes after something was asked of it; between threads it may be.

    Args:
        path: the packed file.

    Raises:
        EnvironmentFault: where the file is missing or broken.
    """

    def __init__(self, path: Path = PACKED) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            about = json.loads(self._zip.read("about.json"))
        except (OSError, KeyError, ValueError, zipfile.BadZipFile) as err:
            raise EnvironmentFault(f"{path}: the broad gazetteer cannot be read: {err}", "Reinstall kazkg.") from err
        self.dates: dict[str, str] = about["dates"]
        """Short name of each source to its date."""
        self._members = frozenset(self._zip.namelist())
        self._page = lru_cache(maxsize=64)(self._read_page)
        self._bucket = lru_cache(maxsize=64)(self._read_bucket)
        self._listed = lru_cache(maxsize=64)(self._read_listed)
        self._thing = lru_cache(maxsize=2048)(self._read_thing)

    def named(self, name: str, loosely: bool = True) -> list[Thing]:
        """Things that may bear the name, in order of their numbers; how alike they are is for the caller to say.

        Args:
            name: in any alphabet.
            loosely: also those filed under a key that differs in one consonant (a slip of the pen).
        """
        numbers: dict[int, None] = {}
        for key in keys(name):
            numbers.update(dict.fromkeys(self._filed(key)))
            if loosely and len(key) >= SHORT:
                numbers.update(dict.fromkeys(self._nearly(key)))
        return [self._thing(n) for n in sorted(numbers)]

    def by_item(self, item: str) -> Thing | None:
        """The thing with that Q-id, or None."""
        return self._by_line("items", item)

    def by_code(self, code: str) -> Thing | None:
        """The airport with that IATA or ICAO code, or None."""
        return self._by_line("codes", code)

    def _by_line(self, member: str, key: str) -> Thing | None:
        text = self._bucket(member)
        at = text.find(f"\n{key}\t")
        if at < 0 or "\n" in key:
            return None
        start = at + len(key) + 2
        return self._thing(int(text[start : text.index("\n", start)]))

    def _filed(self, key: str) -> Iterable[int]:
        text = self._bucket(bucket(key))
        at = text.find(f"\n{key}\t")
        if at < 0:
            return ()
        start = at + len(key) + 2
        return map(int, text[start : text.index("\n", start)].split())

    def _nearly(self, key: str) -> Iterable[int]:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        filed, numbers = self._listed(bucket(key))
        near = process.extract(key, filed, scorer=OSA.distance, score_cutoff=APART, limit=None)
        return (int(n) for _, _, place in near for n in numbers[place].split())

    def _read_bucket(self, member: str) -> str:
        """Lines of a member, each between line feeds; empty where there is none."""
        return self._zip.read(member).decode() if member in self._members else "\n"

    def _read_listed(self, member: str) -> tuple[list[str], list[str]]:
        """The keys of a member, and the numbers of each."""
        lines = [line.partition("\t") for line in self._bucket(member).split("\n") if line]
        return [line[0] for line in lines], [line[2] for line in lines]

    def _read_page(self, page: int) -> list[str]:
        return self._zip.read(f"things/{page:03}").decode().split("\n")

    def _read_thing(self, number: int) -> Thing:
        row: list[Any] = json.loads(self._page(number // PAGE)[number % PAGE])
        item, names, kind, cls, country, weight, point, codes, sources, unique = row
        dated = max((d for s in sources if (d := self.dates.get(s))), default=None)
        return Thing(
            item=item,
            names=tuple(names),
            kind=kind,
            cls=cls,
            country=country,
            weight=weight,
            point=tuple(point) if point else None,
            codes=tuple(codes),
            sources=tuple(sources),
            dated=dated,
            unique=bool(unique),
        )


@lru_cache(maxsize=1)
def shelf() -> Shelf:
    """The packaged broad gazetteer; opened once a process."""
    return Shelf()
