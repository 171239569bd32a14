"""Names: the gazetteer first, then public bodies by grammar, then what the model and the capitals suggest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

from kazkg.knowledge.gazetteer import Entry
from kazkg.knowledge.naming import Body
from kazkg.language.abbreviations import read_abbreviations
from kazkg.language.bycity import POSSESSIVE, body_of_district, facility_of, local_body, quarter_of
from kazkg.language.evidence import inside_person, whole_ministry
from kazkg.language.longer import join_tails, of_person, region_meant, take_section
from kazkg.language.namesakes import entry_meant, take_namesake
from kazkg.language.people import read_roles
from kazkg.language.roster import Roster
from kazkg.language.spotting import Hit, Spotter
from kazkg.language.unknown import read_unknown

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kazkg.knowledge import Knowledge
    from kazkg.knowledge.reporting import Reporting
    from kazkg.language.drafts import EntityDraft

__all__ = ["Names", "article_country"]

DETERMINERS = frozenset(("the", "a", "an"))
STATE_WORDS = frozenset(("state", "federal", "national", "own", "new", "interim", "transitional", "former", "current"))
"""Adjectives that may stand between a country and its body without changing whose it is."""
LOCAL = frozenset(("regional", "city", "local", "district", "provincial", "municipal", "region", "province", "town"))
"""Words beside a body that make it one of a place and not of the country."""
DEMONYM = 0.6
"""What an adjective of a country counts for the article's country, against 1 for its own name."""
OTHERS = 0.4
"""What its people and bodies count."""
LEAD = 600
"""Characters at the start of an article whose places count double for the article's country."""
SEAT_REACH = 6
"""Tokens behind "In Rabat," within which a ministry is that country's."""
WEIGHTS = {"headline": 3.0, "dateline": 3.0}
"""What a place counts for the article's country in some zones."""
PLACE_LABELS = frozenset(("GPE", "LOC", "FAC"))
LABEL_KINDS = {"PERSON": "Person", "ORG": "Organization", "GPE": "Place", "LOC": "Place", "FAC": "Facility"}


class Names:
    """Finds who is named; writes ``doc._.entities``, ``.mentions``, ``.by_token`` and ``.country`` (a draft)."""

    knowledge: Knowledge

    def __init__(self) -> None:
        self._spotter: Spotter | None = None
        self._said: frozenset[str] = frozenset()
        self._told: frozenset[str] = frozenset()

    def __call__(self, doc: Doc) -> Doc:
        """Read the names of one article."""
        gazetteer = self.knowledge.gazetteer
        if self._spotter is None:
            self._spotter = Spotter(gazetteer)
            self._said, self._told = _speech_verbs(self.knowledge.reporting)
        roster = Roster(doc, gazetteer, self._spotter.spot(doc))
        roster.said, roster.told = self._said, self._told
        roster.country = article_country(roster)
        _read_known(roster)
        _read_bare_bodies(roster)
        read_unknown(roster)
        join_tails(roster)
        read_abbreviations(roster)
        read_roles(roster)
        doc.user_data["kazkg.hits"] = roster.hit_at
        roster.shut()
        return doc


def _speech_verbs(reporting: Reporting) -> tuple[frozenset[str], frozenset[str]]:
    """Lemmas of verbs whose subject speaks, and of those whose object is spoken to."""
    cues = [(verb, cue) for verb, entries in reporting.verbs.items() for rest, cue in entries if not rest]
    said = frozenset(verb for verb, cue in cues if not cue.everyday and not cue.relay)
    return said, frozenset(verb for verb, cue in cues if cue.addressee)


def article_country(roster: Roster) -> Entry | None:
    """The country the article is about: the one that most names, cities, bodies and adjectives point to, or None."""
    score: dict[str, float] = {}
    for hit in roster.hits:
        entry = hit.entries[0] if hit.entries else None
        place = hit.demonym.place if hit.demonym and entry is None else entry
        if place is None or not place.country or roster.gazetteer.entries[place.country].former:
            continue
        if entry is not None and entry.kind == "Place" and inside_person(roster, hit):
            continue
        weight = 1.0 if place.kind in ("Place", "Facility") else OTHERS
        if hit.demonym and entry is None:
            weight = DEMONYM
        zone = roster.zone[hit.start]
        weight *= WEIGHTS.get(zone, 2.0 if roster.doc[hit.start].idx < LEAD else 1.0)
        score[place.country] = score.get(place.country, 0.0) + weight
    if not score:
        return None
    return roster.gazetteer.entries[max(score, key=lambda k: (score[k], -list(score).index(k)))]


