"""Encodings: told by the bytes alone, and nothing changed but the byte order mark."""

from __future__ import annotations

import codecs

import pytest

from kazkg.reading.decode import decode
from kazkg.reading.faults import FaultError

ENGLISH = "“Nobody slept,” the mayor’s son said – the café burnt.\r\nTwo houses, too.\n"
RUSSIAN = "Полиция задержала двести человек, сообщило министерство. Город закрыт.\n"
FRENCH = "Le maire a été blessé à la tête, a déclaré le préfet.\n"

SOUND = [
    ("ascii", b"Rain\r\nstops\r", "Rain\r\nstops\r", "utf-8"),
    ("utf-8", ENGLISH.encode(), ENGLISH, "utf-8"),
    ("utf-8 with mark", codecs.BOM_UTF8 + ENGLISH.encode(), ENGLISH, "utf-8"),
    ("utf-16-le with mark", codecs.BOM_UTF16_LE + ENGLISH.encode("utf-16-le"), ENGLISH, "utf-16-le"),
    ("utf-16-be with mark", codecs.BOM_UTF16_BE + RUSSIAN.encode("utf-16-be"), RUSSIAN, "utf-16-be"),
    ("utf-32-le with mark", codecs.BOM_UTF32_LE + ENGLISH.encode("utf-32-le"), ENGLISH, "utf-32-le"),
    ("utf-32-be with mark", codecs.BOM_UTF32_BE + ENGLISH.encode("utf-32-be"), ENGLISH, "utf-32-be"),
    ("utf-16-le", ENGLISH.encode("utf-16-le"), ENGLISH, "utf-16-le"),
    ("utf-16-be", ENGLISH.encode("utf-16-be"), ENGLISH, "utf-16-be"),
    ("utf-16-le Cyrillic", RUSSIAN.encode("utf-16-le"), RUSSIAN, "utf-16-le"),
    ("utf-32-le", ENGLISH.encode("utf-32-le"), ENGLISH, "utf-32-le"),
    ("cp1251", RUSSIAN.encode("cp1251"), RUSSIAN, "cp1251"),
    ("koi8-r", RUSSIAN.encode("koi8-r"), RUSSIAN, "koi8-r"),
    ("cp1252", ENGLISH.encode("cp1252"), ENGLISH, "cp1252"),
    ("latin-1", FRENCH.encode("latin-1"), FRENCH, "latin-1"),
    (
        "cp1251, one word among English",
        "The daily «Правда» said so.".encode("cp1251"),
        "The daily «Правда» said so.",
        "cp1251",
    ),
    ("decomposed letters stay", "cafe\u0301 burnt".encode(), "cafe\u0301 burnt", "utf-8"),
    ("a second mark is text", codecs.BOM_UTF8 * 2 + b"Rain", "\ufeffRain", "utf-8"),
    ("nothing", b"", "", "utf-8"),
]

UNSOUND = [
    ("zero bytes", b"Rain\0stops\0\0\0\1\2 at last", "binary"),
    ("controls", bytes(range(1, 32)) * 4 + b"Rain", "binary"),
    ("pdf", b"%PDF-1.7\nRain stops at last", "binary"),
    ("zip", b"PK\x03\x04" + b"Rain" * 9, "binary"),
    ("rtf", b"{\\rtf1\\ansi Rain stops}", "binary"),
    ("png", b"\x89PNG\r\n\x1a\n" + bytes(50), "binary"),
    ("gzip", b"\x1f\x8b\x08\x00" + bytes(30), "binary"),
    ("damaged utf-8", ("Café, über, naïve, “so” – é" * 3).encode() + b"\xff rain", "encoding"),
    ("cut utf-8", "Café, über, naïve, “so” – é".encode()[:-1], "encoding"),
    ("utf-8 mark on other bytes", codecs.BOM_UTF8 + b"caf\xe9", "encoding"),
    ("odd utf-16", codecs.BOM_UTF16_LE + b"R\0a\0i", "encoding"),
    ("half a pair in utf-16", codecs.BOM_UTF16_LE + b"R\0\x00\xd8i\0", "encoding"),
]


@pytest.mark.parametrize(("data", "text", "encoding"), [case[1:] for case in SOUND], ids=[case[0] for case in SOUND])
def test_decoded(data: bytes, text: str, encoding: str) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == (text, encoding)


@pytest.mark.parametrize(("data", "code"), [case[1:] for case in UNSOUND], ids=[case[0] for case in UNSOUND])
def test_refused(data: bytes, code: str) -> None:
    with pytest.raises(FaultError) as caught:
        decode(data)
    assert caught.value.code == code
    assert str(caught.value)
