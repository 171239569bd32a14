"""Numbers told place by place or group by group: "in Homs (31), Hama (14) and Idlib (8)", "Homs: 31; Hama: 14"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kazkg.language.drafts import AmountDraft
from kazkg.language.words import Words

if TYPE_CHECKING:
    from kazkg.knowledge.counting import Counting

__all__ = ["Breakdowns"]

NAMED = frozenset({"NNP", "NNPS"})
DASHES = frozenset({"–", "—", "--", "-"})
LED_BY = frozenset({"in", "at", "from", "across", "near", "of", "including", "namely", ":"})
"""Words before the first name of a list of places."""
PLACES = frozenset({"capital", "city", "town", "village", "province", "region", "district", "state", "suburb", "port"})
GENERIC = frozenset({"DT", "NN", "NNS", "JJ"})
"""Tags of the words that may stand between such a word and a name ("in the province of")."""
BULLETS = frozenset({"-", "–", "—", "•", "*", "·", "‣", "▪"})
GAP = 9
"""Words between two members of a list at most."""


@dataclass(frozen=True, slots=True)
class _Item:
    amount: AmountDraft
    joint: str
    """bracket, colon, dash or with, between the name and its number, or in, between the number and its name."""
    start: int
    end: int
    """The name is ``start:end``."""


class Breakdowns:
    """Marks the numbers of such lists in one Doc.

    Args:
        words: the Doc's words.
        counting: the vocabulary.
    """

    def __init__(self, words: Words, counting: Counting) -> None:
        self.w = words
        self.c = counting

    def mark(self, amounts: list[AmountDraft]) -> None:
        """Set ``told_of`` of each number of such a list, which is a count then whatever it was taken for.

        A list has two numbers at least, or one in brackets behind the name of a known place; ages behind the names of
        people are none.
        """
        run: list[_Item] = []
        for amount in amounts:
            item = self._item(amount, bool(run))
            if item is None:
                continue
            if run and not self._follows(run[-1], item):
                self._settle(run)
                run = []
                item = self._item(amount, False)
                if item is None:
                    continue
            run.append(item)
        self._settle(run)

    def _item(self, a: AmountDraft, going: bool) -> _Item | None:
        """An amount with the name before it; the looser forms only where a list is ``going`` already."""
        w = self.w
        if a.low is None and a.high is None:
            return None
        before, behind = w.before(a.start), w.after(a.end - 1)
        word = w.word(before)
        if w.word(behind) in {"in", "at"} and (word == ":" or (going and word in {",", ";", "and"})):
            return self._behind(a, behind)
        if word == "(" and w.word(behind) == ")":
            joint = "bracket"
        elif word == ":":
            joint = "colon"
        elif word in DASHES and self._loose(before):
            joint = "dash"
        elif word == "with" and going and w.tagged(behind) in {"", ",", ".", "CC", ":"}:
            joint = "with"
        else:
            return None
        if joint != "bracket" and (a.kind not in {"count", "age", "code"} or self._verb_follows(behind)):
            return None
        end = before
        start = self._name(w.before(end))
        return _Item(a, joint, start, end) if start >= 0 else None

    def _behind(self, a: AmountDraft, preposition: int) -> _Item | None:
        """An amount with the name of a place behind it ("212 dead: 180 in Homs, 32 in Hama")."""
        start = self.w.after(preposition)
        start = self.w.after(start) if self.w.word(start) == "the" else start
        if self.w.word(start) in PLACES:
            of = self.w.after(start)
            if self.w.word(of) != "of":
                return _Item(a, "in", start, start + 1)
            start = self.w.after(of)
        end = start
        while self._is_name(end):
            end = self.w.after(end)
        if start < 0 or end == start or a.kind != "count":
            return None
        return _Item(a, "in", start, end if end >= 0 else start + 1)

    def _loose(self, dash: int) -> bool:
        """Whether a dash has space on both sides."""
        doc = self.w.doc
        return dash > 0 and bool(doc[dash - 1].whitespace_) and bool(doc[dash].whitespace_)

    def _verb_follows(self, at: int) -> bool:
        return self.w.tagged(at).startswith(("VB", "MD"))

    def _name(self, last: int) -> int:
        """First word of the name or noun for people that ends at ``last``, or -1."""
        w = self.w
        if last < 0:
            return -1
        if self._is_name(last):
            while self._is_name(w.before(last)):
                last = w.before(last)
            return last
        return last if w.low[last] in self.c.groups and w.tag[last] == "NNS" else -1

    def _is_name(self, at: int) -> bool:
        """Whether a word is a name by its tag, or a capital letter that the tagger made a common noun of."""
        tag = self.w.tagged(at)
        return tag in NAMED or (tag.startswith("NN") and self.w.doc[at].text[:1].isupper())

    def _follows(self, first: _Item, second: _Item) -> bool:
        """Whether two members stand in one sentence with no finite verb and few words between them."""
        w = self.w
        if w.sent[first.start] != w.sent[second.start] or second.start - first.amount.end > GAP:
            return False
        if "in" in {first.joint, second.joint} and first.joint != second.joint:
            return False
        return not any(w.tag[i] in {"VBD", "VBZ", "VBP", "MD"} for i in range(first.amount.end, second.amount.start))

    def _settle(self, run: list[_Item]) -> None:
        """Mark the members of a finished list."""
        if not run or (len(run) == 1 and not self._alone(run[0])) or self._of_persons(run):
            return
        for item in run:
            a = item.amount
            a.kind, a.told_of = "count", (item.start, item.end)
            if a.head >= 0 and self.w.low[a.head] not in self.c.groups:
                a.head = -1

    def _alone(self, item: _Item) -> bool:
        """Whether one member is a list of its own: in brackets behind a place, or the whole of a line."""
        if item.joint == "bracket":
            return self._kind(item) in {"Place", "Facility"}
        w = self.w
        number = w.sent[item.start]
        first = w.starts[number]
        while first < item.start and (w.blank[first] or w.low[first] in BULLETS):
            first += 1
        return item.joint in {"colon", "dash"} and first == item.start and self._is_name(item.start)

    def _kind(self, item: _Item) -> str:
        """Kind of what the name of a member means, empty where it is not known."""
        mention = self.w.doc._.by_token.get(item.end - 1)
        return "" if mention is None else mention.entity.kind

    def _of_persons(self, run: list[_Item]) -> bool:
        """Whether the names are those of people, whose numbers are ages."""
        if not self._is_name(run[0].start):
            return False
        kinds = [self._kind(item) for item in run]
        if "Place" in kinds or "Facility" in kinds:
            return kinds.count("Person") > kinds.count("Place") + kinds.count("Facility")
        at = self.w.before(run[0].start)
        while self.w.tagged(at) in GENERIC and self.w.word(at) not in LED_BY:
            at = self.w.before(at)
        return "Person" in kinds and self.w.word(at) not in LED_BY - {"of"}
