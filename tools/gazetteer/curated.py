"""What the project's own gazetteer (``ontology/gazetteer.ttl``) ties to an item, as records."""

from __future__ import annotations

from collections.abc import Iterator

from kazkg.knowledge import Knowledge
from kazkg.knowledge.gazetteer import Entry, atoms
from tools.gazetteer.records import Record, tidy

__all__ = ["bodies", "curated"]

TRADING = frozenset(("Airline", "Bank", "Company"))
"""Classes whose short names mean them where kind and country agree ("Pegasus"); a "Congress" may be any country's."""


def curated(knowledge: Knowledge) -> Iterator[tuple[Record, str | None]]:
    """Each entry that carries an item, with the key of its country."""
    gazetteer = knowledge.gazetteer
    for entry in gazetteer.entries.values():
        if entry.wikidata and entry.kind in ("Person", "Organization", "Place", "Facility"):
            yield (
                Record(
                    item=entry.wikidata,
                    label=entry.label,
                    names=tidy(_names(entry), entry.label),
                    kind=entry.kind,
                    cls=entry.cls,
                    source="kazkg",
                    point=(entry.lat, entry.lon) if entry.lat is not None and entry.lon is not None else None,
                ),
                _country(entry, gazetteer.entries),
            )


def _names(entry: Entry) -> list[str]:
    firm = entry.cls in TRADING
    return [n for n in entry.aliases if firm or n not in entry.ambiguous or " " in n]


def _country(entry: Entry, entries: dict[str, Entry]) -> str | None:
    if entry.country:
        return entry.country
    for role in entry.roles:
        at = entries.get(role.at or "")
        if at is not None and at.country:
            return at.country
    above = entries.get(entry.part_of or "") or entries.get(entry.located_in or "")
    return above.country if above else None


def bodies(knowledge: Knowledge, country: Entry, label: str) -> str | None:
    """What kazkg itself calls a public body of a country ("Senegalese Health Ministry"), or None for no such body.

    Args:
        knowledge: knows the bodies that every country has.
        country: the country's entry.
        label: the body's label at Wikidata ("Ministry of Health of Senegal").
    """
    said = " ".join(atoms(label))
    owners = {
        " ".join(atoms(n)) for n in (country.label, *country.aliases, country.adjective or "", *country.demonyms) if n
    }
    for owner in sorted(owners, key=len, reverse=True):
        for before, behind in ((f" of {owner}", ""), (f" of the {owner}", ""), (f" of the republic of {owner}", "")):
            said = said.removesuffix(before) + behind
        said = said.removeprefix(owner + " ")
    for body in knowledge.gazetteer.words.bodies:
        if not body.named_alone and any(" ".join(atoms(p)) == said for p in (*body.phrases, body.name)):
            return knowledge.gazetteer.body_label(country, body)
    return None
