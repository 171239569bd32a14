"""Links between amounts and triggers that only the parse shows."""

from __future__ import annotations

from spacy.tokens import Token

from kazkg.language.drafts import AmountDraft
from kazkg.language.page import Page
from kazkg.language.triggers import Link

__all__ = ["Parsed"]

SUBJECTS = frozenset({"nsubj", "nsubjpass"})


class Parsed:
    """Reads links off the parse of one Doc."""

    def __init__(self, page: Page) -> None:
        self.w = page.w
        self.t = page.triggers
        self.c = page.c
        self.begins = page.begins
        self.covers = page.covers

    def find(self, a: AmountDraft) -> list[Link]:
        """Links by subject, object and modifier arcs, the noun's own first."""
        doc = self.w.doc
        links: list[Link] = []
        places = [doc[i] for i in ((a.head,) if a.head >= 0 else ()) + tuple(range(a.end - 1, a.start - 1, -1))]
        for token in places:
            links.extend(self._of_token(token))
            if links:
                break
        return links

    def _of_token(self, token: Token) -> list[Link]:
        links: list[Link] = []
        member = token
        while token.dep_ == "conj" and token.head.i not in self.covers and token.head.i < token.i:
            token = token.head
        if token.dep_ in SUBJECTS:
            for verb in (token.head, *token.head.conjuncts):
                if verb.i == token.head.i or not any(c.dep_ in SUBJECTS for c in verb.children):
                    links.extend(self._as_subject(verb, token.dep_ == "nsubjpass"))
        elif token.dep_ in {"dobj", "obj"} and token.i > token.head.i:
            for trigger in self.t.verbs.get(token.head.i, ()):
                if trigger.sense.slot == "object" and not self.t.passive(token.head.i) and not self._preposed(token):
                    links.append(Link(trigger, "object"))
        token = member
        for child in token.children:
            if child.dep_ == "acl" and child.tag_ == "VBN" and not self._far(token, child):
                links.extend(
                    Link(t, "subject", explicit=False)
                    for t in self.t.verbs.get(child.i, ())
                    if not self.t.object_follows(t, self.begins)
                )
            elif child.dep_ == "relcl" and not self._far(token, child):
                links.extend(
                    Link(t.trigger, "subject", relative=True)
                    for t in self._as_subject(child, True)
                    if self._relative_subject(child)
                )
        return links

    def _far(self, token: Token, child: Token) -> bool:
        """Whether a modifier is too far from its noun to be trusted, or another amount stands between."""
        return child.i < token.i or child.i - token.i > 12 or any(i in self.begins for i in range(token.i + 1, child.i))

    @staticmethod
    def _relative_subject(verb: Token) -> bool:
        return any(c.dep_ in SUBJECTS and c.tag_ in {"WP", "WDT"} for c in verb.children)

    def _preposed(self, token: Token) -> bool:
        """Whether the amount stands behind a preposition the parser overlooked."""
        first = min((t.i for t in token.lefts), default=token.i)
        return self.w.tagged(self.w.before(first)) == "IN"

    def _as_subject(self, verb: Token, passive: bool) -> list[Link]:
        links: list[Link] = []
        negated = any(c.dep_ == "neg" for c in verb.children)
        for trigger in self.t.verbs.get(verb.i, ()):
            if self.t.blocked(trigger) or trigger.sense.active:
                continue
            if (
                trigger.sense.slot == "subject"
                or (self.t.passive(verb.i) and passive)
                or (passive and verb.tag_ == "VBN" and verb.dep_ == "conj")
            ):
                links.append(Link(trigger, "subject", negated=negated))
        if verb.lemma_ in {"be", "remain", "lie", "go"} or (verb.lower_ in self.c.raising and self.t.passive(verb.i)):
            for child in verb.children:
                if child.i in self.t.adjectives and child.dep_ in {"acomp", "oprd", "xcomp", "attr"}:
                    links.append(Link(self.t.adjectives[child.i], "subject", negated=negated))
        return links
