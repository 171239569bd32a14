"""Which verb or noun to its left an amount belongs to: "killed 12", "the death of 12", "a contingent of 900"."""

from __future__ import annotations

from kazkg.language.drafts import AmountDraft
from kazkg.language.page import PLACE_WORDS, Page
from kazkg.language.triggers import NOMINAL, Link

__all__ = ["Governing"]

ARTICLES = frozenset({"DT", "PRP$", "PDT", "WDT"})

EMPTY = frozenset({"there", ",", "where", "and", "that", "which", "as", ":", "–", "—", "--", ")"})
"""Words before a verb group that leave it without a subject on its left."""
INVERTED = frozenset({"killed", "deployed"})
"""What is told with the subject behind its verb in translated news ("in the fire lost their lives 12 miners")."""


class Governing:
    """Links the amounts of one Doc to what stands before them.

    Args:
        page: the Doc.
        taken: verbs that an earlier amount took without an auxiliary; filled by the caller.
    """

    def __init__(self, page: Page, taken: set[int]) -> None:
        self.w = page.w
        self.t = page.triggers
        self.c = page.c
        self.timed = page.timed
        self.begins = page.begins
        self.covers = page.covers
        self.taken = taken

    def before(self, a: AmountDraft) -> list[Link]:
        """Links to the verb or noun whose object stands at an amount; empty where none governs it."""
        w = self.w
        at = self._bare(w.before(a.start))
        if w.word(at) == "of" and w.word(w.before(at)) in self.c.containers and w.before(at) not in self.t.nouns:
            at = self._bare(w.before(w.before(at)))
        if w.word(at) in {",", ":"} and a.head >= 0 and (unit := self._apposed(at, a)):
            return unit
        if w.word(at) == ",":
            at = self._before_aside(at)
        if w.word(at) == "with" and at not in self.t.ends:
            at = self._before_unit(at)
        if at < 0:
            return []
        if at in self.t.verbs or at in self.t.ends:
            return self._governed(at)
        if w.tag[at] in {"NN", "NNP", "NNS", "CD"} and (a.head >= 0 or at in self.timed):
            return self._past_adjuncts(at)
        if w.low[at] in {"of", "to", "for", "by", "from"}:
            noun = w.before(at)
            if w.low[at] == "of" and w.word(noun) in {"those", "that"}:
                noun = self._noun_before(noun)  # "37 bodies, among them those of five boys"
            if noun >= 0 and noun in self.t.nouns and (w.low[at] == "of" or self.t.nouns[noun].measure == "injured"):
                return [Link(self.t.nouns[noun], "nominal")]
        return []

    def _past_adjuncts(self, at: int) -> list[Link]:
        """Links to a verb whose object stands behind its place or time ("has deployed in Puno 500 men")."""
        w = self.w
        preposed = False
        for _ in range(6):
            if at < 0 or at in self.begins or at in self.covers:
                return []
            if at in self.t.verbs:
                return [link for link in self._governed(at) if link.place == "object"] if preposed else []
            if w.low[at] in PLACE_WORDS or at in self.timed:
                preposed = True
            elif w.tag[at] not in {"DT", "JJ", "NN", "NNP", "NNS"} or (preposed and w.tag[at] != "DT"):
                return []
            at = w.before(at)
        return []

    def _noun_before(self, at: int) -> int:
        """Index of the last noun for victims before a pronoun in its sentence, or -1."""
        while at >= 0 and at not in self.t.nouns:
            at = self.w.before(at)
        return at

    def _apposed(self, joint: int, a: AmountDraft) -> list[Link]:
        """Links to the unit that an amount makes out behind a comma or colon ("the contingent: a hundred soldiers")."""
        w = self.w
        if w.low[a.head] not in self.c.groups or w.tagged(w.after(a.head)) in {"VBD", "VBP", "VBZ", "MD", "CC"}:
            return []
        at = joint
        for _ in range(6):
            at = w.before(at)
            if at < 0 or not (w.tag[at] in NOMINAL or w.low[at] == "of"):
                return []
            if at in self.t.nouns and self.t.nouns[at].sense.only:
                return [Link(self.t.nouns[at], "nominal")]
            if w.before(joint) == at and (w.low[at] in self.c.containers or w.low[at] in self.c.groups):
                verb = self._bare(w.before(at))
                while w.tagged(verb) in {"JJ", "CD", "NN"}:
                    verb = self._bare(w.before(verb))
                links = [] if verb < 0 else [link for link in self._governed(verb) if link.trigger.sense.only]
                if links:
                    return links
        return []

    def _before_unit(self, at: int) -> int:
        """Index of the word before a unit told "with" its strength ("sends a team with 50 men"), or -1."""
        w = self.w
        for _ in range(14):
            at = w.before(at)
            if at < 0 or at in self.begins or not (w.tag[at] in NOMINAL or w.tag[at] in {"IN", "-LRB-", "-RRB-"}):
                return -1
            unit = w.low[at] in self.c.containers and w.tag[at] == "NN"
            if (unit or w.low[at] in self.c.things) and w.tagged(w.after(at)) not in {"NN", "NNS"}:
                return self._past_number(w.before(at))
        return -1

    def _past_number(self, at: int) -> int:
        """Index of the word before the number and article of a unit or its vehicles ("sent two ships with 300 men")."""
        at = self._bare(at)
        while self.w.tagged(at) in {"CD", "JJ"}:
            at = self._bare(self.w.before(at))
        return at

    def second(self, a: AmountDraft) -> list[Link]:
        """As the second of two objects: "arrested the mayor and four ministers", "... along with four ministers"."""
        w = self.w
        at = w.before(a.start)
        beside = w.word(at) == "with" and w.word(w.before(at)) in {"along", "together"}
        if w.tagged(at) != "CC" and not beside:
            return []
        if beside and (shared := self._undergone_with(at)):
            return shared
        at = w.before(at) if beside else at
        for _ in range(14 if beside else 9):
            at = w.before(at)
            if beside and w.word(at) in {",", "of"}:
                continue
            if at in self.t.verbs:
                return [link for link in self._governed(at) if link.place == "object"]
            if w.tagged(at) not in NOMINAL or at in self.begins:
                return []
        return []

    def _undergone_with(self, at: int) -> list[Link]:
        """Links of those who share the fate of a subject ("was set free on Monday along with 26 others")."""
        w = self.w
        for _ in range(10):
            at = w.before(at)
            if at < 0 or at in self.begins:
                return []
            told = [t for t in self.t.verbs.get(at, ()) if t.sense.slot == "subject" or self.t.passive(at)]
            if told or at in self.t.verbs or w.tag[at] in {"VBD", "VBZ", "VBP"}:
                return [Link(t, "subject") for t in told]
        return []

    def _before_aside(self, comma: int) -> int:
        """Index of the word before an aside between commas that ends at ``comma`` ("killed, he said, 12"), or -1."""
        w = self.w
        at = w.before(comma)
        for _ in range(10):
            if at < 0 or at in self.begins:
                return -1
            if w.low[at] == ",":
                verb = w.before(at)
                return verb if verb in self.t.verbs or verb in self.t.ends else -1
            at = w.before(at)
        return -1

    def _bare(self, at: int) -> int:
        """The nearest word at or before ``at`` that is no article, adverb or plain adjective."""
        w = self.w
        while at >= 0 and (w.tag[at] in ARTICLES or (w.tag[at] == "RB" and w.low[at] != "not")):
            at = w.before(at)
        return at

    def _governed(self, at: int) -> list[Link]:
        """Links to the verb that ends at ``at`` with the amount as its object."""
        links = []
        for trigger in (*self.t.verbs.get(at, ()), *self.t.ends.get(at, ())):
            if self.w.low[trigger.last] != self.w.low[at] and trigger.last != at and trigger.start != at:
                continue
            verb = trigger.start
            if verb in self.taken:
                continue
            if trigger.sense.slot == "object":
                if not self.t.passive(verb) or self._subjectless(verb):
                    links.append(Link(trigger, "object"))
            elif trigger.last in {trigger.start, at} and trigger.measure in INVERTED and self._subjectless(verb):
                links.append(Link(trigger, "object"))
        return links

    def _subjectless(self, verb: int) -> bool:
        """Whether nothing stands before a verb group that could be its subject ("in the clashes were killed 12")."""
        start, _ = self.t.group_of_words(verb)
        before = self.w.before(start)
        if before < 0 or self.w.word(before) in EMPTY:
            return True
        return not any(
            c.dep_ in {"nsubj", "nsubjpass"} and c.i < verb and c.lower_ != "there" for c in self.w.doc[verb].children
        )
