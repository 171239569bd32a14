"""``python -m tools.gazetteer NODE_MODULES``: compile the broad gazetteer and say what was left out."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from kazkg.knowledge import Knowledge
from kazkg.linking.shelf import PACKED
from tools.gazetteer import sources
from tools.gazetteer.cities import described_cities
from tools.gazetteer.curated import bodies, curated
from tools.gazetteer.merge import merge
from tools.gazetteer.pack import pack
from tools.gazetteer.records import Record, distance

HERE = Path(__file__).parent
MISPLACED = 30.0
"""Kilometres that two sources may put one airport apart for its codes to be believed."""


def main(modules: Path, to: Path = PACKED) -> None:
    """Compile.

    Args:
        modules: the folder ``node_modules`` with the npm packages.
        to: the file to write.
    """
    knowledge = Knowledge()
    records: list[Record] = []
    for read in (sources.borders(modules), sources.territories(), sources.natural_earth()):
        records += read
    _settle_realms(records)
    countries = _countries(records)
    items = {item: code for code, item in countries.items()}
    entries = knowledge.gazetteer.entries
    own = []
    for record, key in curated(knowledge):
        country = entries.get(key or "")
        record.country = items.get(country.wikidata or "") if country else None
        own.append(record)
    named = {r.label: r.country for r in records if r.cls == "Country"} | {
        r.label: r.country for r in own if r.cls == "Country"
    }
    for record, key in zip(own, (k for _, k in curated(knowledge)), strict=True):
        if record.country is None and key in entries:
            record.country = named.get(entries[key].label)
    records = [*own, *records, *_checked_codes(sources.open_travel_data()), *described_cities(modules)]
    records += sources.suggestions(modules)
    _name_bodies(records, knowledge)
    merged = merge(records)
    counts = pack(merged, countries, _dates(), to)
    lines = ["item\tlabel\tsource\tleft out because", *("\t".join(d) for d in sorted(set(merged.dropped)))]
    (HERE / "left-out.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{to.name}: {to.stat().st_size} bytes, {len(merged.records)} things", counts)
    print("left out:", dict(Counter(d[2] for d in merged.dropped)))
    print("by source:", dict(Counter(s for r in merged.records for s in merged.sources[r.item])))
    print("two sources or more:", sum(1 for r in merged.records if len(merged.sources[r.item]) > 1))


def _settle_realms(records: list[Record]) -> None:
    """Where sources take a realm ("Kingdom of ...") for the country of its name, the country is Natural Earth's."""
    coded = {r.country: r for r in records if r.source == "natural-earth" and r.country}
    known = {r.item for r in records if r.source == "country-coder"}
    for r in records:
        country = coded.get(r.country)
        if country is None or country.item not in known:
            continue
        if r.item == country.item:
            r.cls = "Country"
        elif r.cls == "Country":
            r.cls = "Place"
            taken = {country.label, *country.names}
            r.names = [n for n in r.names if n not in taken and len(n.split()) > 1]


def _countries(records: list[Record]) -> dict[str, str]:
    """ISO code to item, where the sources that know it agree."""
    told: dict[str, Counter[str]] = {}
    for r in records:
        if r.cls == "Country" and r.country:
            told.setdefault(r.country, Counter())[r.item] += 1
    return {
        code: items.most_common(1)[0][0]
        for code, items in sorted(told.items())
        if len(items) == 1 or items.most_common(1)[0][1] > 1
    }


def _checked_codes(records):  # type: ignore[no-untyped-def]
    """Airports keep their codes only where a second source puts the airport of that code at the same place."""
    table = sources.airport_codes()
    for r in records:
        if r.codes and r.point:
            known = table.get(r.codes[0])
            if known is None or distance((known[2], known[3]), r.point) > MISPLACED:
                r.codes = []
            elif known[0] and known[0] not in r.codes:
                r.codes = r.codes[:1]
        yield r


def _name_bodies(records: list[Record], knowledge: Knowledge) -> None:
    """Give public bodies of a country the name that kazkg makes for them."""
    by_code = {}
    for entry in knowledge.gazetteer.entries.values():
        if entry.cls == "Country" and not entry.former:
            by_code[entry.label] = entry
    names = {r.country: by_code[r.label] for r in records if r.cls == "Country" and r.country and r.label in by_code}
    for r in records:
        country = names.get(r.country or "")
        if r.kind == "Organization" and country is not None:
            name = bodies(knowledge, country, r.label)
            if name and name != r.label and name not in r.names:
                r.names.append(name)


def _dates() -> dict[str, str]:
    lines = (HERE / "versions.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {name: date for name, _, date, *_ in (line.split("\t") for line in lines)}


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
