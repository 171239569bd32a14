"""From what a file or record gave to an :class:`~kazkg.facts.Article`, or to the reason why it is none."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kazkg.errors import UsageFault
from kazkg.facts import Article, Span, Time
from kazkg.reading import dateline, language, layout
from kazkg.reading.decode import has_lone_surrogate
from kazkg.reading.faults import fault, shown
from kazkg.reading.options import ReadOptions

__all__ = ["Raw", "check_options", "make"]

WORD = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class Raw:
    """What was read of one article before anything is checked."""

    text: str
    encoding: str = "utf-8"
    id: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    date: str | None = None
    date_basis: str = "record"
    """Where ``date`` comes from: record (of a .jsonl, or the metadata of a web page) or sidecar."""
    extra: dict[str, object] = field(default_factory=dict)


def check_options(options: ReadOptions) -> None:
    """Refuse options that cannot work.

    Raises:
        UsageFault: for a date that cannot be read or a limit below one byte.
    """
    if options.date is not None:
        try:
            dateline.parse(options.date)
        except ValueError as err:
            message = f"The date '{shown(options.date)}' {err}."
            raise UsageFault(message, "Use ISO 8601, as in 2022-01-06 or 2022-01-06T22:20:00+06:00.") from None
    if options.max_bytes < 1:
        raise UsageFault("The size limit must be at least one byte.", "Leave --max-bytes out for the usual limit.")


def make(raw: Raw, fallback_id: str, origin: str, options: ReadOptions) -> Article:
    """Make the article.

    Args:
        raw: what was read.
        fallback_id: its id where neither the user, a record nor a sidecar gives one.
        origin: the file and record, for messages.
        options: what the user says beforehand; wins over ``raw``.

    Raises:
        ArticleError: encoding, binary, empty, language or date.
    """
    _check_characters(raw, origin)
    if not WORD.search(raw.text):
        raise fault(origin, "empty", "holds no words")
    if options.language_check:
        _check_language(raw.text, origin)
    title = options.title or raw.title
    zones = layout.zones(raw.text, title)
    date, basis, span = _date(raw, options, origin)
    if date is None and (found := dateline.publication(raw.text, zones)):
        date, span = found
        basis = "text"
    return Article(
        id=options.id or raw.id or fallback_id,
        text=raw.text,
        sha256=hashlib.sha256(raw.text.encode("utf-8")).hexdigest(),
        origin=origin,
        title=title,
        source=options.source or raw.source,
        url=options.url or raw.url,
        date=date,
        date_basis=basis,
        date_span=span,
        encoding=raw.encoding,
        zones=zones,
        extra=tuple(sorted((key, _as_text(value)) for key, value in raw.extra.items())),
    )


def _date(raw: Raw, options: ReadOptions, origin: str) -> tuple[Time | None, str | None, Span | None]:
    """The date that is given, and by whom."""
    if options.date is not None:
        return dateline.parse(options.date), "flag", None
    if raw.date is None:
        return None, None, None
    try:
        return dateline.parse(raw.date), raw.date_basis, None
    except ValueError as err:
        raise fault(origin, "date", f"the date '{shown(raw.date)}' {err}") from None


def _check_characters(raw: Raw, origin: str) -> None:
    if "\0" in raw.text:
        raise fault(origin, "binary", "is not text: it holds zero characters")
    if any(has_lone_surrogate(value) for value in _strings(raw)):
        raise fault(origin, "encoding", "holds half a surrogate pair, which is no character")


def _strings(raw: Raw) -> Iterator[str]:
    yield from (value for value in (raw.text, raw.id, raw.title, raw.source, raw.url, raw.date) if value)
    for key, value in raw.extra.items():
        yield key
        yield _as_text(value)


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _check_language(text: str, origin: str) -> None:
    foreign = language.foreign_language(text)
    if foreign is None:
        return
    name, odds = foreign
    if odds < 0.5:
        raise fault(origin, "language", f"is not in English; it resembles {name} most (probability {odds:.2f})")
    raise fault(origin, "language", f"is in {name} (probability {odds:.2f})")
