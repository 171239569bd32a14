"""Links inside a noun phrase or by "to be": "12 deaths", "nine wounded men", "the injured are 37"."""

from __future__ import annotations

from kazkg.knowledge.counting import MeasureSense
from kazkg.language.drafts import AmountDraft
from kazkg.language.page import Page
from kazkg.language.triggers import BE, HAVE, MODALS, NOMINAL, Link, Trigger, phrase_end

__all__ = ["Predicated"]

AMONG = frozenset({"among", "amongst"})
ASIDES = {"–": "–", "—": "—", "--": "--", "-": "-", "(": ")", ",": ","}
MOST = frozenset({"most", "majority", "bulk", "half", "many", "some", "part", "rest", "third", "quarter"})
"""Words before "of the dead" that a number in an aside makes exact."""
INCLUDING = frozenset({"include", "comprise"})
SUBJECT = 14
"""Words between a verb and the "those" that opens its subject."""


class Predicated:
    """Finds such links in one Doc."""

    def __init__(self, page: Page) -> None:
        self.w = page.w
        self.t = page.triggers
        self.c = page.c
        self.covers = page.covers

    def strong(self, a: AmountDraft) -> Link | None:
        """As in "a 900-strong contingent"."""
        w = self.w
        dash = w.after(a.end - 1)
        strong = w.after(dash) if w.word(dash) in {"-", "–"} else dash
        if w.word(strong) != "strong":
            return None
        at = strong
        for _ in range(5):
            at = w.after(at)
            if at in self.t.nouns and self.t.nouns[at].sense.only:
                return Link(self.t.nouns[at], "strong")
            if at < 0 or w.tag[at] not in NOMINAL:
                return None
            if w.low[at] in self.c.containers:
                return self._sends(a)
        return None

    def _sends(self, a: AmountDraft) -> Link | None:
        """The nearest verb before in the sentence that says of forces only that they were sent or withdrawn."""
        for at in range(a.start - 1, self.w.starts[self.w.sent[a.start]] - 1, -1):
            for trigger in self.t.verbs.get(at, ()):
                if trigger.sense.only and trigger.sense.slot == "object":
                    return Link(trigger, "strong")
        return None

    # ---- in the noun phrase itself

    def own(self, a: AmountDraft) -> Link | None:
        """As in "12 deaths"."""
        trigger = self.t.nouns.get(a.head)
        if trigger is None or trigger.sense.only:
            return None
        if self.w.low[a.head] in self.c.groups:
            if self.w.tagged(self.w.before(a.head)) == "NN":
                return None  # "flood victims" live
        elif trigger.sense.people_only:
            return None
        return Link(trigger, "own")

    def attribute(self, a: AmountDraft) -> Link | None:
        """As in "nine wounded men"."""
        for at in range(a.end, a.head):
            if at in self.t.adjectives:
                return Link(self.t.adjectives[at], "attribute")
        return None

    # ---- the other way round: "the injured are 37", "among the dead were two children"

    def copula(self, a: AmountDraft) -> Link | None:
        """As in "the injured are 37", "the dead at least five"."""
        w = self.w
        at = w.before(a.start)
        if w.word(at) in {":", "–", "—", "--"} and w.word(w.before(w.before(at))) in {"", "the"}:
            told = self.t.adjectives.get(w.before(at)) or self.t.nouns.get(w.before(at))
            if told is not None and (w.low[at] == ":" or a.head >= 0) and not told.sense.only:
                return Link(told, "copula")  # "The dead: 12 miners", "The victims – two women, a child"
        if a.head < 0 and w.word(at) in {"at", "to"} and w.word(w.before(w.before(at))) == "the":
            at = w.before(at)  # "put the dead at 51"
        if a.head < 0 and w.word(w.before(at)) == "the" and at in self.t.adjectives:
            return Link(self.t.adjectives[at], "copula")  # "the dead at least five"
        if w.tagged(at) == "RB" and w.word(w.before(at)) in BE and w.low[at] not in {"not", "n't", "n’t"}:
            at = w.before(at)  # "the injured are instead hundreds"
        negated = False
        while w.word(at) in {"the", "not", "n't", "n’t"}:
            negated = negated or w.low[at] != "the"
            at = w.before(at)
        verb = w.before(at) if w.word(at) in {"to", "at"} else at
        if verb >= 0 and w.low[verb] not in BE and self._numbers(verb, at):
            if w.word(w.after(a.end - 1)) == "the":
                return self._turned(a)  # "quantified in 2,500 the dead"
            return self._climbed(verb) if a.head < 0 or w.low[a.head] in self.c.groups else None
        if w.word(at) not in BE:
            return self._turned(a)
        be = at
        at = w.before(at)
        while at >= 0 and (w.low[at] in BE or w.low[at] in HAVE or w.low[at] in MODALS or w.tag[at] == "RB"):
            at = w.before(at)
        if a.head < 0 and w.low[be] not in {"is", "was"} and at not in self.t.adjectives and at not in self.t.nouns:
            if w.word(at) == ",":
                at = self._past_aside(at)  # "the victims, by now, are 17"
            elif w.tagged(at).startswith("NN") and (far := self._climbed(be)) is not None:
                return far  # "the dead among the marchers are dozens"
        if w.word(at) in self.c.groups and w.before(at) in self.t.adjectives:
            at = w.before(at)  # "the injured miners are 53"
        elif w.tagged(at) == "VBN" and at not in self.t.adjectives and w.before(at) in self.t.adjectives:
            at = w.before(at)  # "the wounded treated are 53"
        found = self.t.adjectives.get(at) or self.t.nouns.get(at)
        if (there := self._there(a, at, be)) is not None:
            return there
        if found is None and (those := self._those_who(a, be)) is not None:
            return those
        if found is None or found.sense.only or found.sense.slot == "itself":
            return None
        if not AMONG.isdisjoint({w.word(w.before(at)), w.word(w.before(w.before(at)))}):
            return None
        return Link(found, "copula", negated=negated)

    def _numbers(self, verb: int, at: int) -> bool:
        """Whether a verb gives its subject the number behind ``at`` ("amount to", "be put at", "exceed")."""
        lemma = self.w.doc[verb].lemma_
        if self.w.tag[verb] == "VBG":
            return False
        if verb == at:
            return lemma in self.c.attain_verbs or lemma in self.c.exceed_verbs
        return lemma in self.c.toll_verbs or lemma in self.c.change_verbs

    def _those_who(self, a: AmountDraft, be: int) -> Link | None:
        """As in "those detained in the raids were 12 teachers": the participle behind "those" opens the subject."""
        w = self.w
        if a.head >= 0 and w.low[a.head] not in self.c.groups:
            return None
        at = w.before(be)
        for _ in range(SUBJECT):
            if at < 0 or (w.tag[at] in {"VBD", "VBZ", "VBP", "MD"} and w.word(w.before(at)) != "those"):
                return None
            if w.low[at] == "those":
                told = w.after(at)
                found = self.t.adjectives.get(told) or self._those(told)
                return Link(found, "copula") if found is not None and not found.sense.only else None
            at = w.before(at)
        return None

    def _there(self, a: AmountDraft, at: int, be: int) -> Link | None:
        """As in "in the field there are 3,200 men", where the state opens the sentence."""
        w = self.w
        first = w.starts[w.sent[a.start]]
        first = w.after(first) if w.blank[first] else first
        state = self.t.states.get(first)
        near = at >= 0 and (w.low[at] == "there" or (state is not None and at == state.last)) and be - first <= 9
        return Link(state, "copula") if state is not None and near and a.head >= 0 else None

    def _told_before(self, a: AmountDraft) -> Link | None:
        """The link to the word for victims told last before an amount in its sentence."""
        for at in range(a.start - 1, self.w.starts[self.w.sent[a.start]] - 1, -1):
            found = self.t.adjectives.get(at) or self.t.nouns.get(at)
            if found is not None and not found.sense.only and found.sense.slot != "itself":
                return Link(found, "copula")
        return None

    def _past_aside(self, comma: int) -> int:
        """Index of the word before an aside between commas that ends at ``comma``, or -1."""
        at = comma
        for _ in range(8):
            at = self.w.before(at)
            if self.w.word(at) == ",":
                return self.w.before(at)
        return -1

    def _climbed(self, verb: int) -> Link | None:
        """As in "the wounded amount to 96", "dead rise to 17", "the miners killed since May would be put at 96".

        The trigger is the subject of the verb, or stands beside the plural that is.
        """
        w = self.w
        at = w.before(verb)
        for _ in range(14):
            if at < 0 or at in self.covers or w.low[at] in {";", ":"}:
                return None
            found = self.t.adjectives.get(at) or self.t.nouns.get(at)
            if found is not None and not found.sense.only and found.sense.slot != "itself":
                return Link(found, "copula") if self._stands_alone(at, verb) else None
            if w.tag[at] in {"VBD", "VBZ", "VBP"} and w.low[at] not in BE and w.low[at] not in HAVE:
                return None
            at = w.before(at)
        return None

    def _stands_alone(self, at: int, verb: int = -1) -> bool:
        """Whether a word for victims is the head of its phrase, or has the plural of a noun for people beside it."""
        w = self.w
        if at in self.t.nouns:
            return w.tag[at] in {"NNS", "NNPS", "JJ", "VBN"} or w.low[at].endswith("s")
        before, behind = w.before(at), w.after(at)
        if w.word(behind) in self.c.groups or w.word(before) in self.c.groups:
            return True
        if behind == verb and verb >= 0:
            return True
        return w.word(before) in {"the", "", ":", "and"} and not w.tagged(behind).startswith(("NN", "JJ"))

    def _turned(self, a: AmountDraft) -> Link | None:
        """As in "27 are the dead", "Twenty is the number of victims", "63 that of the wounded"."""
        w = self.w
        at = w.after(a.end - 1)
        listed = w.word(at) == "the" and w.word(w.before(a.start)) in {"", ",", ":", "and", ";", "in", "at", "to"}
        if a.head >= 0 and not listed:
            return None
        if not (listed or w.word(at) in BE or w.word(at) in {"that", "those"}):
            return None
        pointed = not listed and w.low[at] not in BE
        at = at if listed else w.after(at)
        if w.word(at) in {"now", "so", "already"}:
            at = w.after(at)
        if pointed and w.word(at) in AMONG:
            return self._told_before(a)  # "the dead are dozens, 18 those among the guards"
        if w.word(at) != ("of" if pointed else "the"):
            return None
        for _ in range(5):
            at = w.after(at)
            found = self.t.adjectives.get(at) or self.t.nouns.get(at)
            if found is None and self.t.tolls.get(at):
                found = Trigger(at, at, MeasureSense(self.t.tolls[at], "object"), "toll")
                return Link(found, "copula")
            if found is not None and found.sense.only:
                return Link(found, "nominal")  # "quantified in 2,500 the soldiers of the contingent"
            if found is not None and found.sense.slot != "itself":
                return Link(found, "copula") if self._stands_alone(at) else None
            plain = (
                w.word(at) in {"of", "the", "number"} or w.word(at) in self.c.groups or w.tagged(at) in {"VBN", "JJ"}
            )
            if not (at in self.t.tolls or plain):
                return None
        return None

    def _share(self, a: AmountDraft) -> Link | None:
        """As in "most of the dead – 12 – were found", "the majority of those arrested (40)": the number in an aside."""
        w = self.w
        opening = w.before(a.start)
        if w.word(opening) not in ASIDES or w.word(w.after(phrase_end(a) - 1)) != ASIDES[w.low[opening]]:
            return None
        victims = w.before(opening)
        the = w.before(victims)
        of = w.before(the)
        if w.word(the) not in {"the", "those"} or w.word(of) != "of" or w.word(w.before(of)) not in MOST:
            return None
        found = self.t.adjectives.get(victims) or self.t.nouns.get(victims) or self._those(victims)
        if found is None or found.sense.only or found.sense.slot == "itself":
            return None
        return Link(found, "among")

    def among(self, a: AmountDraft) -> Link | None:
        """As in "among the dead are two children", "the dead include two children"."""
        w = self.w
        if (share := self._share(a)) is not None:
            return share
        at = w.before(a.start)
        if (whole := self._included(a)) is not None:
            return Link(whole, "among")
        for _ in range(8):
            if at < 0 or (w.tag[at] in {"VBD", "VBZ", "VBP"} and w.low[at] not in BE and at not in self.t.adjectives):
                break
            if w.low[at] in {";", ":"}:
                return None
            if w.low[at] in AMONG or (w.low[at] == "of" and w.before(at) < 0):
                break
            at = w.before(at)
        if w.word(at) not in AMONG and (first := self._opening_among(a)) >= 0:
            at = first
        opens = w.word(at) == "of" and w.word(w.before(a.start)) == ","
        found = self.counted_among(at) if w.word(at) in AMONG or opens else None
        return Link(found, "among") if found and found.start < a.start else None

    def _opening_among(self, a: AmountDraft) -> int:
        """Index of "among" that opens the sentence whose verb "were" stands right before the amount, or -1."""
        w = self.w
        at = w.before(a.start)
        while at >= 0 and w.tag[at] in {"DT", "RB"}:
            at = w.before(at)
        first = w.starts[w.sent[a.start]]
        first = w.after(first) if w.blank[first] else first
        return first if w.word(at) in BE and w.word(first) in AMONG else -1

    def _included(self, a: AmountDraft) -> Trigger | None:
        """The trigger or toll that is the subject of "include" before a noun phrase and its list."""
        w = self.w
        at = w.before(a.start)
        for _ in range(14):
            if at < 0 or not (w.tag[at] in NOMINAL or w.tag[at] in {",", "CC", "RB", "IN", "VBZ", "VBP", "VBD"}):
                return None
            if w.tag[at] in {"VBZ", "VBP", "VBD"}:
                break
            at = w.before(at)
        if at < 0 or w.doc[at].lemma_ not in INCLUDING:
            return None
        at = w.before(at)
        while at >= 0 and w.tag[at] in {"RB", "MD"}:
            at = w.before(at)
        found = self.t.adjectives.get(at) or self.t.nouns.get(at)
        if found is None and self.t.tolls.get(at):
            found = Trigger(at, at, MeasureSense(self.t.tolls[at], "object"), "adjective")
        return found if found and not found.sense.only and found.sense.slot != "itself" else None

    def counted_among(self, at: int) -> Trigger | None:
        """The trigger in "among the dead", "among those killed" at ``at``."""
        for _ in range(4):
            at = self.w.after(at)
            found = self.t.adjectives.get(at) or self.t.nouns.get(at) or self._those(at)
            if found and not found.sense.only:
                return found
        return None

    def _those(self, at: int) -> Trigger | None:
        """The bare participle in "those seized"."""
        if self.w.tagged(at) not in {"VBN", "VBD"} or self.w.word(self.w.before(at)) != "those":
            return None
        return next((t for t in self.t.verbs.get(at, ()) if t.sense.slot == "object"), None)
