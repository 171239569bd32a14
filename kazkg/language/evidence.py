"""What kind of thing an unknown name is: the words in it and around it, then the model's label."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kazkg.knowledge.gazetteer import fold

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kazkg.knowledge.naming import Kind
    from kazkg.language.roster import Roster
    from kazkg.language.spotting import Hit

__all__ = [
    "DOTTED",
    "HYPHENS",
    "Candidate",
    "agent_noun",
    "apposed_before",
    "apposed_class",
    "class_beside",
    "courtesy",
    "described",
    "given_name",
    "in_brackets",
    "inner_class",
    "inside_person",
    "office_before",
    "start_of_name",
    "titled",
    "type_noun",
    "whole_ministry",
    "with_noun",
    "with_of",
    "word_count",
]

DOTTED = re.compile(r"(?:[A-Z][a-z]{0,6}\.){2,}[A-Z][a-z]+")
"""A name of several parts with full stops and no blanks ("Abc.De.Fgh"), which is one word; one stop glues sentences."""
HYPHENS = frozenset(("-", "‐", "‑"))
MATTERS = 4
"""Tokens that a ministry's further matters may have."""
NOMINAL = frozenset(("PROPN", "NOUN", "ADJ"))
FIELDS = {"fielded": ("in", "to", "for"), "panel": ("for", "on")}
"""Clues of a body's last word, and what a country or region behind it is joined by."""
IN = frozenset(("in", "near", "outside", "around"))
DEFINITE = frozenset(("the", "its", "their", "his", "her", "our", "this"))
INNER = frozenset(("of", "for", "at", "from", "with"))
OF_PARTS = frozenset(("of", "for", "on", "de", "del", "da", "do", "di", "des", "du"))


@dataclass(slots=True)
class Candidate:
    """Tokens that may be a name, and the model's label if any."""

    start: int
    end: int
    label: str


def inner_class(roster: Roster, start: int, end: int) -> str | None:
    """Class by a type noun that is a part of the name, last, first or before "of"; "" for what is no entity."""
    kinds = roster.gazetteer.words.kinds
    if end - start < 2:
        return None
    first = kinds.get(fold(roster.word(start)))
    two = word_count(roster, Candidate(start, end, "")) == 2
    if first and ((two and not first.classes) or first.opens):
        return first.classes[0] if first.classes else ""  # "Lake X", "Cyclone X"
    for i in range(end - 1, start - 1, -1):
        if i < end - 1 and roster.word(i + 1) not in OF_PARTS:
            continue
        kind = kinds.get(roster.word(i))
        if kind and roster.doc[i].text[0].isupper() and (i > start or (end - start > 2 and kind.classes)):
            return kind.classes[0] if kind.classes else ""
    return None


def apposed_before(roster: Roster, start: int, end: int) -> str | None:
    """Class by a definite noun phrase and a comma before: "the main airport, X," and "its disaster agency, X,"."""
    doc, kinds = roster.doc, roster.gazetteer.words.kinds
    if roster.word(start - 1) != "," or roster.word(end) not in (",", ".", ";", ":") or start < 3:
        return None
    token = doc[start - 2]
    kind = kinds.get(f"{roster.word(start - 3)} {token.lower_}") or kinds.get(token.lower_)
    if kind is None or not kind.classes or start - 2 in roster.taken or not token.text.islower():
        return None
    for i in range(start - 3, max(start - 9, -1), -1):
        if doc[i].lower_ in DEFINITE or doc[i].tag_ == "POS":
            return None if roster.word(i - 1) in INNER else kind.classes[0]
        if doc[i].pos_ not in ("NOUN", "PROPN", "ADJ") and doc[i].text not in HYPHENS:
            return None
    return None


def office_before(roster: Roster, at: int) -> bool:
    """Whether a definite noun phrase with an office ends at the token ("the army chief", "Kenya's mayor")."""
    hit = roster.hit_at.get(at)
    if hit is None or not hit.office or hit.entries or hit.end != at + 1:
        return False
    for i in range(hit.start - 1, max(hit.start - 5, -1), -1):
        token = roster.doc[i]
        if token.lower_ in DEFINITE or token.tag_ == "POS":
            return True
        if token.pos_ not in ("NOUN", "PROPN", "ADJ") and token.text not in HYPHENS:
            return False
    return False