def _read_known(roster: Roster) -> None:
    """Take the gazetteer's names, and bodies that a country or city stands beside."""
    for n, hit in enumerate(roster.hits):
        if not roster.free(hit.start, hit.end):
            continue
        following = roster.hits[n + 1] if n + 1 < len(roster.hits) else None
        owner = _owner(roster, hit)
        if following and owner and _composed(roster, hit, owner, following):
            continue
        if following and ((hit.body and _of_country(roster, hit, following)) or _of_town(roster, hit, following)):
            continue
        if hit.entries:
            _take_entry(roster, hit)


def _owner(roster: Roster, hit: Hit) -> Entry | None:
    """The country or city a hit names or is the adjective of."""
    if hit.demonym:
        return None if hit.demonym.people else hit.demonym.place
    entry = entry_meant(roster, hit)
    return entry if entry and entry.kind == "Place" else None


def _composed(roster: Roster, hit: Hit, owner: Entry, following: Hit) -> bool:
    """As in "Sudanese Interior Ministry", "Sudan's central bank", "Lima city council", "Khartoum airport"."""
    gap = hit.end
    while roster.word(gap) in POSSESSIVE or (roster.word(gap) in STATE_WORDS and gap < following.start):
        gap += 1
    if gap == following.start:
        if following.body and owner.country == owner.key:
            taken = take_body(roster, hit.start, following.end, owner, following.body, gap) is not None
            if taken and hit.entries and roster.word(hit.end) in POSSESSIVE:
                roster.add_inside(hit.start, hit.end, roster.entity_of(owner))
            return taken
        everywhere = following.body and (owner.cls == "Region" or not following.body.named_alone)
        local = following.local_body or (following.body if everywhere else None)
        if local and owner.cls in ("City", "Region"):
            entity = local_body(roster, owner, local, following)
            taken = roster.add(hit.start, following.end, entity) is not None
            if taken and following.body and hit.entries and roster.word(hit.end) in POSSESSIVE:
                roster.add_inside(hit.start, hit.end, roster.entity_of(owner))
            return taken
    return False


def _of_country(roster: Roster, hit: Hit, following: Hit) -> bool:
    """As in "the Ministry of Health of (the Republic of) Kazakhstan"."""
    body = hit.body
    at = whole_ministry(roster, hit)
    if body is None or roster.word(at) != "of":
        return False
    at += 1
    while at < following.start and roster.word(at) in ("the", "republic", "of", "kingdom", "state", "federal"):
        at += 1
    owner = entry_meant(roster, following) if following.entries else None
    if at != following.start or owner is None or owner.country != owner.key:
        return False
    taken = take_body(roster, hit.start, following.end, owner, body, hit.start) is not None
    if taken and not body.named_alone:
        roster.add_inside(following.start, following.end, roster.entity_of(owner))
    return taken


def _of_town(roster: Roster, hit: Hit, following: Hit) -> bool:
    """As in "the prosecutor's office of the Almaty region", "the police department of Almaty"."""
    at = hit.end + 1 if roster.word(hit.end) in ("of", "in") else -1
    at += at > 0 and roster.word(at) in ("the", "city") and at < following.start
    owner = entry_meant(roster, following) if hit.local_body and at == following.start and following.entries else None
    if owner is None or owner.cls not in ("City", "Region"):
        return False
    entity = local_body(roster, owner, hit.local_body, hit)  # type: ignore[arg-type]
    taken = roster.add(hit.start, hit.end, entity) is not None
    return taken and roster.add(following.start, following.end, roster.entity_of(owner)) is not None


def take_body(roster: Roster, start: int, end: int, owner: Entry, body: Body, at: int) -> object | None:
    """Take the tokens as the public body of the country; None where the body is no name as written."""
    if body.capitalised and not roster.doc[at].text[0].isupper():
        return None
    return roster.add(start, end, body_entity(roster, owner, body))


