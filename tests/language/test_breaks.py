"""Where sentences begin because the layout says so."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kazkg.facts import Article
from kazkg.reading.layout import zones


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("LIMA (AP) — Nine miners died on Monday.", ["LIMA", "Nine"]),
        ("QUITO, Jan 8 (Reuters) - The road is closed.", ["QUITO", "The"]),
        ("Quake in Quito\n\nThe road is closed.", ["Quake", "The"]),
        ("The road to Lima (the old one) – closed on Monday – is open.", ["The"]),
    ],
)
def test_sentences_begin_where_lines_and_datelines_end(text: str, starts: list[str], nlp: Language) -> None:
    doc = nlp.make_doc(text)
    doc._.article = Article("a", text, "", "-", zones=zones(text))
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert [sent[0].text for sent in doc.sents] == starts
