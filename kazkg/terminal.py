"""Text from outside, made safe for a terminal."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["printable"]

_UNSAFE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls: what starts an escape sequence is among them
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that turn the direction of what follows
    "\ud800-\udfff\ufeff\ufff9-\ufffb]"
)


def printable(text: str, *, lines: bool = False) -> str:
    """Spell out what a terminal would act on instead of show: controls, direction marks, lone surrogates.

    Args:
        text: text of unknown origin.
        lines: whether line breaks and tabs stay; without it each becomes one blank.
    """
    shown = _UNSAFE.sub(_spell, text)
    return shown if lines else shown.replace("\n", " ").replace("\t", " ")


def _spell(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code == 0x0D:
        return " "
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
