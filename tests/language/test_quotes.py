"""Quotation marks: a table of texts and the words between paired marks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from kazkg.language import drafts
from kazkg.language.quotes import is_mark, pair

if TYPE_CHECKING:
    from spacy.tokens import Doc

TABLE = Path(__file__).parent / "tables" / "quotes.txt"
drafts.register()
BLANK = spacy.blank("en")


def cases() -> list[tuple[str, list[str]]]:
    lines = [x for x in TABLE.read_text(encoding="utf-8").splitlines() if not x.startswith("#")]
    blocks = [block.splitlines() for block in "\n".join(lines).strip().split("\n\n")]
    return [(text, [row[2:] for row in rows if row.startswith("= ")]) for text, *rows in blocks]


def between(doc: Doc) -> list[str]:
    return [doc[one.open + 1 : one.close].text.strip() for one in pair(doc)]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case[0][:50])
def test_pairs(case: tuple[str, list[str]]) -> None:
    text, wanted = case
    assert between(BLANK(text.replace("¶", "\n\n"))) == wanted


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(["“", "”", '"', "'", "’", "«", "»", "word", "ends", ".", ",", " ", " ", "\n\n"]), max_size=30
    )
)
def test_any_mess_pairs_in_order_and_nests(pieces: list[str]) -> None:
    doc = BLANK("".join(pieces))
    pairs = pair(doc)
    assert all(one.open < one.close <= len(doc) for one in pairs)
    assert [one.open for one in pairs] == sorted(one.open for one in pairs)
    for one in pairs:
        for other in pairs:
            crossing = one.open < other.open < one.close < other.close
            assert not crossing, (doc.text, one, other)


def test_an_apostrophe_is_no_mark(nlp: object) -> None:
    doc = nlp("The workers' union said “no”.")  # type: ignore[operator]
    assert [t.text for t in doc if is_mark(t)] == ["“", "”"]
