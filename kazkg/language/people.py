"""People: one person under several names, and what the article calls them ("police spokesman X", "X, a farmer")."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kazkg.knowledge.gazetteer import fold, slug
from kazkg.language.spotting import Hit

if TYPE_CHECKING:
    from kazkg.knowledge.gazetteer import Entry
    from kazkg.knowledge.naming import Body
    from kazkg.language.drafts import EntityDraft, MentionDraft
    from kazkg.language.roster import Roster

__all__ = ["aged", "alike", "person_named", "read_roles", "surnames"]

REACH = 8
"""Tokens an apposition is followed for."""
ALIKE = 6
"""Letters that a name must have for another spelling of it to be told."""
LONG = 15
"""Letters from which a full name may differ from the gazetteer's in more than one."""
ENDS = frozenset(("ah", "ha", "iy", "yi"))
"""Last letters that transliterations take for each other."""
SOUNDS = str.maketrans("gdbzwq", "ktpsvk")
SILENT = frozenset("aeiouyh-'’")
OF = frozenset(("of", "for", "at", "from", "with"))


def read_roles(roster: Roster) -> None:
    """Give each person the role its first telling mention states, and the body it belongs to."""
    for mention in sorted(roster.mentions, key=lambda m: m.start):
        person = mention.entity
        if person.kind != "Person" or mention.form != "name" or person.role:
            continue
        hit = _office_before(roster, mention) or _office_behind(roster, mention)
        if hit is None:
            person.role = _called(roster, mention) or _aged(roster, mention)
            continue
        start = hit.start
        while start and roster.doc[start - 1].dep_ in ("compound", "amod") and _plain(roster, start - 1):
            start -= 1
        person.role = roster.text(start, hit.end).lower()
        person.role_of = _body_of(roster, hit, mention)


def _aged(roster: Roster, mention: MentionDraft) -> str | None:
    """The noun of an apposition with an age: "X, a 58-year-old baker"."""
    doc, at = roster.doc, aged(roster, mention.end)
    if at < 0:
        return None
    end = at
    while end < len(doc) and doc[end].pos_ in ("ADJ", "NOUN") and doc[end].text.islower():
        end += 1
    return roster.text(at, end).lower() or None


def _called(roster: Roster, mention: MentionDraft) -> str | None:
    """The noun that a name is given to: "a villager called X", "a woman identified as X"."""
    at = mention.start - 1
    if roster.word(at) == "as":
        at -= 1
    if roster.word(at) not in ("called", "named", "identified") or at < 2 or roster.doc[at - 1].tag_ != "NN":
        return None
    return roster.word(at - 1) if roster.doc[at - 1].dep_ != "compound" else None


def aged(roster: Roster, end: int) -> int:
    """The token behind "X, a 58-year-old", where X ends at ``end``; -1 where no age follows."""
    if roster.word(end) == "," and roster.word(end + 1) in ("a", "an", "the"):
        for at in range(end + 2, min(end + 9, len(roster.doc))):
            if roster.word(at) in ("old", "year-old") and "year" in "".join(
                roster.word(i) for i in (at - 2, at - 1, at)
            ):
                return at + 1
    return -1


def _plain(roster: Roster, at: int) -> bool:
    """Whether a word before an office belongs to it ("police spokesman", "Planning Minister")."""
    token, office = roster.doc[at], roster.doc[at + 1]
    if not token.is_alpha or at in roster.taken or at in roster.hit_at or roster.word(at - 1) == "-":
        return False
    return bool(token.text.islower() or office.text[0].isupper() or token.is_sent_start)


def _office_before(roster: Roster, mention: MentionDraft) -> Hit | None:
    """As in "spokesman X", "the Foreign Minister, X"; and "spokesman for the ministry, X"."""
    at = mention.start - 1
    if roster.word(at) in (",", "."):
        at -= 1
    hit = roster.hit_at.get(at)
    if hit and hit.office and not hit.entries:
        return hit
    if roster.word(mention.start - 1) != ",":
        return None
    floor = max(mention.start - REACH - 4, 0)
    for i in range(at, floor, -1):
        hit = roster.hit_at.get(i)
        token = roster.doc[i]
        if hit and hit.office and not hit.entries:
            return hit if roster.word(hit.end) in OF else None
        if token.pos_ in ("VERB", "AUX") or token.text in (",", ";", ":", "”", '"') or token.is_space:
            return None
    return None


def _office_behind(roster: Roster, mention: MentionDraft) -> Hit | None:
    """As in "X, a 58-year-old worker"; "X, spokesman for ..."; "X, the ministry's spokesman"."""
    if roster.word(mention.end) not in (",", "(", "-", "–"):
        return None
    doc = roster.doc
    for i in range(mention.end + 1, min(mention.end + 1 + REACH, len(doc))):
        hit = roster.hit_at.get(i)
        if hit and hit.office and not hit.entries:
            follower = roster.taken.get(hit.end)
            return None if follower and follower.entity.kind == "Person" else hit
        token = doc[i]
        taken = roster.taken.get(i)
        if taken and taken.entity.kind == "Person":
            return None
        if token.pos_ in ("VERB", "AUX") or token.is_space or token.text in (",", ";", ":", "”", '"', ")"):
            return None
    return None


