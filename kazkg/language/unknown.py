"""Names the gazetteer lacks: each candidate becomes what weighs most over all its tellings, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kazkg.knowledge.gazetteer import slug
from kazkg.language.candidates import candidates_of, names_nobody
from kazkg.language.evidence import Candidate, start_of_name, type_noun, with_noun, with_of, word_count
from kazkg.language.namelists import lists_of
from kazkg.language.people import alike, person_named, surnames
from kazkg.language.weighing import Scale, settle, weigh

if TYPE_CHECKING:
    from kazkg.language.drafts import EntityDraft
    from kazkg.language.roster import Roster

__all__ = ["read_unknown"]

QUIET = frozenset(("teaser", "source", "boilerplate", "dateline"))
"""Zones where only known names are read."""
SHARE = 0.8
"""What a member of a list gains of what speaks for another member."""
LISTED = 2.0
"""What a known name in a list gives the others for its kind."""
LONG = 3
"""Letters above which a word of a title takes a capital, and words that a title must have to tell."""
TITLED = 0.8
"""Share of the long words of a title that must have a capital for it to be in title case."""
SURE = 2.0
"""From this weight on the words around a name outweigh that it is a person's surname."""


def read_unknown(roster: Roster) -> None:
    """Take unknown names: several words first, then single words, which may be a part of a longer name."""
    several = [c for c in candidates_of(roster) if roster.zone[c.start] not in QUIET]
    several = _without_title_case(roster, several)
    scales = _scales(roster, several)
    single: list[Candidate] = []
    for candidate in several:
        if word_count(roster, candidate) == 1:
            single.append(candidate)
        else:
            _take(roster, candidate, scales[_spelling(roster, candidate)])
    people = surnames(roster)
    opening = _openings(roster)
    for candidate in single:
        _take_single(roster, candidate, scales[_spelling(roster, candidate)], people, opening)


def _without_title_case(roster: Roster, candidates: list[Candidate]) -> list[Candidate]:
    """Leave out what only the capitals of a title make a name ("Rivals Tighten Grip"): no word of it is said below."""
    titled = [t for t in roster.doc if roster.zone[t.i] == "headline" and t.is_alpha and len(t) > LONG]
    if len(titled) < LONG or sum(t.text[0].isupper() for t in titled) < TITLED * len(titled):
        return candidates
    below = {t.lower_ for t in roster.doc if t.text[0].isupper() and roster.zone[t.i] not in ("headline", "subheading")}
    return [
        c
        for c in candidates
        if roster.zone[c.start] != "headline" or any(roster.word(i) in below for i in range(c.start, c.end))
    ]


def _spelling(roster: Roster, candidate: Candidate) -> str:
    return slug(roster.text(candidate.start, candidate.end))


def _scales(roster: Roster, candidates: list[Candidate]) -> dict[str, Scale]:
    """The weights of each spelling over all its tellings, and what lists share among their members."""
    own = [weigh(roster, c) for c in candidates]
    total: dict[str, Scale] = {}
    for candidate, scale in zip(candidates, own, strict=True):
        total.setdefault(_spelling(roster, candidate), Scale()).merge(scale)
    for members, kinds in lists_of(roster, candidates):
        shared = [(k, max(own[n].weights[k] for n in members)) for k in own[0].weights]
        for n in members:
            scale = total[_spelling(roster, candidates[n])]
            for kind, weight in shared:
                gain = max(weight - max(own[n].weights[kind], 0.0), 0.0) * SHARE
                scale.add(kind, gain if kind != "Person" or word_count(roster, candidates[n]) > 1 else gain / 2)
            for kind in kinds:
                scale.add(kind, LISTED)
    return total


def _openings(roster: Roster) -> dict[str, EntityDraft]:
    """The bodies and places named by several words, by their first word ("Fana" of "Fana Broadcasting")."""
    table: dict[str, EntityDraft] = {}
    common = roster.gazetteer.words.clues.get("place-opening", frozenset())
    for mention in roster.mentions:
        first = roster.doc[mention.start]
        if (
            mention.entity.kind in ("Organization", "Place")
            and mention.end - mention.start > 1
            and len(first.text) > 3
            and first.lower_ not in common
            and not type_noun(roster, mention.start)
        ):
            table.setdefault(slug(first.text), mention.entity)
    return table


