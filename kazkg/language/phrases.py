"""Phrases: which tokens name a source, which only bring a number further."""

from __future__ import annotations

from spacy.tokens import Token

from kazkg.language.quotes import around_name, is_mark

__all__ = ["adds_up", "is_word", "phrase_of"]

DASHES = frozenset({"-", "–", "—", "--"})
WHEN = frozenset({"after", "before", "since", "during", "amid", "until"})
AFTER = frozenset({"prep", "appos", "nummod", "compound", "case", "nmod", "npadvmod", "amod"})
"""Dependents to the right that belong to the phrase; clauses and coordinated phrases do not."""


def phrase_of(head: Token, low: int, high: int) -> tuple[int, int]:
    """Token range of the noun phrase of ``head`` inside ``low:high``, without clauses and coordinated phrases."""
    start, end = head.left_edge.i, head.i + 1
    while start > low and head.doc[start - 1].text in {"-", "‑"} and not head.doc[start - 1].whitespace_ and start >= 2:
        start = head.doc[start - 2].left_edge.i
    for child in head.rights:
        if child.dep_ == "prep" and (_timely(child) or child.lower_ in WHEN or head.doc[child.i - 1].text == ","):
            break
        if child.dep_ in AFTER and child.left_edge.i <= end + 2:
            end = max(end, _right(child) + 1)
        elif child.dep_ not in {"punct"} and child.i >= end:
            break
    start, end = max(start, low), min(end, high)
    doc = head.doc
    while start < head.i and (doc[start].is_punct or doc[start].is_space or doc[start].pos_ == "CCONJ"):
        start += 1
    named = {
        i
        for q in doc._.quotes
        if start <= q.open and q.close < head.i and around_name(doc, q)
        for i in (q.open, q.close)
    }
    for i in range(head.i, start - 1, -1):
        if is_mark(doc[i]) and i < head.i and i not in named:
            start = i + 1  # what is said before the speaker is no part of the speaker's name
            break
    for i in range(head.i - 1, start, -1):
        if doc[i].text in DASHES and doc[i].whitespace_ and doc[i - 1].whitespace_:  # a dateline is no part of it
            start = i + 1
            break
    for i in range(head.i + 1, end):
        if is_mark(doc[i]):
            end = i
            break
    while end - 1 > head.i and ((doc[end - 1].is_punct and doc[end - 1].text != ")") or doc[end - 1].is_space):
        end -= 1
    for i in range(head.i + 1, end):
        if doc[i].text == "(" and not any(t.text == ")" for t in doc[i:end]):
            closed = end < len(doc) and doc[end].text == ")"
            return start, end + 1 if closed else i
    return start, end


def _timely(token: Token) -> bool:
    """Whether a preposition begins a phrase of time."""
    return any(c.dep_ == "pobj" and c.ent_type_ in {"DATE", "TIME"} for c in token.rights)


def _right(token: Token) -> int:
    """Last token of a dependent, clauses hanging on it left out."""
    end = token.i
    for child in token.rights:
        if child.dep_ == "prep" and _timely(child):
            break
        if child.dep_ in AFTER | {"pobj", "conj", "cc"} and child.pos_ not in {"VERB", "AUX"}:
            end = max(end, _right(child))
        elif child.dep_ != "punct":
            break
    return end


def is_word(token: Token) -> bool:
    """Whether the token is neither punctuation nor blank."""
    return not token.is_punct and not token.is_space


def adds_up(participle: Token, end: int) -> bool:
    """Whether a participle before ``end`` only brings a number further ("..., raising the total to almost 900")."""
    doc = participle.doc
    for i in range(participle.i + 1, end - 1):
        if doc[i].text in {",", ";"} or doc[i].dep_ == "mark":
            return False
        if doc[i].lower_ == "to":
            after = doc[i + 1 : min(i + 5, end)]
            number = next((t for t in after if t.pos_ not in {"ADV", "ADP", "ADJ", "DET"}), None)
            return number is not None and number.tag_ == "CD"
    return False
