"""Quotation marks, paired by kind; lonely ones are left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, Token

from kazkg.language.drafts import QuoteDraft, mention_of

if TYPE_CHECKING:
    from kazkg.knowledge import Knowledge

__all__ = ["Quotes", "around_name", "is_mark", "lonely", "pair"]

MARKS = "kazkg quotation marks"
"""Key of ``doc.user_data`` under which the indices of all paired marks are kept."""

FAMILY = {
    '"': "double",
    "“": "double",
    "”": "double",
    "„": "double",
    "‟": "double",
    "″": "double",
    "``": "double",
    "''": "double",
    "«": "angle",
    "»": "angle",
    "‹": "single angle",
    "›": "single angle",
    "‘": "single",
    "’": "single",
    "‚": "single",
    "'": "straight single",
}
FINITE = frozenset({"VBD", "VBZ", "VBN"})
OPENS = frozenset("“„‟«‹‘‚") | {"``"}
CLOSES = frozenset("”»›’") | {"''"}


class Quotes:
    """Write ``doc._.quotes``: pairs in order of their opening marks, inner pairs after the outer one they stand in."""

    knowledge: Knowledge | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Pair the marks of the document."""
        doc._.quotes = pair(doc)
        doc.user_data[MARKS] = frozenset(i for one in doc._.quotes for i in (one.open, one.close))
        return doc


def is_mark(token: Token) -> bool:
    """Whether the token is a quotation mark: a paired one, or a lonely double one; never an apostrophe."""
    if token.text not in FAMILY:
        return False
    marks: frozenset[int] = token.doc.user_data.get(MARKS, frozenset())
    return token.i in marks or FAMILY[token.text] in {"double", "angle"}


def around_name(doc: Doc, quote: QuoteDraft) -> bool:
    """Whether the marks stand around one name and nothing else (the "Aeria" newspaper)."""
    found = mention_of(doc[quote.open + 1])
    return found is not None and found.form == "name" and (found.start, found.end) == (quote.open + 1, quote.close)


def lonely(doc: Doc) -> list[int]:
    """Indices of the double and angle marks that found no partner; a mark behind a number is one of inches."""
    marks: frozenset[int] = doc.user_data.get(MARKS, frozenset())
    found = [t for t in doc if FAMILY.get(t.text) in {"double", "angle"} and t.i not in marks]
    closed = {one.close for one in doc._.quotes}
    return [t.i for t in found if t.i not in closed and not (t.i and doc[t.i - 1].like_num)]


def pair(doc: Doc) -> list[QuoteDraft]:
    """Pair the quotation marks of ``doc``.

    Marks pair within a family (double marks of every shape are one family, since bad copy mixes them). A mark whose
    shape is ambiguous opens where none of its family is open and closes otherwise, unless the blanks around it say
    plainly what it is. An opening mark shape that stands where only a closing one can (after a word, before
    punctuation) closes. A paragraph that opens a quotation and never closes it, followed by a paragraph that opens
    again, is one quotation of several paragraphs, and is closed at its paragraph's end. What stays open within its
    paragraph otherwise is lonely and skipped.

    Returns:
        Pairs sorted by opening mark.
    """
    pairs: list[QuoteDraft] = []
    open_at: dict[str, list[int]] = {}
    last = -1
    for token in doc:
        if token.is_space:
            if "\n" in token.text or "\r" in token.text:
                pairs.extend(_run_on(doc, open_at, token.i, last))
                open_at = {}
            continue
        family = FAMILY.get(token.text)
        if family is not None and not _apostrophe(doc, token, family, open_at):
            stack = open_at.setdefault(family, [])
            if _opens(doc, token, bool(stack)):
                stack.append(token.i)
            elif stack:
                start = stack.pop()
                if token.i > start + 1:
                    pairs.append(QuoteDraft(start, token.i))
                for other in open_at.values():
                    while other and other[-1] > start:
                        other.pop()
        last = token.i
    return sorted(pairs, key=lambda one: (one.open, -one.close))


def _run_on(doc: Doc, open_at: dict[str, list[int]], at: int, last: int) -> list[QuoteDraft]:
    """The quotation left open at a paragraph's end, where the next paragraph opens again with the same mark."""
    following = next((t for t in doc[at:] if not t.is_space), None)
    if following is None or last < 0:
        return []
    stack = open_at.get("double") or open_at.get("angle") or []
    if len(stack) == 1 and following.text == doc[stack[0]].text and last > stack[0] + 1:
        return [QuoteDraft(stack[0], last + 1)]
    return []


def _opens(doc: Doc, token: Token, inside: bool) -> bool:
    """Whether the mark opens a quotation."""
    glued_left = token.i > 0 and not doc[token.i - 1].whitespace_ and not doc[token.i - 1].is_space
    glued_right = bool(not token.whitespace_) and token.i + 1 < len(doc) and not doc[token.i + 1].is_space
    nxt = doc[token.i + 1] if token.i + 1 < len(doc) else None
    before_stop = nxt is None or nxt.is_space or nxt.text in {".", ",", ";", "!", "?", ":", ")"}
    if inside and before_stop:
        return False  # "... and utilities “." closes, whatever its shape
    before = doc[token.i - 1] if token.i else None
    if inside and nxt is not None and nxt.tag_ in FINITE and before is not None and before.text in {",", "!", "?"}:
        return False  # "“It was an accident, “added the spokesman"
    if token.text in OPENS:
        # German copy closes with the mark that English opens with: „...“
        return not (inside and glued_left and not glued_right)
    if token.text in CLOSES:
        return not inside and not glued_left and glued_right  # a closing shape before a word can only open
    if not inside:
        return True
    return not glued_left and glued_right


def _apostrophe(doc: Doc, token: Token, family: str, open_at: dict[str, list[int]]) -> bool:
    """Whether a single mark is an apostrophe or an elision rather than a quotation mark."""
    if family not in {"single", "straight single"}:
        return False
    if token.text == "‚":
        return False
    prev = doc[token.i - 1] if token.i else None
    nxt = doc[token.i + 1] if token.i + 1 < len(doc) else None
    glued_left = prev is not None and not prev.whitespace_ and not prev.is_space
    glued_right = nxt is not None and not token.whitespace_ and not nxt.is_space
    if glued_left and glued_right and prev is not None and nxt is not None:
        return prev.text[-1:].isalnum() and nxt.text[:1].isalnum()
    opened = bool(open_at.get(family))
    if token.text == "‘":
        return False
    if glued_left:
        # "workers' rights" against a closing mark: only an open quotation can be closed
        return not opened or (token.tag_ == "POS" and not _ends_phrase(nxt))
    return not glued_right or opened


def _ends_phrase(token: Token | None) -> bool:
    return token is None or token.is_punct or token.is_space or token.pos_ in {"VERB", "AUX", "ADP", "CCONJ"}


@Language.factory("kazkg_quotes", assigns=["doc._.quotes"])
def create(nlp: Language, name: str) -> Quotes:  # noqa: ARG001
    """Make the component."""
    return Quotes()