def _body_of(roster: Roster, hit: Hit, person: MentionDraft) -> EntityDraft | None:
    """The body or country an office is said to be of, by the words around it."""
    before = roster.taken.get(hit.start - 1) or (
        roster.taken.get(hit.start - 2) if roster.word(hit.start - 1) in ("'s", "’s", "'", "’") else None
    )
    if before and (before.entity.kind == "Organization" or before.entity.cls == "City"):
        return before.entity
    if before and hit.office and hit.office.speaks_for:
        return before.entity
    if roster.word(hit.end) in OF:
        for i in range(hit.end + 1, min(hit.end + 5, len(roster.doc))):
            mention = roster.taken.get(i)
            if mention is person:
                break
            if mention and mention.entity.kind != "Person":
                return mention.entity
    body = roster.gazetteer.words.body_of_key.get(hit.office.body or "") if hit.office else None
    owner = _owner(roster, hit, before)
    if body and owner:
        return _draft(roster, owner, body)
    return before.entity if before and before.entity.kind == "Place" else None


def _owner(roster: Roster, hit: Hit, before: MentionDraft | None) -> Entry | None:
    near = roster.hit_at.get(hit.start - 1)
    if near and near.demonym and near.demonym.place.country:
        return near.demonym.place
    if before and before.entity.cls == "Country":
        return roster.gazetteer.entries.get(before.entity.key)
    return None


def _draft(roster: Roster, owner: Entry, body: Body) -> EntityDraft:
    entry = roster.gazetteer.body_entry(owner, body)
    if entry:
        return roster.entity_of(entry)
    return roster.unknown(roster.gazetteer.body_label(owner, body), body.cls)


def person_named(roster: Roster, label: str) -> EntityDraft:
    """The person of that name: one already on the list under a variant, one of the gazetteer's, or a new one."""
    if label.isupper():
        label = label.title()
    parts = slug(label).split("-")
    for entity in roster.entities.values():
        if entity.kind == "Person" and _same_person(slug(entity.label).split("-"), parts):
            return entity
    for entity in roster.entities.values():
        if entity.kind == "Person" and _spelt_alike(slug(entity.label).split("-"), parts):
            return entity
    entry = _variant(roster, label)
    if entry is not None:
        return entry
    return roster.unknown(label, "Person")


def _same_person(a: list[str], b: list[str]) -> bool:
    """Whether two full names are one: same surname and one name's parts all in the other."""
    return len(a) > 1 and len(b) > 1 and a[-1] == b[-1] and (set(a) <= set(b) or set(b) <= set(a))


def _variant(roster: Roster, label: str) -> EntityDraft | None:
    """The gazetteer's person whose name differs in one letter; only long names of several words, and only one."""
    folded = fold(label)
    if len(folded) < 10 or len(slug(label).split("-")) < 2:
        return None
    found = {
        entry.key: entry
        for length in (len(folded) - 1, len(folded), len(folded) + 1)
        for name, entry in roster.gazetteer.people.get(length, ())
        if _one_letter(name, folded) or (len(folded) > LONG and _sounds(name, folded))
    }
    return roster.entity_of(next(iter(found.values()))) if len(found) == 1 else None


def _sounds(a: str, b: str) -> bool:
    """Whether two long full names are written alike part by part ("Kassym-Jomart Tokayev", "Kassim-Jomart Togayev")."""
    return _skeleton(a) == _skeleton(b) and a[0] == b[0] and _apart(a, b) <= 2


def _spelt_alike(a: list[str], b: list[str]) -> bool:
    """Whether two full names are one in two transliterations: "Abdullah Hamdok", "Abdalla Hamdok"."""
    return len(a) == len(b) > 1 and a != b and all(x == y or alike(x, y) for x, y in zip(a, b, strict=True))


def alike(a: str, b: str) -> bool:
    """Whether two spellings of a name sound alike: same consonants, same end, at most two letters apart."""
    if min(len(a), len(b)) < ALIKE or (a[-1] != b[-1] and f"{a[-1]}{b[-1]}" not in ENDS):
        return False
    return _skeleton(a) == _skeleton(b) and _apart(a, b) <= 2


@lru_cache(maxsize=4096)
def _skeleton(name: str) -> str:
    """The consonants of a name as transliterations have in common ("g" is "k", "d" is "t"), without doubles."""
    out = ""
    for letter in name.translate(SOUNDS):
        if letter not in SILENT and out[-1:] != letter:
            out += letter
    return out


def _apart(a: str, b: str) -> int:
    """How many letters must be changed, added or left out to make one of the other."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def _one_letter(a: str, b: str) -> bool:
    """Whether one letter changed, added or left out turns one string into the other."""
    if a == b:
        return True
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[at + 1 :] == b[at + 1 :] or a[at:] == b[at + 1 :] or a[at + 1 :] == b[at:]


def surnames(roster: Roster) -> dict[str, EntityDraft]:
    """The people named in full, by each part of their names (later ones win where parts are shared)."""
    people: dict[str, EntityDraft] = {}
    for mention in roster.mentions:
        if mention.entity.kind == "Person":
            for part in slug(roster.text(mention.start, mention.end)).split("-"):
                people.setdefault(part, mention.entity)
            people.setdefault(slug(mention.entity.label).split("-")[-1], mention.entity)
    return people
