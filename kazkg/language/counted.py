"""Which amount counts the people of which word: who was killed, whom the police arrested, of how many a toll tells.

The small model's parse is often wrong where news is densest (headlines, coordination, elided nouns). So the order of
the words is read first, and the parse only where the words leave a question.
"""

from __future__ import annotations

from kazkg.language.drafts import AmountDraft
from kazkg.language.governing import Governing
from kazkg.language.page import Page
from kazkg.language.parsed import Parsed
from kazkg.language.predicated import Predicated
from kazkg.language.tolls import Tolls
from kazkg.language.triggers import BE, HAVE, MODALS, NOMINAL, Link, Trigger, phrase_end

__all__ = ["Linker"]

SUBORDINATORS = frozenset(
    [
        "that",
        "because",
        "although",
        "though",
        "while",
        "if",
        "whether",
        "as",
        "than",
        "when",
        "where",
        "since",
        "unless",
        "until",
        "so",
        "after",
        "before",
    ]
)
BRACKETS = {"(": ")", "[": "]", "-": "-", "--": "--", "–": "–", "—": "—", ",": ","}
AMONG = frozenset({"among", "amongst"})
PREPOSED = frozenset({"in", "from", "across", "by", "at", "near", "of"})
"""Words that keep an amount right behind them from being a subject ("14,000 people in 8 camps have fled")."""
PARTICIPLES = frozenset({"VBN", "VBD", "JJ", "NN"})
STEPS = 22
HURT = frozenset({"killed", "injured"})


