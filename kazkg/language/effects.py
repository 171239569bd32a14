"""Which cues bear on a word: adverbs, modal verbs, the words above its clause, phrases of its sentence.

An effect is one of those that the factuality lexicon names (planned, alleged, denied, hypothetical ...).
"""

from __future__ import annotations

from bisect import bisect_right

from spacy.tokens import Doc, Token

from kazkg.knowledge.frames import Cues
from kazkg.language.drafts import StatementDraft
from kazkg.language.slots import governor, is_negated

__all__ = ["Sentences", "above", "announced", "appended", "is_aside", "is_given", "local", "modals", "named", "reaches"]

FUTURE = frozenset({"will", "'ll", "shall", "would", "'d", "should", "must", "wo", "ought"})
POSSIBLE = frozenset({"may", "might", "could", "can"})
CONDITION = frozenset({"if", "unless", "lest"})
ADJUNCT = frozenset({"for", "after", "during", "before", "since", "on"})
GIVEN = frozenset({"after", "following", "since", "amid", "despite"})
"""Prepositions whose object is taken as a fact, whatever is said of the clause around."""
ASKED = frozenset({"request", "invitation"})
"""Nouns behind "at": somebody did ask, whether or not it is done."""
WH = frozenset({"how", "what", "who", "whom", "why", "when", "where", "which", "whose"})
"""Words that ask for one thing about what is taken as a fact ("it is not clear how many were killed")."""
NAMING = frozenset({"call", "describe", "label", "brand", "term", "dub", "denounce", "characterize", "characterise"})
"""Verbs that give something a name."""
QUOTES = frozenset({'"', "“", "”", "„", "‟", "«", "»", "‘", "’", "'", "``", "''"})
STEPS = 6
REACH = 12
"""How many words behind a trigger a hedging phrase may begin."""


class Sentences:
    """Effects of what holds for a whole sentence: a question mark, a fixed phrase before the word."""

    def __init__(self, doc: Doc, cues: Cues) -> None:
        low = [token.lower_ for token in doc]
        self.start = [0] * len(doc)
        self.asks: set[int] = set()
        self.semicolons = [i for i, word in enumerate(low) if word == ";"]
        self.phrases: dict[int, list[tuple[int, str]]] = {}
        self.conditional_alleges = any(_is_hearsay(token) for token in doc if token.lower_ == "would")
        """Whether the article, as translations do, says "would have done" of what is reported but not certain."""
        begin = 0
        for i, token in enumerate(doc):
            if token.is_sent_start:
                begin = i
            self.start[i] = begin
            if low[i] == "?" and (i + 1 == len(doc) or doc[i + 1].is_sent_start or not doc[i + 1].is_alpha):
                self.asks.add(begin)
            for words, effect in cues.phrases.get(low[i], ()):
                end = i + len(words)
                if tuple(low[i:end]) == words and (end >= len(low) or low[end] not in WH):
                    self.phrases.setdefault(begin, []).append((i, effect))

    def effects(self, i: int) -> set[str]:
        """Effects on the token at ``i``; a phrase reaches what follows it, and a little what stands before."""
        found = {effect for at, effect in self.phrases.get(self.start[i], ()) if at < i + REACH}
        return found | {"hypothetical"} if self.start[i] in self.asks else found


def _is_hearsay(would: Token) -> bool:
    """Whether "would have" stands in a clause of its own without a condition: the reporting conditional."""
    verb = would.head
    perfect = any(c.lower_ == "have" and c.dep_ == "aux" for c in verb.children)
    if not perfect or verb.dep_ not in {"ROOT", "conj", "relcl"}:
        return False
    return not any(c.dep_ == "advcl" and any(m.lower_ in CONDITION for m in c.children) for c in verb.children)


def _is_reported(verb: Token) -> bool:
    """Whether the clause stands behind a verb of the past that reports it ("said they would arrest him")."""
    return verb.dep_ == "ccomp" and verb.head.i < verb.i and verb.head.tag_ in {"VBD", "VBN"}


def is_given(token: Token) -> bool:
    """Whether the word only qualifies a noun, so that it is taken as known ("the flooded quarter", "riot police")."""
    if token.dep_ == "amod":
        if token.i > token.head.i:
            return False  # "fourteen dead"
        return not any(child.dep_ in {"nummod", "prep"} for child in (*token.children, *token.head.lefts))
    return False


def appended(token: Token, cues: Cues) -> set[str]:
    """Effects of a noun that sums up the sentence behind it ("..., an allegation the rebels called absurd")."""
    verb = token
    for _ in range(STEPS):
        for child in verb.rights:
            if child.dep_ in {"appos", "npadvmod", "dobj", "conj"} and child.i > token.i:
                effect = cues.nouns.get(child.lemma_.lower(), "")
                if effect in {"alleged", "uncertain"} and child.nbor(-1).lower_ in {"an", "a"}:
                    return {effect}
        if verb.head.i == verb.i:
            break
        verb = verb.head
    return set()


