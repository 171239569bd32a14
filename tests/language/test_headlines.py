"""Who is the source of a headline: what stands behind its last colon, dash or comma."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kazkg.facts import Article
from kazkg.reading.layout import zones

BELOW = "\n\nThe river rose on Monday, and the road to the coast is shut."


def read(nlp: Language, headline: str) -> Doc:
    text = headline + BELOW
    doc = nlp.make_doc(text)
    doc._.article = Article("a", text, "0" * 64, "-", zones=zones(text))
    return nlp(doc)


@pytest.mark.parametrize(
    ("headline", "speaker", "cue", "content"),
    [
        ("Six dead in floods: officials", "officials", ":", "Six dead in floods"),
        ("Nine barns burn in night raid: UN first report", "United Nations", ":", "Nine barns burn in night raid"),
        ("Twelve killed on ferry – police report", "police", "–", "Twelve killed on ferry"),
        ("Twelve killed on Chad ferry: army statement", "Chadian army", ":", "Twelve killed on Chad ferry"),
        ("Twelve killed on ferry, says ministry", "ministry", "says", "Twelve killed on ferry"),
        ("Twelve killed on ferry, police say", "police", "say", "Twelve killed on ferry"),
        ("Twelve killed on ferry: Amnesty International", "Amnesty International", ":", "Twelve killed on ferry"),
    ],
)
def test_a_headline_ends_with_its_source(headline: str, speaker: str, cue: str, content: str, nlp: Language) -> None:
    doc = read(nlp, headline)
    found = [
        (one.speakers[0].label, doc[one.cue[0] : one.cue[1]].text, doc[one.content[0][0] : one.content[0][1]].text)
        for one in doc._.statements
    ]
    assert found == [(speaker, cue, content)]


def test_the_figures_of_a_headline_are_its_source_s(nlp: Language) -> None:
    figures = read(nlp, "Six dead in floods: officials")._.figures
    assert [f.statement and f.statement.speakers[0].label for f in figures] == ["officials"]


@pytest.mark.parametrize(
    "headline",
    [
        "Twelve killed on Chad ferry - BBC News",
        "Storm over Lima: two police officers hurt",
        "Chad: Clashes at the palace – protesters and police",
        "Floods in Lima – search for children goes on",
    ],
)
def test_what_is_no_source_says_nothing(headline: str, nlp: Language) -> None:
    assert read(nlp, headline)._.statements == []


def test_an_office_in_a_headline_is_the_person_who_holds_it_below(nlp: Language) -> None:
    text = "One third of coast is under water, minister says\n\nClimate Minister Jane Roe went to the coast on Monday."
    doc = nlp.make_doc(text)
    doc._.article = Article("a", text, "0" * 64, "-", zones=zones(text))
    assert [one.speakers[0].label for one in nlp(doc)._.statements] == ["Jane Roe"]
