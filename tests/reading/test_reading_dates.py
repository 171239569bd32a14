"""Publication dates: those that are given, and those that stand in the text."""

from __future__ import annotations

import pytest

from kazkg.reading import dateline
from kazkg.reading.layout import zones

GIVEN = """
2023-04-18                        2023-04-18
20230418                          2023-04-18
2023-04-18T22:20                  2023-04-18T22:20
2023-04-18 22:20:31               2023-04-18T22:20
2023-04-18T22:20:31.500Z          2023-04-18T22:20
2023-04-18T22:20:00+06:00         2023-04-18T16:20
2023-04-18T02:00:00+06:00         2023-04-17T20:00
2023-12-31T23:30:00-05:00         2024-01-01T04:30
Tue, 18 Apr 2023 22:20:00 +0600   2023-04-18T16:20
18 April 2023                     2023-04-18
April 18, 2023                    2023-04-18
Tuesday, 18 April 2023            2023-04-18
Apr. 18, 2023, 10:20 PM           2023-04-18T22:20
18 April 2023, 10:20 GMT          2023-04-18T10:20
18.04.2023                        2023-04-18
04/18/2023                        2023-04-18
05/05/2023                        2023-05-05
2023/04/18                        2023-04-18
03/04/2023                        -
03.04.2023                        -
2023                              -
2023-04                           -
2023-02-30                        -
2023-13-01                        -
18 April                          -
18 Apr 23                         -
yesterday                         -
1681776000                        -
0023-04-18                        -
3023-04-18                        -
9999-12-31T23:59:59-14:00         -
the report of 18 April 2023       -
"""

IN_TEXT = """
Updated: April 18, 2023, 10:20 PM | 2023-04-18T22:20 | April 18, 2023, 10:20 PM
Published: 18 April 2023 | 2023-04-18 | 18 April 2023
Last modified on 18.04.2023 | 2023-04-18 | 18.04.2023
This article was first published on April 18, 2023 | 2023-04-18 | April 18, 2023
date 2023-04-18 | 2023-04-18 | 2023-04-18
Date: 18th of April, 2023 | 2023-04-18 | 18th of April, 2023
18 April 2023 | 2023-04-18 | 18 April 2023
Tuesday 18 April 2023 10.20 BST | 2023-04-18 | Tuesday 18 April 2023 10.20 BST
18 Apr 2023 - 10:20 (GMT) | 2023-04-18T10:20 | 18 Apr 2023 - 10:20 (GMT)
SMP – (Article updated at 7, 20 of 18 April 2023) | 2023-04-18T07:20 | 7, 20 of 18 April 2023
Published 17 Apr 2023 at 10:00 | Updated 18 Apr 2023 at 11:00 | 2023-04-17T10:00 | 17 Apr 2023 at 10:00
Updated 18 Apr 2023, posted 17 Apr 2023 | 2023-04-17 | 17 Apr 2023
PORT EXAMPLE, April 18, 2023 (Sample) - Boats left the harbour on Monday. | 2023-04-18 | April 18, 2023
date 2023-04-18 “We saw smoke,” a fisherman said on Monday. | 2023-04-18 | 2023-04-18
PORT EXAMPLE, April 18 (Sample) - Boats left the harbour on Monday. | - |
Updated: 03/04/2023 | - |
Updated: yesterday at 10:20 | - |
On April 18, 2023, boats left the harbour. | - |
Published on 18 April 2023, the report blames the harbour master for the loss of three boats. | - |
Protests of 18 April 2023 | - |
The law of 18 April 2023 forbids it. | - |
"""


@pytest.mark.parametrize("line", GIVEN.strip().splitlines())
def test_given_date(line: str) -> None:
    given, _, expected = line.rpartition(" ")
    if expected == "-":
        with pytest.raises(ValueError, match="date"):
            dateline.parse(given.strip())
    else:
        assert dateline.parse(given.strip()).text == expected


def test_a_day_lasts_until_the_next() -> None:
    time = dateline.parse("2023-12-31")
    assert (time.begin, time.end, time.precision) == ("2023-12-31T00:00:00Z", "2024-01-01T00:00:00Z", "day")


def test_a_minute_lasts_a_minute() -> None:
    time = dateline.parse("2023-12-31T23:59:30Z")
    assert (time.begin, time.end, time.precision) == ("2023-12-31T23:59:00Z", "2024-01-01T00:00:00Z", "minute")


@pytest.mark.parametrize("line", IN_TEXT.strip().splitlines())
def test_date_in_the_text(line: str) -> None:
    first, expected, words = (part.strip() for part in line.rsplit("|", 2))
    body = "Three boats are missing, the harbour master said. They left on 2 May 2020."
    text = f"Harbour closed after storm\n\n{first}\n\n{body}\n"
    found = dateline.publication(text, zones(text))
    if expected == "-":
        assert found is None
    else:
        assert found is not None
        time, span = found
        assert (time.text, span.text) == (expected, words)
        assert text[span.begin : span.end] == words


def test_a_date_below_the_article_counts() -> None:
    text = "Three boats are missing.\n\nNobody was hurt.\n\nUpdated: April 18, 2023, 10:20 PM"
    found = dateline.publication(text, zones(text))
    assert found is not None
    assert found[0].text == "2023-04-18T22:20"


def test_a_date_between_paragraphs_does_not() -> None:
    text = "Three boats are missing.\n\n18 April 2023\n\nNobody was hurt.\n"
    assert dateline.publication(text, zones(text)) is None


def test_the_days_of_a_timeline_do_not() -> None:
    days = "\n\n".join(f"{day} April 2023\n\nBoats left the harbour. Some came back." for day in (16, 17, 18))
    assert dateline.publication(days, zones(days)) is None
