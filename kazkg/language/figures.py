"""Figures: which amounts count people, and what is said to have happened to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

from kazkg.language.abroad import Abroad
from kazkg.language.counted import Linker
from kazkg.language.drafts import AmountDraft, FigureDraft
from kazkg.language.givers import Givers
from kazkg.language.items import Items
from kazkg.language.owners import Owners
from kazkg.language.page import Page
from kazkg.language.parts import Parts
from kazkg.language.standing import Standing
from kazkg.language.surroundings import Surroundings
from kazkg.language.tally import Tally
from kazkg.language.triggers import Link
from kazkg.language.whose import Whose

if TYPE_CHECKING:
    from kazkg.knowledge import Knowledge

__all__ = ["Figures"]

COUNTED_NONE = frozenset({"killed", "injured", "arrested", "missing"})
"""Measures of which "no one" is news."""
SENT = frozenset({"deployed", "withdrawn"})


class Figures:
    """The component: fills ``doc._.figures`` in reading order and marks each amount used or gives the reason."""

    knowledge: Knowledge

    def __init__(self) -> None:
        self._owners: Owners | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Make the figures of the Doc."""
        if self._owners is None or self._owners.knowledge is not self.knowledge:
            self._owners = Owners(self.knowledge)
        doc._.figures = FigureReader(doc, self.knowledge, self._owners).read()
        return doc


