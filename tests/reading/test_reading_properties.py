"""What holds for any bytes and any text."""

from __future__ import annotations

import io
import json
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kazkg.errors import ArticleError
from kazkg.facts import Article
from kazkg.reading import REMEDIES, ReadOptions, dateline, read
from kazkg.reading.decode import decode
from kazkg.reading.faults import FaultError
from kazkg.reading.layout import KINDS, zones

PIECES = [
    "Rain stops at last",
    "The rain stopped.",
    "Photo: Mary Major",
    "(Photo: X/Y)",
    "More: why",
    "date 2023-04-18",
    "18 April 2023",
    "PORT, May 4 (Sample) - It rains.",
    "Updated: May 4, 2023, 7, 20",
    "source x-1",
    "By Jane Roe",
    "Related",
    "***",
    "©",
    "“",
    "é",
    " ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\u2028",
    "\u2029",
    "\x0b",
    "\ufeff",
    "\u200b",
    "(",
    ")",
    "1",
    "/",
    "- ",
    "x" * 200,
]
texts = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))


@settings(max_examples=150, deadline=None)
@given(texts)
@example("(Photo: X/Y)(Photo: X/Y)")
def test_zones_are_sound(text: str) -> None:
    found = zones(text)
    at = 0
    for zone in found:
        assert zone.kind in KINDS
        assert at <= zone.begin < zone.end <= len(text)
        assert not text[at : zone.begin].strip(), "words outside the zones"
        assert text[zone.begin : zone.end] == text[zone.begin : zone.end].strip()
        at = zone.end
    assert not text[at:].strip()


@settings(max_examples=100, deadline=None)
@given(texts)
def test_a_found_date_stands_where_it_is_said_to(text: str) -> None:
    found = dateline.publication(text, zones(text))
    if found:
        _, span = found
        assert text[span.begin : span.end] == span.text


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40))
def test_any_given_date_is_read_or_refused(value: str) -> None:
    try:
        assert dateline.parse(value).precision in {"day", "minute"}
    except ValueError as err:
        assert "date" in str(err)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), texts.map(lambda text: text.encode("utf-16"))))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data)
    except FaultError as err:
        assert err.code in REMEDIES
    else:
        assert "\0" not in decoded.text
        decoded.text.encode("utf-8")


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=100))
def test_utf8_survives(text: str) -> None:
    assert decode(text.encode()).text == text.removeprefix("\ufeff")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
keys = st.sampled_from(["id", "text", "title", "date", "url", "source", "lang", "\ud800"])


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.one_of(st.dictionaries(keys, json_values, max_size=5).map(json.dumps), st.text(max_size=30)), max_size=4
    )
)
def test_any_stream_gives_articles_or_named_errors(records: list[str]) -> None:
    stream = io.BytesIO("\n".join(records).encode("utf-8", "surrogatepass"))
    for item in read(["-"], ReadOptions(language_check=False), stream):
        if isinstance(item, ArticleError):
            assert item.code in REMEDIES
            assert item.remedy
        else:
            assert isinstance(item, Article)


@pytest.mark.parametrize(
    "text",
    [
        "x " + " " * 300_000 + "y",
        "A" * 300_000,
        "A/" * 100_000,
        "1 " * 100_000,
        "date " + " " * 300_000 + "1",
        "(" * 100_000,
        "Photo" + " " * 100_000 + "x",
        "PORT, " + " " * 100_000 + "(",
        "a\n" * 10_000,
        "Rain\n\n" * 10_000,
        "Copyright " * 14 + " " * 100_000,
        "source: " + "x" * 300_000,
        "Read more " + ": " * 100_000,
        "by " * 10 + "A" * 100_000,
    ],
)
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    dateline.publication(text, zones(text))
    assert time.process_time() - began < 10  # a rule that looks at each pair of characters would take minutes
