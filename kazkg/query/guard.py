"""What a query may not do: change anything, or send anything to another server.

The engine itself would call a server named by SERVICE, so that word is looked for before a query is run. The look is
deliberately cautious: text inside strings, IRIs, comments, variables and names is skipped, and whatever is left and
reads like a forbidden word is refused.
"""

from __future__ import annotations

import re
from typing import Final

from kazkg.errors import UsageFault

__all__ = ["refuse_effects", "words"]

_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN = re.compile(
    r'''(?P<skip>
        \\.                                         # an escaped character of a local name
      | """(?:[^"\\]|\\.|"(?!""))*"""
      | \'\'\'(?:[^'\\]|\\.|'(?!\'\'))*\'\'\'
      | "(?:[^"\\\n\r]|\\.)*"
      | '(?:[^'\\\n\r]|\\.)*'
      | <[^<>"{}|^`\\\x00-\x20]*>
      | \#[^\n\r]*
      | [?$]\w+
      | @[A-Za-z-]+
      | [0-9]+
      )
      | (?P<prefix>[^\W\d][\w-]*)?:(?:[\w:%-]*)     # a prefixed name; its prefix may hide a keyword
      | (?P<word>[^\W\d]\w*)''',
    re.VERBOSE | re.DOTALL,
)
_UPDATES: Final = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"}
_FORMS: Final = {"SELECT", "CONSTRUCT", "ASK", "DESCRIBE"}


def words(text: str) -> list[str]:
    """Bare words of a query in capitals, in order: keywords and function names, and prefixes of names with a colon."""
    found: list[str] = []
    for match in _TOKEN.finditer(text):
        if match["word"]:
            found.append(match["word"].upper())
        elif match["prefix"]:
            found.append(match["prefix"].upper() + ":")
    return found


def refuse_effects(text: str, services: int = 0) -> None:
    """Let only reading queries pass.

    Args:
        text: the query.
        services: so many SERVICE may stand in it; more than none only for bundled queries, with an address that the
            user named (see :mod:`kazkg.query.federated`).

    Raises:
        UsageFault: where the text is an update, or asks another server (SERVICE).
    """
    for reading in (text, _CODE_POINT.sub(_code_point, text)):
        found = words(reading)
        if found.count("SERVICE") + found.count("SERVICE:") > services:
            raise UsageFault("The query uses SERVICE, which would send data to another server.", "Take SERVICE out.")
        form = next((word for word in found if word in _UPDATES or word in _FORMS), None)
        if form in _UPDATES:
            raise UsageFault(f"The query changes the graph ({form}).", "kazkg query only reads.")


def _code_point(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else ""
