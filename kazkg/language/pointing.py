"""Cues whose content went before: "This was stated by ...", "This is what ... affirms", "Thus the minister"."""

from __future__ import annotations

from spacy.tokens import Span, Token

from kazkg.knowledge.reporting import Cue
from kazkg.language.contents import Content
from kazkg.language.cues import CueHit
from kazkg.language.drafts import StatementDraft, mention_of
from kazkg.language.phrases import is_word, phrase_of
from kazkg.language.scene import Outcome, Scene
from kazkg.language.subjects import climb, is_finite, subject_of

__all__ = ["Pointing"]

GIVEN = Cue("", "Announce", frozenset({"quote"}), frozenset())
POINTERS = frozenset({"this", "that", "it", "which", "these", "so"})


class Pointing:
    """Reads cues that point back.

    Args:
        scene: the document and what was read in it so far.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.doc = scene.doc

    def pointing_back(self, hit: CueHit) -> Token | None:
        """The pointer in "This was stated by ..." or "This is what ... affirms": its content went before."""
        token = hit.token
        for child in token.lefts:
            if child.dep_ in {"nsubjpass", "nsubj", "dobj"}:
                if child.lower_ in {"this", "that"} and child.tag_ == "DT" and hit.passive:
                    return child
                if (
                    child.lower_ == "what"
                    and token.head.lemma_ == "be"
                    and token.dep_ in {"ccomp", "csubj", "advcl", "attr"}
                ):
                    pointer = next((c for c in token.head.lefts if c.dep_ == "nsubj"), None)
                    if pointer is not None and pointer.lower_ in POINTERS:
                        return pointer
        return None

    def back(self, hit: CueHit, pointer: Token, sent: Span, previous: Span | None) -> Outcome:
        """A cue whose content is what went before."""
        lead = self.doc[sent.start : pointer.i]
        joined = bool(len(lead)) and lead[-1].text in {":", ";", "–", "—"} and any(map(is_word, lead))
        if previous is None and not joined:
            return None, "no content"
        if joined or previous is None:
            start = sent.start
            content = Content([self.scene.contents.trim(sent.start, pointer.i - 1)])
        else:
            start = previous.start
            content = self.before(previous)
        head = subject_of(hit, hit.token) or self._late_agent(hit, sent)
        if head is not None and head.lower_ == "what":
            head = next((c for c in hit.token.lefts if c.dep_ == "nsubj" and c.lower_ != "what"), None)
        report = self.in_report(hit)
        speakers = (
            self.scene.speakers.resolve(head, sent.start, sent.end) if head is not None and head.i != pointer.i else []
        )
        if not speakers and report is not None:
            speakers = self.scene.speakers.resolve(report, sent.start, sent.end)
        statement = self.scene.draft(hit, hit.cues[0], speakers, content)
        self.scene.relay.channels(hit, statement, sent)
        if report is not None:
            self.scene.relay.within(report, statement, sent)
        if head is not None:
            for medium in self.scene.relay.quoting(head, sent):
                self.scene.relay.add(statement, medium)
        for earlier in reversed(self.scene.statements):
            same = {s.label for s in earlier.speakers} & {s.label for s in speakers}
            unnamed = report is not None and all(s.entity is None for s in speakers) and earlier.speakers
            if (same or unnamed) and earlier.cue[0] >= start and not earlier.carried:
                for medium in statement.media:
                    self.scene.relay.add(earlier, medium)
                return None, "relay"
            if earlier.cue[1] <= start:
                break
        return statement, ""

    def revealed(self, hit: CueHit, sent: Span, previous: Span | None) -> StatementDraft | None:
        """Read "To say it is the mayor", where what went before is what the mayor says."""
        at = hit.token.i
        if hit.token.tag_ != "VB" or at - 1 != sent.start or self.doc[at - 1].lower_ != "to":
            return None
        it, be = at + 1, at + 2
        if be + 1 >= sent.end:
            return None
        if previous is None or self.doc[it].lower_ not in {"it", "so", "this", "them"}:
            return self._cleft(hit, sent, previous)
        if self.doc[be].text == ",":
            be = next((i + 1 for i in range(be + 1, min(be + 8, sent.end - 2)) if self.doc[i].text == ","), be)
        first = be + 1
        if self.doc[be].lemma_ != "be":
            return None
        head = climb(self.doc[first], self.doc[be])
        if not self.scene.speakers.can_speak(head):
            return None
        speakers = self.scene.speakers.resolve(head, first, sent.end)
        return self.scene.draft(hit, hit.cues[0], speakers, self.before(previous)) if speakers else None

    def _cleft(self, hit: CueHit, sent: Span, previous: Span | None) -> StatementDraft | None:
        """Read "To confirm the fall of the bridge was the agency Aeria"."""
        token = hit.token
        thing = next((c for c in token.rights if c.dep_ in {"dobj", "ccomp"}), None)
        if token.dep_ != "csubj" or token.head.lemma_ != "be" or thing is None:
            return None
        noun = next((c for c in token.head.rights if c.dep_ == "attr"), None)
        if noun is None or not self.scene.speakers.can_speak(noun):
            return None
        news = thing.lemma_.lower() in self.scene.words.reports and thing.i == thing.right_edge.i
        if news and previous is not None:  # "To give the news was the mayor"
            speakers = self.scene.speakers.resolve(noun, token.head.i + 1, sent.end)
            return self.scene.draft(hit, GIVEN, speakers, self.before(previous)) if speakers else None
        content = self.scene.contents.content([(hit.end, min(thing.right_edge.i + 1, token.head.i))])
        speakers = self.scene.speakers.resolve(noun, token.head.i + 1, sent.end)
        return self.scene.draft(hit, hit.cues[0], speakers, content) if speakers and content is not None else None

    def _late_agent(self, hit: CueHit, sent: Span) -> Token | None:
        """Who said it in "announced at a briefing by the head of the service", where the "by" hangs on the briefing."""
        for token in self.doc[hit.end : sent.end]:
            if token.lower_ == "by" and token.dep_ in {"prep", "agent"} and hit.passive:
                noun = next((c for c in token.rights if c.dep_ == "pobj"), None)
                return noun if noun is not None and self.scene.speakers.can_speak(noun) else None
        return None

    def before(self, previous: Span) -> Content:
        """What went before as a content: the quotation that closes there, or the sentence."""
        closing = self.scene.contents.closing.get(self._last_mark(previous))
        if closing is not None and closing.open <= previous.start:
            return Content([self.scene.contents.trim(closing.open + 1, closing.close)], "direct")
        mixed = any(i in self.scene.contents.opening for i in range(previous.start, previous.end))
        return Content([self.scene.contents.trim(previous.start, previous.end)], "mixed" if mixed else "indirect")

    def _last_mark(self, sent: Span) -> int:
        """Index of the last token of a sentence that is no full stop and no blank."""
        for token in reversed(list(sent)):
            if not token.is_space and token.text != ".":
                return int(token.i)
        return -1

    def in_report(self, hit: CueHit) -> Token | None:
        """The report that a passive cue names as its place: "read in a statement"."""
        for child in hit.token.rights:
            if child.dep_ == "prep" and child.lower_ in {"in", "by", "on", "from"}:
                for noun in child.children:
                    known = noun.lemma_.lower() in self.scene.words.reports
                    known = known or (child.lower_ == "from" and self.scene.speakers.can_speak(noun))
                    known = known or (child.lower_ in {"in", "at"} and self.body(noun))
                    if noun.dep_ == "pobj" and known:
                        return noun
        return None

    def _unclaimed(self, previous: Span | None) -> bool:
        """Whether the sentence before is a quotation that nobody has said yet ("“...” So the mayor turned to ...")."""
        closing = self.scene.contents.closing.get(self._last_mark(previous)) if previous is not None else None
        if previous is None or closing is None or closing.open > previous.start:
            return False
        return not any(a < closing.close and closing.open < b for s in self.scene.statements for a, b in s.content)

    def body(self, noun: Token) -> bool:
        """Whether a noun means a body in which something is said ("it was noted in the ministry")."""
        found = mention_of(noun)
        if found is not None:
            return found.entity.kind == "Organization"
        return self.scene.speakers.naming.kind(noun) in {"body", "group", "voice"}

    def _parenthesis(self, hit: CueHit, end: int, sent: Span) -> Content | None:
        """The sentence around a speaker in commas: "The road, so the army, is open"."""
        commas = hit.start > sent.start and end < sent.end and self.doc[hit.start - 1].text == self.doc[end].text == ","
        return self.scene.contents.around((hit.start, end), sent) if commas else None

    def verbless(self, hit: CueHit, sent: Span, previous: Span | None) -> StatementDraft | None:
        """A sentence that only names the speaker of what went before: "Thus the minister."."""
        quoted = self.scene.contents.closed_before(hit.start)
        first = next((t.i for t in sent if is_word(t)), -1)
        if hit.end >= sent.end:
            return None
        noun = climb(self.doc[hit.end], self.doc[hit.start])
        start, end = phrase_of(noun, hit.end, sent.end)
        if start != hit.end or not self.scene.speakers.can_speak(noun) or noun.pos_ == "PRON":
            return None
        if self._parenthesis(hit, end, sent) is None and any(
            is_finite(t) and not any(a.dep_ in {"advcl", "relcl"} for a in (t, *t.ancestors))
            for t in self.doc[end : sent.end]
        ):
            after = self.doc[end]
            if after.dep_ != "prep" and after.dep_ != "mark" and not self._unclaimed(previous):
                return None
        speakers = self.scene.speakers.resolve(noun, hit.end, sent.end)
        closing = hit.start > first and self.doc[hit.start - 1].text == ","
        closing = closing and not any(map(is_word, self.doc[end : sent.end]))
        aside = self._parenthesis(hit, end, sent)
        if aside is not None and speakers:
            return self.scene.draft(hit, hit.cues[0], speakers, aside)
        if quoted is None and not closing and (previous is None or hit.start != first):
            return None
        if quoted is not None:
            content = Content([self.scene.contents.trim(quoted.open + 1, quoted.close)], "direct")
        elif closing:
            content = Content([self.scene.contents.trim(sent.start, hit.start)], "indirect")
        elif previous is not None:
            content = self.before(previous)
        else:
            return None
        return self.scene.draft(hit, hit.cues[0], speakers, content) if speakers else None
