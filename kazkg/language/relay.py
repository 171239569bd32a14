"""Who carried a statement from its speaker to the article: addressee media, channels, agencies that quote or report."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kazkg.knowledge import Triples
from kazkg.knowledge.reporting import Reporting
from kazkg.language.cues import CueHit
from kazkg.language.drafts import SourceDraft, StatementDraft, mention_of
from kazkg.language.phrases import phrase_of
from kazkg.language.speakers import Speakers
from kazkg.language.subjects import climb

__all__ = ["Relay"]

CHANNEL = frozenset({"on", "in", "via", "through", "to", "during", "at", "by", "from"})
TAKEN = frozenset({"MediaOrganization", "SocialNetwork"})


class Relay:
    """Finds media in one document.

    Args:
        doc: the document.
        words: the reporting vocabulary.
        speakers: names the sources of the document.
        triples: the class tree.
    """

    def __init__(self, doc: Doc, words: Reporting, speakers: Speakers, triples: Triples) -> None:
        self.doc = doc
        self.words = words
        self.speakers = speakers
        self.triples = triples

    def add(self, statement: StatementDraft, medium: SourceDraft | None) -> None:
        """Append a medium, once, unless it is the speaker itself."""
        if medium is None or not medium.label:
            return
        if all(medium.label != other.label for other in (*statement.media, *statement.speakers)):
            statement.media.append(medium)

    def is_medium(self, token: Token) -> bool:
        """Whether the noun names or means a medium."""
        found = mention_of(token)
        if found is not None:
            return not TAKEN.isdisjoint(self.triples.ancestors(found.entity.cls)) or (
                found.entity.kind == "Organization" and found.form == "nominal" and self.channel(token)
            )
        return self.channel(token)

    def channel(self, token: Token) -> bool:
        """Whether the word is a noun for a medium."""
        return token.lemma_.lower() in self.words.media or token.lower_ in self.words.media

    def _names_medium(self, token: Token) -> bool:
        """Whether the phrase names a medium that the verb has for its addressee ("she said the Aeria agency")."""
        names = [mention_of(t) for t in (token, *token.lefts)]
        return any(m is not None and not TAKEN.isdisjoint(self.triples.ancestors(m.entity.cls)) for m in names)

    def carries(self, source: SourceDraft) -> bool:
        """Whether the source is a medium, by name or by noun."""
        if source.entity is not None:
            return not TAKEN.isdisjoint(self.triples.ancestors(source.entity.cls))
        return source.start >= 0 and any(
            (self.words.sources.get(t.lemma_.lower()) or self.words.sources.get(t.lower_)) in {"body", "group"}
            and self.channel(t)
            for t in self.doc[source.start : source.end]
        )

    def channels(self, hit: CueHit, statement: StatementDraft, sent: Span) -> None:
        """Add the media that the reporting verb itself names: told AFP, said on Facebook, announced in an address."""
        for child in hit.token.children:
            told = any(c.addressee for c in hit.cues)
            if child.dep_ in {"dobj", "dative"} and child.i > hit.token.i and (told or self._names_medium(child)):
                self._noun(child, statement, sent)
            elif child.dep_ in {"prep", "dative", "agent"} and child.lower_ in CHANNEL and child.dep_ != "agent":
                for noun in child.children:
                    if noun.dep_ == "pobj":
                        self._noun(noun, statement, sent)

    def _noun(self, noun: Token, statement: StatementDraft, sent: Span) -> None:
        if any(start <= noun.i < end for start, end in statement.content):
            return
        heads = [noun, *(c for c in noun.children if c.dep_ in {"compound", "appos"} and mention_of(c) is not None)]
        if not any(self.is_medium(h) for h in heads[:1]):
            return
        if noun.lemma_.lower() in self.words.own_words and mention_of(noun) is None:
            self._interviewer(noun, statement, sent)
        else:
            self.add(statement, self.source(noun, sent))
        self.within(noun, statement, sent)

    def _interviewer(self, noun: Token, statement: StatementDraft, sent: Span) -> None:
        """Add the medium that a form of the speaker's own words names: "an interview with Aeria", "to Aeria"."""
        for child in noun.children:
            inner = [child] if child.dep_ == "compound" else [c for c in child.children if c.dep_ == "pobj"]
            for medium in inner if child.dep_ == "compound" or child.lower_ in {"with", "to", "on", "for"} else ():
                found = mention_of(medium)
                if found is not None and not TAKEN.isdisjoint(self.triples.ancestors(found.entity.cls)):
                    self.add(statement, self.source(medium, sent))

    def within(self, noun: Token, statement: StatementDraft, sent: Span) -> None:
        """Add what a document named as medium was itself carried by: "a note published on the ministry's website"."""
        for clause in noun.rights:
            if clause.dep_ != "acl":
                continue
            for child in clause.children:
                if child.dep_ in {"prep", "agent"} and child.lower_ in CHANNEL:
                    for inner in child.children:
                        if inner.dep_ == "pobj" and (self.is_medium(inner) or child.dep_ == "agent"):
                            self.add(statement, self.source(inner, sent))

    def source(self, noun: Token, sent: Span) -> SourceDraft | None:
        """The medium that a noun names: an entity, or the words as they stand ("televised address")."""
        start, end = phrase_of(noun, sent.start, sent.end)
        found = mention_of(noun)
        if found is None and self.channel(noun):
            found = self.speakers.naming.beside(noun, start, end)
            if found is not None and found.entity.kind not in {"Organization"}:
                found = None
        if found is not None and noun.lemma_.lower() not in {"website", "site", "page", "account"}:
            return SourceDraft(found.entity.label, found.entity, start, end)
        label = self.speakers.labels.plain(start, noun.i + 1, keep_all=True)
        return SourceDraft(label, None, start, end) if label else None

    def quoted_by(self, end: int, sent: Span) -> tuple[list[SourceDraft], int]:
        """Who quotes a source in words that follow it, whatever they were parsed as: "..., quoted by the agency Tass".

        Args:
            end: one past the source's phrase.
            sent: its sentence.

        Returns:
            The media, and one past their words; none and ``end`` where no such words follow.
        """
        at = end + (end < sent.end and self.doc[end].text == ",")
        at += at < sent.end and self.doc[at].lower_ == "as"
        if at + 2 >= sent.end or self.doc[at].tag_ not in {"VBN", "VBD"} or self.doc[at + 1].lower_ != "by":
            return [], end
        if not any(cue.relay for _, cue in self.words.verbs.get(self.doc[at].lemma_.lower(), ())):
            return [], end
        noun = climb(self.doc[at + 2], self.doc[at + 1])
        media = self.speakers.resolve(noun, at + 2, sent.end) if self.speakers.can_speak(noun) else []
        return (media, phrase_of(noun, at + 2, sent.end)[1]) if media else ([], end)

    def quoting(self, head: Token, sent: Span) -> list[SourceDraft]:
        """Media that a source phrase itself names: "the ministry, quoted by Tass", "as reported by the agency"."""
        found: list[SourceDraft] = []
        for clause in head.rights:
            if clause.dep_ in {"acl", "advcl"} and clause.lemma_.lower() in self.words.verbs and clause.tag_ == "VBN":
                for agent in clause.children:
                    if agent.dep_ in {"agent", "prep"} and agent.lower_ == "by":
                        for noun in agent.children:
                            if noun.dep_ == "pobj":
                                found.extend(self.speakers.resolve(noun, sent.start, sent.end))
        return found
