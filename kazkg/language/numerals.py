"""Numerals of English news: digits in three conventions, words, scales and ranges."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from kazkg.language.words import Words

__all__ = ["DASHES", "GLUED", "SMALL", "TENS", "NumberReader", "Numeral"]

SMALL = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * n
    for n, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "mn": 10**6,
          "mln": 10**6, "bn": 10**9, "bln": 10**9}  # fmt: skip
DOZENS = {"dozen": 12, "score": 20}
SUFFIXES = {"k": 1000, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "b": 10**9}

GROUPED = re.compile(r"\d{1,3}(?:([,.'’])\d{3})(?:\1\d{3})*")
PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
SUFFIXED = re.compile(r"(\d+(?:[.,]\d+)?)(k|mn|mln|m|bn|b)")
GLUED = re.compile(r"(\d+)([^\W\d_]{4,})")
RANGE = re.compile(r"(\d[\d.,]*)[-–—](\d[\d.,]*)")
DASHES = frozenset("-–—‑−")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral at tokens ``start:end``; ``high`` differs from ``low`` for a range.

    ``loose`` is true for "a thousand", "a dozen", "half a million": round by nature.
    """

    start: int
    end: int
    low: int | float
    high: int | float
    loose: bool = False


def digits(text: str) -> int | float | None:
    """The value of a number in digits, or None; "2,000", "2.000" and "2'000" are two thousand.

    >>> digits("2.000"), digits("2,5"), digits("0.123"), digits("1.5")
    (2000, 2.5, 0.123, 1.5)
    """
    if GROUPED.fullmatch(text) and not text.startswith(("0.", "0,")):
        return int(re.sub(r"\D", "", text))
    if PLAIN.fullmatch(text):
        return _whole(float(text.replace(",", "."))) if "." in text or "," in text else int(text)
    return None


def _whole(value: float) -> int | float:
    return int(value) if value == int(value) else value


