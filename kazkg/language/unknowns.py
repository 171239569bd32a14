"""What an article says is not known, not given, not verified or withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, Token

from kazkg.knowledge.unknowns import Ignorance, UnknownWords
from kazkg.language.drafts import SourceDraft, UnknownDraft, mention_of, zone_of
from kazkg.language.factuality import statements_by_token
from kazkg.language.owners import Owners
from kazkg.language.questions import MUTE, Questions
from kazkg.language.slots import NEVER, is_negated, is_passive, subjects
from kazkg.language.speakers import Speakers

if TYPE_CHECKING:
    from kazkg.knowledge import Knowledge

__all__ = ["Unknowns"]

SILENT = frozenset({"credit", "teaser", "source", "boilerplate"})
NONE = frozenset({"no", "none", "nobody", "nothing", "neither", "little", "few"})
"""Words that leave nothing, or next to nothing, of what they stand before or for."""
PREDICATED = frozenset({"acomp", "oprd", "attr", "ccomp", "xcomp", "ROOT", "conj", "relcl", "advcl", "pcomp"})
CLAUSES = frozenset({"csubj", "csubjpass"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"}) | CLAUSES
COPULA = 3
"""Words before an adjective within which its verb belongs to the cue ("is not yet clear")."""


class Unknowns:
    """Write ``doc._.unknowns`` in reading order."""

    def __init__(self) -> None:
        self.knowledge: Knowledge | None = None
        self._owners: Owners | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Read what the document says is unknown."""
        knowledge = self.knowledge
        if knowledge is not None and any(
            t.lower_ in knowledge.unknowns.adjectives or t.lemma_.lower() in knowledge.unknowns.verbs for t in doc
        ):
            if self._owners is None or self._owners.knowledge is not knowledge:
                self._owners = Owners(knowledge)
            doc._.unknowns = Reading(doc, knowledge, self._owners).run()
        return doc


