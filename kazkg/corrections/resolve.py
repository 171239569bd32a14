"""From the address of a correction to the facts of an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kazkg.facts import ArticleFacts, Span
from kazkg.graph.emission import Emission
from kazkg.knowledge.corrections import Address, Correction

__all__ = ["Addressed", "Found", "NotThereError"]

Found = tuple[str, int]
"""Kind (figure, statement, telling, unknown, naming, mention or event) and index among the facts."""

WANTED: Final = {
    "ClaimerFix": frozenset({"figure", "statement", "telling", "unknown", "naming"}),
    "DateFix": frozenset({"figure", "telling", "event"}),
    "EventMerge": frozenset({"telling", "event"}),
    "EventSplit": frozenset({"telling", "event"}),
    "Rejection": frozenset({"figure", "statement", "telling", "unknown", "naming", "event"}),
}


class NotThereError(Exception):
    """A correction matches nothing in its article; the message says why."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where a claim stands."""

    found: Found
    node: str
    """IRI, without brackets; empty where it is not published."""
    at: Span | None
    """Its own words; None for an event."""
    quote: Span | None
    """Its sentence."""


class Addressed:
    """The facts of one article, found by IRI, by place or by quote.

    Args:
        facts: as read, before any correction.
        emission: what is published of them.
    """

    def __init__(self, facts: ArticleFacts, emission: Emission) -> None:
        self.article = facts.article
        self._tellings = facts.event_mentions
        self._prefix = emission.iris.article(facts.article.id) + "/"
        self._marks = list(_marks(facts, emission))
        self._by_part = {m.node.removeprefix(self._prefix): m for m in self._marks if m.node}

    def find(self, c: Correction, target: Address) -> list[Found]:
        """What a target of a correction means here.

        Raises:
            NotThereError: where it means nothing, or its words have changed.
        """
        wanted = WANTED[c.kind]
        if c.claim_kind:
            wanted = frozenset({c.claim_kind})
        if target.part:
            mark = self._by_part.get(target.part)
            if mark is None:
                raise NotThereError(f"article {self.article.id} has no {target.part}{self._near(target.part)}")
            if mark.found[0] not in wanted:
                raise NotThereError(f"{target.text} is no {' or '.join(sorted(wanted))}")
            if c.quote and c.quote not in self._sentence(mark):
                raise NotThereError(f"at {target.text} the article no longer says “{c.quote}”")
            return [mark.found]
        begin, end = self.place(target, c.quote)
        found = [
            m.found for m in self._marks if m.at and m.found[0] in wanted and m.at.begin < end and begin < m.at.end
        ]
        if not found:
            listed = " or ".join(sorted(wanted - {"event"}))
            raise NotThereError(f"at characters {begin} to {end} of article {self.article.id} there is no {listed}")
        return found

    def place(self, target: Address, quote: str | None) -> tuple[int, int]:
        """The characters that a target without a part means.

        Raises:
            NotThereError: where the article is shorter, or the quote does not stand there exactly once.
        """
        text, name = self.article.text, f"article {self.article.id}"
        if target.begin >= 0:
            if not target.begin < target.end <= len(text):
                raise NotThereError(f"{name} has no characters {target.begin} to {target.end}")
            if quote and text[target.begin : target.end].find(quote) < 0 and quote.find(_cut(text, target)) < 0:
                raise NotThereError(f"at {target.text} the article says “{_cut(text, target)}”, not “{quote}”")
            return target.begin, target.end
        if not quote:
            return 0, len(text)
        times = text.count(quote)
        if times != 1:
            often = "does not say" if not times else f"says {times} times"
            raise NotThereError(f"{name} {often} “{quote}”")
        begin = text.index(quote)
        return begin, begin + len(quote)

    def mention(self, part: str) -> Span | None:
        """Where the mention with this part of an IRI stands; None for none."""
        mark = self._by_part.get(part)
        return mark.at if mark and mark.found[0] == "mention" else None

    def node(self, found: Found) -> str:
        """IRI under which it was published before corrections; empty for none."""
        return next((m.node for m in self._marks if m.found == found), "")

    def _sentence(self, mark: _Mark) -> str:
        if mark.quote is not None:
            return mark.quote.text
        return " ".join(t.quote.text for t in self._tellings if t.event == mark.found[1])

    def _near(self, part: str) -> str:
        """The claim of the same kind that begins next to the one that is gone."""
        kind, _, name = part.partition("/")
        digits = name.partition("-")[0]
        if not digits.isdigit():
            return ""
        same = [m for p, m in self._by_part.items() if p.startswith(f"{kind}/") and m.at]
        if not same:
            return f" and no other {kind}"
        nearest = min(same, key=lambda m: (abs(m.at.begin - int(digits)) if m.at else 0, m.node))
        words = nearest.at.text if nearest.at else ""
        return f"; the nearest is {nearest.node.removeprefix(self._prefix)} (“{words}”)"


def _cut(text: str, target: Address) -> str:
    return text[target.begin : target.end]


def _marks(facts: ArticleFacts, emission: Emission) -> Iterator[_Mark]:
    nodes = emission.claims
    for i, f in enumerate(facts.figures):
        yield _Mark(("figure", i), _bare(nodes["figure"][i]), f.words, f.quote)
    for i, s in enumerate(facts.statements):
        yield _Mark(("statement", i), _bare(nodes["statement"][i]), s.cue, s.quote)
    for i, t in enumerate(facts.event_mentions):
        yield _Mark(("telling", i), _bare(nodes["telling"][i]), t.trigger, t.quote)
    for i, u in enumerate(facts.unknowns):
        yield _Mark(("unknown", i), _bare(nodes["unknown"][i]), u.cue, u.quote)
    for i, n in enumerate(facts.namings):
        yield _Mark(("naming", i), _bare(nodes["naming"][i]), n.span, n.quote)
    for i, m in enumerate(facts.mentions):
        yield _Mark(("mention", i), _bare(nodes["mention"][i]), m.span, None)
    for i, node in enumerate(nodes["event"]):
        yield _Mark(("event", i), _bare(node), None, None)


def _bare(node: str) -> str:
    return node[1:-1]
