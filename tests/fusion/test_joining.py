"""Which made-up reports are one happening, and which are kept apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from kazkg.fusion.happening import EventReport
from kazkg.fusion.joining import Joiner, Placed

BASE = "https://w3id.org/kazkg/id/"
POLICE, MAYOR, GUARD = (("agent", f"{BASE}entity/{name}", name) for name in ("police", "mayor", "guard"))


def report(article: str, **changed: Any) -> EventReport:
    made = EventReport(
        event=f"{BASE}article/{article}/event/1",
        article=article,
        begin=1,
        cls="Storming",
        type="Storming",
        above=("Storming", "Attack", "Event"),
        label="storming in Norhaven",
        once=False,
        first="2031-05-02",
        last="2031-05-02",
        date="2031-05-02",
        published="2031-05-03",
        place=f"{BASE}entity/norhaven",
        place_label="Norhaven",
        facility=False,
        within=(f"{BASE}entity/norland",),
        root=f"{BASE}entity/norland",
        named=(),
        nouns=("protesters", "town hall"),
        planned=False,
        told=(),
    )
    return replace(made, **changed)


COUNTRY: dict[str, Any] = {"place": f"{BASE}entity/norland", "place_label": "Norland", "within": ()}
HALL: dict[str, Any] = {"place": f"{BASE}entity/hall", "place_label": "Town Hall", "facility": True,
                        "within": (f"{BASE}entity/norhaven", f"{BASE}entity/norland")}  # fmt: skip
UNDATED: dict[str, Any] = {"first": "", "last": "", "date": ""}


def placed(reports: Iterable[EventReport]) -> dict[str, Placed]:
    """What becomes of each, by article; sorted as the shelf sorts."""
    joiner = Joiner()
    found = {}

    def order(r: EventReport) -> tuple[Any, ...]:
        weight = len(r.named) + len(r.nouns)
        return r.type, r.root, r.day, not r.first, -len(r.within), -weight, r.article, r.begin

    for one in sorted(reports, key=order):
        list(joiner.start(one))
        found[f"{one.article}{one.begin}"] = joiner.place(one) if one.joinable else Placed(None, "")
    return found


SAME: list[tuple[str, EventReport, EventReport]] = [
    ("a noun in common, in one city", report("a"), report("b", nouns=("protesters",))),
    ("days that overlap", report("a"), report("b", last="2031-05-03", date="2031-05-02/2031-05-03")),
    (
        "somebody with a name, in a part of the place",
        report("a", named=(POLICE,)),
        report("b", named=(POLICE,), **COUNTRY),
    ),
    ("one building", report("a", nouns=("crowd",), **HALL), report("b", nouns=(), **HALL)),
    ("a class above", report("a"), report("b", cls="Attack", above=("Attack", "Event"))),
    ("once, without a day", report("a", once=True, named=(MAYOR,)), report("b", once=True, named=(MAYOR,), **UNDATED)),
    ("once, the same place", report("a", once=True, nouns=()), report("b", once=True, nouns=())),
]
APART: list[tuple[str, EventReport, EventReport]] = [
    ("another day", report("a"), report("b", first="2031-05-04", last="2031-05-04")),
    ("another place", report("a"), report("b", place=f"{BASE}entity/southport", place_label="Southport")),
    ("nouns in a whole country", report("a", **COUNTRY), report("b", **COUNTRY)),
    ("nouns, and only a part of the place", report("a"), report("b", **COUNTRY)),
    ("nobody in common", report("a", nouns=("crowd",)), report("b", nouns=("soldiers",))),
    ("nothing but the place", report("a", nouns=()), report("b", nouns=())),
    ("somebody else with a name", report("a", named=(MAYOR,)), report("b", named=(GUARD,))),
    ("no day", report("a", named=(MAYOR,)), report("b", named=(MAYOR,), **UNDATED)),
    ("once, too long ago", report("a", once=True, named=(MAYOR,)),
     report("b", once=True, named=(MAYOR,), published="2031-05-20", **UNDATED)),
    ("a plan", report("a"), report("b", planned=True)),
    ("a class beside", report("a"), report("b", cls="Arson", above=("Arson", "Attack", "Event"))),
    ("one article", report("a"), replace(report("a"), begin=2, event=f"{BASE}article/a/event/2")),
]  # fmt: skip


@pytest.mark.parametrize(("why", "one", "other"), SAME, ids=[c[0] for c in SAME])
def test_one_happening(why: str, one: EventReport, other: EventReport) -> None:
    found = placed([one, other])
    assert [p.joined for p in found.values()] == [False, True]
    assert found == placed([other, one])
    assert "the same kind (Storming)" in next(p.why for p in found.values() if p.joined)


@pytest.mark.parametrize(("why", "one", "other"), APART, ids=[c[0] for c in APART])
def test_two_happenings(why: str, one: EventReport, other: EventReport) -> None:
    found = placed([one, other])
    assert not any(p.joined for p in found.values())
    assert {k: p.why for k, p in found.items()} == {k: p.why for k, p in placed([other, one]).items()}


def test_small_steps_join_nothing() -> None:
    """The first and the third have nothing in common, whatever the second has with each."""
    found = placed([report("a", nouns=("crowd", "students")), report("b", nouns=("students", "teachers", "workers")),
                    report("c", nouns=("teachers",))])  # fmt: skip
    assert found["b1"].happening is not None and found["b1"].happening.anchor.article == "b"
    assert found["a1"].joined and found["c1"].joined
    found = placed([report("a", nouns=("crowd", "students", "women")), report("b", nouns=("students", "teachers")),
                    report("c", nouns=("teachers",))])  # fmt: skip
    assert found["b1"].joined and not found["c1"].joined


def test_what_fits_two_happenings_joins_none() -> None:
    found = placed([report("a", named=(MAYOR,), nouns=("crowd",)), report("b", named=(GUARD,), nouns=("crowd",)),
                    report("c", nouns=("crowd",))])  # fmt: skip
    assert not found["c1"].joined and "kept apart: it can be what is told by a (storming" in found["c1"].why


def test_a_second_telling_in_one_article_does_not_stop_the_third_article() -> None:
    again = replace(report("a"), begin=2, event=f"{BASE}article/a/event/2")
    found = placed([report("a"), again, report("b")])
    assert found["b1"].joined and "its own article" in found["a2"].why


def test_reports_survive_json() -> None:
    one = report("a", named=(MAYOR,))
    assert EventReport.load(one.dump()) == one
