"""Who is meant by a surname, "the ministry", "the president", "the one in Lima", "he", "it": nearest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

from kazkg.knowledge.gazetteer import Entry, Gazetteer, slug
from kazkg.language.drafts import EntityDraft, MentionDraft
from kazkg.language.spotting import Hit

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kazkg.knowledge import Knowledge
    from kazkg.knowledge.naming import Kind, Office

__all__ = ["Coreference"]

DEFINITE = frozenset(("the", "this", "that", "its", "their", "our", "his", "her"))
PERSONAL = frozenset(("he", "she", "him", "her", "his"))
IMPERSONAL = frozenset(("it", "its", "they"))
SUBJECTS = frozenset(("nsubj", "nsubjpass"))
SCENE = frozenset(("in", "at", "near", "around", "outside", "to", "into"))
SENTENCES = 4
"""How many sentences back a person is looked for."""


class Coreference:
    """Adds mentions by name part, common noun and pronoun to what the names component found."""

    knowledge: Knowledge

    def __call__(self, doc: Doc) -> Doc:
        """Resolve one article; what has no fitting entity before it stays unresolved."""
        if doc._.mentions:
            reading = _Reading(doc, self.knowledge.gazetteer)
            reading.surnames()
            reading.walk()
            reading.affiliations()
            reading.shut()
        return doc


class _Reading:
    """One article while its references are resolved."""

    def __init__(self, doc: Doc, gazetteer: Gazetteer) -> None:
        self.doc = doc
        self.gazetteer = gazetteer
        self.kinds = gazetteer.words.kinds
        self.fitting = {w for noun in self.kinds for w in noun.split()} | {"military", "state"}
        """Nouns that may stand before a noun that refers back ("the news agency", "the airline group")."""
        self.hit_at: dict[int, Hit] = doc.user_data.get("kazkg.hits", {})
        self.taken: dict[int, MentionDraft] = dict(doc._.by_token)
        self.mentions: list[MentionDraft] = list(doc._.mentions)
        self.entities: list[EntityDraft] = list(doc._.entities)
        self.sentence = _sentence_numbers(doc)
        self.past: list[MentionDraft] = []
        """Mentions before the token in hand, in order."""

    def shut(self) -> None:
        """Write the mentions back, in order."""
        self.mentions.sort(key=lambda m: (m.start, m.end))
        self.doc._.mentions = self.mentions
        self.doc._.by_token = self.taken
        known = {id(e) for e in self.entities}
        for mention in self.mentions:
            if id(mention.entity) not in known:
                known.add(id(mention.entity))
                self.entities.append(mention.entity)
        self.doc._.entities = self.entities

    def add(self, start: int, end: int, head: int, entity: EntityDraft, form: str) -> MentionDraft:
        """A new mention; tokens another mention holds keep it."""
        mention = MentionDraft(start, end, head, entity, form)
        self.mentions.append(mention)
        for i in range(start, end):
            self.taken.setdefault(i, mention)
        return mention

    def surnames(self) -> None:
        """A capitalised word that is the surname of somebody the article names in full."""
        people: dict[str, list[EntityDraft]] = {}
        for entity in self.entities:
            parts = slug(entity.label).split("-")
            if entity.kind == "Person" and len(parts) > 1:
                people.setdefault(parts[-1], []).append(entity)
        if not people:
            return
        for token in self.doc:
            text = token.text
            if not text[0].isupper() or token.i in self.taken or len(text) < 3 or token.pos_ not in ("PROPN", "NOUN"):
                continue
            found = people.get(slug(text))
            if found and not self._in_longer_name(token):
                self.add(token.i, token.i + 1, token.i, self._nearest(found, token.i), "name")

    def _in_longer_name(self, token: Token) -> bool:
        i, doc = token.i, self.doc
        for at in (i - 1, i + 1):
            if 0 <= at < len(doc) and at not in self.taken and at not in self.hit_at:
                other = doc[at]
                if other.pos_ == "PROPN" and other.text[0].isupper() and not other.is_sent_start:
                    courtesy = other.lower_.strip(".") in self.gazetteer.words.honorifics
                    if not courtesy:
                        return True
        return False

    def _nearest(self, people: list[EntityDraft], at: int) -> EntityDraft:
        """Of several with one surname the one mentioned last before."""
        if len(people) == 1:
            return people[0]
        before = [m for m in self.mentions if m.entity in people and m.start < at]
        return max(before, key=lambda m: m.start).entity if before else people[0]

    def walk(self) -> None:
        """Token by token, so that every reference looks back over what is resolved already."""
        todo = sorted(self.mentions, key=lambda m: m.start)
        at = 0
        for token in self.doc:
            while at < len(todo) and todo[at].start <= token.i:
                self.past.append(todo[at])
                at += 1
            if token.i in self.taken:
                continue
            mention = self._resolve(token)
            if mention:
                self.past.append(mention)

    def affiliations(self) -> None:
        """Spokespeople without a body yet: "ministry spokesman X", "spokesman for the ministry, X"."""
        for mention in self.mentions:
            person = mention.entity
            if person.kind != "Person" or person.role_of or mention.form != "name":
                continue
            for i in range(mention.start - 1, max(mention.start - 9, -1), -1):
                hit = self.hit_at.get(i)
                if hit and hit.office and hit.office.speaks_for:
                    person.role_of = self._spoken_for(hit, mention)
                    break
                if self.doc[i].pos_ in ("VERB", "AUX") or self.doc[i].is_space:
                    break

    def _spoken_for(self, hit: Hit, mention: MentionDraft) -> EntityDraft | None:
        kind = self.kinds.get(self._word(hit.start - 1))
        if kind and kind.classes and hit.start - 1 not in self.taken:
            before = [m.entity for m in self.mentions if m.start < hit.start and m.entity.kind == "Organization"]
            fits = (e for e in reversed(before) if any(self.gazetteer.is_a(e.cls, c) for c in kind.classes))
            return next(fits, None)
        if (
            hit.start
            and self.doc[hit.start - 1].dep_ in ("compound", "amod")
            and self.doc[hit.start - 1].text.islower()
        ):
            return None
        between = {id(m): m for i in range(hit.end, mention.start) if (m := self.taken.get(i))}
        for other in between.values():
            if other.entity.kind == "Organization":
                return other.entity
        if hit.end != mention.start:
            return None
        here = self.sentence[mention.start]
        for other in self.mentions:
            subject = self.doc[other.head].dep_ in SUBJECTS and other.start < mention.start
            if subject and self.sentence[other.start] == here and other.entity.kind == "Organization":
                return other.entity
        return None

    def _resolve(self, token: Token) -> MentionDraft | None:
        word = token.lower_
        if token.pos_ == "PRON" or token.tag_ in ("PRP", "PRP$"):
            entity = self._pronoun(token, word)
            return self.add(token.i, token.i + 1, token.i, entity, "pronoun") if entity else None
        hit = self.hit_at.get(token.i)
        if hit and hit.office and hit.end == token.i + 1 and not hit.entries:
            return self._office(token, hit, hit.office)
        if word == "one" and token.tag_ in ("CD", "NN", "PRP") and self._word(token.i - 1) == "the":
            return self._ellipsis(token)
        if hit and hit.local_body:
            return None
        kind = self.kinds.get(word)
        if kind and kind.classes and token.pos_ in ("NOUN", "PROPN"):
            return self._kind(token, kind)
        return None

    def _word(self, i: int) -> str:
        return self.doc[i].lower_ if 0 <= i < len(self.doc) else ""

    def _definite(self, at: int) -> int:
        """Start of a definite noun phrase that ends in the token, or -1."""
        for i in range(at - 1, max(at - 5, -1), -1):
            token = self.doc[i]
            if token.lower_ in DEFINITE:
                return i
            if i in self.taken or not (
                token.pos_ in ("ADJ", "NOUN", "PROPN", "VERB") or token.text in ("-", "'s", "’s")
            ):
                return -1
            if token.pos_ == "NOUN" and self._word(i + 1) != "-" and token.lower_ not in self.fitting:
                return -1
        return -1

    def _kind(self, token: Token, kind: Kind) -> MentionDraft | None:
        """As in "the ministry", "the alliance", "the country", "the capital"."""
        if token.dep_ == "compound" or token.tag_ in ("NNS", "NNPS"):
            return None
        start = self._definite(token.i)
        if start < 0 or self._named_behind(token.i + 1) or self._word(token.i + 1) in ("of", "that", "which"):
            return None
        entity = self._last(kind, token)
        return self.add(start, token.i + 1, token.i, entity, "nominal") if entity else None

    def _named_behind(self, at: int) -> bool:
        """Whether the name itself follows ("the agency Tass", "the president, X")."""
        if self._word(at) == ",":
            at += 1
        mention = self.taken.get(at)
        return mention is not None and mention.start == at and mention.form == "name"

    def _last(self, kind: Kind, token: Token) -> EntityDraft | None:
        country: EntityDraft | None = self.doc._.country
        if kind.classes == ("Country",):
            return country or self._last_of(kind.classes)
        if kind.noun.startswith("capital") and self._word(token.i - 1) == "the":
            entry = self.gazetteer.entries.get(country.key) if country else None
            seat = self.gazetteer.entries.get(entry.capital or "") if entry else None
            return self._of_entry(seat) if seat else None
        found = self._last_city(token) if kind.classes[0] == "City" else self._last_of(kind.classes)
        if found is None and kind.classes[0] == "Airport":
            return self._airport_of_city()
        return found

    def _last_of(self, classes: tuple[str, ...]) -> EntityDraft | None:
        for mention in reversed(self.past):
            if any(self.gazetteer.is_a(mention.entity.cls, c) for c in classes):
                return mention.entity
        return None

    def _last_city(self, token: Token) -> EntityDraft | None:
        """The city last said to be the scene ("in X", "to X") nearby, else the city named last."""
        here = self.sentence[token.i]
        for mention in reversed(self.past):
            if here - self.sentence[mention.head] > SENTENCES:
                break
            if mention.entity.cls == "City" and self._word(mention.start - 1) in SCENE:
                return mention.entity
        return self._last_of(("City",))

    def _airport_of_city(self) -> EntityDraft | None:
        city = self._last_of(("City",))
        if city is None:
            return None
        found = [e for e in self.gazetteer.entries.values() if e.cls == "Airport" and e.located_in == city.key]
        return self._of_entry(found[0]) if len(found) == 1 else None

    def _of_entry(self, entry: Entry) -> EntityDraft:
        for entity in self.entities:
            if entity.key == entry.key:
                return entity
        draft = EntityDraft(entry.key, entry.label, entry.kind, entry.cls, known=True, wikidata=entry.wikidata)
        self.entities.append(draft)
        return draft

    def _ellipsis(self, token: Token) -> MentionDraft | None:
        """As in "Lima and Cusco airports are closed. The one in Lima was looted": the facility in that place."""
        if self._word(token.i + 1) not in ("in", "at", "of"):
            return None
        place = self.taken.get(token.i + 2)
        if place is None or place.entity.kind != "Place":
            return None
        for i in range(token.i - 2, max(token.i - 60, -1), -1):
            kind = self.kinds.get(self.doc[i].lemma_.lower()) or self.kinds.get(self.doc[i].lower_)
            if kind and kind.facility:
                found = [
                    e
                    for e in self.gazetteer.entries.values()
                    if e.cls in kind.classes and e.located_in == place.entity.key
                ]
                if len(found) != 1:
                    return None
                return self.add(token.i - 1, token.i + 1, token.i, self._of_entry(found[0]), "nominal")
        return None

    def _office(self, token: Token, hit: Hit, office: Office) -> MentionDraft | None:
        """As in "the president", "the Polish foreign minister", "the spokesman": who holds that office."""
        if not office.name or token.dep_ == "compound" or self._named_behind(hit.end):
            return None
        start = self._definite(hit.start)
        if start < 0 or self._word(hit.end) in ("of", "for"):
            return None
        near = self.hit_at.get(hit.start - 1)
        country = near.demonym.place.key if near and near.demonym else None
        entity = self._holder(office, country)
        return self.add(start, hit.end, token.i, entity, "nominal") if entity else None

    def _holder(self, office: Office, country: str | None) -> EntityDraft | None:
        for stated in (True, False):
            for mention in reversed(self.past):
                if mention.entity.kind == "Person" and self._holds(mention.entity, office, country, stated):
                    return mention.entity
        if country or office.body or office.name in ("president", "prime minister"):
            for entity in self.entities:
                if entity.kind == "Person" and self._holds(entity, office, country, stated=False):
                    return entity
        return None

    def _holds(self, person: EntityDraft, office: Office, country: str | None, stated: bool) -> bool:
        """Whether the article (``stated``) or else the gazetteer gives the person that office, in that country."""
        entry = self.gazetteer.entries.get(person.key)
        titles = set(office.phrases) | {office.name}
        if person.role and any(person.role == t or person.role.endswith(" " + t) for t in titles):
            return country is None or entry is None or entry.country in (None, country)
        for role in entry.roles if entry and not stated else ():
            if role.title in titles:
                home = self.doc._.country.key if self.doc._.country else None
                if country or office.name in ("president", "prime minister"):
                    return role.at == (country or home)
                return True
        return False

    def _pronoun(self, token: Token, word: str) -> EntityDraft | None:
        if word in PERSONAL:
            return self._person(token)
        if word in IMPERSONAL:
            return self._body(token, plural=word == "they")
        return None

    def _person(self, token: Token) -> EntityDraft | None:
        """The nearest person who is a subject, in this sentence or those before; else the nearest person."""
        here = self.sentence[token.i]
        near: MentionDraft | None = None
        for mention in reversed(self.past):
            if here - self.sentence[mention.head] > SENTENCES:
                break
            if mention.entity.kind != "Person":
                continue
            if near is None:
                near = mention
            if self._salient(mention) and self.sentence[mention.head] >= self.sentence[near.head] - 1:
                return mention.entity
        return near.entity if near else None

    def _salient(self, mention: MentionDraft) -> bool:
        """Whether a mention is a subject, or who it was said by ("This was stated by X")."""
        head = self.doc[mention.head]
        if head.dep_ in SUBJECTS:
            return True
        return head.dep_ == "pobj" and head.head.dep_ == "agent" and head.head.head.dep_ == "ROOT"

    def _body(self, token: Token, plural: bool) -> EntityDraft | None:
        """The subject before, if it is a named body or country; a common noun in between leaves it open."""
        if token.lower_ == "it" and (token.dep_ not in SUBJECTS or _empty(token)):
            return None
        here = self.sentence[token.i]
        for i in range(token.i - 1, -1, -1):
            if here - self.sentence[i] > 1:
                break
            other = self.doc[i]
            if other.dep_ not in SUBJECTS:
                continue
            mention = self.taken.get(i)
            if mention is None:
                if other.pos_ in ("NOUN", "PROPN") and (other.tag_ in ("NNS", "NNPS")) == plural:
                    return None
                continue
            if mention.entity.kind == "Organization" or mention.entity.cls == "Country":
                return mention.entity
        return None


def _empty(token: Token) -> bool:
    """Whether "it" stands for a clause ("it is unclear that", "it was said")."""
    verb = token.head
    if token.dep_ == "nsubjpass":
        return True
    return (
        verb.lemma_ in ("be", "seem", "appear", "take", "rain", "snow")
        and any(c.dep_ in ("acomp", "attr", "ccomp", "csubj") for c in verb.children)
        and any(c.dep_ in ("ccomp", "xcomp", "advcl", "csubj", "acomp") for c in verb.children)
    )


def _sentence_numbers(doc: Doc) -> list[int]:
    numbers, now = [], -1
    for token in doc:
        if token.is_sent_start or now < 0:
            now += 1
        numbers.append(now)
    return numbers


@Language.factory(
    "kazkg_coreference",
    requires=["doc._.mentions", "token.dep", "token.tag"],
    assigns=["doc._.mentions", "doc._.by_token"],
)
def create(nlp: Language, name: str) -> Coreference:  # noqa: ARG001
    """Make the component."""
    return Coreference()
