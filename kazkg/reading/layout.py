"""The layout of an article: which lines are headline, dateline, body, caption, credit, teaser and so on.

What a line is, is told by its form and its neighbours, before any grammar is read. Zones are half-open ranges of code
points, sorted, never overlapping, and together they cover every line that is not blank. Neighbouring body lines share a
zone.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from kazkg.facts import Zone
from kazkg.reading import dateline, markers

__all__ = ["KINDS", "zones"]

KINDS = ("headline", "subheading", "dateline", "body", "credit", "caption", "teaser", "source", "boilerplate")

LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
HEADLINE_WORDS = 28
HEADLINES = 3
SUBHEADING_WORDS = 16
TEASER_WORDS = 30
CAPTION_WORDS = 30
LIST_LENGTH = 3
WRAP_WIDTH = 120
BYLINE_LINES = 6
LONGEST_MARKED = 400
"""Longer lines are paragraphs, whatever they begin with; most lines of an article are."""


@dataclass(slots=True)
class Block:
    """A paragraph: a line, or the lines of a hard-wrapped paragraph."""

    begin: int
    end: int
    text: str
    apart: bool
    """Whether a blank line stands before it."""
    tail_kind: str = ""
    """Kind of the bracketed note at its end, empty where there is none."""
    tail: int = 0
    """Where that note begins in the block; the block's length where there is none."""
    kind: str = ""
    """Empty until it is known."""


def zones(text: str, title: str | None = None) -> tuple[Zone, ...]:
    """Divide an article into zones.

    Args:
        text: the article as read.
        title: its title, where a record or the user gives it.

    Returns:
        Zones in order; empty for a text of blanks.
    """
    blocks = _blocks(text)
    _mark_by_form(blocks)
    _mark_repeated(blocks, title)
    _mark_teaser_lists(blocks)
    _mark_captions(blocks)
    _mark_headlines(blocks, title)
    _mark_dates(blocks)
    _mark_subheadings(blocks)
    found: list[Zone] = []
    first_body = True
    for block in blocks:
        kind = block.kind or "body"
        if kind in {"body", "caption", "headline"}:
            found += _parts(block, kind, first_body)
            first_body = first_body and kind != "body"
        else:
            found.append(Zone(kind, block.begin, block.end))
    return _merged(found)


def _blocks(text: str) -> list[Block]:
    """The non-blank lines without the blanks around them; wrapped lines joined to paragraphs."""
    lines: list[Block] = []
    for match in LINE.finditer(text):
        words = match.group().strip()
        if words:
            begin = match.start() + match.group().index(words[0])
            gap = text[lines[-1].end : begin] if lines else ""
            apart = bool(lines) and max(gap.count("\n"), gap.count("\r")) + gap.count("\u2029") > 1
            lines.append(Block(begin, begin + len(words), words, apart))
    return _joined(text, lines) if _is_wrapped(lines) else lines


def _is_wrapped(lines: list[Block]) -> bool:
    """Whether lines were cut at a width: many go on in lower case in the next line."""
    pairs = [(a, b) for a, b in pairwise(lines) if not b.apart]
    cut = sum(1 for a, b in pairs if b.text[0].islower() and len(a.text) <= WRAP_WIDTH)
    return cut >= 2 and cut * 4 >= len(pairs) and max(len(line.text) for line in lines) <= WRAP_WIDTH


def _joined(text: str, lines: list[Block]) -> list[Block]:
    """Paragraphs of wrapped lines: a new one after a blank line or after a short line that ends a sentence."""
    width = max(len(line.text) for line in lines)
    blocks: list[Block] = []
    for line, previous in zip(lines, [None, *lines], strict=False):
        full = previous is not None and (
            not previous.text.endswith(markers.CLOSED)
            or len(previous.text) + 1 + len(line.text.split(maxsplit=1)[0]) > 0.8 * width
        )
        if blocks and full and not line.apart:
            last = blocks[-1]
            last.end, last.text = line.end, text[last.begin : line.end]
        else:
            blocks.append(line)
    return blocks


def _find_tail(block: Block) -> None:
    """Find the bracketed note at the end of the block."""
    length = block.tail = len(block.text)
    if block.text[-1] in ")]." and ("(" in block.text or "[" in block.text):
        for kind, begin in (
            ("credit", markers.credit_begins(block.text)),
            ("source", markers.source_begins(block.text)),
            ("dateline", dateline.trailing(block.text)),
        ):
            if begin is not None and 0 < begin < length:
                block.tail_kind, block.tail = kind, begin
                return


def _mark_by_form(blocks: list[Block]) -> None:
    """Mark what a line's own words show."""
    for number, block in enumerate(blocks):
        text = block.text
        _find_tail(block)
        if len(text) > LONGEST_MARKED:
            continue
        if markers.is_boilerplate(text):
            block.kind = "boilerplate"
        elif markers.is_credit(text):
            block.kind = "credit"
        elif dateline.is_dateline(text) or dateline.is_marker(text):
            block.kind = "dateline"
        elif markers.is_source(text) or (number < BYLINE_LINES and markers.is_byline(text)):
            block.kind = "source"
        elif block.tail_kind == "credit" and len(text[: block.tail].split()) <= CAPTION_WORDS:
            block.kind = "caption"
        elif number and (markers.is_teaser(text) or markers.is_teaser_heading(text)):
            block.kind = "teaser"


