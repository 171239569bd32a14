"""Sources that a figure shares with one before: "of the dead, 12 were ...", "another 40 were hurt", list lines."""

from __future__ import annotations

from kazkg.language.drafts import FigureDraft, SourceDraft
from kazkg.language.page import Page
from kazkg.language.triggers import phrase_end

__all__ = ["Carried"]

REACH = 2
"""Sentences back to the figure whose source is shared."""
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
BULLETS = frozenset({"-", "–", "—", "•", "*", "·", "‣", "▪"})
FURTHER = frozenset({"another", "further", "additional"})


class Carried:
    """Finds the sources that figures of one Doc take over from earlier ones in the same paragraph."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.doc = page.doc
        self.w = page.w

    def find(self, figure: FigureDraft, before: list[FigureDraft]) -> SourceDraft | None:
        """The source taken over, or None; ``before`` are the figures read so far."""
        at = figure.amount.start
        if any(self.w.sent[s.cue[0]] == self.w.sent[at] and s.speakers for s in self.doc._.statements):
            return None
        if (whole := figure.part_of) is not None and self._near(whole, figure):
            return source_of(whole)
        last = before[-1] if before else None
        if (
            last is not None
            and self._near(last, figure)
            and (self._fragment(figure) or self._goes_on(figure) or self._breaks_down(last, figure))
        ):
            return source_of(last)
        return self._of_list(at)

    def _near(self, earlier: FigureDraft, later: FigureDraft) -> bool:
        """Whether one figure stands at most two sentences before another, in its paragraph."""
        first, second = self.w.sent[earlier.amount.start], self.w.sent[later.amount.start]
        if not 0 <= second - first <= REACH:
            return False
        return not any("\n" in self.doc[i].text_with_ws for i in range(earlier.amount.end, later.amount.start))

    def _fragment(self, figure: FigureDraft) -> bool:
        """Whether the sentence has no finite verb ("More than 250 wounded.")."""
        number = self.w.sent[figure.amount.start]
        bare = self.w.after(phrase_end(figure.amount) - 1)
        span = range(self.w.starts[number], self.w.ends[number])
        return len(span) <= 14 and not any(self.w.tag[i] in FINITE and not (i == bare == figure.trigger) for i in span)

    def _goes_on(self, figure: FigureDraft) -> bool:
        """Whether a number opens its sentence as more of what was counted ("Another 40 were hurt")."""
        a = figure.amount
        first = self.w.starts[self.w.sent[a.start]]
        first = self.w.after(first) if self.w.blank[first] else first
        if a.start - first > 1:
            return False
        if any(self.w.low[i] in FURTHER for i in range(first, a.end)):
            return True
        return self.w.word(self.w.after(a.end - 1)) in {"more", "others", "other"}

    def _breaks_down(self, last: FigureDraft, figure: FigureDraft) -> bool:
        """Whether a number is that of one place "alone" out of the number before ("in Hama alone, 310 were held")."""
        if last.measure != figure.measure:
            return False
        start = self.w.starts[self.w.sent[figure.amount.start]]
        return any(self.w.low[i] == "alone" for i in range(start, figure.amount.start))

    def _of_list(self, at: int) -> SourceDraft | None:
        """The speaker of the line that introduces the list in which a figure stands."""
        number = self.w.sent[at]
        if not self._is_item(number):
            return None
        while number > 0 and self._is_item(number):
            number -= 1
        words = [i for i in range(self.w.starts[number], self.w.ends[number]) if not self.w.blank[i]]
        if not words or self.w.low[words[-1]] != ":":
            return None
        said = [s for s in self.doc._.statements if self.w.sent[s.cue[0]] == number and len(s.speakers) == 1]
        return again(said[0].speakers[0]) if said else None

    def _is_item(self, number: int) -> bool:
        """Whether a sentence is a line of a list, by the bullet it opens with."""
        words = [i for i in range(self.w.starts[number], self.w.ends[number]) if not self.w.low[i].isspace()]
        return not words or self.w.low[words[0]] in BULLETS


def source_of(figure: FigureDraft) -> SourceDraft | None:
    """The source of a figure that was read before, or None."""
    if figure.source is not None:
        return again(figure.source)
    speakers = figure.statement.speakers if figure.statement else []
    return again(speakers[0]) if len(speakers) == 1 else None


def again(source: SourceDraft) -> SourceDraft:
    """A copy of a source, named where the first was."""
    return SourceDraft(
        source.label, source.entity, source.start, source.end, source.affiliation, source.affiliation_entity
    )
