"""JSONL: one article a line, read line by line whatever the size of the file."""

from __future__ import annotations

import codecs
import gzip
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, NoReturn

from kazkg.reading.articles import Raw
from kazkg.reading.decode import byte_order_mark, decode
from kazkg.reading.faults import FaultError

__all__ = [
    "Line",
    "apply_record",
    "chunks",
    "lines",
    "looks_like_records",
    "parse_object",
    "parse_record",
]

CHUNK = 65_536
BEGINNING = re.compile(r'\s*\{\s*(?:"|\}|$)')
FIELDS = ("id", "title", "date", "url", "source")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank."""

    number: int
    """Counted from 1."""
    data: bytes | None
    """In UTF-8 where the file had a byte order mark; None where the line is too long."""


def looks_like_records(head: bytes) -> bool:
    """Whether the first bytes of a stream are those of a JSON object."""
    mark, encoding = byte_order_mark(head) or (b"", "utf-8")
    return BEGINNING.match(head[len(mark) : 4096].decode(encoding, "replace")) is not None


def chunks(stream: BinaryIO, packed: bool) -> Iterator[bytes]:
    """Read a binary stream piece by piece.

    Args:
        stream: open for reading; stays open.
        packed: whether it is compressed by gzip.

    Raises:
        FaultError: where the compressed data is damaged, or the stream cannot be read on; all before it was given out.
    """
    source = gzip.GzipFile(fileobj=stream, mode="rb") if packed else None
    while True:
        try:
            piece = source.read1(CHUNK) if source else stream.read(CHUNK)
        except (EOFError, gzip.BadGzipFile, zlib.error) as err:
            raise FaultError("archive", f"the compressed data is damaged ({err})") from None
        except OSError as err:
            raise FaultError("unreadable", f"cannot be read on ({err.strerror})") from None
        if not piece:
            return
        yield piece


def lines(pieces: Iterator[bytes], limit: int) -> Iterator[Line]:
    """Cut a stream of bytes into lines, holding no more than one.

    A byte order mark is taken off; UTF-16 and UTF-32 that it announces become UTF-8.

    Args:
        pieces: the stream.
        limit: longest line in bytes; a longer one is given as a Line without data.

    Raises:
        FaultError: from the stream, or where it is not in the encoding its byte order mark announces.
    """
    number, rest, skipping = 0, bytearray(), False
    for piece in _in_utf8(pieces):
        *ends, rest_of_piece = piece.split(b"\n")
        for end in ends:
            number += 1
            yield from _line(number, None if skipping else bytes(rest + end), limit)
            rest, skipping = bytearray(), False
        if not skipping:
            rest += rest_of_piece
        if len(rest) > limit:
            rest, skipping = bytearray(), True
    if rest or skipping:
        yield from _line(number + 1, None if skipping else bytes(rest), limit)


def _line(number: int, data: bytes | None, limit: int) -> Iterator[Line]:
    if data is None or len(data) > limit:
        yield Line(number, None)
    elif data.strip():
        yield Line(number, data)


def _in_utf8(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces without a byte order mark, recoded where it asks for it."""
    first = b""
    for piece in pieces:
        first += piece
        if len(first) >= 4:
            break
    mark, encoding = byte_order_mark(first) or (b"", "utf-8")
    first = first[len(mark) :]
    if encoding == "utf-8":
        yield first
        yield from pieces
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        yield decoder.decode(first).encode()
        for piece in pieces:
            yield decoder.decode(piece).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError:
        raise FaultError("encoding", f"is not sound {encoding.upper()}, as its byte order mark says") from None


def parse_record(data: bytes) -> Raw:
    """Read one line as an article.

    Raises:
        FaultError: json (with the column), record, or binary and encoding where the bytes are no text.
    """
    decoded = decode(data)
    record = parse_object(decoded.text)
    if "text" not in record:
        raise FaultError("record", 'has no "text"')
    text = record.pop("text")
    if not isinstance(text, str):
        raise FaultError("record", f'"text" is {_kind(text)} and not a string')
    return apply_record(record, Raw(text, encoding=decoded.encoding), "record")


def parse_object(text: str) -> dict[str, object]:
    """Read a JSON object.

    Raises:
        FaultError: ``json`` where it is no JSON, with line and column; ``record`` where it is no object.
    """
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as err:
        where = f"column {err.colno}" if err.lineno == 1 else f"line {err.lineno}, column {err.colno}"
        raise FaultError("json", f"is no JSON at {where} ({err.msg})") from None
    except RecursionError:
        raise FaultError("json", "is JSON nested too deeply") from None
    except ValueError as err:  # an endless number
        raise FaultError("json", f"is JSON that cannot be read ({err})") from None
    if not isinstance(value, dict):
        raise FaultError("record", f"is {_kind(value)} and not a JSON object")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def apply_record(record: dict[str, object], raw: Raw, basis: str) -> Raw:
    """Put a record's fields over what is known already; null and empty values say nothing.

    Args:
        record: the JSON object without its text.
        raw: what is known already.
        basis: where a date in the record comes from: record or sidecar.

    Raises:
        FaultError: ``record``, where a field is no string; a number is taken as an id.
    """
    known: dict[str, str] = {}
    for name in FIELDS:
        value = record.get(name)
        if name == "id" and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is not None and not isinstance(value, str):
            raise FaultError("record", f'"{name}" is {_kind(value)} and not a string')
        if value and value.strip():
            known[name] = value if name == "id" else value.strip()
    extra = raw.extra | {key: value for key, value in record.items() if key not in FIELDS and value is not None}
    changed = replace(raw, extra=extra, **known)
    if "date" in known:
        changed.date_basis = basis
    return changed


def _kind(value: object) -> str:
    if value is None:
        return "null"
    names = {
        bool: "a truth value",
        int: "a number",
        float: "a number",
        str: "a string",
        list: "a list",
        dict: "an object",
    }
    return names[type(value)]
