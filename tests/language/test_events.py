"""Which events a sentence tells, and who takes part: a table of sentences, and a few texts on grouping."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kazkg.knowledge import Knowledge

TABLES = Path(__file__).parent / "tables"


@dataclass(frozen=True)
class Case:
    sentence: str
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]


def read_table(name: str) -> list[Case]:
    """Blocks of a table, parted by empty lines; lines with # are comments."""
    lines = [line for line in (TABLES / name).read_text(encoding="utf-8").split("\n") if not line.startswith("#")]
    cases = []
    for block in "\n".join(lines).split("\n\n"):
        rows = [row for row in block.split("\n") if row]
        if rows:
            wanted = tuple(row[2:] for row in rows[1:] if row.startswith("+"))
            unwanted = tuple(row[2:] for row in rows[1:] if row.startswith("-"))
            assert len(wanted) + len(unwanted) == len(rows) - 1, block
            cases.append(Case(rows[0], wanted, unwanted))
    return cases


def told(doc: Doc) -> list[tuple[str, set[str]]]:
    return [(e.cls, {f"{p.role}={p.label}" for p in e.participants}) for e in doc._.events]


def holds(line: str, found: list[tuple[str, set[str]]]) -> bool:
    cls, _, rest = line.partition(" ")
    options = [{part.strip() for part in option.split(";") if part.strip()} for option in rest.split("|")]
    return any(cls == c and option <= who for c, who in found for option in options)


@pytest.mark.parametrize("case", read_table("events.txt"), ids=lambda case: case.sentence[:60])
def test_sentence(case: Case, nlp: Language) -> None:
    found = told(nlp(case.sentence))
    for line in case.wanted:
        assert holds(line, found), f"{line} is not in {found}"
    for line in case.unwanted:
        assert not holds(line, found), f"{line} is in {found}"


def happenings(doc: Doc) -> dict[str, int]:
    """Class -> number of happenings."""
    numbers: dict[str, set[int]] = {}
    for event in doc._.events:
        numbers.setdefault(event.cls, set()).add(event.happening)
    return {cls: len(found) for cls, found in numbers.items()}


def test_retold_protests_are_one_happening(nlp: Language) -> None:
    text = (
        "Protests began on the island over water. The protests grew. On Monday hundreds of farmers protested again.\n\n"
        "The protests are the largest in years."
    )
    doc = nlp(text)
    assert happenings(doc)["Protest"] == 1
    assert sum(e.cls == "Protest" for e in doc._.events) >= 4


def test_killings_of_different_people_are_two(nlp: Language) -> None:
    doc = nlp("Nine miners were killed. Two policemen were killed by the crowd. The nine miners were killed at dawn.")
    assert happenings(doc)["Killing"] == 2


def test_places_far_apart_part_protests(nlp: Language) -> None:
    doc = nlp("Students protested in Berlin. Farmers protested in Moscow.")
    if doc._.mentions:
        assert happenings(doc)["Protest"] == 2


def test_events_stand_in_text_order_with_sound_triggers(nlp: Language) -> None:
    doc = nlp("Rioters stormed the mill, looted shops and set cars on fire; two men were arrested.")
    begins = [e.trigger[0] for e in doc._.events]
    assert begins == sorted(begins)
    assert all(e.trigger[0] <= e.head < e.trigger[1] for e in doc._.events)
    assert [e.cls for e in doc._.events] == ["Storming", "Looting", "Arson", "Arrest"]


def test_empty_text(nlp: Language) -> None:
    assert nlp("")._.events == []


def test_every_frame_evokes_a_declared_event_class(knowledge: Knowledge) -> None:
    for frame in knowledge.frames.frames.values():
        assert "Event" in list(knowledge.triples.ancestors(frame.cls)), frame.key
        for role in (*frame.roles.values(), *frame.identity):
            assert knowledge.triples.value(role, "http://www.w3.org/2004/02/skos/core#definition"), role


def test_contract_classes_all_have_a_frame(knowledge: Knowledge) -> None:
    wanted = """
        Protest Riot Attack Storming Arson Looting Killing Injury Arrest Release FlightCancellation AirportClosure
        AirportSeizure AirportRecapture StateOfEmergency Curfew InternetShutdown PriceCap PriceIncrease Resignation
        Appointment Dismissal TroopDeployment TroopWithdrawal RequestForHelp BankSuspension Meeting
    """
    evoked = {frame.cls for frame in knowledge.frames.frames.values()}
    assert set(wanted.split()) <= evoked


def test_a_nurse_of_her_own_is_none_of_the_dead(nlp: Language) -> None:
    doc = nlp("Deaths in the jail were reported. A nurse was killed near the mill.")
    assert happenings(doc)["Killing"] == 2


def test_another_attack_is_a_happening_of_its_own(nlp: Language) -> None:
    doc = nlp("An attack shook the port. Another attack was reported on Monday. The attack lasted an hour.")
    assert happenings(doc)["Attack"] == 2


def test_arrests_of_many_and_of_one_are_two(nlp: Language) -> None:
    doc = nlp("Arrests went on in the port. Ada Brun was arrested at home. Her arrest was denied.")
    assert happenings(doc)["Arrest"] >= 2


def test_a_scene_holds_over_the_end_of_a_paragraph(nlp: Language) -> None:
    doc = nlp("In Berlin, gunmen attacked a bank.\n\nA guard was killed.")
    places = {e.cls: e.place.label for e in doc._.events if e.place is not None}
    if doc._.mentions:
        assert places["Killing"] == "Berlin"


def test_where_somebody_speaks_is_not_where_it_happened(nlp: Language) -> None:
    doc = nlp("Soldiers shot three farmers on Monday, the minister told reporters in Moscow.")
    assert [e.place.label for e in doc._.events if e.cls == "Attack" and e.place] != ["Moscow"]


def test_what_happened_in_many_towns_happened_in_none_of_them(nlp: Language) -> None:
    doc = nlp("Police killed two men in Yangon. Troops fired at marchers in many cities, killing 30 people.")
    places = [e.place.label if e.place else None for e in doc._.events if e.cls == "Killing"]
    assert places[0] == "Yangon"
    assert places[1] != "Yangon"


def test_a_fall_of_long_ago_is_no_place(nlp: Language) -> None:
    doc = nlp("The largest riots since the collapse of the Soviet Union hit Kazakhstan. Nine people were killed.")
    assert {e.place.label for e in doc._.events if e.place} == {"Kazakhstan"}
