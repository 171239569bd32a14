"""Numbers taken back: "the ministry later retracted the statement", "it said that the figure was an error"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Doc, Token

if TYPE_CHECKING:
    from kazkg.language.drafts import FigureDraft, StatementDraft

__all__ = ["take_back"]

TOLD = frozenset({"statement", "figure", "number", "toll", "count", "announcement", "tally", "data"})
"""Nouns for what somebody told before; a report or a claim that is denied is mostly that of another."""
WRONG = frozenset({"error", "mistake", "glitch", "wrong", "incorrect", "erroneous", "mistaken", "false", "untrue"})
SHORT = 10
"""Words of a content that only takes something back."""


def take_back(doc: Doc) -> None:
    """Make false what its own claimer takes back in a later sentence: the figures of the last sentence that has any.

    Others who deny what somebody claimed leave the claim as it is.
    """
    if not doc._.figures:
        return
    for statement in doc._.statements:
        if not statement.speakers or not _takes_back(doc, statement):
            continue
        start = doc[statement.cue[0]].sent.start
        told = [f for f in doc._.figures if f.amount.start < start]
        if not told:
            continue
        last = doc[told[-1].amount.start].sent.start
        for figure in told:
            if figure.amount.start >= last and _claimer(figure) == statement.speakers[0].label:
                figure.epistemic = "FalseCertain"


def _takes_back(doc: Doc, statement: StatementDraft) -> bool:
    """Whether a statement says no more than that something told before does not hold."""
    words: list[Token] = [t for start, end in statement.content for t in doc[start:end]]
    if not words or len(words) > SHORT or any(t.tag_ == "CD" for t in words):
        return False
    if statement.act == "Deny" and statement.polarity == "negative":
        return words[-1].lower_ in TOLD
    wrong = any(t.lower_ in WRONG for t in words) and not any(t.dep_ == "neg" or t.lower_ == "no" for t in words)
    return wrong and any(t.lower_ in TOLD and t.dep_ in {"nsubj", "nsubjpass"} for t in words)


def _claimer(figure: FigureDraft) -> str | None:
    """Label of who claims a figure, or None for the article's own voice."""
    speakers = figure.statement.speakers if figure.statement else []
    source = figure.source or (speakers[0] if speakers else None)
    return source.label if source else None
