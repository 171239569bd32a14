"""What happened, is planned, alleged or denied, and how sure: a table of sentences."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.language.test_events import Case, read_table


@pytest.mark.parametrize("case", read_table("modality.txt"), ids=lambda case: case.sentence[:60])
def test_sentence(case: Case, nlp: Language) -> None:
    doc = nlp(case.sentence)
    found = [f"{e.cls} {e.modality} {e.epistemic}" for e in doc._.events]
    for line in case.wanted:
        assert line in found, f"{line} is not in {found}"
    for line in case.unwanted:
        assert line not in [e.cls for e in doc._.events], f"{line} is in {found}"


def test_denied_events_are_negative(nlp: Language) -> None:
    doc = nlp("Soldiers did not open fire on the crowd.")
    assert [e.polarity for e in doc._.events if e.cls == "Attack"] == ["negative"]


def test_denial_is_a_happening_of_its_own(nlp: Language) -> None:
    doc = nlp("Soldiers attacked the village. The general denied that soldiers attacked the village.")
    attacks = [e for e in doc._.events if e.cls == "Attack"]
    assert {e.modality for e in attacks} == {"happened", "denied"}
    assert len({e.happening for e in attacks}) == 2
