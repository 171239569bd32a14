"""Which time expression dates what a word tells."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc, Token

from kazkg.language.drafts import TimeDraft

__all__ = ["time_for"]

CLAUSES = frozenset(
    ["ROOT", "ccomp", "advcl", "relcl", "conj", "parataxis", "acl", "xcomp", "pcomp", "csubj", "csubjpass"]
)

SETTING = frozenset({"in", "during", "at", "on", "amid", "by", "of", "from"})
"""Prepositions behind which a dated noun dates the clause as well ("died in Sunday's fire")."""


def time_for(token: Token) -> TimeDraft | None:
    """The time expression that dates what ``token`` tells: one in its clause, else one its clause depends on.

    A time that belongs to a verb of saying around the clause does not date the clause.

    Returns:
        The nearest by words where several qualify; None where none does.
    """
    times: list[TimeDraft] = token.doc._.times
    sentence = token.sent
    at = bisect_left(times, sentence.start, key=lambda t: t.start)
    clause = _clause(token)
    best: tuple[int, int, TimeDraft] | None = None
    while at < len(times) and times[at].start < sentence.end:
        draft = times[at]
        at += 1
        if draft.relation == "for" or _dates_noun(token, draft):
            continue
        rank = _rank(clause, _clause(token.doc[_head(token.doc, draft)]))
        if rank is not None:
            candidate = (rank, min(abs(draft.start - token.i), abs(draft.end - 1 - token.i)), draft)
            if best is None or candidate[:2] < best[:2]:
                best = candidate
    return best[2] if best else None


def _dates_noun(token: Token, draft: TimeDraft) -> bool:
    """Whether the time only dates a noun that something else is about ("jailed over the 2013 riot")."""
    noun = token.doc[_head(token.doc, draft)].head
    if noun.pos_ not in {"NOUN", "PROPN"} or noun.i == token.i or not draft.start < noun.i:
        return False
    return noun.dep_ == "pobj" and noun.head.lower_ not in SETTING


def _head(doc: Doc, draft: TimeDraft) -> int:
    """Index of the token of the expression that hangs on a word outside it."""
    for i in range(draft.start, draft.end):
        if not draft.start <= doc[i].head.i < draft.end:
            return i
    return draft.end - 1


def _clause(token: Token) -> Token:
    """The head word of the clause around a token."""
    for _ in range(60):
        if (token.dep_ in CLAUSES and token.pos_ in {"VERB", "AUX"}) or token.head.i == token.i:
            return token
        token = token.head
    return token


def _rank(clause: Token, other: Token) -> int | None:
    """How well a time of clause ``other`` dates what ``clause`` tells: 0 best, None not at all."""
    if other.i == clause.i:
        return 0
    if other.head.i == clause.i and other.dep_ in {"advcl", "acl", "xcomp"}:
        marks = {child.lower_ for child in other.children if child.dep_ in {"mark", "advmod", "prep"}}
        return None if marks & {"since", "until", "before", "after"} else 2
    climbed = clause
    while climbed.dep_ in {"conj", "xcomp", "advcl", "acl"} and climbed.head.i != climbed.i:
        climbed = _clause(climbed.head)
        if climbed.i == other.i:
            return 1
    return 3 if clause.dep_ in {"relcl"} and _clause(clause.head).i == other.i else None
