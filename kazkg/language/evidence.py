"""What kind of thing an unknown name is: the words in it and around it, then the model's label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kazkg.language.people import aged

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kazkg.knowledge.naming import Kind
    from kazkg.language.roster import Roster

__all__ = [
    "HYPHENS",
    "Candidate",
    "apposed_class",
    "calls_for_place",
    "class_beside",
    "class_of",
    "courtesy",
    "described",
    "given_name",
    "titled",
    "type_noun",
    "with_noun",
    "with_of",
    "word_count",
]

LABELS = {"PERSON": "Person", "ORG": "Organization", "GPE": "Place", "LOC": "Place", "FAC": "Facility"}
HYPHENS = frozenset(("-", "‐", "‑"))
IN = frozenset(("in", "near", "outside", "around"))


@dataclass(slots=True)
class Candidate:
    """Tokens that may be a name, and the model's label if any."""

    start: int
    end: int
    label: str


def class_of(roster: Roster, candidate: Candidate) -> str | None:
    """The class that the words in and around a candidate speak for, else the model's, else None."""
    doc, start, end = roster.doc, candidate.start, candidate.end
    inner = _inner_kind(roster, start, end)
    if inner is not None:
        return inner or None
    if titled(roster, start):
        return "Person"
    if aged(roster, end) > 0 or described(roster, start, end):
        return "Person"
    beside = class_beside(roster, start, end)
    given = given_name(roster, start)
    if beside == "":
        return None
    if beside and not (candidate.label == "PERSON" and given):
        return beside
    words = word_count(roster, candidate)
    if given and words in (2, 3, 4) and candidate.label != "FAC":
        return "Person"
    apposed = apposed_class(roster, end)
    if apposed:
        return apposed
    if words <= 2 and candidate.label != "GPE" and not doc[start].text.isupper() and calls_for_place(roster, candidate):
        return "Place" if candidate.label else None
    return LABELS.get(candidate.label) or _listed(roster, start, end)


def _inner_kind(roster: Roster, start: int, end: int) -> str | None:
    """Class by a type noun that is a part of the name, last or before "of"; "" for what is no entity."""
    kinds = roster.gazetteer.words.kinds
    if end - start < 2:
        return None
    first = kinds.get(roster.word(start))
    two = word_count(roster, Candidate(start, end, "")) == 2
    if first and ((two and not first.classes) or first.classes[:1] == ("NaturalFeature",)):
        return first.classes[0] if first.classes else ""  # "Lake X", "Cyclone X"
    for i in range(end - 1, start, -1):
        if i < end - 1 and roster.word(i + 1) not in ("of", "for", "on"):
            continue
        kind = kinds.get(roster.word(i))
        if kind and roster.doc[i].text[0].isupper():
            return kind.classes[0] if kind.classes else ""
    return None


def calls_for_place(roster: Roster, candidate: Candidate) -> bool:
    """Whether the word before it calls for a place: "in X", "the mayor of X", "residents of X"."""
    before = roster.word(candidate.start - 1)
    if before in IN:
        return candidate.label in ("PERSON", "ORG", "")
    hit = roster.hit_at.get(candidate.start - 2)
    single = candidate.end - candidate.start == 1
    return before == "of" and single and candidate.label != "PERSON" and bool(hit and hit.office and not hit.entries)


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


def _listed(roster: Roster, start: int, end: int) -> str | None:
    """Class of a name without the model's word for it, by a known name beside it in a list."""
    for mark, at in ((roster.word(end), end + 1), (roster.word(start - 1), start - 2)):
        if mark in (",", "and"):
            mention = roster.taken.get(at + 1 if roster.word(at) == "the" and at > end else at)
            if mention and mention.entity.kind in ("Organization", "Place") and mark == "," and at > end:
                return mention.entity.kind
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
        return behind.classes[0] if behind.classes else ""
    of = roster.word(start - 1) == "of"
    at = start - 2 if of else start - 1
    before = _kind_at(roster, at, at - 1)
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
    if end + 1 < len(doc) and doc[end].lower_ == "of" and doc[end - 1].lower_ in roster.gazetteer.words.kinds:
        at = end + 2 if doc[end + 1].lower_ == "the" else end + 1
        mention = roster.taken.get(at)
        if mention and mention.start == at and mention.entity.kind in ("Organization", "Place"):
            return mention.end if roster.free(start, at) else end
    return end


def with_noun(roster: Roster, start: int, end: int) -> int:
    """End of a facility's name with its common noun behind it ("Mek Nimr bridge")."""
    kind = roster.gazetteer.words.kinds.get(roster.word(end))
    last = roster.gazetteer.words.kinds.get(roster.word(end - 1)) if end - start > 1 else None
    return end + 1 if kind and kind.facility and not last and roster.free(end, end + 1) else end


def word_count(roster: Roster, candidate: Candidate) -> int:
    """How many parts a candidate has; what a hyphen joins is one."""
    doc = roster.doc
    words = [t for t in doc[candidate.start : candidate.end] if t.text not in HYPHENS]
    return len(words)


def courtesy(roster: Roster, token: Token) -> bool:
    """Whether the token is a courtesy ("Mr")."""
    return token.lower_.strip(".") in roster.gazetteer.words.honorifics


def given_name(roster: Roster, start: int) -> bool:
    """Whether the token is a known first name."""
    return roster.doc[start].lower_ in roster.gazetteer.words.given_names


def type_noun(roster: Roster, at: int) -> bool:
    """Whether the token is a type noun, capital or not."""
    return roster.word(at) in roster.gazetteer.words.kinds