def _take(roster: Roster, candidate: Candidate, scale: Scale) -> None:
    start, end = candidate.start, candidate.end
    if not roster.free(start, end) or _hollow(roster, candidate):
        return
    cls = settle(roster, scale)
    if cls is None:
        if candidate.label and type_noun(roster, start):
            roster.barred.add(roster.word(end - 1))
        return
    if cls == "Person" and word_count(roster, candidate) > 5:
        return
    kind = roster.gazetteer.kind_of(cls)
    if kind == "Organization":
        end = with_of(roster, start, end)
        if start_of_name(roster, start):
            start -= 1
    elif kind == "Facility":
        end = with_noun(roster, start, end)
    label = roster.text(start, end)
    if cls == "Person":
        roster.add(start, end, person_named(roster, label))
    else:
        roster.add_around(start, end, roster.unknown(_decapitalised(label), cls))


def _hollow(roster: Roster, candidate: Candidate) -> bool:
    """Whether every word is one that names nobody, an adjective of a country, or an office."""
    doc = roster.doc
    if " ".join(roster.word(i) for i in range(candidate.start, candidate.end)) in roster.gazetteer.words.no_names:
        return True
    for i in range(candidate.start, candidate.end):
        hit = roster.hit_at.get(i)
        known = hit is not None and (hit.demonym or hit.office or hit.body) and not hit.entries
        if not (known or names_nobody(roster, doc[i]) or doc[i].is_punct or not any(c.isalpha() for c in doc[i].text)):
            return False
    return True


def _decapitalised(label: str) -> str:
    """A name of several words all in capitals is written with first capitals."""
    if label.isupper() and " " in label:
        return " ".join(w.capitalize() if len(w) > 3 else w for w in label.split())
    return label


def _take_single(
    roster: Roster,
    candidate: Candidate,
    scale: Scale,
    people: dict[str, EntityDraft],
    opening: dict[str, EntityDraft],
) -> None:
    """A name of one word: a person's surname, a longer name's first word, or by what weighs most."""
    start, end = candidate.start, candidate.end
    if not roster.free(start, end) or _hollow(roster, candidate) or type_noun(roster, start):
        return
    if roster.word(start) in roster.barred:
        return
    label = roster.text(start, end)
    known = people.get(slug(label)) or _same_label(roster, label) or _sounding(people, slug(label))
    if known is not None and not (known.kind == "Person" and scale.spatial > SURE):
        roster.add(start, end, known)
        return
    cls = settle(roster, scale)
    longer = opening.get(slug(label))
    if cls is None and longer is not None and not scale.barred and not roster.doc[start].is_sent_start:
        roster.add(start, end, longer)
        return
    if cls is None or not _single_ok(roster, candidate, cls, scale):
        return
    kind = roster.gazetteer.kind_of(cls)
    if longer is not None and cls != "Person" and (longer.kind == kind or scale.spatial < SURE):
        roster.add(start, end, longer)
        return
    if kind == "Facility":
        end = with_noun(roster, start, end)
    elif kind == "Organization" and start_of_name(roster, start):
        start -= 1
    label = roster.text(start, end)
    if cls == "Person":
        start = _with_title(roster, start)
        label = roster.text(start, end)
    entity = person_named(roster, label) if cls == "Person" else roster.unknown(label, cls)
    if roster.add(start, end, entity) and cls == "Person":
        people.setdefault(slug(label), entity)


def _sounding(people: dict[str, EntityDraft], name: str) -> EntityDraft | None:
    """The one person whose name a single word spells in another way ("Tokaev" for "Tokayev")."""
    found = {person.key: person for part, person in people.items() if alike(part, name)}
    return next(iter(found.values())) if len(found) == 1 else None


def _with_title(roster: Roster, start: int) -> int:
    """Start of a person's name of one word with the title that belongs to it ("Sheikh Hasina")."""
    hit = roster.hit_at.get(start - 1)
    if hit and hit.office and hit.office.in_name and hit.end == start and roster.doc[hit.start].text[0].isupper():
        return hit.start if roster.free(hit.start, hit.end) else start
    return start


def _same_label(roster: Roster, label: str) -> EntityDraft | None:
    """An unknown entity that bears the name already, of whatever kind."""
    return next((e for e in roster.entities.values() if not e.known and e.label == label), None)


def _single_ok(roster: Roster, candidate: Candidate, cls: str, scale: Scale) -> bool:
    """Whether a single word is worth taking: a lone capital at a sentence's start seldom is."""
    token = roster.doc[candidate.start]
    if token.text[0].islower() or len(token.text) < 2:
        return False
    if token.is_sent_start and token.pos_ != "PROPN":
        return False
    if token.is_sent_start and roster.zone[token.i] in ("headline", "subheading", "caption"):
        return False
    return not (cls == "Person" and token.text.isupper() and scale.weights["Person"] < SURE)