class Linker:
    """Links the amounts of one Doc to triggers."""

    def __init__(self, page: Page) -> None:
        self.w = page.w
        self.t = page.triggers
        self.c = page.c
        self.timed = page.timed
        self.begins = page.begins
        self.taken: set[int] = set()
        """Verbs that an earlier amount took without an auxiliary ("25 policemen hurt 18 protesters killed")."""
        self.tolls = Tolls(page)
        self.parsed = Parsed(page)
        self.predicated = Predicated(page)
        self.governing = Governing(page, self.taken)

    def candidates(self, a: AmountDraft) -> list[Link]:
        """Every link an amount may have, the best first; the caller takes the first that makes sense of the noun."""
        past = self._past_victims(a)
        after = self._right(a, past) if past >= 0 else None
        if after is None or after.trigger.kind != "verb":
            after = self._right(a, self.w.after(phrase_end(a) - 1))
        ranked: list[tuple[int, Link]] = []
        inside = after is not None and after.explicit and not after.relative
        of = self.w.before(a.start)
        preposed = self.w.word(of) in PREPOSED and not self._makes_up(of)
        if after is not None and not (inside and preposed):
            ranked.append((0 if after.explicit and not after.relative else 4 if after.relative else 5, after))
        if own := self.predicated.own(a):
            ranked.append((9 if self.w.low[a.head] in self.c.groups else 1, own))
        ranked.extend((2, link) for link in self.governing.before(a))
        if strong := self.predicated.strong(a):
            ranked.append((3, strong))
        if told := self.predicated.copula(a) or self.predicated.among(a):
            ranked.append((6, told))
        if toll := self.tolls.find(a):
            ranked.append((6, toll))
        ranked.extend((7, link) for link in (*self.parsed.find(a), *self.governing.second(a)))
        if modifier := self.predicated.attribute(a):
            ranked.append((8, modifier))
        behind = self.w.word(self.w.after(phrase_end(a) - 1))
        ranked.sort(key=lambda r: r[0])
        return [link for _, link in ranked if link.place != "object" or behind not in link.trigger.sense.not_before]

    # ---- to the right: "12 people were killed", "scores of miners killed", "a thousand hurt"

    def _past_victims(self, a: AmountDraft) -> int:
        """Index behind "of the wounded" in "six of the wounded bled to death", or -1."""
        w = self.w
        of = w.after(a.end - 1)
        at = w.after(w.after(of)) if a.head < 0 and w.word(of) == "of" else -1
        return w.after(at) if at in self.t.adjectives and w.word(w.before(at)) in {"the", "those"} else -1

    def _right(self, a: AmountDraft, at: int) -> Link | None:
        w = self.w
        passive = have = aux = relative = negated = inside = False
        for _ in range(STEPS):
            if at < 0:
                return None
            word, tag = w.low[at], w.tag[at]
            if at in self.timed:
                at = w.after(self.timed[at] - 1)
                continue
            if tag == "DT" and not aux and a.head < 0 and w.after(at) in self.t.adjectives:
                if w.tagged(w.before(at)) == "CC":
                    return None  # "25 thousand and the dead at least five"
                at = w.after(at)  # "9 the dead", a foreign word order
                if w.before(at) == w.after(a.end - 1) and w.word(w.after(at)) in self.c.groups:
                    return Link(self.t.adjectives[at], "subject", relative, negated, explicit=False)
            if inside and at in self.begins and self._another(at):
                return None
            if (found := self._hit(at, passive, have, aux)) is not None:
                negated = negated and not found.sense.negated
                reduced = Link(found, "subject", relative, negated, explicit=aux)
                return reduced if aux or relative else self._resumed(found) or reduced
            if word in BE or word == "got" or (tag.startswith("VB") and w.doc[at].lemma_ in self.c.linking):
                passive = aux = True
            elif word in HAVE:
                have = aux = True
            elif word in MODALS or (word == "to" and aux):
                aux = True
            elif word in {"not", "n't", "n’t", "never"}:
                negated = True
            elif word in self.c.raising and tag in {"VBN", "VBD", "JJ"}:
                if not (passive or self._leads_on(at)):
                    return None
                passive = True
            elif word in {"who", "that", "which", "whom"} and not aux and tag in {"WP", "WDT", "IN"}:
                relative, inside = relative or word == "who" or not inside, False
            elif tag in {"RB", "RBR", "RBS"} or word in {"also", "so", "far", "all", "both", "more"}:
                pass
            elif relative and not aux and (said := self._past_sayer(at)) >= 0:
                at = said
                continue
            elif aux:
                hit = self.predicated.counted_among(at) if word in AMONG else None
                return Link(hit, "among", relative, negated) if hit else None
            elif word in AMONG and w.word(w.before(a.start)) in BE:
                hit = self.predicated.counted_among(at)  # "there are 500 passers-by among the detainees"
                return Link(hit, "among", relative, negated) if hit else None
            elif (tag in {"IN", "TO"} and word not in SUBORDINATORS) or word == "aged":
                inside = True
            elif (
                tag == "VBN" and not aux and w.tagged(w.after(at)) == "IN" and w.word(w.after(at)) not in SUBORDINATORS
            ):
                inside = True  # "25 tourists blocked in the hotel will be evacuated"
            elif word == "," and (state := self._shared_state(at)) is not None:
                return Link(state, "subject", relative, negated)
            elif at in self.begins and not inside:
                return None
            elif (
                word == ","
                and w.word(w.before(a.start)) == ","
                and w.tagged(w.after(at)) in {"VBD", "VBZ", "VBP", "MD"}
            ):
                pass  # "the first contingent, 250 soldiers, landed at dawn"
            elif tag in NOMINAL and inside:
                pass
            elif tag == "CC":
                nxt = w.after(at)
                if w.tagged(nxt) == "DT" and (w.after(nxt) in self.t.tolls or w.after(w.after(nxt)) in self.t.tolls):
                    return None  # "brought the toll to 40 and the number of injured to 90"
                beside = self.begins.get(nxt)
                if beside is not None and beside.head >= 0 and w.low[beside.head] in self.c.things:
                    at = w.after(beside.head)  # "150 rescuers and 12 ambulances are on the scene"
                    continue
                if nxt in self.begins or w.tagged(nxt) not in NOMINAL or w.low[nxt] in {"that", "which"}:
                    return None
                inside = True
            elif word == "-" and w.word(w.after(at)) == "by":
                at = w.after(at)  # "passers-by"
            elif word in BRACKETS:
                resumed = self._past_aside(at)
                if resumed < 0 and word == ",":
                    resumed = self._past_members(at)
                if resumed < 0:
                    return None
                at = resumed
                continue
            else:
                return None
            at = w.after(at)
        return None

    def _past_members(self, comma: int) -> int:
        """Where a clause goes on behind unnumbered members of its subject (", police and medics are"), or -1."""
        w, at = self.w, comma
        joined = named = False
        for _ in range(8):
            at = w.after(at)
            if at < 0 or at in self.begins or at in self.timed:
                return -1
            if joined and named and (w.low[at] in BE or w.low[at] in HAVE or w.low[at] in MODALS):
                return at
            if w.tag[at] == "CC":
                joined, named = True, False
            elif w.tag[at] in {"NN", "NNS", "NNP", "NNPS", "JJ", "HYPH"}:
                named = w.low[at] in self.c.groups
            elif w.low[at] != "," or joined:
                return -1
        return -1

    def _makes_up(self, of: int) -> bool:
        """Whether "of" tells how many a group are that is the subject itself ("a family of four were killed")."""
        unit = self.w.before(of)
        return self.w.word(of) == "of" and self.w.word(unit) in self.c.containers and unit not in self.t.nouns

    def _another(self, at: int) -> bool:
        """Whether a count of other people begins at ``at``, not owned by the words before it."""
        other = self.begins[at]
        owned = self.w.tagged(self.w.before(at)) in {"IN", "DT", "PRP$", "POS"}
        return not owned and self.w.word(other.head) in self.c.groups

    def _shared_state(self, comma: int) -> Trigger | None:
        """The state in "two of his deputies, both in handcuffs"."""
        both = self.w.after(comma)
        if self.w.word(both) not in {"both", "all"}:
            return None
        at = self.w.after(both)
        while self.w.tagged(at) == "RB" or self.w.word(at) in BE:
            at = self.w.after(at)
        return self.t.states.get(at) or self.t.adjectives.get(at)

    def _resumed(self, first: Trigger) -> Link | None:
        """The main clause behind a bare participle ("40 people arrested on Monday have since been released")."""
        w = self.w
        at = w.after(first.last)
        passive = have = aux = False
        for _ in range(STEPS):
            if at < 0:
                return None
            if at in self.timed:
                at = w.after(self.timed[at] - 1)
                continue
            word, tag = w.low[at], w.tag[at]
            for trigger in self.t.verbs.get(at, ()):
                if trigger.sense.slot == "subject" and tag == "VBD" and trigger.measure != first.measure:
                    return Link(trigger, "subject")  # "two men wounded in the attack died"
            if aux and (found := self._hit(at, passive, have, aux)) is not None:
                other = found.measure != first.measure and not (found.sense.people_only and first.measure in HURT)
                return Link(found, "subject") if other else None
            if word in BE:
                passive = aux = True
            elif word in HAVE or word in MODALS:
                have, aux = have or word in HAVE, True
            elif at in self.begins or not (tag in {"RB", "IN"} or (tag in NOMINAL and not aux)):
                return None
            if word in SUBORDINATORS and tag == "IN" and not (word == "since" and aux):
                return None
            at = w.after(at)
        return None

    def _past_sayer(self, at: int) -> int:
        """Where a relative clause resumes behind "the ministry says" ("whom the ministry says were killed"), or -1."""
        w = self.w
        for _ in range(6):
            if at < 0:
                return -1
            if w.tag[at] in {"VBD", "VBZ", "VBP"}:
                nxt = w.after(at)
                return nxt if w.word(nxt) in BE or w.word(nxt) in HAVE else -1
            if w.tag[at] not in NOMINAL:
                return -1
            at = w.after(at)
        return -1

    def _hit(self, at: int, passive: bool, have: bool, aux: bool) -> Trigger | None:
        """The trigger at ``at`` that tells of those on its left, given the auxiliaries passed."""
        for trigger in self.t.verbs.get(at, ()):
            if self.t.blocked(trigger) or trigger.sense.active:
                continue
            if trigger.sense.slot == "subject":
                if self.w.tag[at] != "VBG" or aux or trigger.last > at:
                    return trigger
            elif passive:
                if self.w.tag[at] != "VBG":
                    return trigger
            elif not aux and self.w.tag[at] in PARTICIPLES and not self.t.object_follows(trigger, self.begins):
                return trigger
        trigger_adj = self.t.adjectives.get(at)
        if trigger_adj and not self.t.blocked(trigger_adj):
            verbal = self.w.tag[at] in {"VBD", "VBN"}
            if (not have or passive) and not (verbal and not aux and self.t.object_follows(trigger_adj, self.begins)):
                return (
                    None
                    if self.w.tagged(self.w.after(at)) in {"NN", "NNS"} and not passive and not verbal
                    else trigger_adj
                )
        if at in self.t.states and (passive or not have):
            return self.t.states[at]
        return None

    def _leads_on(self, at: int) -> bool:
        """Whether a bare participle ("feared", "found") leads to a trigger right behind it."""
        nxt = self.w.after(at)
        while nxt >= 0 and (self.w.low[nxt] in {"to", "have", "been", "be"} or self.w.tag[nxt] == "RB"):
            nxt = self.w.after(nxt)
        found = self.t.adjectives.get(nxt) or next(iter(self.t.verbs.get(nxt, ())), None)
        return found is not None and not self.t.object_follows(found, self.begins)

    def _past_aside(self, at: int) -> int:
        """Where the sentence resumes after an aside that opens at ``at``, or -1 where it opens none."""
        w = self.w
        closer = BRACKETS[w.low[at]]
        nxt = w.after(at)
        for _ in range(18):
            nxt = w.after(nxt)
            if nxt < 0:
                return -1
            if w.low[nxt] == closer:
                resumed = w.after(nxt)
                if resumed < 0:
                    return -1
                low = w.low[resumed]
                if low in BE or low in HAVE or low in MODALS or resumed in self.t.adjectives:
                    return resumed
                if resumed in self.t.verbs and w.tag[resumed] in {"VBD", "VBN"}:
                    return resumed
                if closer != ",":
                    return -1
        return -1
