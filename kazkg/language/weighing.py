"""What an unknown name is, by the grammar around each of its tellings, weighed together over the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kazkg.language.evidence import (
    Candidate,
    agent_noun,
    apposed_before,
    apposed_class,
    class_beside,
    described,
    given_name,
    in_brackets,
    inner_class,
    office_before,
    start_of_name,
    titled,
    word_count,
)
from kazkg.language.people import aged

if TYPE_CHECKING:
    from kazkg.language.roster import Roster

__all__ = ["Scale", "settle", "weigh"]

LABELS = {"PERSON": "Person", "ORG": "Organization", "GPE": "Place", "LOC": "Place", "FAC": "Facility"}
KINDS = ("Place", "Person", "Organization", "Facility")
SUBJECTS = frozenset(("nsubj", "nsubjpass"))
PLACE_PREPOSITIONS = {"in": 3.0, "near": 3.0, "outside": 3.0, "around": 2.5, "from": 1.5, "to": 0.5, "at": 1.0}
PLACE_PREPOSITIONS |= {"across": 2.0, "throughout": 3.0, "into": 2.5, "towards": 2.0, "toward": 2.0, "between": 1.0}
PLACE_PREPOSITIONS |= {"via": 1.5, "through": 1.5, "over": 1.5, "until": 0.5, "inside": 2.0, "beyond": 1.5}
GOALS = frozenset(("to", "from", "into", "towards", "toward", "through", "over", "at", "for", "via", "past", "until"))
ARTICLES = frozenset(("al", "el", "la", "le", "los", "las", "les"))
AGENTS = ("er", "or", "ist", "man", "woman", "ian", "ant")
"""Endings of nouns for people by what they do."""
BUILT = 3.0
"""From this weight on a place is a facility."""
SOME = 1.2
"""The least weight for which a name without the model's word for it is taken."""


class Scale:
    """Weights for each kind, and the finest classes spoken for, of all tellings of one spelling."""

    __slots__ = ("barred", "classes", "labels", "weights")

    def __init__(self) -> None:
        self.weights = {"Person": 0.0, "Place": 0.0, "Organization": 0.0, "Facility": 0.0}
        self.classes: list[tuple[float, str]] = []
        """Classes below the kinds, with their weights, in reading order."""
        self.labels = 0
        """How many tellings the model takes for a name."""
        self.barred = False
        """Whether the words around say that it names no entity ("the X tribe")."""

    def add(self, kind: str, weight: float) -> None:
        """Lay a weight on a kind."""
        self.weights[kind] += weight

    def merge(self, other: Scale) -> None:
        """Lay another telling's weights on top."""
        for kind, weight in other.weights.items():
            self.weights[kind] += weight
        self.classes.extend(other.classes)
        self.labels += other.labels
        self.barred = self.barred or other.barred

    @property
    def spatial(self) -> float:
        """What speaks for a place or a facility, less what speaks for a person or a body."""
        place = max(self.weights["Place"], self.weights["Facility"])
        return place - max(self.weights["Person"], self.weights["Organization"])


def settle(roster: Roster, scale: Scale) -> str | None:
    """The class that weighs most, or None where nothing speaks for a name.

    Where two kinds weigh the same the first of Place, Person, Organization and Facility wins.
    """
    if scale.barred:
        return None
    kind = max(KINDS, key=lambda k: scale.weights[k])
    if kind == "Place" and scale.weights["Facility"] >= BUILT:
        kind = "Facility"  # "landed at X, the main airport": what speaks for a place speaks for a facility too
    if scale.weights[kind] < (0.4 if scale.labels else SOME):
        return None
    kind_of = roster.gazetteer.kind_of
    finer = [(w, c) for w, c in scale.classes if kind_of(c) == kind]
    return max(finer, key=lambda x: x[0])[1] if finer else kind


def weigh(roster: Roster, candidate: Candidate) -> Scale:
    """The weights of one telling."""
    scale = Scale()
    words = word_count(roster, candidate)
    inner = inner_class(roster, candidate.start, candidate.end)
    if inner == "":
        scale.barred = True
        return scale
    if inner:
        _speak(roster, scale, inner, 6.0)
    _label(candidate, scale, words)
    _form(roster, candidate, scale, words)
    _person(roster, candidate, scale)
    _class_words(roster, candidate, scale)
    _place(roster, candidate, scale, words)
    _speech(roster, candidate, scale, words)
    return scale


def _speak(roster: Roster, scale: Scale, cls: str, weight: float) -> None:
    kind = roster.gazetteer.kind_of(cls)
    if kind in scale.weights:
        scale.add(kind, weight)
        if cls != kind:
            scale.classes.append((weight, cls))


def _label(candidate: Candidate, scale: Scale, words: int) -> None:
    """The model's word for it, which is worth little for a single word."""
    kind = LABELS.get(candidate.label)
    if kind is None:
        return
    scale.labels += 1
    several = words > 1
    weight = {"PERSON": 2.0 if several else 0.8, "ORG": 1.5 if several else 1.2, "FAC": 0.8}.get(candidate.label, 2.0)
    scale.add(kind, weight)