class NumberReader:
    """Reads numerals token by token.

    Args:
        words: the Doc's words.
        taken: for each token, whether a date covers it: its digits never join those after it.
        changes: verbs of a number that changes; beside one, "from 12 to 18" is two numbers and no range.
    """

    def __init__(self, words: Words, taken: list[bool], changes: Container[str] = ()) -> None:
        self._w = words
        self._taken = taken
        self._changes = changes

    def read(self, i: int) -> Numeral | None:
        """The longest numeral that begins at token ``i``, a range included, or None."""
        text = self._w.low[i]
        if text.isalpha() and not (text in SMALL or text in TENS or text in {"a", "an", "half"}):
            return None
        if match := RANGE.fullmatch(text):
            low, high = digits(match[1]), digits(match[2])
            if low is not None and high is not None and low < high:
                return Numeral(i, i + 1, low, high)
        first = self._single(i)
        return self._ranged(first) if first else None

    def _ranged(self, first: Numeral) -> Numeral:
        """Join "12 to 15", "12-15", "two or three" where the second number is the greater."""
        w = self._w
        link = w.after(first.end - 1)
        if link < 0 or not (w.low[link] in DASHES or w.low[link] in {"to", "or", "and"}):
            return first
        opener = w.before(first.start)
        if w.low[link] == "and" and w.word(opener) != "between":
            return first
        if w.word(opener) == "from" and self._changing(opener):
            return first
        at = w.after(link)
        second = self._single(at) if at >= 0 else None
        if second is None or self._taken[at]:
            return first
        low = first.low
        if second.high >= 1000 and low < 1000 and w.low[second.end - 1] in SCALES:
            low = low * SCALES[w.low[second.end - 1]] if low * SCALES[w.low[second.end - 1]] < second.high else low
        if not low < second.high:
            return first
        return Numeral(first.start, second.end, low, second.high)

    def _changing(self, opener: int) -> bool:
        """Whether a verb of change stands up to six words before "from"."""
        at = opener
        for _ in range(9):
            at = self._w.before(at)
            if at >= 0 and self._w.doc[at].lemma_ in self._changes:
                return True
        return False

    def _single(self, i: int) -> Numeral | None:
        """A numeral without a range."""
        word = self._w.low[i]
        if word[:1].isdigit():
            return self._from_digits(i)
        if word in {"a", "an", "half"}:
            return self._from_article(i)
        if word in SMALL or word in TENS:
            return self._from_words(i)
        return None

    def _from_digits(self, i: int) -> Numeral | None:
        w = self._w
        text = w.low[i]
        if match := SUFFIXED.fullmatch(text):
            value = digits(match[1])
            if value is None:
                return None
            value = _whole(value * SUFFIXES[match[2]])
            return Numeral(i, i + 1, value, value)
        if match := GLUED.fullmatch(text):
            return Numeral(i, i + 1, int(match[1]), int(match[1]))
        value = digits(text)
        if value is None:
            return None
        end = i + 1
        while text.isdigit() and len(w.low[i]) <= 3 and not self._taken[i] and value > 0:
            follow = self._spaced_group(end)
            if follow < 0:
                break
            value = int(value) * 1000 + int(w.low[follow])
            end = follow + 1
        return self._scaled(i, end, value)

    def _spaced_group(self, at: int) -> int:
        """Index of three digits that stand one space behind the token before ``at``, or -1."""
        doc = self._w.doc
        if at < len(doc) and doc[at].is_space and doc[at].text in {"\xa0", "\u202f", "\u2009"}:
            at += 1
        elif not doc[at - 1].whitespace_:
            return -1
        if at < len(doc) and len(doc[at].text) == 3 and doc[at].text.isdigit() and not self._taken[at]:
            return at
        return -1

    def _scaled(self, start: int, end: int, value: int | float, loose: bool = False) -> Numeral:
        """Multiply by the scale words that follow ("3 thousand", "2.5 m", "two dozen")."""
        w = self._w
        while (at := w.after(end - 1)) >= 0:
            scale = SCALES.get(w.low[at]) or DOZENS.get(w.low[at])
            if w.low[at] == "m" and w.doc[at - 1].like_num and not w.doc[at - 1].whitespace_:
                scale = 10**6
            if not scale:
                break
            value, end = _whole(value * scale), at + 1
        return Numeral(start, end, value, value, loose)

    def _from_article(self, i: int) -> Numeral | None:
        """As in "a thousand", "a dozen", "half a million", "half-a-dozen"."""
        w = self._w
        at = self._past_dash(w.after(i))
        factor: int | float = 1
        if w.low[i] == "half":
            if w.word(at) in {"a", "an"}:
                at = self._past_dash(w.after(at))
            factor = 0.5
        elif w.word(at) == "half":
            at, factor = self._past_dash(w.after(at)), 0.5
        if at < 0 or (w.low[at] not in SCALES and w.low[at] != "dozen"):
            return None
        if w.low[i] != "half" and w.word(w.after(at)) in SCALES:
            return self._from_words(i)
        scale = SCALES.get(w.low[at]) or DOZENS[w.low[at]]
        if factor == 1:
            found = self._from_words(i)
            if found and found.end > at + 1:
                return found
        value = _whole(scale * factor)
        return Numeral(i, at + 1, value, value, loose=True)

    def _past_dash(self, i: int) -> int:
        return self._w.after(i) if i >= 0 and self._w.low[i] in DASHES else i

    def _from_words(self, i: int) -> Numeral | None:
        """Written-out numbers: "two hundred and fifty", "twenty-five thousand", "a hundred and ten"."""
        w = self._w
        total: int | float = 0
        current: int | float = 0
        at, end, last = i, i, 10**15
        if (half := w.phrase_at(i, (w.low[i], "and", "a", "half"))) > 0 and w.word(w.after(half - 1)) in SCALES:
            scale = w.after(half - 1)  # "one and a half thousand"
            value = _whole((SMALL.get(w.low[i], 1) + 0.5) * SCALES[w.low[scale]])
            return Numeral(i, scale + 1, value, value)
        if w.low[i] in {"a", "an"}:
            current, at = 1, w.after(i)
        while at >= 0:
            word = w.low[at]
            if word in DASHES and end > i and w.low[end - 1] in TENS:
                at = w.after(at)
                if at < 0 or w.low[at] not in SMALL:
                    break
                continue
            if word == "and" and end > i and w.low[end - 1] in SCALES:
                nxt = w.after(at)
                if nxt < 0 or not (w.low[nxt] in SMALL or w.low[nxt] in TENS):
                    break
                at = nxt
                continue
            if word in TENS and last > 99:
                current, last = current + TENS[word], 99
            elif word in SMALL and last > 9 and (SMALL[word] < 10 or last > 99):
                current, last = current + SMALL[word], 9
            elif word in DOZENS and current and word == "dozen":
                current, last = current * 12, 9
            elif word == "hundred" and current:
                current, last = current * 100, 100
            elif word in SCALES and current:
                total, current, last = total + current * SCALES[word], 0, 1000
            else:
                break
            end, at = at + 1, w.after(at)
        if end == i:
            return None
        value = _whole(total + current)
        return Numeral(i, end, value, value, loose=w.low[i] in {"a", "an"})
