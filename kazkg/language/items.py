"""What the numbers of a list by place or group count: what the words before the list, or the line above it, tell."""

from __future__ import annotations

from kazkg.knowledge.counting import MeasureSense
from kazkg.language.drafts import AmountDraft
from kazkg.language.page import Page
from kazkg.language.triggers import Link, Trigger

__all__ = ["Items"]

LINES = 12
"""Lines of a list between a number and the line that introduces it."""
SHORT = 8
"""Words of a line that is only a member of a list."""

OPENING = frozenset({"NNP", "NNPS", "NNS", "NN", "CD", "CC", ",", ":", "-LRB-", "-RRB-", "_SP", "NFP", "HYPH", "DT"})
"""Tags of the words before a name where only members of its list stand before it."""


class Items:
    """Links the numbers that :class:`~kazkg.language.breakdowns.Breakdowns` marked in one Doc."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.w = page.w
        self.t = page.triggers

    def find(self, a: AmountDraft) -> Link | None:
        """The link of a number of such a list to what is told before its name, else behind it; None for others."""
        if a.told_of is None:
            return None
        w, number = self.w, self.w.sent[a.start]
        before = range(min(a.told_of[0], a.start) - 1, w.starts[number] - 1, -1)
        found = self._told(before)
        if found is None and all(w.tag[i] in OPENING for i in before):
            found = self._told(range(a.end, w.ends[number])) or self._introduced(number)
        return None if found is None else Link(found, "item")

    def _told(self, places: range) -> Trigger | None:
        """The first trigger in ``places`` that tells of people, whoever they are."""
        for at in places:
            found = self.t.adjectives.get(at) or self.t.nouns.get(at)
            if found is None and self.t.tolls.get(at):
                return self._toll(at)
            if found is None:
                found = next((t for t in self.t.verbs.get(at, ()) if self._undergone(t)), None)
            if found is not None and not found.sense.only and found.sense.slot != "itself":
                return found
        return None

    def _toll(self, at: int) -> Trigger:
        return Trigger(at, at, MeasureSense(self.t.tolls[at], "object"), "toll")

    def _undergone(self, trigger: Trigger) -> bool:
        """Whether a verb tells what happened to its subject."""
        return not trigger.sense.active and (trigger.sense.slot == "subject" or self.t.passive(trigger.start))

    def _introduced(self, number: int) -> Trigger | None:
        """The trigger in the line above a list of short lines, which ends with a colon."""
        w = self.w
        for above in range(number - 1, max(number - LINES, -1), -1):
            words = [i for i in range(w.starts[above], w.ends[above]) if not w.low[i].isspace()]
            if words and w.low[words[-1]] == ":":
                return self._told(range(words[-1], words[0] - 1, -1))
            if len(words) > SHORT:
                return None
        return None