def named(token: Token) -> bool:
    """Whether a noun is only what somebody calls it: in quote marks of its own, or behind a verb of naming.

    As in "spoke of a "coup"", "described the march as a riot"; an "intense shooting" is what a source saw.
    """
    if token.pos_ not in {"NOUN", "PROPN"} or token.i + 1 == len(token.doc):
        return False
    if token.dep_ == "pobj" and token.head.lower_ == "as" and token.head.head.lemma_ in NAMING:
        return True
    if token.dep_ == "oprd" and token.head.lemma_ in NAMING:
        return True
    if token.nbor().text not in QUOTES and not (token.nbor().text in {".", ","} and token.i + 2 < len(token.doc)):
        return False
    closing = token.nbor() if token.nbor().text in QUOTES else token.nbor(2)
    first = token.i - 1 if token.i and token.nbor(-1).dep_ == "compound" else token.i
    return closing.text in QUOTES and first > 0 and token.doc[first - 1].text in QUOTES


def announced(token: Token) -> bool:
    """Whether a noun is announced or called for a day to come ("called a strike for Monday")."""
    if token.pos_ not in {"NOUN", "PROPN"} or token.dep_ not in {"dobj", "nsubjpass", "conj", "acl"}:
        return False
    for one in (token, token.head):
        for child in one.rights:
            if child.dep_ == "prep" and child.lower_ == "for" and child.i > token.i:
                return any(_is_day(below) for below in child.children)
    return False


def _is_day(token: Token) -> bool:
    times = token.doc._.times
    at = bisect_right(times, token.i, key=lambda t: t.start)
    return at > 0 and token.i < times[at - 1].end and times[at - 1].relation == "at"


def reaches(token: Token, statement: StatementDraft) -> bool:
    """Whether a denial reaches the word: no semicolon stands between, nor a colon behind what is denied.

    What follows "he disputed that:" is what he says himself.
    """
    begin, end = sorted((token.i, statement.cue[0]))
    between = token.doc[begin:end]
    return not any(t.text == ";" or (t.text == ":" and statement.cue[0] == begin) for t in between)


def local(token: Token, cues: Cues) -> list[str]:
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


def modals(token: Token, cues: Cues, hearsay: bool) -> set[str]:
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
    if noun and cues.verbs.get(verb.lemma_.lower()) in {"ongoing", "ended"}:
        return set()  # "will remain closed": it is closed; "cannot lift the curfew": there is one
    for _ in range(STEPS):
        found |= _aux_effects(verb, noun, cues, hearsay)
        if verb.dep_ not in {"xcomp", "conj"} or verb.head.pos_ not in {"VERB", "AUX"}:
            break
        if verb.dep_ == "conj" and any(c.dep_ in {"aux", "nsubj", "nsubjpass"} for c in verb.children):
            break
        verb = verb.head
    return found


def _aux_effects(verb: Token, noun: bool, cues: Cues, hearsay: bool) -> set[str]:
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
        elif (
            word == "would"
            and hearsay
            and verb.dep_ in {"ROOT", "conj", "ccomp"}
            and not _is_reported(verb)
            and "hypothetical" not in found
        ):
            found |= {"alleged", "uncertain"}
        elif word == "would" and noun and verb.lemma_ == "be" and _states_number(verb):
            found |= {"alleged", "uncertain"}  # "the dead would be 190"
        elif word in FUTURE and perfect:
            found.add("hypothetical")
        elif word in FUTURE:
            found.add("hypothetical" if noun and word in {"should", "must", "ought"} else "planned")
        elif word in POSSIBLE and perfect:
            found |= {"alleged", "uncertain"}
        elif word in {"may", "might"}:
            found |= {"planned", "uncertain"}
        elif word in POSSIBLE and cues.verbs.get(verb.lemma_.lower()) == "perceived":
            pass  # "shots could be heard"
        elif word in POSSIBLE:
            found |= {"hypothetical"} if noun else {"planned", "uncertain"}
    if verb.tag_ == "VB" and "to" in words and any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children):
        found.add("planned")  # "Minister to resign"
    if verb.dep_ == "xcomp" and "to" in words and verb.head.lemma_ == "be" and verb.head.pos_ == "AUX":
        found.add("planned")  # "two more battalions are to be sent"
    if verb.lower_ == "going" and any(c.dep_ == "xcomp" for c in verb.children):
        found.add("planned")
    if verb.lower_ in {"have", "has", "had", "need", "needs"} and any(c.dep_ == "xcomp" for c in verb.children):
        found.add("planned")
    return found


