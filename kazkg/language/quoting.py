"""Media that quote: "Aeria quoted the minister as saying", "as reported by the agency"."""

from __future__ import annotations

from spacy.tokens import Span, Token

from kazkg.language.contents import Content, Range
from kazkg.language.cues import CueHit
from kazkg.language.drafts import SourceDraft, StatementDraft, mention_of
from kazkg.language.scene import Made, Outcome, Scene
from kazkg.language.subjects import separator, subject_of

__all__ = ["Quoting"]

DIRECTIVE = frozenset({"Ask", "CallFor", "Instruct", "Suggest"})
"""Acts that want something done, and so tell nothing of what was done."""


class Quoting:
    """Reads cues of quoting.

    Args:
        scene: the document and what was read in it so far.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.doc = scene.doc

    def reported_by(self, hit: CueHit, sent: Span, made: Made) -> Outcome:
        """A participle with an agent: "as reported by the agency", "a toll provided by ..."."""
        head = subject_of(hit, hit.token)
        if head is None:
            return None, "no speaker"
        if hit.token.dep_ == "acl" and hit.token.head.lemma_.lower() in self.scene.words.reports:
            return None, "relay"
        as_mark = any(c.lower_ == "as" for c in hit.token.lefts)
        if as_mark and all(cue.act in DIRECTIVE for cue in hit.cues):
            return None, "no content"  # "The curfew was lifted, as requested by the army": who asked tells nothing
        if not as_mark:
            answered = self._answered(hit, head, sent)
            if answered is not None:
                return answered, ""
        for _, statement in made:
            if as_mark and any(t.text == ";" for t in self.doc[statement.cue[0] : hit.start]):
                continue  # another part of the sentence
            against = as_mark and statement.speakers and statement.polarity == "negative"
            cut = [(a, min(b, hit.token.left_edge.i)) for a, b in statement.content if a < hit.token.left_edge.i]
            if against and cut:
                statement.content = [self.scene.contents.trim(*part) for part in cut]
                others = self.scene.speakers.resolve(head, sent.start, sent.end)
                denied = Content(list(statement.content))
                return (self.scene.draft(hit, hit.cues[0], others, denied), "") if others else (None, "no speaker")
            if statement.speakers and (as_mark or self._covers(statement, hit.token.head.i)):
                for medium in self.scene.speakers.resolve(head, sent.start, sent.end):
                    self.scene.relay.add(statement, medium)
                return None, "relay"
        if not as_mark:
            return None, "relay" if any(c.relay for c in hit.cues) else "no content"
        speakers = self.scene.speakers.resolve(head, sent.start, sent.end)
        content = self.scene.contents.without((hit.token.left_edge.i, hit.token.right_edge.i + 1), sent)
        if content is None or not speakers:
            return None, "no content"
        content.parts = self._part_of(content.parts, hit.start)
        statement = self.scene.draft(hit, hit.cues[0], speakers, content)
        self.scene.relay.channels(hit, statement, sent)  # "as confirmed to Aeria by the army"
        return statement, ""

    def _answered(self, hit: CueHit, head: Token, sent: Span) -> StatementDraft | None:
        """What somebody else's word meets with: "a claim dismissed by the mayor", "charges denied by the army"."""
        noun = hit.token.head
        cue = next((c for c in hit.cues if c.polarity == "negative" or "object" in c.slots), None)
        if cue is None or cue.act == "Report" or noun.pos_ != "NOUN" or hit.token.dep_ != "acl":
            return None
        if noun.lemma_.lower() not in self.scene.words.nouns and cue.polarity != "negative":
            return None
        speakers = self.scene.speakers.resolve(head, hit.end, sent.end)
        content = self.scene.contents.content([(noun.left_edge.i, hit.start)])
        return self.scene.draft(hit, cue, speakers, content) if speakers and content is not None else None

    def _part_of(self, parts: list[Range], at: int) -> list[Range]:
        """The parts without what stands beyond a semicolon from ``at``."""
        kept = []
        contents = self.scene.contents
        for start, end in parts:
            marks = [i for i in range(start, end) if self.doc[i].text == ";" and i not in contents.inside]
            start = max([start, *(i + 1 for i in marks if i < at)])
            end = min([end, *(i for i in marks if i > at)])
            kept.append(contents.trim(start, end))
        return [part for part in kept if part[0] < part[1]] or parts

    def _covers(self, statement: StatementDraft, index: int) -> bool:
        """Whether the token belongs to the source phrase of the statement."""
        return any(s.start <= index < s.end for s in statement.speakers)

    def heard(self, hit: CueHit, head: Token | None, sent: Span) -> StatementDraft | None:
        """Somebody who has it from another: "learned Aeria from two sources", "had heard from mayors that"."""
        cue = next((c for c in hit.cues if "from" in c.preps), None)
        prep = next((c for c in hit.token.rights if c.dep_ == "prep" and c.lower_ == "from"), None)
        noun = next((c for c in prep.rights if c.dep_ == "pobj"), None) if prep is not None else None
        told = hit.passive and not any(c.lower_ == "it" for c in hit.token.lefts)
        if cue is None or noun is None or told or not self.scene.speakers.can_speak(noun):
            return None
        speakers = self.scene.speakers.resolve(noun, noun.left_edge.i, sent.end)
        clause = self.scene.contents.complements.clause(hit, sent)
        after = self.doc[hit.end] if hit.end < sent.end else None
        if after is not None and mention_of(after) is not None and separator(self.doc[hit.start - 1]):
            head = after  # "..., learned Aeria from two sources"
        if clause is not None and clause[0] > noun.i:
            content = self.scene.contents.content([clause])
        else:
            start = min(hit.start, head.left_edge.i) if head is not None else hit.start
            content = self.scene.contents.around((start, noun.right_edge.i + 1), sent)
        if content is None or not speakers:
            return None
        statement = self.scene.draft(hit, cue, speakers, content)
        for medium in self.scene.speakers.resolve(head, sent.start, sent.end) if head is not None else []:
            if self.scene.relay.carries(medium):
                self.scene.relay.add(statement, medium)
        return statement

    def quotes(self, hit: CueHit, head: Token | None, sent: Span, made: Made) -> Outcome | None:
        """A medium that quotes a speaker; None where the verb is used in another way."""
        token = hit.token
        quoted = next((c for c in token.rights if c.dep_ == "dobj" and c.pos_ != "PRON"), None)
        if hit.passive:
            quoted = next((c for c in token.lefts if c.dep_ == "nsubjpass"), None)
            if quoted is None and token.dep_ == "conj":
                first = token.head  # "The mayor survived and was quoted as saying"
                quoted = first.head if first.dep_ == "acl" else subject_of(None, first)
        if quoted is None or not self.scene.speakers.can_speak(quoted):
            return None
        speakers = self.scene.speakers.resolve(quoted, sent.start, sent.end)
        paper = quoted.lemma_.lower() in self.scene.words.independent and self.scene.speakers.issuer(quoted) is None
        if not speakers or paper:
            return (None, "relay") if paper and token.tag_ == "VBG" else None
        saying = self._as_saying(token)
        media = self._media(hit, head, saying, sent)
        if token.tag_ == "VBG" and self.doc[token.i - 1].text == "," and made:
            statement = max((s for _, s in made), key=lambda s: (s.cue[0] < hit.start, s.cue[0]))
            if statement.speakers and all(self._carries(statement, s) for s in statement.speakers):
                statement.media = [*statement.speakers, *statement.media]
                statement.speakers = speakers
                return None, "relay"
        for _, statement in made:
            if token.dep_ in {"advcl", "relcl", "acl"} and {m.label for m in media} & {
                s.label for s in statement.speakers
            }:
                carried, statement.speakers = statement.speakers, speakers
                statement.media = [*carried, *statement.media]
                return None, "relay"
        content: Content | None = None
        if saying is not None:
            self.scene.used.add(saying.i)
            inner = CueHit(saying, saying.i, saying.i + 1, hit.cues)
            cue = next((c for c in hit.cues if c.relay), hit.cues[0])
            content = self.scene.contents.of(inner, cue, (saying.i, saying.i + 1), sent)
        if content is None:
            start, end = self.scene.contents.frame(hit, head, sent)
            end = max(end, quoted.right_edge.i + 1, saying.right_edge.i + 1 if saying is not None else 0)
            for child in token.rights:
                if child.dep_ == "advcl" and child.tag_ == "VBN" and any(c.lower_ == "as" for c in child.lefts):
                    end = max(end, child.right_edge.i + 1)
                    self.scene.used.add(child.i)
            if hit.passive:
                start = min(start, quoted.left_edge.i)
            content = self.scene.contents.beyond((start, min(end, sent.end)), sent)
        if content is None:
            if token.dep_ in {"advcl", "relcl", "acl"}:
                return None, "relay"
            return None, "no content"
        statement = self.scene.draft(hit, hit.cues[0], speakers, content)
        for medium in media:
            self.scene.relay.add(statement, medium)
        for medium in self.scene.relay.quoting(token, sent):
            self.scene.relay.add(statement, medium)
        return statement, ""

    def _carries(self, statement: StatementDraft, source: SourceDraft) -> bool:
        """Whether a source that cites another is a medium: by name or noun, or a body of unknown kind that reports."""
        unknown = source.entity is not None and source.entity.cls == "Organization" and not source.entity.known
        return self.scene.relay.carries(source) or (unknown and statement.act == "Report")

    def _media(self, hit: CueHit, head: Token | None, saying: Token | None, sent: Span) -> list[SourceDraft]:
        """Who quotes: the subject, or the agent of "is quoted as saying by"."""
        if not hit.passive:
            return self.scene.speakers.resolve(head, sent.start, hit.start) if head is not None else []
        for verb in (hit.token, saying):
            for child in verb.rights if verb is not None else ():
                if child.lower_ == "by":
                    noun = next((c for c in child.children if c.dep_ == "pobj"), None)
                    return self.scene.speakers.resolve(noun, hit.end, sent.end) if noun is not None else []
        return []

    def _as_saying(self, token: Token) -> Token | None:
        for child in token.rights:
            if child.dep_ == "prep" and child.lower_ == "as":
                return next((c for c in child.children if c.dep_ == "pcomp" and c.tag_ == "VBG"), None)
            if child.dep_ == "advcl" and child.tag_ == "VBG" and any(c.lower_ == "as" for c in child.lefts):
                return child
        return None
