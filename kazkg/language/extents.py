"""Until when, or how long, what is told holds: "until January 7", "for 180 days", "a six-month freeze"."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc, Token

from kazkg.facts import Time
from kazkg.knowledge.frames import Frames
from kazkg.language import dates
from kazkg.language.drafts import EventDraft, TimeDraft

__all__ = ["lend_ends", "set_extent"]

CLAUSES = frozenset({"ROOT", "ccomp", "advcl", "relcl", "conj", "parataxis", "acl", "xcomp", "pcomp"})
LOOSE = frozenset({"xcomp", "acl", "relcl"})
"""Clauses below an event's own that still speak of it ("an order that is due to lapse on Friday")."""
WORDS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
STEPS = 8


def set_extent(event: EventDraft, doc: Doc, frames: Frames) -> None:
    """Set ``until`` and ``duration`` of an event from the time expressions that belong to its clause.

    "until" comes from an expression with that relation, and from the date beside a verb of ending ("expires on
    January 19"); ``duration`` from "for ..." and from a measure before the noun ("a 60-day curfew").
    """
    head = doc[event.head]
    event.duration = _measure(head)
    times: list[TimeDraft] = doc._.times
    if not times:
        return
    sentence = head.sent
    at = bisect_left(times, sentence.start, key=lambda t: t.start)
    while at < len(times) and times[at].start < sentence.end:
        draft = times[at]
        at += 1
        if draft.relation == "at" and draft.time is None:
            continue
        token = doc[_head(doc, draft)]
        clause = _clause(token)
        if not _belongs(clause, head):
            continue
        if draft.relation == "until" and event.until is None:
            event.until = draft.time
        elif draft.relation == "for" and event.duration is None:
            event.duration = draft.duration
        elif draft.relation == "at" and event.until is None and clause.lemma_.lower() in frames.endings:
            event.until = _up_to(draft.time)


def lend_ends(events: list[EventDraft], doc: Doc, frames: Frames) -> None:
    """Give an "until" that no clause claims to the nearest lasting measure before it in its sentence.

    Long sentences are often parsed so that the end of a measure hangs on another verb.
    """
    claimed = [event.until for event in events if event.until is not None]
    for draft in doc._.times:
        if draft.relation != "until" or draft.time is None or any(draft.time is time for time in claimed):
            continue
        start = doc[draft.start].sent.start
        before = [e for e in events if start <= e.head < draft.start and e.until is None and _is_measure(e, frames)]
        if before:
            before[-1].until = draft.time


def _is_measure(event: EventDraft, frames: Frames) -> bool:
    frame = frames.frames[event.frame]
    return frame.lasting and (frame.nationwide or frame.restricted)


def _up_to(time: Time | None) -> Time | None:
    """The stretch of time that ends with ``time``."""
    return Time(f"../{time.text}", None, time.end, "interval") if time and "/" not in time.text else time


def _belongs(clause: Token, head: Token) -> bool:
    """Whether what is said in a clause is said of the event at ``head``."""
    own = _clause(head)
    if clause.i == own.i:
        return True
    one = clause
    for _ in range(STEPS):
        if one.dep_ not in LOOSE or one.head.i == one.i:
            return False
        if one.dep_ in {"acl", "relcl"}:
            return one.head.i == head.i
        one = _clause(one.head)
        if one.i == own.i:
            return True
    return False


def _clause(token: Token) -> Token:
    for _ in range(STEPS * 4):
        if (token.dep_ in CLAUSES and token.pos_ in {"VERB", "AUX"}) or token.head.i == token.i:
            return token
        token = token.head
    return token


def _head(doc: Doc, draft: TimeDraft) -> int:
    for i in range(draft.start, draft.end):
        if not draft.start <= doc[i].head.i < draft.end:
            return i
    return draft.end - 1


def _measure(noun: Token) -> str | None:
    """ISO 8601 duration of a measure before a noun ("six-month", "60-day", "three months'"); None without one."""
    if noun.pos_ not in {"NOUN", "PROPN"}:
        return None
    doc = noun.doc
    for i in range(max(noun.left_edge.i, noun.i - 8), noun.i):
        if doc[i + 1].lower_.lstrip("-") == "old" or doc[min(i + 2, noun.i)].lower_ == "old":
            continue  # an age
        unit = doc[i].lemma_.lower()
        if unit in UNITS and i >= 1:
            back = i - 2 if doc[i - 1].text == "-" and i >= 2 else i - 1
            count = _number(doc[back].lower_)
            if count is not None:
                return dates.duration(count, unit)
        joined = doc[i].lower_.partition("-")
        if joined[2] in UNITS and (count := _number(joined[0])) is not None:
            return dates.duration(count, joined[2])
    return None


UNITS = frozenset({"hour", "day", "week", "month", "year"})


def _number(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    return WORDS.index(word) if word in WORDS[1:] else None
