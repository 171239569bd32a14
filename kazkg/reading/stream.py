"""The stream of articles: one after the other, none held, one fault never stopping the rest."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from kazkg.errors import ArticleError
from kazkg.facts import Article
from kazkg.reading import records
from kazkg.reading.articles import Raw, check_options, make
from kazkg.reading.decode import decode
from kazkg.reading.faults import FaultError, fault, shown
from kazkg.reading.html import looks_like_html, read_html
from kazkg.reading.options import ReadOptions
from kazkg.reading.sidecar import apply_sidecar
from kazkg.reading.sources import Source, read_bounded, walk
from kazkg.reading.summary import Summary

__all__ = ["read"]

GZIP = b"\x1f\x8b\x08"


def read(
    inputs: Sequence[str | Path],
    options: ReadOptions | None = None,
    stdin: BinaryIO | None = None,
    summary: Summary | None = None,
) -> Iterator[Article | ArticleError]:
    """Read articles from files, folders and standard input.

    Args:
        inputs: paths of .txt, .html, .jsonl and .jsonl.gz files and of folders of them; ``-`` for standard input
            (text, a web page or JSONL).
        options: what the user says beforehand; None for the defaults.
        stdin: where ``-`` is read from; None for the process's standard input.
        summary: filled while the articles stream; complete when they end.

    Returns:
        An iterator over articles, and errors in the place of those that cannot be read, in the order of file names
        (the records of a file in the order of its lines, standard input last), whatever the order of ``inputs``.
        The same id or the same text a second time is an error.

    Raises:
        UsageFault: at once, where the options cannot work.
    """
    settings = options or ReadOptions()
    check_options(settings)
    counted = summary if summary is not None else Summary()
    return _counted(inputs, settings, stdin, counted)


def _counted(
    inputs: Sequence[str | Path], options: ReadOptions, stdin: BinaryIO | None, summary: Summary
) -> Iterator[Article | ArticleError]:
    seen = _Seen()
    for source in walk(inputs, summary):
        for item in [source] if isinstance(source, ArticleError) else _source(source, options, stdin):
            checked = seen.check(item) if isinstance(item, Article) else item
            if isinstance(checked, ArticleError):
                checked.__traceback__ = checked.__context__ = None  # its frames would hold the text
            summary.add(checked)
            yield checked


@dataclass(slots=True)
class _Seen:
    """The articles so far, as digests: 40 bytes each and the name of the first."""

    ids: dict[bytes, str] = field(default_factory=dict)
    texts: dict[bytes, str] = field(default_factory=dict)

    def check(self, article: Article) -> Article | ArticleError:
        """The article, or the error where its id or its text was there before."""
        name, text = hashlib.blake2b(article.id.encode(), digest_size=16).digest(), bytes.fromhex(article.sha256)
        if name in self.ids:
            message = f"has the id '{shown(article.id)}', as {self.ids[name]} has"
            return fault(article.origin, "duplicate", message)
        if text in self.texts:
            return fault(article.origin, "duplicate", f"has the same text as {self.texts[text]}")
        self.ids[name] = self.texts[text] = article.origin
        return article


def _source(source: Source, options: ReadOptions, stdin: BinaryIO | None) -> Iterator[Article | ArticleError]:
    """All that one file or standard input gives."""
    if source.path is None:
        yield from _stream(stdin or sys.stdin.buffer, source, options)
    elif source.kind == "records":
        try:
            with source.path.open("rb") as file:
                packed = source.path.name.lower().endswith(".gz")
                yield from _records(records.chunks(file, packed), source, options)
        except OSError as err:
            yield fault(source.origin, "unreadable", f"cannot be opened ({err.strerror})")
    else:
        try:
            data = read_bounded(source.path, source.origin, options.max_bytes)
        except ArticleError as err:
            yield err
        else:
            yield _single(data, source.kind, source, options)


def _stream(stream: BinaryIO, source: Source, options: ReadOptions) -> Iterator[Article | ArticleError]:
    """Standard input: JSONL line by line, text and a web page as a whole."""
    pieces = records.chunks(stream, packed=False)
    try:
        head = next(pieces, b"")
        if head.startswith(GZIP):
            yield fault(source.origin, "archive", "is compressed", "Unpack it first: zcat FILE | kazkg build -")
            return
        if records.looks_like_records(head):
            yield from _records(chain([head], pieces), source, options)
            return
        data = bytearray(head)
        for piece in pieces:
            data += piece
            if len(data) > options.max_bytes:
                break
    except FaultError as err:
        yield fault(source.origin, err.code, str(err))
        return
    if len(data) > options.max_bytes:
        yield fault(source.origin, "oversized", f"is larger than {options.max_bytes:,} bytes")
        return
    yield _single(bytes(data), "html" if looks_like_html(bytes(head)) else "text", source, options)


def _single(data: bytes, kind: str, source: Source, options: ReadOptions) -> Article | ArticleError:
    """The article of a file that is one article."""
    try:
        if kind == "html":
            raw = read_html(data, source.origin)
        else:
            decoded = decode(data)
            raw = Raw(decoded.text, encoding=decoded.encoding)
        if source.path is not None:
            raw = apply_sidecar(source.path, raw)
        return make(raw, source.stem, source.origin, options)
    except FaultError as err:
        return fault(source.origin, err.code, str(err))
    except ArticleError as err:
        return err


def _records(pieces: Iterator[bytes], source: Source, options: ReadOptions) -> Iterator[Article | ArticleError]:
    """The articles of a JSONL stream."""
    last = 0
    try:
        for line in records.lines(pieces, options.max_bytes):
            last = line.number
            yield _record(line, source, options)
    except FaultError as err:
        origin = f"{source.origin}, after line {last}" if last else source.origin
        yield fault(origin, err.code, str(err))


def _record(line: records.Line, source: Source, options: ReadOptions) -> Article | ArticleError:
    origin = f"{source.origin}, line {line.number}"
    if line.data is None:
        return fault(origin, "oversized", f"is longer than {options.max_bytes:,} bytes")
    try:
        return make(records.parse_record(line.data), f"{source.stem}-{line.number}", origin, options)
    except FaultError as err:
        return fault(origin, err.code, str(err))
    except ArticleError as err:
        return err
