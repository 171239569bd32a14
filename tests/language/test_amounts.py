"""Amounts: numbers, vague quantities, qualifiers and kinds."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.language.table_rows import bounds, rows

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.mark.parametrize(("sentence", "expected"), rows("amounts"), ids=lambda v: v if isinstance(v, str) else "")
def test_amounts_of_sentence(nlp: Language, sentence: str, expected: list[str]) -> None:
    doc = nlp(sentence)
    found = [
        " | ".join(
            (
                doc[a.start : a.end].text,
                bounds(a.low, a.high),
                a.qualifier,
                a.kind,
                doc[a.head].text if a.head >= 0 else "-",
            )
        )
        for a in doc._.amounts
    ]
    assert found == expected


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", " "])
def test_thousands_are_joined_over_any_space(nlp: Language, space: str) -> None:
    amount = nlp(f"They fed 12{space}500 people.")._.amounts[0]
    assert (amount.low, amount.high) == (12500, 12500)


def test_amounts_never_overlap_and_stand_in_order(nlp: Language) -> None:
    doc = nlp("Between 10 and 20 of the 300 men, 12 to 15 women and some 2 000 children, up from 1 500, waited 3 days.")
    spans = [(a.start, a.end) for a in doc._.amounts]
    assert len(spans) == 6
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "12", "–", "“12”", "at least", "a", "1.2.3.4", "12-"])
def test_scraps_raise_nothing(nlp: Language, text: str) -> None:
    nlp(text)
