"""Which amount counts the people of which word: who was killed, whom the police arrested, of how many a toll tells.

The small model's parse is often wrong where news is densest (headlines, coordination, elided nouns). So the order of
the words is read first, and the parse only where the words leave a question.
"""

from __future__ import annotations

from kazkg.language.drafts import AmountDraft
from kazkg.language.page import Page
from kazkg.language.parsed import Parsed
from kazkg.language.tolls import Tolls
from kazkg.language.triggers import BE, HAVE, MODALS, Link, Trigger, phrase_end

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
    ]
)
NOMINAL = frozenset(
    [
        "DT",
        "JJ",
        "JJR",
        "JJS",
        "NN",
        "NNS",
        "NNP",
        "NNPS",
        "PRP$",
        "POS",
        "CD",
        "HYPH",
        "VBG",
        "PDT",
        "WP",
        "WDT",
        "AFX",
        "SYM",
    ]
)
ARTICLES = frozenset({"DT", "PRP$", "PDT", "WDT"})
BRACKETS = {"(": ")", "[": "]", "-": "-", "--": "--", "–": "–", "—": "—", ",": ","}
PREPOSED = frozenset({"in", "from", "across", "by", "at", "near", "of"})
"""Words that keep an amount right behind them from being a subject ("14,000 people in 8 camps have fled")."""
PARTICIPLES = frozenset({"VBN", "VBD", "JJ", "NN"})
STEPS = 22


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

    def candidates(self, a: AmountDraft) -> list[Link]:
        """Every link an amount may have, the best first; the caller takes the first that makes sense of the noun."""
        after = self._right(a)
        ranked: list[tuple[int, Link]] = []
        inside = after is not None and after.explicit and not after.relative
        if after is not None and not (inside and self.w.word(self.w.before(a.start)) in PREPOSED):
            ranked.append((0 if after.explicit and not after.relative else 4 if after.relative else 5, after))
        if own := self._own(a):
            ranked.append((9 if self.w.low[a.head] in self.c.groups else 1, own))
        ranked.extend((2, link) for link in self._left(a))
        if strong := self._strong(a):
            ranked.append((3, strong))
        if told := self._copula(a) or self._among(a):
            ranked.append((6, told))
        if toll := self.tolls.find(a):
            ranked.append((6, toll))
        ranked.extend((7, link) for link in (*self.parsed.find(a), *self._second(a)))
        if modifier := self._attribute(a):
            ranked.append((8, modifier))
        behind = self.w.word(self.w.after(phrase_end(a) - 1))
        ranked.sort(key=lambda r: r[0])
        return [link for _, link in ranked if link.place != "object" or behind not in link.trigger.sense.not_before]

    # ---- to the right: "12 people were killed", "scores of miners killed", "a thousand hurt"

    def _right(self, a: AmountDraft) -> Link | None:
        w = self.w
        at = w.after(phrase_end(a) - 1)
        passive = have = aux = relative = negated = inside = False
        for _ in range(STEPS):
            if at < 0:
                return None
            word, tag = w.low[at], w.tag[at]
            if at in self.timed:
                at = w.after(self.timed[at] - 1)
                continue
            if tag == "DT" and not aux and a.head < 0 and w.after(at) in self.t.adjectives:
                at = w.after(at)  # "9 the dead", a foreign word order
            if (found := self._hit(at, passive, have, aux)) is not None:
                return Link(found, "subject", relative, negated, explicit=aux)
            if word in BE or word == "got":
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
            elif tag in {"RB", "RBR", "RBS"} or word in {"also", "so", "far", "all", "both"}:
                pass
            elif aux:
                hit = self._counted_among(at) if word in {"among", "amongst"} else None
                return Link(hit, "subject", relative, negated) if hit else None
            elif tag in {"IN", "TO"} and word not in SUBORDINATORS:
                inside = True
            elif at in self.begins and not inside:
                return None
            elif tag in NOMINAL and inside:
                pass
            elif tag == "CC":
                nxt = w.after(at)
                if nxt in self.begins or w.tagged(nxt) not in NOMINAL:
                    return None
                inside = True
            elif word in BRACKETS:
                resumed = self._past_aside(at)
                if resumed < 0:
                    return None
                at = resumed
                continue
            else:
                return None
            at = w.after(at)
        return None

    def _hit(self, at: int, passive: bool, have: bool, aux: bool) -> Trigger | None:
        """The trigger at ``at`` that tells of those on its left, given the auxiliaries passed."""
        for trigger in self.t.verbs.get(at, ()):
            if self.t.blocked(trigger):
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

    # ---- to the left: "killed 12", "the death of 12", "a contingent of 900"

    def _left(self, a: AmountDraft) -> list[Link]:
        w = self.w
        at = self._bare(w.before(a.start))
        if w.word(at) == "of" and w.word(w.before(at)) in self.c.containers and w.before(at) not in self.t.nouns:
            at = self._bare(w.before(w.before(at)))
        if w.word(at) == ",":
            at = self._before_aside(at)
        if at < 0:
            return []
        if at in self.t.verbs or at in self.t.ends:
            return self._governed(at)
        if w.low[at] in {"of", "to", "for", "by", "from"}:
            noun = w.before(at)
            if noun >= 0 and noun in self.t.nouns and (w.low[at] == "of" or self.t.nouns[noun].measure == "injured"):
                return [Link(self.t.nouns[noun], "nominal")]
        return []

    def _second(self, a: AmountDraft) -> list[Link]:
        """As the second of two objects: "arrested the mayor and four ministers"."""
        w = self.w
        at = w.before(a.start)
        if w.tagged(at) != "CC":
            return []
        for _ in range(9):
            at = w.before(at)
            if at in self.t.verbs:
                return [link for link in self._governed(at) if link.place == "object"]
            if w.tagged(at) not in NOMINAL or at in self.begins:
                return []
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
            elif (
                trigger.last == trigger.start and self._subjectless(verb) and trigger.measure in {"killed", "deployed"}
            ):
                links.append(Link(trigger, "object"))
        return links

    def _subjectless(self, verb: int) -> bool:
        """Whether nothing stands before a verb group that could be its subject ("in the clashes were killed 12")."""
        start, _ = self.t.group_of_words(verb)
        before = self.w.before(start)
        if before < 0 or self.w.word(before) in {"there", ",", "where", "and", "that", "which", "as", ":"}:
            return True
        return not any(
            c.dep_ in {"nsubj", "nsubjpass"} and c.i < verb and c.lower_ != "there" for c in self.w.doc[verb].children
        )

    def _strong(self, a: AmountDraft) -> Link | None:
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
        return None

    # ---- in the noun phrase itself

    def _own(self, a: AmountDraft) -> Link | None:
        trigger = self.t.nouns.get(a.head)
        if trigger is None or trigger.sense.only:
            return None
        if self.w.low[a.head] in self.c.groups:
            if self.w.tagged(self.w.before(a.head)) == "NN":
                return None  # "flood victims" live
        elif trigger.sense.people_only:
            return None
        return Link(trigger, "own")

    def _attribute(self, a: AmountDraft) -> Link | None:
        for at in range(a.end, a.head):
            if at in self.t.adjectives:
                return Link(self.t.adjectives[at], "attribute")
        return None

    # ---- the other way round: "the injured are 37", "among the dead were two children"

    def _copula(self, a: AmountDraft) -> Link | None:
        w = self.w
        at = w.before(a.start)
        if not (w.word(at) in BE or w.word(at) in {"total", "totalled", "totaled", "number", "numbered"}):
            return None
        at = w.before(at)
        while at >= 0 and (w.low[at] in BE or w.low[at] in HAVE or w.low[at] in MODALS or w.tag[at] == "RB"):
            at = w.before(at)
        found = self.t.adjectives.get(at) or self.t.nouns.get(at)
        return Link(found, "copula") if found and not found.sense.only and found.sense.slot != "itself" else None

    def _among(self, a: AmountDraft) -> Link | None:
        w = self.w
        at = w.before(a.start)
        for _ in range(8):
            if at < 0 or (w.tag[at] in {"VBD", "VBZ", "VBP"} and w.low[at] not in BE and at not in self.t.adjectives):
                return None
            if w.low[at] in {"among", "amongst"}:
                break
            at = w.before(at)
        found = self._counted_among(at) if w.word(at) in {"among", "amongst"} else None
        return Link(found, "among") if found and found.start < a.start else None

    def _counted_among(self, at: int) -> Trigger | None:
        """The trigger in "among the dead", "among those killed" at ``at``."""
        for _ in range(4):
            at = self.w.after(at)
            found = self.t.adjectives.get(at) or self.t.nouns.get(at)
            if found and not found.sense.only:
                return found
        return None
