"""What each line of an article is taken for."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kazkg.facts import Zone
from kazkg.reading.layout import KINDS, zones

CASES = Path(__file__).with_name("layouts.txt")


@dataclass
class Case:
    name: str
    text: str = ""
    expected: list[tuple[str, str]] = field(default_factory=list)

    def add(self, line: str) -> None:
        if not line:
            self.text += "\n"
            return
        if line.startswith("~ "):
            kind, before = self.expected[-1]
            self.text = self.text[:-1] + "\n" + line[2:] + "\n"
            self.expected[-1] = (kind, f"{before}\n{line[2:]}")
            return
        joined = line.startswith("+ ")
        kind, _, words = line.removeprefix("+ ").partition(" | ")
        assert kind in KINDS, line
        self.text = (self.text[:-1] + " " if joined else self.text) + words + "\n"
        self.expected.append((kind, words))


def cases() -> list[Case]:
    found: list[Case] = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("=== "):
            found.append(Case(line[4:]))
        elif found:
            found[-1].add(line)
    return found


def kinds(text: str, found: tuple[Zone, ...]) -> list[tuple[str, str]]:
    """The zones as pairs of kind and words, a body zone cut at its paragraphs."""
    result: list[tuple[str, str]] = []
    for zone in found:
        words = text[zone.begin : zone.end]
        parts = [words]
        if zone.kind == "body":
            parts = [part for block in words.split("\n\n") for part in _paragraphs(block)]
        result += [(zone.kind, part) for part in parts]
    return result


def _paragraphs(block: str) -> list[str]:
    lines = block.strip().split("\n")
    wrapped = any(line[:1].islower() for line in lines)
    return [block.strip()] if wrapped else lines


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_layout(case: Case) -> None:
    assert kinds(case.text, zones(case.text)) == case.expected


def test_the_table_covers_every_kind() -> None:
    assert {kind for case in cases() for kind, _ in case.expected} == set(KINDS)
    assert len(cases()) >= 40


def test_a_given_title_is_the_headline_even_with_a_full_stop() -> None:
    text = "The rain has stopped.\n\nRivers still rise, the office warned.\n\nFarmers count their losses."
    assert [zone.kind for zone in zones(text)] == ["body"]
    assert [zone.kind for zone in zones(text, "The rain has stopped.")] == ["headline", "body"]


def test_neighbouring_paragraphs_share_a_zone() -> None:
    text = "It rains.\n\nIt pours.\n"
    assert zones(text) == (Zone("body", 0, len(text) - 1),)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2029"])
def test_any_newline_parts_lines(newline: str) -> None:
    lines = ["Rain stops at last", "", "The rain stopped in the night.", "", "Photo: Mary Major"]
    assert [zone.kind for zone in zones(newline.join(lines))] == ["headline", "body", "credit"]


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\r\n"])
def test_blank_text_has_no_zones(text: str) -> None:
    assert zones(text) == ()
