"""Words that may be names the gazetteer lacks: what the model's NER and the capitals suggest, trimmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kazkg.language.evidence import DOTTED, HYPHENS, Candidate, courtesy, given_name, inner_class, type_noun, word_count

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kazkg.language.drafts import MentionDraft
    from kazkg.language.roster import Roster
    from kazkg.language.spotting import Hit

__all__ = ["candidates_of", "names_nobody"]

LABELS = {"PERSON": "Person", "ORG": "Organization", "GPE": "Place", "LOC": "Place", "FAC": "Facility"}
DATED = frozenset(("DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY", "NORP", "LANGUAGE"))
PARTICLES = frozenset(
    (
        "al",
        "el",
        "bin",
        "bint",
        "ibn",
        "van",
        "von",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "la",
        "le",
        "ul",
        "abu",
        "ben",
        "dos",
    )
)
LINKS = frozenset(("of", "for", "and", "the", "on", "in", "to", "de", "la", "del", "&"))
"""Small words that may stand inside an organisation's name."""
LONGER = frozenset(("ORG", "FAC", "GPE", "LOC"))
"""Labels of names that may begin with a known place ("Khartoum North")."""
SEATED = frozenset(("in", "near", "outside"))
CLOSING = frozenset((",", ".", ";", ":", "and", "on", "after", "said"))
SYLLABLE = 5
"""Letters of a second syllable behind a hyphen ("Kim Jong-un")."""


def candidates_of(roster: Roster) -> list[Candidate]:
    """All candidates, sorted and without overlaps; known names that a longer candidate outranks are given back."""
    candidates = _papers(roster) + _from_model(roster)
    candidates += _from_capitals(roster, candidates)
    parts = _split(roster, sorted(candidates, key=lambda c: (c.start, c.end)))
    return _merged(roster, _places_like_titles(roster, parts))


def _papers(roster: Roster) -> list[Candidate]:
    """Newspapers that are named by their town and a noun in capitals ("the Lindau Herald")."""
    found = []
    for mention in [m for m in roster.mentions if m.entity.kind == "Place" and m.form == "name"]:
        kind = roster.gazetteer.words.kinds.get(roster.word(mention.end))
        if kind and kind.classes[:1] == ("Newspaper",) and roster.doc[mention.end].text[0].isupper():
            roster.drop(mention)
            found.append(Candidate(mention.start, mention.end + 1, "ORG"))
    return found


def _places_like_titles(roster: Roster, candidates: list[Candidate]) -> list[Candidate]:
    """Take the title into a place's name: "General Santos" is one where the article says "in General Santos,"."""
    seated = set()
    for c in candidates:
        hit = roster.hit_at.get(c.start - 1)
        if c.end - c.start != 1 or not hit or not hit.office or hit.entries or hit.start != c.start - 1:
            continue
        capital = roster.doc[hit.start].text[0].isupper() and not roster.doc[hit.start].is_sent_start
        if capital and roster.word(hit.start - 1) in SEATED and roster.word(c.end) in CLOSING:
            seated.add((roster.word(hit.start), roster.word(c.start)))
    alone = {roster.word(c.start) for c in candidates if c.end - c.start == 1 and c.start - 1 not in roster.hit_at}
    seated = {pair for pair in seated if pair[1] not in alone}
    if not seated:
        return candidates
    named = [
        Candidate(c.start - 1, c.end, "GPE")
        if c.end - c.start == 1 and (roster.word(c.start - 1), roster.word(c.start)) in seated
        else c
        for c in candidates
    ]
    titles = {c.start for c in named if c.end - c.start == 2}
    return [c for c in named if c.end - c.start > 1 or c.start not in titles]


def _split(roster: Roster, candidates: list[Candidate]) -> list[Candidate]:
    """Two single words with "and" between them are two names, and so is what "to" parts ("from X to Y")."""
    parts: list[Candidate] = []
    for c in candidates:
        to = next((i for i in range(c.start + 1, c.end - 1) if roster.word(i) == "to"), 0)
        if to and c.label != "ORG":
            parts.extend((Candidate(c.start, to, "GPE"), Candidate(to + 1, c.end, "GPE")))
        elif c.end - c.start == 3 and roster.word(c.start + 1) == "and":
            parts.extend((Candidate(c.start, c.start + 1, c.label), Candidate(c.end - 1, c.end, c.label)))
        elif parts and _joined(roster, parts[-1], c):
            parts[-1] = Candidate(parts[-1].start, c.end, "ORG")
        else:
            parts.append(c)
    return sorted(parts, key=lambda c: (c.start, c.end))


