"""Statements carried on without a cue of their own: quotations that go on, sentences in a reported mood."""

from __future__ import annotations

from spacy.tokens import Span

from kazkg.knowledge.reporting import Cue
from kazkg.language.contents import Content
from kazkg.language.cues import CueHit, find
from kazkg.language.drafts import QuoteDraft, StatementDraft, mention_of, zone_of
from kazkg.language.phrases import is_word
from kazkg.language.scene import Scene
from kazkg.language.sources import again

__all__ = ["SILENT", "Carry"]

SILENT = frozenset({"headline", "subheading", "caption", "credit", "teaser", "source", "boilerplate", "dateline"})
"""Zones of the layout in which nobody is quoted anew."""
FIRST = frozenset({"i", "we", "my", "our", "me", "us"})
SHOWN = Cue("", "Say", frozenset({"quote"}), frozenset())
OUGHT = frozenset({"must", "should", "would", "could", "may", "might"})


class Carry:
    """Carries the last speaker on.

    Args:
        scene: the document and what was read in it so far.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.doc = scene.doc

    def orphan(self, quote: QuoteDraft) -> None:
        """Carry the last speaker on into a quotation of whole sentences that names none."""
        first, end = quote.open + 1, quote.close
        if not self.scene.contents.whole(quote) or self.scene.contents.inside.get(quote.open) is not None:
            return
        if any(a < end and first < b for s in self.scene.statements for a, b in s.content):
            return
        sent = self.doc[quote.open].sent
        if any(is_word(t) for t in self.doc[sent.start : quote.open]) or zone_of(sent) in SILENT:
            return
        if any(is_word(t) for t in self.doc[end : self.doc[end - 1].sent.end]):
            return
        if self._introduced_after(quote):
            return
        last = next((s for s in reversed(self.scene.statements) if s.cue[0] < quote.open), None)
        if last is None or not last.speakers or not self._adjacent(last, sent):
            return
        part = self.scene.contents.trim(first, end)
        new_paragraph = any("\n" in t.text for t in self.doc[last.cue[1] : quote.open] if t.is_space)
        own = self._own_cue(quote) if new_paragraph else None
        if own is None:
            last.content.append(part)
            return
        speakers = [again(s, s.start, s.end) for s in last.speakers]
        carried = self.scene.draft(own[0], own[1], speakers, Content([part], "direct"))
        carried.carried = True
        self.scene.dropped = [d for d in self.scene.dropped if d[0] != own[0].token.i]
        self.scene.statements.append(carried)
        self.scene.statements.sort(key=lambda one: one.cue)

    def _introduced_after(self, quote: QuoteDraft) -> bool:
        """Give a paragraph's opening words in the first person to whom the next sentence introduces by name.

        As in "“I saw it fall.” Jane Doe is 31 years old and ...".
        """
        doc, sent = self.doc, self.doc[quote.open].sent
        opens = not quote.open or (doc[quote.open - 1].is_space and "\n" in doc[quote.open - 1].text)
        own = any(t.lower_ in FIRST for t in doc[quote.open : quote.close])
        low = doc[quote.close].sent.end if quote.close < len(doc) else len(doc)
        if not opens or not own or low >= len(doc) or sent.start > quote.open + 1:
            return False
        after = doc[low].sent
        name = mention_of(after[0])
        if name is None or name.form != "name" or name.entity.kind != "Person" or name.start != after.start:
            return False
        verb = doc[name.head].head
        if doc[name.head].dep_ != "nsubj" or verb.i < name.end or verb.i >= after.end:
            return False
        if any(after.start <= s.cue[0] < after.end and s.content[0][0] > s.cue[0] for s in self.scene.statements):
            return False
        speakers = self.scene.speakers.resolve(doc[name.head], after.start, verb.i)
        part = self.scene.contents.trim(quote.open + 1, quote.close)
        hit = CueHit(verb, verb.i, verb.i + 1, [SHOWN], tense="present")
        self.scene.statements.append(self.scene.draft(hit, SHOWN, speakers, Content([part], "direct")))
        self.scene.statements.sort(key=lambda one: one.cue)
        return True

    def _own_cue(self, quote: QuoteDraft) -> tuple[CueHit, Cue] | None:
        """The reporting verb that a quoted speaker uses of himself, and how it is meant."""
        sent = self.doc[quote.open + 1].sent
        while sent.start < quote.close:
            for hit in find(self.doc, sent, self.scene.words, self.scene.candidates):
                if self.scene.contents.first_person(hit):
                    frame = (hit.start, hit.end)
                    for cue in hit.cues:
                        if self.scene.contents.of(hit, cue, frame, sent) is not None:
                            return hit, cue
            if sent.end >= len(self.doc):
                break
            sent = self.doc[sent.end].sent
        return None

    def indirect(self, sent: Span, previous: Span | None, hits: list[CueHit]) -> None:
        """Carry on into a sentence without a cue that is partly quoted and says what ought to be."""
        if (
            any(hit.form in {"verb", "phrase"} for hit in hits)
            or previous is None
            or not self.scene.statements
            or zone_of(sent) in SILENT
        ):
            return
        last = self.scene.statements[-1]
        if not previous.start <= last.cue[0] < previous.end or not last.speakers:
            return
        if any("\n" in t.text for t in self.doc[last.cue[1] : sent.start] if t.is_space):
            return
        quoted = any(i in self.scene.contents.opening for i in range(sent.start, sent.end))
        modal = any(t.lower_ in OUGHT or (t.lower_ == "had" and self.doc[t.i + 1].lower_ == "to") for t in sent[:-1])
        opens_here = self.scene.contents.opening.get(sent.start) is not None
        if quoted and modal and not opens_here:
            last.content.append(self.scene.contents.trim(sent.start, sent.end))

    def _adjacent(self, last: StatementDraft, sent: Span) -> bool:
        """Whether nothing in the article's own voice stands between the last statement and the sentence."""
        edge = max([last.cue[1], *(b for _, b in last.content)])
        return not any(is_word(t) for t in self.doc[self.doc[edge - 1].sent.end : sent.start])
