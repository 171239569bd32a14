"""What is asked or left open: indirect questions, and phrases with "on" and "about"."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span, Token

from kazkg.language.quotes import is_mark

__all__ = ["MUTE", "Questions"]

WH = frozenset({"who", "whom", "whose", "what", "which", "when", "where", "why", "how", "whether", "if"})
ABOUT = frozenset({"on", "about", "of", "regarding", "concerning", "over", "as", "for", "into"})
MUTE = frozenset({"it", "that", "what", "this", "there", "which", "so"})
"""Words in a noun's place that name nothing."""
BETWEEN = frozenset({"on", "about", "of", "as", "to", "regarding", "over", "either", "exactly", "just", "yet"})
"""Words that may stand between a word and the question that hangs on it."""
REACH = 3


class Questions:
    """Finds in one Doc what a word leaves open.

    Args:
        doc: the Doc, with statements, whose cues a phrase does not run over.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.cues = {i for s in doc._.statements for i in range(*s.cue)}

    def after(self, at: int, person: bool = False) -> tuple[int, int] | None:
        """The indirect question that begins at or right behind token ``at``; None for none.

        Args:
            at: the first token looked at.
            person: whether a pronoun or a name may stand before it ("did not tell reporters why").
        """
        for i in range(at, min(at + REACH + 2 * person, len(self.doc))):
            token = self.doc[i]
            if token.is_sent_start:
                return None
            if token.lower_ in WH and not (token.lower_ == "which" and self.doc[i - 1].text == ","):
                return self._clause(token)
            if token.lower_ not in BETWEEN and not (person and token.dep_ in {"dobj", "dative", "pobj", "compound"}):
                return None
        return None

    def about(self, heads: Iterable[Token], at: int) -> tuple[int, int] | None:
        """The object of the first preposition of content ("on the number") behind ``at`` that hangs on one of them."""
        for head in heads:
            for prep in head.rights:
                if prep.dep_ != "prep" or prep.lower_ not in ABOUT or prep.i < at:
                    continue
                inner = next((c for c in prep.rights if c.dep_ == "prep"), None) if prep.lower_ == "as" else None
                if prep.lower_ in {"as", "for"} and inner is None and head.pos_ not in {"NOUN", "PROPN"}:
                    continue
                last = inner or prep
                below = next((c for c in last.rights if c.dep_ in {"pobj", "pcomp"}), None)
                if below is not None:
                    return self._trim(last.i + 1, self._joined(self._end(below)))
        return None

    def before(self, verb: Token) -> tuple[int, int] | None:
        """The question with which the sentence opens, up to the verb; None where it opens otherwise."""
        first = verb.sent.start
        return self._trim(first, verb.i) if self.doc[first].lower_ in WH and first < verb.i else None

    def _joined(self, end: int) -> int:
        """Where a phrase ends with the question that is joined to it ("on the number or on which towns sent them")."""
        at = end - 1 if self.doc[end - 1].lower_ in {"or", "and"} else end
        if at < len(self.doc) and self.doc[at].lower_ in {"or", "and"}:
            more = self.after(at + 1)
            return more[1] if more is not None else at
        return end

    def phrase(self, head: Token, before: int | None = None) -> tuple[int, int] | None:
        """The whole phrase or clause of ``head``, from its first to its last word.

        Args:
            head: its head.
            before: where it ends at the latest.
        """
        end = head.right_edge.i + 1 if before is None else min(before, head.right_edge.i + 1)
        return self._trim(head.left_edge.i, self._cut(head.left_edge.i, end))

    def _clause(self, word: Token) -> tuple[int, int] | None:
        head = word
        while head.head.i != head.i and (head.pos_ not in {"VERB", "AUX"} or head.i < word.i) and head.head.i >= word.i:
            head = head.head
        end = self._end(head)
        if head.pos_ not in {"VERB", "AUX"} and end == word.i + 1:  # "how many", with the rest parsed elsewhere
            end = self._stop(word.i + 1)
        return self._trim(word.i, end)

    def _end(self, head: Token) -> int:
        return self._cut(head.i, head.right_edge.i + 1)

    def _cut(self, begin: int, end: int) -> int:
        """Where a phrase ends that must not run over a semicolon, a dash, or a reporting word behind a comma."""
        for i in range(begin, end):
            text = self.doc[i].text
            if text in {";", "–", "—"} or (text == "," and any(j in self.cues for j in range(i, end))):
                return i
            if text == "," and i + 1 < end and self.doc[i + 1].lower_ in {"but", "although", "though", "while"}:
                return i
        return end

    def _stop(self, at: int) -> int:
        sentence: Span = self.doc[at].sent if at < len(self.doc) else self.doc[-1:]
        return self._cut(at, sentence.end)

    def _trim(self, begin: int, end: int) -> tuple[int, int] | None:
        """The range without punctuation and blanks at its ends; None where nothing is left."""
        while begin < end and self._is_edge(self.doc[begin]):
            begin += 1
        while end > begin and self._is_edge(self.doc[end - 1]):
            end -= 1
        return (begin, end) if begin < end else None

    @staticmethod
    def _is_edge(token: Token) -> bool:
        return token.is_space or is_mark(token) or token.text in {",", ".", ";", ":", "-", "–", "—", "?", "!"}
