"""What was read in an article: frozen, plain values between the language stage and the graph stage.

No spaCy object and no RDF term appears here. All offsets count Unicode code points of the article's text as it
was read, half-open (``text[begin:end]``). Tuples are in reading order unless a field says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "Alarm",
    "Article",
    "ArticleFacts",
    "Attribution",
    "Entity",
    "Event",
    "EventMention",
    "Figure",
    "Link",
    "Mention",
    "Naming",
    "Omission",
    "Participant",
    "Source",
    "Span",
    "Statement",
    "Time",
    "Unknown",
    "Zone",
]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text, with the words that stand there (the receipt)."""

    begin: int
    """First character, counted from 0."""
    end: int
    """One past the last character."""
    text: str
    """The words themselves; a receipt is sound when ``article.text[begin:end] == text``."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the article's layout, recognised for what it is before any grammar is read."""

    kind: str
    """headline, subheading, dateline, body, credit, caption, teaser, source, boilerplate."""
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Time:
    """A moment or a stretch of time, as precise as it is known.

    ``begin`` and ``end`` are ISO 8601 date-times in UTC (``2022-01-06T00:00:00Z``), half-open; either is None where
    that side is open ("until January 7"). ``text`` is the ISO 8601 text users see: ``2022-01-06``,
    ``2022-01-06T10:20``, ``2022-01`` or an interval ``2022-01-04/2022-01-06`` (``..`` for an open side).
    """

    text: str
    begin: str | None
    end: str | None
    precision: str
    """year, month, day, hour, minute or interval."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article as read; ``text`` is kept unchanged and every offset counts its code points."""

    id: str
    text: str
    sha256: str
    """Of the text's UTF-8 bytes."""
    origin: str
    """Where it was read (a path or ``-``), for messages only; never published."""
    title: str | None = None
    source: str | None = None
    """The publishing medium's name."""
    url: str | None = None
    date: Time | None = None
    """Publication date; None leaves the article's relative dates unresolved."""
    date_basis: str | None = None
    """How the date was found: flag, record, sidecar, text; None without a date."""
    date_span: Span | None = None
    """Where the date stands, when it comes from the text."""
    language: str = "en"
    encoding: str = "utf-8"
    zones: tuple[Zone, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    """Further keys of the record, sorted by key, each value as text (JSON for what is no string)."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something with a name."""

    key: str
    """Stable slug; of a gazetteer entity, the last part of its IRI."""
    label: str
    """Canonical English name."""
    kind: str
    """Person, Organization, Place, Facility or Event."""
    cls: str
    """The finest ontology class known (local name), e.g. Airline; the kind itself where nothing finer is known."""
    known: bool
    """Whether it stands in the gazetteer."""
    local: bool = False
    """True where the name is too poor to be the same thing in another article (a first name alone)."""
    wikidata: str | None = None
    """Q-id, from the gazetteer or from a link that is sure."""
    role: str | None = None
    """What the article calls an unknown person ("police spokesman"), by title or apposition."""
    role_of: str | None = None
    """Key of the body that role belongs to."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in the text that refers to an entity."""

    entity: str
    """Key of the entity."""
    span: Span
    form: str
    """name, nominal ("the ministry") or pronoun."""


@dataclass(frozen=True, slots=True)
class Source:
    """Whoever says or carries something: a named entity, or an unnamed source under an honest generic label."""

    label: str
    """Canonical label ("Kazakh Interior Ministry"; unnamed: "Kazakh police", "witnesses")."""
    entity: str | None = None
    """Key of the entity, None for an unnamed source."""
    span: Span | None = None
    """Where the source is named, which may be another sentence than the claim's."""
    affiliation: str | None = None
    """Label of the body spoken for, where the source is a spokesperson or an official."""
    affiliation_entity: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """On whose word something stands."""

    claimer: Source | None
    """The origin; None where the article says it in its own voice or leaves the source unknown."""
    media: tuple[Source, ...] = ()
    """Who carried it to this article, the first relay first."""
    statement: int | None = None
    """Index into ``ArticleFacts.statements`` of the statement that holds it."""
    own_voice: bool = True
    """True where the article itself says it; False with no claimer means: a source exists but is not named."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a speaker is said to have said."""

    speakers: tuple[Source, ...]
    act: str
    """Local name of the reporting act (kaz:Say, kaz:Condemn ...)."""
    cue: Span
    content: Span | None
    """From its first to its last character; None where the article names no content."""
    parts: tuple[Span, ...]
    """The exact parts of the content."""
    quote: Span
    """The sentence of the cue."""
    mode: str
    """direct, indirect or mixed."""
    media: tuple[Source, ...] = ()
    polarity: str = "positive"
    """positive or negative (denied)."""
    certainty: str = "certain"
    """certain, probable or possible."""
    tense: str = "past"
    """past, present or future."""
    said: Time | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A claimed count of people."""

    measure: str
    group: str
    low: int | None
    high: int | None
    qualifier: str
    words: Span
    """The raw words of the amount."""
    described: Span | None
    """What the article calls those counted ("agents"), where it does."""
    trigger: Span | None
    """The word that says what happened to them."""
    quote: Span
    attribution: Attribution
    place: str | None
    """Key of the place."""
    status: str
    """current, historical, superseded, planned or part."""
    epistemic: str
    """AIDA: TrueCertain, TrueUncertain, FalseCertain, FalseUncertain, Unknown."""
    as_of: Time | None
    event_time: Time | None = None
    part_of: int | None = None
    """Index into ``ArticleFacts.figures`` of the figure that contains this one."""


@dataclass(frozen=True, slots=True)
class Participant:
    """Who or what takes part in an event."""

    label: str
    """Canonical label of an entity, or the plural noun as said ("protesters")."""
    role: str
    """Local name of the role property: agent, patient, target, instrument, recipient, origin, destination ..."""
    entity: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class EventMention:
    """One place in the text that tells of an event."""

    event: int
    """Index into ``ArticleFacts.events``."""
    cls: str
    trigger: Span
    quote: Span
    modality: str
    """happened, planned, alleged or denied."""
    epistemic: str
    polarity: str
    attribution: Attribution
    time: Time | None
    place: str | None
    participants: tuple[Participant, ...]
    until: Time | None = None
    """Until when it holds; None where that is not said."""
    duration: str | None = None
    """How long it holds, an ISO 8601 duration; None where that is not said."""
    stage: str | None = None
    """Local name of the stage of something that is followed (kaz:forcesPromised); None where it is no stage."""
    followed: tuple[str, ...] = ()
    """Keys of the entities that it is a stage of; never empty where there is a stage."""


@dataclass(frozen=True, slots=True)
class Event:
    """One happening in one article, whatever number of times it is told."""

    cls: str
    label: str
    time: Time | None
    place: str | None
    participants: tuple[Participant, ...]
    until: Time | None = None
    """Until when it holds, as its tellings say most often."""
    duration: str | None = None
    """How long it holds, an ISO 8601 duration."""


@dataclass(frozen=True, slots=True)
class Omission:
    """A number or a reporting verb that ended in no claim, and why."""

    kind: str
    """number or cue."""
    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """A place where the copy or its translation is likely wrong."""

    kind: str
    """place, role, quotation mark, glued sentences, list or margin."""
    span: Span
    quote: Span
    """The sentence it stands in."""
    reason: str
    """In plain words."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """What an article says is not known, not given, not verified or withheld."""

    kind: str
    """unknown, not_given, unverified or withheld."""
    cue: Span
    """The words that say so."""
    about: Span | None
    """What is not known; None where the article only says that nothing more is given."""
    holder: Source | None
    """Who does not know, give or confirm it; None where the article names nobody."""
    quote: Span
    attribution: Attribution


@dataclass(frozen=True, slots=True)
class Naming:
    """One place where people of a side are called something."""

    term: str
    """The word in lower-case letters, without articles and numbers ("armed criminals")."""
    span: Span
    group: str
    """protesters, combatants and the like, as the notation of the group."""
    quote: Span
    attribution: Attribution


@dataclass(frozen=True, slots=True)
class Link:
    """Which item of Wikidata a named thing is, or might be."""

    entity: str
    """Key of the entity."""
    item: str
    """Q-id."""
    label: str
    """What the source calls the item."""
    score: float
    """0 to 1, two decimals."""
    method: str
    """curated (the knowledge says so), label, alias, code, transliteration, edit or near; online or reconciled where a
    look-up on the network found it."""
    source: str
    """Short names of the sources that tie the item to the name, joined by a bar."""
    dated: str | None
    """ISO 8601 date of the newest of them; None where it has none."""
    sure: bool
    """Whether it is a link; False for a candidate that was not sure enough."""
    reason: str = ""
    """In plain words, why it is only a candidate, or what spoke against a link."""
    country: str | None = None
    """Key of the country's entry that a place found in the broad gazetteer lies in."""
    point: tuple[float, float] | None = None
    """Where such a place is: latitude and longitude in degrees."""


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """All that was read in one article."""

    article: Article
    entities: tuple[Entity, ...]
    """Sorted by key."""
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    figures: tuple[Figure, ...]
    events: tuple[Event, ...]
    event_mentions: tuple[EventMention, ...]
    omissions: tuple[Omission, ...]
    alarms: tuple[Alarm, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    namings: tuple[Naming, ...] = ()
    links: tuple[Link, ...] = ()
    """Of its entities, in their order, the best first."""
