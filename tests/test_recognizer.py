"""The bulk recognizer finds what the model's own finds."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span
from test_attributes import AWKWARD, MODEL, made_up_texts

from kazkg.language import recognizer

EDGES = (
    "",
    "Kenya",
    "\n\n",
    " \n Kenya Red Cross",
    "Sudan\n\nUnited Nations Security Council of the",
    "on Monday , 5 May 2019",
)


def entities(doc: Doc) -> list[tuple[object, ...]]:
    return [(t.i, t.ent_iob_, t.ent_type_) for t in doc]


@pytest.fixture(scope="module")
def model() -> Language:
    return spacy.load(MODEL)


@pytest.fixture(scope="module")
def plain(model: Language) -> EntityRecognizer:
    found = model.get_pipe("ner")
    assert isinstance(found, EntityRecognizer)
    return found


@pytest.fixture(scope="module")
def bulk(plain: EntityRecognizer) -> recognizer.BulkRecognizer:
    assert recognizer.eligible(plain)
    found = recognizer.BulkRecognizer()
    found.adopt(plain)
    return found


def parsed(model: Language, text: str) -> Doc:
    """A Doc as the recognizer gets it: with sentences, without entities."""
    return model(text, disable=["ner"])


@pytest.mark.parametrize("text", [AWKWARD, *EDGES])
def test_same_entities_at_the_edges(
    model: Language, plain: EntityRecognizer, bulk: recognizer.BulkRecognizer, text: str
) -> None:
    assert entities(bulk(parsed(model, text))) == entities(plain(parsed(model, text)))


def test_same_entities_in_articles(model: Language, plain: EntityRecognizer, bulk: recognizer.BulkRecognizer) -> None:
    found = 0
    for text in made_up_texts(8):
        doc = parsed(model, text)
        expected = entities(plain(doc.copy()))
        assert entities(bulk(doc.copy())) == expected
        found += sum(mark == "B" for _, mark, _ in expected)
    assert found > 500


def test_same_entities_where_nearly_every_token_starts_a_sentence(
    model: Language, plain: EntityRecognizer, bulk: recognizer.BulkRecognizer
) -> None:
    doc = model.make_doc("The United Nations Security Council met the Red Cross in New York City on Monday 5 May 2019")
    for token in doc:
        token.is_sent_start = token.i % 3 == 0
    assert entities(bulk(doc.copy())) == entities(plain(doc.copy()))


def test_entities_set_before_are_kept(
    model: Language, plain: EntityRecognizer, bulk: recognizer.BulkRecognizer
) -> None:
    doc = parsed(model, "The Blue Lantern of Nairobi reported it on Monday.")
    doc.set_ents([Span(doc, 1, 3, label="ORG")], default="missing")
    assert entities(bulk(doc.copy())) == entities(plain(doc.copy()))
    assert next((e.text, e.label_) for e in bulk(doc).ents) == ("Blue Lantern", "ORG")


def test_a_beam_is_left_alone() -> None:
    nlp = spacy.blank("en")
    own = nlp.add_pipe("beam_ner")
    assert not recognizer.hasten(nlp)
    assert nlp.get_pipe("beam_ner") is own


def test_the_model_is_hastened() -> None:
    nlp = spacy.load(MODEL)
    assert recognizer.hasten(nlp)
    assert isinstance(nlp.get_pipe("ner"), recognizer.BulkRecognizer)
    assert [(e.text, e.label_) for e in nlp("Khartoum fell silent on Friday.").ents] == [
        ("Khartoum", "GPE"),
        ("Friday", "DATE"),
    ]