def _form(roster: Roster, candidate: Candidate, scale: Scale, words: int) -> None:
    """How a name is written: known first names, capitals, openings and endings."""
    doc, clues = roster.doc, roster.gazetteer.words.clues
    first, last = doc[candidate.start], doc[candidate.end - 1]
    if given_name(roster, candidate.start) and words <= 4 and not in_brackets(roster, candidate):
        scale.add("Person", 4.0 if words > 1 else 1.5)
    text = last.text
    folded = roster.word(candidate.end - 1)
    shouted = first.text.isupper() and len(first.text) > 1 and words == 1
    if shouted and roster.zone[candidate.start] == "body" and not _shouting(roster, candidate):
        scale.add("Organization", 3.0 if len(first.text) <= 6 else 1.0)
    elif words == 1 and any(c.isdigit() for c in roster.text(candidate.start, candidate.end)):
        scale.add("Organization", 2.0)
    elif words == 1 and sum(c.isupper() for c in text) > 1 and not text.startswith(("Mc", "Mac", "O'", "O’", "De")):
        scale.add("Organization", 1.5)
    if folded.endswith(tuple(clues.get("surname-ending", ()))) and len(folded) > 5:
        scale.add("Person", 1.0)
    if words == 1 and folded.endswith(tuple(clues.get("place-ending", ()))) and len(folded) > 5:
        scale.add("Place", 1.5)
    if words > 1 and roster.word(candidate.start) in clues.get("place-opening", ()):
        scale.add("Place", 2.0)
    if words == 2 and roster.word(candidate.start) in ARTICLES:
        scale.add("Person", -1.5)
        scale.add("Place", 0.6)
        scale.add("Organization", 0.6)
    before = roster.word(candidate.start - 1)
    if before == "of" and candidate.start > 1 and doc[candidate.start - 2].pos_ == "PROPN":
        scale.add("Person", -1.5)
        scale.add("Place", 0.8)
        scale.add("Organization", 0.8)
    if before == "the" and start_of_name(roster, candidate.start):
        scale.add("Organization", 2.0)
        scale.add("Person", -3.0)
    elif before == "the":
        scale.add("Person", -3.0)
        scale.add("Organization", 1.0)
        if words == 1:
            scale.add("Place", -0.5)


def _shouting(roster: Roster, candidate: Candidate) -> bool:
    """Whether the words beside are in capitals too, so that capitals say nothing."""
    doc = roster.doc
    beside = [doc[i] for i in (candidate.start - 1, candidate.end) if 0 <= i < len(doc)]
    return any(t.is_alpha and len(t.text) > 3 and t.is_upper for t in beside)


def _person(roster: Roster, candidate: Candidate, scale: Scale) -> None:
    """Titles, ages, appositions, relatives and the relative pronoun speak for a person."""
    start, end = candidate.start, candidate.end
    kin = roster.gazetteer.words.clues.get("kin", frozenset())
    if titled(roster, start):
        scale.add("Person", 5.0)
    elif aged(roster, end) > 0 or described(roster, start, end):
        scale.add("Person", 4.0)
    elif (
        roster.word(end) == "," and roster.doc[end + 1 : end + 2].text.isdigit() and roster.word(end + 2) in (",", ".")
    ):
        scale.add("Person", 5.0)
    at = end + 1 if roster.word(end) == "," else end
    before = roster.word(start - 1)
    members = before == "of" and start > 1 and roster.doc[start - 2].tag_ == "NNS"  # "technicians of Orim who left"
    if roster.word(at) in ("who", "whose") and before not in PLACE_PREPOSITIONS and not members:
        scale.add("Person", 4.0)
    if roster.word(end) in ("'s", "’s", "'", "’") and (roster.word(end + 1) in kin or roster.word(end + 2) in kin):
        scale.add("Person", 4.0)
    at = start - 2 if before == "," else start - 1
    if roster.word(at) in kin and at not in roster.taken and roster.word(at - 1) != "of":
        scale.add("Person", 4.0)
    elif before == "," and roster.word(end) in (",", ".") and office_before(roster, at):
        scale.add("Person", 3.5)
    elif start and before.endswith(AGENTS) and agent_noun(roster, start - 1):
        scale.add("Person", 2.5)


def _class_words(roster: Roster, candidate: Candidate, scale: Scale) -> None:
    """Type nouns beside it and in apposition."""
    start, end = candidate.start, candidate.end
    beside = class_beside(roster, start, end)
    if beside == "":
        scale.barred = True
    elif beside:
        before = roster.word(start - 1) in roster.gazetteer.words.kinds
        _speak(roster, scale, beside, 8.0 if before else 4.5)
    apposed = apposed_class(roster, end) or apposed_before(roster, start, end)
    if apposed:
        _speak(roster, scale, apposed, 3.5)