def _joined(roster: Roster, left: Candidate, right: Candidate) -> bool:
    """Whether "and" stands inside one name, as in "the Garment Manufacturers and Exporters Association"."""
    if right.start != left.end + 1 or roster.word(left.end) != "and" or "ORG" not in (left.label, right.label):
        return False
    if left.end - left.start < 2 or roster.word(left.start - 1) != "the" or type_noun(roster, left.end - 1):
        return False
    cls = inner_class(roster, right.start, right.end)
    return bool(cls) and roster.gazetteer.kind_of(cls or "") == "Organization"


def _merged(roster: Roster, candidates: list[Candidate]) -> list[Candidate]:
    """Candidates side by side are one name, with a person's label where either has it."""
    merged: list[Candidate] = []
    for c in candidates:
        last = merged[-1] if merged else None
        if (
            last
            and last.end == c.start
            and not type_noun(roster, last.end - 1)
            and roster.doc[c.start].text[0].isupper()
        ):
            label = (
                "PERSON"
                if "PERSON" in (last.label, c.label) or given_name(roster, last.start)
                else last.label or c.label
            )
            merged[-1] = _trim(roster, Candidate(last.start, c.end, label)) or c
        elif last and _slashed(roster, last, c):
            merged[-1] = Candidate(last.start, c.end, "ORG")
        elif not last or c.start >= last.end:
            merged.append(c)
    return merged


def _slashed(roster: Roster, left: Candidate, right: Candidate) -> bool:
    """Whether a stroke joins two abbreviations to one name ("ABC/DE")."""
    doc, at = roster.doc, left.end
    if right.start != at + 1 or doc[at].text != "/" or doc[at].whitespace_ or doc[at - 1].whitespace_:
        return False
    return doc[at - 1].is_upper and doc[right.start].is_upper and left.end - left.start == 1


def _from_model(roster: Roster) -> list[Candidate]:
    found = []
    for ent in roster.doc.ents:
        if ent.label_ not in LABELS:
            continue
        for start, end in _lines(roster, ent.start, ent.end):
            candidate = _trim(roster, Candidate(*_widened(roster, start, end), ent.label_))
            if candidate:
                found.extend(_untaken(roster, candidate))
    return found


def _widened(roster: Roster, start: int, end: int) -> tuple[int, int]:
    """The range with what hyphens join to it ("Croix" of "Croix-des-Bouquets"); not "Paris-based"."""
    doc = roster.doc
    while end + 1 < len(doc) and doc[end].text in HYPHENS and not doc[end - 1].whitespace_ and not doc[end].whitespace_:
        ahead = doc[end + 1]
        linked = end + 2 < len(doc) and doc[end + 2].text in HYPHENS and not ahead.whitespace_
        second = (
            len(ahead.text) <= SYLLABLE and ahead.tag_ not in ("VBN", "VBD", "IN") and doc[start].ent_type_ == "PERSON"
        )
        if not (ahead.text[0].isupper() or ahead.is_digit or linked or second) or end + 1 in roster.taken:
            break
        end += 2
    while (
        start > 1
        and doc[start - 1].text in HYPHENS
        and not doc[start - 1].whitespace_
        and not doc[start - 2].whitespace_
    ):
        if not (doc[start - 2].text[0].isupper() or (start > 3 and doc[start - 3].text in HYPHENS)):
            break
        if start - 2 in roster.taken:
            break
        start -= 2
    return start, end


