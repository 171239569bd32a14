"""Parts of other figures: "including two ...", "two of whom", "one of the guards", "three were beheaded"."""

from __future__ import annotations

from kazkg.language.drafts import AmountDraft, FigureDraft
from kazkg.language.groups import Counted
from kazkg.language.lists import PARTITIVES
from kazkg.language.tally import Tally
from kazkg.language.triggers import BE, NOMINAL, phrase_end
from kazkg.language.whose import Whose

__all__ = ["Parts"]


class Parts:
    """Finds the figure that contains another in one Doc."""

    def __init__(self, tally: Tally, whose: Whose) -> None:
        self.tally = tally
        self.whose = whose
        self.page = tally.page
        self.w = tally.w
        self.counted = tally.counted
        self.links = tally.links
        self.figures = tally.figures
        self.lists = tally.lists
        self.echoes = tally.echoes

    def parent(self, a: AmountDraft) -> FigureDraft | None:
        """The figure that contains this one: "including two ...", "two of whom", "one of the guards"."""
        w = self.w
        if (total := self.tally.total_of(a)) is not None and self.links.get(total.start) is None:
            return None
        if self._speaks(a) or self.speak(a):
            return None
        if a.told_of is not None and a.start in self.links and self.links[a.start].place == "item":
            return self._total(a, self.links[a.start].trigger.measure)
        if a.start not in self.links and (shared := self._of_those_who(a)):
            return self.last_figure(a, 2, measure=shared)
        if self.so_badly(a):
            return self.last_figure(a, 0, measure="injured") or self.last_figure(a, 0)
        if (whole := self._itemised(a)) is not None:
            return whole
        if self.lists.part_before(a.start):
            if a.start not in self.links and a.head < 0 and self._other_fate(a.end - 1):
                return None
            if not self._nearest_is_figure(a):
                return None
            last = self.figures[-1] if self.figures else None
            if last is not None and last.part_of is not None and w.sent[last.amount.start] == w.sent[a.start]:
                return last.part_of  # "among the dead are five women, including two maids"
            return self.last_figure(a, 2 if self._opens_with_of(a) else 1)
        if w.word(w.after(a.end - 1)) == "of" and w.word(w.after(w.after(a.end - 1))) in {"whom", "which"}:
            return self.last_figure(a, 0) if self._told(a) else None
        last = self.figures[-1] if self.figures else None
        link = self.links.get(a.start)
        if (
            last
            and last.part_of
            and self.lists.listed(last.amount, a)
            and (link is None or link.trigger.measure == last.measure)
        ):
            return last.part_of
        if (
            last
            and a.head < 0
            and w.word(w.after(a.end - 1)) in {"were", "was", "are"}
            and self._of_opens(last.amount, a)
        ):
            return last if last.part_of is None else last.part_of
        if (
            last
            and a.head < 0
            and link
            and last.measure == link.trigger.measure
            and a.start not in self.echoes.of
            and last.trigger != link.trigger.start
            and self.whose.sibling(a) is last
            and self.tally.opens_sentence(a)
            and not self._smaller(last.amount, a)
        ):
            return last if last.part_of is None else last.part_of
        of = w.after(a.end - 1)
        if w.word(of) == "of" and a.low is not None:
            named = w.after(of)
            if w.word(named) in {"them", "these", "those"} and a.head < 0:
                if not self._nearest_is_figure(a):
                    return None  # "abducted two doctors; one of them was freed"
                lost = a.start not in self.links and w.low[named] == "those" and self._other_fate(named)
                return self.last_figure(a, 2) if self._told(a) and not lost else None
            if w.word(named) in {"the", "those"} and a.head < 0 and link is not None:
                fate = self.page.triggers.adjectives.get(w.after(named))
                if fate is not None and fate.measure != link.trigger.measure:
                    return None  # "six of the wounded died"
                return self.last_figure(a, 2, measure=link.trigger.measure)
            if w.word(named) in {"the", "these", "those"} and a.head >= 0:
                if self.counted[a.start] is None and not self.tally.groups.may_be_people(a):
                    return None  # "four of the lorries"
                return self.last_figure(a, 2, self.counted[a.start])
        return None

    def so_badly(self, a: AmountDraft) -> bool:
        """As in "four were injured, two critically"."""
        w = self.w
        adverb = self._past_partitive(a)
        return (
            a.head < 0
            and w.word(w.before(a.start)) in {",", "(", "and"}
            and w.word(adverb) in self.page.c.degrees
            and w.tagged(w.after(adverb)) in {"", ",", ".", "-RRB-", "WRB", "IN"}
        )

    def _itemised(self, a: AmountDraft) -> FigureDraft | None:
        """The figure whose members a colon lists: "29 dead: 18 women, eight men and three infants"."""
        w = self.w
        last = self.figures[-1] if self.figures else None
        if last is None or self.counted[a.start] is None or a.start in self.links:
            return None
        whole = last.part_of or last
        if w.sent[whole.amount.start] != w.sent[a.start] or self._smaller(whole.amount, a):
            return None
        if w.tagged(w.after(phrase_end(a) - 1)) not in {"", ",", ".", "CC", ":", "-RRB-"}:
            return None
        at = w.before(a.start)
        while at > whole.amount.start and (w.tag[at] in NOMINAL or w.tag[at] in {",", "CC", "VBN", "RB"}):
            at = w.before(at)
        return whole if w.word(at) == ":" and at - phrase_end(whole.amount) <= 6 else None

    def _total(self, a: AmountDraft, measure: str) -> FigureDraft | None:
        """The total that a list tells place by place: the last figure before the list, at most two sentences back."""
        for figure in reversed(self.figures):
            if self.w.sent[a.start] - self.w.sent[figure.amount.start] > 2:
                return None
            if figure.amount.told_of is None and figure.measure == measure and figure.part_of is None:
                return None if self._smaller(figure.amount, a) else figure
        return None

    def _speaks(self, a: AmountDraft) -> bool:
        """Whether "one of them" is whoever tells ("says one of them", "one of them told the agency")."""
        verbs = {self.w.before(a.start), self._past_partitive(a)}
        return a.high == 1 and any(
            at >= 0 and self.w.tag[at].startswith("VB") and self.w.doc[at].lemma_ in self.page.c.telling_verbs
            for at in verbs
        )

    def speak(self, a: AmountDraft) -> bool:
        """Whether people counted are those who tell ("two aid workers told Reuters")."""
        verb = self.w.after(phrase_end(a) - 1)
        if a.head < 0 or self.w.tagged(verb) not in {"VBD", "VBZ", "VBP"} or verb in self.page.triggers.verbs:
            return False
        behind = self.w.after(verb)
        told = behind in self.page.triggers.adjectives or behind in self.page.triggers.verbs
        return not told and self.w.doc[verb].lemma_ in self.page.c.telling_verbs

    def _nearest_is_figure(self, a: AmountDraft) -> bool:
        """Whether the count before a part is a figure: of "340 aboard, including 20 nurses" it is none."""
        for other in reversed(self.page.counts):
            if other.start >= a.start or self.lists.part_before(other.start):
                continue
            if self.w.sent[other.start] != self.w.sent[a.start]:
                return True
            return other.figure or (other.head >= 0 and self.counted[other.start] is None)
        return True

    def _told(self, a: AmountDraft) -> bool:
        """Whether "two of them" share the fate of the others: it is told again, or a noun is, or no verb at all."""
        if a.start in self.links or self.whose.predicate(a) is not None:
            return True
        before = self.w.before(a.start)
        if self.w.tagged(before) in {"VBZ", "VBP"} and self.w.low[before] not in BE:
            return False  # "who defends a dozen of them"
        at = self._past_partitive(a)
        if self.w.word(at) in BE and self.w.tagged(self._past_adverbs(at)) in {"JJ", "NN", "NNS", "NNP", "NNPS"}:
            return True
        return self.w.tagged(at) not in {"VBD", "VBP", "VBZ", "MD"}

    def _other_fate(self, at: int) -> bool:
        """Whether a verb behind ``at`` tells another fate: "of whom 700 have been charged", "of those listed had left".

        "To be" with a noun, adjective or adverb tells none.
        """
        w = self.w
        for _ in range(9):
            at = w.after(at)
            if at < 0 or w.tag[at] in {",", ".", ":", "-RRB-"}:
                return False
            if w.tag[at] in {"VBD", "VBZ", "VBP", "MD"}:
                if w.low[at] not in BE:
                    return True
                told = self._past_adverbs(at)
                return w.tagged(told) in {"VBN", "VBG"} and told not in self.page.triggers.adjectives
        return False

    def _of_those_who(self, a: AmountDraft) -> str:
        """The measure in "of those who perished on Sunday," right before the amount; empty where none stands there."""
        w = self.w
        first = w.starts[w.sent[a.start]]
        first = w.after(first) if w.blank[first] else first
        if w.word(first) != "of" or w.word(w.after(first)) not in {"those", "the"} or w.word(w.before(a.start)) != ",":
            return ""
        triggers = self.page.triggers
        for at in range(first + 2, min(a.start, first + 12)):
            told = next(iter(triggers.verbs.get(at, ())), None) or triggers.adjectives.get(at)
            if told is not None:
                return told.measure
        return ""

    def _past_adverbs(self, at: int) -> int:
        at = self.w.after(at)
        while self.w.tagged(at) in {"RB", "DT", "PRP$"}:
            at = self.w.after(at)
        return at

    def _opens_with_of(self, a: AmountDraft) -> bool:
        """Whether "of these" opens the sentence of a part."""
        first = self.w.starts[self.w.sent[a.start]]
        first = self.w.after(first) if self.w.blank[first] else first
        return self.w.word(first) == "of" and a.start - first <= 5

    def _past_partitive(self, a: AmountDraft) -> int:
        at = self.w.after(a.end - 1)
        if self.w.word(at) == "of" and self.w.word(self.w.after(at)) in PARTITIVES:
            at = self.w.after(self.w.after(at))
        return at

    def _of_opens(self, whole: AmountDraft, a: AmountDraft) -> bool:
        """Whether "of the five killed," opens the sentence before a part ("three were soldiers")."""
        w = self.w
        if w.sent[whole.start] != w.sent[a.start]:
            return False
        first = w.starts[w.sent[a.start]]
        first = w.after(first) if w.blank[first] else first
        return w.word(first) == "of"

    def last_figure(
        self, a: AmountDraft, back: int, like: Counted | None = None, measure: str = ""
    ) -> FigureDraft | None:
        """The nearest earlier figure at most ``back`` sentences away, of the same group where ``like`` is given."""
        for figure in reversed(self.figures):
            if self.w.sent[a.start] - self.w.sent[figure.amount.start] > back:
                return None
            if measure and figure.measure != measure:
                continue
            if (
                figure.part_of is None
                and (like is None or like.group == figure.group)
                and not self._smaller(figure.amount, a)
            ):
                return figure
        return None

    @staticmethod
    def _smaller(whole: AmountDraft, part: AmountDraft) -> bool:
        """Whether a number is too small to contain another."""
        top = whole.high if whole.high is not None else None if whole.qualifier != "exact" else whole.low
        return top is not None and part.low is not None and top < part.low
