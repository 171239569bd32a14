"""The words of a Doc as plain lists, for rules that look left and right."""

from __future__ import annotations

from spacy.tokens import Doc

__all__ = ["QUOTES", "Words"]

QUOTES = frozenset("\"'“”„‟‘’‚‛«»‹›`") | {"''", "``"}
"""Quotation marks of any shape; rules of counting look through them."""


_KEPT = "kazkg_words"


class Words:
    """Lower-case words, tags and sentence numbers by token index, read from the Doc once.

    ``after`` and ``before`` skip white space and quotation marks and stay inside the sentence.
    """

    __slots__ = ("blank", "doc", "ends", "low", "nxt", "prv", "sent", "starts", "tag")

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.low: list[str] = []
        self.tag: list[str] = []
        self.blank: list[bool] = []
        for token in doc:
            word = token.lower_
            self.low.append(word)
            self.tag.append(token.tag_)
            self.blank.append(word in QUOTES or word.isspace())
        self.sent: list[int] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        size = len(doc)
        bounds = [(s.start, s.end) for s in doc.sents] if doc.has_annotation("SENT_START") else [(0, size)]
        for number, (start, end) in enumerate(bounds):
            self.sent.extend([number] * (end - start))
            self.starts.append(start)
            self.ends.append(end)
        self.nxt = self._links(range(size - 1, -1, -1))
        self.prv = self._links(range(size))

    @classmethod
    def of(cls, doc: Doc) -> Words:
        """The words of a Doc whose sentences are final, made once and kept with it."""
        words = doc.user_data.get(_KEPT)
        if not isinstance(words, cls):
            words = doc.user_data[_KEPT] = cls(doc)
        return words

    def _links(self, order: range) -> list[int]:
        """For each token the nearest word already passed in ``order`` in its sentence, or -1."""
        links = [-1] * len(self.low)
        last, sentence = -1, -1
        for i in order:
            if self.sent[i] != sentence:
                last, sentence = -1, self.sent[i]
            links[i] = last
            if not self.blank[i]:
                last = i
        return links

    def after(self, i: int) -> int:
        """Index of the next word in the sentence, or -1."""
        return self.nxt[i] if 0 <= i < len(self.nxt) else -1

    def before(self, i: int) -> int:
        """Index of the word before in the sentence, or -1."""
        return self.prv[i] if 0 <= i < len(self.prv) else -1

    def word(self, i: int) -> str:
        """The lower-case word at ``i``; empty for -1."""
        return self.low[i] if i >= 0 else ""

    def tagged(self, i: int) -> str:
        """The fine tag at ``i``; empty for -1."""
        return self.tag[i] if i >= 0 else ""

    def phrase_at(self, i: int, phrase: tuple[str, ...]) -> int:
        """One past the last token of ``phrase`` where it begins at ``i``, or -1; looks through quotation marks."""
        at = i
        for n, part in enumerate(phrase):
            if at < 0 or self.low[at] != part:
                return -1
            if n + 1 < len(phrase):
                at = self.nxt[at]
        return at + 1

    def phrase_before(self, i: int, phrase: tuple[str, ...]) -> int:
        """First token of ``phrase`` where its last word is the one before ``i``, or -1."""
        at = i
        for part in reversed(phrase):
            at = self.before(at)
            if at < 0 or self.low[at] != part:
                return -1
        return at