def agent_noun(roster: Roster, at: int) -> bool:
    """Whether a token is a common noun that stands before a name as its apposition and is no type noun."""
    token = roster.doc[at]
    kind = roster.gazetteer.words.kinds.get(token.lower_)
    return token.pos_ == "NOUN" and token.tag_ == "NN" and token.text.islower() and len(token) > 4 and kind is None


def start_of_name(roster: Roster, start: int) -> bool:
    """Whether a capital article within a sentence opens the name ("The Daily Star")."""
    before = roster.doc[start - 1] if start else None
    return before is not None and before.text == "The" and not before.is_sent_start and roster.free(start - 1, start)


def in_brackets(roster: Roster, candidate: Candidate) -> bool:
    """Whether brackets stand right around it."""
    return roster.word(candidate.start - 1) == "(" and roster.word(candidate.end) == ")"


def apposed_class(roster: Roster, end: int) -> str | None:
    """Class by an apposition with a type noun: "X, a Khartoum think tank,", "X, a mining town in ..."."""
    doc, kinds = roster.doc, roster.gazetteer.words.kinds
    if roster.word(end) != "," or roster.word(end + 1) not in ("a", "an", "the"):
        return None
    for i in range(end + 2, min(end + 8, len(doc))):
        token = doc[i]
        if token.text in (",", ";", ".") or (token.pos_ in ("VERB", "AUX", "ADP") and doc[i - 1].text not in HYPHENS):
            break
        follower = doc[i + 1] if i + 1 < len(doc) else None
        kind = kinds.get(f"{roster.word(i - 1)} {token.lower_}") or kinds.get(token.lower_)
        if kind and token.text.islower() and (follower is None or follower.pos_ not in ("NOUN", "PROPN")):
            return kind.classes[0] if kind.classes else None
    return None


def titled(roster: Roster, start: int) -> bool:
    """Whether a courtesy or an office stands right before."""
    if start == 0:
        return False
    before = roster.doc[start - 1]
    if courtesy(roster, before):
        return True
    hit = roster.hit_at.get(start - 1) or (roster.hit_at.get(start - 2) if before.text == "." else None)
    return bool(hit and hit.office and not hit.entries)


def described(roster: Roster, start: int, end: int) -> bool:
    """Whether an apposition with an office follows (", spokesman for ..."), and no preposition of place precedes."""
    doc = roster.doc
    if roster.word(end) != "," or roster.word(start - 1) in IN or doc[start].ent_type_ in ("GPE", "LOC", "FAC"):
        return False
    for i in range(end + 1, min(end + 8, len(doc))):
        hit = roster.hit_at.get(i)
        if hit and hit.office and not hit.entries:
            titles_another = hit.end < len(doc) and doc[hit.end].pos_ == "PROPN" and roster.word(end + 1) != "the"
            return not titles_another  # "in the township of X, resident Y"
        token = doc[i]
        if i in roster.taken and roster.taken[i].entity.kind == "Person":
            return False
        if token.is_punct and token.text not in HYPHENS and token.text not in ("'", "’"):
            return False
        if token.pos_ in ("VERB", "AUX") and token.tag_ != "VBN":
            return False
    return False


def class_beside(roster: Roster, start: int, end: int) -> str | None:
    """Class by a type noun right before ("the agency X", "the province of X") or right behind ("X airline").

    "" for what is no entity ("the X tribe"), None without a type noun.
    """
    behind = _kind_at(roster, end, end + 1)
    if behind is not None:
        lower = roster.doc[end].text.islower()
        places = [c for c in behind.classes if lower and roster.gazetteer.is_a(c, "Place")]
        return (places or behind.classes)[0] if behind.classes else ""
    of = roster.word(start - 1) == "of"
    at = start - 2 if of else start - 1
    before = _kind_at(roster, at, at - 1)
    if before and not before.classes and not of and at not in roster.hit_at and roster.doc[at].text.islower():
        head = roster.doc[roster.head(start, end)]
        joined = start <= roster.doc[at].head.i < end or (head.head.i == at and head.dep_ == "appos")
        return "" if joined else None  # "the ship X"
    if before is None or not before.classes or before.facility or at in roster.taken:
        return None
    place = roster.gazetteer.kind_of(before.classes[0]) == "Place"
    return before.classes[0] if place == of else None


