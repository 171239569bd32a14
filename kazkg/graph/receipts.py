"""Receipts: every span's words stand at its offsets, and every value is found inside its words.

SHACL sees only the graph; this check sees the text. Its findings carry the constraint
``kaz:ReceiptConstraintComponent``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kazkg.facts import ArticleFacts, Attribution, Figure, Source, Span
from kazkg.graph.emit import registry_of
from kazkg.graph.findings import RECEIPT, Finding, sort_findings
from kazkg.graph.iris import Iris
from kazkg.graph.settings import GraphSettings
from kazkg.graph.terms import OA, text, value_of
from kazkg.graph.validate import worded
from kazkg.knowledge import Knowledge

__all__ = ["check", "check_graph", "value_in_words"]

_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_SCALE = re.compile(r"(hundred|thousand|million|billion|thsd|mln|bln|[km])s?\b", re.IGNORECASE)
_SHORT = {"thsd": 1_000, "k": 1_000, "mln": 1_000_000, "m": 1_000_000, "bln": 1_000_000_000}
_DIGITS = re.compile(r"\d+(?:[ \u00a0\u202f.,'’]\d{3})*(?:[.,]\d+)?")
_GROUPING = re.compile(r"[ \u00a0\u202f.,'’](?=\d{3}(?!\d))")
_UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_UNITS += ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL = {w: i for i, w in enumerate(_UNITS)} | {w: 10 * (i + 2) for i, w in enumerate(_TENS)}
_SMALL |= {
    "a": 1,
    "an": 1,
    "no": 0,
    "none": 0,
    "nobody": 0,
    "not": 0,
    "single": 1,
    "couple": 2,
    "pair": 2,
    "both": 2,
    "another": 1,
    "dozen": 12,
}
_HALF = re.compile(r"\bhalf[- ](?:an?[- ])?(dozen|hundred|thousand|million|billion)\b", re.IGNORECASE)
_AND_A_HALF = re.compile(r"\b([a-z]+) and a half (hundred|thousand|million|billion)\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")


def value_in_words(value: int, words: str) -> bool:
    """Whether a number can be read in the words: as digits, as number words, or as either with a scale word.

    >>> value_in_words(3200, "more than 3.2 thousand"), value_in_words(42, "forty-two"), value_in_words(7, "dozens")
    (True, True, False)
    >>> value_in_words(2500, "two and a half thousand"), value_in_words(1, "Another")
    (True, True)
    """
    return value in _numbers(words)


def _numbers(words: str) -> set[int]:
    found: set[int] = set()
    for match in _DIGITS.finditer(words):
        scale = _scale_after(words, match.end())
        for number in _readings(match[0]):
            found.add(round(number))
            found.add(round(number * scale))
    for match in _HALF.finditer(words):
        found.add((12 if match[1].lower() == "dozen" else _SCALES[match[1].lower()]) // 2)
    for match in _AND_A_HALF.finditer(words):
        found.add(round((_SMALL.get(match[1].lower(), 0) + 0.5) * _SCALES[match[2].lower()]))
    return found | _spelled(words.lower())


def _scale_after(words: str, at: int) -> int:
    match = _SCALE.match(words[at:].lstrip(" -\u00a0"))
    if not match:
        return 1
    name = match[1].lower()
    return _SCALES.get(name) or _SHORT.get(name, 1)


def _readings(digits: str) -> Iterator[float]:
    """A number's readings: ``1.234`` is 1234 with a grouping mark, or 1.234 with a decimal one."""
    yield float(_GROUPING.sub("", digits).replace(",", "."))
    plain = re.sub(r"[ \u00a0\u202f'’]", "", digits).replace(",", ".")
    if plain.count(".") <= 1:
        yield float(plain)
    yield from (float(part) for part in re.findall(r"\d+", digits))


def _spelled(words: str) -> set[int]:
    """Numbers in words, each run of number words read together and each word by itself."""
    found: set[int] = set()
    total = current = 0
    open_run = False
    for word in [*_WORD.findall(words), ""]:
        single = word.rstrip("s") if word.rstrip("s") in _SCALES else word
        if word in _SMALL:
            found.add(_SMALL[word])
            current = current * 12 if word == "dozen" and current else current + _SMALL[word]
            open_run = True
        elif single in _SCALES and open_run:
            current = max(current, 1) * _SCALES[single]
            if _SCALES[single] > 100:
                total, current = total + current, 0
        elif single in _SCALES:
            found.add(_SCALES[single])
        elif word != "and" or not open_run:
            if open_run:
                found.add(total + current)
            total = current = 0
            open_run = False
        if open_run:
            found.add(total + current)
    return found


def check(facts: ArticleFacts, settings: GraphSettings, knowledge: Knowledge) -> list[Finding]:
    """Check one article's facts against its text.

    Args:
        facts: what was read.
        settings: give the IRIs under which the spans are published.
        knowledge: likewise.

    Returns:
        A violation for every span whose words do not stand at its offsets, every number that is not in its words, and
        every claimer and trigger that has no place in the article; sorted.
    """
    return sort_findings(_Check(facts, registry_of(knowledge, settings).iris).findings())


