"""Whether what is told happened, is planned, alleged or denied; and how sure whoever says it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, Token

from kazkg.knowledge.frames import Cues, Frames
from kazkg.language.drafts import EventDraft, ParticipantDraft, StatementDraft
from kazkg.language.happenings import group
from kazkg.language.slots import governor, is_negated, is_passive, subjects

if TYPE_CHECKING:
    from kazkg.knowledge import Knowledge

__all__ = ["Factuality"]

FUTURE = frozenset({"will", "'ll", "shall", "would", "'d", "should", "must", "wo", "ought"})
POSSIBLE = frozenset({"may", "might", "could", "can"})
CONDITION = frozenset({"if", "unless", "lest"})
STEPS = 6
REACH = 12
"""How many words behind a trigger a hedging phrase may begin."""
STRONG_FIRST = ("denied", "hypothetical", "unknown", "alleged", "planned", "uncertain", "background", "attempt")


class Factuality:
    """Set modality and epistemic status of events and figures, and number the happenings."""

    knowledge: Knowledge

    def __call__(self, doc: Doc) -> Doc:
        """Judge every event and figure of the Doc; drops events that nobody says took, takes or will take place."""
        frames = self.knowledge.frames
        within = _statements_by_token(doc)
        sentences = _Sentences(doc, frames.cues)
        kept: list[EventDraft] = []
        background: list[int] = []
        for event in doc._.events:
            event.statement = within.get(event.head)
            effects = self._effects(doc[event.head], event.statement, frames, sentences)
            _add_first_person(event, doc, frames)
            negated = _negated(doc[event.head], event, frames)
            if not negated and "hypothetical" in effects:
                continue
            if negated and doc[event.head].pos_ not in {"VERB", "AUX"}:
                continue
            _judge(event, effects, negated)
            if event.modality == "happened" and _accused(event, frames):
                event.modality = "alleged"
            if "background" in effects and event.modality == "happened":
                background.append(len(kept))
            kept.append(event)
        doc._.events = group(kept, frames, frozenset(background))
        for figure in doc._.figures:
            anchor = figure.trigger if figure.trigger >= 0 else figure.amount.start
            effects = self._effects(doc[anchor], figure.statement, frames, sentences)
            figure.epistemic = _epistemic(effects, is_negated(doc[anchor]))
        return doc

    def _effects(
        self, token: Token, statement: StatementDraft | None, frames: Frames, sentences: _Sentences
    ) -> list[str]:
        """Effects of all cues that bear on the token, the strongest kind first."""
        cues = frames.cues
        found = set(_local(token, cues))
        found |= _modals(token)
        found |= _above(token, cues, statement)
        found |= sentences.effects(token.i)
        if statement is not None:
            effect = cues.acts.get(statement.act)
            if effect and token.pos_ in {"VERB", "AUX"} and not _is_aside(token, statement):
                found.add(effect)
            if statement.polarity == "negative":
                found.add("denied")
            if statement.certainty != "certain":
                found.add("uncertain")
        return [effect for effect in STRONG_FIRST if effect in found]


class _Sentences:
    """Effects of what holds for a whole sentence: a question mark, a fixed phrase before the word."""

    def __init__(self, doc: Doc, cues: Cues) -> None:
        low = [token.lower_ for token in doc]
        self.start = [0] * len(doc)
        self.asks: set[int] = set()
        self.phrases: dict[int, list[tuple[int, str]]] = {}
        begin = 0
        for i, token in enumerate(doc):
            if token.is_sent_start:
                begin = i
            self.start[i] = begin
            if low[i] == "?" and (i + 1 == len(doc) or doc[i + 1].is_sent_start or not doc[i + 1].is_alpha):
                self.asks.add(begin)
            for words, effect in cues.phrases.get(low[i], ()):
                if tuple(low[i : i + len(words)]) == words:
                    self.phrases.setdefault(begin, []).append((i, effect))

    def effects(self, i: int) -> set[str]:
        """Effects on the token at ``i``; a phrase reaches what follows it, and a little what stands before."""
        found = {effect for at, effect in self.phrases.get(self.start[i], ()) if at < i + REACH}
        return found | {"hypothetical"} if self.start[i] in self.asks else found


def _add_first_person(event: EventDraft, doc: Doc, frames: Frames) -> None:
    """In what somebody says, "I" and "we" as the subject of an event are the speaker."""
    if event.statement is None or not event.statement.speakers:
        return
    frame = frames.frames[event.frame]
    head = doc[event.head]
    role = frame.roles.get("object" if is_passive(head) else "subject")
    if role is None or head.pos_ not in {"VERB", "AUX"}:
        return
    for token in subjects(head):
        if token.lower_ in {"i", "we"}:
            speaker = event.statement.speakers[0]
            event.participants.append(ParticipantDraft(role, speaker.label, token.i, speaker.entity))
            return


def _statements_by_token(doc: Doc) -> dict[int, StatementDraft]:
    """Token index -> the innermost statement whose content covers it."""
    sized = [(sum(e - b for b, e in s.content), s) for s in doc._.statements]
    found: dict[int, StatementDraft] = {}
    for _, statement in sorted(sized, key=lambda pair: -pair[0]):
        for begin, end in statement.content:
            found.update(dict.fromkeys(range(begin, end), statement))
    return found


def _local(token: Token, cues: Cues) -> list[str]:
    """Effects of adverbs and adjectives that hang on the word or on the verb that carries it."""
    found = []
    carriers = [token]
    if token.pos_ not in {"VERB", "AUX"} and token.head.pos_ in {"VERB", "AUX"}:
        carriers.append(token.head)
    for one in carriers:
        for child in one.children:
            low = child.lower_
            if child.dep_ in {"advmod", "npadvmod"} and low in cues.adverbs:
                found.append(cues.adverbs[low])
            elif low in cues.adjectives and child.dep_ in {"amod", "acomp"}:
                effect = cues.adjectives[low]
                if child.dep_ == "amod" or effect != "planned":
                    found.append(effect)
    return found


def _modals(token: Token) -> set[str]:
    """Effects of the modal verbs of the word's clause."""
    verb = token
    for _ in range(STEPS):
        if verb.pos_ in {"VERB", "AUX"} or verb.head.i == verb.i:
            break
        if verb.dep_ == "prep" and verb.head.pos_ in {"VERB", "AUX"}:
            return set()  # "will send troops after the riots": the riots are told as they are
        verb = verb.head
    found: set[str] = set()
    noun = verb.i != token.i
    for _ in range(STEPS):
        found |= _aux_effects(verb, noun)
        if verb.dep_ not in {"xcomp", "conj"} or verb.head.pos_ not in {"VERB", "AUX"}:
            break
        if verb.dep_ == "conj" and any(c.dep_ in {"aux", "nsubj", "nsubjpass"} for c in verb.children):
            break
        verb = verb.head
    return found


