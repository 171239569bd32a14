"""What is said to be unknown, not given, not verified or withheld: a table of sentences."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kazkg.errors import KnowledgeError
from kazkg.facts import Article
from kazkg.knowledge import Knowledge
from kazkg.language.harvest import harvest
from tests.language.table_rows import rows

if TYPE_CHECKING:
    from spacy.language import Language

ROWS = rows("unknowns")


@pytest.mark.parametrize(("sentence", "wanted"), ROWS, ids=[s[:60] for s, _ in ROWS])
def test_sentence(sentence: str, wanted: list[str], nlp: Language) -> None:
    doc = nlp(sentence)
    found = []
    for one in doc._.unknowns:
        about = doc[one.about[0] : one.about[1]].text if one.about else "-"
        told = ", ".join(s.label for s in one.statement.speakers) if one.statement else ""
        cue = doc[one.cue[0] : one.cue[1]].text
        found.append(f"{one.kind} | {cue} | {about} | {one.holder.label if one.holder else '-'} | {told or '-'}")
    assert found == wanted


def test_both_sides_are_in_the_table() -> None:
    assert sum(not wanted for _, wanted in ROWS) >= 20
    assert {wanted[0].split(" |")[0] for _, wanted in ROWS if wanted} == {
        "unknown",
        "not_given",
        "unverified",
        "withheld",
    }


def test_facts_carry_spans_and_the_claimer(nlp: Language, knowledge: Knowledge) -> None:
    text = "Norland police said on Friday it was not clear who set the mill on fire."
    doc = nlp.make_doc(text)
    doc._.article = Article("mill", text, "0" * 64, "-")
    for _, component in nlp.pipeline:
        doc = component(doc)
    (one,) = harvest(doc, knowledge).unknowns
    assert (one.kind, one.cue.text, one.about and one.about.text) == (
        "unknown",
        "was not clear",
        "who set the mill on fire",
    )
    assert text[one.cue.begin : one.cue.end] == one.cue.text
    assert one.attribution.claimer is not None and one.attribution.claimer.label == "Norland police"


def test_a_broken_entry_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text(
        "@prefix kaz: <https://w3id.org/kazkg/ontology#> . @prefix lex: <https://w3id.org/kazkg/lexicon#> .\n"
        'lex:bad a kaz:UnknownWord ; kaz:unknownKind "vague" ; kaz:unknownSlot "state" ; kaz:adjective "hazy" .\n',
        encoding="utf-8",
    )
    with pytest.raises(KnowledgeError, match="lexicon#bad"):
        _ = Knowledge([tmp_path]).unknowns