def _kind_at(roster: Roster, at: int, beside: int) -> Kind | None:
    """The type noun at a token, with its neighbour as a noun of two words first."""
    kinds = roster.gazetteer.words.kinds
    if not 0 <= at < len(roster.doc) or at in roster.taken:
        return None
    two = " ".join(roster.word(i) for i in sorted((at, beside)))
    token = roster.doc[at]
    kind = kinds.get(two) or kinds.get(token.lower_)
    if kind is None and token.tag_ == "NNS" and (plain := kinds.get(token.lemma_)) and not plain.classes:
        return plain
    return kind


def with_of(roster: Roster, start: int, end: int) -> int:
    """End of an organisation's name with "of the X" behind it, where the words before it need one."""
    doc = roster.doc
    if end + 1 < len(doc) and doc[end].lower_ in ("of", "for") and doc[end - 1].lower_ in roster.gazetteer.words.kinds:
        at = end + 2 if doc[end + 1].lower_ == "the" else end + 1
        mention = roster.taken.get(at)
        if mention and mention.start == at and mention.entity.kind in ("Organization", "Place"):
            return mention.end if roster.free(start, at) else end
        return end
    return with_field(roster, start, end)


def with_field(roster: Roster, start: int, end: int) -> int:
    """End of a mission's name with where it works behind it ("Assistance Mission in Chad"), or a panel's matter."""
    doc = roster.doc
    if end + 1 >= len(doc) or end - start < 2:
        return end
    last, clues = roster.word(end - 1), roster.gazetteer.words.clues
    if not any(last in clues.get(clue, ()) and roster.word(end) in joins for clue, joins in FIELDS.items()):
        return end
    mention = roster.taken.get(end + 1)
    wide = mention is not None and mention.start == end + 1 and mention.entity.cls in ("Country", "Region", "Continent")
    return mention.end if wide and mention is not None and doc[end - 1].text[0].isupper() else end


def with_noun(roster: Roster, start: int, end: int) -> int:
    """End of a facility's name with its common noun behind it ("Mek Nimr bridge")."""
    kind = roster.gazetteer.words.kinds.get(roster.word(end))
    last = roster.gazetteer.words.kinds.get(roster.word(end - 1)) if end - start > 1 else None
    return end + 1 if kind and kind.facility and not last and roster.free(end, end + 1) else end


def word_count(roster: Roster, candidate: Candidate) -> int:
    """How many parts a candidate has; what a hyphen joins is one."""
    marks = [t.text in HYPHENS for t in roster.doc[candidate.start : candidate.end]]
    return max(len(marks) - 2 * sum(marks), 1 if marks else 0)


def courtesy(roster: Roster, token: Token) -> bool:
    """Whether the token is a courtesy ("Mr")."""
    return token.lower_.strip(".") in roster.gazetteer.words.honorifics


def given_name(roster: Roster, start: int) -> bool:
    """Whether the token is a known first name."""
    return roster.doc[start].lower_ in roster.gazetteer.words.given_names


def type_noun(roster: Roster, at: int) -> bool:
    """Whether the token is a type noun, capital or not."""
    return roster.word(at) in roster.gazetteer.words.kinds


def whole_ministry(roster: Roster, hit: Hit) -> int:
    """The end of a ministry's name with further matters: "the Ministry of Health and Social Protection"."""
    doc, end = roster.doc, hit.end
    if roster.word(hit.start) != "ministry" or not doc[hit.start].text[0].isupper() or roster.word(end) != "and":
        return end
    at = end + 1
    while at < len(doc) and at - end < MATTERS and doc[at].text[0].isupper() and doc[at].pos_ in NOMINAL:
        at += 1
    return at if at > end + 1 and (at == len(doc) or not doc[at].text[0].isupper()) else end


def inside_person(roster: Roster, hit: Hit) -> bool:
    """Whether the model takes the word and both its neighbours for one person ("Pham Van Ty")."""
    around = roster.doc[max(hit.start - 1, 0) : hit.end + 1]
    return len(around) > hit.end - hit.start + 1 and all(t.ent_type_ == "PERSON" for t in around)