def _aux_effects(verb: Token, noun: bool) -> set[str]:
    aux = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    words = [child.lower_ for child in aux]
    perfect = "have" in words
    found: set[str] = set()
    for child in verb.children:
        if child.dep_ == "mark" and child.lower_ in CONDITION:
            found.add("hypothetical")
        elif child.dep_ == "mark" and child.lower_ == "whether":
            found.add("unknown")
    for word in words:
        if word in {"would", "'d"} and perfect:
            found |= {"alleged", "uncertain"}  # the reporting conditional of machine translation
        elif word in FUTURE and perfect:
            found.add("hypothetical")
        elif word in FUTURE:
            found.add("hypothetical" if noun and word in {"should", "must", "ought"} else "planned")
        elif word in POSSIBLE and perfect:
            found |= {"alleged", "uncertain"}
        elif word in {"may", "might"}:
            found |= {"planned", "uncertain"}
        elif word in POSSIBLE:
            found |= {"hypothetical"} if noun else {"planned", "uncertain"}
    if verb.lower_ == "going" and any(c.dep_ == "xcomp" for c in verb.children):
        found.add("planned")
    if verb.lower_ in {"have", "has", "had", "need", "needs"} and any(c.dep_ == "xcomp" for c in verb.children):
        found.add("planned")
    return found


