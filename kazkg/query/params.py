"""Parameters of a query: how a value given as text becomes a term of SPARQL, safely and alike on every engine.

A query takes a parameter ``NAME`` as the variable ``?asked_NAME``, bound by a line of its own::

    VALUES ?asked_NAME { UNDEF }

What stands between the braces is the default, so that the file runs as it is in any SPARQL client. Giving values
replaces what stands between the braces and nothing else; UNDEF means "any".
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kazkg.errors import UsageFault

__all__ = ["ANY", "TYPES", "Param", "bind", "escape", "slots"]

ANY: Final = "any"
"""The value that sets no limit."""

_SLOT = re.compile(r"^([ \t]*VALUES[ \t]+\?asked_)([A-Za-z]\w*)([ \t]*\{)([^{}]*)(\})", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_IRI = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\\x7f]+""")
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?Z?)?)?)?")
_ECHARS: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter of a query, as its header declares it."""

    name: str
    type: str
    """One of ``TYPES``."""
    default: str
    """As text; ``any`` sets no limit."""
    meaning: str

    def term(self, value: str) -> str:
        """Serialise ``value`` as a term of SPARQL; ``any`` becomes UNDEF.

        Raises:
            UsageFault: where the value is not of the parameter's type.
        """
        if value == ANY:
            return "UNDEF"
        term = TYPES[self.type].read(value)
        if term is None:
            given = value if len(value) <= 80 else value[:79] + "…"
            message = f"Parameter {self.name}: {given!r} is not {TYPES[self.type].says}."
            raise UsageFault(message, f"Give {TYPES[self.type].says}, or 'any'.")
        return term


@dataclass(frozen=True, slots=True)
class _Type:
    says: str
    read: Callable[[str], str | None]


def escape(text: str) -> str:
    r"""Write ``text`` as a quoted literal of SPARQL.

    Some engines resolve ``\uXXXX`` in the whole query before they read it, some inside strings only. The letter u
    behind a backslash is written as a code point itself, so that both see the same text.
    """
    out: list[str] = []
    after_backslash = False
    for char in text:
        if after_backslash and char in "uU":
            out.append(f"\\U{ord(char):08X}")
        elif char in _ECHARS:
            out.append(_ECHARS[char])
        elif ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0:
            out.append(f"\\U{ord(char):08X}")
        else:
            out.append(char)
        after_backslash = char == "\\"
    return '"' + "".join(out) + '"'


def _text(value: str) -> str | None:
    sound = bool(value.strip()) and "\x00" not in value and not any(0xD800 <= ord(c) < 0xE000 for c in value)
    return escape(value) if sound else None


def _word(value: str) -> str | None:
    return escape(value) if _WORD.fullmatch(value) else None


def _integer(value: str) -> str | None:
    return f'"{int(value)}"^^<http://www.w3.org/2001/XMLSchema#integer>' if _INTEGER.fullmatch(value) else None


def _iri(value: str) -> str | None:
    bare = value[1:-1] if value.startswith("<") and value.endswith(">") else value
    sound = _IRI.fullmatch(bare) and not any(0xD800 <= ord(c) < 0xE000 for c in bare)
    return f"<{bare}>" if sound else None


def _date(value: str) -> str | None:
    match = _DATE.fullmatch(value)
    if match is None or not value.isascii():
        return None
    year, month, day, hour, minute, second = (int(part) if part else None for part in match.groups())
    try:
        datetime.datetime(year or 0, month or 1, day or 1, hour or 0, minute or 0, second or 0)
    except ValueError:
        return None
    return escape(value)


TYPES: Final[Mapping[str, _Type]] = {
    "text": _Type("some text", _text),
    "word": _Type("one word of letters, digits, - and _", _word),
    "integer": _Type("a whole number", _integer),
    "date": _Type("a date such as 2022-01-06 (or 2022, 2022-01, 2022-01-06T18:00)", _date),
    "iri": _Type("an absolute IRI", _iri),
}
"""The types a parameter can have, by name."""


def slots(text: str) -> dict[str, str]:
    """Names of the ``?asked_NAME`` slots in a query's text, in order, each with what stands between its braces."""
    return {match[2]: match[4].strip() for match in _SLOT.finditer(text)}


def bind(text: str, params: Sequence[Param], given: Mapping[str, str | Sequence[str]]) -> str:
    """Put values into a query's slots.

    Args:
        text: the query.
        params: the parameters its header declares.
        given: values by parameter name; several values of one parameter are alternatives.

    Raises:
        UsageFault: for a parameter the query does not have, or a value that is not of its type.
    """
    known = {param.name: param for param in params}
    unknown = sorted(set(given) - set(known))
    if unknown:
        names = ", ".join(known) or "none"
        raise UsageFault(f"No parameter {', '.join(map(repr, unknown))} in this query.", f"It takes: {names}.")
    terms: dict[str, str] = {}
    for name, value in given.items():
        values = [value] if isinstance(value, str) else list(value)
        terms[name] = " ".join(dict.fromkeys(known[name].term(one) for one in values)) or "UNDEF"

    def fill(match: re.Match[str]) -> str:
        lead, name, brace, default, close = match.groups()
        return f"{lead}{name}{brace} {terms[name]} {close}" if name in terms else f"{lead}{name}{brace}{default}{close}"

    return _SLOT.sub(fill, text)
