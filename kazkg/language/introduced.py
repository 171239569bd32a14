"""Speakers named without a reporting word: "The mayor: “...”", "For the mayor, “...”", “...”, the mayor smiles."""

from __future__ import annotations

import re
from bisect import bisect_left

from spacy.attrs import ORTH
from spacy.strings import get_string_id
from spacy.tokens import Span, Token

from kazkg.knowledge.reporting import Cue
from kazkg.language.contents import Content
from kazkg.language.cues import CueHit
from kazkg.language.drafts import SourceDraft, StatementDraft, mention_of, zone_of
from kazkg.language.phrases import is_word, phrase_of
from kazkg.language.scene import Made, Scene
from kazkg.language.subjects import climb, is_finite, separator

__all__ = ["Introduced"]

CLOCK = re.compile(r"\d{1,2}[:.]\d{2}")
"""A time of day, as it opens the entries of a live blog."""
HEADINGS = frozenset({"headline", "subheading"})
COLON = get_string_id(":")
LEAD = 14
"""How many tokens may stand before the colon."""
WORDS = 3
"""How many words an unquoted content must have."""
IRREAL = frozenset({"would", "'d"})
CONTRASTS = ("on the other hand", "however ,", "instead ,", "on the contrary", "by contrast")
PEOPLE = ("Person", "Organization")
PLAIN = Cue("", "Say", frozenset({"quote"}), frozenset())


