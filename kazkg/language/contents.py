"""What is said: the exact token ranges of a statement's content."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from kazkg.knowledge.reporting import Cue, Reporting
from kazkg.language.complements import Complements, Range
from kazkg.language.cues import CueHit
from kazkg.language.drafts import QuoteDraft, mention_of
from kazkg.language.phrases import phrase_of
from kazkg.language.quotes import around_name
from kazkg.language.subjects import DASHES, inverted_subject, is_finite, separator, subject_of

__all__ = ["Content", "Contents", "Range"]

FIRST_PERSON = frozenset({"i", "we"})
ATTENDANT = frozenset({"as", "while", "after", "before", "when", "amid", "whereas"})
"""Words that begin what goes on beside a closing attribution."""


@dataclass(slots=True)
class Content:
    """Parts of a content, in order, and how it is quoted."""

    parts: list[Range] = field(default_factory=list)
    mode: str = "indirect"


class Contents:
    """Finds contents in one document.

    Args:
        doc: the document, with its quotations paired.
        words: the reporting vocabulary.
    """

    def __init__(self, doc: Doc, words: Reporting) -> None:
        self.doc = doc
        self.words = words
        self.quotes: list[QuoteDraft] = [q for q in doc._.quotes if not around_name(doc, q)]
        self.opening = {one.open: one for one in self.quotes}
        self.closing = {one.close: one for one in self.quotes}
        self.complements = Complements(doc, words, self.opening)
        self.inside: dict[int, QuoteDraft] = {}
        """Token index to the innermost quotation around it."""
        for one in self.quotes:
            for i in range(one.open + 1, one.close):
                self.inside[i] = one

    def of(self, hit: CueHit, cue: Cue, frame: Range, sent: Span) -> Content | None:
        """The content of a verb cue, or None where the cue's slots are empty; a quoted cue has it in its quotation.

        Args:
            hit: the cue.
            cue: the reading of it that is tried.
            frame: the range of source, cue and their adverbials: what is not content.
            sent: the sentence of the cue.
        """
        found = self._of(hit, cue, frame, sent)
        quote = self.inside.get(hit.token.i)
        if found is None or quote is None or all(quote.open < a and b <= quote.close for a, b in found.parts):
            return found
        if quote.close <= found.parts[0][0] and not self._clausal(hit.start, self.doc[quote.open + 1 : quote.close]):
            return found  # the cue itself is quoted: “firmly condemned” the raid
        return self.content([(max(a, quote.open + 1), min(b, quote.close)) for a, b in found.parts])

    def _of(self, hit: CueHit, cue: Cue, frame: Range, sent: Span) -> Content | None:
        """The content as far as the sentence goes."""
        if "quote" in cue.slots and not self._has_object(hit, cue):
            found = self._quoted(frame, sent) or self.around(frame, sent)
            if found is not None:
                return found
        if "clause" in cue.slots:
            clause = self.complements.clause(hit, sent)
            if clause is not None:
                return self.content([clause])
        ranges = [self._untimed(*one) for one in self.complements.slots(hit, cue, sent)]
        if ranges:
            end = ranges[-1][1]
            quote = self.opening.get(end + 1) if end < sent.end and self.doc[end].text == ":" else None
            if quote is not None and not self._attributed(quote, sent):
                ranges.append((quote.open, quote.close + 1))
            return self.content(ranges)
        return (self._uttered(frame, sent) or self._after_colon(frame, sent)) if "quote" in cue.slots else None

    def _after_colon(self, frame: Range, sent: Span) -> Content | None:
        """Unquoted words after a colon: "The ministry replies: the report never arrived"."""
        at = frame[1]
        if at >= sent.end or self.doc[at].text != ":" or not any(is_finite(t) for t in self.doc[at + 1 : sent.end]):
            return None
        return self.content([(at + 1, sent.end)])

    def _has_object(self, hit: CueHit, cue: Cue) -> bool:
        """Whether a set-off participle has an object of its own: "..., blaming the army"."""
        taken = any(c.dep_ in {"dobj", "ccomp"} for c in hit.token.rights)
        return hit.token.tag_ == "VBG" and "object" in cue.slots and taken

    def _attributed(self, quote: QuoteDraft, sent: Span) -> bool:
        """Whether a reporting verb of its own follows the quotation."""
        return any(
            t.pos_ == "VERB" and self.words.verb(t.lemma_.lower(), t.lower_) is not None
            for t in self.doc[quote.close : sent.end]
        )

    def _described(self, start: int, sent: Span) -> int:
        """Where a source begins that a clause describes: "..., a shop owner who gave his name as Doe told"."""
        for i in range(start - 1, max(sent.start, start - 14), -1):
            if separator(self.doc[i]):
                who = any(t.tag_ == "WP" for t in self.doc[i + 1 : start])
                return i + 1 if who and self.doc[i].text == "," and i + 1 < start else start
        return start

    def _joined(self, after: Range, frame: Range) -> bool:
        """Whether a clause that is coordinated with the attribution follows: "..., he said, but she left"."""
        first = self.doc[after[0]] if after[0] < after[1] else None
        if first is None or first.dep_ != "cc":
            return False
        return frame[0] <= first.head.i < frame[1] or first.lower_ == "but"

    def _attendant(self, token: Token) -> bool:
        """Whether what follows a closing attribution is not said: "as explosions rocked ...", "citing a commander"."""
        if token.tag_ == "VBG":
            return self.words.verb(token.lemma_.lower(), token.lower_) is not None
        return token.lower_ in ATTENDANT and token.dep_ in {"mark", "prep", "advmod"}

    def _uttered(self, frame: Range, sent: Span) -> Content | None:
        """Quoted words right after the verb that are no part of a clause: chanted “...”."""
        quote = self.opening.get(frame[1])
        if quote is None or quote.close >= sent.end:
            return None
        after = self.doc[quote.close + 1] if quote.close + 1 < sent.end else None
        if after is not None and after.pos_ in {"VERB", "AUX", "NOUN", "PROPN", "ADJ"}:
            return None
        return Content([self.trim(quote.open + 1, quote.close)], "direct")

    def _untimed(self, start: int, end: int) -> Range:
        """The range without a closing "on Wednesday", which tells when it was said."""
        for i in range(end - 1, max(start, end - 4), -1):
            if self.doc[i].lower_ in {"on", "in", "at"} and self.doc[i].dep_ == "prep":
                rest = [t for t in self.doc[i + 1 : end] if not t.is_punct]
                if rest and all(t.ent_type_ in {"DATE", "TIME"} for t in rest):
                    return start, i
        return start, end

    def frame(self, hit: CueHit, head: Token | None, sent: Span) -> Range:
        """Source, cue and the adverbials between or after them: what is not content."""
        start, end = hit.start, hit.end
        if head is not None and sent.start <= head.i < sent.end:
            low, high = phrase_of(head, sent.start, sent.end)
            if head.i < hit.start:
                start = min(start, low)
                start = self._led(start, sent)
            else:
                end = max(end, high)
        for child in hit.token.children:
            if child.dep_ == "mark" and child.lower_ == "as" and child.i < start:
                start = child.i
            if (
                child.dep_ in {"aux", "auxpass", "neg", "advmod", "npadvmod"}
                and child.i < hit.start
                and child.i >= sent.start
            ):
                if not any(separator(t) for t in self.doc[child.i : hit.start]):
                    start = min(start, child.left_edge.i)
            elif child.i >= end and child.dep_ in {
                "prep",
                "agent",
                "npadvmod",
                "advmod",
                "dobj",
                "dative",
                "prt",
                "advcl",
            }:
                if child.dep_ == "advcl" and child.tag_ != "VBG":
                    continue
                if child.dep_ == "dobj" and not any(c.addressee for c in hit.cues):
                    continue
                if child.left_edge.i <= end and not any(t.i in self.opening for t in self.doc[end : child.i]):
                    last = child.right_edge.i + 1
                    mark = next((i for i in range(end, last) if separator(self.doc[i])), last)
                    end = max(end, mark)
        name = mention_of(self.doc[end]) if end < sent.end and end > hit.end else None
        if name is not None and name.start == end and self.doc[end - 1].pos_ == "NOUN":
            end = min(name.end, sent.end)  # "told the newspaper Aeria", where the parser cut the name off
        return start, end

    def closed_frame(self, frame: Range, inverted: bool, sent: Span) -> Range:
        """The frame of an attribution with what hangs on a speaker after the verb, up to the next separator."""
        start, end = frame
        if inverted and end < sent.end and not separator(self.doc[end]):
            ends = (i for i in range(end, sent.end) if separator(self.doc[i]) or self.doc[i].text in {".", "!", "?"})
            mark = next(ends, sent.end)
            relative = self.doc[end].tag_ in {"WP", "WDT"} or (
                self.doc[end].tag_ == "PRP" and self.doc[end].dep_ == "nsubj"
            )
            if relative or not any(is_finite(t) for t in self.doc[end:mark]):
                end = mark
        return start, end

    def _led(self, start: int, sent: Span) -> int:
        """The start of a source phrase with the words that the parser cut off, and the "as" that leads it."""
        at = start - 1
        while at > sent.start and start - at <= 6 and self.doc[at].pos_ in {"DET", "ADJ", "NOUN", "PROPN"}:
            at -= 1
        if at > sent.start and self.doc[at].lower_ == "as" and separator(self.doc[at - 1]):
            return at
        if at >= sent.start and at < start - 1 and (at in self.closing or self.doc[at].text == ","):
            return at + 1
        while start > sent.start and self.doc[start - 1].pos_ == "DET":
            start -= 1
        return self._titled(start) if start == sent.start else start

    def _titled(self, start: int) -> int:
        """The start of a name with a title before it that the parser took for the end of a sentence ("Brig.")."""
        title = self.doc[start - 1] if start else None
        if title is not None and title.text == "." and start > 1:
            title = self.doc[start - 2]
        short = title is not None and title.pos_ == "PROPN" and len(title.text) <= 5
        if title is None or not short or (title.text[-1:] != "." and title.i == start - 1):
            return start
        return title.i

    def first_person(self, hit: CueHit) -> bool:
        """Whether a quoted speaker says it of himself ("we call for ...")."""
        if hit.token.i not in self.inside:
            return False
        subject = inverted_subject(hit.token) or subject_of(hit, hit.token)
        return subject is None or subject.lower_ in FIRST_PERSON

    def content(self, parts: list[Range]) -> Content | None:
        """Parts trimmed of blanks and stray marks, with their mode; None where nothing is left."""
        kept = [p for p in (self.trim(*part) for part in parts) if p[0] < p[1]]
        if not kept:
            return None
        marks = any(i in self.opening for a, b in kept for i in range(a, b))
        quoted = all(a in self.inside and self.inside[a].close >= b for a, b in kept)
        return Content(kept, "direct" if quoted else "mixed" if marks else "indirect")

    def trim(self, start: int, end: int) -> Range:
        """The range without blanks, separators and the complementizer at its ends."""
        doc = self.doc
        while start < end and (
            doc[start].is_space
            or (doc[start].is_punct and start not in self.opening and doc[start].text not in {"(", "$", "#"})
            or (doc[start].dep_ == "mark" and doc[start].lower_ == "that")
            or (start in self.opening and self.opening[start].close >= end)
        ):
            start += 1
        while end > start and (
            doc[end - 1].is_space
            or (doc[end - 1].is_punct and end - 1 not in self.closing and doc[end - 1].text != ")")
            or (end - 1 in self.closing and self.closing[end - 1].open < start)
        ):
            end -= 1
        return start, end

    # -- direct quotation ---------------------------------------------------------------------

    def _quoted(self, frame: Range, sent: Span) -> Content | None:
        """Quotations that stand free beside the cue: “...”, he said: “...”."""
        left, right = self.closed_before(frame[0]), self._after(frame[1])
        if left is not None and left.close < sent.start and not self._runs_on(left, frame[0]):
            left = None
        parts: list[Range] = []
        if left is not None and self._stands_free(left, sent):
            parts.append((left.open + 1, left.close))
        if right is not None and (parts or self._introduced(frame[1], right) or not self._clausal(frame[0], sent)):
            parts.append((right.open + 1, right.close))
        kept = [p for p in (self.trim(*part) for part in parts) if p[0] < p[1]]
        return Content(kept, "direct") if kept else None

    def beside(self, frame: Range, sent: Span) -> bool:
        """Whether quoted words stand beside the attribution."""
        return self._quoted(frame, sent) is not None

    def closed_before(self, at: int) -> QuoteDraft | None:
        """The quotation that closes directly before ``at``, a comma or dash between them allowed."""
        i = at - 1
        while i >= 0 and (
            self.doc[i].text in {",", "–", "—", "-"} or (self.doc[i].is_space and "\n" not in self.doc[i].text)
        ):
            i -= 1
        return self.closing.get(i) if i >= 0 else None

    def _runs_on(self, quote: QuoteDraft, at: int) -> bool:
        """Whether the sentence that begins at ``at`` goes on after the quotation that closes before it."""
        return (
            self.doc[quote.close - 1].text in {",", "?", "!"}
            or any(t.text == "," for t in self.doc[quote.close : at])
            or self.doc[at].text[:1].islower()
        )

    def _after(self, at: int) -> QuoteDraft | None:
        """The quotation that opens directly after ``at``."""
        i = at
        while i < len(self.doc) and (self.doc[i].is_space or self.doc[i].text in {",", ":", "–", "—", "-", "that"}):
            i += 1
        found: QuoteDraft | None = self.opening.get(i) if i < len(self.doc) else None
        if found is None:
            return None
        if self.doc[i - 1].text in {",", ":", "–", "—"}:
            return found
        return found if self.whole(found) else None

    def _introduced(self, at: int, quote: QuoteDraft) -> bool:
        return any(self.doc[i].text == ":" for i in range(at, quote.open)) or self.whole(quote)

    def whole(self, quote: QuoteDraft) -> bool:
        """Whether the quotation holds a sentence of its own."""
        first = self.doc[quote.open + 1]
        return first.text[:1].isupper() and any(is_finite(t) for t in self.doc[quote.open + 1 : quote.close])

    def _stands_free(self, quote: QuoteDraft, sent: Span) -> bool:
        """Whether nothing before the quotation belongs to the same clause."""
        if quote.open <= sent.start:
            return True
        before = self.doc[quote.open - 1]
        if before.is_space or before.text in {":", "–", "—", "-"}:
            return True
        lead = [t for t in self.doc[sent.start : quote.open] if not t.is_punct and not t.is_space]
        return self.whole(quote) or (
            before.text == "," and all(t.pos_ in {"ADV", "CCONJ", "ADP", "NOUN"} for t in lead)
        )

    # -- parenthesis --------------------------------------------------------------------------

    def beyond(self, frame: Range, sent: Span) -> Content | None:
        """What stands beside or around an attribution: quoted words, or the rest of the sentence."""
        return self._quoted(frame, sent) or self.around(frame, sent)

    def around(self, frame: Range, sent: Span) -> Content | None:
        """The rest of a sentence in which the cue is set off: "The road, police said, is open"."""
        start, end = frame
        if start <= sent.start:
            return None
        start = self._described(start, sent)
        left, right = self.doc[start - 1], self.doc[end] if end < sent.end else None
        if not separator(left) or left.text in {":", ";", "("}:
            return None
        if right is not None and not separator(right) and right.text not in {".", "!", "?", ";"} and not right.is_space:
            return None
        low = self._open_end(start, sent)
        low = max([low, *(t.i + 1 for t in self.doc[low:start] if t.text == ";" and t.i not in self.inside)])
        low = self._past_dash(low, start)
        if start - 2 >= sent.start and self.doc[start - 2].tag_ in {"WDT", "WP"}:
            low = start - 2  # "those who, she said, were responsible"
        before, after = self.trim(low, start), self.trim(end, sent.end)
        if before[0] >= before[1]:
            return None
        joined = right is not None and right.text == "," and self._joined(after, (start, end))
        if after[0] >= after[1] or joined or self._attendant(self.doc[after[0]]):
            return self.content([before]) if self._says_something(*before) else None
        if right is not None and right.text == ";":
            return self.content([before])
        if self._clausal(start, sent) or any(
            t.dep_ in {"nsubj", "nsubjpass", "expl"} for t in self.doc[before[0] : before[1]]
        ):
            return self.content([before, after])
        if self.opening.get(after[0]) is not None and left.text == ",":
            return None
        return self.content([before, after])

    def _past_dash(self, low: int, start: int) -> int:
        """Behind a lone dash that parts two whole clauses: "She promised help – it would come soon, said her aide"."""
        dashes = [t.i for t in self.doc[low:start] if t.text in DASHES and separator(t) and t.i not in self.inside]
        if len(dashes) != 1 or low >= dashes[0]:
            return low
        whole = (any(t.dep_ == "nsubj" for t in self.doc[a:b]) for a, b in ((low, dashes[0]), (dashes[0], start)))
        clausal = self._clausal(dashes[0], self.doc[low : dashes[0]]) and any(
            is_finite(t) for t in self.doc[dashes[0] : start]
        )
        return dashes[0] + 1 if clausal and all(whole) else low

    def _open_end(self, start: int, sent: Span) -> int:
        """Where the content before a parenthesis begins: the quotation's opening if one runs in from before."""
        closing = self.closed_before(start)
        if closing is not None and closing.open < sent.start:
            return closing.open
        return sent.start

    def _clausal(self, start: int, sent: Span) -> bool:
        return any(map(is_finite, self.doc[sent.start : start]))

    def _says_something(self, start: int, end: int) -> bool:
        """Whether the words are more than a phrase that opens a sentence ("Asked about it, the mayor said that")."""
        opening = self.doc[start].tag_ in {"IN", "VBN", "VBG", "RB", "TO"} and start not in self.inside
        plain = opening and not any(is_finite(t) or t.text == "," or t.like_num for t in self.doc[start:end])
        return end - start > 1 and not plain

    def without(self, frame: Range, sent: Span) -> Content | None:
        """The sentence without the words of the attribution; None where nothing is left."""
        said = self.closed_before(frame[0])  # "“We stay.” According to the army, ..." begins anew
        anew = said is not None and self.doc[said.close - 1].text in {".", "!", "?"} and self.doc[frame[0]].is_title
        parts = [(frame[0] if anew else self._open_end(frame[0], sent), frame[0]), (frame[1], sent.end)]
        quote = self._quoted(frame, sent)
        return quote if quote is not None else self.content(parts)
