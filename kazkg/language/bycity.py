"""What is called by its city or district: an airport, a body, a quarter that is a city of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kazkg.knowledge.gazetteer import Entry
from kazkg.knowledge.naming import Body, LocalBody
from kazkg.language.roster import Roster
from kazkg.language.spotting import Hit

if TYPE_CHECKING:
    from kazkg.language.drafts import EntityDraft

__all__ = ["POSSESSIVE", "body_of_district", "facility_of", "local_body", "quarter_of"]

POSSESSIVE = frozenset(("'s", "’s", "'", "’"))
OF_CITY = ("city ", "municipal ", "town ")
"""What a city's police is called with or without."""

PLACED = frozenset(("GPE", "LOC"))
LOCAL = frozenset(("Region", "City", "District"))


def facility_of(roster: Roster, start: int, end: int, place: Entry) -> bool:
    """As in "Khartoum airport", "Khartoum's airport", "the airport in Khartoum": the facility by its city."""
    at = end + 1 if roster.word(end) in POSSESSIVE else end
    kinds = roster.gazetteer.words.kinds
    for skip in (("international",), ()):
        if tuple(roster.word(at + k) for k in range(len(skip))) == skip:
            kind = kinds.get(roster.word(at + len(skip)))
            if kind and kind.facility and kind.classes[0] in ("Airport", "Spaceport"):
                entity = _entity(roster, place, kind.classes[0], kind.noun)
                if at > end:
                    roster.add_inside(start, end, roster.entity_of(place))
                return roster.add(start, at + len(skip) + 1, entity) is not None
    if roster.word(start - 1) in ("in", "of", "at"):
        kind = kinds.get(roster.word(start - 2))
        own = start > 2 and roster.doc[start - 3].tag_ == "NNP"  # "Severny airfield in Ivanovo" has a name of its own
        if kind and not own and kind.facility and kind.classes[0] in ("Airport", "Spaceport"):
            entity = _entity(roster, place, kind.classes[0], kind.noun)
            roster.add(start - 2, start - 1, entity)
    return False


def _entity(roster: Roster, place: Entry, cls: str, noun: str) -> EntityDraft:
    found = [e for e in roster.gazetteer.entries.values() if e.cls == cls and e.located_in == place.key]
    if len(found) == 1:
        return roster.entity_of(found[0])
    return roster.unknown(f"{place.label} {noun}", cls)


def quarter_of(roster: Roster, start: int, end: int, place: Entry) -> bool:
    """As in "Khartoum North": a city's name with a capital direction behind it is a city of its own."""
    token = roster.doc[end] if end < len(roster.doc) else None
    if token is None or not token.text.istitle() or roster.word(end) not in roster.directions or place.cls != "City":
        return False
    if end + 1 < len(roster.doc) and roster.doc[end + 1].text[0].isupper():
        return False
    return roster.add(start, end + 1, roster.unknown(f"{place.label} {token.text}", "City")) is not None


def local_body(roster: Roster, owner: Entry, body: Body | LocalBody, hit: Hit) -> EntityDraft:
    """The draft of a body of a place ("Lima city council"); one of a city's police, however it is called."""
    words = roster.text(hit.start, hit.end)
    if body.cls == "SecurityForce" and owner.cls == "City":
        words = next((words[len(w) :] for w in OF_CITY if words.lower().startswith(w)), words)
    return roster.unknown(f"{owner.label} {words}", body.cls)


def body_of_district(roster: Roster, hit: Hit) -> bool:
    """Take the body of a place that the gazetteer lacks: "Lindau Prefecture's government", "Lorvania's police".

    Args:
        roster: the article's list.
        hit: the body's spelling, with a possessive before it.
    """
    doc, kinds = roster.doc, roster.gazetteer.words.kinds
    end = hit.start - 1
    if hit.body is None or roster.word(end) not in POSSESSIVE or end < 1 or end - 1 in roster.hit_at:
        return False
    kind = kinds.get(roster.word(end - 1))
    last = doc[end - 1]
    district = kind is not None and bool(kind.classes) and kind.classes[0] in LOCAL and end > 1
    if not last.text[0].isupper() or not (district or last.ent_type_ in PLACED):
        return False
    start = end - 1
    while (
        start and doc[start - 1].text[0].isupper() and doc[start - 1].pos_ == "PROPN" and not doc[start].is_sent_start
    ):
        start -= 1
    if district and start == end - 1:
        return False
    label = f"{roster.text(start, end)} {roster.text(hit.start, hit.end)}"
    return roster.add(hit.start, hit.end, roster.unknown(label, hit.body.cls)) is not None
