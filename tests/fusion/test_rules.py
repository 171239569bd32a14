# ruff: noqa: E501  (tables read better with one case a line)
"""Each rule by itself, over two made-up figures: what it must derive and what it must not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kazkg.fusion.report import Report
from kazkg.fusion.rules import Compared, block_rows, rules, run
from kazkg.graph.iris import Iris
from kazkg.graph.rows import KAZ

BASE = "https://w3id.org/kazkg/id/"
DERIVE = ("01-bounds", "02-origins", "03-times", "04-scopes", "05-numbers")


def figure(name: str, low: int | None, high: int | None, qualifier: str = "exact", **changed: Any) -> Report:
    day = changed.pop("day", "2031-05-02")
    following = day[:8] + f"{int(day[8:]) + 1:02d}" if day else ""
    report = Report(
        claim=f"{BASE}article/{name}/figure/1",
        article=name,
        begin=1,
        measure="killed",
        group="civilians",
        group_label="civilians",
        wider_groups=("people",),
        low=low,
        high=high,
        qualifier=qualifier,
        words=qualifier if low is None and high is None else f"{qualifier} {low or high}",
        status="current",
        epistemic="TrueCertain",
        place=f"{BASE}entity/norhaven",
        place_label="Norhaven",
        within=(f"{BASE}entity/norland",),
        root=f"{BASE}entity/norland",
        as_of=day,
        as_of_begin=f"{day}T00:00:00Z" if day else "",
        as_of_end=f"{following}T00:00:00Z" if day else "",
        origin=f"{BASE}entity/police",
        origin_label="Norland police",
        origin_kind="named",
        origin_why="Norland police is named as the source",
    )
    return replace(report, **changed)


HOSPITAL: dict[str, Any] = {"origin": f"{BASE}entity/hospital", "origin_label": "Norhaven hospital"}
VOICE: dict[str, Any] = {"origin": f"{BASE}article/two", "origin_label": "article two", "origin_kind": "voice"}
WIDE: dict[str, Any] = {"place": f"{BASE}entity/norland", "place_label": "Norland", "within": ()}
PEOPLE: dict[str, Any] = {"group": "people", "group_label": "people", "wider_groups": ()}
LATER: dict[str, Any] = {"day": "2031-05-04"}
SAME_ARTICLE: dict[str, Any] = {"article": "one"}
UNDATED: dict[str, Any] = {"day": ""}
DENIED: dict[str, Any] = {"epistemic": "FalseCertain"}
TWELVE = figure("one", 12, 12)

CASES: list[tuple[str, Report, Report, bool]] = [
    ("10-part-of", figure("one", 2, 2, part_of=f"{BASE}article/two/figure/1"), figure("two", 12, 12), True),
    ("10-part-of", figure("one", 2, 2), figure("two", 12, 12), False),
    ("11-updates-earlier-toll", figure("one", 12, 12, supersedes=f"{BASE}article/two/figure/1"), figure("two", 8, 8), True),
    ("11-updates-earlier-toll", TWELVE, figure("two", 8, 8), False),
    ("20-retracts", figure("one", 12, 12, **DENIED), figure("two", 12, 12), True),
    ("20-retracts", figure("one", 12, 12, **DENIED), figure("two", 12, 12, **HOSPITAL), False),
    ("20-retracts", TWELVE, figure("two", 12, 12), False),
    ("21-denies", figure("one", 12, 12, **DENIED), figure("two", 12, 12, **HOSPITAL), True),
    ("20-retracts", figure("one", 18, 18, **DENIED), figure("two", 12, 12), False),
    ("21-denies", figure("one", 18, 18, **DENIED), figure("two", 12, 12, **HOSPITAL), False),
    ("22-denied", TWELVE, figure("two", 18, 18, **DENIED), False),
    ("21-denies", TWELVE, figure("two", 12, 12, **HOSPITAL), False),
    ("22-denied", TWELVE, figure("two", 12, 12, **DENIED), True),
    ("22-denied", TWELVE, figure("two", 12, 12), False),
    ("30-repeats", TWELVE, figure("two", 12, 12), True),
    ("30-repeats", TWELVE, figure("two", 12, 12, **UNDATED), True),
    ("30-repeats", figure("one", 12, None, "at_least"), figure("two", 12, 12, "about"), True),
    ("30-repeats", TWELVE, figure("two", 13, 13), False),
    ("30-repeats", TWELVE, figure("two", 12, 12, **HOSPITAL), False),
    ("30-repeats", TWELVE, figure("two", 12, 12, **WIDE), False),
    ("30-repeats", TWELVE, figure("two", 12, 12, **LATER), False),
    ("30-repeats", figure("two", 12, 12, **LATER), TWELVE, True),
    ("30-repeats", figure("two", 12, None, "at_least", **LATER), TWELVE, False),
    ("30-repeats", figure("one", None, None, "dozens", **UNDATED), figure("two", None, None, "several", **UNDATED, **SAME_ARTICLE), True),
    ("30-repeats", figure("one", None, None, "dozens", **UNDATED), figure("two", None, None, "several", **UNDATED), False),
    ("31-updates", figure("one", 18, 18, **LATER), figure("two", 12, 12), True),
    ("31-updates", TWELVE, figure("two", 18, 18, **LATER), False),
    ("31-updates", figure("one", 18, 18, **LATER), figure("two", 12, 12, **HOSPITAL), False),
    ("31-updates", figure("one", 18, 18, **LATER), figure("two", 12, 12, **UNDATED), False),
    ("31-updates", figure("one", 18, 18, **LATER), figure("two", 12, 12, **WIDE), False),
    ("40-corroborates", TWELVE, figure("two", 12, 12, **HOSPITAL), True),
    ("40-corroborates", figure("one", 12, None, "at_least"), figure("two", 12, 12, "about", **HOSPITAL), True),
    ("40-corroborates", TWELVE, figure("two", 12, 12), False),
    ("40-corroborates", TWELVE, figure("two", 12, 12, **VOICE), False),
    ("41-unclear-origin", TWELVE, figure("two", 12, 12, **VOICE), True),
    ("41-unclear-origin", figure("one", 12, None, "at_least", **VOICE), figure("two", 12, 12, "about"), True),
    ("41-unclear-origin", TWELVE, figure("two", 12, 12), False),
    ("41-unclear-origin", TWELVE, figure("two", 13, 13, **VOICE), False),
    ("40-corroborates", TWELVE, figure("two", 13, 13, **HOSPITAL), False),
    ("40-corroborates", TWELVE, figure("two", 12, 12, **HOSPITAL, **WIDE), False),
    ("50-narrows", figure("one", 26, 26), figure("two", None, None, "dozens"), True),
    ("50-narrows", TWELVE, figure("two", 10, None, "at_least", **HOSPITAL), True),
    ("50-narrows", figure("one", 300, 300), figure("two", None, None, "dozens"), False),
    ("50-narrows", figure("one", 26, 26, **LATER), figure("two", None, None, "dozens"), False),
    ("50-narrows", figure("one", 26, 26, **UNDATED), figure("two", 20, None, "at_least", **UNDATED, **SAME_ARTICLE), True),
    ("50-narrows", figure("one", 26, 26, **UNDATED), figure("two", 20, None, "at_least", **UNDATED), False),
    ("60-contradicts", figure("one", 26, 26, **UNDATED), figure("two", 12, 12, **UNDATED, **SAME_ARTICLE), False),
    ("51-widens", figure("one", None, None, "dozens"), figure("two", 26, 26), True),
    ("51-widens", figure("one", 26, 26), figure("two", None, None, "dozens"), False),
    ("52-unclear-vague", figure("one", None, None, "dozens"), figure("two", 10, 10, "about"), True),
    ("52-unclear-vague", figure("one", 300, 300), figure("two", None, None, "dozens", **HOSPITAL), True),
    ("52-unclear-vague", figure("one", None, None, "dozens"), figure("two", 3, 3), False),
    ("52-unclear-vague", figure("one", None, None, "dozens"), figure("two", 26, 26), False),
    ("52-unclear-vague", TWELVE, figure("two", 13, 13, **HOSPITAL), False),
    ("60-contradicts", figure("one", None, None, "dozens"), figure("two", 10, 10, "about"), False),
    ("60-contradicts", figure("one", None, None, "thousands"), figure("two", 12, 12, **HOSPITAL), True),
    ("61-contradicts-whole", figure("one", None, None, "dozens"), figure("two", 10, 10, "about", **PEOPLE), False),
    ("60-contradicts", TWELVE, figure("two", 13, 13, **HOSPITAL), True),
    ("60-contradicts", TWELVE, figure("two", 20, None, "at_least", **HOSPITAL), True),
    ("60-contradicts", TWELVE, figure("two", 12, None, "at_least", **HOSPITAL), False),
    ("60-contradicts", TWELVE, figure("two", 13, 13, **HOSPITAL, **LATER), False),
    ("60-contradicts", TWELVE, figure("two", 13, 13, **HOSPITAL, **UNDATED), False),
    ("60-contradicts", TWELVE, figure("two", 13, 13, **HOSPITAL, **WIDE), False),
    ("60-contradicts", TWELVE, figure("two", 13, 13), False),
    ("62-unclear-order", TWELVE, figure("two", 13, 13), True),
    ("62-unclear-order", TWELVE, figure("two", 13, 13, **HOSPITAL), False),
    ("62-unclear-order", figure("one", 12, 12, **UNDATED), figure("two", 13, 13, **UNDATED, **SAME_ARTICLE), True),
    ("61-contradicts-whole", figure("one", 40, 40), figure("two", 12, 12, **PEOPLE), True),
    ("61-contradicts-whole", figure("one", 12, 12, **PEOPLE), figure("two", 40, 40), True),
    ("61-contradicts-whole", TWELVE, figure("two", 40, 40, **PEOPLE), False),
    ("61-contradicts-whole", figure("one", 40, 40, **LATER), figure("two", 12, 12, **PEOPLE), False),
    ("70-unclear-scope", figure("one", 12, None, "at_least", **UNDATED, **WIDE), figure("two", 12, 12), True),
    ("70-unclear-scope", figure("one", 12, None, "at_least", **WIDE), figure("two", 12, 12), False),
    ("70-unclear-scope", figure("one", 8, 8, **UNDATED, **WIDE), figure("two", 12, 12), False),
    ("71-other-scope", TWELVE, figure("two", 12, 12, **WIDE), True),
    ("71-other-scope", TWELVE, figure("two", 12, 12, **PEOPLE), True),
    ("71-other-scope", TWELVE, figure("two", 12, 12, **HOSPITAL), False),
    ("80-unclear-date", figure("one", 8, 8, **UNDATED), figure("two", 12, 12), True),
    ("80-unclear-date", figure("one", 8, 8), figure("two", 12, 12), False),
    ("80-unclear-date", figure("one", 8, 8, **UNDATED), figure("two", 12, 12, **WIDE), False),
    ("81-unclear-day", figure("one", 18, 18, **LATER, **HOSPITAL), figure("two", 12, 12), True),
    ("81-unclear-day", TWELVE, figure("two", 18, 18, **LATER, **HOSPITAL), True),
    ("81-unclear-day", figure("one", 18, 18, **LATER), figure("two", 12, 12), False),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "one", "other", "must"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)])
def test_rule(rule: str, one: Report, other: Report, must: bool) -> None:
    found = run(block_rows([Compared(one, other)], Iris(BASE)), only={*DERIVE, rule})
    kinds = [value for _, predicate, value in found if predicate == KAZ["relationKind"]]
    assert len(kinds) == must
    if must:
        [why] = [value for _, predicate, value in found if predicate == KAZ["because"]]
        assert len(why) > 2


def test_every_relation_rule_has_cases() -> None:
    tried = {(rule, must) for rule, _, _, must in CASES}
    for rule in rules():
        if rule.name not in (*DERIVE, "89-left-out", "90-none"):
            assert {(rule.name, True), (rule.name, False)} <= tried, rule.name


@pytest.mark.parametrize(("one", "other", "kind"), [
    (TWELVE, figure("two", 12, 12), "Repeats"),
    (figure("two", 12, 12, **LATER), TWELVE, "Repeats"),
    (TWELVE, figure("two", 12, 12, **VOICE), "Unclear"),
    (figure("one", 26, 26, **UNDATED), figure("two", 20, None, "at_least", **UNDATED, **SAME_ARTICLE), "Narrows"),
    (figure("one", 40, 40), figure("two", 12, 12, **PEOPLE), "Contradicts"),
    (figure("one", 12, 12, **DENIED), figure("two", 12, 12, **HOSPITAL, **WIDE), "Denies"),
    (figure("one", 12, 12, **UNDATED), figure("two", 12, 12, **HOSPITAL), "Corroborates"),
    (figure("one", None, None, "dozens"), figure("two", 10, 10, "about", **HOSPITAL), "Unclear"),
    (figure("one", None, None, "dozens"), figure("two", 10, 10, "about", **PEOPLE), "OtherScope"),
])  # fmt: skip
def test_a_pair_has_one_relation(one: Report, other: Report, kind: str) -> None:
    found = run(block_rows([Compared(one, other)], Iris(BASE)))
    assert [value for _, predicate, value in found if predicate == KAZ["relationKind"]] == [KAZ[kind]]


@pytest.mark.parametrize(("one", "other", "says"), [
    (figure("two", 12, 12, **LATER), TWELVE, "unchanged as of 2031-05-04 since 2031-05-02"),
    (figure("two", 18, 18, **LATER), TWELVE, '"exact 18" as of 2031-05-04, after "exact 12" as of 2031-05-02'),
    (figure("two", 8, 8, **LATER), TWELVE, "lower than before"),
    (figure("two", 12, None, "at_least", **LATER), TWELVE, "the two can both be right"),
    (TWELVE, figure("two", 12, 12, **VOICE), "article two names no source"),
    (TWELVE, figure("two", 12, 12, **UNDATED), "one of the two has no date"),
    (figure("one", 12, 12, **UNDATED), figure("two", 12, 12, **UNDATED), "neither has a date"),
])  # fmt: skip
def test_the_reason_says_what_is_new_and_what_is_not(one: Report, other: Report, says: str) -> None:
    found = run(block_rows([Compared(one, other)], Iris(BASE)))
    [why] = [value for _, predicate, value in found if predicate == KAZ["because"]]
    assert says in why.replace("\\", "")


def test_an_earlier_toll_of_the_same_origin_has_no_relation_to_the_later() -> None:
    assert not run(block_rows([Compared(TWELVE, figure("two", 18, 18, **LATER))], Iris(BASE)))


@pytest.mark.parametrize(("one", "says"), [
    (TWELVE, "no later or other figure"),
    (figure("one", 12, 12, **UNDATED), "no date"),
    (figure("one", 12, 12, place="", place_label="", within=()), "no place"),
    (figure("one", 12, 12, status="historical"), "another time"),
    (figure("one", 2, 2, status="part"), "not to be added"),
    (figure("one", 2, 2, added=True), "on top of another figure"),
])  # fmt: skip
def test_none_says_why(one: Report, says: str) -> None:
    found = run(block_rows([Compared(one, None)], Iris(BASE)))
    assert [value for _, predicate, value in found if predicate == KAZ["relationKind"]] == [KAZ["NoRelation"]]
    assert any(says in value for _, predicate, value in found if predicate == KAZ["because"])


def test_what_is_left_out_is_told() -> None:
    found = run(block_rows([Compared(TWELVE, figure("two", 13, 13, **HOSPITAL), 7)], Iris(BASE)))
    assert [value for _, predicate, value in found if predicate == KAZ["leftOut"]] == [
        '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'
    ]


def test_terms_of_the_block_are_not_published() -> None:
    found = run(block_rows([Compared(TWELVE, figure("two", 13, 13, **HOSPITAL))], Iris(BASE)))
    assert found
    assert not any("/block#" in term for row in found for term in row)


def test_rules_are_in_order_and_described() -> None:
    names = [rule.name for rule in rules()]
    assert names == sorted(names)
    assert all(rule.title and rule.derives for rule in rules())
