"""Reporting words in a sentence: which verbs report, who their subject is, and what tense and voice they stand in."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from kazkg.knowledge.reporting import Cue, Reporting
from kazkg.language.drafts import mention_of
from kazkg.language.quotes import is_mark

__all__ = ["CueHit", "climb", "find", "glued", "inverted_subject", "is_finite", "separator", "subject_of"]

DASHES = frozenset({"–", "—", "-", "--", "―"})
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
DOWN = frozenset(
    {"det", "compound", "amod", "nummod", "poss", "nmod", "npadvmod", "punct", "case", "advmod", "predet", "quantmod"}
)
FUTURE = frozenset({"will", "shall", "'ll", "wo", "would", "'d"})
MODALS = frozenset({"can", "could", "may", "might", "must", "should", "need", "ought"})


@dataclass(slots=True, eq=False)
class CueHit:
    """One place where words of the reporting vocabulary stand."""

    token: Token
    """The verb, or the first word of a phrase."""
    start: int
    end: int
    cues: list[Cue]
    """What the words may mean, the most specific first."""
    phrase: bool = False
    passive: bool = False
    negated: bool = False
    modal: str = ""
    """The modal verb that makes it no report of something said ("should condemn")."""
    tense: str = "past"


def find(doc: Doc, sent: Span, words: Reporting) -> list[CueHit]:
    """The cues of a sentence, in order of their tokens."""
    hits = []
    for token in sent:
        if token.lower_ in words.phrases:
            hit = _phrase(doc, token, words)
            if hit is not None:
                hits.append(hit)
                continue
        lemma = words.verb(token.lemma_.lower(), token.lower_)
        if lemma is not None and (token.pos_ in {"VERB", "AUX"} or _mistagged(doc, token, words)):
            hit = _verb(doc, token, lemma, words)
            if hit is not None:
                hits.append(hit)
    return hits


def _phrase(doc: Doc, token: Token, words: Reporting) -> CueHit | None:
    for rest, cue in words.phrases[token.lower_]:
        end = token.i + 1 + len(rest)
        if end < len(doc) and all(doc[token.i + 1 + k].lower_ == word for k, word in enumerate(rest)):
            return CueHit(token, token.i, end, [cue], phrase=True)
    return None


def _mistagged(doc: Doc, token: Token, words: Reporting) -> bool:
    """Whether a verb after a closing quotation mark was taken for a plural noun ("...”, states the ministry")."""
    if token.tag_ != "NNS" or token.i < 1 or token.i + 1 >= len(doc):
        return False
    before, after = doc[token.i - 1], doc[token.i + 1]
    if mention_of(before) is not None and (after.lower_ in {"for", "that"} or is_mark(after)):
        return True  # "Aeria hopes for peace"
    if token.i < 2:
        return False
    named = mention_of(before) is not None or before.lemma_.lower() in words.sources
    if after.text in {".", ",", ";"} and named:
        at = token.i - 1
        while at > token.sent.start and doc[at].pos_ in {"DET", "ADJ", "NOUN", "PROPN"}:
            at -= 1
        return doc[at].text == "," and at > token.sent.start + 2  # "..., the agency Aeria reports."
    return is_mark(before) or (before.text == "," and is_mark(doc[token.i - 2]))


def _verb(doc: Doc, token: Token, lemma: str, words: Reporting) -> CueHit | None:
    end = token.i + 1
    cues = []
    for rest, cue in words.verbs[lemma]:
        if not rest:
            cues.append(cue)
        elif all(
            token.i + 1 + k < len(doc) and w in {doc[token.i + 1 + k].lemma_.lower(), doc[token.i + 1 + k].lower_}
            for k, w in enumerate(rest)
        ):
            end = max(end, token.i + 1 + len(rest))
            cues = [cue]
            break
        elif len(rest) > 1 and _hangs(token, rest[0], rest[-1]):
            cues = [cue]
            break
    if not cues or token.dep_ in {"amod", "compound", "aux", "auxpass"}:
        return None
    hit = CueHit(token, token.i, end, cues, tense="present" if token.tag_ in {"VBZ", "VBP"} else "past")
    for child in token.lefts:
        if child.dep_ == "auxpass":
            hit.passive = True
        elif child.dep_ == "neg":
            hit.negated = True
        elif child.dep_ == "aux":
            word = child.lower_
            if word in FUTURE:
                hit.modal, hit.tense = child.lemma_.lower(), "future"
            elif word in MODALS:
                hit.modal = word
    if token.tag_ == "VBN" and not hit.passive and not any(c.dep_ == "aux" for c in token.lefts):
        bare = token.dep_ in {"acl", "advcl", "relcl"} and not any(c.dep_ in SUBJECTS for c in token.lefts)
        bare = bare and not _finite_after_all(doc, token)
        hit.passive = bare or any(c.dep_ == "agent" for c in token.rights)
    return hit


def _finite_after_all(doc: Doc, token: Token) -> bool:
    """Whether a participle must be a past tense: before "that", or between a comma and a speaker."""
    if token.i + 1 >= len(doc) or not token.i:
        return False
    after = doc[token.i + 1]
    return after.lower_ == "that" or (separator(doc[token.i - 1]) and after.pos_ in {"DET", "PROPN"})


def _hangs(token: Token, preposition: str, noun: str) -> bool:
    """Whether a prepositional phrase with this noun hangs on the verb ("took it as a sign")."""
    return any(
        child.lower_ == preposition and any(c.dep_ == "pobj" and c.lemma_.lower() == noun for c in child.rights)
        for child in token.rights
    )


def separator(token: Token) -> bool:
    """Whether the token sets off a parenthesis: a comma, a dash, a quotation mark, a colon."""
    if token.text in DASHES:
        return token.whitespace_ != "" or token.i == 0 or token.doc[token.i - 1].whitespace_ != ""
    return token.text in {",", ":", ";", "(", ")"} or is_mark(token)


def is_finite(token: Token) -> bool:
    """Whether the token is a finite verb."""
    return token.tag_ in {"VBD", "VBZ", "VBP", "MD"}


def climb(token: Token, stop: Token) -> Token:
    """The head of the noun phrase that ``token`` begins, without climbing to ``stop`` or to its left."""
    while token.dep_ in DOWN and token.head.i != token.i and token.head.i > stop.i:
        token = token.head
    return token


def inverted_subject(token: Token, speaks: bool = True, takes_object: bool = False) -> Token | None:
    """The speaker that stands after the verb ("..., underlines the command"), whatever the parser calls it.

    Args:
        token: the verb.
        speaks: whether the verb may stand beside quoted words at all.
        takes_object: whether the verb may have an object or addressee, which is then no speaker.

    Returns:
        The head of the phrase after the verb, or None where the order is not inverted.
    """
    doc = token.doc
    if not speaks or token.tag_ in {"VBG", "VB"} or token.i + 1 >= len(doc) or token.i == token.sent.start:
        return None
    at = token.i - 1
    while at > token.sent.start and (doc[at].pos_ == "ADV" or doc[at].is_space):
        at -= 1
    before = doc[at]
    if not separator(before) or before.text in {"(", ";"} or (is_mark(before) and not before.whitespace_):
        return None
    at_first = _past_adverbials(doc, token.i + 1, token.sent.end)
    if at_first is None:
        return None
    first = doc[at_first]
    if (
        first.tag_ != "PRP$"
        and first.pos_ not in {"DET", "PROPN", "NOUN", "ADJ", "NUM"}
        and first.lower_ not in {"he", "she", "they"}
    ):
        return None
    head = climb(first, doc[at_first - 1])
    if head.pos_ not in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"} or head.dep_ in {"mark", "advmod"}:
        return None
    if any(child.dep_ in SUBJECTS and before.i < child.i < token.i for child in token.lefts):
        return None
    edge = head.right_edge.i + 1
    after = doc[edge] if edge < len(doc) else None
    if after is not None and after.sent == token.sent and after.pos_ in {"AUX", "VERB"} and is_finite(after):
        return None
    closed = is_mark(before) or (before.text == "," and at > 0 and is_mark(doc[at - 1]))
    owned = any(child.dep_ in SUBJECTS for child in token.lefts)
    said_of = takes_object or before.text != "," or any(is_finite(t) for t in doc[edge : token.sent.end])
    if owned and not closed and said_of and not _goes_on(doc, edge, token.sent.end):
        return None  # "The chief, who leads the force, accused the army", unlike "The road is open, said the army"
    if not closed and said_of and token.dep_ == "conj" and token.head.i < token.i:
        return None
    if not closed and mention_of(head) is None and head.pos_ != "PROPN" and first.pos_ != "DET":
        return None
    return head


def _past_adverbials(doc: Doc, at: int, end: int) -> int | None:
    """The first token after an adverb or a short prepositional phrase ("wrote on Twitter the spokesman")."""
    if at < end and doc[at].pos_ == "ADV":
        at += 1
    if at < end and doc[at].pos_ == "ADP" and doc[at].lower_ in {"on", "in", "to", "from", "via"}:
        noun = next((c for c in doc[at].rights if c.dep_ == "pobj"), None)
        if noun is None or noun.i + 1 >= end or noun.i - at > 4:
            return None
        at = noun.i + 1
        return at if doc[at].pos_ == "DET" else None
    return at if at < end else None


def _goes_on(doc: Doc, at: int, end: int) -> bool:
    """Whether a parenthesis ends soon after ``at`` and a finite verb follows it, an adverb allowed between."""
    for i in range(at, min(at + 8, end)):
        if separator(doc[i]):
            return any(is_finite(token) for token in doc[i + 1 : min(i + 3, end)])
        if is_finite(doc[i]):
            return False
    return False


def subject_of(hit: CueHit | None, token: Token, depth: int = 0) -> Token | None:
    """Head of the phrase that says it: subject, agent of a passive, or what a participle leans on."""
    if depth > 4:
        return None
    if token.pos_ == "NOUN" and depth == 0 and token.i:
        return token.doc[token.i - 1]
    agent = next((c for c in token.children if c.dep_ == "agent"), None) if token.tag_ == "VBN" else None
    if agent is not None:
        return next((glued(c) for c in agent.children if c.dep_ == "pobj"), None)
    if (hit is not None and hit.passive) or any(c.dep_ == "auxpass" for c in token.lefts):
        return None
    subjects = [child for child in token.lefts if child.dep_ in SUBJECTS]
    if subjects:
        child = subjects[0]
        if child.tag_ in {"WDT", "WP"} and token.dep_ == "relcl":
            return token.head
        if len(subjects) > 1 and any(separator(t) for t in token.doc[child.i : subjects[-1].i]):
            child = subjects[-1]  # "a statement called ..., the agency reported"
        return glued(_true_subject(child))
    if token.dep_ == "acl":
        return token.head if token.tag_ in {"VBG", "VBD"} else None
    if token.dep_ == "relcl" and depth == 0:
        return _misread_subject(token)
    if token.dep_ == "relcl" or (depth == 0 and token.tag_ == "VB" and token.dep_ not in {"conj", "xcomp"}):
        return None
    head = token.head
    if head.i == token.i:
        return _misread_subject(token) if depth == 0 else None
    if token.dep_ == "advcl" and token.tag_ in {"VBD", "VBN"}:
        return _misread_subject(token) if depth == 0 else None
    if token.dep_ in {"conj", "advcl", "xcomp", "pcomp", "dep", "ccomp"}:
        if head.pos_ == "ADP" and head.head is not head:
            head = head.head
        if token.dep_ == "ccomp" and token.tag_ != "VBG":
            return None
        if head.pos_ in {"VERB", "AUX"}:
            if token.dep_ == "conj":
                head = _sibling(token, head)
            return subject_of(None, head, depth + 1)
        if head.pos_ in {"NOUN", "PROPN"} and token.dep_ == "advcl":
            return head
    return _misread_subject(token) if depth == 0 else None


def _true_subject(subject: Token) -> Token:
    """The subject after the comma where the parser took the end of an opening phrase for it.

    In "According to the agency Aeria, the ministry said", Aeria ends the phrase and the ministry speaks.
    """
    before = subject.doc[subject.i - 1] if subject.i else None
    if before is None or before.dep_ != "pobj" or before.head.i > before.i or subject.pos_ != "PROPN":
        return subject
    return next((c for c in subject.rights if c.dep_ == "appos"), subject)


def _misread_subject(token: Token) -> Token | None:
    """The noun right before a finite verb without a subject, where the parser took it for an apposition."""
    if not is_finite(token) or token.i == token.sent.start:
        return None
    doc, sent = token.doc, token.sent
    before = doc[token.i - 1]
    if before.pos_ not in {"NOUN", "PROPN"} or before.ent_type_ in {"DATE", "TIME"}:
        return None
    if before.dep_ in {"appos", "conj"}:
        return before
    start = token.i - 1
    while start > sent.start and doc[start - 1].pos_ in {"DET", "ADJ", "NOUN", "PROPN"}:
        start -= 1
    return before if start == sent.start or separator(doc[start - 1]) else None


def glued(token: Token) -> Token:
    """The last part of a compound written with hyphens, where the parser took its parts for several words."""
    doc = token.doc
    while (
        token.i + 2 < len(doc)
        and doc[token.i + 1].text in {"-", "‑"}
        and not token.whitespace_
        and not doc[token.i + 1].whitespace_
    ):
        token = doc[token.i + 2]
    return token


def _sibling(token: Token, head: Token) -> Token:
    """The verb that a coordinated verb truly continues: one of the same tense, where the parser chose a deeper one."""
    if head.tag_ != token.tag_ and head.dep_ == "ccomp" and head.head.tag_ == token.tag_ and head.head.i < head.i:
        return head.head
    return head
