"""Whose figure it is: the group of those counted, from their noun, from what is said of them, or from neighbours."""

from __future__ import annotations

from kazkg.language.drafts import AmountDraft, FigureDraft
from kazkg.language.groups import Counted
from kazkg.language.lists import PARTITIVES
from kazkg.language.tally import PERSONS, Tally
from kazkg.language.triggers import BE, HAVE, Link

__all__ = ["Whose"]

FINITE = frozenset({"VBD", "VBZ", "VBP"})
FORCES = frozenset({"security_forces", "foreign_troops"})
STAFFED = frozenset({"security_forces", "aid_workers", "foreign_troops"})
"""Groups whose people a text calls employees, members, men."""
GROWN = 3.0
"""How many times as many a number may have become."""
ADULT = 18
"""Years; those younger are children."""
LOOK_BACK = 3
"""Sentences searched backwards for who a bare number counts."""


class Whose:
    """Finds the groups of the figures of one Doc."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.doc = tally.page.doc
        self.c = tally.page.c
        self.w = tally.w
        self.triggers = tally.page.triggers
        self.groups = tally.groups
        self.counted = tally.counted
        self.figures = tally.figures
        self.echoes = tally.echoes

    def find(
        self, a: AmountDraft, link: Link | None, counted: Counted | None, parent: FigureDraft | None
    ) -> tuple[str, tuple[int, int] | None]:
        """Group and described words of a figure: its own noun, else those it is said of, else its neighbours."""
        if link and link.place == "own":
            group = self.groups.of_victims(a.head)
            if group == "people" and (counted is None or counted.group == "people"):
                said = self.predicate(a)
                group = said[0] if said and said[0] != "people" else self._among(a) or group
            elif group == "people" and counted is not None:
                group = counted.group
            return group, (a.head, a.head + 1)
        if link and link.place == "strong":
            group = self.groups.of_victims(link.trigger.start)
            if group not in link.trigger.sense.only:
                group = self._kin(a, link.trigger.sense.only) or "security_forces"
            return group, None
        if counted is not None and self.w.low[a.head] in {"others", "other"} and self.figures:
            last = parent or self.figures[-1].part_of or self.figures[-1]
            if self.w.sent[a.start] - self.w.sent[last.amount.start] <= 1:
                return last.group, counted.described
        if a.head >= 0 and (same := self._of_same_origin(a)) is not None:
            return same, (a.head, a.head + 1)
        if counted is not None:
            only = link.trigger.sense.only if link else frozenset()
            if only and counted.group not in only:
                return self.tally.group_before(a, only) or "security_forces", counted.described
            drawn = parent is not None and parent.group in FORCES and link is None
            if drawn and parent is not None and counted.group == "people" and self.groups.of_noun(a.head) is None:
                return parent.group, counted.described  # "250 soldiers, among them 150 Danes"
            if counted.group == "people" and self.w.word(self.w.after(a.end - 1)) == "of":
                said = self.predicate(a)  # "three of the victims were under 14"
                if said is not None and said[0] != "people":
                    return said
            announced = link is not None and link.place in {"toll", "copula"} and self.w.low[a.head] in PERSONS
            if announced and link is not None and counted.group == "people":
                return self._announced(a, link) or "people", counted.described  # "army losses amounted to 17 people"
            if counted.group == "people" and (colleagues := self._colleagues(a) or self._in_ranks(a)) is not None:
                return colleagues, counted.described
            return counted.group, counted.described
        if a.head >= 0:
            return parent.group if parent else "people", (a.head, a.head + 1)
        if link and link.trigger.sense.only and (named := self.tally.group_before(a, link.trigger.sense.only)):
            return named, None
        total = self.tally.total_of(a)
        if total is not None and (those := self.counted.get(total.start)) is not None:
            return those.group, those.described
        if a.told_of is not None and (listed := self.groups.of_noun(a.told_of[1] - 1)) is not None:
            return listed, a.told_of
        if (inside := self._among(a) or self._bracketed(a) or self._shared_among(a)) is not None:
            return inside, None
        predicate = self.predicate(a)
        if predicate is not None and not (predicate[0] == "people" and parent):
            return predicate
        if parent is None and (others := self._drawn_from(a)) is not None:
            return others.group, others.described
        if parent is not None:
            whom = self.w.word(self.w.after(self.w.after(a.end - 1))) in {"whom", "which"}
            last = self.figures[-1]
            near = whom and last.part_of is parent and self.w.sent[last.amount.start] == self.w.sent[a.start]
            return last.group if near else parent.group, None
        if link and link.place == "toll" and link.trigger.start > a.start:
            return self.groups.of_victims(link.trigger.start), None  # "brought to 40 the number of miners killed"
        if link and link.place == "toll" and link.trigger.last > link.trigger.start:
            victims = self.groups.of_victims(link.trigger.last)
            if victims != "people":
                return victims, None  # "put the number of civilian deaths at 26"
        if link and link.place in {"toll", "copula"} and (named := self._announced(a, link)):
            return named, None
        if link and link.place == "toll":
            gives = self.c.modifiers.get(self.w.word(self.w.before(link.trigger.start)))
            if gives is not None:  # "army losses"
                return gives[0], None
        if link and link.place in {"nominal", "item"} and link.trigger.kind == "noun":
            return self.groups.of_victims(link.trigger.start), None
        if link and link.place == "older":
            return self.figures[-1].group if self.figures else "people", None
        if (leant := self.echoes.of.get(a.start)) is not None:
            return self._group_of(leant), None
        if (sibling := self.sibling(a)) is not None:
            return sibling.group, None
        if link and link.trigger.kind == "verb" and (shot := self._under_fire(a)):
            return shot, None
        return "people", None

    def _drawn_from(self, a: AmountDraft) -> Counted | None:
        """Those counted before "one of them" in its sentence, of whom nothing is told that counts."""
        of = self.w.after(a.end - 1)
        if self.w.word(of) != "of" or self.w.word(self.w.after(of)) not in PARTITIVES:
            return None
        for other in reversed(self.tally.page.counts):
            if other.start < a.start:
                near = self.w.sent[other.start] == self.w.sent[a.start]
                return self.counted.get(other.start) if near else None
        return None

    def _among(self, a: AmountDraft) -> str | None:
        """Group named in "among the police there are 12 dead", "in the ranks of the army", "of his men, two died"."""
        w = self.w
        start = w.starts[w.sent[a.start]]
        at = a.start
        for _ in range(12):
            at = w.before(at)
            if at < start or w.low[at] in {";", ":"} or (w.tag[at] in FINITE and not self._helps(at)):
                return None
            opens = w.low[at] == "of" and (w.before(at) < 0 or w.low[w.before(at)] in {"ranks", "side", "part"})
            if w.low[at] in {"ranks", "rows"} and (owner := self.groups.ranks(at)) is not None:
                return owner
            opens = opens or (w.low[at] == "for" and w.before(at) < 0 and self._balanced(a))
            if w.low[at] in {"among", "amongst"} or opens:
                counted = w.before(at) in self.tally.page.covers or w.before(w.before(at)) in self.tally.page.covers
                return None if counted else self._named(at, a.start)
        return None

    def _balanced(self, a: AmountDraft) -> bool:
        """Whether a number is that of a toll ("for the police, the toll is eight dead"): no verb tells who says it."""
        w = self.w
        return any(i in self.triggers.tolls for i in range(w.starts[w.sent[a.start]], a.start))

    def _shared_among(self, a: AmountDraft) -> str | None:
        """Group named behind the second of two numbers ("40 dead and 90 wounded among the soldiers")."""
        w = self.w
        joint = w.after(w.after(a.end - 1))
        other = self.tally.page.begins.get(w.after(joint)) if w.word(joint) == "and" else None
        if other is None or other.head >= 0 or w.after(a.end - 1) not in self.triggers.adjectives:
            return None
        named = self.counted.get(other.start)
        return named.group if named is not None else None

    def _helps(self, at: int) -> bool:
        """Whether a finite verb only leads to the number of its subject ("have risen to 748")."""
        w = self.w
        return w.low[at] in BE or w.low[at] in HAVE or self.doc[at].lemma_ in self.c.change_verbs

    def _bracketed(self, a: AmountDraft) -> str | None:
        """Group of those named right before a bracket ("police (18 dead, 748 injured)")."""
        w = self.w
        at = a.start
        for _ in range(7):
            at = w.before(at)
            if at < 0 or w.low[at] == ")":
                return None
            if w.low[at] == "(":
                named = w.before(at)
                return self.groups.of_noun(named) if named >= 0 else None
        return None

    def _named(self, at: int, stop: int) -> str | None:
        """Group of the first noun for people or body of theirs behind the word at ``at``, no victims before it."""
        w = self.w
        for _ in range(6):
            at = w.after(at)
            if at < 0 or at >= stop or at in self.triggers.adjectives or at in self.triggers.nouns:
                return None
            if w.tag[at].startswith(("VB", ",")):
                return None
            if w.tagged(w.after(at)) in {"NN", "NNS", "HYPH"}:
                continue
            if group := self.groups.of_noun(at) or self.groups.of_body(at):
                return group
        return None

    def _in_ranks(self, a: AmountDraft) -> str | None:
        """Group of those in whose ranks people are counted right behind ("in its ranks 89 employees were injured")."""
        ranks = self.w.before(a.start)
        return self.groups.ranks(ranks) if self.w.word(ranks) in {"ranks", "rows"} else None

    def _colleagues(self, a: AmountDraft) -> str | None:
        """Group of the force told of in the sentence before, of which "872 employees" are told now."""
        last = self.figures[-1] if self.figures else None
        if last is None or self.w.low[a.head] not in self.c.relational or last.group not in STAFFED:
            return None
        if self.w.word(self.w.after(a.head)) in {"of", "from", "in"}:
            return None  # "three members of a family"
        return last.group if self.w.sent[a.start] - self.w.sent[last.amount.start] <= 1 else None

    def inherit(self) -> None:
        """Give an older number without a noun the group of the newer one of the same measure before it."""
        for n, figure in enumerate(self.figures):
            if figure.status != "superseded" or figure.group != "people" or figure.described is not None:
                continue
            newer = [
                (_times_as_many(other, figure), -m, other.group)
                for m, other in enumerate(self.figures[:n])
                if other.measure == figure.measure
                and other.part_of is None
                and self.w.sent[figure.amount.start] - self.w.sent[other.amount.start] <= LOOK_BACK
            ]
            if newer and min(newer)[0] <= GROWN:
                figure.group = min(newer)[2]

    def _of_same_origin(self, a: AmountDraft) -> str | None:
        """Group of those before with the adjective of "15 of the Greeks" ("a Greek rescue team")."""
        word = self.w.low[a.head].removesuffix("s")
        if self.w.tag[a.head] not in {"NNPS", "NNP"} or self.w.word(self.w.before(a.head)) != "the":
            return None
        for figure in reversed(self.figures):
            if self.w.sent[a.start] - self.w.sent[figure.amount.start] > 1:
                return None
            if figure.described and any(self.w.low[i] == word for i in range(*figure.described)):
                return figure.group
        return None

    def _announced(self, a: AmountDraft, link: Link) -> str | None:
        """Group named beside the word that announces a number, or before a colon ("officials were held: three")."""
        colon = self.w.word(self.w.before(a.start)) == ":"
        first = link.trigger.start - (14 if colon else 4)
        if not colon:
            before = link.trigger.start
            while before > max(first, 0) and not self.w.tag[before - 1].startswith(("VB", "MD", ",")):
                before -= 1
            first = before - 1
        first = max(first, self.w.starts[self.w.sent[a.start]] - 1)
        if self.groups.uniformed(link.trigger.start):
            return "security_forces"
        of = self.w.after(link.trigger.start)
        if self.w.word(of) == "of" and (owner := self._named(of, a.start)) is not None:
            return owner  # "the losses of the army"
        giver = next((i for i in range(link.trigger.start, a.start) if self.w.low[i] == "by"), a.start)
        return self.groups.between(first, a.start if colon else giver)

    def _kin(self, a: AmountDraft, groups: frozenset[str]) -> str | None:
        """Group of the figure before in the same sentence, if it is one of these groups."""
        last = self.figures[-1] if self.figures else None
        near = last is not None and self.w.sent[last.amount.start] == self.w.sent[a.start]
        return last.group if last is not None and near and last.group in groups else None

    def _group_of(self, a: AmountDraft) -> str:
        """Group of an earlier count: of its figure, else of its noun."""
        for figure in reversed(self.figures):
            if figure.amount is a:
                return figure.group
        counted = self.counted.get(a.start)
        return counted.group if counted else "people"

    def predicate(self, a: AmountDraft) -> tuple[str, tuple[int, int]] | None:
        """Group said of a bare number behind it: "three of them were policemen", "two were passers-by"."""
        w = self.w
        at = w.after(a.end - 1)
        if w.word(at) == "of" and w.word(w.after(at)) in PARTITIVES:
            at = w.after(w.after(at))
            if w.tagged(at) in {"VBN", "VBD", "JJ"} and at in self.triggers.adjectives:
                at = self._past_times(w.after(at))
        elif w.word(at) == "of" and w.word(w.after(at)) == "the":
            victims = w.after(w.after(at))
            if victims in self.triggers.adjectives or victims in self.triggers.nouns:
                at = w.after(victims)
        be = w.word(at) in {"were", "was", "are", "is"}
        if be:
            at = w.after(at)
            if self._minors(at):
                return "children", (at, at + 1)
        elif self._minors(at):
            return "children", (at, at + 1)
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
                return self._said(at, group)
            at = w.after(at)
        return None

    def _past_times(self, at: int) -> int:
        """The next word that belongs to no time expression ("of those killed since Monday were minors")."""
        timed = self.tally.page.timed
        while at in timed or (self.w.tagged(at) == "IN" and self.w.after(at) in timed):
            at = self.w.after(timed[at] - 1) if at in timed else self.w.after(at)
        return at

    def _said(self, at: int, group: str) -> tuple[str, tuple[int, int]]:
        """The group of a noun said of a number; people where another group is joined to it ("minors or pensioners")."""
        joint = self.w.after(at)
        other = self.groups.of_noun(self.w.after(joint)) if self.w.word(joint) in {"or", "and"} else None
        if other is not None and other != group:
            return "people", (at, self.w.after(joint) + 1)
        return self.groups.with_body(at, group)

    def _minors(self, at: int) -> bool:
        """Whether "under the age of 16" or "under 16" stands at ``at``."""
        w = self.w
        if w.word(at) not in {"under", "below", "younger", "aged"}:
            return False
        for _ in range(5):
            at = w.after(at)
            if w.word(at).isdigit():
                return int(w.word(at)) <= ADULT
            if w.tagged(at) not in {"DT", "NN", "IN"}:
                return False
        return False

    def sibling(self, a: AmountDraft) -> FigureDraft | None:
        """The figure whose noun a bare number leaves out: "six guards were killed and 40 wounded", "another 20"."""
        last = self.figures[-1] if self.figures else None
        if last is None:
            return None
        if last.part_of is not None and self._aside(last, a):
            last = last.part_of  # "killed 45 people, six children among them, and wounded 79"
        near = self.w.sent[a.start] - self.w.sent[last.amount.start]
        if last.group == "children" and last.amount.high == 1 and a.high != 1:
            return None  # "a boy died, another seven were wounded"
        if self.w.low[a.start] in {"another", "further", "additional"} or self.w.word(self.w.after(a.end - 1)) in {
            "more",
            "others",
        }:
            return last if near <= 1 else None
        if near == 0 and self._joined(last.amount.end, a.start):
            return last
        link = self.tally.links.get(a.start)
        if near == 0 and self.w.word(self.w.before(a.start)) == ";" and link and link.trigger.measure == last.measure:
            return last  # "89 policemen were hurt, some badly; one was stabbed"
        if near == 1 and self.tally.opens_sentence(a) and self.w.tagged(self.w.after(a.end - 1)) in {"VBD", "VBP"}:
            return last
        return None

    def _aside(self, part: FigureDraft, a: AmountDraft) -> bool:
        """Whether the clause goes on behind a part: "and" and another verb lead on to the amount."""
        between = range(part.amount.end, a.start)
        joint = any(self.w.low[i] in {"and", "while"} for i in between)
        link = self.tally.links.get(a.start)
        return joint and link is not None and link.trigger.measure != part.measure

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


def _times_as_many(newer: FigureDraft, older: FigureDraft) -> float:
    """How many times the smaller of two numbers the greater is; infinite where one is vague."""
    one = newer.amount.low or newer.amount.high
    two = older.amount.low or older.amount.high
    return max(one, two) / min(one, two) if one and two else float("inf")
