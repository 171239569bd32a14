"""Phrases that name the source of a sentence: "according to ..."."""

from __future__ import annotations

from spacy.tokens import Span, Token

from kazkg.language.contents import Content, Range
from kazkg.language.cues import CueHit
from kazkg.language.drafts import MentionDraft, SourceDraft, StatementDraft
from kazkg.language.phrases import phrase_of
from kazkg.language.scene import Made, Scene
from kazkg.language.subjects import climb, is_finite, separator

__all__ = ["DEEP", "According"]

DEEP = frozenset({"relcl", "acl", "advcl", "pcomp"})
"""Relations of a verb that does not carry the sentence."""

WHOM = 12
"""How many tokens before "according to whom" the person may stand."""


class According:
    """Reads cues that are phrases.

    Args:
        scene: the document and what was read in it so far.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.doc = scene.doc

    def phrase(self, hit: CueHit, sent: Span, made: Made) -> StatementDraft | None:
        """The statement of "according to": a statement of its own, or the relay of one in the same sentence."""
        free = self.free_relative(hit, sent)
        noun = free if free is not None else self._noun_after(hit, sent)
        if noun is None:
            self.scene.dropped.append((hit.token.i, "no speaker"))
            return None
        behind = noun.i < hit.start
        sources = self.scene.speakers.resolve(noun, sent.start if behind else hit.end, sent.end)
        start, end = (sent.start, hit.end + 1) if behind else self._phrase_range(hit, noun, sent)
        if any("aside" in cue.slots for cue in hit.cues) and not self._set_off(start, end, sent):
            return None
        media: list[SourceDraft] = []
        if not behind:
            media, end = self.scene.relay.quoted_by(end, sent)
        if free is not None:
            mark = next((t.i for t in self.doc[noun.i + 1 : sent.end] if separator(t)), end)
            end = max(end, min(mark, noun.i + 12))
        if hit.cues[0].relay and not self.scene.speakers.can_speak(noun):
            return None
        cited = self._cited(noun, sent)
        main = [s for h, s in made if s.speakers and h.token.dep_ not in DEEP]
        before = [s for h, s in made if s.speakers and h.start < hit.start]
        if before and sources and hit.cues[0].relay:
            self._cite(before[-1], sources)
            return None
        main = [s for s in main if self._same_part(s, hit)]
        apart = self._apart(hit, end, main, sent) if sources else None
        if apart is not None:
            return self.scene.draft(hit, hit.cues[0], cited or sources, apart)
        if main:
            for source in sources:
                self.scene.relay.add(main[0], source)
            self.scene.dropped.append((hit.token.i, "relay"))
            return None
        unsourced = next((s for h, s in made if not s.speakers and h.token.dep_ not in DEEP), None)
        if unsourced is not None and sources:
            unsourced.speakers = cited or sources
            for source in sources if cited else ():
                self.scene.relay.add(unsourced, source)
            self.scene.dropped.append((hit.token.i, "relay"))
            return None
        if not sources and not cited and any(s.speakers for _, s in made):
            self.scene.dropped.append((hit.token.i, "relay"))
            return None
        content = self._bracketed(hit, sent) or self.scene.contents.without((start, end), sent)
        if content is None:
            self.scene.dropped.append((hit.token.i, "no content"))
            return None
        statement = self.scene.draft(hit, hit.cues[0], cited or sources, content)
        for medium in self.scene.relay.quoting(noun, sent) or media:
            self.scene.relay.add(statement, medium)
        if cited:
            for source in sources:
                self.scene.relay.add(statement, source)
        elif not sources:
            self.scene.relay.within(noun, statement, sent)
        return statement

    def _set_off(self, start: int, end: int, sent: Span) -> bool:
        """Whether an aside is closed by a separator or the end of the sentence, and names a speaker."""
        closed = end >= sent.end or separator(self.doc[end]) or self.doc[end].text in {".", "!", "?"}
        return closed and not any(is_finite(t) for t in self.doc[start + 3 : end])

    def _apart(self, hit: CueHit, end: int, main: list[StatementDraft], sent: Span) -> Content | None:
        """The clause before the phrase, where a clause with a speaker of its own follows ("nine got out, according to
        drivers, and by noon two were dead, the army said"); the first is taken out of what that speaker says.
        """
        if len(main) != 1 or main[0].cue[0] < end or end + 1 >= sent.end or self.doc[end].text != ",":
            return None
        joint = self.doc[end + 1]
        if joint.dep_ not in {"cc", "mark"} or not any(is_finite(t) for t in self.doc[end + 2 : main[0].cue[0]]):
            return None
        start = min(a for a, _ in main[0].content)
        content = self.scene.contents.content([(start, hit.start)]) if start < hit.start else None
        rest = [(max(a, end + 2), b) for a, b in main[0].content if b > end + 2]
        if content is None or not rest:
            return None
        main[0].content = [self.scene.contents.trim(*part) for part in rest]
        return content

    def _bracketed(self, hit: CueHit, sent: Span) -> Content | None:
        """The words before the phrase inside its own brackets: "(four, according to the army)"."""
        for i in range(hit.start - 1, max(sent.start, hit.start - 14) - 1, -1):
            if self.doc[i].text == ")":
                return None
            if self.doc[i].text == "(":
                return self.scene.contents.content([(i + 1, hit.start)])
        return None

    def _same_part(self, statement: StatementDraft, hit: CueHit) -> bool:
        """Whether no semicolon stands between a statement and the phrase."""
        low, high = sorted((statement.cue[0], hit.start))
        return not any(t.text == ";" for t in self.doc[low:high])

    def _cite(self, statement: StatementDraft, sources: list[SourceDraft]) -> None:
        """Put the source that a medium refers to in the medium's place."""
        labels = {s.label for s in sources}
        if any(m.label in labels for m in (*statement.media, *statement.speakers)):
            return
        carried, statement.speakers = statement.speakers, sources
        statement.media = [*carried, *statement.media]

    def free_relative(self, hit: CueHit, sent: Span) -> Token | None:
        """Who reported it in "according to what was reported by the agency" or "according to what the agency said"."""
        if hit.end >= sent.end or self.doc[hit.end].lower_ not in {"what", "how"}:
            return None
        for token in self.doc[hit.end + 1 : min(hit.end + 10, sent.end)]:
            if token.pos_ == "VERB" and token.lemma_.lower() in self.scene.words.verbs:
                self.scene.used.add(token.i)
                close = self.doc[token.i + 1 : min(token.i + 4, sent.end)]
                agent = next((c for c in (*token.children, *close) if c.dep_ == "agent"), None)
                nouns = agent.children if agent is not None else token.lefts
                return next((c for c in nouns if c.dep_ in {"pobj", "nsubj"} and c.tag_ not in {"WP", "WDT"}), None)
        return None

    def _noun_after(self, hit: CueHit, sent: Span) -> Token | None:
        last = self.doc[hit.end - 1]
        if hit.end < sent.end and self.doc[hit.end].lower_ in {"which", "whom"}:
            return self._antecedent(hit, sent)
        noun = next((c for c in last.children if c.dep_ == "pobj" and c.i > last.i), None)
        if noun is None and hit.end < sent.end:
            noun = climb(self.doc[hit.end], last)
        return noun if noun is not None and noun.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"} else None

    def _antecedent(self, hit: CueHit, sent: Span) -> Token | None:
        """Who "which" is in "the Kremlin, according to which": the noun before the comma; "whom" is a person."""
        at = hit.start - 2
        if self.doc[hit.end].lower_ == "whom":
            for i in range(at, max(at - WHOM, sent.start - 1), -1):
                found: MentionDraft | None = self.doc._.by_token.get(i)
                if found is not None and found.form == "name" and found.entity.kind == "Person":
                    return self.doc[found.head]
        if at < sent.start or self.doc[at + 1].text != "," or self.doc[at].pos_ not in {"NOUN", "PROPN"}:
            return None
        return self.doc[at]

    def _phrase_range(self, hit: CueHit, noun: Token, sent: Span) -> Range:
        """From the phrase's first word to the end of the source, with the clauses that hang on it."""
        start, end = hit.start, phrase_of(noun, hit.end, sent.end)[1]
        for child in noun.subtree:
            if child.dep_ in {"acl", "relcl"} and child.i < sent.end:
                end = max(end, child.right_edge.i + 1)
        if start > sent.start and self.doc[start - 1].pos_ == "ADV":
            start -= 1
        return start, min(end, sent.end)

    def _cited(self, noun: Token, sent: Span) -> list[SourceDraft]:
        """Whom the source itself cites: "according to Aeria, which cites the command"."""
        for token in noun.subtree:
            if token.lemma_.lower() in self.scene.words.verbs and any(
                c.relay for _, c in self.scene.words.verbs[token.lemma_.lower()]
            ):
                quoted = next((c for c in token.rights if c.dep_ == "dobj"), None)
                if quoted is not None and self.scene.speakers.can_speak(quoted):
                    self.scene.used.add(token.i)
                    return self.scene.speakers.resolve(quoted, sent.start, sent.end)
        return []
