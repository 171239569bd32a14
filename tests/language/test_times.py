"""Time expressions and what they date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kazkg.facts import Article
from kazkg.language import dates
from kazkg.language.times import time_for
from tests.language.table_rows import rows

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

THURSDAY = date(2022, 1, 6)


def read(nlp: Language, text: str, day: date | None = THURSDAY) -> Doc:
    doc = nlp.make_doc(text)
    published = dates.day_time(day) if day else None
    doc._.article = Article("a", text, "0" * 64, "-", date=published)
    return nlp(doc)


@pytest.mark.parametrize(("sentence", "expected"), rows("times"), ids=lambda v: v if isinstance(v, str) else "")
def test_times_of_sentence(nlp: Language, sentence: str, expected: list[str]) -> None:
    doc = read(nlp, sentence)
    found = [f"{doc[t.start : t.end].text} | {t.time.text if t.time else '?'} | {t.relation}" for t in doc._.times]
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "on Monday",
        "yesterday",
        "last night",
        "three days ago",
        "on January 4",
        "this week",
        "in August",
        "at the weekend",
    ],
)
def test_without_article_date_relative_times_stay_open(nlp: Language, text: str) -> None:
    doc = read(nlp, f"The mayor resigned {text}.", None)
    assert [t.time for t in doc._.times] == [None]


@pytest.mark.parametrize(
    ("text", "iso"), [("on 4 March 2020", "2020-03-04"), ("in 2019", "2019"), ("on 2021-11-05", "2021-11-05")]
)
def test_absolute_times_need_no_article_date(nlp: Language, text: str, iso: str) -> None:
    doc = read(nlp, f"The mayor resigned {text}.", None)
    assert [t.time.text for t in doc._.times] == [iso]


def test_days_are_half_open_in_utc() -> None:
    assert dates.day_time(date(2021, 12, 31)) == dates.Time(
        "2021-12-31", "2021-12-31T00:00:00Z", "2022-01-01T00:00:00Z", "day"
    )


def test_open_sides_are_none(nlp: Language) -> None:
    since, until = (t.time for t in read(nlp, "Shut since Monday, the port stays shut until Friday.")._.times)
    assert since is not None and since.end is None and since.begin == "2022-01-03T00:00:00Z"
    assert until is not None and until.begin is None and until.end == "2022-01-08T00:00:00Z"


def test_durations_are_iso(nlp: Language) -> None:
    assert [t.duration for t in read(nlp, "The cap holds for 180 days.")._.times] == ["P180D"]


@pytest.mark.parametrize(
    ("sentence", "verb", "words"),
    [
        ("On Tuesday 12 people were killed.", "killed", "Tuesday"),
        ("The mayor said on Monday that a school burned on Sunday.", "burned", "Sunday"),
        ("The mayor said on Monday that a school burned.", "burned", None),
        ("The hall was stormed on Monday and set on fire.", "set", "Monday"),
        ("The hall burned. It rained on Monday.", "burned", None),
    ],
)
def test_time_for_stays_in_the_clause(nlp: Language, sentence: str, verb: str, words: str | None) -> None:
    doc = read(nlp, sentence)
    found = time_for(next(token for token in doc if token.text == verb))
    assert (doc[found.start : found.end].text if found else None) == words


@pytest.mark.parametrize("text", ["99.99.2022", "2022-13-45", "February 31, 2022", "25:61", "31.02.2021", "0/0/2000"])
def test_impossible_dates_are_no_dates(nlp: Language, text: str) -> None:
    doc = read(nlp, f"The code is {text} here.")
    assert all(t.time is None or t.time.precision != "day" for t in doc._.times)
