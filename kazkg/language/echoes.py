"""Numbers that lean on what was told before them: "the party spoke of 17", "put their number at 20", "two more"."""

from __future__ import annotations

from kazkg.language.drafts import AmountDraft
from kazkg.language.lists import Lists
from kazkg.language.page import Page
from kazkg.language.triggers import BE, HAVE, MODALS, Link, Trigger, phrase_end

__all__ = ["Echoes"]

REACH = 2
"""Sentences back to the count that a number leans on."""
STEPS = 6
MORE = frozenset({"another", "other", "further", "additional"})
FORCES = frozenset({"security_forces", "foreign_troops"})
NOMINAL = frozenset({"DT", "NN", "NNS", "JJ", "PRP$", "PRP", "POS", "RB", "IN"})


class Echoes:
    """Links bare numbers of one Doc to the trigger of an earlier count.

    ``of`` tells, by the start of a linked number, the count that it leans on.
    """

    def __init__(self, page: Page, lists: Lists, links: dict[int, Link]) -> None:
        self.page = page
        self.c = page.c
        self.w = page.w
        self.t = page.triggers
        self.lists = lists
        self.links = links
        self.of: dict[int, AmountDraft] = {}

    def spread(self, counts: list[AmountDraft]) -> None:
        """Complete the links."""
        for n, a in enumerate(counts):
            if a.start in self.links or a.high == 0:
                continue
            if self._from_country(a, counts[:n]):
                continue
            if a.head >= 0:
                self._told_by_pronoun(a)
                self._force_is(a)
                self._spoken_of(a, counts[:n])
                continue
            if self.lists.part_before(a.start):
                continue
            if self._behind_colon(a) or self._asked_for(a) or self._topic(a) or self._behind_those(a):
                continue
            if (twin := self._shared(a, counts[:n])) is not None:
                self.of[a.start] = twin
                self.links[a.start] = Link(self.links[twin.start].trigger, "echo")
                continue
            they = self._they_are(a)
            prior = self._prior(a, counts[:n], REACH + 2 if they else REACH)
            if prior is None:
                continue
            near = self.w.sent[prior.start] == self.w.sent[a.start]
            if (
                self._answers(a)
                or self._told_behind(a)
                or they
                or (self._opening(a) == a.start and self._is_said_of(a))
                or (near and (self._more(a) or self._exists(a) or self._is_said_of(a) or self._beside(a)))
            ):
                self.of[a.start] = prior
                self.links[a.start] = Link(self.links[prior.start].trigger, "echo")

    def _prior(self, a: AmountDraft, before: list[AmountDraft], reach: int) -> AmountDraft | None:
        """The nearest earlier count with a link that is no part of another."""
        for other in reversed(before):
            if self.w.sent[a.start] - self.w.sent[other.start] > reach:
                return None
            link = self.links.get(other.start)
            if link and link.place != "older" and other.high != 0 and not self._part(other):
                return other
        return None

    def _part(self, a: AmountDraft) -> bool:
        """Whether a number is part of another by the words beside it ("including 20", "20 of them children")."""
        of = self.w.after(a.end - 1)
        partitive = self.w.word(of) == "of" and self.w.word(self.w.after(of)) in {"them", "whom"}
        following = self.w.after(self.w.after(of))
        named = partitive and self.w.word(following) in self.c.groups
        return named or self.lists.part_before(a.start)

    def _ends(self, a: AmountDraft) -> bool:
        """Whether no noun or verb follows that the number could belong to."""
        return not self.w.tagged(self.w.after(phrase_end(a) - 1)).startswith(("NN", "VB", "MD", "JJ", "CD", "PRP"))

    def _answers(self, a: AmountDraft) -> bool:
        """As in "Amnesty says 23", "the party spoke of 17", "lawyers put the figure at 350"."""
        w = self.w
        at = w.before(a.start)
        if at < 0 or not self._ends(a):
            return False
        if self._tells(at) or self._told_as_noun(at):
            following = w.after(a.end - 1)
            return w.tagged(following) in {"", ",", ".", ":", "CC", "-RRB-"}
        if w.low[at] not in {"of", "at", "as", "on", "to"}:
            return False
        pointed = w.low[at] == "of"
        if pointed and w.word(w.before(at)) in self.c.containers and w.before(at) not in self.t.tolls:
            return False  # "told of a family of five"
        for _ in range(STEPS):
            at = w.before(at)
            if at < 0 or at in self.page.covers:
                return False
            if self._tells(at):
                return pointed
            if w.tag[at].startswith("VB") and f"{w.doc[at].lemma_} {w.low[w.after(at)]}" in self.c.telling_verbs:
                return True
            if w.tag[at] not in NOMINAL:
                return False
            if w.low[at] in {"it", "them", "this"} or (at in self.t.tolls and not self.t.tolls[at]):
                pointed = True
        return False

    def _told_behind(self, a: AmountDraft) -> bool:
        """As in "four died, the hospital says; five, writes the paper": a bare number, then who tells it."""
        verb = self.w.after(self.w.after(a.end - 1))
        if self.w.word(self.w.after(a.end - 1)) != "," or verb < 0 or not self._tells(verb):
            return False
        return self.w.tagged(verb) in {"VBZ", "VBD", "VBP"} and self.w.word(self.w.before(a.start)) in {
            "",
            ";",
            "–",
            "—",
        }

    def _tells(self, at: int) -> bool:
        return self.w.tag[at].startswith("VB") and self.w.doc[at].lemma_ in self.c.telling_verbs

    def _told_as_noun(self, at: int) -> bool:
        """Whether a word right before a number is a verb of telling that the tagger took for a noun ("mentions 43")."""
        word = self.w.low[at]
        return self.w.tag[at] == "NNS" and word.endswith("s") and word[:-1] in self.c.telling_verbs

    def _they_are(self, a: AmountDraft) -> bool:
        """As in "yesterday they were 700", "it could be up to 20,000"."""
        w = self.w
        at = w.before(a.start)
        if w.word(at) not in BE or w.tagged(w.after(a.end - 1)).startswith(("NN", "JJ", "CD", "VB")):
            return False
        modal = False
        at = w.before(at)
        while at >= 0 and (w.low[at] in BE or w.low[at] in HAVE or w.low[at] in MODALS or w.tag[at] == "RB"):
            modal = modal or w.low[at] in MODALS
            at = w.before(at)
        if w.word(at) == "it" and not modal:
            return w.word(self._opening(a)) == "in"  # "in Homs it was 12"
        return w.word(at) in {"they", "it"} or (at in self.t.tolls and not self.t.tolls[at])

    def _opening(self, a: AmountDraft) -> int:
        """Index of the first word of the sentence of an amount."""
        first = self.w.starts[self.w.sent[a.start]]
        return self.w.after(first) if self.w.blank[first] else first

    def _shared(self, a: AmountDraft, before: list[AmountDraft]) -> AmountDraft | None:
        """The number that one joined to it shares its subject with ("the arrests were 18 and six respectively")."""
        w = self.w
        joint = w.before(a.start)
        prior = before[-1] if before else None
        if prior is None or w.word(joint) not in {"and", ","} or prior.end not in {joint, joint - 1}:
            return None
        link = self.links.get(prior.start)
        known = link is not None and link.place in {"copula", "toll", "echo"}
        return prior if known and w.word(w.after(a.end - 1)) == "respectively" else None

    def _topic(self, a: AmountDraft) -> bool:
        """Link a number said of "they" to the topic its sentence opens with ("as for the arrests, they are 900")."""
        w = self.w
        be = w.before(a.start)
        if not (self._they_are(a) or (w.word(be) in BE and w.word(w.before(be)) == "there")):
            return False
        if self._pointed_back(a):
            return True
        at = w.starts[w.sent[a.start]]
        at = w.after(at) if w.blank[at] else at
        for _ in range(6):
            at = w.after(at)
            if at < 0 or w.low[at] == "," or at >= a.start:
                return False
            found = self.t.nouns.get(at) or self.t.adjectives.get(at)
            if found is not None and not found.sense.only and found.sense.slot != "itself":
                self.links[a.start] = Link(found, "copula")
                return True
        return False

    def _pointed_back(self, a: AmountDraft) -> bool:
        """Link a number said of "they" to victims right before a dash or comma ("those arrested – they are nine")."""
        w = self.w
        at = a.start
        for _ in range(6):
            at = w.before(at)
            if w.word(at) == "they":
                break
        joint = w.before(at)
        if w.word(at) != "they" or w.word(joint) not in {"–", "—", "-", "--", ",", ":", "("}:
            return False
        last = w.before(joint)
        found = self.t.adjectives.get(last) or self.t.nouns.get(last) or next(iter(self.t.verbs.get(last, ())), None)
        if found is None or found.sense.only or found.sense.slot == "itself":
            return False
        self.links[a.start] = Link(found, "copula")
        return True

    def _behind_those(self, a: AmountDraft) -> bool:
        """Link a number behind a comma to those told of right before ("release all those arrested, more than 900")."""
        w = self.w
        last = w.before(w.before(a.start))
        if w.word(w.before(a.start)) != "," or w.word(w.before(last)) != "those" or not self._ends(a):
            return False
        found = self.t.adjectives.get(last)
        if found is None:
            found = next((t for t in self.t.verbs.get(last, ()) if t.sense.slot == "object"), None)
        if found is None or found.sense.only:
            return False
        self.links[a.start] = Link(found, "copula")
        return True

    def _from_country(self, a: AmountDraft, before: list[AmountDraft]) -> bool:
        """Link a bare number of those who come from a country to forces told of before ("other 500 from Belarus")."""
        w = self.w
        at = w.after(a.end - 1)
        if w.word(at) != "from" and w.tagged(at).startswith(("VB", "NN")):
            at = w.after(at)
        owner = self.page.doc._.by_token.get(w.after(at))
        if w.word(at) != "from" or owner is None or owner.entity.kind != "Place":
            return False
        prior = self._prior(a, before, 1)
        if prior is None or not self.links[prior.start].trigger.sense.only:
            return False
        a.head = -1
        self.of[a.start] = prior
        self.links[a.start] = Link(self.links[prior.start].trigger, "echo")
        return True

    def _force_is(self, a: AmountDraft) -> None:
        """Link people counted as what "it" is to the force told of before ("the force is small: it is 200 men")."""
        w = self.w
        be = w.before(a.start)
        if a.start in self.links or w.word(be) not in BE or w.low[a.head] not in self.c.groups:
            return
        if w.word(w.before(be)) not in {"it", "they", "this", "these"}:
            return
        for at in range(be, w.starts[max(w.sent[a.start] - 1, 0)] - 1, -1):
            unit = self.t.nouns.get(at)
            if unit is not None and unit.sense.only:
                self.links[a.start] = Link(unit, "nominal")
                return

    def _spoken_of(self, a: AmountDraft, before: list[AmountDraft]) -> None:
        """Link forces of which a number is told to those sent before ("later there was talk of 4,000 troops")."""
        w = self.w
        if a.start in self.links or self.lists.groups.of_noun(a.head) not in FORCES:
            return
        at = w.before(a.start)
        if w.word(at) in {"of", "about"}:
            at = w.before(at)
        elif w.low[a.start] != "about":
            return
        if at < 0 or not (self.w.doc[at].lemma_ in self.c.telling_verbs or w.low[at] in self.c.official_nouns):
            return
        prior = self._prior(a, before, REACH)
        if prior is not None and self.links[prior.start].trigger.sense.only:
            self.of[a.start] = prior
            self.links[a.start] = Link(self.links[prior.start].trigger, "echo")

    def _asked_for(self, a: AmountDraft) -> bool:
        """Link a number that opens its sentence to a short question or heading before ("And the arrests? Forty.")."""
        w = self.w
        number = w.sent[a.start]
        first = w.starts[number]
        if number == 0 or (w.after(first) if w.blank[first] else first) != a.start or not self._ends(a):
            return False
        start, end = w.starts[number - 1], w.ends[number - 1]
        if end - start > 8 or not any(w.low[i] in {"?", ":"} for i in range(start, end)):
            return False
        for at in range(start, end):
            found = self.t.nouns.get(at) or self.t.adjectives.get(at)
            if found is not None and not found.sense.only and found.sense.slot != "itself":
                self.links[a.start] = Link(found, "copula")
                return True
        return False

    def _told_by_pronoun(self, a: AmountDraft) -> None:
        """Link people counted in one sentence to what "they" suffer at the start of the next ("They are missing")."""
        w = self.w
        if w.low[a.head] not in self.c.groups or w.sent[a.start] + 1 >= len(w.starts):
            return
        after = w.sent[a.start] + 1
        if any(w.sent[b.start] == after - 1 and b.start > a.start and b.head >= 0
               and w.low[b.head] in self.c.groups for b in self.page.counts):  # fmt: skip
            return
        at = w.starts[after]
        at = w.after(at) if w.blank[at] else at
        if w.word(at) == "all":
            at = w.after(at)
        if w.word(at) != "they":
            return
        for _ in range(5):
            at = w.after(at)
            if at < 0 or not (w.low[at] in BE or w.low[at] in HAVE or w.tag[at] == "RB"):
                break
        if at < 0:
            return
        found = self._told(at)
        if found is not None and not self.t.object_follows(found, self.page.begins):
            self.links[a.start] = Link(found, "subject")

    def _more(self, a: AmountDraft) -> bool:
        """As in "12 in the first hour, then another nine"."""
        opened = any(self.w.low[i] in MORE for i in range(a.start, a.end))
        return (opened or self.w.word(self.w.after(a.end - 1)) == "more") and self._ends(a)

    def _exists(self, a: AmountDraft) -> bool:
        """As in "the dead are not 40, there are at least 200"."""
        be = self.w.before(a.start)
        return self.w.word(be) in BE and self.w.word(self.w.before(be)) == "there" and self._ends(a)

    def _beside(self, a: AmountDraft) -> bool:
        """As in "five dead (four, according to the mayor)", "Armenia sent 70 soldiers, Tajikistan 200"."""
        w = self.w
        before, behind = w.before(a.start), w.after(a.end - 1)
        if w.word(behind) == "for" and w.word(before) in {",", "and", ";"}:
            return w.tagged(w.after(behind)) in {"DT", "NNP"}  # "61 dead for the union, 40 for the army"
        if w.word(before) == "(":
            return w.phrase_at(w.after(behind), ("according", "to")) > 0
        if w.word(before) in {"–", "—", "-", "--", ":"}:
            before = w.before(before)  # "in Homs 40 were detained, in Hama – 15"
        elif w.word(before) == "with":
            before = w.before(before)  # "Libya contributed with 70 soldiers, Sudan with 20"
        if self._of_others(before) and self._ends(a):
            return True
        owner = self.page.doc._.by_token.get(before)
        if owner is None or owner.entity.kind != "Place" or not self._ends(a):
            return False
        closed = w.tagged(behind) in {"", ",", ".", "CC"} or w.word(behind) in {"in", "at", "near"}
        joint = w.before(owner.start)
        joint = w.before(joint) if w.word(joint) in {"in", "at", "near", "the"} else joint
        return w.word(joint) in {",", "and", ";"} and closed

    def _of_others(self, at: int) -> bool:
        """Whether "among" and a noun for people end at ``at`` ("40 dead among the rebels, among the soldiers 12")."""
        w = self.w
        if w.word(at) not in self.c.groups:
            return False
        for _ in range(5):
            at = w.before(at)
            if w.word(at) in {"among", "amongst"}:
                return w.word(w.before(at)) in {",", "and", ";", "while"}
            if w.tagged(at) not in {"DT", "JJ", "NN", "NNS", "NNP", "PRP$"}:
                return False
        return False

    def _is_said_of(self, a: AmountDraft) -> bool:
        """As in "five of the dead were fighters, while 11 were civilians"."""
        w = self.w
        at = w.after(a.end - 1)
        if w.word(at) not in {"were", "are"}:
            return False
        at = w.after(at)
        if self.lists.of_origin(at):
            return True
        while w.tagged(at) in {"DT", "JJ"} and w.word(at) not in self.c.groups:
            at = w.after(at)
        return w.word(at) in self.c.groups and w.tagged(at) in {"NNS", "NNPS"}

    # ---- "other officials ended up in handcuffs: between three and five", "The dead: 12"

    def _behind_colon(self, a: AmountDraft) -> bool:
        """Link a number right behind a colon to what the words before it tell of people they do not count."""
        w = self.w
        at = colon = w.before(a.start)
        if w.word(colon) != ":" or not self._ends(a):
            return False
        for _ in range(14):
            at = w.before(at)
            if at < 0 or at in self.page.begins:
                return False
            if (found := self._told(at)) is not None:
                if any(link.trigger.start == found.start for link in self.links.values()):
                    return False
                self.links[a.start] = Link(found, "copula")
                return True
        return False

    def _told(self, at: int) -> Trigger | None:
        """The trigger at ``at`` that tells of the subject before it, or stands alone."""
        found = self.t.states.get(at) or self.t.adjectives.get(at)
        if found is None:
            found = next(
                (t for t in self.t.verbs.get(at, ()) if t.sense.slot == "subject" or self.t.passive(at)),
                None,
            )
        if found is None or found.sense.only or found.sense.people_only:
            return None
        helped = self.w.word(self.w.before(at)) in HAVE or found.kind != "verb" or self.t.passive(at)
        return found if helped or found.sense.slot == "subject" else None
