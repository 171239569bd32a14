"""Sources at the end of a headline: "Nine dead: officials", "Nine dead – police report", "Nine dead, says X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Span, Token

from kazkg.knowledge.reporting import Cue
from kazkg.language.contents import Content
from kazkg.language.cues import CueHit
from kazkg.language.drafts import SourceDraft, StatementDraft, mention_of
from kazkg.language.phrases import is_word
from kazkg.language.sources import drawn

if TYPE_CHECKING:
    from kazkg.language.scene import Scene

__all__ = ["Headlines"]

MARKS = frozenset({":", "–", "—", "-"})
LONGEST = 6
"""How many tokens a source at a headline's end may have."""
SHORTEST = 3
"""How many words must stand before it."""
SAYS = frozenset({"VBZ", "VBP", "VBD", "VB", "NNS", "NNPS"})
"""Tags of a verb of telling at the end; the tagger takes "says" in headlines for a plural too."""
ISSUED = frozenset({"report", "statement", "study", "survey", "findings", "toll", "count", "data", "figures"})
"""What a body gives out."""
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "DET", "PART"})
BODIES = frozenset({"body", "group", "voice"})
PLAIN = Cue("", "Say", frozenset({"quote"}), frozenset())


class Headlines:
    """Reads the sources of one document's headlines.

    Args:
        scene: the document and what was read in it so far.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.doc = scene.doc
        self.naming = scene.speakers.naming

    def read(self) -> list[StatementDraft]:
        """A statement for each headline that ends with its source, in reading order; none where one was read."""
        article = self.doc._.article
        found = []
        for zone in article.zones if article is not None else ():
            line = (
                self.doc.char_span(zone.begin, zone.end, alignment_mode="expand") if zone.kind == "headline" else None
            )
            if line is None or any(line.start <= s.cue[0] < line.end for s in self.scene.statements):
                continue
            told = self._behind_mark(line) or self._behind_comma(line)
            if told is not None:
                found.append(told)
        return found

    def _end(self, line: Span) -> int:
        """The end of a line without white space and full stops."""
        end = line.end
        while end > line.start and (self.doc[end - 1].is_space or self.doc[end - 1].text == "."):
            end -= 1
        return end

    def _behind_mark(self, line: Span) -> StatementDraft | None:
        """As in "Nine dead in floods: officials"."""
        end = self._end(line)
        at = next((i for i in range(end - 2, max(end - 2 - LONGEST, line.start), -1) if self.doc[i].text in MARKS), -1)
        if at < 0 or (self.doc[at].text != ":" and not (self.doc[at].whitespace_ and self.doc[at - 1].whitespace_)):
            return None
        if not self._is_source(at + 1, end, self.doc[at].text == ":"):
            return None
        return self._made(line, at, (at, at + 1), PLAIN, (at + 1, end))

    def _behind_comma(self, line: Span) -> StatementDraft | None:
        """As in "Nine dead in floods, says ministry", "Nine dead in floods, ministry says"."""
        end = self._end(line)
        at = next((i for i in range(end - 3, max(end - 3 - LONGEST, line.start), -1) if self.doc[i].text == ","), -1)
        if at < 0:
            return None
        for verb, source in ((at + 1, (at + 2, end)), (end - 1, (at + 1, end - 1))):
            cue = self._telling(self.doc[verb])
            if cue is not None and self._is_source(*source, True):
                return self._made(line, at, (verb, verb + 1), cue, source)
        return None

    def _telling(self, token: Token) -> Cue | None:
        """The cue of a verb that may tell what stands before it."""
        verb = self.scene.words.verb(token.lemma_.lower(), token.lower_) if token.tag_ in SAYS else None
        cues = [cue for rest, cue in self.scene.words.verbs.get(verb or "", ()) if not rest]
        return next((cue for cue in cues if "quote" in cue.slots and not cue.everyday and not cue.relay), None)

    def _is_source(self, start: int, end: int, plain: bool) -> bool:
        """Whether a few words are nothing but somebody, or what a body gives out; a dash parts other things too."""
        words = self.doc[start:end]
        if any(t.pos_ not in NOMINAL and t.lower_ not in {"of", "for"} for t in words):
            return False
        found = mention_of(words[-1])
        if found is not None and found.start >= start and found.form == "name" and found.end == end:
            media = "MediaOrganization" in self.scene.speakers.triples.ancestors(found.entity.cls)
            return found.entity.kind in {"Organization", "Person"} and (plain or not media)
        kind = self.naming.kind(words[-1])
        if kind == "report" or words[-1].lower_ in ISSUED:
            return any(mention_of(t) is not None or self.naming.kind(t) in BODIES for t in words[:-1])
        return kind in BODIES or (plain and kind in {"crowd", "office"})

    def _made(
        self, line: Span, at: int, cue: tuple[int, int], word: Cue, source: tuple[int, int]
    ) -> StatementDraft | None:
        if sum(map(is_word, self.doc[line.start : at])) < SHORTEST:
            return None
        head = self.doc[source[1] - 1]
        issued = head.lower_ in ISSUED or self.naming.kind(head) == "report"
        speaker = self.scene.speakers.source(head, *source)
        if issued and (speaker is None or speaker.entity is None):
            body = next(
                (t for t in self.doc[source[0] : head.i] if mention_of(t) or self.naming.kind(t) in BODIES), None
            )
            speaker = self.scene.speakers.source(body, source[0], body.i + 1) if body is not None else None
        if speaker is None:
            return None
        if speaker.entity is None and self.naming.kind(head) == "office" and source[1] - source[0] == 1:
            speaker = self._holder(head) or speaker
        hit = CueHit(self.doc[cue[0]], *cue, [word], tense="present")
        return self.scene.draft(hit, word, [speaker], Content([self.scene.contents.trim(line.start, at)]))

    def _holder(self, office: Token) -> SourceDraft | None:
        """The one person below whom the article calls by the office, None where nobody or more than one is."""
        people = {m.entity.key: m.entity for m in self.doc._.mentions if m.entity.kind == "Person" and m.entity.role}
        held = [p for p in people.values() if p.role is not None and office.lower_ in p.role.split()]
        return drawn(held[0], office.i, office.i + 1) if len(held) == 1 else None
