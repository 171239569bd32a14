"""Stages of what is followed through the news, and words for people of a side: tables of sentences."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kazkg.errors import KnowledgeError
from kazkg.knowledge import Knowledge
from tests.language.table_rows import rows

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.mark.parametrize(("sentence", "wanted"), rows("stages"), ids=[s[:60] for s, _ in rows("stages")])
def test_stages_of_a_sentence(sentence: str, wanted: list[str], nlp: Language) -> None:
    doc = nlp(sentence)
    found = [f"{e.stage} | {', '.join(f.label for f in e.followed)}" for e in doc._.events if e.stage]
    assert found == wanted


@pytest.mark.parametrize(("sentence", "wanted"), rows("callings"), ids=[s[:60] for s, _ in rows("callings")])
def test_callings_of_a_sentence(sentence: str, wanted: list[str], nlp: Language) -> None:
    doc = nlp(sentence)
    found = []
    for one in doc._.callings:
        speakers = ", ".join(s.label for s in one.statement.speakers) if one.statement else ""
        found.append(f"{one.term} | {one.group} | {speakers or '-'}")
    assert found == wanted


def test_a_rule_that_names_a_frame_goes_first(knowledge: Knowledge) -> None:
    fates = knowledge.fates
    sent = fates.rule("TroopDeployment", "send-troops", "happened")
    arrived = fates.rule("TroopDeployment", "troops-arrive", "alleged")
    assert sent and arrived and (sent.stage, arrived.stage) == ("forcesSent", "forcesArrived")
    assert fates.rule("TroopDeployment", "send-troops", "denied") is None
    assert fates.rule("Looting", "loot", "happened") is None


def test_a_broken_rule_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text(
        "@prefix kaz: <https://w3id.org/kazkg/ontology#> . @prefix lex: <https://w3id.org/kazkg/lexicon#> .\n"
        'lex:bad a kaz:StageRule ; kaz:givesStage kaz:forcesSent ; kaz:ofModality "happened" .\n',
        encoding="utf-8",
    )
    with pytest.raises(KnowledgeError, match="lexicon#bad"):
        _ = Knowledge([tmp_path]).fates