class _Check:
    def __init__(self, facts: ArticleFacts, iris: Iris) -> None:
        self.facts = facts
        self.text = facts.article.text
        self.id = facts.article.id
        self.article = iris.article(self.id)

    def finding(self, message: str, span: Span | None, value: str | None = None, quote: str | None = None) -> Finding:
        focus = f"{self.article}#char={span.begin},{span.end}" if span else self.article
        said = quote or (span.text if span else None)
        return Finding(
            severity="Violation",
            message=worded(message, self.id, said),
            focus=focus,
            path=OA["exact"].value,
            value=value,
            article=self.id,
            quote=said,
            constraint=RECEIPT,
        )

    def findings(self) -> Iterator[Finding]:
        for name, span in self.spans():
            yield from self.span(name, span)
        for figure in self.facts.figures:
            yield from self.figure(figure)
            yield from self.claimer(figure.attribution, figure.quote)
        for told in self.facts.event_mentions:
            yield from self.claimer(told.attribution, told.quote)
        for unknown in self.facts.unknowns:
            yield from self.claimer(unknown.attribution, unknown.quote)
        for naming in self.facts.namings:
            yield from self.claimer(naming.attribution, naming.quote)
        for statement in self.facts.statements:
            for speaker in statement.speakers:
                if speaker.span is None:
                    message = f"The speaker {speaker.label} has no place in the article."
                    yield self.finding(message, statement.cue, quote=statement.quote.text)

    def span(self, name: str, span: Span) -> Iterator[Finding]:
        stands = self.text[span.begin : span.end] if 0 <= span.begin <= span.end else ""
        if not 0 <= span.begin < span.end <= len(self.text):
            message = f"The {name} is said to stand at {span.begin} to {span.end}, outside the article's text."
            yield self.finding(message, span)
        elif stands != span.text:
            yield self.finding(
                f"The {name} does not stand at {span.begin} to {span.end}: “{stands}” does.", span, stands
            )

    def figure(self, f: Figure) -> Iterator[Finding]:
        for value in dict.fromkeys(v for v in (f.low, f.high) if v is not None):
            if not value_in_words(value, f.words.text):
                yield self.finding(f"The number {value} is not in the words it was read from.", f.words, str(value))

    def claimer(self, a: Attribution, quote: Span) -> Iterator[Finding]:
        if a.claimer is not None and a.claimer.span is None:
            message = f"The claimer {a.claimer.label} has no place in the article."
            yield self.finding(message, quote)

    def spans(self) -> Iterator[tuple[str, Span]]:
        """Every span of the facts with what it is for."""
        f = self.facts
        if f.article.date_span:
            yield "publication date", f.article.date_span
        yield from (("mention", m.span) for m in f.mentions)
        yield from (("omission", o.span) for o in f.omissions)
        yield from (("alarm", a.span) for a in f.alarms)
        yield from (("sentence of an alarm", a.quote) for a in f.alarms)
        for s in f.statements:
            yield "cue", s.cue
            yield "sentence", s.quote
            if s.content:
                yield "content", s.content
            yield from (("part of the content", p) for p in s.parts)
            yield from _sources(s.speakers, "speaker")
            yield from _sources(s.media, "medium")
        for c in f.figures:
            yield "amount", c.words
            yield "sentence", c.quote
            yield from (("group", s) for s in (c.described,) if s)
            yield from (("trigger", s) for s in (c.trigger,) if s)
            yield from _attribution(c.attribution)
        for e in f.event_mentions:
            yield "trigger", e.trigger
            yield "sentence", e.quote
            yield from (("participant", p.span) for p in e.participants if p.span)
            yield from _attribution(e.attribution)
        for u in f.unknowns:
            yield "cue", u.cue
            yield "sentence", u.quote
            if u.about:
                yield "topic", u.about
            if u.holder:
                yield from _sources((u.holder,), "source")
            yield from _attribution(u.attribution)
        for n in f.namings:
            yield "naming", n.span
            yield "sentence", n.quote
            yield from _attribution(n.attribution)


def _sources(sources: Iterable[Source], name: str) -> Iterator[tuple[str, Span]]:
    return ((name, s.span) for s in sources if s.span)


def _attribution(a: Attribution) -> Iterator[tuple[str, Span]]:
    if a.claimer:
        yield from _sources((a.claimer,), "claimer")
    yield from _sources(a.media, "medium")


def check_graph(quads: Iterable[ox.Quad], article: str, article_text: str) -> list[Finding]:
    """Check an article's graph against its text, for graphs read back from a file or a store.

    Args:
        quads: the article's own graph.
        article: its id.
        article_text: its text as read.
    """
    start, end, exact = OA["start"], OA["end"], OA["exact"]
    found: dict[str, dict[ox.NamedNode, str]] = {}
    for q in quads:
        if q.predicate in (start, end, exact):
            found.setdefault(value_of(q.subject), {})[q.predicate] = value_of(q.object)
    return sort_findings(_misplaced(found, article, article_text))


def _misplaced(spans: dict[str, dict[ox.NamedNode, str]], article: str, article_text: str) -> Iterator[Finding]:
    for iri, span in spans.items():
        words = span.get(OA["exact"], "")
        try:
            begin, end = int(span[OA["start"]]), int(span[OA["end"]])
        except (KeyError, ValueError):
            continue  # SHACL reports a span without whole offsets
        stands = article_text[begin:end] if 0 <= begin <= end else ""
        if text(stands).value != words:
            message = f"The span does not stand at {begin} to {end}: “{stands}” does."
            yield Finding(
                "Violation",
                worded(message, article, words),
                iri,
                OA["exact"].value,
                stands,
                article,
                words,
                None,
                RECEIPT,
            )