def _above(token: Token, cues: Cues, statement: StatementDraft | None) -> set[str]:
    """Effects of the words that govern the clause, up to a reporting verb or a finite main clause."""
    found: set[str] = set()
    one = token
    for step in range(STEPS):
        head = governor(one)
        if head is None or head.i == one.i:
            break
        lemma = head.lemma_.lower()
        finite_adjunct = one.dep_ in {"advcl", "relcl", "conj", "parataxis", "appos"} and one.pos_ in {"VERB", "AUX"}
        if finite_adjunct and one.dep_ != "conj":
            if one.dep_ == "advcl" and _is_infinitive(one):
                found.add("hypothetical")
            break
        if one.dep_ in {"nsubj", "nsubjpass"} and head.pos_ == "VERB":
            passive = one.dep_ == "nsubjpass"
            particle = next((f"{lemma} {c.lower_}" for c in head.children if c.dep_ == "prt"), lemma)
            effect = cues.verbs.get(particle, "") or cues.verbs.get(lemma, "")
            if passive and effect in {"planned", "hypothetical", "denied"}:
                found.add(effect)
            break
        if head.pos_ == "AUX" and one.dep_ == "xcomp":
            subject = next((c for c in head.children if c.dep_ == "nsubj"), None)
            if subject is not None and cues.nouns.get(subject.lemma_.lower()) in {"hypothetical", "planned"}:
                found.add(cues.nouns[subject.lemma_.lower()])  # "their task is to arrest"
        if head.pos_ == "VERB":
            particle = next((f"{lemma} {c.lower_}" for c in head.children if c.dep_ == "prt"), lemma)
            effect = cues.verbs.get(particle, "") or cues.verbs.get(lemma, "")
            if statement is not None and _is_cue(head, statement):
                if one.tag_ == "VB" and _is_infinitive(one) and not _is_perfect(one):
                    found.add("planned")  # "called on the police to investigate"
                elif one.tag_ == "VBG" and effect in {"planned", "intended"}:
                    found.add("planned")
                break
            nominal = one.pos_ not in {"VERB", "AUX"}
            if one.dep_ == "ccomp" and _has_subject(one) and effect in {"planned", "intended", "background", "attempt"}:
                break  # a whole clause of its own
            if effect == "intended":
                effect = "" if nominal else "planned"  # "ordered to attack", but "ordered the attack"
            if effect and not (nominal and effect == "uncertain" and step == 0):
                found.add(effect)
            if effect == "background" and nominal:
                break
        elif head.pos_ in {"NOUN", "PROPN"}:
            effect = cues.nouns.get(lemma, "")
            if effect:
                found.add(effect)
            elif one.dep_ == "acl" and one.tag_ == "VB":
                found.add("hypothetical")
            elif one.pos_ in {"VERB", "AUX"}:
                break
        elif head.pos_ == "ADJ":
            effect = cues.adjectives.get(head.lower_, "")
            if effect:
                found.add(effect)
        one = head
    return found


def _is_aside(verb: Token, statement: StatementDraft) -> bool:
    """Whether the verb stands in a relative clause, which the speaker's act does not reach."""
    one = verb
    for _ in range(STEPS):
        if one.dep_ == "relcl":
            return True
        if one.head.i == one.i or _is_cue(one, statement):
            return False
        one = one.head
    return False


def _is_infinitive(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass", "expl"} for child in verb.children) and not _is_infinitive(verb)


def _is_perfect(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "have" for child in verb.children)


def _is_cue(verb: Token, statement: StatementDraft) -> bool:
    return statement.cue[0] <= verb.i < statement.cue[1]


def _negated(token: Token, event: EventDraft, frames: Frames) -> bool:
    """Whether the telling itself is negated; frames that only a negation evokes are not."""
    if event.frame and token.pos_ in {"VERB", "AUX"}:
        entries = frames.verbs.get(token.lemma_.lower(), ())
        if any(e.negated and e.frame.key == event.frame for e in entries):
            return False
    if is_negated(token):
        return True
    if token.dep_ == "pobj" and token.head.lower_ in {"of", "on", "about"} and is_negated(token.head.head):
        return token.head.head.pos_ == "NOUN"  # "no reports of arrests"
    if token.pos_ in {"VERB", "AUX"}:
        return token.dep_ == "xcomp" and is_negated(token.head)
    verb = token.head
    return token.dep_ in {"nsubj", "dobj", "attr", "nsubjpass"} and verb.lemma_ == "be" and is_negated(verb)


def _accused(event: EventDraft, frames: Frames) -> bool:
    """Whether a speaker says it of people whom the speaker's own word condemns ("terrorists")."""
    if event.statement is None:
        return False
    for one in event.participants:
        words = one.label.lower().split()
        if one.role == "agent" and words:
            for lemma in {words[-1], words[-1].rstrip("s"), words[0], words[0].rstrip("s")}:
                if lemma in frames.contested:
                    return True
    return False


def _judge(event: EventDraft, effects: list[str], negated: bool) -> None:
    event.polarity = "negative" if negated or "denied" in effects else "positive"
    if event.polarity == "negative":
        event.modality = "denied"
    elif "alleged" in effects or "unknown" in effects:
        event.modality = "alleged"
    elif "planned" in effects and "attempt" not in effects[:1]:
        event.modality = "planned"
    event.epistemic = _epistemic(effects, negated)


def _epistemic(effects: list[str], negated: bool) -> str:
    if "unknown" in effects:
        return "Unknown"
    unsure = "uncertain" in effects or "alleged" in effects
    if negated or "denied" in effects:
        return "FalseUncertain" if unsure else "FalseCertain"
    return "TrueUncertain" if unsure else "TrueCertain"


@Language.factory(
    "kazkg_factuality",
    requires=["doc._.events", "doc._.statements", "doc._.figures"],
    assigns=["doc._.events", "doc._.figures"],
)
def create(nlp: Language, name: str) -> Factuality:  # noqa: ARG001
    """Make the component; ``knowledge`` is set on it before it runs."""
    return Factuality()
