"""Amounts that share what one of them is linked to: lists, gapped clauses, older numbers beside newer ones."""

from __future__ import annotations

from kazkg.language.drafts import AmountDraft
from kazkg.language.groups import Counted, GroupReader
from kazkg.language.page import PLACE_WORDS, Page
from kazkg.language.triggers import BE, HAVE, Link, phrase_end

__all__ = ["PARTITIVES", "Lists"]

LIST_REACH = 3
"""Amounts between two members of a list, asides included."""
LISTED = frozenset(["DT", "RB", "CC", ",", "JJ", "NN", "NNS", "NNP", "PRP$", "POS"])
"""Tags between "including" and a later member of its list."""
LEADING = frozenset({"see", "know", "think", "believe", "fear", "mean"})
"""Verbs before the subject of another clause ("they fear 12 people and three soldiers were killed")."""
PASSED = frozenset({"object", "nominal", "toll", "right", "among"})
"""Places of a link that later members of a list share."""
PARTITIVES = frozenset({"them", "whom", "which", "these", "those"})
ASIDES = {"-": "-", "--": "--", "–": "–", "—": "—", "(": ")"}


class Lists:
    """Passes links on among the counts of one Doc.

    Args:
        page: the Doc.
        groups: finds who is counted.
        counted: start of a count -> those its noun names.
        links: start of a count -> its link; completed here.
    """

    def __init__(
        self, page: Page, groups: GroupReader, counted: dict[int, Counted | None], links: dict[int, Link]
    ) -> None:
        self.page = page
        self.doc = page.doc
        self.c = page.c
        self.w = page.w
        self.groups = groups
        self.counted = counted
        self.links = links

    def spread(self, counts: list[AmountDraft]) -> None:
        """Pass a link on to amounts in the same list: "nine guards and scores of miners were killed"."""
        for n, a in enumerate(counts):
            for prior in reversed(counts[max(n - LIST_REACH, 0) : n]):
                link = self.links.get(prior.start)
                shared = link and (link.place in PASSED or self._describes(link, prior, a))
                if link and shared and self.listed(prior, a, link) and not self._opens_clause(a):
                    self._pass_on(link, a, "right")
                elif link and link.place in {"subject", "object"} and prior is counts[n - 1] and self._gapped(prior, a):
                    self.links.setdefault(a.start, Link(link.trigger, "gapped", link.relative, link.negated))
            if a.start not in self.links and (older := self._compared(a, counts[max(n - LIST_REACH, 0) : n])):
                self.links[a.start] = older
        for n, a in reversed(list(enumerate(counts))):
            if self.part_before(a.start) or self._drawn_from(a) or self._has_verb(a):
                continue
            for following in counts[n + 1 : n + 1 + LIST_REACH]:
                link = self.links.get(following.start)
                if (
                    link
                    and (link.place in {"subject", "left"} or (link.place == "among" and link.trigger.start > a.start))
                    and not link.relative
                    and self._whole(following)
                    and self.listed(a, following, link)
                ):
                    self._pass_on(link, a, "left")

    def _describes(self, link: Link, prior: AmountDraft, a: AmountDraft) -> bool:
        """As in "the dead are 12 miners and two cooks", "a balance of 12 dead miners and nine among the guards"."""
        if link.place == "copula":
            return prior.head >= 0 <= a.head
        return link.place == "attribute" and a.head < 0 and self.counted[a.start] is not None

    def _drawn_from(self, a: AmountDraft) -> bool:
        """Whether a number is only what a later one is taken out of ("of 400 inhabitants, 80 are dead")."""
        of = self.w.before(a.start)
        if self.w.tagged(of) == "PRP$":
            of = self.w.before(of)
        return self.w.word(of) == "of" and self.w.word(self.w.before(of)) in {"", ",", "all", "most", "some", "many"}

    def _has_verb(self, a: AmountDraft) -> bool:
        """Whether an amount is the object of another verb ("has infected 12,000 people and 340 have died")."""
        at = self.w.before(a.start)
        if not self.w.tagged(at).startswith("VB") or self.w.low[at] in BE or self.w.low[at] in HAVE:
            return False
        if self.w.low[at] in self.c.raising:
            return False
        lemma = self.doc[at].lemma_
        return lemma not in self.c.telling_verbs and lemma not in self.c.toll_verbs and lemma not in LEADING

    def _opens_clause(self, a: AmountDraft) -> bool:
        """Whether an amount is the subject of a finite verb right behind it, and so no member of a list before it."""
        at = self.w.after(phrase_end(a) - 1)
        while self.w.tagged(at) == "RB":
            at = self.w.after(at)
        return self.w.tagged(at) in {"VBD", "VBP", "VBZ", "MD"} and at not in self.page.triggers.adjectives

    def _whole(self, a: AmountDraft) -> bool:
        """Whether an amount stands for itself: not none, and no part of others ("20 of them")."""
        of = self.w.after(a.end - 1)
        return a.high != 0 and not (self.w.word(of) == "of" and self.w.word(self.w.after(of)) in PARTITIVES)

    def _gapped(self, prior: AmountDraft, a: AmountDraft) -> bool:
        """Whether a clause leaves out its verb: "12 people were killed in Homs and five in Hama"."""
        w = self.w
        if w.sent[prior.start] != w.sent[a.start] or w.word(w.before(a.start)) not in {"and", ",", ";", "while", ":"}:
            return False
        if a.head >= 0 and self.counted[a.start] is None:
            return False
        at = w.after(phrase_end(a) - 1)
        if w.phrase_at(at, ("according", "to")) > 0:
            return True
        if w.word(at) not in PLACE_WORDS | {"to"}:
            return False
        for _ in range(14):
            at = w.after(at)
            if at < 0 or w.low[at] in {",", ".", ";", "and"}:
                return True
            if w.tag[at] in {"VBD", "VBZ", "VBP", "MD"}:
                return False
        return False

    def _compared(self, a: AmountDraft, before: list[AmountDraft]) -> Link | None:
        """The link of an older number that a newer one is set against ("1,240, up from 980")."""
        w = self.w
        start = w.before(a.start) if w.tagged(w.before(a.start)) == "DT" else a.start  # "against the 4,800 of May"
        phrases = self.c.compare_words.get(w.word(w.before(start)), ())
        beside = w.word(w.before(start)) == "from" and before and before[-1].end == w.before(start)
        if a.head >= 0 or not (beside or any(w.phrase_before(start, phrase) >= 0 for phrase, _ in phrases)):
            return None
        newer = [
            (_distance(p, a), link)
            for p in before
            if (link := self.links.get(p.start)) and w.sent[p.start] == w.sent[a.start]
        ]
        tolls = [pair for pair in newer if pair[1].place == "toll"]
        link = min(tolls or newer, key=lambda pair: pair[0], default=(0.0, None))[1]
        return Link(link.trigger, "older") if link else None

    def _pass_on(self, link: Link, a: AmountDraft, place: str) -> None:
        counted = self.counted[a.start]
        if a.start not in self.links and counted is not None and self.groups.fits(a, link.trigger, counted):
            self.links[a.start] = Link(link.trigger, place, link.relative, link.negated)

    def listed(self, first: AmountDraft, second: AmountDraft, link: Link | None = None) -> bool:
        """Whether nothing but a list's joints, prepositional phrases and asides stand between two amounts.

        With a link, no member between may count those of another trigger.
        """
        w = self.w
        if w.sent[first.start] != w.sent[second.start]:
            return False
        joined, aside = False, ""
        at = w.after(phrase_end(first) - 1)
        while 0 <= at < second.start:
            word, tag = w.low[at], w.tag[at]
            other = self.links.get(at) if at in self.page.begins else None
            if link and other and not aside and other.trigger.start != link.trigger.start:
                return False
            if aside:
                aside = "" if word == aside else aside
                joined = joined or (word == "," and not aside)
            elif word in ASIDES:
                aside = ASIDES[word]
            elif word in self.c.part_words and any(
                w.phrase_before(w.after(at), p) >= 0 for p, _ in self.c.part_words[word]
            ):
                aside = ","
            elif (
                tag in {"CC", ","}
                or word in {"plus", "alongside"}
                or (word in {"along", "together"} and w.word(w.after(at)) == "with")
            ):
                joined = True
            elif (tag.startswith(("VB", "MD", "W")) and tag != "VBN") or tag in {".", ":"}:
                return False
            elif word == "that" and tag == "IN":
                return False  # another clause of what is said
            at = w.after(at)
        return joined and w.word(w.before(second.start)) not in {"by", "including", "in", "from"}

    def of_origin(self, at: int) -> bool:
        """Whether a word says where people are from ("Syrian", "Colombians")."""
        return at >= 0 and (self.w.low[at] in self.c.adjectives_of_country or self.doc[at].ent_type_ == "NORP")

    def part_before(self, start: int) -> bool:
        """Whether "including", "among them" or the like leads to an amount, other members of its list between."""
        w = self.w
        at = start
        for _ in range(8):
            prior = w.before(at)
            if any(w.phrase_before(at, phrase) >= 0 for phrase, _ in self.c.part_words.get(w.word(prior), ())):
                return True
            if prior in self.page.covers or (w.tagged(prior) not in LISTED and w.word(prior) not in BE):
                return False
            at = prior
        return False


def _distance(first: AmountDraft, second: AmountDraft) -> float:
    """How far apart in size two numbers are: the greater in terms of the smaller; an older number is near its newer."""
    one = first.low if first.low is not None else first.high
    other = second.low if second.low is not None else second.high
    return max(one, other) / min(one, other) if one and other else float("inf")
