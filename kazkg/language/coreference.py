"""Who is meant by a surname, "the ministry", "the president", "the one in Lima", "he", "it": nearest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

from kazkg.knowledge.gazetteer import Entry, Gazetteer, slug
from kazkg.language.drafts import EntityDraft, MentionDraft
from kazkg.language.offices import PAST, Holders
from kazkg.language.pronouns import SUBJECTS, Pronouns
from kazkg.language.spotting import Hit

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kazkg.knowledge import Knowledge
    from kazkg.knowledge.naming import Kind, Office

__all__ = ["Coreference"]

DEFINITE = frozenset(("the", "this", "that", "its", "their", "our", "his", "her"))
INDEFINITE = frozenset(("a", "an"))
KINDS = frozenset(("Person", "Organization", "Place", "Facility"))
IMINDEFINITE = frozenset(("a", "an"))
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
            reading.pronouns.learn(reading.mentions, reading.gazetteer)
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
        self.pronouns = Pronouns(doc, self.taken, self.past, self.sentence)
        self.holders = Holders(doc, gazetteer)

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
            entity = self.pronouns.resolve(token)
            return self.add(token.i, token.i + 1, token.i, entity, "pronoun") if entity else None
        hit = self.hit_at.get(token.i)
        if hit and hit.office and hit.end == token.i + 1 and not hit.entries:
            return self._office(token, hit, hit.office)
        if word == "one" and token.tag_ in ("CD", "NN", "PRP") and self._word(token.i - 1) == "the":
            return self._ellipsis(token)
        if hit and hit.local_body:
            return None
        if word == "old" and self._word(token.i - 1) == "-" and self._word(token.i - 2) == "year":
            return self._aged(token)
        kind = self.kinds.get(word)
        if kind and kind.classes and token.pos_ in ("NOUN", "PROPN"):
            return self._kind(token, kind)
        return None

    def _word(self, i: int) -> str:
        return self.doc[i].lower_ if 0 <= i < len(self.doc) else ""

    def _definite(self, at: int, articles: frozenset[str] = DEFINITE) -> int:
        """Start of a noun phrase that opens with such an article and ends in the token, or -1."""
        for i in range(at - 1, max(at - 6, -1), -1):
            token = self.doc[i]
            if token.lower_ in articles:
                return i
            if i in self.taken or not (
                token.pos_ in ("ADJ", "NOUN", "PROPN", "VERB") or token.text in ("-", "'s", "’s")
            ):
                return -1
            apart = token.pos_ == "NOUN" or (token.pos_ == "PROPN" and i not in self.hit_at)
            if apart and self._word(i + 1) != "-" and token.lower_ not in self.fitting:
                return -1
        return -1

    def _kind(self, token: Token, kind: Kind) -> MentionDraft | None:
        """As in "the ministry", "the alliance", "the country", "the capital"."""
        if token.dep_ == "compound" or token.tag_ in ("NNS", "NNPS") or self._word(token.i + 1) == "-":
            return None
        start = self._definite(token.i)
        if start < 0 and kind.classes[0] == "MilitaryAlliance":
            start = self._definite(token.i, INDEFINITE)
            entity = self._named_later(kind) if start >= 0 else None
            return self.add(start, token.i + 1, token.i, entity, "nominal") if entity else None
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
        if kind.classes[0] == "City":
            return self._last_city(token)
        found = self._last_fitting(kind, repeats=kind.repeats or token.text[0].isupper())
        if found is None and kind.classes[0] == "Airport":
            return self._airport_of_city()
        return found if found or kind.repeats else self._named_later(kind)

    def _last_fitting(self, kind: Kind, repeats: bool) -> EntityDraft | None:
        """The nearest name before that has the noun in it, or unless it must (``repeats``) is of its class."""
        noun = kind.noun.split()[-1]
        sort = self.gazetteer.kind_of(kind.classes[0])
        for mention in reversed(self.past):
            entity = mention.entity
            if entity.kind == sort and noun in slug(entity.label).split("-"):
                return entity
            if not repeats and any(self.gazetteer.is_a(entity.cls, c) for c in kind.classes):
                return entity
        return None

    def _named_later(self, kind: Kind) -> EntityDraft | None:
        """As in "the military alliance", named only further down: the one entity of that class in the article."""
        cls = kind.classes[0]
        found = [e for e in self.entities if e.cls == cls and cls not in KINDS]
        return found[0] if len(found) == 1 else None

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
        former = any(self._word(i) in PAST for i in range(start, hit.start))
        named = [m.entity for m in reversed(self.past) if m.entity.kind == "Person"]
        entity = self.holders.find(office, country, former, named, self.entities)
        if entity is not None and self._acts_on(token, entity):
            return None
        return self.add(start, hit.end, token.i, entity, "nominal") if entity else None

    def _acts_on(self, token: Token, entity: EntityDraft) -> bool:
        """Whether the subject's own verb has the entity as its object ("the president named X": another than X)."""
        if token.dep_ != "nsubj":
            return False
        objects = [c for c in token.head.children if c.dep_ in {"dobj", "dative"}]
        return any((m := self.taken.get(c.i)) is not None and m.entity is entity for c in objects)

    def _aged(self, token: Token) -> MentionDraft | None:
        """As in "the 56-year-old": the person named last."""
        start = token.i - 5
        if start < 0 or self._word(start) not in DEFINITE or self._named_behind(token.i + 1):
            return None
        if token.i + 1 < len(self.doc) and self.doc[token.i + 1].pos_ in ("NOUN", "PROPN", "ADJ"):
            return None
        for mention in reversed(self.past):
            if self.sentence[token.i] - self.sentence[mention.head] > 1:
                return None
            subject = self.doc[mention.head].dep_ in SUBJECTS and self.sentence[token.i] == self.sentence[mention.head]
            if mention.entity.kind == "Person" and not subject:
                return self.add(start, token.i + 1, token.i, mention.entity, "nominal")
        return None


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