def above(token: Token, cues: Cues, statement: StatementDraft | None, semicolons: list[int]) -> set[str]:
    """Effects of the words that govern the clause, up to a reporting verb or a finite main clause."""
    found: set[str] = set()
    one = token
    for step in range(STEPS):
        head = governor(one)
        if head is None or head.i == one.i:
            break
        if any(min(one.i, head.i) < i < max(one.i, head.i) for i in semicolons):
            break
        if _is_taken_as_fact(one):
            break
        lemma = head.lemma_.lower()
        finite_adjunct = one.dep_ in {"advcl", "relcl", "conj", "parataxis", "appos"} and one.pos_ in {"VERB", "AUX"}
        if finite_adjunct and one.dep_ != "conj":
            if one.dep_ == "advcl" and _is_infinitive(one):
                found.add("hypothetical")
            break
        if one.dep_ in {"nsubj", "nsubjpass"} and head.pos_ == "VERB":
            passive = one.dep_ == "nsubjpass"
            effect = _effect_of(head, one, cues)
            if passive and effect in {"planned", "hypothetical", "denied"}:
                found.add(effect)
            break
        if head.pos_ == "AUX" and one.dep_ == "xcomp":
            subject = next((c for c in head.children if c.dep_ == "nsubj"), None)
            if subject is not None and cues.nouns.get(subject.lemma_.lower()) in {"hypothetical", "planned"}:
                found.add(cues.nouns[subject.lemma_.lower()])  # "their task is to arrest"
        if head.pos_ == "VERB" and one.dep_ == "conj" and one.pos_ in {"VERB", "AUX"}:
            one = head
            continue  # "set fire to the mill and stoned the police": the one says nothing of the other
        if head.pos_ == "VERB":
            effect = _effect_of(head, one, cues)
            if effect == "denied" and head.i < one.i and any(t.text == ":" for t in head.doc[head.i : one.i]):
                break  # "he disputed that: two men had been held"
            if effect == "ended":
                break  # "refused to lift the curfew": it holds
            if effect == "excluded":  # "ruled out a curfew", but "did not rule out a curfew"
                found.add("planned" if is_negated(head) else "denied")
                break
            if statement is not None and _is_cue(head, statement):
                if one.tag_ == "VB" and _is_infinitive(one) and not _is_perfect(one):
                    found.add("planned")  # "called on the police to investigate"
                elif one.tag_ == "VBG" and effect in {"planned", "intended"}:
                    found.add("planned")
                elif effect in {"planned", "background"} and one.pos_ not in {"VERB", "AUX"}:
                    found.add(effect)  # "demanded the release", "condemned the violence"
                break
            nominal = one.pos_ not in {"VERB", "AUX"}
            if one.dep_ == "ccomp" and _has_subject(one) and effect in {"planned", "intended", "background", "attempt"}:
                break  # a whole clause of its own
            if effect == "intended":
                effect = "" if nominal else "planned"  # "ordered to attack", but "ordered the attack"
            if effect in {"planned", "attempt"} and is_negated(head):
                effect = "denied"  # "did not order them to attack"
            elif effect == "hypothetical" and (is_negated(head) or _is_failure(head, cues)):
                effect = ""  # "did not prevent the attack"
            if effect == "background" and _is_adjunct(one, head):
                effect = ""  # "stopped for breaking the curfew" ends no curfew
            if effect and not (nominal and effect == "uncertain" and step == 0):
                found.add(effect)
            if effect == "background" and nominal:
                break
        elif head.pos_ in {"NOUN", "PROPN"}:
            effect = cues.nouns.get(lemma, "")
            if effect == "ended":
                break
            if effect == "planned" and is_negated(head):
                effect = "denied"  # "no plans to send troops"
            if effect:
                found.add(effect)
                if effect == "background":
                    break  # "denied any part in the attack": that it took place is not denied
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


def _is_taken_as_fact(one: Token) -> bool:
    """Whether the words above say nothing of the word: it is asked how or when it was, or something came after it."""
    if one.dep_ == "pobj":
        link = one.head.lower_
        return link in GIVEN or (link == "at" and one.lemma_ in ASKED)
    return one.dep_ in {"ccomp", "pcomp"} and one.left_edge.lower_ in WH


def _states_number(copula: Token) -> bool:
    """Whether the verb equates its subject with a number."""
    said = [c for c in copula.children if c.dep_ in {"attr", "acomp"}]
    return any(c.pos_ == "NUM" or any(g.dep_ == "nummod" for g in c.children) for c in said)


def _is_adjunct(below: Token, verb: Token) -> bool:
    """Whether a noun stands in a phrase that only says when, why or how the verb is done."""
    link = below
    while link.head.i != verb.i and link.head.i != link.i:
        link = link.head
    return link.dep_ == "prep" and link.lower_ in ADJUNCT


def _effect_of(verb: Token, below: Token, cues: Cues) -> str:
    """The effect of a verb on the word below it: as a verb with its particle or preposition first, then alone."""
    lemma = verb.lemma_.lower()
    link = below
    while link.head.i != verb.i and link.head.i != link.i:
        link = link.head
    particles = [c.lower_ for c in verb.children if c.dep_ == "prt"]
    for word in (*particles, link.lower_):
        if f"{lemma} {word}" in cues.verbs:
            return cues.verbs[f"{lemma} {word}"]
    return "" if particles else cues.verbs.get(lemma, "")  # "set off a bomb" sets nobody to do anything


def _is_failure(verb: Token, cues: Cues) -> bool:
    """Whether the verb itself is what somebody failed or refused to do."""
    infinitive = verb.dep_ == "xcomp" and verb.tag_ == "VB"
    return infinitive and cues.verbs.get(verb.head.lemma_.lower()) == "denied"


def is_aside(verb: Token, statement: StatementDraft) -> bool:
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
