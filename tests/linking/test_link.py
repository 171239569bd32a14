"""Linking an article: entries of the knowledge, strangers, and knowledge laid on top."""

from __future__ import annotations

from pathlib import Path

import pytest

from kazkg.facts import Article, ArticleFacts, Entity, Mention, Participant, Source, Span, Statement
from kazkg.knowledge import Knowledge
from kazkg.linking.link import Linker
from kazkg.linking.shelf import shelf
from kazkg.renaming import replaced

ARTICLE = Article("made-up", "Nobody was there.", "0" * 64, "made-up.txt")


@pytest.fixture(scope="module")
def linker(knowledge: Knowledge) -> Linker:
    return Linker(knowledge)


def facts(*entities: Entity, **more: tuple[object, ...]) -> ArticleFacts:
    parts = {"mentions": (), "statements": (), "figures": (), "events": (), "event_mentions": (), "omissions": ()}
    return ArticleFacts(ARTICLE, tuple(sorted(entities, key=lambda e: e.key)), **{**parts, **more})  # type: ignore[arg-type]


def stranger(label: str, kind: str, cls: str | None = None, local: bool = False) -> Entity:
    return Entity(f"{kind.lower()}-x", label, kind, cls or kind, known=False, local=local)


def entry(linker: Linker, key: str) -> Entity:
    e = linker.gazetteer.entries[key]
    return Entity(e.key, e.label, e.kind, e.cls, known=True, wikidata=e.wikidata)


def test_what_the_knowledge_gives_is_taken(linker: Linker) -> None:
    (link,) = linker.link(facts(entry(linker, "almaty"))).links
    assert (link.item, link.method, link.score, link.sure) == ("Q35493", "curated", 1.0, True)
    assert link.dated


def test_an_entry_without_an_item_is_found_by_name_and_country(linker: Linker) -> None:
    found = linker.link(facts(entry(linker, "khartoum")))
    assert found.entities[0].wikidata == "Q1963"
    assert found.links[0].method == "label"


def test_a_city_is_not_the_one_whose_name_differs_by_a_letter(linker: Linker) -> None:
    assert linker.item("antakya") is None


def test_no_two_entries_get_one_item(linker: Linker) -> None:
    keys: dict[str, list[str]] = {}
    for key in linker.gazetteer.entries:
        item = linker.item(key)
        if item:
            keys.setdefault(item, []).append(key)
    assert {item: k for item, k in keys.items() if len(k) > 1} == {}
    assert len(keys) > 1000


def test_every_country_is_linked(linker: Linker) -> None:
    countries = [e for e in linker.gazetteer.entries.values() if e.cls == "Country" and not e.former]
    assert [e.key for e in countries if linker.item(e.key) is None] == []


def test_items_given_by_the_knowledge_agree_with_the_packed_ones(linker: Linker) -> None:
    for e in linker.gazetteer.entries.values():
        thing = shelf().by_item(e.wikidata) if e.wikidata else None
        if thing is not None:
            assert thing.kind == e.kind, (e.key, thing)


def test_a_stranger_gets_the_key_of_its_item(linker: Linker) -> None:
    found = linker.link(facts(entry(linker, "pakistan"), stranger("Saidu Sharif Airport", "Facility", "Airport")))
    airport = next(e for e in found.entities if e.kind == "Facility")
    assert (airport.key, airport.wikidata) == ("saidu-sharif-airport-q3503421", "Q3503421")
    link = next(k for k in found.links if k.entity == airport.key)
    assert (link.country, link.sure) == ("pakistan", True)


def test_a_stranger_that_has_an_entry_becomes_it_wherever_it_is_named(linker: Linker) -> None:
    span = Span(0, 6, "Nobody")
    who = Source("Schymkent", "place-x", span)
    said = Statement((who,), "Say", span, None, (), span, "indirect")
    found = linker.link(
        facts(
            entry(linker, "kazakhstan"),
            stranger("Schymkent", "Place", "City"),
            mentions=(Mention("place-x", span, "name"),),
            statements=(said,),
        )
    )
    assert found.mentions[0].entity == "shymkent"
    assert (found.statements[0].speakers[0].entity, found.statements[0].speakers[0].label) == ("shymkent", "Shymkent")
    assert [e.key for e in found.entities] == ["kazakhstan", "shymkent"]


def test_below_the_threshold_there_is_a_candidate_and_no_link(linker: Linker) -> None:
    found = linker.link(facts(entry(linker, "kazakhstan"), stranger("Springfield", "Place", "City")))
    assert found.entities[-1].wikidata is None
    mine = [k for k in found.links if k.entity == "place-x"]
    assert mine and not any(k.sure for k in mine)
    assert all(k.reason for k in mine)


def test_a_first_name_alone_is_never_linked(linker: Linker) -> None:
    assert linker.link(facts(stranger("Barack", "Person", local=True))).links == ()


def test_knowledge_on_top_overrides_and_adds(tmp_path: Path) -> None:
    (tmp_path / "more.ttl").write_text(
        """@prefix kaz: <https://w3id.org/kazkg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix e: <https://example.org/id/> .
e:ordania a kaz:Country ; skos:prefLabel "Ordania"@en ; kaz:demonym "Ordanian"@en .
e:shymkent-on-the-hill a kaz:City ; skos:prefLabel "Arequipa"@en ; kaz:locatedIn e:ordania .
e:mill a kaz:Company ; skos:prefLabel "Tarvo Mill"@en ; kaz:country e:ordania ; kaz:wikidata wd:Q131005 .
""",
        encoding="utf-8",
    )
    linker = Linker(Knowledge([tmp_path]))
    assert linker.item("ordania") is None
    assert linker.item("shymkent-on-the-hill") is None  # a city of another country has that name
    assert linker.item("mill") == "Q131005"
    assert linker.item("air-france") is None  # the folder gives the item to somebody else


def test_two_that_become_one_are_listed_once() -> None:
    new = Entity("one", "One", "Place", "City", known=False)
    old = (Entity("a", "A", "Place", "City", False), Entity("b", "B", "Place", "City", False))
    taken = (Participant("A", "agent", "a"), Participant("B", "agent", "b"))
    assert replaced(facts(*old), {"a": new, "b": new}).entities == (new,)
    assert replaced(facts(*old), {}).entities == old
    assert taken[0] != taken[1]


def test_the_packed_file_says_of_each_source_its_date() -> None:
    assert set(shelf().dates) >= {"opentraveldata", "rigour", "country-coder", "name-suggestion-index", "kazkg"}
    assert shelf().by_item("Q1") is None
    assert shelf().by_item("nonsense\n") is None
    assert shelf().by_code("ALA") == shelf().by_item("Q858844")
