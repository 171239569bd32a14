"""Figures: which amounts count people, and what is said to have happened to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

from kazkg.language.counted import Linker
from kazkg.language.drafts import AmountDraft, FigureDraft
from kazkg.language.groups import Counted, GroupReader
from kazkg.language.lists import PARTITIVES, Lists
from kazkg.language.page import Page
from kazkg.language.standing import Standing
from kazkg.language.surroundings import Surroundings
from kazkg.language.triggers import Link

if TYPE_CHECKING:
    from kazkg.knowledge import Knowledge
    from kazkg.knowledge.counting import Counting

__all__ = ["Figures"]

COUNTED_NONE = frozenset({"killed", "injured", "arrested", "missing"})
"""Measures of which "no one" is news."""
LOOK_BACK = 3
"""Sentences searched backwards for who a bare number counts."""


class Figures:
    """The component: fills ``doc._.figures`` in reading order and marks each amount used or gives the reason."""

    knowledge: Knowledge

    def __call__(self, doc: Doc) -> Doc:
        """Make the figures of the Doc."""
        doc._.figures = FigureReader(doc, self.knowledge.counting).read()
        return doc


class FigureReader:
    """Reads one Doc whose times and amounts are found; mentions and statements are used where they are."""

    def __init__(self, doc: Doc, counting: Counting) -> None:
        page = Page(doc, counting)
        self.page = page
        self.doc = doc
        self.c = counting
        self.w = page.w
        self.triggers = page.triggers
        self.linker = Linker(page)
        self.groups = GroupReader(self.w, counting, page.country.key if page.country else None)
        self.figures: list[FigureDraft] = []
        self.links: dict[int, Link] = {}
        self.counted: dict[int, Counted | None] = {}
        self.lists = Lists(page, self.groups, self.counted, self.links)
        self.standing = Standing(page)
        self.around = Surroundings(page)

    def read(self) -> list[FigureDraft]:
        """All figures, in reading order."""
        for a in self.page.counts:
            self.counted[a.start] = self.groups.of_amount(a)
            if (link := self._link(a)) is not None:
                self.links[a.start] = link
        self.lists.spread(self.page.counts)
        for a in self.page.counts:
            self._make(a)
        self.standing.replaced(self.figures)
        for a in self.page.amounts:
            if not a.figure:
                a.reason = self.c.reason(self._reason(a))
        return self.figures

    # ---- links

    def _link(self, a: AmountDraft) -> Link | None:
        counted = self.counted[a.start]
        for link in self.linker.candidates(a):
            if a.high == 0 and link.trigger.measure not in COUNTED_NONE:
                continue
            if a.high == 0 and link.place == "own" and link.trigger.measure not in {"killed", "injured"}:
                continue  # "none of the detainees" tells of no arrest
            if link.place == "subject" and not link.explicit:
                self.linker.taken.add(link.trigger.start)
            if link.place in {"own", "strong"} or self.groups.fits(a, link.trigger, counted):
                return link
            if a.head < 0 and link.trigger.sense.only and self._before(a, link.trigger.sense.only):
                return link
        return None

    def _before(self, a: AmountDraft, groups: frozenset[str]) -> str | None:
        """Group of the nearest noun counted shortly before a bare number, if it is one of these groups."""
        for other in reversed(self.page.counts):
            if other.start < a.start and self.w.sent[a.start] - self.w.sent[other.start] <= 1:
                counted = self.counted.get(other.start)
                if counted is not None:
                    return counted.group if counted.group in groups else None
        return None

    # ---- figures

    def _make(self, a: AmountDraft) -> None:
        """Make the figure of an amount, if it is one."""
        parent = self._parent(a)
        link = self.links.get(a.start)
        counted = self.counted[a.start]
        if link is None and (
            parent is None or a.high == 0 or not (counted or a.head < 0 or self.groups.may_be_people(a))
        ):
            return
        if link is None:
            assert parent is not None
            measure, trigger = parent.measure, parent.trigger
        else:
            measure, trigger = (
                link.trigger.measure,
                link.trigger.last if link.trigger.kind == "toll" else link.trigger.start,
            )
        group, described = self._group(a, link, counted, parent)
        if link and link.trigger.sense.only and group not in link.trigger.sense.only:
            return
        figure = FigureDraft(amount=a, measure=measure, group=group, trigger=trigger, described=described)
        if link and link.place == "among" and parent is None:
            parent = self._last_figure(a, 2)
        if parent is not None and parent.measure == measure and parent.amount is not a:
            figure.part_of, figure.status = parent, "part"
        self.standing.place_in_time(figure, link)
        self.standing.judge(figure, link)
        figure.place = self.around.place(figure)
        figure.statement = self.around.statement(a.start, trigger)
        figure.as_of = figure.as_of or self.standing.as_of(figure)
        if figure.statement is None:
            figure.source = self.around.official(figure)
        a.figure = True
        self.figures.append(figure)

    def _group(
        self, a: AmountDraft, link: Link | None, counted: Counted | None, parent: FigureDraft | None
    ) -> tuple[str, tuple[int, int] | None]:
        """Group and described words of a figure: its own noun, else those it is said of, else its neighbours."""
        if link and link.place == "own":
            return self.groups.of_victims(a.head), (a.head, a.head + 1)
        if link and link.place == "strong":
            group = self.groups.of_victims(link.trigger.start)
            return group if group in link.trigger.sense.only else "security_forces", None
        if counted is not None and self.w.low[a.head] in {"others", "other"} and self.figures:
            last = parent or self.figures[-1].part_of or self.figures[-1]
            if self.w.sent[a.start] - self.w.sent[last.amount.start] <= 1:
                return last.group, counted.described
        if counted is not None:
            only = link.trigger.sense.only if link else frozenset()
            return "security_forces" if only and counted.group not in only else counted.group, counted.described
        if a.head >= 0:
            return parent.group if parent else "people", (a.head, a.head + 1)
        if link and link.trigger.sense.only and (named := self._before(a, link.trigger.sense.only)):
            return named, None
        predicate = self._predicate(a)
        if predicate is not None and not (predicate[0] == "people" and parent):
            return predicate
        if parent is not None:
            return parent.group, None
        if (
            link
            and link.place in {"toll", "copula"}
            and (
                named := self.groups.between(
                    max(link.trigger.start - 4, self.w.starts[self.w.sent[a.start]] - 1), a.start
                )
            )
        ):
            return named, None
        if link and link.place == "nominal" and link.trigger.kind == "noun":
            return self.groups.of_victims(link.trigger.start), None
        if link and link.place == "older":
            return self.figures[-1].group if self.figures else "people", None
        if (sibling := self._sibling(a)) is not None:
            return sibling.group, None
        if link and link.trigger.kind == "verb" and (shot := self._under_fire(a)):
            return shot, None
        return "people", None

    def _predicate(self, a: AmountDraft) -> tuple[str, tuple[int, int]] | None:
        """Group said of a bare number behind it: "three of them were policemen", "two were passers-by"."""
        w = self.w
        at = w.after(a.end - 1)
        if w.word(at) == "of" and w.word(w.after(at)) in PARTITIVES:
            at = w.after(w.after(at))
        be = w.word(at) in {"were", "was", "are", "is"}
        if be:
            at = w.after(at)
        elif w.before(at) == w.after(a.end - 1):
            return None
        for _ in range(4):
            if at < 0 or w.tag[at] not in {"DT", "JJ", "NN", "NNS", "NNP"}:
                return None
            following = w.tagged(w.after(at))
            if (
                (group := self.groups.of_noun(at))
                and following not in {"NN", "NNS"}
                and not (not be and following.startswith("VB"))
            ):
                return self.groups.with_body(at, group)
            at = w.after(at)
        return None

    def _sibling(self, a: AmountDraft) -> FigureDraft | None:
        """The figure whose noun a bare number leaves out: "six guards were killed and 40 wounded", "another 20"."""
        last = self.figures[-1] if self.figures else None
        if last is None:
            return None
        near = self.w.sent[a.start] - self.w.sent[last.amount.start]
        if self.w.low[a.start] in {"another", "further", "additional"} or self.w.word(self.w.after(a.end - 1)) in {
            "more",
            "others",
        }:
            return last if near <= 1 else None
        if near == 0 and self._joined(last.amount.end, a.start):
            return last
        return None

    def _joined(self, start: int, stop: int) -> bool:
        """Whether "and", "or" or "while" leads to the amount, at most a verb between."""
        at = self.w.before(stop)
        for _ in range(3):
            if at < start:
                return False
            if self.w.low[at] in {"and", "or", "while", "with"}:
                return True
            if self.w.low[at] == "," or not self.w.tag[at].startswith(("VB", "RB", "IN")):
                return False
            at = self.w.before(at)
        return False

    def _under_fire(self, a: AmountDraft) -> str | None:
        """Group of those that force was used on shortly before a bare number of victims."""
        w = self.w
        number = w.sent[a.start]
        for back in range(number, max(number - LOOK_BACK, -1), -1):
            end = a.start if back == number else w.ends[back]
            for at in range(end - 1, w.starts[back] - 1, -1):
                if (
                    w.tag[at].startswith("VB")
                    and self.doc[at].lemma_ in self.c.harm_verbs
                    and (hit := self._target(at, end))
                ):
                    return hit
        return None

    def _target(self, verb: int, end: int) -> str | None:
        if self.triggers.passive(verb):
            return None
        at = self.w.after(verb)
        for _ in range(8):
            if at < 0 or at >= end or self.w.low[at] in {",", ";"} or self.w.tag[at] in {"VBD", "VBZ"}:
                return None
            if group := self.groups.of_noun(at):
                return group
            at = self.w.after(at)
        return None

    # ---- parts of other figures

    def _parent(self, a: AmountDraft) -> FigureDraft | None:
        """The figure that contains this one: "including two ...", "two of whom", "one of the guards"."""
        w = self.w
        if self.lists.part_before(a.start):
            return self._last_figure(a, 1)
        if w.word(w.after(a.end - 1)) == "of" and w.word(w.after(w.after(a.end - 1))) in {"whom", "which"}:
            return self._last_figure(a, 0) if self._told(a) else None
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
        of = w.after(a.end - 1)
        if w.word(of) == "of" and a.low is not None:
            named = w.after(of)
            if w.word(named) in {"them", "these", "those"} and a.head < 0:
                return self._last_figure(a, 2) if self._told(a) else None
            if w.word(named) in {"the", "those"} and a.head < 0 and link is not None:
                return self._last_figure(a, 2, measure=link.trigger.measure)
            if w.word(named) in {"the", "these", "those"} and a.head >= 0:
                return self._last_figure(a, 2, self.counted[a.start])
        return None

    def _told(self, a: AmountDraft) -> bool:
        """Whether "two of them" share the fate of the others: it is told again, or a noun is, or no verb at all."""
        if a.start in self.links or self._predicate(a) is not None:
            return True
        return self.w.tagged(self._past_partitive(a)) not in {"VBD", "VBP", "VBZ", "MD"}

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

    def _last_figure(
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

    # ---- coverage

    def _reason(self, a: AmountDraft) -> str:
        if a.kind != "count":
            return a.kind
        counted = self.counted.get(a.start)
        return "things" if counted is None and a.head >= 0 and self.w.low[a.head] not in self.c.nouns else "nothing"


@Language.factory("kazkg_figures", requires=["doc._.amounts", "doc._.times"], assigns=["doc._.figures"])
def create(nlp: Language, name: str) -> Figures:  # noqa: ARG001
    """Make the component."""
    return Figures()