def body_entity(roster: Roster, owner: Entry, body: Body) -> EntityDraft:
    """The draft of a country's public body."""
    entry = roster.gazetteer.body_entry(owner, body)
    if entry:
        return roster.entity_of(entry)
    draft = roster.unknown(roster.gazetteer.body_label(owner, body), body.cls)
    roster.body_of[draft.key] = body
    return draft


def _take_entry(roster: Roster, hit: Hit) -> None:
    entry = entry_meant(roster, hit)
    if entry is None or _no_entity(roster, hit) or not _plausible(roster, hit, entry):
        return
    start, end = hit.start, hit.end
    if entry.kind == "Organization" and take_section(roster, hit, entry):
        return
    if entry.kind == "Place":
        meant = take_namesake(roster, hit, entry)
        if meant is None:
            return
        entry = region_meant(roster, hit, meant) if meant.cls == "City" else meant
    local = entry.cls in ("City", "Region")
    if local and (facility_of(roster, start, end, entry) or quarter_of(roster, start, end, entry)):
        return
    roster.add(start, end, roster.entity_of(entry))


def _no_entity(roster: Roster, hit: Hit) -> bool:
    """Whether the word before says that the name is no entity here ("Typhoon Rai", "the ship X"), or has said so."""
    if hit.end - hit.start > 1:
        return False
    if roster.word(hit.start) in roster.barred:
        return True
    before = roster.gazetteer.words.kinds.get(roster.word(hit.start - 1))
    named = before is not None and not before.classes and roster.doc[hit.start - 1].text[0].isupper()
    if named and roster.doc[hit.start - 1].pos_ in ("PROPN", "NOUN"):
        roster.barred.add(roster.word(hit.start))
    return named


def _plausible(roster: Roster, hit: Hit, entry: Entry) -> bool:
    """Whether a spelling is used as the name it can be."""
    doc, start, end = roster.doc, hit.start, hit.end
    surface = roster.text(start, end)
    label = doc[end - 1].ent_type_
    if entry.kind == "Person" and end - start == 1:
        return _surname_alone(roster, start)
    if surface in entry.ambiguous:
        home = roster.country.key if roster.country else None
        if hit.body and entry.country != home:
            return False
        return LABEL_KINDS.get(label) == entry.kind or (entry.kind == "Place" and label in PLACE_LABELS)
    if entry.cls in ("City", "Region") and label in ("PERSON", "ORG") and end - start == 1 and start:
        before = doc[start - 1]
        if before.lower_ in roster.gazetteer.words.given_names and before.text[0].isupper():
            return False
        if label == "ORG":
            return True
        return not (before.ent_type_ == "PERSON" and start - 1 not in roster.hit_at and before.text[0].isupper())
    return True


def _surname_alone(roster: Roster, at: int) -> bool:
    """Whether a surname stands without another name before or behind it."""
    doc = roster.doc
    before, behind = doc[at - 1] if at else None, doc[at + 1] if at + 1 < len(doc) else None
    if (
        behind is not None
        and behind.text[0].isupper()
        and behind.ent_type_ == "PERSON"
        and doc[at].ent_type_ == "PERSON"
    ):
        return False
    if before is None or not before.text[0].isupper() or before.is_sent_start or before.pos_ != "PROPN":
        return True
    known = roster.hit_at.get(at - 1)
    return known is not None or before.lower_.strip(".") in roster.gazetteer.words.honorifics


def _read_bare_bodies(roster: Roster) -> None:
    """As in "the Interior Ministry" with no country beside it: the one named last, else the article's own."""
    last: dict[str, EntityDraft] = {}
    mentions = {m.start: m for m in roster.mentions}
    for i in sorted({h.start for h in roster.hits} | set(mentions)):
        mention = mentions.get(i)
        if mention:
            body = roster.body_of.get(mention.entity.key) or roster.gazetteer.body_of.get(mention.entity.key)
            if body:
                last[body.key] = mention.entity
        hit = roster.hit_at.get(i)
        if hit and hit.start == i and hit.body and roster.free(hit.start, hit.end):
            _bare_body(roster, hit, hit.body, last)


