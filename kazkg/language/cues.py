"""Reporting words in a sentence: which words report, and what tense and voice they stand in."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from spacy.attrs import LEMMA, LOWER
from spacy.strings import get_string_id
from spacy.tokens import Doc, Span, Token

from kazkg.knowledge.reporting import Cue, Reporting
from kazkg.language.drafts import QuoteDraft, mention_of
from kazkg.language.quotes import is_mark
from kazkg.language.subjects import SUBJECTS, separator

__all__ = ["CueHit", "Spotter", "closes_before", "find"]

FUTURE = frozenset({"will", "shall", "'ll", "wo", "would", "'d"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
ASIDE = 14
"""How many tokens an aside with a verb taken for a noun may have."""
MODALS = frozenset({"can", "could", "may", "might", "must", "should", "need", "ought"})


@dataclass(slots=True, eq=False)
class CueHit:
    """One place where words of the reporting vocabulary stand."""

    token: Token
    """The verb, or the first word of a phrase."""
    start: int
    end: int
    cues: list[Cue]
    """What the words may mean, the most specific first."""
    form: str = "verb"
    """What kind of words they are: verb, phrase, noun, adjective or adverb."""
    passive: bool = False
    negated: bool = False
    modal: str = ""
    """The modal verb that makes it no report of something said ("should condemn")."""
    tense: str = "past"


class Spotter:
    """Which tokens of a document may begin a cue, by the numbers that spaCy keeps for words; made once a vocabulary.

    Args:
        words: the reporting vocabulary.
    """

    def __init__(self, words: Reporting) -> None:
        lists = (words.phrases, words.verbs, words.forms, words.nouns, words.adjectives, words.adverbs)
        self.words = words
        self.ids = frozenset(get_string_id(word) for entries in lists for word in entries)

    def among(self, doc: Doc) -> list[int]:
        """Indices of the tokens whose word or lemma the vocabulary holds, in order."""
        pairs = doc.to_array([LOWER, LEMMA]).tolist()
        ids = self.ids
        found = [i for i, (lower, lemma) in enumerate(pairs) if lower in ids or lemma in ids]
        placed = {at for one in doc._.quotes if (at := closes_before(doc, one)) is not None}
        return sorted({*found, *placed}) if placed else found


def closes_before(doc: Doc, quote: QuoteDraft) -> int | None:
    """The finite verb right after the comma that closes a quotation, before whoever speaks; None without one."""
    at = quote.close + 1
    comma = doc[quote.close - 1].text in {",", "!", "?"}
    if at < len(doc) and doc[at].text == ",":
        at, comma = at + 1, True
    if not comma or at + 1 >= len(doc) or doc[at].tag_ not in {"VBD", "VBZ", "VBN"} or doc[at].pos_ != "VERB":
        return None
    first = doc[at + 1]
    speaker = (
        mention_of(first) is not None
        or first.pos_ == "PROPN"
        or (first.pos_ == "DET" and first.lower_ in {"the", "a", "an"})
    )
    whole = any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in doc[doc[quote.open].sent.start : quote.close])
    return at if speaker and whole else None


def find(doc: Doc, sent: Span, words: Reporting, candidates: list[int]) -> list[CueHit]:
    """The cues of a sentence, in order of their tokens.

    Args:
        doc: the document.
        sent: the sentence.
        words: the reporting vocabulary.
        candidates: what :meth:`Spotter.among` gives for the document.
    """
    hits = []
    for index in candidates[bisect_left(candidates, sent.start) : bisect_left(candidates, sent.end)]:
        token = doc[index]
        if token.lower_ in words.phrases:
            hit = _phrase(doc, token, words)
            if hit is not None:
                hits.append(hit)
                continue
        lemma = words.verb(token.lemma_.lower(), token.lower_)
        if lemma is not None and (token.pos_ in {"VERB", "AUX"} or _mistagged(doc, token, words)):
            hit = _verb(doc, token, lemma, words)
            if hit is not None:
                hits.append(hit)
                continue
        if lemma is None and words.beside is not None and token.pos_ == "VERB" and token.lower_ not in words.adjectives:
            hits.append(CueHit(token, index, index + 1, [words.beside]))
            continue
        other = _no_verb(token, words)
        if other is not None:
            hits.append(other)
    return hits


def _no_verb(token: Token, words: Reporting) -> CueHit | None:
    """A noun, adjective or adverb that reports."""
    form, cue = "", None
    if token.pos_ == "NOUN":
        form, cue = "noun", words.nouns.get(token.lemma_.lower())
    elif token.pos_ == "ADV":
        form, cue = "adverb", words.adverbs.get(token.lower_)
    if cue is None and token.dep_ not in {"amod", "compound"} and token.pos_ in {"ADJ", "VERB"}:
        form, cue = "adjective", words.adjectives.get(token.lower_)
    return CueHit(token, token.i, token.i + 1, [cue], form=form) if cue is not None else None


def _phrase(doc: Doc, token: Token, words: Reporting) -> CueHit | None:
    for rest, cue in words.phrases[token.lower_]:
        end = token.i + 1 + len(rest)
        if "aside" in cue.slots and token.i > token.sent.start and not separator(doc[token.i - 1]):
            continue
        if end < len(doc) and all(doc[token.i + 1 + k].lower_ == word for k, word in enumerate(rest)):
            return CueHit(token, token.i, end, [cue], form="phrase")
    return None


def _parenthetic(doc: Doc, token: Token, words: Reporting) -> bool:
    """Whether a word taken for a plural noun is the verb of an aside ("..., a police source leaks to the press, ...",
    "..., denounces Aeria, ...") or of what leads up to a colon ("The ministry reassures: ...").
    """
    lemma = words.verb(token.lemma_.lower(), token.lower_)
    if not token.lower_.endswith("s") or lemma in words.nouns or lemma in words.reports:
        return False
    sent = token.sent
    left = next((i for i in range(token.i - 1, sent.start - 1, -1) if separator(doc[i])), sent.start - 1)
    right = next((i for i in range(token.i + 1, sent.end) if separator(doc[i]) or doc[i].text == "."), sent.end)
    aside = doc[left + 1 : right]
    if len(aside) > ASIDE or any(t.tag_ in FINITE for t in aside):
        return False
    before, after = doc[left + 1 : token.i], doc[token.i + 1 : right]
    if not len(before):
        return (
            left > sent.start and len(after) > 0 and after[0].pos_ in {"DET", "PROPN", "NOUN"} and _spoken(after, words)
        )
    closed = not len(after) or after[0].pos_ == "ADP"
    leads = right < sent.end and doc[right].text == ":"
    inner = [t for t in before if t.pos_ in {"VERB", "AUX"}]
    return closed and not inner and (leads or left > sent.start + 1) and _spoken(before, words)


def _spoken(span: Span, words: Reporting) -> bool:
    """Whether a name or noun of somebody who can speak stands in a span."""
    for token in span:
        found = mention_of(token)
        if found is not None and found.entity.kind in {"Organization", "Person"}:
            return True
        if token.lemma_.lower() in words.sources:
            return True
    return False


def _plural_before(token: Token) -> Token | None:
    """The plural subject before a verb taken for a noun in the singular."""
    lead = token.doc[token.sent.start : token.i]
    return next((t for t in lead if t.tag_ in {"NNS", "NNPS"} and t.dep_ == "nsubj"), None)


def _mistagged(doc: Doc, token: Token, words: Reporting) -> bool:
    """Whether a verb after a closing quotation mark was taken for a plural noun ("...”, states the ministry")."""
    if token.tag_ == "NN" and 0 < token.i < len(doc) - 1:
        mark, noun = doc[token.i + 1], token.lemma_.lower()  # "Sources of the ministry assure that"
        plain = noun in words.nouns or noun in words.reports or noun in words.sources
        return mark.lower_ == "that" and mark.dep_ == "mark" and not plain and _plural_before(token) is not None
    if token.tag_ != "NNS" or token.i < 1 or token.i + 1 >= len(doc):
        return False
    if _parenthetic(doc, token, words):
        return True
    before, after = doc[token.i - 1], doc[token.i + 1]
    if mention_of(before) is not None and (after.lower_ in {"for", "that"} or is_mark(after)):
        return True  # "Aeria hopes for peace"
    if (
        after.lower_ == "that"
        and after.dep_ == "mark"
        and before.pos_ in {"NOUN", "PROPN"}
        and token.lower_.endswith("s")
    ):
        return True  # "The prefect of Lindau underlines that ..."
    if token.i < 2:
        return False
    named = mention_of(before) is not None or before.lemma_.lower() in words.sources
    if after.text in {".", ",", ";"} and named:
        at = token.i - 1
        while at > token.sent.start and doc[at].pos_ in {"DET", "ADJ", "NOUN", "PROPN"}:
            at -= 1
        return doc[at].text == "," and at > token.sent.start + 2  # "..., the agency Aeria reports."
    return is_mark(before) or (before.text == "," and is_mark(doc[token.i - 2]))


def _verb(doc: Doc, token: Token, lemma: str, words: Reporting) -> CueHit | None:
    end = token.i + 1
    cues = []
    for rest, cue in words.verbs[lemma]:
        if not rest:
            cues.append(cue)
        elif all(
            token.i + 1 + k < len(doc) and w in {doc[token.i + 1 + k].lemma_.lower(), doc[token.i + 1 + k].lower_}
            for k, w in enumerate(rest)
        ):
            end = max(end, token.i + 1 + len(rest))
            cues = [cue]
            break
        elif len(rest) > 1 and _hangs(token, rest[0], rest[-1]):
            cues = [cue]
            break
    cues = [cue for cue in cues if cue.slots != {"noun"}]
    if not cues or (token.dep_ in {"amod", "compound", "aux", "auxpass"} and token.pos_ != "NOUN"):
        return None
    hit = CueHit(token, token.i, end, cues, tense="present" if token.tag_ in {"VBZ", "VBP"} else "past")
    for child in token.lefts:
        if child.dep_ == "auxpass":
            hit.passive = True
        elif child.dep_ == "neg":
            hit.negated = True
        elif child.dep_ == "aux":
            word = child.lower_
            if word in FUTURE:
                hit.modal, hit.tense = child.lemma_.lower(), "future"
            elif word in MODALS:
                hit.modal = word
    if token.tag_ == "VBN" and not hit.passive and not any(c.dep_ == "aux" for c in token.lefts):
        bare = token.dep_ in {"acl", "advcl", "relcl"} and not any(c.dep_ in SUBJECTS for c in token.lefts)
        bare = bare and not _finite_after_all(doc, token) and not _only_verb(token)
        hit.passive = bare or any(c.dep_ == "agent" for c in token.rights)
    return hit


def _finite_after_all(doc: Doc, token: Token) -> bool:
    """Whether a participle must be a past tense: before "that", or between a comma and a speaker."""
    if token.i + 1 >= len(doc) or not token.i:
        return False
    after = doc[token.i + 1]
    for later in doc[token.i + 1 : token.i + 6] if separator(doc[token.i - 1]) else ():
        if later.lower_ == "that" and later.dep_ == "mark":
            return True  # "Doe, the head of the service, tweeted on May 4 that"
        if later.pos_ != "ADP" and later.ent_type_ not in {"DATE", "TIME", "ORG"}:
            break
    return after.lower_ == "that" or (separator(doc[token.i - 1]) and after.pos_ in {"DET", "PROPN"})


def _only_verb(token: Token) -> bool:
    """Whether a participle is the only verb of a sentence that the parser took for one noun phrase."""
    sent = token.sent
    if (
        token.dep_ != "acl"
        or sent.root.pos_ not in {"NOUN", "PROPN"}
        or sent.root.i > token.i
        or token.head.i == sent.root.i
    ):
        return False
    return not any(t.tag_ in FINITE or t.tag_ == "VBN" for t in sent if t.i != token.i)


def _hangs(token: Token, preposition: str, noun: str) -> bool:
    """Whether a prepositional phrase with this noun hangs on the verb ("took it as a sign")."""
    return any(
        child.lower_ == preposition and any(c.dep_ == "pobj" and c.lemma_.lower() == noun for c in child.rights)
        for child in token.rights
    )
