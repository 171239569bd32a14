"""The gazetteer: what its entries say, how they hang together, and how names find them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kazkg.knowledge import Knowledge
from kazkg.knowledge.gazetteer import atoms, slug

KINDS = {"Person", "Organization", "Place", "Facility", "Event"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Nur-Sultan", ("nur", "sultan")),
        ("Mevlüt Çavuşoğlu", ("mevlut", "cavusoglu")),
        ("N'Djamena", ("ndjamena",)),
        ("U.S.", ("us",)),
        ("Kurdistan Workers' Party", ("kurdistan", "workers", "party")),
        ("Sudan's army", ("sudan", "army")),
    ],
)
def test_atoms(name: str, words: tuple[str, ...]) -> None:
    assert atoms(name) == words


def test_slug_is_never_empty() -> None:
    assert slug("Santa Cruz") == "santa-cruz"
    assert slug("...") == "x"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Aktay", "aktau"),
        ("kasym jomart tokayev", "kassym-jomart-tokayev"),
        ("Astana", "nur-sultan"),
        ("ITAR-TASS", "tass"),
        ("Kazakh central bank", "national-bank-of-kazakhstan"),
        ("Актау", "aktau"),
    ],
)
def test_lookup(name: str, key: str, knowledge: Knowledge) -> None:
    assert [e.key for e in knowledge.gazetteer.lookup(name)] == [key]


def test_lookup_of_a_stranger(knowledge: Knowledge) -> None:
    assert knowledge.gazetteer.lookup("Nobody Anywhere") == []


def test_within(knowledge: Knowledge) -> None:
    within = knowledge.gazetteer.within
    assert within("almaty-international-airport", "almaty")
    assert within("zhanaozen", "kazakhstan")
    assert within("kazakhstan", "kazakhstan")
    assert not within("kazakhstan", "almaty")
    assert not within("nowhere", "kazakhstan")


def test_bodies_of_a_country(knowledge: Knowledge) -> None:
    gazetteer = knowledge.gazetteer
    interior = next(b for b in gazetteer.words.bodies if b.name == "Interior Ministry")
    assert gazetteer.body_label(gazetteer.entries["kazakhstan"], interior) == "Kazakh Interior Ministry"
    assert gazetteer.body_label(gazetteer.entries["peru"], interior) == "Peruvian Interior Ministry"
    assert gazetteer.body_entry(gazetteer.entries["peru"], interior) is None


def test_every_entry_is_whole(knowledge: Knowledge) -> None:
    entries = knowledge.gazetteer.entries
    for entry in entries.values():
        assert entry.kind in KINDS, entry
        assert entry.label, entry
        for key in (entry.located_in, entry.part_of, entry.country, entry.capital, entry.metonym_for):
            assert key is None or key in entries, (entry.key, key)
        for role in entry.roles:
            assert role.title, entry
            assert role.at in entries, (entry.key, role)
            for date in (role.since, role.until):
                assert date is None or re.fullmatch(r"\d{4}(-\d\d){0,2}", date), entry


def test_items_are_given_once(knowledge: Knowledge) -> None:
    items = [e.wikidata for e in knowledge.gazetteer.entries.values() if e.wikidata]
    assert all(re.fullmatch(r"Q[1-9]\d*", q) for q in items)
    assert len(items) == len(set(items))


def test_every_country_has_an_adjective_and_a_capital_in_it(knowledge: Knowledge) -> None:
    entries = knowledge.gazetteer.entries
    countries = [e for e in entries.values() if e.cls == "Country" and not e.former]
    assert len(countries) > 190
    assert sum(1 for c in countries if c.demonyms) > 185
    for country in countries:
        if country.capital:
            assert entries[country.capital].country == country.key


def test_ambiguous_spellings_are_spellings(knowledge: Knowledge) -> None:
    for entry in knowledge.gazetteer.entries.values():
        assert set(entry.ambiguous) <= {entry.label, *entry.aliases}, entry


def test_the_place_is_not_the_body(knowledge: Knowledge) -> None:
    kremlin = knowledge.gazetteer.entries["kremlin"]
    assert (kremlin.kind, kremlin.wikidata) == ("Organization", None)


def test_a_folder_on_top_adds_a_country(tmp_path: Path) -> None:
    (tmp_path / "ordania.ttl").write_text(
        """@prefix kaz: <https://w3id.org/kazkg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix e: <https://example.org/id/> .
e:ordania a kaz:Country ; skos:prefLabel "Ordania"@en ; kaz:demonym "Ordanian"@en .
e:tarvo a kaz:City ; skos:prefLabel "Tarvo"@en ; kaz:locatedIn e:ordania .
""",
        encoding="utf-8",
    )
    gazetteer = Knowledge([tmp_path]).gazetteer
    assert gazetteer.within("tarvo", "ordania")
    assert gazetteer.entries["tarvo"].country == "ordania"
    assert gazetteer.entries["ordania"].adjective == "Ordanian"


def test_every_country_has_a_capital(knowledge: Knowledge) -> None:
    countries = [e for e in knowledge.gazetteer.entries.values() if e.cls == "Country" and not e.former]
    city_states = {"monaco", "san-marino", "singapore", "vatican-city"}
    assert {c.key for c in countries if not c.capital} <= city_states


def test_every_city_and_facility_lies_in_a_country(knowledge: Knowledge) -> None:
    for entry in knowledge.gazetteer.entries.values():
        if entry.cls == "City" or entry.kind == "Facility":
            assert entry.country in knowledge.gazetteer.entries, entry.key


def test_regions_of_kazakhstan(knowledge: Knowledge) -> None:
    entries = knowledge.gazetteer.entries.values()
    assert sum(1 for e in entries if e.cls == "Region" and e.located_in == "kazakhstan") >= 17


@pytest.mark.parametrize(("written", "found"), [("Unicef", True), ("unicef", False), ("Who", False)])
def test_capitals_that_are_spoken_as_a_word(written: str, found: bool, knowledge: Knowledge) -> None:
    (word,) = atoms(written)
    phrases = knowledge.gazetteer.phrases.get(word, ())
    assert any(written in p.exact for p in phrases if len(p.atoms) == 1) is found
