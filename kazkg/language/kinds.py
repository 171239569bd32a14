"""What kind of number a numeral is: a count, or money, an age, a date, a measure, a code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kazkg.language.numerals import DASHES, GLUED, Numeral
from kazkg.language.words import Words

if TYPE_CHECKING:
    from kazkg.knowledge.counting import Counting

__all__ = ["CODE", "ORDINAL", "KindReader"]

ORDINAL = re.compile(r"\d+(st|nd|rd|th)")
CODE = re.compile(r"(?=.*\d)(?=.*[^\W\d_])[\w./-]+")
CLOCK = re.compile(r"([01]?\d|2[0-3])\.[0-5]\d")
ELDEST = frozenset({"youngest", "oldest", "eldest"})
CURRENCY = frozenset(["$", "€", "£", "¥", "₸", "₽", "₹", "₺", "₴", "₪", "₩", "us$", "a$", "c$", "hk$", "r$"])


class KindReader:
    """Tells the kinds of the numerals of one Doc.

    Args:
        words: the Doc's words.
        counting: the vocabulary.
    """

    def __init__(self, words: Words, counting: Counting) -> None:
        self.w = words
        self.doc = words.doc
        self.c = counting

    def kind(self, numeral: Numeral, end: int) -> str:
        """The kind of a numeral whose last word, qualifiers behind it included, stands before ``end``."""
        w = self.w
        prior, following = w.before(numeral.start), w.after(end - 1)
        if w.word(prior) in CURRENCY or w.tagged(prior) == "$" or w.tagged(following) == "$":
            return "money"
        if self._hyphened(prior):
            return "code"
        for phrase, kind in self.c.unit_phrases.get(w.word(following), ()):
            if w.phrase_at(following, phrase) > 0:
                return kind
        if unit := self._unit(following):
            return unit
        if w.low[numeral.start].isdigit() and w.word(following) in {"am", "pm", "a.m.", "p.m.", "o'clock", "hrs"}:
            return "date"
        if w.word(prior) in self.c.unit_before and self._names_number(prior, following):
            return self.c.unit_before[w.low[prior]]
        if w.word(prior) == "." and w.word(w.before(prior)) in {"no", "nr"}:
            return "rank"
        if (
            w.word(prior) == "of"
            and w.word(w.before(prior)) == "out"
            and ORDINAL.fullmatch(w.word(w.before(w.before(prior))))
        ):
            return "rank"
        if self._is_age(numeral, prior, following) or self._youngest(numeral, prior):
            return "age"
        if (glued := GLUED.fullmatch(w.low[numeral.start])) and glued[2] not in self.c.groups:
            return "code"
        if self._is_clock(numeral, prior):
            return "date"
        return "code" if self._is_code(numeral, prior, following) else "count"

    def _is_clock(self, numeral: Numeral, prior: int) -> bool:
        """Whether "18.42" heads an entry of a live report, or stands behind "at" as a time of day."""
        text = self.doc[numeral.start].text
        if not CLOCK.fullmatch(text):
            return False
        first = numeral.start == 0 or "\n" in self.doc[numeral.start - 1].text_with_ws
        return first or self.w.word(prior) in {"at", "since", "until"}

    def _hyphened(self, dash: int) -> bool:
        """Whether a dash or slash ties the number to a name or code before it ("Su-24")."""
        w = self.w
        if dash < 1 or not (w.low[dash] in DASHES or w.low[dash] == "/") or w.doc[dash].whitespace_:
            return False
        named = w.tag[dash - 1] in {"NNP", "NN"} and not w.doc[dash - 1].whitespace_
        return named or CODE.fullmatch(w.low[dash - 1]) is not None

    def _unit(self, following: int) -> str | None:
        """Kind by the unit behind the number, a dash or an adjective between ("six-month", "square kilometres")."""
        w = self.w
        for _ in range(3):
            if following < 0:
                return None
            if kind := self.c.unit_nouns.get(w.low[following]):
                if w.word(w.before(following)) in {"last", "this", "next"}:
                    return None  # "up from 60 last week"
                if w.low[following] in {"point", "points", "time", "times"} and w.tagged(following) == "NN":
                    return None
                if w.low[following] in {"second", "seconds"} and w.tag[following] == "JJ":
                    return None
                return kind
            if (
                w.low[following]
                not in DASHES | {"square", "cubic", "us", "american", "consecutive", "full", "whole", "long"}
                and w.tag[following] != "JJ"
            ):
                return None
            if w.tag[following] == "JJ" and w.low[following] in self.c.adjectives:
                return None
            following = w.after(following)
        return None

    def _names_number(self, prior: int, following: int) -> bool:
        """Whether a word like "flight" or "level" before a number makes it a name, with nothing counted behind."""
        if self.c.unit_before[self.w.low[prior]] == "age":
            return self.w.tagged(following) not in {"NNS"}
        named = self.w.word(self.w.before(prior))
        if self.w.low[prior] == "number" and (named in {"the", "a", "total"} or named in self.c.adjectives):
            return False  # "the injured number 140"
        return self.w.tagged(following) not in {"NNS", "JJ", "VBN", "NN"}

    def _is_age(self, numeral: Numeral, prior: int, following: int) -> bool:
        """As in "Marta, 44, said", "Ahmed (31)", "children under 5"."""
        w = self.w
        if not (isinstance(numeral.low, int) and numeral.low < 120):
            return False
        if w.word(prior) == "of" and self._one_person(w.before(prior)) and self._closes(following):
            return True  # "a girl of four"
        if w.word(prior) in {"them", "whom"} and w.word(w.before(prior)) == "of" and self._closes(following):
            return w.word(w.before(w.before(prior))) in {"one", "youngest", "oldest"}  # "students, one of them 16"
        if w.word(prior) in {"and", "or", ","} and self._follows_age(w.before(prior)):
            return self._closes(following)  # "aged 24 and 41"
        enclosed = (w.word(prior), w.word(following)) in {(",", ","), ("(", ")"), (",", ".")}
        if enclosed and w.before(prior) >= 0:
            person = self.doc[w.before(prior)]
            if person.tag_ == "NN" and person.lower_ in self.c.groups and w.word(following) == ",":
                return True
            return (
                person.tag_ in {"NNP", "NNPS"}
                and person.ent_type_ in {"PERSON", "", "ORG", "GPE"}
                and w.word(prior) != "."
                and (person.ent_type_ == "PERSON" or w.word(following) != ".")
            )
        return (
            w.word(prior) in {"under", "over"}
            and w.tagged(w.before(prior)) == "NNS"
            and w.tagged(following) not in {"NNS", "NN", "JJ", "CD"}
        )

    def _closes(self, following: int) -> bool:
        """Whether no noun or word for victims follows that a number could belong to."""
        tag = self.w.tagged(following)
        return not tag.startswith(("NN", "JJ", "CD")) and self.w.word(following) not in self.c.adjectives

    def _follows_age(self, number: int) -> bool:
        """Whether "aged" stands before the number at ``number``."""
        w = self.w
        return w.tagged(number) == "CD" and w.word(w.before(number)) in {"aged", "ages"}

    def _one_person(self, at: int) -> bool:
        """Whether the noun at ``at`` is one person, told by an article."""
        w = self.w
        if w.tagged(at) != "NN" or w.low[at] not in self.c.groups or w.low[at] in self.c.official_nouns:
            return False
        if w.low[at] in self.c.containers or w.low[at] in self.c.kin:
            return False
        article = w.before(at)
        while w.tagged(article) in {"JJ", "NN", "VBN"}:
            article = w.before(article)
        return w.word(article) in {"a", "an", "the", "another", "one"}

    def _youngest(self, numeral: Numeral, prior: int) -> bool:
        """As in "the youngest victim was 19", "the oldest was just 80"."""
        w = self.w
        if not (isinstance(numeral.low, int) and numeral.low < 120):
            return False
        if w.word(prior) in ELDEST:
            return self.w.tagged(self.w.after(numeral.end - 1)) not in {"NN", "NNS"}
        if w.word(prior) not in {"was", "is", "just", "only"}:
            return False
        for _ in range(6):
            prior = w.before(prior)
            if w.word(prior) in ELDEST:
                return True
            if w.tagged(prior) not in {"NN", "NNS", "VBD", "VBZ", "JJ", "VBN", "IN", "DT", "RB"}:
                return False
        return False

    def _is_code(self, numeral: Numeral, prior: int, following: int) -> bool:
        """Whether the number belongs to a name before it ("Canal 9") and counts nothing behind it."""
        w, token = self.w, self.doc[numeral.start]
        if token.ent_type_ in {"PRODUCT", "LAW", "WORK_OF_ART", "FAC"} and w.tagged(following) not in {"NNS"}:
            return True
        if numeral.end - numeral.start > 1 or not w.low[numeral.start].isdigit() or prior < 0:
            return False
        if mention := self.doc._.by_token.get(numeral.start):
            return bool(mention.form == "name")
        owner = self.doc._.by_token.get(prior)
        if owner is not None and owner.entity.kind == "Place" and w.word(w.before(owner.start)) in {",", "and", ";"}:
            return False  # "Armenia sent 70 soldiers, Tajikistan 200"
        if w.word(following) in self.c.adjectives and not w.tagged(w.after(following)).startswith("NN"):
            return False  # "Bessa 9 dead"
        if self.doc[prior].ent_type_ in {"DATE", "TIME"}:
            return False  # "received since Monday 84 wounded"
        named = w.tag[prior] in {"NNP", "NNPS"} or (token.ent_type_ == "ORG" and self.doc[prior].ent_type_ == "ORG")
        if not named or prior != numeral.start - 1:
            return False
        return following < 0 or (
            w.tag[following] in {"VBZ", "VBD", ",", ".", ":", "-RRB-", "VBP", "IN", "POS"}
            and w.low[following] not in {"of"}
        )
