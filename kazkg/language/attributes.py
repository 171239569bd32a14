"""The model's attribute ruler, memoised: the same annotations for a fraction of the work.

A trained English pipeline has nearly two hundred rules that set part of speech, morphology or lemma by a token's
lower-case form, tag and dependency. The ruler tries every rule on every token; but what the rules do to a token is a
function of those three values alone, except for the few rules that look at two tokens. So the rules are asked once
for each combination, and the two-token rules are asked as before.

Ask :func:`memoise` after loading a pipeline. Where a pipeline's rules look at anything else, it is left as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from spacy.attrs import DEP, LOWER, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from spacy.tokens._retokenize import set_token_attrs

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MemoRuler", "memoise"]

READ = frozenset({"LOWER", "TAG", "DEP", "IS_SPACE"})
"""The attributes a rule may look at; all but TAG and DEP follow from the lower-case form."""
LIMIT = 20_000
"""Entries either memory holds before it is emptied, so that a long run does not grow."""

Pattern = list[dict[str, Any]]
Effects = tuple[tuple[int, dict[int, Any]], ...]
"""Rule number and what the rule sets, in rule order: later rules win."""


class MemoRuler:
    """Does what an :class:`~spacy.pipeline.AttributeRuler` does.

    Not to be shared between threads.
    """

    ruler: AttributeRuler

    def adopt(self, ruler: AttributeRuler) -> None:
        """Take over the rules of ``ruler``; :func:`eligible` must hold for it."""
        self.ruler = ruler
        self._effects: dict[tuple[int, int, int], Effects] = {}
        self._telling: dict[int, bool] = {}
        self._single = Matcher(ruler.vocab)
        self._several = Matcher(ruler.vocab)
        self._forms: set[str] = set()
        self._regexes: list[re.Pattern[str]] = []
        self._any_form = False
        for number, patterns in enumerate(_patterns(ruler)):
            for pattern in patterns:
                matcher = self._single if len(pattern) == 1 else self._several
                matcher.add(str(number), [pattern])
                if len(pattern) == 1:
                    self._note_form(pattern[0].get("LOWER"))

    def __call__(self, doc: Doc) -> Doc:
        """Set the attributes of every token; returns the same ``doc``."""
        several = self._pairs(doc)
        known = self._effects
        rows = doc.to_array([LOWER, TAG, DEP]).tolist()
        for i, (lower, tag, dep) in enumerate(rows):
            key = (lower if self._tells(doc, i, lower) else 0, tag, dep)
            effects = known.get(key)
            if effects is None:
                effects = self._ask(doc, i)
                if len(known) >= LIMIT:
                    known.clear()
                known[key] = effects
            if i in several:
                effects = tuple(sorted([*several[i], *effects], key=lambda e: e[0]))
            for _, attrs in effects:
                set_token_attrs(doc[i], attrs)
        return doc

    def _note_form(self, wanted: str | dict[str, Any] | None) -> None:
        """Remember which lower-case forms a rule tells apart."""
        if isinstance(wanted, str):
            self._forms.add(wanted)
        elif isinstance(wanted, dict):
            for operator, value in wanted.items():
                if operator in ("IN", "NOT_IN"):
                    self._forms.update(value)
                elif operator == "REGEX":
                    self._regexes.append(re.compile(value))
                else:
                    self._any_form = True

    def _tells(self, doc: Doc, i: int, lower: int) -> bool:
        """Whether any rule tells this form from any other word that no rule knows."""
        known = self._telling.get(lower)
        if known is None:
            form, token = doc.vocab.strings[lower], doc[i]
            known = self._any_form or token.is_space or form in self._forms
            known = known or any(regex.search(form) for regex in self._regexes)
            if len(self._telling) >= LIMIT:
                self._telling.clear()
            self._telling[lower] = known
        return known

    def _ask(self, doc: Doc, i: int) -> Effects:
        """What the one-token rules do to token ``i``, asked of the rules themselves."""
        found = self._single(doc[i : i + 1], allow_missing=True, as_spans=False)
        numbers = sorted({int(doc.vocab.strings[rule]) for rule, _, _ in found})
        return tuple((number, self.ruler.attrs[number]) for number in numbers)

    def _pairs(self, doc: Doc) -> dict[int, list[tuple[int, dict[int, Any]]]]:
        """What the rules over several tokens do, by token index."""
        effects: dict[int, list[tuple[int, dict[int, Any]]]] = {}
        for rule, start, end in self._several(doc, allow_missing=True, as_spans=False):
            number = int(doc.vocab.strings[rule])
            index = self.ruler.indices[number]
            at = start + index if index >= 0 else end + index
            effects.setdefault(at, []).append((number, self.ruler.attrs[number]))
        return effects


def eligible(ruler: AttributeRuler) -> bool:
    """Whether every rule looks only at what the memory is keyed by, has no operator, and repeats no token."""
    return all(READ.issuperset(token) for patterns in _patterns(ruler) for pattern in patterns for token in pattern)


def _patterns(ruler: AttributeRuler) -> list[list[Pattern]]:
    """The patterns of each rule, in rule order."""
    rules: list[Any] = ruler.patterns
    return [rule["patterns"] for rule in rules]


@Language.factory("kazkg_attributes")
def make_memo_ruler(nlp: Language, name: str) -> MemoRuler:  # noqa: ARG001  (spaCy passes both)
    """Make the component; it works once it has adopted a ruler."""
    return MemoRuler()


def memoise(nlp: Language) -> bool:
    """Put the memoised ruler in the place of each plain attribute ruler of ``nlp``.

    Returns:
        Whether any was replaced; False where there is none or its rules look at more than form, tag and dependency.
    """
    replaced = False
    for name, ruler in list(_rulers(nlp)):
        if eligible(ruler):
            component = nlp.replace_pipe(name, "kazkg_attributes")
            component.adopt(ruler)  # type: ignore[attr-defined]
            replaced = True
    return replaced


def _rulers(nlp: Language) -> Iterator[tuple[str, AttributeRuler]]:
    return ((name, pipe) for name, pipe in nlp.pipeline if type(pipe) is AttributeRuler)
