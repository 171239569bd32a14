"""Names in and beside a source phrase, and what kind of noun heads it."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kazkg.knowledge import Triples
from kazkg.knowledge.reporting import Reporting
from kazkg.language.drafts import EntityDraft, MentionDraft, mention_of
from kazkg.language.quotes import is_mark

__all__ = ["Naming", "listed"]

PARTICLES = frozenset(
    {"de", "di", "da", "del", "della", "van", "von", "der", "den", "al", "el", "bin", "ibn", "la", "le", "-"}
)
"""Small words inside names."""
OF = frozenset({"of", "for", "the"})
CALLED = (
    "called",
    "named",
    "nicknamed",
    "identified as",
    "identifying himself as",
    "identifying herself as",
    "known as",
    "known only as",
    "identified only as",
    "by the name of",
)
"""Words between a noun for somebody and his name."""
OPENING = frozenset(phrase.split()[0] for phrase in CALLED)
REACH = 12
"""How many tokens beyond its end a phrase may be continued by an appositive name."""


class Naming:
    """Looks for names in one document.

    Args:
        doc: the document, with mentions where earlier components wrote them.
        words: the reporting vocabulary.
        triples: the class tree.
    """

    def __init__(self, doc: Doc, words: Reporting, triples: Triples) -> None:
        self.doc = doc
        self.words = words
        self.triples = triples
        self.voices = frozenset(noun for noun, kind in words.sources.items() if kind == "voice")
        """Nouns for who speaks for a body; one may go back to another ("the spokesperson")."""
        self.offices = frozenset(noun for noun, kind in words.sources.items() if kind == "office")
        """Nouns of offices, which one person holds ("mayor")."""

    def kind(self, head: Token) -> str:
        """voice, reporter, body, crowd, office, report, or empty for a noun the vocabulary does not know."""
        lemma = head.lemma_.lower()
        before = self.doc[head.i - 1].lemma_.lower() if head.i else ""
        for word in (f"{before} {lemma}", lemma, head.lower_):
            if word in self.words.sources:
                return self.words.sources[word]
            if word in self.words.reports:
                return "report"
        return ""

    def after(self, head: Token, end: int, high: int) -> MentionDraft | None:
        """The name right after a class noun, where the parser took noun and name for two subjects."""
        if end >= high or head.i != end - 1 or head.pos_ != "NOUN" or self.kind(head) == "":
            return None
        found: MentionDraft | None = self.doc._.by_token.get(end)
        if found is None or found.form != "name" or found.start != end or found.end > high:
            return None
        return found if found.entity.kind in {"Organization", "Person"} else None

    def beside(self, head: Token, start: int, end: int) -> MentionDraft | None:
        """The name that a class noun introduces: "the agency Tass", "the airline, Aeria,"."""
        for child in head.children:
            if child.dep_ in {"appos", "compound", "nmod"} and start <= child.i < end:
                found = mention_of(child)
                if found is None:
                    continue
                after = child.dep_ == "appos" and child.i <= head.i + 6
                medium = child.i < head.i and head.lemma_.lower() in self.words.media
                if (after or (medium and found.entity.kind == "Organization")) and found.entity.kind != "Place":
                    return found
        return None

    def called(self, head: Token) -> MentionDraft | None:
        """The person whose name a noun is given: "a farmer called Jane Doe", "a man identified only as Doe"."""
        behind = self.doc[head.i + 1 : head.i + 6]
        if head.pos_ != "NOUN" or len(behind) < 2 or behind[0].lower_ not in OPENING:
            return None
        for i in range(1, len(behind)):
            found = mention_of(behind[i])
            if found is not None and found.start == behind[i].i:
                words = " ".join(t.lower_ for t in behind[:i])
                return found if words in CALLED and found.entity.kind == "Person" and found.form == "name" else None
        return None

    def person_after(self, head: Token, end: int) -> MentionDraft | None:
        """The name in apposition to a role: inside the phrase after a comma, or directly after the phrase."""
        stop = min(len(self.doc), end + REACH, self.doc[head.i].sent.end)
        comma = False
        for i in range(head.i + 1, stop):
            token = self.doc[i]
            if token.text == ",":
                if comma and i > end:
                    return None
                comma = True
                continue
            found = mention_of(token)
            if (
                found is not None
                and found.entity.kind == "Person"
                and found.form == "name"
                and (comma or i == head.i + 1)
            ):
                return found
            if comma and token.pos_ == "ADP" and token.lower_ not in {"of", "for"} and i >= end - REACH:
                return None
            if i >= end and (token.pos_ in {"VERB", "AUX", "SCONJ"} or is_mark(token) or not comma):
                return None
        return None

    def unknown_person(self, end: int) -> tuple[int, int] | None:
        """A name after a comma that no mention covers: two to four capitalised words up to the next comma or verb."""
        if end + 2 >= len(self.doc) or self.doc[end].text != ",":
            return None
        stop = end + 1
        while stop < len(self.doc) and (self.doc[stop].pos_ == "PROPN" or self.doc[stop].lower_ in PARTICLES):
            stop += 1
        taken = [m for i in range(end + 1, stop) if (m := self.doc._.by_token.get(i)) is not None]
        if any(m.entity.kind != "Person" and m.entity.known for m in taken):
            return None  # "Citing a source, Aeria News reports"
        following = self.doc[stop] if stop < len(self.doc) else None
        closed = following is None or following.text in {",", "."} or following.pos_ in {"VERB", "AUX"}
        return (end + 1, stop) if closed and 2 <= stop - end - 1 <= 4 else None

    def closing_mention(self, start: int, end: int) -> MentionDraft | None:
        """The person named in a role's phrase right after a noun: "the head of the mission Jane Doe"."""
        for i in range(end - 1, start, -1):
            found = mention_of(self.doc[i])
            if found is None or found.entity.kind != "Person" or found.form != "name" or found.end > end:
                continue
            before = self.doc[found.start - 1]
            matter = before.pos_ == "PROPN" and before.i > start and mention_of(before) is None
            if (before.pos_ == "NOUN" or matter) and found.start > start:
                return found
        return None

    def closing_name(self, head: Token, end: int) -> tuple[int, int] | None:
        """A name at the end of a role's phrase that no mention covers: "the head of the service John Doe"."""
        start = end
        while start - 1 > head.i and self.doc[start - 1].pos_ == "PROPN" and self.doc[start - 1].text[:1].isupper():
            start -= 1
        before = self.doc[start - 1]
        covering = [self.doc._.by_token.get(i) for i in range(start, end)]
        known = any(m is not None and m.end > end - 1 for m in covering)
        if not 2 <= end - start <= 3 or known or before.pos_ != "NOUN" or not before.text.islower():
            return None
        return start, end

    def inside(self, start: int, end: int, kinds: tuple[str, ...], cls: str = "") -> MentionDraft | None:
        """The first mention of one of ``kinds`` (and of class ``cls``) that begins in the range."""
        i = start
        while i < end:
            found: MentionDraft | None = self.doc._.by_token.get(i)
            if found is not None:
                if found.entity.kind in kinds and (not cls or cls in self.triples.ancestors(found.entity.cls)):
                    return found
                i = max(i + 1, found.end)
            else:
                i += 1
        return None

    def titled(self, head: Token, start: int, end: int) -> MentionDraft | None:
        """Who was named before by an office's words in another order: "Defence Minister Jane Doe" for "the minister of
        defence"; None where the phrase has no such words, or two people were called so.
        """
        own = self.kind(head) == "office" and head.tag_ in {"NN", "NNP"} and self.doc[start].lower_ == "the"
        if not own or not any(t.lower_ in OF for t in self.doc[head.i + 1 : end]):
            return None
        wanted = frozenset(t.lemma_.lower() for t in self.doc[start:end] if t.pos_ in {"NOUN", "PROPN", "ADJ"})
        found: dict[str, MentionDraft] = {}
        for mention in self.doc._.mentions:
            if mention.start >= start:
                break
            if mention.entity.kind == "Person" and mention.form == "name" and self._title(mention.start) >= wanted:
                found.setdefault(mention.entity.key, mention)
        return next(iter(found.values())) if len(found) == 1 and len(wanted) > 1 else None

    def _title(self, name: int) -> frozenset[str]:
        """The lemmas of the nouns and adjectives right before a name."""
        words = set()
        for i in range(name - 1, max(name - 8, -1), -1):
            token = self.doc[i]
            if token.pos_ not in {"NOUN", "PROPN", "ADJ"} and token.lower_ not in OF:
                break
            words.add(token.lemma_.lower())
        return frozenset(words)

    def introduced(self, head: Token) -> EntityDraft | None:
        """The one body that was introduced by the noun ("the charity Help Now", "Help Now, a charity")."""
        noun, found = head.lemma_.lower(), {}
        for mention in self.doc._.mentions:
            if mention.start >= head.i or mention.form != "name" or mention.entity.kind != "Organization":
                continue
            behind = [t.lemma_.lower() for t in self.doc[mention.end : mention.end + 6]]
            told = behind[:1] == [","] and behind[1:2] in (["a"], ["an"], ["the"]) and noun in behind
            if told or (mention.start > 0 and self.doc[mention.start - 1].lemma_.lower() == noun):
                found[mention.entity.key] = mention.entity
        return next(iter(found.values())) if len(found) == 1 else None

    def body_of(self, head: Token) -> EntityDraft | None:
        """The one named body of the sentence that "the group" closes: "Staff of Aeria are safe, the group said"."""
        found = {}
        for i in range(head.sent.start, head.i):
            mention = self.doc._.by_token.get(i)
            if mention is not None and mention.form == "name" and mention.entity.kind == "Organization":
                found[mention.entity.key] = mention.entity
        return next(iter(found.values())) if len(found) == 1 else None


def listed(name: Token) -> bool:
    """Whether what was taken for an apposition goes on a list of names of one kind ("A, B, C and D said")."""
    first, own = mention_of(name.head), mention_of(name)
    if first is None or own is None or first.entity is own.entity or first.entity.kind != own.entity.kind:
        return False
    further = mention_of(next((c for c in name.rights if c.dep_ == "conj"), name))
    return further is not None and further.entity is not own.entity and further.entity.kind == own.entity.kind
