"""Who gives a number that no statement holds: "the committee raised the toll to 10", "3,000 announced by the army"."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from kazkg.language.drafts import FigureDraft, MentionDraft, SourceDraft, StatementDraft
from kazkg.language.givers import Givers
from kazkg.language.page import Page
from kazkg.language.slots import antecedent
from kazkg.language.triggers import HAVE, phrase_end

__all__ = ["Tellers"]

REACH = 14
BEHIND = 5
"""Words from a number on in which a toll may stand that is set to it ("raised to 13 the number of dead")."""
CLOSING = frozenset({"", ".", ",", "IN", "TO", ":", "PRP", "NNP", "NNS"})
"""Tags behind a verb of telling at the end of what is told ("the mayor told reporters")."""
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
SPEAKERS = frozenset({"Organization", "Person"})


class Tellers:
    """Finds the sources of the figures of one Doc that no statement holds, or that one holds wrongly."""

    def __init__(self, page: Page, givers: Givers | None = None) -> None:
        self.page = page
        self.givers = givers or Givers(page)
        self.doc = page.doc
        self.c = page.c
        self.w = page.w

    def holds(self, statement: StatementDraft, at: int) -> bool:
        """Whether a statement holds a number at ``at``, by what stands between its cue and the number.

        In "1,500 are in prison: 1,200 according to the judges" the cue holds only the number next to it; in "12 died,
        according to the mayor; the union speaks of 19" the teller of the second part is another.
        """
        cue, end = statement.cue
        if self.w.sent[cue] != self.w.sent[at]:
            return True
        if at < cue:
            stop = next((i for i in range(at + 1, cue) if self.w.low[i] in {":", ";"}), -1)
            return stop < 0 or not any(i in self.page.begins for i in range(stop + 1, cue))
        stop = next((i for i in range(end, at) if self.w.low[i] == ";"), -1)
        if stop < 0 or not any(first < cue for first, _ in statement.content):
            return True
        return not any(self._verb(i) for i in range(stop + 1, at))

    def answering(self, figure: FigureDraft) -> SourceDraft | None:
        """The subject of the verb of telling whose object is a bare number ("UNICEF says 12; the government says 9").

        None where that verb is the cue of the statement that holds the figure.
        """
        w, a = self.w, figure.amount
        if (told := self._documented(figure)) is not None or a.head >= 0:
            return told
        at = w.before(a.start)
        if w.word(at) in {"of", "at"}:
            at = w.before(at)
            for _ in range(4):
                if at < 0 or self._verb(at) or w.tag[at] not in {"DT", "NN", "NNS", "PRP", "JJ", "PRP$", "IN"}:
                    break
                at = w.before(at)
        if at < 0 or not self._verb(at) or w.tag[at] == "VBN":
            return None
        statement = figure.statement
        if statement is not None and statement.cue[0] <= at < statement.cue[1]:
            return None
        return self._subject(self.doc[at])

    def find(self, figure: FigureDraft) -> SourceDraft | None:
        """The source that the clause of a figure names as the subject of telling, counting, setting or planning it."""
        a = figure.amount
        if (given := self._given_by(figure) or self._for_whom(figure)) is not None:
            return given
        start = self.w.starts[self.w.sent[a.start]]
        at = a.start
        for _ in range(REACH):
            at -= 1
            if at < start or self.w.low[at] == ";":
                break
            if self.w.low[at] == ":" and not any(
                self.givers.is_number_noun(i) for i in (self.w.before(at), self.w.before(self.w.before(at))) if i >= 0
            ):
                break
            if self._verb(at) or self._sets(at, a.start) or self._plans(figure, at):
                return self._subject(self.doc[at])
        return self._told_behind(figure)

    def _told_behind(self, figure: FigureDraft) -> SourceDraft | None:
        """As in "12 were hurt; nine are critical, the ministry said", "..., said its spokesman"."""
        w = self.w
        for at in range(figure.amount.end, w.ends[w.sent[figure.amount.start]]):
            if not self._verb(at) or w.tag[at] == "VBN":
                continue
            subject = next((c for c in self.doc[at].children if c.dep_ in SUBJECTS), None)
            if subject is None or figure.trigger == at:
                continue
            inverted = subject.i > at
            opens = at if inverted else subject.left_edge.i
            following = w.after(at)
            closed = inverted or following in self.page.timed or w.tagged(following) in CLOSING
            if w.word(w.before(opens)) == "," and closed and not self._goes_on(at):
                return self._source(subject)
        return None

    def _goes_on(self, verb: int) -> bool:
        """Whether what is told follows a verb of telling ("the mayor told us that ...")."""
        at = verb
        for _ in range(3):
            at = self.w.after(at)
            if self.w.word(at) == "that":
                return True
        return False

    def _given_by(self, figure: FigureDraft) -> SourceDraft | None:
        """As in "the 164 dead mentioned on Sunday by the ministry", "3,000 announced by the police"."""
        w = self.w
        at = max(phrase_end(figure.amount) - 1, figure.trigger)
        given = False
        for _ in range(16):
            at = w.after(at)
            if at < 0 or w.tag[at] in {"VBZ", "VBP", "MD", ".", ":"}:
                return None
            if at in self.page.begins and w.word(w.before(at)) not in {"and", ","}:
                return None
            if w.tag[at] in {"VBN", "VBD"}:
                given = self.doc[at].lemma_ in self.c.telling_verbs
            elif given and w.low[at] == "by":
                head = next((c for c in self.doc[at].children if c.dep_ == "pobj"), None)
                return self._source(head) if head is not None else None
        return None

    def _documented(self, figure: FigureDraft) -> SourceDraft | None:
        """As in "the 40 that Amnesty International has documented"."""
        w = self.w
        that = at = w.after(phrase_end(figure.amount) - 1)
        if w.word(at) not in {"that", "which", "whom"} or w.tagged(w.after(at)).startswith(("VB", "MD")):
            return None
        for _ in range(7):
            at = w.after(at)
            if at < 0 or w.tag[at] in {",", ":", "."}:
                return None
            if w.tag[at] in {"VBD", "VBZ", "VBP", "VBN"} and w.low[at] not in HAVE:
                subject = next((c for c in self.doc[at].lefts if c.dep_ in SUBJECTS and c.i > that), None)
                return self._source(subject) if subject is not None and self._verb(at) else None
        return None

    def _for_whom(self, figure: FigureDraft) -> SourceDraft | None:
        """As in "for the opposition, 300 people were arrested", "61 dead for the Red Cross, 40 for the rebels"."""
        w, a = self.w, figure.amount
        first = w.starts[w.sent[a.start]]
        first = w.after(first) if w.blank[first] else first
        behind = w.after(max(phrase_end(a) - 1, figure.trigger if figure.trigger < a.end + 3 else 0))
        for at, closers in ((behind, {"", ",", ".", ";"}), (first, {","})):
            if w.word(at) != "for" or w.tagged(w.after(at)) not in {"DT", "NNP"}:
                continue
            head = next((c for c in self.doc[at].children if c.dep_ == "pobj"), None)
            if head is None or w.word(w.after(head.right_edge.i)) not in closers:
                continue
            source = self._source(head)
            if source is not None and (source.entity is None or source.entity.kind == "Organization"):
                return source
        return None

    def _verb(self, at: int) -> bool:
        if self.w.tag[at] not in {"VBD", "VBZ", "VBP", "VBN"}:
            return False
        lemma = self.doc[at].lemma_
        if f"{lemma} {self.w.word(self.w.after(at))}" in self.c.telling_verbs:
            return True
        return lemma in self.c.telling_verbs and at not in self.page.triggers.verbs

    def _sets(self, at: int, stop: int) -> bool:
        """Whether a verb of change at ``at`` has a toll as its object ("raised the toll to")."""
        if self.doc[at].lemma_ not in self.c.change_verbs or not self.w.tag[at].startswith("VB"):
            return False
        tolls = self.page.triggers.tolls
        set_to = any(i in tolls for i in range(at + 1, stop)) or any(
            i in tolls for i in range(stop, min(stop + BEHIND, self.w.ends[self.w.sent[at]]))
        )
        return set_to and not any(child.i in tolls for child in self.doc[at].lefts)

    def _plans(self, figure: FigureDraft, at: int) -> bool:
        """Whether a finite verb at ``at`` makes the figure a plan ("intends to", "approved the")."""
        if figure.status != "planned" or self.w.tag[at] not in {"VBD", "VBZ", "VBP"}:
            return False
        return any(
            status == "planned" and self.w.phrase_at(at, phrase) > 0
            for phrase, status in self.c.status.get(self.w.low[at], ())
        )

    def _subject(self, verb: Token) -> SourceDraft | None:
        for _ in range(3):
            subject = next((c for c in verb.lefts if c.dep_ in SUBJECTS), None)
            if subject is not None:
                return self._source(antecedent(subject))
            if (found := self._after_helper(verb) or self._misread(verb)) is not None:
                return found
            if verb.dep_ not in {"conj", "xcomp"}:
                return None
            verb = verb.head
        return None

    def _misread(self, verb: Token) -> SourceDraft | None:
        """The noun phrase between a comma and a verb, whatever it was parsed as ("In Marib, the coalition says it")."""
        w = self.w
        last = at = w.before(verb.i)
        if verb.tag_ not in {"VBD", "VBZ", "VBP"} or w.tagged(last) not in {"NN", "NNS", "NNP"}:
            return None
        while w.tagged(at) in {"NN", "NNS", "NNP", "JJ", "VBN", "HYPH", "DT"}:
            at = w.before(at)
        return self._source(self.doc[last]) if w.word(at) == "," and last not in self.page.timed else None

    def _after_helper(self, verb: Token) -> SourceDraft | None:
        """The body named behind a helper that opens its clause ("last Sunday had the ministry published 164 dead")."""
        if verb.tag_ not in {"VBN", "VBD"}:
            return None
        start = max(self.w.starts[self.w.sent[verb.i]], verb.i - REACH)
        helper = next((i for i in range(verb.i - 2, start - 1, -1) if self.w.low[i] in HAVE), -1)
        if helper < 0 or any(self.w.tag[i] in {",", ":", "PRP"} for i in range(helper, verb.i)):
            return None
        for i in range(helper + 1, verb.i):
            mention: MentionDraft | None = self.doc._.by_token.get(i)
            if mention is not None and mention.entity.kind in SPEAKERS:
                return SourceDraft(mention.entity.label, mention.entity, mention.start, mention.end)
        return None

    def _source(self, head: Token) -> SourceDraft | None:
        if (found := self.givers.source(head)) is not None:
            return found
        return self._meant(head) if head.tag_ == "PRP" and head.lower_ in {"he", "she", "it", "they"} else None

    def _meant(self, pronoun: Token) -> SourceDraft | None:
        """The last subject before a pronoun that can speak, in its sentence."""
        for i in range(pronoun.i - 1, self.w.starts[self.w.sent[pronoun.i]] - 1, -1):
            mention: MentionDraft | None = self.doc._.by_token.get(i)
            if mention is not None and self.doc[i].dep_ in SUBJECTS and mention.entity.kind in SPEAKERS:
                return SourceDraft(mention.entity.label, mention.entity, pronoun.i, pronoun.i + 1)
        number = self.w.sent[pronoun.i]
        if number == 0 or any("\n" in t.text_with_ws for t in self.doc[self.w.starts[number - 1] : pronoun.i]):
            return None
        before = self._speaker_of(number - 1)
        if before is None:
            return None
        return SourceDraft(
            before.label, before.entity, pronoun.i, pronoun.i + 1, before.affiliation, before.affiliation_entity
        )

    # ---- what closes the sentence

    def closing(self, figure: FigureDraft, spoken: Callable[[StatementDraft], bool]) -> SourceDraft | None:
        """The speaker of a statement that closes the sentence behind a figure (", the ministry said", ": so a source").

        None where a conjunction opens that clause, a content with a verb stands behind its cue, or its speaker is no
        more than a number's own noun, as ``spoken`` tells.
        """
        w, at = self.w, figure.amount.start
        number = w.sent[at]
        said = [s for s in self.doc._.statements if w.sent[s.cue[0]] == number and s.cue[0] > figure.amount.end]
        if len(said) != 1 or len(said[0].speakers) != 1 or not spoken(said[0]):
            return None
        statement = said[0]
        who = statement.speakers[0]
        behind = [(start, end) for start, end in statement.content if start >= statement.cue[0]]
        if any(w.tag[i].startswith(("VB", "CD", "MD")) for start, end in behind for i in range(start, end)):
            return None
        opens = min(statement.cue[0], who.start) if who.start > at else statement.cue[0]
        joint = w.before(opens)
        while w.tagged(joint) in {"DT", "JJ", "NN", "NNP", "IN", "RB"}:
            joint = w.before(joint)
        if w.word(joint) not in {",", ":", "–", "—", "-"} or joint <= figure.amount.end:
            return None
        return None if any(w.low[i] == ";" for i in range(at, joint)) else who

    def clause_before(self, figure: FigureDraft, before: list[FigureDraft]) -> SourceDraft | None:
        """The source of the figure before a semicolon ("the ministry put it at 672; 10,000 had been detained")."""
        w, at = self.w, figure.amount.start
        last = before[-1] if before else None
        if last is None or w.sent[last.amount.start] != w.sent[at]:
            return None
        if not any(w.low[i] in {";", "whom"} for i in range(last.amount.end, at)) and not self._adds_up(last, at):
            return None
        return last.source or (
            last.statement.speakers[0] if last.statement and len(last.statement.speakers) == 1 else None
        )

    def _adds_up(self, last: FigureDraft, at: int) -> bool:
        """Whether a set-off participle brings the toll of the figure ``last`` up to the number at ``at``."""
        w = self.w
        verb = next((i for i in range(at - 1, last.amount.end, -1) if w.tag[i] == "VBG" and w.word(i - 1) == ","), -1)
        return (
            verb >= 0
            and self.doc[verb].lemma_ in self.c.change_verbs
            and any(i in self.page.triggers.tolls for i in range(verb, at))
        )

    def shifted(self, figure: FigureDraft) -> SourceDraft | None:
        """The speaker of the sentence before, where "had died", "would have fled" keeps to what was said."""
        w, at = self.w, figure.amount.start
        number = w.sent[at]
        if number == 0 or figure.trigger < 0 or not w.tag[figure.trigger].startswith("VB"):
            return None
        helpers = [w.low[i] for i in range(max(figure.trigger - 4, w.starts[number]), figure.trigger)]
        if "to" in helpers or not ("had" in helpers or ("would" in helpers and "have" in helpers)):
            return None
        if any(w.sent[s.cue[0]] == number for s in self.doc._.statements):
            return None
        if any("\n" in t.text_with_ws for t in self.doc[w.starts[number - 1] : at]):
            return None
        who = self._speaker_of(number - 1)
        if who is None:
            return None
        return SourceDraft(who.label, who.entity, who.start, who.end, who.affiliation, who.affiliation_entity)

    # ---- a sentence between two of the same speaker

    def between(self, at: int) -> SourceDraft | None:
        """The speaker of both the sentence before and the one after, where all stand in one paragraph."""
        w = self.w
        number = w.sent[at]
        if number == 0 or number + 1 >= len(w.starts):
            return None
        if any("\n" in self.doc[i].text_with_ws for i in range(w.starts[number - 1], w.starts[number + 1])):
            return None
        before = self._speaker_of(number - 1)
        after = self._speaker_of(number + 1)
        if before is None or after is None or before.label != after.label:
            return None
        return SourceDraft(
            before.label, before.entity, before.start, before.end, before.affiliation, before.affiliation_entity
        )

    def _speaker_of(self, number: int) -> SourceDraft | None:
        """The only speaker whose cue stands in a sentence, or None."""
        said = [s for s in self.doc._.statements if self.w.sent[s.cue[0]] == number]
        return said[0].speakers[0] if len(said) == 1 and len(said[0].speakers) == 1 else None
