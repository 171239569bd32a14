"""Working notes of the language stage: token-based, mutable, and gone when :mod:`kazkg.language.harvest` is done.

Every draft lives in an extension of the ``Doc`` (``doc._.mentions`` ...); :func:`register` declares them all.
Token ranges are half-open token indices of the ``Doc``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from kazkg.facts import Article, Time

__all__ = [
    "AlarmDraft",
    "AmountDraft",
    "CallingDraft",
    "EntityDraft",
    "EventDraft",
    "FigureDraft",
    "MentionDraft",
    "ParticipantDraft",
    "QuoteDraft",
    "SourceDraft",
    "StatementDraft",
    "TimeDraft",
    "UnknownDraft",
    "mention_of",
    "register",
    "zone_of",
]


@dataclass(slots=True, eq=False)
class EntityDraft:
    """An entity of this article; compare by identity."""

    key: str
    label: str
    kind: str
    cls: str
    known: bool
    wikidata: str | None = None
    local: bool = False
    role: str | None = None
    role_of: EntityDraft | None = None


@dataclass(slots=True, eq=False)
class MentionDraft:
    """Tokens ``start:end`` refer to ``entity``; ``form`` is name, nominal or pronoun.

    ``head`` is the index of the syntactic head inside the range.
    """

    start: int
    end: int
    head: int
    entity: EntityDraft
    form: str


@dataclass(slots=True, eq=False)
class TimeDraft:
    """A time expression. ``relation``: at, since, until, for (a duration: ``time`` is None, ``duration`` set)."""

    start: int
    end: int
    time: Time | None
    relation: str = "at"
    duration: str | None = None
    """ISO 8601 duration, P180D."""


@dataclass(slots=True, eq=False)
class AmountDraft:
    """A number or vague quantity. ``start:end`` covers qualifier and number ("at least 12")."""

    start: int
    end: int
    low: int | float | None
    high: int | float | None
    qualifier: str
    """exact, about, at_least, at_most, between, several, dozens, hundreds, thousands, millions, none."""
    kind: str = "count"
    """count, money, percent, age, ordinal, date, duration, measure, rank, code: only count can be people."""
    head: int = -1
    """Index of the noun counted, -1 where none stands ("12 were killed")."""
    told_of: tuple[int, int] | None = None
    """The name before a number of a list that tells one place or group after another ("Homs (31), Hama (14)")."""
    figure: bool = False
    """Set when a figure was made of it (coverage)."""
    reason: str = ""
    """Why no figure was made of it (coverage): one of the reasons of the counting vocabulary."""


@dataclass(slots=True, eq=False)
class QuoteDraft:
    """A pair of quotation marks: token indices of the marks; the words are ``open+1:close``."""

    open: int
    close: int


@dataclass(slots=True, eq=False)
class SourceDraft:
    """Whoever says or carries something."""

    label: str
    entity: EntityDraft | None = None
    start: int = -1
    end: int = -1
    affiliation: str | None = None
    affiliation_entity: EntityDraft | None = None


@dataclass(slots=True, eq=False)
class StatementDraft:
    """A statement: who, by which cue, what."""

    speakers: list[SourceDraft]
    act: str
    cue: tuple[int, int]
    content: list[tuple[int, int]] = field(default_factory=list)
    """Exact parts, in order; token ranges."""
    media: list[SourceDraft] = field(default_factory=list)
    mode: str = "indirect"
    polarity: str = "positive"
    certainty: str = "certain"
    tense: str = "past"
    said: TimeDraft | None = None
    parent: StatementDraft | None = None
    """The statement inside whose content this one stands."""
    carried: bool = False
    """The speaker was carried over from an earlier sentence."""


@dataclass(slots=True, eq=False)
class ParticipantDraft:
    """A participant: tokens, role (local name), and label where it is no entity."""

    role: str
    label: str
    head: int
    entity: EntityDraft | None = None


@dataclass(slots=True, eq=False)
class EventDraft:
    """One telling of an event."""

    cls: str
    trigger: tuple[int, int]
    head: int
    """Index of the token the trigger hangs on (the verb, the noun)."""
    frame: str = ""
    """Key of the lexicon's frame."""
    participants: list[ParticipantDraft] = field(default_factory=list)
    place: EntityDraft | None = None
    place_stated: bool = False
    """True where the place stands in the clause itself, False where it was carried over."""
    place_near: bool = False
    """True where the place stands in the same sentence."""
    fresh: frozenset[str] = frozenset()
    """Labels, in lower case, of single people introduced here ("a guard"), and "" where the event itself is new."""
    mass: bool = False
    """True where many are meant and none is named ("the arrests")."""
    time: Time | None = None
    until: Time | None = None
    """Until when it holds ("until January 7")."""
    duration: str | None = None
    """How long it holds, an ISO 8601 duration ("for 180 days")."""
    modality: str = "happened"
    polarity: str = "positive"
    epistemic: str = "TrueCertain"
    happening: int = -1
    """Number of the happening within the article; tellings of one happening share it."""
    stage: str | None = None
    """Local name of the stage that it tells of."""
    followed: list[EntityDraft] = field(default_factory=list)
    """Of what it is a stage."""
    statement: StatementDraft | None = None