def _place(roster: Roster, candidate: Candidate, scale: Scale, words: int) -> None:
    """Prepositions, verbs and nouns of place and way; a known place behind a comma."""
    start, end = candidate.start, candidate.end
    doc, clues = roster.doc, roster.gazetteer.words.clues
    before = roster.word(start - 1)
    if before in PLACE_PREPOSITIONS:
        weight = PLACE_PREPOSITIONS[before]
        head = doc[start - 1].head
        lemma = head.lemma_.lower()
        if before in GOALS and (
            (head.pos_ in ("VERB", "AUX") and lemma in clues.get("motion-verb", ()))
            or (head.pos_ in ("NOUN", "PROPN") and head.lower_ in clues.get("travel-noun", ()))
        ):
            weight = 3.0
        if (words == 1 and _attributive(roster, start, end)) or (doc[start].is_upper and roster.zone[start] == "body"):
            weight *= 0.4
        scale.add("Place", weight)
    nouns = clues.get("place-noun", frozenset())
    if roster.word(end) == "and" and roster.word(end + 1) == "other" and roster.word(end + 2) in nouns:
        scale.add("Place", 4.0)  # "Kandy, Galle and other towns"
    if before == "of" and roster.word(start - 2) in nouns:
        scale.add("Place", 4.0)
    elif before == "of" and (kind := roster.gazetteer.words.kinds.get(roster.word(start - 2))) and kind.facility:
        scale.add("Place", 3.0)
    elif before == "of" and roster.word(start - 2) in clues.get("member-noun", ()):
        scale.add("Organization", 1.5)
    behind = end + 1 if roster.word(end) in ("'s", "’s", "'", "’") else end
    if behind < len(doc) and doc[behind].text.islower():
        noun = roster.word(behind)
        if noun in nouns and doc[behind].pos_ in ("NOUN", "PROPN"):
            scale.add("Place", 3.0)
        elif noun in clues.get("member-noun", ()):
            scale.add("Organization", 1.5)
        elif behind > end and (kind := roster.gazetteer.words.kinds.get(noun)) and kind.facility:
            scale.add("Place", 2.0)
    if roster.word(end) == ",":
        following = roster.taken.get(end + 1)
        wider = following is not None and following.start == end + 1 and following.entity.kind == "Place"
        if wider and roster.word(following.end) not in ("'s", "’s") if following else False:
            scale.add("Place", 2.5)
        if roster.word(end + 1) in ("where",):
            scale.add("Place", 4.0)
    head = doc[roster.head(start, end)]
    verb = head.head.lemma_.lower()
    if head.dep_ == "dobj" and verb in clues.get("place-verb", ()) and words <= 2:
        scale.add("Place", 2.5)


def _attributive(roster: Roster, start: int, end: int) -> bool:
    """Whether the name belongs to a common noun behind it that is no place ("in Wagner hands")."""
    head = roster.doc[roster.head(start, end)]
    noun = head.head
    if head.dep_ not in ("compound", "amod", "nmod", "poss") or noun.i < end or not noun.text.islower():
        return False
    words = roster.gazetteer.words
    return noun.lower_ not in words.clues.get("place-noun", ()) and noun.lower_ not in words.kinds


def _speech(roster: Roster, candidate: Candidate, scale: Scale, words: int) -> None:
    """Who says, is told or is quoted: a person if it has several names, else often a body."""
    start, end = candidate.start, candidate.end
    doc = roster.doc
    head = doc[roster.head(start, end)]
    verb = head.head.lemma_.lower()
    if head.dep_ in SUBJECTS:
        if verb in roster.said:
            scale.add("Person", 2.0 if words > 1 else 0.8)
            scale.add("Organization", 0.8)
            scale.add("Place", -1.0)
        elif verb in roster.gazetteer.words.clues.get("person-verb", ()) and head.head.pos_ == "VERB":
            scale.add("Person", 2.0)
        elif words > 1 and head.head.pos_ == "VERB":
            scale.add("Person", 1.0)
    elif head.dep_ in ("dobj", "dative") and verb in roster.told and start > 0 and doc[start - 1].head.i != start:
        scale.add("Organization", 2.5 if words == 1 else 0.8)
        scale.add("Person", 0.8)
    elif head.dep_ == "dobj" and verb in roster.said:
        scale.add("Organization", 1.0)
        scale.add("Person", 0.8 if words > 1 else 0.1)
    before = roster.word(start - 1)
    if before == "to" and roster.word(start - 2) == "according":
        scale.add("Organization", 2.5 if words == 1 else 1.0)
        scale.add("Place", -2.0)
        if words > 1:
            scale.add("Person", 1.0)
    elif before == "on" and words > 1 and doc[start - 1].head.lemma_.lower() in roster.said | roster.told:
        scale.add("Organization", 3.0)  # "pointed out on Radio X"
    elif before == "on" and words == 1 and doc[start].ent_type_ != "DATE":
        scale.add("Organization", 1.5)
    if roster.word(end) == "," and roster.word(end + 1) == "which":
        scale.add("Organization", 1.0)
        scale.add("Place", 0.5)
        scale.add("Person", -1.0)
