"""Who a noun phrase means as a source: a named entity, a body spoken for, or an honest label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Doc, Token

from kazkg.language.anaphors import PRONOUNS, SOME, Anaphors
from kazkg.language.drafts import EntityDraft, MentionDraft, SourceDraft, StatementDraft, mention_of
from kazkg.language.labels import UNNAMED, Labels
from kazkg.language.naming import Naming, listed
from kazkg.language.owners import Owners
from kazkg.language.phrases import phrase_of
from kazkg.language.recall import Recall
from kazkg.language.sources import again, drawn
from kazkg.language.voices import Voices

if TYPE_CHECKING:
    from kazkg.knowledge import Knowledge

__all__ = ["Speakers"]

REACH = 2
"""How many sentences back the person may stand whom "the 68-year-old president" means."""
SOLE = frozenset({"mayor", "pope", "pontiff", "king", "queen", "ambassador", "judge", "bishop"})
"""Offices that nobody holds beside another."""
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})


class Speakers:
    """Resolves source phrases of one document.

    Args:
        doc: the document, with mentions where earlier components wrote them.
        knowledge: the vocabulary.
        owners: the country adjectives of that vocabulary.
    """

    def __init__(self, doc: Doc, knowledge: Knowledge, owners: Owners) -> None:
        self.doc = doc
        self.words = knowledge.reporting
        self.places = owners
        self.naming = Naming(doc, self.words, knowledge.triples)
        self.labels = Labels(doc, self.words, owners)
        self.triples = knowledge.triples
        self.gazetteer = knowledge.gazetteer
        self.people = knowledge.counting.groups
        self.drafted: dict[str, EntityDraft] = {}
        self.statements: list[StatementDraft] = []
        """What has been read so far, in reading order: the memory that pronouns and "the note" go back to."""
        self.recall = Recall(doc, self.statements, self.naming.offices)
        self.quoted = frozenset(i for quote in doc._.quotes for i in range(quote.open, quote.close))
        """Tokens inside quotations."""
        self.anaphors = Anaphors(self)
        self.voices = Voices(self)

    def resolve(self, head: Token, low: int, high: int) -> list[SourceDraft]:
        """The sources that the phrase of ``head`` means, one for each coordinated part; empty where it means none."""
        found: list[SourceDraft] = []
        for part in self._parts(head, low, high):
            start, end = phrase_of(part, low, high)
            covering = mention_of(part)
            if covering is not None and low <= covering.start < start:
                start = covering.start
            name = self.naming.after(part, end, high)
            if name is not None:
                part, end = self.doc[name.head], name.end
            one = self.source(part, start, end)
            if one is not None and all(one.label != other.label for other in found):
                found.append(one)
        return found

    def can_speak(self, head: Token) -> bool:
        """Whether the phrase of ``head`` means somebody or something that can speak or stands for a speaker."""
        if head.pos_ == "PRON":
            return PRONOUNS.get(head.lower_, head.lower_) in {"he", "she", "they", "we", "i", "who", "it", "one"}
        found = mention_of(head)
        if found is not None:
            return found.entity.kind != "Event"
        for word in (head.lemma_.lower(), head.lower_):
            if (
                self.naming.kind(head)
                or word in self.words.sources
                or word in self.words.reports
                or word in self.words.media
            ):
                return True
            if word in self.people:
                return True
        if head.ent_type_ in {"DATE", "TIME"} or head.pos_ == "NUM":
            return False
        return head.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"} or head.pos_ == "PROPN"

    def _parts(self, head: Token, low: int, high: int) -> list[Token]:
        parts = [head]
        todo = [head]
        while todo:
            for child in todo.pop().children:
                if child.dep_ == "appos" and child.pos_ == "PROPN" and low <= child.i < high:
                    todo.append(child)  # "its chief Jane Doe and commissioner John Roe"
                    if listed(child):
                        parts.append(child)
                elif child.dep_ == "conj" and low <= child.i < high and child.pos_ in NOMINAL:
                    parts.append(child)
                    todo.append(child)
        return parts

    def source(self, head: Token, start: int, end: int) -> SourceDraft | None:
        """The source that one noun phrase means, or None where it means none."""
        if head.pos_ == "NUM" or head.lower_ in SOME:
            return self.anaphors.some(head, start, end)
        if head.pos_ == "PRON" or head.tag_ == "PRP$":
            return self.anaphors.pronoun(head, start, end)
        whose = next((c for c in head.lefts if c.tag_ == "PRP$" and c.dep_ == "poss"), None)
        if whose is not None and (self.naming.kind(head) == "report" or head.lemma_.lower() in self.words.nouns):
            own = self.anaphors.pronoun(whose, start, end) if whose.lower_ in {"his", "her"} else None
            if own is not None and not own.label.startswith(UNNAMED):
                return own  # "according to his words"
        if whose is not None and self.naming.kind(head) == "body":
            mine = self._owner(head, start)
            if mine is not None:
                return mine
        if self.naming.kind(head) == "voice" and start == head.i - 1 and end == head.i + 1:
            voice = self.recall.called(self.naming.voices) if self.doc[start].lower_ == "the" else None
            if voice is not None:
                return again(voice, start, end)
        if any(t.lower_ == "same" for t in self.doc[start : head.i]):
            same = self.recall.called(frozenset({head.lemma_.lower(), head.lower_}))
            if same is not None:
                return again(same, start, end)
        found = self.naming.titled(head, start, end) or mention_of(head) or self.naming.called(head)
        found = found or self.naming.beside(head, start, end) or self._holder(head, start, end)
        lemma = head.lemma_.lower()
        kind = self.naming.kind(head)
        if found is not None and found.form == "nominal" and kind in {"office", "voice", "crowd"}:
            named = self.naming.person_after(head, end)
            if named is not None:
                found, end = named, max(end, named.end)
        if found is not None and (found.entity.kind == "Person" or kind not in {"voice", "reporter", "report"}):
            return self._named(found, start, end)
        person = self.naming.person_after(head, end) if kind in {"voice", "office", "reporter", "crowd"} else None
        if person is not None:
            source = self._named(person, start, max(end, person.end))
            source.end = max(end, person.end)
            return source
        closing = self.naming.closing_mention(head.i, end) if kind in {"office", "voice", "crowd"} else None
        if closing is not None:
            return self._named(closing, start, end)
        if kind in {"office", "voice"} or (kind == "crowd" and head.tag_ == "NN"):
            comma = next((i for i in range(head.i + 1, end) if self.doc[i].text == ","), end)
            name = self.naming.unknown_person(comma) or self.naming.closing_name(head, end)
            if name is not None:
                return self._unknown(name, start, end)
        if kind == "voice":
            return self.voices.voice(head, start, end)
        if kind == "reporter":
            return self.voices.reporter(head, start, end)
        if kind == "report":
            return self._report(head, start, end)
        if kind == "crowd":
            medium = self.naming.inside(start, end, ("Organization",), "MediaOrganization")
            if medium is not None and lemma in {"witness", "eyewitness"}:
                return drawn(medium.entity, start, end)
        owner = self._owner(head, start)
        if owner is not None:
            return owner
        if kind == "group" and (start, end) == (head.i - 1, head.i + 1) and self.doc[start].lower_ == "the":
            before = self.recall.last_group(head)
            if before is not None:
                return again(before, start, end)
            around = self.naming.body_of(head) or self.naming.introduced(head)
            if around is not None:
                return drawn(around, start, end)
        namesake = self._namesake(head) if kind == "" else None
        if namesake is not None:
            return drawn(namesake, start, end)
        if kind == "" and any(c.dep_ == "acl" and self._issues(c) for c in head.rights):
            given = self._report(head, start, end)
            if given is not None:
                return given
        if kind == "" and head.pos_ == "PROPN":
            titles = [
                i for i in range(start, head.i) if self.naming.kind(self.doc[i]) in {"office", "voice", "reporter"}
            ]
            return SourceDraft(label=self.labels.plain(max(titles, default=start - 1) + 1, end), start=start, end=end)
        if kind == "office" and head.tag_ == "NN" and end == head.i + 1 and self._described(start, head.i):
            before = self.recall.last_person(head)  # "the conservative leader"
            if before is not None:
                return again(before, start, end)
        aged = start + self.labels.age(start, end)
        bare = head.i - 1 in {start, aged - 1} and self.doc[start].lower_ == "the"
        if bare and (
            (kind == "office" and end == head.i + 1) or (head.tag_ == "NN" and (kind == "crowd" or lemma == "official"))
        ):
            before = self.recall.called(frozenset({lemma})) or self.recall.last_person(head)
            if before is not None and not self._other_office(before, lemma):
                return again(before, start, end)
            subject = self._acting(head) if aged > start else None
            if subject is not None:
                return drawn(subject, start, end)
        label = self.labels.of(head, start, end, kind)
        return SourceDraft(label=label, start=start, end=end) if label else None

    def _described(self, start: int, end: int) -> bool:
        """Whether "the" and plain adjectives alone stand before a noun, so that it goes back to somebody."""
        words = self.doc[start + 1 : end]
        plain = all(t.pos_ == "ADJ" and t.text.islower() and not self.places.is_owner(t) for t in words)
        return self.doc[start].lower_ == "the" and len(words) > 0 and plain

    def _other_office(self, source: SourceDraft, office: str) -> bool:
        """Whether the article introduced a speaker by an office that is not the one named: a governor is no mayor."""
        role = (source.entity.role or "").split() if source.entity is not None else []
        known = {word for word in role if word in self.naming.offices}
        return (
            office in self.naming.offices
            and bool(known)
            and office not in known
            and not SOLE.isdisjoint({office, *known})
        )

    def _acting(self, head: Token) -> EntityDraft | None:
        """The person who is the subject nearest before, at most two sentences away."""
        for mention in reversed(self.doc._.mentions):
            if mention.end > head.i or mention.entity.kind != "Person" or mention.form != "name":
                continue
            between = sum(bool(t.is_sent_start) for t in self.doc[mention.end : head.i])
            if between > REACH:
                return None
            if self.doc[mention.head].dep_ in {"nsubj", "nsubjpass"}:
                return mention.entity  # type: ignore[no-any-return]
        return None

    def _namesake(self, head: Token) -> EntityDraft | None:
        """The person of the article whose name a word repeats that was not taken for a name."""
        if not head.text[:1].isupper():
            return None
        for mention in reversed(self.doc._.mentions):
            if mention.entity.kind == "Person" and mention.form == "name" and head.text in mention.entity.label.split():
                return mention.entity  # type: ignore[no-any-return]
        return None

    def _holder(self, head: Token, start: int, end: int) -> MentionDraft | None:
        """The one person of the article who holds the office that the phrase names, by the vocabulary's roles."""
        if self.naming.kind(head) != "office" or head.tag_ not in {"NN", "NNP"}:
            return None
        before = self.doc[start : head.i]
        beyond = any(c.dep_ == "prep" for c in head.rights) or any(t.text == "-" for t in before)
        if beyond or not self.places.owned(self.doc, start, head.i):
            return None
        words = [t.lower_ for t in before if t.dep_ in {"compound", "amod"} and not self.places.is_owner(t)]
        title = " ".join([*words, head.lower_])
        country = self.places.key_of_phrase(self.doc, start, end)
        found: dict[str, MentionDraft] = {}
        for mention in self.doc._.mentions:
            entry = self.gazetteer.entries.get(mention.entity.key) if mention.entity.kind == "Person" else None
            for role in entry.roles if entry is not None else ():
                if role.title == title and country is not None and self.places.country_of(role.at) == country:
                    found.setdefault(mention.entity.key, mention)
        return next(iter(found.values())) if len(found) == 1 else None

    def _owner(self, head: Token, start: int) -> SourceDraft | None:
        """A body or person named by whose it is: "his office", "the ombudsman's office", "the president's lawyer"."""
        whose = next((c for c in head.lefts if c.dep_ == "poss" and c.i >= start), None)
        if whose is None or self.places.owned(self.doc, start, head.i + 1):
            return None
        end = phrase_of(head, start, head.i + 1)[1]
        found = mention_of(whose)
        if found is not None and whose.pos_ in {"PRON", "DET", "PROPN"}:
            entity = found.entity
            source = SourceDraft(f"{entity.label} {head.lower_}", None, start, end)
            source.affiliation, source.affiliation_entity = entity.label, entity
            return source
        if whose.pos_ == "PRON":
            return None
        text = self.labels.plain(start, end, keep_all=True)
        country = self.places.country(self.doc) if self.naming.kind(head) == "body" else ""
        return SourceDraft(f"{country} {text}".strip(), None, start, end)

    def _named(self, found: MentionDraft, start: int, end: int) -> SourceDraft:
        entity = self.speaking(found.entity)
        source = drawn(entity, start, end)
        meant = self._meant(entity)
        if meant is not None:
            source.affiliation, source.affiliation_entity = meant.label, meant
        if entity.kind == "Person":
            body = entity.role_of
            if body is None:
                other = self.naming.inside(start, end, ("Organization",))
                body = other.entity if other is not None else None
            if body is not None and body is not entity:
                source.affiliation, source.affiliation_entity = body.label, body
        return source

    def speaking(self, entity: EntityDraft) -> EntityDraft:
        """The country that is meant when its capital's name speaks."""
        country = self.places.capitals.get(entity.key)
        meant = self._known(country) if entity.key in self.places.metonyms else None
        return meant if meant is not None else entity

    def _meant(self, entity: EntityDraft) -> EntityDraft | None:
        """The body that is meant when the name of its seat speaks ("the Kremlin")."""
        return self._known(self.places.metonyms.get(entity.key))

    def _known(self, meant: str | None) -> EntityDraft | None:
        """The draft of a gazetteer entry, or None without one."""
        entry = self.gazetteer.entries.get(meant) if meant is not None else None
        if entry is None:
            return None
        for other in (*self.doc._.entities, *self.drafted.values()):
            if other.key == meant:
                return other  # type: ignore[no-any-return]
        draft = EntityDraft(entry.key, entry.label, entry.kind, entry.cls, known=True, wikidata=entry.wikidata)
        self.drafted[entry.key] = draft
        return draft

    def _report(self, head: Token, start: int, end: int) -> SourceDraft | None:
        """Whoever issued a statement, toll or report; None where nobody is named and none goes before."""
        whose = next((c for c in head.lefts if c.tag_ == "PRP$" and c.dep_ == "poss"), None)
        if whose is not None and whose.lower_ in {"his", "her"}:
            person = self.anaphors.pronoun(whose, start, end)  # "by her account"
            if person is not None and not person.label.startswith(UNNAMED):
                return person
        issuer = self.issuer(head)
        if issuer is not None:
            if issuer.lower_ == "it":
                issuer = self._subject_before(issuer) or issuer
            found = self.resolve(issuer, min(start, issuer.left_edge.i), issuer.sent.end)
            if found:
                found[0].start, found[0].end = start, end
                return found[0]
        body = self.naming.inside(start, end, ("Organization", "Person", "Facility"))
        if body is not None:
            return drawn(self.speaking(body.entity), start, end)
        words = {t.lower_ for t in self.doc[start:end]}
        if "official" in words:
            owner = self.places.of_phrase(self.doc, start, end)
            return SourceDraft(label=f"{owner} authorities".strip(), start=start, end=end)
        for token in self.doc[start : head.i]:
            if self.naming.kind(token) in {"body", "group"}:
                if token.lower_ in self.words.media:
                    return SourceDraft(label=self.labels.plain(start, head.i + 1), start=start, end=end)
                label = self.labels.of(token, start, token.i + 1, "body")
                return SourceDraft(label=label, start=start, end=end)
        if self.words.reports.get(head.lemma_.lower()) and self.doc[start].lower_ not in {"a", "an", "in"}:
            before = self.recall.last()
            if before is not None:
                return again(before, start, end)
        before = self.recall.called(frozenset({head.lemma_.lower()})) if self.doc[start].lower_ == "the" else None
        if before is not None:
            return again(before, start, end)
        if head.lemma_.lower() not in self.words.independent:
            return None
        label = self.labels.plain(start, head.i + 1, keep_all=True)
        return SourceDraft(label[:1].lower() + label[1:], None, start, end) if label else None

    def _subject_before(self, pronoun: Token) -> Token | None:
        """The subject of the sentence that "it" goes back to in "The embassy gave in, reads a statement it issued"."""
        for token in self.doc[pronoun.sent.start : pronoun.i]:
            if token.dep_ == "nsubj" and token.pos_ in {"NOUN", "PROPN"} and self.naming.kind(token) != "report":
                return token if self.can_speak(token) else None
        return None

    def issuer(self, head: Token) -> Token | None:
        """Who gave it out: "provided by X", "from X", "of X", "X's"."""
        for child in head.children:
            if child.dep_ == "poss" and child.pos_ != "PRON":
                return child
            if child.dep_ == "acl" and self._issues(child):
                for agent in child.subtree:
                    if agent.dep_ in {"agent", "prep"} and agent.lower_ == "by":
                        return next((t for t in agent.children if t.dep_ == "pobj"), None)
            if child.dep_ in {"prep", "agent"} and child.lower_ in {"from", "by", "of"}:
                noun = next((t for t in child.children if t.dep_ == "pobj"), None)
                if noun is not None and self.can_speak(noun):
                    return noun
        given = next((c for c in head.rights if c.dep_ == "relcl" and self._issues(c)), None)
        if given is not None:
            return next((c for c in given.lefts if c.dep_ == "nsubj" and c.tag_ not in {"WP", "WDT"}), None)
        if head.dep_ == "dobj" and self._issues(head.head):
            subject = next((c for c in head.head.lefts if c.dep_ == "nsubj"), None)
            return subject if subject is not None and self.can_speak(subject) else None
        return None

    def _issues(self, token: Token) -> bool:
        """Whether a participle tells of making public, and not of seeing or quoting."""
        verb = self.words.verb(token.lemma_.lower(), token.lower_)
        cues = [cue for rest, cue in self.words.verbs.get(verb or "", ()) if not rest]
        return any(cue.slots & {"report", "quote", "noun"} for cue in cues) and not any(c.relay for c in cues)

    def _unknown(self, name: tuple[int, int], start: int, end: int) -> SourceDraft:
        """A person that no mention covers, with the body of the role that comes before the name."""
        source = SourceDraft(label=self.doc[name[0] : name[1]].text, start=start, end=max(end, name[1]))
        body = self.naming.inside(start, name[0], ("Organization",))
        if body is not None:
            source.affiliation, source.affiliation_entity = body.entity.label, body.entity
        return source
