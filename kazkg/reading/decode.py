"""From bytes to text: which encoding a file is in, decided by its bytes alone.

The text is kept as decoded: no newline is translated and no character normalised. Only a byte order mark is taken
off, because it is no part of the text.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from kazkg.reading.faults import FaultError

__all__ = ["Decoded", "byte_order_mark", "decode", "has_lone_surrogate"]

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins alike
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
FORMATS = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x1f\x8b\x08", "gzip data"),
    (b"\x7fELF", "a program"),
)
CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\v\f\r\x1a\x1b")
WIDE_ENCODINGS = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")

MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH = re.compile(rb"[\x80-\xff]")
HIGH_WORD = re.compile(rb"(?<![A-Za-z\xc0-\xff])[\xa8\xb8\xc0-\xff]{2,}(?![A-Za-z\xc0-\xff])")
MIXED_WORD = re.compile(
    rb"[A-Za-z][\x8a\x8c\x8e\x9a\x9c\x9e\x9f\xc0-\xff]|[\x8a\x8c\x8e\x9a\x9c\x9e\x9f\xc0-\xff][A-Za-z]"
)
SAMPLE = 100_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the encoding it was in."""

    text: str
    encoding: str


def byte_order_mark(data: bytes) -> tuple[bytes, str] | None:
    """The byte order mark the data begins with and the encoding it stands for, or None."""
    return next(((mark, name) for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), None)


def has_lone_surrogate(text: str) -> bool:
    """Whether the text holds half a surrogate pair, which is no character."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def decode(data: bytes) -> Decoded:
    """Decode a file's bytes.

    In order: a byte order mark; UTF-16 and UTF-32 without one, where the zero bytes show it; UTF-8; then cp1251
    (or KOI8-R) where whole words are Cyrillic and cp1252 or Latin-1 where single letters or punctuation marks are
    not ASCII; charset-normalizer for the rest.

    Raises:
        FaultError: ``binary`` for what is no text, ``encoding`` for text in no encoding that can be told.
    """
    marked = byte_order_mark(data)
    if marked:
        mark, encoding = marked
        return Decoded(_strict(data[len(mark) :], encoding, "as its byte order mark says"), encoding)
    for magic, what in FORMATS:
        if data.startswith(magic):
            raise FaultError("binary", f"is {what}, not text")
    if b"\0" in data:
        return _decode_wide(data)
    if len(data.translate(None, CONTROLS)) < len(data) * 0.98:
        raise FaultError("binary", "is not text: it is full of control characters")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as err:
        broken = err.start
    sound = len(MULTIBYTE.findall(data))
    stray = len(HIGH.findall(MULTIBYTE.sub(b"", data)))
    if sound > 2 * stray:
        raise FaultError("encoding", f"is damaged UTF-8: byte {broken} fits no character")
    return _decode_bytewise(data)


def _strict(data: bytes, encoding: str, why: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as err:
        raise FaultError("encoding", f"is not sound {encoding.upper()}, {why}: byte {err.start} does not fit") from err
    if "\0" in text:
        raise FaultError("binary", "is not text: it holds zero characters")
    return text


def _decode_wide(data: bytes) -> Decoded:
    """Decode data with zero bytes as UTF-16 or UTF-32 where that gives plausible text, else call it binary."""
    for encoding in WIDE_ENCODINGS:
        try:
            sample = codecs.getincrementaldecoder(encoding)().decode(data[:SAMPLE])
        except UnicodeDecodeError:
            continue
        plain = sum(1 for c in sample if c.isalnum() or c.isspace() or " " < c < "\x7f" or "\u2010" <= c <= "\u203a")
        spaced = any(c in " \n" for c in sample)
        rare = sum(1 for c in sample if c > "\u2fff" or "\u0100" <= c <= "\u02ff")  # what swapped bytes look like
        if spaced and plain >= 0.95 * len(sample) and rare <= 0.1 * len(sample):
            return Decoded(_strict(data, encoding, "as its zero bytes show"), encoding)
    raise FaultError("binary", "is not text: it holds zero bytes")


def _decode_bytewise(data: bytes) -> Decoded:
    """Decode data of one byte a character."""
    sample = data[:SAMPLE]
    whole, mixed = HIGH_WORD.findall(sample), MIXED_WORD.findall(sample)
    if sum(map(len, whole)) > 2 * len(mixed):
        letters = b"".join(whole)
        late = sum(1 for byte in letters if byte >= 0xE0)
        encoding = "cp1251" if late * 2 >= len(letters) else "koi8-r"  # small letters are the later half in cp1251
    else:
        encoding = "cp1252" if re.search(rb"[\x80-\x9f]", data) else "latin-1"
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return _decode_guessed(data)


def _decode_guessed(data: bytes) -> Decoded:
    from charset_normalizer import from_bytes  # slow to import, and hardly ever needed

    best = from_bytes(data[:SAMPLE]).best()
    if best is None:
        raise FaultError("encoding", "is in no encoding that can be told")
    return Decoded(_strict(data, best.encoding, "as it seems to be"), best.encoding)