class Reading:
    """The unknowns of one document, while they are read.

    Args:
        doc: the document, with statements.
        knowledge: the vocabulary.
        owners: the country adjectives of that vocabulary.
    """

    def __init__(self, doc: Doc, knowledge: Knowledge, owners: Owners) -> None:
        self.doc = doc
        self.words: UnknownWords = knowledge.unknowns
        self.speakers = Speakers(doc, knowledge, owners)
        self.within = statements_by_token(doc)
        self.questions = Questions(doc)

    def run(self) -> list[UnknownDraft]:
        """All of them, each place once."""
        found: list[UnknownDraft] = []
        for token in self.doc:
            one = self._adjective(token) or self._verb(token)
            if one is None or zone_of(token) in SILENT:
                continue
            if not any(o.cue[0] <= token.i < o.cue[1] for o in found):
                one.statement = self.within.get(one.head)
                found.append(one)
        return sorted(found, key=lambda one: one.cue)

    # ---- adjectives: "remains unclear", "is not known" -------------------------------------------

    def _adjective(self, token: Token) -> UnknownDraft | None:
        for entry in self.words.adjectives.get(token.lower_, ()):
            verb = self._predicate(token)
            if verb is None or not entry.slots & {"state", "negated"}:
                continue
            negated = self._negation(token) or (verb.i != token.i and self._negation(verb))
            if bool(negated) == ("state" in entry.slots):
                continue
            about, owner = self._stated(token, verb, entry)
            if about is None:
                continue
            begin = min(i for i in (token.i, verb.i, negated.i if negated else token.i) if token.i - i <= COPULA + 3)
            return self._draft(entry.kind, (begin, token.i + 1), about, owner, token)
        return None

    @staticmethod
    def _predicate(token: Token) -> Token | None:
        """The verb with which an adjective or participle is predicated; None where it only qualifies a noun."""
        if token.dep_ == "pobj" and token.head.head.pos_ == "AUX":
            return token.head.head  # "is until today unclear"
        if token.dep_ not in PREDICATED:
            return None
        return token if token.pos_ in {"VERB", "AUX"} or token.dep_ in CLAUSES else token.head

    def _stated(self, token: Token, verb: Token, entry: Ignorance) -> tuple[tuple[int, int] | None, Token | None]:
        """What an adjective is said of, and who is not sure of it."""
        question = self.questions.after(token.i + 1) or self.questions.about([token, verb], token.i)
        subject = next((c for one in (verb, token) for c in one.children if c.dep_ in SUBJECTS and c.i < token.i), None)
        if subject is None and question is None:
            question = self.questions.before(verb)  # "how many died remains unclear", however it is parsed
            inherited = subjects(token) if question is None and token.pos_ == "VERB" else []
            subject = inherited[0] if inherited and inherited[0].i < token.i else None
        if subject is None or subject.lower_ in MUTE | NONE:
            return question, None
        if subject.dep_ in CLAUSES:
            return self.questions.phrase(subject), None
        mention = mention_of(subject)
        named = subject.pos_ == "PRON" or (mention is not None and mention.entity.kind in {"Person", "Organization"})
        if named:
            return (question, subject) if question is not None and "personal" in entry.slots else (None, None)
        if mention is not None or (question is None and self._is_useful(token)):
            return None, None
        return self.questions.phrase(subject), None

    @staticmethod
    def _is_useful(token: Token) -> bool:
        """Whether the word is said of something for a reason or as something: "known for its bridges", "known as"."""
        return any(c.dep_ == "prep" and c.lower_ in {"for", "as", "to"} for c in token.rights)

    # ---- verbs: "did not say", "gave no details", "could not be verified" ------------------------

    def _verb(self, token: Token) -> UnknownDraft | None:
        for entry in self.words.verbs.get(token.lemma_.lower(), ()):
            if token.pos_ not in {"VERB", "AUX"} or entry.slots & {"withhold", "failing"}:
                continue
            refusal = self._refusal(token)
            bar = refusal or self._failing(token) or self._negation(token)
            kind = "withheld" if refusal is not None else entry.kind
            if "give" in entry.slots:
                found = self._given(token, entry, bar, kind)
                if found is not None:
                    return found
            elif bar is not None and not (bar.head.i == token.i and self._is_infinitive(token)):
                found = self._untold(token, entry, bar, kind)
                if found is not None:
                    return found
        return None

    def _untold(self, verb: Token, entry: Ignorance, bar: Token, kind: str) -> UnknownDraft | None:
        passive = is_passive(verb)
        if passive and kind == "withheld":
            return None  # "declined to be named"
        question = self.questions.after(verb.i + 1, person="say" in entry.slots)
        if "say" in entry.slots:
            if question is None or passive:
                return None
            about: tuple[int, int] | None = question
        else:
            about = question or self._object(verb, passive) or self.questions.about([verb], verb.i)
        if "tell" in entry.slots and not question and self._is_new(verb, passive, about):
            return None
        holder = None if passive else self._subject(verb)
        begin = min(bar.i, verb.i)
        return self._draft(kind, (begin, verb.i + 1), about, holder, verb)

    def _is_new(self, verb: Token, passive: bool, about: tuple[int, int] | None) -> bool:
        """Whether nothing is kept back: a passive without its thing, or one that did not exist ("named no heir")."""
        if about is None:
            return passive
        return self.doc[about[0]].lower_ in {"a", "an", "any"} and not passive and verb.i < about[0]

    def _given(self, verb: Token, entry: Ignorance, bar: Token | None, kind: str) -> UnknownDraft | None:
        """A noun for information with its verb, one of them negated."""
        noun = next((n for n in self._nouns(verb) if n.lemma_.lower() in entry.nouns), None)
        if noun is None:
            return None
        little = next((c for c in noun.lefts if c.lower_ in NONE), None)
        bar = little or bar
        if bar is None or (noun.dep_ == "nsubj" and little is None and verb.lemma_ == "be"):
            return None
        about = self.questions.after(noun.i + 1) or self.questions.about([noun, verb], noun.i)
        holder = None
        if noun.dep_ not in SUBJECTS and not (is_passive(verb) and noun.dep_ == "dobj"):
            holder = self._subject(verb)
        else:
            giver = next((c for one in (noun, verb) for c in one.rights if c.lower_ in {"from", "by"}), None)
            holder = next((c for c in giver.rights if c.dep_ == "pobj"), None) if giver is not None else None
        edges = [bar.i, noun.i] if verb.lemma_ == "be" or noun.dep_ in SUBJECTS else [bar.i, noun.i, verb.i]
        return self._draft(kind, (min(edges), max(edges) + 1), about, holder, verb)

    def _nouns(self, verb: Token) -> list[Token]:
        """Nouns that a verb may give: object, subject of a passive, what there is, and objects of its prepositions."""
        found = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass", "attr", "nsubj", "npadvmod"}]
        found += [c for p in verb.children if p.dep_ in {"prep", "dative"} for c in p.children if c.dep_ == "pobj"]
        return [one for noun in found for one in (noun, *noun.conjuncts) if one.pos_ in {"NOUN", "PROPN"}]

    def _object(self, verb: Token, passive: bool) -> tuple[int, int] | None:
        wanted = {"nsubjpass", "csubjpass"} if passive else {"dobj"}
        found = next((c for c in verb.children if c.dep_ in wanted), None)
        if found is None and not passive:
            clause = next((c for c in verb.rights if c.dep_ == "ccomp"), None)
            return self.questions.phrase(clause) if clause is not None else None
        if found is None:
            thing = next(iter(subjects(verb)), None)
            return self.questions.phrase(thing) if thing is not None and thing.i < verb.i else None
        if found.lower_ in {"that", "which"} and verb.dep_ == "relcl":
            return self.questions.phrase(verb.head, before=verb.left_edge.i)
        if found.lower_ in MUTE:
            clause = next((c for c in verb.rights if c.dep_ == "ccomp"), None)
            return self.questions.phrase(clause) if clause is not None else None
        return self.questions.phrase(found)

    # ---- what negates -----------------------------------------------------------------------------

    def _negation(self, token: Token) -> Token | None:
        """The word that negates the token, or its subject; None where nothing does."""
        for child in token.children:
            if child.dep_ == "neg" or (child.lower_ in NEVER and child.dep_ in {"advmod", "preconj"}):
                return child
            if child.lower_ == "longer" and child.i > 0 and child.nbor(-1).lower_ == "no":
                return child.nbor(-1)
            if child.dep_ in {"aux", "auxpass"} and (
                inner := next((c for c in child.children if c.dep_ == "neg"), None)
            ):
                return inner
            if child.dep_ in {"nsubj", "nsubjpass"} and child.i < token.i:
                first = child.left_edge
                if child.lower_ in NONE or first.lower_ in NONE:
                    return first
        if token.dep_ == "xcomp" and (yet := next((c for c in token.head.children if c.lower_ == "yet"), None)):
            return yet
        if token.dep_ == "pcomp" and token.head.lower_ == "without":
            return token.head
        if token.dep_ == "conj" and token.head.pos_ == token.pos_ and not self._own(token) and is_negated(token.head):
            return self._negation(token.head)
        return None

    @staticmethod
    def _is_infinitive(verb: Token) -> bool:
        """Whether it is only to be so: "asked not to be named"."""
        return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)

    @staticmethod
    def _own(verb: Token) -> bool:
        return any(c.dep_ in SUBJECTS or c.dep_ in {"aux", "auxpass"} for c in verb.children)

    def _refusal(self, verb: Token) -> Token | None:
        """The verb of declining that governs the verb, or "would not"."""
        head = verb.head
        if verb.dep_ == "xcomp" and self._has(self.words.verbs.get(head.lemma_.lower()), "withhold"):
            return head if not is_negated(head) else None
        will = next((c for c in verb.children if c.dep_ == "aux" and c.lower_ in {"would", "will", "wo"}), None)
        return will if will is not None and self._negation(verb) is not None else None

    def _failing(self, verb: Token) -> Token | None:
        """The word that says that the verb's action fails or cannot be ("unable to", "failed to")."""
        head = verb.head
        if verb.dep_ in {"xcomp", "ccomp", "advcl", "csubj"} and head.i < verb.i:
            for table, word in ((self.words.verbs, head.lemma_.lower()), (self.words.adjectives, head.lower_)):
                if self._has(table.get(word), "failing"):
                    return head if not is_negated(head) else None
            if head.lower_ in {"able", "possible"} or head.lemma_.lower() == "be":
                able = head if head.lower_ in {"able", "possible"} else None
                able = able or next((c for c in head.children if c.lower_ in {"able", "possible", "impossible"}), None)
                if able is not None:
                    return self._negation(able) or self._negation(able.head)
                for c in head.children:
                    if c.dep_ in {"acomp", "attr", "oprd"} and self._has(
                        self.words.adjectives.get(c.lower_), "failing"
                    ):
                        return c
        return None

    @staticmethod
    def _has(entries: list[Ignorance] | None, slot: str) -> bool:
        return any(slot in entry.slots for entry in entries or ())

    # ---- the draft --------------------------------------------------------------------------------

    def _subject(self, verb: Token) -> Token | None:
        return next((s for s in subjects(verb) if s.lower_ not in MUTE), None)

    def _draft(
        self, kind: str, cue: tuple[int, int], about: tuple[int, int] | None, holder: Token | None, head: Token
    ) -> UnknownDraft:
        if holder is not None and holder.left_edge.lower_ in NONE:
            holder = None
        begin = cue[0]
        while begin > 0 and self.doc[begin - 1].dep_ in {"aux", "auxpass"} and self.doc[begin - 1].head.i == head.i:
            begin -= 1
        cue = (begin, cue[1])
        if about is not None and cue[0] < about[0] < cue[1]:
            about = None
        return UnknownDraft(kind, cue, head.i, about, self._source(holder) if holder is not None else None)

    def _source(self, head: Token) -> SourceDraft | None:
        """Who a noun phrase or pronoun means, as a source; None for what cannot know."""
        if not self.speakers.can_speak(head):
            return None
        before = [s for s in self.doc._.statements if s.cue[0] < head.i]
        self.speakers.statements[:] = before
        sentence = head.sent
        found = self.speakers.resolve(head, sentence.start, sentence.end)
        return found[0] if found and found[0].start >= 0 else None


@Language.factory(
    "kazkg_unknowns",
    requires=["doc._.statements"],
    assigns=["doc._.unknowns"],
)
def create(nlp: Language, name: str) -> Unknowns:  # noqa: ARG001
    """Make the component; ``knowledge`` is set on it before it runs."""
    return Unknowns()
