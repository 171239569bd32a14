"""Names that the words around or before make another one's: national sections, regions, the ends of longer names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kazkg.knowledge.gazetteer import Entry
from kazkg.language.evidence import HYPHENS
from kazkg.language.roster import Roster

if TYPE_CHECKING:
    from kazkg.language.drafts import EntityDraft
    from kazkg.language.spotting import Hit

__all__ = ["join_tails", "of_person", "region_meant", "take_section"]

SECTIONED = frozenset(("NonGovernmentalOrganization", "Company", "Bank", "Airline"))
"""Classes whose members have sections called by a country behind their name ("Amnesty International Nigeria")."""
MEDIA = frozenset(("NewsAgency", "Newspaper", "Broadcaster", "MediaOrganization"))
"""Those that have them behind a hyphen ("Interfax-Ukraine")."""
COMPOUND = frozenset(("compound", "amod", "poss", "nmod"))
LISTED = 8
"""Words that a list of regions is followed back."""


def take_section(roster: Roster, hit: Hit, entry: Entry) -> bool:
    """Take "Interfax-Ukraine" or "Amnesty International Nigeria" as an organisation of its own.

    Args:
        roster: the article's list.
        hit: the spelling of the whole organisation.
        entry: the whole organisation.
    """
    at = hit.end
    hyphen = roster.word(at) in HYPHENS and not roster.doc[at].whitespace_ and not roster.doc[at - 1].whitespace_
    if entry.cls not in SECTIONED and not (hyphen and entry.cls in MEDIA):
        return False
    following = roster.hit_at.get(at + hyphen)
    if following is None or following.start != at + hyphen or not any(e.cls == "Country" for e in following.entries):
        return False
    last = roster.doc[following.end - 1]
    if not hyphen and ((last.dep_ in COMPOUND and last.head.i >= following.end) or last.text.isupper()):
        return False  # "Amnesty International Nigeria researchers", a dateline in capitals
    if roster.word(following.end) in ("'s", "’s"):
        return False
    entity = roster.unknown(roster.text(hit.start, following.end), entry.cls)
    return roster.add(hit.start, following.end, entity) is not None


def region_meant(roster: Roster, hit: Hit, entry: Entry) -> Entry:
    """The region instead of its city where a list says so: "in the regions of Mangystau and Kyzylorda".

    Args:
        roster: the article's list.
        hit: the city's spelling.
        entry: the city.
    """
    kinds = roster.gazetteer.words.kinds
    for at in range(hit.start - 1, max(hit.start - 1 - LISTED, 0), -1):
        word = roster.word(at)
        if word == "of":
            kind = kinds.get(roster.word(at - 1).removesuffix("s"))
            if kind is None or "Region" not in kind.classes or not roster.word(at - 1).endswith("s"):
                return entry
            found = roster.gazetteer.lookup(f"{entry.label} {kind.noun}")
            return next((e for e in found if e.cls == "Region" and e.country == entry.country), entry)
        if word not in (",", "and", "or") and at not in roster.hit_at:
            return entry
    return entry


def of_person(roster: Roster, hit: Hit) -> EntityDraft | None:
    """The body where somebody known behind it has an office: "chairman of the Security Council, Dmitry Medvedev".

    Args:
        roster: the article's list.
        hit: the body's spelling.
    """
    comma = roster.word(hit.end) == ","
    following = roster.hit_at.get(hit.end + comma)
    if hit.body is None or following is None or following.start != hit.end + comma:
        return None
    for person in following.entries:
        for role in person.roles:
            body = roster.gazetteer.body_of.get(role.at or "")
            if role.at is not None and body is not None and body.key == hit.body.key:
                return roster.entity_of(roster.gazetteer.entries[role.at])
    return None


def join_tails(roster: Roster) -> None:
    """Give "the Weather Agency" to the one longer name told before that ends so ("the Lindau Weather Agency")."""
    told: list[tuple[str, EntityDraft]] = []
    for mention in sorted(roster.mentions, key=lambda m: m.start):
        entity = mention.entity
        if entity.kind != "Organization" or mention.form != "name" or mention.end - mention.start < 2:
            continue
        words = " ".join(roster.word(i) for i in range(mention.start, mention.end))
        if not entity.known and roster.word(mention.start - 1) == "the":
            longer = {e.key: e for text, e in told if text.endswith(f" {words}") and e is not entity}
            if len(longer) == 1:
                mention.entity = next(iter(longer.values()))
                continue
        told.append((words, entity))
