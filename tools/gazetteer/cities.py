"""Larger cities that OpenTravelData has without an item, and that Wikidata's own label and description name elsewhere.

The name-suggestion-index keeps, for each item that runs something, Wikidata's label and description ("city in Germany
and capital of former West Germany"). A city is that item where the label is its name and the description tells the
first-level region that it lies in; or its country, where no other town there has the name and no other region is told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from kazkg.linking.spelling import plain
from tools.gazetteer.records import Record, tidy
from tools.gazetteer.sources import CYRILLIC, ITEM, LARGE, LATIN, OLD, TONGUES, package

__all__ = ["described_cities"]

CITY = re.compile(
    r"(?:capital city|capital|capital and (?:largest|most populous) city|largest city|independent city|city|town)\b"
)
"""How Wikidata describes a city. A municipality may be another item than its city."""


def described_cities(folder: Path) -> Iterator[Record]:
    """The cities, in the order of OpenTravelData.

    Args:
        folder: the folder ``node_modules`` with the name-suggestion-index.
    """
    home = folder / "name-suggestion-index" / "dist" / "wikidata" / "wikidata.min.json"
    described: dict[str, list[tuple[str, str]]] = {}
    for item, about in sorted(json.loads(home.read_text(encoding="utf-8"))["wikidata"].items()):
        told = about.get("description") or ""
        if ITEM.fullmatch(item) and int(item[1:]) < OLD and about.get("label") and CITY.match(told):
            described.setdefault(plain(about["label"]), []).append((item, told))
    rows, taken = _towns()
    namesakes: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (plain(row["name"]), row["country_code"])
        namesakes[key] = namesakes.get(key, 0) + 1
    regions: dict[str, set[str]] = {}
    for row in rows:
        if region := plain(row["adm1_name_ascii"]):
            regions.setdefault(row["country_code"], set()).add(region)
    for row in rows:
        weight = int(float(row["population"] or 0))
        if weight < LARGE or "=wkdt|" in f"={row['alt_name_section']}":
            continue
        alone = namesakes[plain(row["name"]), row["country_code"]] == 1
        others = regions.get(row["country_code"], set())
        fitting = [item for item, told in described.get(plain(row["name"]), ()) if _fits(row, told, alone, others)]
        if len(fitting) == 1 and fitting[0] not in taken:
            yield _record(row, fitting[0], weight)


def _towns() -> tuple[list[dict[str, str]], set[str]]:
    """Every town of OpenTravelData, each once, and the items that it gives itself."""
    text = (package("neobase") / "optd_por_public.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    head = lines[0].split("^")
    rows: dict[str, dict[str, str]] = {}
    taken: set[str] = set()
    for line in lines[1:]:
        row = dict(zip(head, line.split("^"), strict=False))
        taken.update(re.findall(r"(?:^|=)wkdt\|(Q\d+)", row["alt_name_section"]))
        if row["fcode"].startswith("PPL"):
            rows.setdefault(row["geoname_id"], row)
    return list(rows.values()), taken


def _fits(row: dict[str, str], told: str, alone: bool, regions: set[str]) -> bool:
    """Whether a description tells the town's region, or its country where the town is alone with its name."""
    words = f" {plain(told)} "
    if any(f" {plain(r)} " in words and plain(r) != plain(row["name"]) for r in (row["adm1_name_utf"],) if r):
        return True
    elsewhere = any(f" {r} " in words for r in regions if r != plain(row["adm1_name_ascii"]))
    return alone and not elsewhere and f" {plain(row['country_name'].removeprefix('The '))} " in words


def _record(row: dict[str, str], item: str, weight: int) -> Record:
    named = [part.split("|") for part in row["alt_name_section"].split("=")]
    names = [row["asciiname"], *(p[1] for p in named if len(p) > 1 and p[0] in TONGUES and "h" not in p[2:3])]
    return Record(
        item=item,
        label=row["name"],
        names=tidy([n for n in names if LATIN.match(n) or CYRILLIC.match(n)], row["name"]),
        kind="Place",
        cls="City",
        source="name-suggestion-index",
        country=row["country_code"] or None,
        weight=weight,
        point=(round(float(row["latitude"]), 4), round(float(row["longitude"]), 4)),
    )
