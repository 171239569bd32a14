"""Receipts: words stand at their offsets, values are found in their words, sources have a place."""

from __future__ import annotations

from dataclasses import replace

import graph_facts
import pytest

from kazkg.facts import Source, Span
from kazkg.graph.emit import emit
from kazkg.graph.findings import RECEIPT
from kazkg.graph.receipts import check, check_graph, value_in_words

NUMBERS = [
    # value, words, whether it can be read there
    (12, "At least 12", True),
    (13, "At least 12", False),
    (2000, "about 2,000", True),
    (2000, "2.000", True),
    (2000, "2 000", True),
    (2000, "2\u00a0000", True),
    (2000, "2'000", True),
    (3000, "more than 3 thousand", True),
    (3200, "3.2 thousand", True),
    (3200, "3,2 thousand", True),
    (1500000, "1.5 million", True),
    (2500, "2.5k", True),
    (42, "forty-two", True),
    (250, "two hundred and fifty", True),
    (25000, "twenty-five thousand", True),
    (110, "a hundred and ten", True),
    (1000, "a thousand", True),
    (12, "a dozen", True),
    (36, "three dozen", True),
    (500000, "half a million", True),
    (6, "half a dozen", True),
    (10, "10-12", True),
    (12, "10-12", True),
    (15, "between 12 and 15", True),
    (3, "two or three", True),
    (0, "no one", True),
    (0, "none", True),
    (1, "one", True),
    (24, "dozens", False),
    (300, "hundreds", False),
    (5, "fifty", False),
    (7, "", False),
]


@pytest.mark.parametrize(("value", "words", "there"), NUMBERS)
def test_value_in_words(value, words, there):
    assert value_in_words(value, words) is there


def test_sound_facts_have_no_findings(facts, settings, vestania):
    assert check(facts, settings, vestania) == []


def shifted(span: Span) -> Span:
    return Span(span.begin + 1, span.end + 1, span.text)


def broken(facts, name: str):
    figure, told, event = facts.figures[0], facts.statements[0], facts.event_mentions[0]
    outside = Span(10_000, 10_005, "where")
    nowhere = Source("Ivo Renn", "ivo-renn", None)
    attribution = replace(figure.attribution, claimer=nowhere)
    cases = {
        "mention": {"mentions": (replace(facts.mentions[0], span=shifted(facts.mentions[0].span)),)},
        "amount": {"figures": (replace(figure, words=shifted(figure.words)),)},
        "number": {"figures": (replace(figure, low=13),)},
        "figure's claimer": {"figures": (replace(figure, attribution=attribution),)},
        "event's claimer": {"event_mentions": (replace(event, attribution=attribution),)},
        "trigger": {"event_mentions": (replace(event, trigger=outside),)},
        "cue": {"statements": (replace(told, cue=shifted(told.cue)),)},
        "content": {"statements": (replace(told, content=shifted(told.content)),)},
        "speaker": {"statements": (replace(told, speakers=(nowhere,)),)},
        "medium": {"statements": (replace(told, media=(replace(told.media[0], span=shifted(told.media[0].span)),)),)},
        "omission": {"omissions": (replace(facts.omissions[0], span=Span(5, 5, "")),)},
        "date": {"article": replace(facts.article, date_span=shifted(facts.article.date_span))},
    }
    return replace(facts, **cases[name])


BROKEN = [
    # what is broken, what is said
    ("mention", "“PORT BELLA”: The mention does not stand at 1 to 11"),
    ("amount", "The amount does not stand at 22 to 33"),
    ("number", "“At least 12”: The number 13 is not in the words it was read from."),
    ("figure's claimer", "The claimer Ivo Renn has no place in the article."),
    ("event's claimer", "The claimer Ivo Renn has no place in the article."),
    ("trigger", "The trigger is said to stand at 10000 to 10005, outside the article's text."),
    ("cue", "The cue does not stand"),
    ("content", "The content does not stand"),
    ("speaker", "The speaker Ivo Renn has no place in the article."),
    ("medium", "The medium does not stand"),
    ("omission", "The omission is said to stand at 5 to 5, outside"),
    ("date", "“March 3”: The publication date does not stand"),
]


@pytest.mark.parametrize(("name", "says"), BROKEN)
def test_broken_facts_are_named(facts, settings, vestania, name, says):
    found = check(broken(facts, name), settings, vestania)
    assert any(says in f.message for f in found), found
    for f in found:
        assert f.severity == "Violation" and f.article == "flood-1" and f.constraint == RECEIPT
        assert f.message.startswith("Article flood-1") and f.focus.startswith("https://w3id.org/kazkg/id/article/")


def test_a_graph_is_checked_against_its_text(facts, settings, vestania, emission):
    assert check_graph(emission.own, "flood-1", graph_facts.TEXT) == []
    other = graph_facts.TEXT.replace("At least 12", "At least 13")
    found = check_graph(emission.own, "flood-1", other)
    assert any("“At least 12”: The span does not stand at 21 to 32: “At least 13” does." in f.message for f in found)
    cut = emit(facts, replace(settings, quote_limit=10), vestania)
    assert check_graph(cut.own, "flood-1", graph_facts.TEXT) == []
