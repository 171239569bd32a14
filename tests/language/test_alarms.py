"""Alarms: what must ring, and what must not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kazkg.facts import Article, Zone
from tests.language.table_rows import rows

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def read(nlp: Language, text: str, zones: tuple[Zone, ...] = ()) -> Doc:
    doc = nlp.make_doc(text)
    doc._.article = Article("a", text, "0" * 64, "-", zones=zones)
    return nlp(doc)


@pytest.mark.parametrize(("text", "expected"), rows("alarms"), ids=lambda v: v[:60] if isinstance(v, str) else "")
def test_alarms_of_text(nlp: Language, text: str, expected: list[str]) -> None:
    doc = read(nlp, text.replace("¶", "\n\n"))
    assert [f"{a.kind} | {doc[a.start : a.end].text}" for a in doc._.alarms] == expected
    assert all(a.reason for a in doc._.alarms)


def test_claims_in_a_teaser_ring(nlp: Language) -> None:
    text = "The port is calm.\n\nAlso read: Nine miners killed in Sellia"
    at = text.index("Also")
    kinds = {a.kind for a in read(nlp, text, (Zone("teaser", at, len(text)),))._.alarms}
    assert kinds == {"margin"}
    assert read(nlp, text)._.alarms == []