class FigureReader:
    """Reads one Doc whose times and amounts are found; mentions and statements are used where they are."""

    def __init__(self, doc: Doc, knowledge: Knowledge, owners: Owners) -> None:
        counting = knowledge.counting
        page = Page(doc, counting)
        self.page = page
        self.doc = doc
        self.c = counting
        self.w = page.w
        self.linker = Linker(page)
        self.tally = Tally(page)
        self.groups = self.tally.groups
        self.figures = self.tally.figures
        self.links = self.tally.links
        self.counted = self.tally.counted
        self.whose = Whose(self.tally)
        self.parts = Parts(self.tally, self.whose)
        self.abroad = Abroad(page, knowledge.gazetteer)
        self.standing = Standing(page)
        self.items = Items(page)
        self.around = Surroundings(page, Givers(page, knowledge, owners))

    def read(self) -> list[FigureDraft]:
        """All figures, in reading order."""
        for a in self.page.counts:
            total = self.tally.total_of(a)
            if total is not None and 0 <= a.head < total.start:
                a.head = -1  # the owner of those counted: "two of the ferry's four cooks"
            elif a.head > a.end and self.w.low[a.end] == "the":
                a.head = -1  # another phrase: "brought to 41 the number of dead"
            self.counted[a.start] = self.groups.of_amount(a)
            if total is not None and a.head < 0 and self.counted[a.start] is None:
                self.counted[a.start] = self.groups.of_amount(total)  # "1,300 of the 2,030 soldiers"
            if (link := self._link(a) or self.items.find(a)) is not None:
                self.links[a.start] = link
        self.tally.lists.spread(self.page.counts)
        self.tally.echoes.spread(self.page.counts)
        for a in self.page.counts:
            self._make(a)
        self.standing.replaced(self.figures)
        self.whose.inherit()
        for a in self.page.amounts:
            if not a.figure:
                a.reason = self.c.reason(self._reason(a))
        return self.figures

    # ---- links

    def _link(self, a: AmountDraft) -> Link | None:
        if self.parts.so_badly(a) or self._of_kin(a) or self._left_out(a):
            return None
        counted = self.counted[a.start]
        whole = self.tally.is_total(a)
        for link in self.linker.candidates(a):
            if whole and link.place not in {"attribute", "own"}:
                if link.explicit or link.place != "subject":
                    continue
                if link.trigger.kind == "verb" and link.trigger.sense.slot == "subject":
                    continue  # "the first of the 2,500 peacekeepers left"
            if a.high == 0 and link.trigger.measure not in COUNTED_NONE:
                continue
            if a.high == 0 and link.place == "own" and link.trigger.measure not in {"killed", "injured"}:
                continue  # "none of the detainees" tells of no arrest
            if link.place == "object" and self._told_as_number(a, link):
                continue  # "the authorities admit 17"
            if link.place == "subject" and not link.explicit:
                self.linker.taken.add(link.trigger.start)
            body = self.page.triggers.nouns.get(a.head)
            if body is not None and body.measure == "killed" and link.trigger.measure == "injured":
                continue  # "12 bodies were taken to hospital"
            if link.place == "nominal" and link.trigger.measure == "released" and self._told_since(a):
                continue  # "demanded the release of 14 men who had been arrested"
            if link.place in {"own", "strong"} or self.groups.fits(a, link.trigger, counted):
                return link
            if a.head < 0 and link.place == "toll" and link.trigger.sense.only:
                return link
            if link.trigger.sense.only and self.tally.group_before(a, link.trigger.sense.only):
                return link
        return None

    def _of_kin(self, a: AmountDraft) -> bool:
        """Whether those counted only tell whose kin somebody is ("a father of four", "a relative of one detainee")."""
        of = self.w.before(a.start)
        return self.w.word(of) == "of" and self.w.word(self.w.before(of)) in self.c.kin

    def _left_out(self, a: AmountDraft) -> bool:
        """Whether a number is what is left out of all ("all but one of the dead"), or those who tell themselves."""
        but = self.w.before(a.start)
        if self.w.word(but) == "but" and self.w.word(self.w.before(but)) in {"all", "everyone", "everybody"}:
            return True
        return self.parts.speak(a)

    def _told_as_number(self, a: AmountDraft, link: Link) -> bool:
        """Whether a verb that takes in people only tells a bare number, or one of victims ("admits 40 dead")."""
        if self.doc[link.trigger.start].lemma_ not in self.c.telling_verbs:
            return False
        triggers = self.page.triggers
        return a.head < 0 or a.head in triggers.nouns or self.w.after(a.end - 1) in triggers.adjectives

    def _told_since(self, a: AmountDraft) -> bool:
        """Whether a relative clause says itself what happened to those of an amount."""
        return any(link.relative for link in self.linker.candidates(a))

    # ---- figures

    def _make(self, a: AmountDraft) -> None:
        """Make the figure of an amount, if it is one."""
        parent = self.parts.parent(a)
        link = self.links.get(a.start)
        counted = self.counted[a.start]
        if link is None and parent is not None and self.w.low[a.start] == "both" and parent.amount.low == a.low:
            return  # "two people, both of them tourists"
        if link is None and (
            parent is None
            or self._left_out(a)
            or a.high == 0
            or not (counted or a.head < 0 or self.groups.may_be_people(a))
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
        group, described = self.whose.find(a, link, counted, parent)
        if (
            measure == "deployed"
            and link is not None
            and link.place == "subject"
            and self.abroad.leaves(link.trigger.last)
        ):
            measure, group = "withdrawn", "foreign_troops"
        if group == "security_forces" and measure in SENT and self.abroad.sent(a, trigger):
            group = "foreign_troops"
        if link and link.trigger.sense.only and group not in link.trigger.sense.only and measure != "withdrawn":
            return
        figure = FigureDraft(amount=a, measure=measure, group=group, trigger=trigger, described=described)
        figure.inverted = link is not None and link.trigger.sense.negated
        if link and link.place == "among" and parent is None:
            parent = self.parts.last_figure(a, 2, measure=measure)
            if parent is not None and link.trigger.start < parent.amount.start < a.start:
                parent = None  # another of those among the dead
        if parent is not None and parent.measure == measure and parent.amount is not a:
            figure.part_of, figure.status = parent, "part"
        self.standing.place_in_time(figure, link)
        self.standing.judge(figure, link)
        figure.place = self.around.place(figure)
        self.around.attribute(figure, self.figures)
        figure.as_of = figure.as_of or self.standing.as_of(figure)
        a.figure = True
        self.figures.append(figure)

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