def _mark_repeated(blocks: list[Block], title: str | None) -> None:
    """Mark lines that stand in the article more than once word for word: links to other articles.

    A repeated sentence with its full stop is a pull quote: its first place stays what it is. So does the first line.
    """
    seen = Counter(block.text for block in blocks)
    met: set[str] = set()
    for number, block in enumerate(blocks):
        length = len(block.text.split())
        if block.kind or seen[block.text] < 2 or not 3 <= length <= TEASER_WORDS:
            continue
        first = block.text not in met
        met.add(block.text)
        if first and (number == 0 or block.text == title or block.text.endswith(markers.CLOSED)):
            continue
        block.kind = "teaser"


def _mark_teaser_lists(blocks: list[Block]) -> None:
    """Mark the titles that follow a line such as "Related stories"."""
    listing = False
    for block in blocks:
        if block.kind == "teaser":
            listing = markers.is_teaser_heading(block.text)
        elif block.kind or not listing:
            listing = False
        elif markers.is_title(markers.BULLET.sub("", block.text, count=1), SUBHEADING_WORDS):
            block.kind = "teaser"
        else:
            listing = False


def _mark_captions(blocks: list[Block]) -> None:
    """Mark what stands directly before a credit and belongs to its picture.

    That is a title, a title and one sentence, a sentence that speaks of the picture, or one set close to the credit
    where blank lines part all others.
    """
    for block, following in pairwise(blocks):
        words = None if block.kind else markers.caption_mark(block.text)
        if words is not None:
            block.kind = "caption"
            if not words and not following.kind:
                following.kind = "caption"
    spaced = sum(block.apart for block in blocks) * 2 > len(blocks)
    for at, block in enumerate(blocks):
        if block.kind != "credit" or at == 0 or blocks[at - 1].kind:
            continue
        line = blocks[at - 1]
        short = len(line.text.split()) <= CAPTION_WORDS
        if markers.is_title(line.text, CAPTION_WORDS):
            line.kind = "caption"
            continue
        titled = at > 1 and not blocks[at - 2].kind and markers.is_title(blocks[at - 2].text, SUBHEADING_WORDS)
        close = spaced and not block.apart
        if short and titled and at > 2:
            line.kind = blocks[at - 2].kind = "caption"
        elif short and (close or markers.mentions_picture(line.text)):
            line.kind = "caption"


def _mark_headlines(blocks: list[Block], title: str | None) -> None:
    """Mark the titles before the first paragraph, and a line that is the given title."""
    open_blocks = [block for block in blocks if not block.kind]
    count = 0
    for block, following in pairwise(open_blocks):
        if block.text == title:
            block.kind = "headline"
            continue
        titled = markers.is_title(block.text[: block.tail].rstrip(), HEADLINE_WORDS) and count < HEADLINES
        if not titled or dateline.leading(block.text, agency=True) or markers.BULLET.match(block.text):
            break
        if count and len(following.text.split()) < len(block.text.split()):
            break
        block.kind = "headline"
        count += 1


def _mark_dates(blocks: list[Block]) -> None:
    """Keep as datelines only dates above or below the article; between its paragraphs a date is a subheading."""
    body = [number for number, block in enumerate(blocks) if not block.kind]
    bare = [n for n, b in enumerate(blocks) if b.kind == "dateline" and not dateline.MARKER.search(b.text)]
    timeline = len({blocks[number].text for number in bare}) >= LIST_LENGTH
    for number in bare:
        if timeline or (body and body[0] < number < body[-1]):
            blocks[number].kind = "subheading"


def _mark_subheadings(blocks: list[Block]) -> None:
    """Mark titles between paragraphs; three in a row are a list and stay body, and so does a title nothing follows."""
    at = 0
    while at < len(blocks):
        run = at
        while run < len(blocks) and _may_head(blocks[run], at):
            run += 1
        followed = any(not b.kind for b in blocks[run : run + 3])
        if 0 < run - at < LIST_LENGTH and followed:
            for block in blocks[at:run]:
                block.kind = "subheading"
        at = max(run, at + 1)


def _may_head(block: Block, at: int) -> bool:
    return (
        at > 0
        and not block.kind
        and not block.tail_kind
        and markers.is_title(block.text, SUBHEADING_WORDS)
        and not markers.BULLET.match(block.text)
    )


def _parts(block: Block, kind: str, first_body: bool) -> list[Zone]:
    """The block as zones: a dateline it begins with, itself, and a bracketed note it ends with."""
    tail = block.tail
    head = dateline.leading(block.text, agency=first_body and kind == "body") if kind != "caption" else 0
    if head >= tail:
        head = 0
    begin = head + len(block.text[head:]) - len(block.text[head:].lstrip())
    end = len(block.text[:tail].rstrip())
    ranges = [("dateline", 0, head), (kind, begin, end), (block.tail_kind, tail, len(block.text))]
    return [Zone(name, block.begin + a, block.begin + b) for name, a, b in ranges if a < b]


def _merged(found: list[Zone]) -> tuple[Zone, ...]:
    """Join body zones that follow one another."""
    merged: list[Zone] = []
    for zone in found:
        if zone.kind == "body" and merged and merged[-1].kind == "body":
            merged[-1] = Zone("body", merged[-1].begin, zone.end)
        else:
            merged.append(zone)
    return tuple(merged)
