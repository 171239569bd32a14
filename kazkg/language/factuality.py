"""Whether what is told happened, is planned, alleged or denied; and how sure whoever says it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, Token

from kazkg.knowledge.frames import Frames
from kazkg.language.drafts import EventDraft, ParticipantDraft, StatementDraft
from kazkg.language.effects import (
    Sentences,
    above,
    announced,
    appended,
    is_aside,
    is_given,
    local,
    modals,
    named,
    reaches,
)
from kazkg.language.happenings import group
from kazkg.language.novelty import mark
from kazkg.language.retractions import take_back
from kazkg.language.slots import governor, is_negated, is_passive, subjects

if TYPE_CHECKING:
    from kazkg.knowledge import Knowledge

__all__ = ["Factuality", "statements_by_token"]

IN_WORDS = ("Attack", "Sentence", "Shelling", "Battle")
"""Classes whose verbs also tell that somebody speaks."""
LAWFUL = ("Arrest", "Trial")
"""Classes that somebody undergoes for what they are said to have done."""
CHARGES = frozenset({"for", "of", "with", "on", "over"})
"""Prepositions before what somebody is charged with."""
NONE = frozenset({"none", "nobody", "nothing", "neither"})
STEPS = 3
STRONG_FIRST = ("denied", "hypothetical", "unknown", "alleged", "planned", "uncertain", "background", "attempt")


class Factuality:
    """Set modality and epistemic status of events and figures, and number the happenings."""

    knowledge: Knowledge

    def __call__(self, doc: Doc) -> Doc:
        """Judge every event and figure of the Doc; drops events that nobody says took, takes or will take place."""
        frames = self.knowledge.frames
        within = statements_by_token(doc)
        sentences = Sentences(doc, frames.cues)
        kept: list[EventDraft] = []
        background: list[int] = []
        cues = {i for s in doc._.statements for i in range(*s.cue)}
        lawful = {e.head for e in doc._.events if frames.is_a(e.cls, LAWFUL)}
        for event in doc._.events:
            if event.head in cues and frames.is_a(event.cls, IN_WORDS):
                continue  # "a disgrace", attacked the deputy
            event.statement = within.get(event.head)
            effects = self._effects(
                doc[event.head], event.statement, frames, sentences, bool(frames.frames[event.frame].counted_as)
            )
            _add_first_person(event, doc, frames)
            if "planned" in effects and _only_negated(doc[event.head], event, frames):
                effects.remove("planned")  # "the flight will not leave": it is off
            if _names_people(doc[event.head], frames):
                continue
            if _is_backdrop(doc[event.head], event, frames):
                effects.append("background")
            elif not frames.frames[event.frame].lasting and _is_charge(doc[event.head], lawful):
                effects.append("alleged" if event.participants or doc[event.head].tag_ == "VBG" else "background")
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
            mark(event, doc, frames)
            kept.append(event)
        doc._.events = group(kept, frames, frozenset(background))
        for figure in doc._.figures:
            anchor = figure.trigger if figure.trigger >= 0 else figure.amount.start
            effects = self._effects(doc[anchor], figure.statement, frames, sentences, False)
            if figure.amount.high == 0:
                effects = [e for e in effects if e != "denied"]  # that there were none is what is claimed
            judged = _epistemic(effects, figure.amount.high != 0 and not figure.inverted and is_negated(doc[anchor]))
            if judged != "TrueCertain" or figure.epistemic != "TrueUncertain":
                figure.epistemic = judged
        take_back(doc)
        return doc

    def _effects(
        self, token: Token, statement: StatementDraft | None, frames: Frames, sentences: Sentences, people: bool
    ) -> list[str]:
        """Effects of all cues that bear on the token, the strongest kind first."""
        cues = frames.cues
        found = set(local(token, cues))
        if is_given(token):
            if people:
                found.add("background")  # "a wounded man" is known; "looted shops" may be told here first
            return [effect for effect in STRONG_FIRST if effect in found]
        if announced(token):
            found.add("planned")
        if named(token):
            found.add("alleged")
        found |= modals(token, cues, sentences.conditional_alleges)
        found |= above(token, cues, statement, sentences.semicolons)
        found |= sentences.effects(token.i)
        found |= appended(token, cues)
        if statement is not None:
            effect = cues.acts.get(statement.act)
            reached = effect != "denied" or reaches(token, statement)
            if effect and reached and token.pos_ in {"VERB", "AUX"} and not is_aside(token, statement):
                found.add(effect)
            if statement.polarity == "negative" and "background" not in found and reaches(token, statement):
                found.add("denied")
            if statement.certainty != "certain":
                found.add("uncertain")
        if "background" in found and token.pos_ in {"NOUN", "PROPN"} and "planned" not in local(token, cues):
            found.discard("planned")  # "called for an end to the violence"
        return [effect for effect in STRONG_FIRST if effect in found]


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


def statements_by_token(doc: Doc) -> dict[int, StatementDraft]:
    """Token index -> the innermost statement whose content covers it."""
    sized = [(sum(e - b for b, e in s.content), s) for s in doc._.statements]
    found: dict[int, StatementDraft] = {}
    for _, statement in sorted(sized, key=lambda pair: -pair[0]):
        for begin, end in statement.content:
            found.update(dict.fromkeys(range(begin, end), statement))
    return found


def _only_negated(token: Token, event: EventDraft, frames: Frames) -> bool:
    """Whether only the negation makes the word tell of the event ("no longer flies", "not accessible")."""
    table = frames.verbs if token.pos_ in {"VERB", "AUX"} else frames.adjectives
    word = token.lemma_.lower() if token.pos_ in {"VERB", "AUX"} else token.lower_
    return any(e.negated and e.frame.key == event.frame for e in table.get(word, ()))


def _is_backdrop(token: Token, event: EventDraft, frames: Frames) -> bool:
    """Whether a noun only recalls what is told elsewhere ("died in the unrest"): no verb says that it takes place."""
    if not frames.frames[event.frame].backdrop:
        return False
    over = governor(token)
    takes_place = over is not None and over.lemma_.lower() in frames.occurrences | frames.supports
    return not takes_place or token.dep_ == "pobj"


def _is_charge(token: Token, lawful: set[int]) -> bool:
    """Whether it is what somebody is arrested for or charged with ("held on suspicion of looting a shop")."""
    one = token
    for _ in range(STEPS):
        if one.dep_ not in {"pobj", "pcomp"} or one.head.lower_ not in CHARGES:
            return False
        one = one.head.head
        if one.i in lawful:
            return True
    return False


def _names_people(token: Token, frames: Frames) -> bool:
    """Whether a noun only says of people what they have to do with ("riot police", "coup leaders")."""
    return token.dep_ == "compound" and token.head.lemma_.lower() in frames.people


def _negated(token: Token, event: EventDraft, frames: Frames) -> bool:
    """Whether the telling itself is negated; frames that only a negation evokes are not."""
    if _only_negated(token, event, frames):
        return False
    if is_negated(token) or _has_none(token):
        return True
    if token.dep_ == "pobj" and token.head.lower_ in {"of", "on", "about"} and is_negated(token.head.head):
        return token.head.head.pos_ == "NOUN"  # "no reports of arrests"
    if token.pos_ in {"VERB", "AUX"}:
        return token.dep_ == "xcomp" and is_negated(token.head)
    verb = token.head
    return token.dep_ in {"nsubj", "dobj", "attr", "nsubjpass"} and verb.lemma_ == "be" and is_negated(verb)


def _has_none(verb: Token) -> bool:
    """Whether a verb's subject or object says that there is none ("nobody was hurt", "fired no shots")."""
    if verb.pos_ not in {"VERB", "AUX", "ADJ"}:
        return False
    over = verb if verb.pos_ != "ADJ" else verb.head
    for child in over.children:
        if child.dep_ in {"nsubj", "nsubjpass", "dobj"}:
            first = child.left_edge
            if child.lower_ in NONE or (first.lower_ in {"no", "none", "neither"} and first.i < child.i):
                return True
            if first.lower_ == "not" and first.nbor().lower_ in {"a", "one", "any"}:
                return True
    return False


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
