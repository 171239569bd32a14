"""Sentence breaks that the layout decides, before the parser guesses the rest."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Token

__all__ = ["Breaks"]

STOPS = frozenset({":", "."})


class Breaks:
    """Start a sentence after every line break and after a dateline, and nowhere else set anything.

    A heading, a credit or a paragraph never belongs to the sentence of the line before. Hard-wrapped copy (lines
    cut in mid-sentence) is told by its lines: a single break followed by a lower-case letter joins. A number right
    behind a colon never opens a sentence, and one behind a full stop always does.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Mark the first word after each line break and each dateline as a sentence start."""
        pending = False
        ends = _ends_of_datelines(doc)
        before: Token | None = None
        for token in doc:
            if ends and token.idx >= ends[-1] and not token.is_space:
                ends.pop()
                pending = True
            if token.is_space:
                breaks = token.text.count("\n") + token.text.count("\r\n" if "\r" in token.text else "\v")
                if breaks:
                    nxt = doc[token.i + 1] if token.i + 1 < len(doc) else None
                    soft = breaks == 1 and nxt is not None and nxt.text[:1].islower()
                    pending = pending or not soft
                    if token.i:
                        token.is_sent_start = False
            elif pending:
                token.is_sent_start = True
                pending = False
            elif before is not None and before.is_punct:
                if before.is_sent_start:
                    token.is_sent_start = False  # an opening quotation mark or dash is no sentence of its own
                elif before.text in STOPS and token.text[0].isdigit():
                    self._number(doc, before, token)
            before = token
        return doc

    def _number(self, doc: Doc, stop: Token, number: Token) -> None:
        """Let a number go on behind a colon and begin behind a full stop."""
        if stop.text == ":":
            number.is_sent_start = False  # "Homs: 12"
        elif stop.whitespace_ and stop.i and doc[stop.i - 1].text.islower():
            number.is_sent_start = True  # "within 24 hours. 13 lorries burned"


def _ends_of_datelines(doc: Doc) -> list[int]:
    """Where the datelines of the article end, the last first ("LIMA (AP) -" stands in the line of its sentence)."""
    article = doc._.article
    return [zone.end for zone in reversed(article.zones) if zone.kind == "dateline"] if article else []


@Language.factory("kazkg_breaks", assigns=["token.is_sent_start"])
def create(nlp: Language, name: str) -> Breaks:  # noqa: ARG001
    """Make the component."""
    return Breaks()
