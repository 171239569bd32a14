"""Whatever ends in no claim is listed with one of few reasons; each has a sentence here and a line in the docs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kazkg.facts import Article, Zone
from kazkg.language.harvest import harvest
from kazkg.language.statements import REASONS
from tests.language.table_rows import rows

if TYPE_CHECKING:
    from spacy.language import Language

    from kazkg.facts import ArticleFacts
    from kazkg.knowledge import Knowledge

DOCS = Path(__file__).parents[2] / "docs" / "model.md"
CUES = {
    # reason -> a text that has a reporting word left out for it, and the zone of its first line
    "zone": ("Also read: Minister says taxes rise\n\nThe port is calm.", "teaser"),
    "own words": ("Antony Blinken said he had condemned the raid.", "body"),
    "not said": ("The minister refused to say how many men died.", "body"),
    "no content": ("The mayor explained.", "body"),
    "no speaker": ("To announce a fair is easy.", "body"),
    "relay": ("The port is shut, said the mayor, quoted by the agency Norpress.", "body"),
}


def read(nlp: Language, knowledge: Knowledge, text: str, kind: str = "body") -> ArticleFacts:
    first = text.index("\n") if "\n" in text else len(text)
    zones = (Zone(kind, 0, first), Zone("body", first, len(text))) if kind != "body" else ()
    doc = nlp.make_doc(text)
    doc._.article = Article("a", text, "0" * 64, "-", zones=zones)
    return harvest(nlp(doc), knowledge)


@pytest.mark.parametrize(("text", "expected"), rows("coverage"), ids=lambda v: v[:50] if isinstance(v, str) else "")
def test_what_is_left_out(nlp: Language, knowledge: Knowledge, text: str, expected: list[str]) -> None:
    left = read(nlp, knowledge, text).omissions
    assert [f"{o.kind} | {o.span.text} | {o.reason}" for o in left] == expected


def test_every_reason_for_a_number_has_a_sentence(knowledge: Knowledge) -> None:
    used = {line.split(" | ")[2] for _, lines in rows("coverage") for line in lines if line.startswith("number")}
    assert used == set(knowledge.counting.reasons.values())


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_reason_for_a_cue_occurs(nlp: Language, knowledge: Knowledge, reason: str) -> None:
    text, zone = CUES[reason]
    assert reason in {o.reason for o in read(nlp, knowledge, text, zone).omissions if o.kind == "cue"}


def test_the_docs_list_every_reason(knowledge: Knowledge) -> None:
    said = DOCS.read_text(encoding="utf-8")
    missing = [r for r in (*knowledge.counting.reasons.values(), *REASONS) if f"| {r} |" not in said]
    assert missing == []
