"""Who is counted: from the noun phrase of an amount to a group of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kazkg.language.drafts import AmountDraft
from kazkg.language.triggers import Trigger
from kazkg.language.words import Words

if TYPE_CHECKING:
    from kazkg.knowledge.counting import Counting

__all__ = ["Counted", "GroupReader"]

HARMED = frozenset({"killed", "injured", "arrested", "sentenced", "missing", "displaced"})
HELPERS = frozenset({"InternationalOrganization", "NonGovernmentalOrganization"})
"""Classes of bodies whose staff are aid workers."""
SKIPPED = frozenset({"of", "the", "-", "more", "other"})
OF_REACH = 8


@dataclass(frozen=True, slots=True)
class Counted:
    """Those counted: their group, whether a word for people says so, and where they are described."""

    group: str
    known: bool
    described: tuple[int, int] | None


class GroupReader:
    """Finds the group that words mean in one Doc.

    Args:
        words: the Doc's words.
        counting: the vocabulary.
        country: key of the article's country, or None; soldiers of another are foreign troops.
    """

    def __init__(self, words: Words, counting: Counting, country: str | None) -> None:
        self.w = words
        self.c = counting
        self.country = country
        self.amid_protest = sum(word in counting.settings for word in words.low) >= 2

    def of_amount(self, a: AmountDraft) -> Counted | None:
        """Those that the noun of an amount names; None where it has no noun or the noun counts no people."""
        if a.head < a.end:
            return self._behind_among(a.end - 1)
        group = self.of_noun(a.head) or self._of_origin(a.head)
        if group is None:
            return None
        if self.uniformed(a.head):
            return Counted("security_forces", True, (a.end, a.head + 1))
        if group == "people" and (those := self._behind_among(a.head)) is not None:
            return those
        group, (_, end) = self.with_body(a.head, group)
        owned = self._owned(a) if group != "security_forces" else None
        group = owned or self._modified(a.end, a.head, group)
        start = a.end
        while start < a.head and (
            self.w.blank[start] or self.w.low[start] in SKIPPED or self.w.low[start] in self.c.adjectives
        ):
            start += 1
        return Counted(group, True, (start, end))

    def uniformed(self, i: int) -> bool:
        """Whether "in uniform" stands behind the noun at ``i``."""
        at = self.w.after(i)
        return self.w.word(at) == "in" and self.w.word(self.w.after(at)) in {"uniform", "uniforms"}

    def _behind_among(self, i: int) -> Counted | None:
        """Those named right behind a bare number: "20 among policemen and soldiers", "30 in the ranks of the army"."""
        w = self.w
        at = w.after(i)
        if w.word(at) in self.c.adjectives or w.word(at) == "those":
            at = w.after(at)  # "20 dead among the policemen"
        owner = w.after(at)
        own = w.after(owner) if w.word(w.after(owner)) == "own" else owner
        if w.word(at) == "in" and w.word(w.after(own)) in {"ranks", "rows"}:
            at = w.after(w.after(own))
            if w.tagged(owner) == "PRP$":
                return self._whose_ranks(i, owner)
            if w.word(at) != "of":
                return None
        elif w.word(at) not in {"among", "amongst"} and not (w.word(at) == "between" and w.low[i] in {"men", "people"}):
            return None
        first = at
        for _ in range(5):
            at = w.after(at)
            if at < 0 or w.tag[at] not in {"DT", "NN", "NNS", "NNP", "NNPS", "JJ", "HYPH", "PRP$"}:
                return None
            if w.tagged(w.after(at)) in {"NN", "NNS", "HYPH"}:
                continue
            if (group := self.of_noun(at) or self.of_body(at)) is not None:
                return Counted(group, True, (first + 1, at + 1))
        return None

    def ranks(self, at: int) -> str | None:
        """Group of those in whose ranks, the noun at ``at``, something happened ("in its ranks 89 men were hurt")."""
        owner = self.w.before(at)
        if self.w.word(owner) == "own":
            owner = self.w.before(owner)
        whose = self._whose_ranks(owner, owner) if self.w.tagged(owner) == "PRP$" else None
        return whose.group if whose is not None else None

    def _whose_ranks(self, i: int, owner: int) -> Counted | None:
        """The people or body named last before a number "in their ranks", in its sentence."""
        at = self.w.before(i)
        while at >= 0:
            if (group := self.of_noun(at) or self.of_body(at)) is not None and group != "people":
                return Counted(group, True, (owner, owner + 2))
            at = self.w.before(at)
        return None

    def of_body(self, i: int) -> str | None:
        """The group of the people of the body whose name ends at ``i``, or None."""
        return next((g for phrase, g in self.c.bodies.get(self.w.low[i], ()) if self._stands(i, phrase)), None)

    def _owned(self, a: AmountDraft) -> str | None:
        """Group of the staff of a named body that helps: "12 of its employees", "four UNICEF workers"."""
        if self.w.low[a.head] not in self.c.relational:
            return None
        for at in range(a.end, a.head):
            mention = self.w.doc._.by_token.get(at)
            if mention is not None and mention.entity.cls in HELPERS:
                return "aid_workers"
        return None

    def _of_origin(self, i: int) -> str | None:
        """People named by where they are from ("nine Europeans"), who are of no group."""
        token = self.w.doc[i]
        plural = token.tag_ in {"NNPS", "NNS"} or (token.tag_ == "NNP" and token.lower_.endswith("s"))
        return "people" if plural and token.ent_type_ == "NORP" else None

    def with_body(self, i: int, group: str) -> tuple[str, tuple[int, int]]:
        """Group and range of a noun at ``i`` with the body its people belong to ("members of the police forces")."""
        if self.w.low[i] in self.c.relational and (body := self._of_body(i)) is not None:
            return body[0], (i, body[1])
        if self.w.low[i] in {"member", "members"} and (of := self._behind_of(i)) is not None:
            return of[0], (i, of[1])
        return group, (i, i + 1)

    def of_noun(self, i: int) -> str | None:
        """The group of the noun that ends at ``i``, with the words of its phrase before it; None for no people."""
        word = self.w.low[i]
        for phrase, sense in self.c.groups.get(word, ()):
            if self._stands(i, phrase):
                return sense.amid_protest if self.amid_protest else sense.group
        return None

    def _stands(self, i: int, phrase: tuple[str, ...]) -> bool:
        """Whether a phrase ends at ``i``; a word for what happened to them may stand inside ("his wounded men")."""
        if self.w.low[i] != phrase[-1] or len(phrase) == 1:
            return self.w.low[i] == phrase[-1]
        if self.w.word(self.w.before(i)) in self.c.adjectives:
            i = self.w.before(i)
        return self.w.phrase_before(i, phrase[:-1]) >= 0

    def _of_body(self, i: int) -> tuple[str, int] | None:
        """Group and end of the body in "members of the police forces", "staff of a rescue team"."""
        w = self.w
        at = w.after(i)
        if w.word(at) not in {"of", "from", "in"}:
            return None
        found: tuple[str, int] | None = None
        for _ in range(OF_REACH):
            at = w.after(at)
            if at < 0 or not (
                w.tag[at] in {"DT", "NN", "NNS", "NNP", "NNPS", "JJ", "POS", "HYPH", "PRP$"}
                or w.low[at] in {"of", "and"}
            ):
                break
            group = self.of_body(at)
            if group is not None:
                found = group, at + 1
            elif found is not None:
                break
        return found

    def _behind_of(self, i: int) -> tuple[str, int] | None:
        """Group and end of the noun phrase behind "of"."""
        w = self.w
        at = w.after(i)
        if w.word(at) != "of":
            return None
        for _ in range(OF_REACH):
            at = w.after(at)
            if at < 0 or w.tag[at] not in {"DT", "NN", "NNS", "NNP", "JJ", "POS", "HYPH", "PRP$", "VBN", "CD"}:
                return None
            if (group := self.of_noun(at)) and w.tagged(w.after(at)) not in {"NN", "NNS"}:
                return group, at + 1
        return None

    def _modified(self, start: int, head: int, group: str) -> str:
        """The group after the words before its noun: "foreign soldiers", "civilian victims", "police deaths"."""
        for at in range(start, head):
            if self.w.blank[at]:
                continue
            word = self.w.low[at]
            if group == "security_forces" and self._abroad(at):
                return "foreign_troops"
            if word in self.c.modifiers:
                gives, changes = self.c.modifiers[word]
                if changes == group or (not changes and group == "people"):
                    group = gives
        return group

    def _abroad(self, at: int) -> bool:
        """Whether the word at ``at`` is the adjective of another country than the article's."""
        key = self.c.adjectives_of_country.get(self.w.low[at])
        return key is not None and self.country is not None and key != self.country

    def of_victims(self, i: int) -> str:
        """Group of those a counted noun like "deaths" or "arrests" at ``i`` is about: words before or behind it."""
        w = self.w
        at = w.before(i)
        for _ in range(3):
            if at < 0 or w.tag[at] not in {"JJ", "NN", "NNS", "POS", "HYPH", "VBN", "NNP"}:
                break
            if w.low[at] in self.c.modifiers:
                return self.c.modifiers[w.low[at]][0]
            if group := self.of_noun(at):
                return group
            at = w.before(at)
        at = w.after(i)
        if w.word(at) in {"among", "of", "amongst"}:
            for _ in range(OF_REACH):
                at = w.after(at)
                if at < 0 or w.tag[at] not in {"DT", "NN", "NNS", "NNP", "JJ", "POS", "HYPH", "PRP$"}:
                    break
                if (group := self.of_noun(at)) and w.tagged(w.after(at)) not in {"NN", "NNS"}:
                    return group
        return "people"

    def between(self, start: int, stop: int) -> str | None:
        """Group of the last noun for people in ``start:stop``, or None."""
        for at in range(stop - 1, start, -1):
            if self.w.tag[at].startswith("NN") and (group := self.of_noun(at)):
                return self._modified(max(start, at - 3), at, group)
        return None

    def fits(self, a: AmountDraft, trigger: Trigger, counted: Counted | None) -> bool:
        """Whether an amount with this noun can count those of this trigger."""
        sense = trigger.sense
        if counted is not None:
            return not sense.only or counted.group in sense.only or self._men(a, trigger)
        if a.head < 0:
            return not sense.only and not (sense.people_only and trigger.kind == "verb" and sense.slot != "object")
        if a.head in range(a.start, a.end):
            return False
        return trigger.measure in HARMED and not sense.people_only and not sense.only and self.may_be_people(a)

    def _men(self, a: AmountDraft, trigger: Trigger) -> bool:
        """Whether "men" who are sent or withdrawn are those of a force."""
        if trigger.measure not in {"deployed", "withdrawn"} or self.w.low[a.head] not in self.c.relational:
            return False
        of = self.w.before(a.start)
        unit = self.w.word(of) == "of" and self.w.word(self.w.before(of)) in self.c.containers
        return unit or trigger.sense.slot == "object"

    def may_be_people(self, a: AmountDraft) -> bool:
        """Whether an unknown noun may be people: a plural that is no known thing, or people named by origin."""
        word, token = self.w.low[a.head], self.w.doc[a.head]
        if word in self.c.things or word in self.c.unit_nouns:
            return False
        if token.tag_ in {"NNP", "NNPS"}:
            return (
                token.tag_ == "NNPS"
                or token.ent_type_ == "NORP"
                or (word.endswith("s") and token.ent_type_ in {"", "NORP", "CARDINAL"})
            )
        return token.tag_ == "NNS" or a.high == 1