def _bare_body(roster: Roster, hit: Hit, body: Body, last: dict[str, EntityDraft]) -> None:
    doc = roster.doc
    if roster.word(hit.start - 1) == "-" or roster.word(hit.end) == "-":
        return
    if body.capitalised and (not doc[hit.start].text[0].isupper() or _within_name(roster, hit)):
        return
    if body_of_district(roster, hit):
        return
    if (
        not body.named_alone
        and doc[hit.end - 1].dep_ == "compound"
        and (hit.end not in roster.hit_at or not roster.hit_at[hit.end].office)
    ):
        return
    if hit.local_body and (LOCAL & {roster.word(hit.start - 1), *(roster.word(hit.end + k) for k in (1, 2, 3))}):
        return  # "the regional prosecutor's office", "the prosecutor's office of the city"
    before = roster.hit_at.get(hit.start - 1)
    if before and before.demonym and not before.demonym.place.country:
        return
    seat = _seat_beside(roster, hit) if body.cls == "Ministry" else None
    entity = body_entity(roster, seat, body) if seat else of_person(roster, hit) or last.get(body.key)
    entity = entity or _default_body(roster, hit, body)
    if entity is None:
        return
    first = doc[hit.start]
    named = body.named_alone or (first.text[0].isupper() and not first.is_sent_start and roster.zone[first.i] == "body")
    if roster.add(hit.start, whole_ministry(roster, hit), entity, "name" if named else "nominal"):
        last[body.key] = entity


def _default_body(roster: Roster, hit: Hit, body: Body) -> EntityDraft | None:
    """The article's own country's body, the body's default, or one of that name without a country."""
    default = roster.gazetteer.entries.get(body.default or "")
    if body.beside:
        beside = any(key in roster.entities for key in body.beside)
        return roster.entity_of(default) if default and beside else None
    entry = roster.gazetteer.body_entry(roster.country, body) if roster.country else None
    if entry or default:
        return roster.entity_of(entry or default)  # type: ignore[arg-type]
    if roster.country:
        return body_entity(roster, roster.country, body)
    if body.named_alone and roster.doc[hit.start].text[0].isupper():
        return roster.unknown(body.name, body.cls)
    return None


def _within_name(roster: Roster, hit: Hit) -> bool:
    """Whether a capitalised word beside shows that the body noun is a part of a longer name."""
    before = roster.doc[hit.start - 1] if hit.start else None
    if before is not None and before.tag_ == "POS" and hit.start > 1:
        before = roster.doc[hit.start - 2]
    if before is not None and before.text[0].isupper() and before.pos_ in ("PROPN", "NOUN"):
        return True
    ahead = hit.end + 1
    return (
        roster.word(hit.end) in ("of", "on", "for", "against")
        and ahead < len(roster.doc)
        and roster.doc[ahead].text[0].isupper()
    )


def _seat_beside(roster: Roster, hit: Hit) -> Entry | None:
    """The other country whose city says where the ministry is: "the health ministry in Rabat", "In Rabat, a ...".

    None where no city stands so, or it is the article's own country's.
    """
    near = roster.hit_at.get(hit.end + 1) if roster.word(hit.end) == "in" else None
    place = entry_meant(roster, near) if near and near.start == hit.end + 1 else None
    if place is None:
        sentence = roster.doc[hit.start].sent
        opening = roster.hit_at.get(sentence.start + 1) if sentence[0].lower_ in ("in", "from") else None
        if opening and roster.word(opening.end) == "," and opening.end <= hit.start < opening.end + SEAT_REACH:
            place = entry_meant(roster, opening)
    if place is None or place.cls not in ("City", "Country") or not place.country:
        return None
    entry = roster.gazetteer.entries[place.country]
    capital = place.cls == "Country" or entry.capital == place.key
    return entry if capital and (roster.country is None or entry.key != roster.country.key) else None


@Language.factory(
    "kazkg_names",
    requires=["token.ent_type", "token.dep", "token.tag"],
    assigns=["doc._.entities", "doc._.mentions", "doc._.by_token", "doc._.country"],
)
def create(nlp: Language, name: str) -> Names:  # noqa: ARG001
    """Make the component."""
    return Names()