@dataclass(slots=True, eq=False)
class FigureDraft:
    """A counted group of people."""

    amount: AmountDraft
    measure: str
    group: str
    trigger: int
    """Token index of the word that says what happened, -1 where it is carried over."""
    described: tuple[int, int] | None = None
    place: EntityDraft | None = None
    status: str = "current"
    epistemic: str = "TrueCertain"
    time: Time | None = None
    """When what is counted took place."""
    as_of: Time | None = None
    inverted: bool = False
    """True where the negation of its verb tells of it ("did not survive")."""
    part_of: FigureDraft | None = None
    statement: StatementDraft | None = None
    source: SourceDraft | None = None
    """A source that is not a statement's ("the official toll"); wins over the statement's speaker."""


@dataclass(slots=True, eq=False)
class AlarmDraft:
    """Tokens ``start:end`` are likely wrong copy or a wrong translation."""

    kind: str
    """place, role, quotation mark, glued sentences, list or margin."""
    start: int
    end: int
    reason: str
    """In plain words."""


@dataclass(slots=True, eq=False)
class UnknownDraft:
    """Something said to be unknown, not given, not verified or withheld."""

    kind: str
    """unknown, not_given, unverified or withheld."""
    cue: tuple[int, int]
    """The words that say so."""
    head: int
    """Index of the word the cue hangs on."""
    about: tuple[int, int] | None = None
    """What is not known."""
    holder: SourceDraft | None = None
    """Who does not know, give or confirm it."""
    statement: StatementDraft | None = None


@dataclass(slots=True, eq=False)
class CallingDraft:
    """A word for people of a side."""

    tokens: tuple[int, int]
    term: str
    group: str
    """Local name of the group."""
    statement: StatementDraft | None = None


def register() -> None:
    """Declare the extensions of ``Doc`` that the components write; safe to call twice."""
    defaults: dict[str, object] = {"article": None, "country": None}
    lists = (
        "entities",
        "mentions",
        "times",
        "amounts",
        "quotes",
        "statements",
        "events",
        "figures",
        "dropped_cues",
        "alarms",
        "unknowns",
        "callings",
    )
    for name, default in defaults.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
    for name in lists:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=[])  # spaCy copies a mutable default for each Doc
    if not Doc.has_extension("by_token"):
        Doc.set_extension("by_token", getter=_by_token, setter=_set_by_token)


_BY_TOKEN = "kazkg_by_token"


def _by_token(doc: Doc) -> dict[int, MentionDraft]:
    index: dict[int, MentionDraft] = doc.user_data.setdefault(_BY_TOKEN, {})
    return index


def _set_by_token(doc: Doc, index: dict[int, MentionDraft]) -> None:
    doc.user_data[_BY_TOKEN] = index


def mention_of(token: Token) -> MentionDraft | None:
    """The mention that covers the token, or None; the index is kept by the names and coreference components.

    It is asked for a thousand times an article, so the index is read past spaCy's ``doc._``, which is slow.
    """
    index = token.doc.user_data.get(_BY_TOKEN)
    return index.get(token.i) if index else None


def zone_of(span: Span | Token) -> str:
    """Kind of the layout zone in which the span or token begins (``body`` where the article has no zones)."""
    article: Article | None = span.doc._.article
    at = span.idx if isinstance(span, Token) else span.start_char
    for zone in article.zones if article else ():
        if zone.begin <= at < zone.end:
            return zone.kind
    return "body"