class Introduced:
    """Reads sentences that give words to a speaker by their order alone.

    Args:
        scene: the document and what was read in it so far.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.doc = scene.doc
        self.colons = [i for i, word in enumerate(self.doc.to_array(ORTH).tolist()) if word == COLON]
        """Where the document's colons stand."""

    def read(self, sent: Span, made: Made) -> StatementDraft | None:
        """The statement of the sentence, or None where it is built otherwise."""
        low = bisect_left(self.colons, sent.start)
        colon = self.colons[low] if low < len(self.colons) and self.colons[low] < sent.end else -1
        told = self._colon(sent, colon, made) if colon > 0 else None
        told = told or self._for(sent, made) or self._closing(sent, made)
        return told or (self._acting(sent, colon, made) if colon > sent.start + 2 else None)

    def _hit(self, start: int, end: int) -> CueHit:
        return CueHit(self.doc[start], start, end, [PLAIN], tense="present")

    def _colon(self, sent: Span, colon: int, made: Made) -> StatementDraft | None:
        """A name or an office, a colon, and what is said."""
        first = next((t.i for t in sent if is_word(t)), sent.end)
        if first + 1 < colon and CLOCK.fullmatch(self.doc[first].text):  # "14:30 – The ministry: ..."
            first = next((i for i in range(first + 1, colon) if is_word(self.doc[i])), colon)
        if (
            colon <= first
            or colon >= first + LEAD
            or colon + 1 >= len(self.doc)
            or any(h.start < colon for h, _ in made)
        ):
            return None
        if any(is_finite(t) or t.tag_ == "VBG" for t in self.doc[first:colon]):
            return None
        head = self._lead(first, colon)
        if head is None:
            return None
        after = next((i for i in range(colon + 1, len(self.doc)) if not self.doc[i].is_space), colon + 1)
        quote = self.scene.contents.opening.get(after)
        if quote is not None and any(x < quote.close and quote.open < y for _, s in made for x, y in s.content):
            return None
        if quote is not None:
            content = Content([self.scene.contents.trim(quote.open + 1, quote.close)], "direct")
        elif self._bare(head, first, colon) and sum(map(is_word, self.doc[colon + 1 : sent.end])) >= WORDS:
            content = Content([self.scene.contents.trim(colon + 1, sent.end)])
        else:
            return None
        return self._made(self.scene.speakers.resolve(head, first, colon), (colon, colon + 1), content)

    def _lead(self, first: int, colon: int) -> Token | None:
        """The head of the one phrase that stands before the colon."""
        head = climb(self.doc[first], self.doc[first - 1] if first else self.doc[first])
        if head.i >= colon or head.pos_ not in {"NOUN", "PROPN", "ADJ"}:
            found = mention_of(self.doc[first])
            if found is None or found.end > colon:
                return None
            head = self.doc[found.head]
        if not self.scene.speakers.can_speak(head):
            return None
        return head

    def _bare(self, head: Token, first: int, colon: int) -> bool:
        """Whether nothing but somebody's name stands before the colon, so that unquoted words are his."""
        found = mention_of(head)
        if found is None:
            return self._titled(head, first, colon)
        if found.form != "name" or found.entity.kind not in PEOPLE:
            return False
        return found.start - first <= 3 and found.end == colon

    def _titled(self, head: Token, first: int, colon: int) -> bool:
        """Whether nothing but a noun for a speaker stands before the colon ("Police: the road is open")."""
        naming = self.scene.speakers.naming
        kind = naming.kind(head)
        given = kind == "report" and any(
            mention_of(t) is not None or naming.kind(t) in {"body", "group", "voice"} for t in self.doc[first : head.i]
        )  # "Police statement: ..."
        if (kind not in {"body", "group", "voice", "office"} and not given) or head.i != colon - 1 or colon - first > 4:
            return False
        told = any(is_finite(t) for t in self.doc[colon + 1 : head.sent.end])
        return told or zone_of(head) in HEADINGS

    def _for(self, sent: Span, made: Made) -> StatementDraft | None:
        """Read "For the mayor, ..." before quoted words or a conditional."""
        first = next((t for t in sent if is_word(t)), None)
        if first is None or first.lower_ not in {"for", "to"} or any(s.speakers for _, s in made):
            return None
        noun = next((c for c in first.rights if c.dep_ == "pobj"), None)
        if noun is None or not self.scene.speakers.can_speak(noun) or noun.pos_ == "PRON":
            return None
        bare = self._unparted(noun, sent)
        if bare is not None:
            return self._made(
                self.scene.speakers.resolve(noun, first.i + 1, bare),
                (first.i, first.i + 1),
                Content([self.scene.contents.trim(bare, sent.end)]),
            )
        end = next((i for i in range(noun.i + 1, sent.end) if self.doc[i].text == "," and i > noun.i), -1)
        if end < 0 or any(is_finite(t) and t.dep_ != "relcl" for t in self.doc[first.i : end]):
            return None
        clause = next((c for c in noun.rights if c.dep_ in {"relcl", "appos"} and c.left_edge.i <= end + 1), None)
        if clause is not None:
            closing = next((i for i in range(clause.i, sent.end) if self.doc[i].text == ","), end)
            end = max(end, closing)
        rest = self.doc[end + 1 : sent.end]
        quoted = any(t.i in self.scene.contents.opening for t in rest)
        irreal = any(t.lower_ in IRREAL for t in rest) or self._set_against(end + 1)
        irreal = irreal or (self._judged(rest) and mention_of(noun) is not None and self._human(noun))
        if not quoted and not irreal:
            return None
        if not any(is_finite(t) for t in rest):
            return None
        while end + 1 < sent.end and (rest[0].pos_ == "ADV" and self.doc[end + 2].text == ","):
            end, rest = end + 2, self.doc[end + 3 : sent.end]
        content = Content([self.scene.contents.trim(end + 1, sent.end)], "mixed" if quoted else "indirect")
        return self._made(self.scene.speakers.resolve(noun, first.i + 1, sent.end), (first.i, first.i + 1), content)

    def _unparted(self, noun: Token, sent: Span) -> int | None:
        """Where a conditional begins right behind a name ("For Doe the dead would be 190"); None where none does."""
        found = mention_of(noun)
        if found is None or found.form != "name" or found.entity.kind not in PEOPLE or found.end >= sent.end:
            return None
        after = self.doc[found.end]
        verb = next((t for t in self.doc[found.end : sent.end] if is_finite(t) or t.text == ","), None)
        irreal = verb is not None and verb.lower_ in IRREAL
        return found.end if irreal and after.pos_ in {"DET", "PRON", "NUM"} else None

    def _judged(self, rest: Span) -> bool:
        """Whether a clause that judges follows ("it was the guards who ...") rather than one that tells."""
        cleft = len(rest) > 3 and rest[0].lower_ == "it" and rest[1].lemma_ == "be"
        return cleft and any(t.tag_ in {"WP", "WDT"} for t in rest)

    def _set_against(self, at: int) -> bool:
        """Whether "on the other hand" or "however" shows that views are set against one another."""
        words = " ".join(t.lower_ for t in self.doc[at : at + 4])
        return words.startswith(CONTRASTS)

    def _closing(self, sent: Span, made: Made) -> StatementDraft | None:
        """Quoted words, a comma, and somebody who does something: “...”, the mayor defends himself."""
        for quote in self.scene.contents.quotes:
            i = quote.close
            if not sent.start <= i < sent.end - 2 or any(
                a < quote.close and quote.open < b for _, s in made for a, b in s.content
            ):
                continue
            comma = self.doc[i + 1].text == "," or self.doc[i - 1].text == ","
            start = i + 2 if self.doc[i + 1].text == "," else i + 1
            if not comma or start >= sent.end or not self._free(quote.open, sent):
                continue
            acted = self._inverted(start, sent)
            if acted is not None:
                content = Content([self.scene.contents.trim(quote.open + 1, quote.close)], "direct")
                return self._made(self.scene.speakers.resolve(acted, start + 1, sent.end), (start, start + 1), content)
            head = climb(self.doc[start], self.doc[start - 1])
            verb = self.doc[head.right_edge.i + 1] if head.right_edge.i + 1 < sent.end else None
            if verb is None or head.pos_ not in {"NOUN", "PROPN", "PRON"} or verb.pos_ != "VERB" or not is_finite(verb):
                continue
            rest = self.doc[verb.i + 1 : sent.end]
            if head.dep_ != "nsubj" or head.head.i != verb.i or sum(map(is_word, rest)) > 4:
                continue
            if not self.scene.speakers.can_speak(head) or any(separator(t) for t in rest):
                continue
            content = Content([self.scene.contents.trim(quote.open + 1, quote.close)], "direct")
            return self._made(self.scene.speakers.resolve(head, start, verb.i), (verb.i, verb.i + 1), content)
        return None

    def _inverted(self, start: int, sent: Span) -> Token | None:
        """Who acts in “...”, attacks the leader of the opposition."""
        verb = self.doc[start]
        if verb.pos_ != "VERB" or not is_finite(verb) or start + 1 >= sent.end:
            return None
        first = self.doc[start + 1]
        if first.pos_ not in {"DET", "PROPN"}:
            return None
        head = climb(first, verb)
        after = self.doc[phrase_of(head, start + 1, sent.end)[1] : sent.end]
        ended = not len(after) or separator(after[0]) or after[0].text in {".", "!", "?"}
        return head if ended and self._human(head) else None

    def _acting(self, sent: Span, colon: int, made: Made) -> StatementDraft | None:
        """Whole quoted sentences after a colon, for whoever acts before it: The mayor waved it off: “...”."""
        after = next((i for i in range(colon + 1, len(self.doc)) if not self.doc[i].is_space), -1)
        quote = self.scene.contents.opening.get(after)
        if quote is None or not self.scene.contents.whole(quote):
            return None
        if any(a < quote.close and quote.open < b for _, s in made for a, b in s.content):
            return None
        head = self._actor(sent, colon)
        if head is None or any(self.scene.contents.inside.get(i) is not None for i in (head.i, colon)):
            return None
        content = Content([self.scene.contents.trim(quote.open + 1, quote.close)], "direct")
        return self._made(self.scene.speakers.resolve(head, sent.start, colon), (colon, colon + 1), content)

    def _actor(self, sent: Span, colon: int) -> Token | None:
        """The last agent of a passive before the colon, or the subject of the main clause."""
        actors = [t for t in self.doc[sent.start : colon] if t.dep_ in {"nsubj", "pobj", "nsubjpass"}]
        for token in actors:
            if token.dep_ != "pobj" and token.head.dep_ not in {"relcl", "acl", "advcl"} and self._human(token):
                return token
        for token in reversed(actors):
            if token.dep_ == "pobj" and token.head.lower_ == "by" and self._human(token):
                return token
        return None

    def _human(self, token: Token) -> bool:
        """Whether a noun or pronoun means a person, or a body that is no place."""
        found = mention_of(token)
        if found is not None:
            return found.entity.kind in PEOPLE
        if token.pos_ == "PRON":
            return token.lower_ in {"he", "she", "they"}
        return self.scene.speakers.naming.kind(token) not in {"", "report"}

    def _free(self, opening: int, sent: Span) -> bool:
        """Whether a quotation begins its sentence, stands after a colon, or began before the sentence."""
        if opening <= sent.start:
            return True
        before = self.doc[opening - 1]
        return before.is_space or before.text in {":", "–", "—"}

    def _made(self, speakers: list[SourceDraft], cue: tuple[int, int], content: Content) -> StatementDraft | None:
        part = content.parts[0]
        if not speakers or part[0] >= part[1]:
            return None
        return self.scene.draft(self._hit(*cue), PLAIN, speakers, content)

    def silent(self, token: Token) -> bool:
        """Whether a sentence stands in a zone in which nobody is quoted even so."""
        return zone_of(token) in {"caption", "credit", "source", "boilerplate", "dateline"}
