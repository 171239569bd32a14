"""Rules of scoring: which answer is right for which gold, and what neither rewards nor punishes."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kazkg.errors import InputError, UsageFault
from kazkg.evaluation.found import gather
from kazkg.evaluation.gold import read_gold
from kazkg.evaluation.matching import match
from kazkg.evaluation.names import Names, find_aliases, read_aliases
from kazkg.evaluation.score import compare_all
from kazkg.evaluation.terms import Amount, amount

Rows = dict[str, list[dict[str, str]]]
Counts = dict[str, tuple[int, int, int]]


def scored(folder: Path, gold: dict[str, Any], rows: Rows) -> Counts:
    """Hits, found and gold by task, of one article called ``one``."""
    (folder / "one.json").write_text(json.dumps(gold), encoding="utf-8")
    found = gather({name: [{"article": "one"} | row for row in told] for name, told in rows.items()})
    outcome = compare_all(read_gold(folder), found, [])
    return {one.task: (one.hit, one.found, one.gold) for one in outcome.scores}


# ---- matching ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    number: int
    optional: bool


@pytest.mark.parametrize("flags", list(itertools.product([False, True], repeat=3)), ids=str)
def test_matching_is_the_best_there_is(flags: tuple[bool, ...]) -> None:
    """Against all ways to pair three gold and three answers, for every table of what agrees."""
    gold = [Wanted(j, flag) for j, flag in enumerate(flags)]
    for bits in range(2**9):
        agrees = {(j, i) for j in range(3) for i in range(3) if bits >> (3 * j + i) & 1}
        pairings = [
            {(j, i) for j, i in enumerate(order) if (j, i) in agrees} for order in itertools.permutations(range(3))
        ]
        firm = max(sum(not flags[j] for j, _ in pairing) for pairing in pairings)
        tally = match(gold, [0, 1, 2], lambda one, i, agrees=agrees: (one.number, i) in agrees)
        assert tally.hit == firm
        assert len(tally.missed) == flags.count(False) - firm
        assert len(tally.spurious) == 3 - max(map(len, pairings))


def test_matching_goes_far_without_recursion() -> None:
    """Each gold takes the answer of the one before, so that the last one moves all of them."""
    many = 3000
    gold = [Wanted(j, False) for j in range(many)]
    tally = match(gold, range(many), lambda one, i: i in (one.number, one.number - 1) if one.number else i == many - 1)
    assert (tally.hit, tally.missed, tally.spurious) == (many, (), ())


# ---- names ---------------------------------------------------------------------------------------

GROUPS = [
    ["Norland Interior Ministry", "Ministry of the Interior of Norland"],
    ["Norpress", "NP"],
    ["Olof Kern", "Kern"],
]

SAME = """
Norpress | NP
Norpress | norpress
the Norpress | Norpress
Norland Interior Ministry | ministry of the interior of Norland
Kern | Olof Kern
Müller Brücke | Muller Brucke
Blue-Wing Airlines | Blue Wing Airlines
President Ada Brun | Ada Brun
Sudanese police | police
police | Ukrainian police
Iranian police | Iran police
National Relief Agency | National Relief Agency of Norland
"""

OTHER = """
Norpress | Norland
Sudanese police | Ukrainian police
Iran | Iraq
Iran | Sudan
Interior Ministry | Foreign Ministry
Ada Brun | Olof Brun
Brun | Ada Brun
Red Cross of Norland | Red Crescent of Norland
Norpress | the
"""


def pairs(text: str) -> list[tuple[str, str]]:
    return [(a.strip(), b.strip()) for a, b in (line.split("|") for line in text.strip().splitlines())]


@pytest.mark.parametrize(("one", "other"), pairs(SAME))
def test_same_name(one: str, other: str) -> None:
    names = Names(GROUPS)
    assert names.same(one, other)
    assert names.same(other, one)


@pytest.mark.parametrize(("one", "other"), pairs(OTHER))
def test_other_name(one: str, other: str) -> None:
    names = Names(GROUPS)
    assert not names.same(one, other)
    assert not names.same(other, one)


def test_nobody_is_only_nobody() -> None:
    names = Names(GROUPS)
    assert names.same(None, None)
    assert names.same(None, "")
    assert not names.same("Norpress", None)
    assert not names.same(None, "Norpress")


def test_a_name_of_two_groups_belongs_to_the_first() -> None:
    names = Names([["Kern", "Olof Kern"], ["Kern", "Ada Kern"], ["Ida Kern", "Kern of Norhaven"]])
    assert names.same("Olof Kern", "Ada Kern"), "the groups share a name, so they are one"
    assert not names.same("Olof Kern", "Ida Kern")


def test_aliases_are_found_in_or_above_the_gold(tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    assert find_aliases(gold) is None
    (tmp_path / "aliases.tsv").write_text("A\tB\n\nC\n", encoding="utf-8")
    assert find_aliases(gold) == tmp_path / "aliases.tsv"
    (gold / "aliases.tsv").write_text("A\tB\n", encoding="utf-8")
    assert find_aliases(gold) == gold / "aliases.tsv"
    assert read_aliases(tmp_path / "aliases.tsv") == [["A", "B"], ["C"]]
    with pytest.raises(UsageFault, match="no such file"):
        read_aliases(tmp_path / "other.tsv")
    (tmp_path / "bad.tsv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=r"bad\.tsv"):
        read_aliases(tmp_path / "bad.tsv")


# ---- amounts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "qualifier", "wanted"),
    [
        (12, 12, "exact", Amount((12,))),
        (12, 12, None, Amount((12,))),
        (3000, None, "at_least", Amount((3000,))),
        (3000, 3000, "at_least", Amount((3000,))),
        (None, 50, "at_most", Amount((50,))),
        (50, 50, "at_most", Amount((50,))),
        (200, 200, "about", Amount((200,))),
        (190, 210, "about", Amount((200,))),
        (10, 20, "between", Amount((10, 20))),
        (10, 20, None, Amount((10, 20))),
        (None, None, "dozens", Amount(vague="dozens")),
        (None, None, "scores", Amount(vague="dozens")),
        (24, None, "dozens", Amount(vague="dozens")),
        (None, None, "several", Amount(vague="some")),
        (None, None, None, Amount(vague="some")),
    ],
)
def test_amount(low: float | None, high: float | None, qualifier: str | None, wanted: Amount) -> None:
    assert amount(low, high, qualifier) == wanted


# ---- tasks ---------------------------------------------------------------------------------------


def entity(name: str, type: str = "Organization", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": type, **more}


@pytest.mark.parametrize(
    ("gold", "found", "entities", "types"),
    [
        ([entity("Norpress")], [("Norpress", "Organization")], (1, 1, 1), (1, 1, 1)),
        ([entity("Norpress")], [("Norpress", "Person")], (1, 1, 1), (0, 1, 1)),
        ([entity("Norhaven Airport", "Facility")], [("Norhaven Airport", "Place")], (1, 1, 1), (1, 1, 1)),
        ([entity("Olof Kern", "Person", mentions=["Kern"])], [("Kern", "Person")], (1, 1, 1), (1, 1, 1)),
        ([entity("Olof Kern", "Person")], [("Kern", "Person")], (0, 1, 1), (0, 1, 1)),
        ([entity("Norpress")], [("Norpress", "Organization"), ("Norpress", "Person")], (1, 1, 1), (1, 1, 1)),
        ([entity("Norpress")], [("Norpress", "Organization"), ("the Norpress", "Person")], (1, 2, 1), (1, 2, 1)),
        ([entity("Norpress", optional=True)], [("Norpress", "Organization")], (0, 0, 0), (0, 0, 0)),
        ([entity("Norpress", descriptive=True)], [], (0, 0, 0), (0, 0, 0)),
        ([entity("Norpress", implicit=True)], [("Norpress", "Person")], (0, 0, 0), (0, 1, 0)),
        ([entity("March Riots", "Event")], [("Norpress", "Event")], (0, 0, 0), (0, 0, 0)),
    ],
)
def test_entities(
    tmp_path: Path,
    gold: list[Any],
    found: list[tuple[str, str]],
    entities: tuple[int, int, int],
    types: tuple[int, int, int],
) -> None:
    rows = {"mentions": [{"label": label, "type": type} for label, type in found]}
    outcome = scored(tmp_path, {"entities": gold}, rows)
    assert (outcome["entities"], outcome["entity types"]) == (entities, types)


CLAIM = {"measure": "killed", "value": 12, "qualifier": "exact", "group": "civilians", "source": "Norpress"}
FIGURE = {
    "measure": "killed",
    "low": "12",
    "high": "12",
    "qualifier": "exact",
    "group": "civilians",
    "claimer": "Norpress",
}
YES, NO, NOTHING = (1, 1, 1), (0, 1, 1), (0, 0, 0)


@pytest.mark.parametrize(
    ("claim", "figure", "figures", "qualifier", "full"),
    [
        ({}, {}, YES, YES, YES),
        ({}, {"low": "13", "high": "13"}, NO, NO, NO),
        ({}, {"measure": "injured"}, NO, NO, NO),
        ({"measure": "wounded"}, {"measure": "injured"}, YES, YES, YES),
        ({}, {"qualifier": "about"}, YES, NO, YES),
        ({"alt_qualifier": "about"}, {"qualifier": "about"}, YES, YES, YES),
        ({"qualifier": "at_least"}, {"qualifier": "at_least", "high": ""}, YES, YES, YES),
        ({}, {"group": "people"}, YES, YES, YES),
        ({"group": None}, {"group": "civilians"}, YES, YES, YES),
        ({}, {"group": "protesters"}, YES, YES, NO),
        ({"alt_group": "protesters"}, {"group": "protesters"}, YES, YES, YES),
        ({"group": "police"}, {"group": "security_forces"}, YES, YES, YES),
        ({"group": "foreign_troops"}, {"group": "security_forces"}, YES, YES, YES),
        ({}, {"claimer": ""}, YES, YES, NO),
        ({"source": None}, {"claimer": ""}, YES, YES, YES),
        ({"alt_source": None}, {"claimer": ""}, YES, YES, YES),
        ({"alt_source": "Radio Nor"}, {"claimer": "Radio Nor"}, YES, YES, YES),
        ({"value": [10, 20]}, {"low": "10", "high": "20", "qualifier": "between"}, YES, YES, YES),
        (
            {"value": None, "qualifier": "scores"},
            {"low": "", "high": "", "qualifier": "dozens"},
            YES,
            YES,
            YES,
        ),
        ({"value": None, "qualifier": "dozens"}, {"low": "", "high": "", "qualifier": "hundreds"}, NO, NO, NO),
        ({"optional": True}, {}, NOTHING, NOTHING, NOTHING),
        ({"derived": True}, {}, NOTHING, NOTHING, NOTHING),
        ({"historical": True}, {}, NOTHING, NOTHING, NOTHING),
        ({"planned": True}, {}, NOTHING, NOTHING, NOTHING),
        ({"superseded": True, "subset": True}, {}, YES, YES, YES),
        ({"measure": "stranded"}, {"measure": "stranded"}, NOTHING, NOTHING, NOTHING),
        ({"measure": "stranded"}, {"measure": "killed"}, (0, 1, 0), (0, 1, 0), (0, 1, 0)),
    ],
)
def test_figures(
    tmp_path: Path,
    claim: dict[str, Any],
    figure: dict[str, str],
    figures: tuple[int, int, int],
    qualifier: tuple[int, int, int],
    full: tuple[int, int, int],
) -> None:
    row = {key: value for key, value in (FIGURE | figure).items() if value}
    outcome = scored(tmp_path, {"claims": [CLAIM | claim]}, {"figures": [row]})
    assert (outcome["figures"], outcome["figures qualifier"], outcome["figures full"]) == (figures, qualifier, full)


def test_a_figure_told_twice_alike_counts_once(tmp_path: Path) -> None:
    rows = {
        "figures": [FIGURE | {"claim": "1"}, FIGURE | {"claim": "2", "words": "a dozen"}, FIGURE | {"claimer": "X"}]
    }
    assert scored(tmp_path, {"claims": [CLAIM]}, rows)["figures"] == (1, 2, 1)


HAPPENING = {"type": "Attack", "participants": ["rebels"], "place": "Norhaven", "status": "happened"}
EVENT = {"event": "1", "type": "Attack", "participants": "rebels|army", "place": "Norhaven", "modality": "happened"}


@pytest.mark.parametrize(
    ("gold", "rows", "events", "modality"),
    [
        ({}, [{}], YES, YES),
        ({}, [{"participants": "army"}], YES, YES),
        ({}, [{"place": "Sudhaven"}], YES, YES),
        ({}, [{"place": "Sudhaven", "participants": "army"}], NO, NO),
        ({"participants": [], "place": None}, [{"place": "Sudhaven", "participants": "army"}], YES, YES),
        ({}, [{"type": "Riot"}], NO, NO),
        ({"alt_type": "Riot"}, [{"type": "Riot"}], YES, YES),
        ({"type": "Detention"}, [{"type": "Arrest"}], YES, YES),
        ({}, [{"modality": "planned"}], YES, NO),
        ({"alt_status": "planned"}, [{"modality": "planned"}], YES, YES),
        ({"status": None}, [{"modality": ""}], YES, YES),
        ({}, [{"modality": "planned"}, {"modality": "happened"}], YES, YES),
        ({}, [{"place": "Sudhaven", "participants": "army"}, {"place": "Norhaven"}], YES, YES),
        ({}, [{}, {"event": "2"}], (1, 2, 1), (1, 2, 1)),
        ({"optional": True}, [{}], NOTHING, NOTHING),
        ({"historical": True}, [{}], NOTHING, NOTHING),
        ({"type": "Statement"}, [{"type": "Statement"}], NOTHING, NOTHING),
        ({"type": "Other"}, [{}], (0, 1, 0), (0, 1, 0)),
    ],
)
def test_events(
    tmp_path: Path,
    gold: dict[str, Any],
    rows: list[dict[str, str]],
    events: tuple[int, int, int],
    modality: tuple[int, int, int],
) -> None:
    told = [{key: value for key, value in (EVENT | row).items() if value} for row in rows]
    outcome = scored(tmp_path, {"events": [HAPPENING | gold]}, {"events": told})
    assert (outcome["events"], outcome["event modality"]) == (events, modality)


@pytest.mark.parametrize(
    ("gold", "found", "statements"),
    [
        ([{"speaker": "Ada Brun"}], [("1", "Ada Brun")], YES),
        ([{"speaker": "Ada Brun"}], [("1", "Ada Brun"), ("1", "Ada Brun")], YES),
        ([{"speaker": "Ada Brun"}], [("1", "Ada Brun"), ("2", "Ada Brun")], (1, 2, 1)),
        ([{"speaker": "Ada Brun", "alt_speakers": ["Norland Court"]}], [("1", "Norland Court")], YES),
        ([{"speaker": "Ada Brun"}, {"speaker": "Norpress"}], [("1", "Norpress"), ("1", "Ada Brun")], (2, 2, 2)),
        ([{"speaker": "Ada Brun", "optional": True}], [("1", "Ada Brun")], NOTHING),
        ([{"speaker": "Ada Brun"}], [("1", "")], (0, 0, 1)),
    ],
)
def test_statements(
    tmp_path: Path, gold: list[Any], found: list[tuple[str, str]], statements: tuple[int, int, int]
) -> None:
    rows = [{"statement": key} | ({"speaker": who} if who else {}) for key, who in found]
    assert scored(tmp_path, {"statements": gold}, {"statements": rows})["statements"] == statements


def test_firm_gold_goes_before_optional(tmp_path: Path) -> None:
    gold = [{"speaker": "Ada Brun", "optional": True}, {"speaker": "Norpress", "alt_speakers": ["Ada Brun"]}]
    rows = {"statements": [{"statement": "1", "speaker": "Ada Brun"}]}
    assert scored(tmp_path, {"statements": gold}, rows)["statements"] == YES


# ---- links ---------------------------------------------------------------------------------------

WD = "http://www.wikidata.org/entity/"
LINKED = {
    "entities": [
        {"name": "Kazakhstan", "type": "Place", "mentions": ["Kazakhstan"], "wikidata": "Q232"},
        {"name": "Norpress", "type": "Organization", "mentions": ["NP"]},
        {"name": "Oral", "type": "Place", "mentions": ["Uralsk"], "wikidata": "Q487439", "optional": True},
        {"name": "Vatican", "type": "Organization", "mentions": ["Vatican"], "alt_wikidata": ["Q237"]},
        {"name": "Nowhere", "type": "Place", "mentions": ["Nowhere"], "wikidata": "Q999999999"},
    ]
}


def linked(label: str, item: str | None, surface: str = "", kind: str = "Place") -> dict[str, str]:
    """A row of the answers: somebody named, with an item."""
    row = {"entity": label, "label": label, "type": kind, "surface": surface or label}
    return row | ({"wikidata": WD + item} if item else {})


@pytest.mark.parametrize(
    ("rows", "counts"),
    [
        ([], (0, 0, 1)),
        ([linked("Kazakhstan", "Q232")], (1, 1, 1)),
        ([linked("Kazakhstan", "Q232"), linked("Kazakhstan", "Q232", "Kazakhs")], (1, 1, 1)),
        ([linked("Kazakhstan", None)], (0, 0, 1)),
        ([linked("Kazakhstan", "Q1")], (0, 1, 1)),
        ([linked("Norpress", "Q2", "NP", "Organization")], (0, 1, 1)),
        ([linked("Another", "Q2", "NP", "Organization")], (0, 1, 1)),
        ([linked("Oral", "Q487439", "Uralsk")], (0, 0, 1)),
        ([linked("Oral", "Q3", "Uralsk")], (0, 1, 1)),
        ([linked("Vatican", "Q237")], (0, 0, 1)),
        ([linked("Vatican", "Q220")], (0, 1, 1)),
        ([linked("Beside", "Q4")], (0, 0, 1)),
        ([linked("Nowhere", "Q999999999")], (1, 1, 2)),
        ([linked("Storm Ada", "Q5", "Kazakhstan", "Event")], (0, 0, 1)),
    ],
    ids=str,
)
def test_links_are_counted(tmp_path: Path, rows: list[dict[str, str]], counts: tuple[int, int, int]) -> None:
    """Gold whose item no gazetteer has is only counted where it is linked."""
    assert scored(tmp_path, LINKED, {"mentions": rows})["links"] == counts


def test_links_are_no_task_where_the_gold_has_no_items(tmp_path: Path) -> None:
    gold = {"entities": [{"name": "Norpress", "type": "Organization"}]}
    assert "links" not in scored(tmp_path, gold, {"mentions": [linked("Norpress", "Q2")]})


def test_each_wrong_and_each_missing_link_is_listed(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps(LINKED), encoding="utf-8")
    rows = [{"article": "one"} | linked("Norpress", "Q2", "NP", "Organization")]
    outcome = compare_all(read_gold(tmp_path), gather({"mentions": rows}), [])
    told = [d for d in outcome.differences if d.task == "links"]
    assert [(d.kind, d.answer) for d in told] == [
        ("missed", "Kazakhstan (Place) is Q232"),
        ("spurious", "Norpress (Q2) for Norpress (Organization), which has none"),
    ]