def _lines(roster: Roster, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a range between line breaks, opening brackets and commas before a first name."""
    parts, at = [], start
    for i in range(start, end):
        person = roster.doc[i].text == "," and i + 1 < end and given_name(roster, i + 1)
        if roster.doc[i].is_space or roster.doc[i].text == "(" or person:
            parts.append((at, i))
            at = i + 1
    parts.append((at, end))
    return [p for p in parts if p[0] < p[1]]


def _from_capitals(roster: Roster, known: list[Candidate]) -> list[Candidate]:
    """Runs of capitalised proper nouns that neither the gazetteer nor the model found."""
    doc = roster.doc
    seen = {i for c in known for i in range(c.start, c.end)}
    found, i = [], 0
    while i < len(doc):
        placed = _of_place(roster, i)
        if not (_capital(doc[i]) or placed) or _calendar(roster, doc[i]) or i in roster.taken or i in seen:
            i += 1
            continue
        end = i + 1
        while end < len(doc) and end not in roster.taken and end not in seen:
            token = doc[end]
            joins = token.text in HYPHENS and end + 1 < len(doc) and doc[end + 1].is_alpha
            if _calendar(roster, token) or not (
                _capital(token) or joins or (token.lower_ in PARTICLES and _ahead(roster, end))
            ):
                break
            end += 1
        run = _trim(roster, Candidate(*_widened(roster, i, end), ""))
        if run and (_credible(roster, run) or placed):
            found.append(run)
        i = end
    return found


def _of_place(roster: Roster, at: int) -> bool:
    """Whether a capital stands behind "city of", "village of" and the like, whatever the model takes it for."""
    if roster.word(at - 1) != "of" or not roster.doc[at].text[0].isupper() or not roster.doc[at].is_alpha:
        return False
    kind = roster.gazetteer.words.kinds.get(roster.word(at - 2))
    return kind is not None and bool(kind.classes) and kind.classes[0] in ("City", "Region") and at not in roster.hit_at


def _ahead(roster: Roster, at: int) -> bool:
    return at + 1 < len(roster.doc) and (_capital(roster.doc[at + 1]) or roster.doc[at + 1].text in HYPHENS)


def _calendar(roster: Roster, token: Token) -> bool:
    return token.ent_type_ == "DATE" and names_nobody(roster, token)


def _capital(token: Token) -> bool:
    """Whether a token looks like a part of a name; the model takes some surnames for dates."""
    shouted = token.pos_ == "NOUN" and token.is_upper and token.is_alpha and len(token) > 2
    if not token.text[0].isupper() or not (token.pos_ == "PROPN" or shouted or DOTTED.fullmatch(token.text)):
        return False
    return token.ent_type_ not in DATED or (token.ent_type_ == "DATE" and token.is_alpha)


def _credible(roster: Roster, run: Candidate) -> bool:
    """Whether a run without the model's word for it can be a name: never a line of capitals or a heading."""
    doc = roster.doc
    if roster.zone[run.start] in ("headline", "subheading", "caption"):
        return False
    if not word_count(roster, run):
        return False
    return not (doc[run.start].is_sent_start and word_count(roster, run) == 1 and roster.word(run.end) != ",")


def _trim(roster: Roster, candidate: Candidate) -> Candidate | None:
    """Without articles, courtesies, offices, adjectives of countries, possessives and marks at its ends."""
    doc, start, end = roster.doc, candidate.start, candidate.end
    if doc[start].lower_ == "the" and end - start > 2:
        start += 1
    for i in range(start, end):
        hit = roster.hit_at.get(i)
        if candidate.label == "PERSON" and hit and hit.office and not hit.entries and hit.end < end:
            start = hit.end  # "Planning Minister X": the office is no part of the name
        elif i == start and _of_office(roster, start) and _matter(roster, i, end):
            start = i + 1  # "Minister of Defense X"
            return _named(roster, start, end)
        elif candidate.label == "PERSON" and i > start and given_name(roster, i) and _of_office(roster, start):
            start = i  # "Minister of Mines X"
    changed = True
    while changed and start < end:
        changed = False
        first, last = doc[start], doc[end - 1]
        hit = roster.hit_at.get(start)
        if (
            first.is_punct
            or first.is_space
            or first.lower_ in ("the", "a", "an", "'s", "’s")
            or courtesy(roster, first)
        ):
            start, changed = start + 1, True
        elif hit and hit.start == start and _leads(roster, hit, end):
            start, changed = hit.end, True
        elif first.text[0].islower() and first.lower_ not in PARTICLES and not _inner_capital(first.text):
            start, changed = start + 1, True
        elif last.is_punct or last.is_space or _dispensable(roster, candidate, start, last):
            end, changed = end - 1, True
    return Candidate(start, end, candidate.label) if start < end else None


def _named(roster: Roster, start: int, end: int) -> Candidate:
    """A person behind an office of some matter, with the capitals that the model left out."""
    doc = roster.doc
    while end < len(doc) and doc[end].pos_ == "PROPN" and doc[end].text[0].isupper() and not roster.hit_at.get(end):
        end += 1
    return Candidate(start, end, "PERSON")


def _dispensable(roster: Roster, candidate: Candidate, start: int, last: Token) -> bool:
    """Whether a last word is a possessive, a common noun, or in a bare run a capital that names nobody."""
    if last.lower_ in ("'s", "’s", "'", "’"):
        return True
    if last.text[0].islower():
        joined = last.i > start + 1 and last.nbor(-1).text in HYPHENS and not last.nbor(-1).whitespace_
        return not (joined and candidate.label == "PERSON" and last.tag_ not in ("VBN", "VBD", "JJ"))
    return last.i > start and names_nobody(roster, last) and not candidate.label


def _leads(roster: Roster, hit: Hit, end: int) -> bool:
    """Whether a hit at a name's start is no part of it: an office, or the adjective of a country."""
    if hit.entries or hit.end >= end or (type_noun(roster, end - 1) and roster.doc[end - 1].text[0].isupper()):
        return False
    return bool(hit.demonym or (hit.office and roster.word(hit.end) not in ("'s", "’s")))


def _of_office(roster: Roster, start: int) -> bool:
    """Whether an office and "of" or "of the" stand right before."""
    of = start - 2 if roster.word(start - 1) == "the" else start - 1
    hit = roster.hit_at.get(of - 1)
    return roster.word(of) == "of" and hit is not None and hit.office is not None


def _matter(roster: Roster, at: int, end: int) -> bool:
    """Whether a matter of offices opens a range that a name can end ("Interior" before "Jane Doe")."""
    if roster.word(at) not in roster.portfolios or end <= at + 1:
        return False
    whole = any(type_noun(roster, i) or roster.word(i) == "of" for i in range(at + 1, end))
    return roster.word(at - 1) != "the" or (end > at + 2 and not whole)  # "of the Interior Troops", "Committee of ..."


def _inner_capital(text: str) -> bool:
    return any(c.isupper() for c in text[1:]) and len(text) > 2


def names_nobody(roster: Roster, token: Token) -> bool:
    """Whether the token is a word that copy writes with a capital though it names nobody."""
    return token.lower_ in roster.gazetteer.words.no_names


def _untaken(roster: Roster, candidate: Candidate) -> list[Candidate]:
    """The candidate if it is free or better than the names it overlaps, else what is left of it beside them."""
    inside = {id(m): m for i in range(candidate.start, candidate.end) if (m := roster.taken.get(i))}
    if not inside:
        return [candidate]
    mentions = list(inside.values())
    if _outranks(roster, candidate, mentions):
        for mention in mentions:
            roster.drop(mention)
        return [candidate]
    last = mentions[-1]
    stop = last.start - 1 if roster.word(last.start - 1) == "of" else last.start - 2
    if candidate.label == "ORG" and last.end == candidate.end and len(mentions) == 1 and roster.word(stop) == "of":
        rest = _trim(roster, Candidate(candidate.start, stop, "ORG"))  # "the Ombudsman's Office of Peru"
        return [rest] if rest and type_noun(roster, rest.end - 1) and roster.free(rest.start, rest.end) else []
    return []


def _outranks(roster: Roster, candidate: Candidate, mentions: list[MentionDraft]) -> bool:
    """Whether a longer name wins over known names inside it ("Moscow State University", "Denzel Washington")."""
    if any(m.start < candidate.start or m.end > candidate.end for m in mentions):
        return False
    if len(mentions) > 1:
        first = mentions[0]
        headed = (
            first.entity.kind == "Organization"
            and first.start == candidate.start
            and inner_class(roster, first.end, mentions[1].start - 1)
        )  # "UN Assistance Mission in Chad"
        places = all(m.entity.kind == "Place" for m in mentions[bool(headed) :])
        return candidate.label == "ORG" and places and _proper(roster, candidate.start, candidate.end)
    mention = mentions[0]
    if mention.start == candidate.start and mention.end == candidate.end:
        return False
    last = roster.doc[candidate.end - 1]
    if candidate.label in LONGER and mention.end < candidate.end and last.text[0].isupper():
        if candidate.end - 1 in roster.hit_at:
            return False
        proper = _proper(roster, mention.end, candidate.end)
        return type_noun(roster, candidate.end - 1) or (proper and roster.zone[candidate.start] == "body")
    return candidate.label == "PERSON" and mention.entity.kind == "Person" and mention.end == candidate.end


def _proper(roster: Roster, start: int, end: int) -> bool:
    return all(t.pos_ == "PROPN" or t.lower_ in LINKS for t in roster.doc[start:end])
