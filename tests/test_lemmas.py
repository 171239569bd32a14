"""The memoised lemmatizer gives what the model's own gives."""

from __future__ import annotations

import pytest
import spacy
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.language import Language
from spacy.tokens import Doc
from test_attributes import AWKWARD, MODEL, made_up_texts

from kazkg.language import lemmas


def lemmas_of(doc: Doc) -> list[tuple[str, str, str]]:
    return [(t.text, t.tag_, t.lemma_) for t in doc]


@pytest.fixture(scope="module")
def tagged() -> tuple[EnglishLemmatizer, list[Doc]]:
    """The model's own lemmatizer, and Docs run up to it."""
    nlp = spacy.load(MODEL)
    own = nlp.get_pipe("lemmatizer")
    assert isinstance(own, EnglishLemmatizer)
    return own, [nlp(text, disable=["lemmatizer", "ner"]) for text in [AWKWARD, "", *made_up_texts(6)]]


@pytest.mark.parametrize("limit", [lemmas.LIMIT, 3])
def test_same_lemmas(tagged: tuple[EnglishLemmatizer, list[Doc]], limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lemmas, "LIMIT", limit)
    own, docs = tagged
    memo = lemmas.MemoLemmatizer()
    memo.adopt(own)
    for doc in docs:
        own.cache.clear()
        expected = lemmas_of(own(doc.copy()))
        assert lemmas_of(memo(doc.copy())) == expected
        assert lemmas_of(memo(doc.copy())) == expected  # now out of the memory


def test_lemmas_outlive_the_words_they_were_found_for() -> None:
    nlp = spacy.load(MODEL)
    assert lemmas.memoise(nlp)
    found = []
    for _ in range(2):
        with nlp.memory_zone():
            found.append([t.lemma_ for t in nlp("The zorvaxes of Quilmar were blorping.")])
    assert found[0] == found[1]
    assert "Quilmar" in found[0]


def test_a_lemma_set_before_is_kept(tagged: tuple[EnglishLemmatizer, list[Doc]]) -> None:
    memo = lemmas.MemoLemmatizer()
    memo.adopt(tagged[0])
    doc = tagged[1][0].copy()
    doc[0].lemma_ = "own"
    assert memo(doc)[0].lemma_ == "own"


def test_other_lemmatizers_are_left_alone() -> None:
    for config in ({"mode": "lookup"}, {"mode": "rule", "overwrite": True}):
        nlp: Language = spacy.blank("en")
        own = nlp.add_pipe("lemmatizer", config=config)
        assert not lemmas.memoise(nlp)
        assert nlp.get_pipe("lemmatizer") is own
