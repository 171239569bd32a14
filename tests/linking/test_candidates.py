"""Which item a name can mean: spellings, homonyms, context, and when nothing is chosen."""

from __future__ import annotations

import pytest

from kazkg.linking.candidates import Asked, best, candidates, ranked, weigh
from kazkg.linking.thing import Thing

KAZAKHSTAN, RUSSIA, AMERICA, GEORGIA = "Q232", "Q159", "Q30", "Q230"


def chosen(name: str, kind: str | None = None, cls: str | None = None, *beside: str) -> str | None:
    found = best(candidates(Asked(name, kind, cls, beside=frozenset(beside))))
    return found.item if found else None


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("Shymkent", "label"),
        ("Шымкент", "alias"),
        ("Schymkent", "transliteration"),
        ("Chymkent", "transliteration"),
        ("Shimkent", "transliteration"),
        ("Shymkemt", "edit"),
    ],
)
def test_one_city_in_many_spellings(name: str, method: str) -> None:
    found = best(candidates(Asked(name, "Place", beside=frozenset({KAZAKHSTAN}))))
    assert found is not None
    assert (found.item, found.method) == ("Q485496", method)


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("Kasachstan", KAZAKHSTAN),
        ("Kazakistan", KAZAKHSTAN),
        ("Казахстан", KAZAKHSTAN),
        ("Géorgie", GEORGIA),
        ("Georgien", GEORGIA),
        ("Қарағанды", "Q484706"),
        ("Semipalatinsk", "Q61944"),
    ],
)
def test_names_in_other_languages(name: str, item: str) -> None:
    assert chosen(name, "Place", None, KAZAKHSTAN) == item


def test_two_georgias() -> None:
    assert chosen("Georgia", "Place", None, KAZAKHSTAN) == GEORGIA
    assert chosen("Georgia", "Place", "Country", AMERICA) == GEORGIA
    assert chosen("Georgia", "Place", "Region", AMERICA) == "Q1428"
    assert chosen("Georgia", "Place", None, AMERICA) is None


def test_a_channel_is_not_the_country() -> None:
    assert chosen("Kazakhstan", "Organization", "Broadcaster", KAZAKHSTAN) != KAZAKHSTAN


def test_oral_the_city() -> None:
    assert chosen("Oral", "Place", "City", KAZAKHSTAN) == "Q487439"
    assert chosen("Oral", "Person", None, KAZAKHSTAN) is None


def test_one_name_in_one_country_is_left_open() -> None:
    assert chosen("Springfield", "Place", "City", AMERICA) is None


def test_the_country_decides() -> None:
    asked = Asked("Petropavlovsk", "Place", "City", country=KAZAKHSTAN)
    found = best(candidates(asked))
    assert found is not None
    assert found.item == "Q488379"


def test_a_stranger_is_nobody() -> None:
    assert candidates(Asked("Vlarnok Ysbeg", "Person")) == []
    assert candidates(Asked("", "Place")) == []
    assert candidates(Asked("!?", "Place")) == []


def test_codes_of_airports() -> None:
    assert chosen("ALA", "Facility") == chosen("UAAA", "Facility") == "Q858844"


def test_things_from_elsewhere_are_weighed_alike() -> None:
    things = [
        Thing("Q1", ("Tarvo",), "Place", "City", "Q9"),
        Thing("Q2", ("Tarvo",), "Place", "City", "Q8"),
        Thing("Q3", ("Tarvo News",), "Organization", "NewsAgency", "Q9"),
    ]
    asked = Asked("Tarvo", "Place", "City", beside=frozenset({"Q9"}))
    found = ranked(c for t in things if (c := weigh(asked, t)))
    assert [c.item for c in found] == ["Q1", "Q2"]
    assert best(found) == found[0]
    assert "not in the context" in found[1].reason
