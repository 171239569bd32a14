"""Until when, or how long, what is told holds."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kazkg.facts import Article, Time

DAY = Time("2031-03-05", "2031-03-05T00:00:00Z", "2031-03-06T00:00:00Z", "day")

UNTIL = [
    ("Blue Wing cancelled its flights to Oslo until March 9.", "FlightCancellation", "../2031-03-09"),
    ("The airport will stay shut until at least Sunday.", "AirportClosure", "../2031-03-09"),
    (
        "A curfew under a state of emergency that is due to expire on March 19 holds.",
        "StateOfEmergency",
        "../2031-03-19",
    ),
    ("The state of emergency will be in force until 19 March 2031.", "StateOfEmergency", "../2031-03-19"),
    (
        "The council said that the state of emergency of the harbour would be extended and in effect until March 19.",
        "StateOfEmergency",
        "../2031-03-19",
    ),
    ("The airport is closed until further notice.", "AirportClosure", None),
    ("Nine miners were killed on March 3.", "Killing", None),
]

DURATIONS = [
    ("Bread prices were capped for 180 days.", "PriceCap", "P180D"),
    ("The council declared a 60-day state of emergency.", "StateOfEmergency", "P60D"),
    ("The council announced a six-month freeze on fuel prices.", "PriceCap", "P6M"),
    ("The banks remained closed for three days.", "BankSuspension", "P3D"),
    ("The killing of a 15-year-old clerk shocked the valley.", "Killing", None),
]


def read(sentence: str, nlp: Language, cls: str) -> list[tuple[str | None, str | None]]:
    """Until when and how long each event of the class holds."""
    doc = nlp.make_doc(sentence)
    doc._.article = Article("a", sentence, "0" * 64, "-", date=DAY)
    events = nlp(doc)._.events
    return [(e.until.text if e.until else None, e.duration) for e in events if e.cls == cls]


@pytest.mark.parametrize(("sentence", "cls", "until"), UNTIL)
def test_until(sentence: str, cls: str, until: str | None, nlp: Language) -> None:
    assert [found for found, _ in read(sentence, nlp, cls)] == [until]


@pytest.mark.parametrize(("sentence", "cls", "duration"), DURATIONS)
def test_duration(sentence: str, cls: str, duration: str | None, nlp: Language) -> None:
    assert [found for _, found in read(sentence, nlp, cls)] == [duration]
