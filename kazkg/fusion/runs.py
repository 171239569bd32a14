"""Runs of words as hashes: how many two texts share says how much one is a copy of the other."""

from __future__ import annotations

import re
from zlib import crc32

__all__ = ["runs"]

_WORD = re.compile(r"\w+")


def runs(text: str, length: int) -> list[int]:
    """Hashes of the text's runs of words, whatever their case and what stands between them, each once, sorted.

    Args:
        text: a sentence or a whole article.
        length: words in a run; a text of fewer words has none.
    """
    words = [w.encode() for w in _WORD.findall(text.lower())]
    return sorted({crc32(b" ".join(words[i : i + length])) for i in range(len(words) - length + 1)})
