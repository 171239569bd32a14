"""Namesakes: what a place's name means where the words beside it say that it is not the place known best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kazkg.knowledge.gazetteer import Entry
from kazkg.language.evidence import HYPHENS
from kazkg.language.roster import Roster

if TYPE_CHECKING:
    from kazkg.language.drafts import EntityDraft
    from kazkg.language.spotting import Hit

__all__ = ["entry_meant", "take_namesake"]

CLOSING = frozenset((",", ".", ";", ":", ")", "(", "-", "–", "—", ""))
"""What stands behind the second name of "Paris, Texas"; the empty word is the article's end."""
OPENING = frozenset(("and", "or", "which", "who", "whose"))
"""Words behind the comma that make it a list or a clause of its own."""
MEDIA = frozenset(("Broadcaster", "Newspaper", "NewsAgency"))
WATERS = "NaturalFeature"
STATE = "state"
COMPOUND = frozenset(("compound", "amod", "poss", "nmod"))


def entry_meant(roster: Roster, hit: Hit) -> Entry | None:
    """The entry meant by a spelling that several bear.

    The one inside what stands behind a comma ("Tripoli, Lebanon"); a country that more in the article tells of than its
    name; the article's own country's; a country; one with an item; the first.

    Args:
        roster: the article's list.
        hit: the spelling.

    Returns:
        None where it names no entry.
    """
    entries = hit.entries
    if len(entries) < 2:
        return entries[0] if entries else None
    within = _within(roster, hit)
    if within and (inside := [e for e in entries if roster.gazetteer.within(e.key, within.key)]):
        return inside[0]
    countries = [e for e in entries if e.cls == "Country"]
    if told := [e for e in countries if _told_of(roster, hit, e)]:
        return told[0]
    home = roster.country.key if roster.country else None
    at_home = [e for e in entries if home and e.country == home]
    linked = [e for e in entries if e.wikidata]
    return (at_home or countries or linked or entries)[0]


def _told_of(roster: Roster, hit: Hit, country: Entry) -> bool:
    """Whether an adjective of the country, or a place or body of it, stands in the article too."""
    if len(hit.entries) == sum(e.cls == "Country" for e in hit.entries):
        return False  # two Congos: both are told of as Congolese
    for other in roster.hits:
        place = other.demonym.place if other.demonym else None
        if place is None and other.entries and other.meanings != hit.meanings:
            place = other.entries[0]
        if place is not None and place.country == country.key and country not in other.entries:
            return True
    return False


def _within(roster: Roster, hit: Hit) -> Entry | None:
    """The country or region that a place's name is followed by, as in "Paris, Texas,"; None where none is."""
    at = hit.end + 1
    following = roster.hit_at.get(at)
    if roster.word(hit.end) != "," or following is None or following.start != at:
        return None
    entry = next((e for e in following.entries if e.cls in ("Country", "Region") and e.country), None)
    if entry is None or roster.word(following.end) not in CLOSING:
        return None
    if roster.word(following.end) == ",":
        behind = roster.hit_at.get(following.end + 1)
        place = behind is not None and any(e.kind == "Place" for e in behind.entries)
        if roster.word(following.end + 1) in OPENING:
            return None
        if behind is not None and place and roster.word(behind.end) in (CLOSING | OPENING):
            return None  # a list of places; not "in Paris, Texas, US police said"
    return entry


def take_namesake(roster: Roster, hit: Hit, entry: Entry) -> Entry | None:
    """Take what has a place's name and is another thing.

    Args:
        roster: the article's list.
        hit: the spelling.
        entry: the place known by it.

    Returns:
        The entry that is meant, mostly the given one; None where something else was taken.
    """
    medium = _medium(roster, hit)
    if medium is not None:
        roster.add(hit.start, hit.end, medium)
        return None
    if entry.cls == "Country":
        kind = roster.gazetteer.words.kinds.get(roster.word(hit.start - 1))
        if kind is not None and WATERS in kind.classes and roster.word(hit.start - 2) in ("the", "of"):
            roster.add(hit.start, hit.end, roster.unknown(f"{entry.label} {kind.noun}", WATERS))  # "the river Congo"
            return None
    longer = _longer(roster, hit, entry)
    if longer is not None:
        roster.add(hit.start, longer, roster.unknown(roster.text(hit.start, longer), entry.cls))
        return None
    part = _part(roster, hit, entry)
    if part is not None:
        return part
    if entry.cls == "City":
        away = roster.namesakes.get(entry.key) or _away(roster, hit, entry)
        if away is not None:
            roster.namesakes[entry.key] = away
            roster.add(hit.start, hit.end, away)
            return None
    return entry


def _medium(roster: Roster, hit: Hit) -> EntityDraft | None:
    """As in "the television channel Kazakhstan": what is called like a place behind the word for a medium."""
    kind = roster.gazetteer.words.kinds.get(roster.word(hit.start - 1))
    if kind is None or not kind.classes or kind.classes[0] not in MEDIA or hit.start < 2:
        return None
    last = roster.doc[hit.end - 1]
    if (last.dep_ in COMPOUND and last.head.i >= hit.end) or roster.word(hit.end) in ("'s", "’s"):
        return None
    return roster.unknown(roster.text(hit.start, hit.end), kind.classes[0])


def _longer(roster: Roster, hit: Hit, entry: Entry) -> int | None:
    """Where "Petropavlovsk-Kamchatsky" ends: a city's name that goes on behind a hyphen with a name nobody knows."""
    at, doc = hit.end, roster.doc
    if entry.cls != "City" or roster.word(at) not in HYPHENS or at + 1 >= len(doc) or at + 1 in roster.hit_at:
        return None
    if doc[at].whitespace_ or doc[at - 1].whitespace_ or not doc[at + 1].text[0].isupper():
        return None
    named = doc[at + 1].tag_ in ("NNP", "NNPS") and roster.zone[at] in ("body", "dateline")
    return at + 2 if named else None


def _part(roster: Roster, hit: Hit, entry: Entry) -> Entry | None:
    """As in "the state of Niger", "the US state of Georgia": the region of a country's or a city's name."""
    noun = roster.word(hit.start - 2) if roster.word(hit.start - 1) == "of" else ""
    kind = roster.gazetteer.words.kinds.get(noun)
    if kind is None or (noun != STATE and "Region" not in kind.classes):
        return None
    called = [*hit.entries, *roster.gazetteer.lookup(f"{entry.label} {noun}")]
    return next((e for e in called if e.cls == "Region" and e.key != entry.key), None)


def _away(roster: Roster, hit: Hit, entry: Entry) -> EntityDraft | None:
    """As in "Paris, Texas": a city of that name in another country than the known one's."""
    within = _within(roster, hit)
    if within is None or entry.country is None or within.country == entry.country:
        return None
    if roster.gazetteer.within(entry.key, within.key):
        return None
    return roster.unknown(f"{entry.label}, {within.label}", "City")
