"""Records, questions, candidates and suggestions, without a server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kazkg.errors import UsageFault
from kazkg.reconcile.index import Candidate, Index
from kazkg.reconcile.questions import BATCH, Query, TooMuch, Wanted, read_batch, read_extension, read_single
from kazkg.reconcile.records import Records, Thing
from kazkg.reconcile.scoring import Spelling, closeness, likeness
from kazkg.reconcile.terms import Terms
from kazkg.store.source import open_source
from tests.reconcile.graph import BASE, HURTFUL

ORAL, OTHER_ORAL = "entity/oral", "entity/oral-dorvia"


@pytest.fixture(scope="module")
def records(verania: Path) -> Records:
    return Records(open_source(verania), BASE, Terms())


@pytest.fixture(scope="module")
def index(records: Records) -> Index:
    return Index(records.all(), BASE, Terms())


def match(index: Index, **fields: object) -> list[Candidate]:
    return index.match(read_batch(json.dumps({"q": fields}))["q"])


def matched(index: Index, **fields: object) -> list[str]:
    return [one.record.id for one in match(index, **fields) if one.match]


# ---- records -----------------------------------------------------------------------------------


def test_a_record_says_what_the_graph_says(records: Records) -> None:
    oral = records.one(ORAL)
    assert oral is not None
    assert (oral.name, oral.names, oral.types, oral.mentions) == ("Oral", ("Oral", "Uralsk"), ("City", "Place"), 2)
    assert oral.values["locatedIn"] == (Thing("entity/north", "North Region"),)
    assert oral.values["country"] == (Thing("entity/verania", "Verania"),), "over the region"
    assert oral.values["coordinates"] == ("-43.5,51.2",), "latitude first"
    assert oral.values["inArticle"] == ("one",)
    assert oral.description == "city, North Region"


def test_what_belongs_to_an_entity_alone_is_reached_over_it(records: Records) -> None:
    ann = records.one("entity/ann")
    assert ann is not None
    assert ann.values["role/title"] == ("minister",)
    assert ann.values["role/roleAt"] == (Thing("entity/ministry", "Veranian Interior Ministry"),)
    assert ann.values["role/since"] == ("2021-03",)
    assert ann.types == ("Person",)
    assert ann.description == "person, minister, Verania"


def test_parts_played_are_no_types_and_classes_of_other_folders_are(records: Records) -> None:
    verania, strange = records.one("entity/verania"), records.one("entity/strange")
    assert verania is not None and verania.types == ("Country", "Place")
    assert strange is not None and strange.types == ("Guild", "Organization")


def test_an_id_is_what_stands_behind_the_base(index: Index, records: Records) -> None:
    assert "article/one/entity/saule" in {record.id for record in index.records}
    assert all("foreign" not in record.id for record in index.records)
    for id in ("entity/nobody", "article/one", "", "a b", "\ud800", "entity/ann/role/1"):
        assert records.one(id) is None, id


def test_every_order_of_triples_gives_the_same_answers(verania: Path, index: Index, tmp_path: Path) -> None:
    lines = sorted(open_source(verania).quads_for_pattern(None, None, None, None), key=str)
    turned = tmp_path / "turned.nq"
    turned.write_text("".join(f"{quad} .\n" for quad in reversed(lines)), encoding="utf-8")
    again = Index(Records(open_source(turned), BASE, Terms()).all(), BASE, Terms())
    assert again.records == index.records
    for text in ("Oral", "ministry", "Verania", "lee"):
        assert match(again, query=text) == match(index, query=text)
        assert again.suggest(text, ()) == index.suggest(text, ())


# ---- candidates --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Dorvia", "entity/dorvia"),
        ("  dorvia ", "entity/dorvia"),
        ("Republic of Verania", "entity/verania"),
        ("Верания", "entity/verania"),
        ("Lee, Ann", "entity/ann"),
        ("Анн Лее", "entity/ann"),
        ("A. Lee", "entity/ann"),
        ("entity/oral", ORAL),
        (BASE + "entity/oral", ORAL),
        ("Q999000111", "entity/verania"),
        ("http://www.wikidata.org/entity/Q999000111", "entity/verania"),
    ],
)
def test_one_name_of_one_entity_is_matched(text: str, id: str, index: Index) -> None:
    assert matched(index, query=text) == [id]
    assert match(index, query=text)[0].record.id == id


@pytest.mark.parametrize(
    "fields",
    [
        {"query": "Oral"},  # two towns
        {"query": "Verana"},  # nearly
        {"query": "Veranian Anterior Ministry"},
        {"query": "Ministry"},
        {"query": "Dorvia", "type": "Organization"},  # the type is another
        {"query": "Ann Lee", "properties": [{"pid": "country", "v": "Dorvia"}]},  # the property speaks against it
        {"query": "Dorvia", "properties": [{"pid": "capital", "v": "Oral"}]},  # the graph does not know
        {"query": "entity/oral", "type": "Person"},
        {"properties": [{"pid": "country", "v": "Dorvia"}]},  # no name at all
    ],
    ids=str,
)
def test_what_is_unclear_is_proposed_and_not_matched(fields: dict[str, object], index: Index) -> None:
    assert match(index, **fields)
    assert matched(index, **fields) == []


@pytest.mark.parametrize("value", ["Dorvia", {"id": "entity/dorvia"}, {"id": "x", "name": "Dorvia"}, ["x", "dorvia"]])
def test_a_property_tells_namesakes_apart(value: object, index: Index) -> None:
    fields = {"query": "Oral", "properties": [{"pid": "country", "v": value}]}
    assert matched(index, **fields) == [OTHER_ORAL]
    features = dict(match(index, **fields)[0].features)
    assert features == {"name": 100.0, "exact": True, "property:country": 100.0, "mentions": 0}


def test_a_property_that_is_only_reached_over_a_region_counts(index: Index) -> None:
    assert matched(index, query="Oral", properties=[{"pid": "country", "v": "Verania"}]) == [ORAL]


def test_of_one_score_the_more_often_mentioned_comes_first(index: Index) -> None:
    first, second = match(index, query="Oral")[:2]
    assert (first.record.id, second.record.id, first.score) == (ORAL, OTHER_ORAL, second.score)


@pytest.mark.parametrize(
    ("strict", "types", "found"),
    [
        ("any", ["Person", "City"], {"City"}),
        ("any", ["Person"], set()),
        ("all", ["City", "Place"], {"City"}),
        ("all", ["City", "Person"], set()),
        ("any", ["https://w3id.org/kazkg/ontology#City"], {"City"}),
        ("any", [{"id": "City", "name": "city"}], {"City"}),
        ("should", ["Person"], {"City", "Country"}),
    ],
)
def test_types(strict: str, types: list[object], found: set[str], index: Index) -> None:
    candidates = match(index, query="Oral", type=types, type_strict=strict)
    assert {one.record.types[0] for one in candidates if one.score >= 50} <= found | {"Country"}
    assert {one.record.types[0] for one in candidates if dict(one.features)["exact"]} == found & {"City"}
    assert all("type" in dict(one.features) for one in candidates)


def test_another_type_costs(index: Index) -> None:
    asked, other = match(index, query="Oral", type="City"), match(index, query="Oral", type="Person")
    assert asked[0].score == 100
    assert other[0].score == 70
    assert dict(other[0].features)["type"] is False


def test_limit(index: Index) -> None:
    assert len(match(index, query="Oral", limit=1)) == 1
    assert len(match(index, query="Veranian Ministry")) > 1


@pytest.mark.parametrize("text", ["!!!", "", "   ", "x" * 5000, "\ud83d\ude00", "zzz qqq"])
def test_names_that_are_none_find_nothing(text: str, index: Index) -> None:
    assert match(index, query=text) == []


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("Nur-Sultan", "nur sultan", 100, 100),
        ("Türkiye", "turkiye", 100, 100),
        ("Smith, John", "John Smith", 94, 96),
        ("Kazakhstan", "Kazahkstan", 90, 96),
        ("Oral", "Oral International Airport", 70, 80),
        ("Austria", "Australia", 80, 89),
        ("", "Oral", 0, 0),
    ],
)
def test_likeness(one: str, other: str, least: float, most: float) -> None:
    assert least <= likeness(Spelling.of(one), Spelling.of(other)) <= most
    assert likeness(Spelling.of(one), Spelling.of(other)) == likeness(Spelling.of(other), Spelling.of(one))


@pytest.mark.parametrize(
    ("wanted", "value", "least", "most"),
    [
        (12, 12, 100, 100),
        ("12", 12, 100, 100),
        (6, 12, 50, 50),
        (0, 0.0, 100, 100),
        (-5, 5, 0, 0),
        ("nan", "NaN", 100, 100),
        (10**400, "x", 0, 60),
        (True, "true", 100, 100),
        ("Q5", "http://www.wikidata.org/entity/Q5", 100, 100),
        (Wanted("entity/a", ""), Thing("entity/a", "A"), 100, 100),
        (Wanted("elsewhere", "Oral"), Thing("entity/oral", "Oral"), 100, 100),
        (Wanted("elsewhere", ""), Thing("entity/oral", "Oral"), 0, 60),
        ("2021-03", "2021-04", 80, 99),
    ],
    ids=str,
)
def test_closeness(wanted: object, value: object, least: float, most: float) -> None:
    assert least <= closeness(wanted, value) <= most  # type: ignore[arg-type]


# ---- suggestions -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prefix", "ids"),
    [
        ("ora", [ORAL, OTHER_ORAL]),
        ("ural", [ORAL]),
        ("minis", ["entity/other-ministry", "entity/ministry"]),
        ("veranian int", ["entity/ministry"]),
        ("Lee", ["entity/ann"]),
        ("inistry", []),
        ("", []),
        ("entity/oral", [ORAL]),
        ("Q999000111", ["entity/verania"]),
    ],
)
def test_suggested_entities(prefix: str, ids: list[str], index: Index) -> None:
    assert [record.id for record in index.suggest(prefix, ())] == ids


def test_suggested_entities_of_a_type(index: Index) -> None:
    assert [record.id for record in index.suggest("verania", ["Country"])] == ["entity/verania"]


def test_suggested_types_and_properties(index: Index) -> None:
    assert index.suggest_types("ci") == ["City"]
    assert index.suggest_types("City")[0] == "City"
    assert index.suggest_types("")[0] == "Place", "the most frequent first"
    assert index.suggest_properties("count") == ["country"]
    assert index.suggest_properties("role") == ["role/roleAt", "role/since", "role/title"]
    assert index.suggest_properties("mention") == ["mentions"]


def test_properties_of_a_type(index: Index) -> None:
    assert set(index.properties("Person")) >= {"country", "role/title", "describedAs"}
    assert "capital" not in index.properties("Person")
    assert index.properties("Nothing") == []


def test_names_of_terms() -> None:
    terms = Terms()
    assert terms.type_name("City") == "city"
    assert terms.type_name("FlyingCircus") == "flying circus"
    assert terms.type_name("https://example.org/x") == "https://example.org/x"
    assert terms.property_name("role/title").startswith("role")
    assert terms.range("country") == "Country"
    assert terms.range("role/title") is None
    assert terms.top() == ["Facility", "NamedEvent", "Organization", "Person", "Place"]


def test_hurtful_names_are_names(index: Index) -> None:
    assert matched(index, query=HURTFUL) == ["entity/strange"]


# ---- questions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("[]", "no object"),
        ("[" * 100_000, "JSON|deep"),
        ('{"q": "x"}', "'q' is no object"),
        ('{"q": {}}', "neither 'query' nor 'properties'"),
        ('{"q": {"properties": []}}', "neither"),
        ('{"q": {"query": 5}}', "'query' is no text"),
        ('{"q": {"query": "x", "limit": 0}}', "'limit' is no number above 0"),
        ('{"q": {"query": "x", "limit": "many"}}', "'limit'"),
        ('{"q": {"query": "x", "limit": true}}', "'limit'"),
        ('{"q": {"query": "x", "limit": NaN}}', "no number of JSON"),
        ('{"q": {"query": "x", "limit": 1e999}}', "'limit'"),
        ('{"q": {"query": "x", "type": 5}}', "no id"),
        ('{"q": {"query": "x", "type_strict": "maybe"}}', "none of any, all, should"),
        ('{"q": {"query": "x", "properties": {}}}', "no array"),
        ('{"q": {"query": "x", "properties": [{"v": 1}]}}', "no id"),
        ('{"q": {"query": "x", "properties": [{"pid": "p"}]}}', "no 'v' for 'p'"),
        ('{"q": {"query": "x", "properties": [{"pid": "p", "v": {"name": "n"}}]}}', "no id"),
    ],
)
def test_broken_batches_name_their_fault(given: str, says: str) -> None:
    with pytest.raises(UsageFault, match=says):
        read_batch(given)


def test_too_much_is_told_apart() -> None:
    many = {f"q{n}": {"query": "x"} for n in range(BATCH + 1)}
    with pytest.raises(TooMuch):
        read_batch(json.dumps(many))
    with pytest.raises(TooMuch):
        read_batch(json.dumps({"q": {"query": "x", "properties": [{"pid": "p", "v": list(range(60))}]}}))
    with pytest.raises(TooMuch):
        read_extension(json.dumps({"ids": [str(n) for n in range(1001)], "properties": []}))
    del many["q0"]
    assert len(read_batch(json.dumps(many))) == BATCH


def test_a_whole_query_is_read() -> None:
    given = {
        "query": " Oral ", "type": ["City", "City"], "limit": 3.0, "type_strict": "any", "unknown": 1,
        "properties": [{"pid": "p", "v": "a"}, {"pid": "p", "v": ["b", None, 2, False, {"id": "i", "name": "n"}]},
                       {"pid": "empty", "v": ""}],
    }  # fmt: skip
    query = read_batch(json.dumps({"q": given}))["q"]
    assert (query.text, query.types, query.strict, query.limit) == ("Oral", ("City",), "any", 3)
    assert [(one.property, one.values) for one in query.conditions] == [("p", ("a", "b", 2, False, Wanted("i", "n")))]
    assert read_batch('{"q": {"query": "x", "limit": 100000}}')["q"].limit == 100


def test_single_queries() -> None:
    assert read_single("Oral") == Query("Oral")
    assert read_single('{"query": "Oral", "limit": 2}') == Query("Oral", limit=2)


def test_extensions_are_read() -> None:
    asked = read_extension(
        '{"ids": ["a", "a", "b"], "properties": [{"id": "p"}, {"id": "q", "settings": {"limit": "2", "count": "on"}}]}'
    )
    assert asked.ids == ("a", "b")
    assert [(one.property, one.limit, one.count) for one in asked.columns] == [("p", 0, False), ("q", 2, True)]
    for broken in ("{}", '{"ids": []}', '{"ids": [5], "properties": []}', '{"ids": [], "properties": [{}]}'):
        with pytest.raises(UsageFault):
            read_extension(broken)
