"""Figures: counts of people and what happened to them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kazkg.facts import Article
from kazkg.language import dates
from tests.language.table_rows import bounds, rows

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from kazkg.knowledge import Knowledge


def read(nlp: Language, text: str) -> Doc:
    doc = nlp.make_doc(text)
    doc._.article = Article("a", text, "0" * 64, "-", date=dates.day_time(date(2022, 1, 6)))
    return nlp(doc)


@pytest.mark.parametrize(
    ("text", "expected"), rows("figures") + rows("figures_wider"), ids=lambda v: v if isinstance(v, str) else ""
)
def test_figures_of_text(nlp: Language, text: str, expected: list[str]) -> None:
    found = [
        f"{f.measure} {f.group} {bounds(f.amount.low, f.amount.high)} {f.amount.qualifier} {f.status}"
        for f in read(nlp, text)._.figures
    ]
    assert found == expected


@pytest.mark.parametrize(("text", "expected"), rows("figures_copy"), ids=lambda v: v if isinstance(v, str) else "")
def test_figures_of_copy_and_who_gives_them(nlp: Language, text: str, expected: list[str]) -> None:
    found = []
    for figure in read(nlp, text.replace("\\n", "\n"))._.figures:
        speakers = figure.statement.speakers if figure.statement else []
        source = figure.source or (speakers[0] if speakers else None)
        line = f"{figure.measure} {figure.group} {bounds(figure.amount.low, figure.amount.high)}"
        line += f" {figure.amount.qualifier} {figure.status}"
        wanted = expected[len(found)] if len(found) < len(expected) else ""
        found.append(f"{line} by {source.label if source else 'nobody'}" if " by " in wanted else line)
    assert found == expected


def test_every_amount_is_a_figure_or_has_a_reason(nlp: Language, knowledge: Knowledge) -> None:
    text = "On 3 May 12 men died, aged 20, for $5, at 8 km, in 7 cars, on Flight 9; 30 men sang for 2 days; 5 percent."
    doc = read(nlp, text)
    reasons = set(knowledge.counting.reasons.values())
    assert [a.low for a in doc._.amounts if a.figure] == [12]
    assert all(a.reason in reasons for a in doc._.amounts if not a.figure)
    assert all(a.reason == "" for a in doc._.amounts if a.figure)


def test_parts_point_to_their_whole(nlp: Language) -> None:
    whole, part = read(nlp, "Police arrested 30 marchers, including four minors.")._.figures
    assert part.part_of is whole and whole.part_of is None


def test_more_than_the_whole_is_no_part(nlp: Language) -> None:
    figures = read(nlp, "Two men died. Nine of the men were hurt.")._.figures
    assert all(f.part_of is None for f in figures)


def test_words_and_trigger_stand_where_they_say(nlp: Language) -> None:
    doc = read(nlp, "The police say that at least 12 of their officers were beheaded.")
    (figure,) = doc._.figures
    assert doc[figure.amount.start : figure.amount.end].text == "at least 12"
    assert doc[figure.trigger].text == "beheaded"
    assert figure.described and doc[figure.described[0] : figure.described[1]].text.endswith("officers")


def test_bare_number_takes_the_group_force_was_used_on(nlp: Language) -> None:
    doc = read(nlp, "Guards opened fire on demonstrators. About 10 were killed.")
    assert [f.group for f in doc._.figures] == ["protesters"]


def test_attackers_are_protesters_only_amid_protest(nlp: Language) -> None:
    amid = read(nlp, "The protesters marched. The protests spread. Ten attackers were killed.")
    elsewhere = read(nlp, "A bomb hit the mosque. Ten attackers were killed.")
    assert [f.group for f in amid._.figures] == ["protesters"]
    assert [f.group for f in elsewhere._.figures] == ["combatants"]


def test_negated_verb_is_false(nlp: Language) -> None:
    (figure,) = read(nlp, "Twelve miners were not killed.")._.figures
    assert figure.epistemic == "FalseCertain"


def test_conditional_of_hearsay_is_uncertain(nlp: Language) -> None:
    (figure,) = read(nlp, "Two guards would have been beheaded by the crowd.")._.figures
    assert figure.epistemic == "TrueUncertain"


@pytest.mark.parametrize(
    ("text", "epistemic"),
    [
        ("UNICEF said 40 miners were killed. UNICEF later retracted the statement.", "FalseCertain"),
        ("UNICEF said 40 miners were killed. It said later that the figure was a mistake.", "FalseCertain"),
        ("UNICEF said 40 miners were killed. UNICEF said that the figure was no mistake.", "TrueCertain"),
        ("UNICEF said 40 miners were killed. The army denied the statement.", "TrueCertain"),
        ("UNICEF said 40 miners were killed. UNICEF denied the report.", "TrueCertain"),
        ("UNICEF said 40 miners were killed. UNICEF retracted the offer.", "TrueCertain"),
    ],
)
def test_number_that_its_claimer_takes_back_is_false(nlp: Language, text: str, epistemic: str) -> None:
    (figure,) = read(nlp, text)._.figures
    assert figure.epistemic == epistemic


def test_place_of_a_part_stands_behind_it(nlp: Language) -> None:
    whole, part = read(nlp, "In Peru there are 50 the dead, 31 of which only in Lima.")._.figures
    assert whole.place and whole.place.label == "Peru"
    assert part.place and part.place.label == "Lima"


def test_time_and_as_of(nlp: Language) -> None:
    (figure,) = read(nlp, "On Tuesday 12 miners were killed.")._.figures
    assert figure.time and figure.time.text == "2022-01-04"
    (toll,) = read(nlp, "By Tuesday the death toll stood at 12.")._.figures
    assert toll.as_of and toll.as_of.text == "2022-01-04"
    (old,) = read(nlp, "In 1999 a quake killed 40 people.")._.figures
    assert old.as_of and old.as_of.text == "1999"


def test_official_toll_without_a_speaker_is_the_authorities(nlp: Language) -> None:
    (figure,) = read(nlp, "The official death toll has reached 64.")._.figures
    assert figure.statement is not None or (figure.source and figure.source.label.endswith("authorities"))


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Chad is calm again. Libya sent 300 soldiers to Chad.", ["foreign_troops"]),
        ("Chad is calm again. Chad deployed 300 soldiers in the north.", ["security_forces"]),
        ("Chad met its guests. Niger's parliament approved the dispatch of 150 soldiers to Chad.", ["foreign_troops"]),
        ("Chad's capital is calm. NATO sent 500 troops to Chad.", ["foreign_troops"]),
        ("Chad was calm. Libya contributed 70 soldiers, Sudan 20.", ["foreign_troops", "foreign_troops"]),
        ("Chad was calm. Libyan police killed two Chadian soldiers.", ["security_forces"]),
    ],
)
def test_troops_that_another_country_sends_are_foreign(nlp: Language, text: str, groups: list[str]) -> None:
    assert [f.group for f in read(nlp, text)._.figures] == groups


@pytest.mark.parametrize(
    ("text", "claimers"),
    [
        ("So far, officially 31 deaths have been counted in Peru.", ["Peruvian authorities"]),
        ("The lawyers' network Kite has collected the names of 52 dead in Peru.", ["Kite"]),
        ("UNICEF raised the toll to 10.", ["UNICEF"]),
        ("The 40 dead announced on Monday by Amnesty International are not all known.", ["Amnesty International"]),
        ("At least 30 died, according to UNICEF; the Red Cross speaks of 12.", ["UNICEF", "Red Cross"]),
        ("About 1,500 people are in prison: 1,200 according to UNICEF.", [None, "UNICEF"]),
        (
            "The Red Cross said 4 were hurt in Merida. No one was killed there. Six cars burned, the Red Cross said.",
            ["Red Cross", "Red Cross"],
        ),
        ("An earlier count had put the number of injured at 500.", [None]),
        ("UNICEF wants to evacuate 80 children.", ["UNICEF"]),
        ("UNICEF said 12 children had died; Amnesty International says nine.", ["UNICEF", "Amnesty International"]),
        ("A count by UNICEF shows at least 76 deaths.", ["UNICEF"]),
        ("The toll given by UNICEF on Monday was 55 dead.", ["UNICEF"]),
        ("UNICEF's tally stands at 140 dead.", ["UNICEF"]),
        ("UNICEF reported 80 deaths. Of the dead, 19 were nurses.", ["UNICEF", "UNICEF"]),
        ("UNICEF reported 80 deaths. The toll includes 19 nurses.", ["UNICEF", "UNICEF"]),
        ("UNICEF reported 80 deaths. More than 250 wounded.", ["UNICEF", "UNICEF"]),
        ("UNICEF reported 80 deaths. Another 30 were hurt.", ["UNICEF", "UNICEF"]),
        ("UNICEF reported 80 deaths. The storm moved on. Six miners were hurt.", ["UNICEF", None]),
        ("UNICEF reported 80 deaths.\n\nAnother 30 were hurt.", ["UNICEF", None]),
        ("UNICEF reported 80 deaths. The guards released 90 people.", ["UNICEF", None]),
        ("Twelve were hurt; nine of them seriously, UNICEF said.", ["UNICEF", "UNICEF"]),
        ("Demonstrators stormed a prison and set 80 inmates free.", [None]),
    ],
)
def test_who_gives_a_number(nlp: Language, text: str, claimers: list[str | None]) -> None:
    found = []
    for figure in read(nlp, text)._.figures:
        speakers = figure.statement.speakers if figure.statement else []
        source = figure.source or (speakers[0] if speakers else None)
        found.append(source.label if source else None)
    assert found == claimers


def test_that_there_were_none_is_true(nlp: Language) -> None:
    (figure,) = read(nlp, "No casualties were reported.")._.figures
    assert (figure.amount.high, figure.epistemic) == (0, "TrueCertain")


def test_day_of_a_long_crisis_is_not_history(nlp: Language) -> None:
    (recent,) = read(nlp, "On 16 September 12 miners died.")._.figures
    (dated,) = read(nlp, "On 16 September 2020 12 miners died.")._.figures
    assert (recent.status, dated.status) == ("current", "historical")


def test_doc_without_amounts_has_no_figures(nlp: Language) -> None:
    assert read(nlp, "Nothing happened here.")._.figures == []
