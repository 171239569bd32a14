"""Who the subject of a reporting verb is, whatever the parser made of the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Doc, Token

from kazkg.language.drafts import mention_of
from kazkg.language.quotes import is_mark

if TYPE_CHECKING:
    from kazkg.language.cues import CueHit

__all__ = ["DASHES", "SUBJECTS", "climb", "glued", "inverted_subject", "is_finite", "separator", "subject_of"]

DASHES = frozenset({"–", "—", "-", "--", "―"})
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
DOWN = frozenset(
    {"det", "compound", "amod", "nummod", "poss", "nmod", "npadvmod", "punct", "case", "advmod", "predet", "quantmod"}
)


def separator(token: Token) -> bool:
    """Whether the token sets off a parenthesis: a comma, a dash, a quotation mark, a colon."""
    if token.text in DASHES:
        return token.whitespace_ != "" or token.i == 0 or token.doc[token.i - 1].whitespace_ != ""
    return token.text in {",", ":", ";", "(", ")"} or is_mark(token)


def is_finite(token: Token) -> bool:
    """Whether the token is a finite verb."""
    return token.tag_ in {"VBD", "VBZ", "VBP", "MD"}


def climb(token: Token, stop: Token) -> Token:
    """The head of the noun phrase that ``token`` begins, without climbing to ``stop`` or to its left."""
    while token.dep_ in DOWN and token.head.i != token.i and token.head.i > stop.i:
        token = token.head
    return token


def inverted_subject(
    token: Token, speaks: bool = True, takes_object: bool = False, end: int | None = None
) -> Token | None:
    """The speaker that stands after the verb ("..., underlines the command"), whatever the parser calls it.

    Args:
        token: the verb.
        speaks: whether the verb may stand beside quoted words at all.
        takes_object: whether the verb may have an object or addressee, which is then no speaker.
        end: where the words of the verb end, where there are more ("makes known").

    Returns:
        The head of the phrase after the verb, or None where the order is not inverted.
    """
    doc = token.doc
    if not speaks or token.tag_ in {"VBG", "VB"} or token.i + 1 >= len(doc):
        return None
    if token.i == token.sent.start:
        last = token.tag_ == "VBD" and token.text[:1].isupper()
        return next((c for c in token.rights if c.dep_ == "nsubj"), None) if last else None  # "Said the mayor, “..."
    at = token.i - 1
    while at > token.sent.start and (doc[at].pos_ == "ADV" or doc[at].is_space):
        at -= 1
    before = doc[at]
    if (
        not separator(before)
        or before.text in {"(", ";"}
        or (is_mark(before) and not before.whitespace_ and not _misplaced(before))
    ):
        return None
    at_first = _past_adverbials(doc, token.i + 1 if end is None else end, token.sent.end)
    if at_first is None:
        return None
    first = doc[at_first]
    if (
        first.tag_ != "PRP$"
        and first.pos_ not in {"DET", "PROPN", "NOUN", "ADJ", "NUM"}
        and first.lower_ not in {"he", "she", "they"}
    ):
        return None
    head = climb(first, doc[at_first - 1])
    whole = mention_of(first)
    if whole is not None and whole.start == at_first and whole.end < len(doc) and separator(doc[whole.end]):
        head = doc[whole.head]
    if head.pos_ not in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"} or head.dep_ in {"mark", "advmod"}:
        return None
    if any(is_mark(t) for t in doc[at_first : head.i]):
        return None
    if any(child.dep_ in SUBJECTS and before.i < child.i < token.i for child in token.lefts):
        return None
    edge = head.right_edge.i + 1
    after = doc[edge] if edge < len(doc) else None
    if after is not None and after.sent == token.sent and after.pos_ in {"AUX", "VERB"} and is_finite(after):
        return None
    closed = is_mark(before) or (before.text == "," and at > 0 and is_mark(doc[at - 1]))
    owned = any(child.dep_ in SUBJECTS for child in token.lefts)
    takes_object = takes_object and doc[token.i + 1].lower_ not in {"us", "me"}
    said_of = takes_object or before.text != "," or any(is_finite(t) for t in doc[edge : token.sent.end])
    if owned and not closed and said_of and not _lone_comma(token) and not _goes_on(doc, edge, token.sent.end):
        return None  # "The chief, who leads the force, accused the army", unlike "The road is open, said the army"
    joined = token.dep_ == "conj" and token.head.i < token.i and not _organ(head, before)
    if not closed and said_of and joined and not _goes_on(doc, edge, token.sent.end):
        return None
    plain = mention_of(head) is None and head.pos_ != "PROPN"
    if not closed and plain and first.pos_ != "DET" and first.tag_ != "PRP$":
        return None
    return head


def _misplaced(mark: Token) -> bool:
    """Whether a mark behind a comma closes, though it is glued to the next word (", “added")."""
    doc = mark.doc
    return mark.i > 0 and doc[mark.i - 1].text in {",", "!", "?"} and all(q.open != mark.i for q in doc._.quotes)


def _organ(head: Token, before: Token) -> bool:
    """Whether a comma and the name of a body or person, with nothing else, follow: "..., reported the daily Aeria,"."""
    found = next((m for m in map(mention_of, (head, *head.rights)) if m is not None), None)
    after = head.doc[head.right_edge.i + 1] if head.right_edge.i + 1 < len(head.doc) else None
    named = found is not None and found.form == "name" and found.entity.kind in {"Organization", "Person"}
    return named and before.text == "," and after is not None and after.text in {",", ".", ";"}


def _lone_comma(token: Token) -> bool:
    """Whether just one comma parts a verb from what the parser took for its subject, which a subject never is."""
    subject = next(child for child in token.lefts if child.dep_ in SUBJECTS)
    between = token.doc[subject.right_edge.i + 1 : token.i]
    inner = token.doc[subject.i + 1 : subject.right_edge.i + 1]
    return sum(t.text == "," for t in between) == 1 and not any(t.text == "," for t in inner)


def _past_adverbials(doc: Doc, at: int, end: int) -> int | None:
    """The first token after an adverb or a short prepositional phrase ("wrote on Twitter the spokesman")."""
    if at < end and doc[at].pos_ == "ADV":
        at += 1
    if at + 1 < end and doc[at].lower_ in {"us", "me"} and doc[at + 1].pos_ in {"DET", "PROPN"}:
        return at + 1  # "told us a councillor"
    at = _past_time(doc, at, end)
    if at < end and doc[at].text == "," and at + 1 < end and doc[at + 1].pos_ == "ADP":
        close = next((i for i in range(at + 2, min(at + 9, end)) if doc[i].text == ","), end)
        return close + 1 if close + 1 < end and doc[close + 1].pos_ in {"DET", "PROPN"} else None
    if at < end and doc[at].pos_ == "ADP" and doc[at].lower_ in {"on", "in", "to", "from", "via", "with", "at"}:
        first = at + 2 if at + 2 < end and doc[at + 1].pos_ == "DET" else at + 1
        named = mention_of(doc[first]) if first < end else None
        later = _past_time(doc, named.end, end) if named is not None else end
        if named is not None and later < end and (behind := mention_of(doc[later])) is not None:
            return later if behind.start == later else None  # "commented with Aeria Jane Doe"
        if later < end and named is not None and later > named.end and doc[later].pos_ in {"DET", "PROPN"}:
            return later  # "told Aeria on Monday Dr Jane Doe"
        noun = next((c for c in doc[at].rights if c.dep_ == "pobj"), None)
        if noun is None or noun.i + 1 >= end or noun.i - at > 4:
            return None
        at = _past_time(doc, noun.i + 1, end)
        return at if at < end and doc[at].pos_ in {"DET", "PROPN"} else None
    return at if at < end else None


def _past_time(doc: Doc, at: int, end: int) -> int:
    """The first token after words of time ("on Monday", "yesterday")."""
    while at < end and doc[at].ent_type_ in {"DATE", "TIME"}:
        at += 1
    if at + 1 < end and doc[at].pos_ == "ADP" and doc[at + 1].ent_type_ in {"DATE", "TIME"}:
        return _past_time(doc, at + 1, end)
    return at


def _goes_on(doc: Doc, at: int, end: int) -> bool:
    """Whether a parenthesis ends soon after ``at`` and a finite verb follows it, an adverb allowed between."""
    for i in range(at, min(at + 8, end)):
        if separator(doc[i]):
            return any(is_finite(token) for token in doc[i + 1 : min(i + 3, end)])
        if is_finite(doc[i]):
            return False
    return False


def subject_of(hit: CueHit | None, token: Token, depth: int = 0) -> Token | None:
    """Head of the phrase that says it: subject, agent of a passive, or what a participle leans on."""
    if depth > 4:
        return None
    if token.pos_ == "NOUN" and depth == 0 and token.i:
        lead = token.doc[token.sent.start : token.i] if token.tag_ == "NN" else ()
        return next((t for t in lead if t.tag_ in {"NNS", "NNPS"} and t.dep_ == "nsubj"), token.doc[token.i - 1])
    agent = next((c for c in token.children if c.dep_ == "agent"), None) if token.tag_ == "VBN" else None
    if agent is not None:
        noun = next((glued(c) for c in agent.children if c.dep_ == "pobj"), None)
        return noun if noun is None or noun.ent_type_ not in {"DATE", "TIME"} else None
    if (hit is not None and hit.passive) or any(c.dep_ == "auxpass" for c in token.lefts):
        return None
    subjects = [child for child in token.lefts if child.dep_ in SUBJECTS]
    if subjects:
        child = subjects[0]
        if child.tag_ in {"WDT", "WP"} and token.dep_ == "relcl":
            return _who(token.head) if child.lower_ == "who" else token.head
        if len(subjects) > 1 and any(separator(t) for t in token.doc[child.i : subjects[-1].i]):
            child = subjects[-1]  # "a statement called ..., the agency reported"
        child = _after_list(child, token)
        return glued(_true_subject(child))
    if token.dep_ == "acl":
        verb = token.head.head
        set_off = token.tag_ == "VBG" and token.head.dep_ == "dobj" and token.doc[token.i - 1].text == ","
        if set_off and depth == 0 and verb.pos_ == "VERB":
            return subject_of(None, verb, 1)  # "The ministry retracted the note, speaking of an error"
        return token.head if token.tag_ in {"VBG", "VBD"} else None
    if token.dep_ == "relcl" and depth == 0:
        return _misread_subject(token)
    if token.dep_ == "relcl" or (depth == 0 and token.tag_ == "VB" and token.dep_ not in {"conj", "xcomp"}):
        return None
    head = token.head
    if head.i == token.i:
        return _misread_subject(token) if depth == 0 else None
    if token.dep_ == "advcl" and token.tag_ in {"VBD", "VBN"}:
        return _misread_subject(token) if depth == 0 else None
    if token.dep_ == "conj" and depth == 0 and is_finite(token):
        before = token.doc[token.i - 1]
        joint = token.doc[before.left_edge.i - 1] if before.left_edge.i else before
        if before.dep_ == "conj" and before.pos_ in {"NOUN", "PROPN"} and (joint.dep_ == "cc" or joint.text == ";"):
            comma = next((i for i in range(token.i - 1, head.i, -1) if token.doc[i].text == ","), head.i)
            while before.dep_ == "conj" and before.head.i > comma > head.i:
                before = before.head  # "..., officials and residents said"
            return before  # "Soldiers fired on crowds and doctors count seven dead"
    if token.dep_ in {"conj", "advcl", "xcomp", "pcomp", "dep", "ccomp"}:
        if head.pos_ == "ADP" and head.head is not head:
            head = head.head
        if token.dep_ == "ccomp" and token.tag_ != "VBG":
            return None
        if head.pos_ in {"VERB", "AUX"}:
            after = _after_colon(token, head)
            if after is not None:
                return after
            if token.dep_ == "conj":
                head = _sibling(token, head)
            return subject_of(None, head, depth + 1)
        if head.pos_ in {"NOUN", "PROPN"} and token.dep_ == "advcl":
            return head
    return _misread_subject(token) if depth == 0 else None


def _after_colon(token: Token, head: Token) -> Token | None:
    """The noun right behind a colon, where the parser hung its verb on the clause before: "..., was Doe: the minister,
    after a call, asked why".
    """
    colon = next((i for i in range(token.i - 1, head.i, -1) if token.doc[i].text == ":"), -1)
    if token.dep_ not in {"dep", "conj"} or colon < 0 or colon + 1 >= token.i or not is_finite(token):
        return None
    noun = climb(token.doc[colon + 1], token.doc[colon])
    return noun if noun.i < token.i and noun.pos_ in {"NOUN", "PROPN"} else None


def _after_list(subject: Token, verb: Token) -> Token:
    """The speaker after the last comma where the parser took him for the end of a list of what is said.

    In "The storm killed 38 people, most of them children, officials said", the subject of "said" is no child.
    """
    doc = verb.doc
    told = any(c.dep_ == "ccomp" and is_finite(c) and c.i < subject.i for c in verb.lefts)
    comma = next((i for i in range(verb.i - 1, subject.i, -1) if doc[i].text == ","), -1)
    if not told or comma < 0 or comma + 1 >= verb.i or doc[comma + 1].pos_ not in {"DET", "ADJ", "NOUN", "PROPN"}:
        return subject
    head = climb(doc[comma + 1], doc[comma])
    return head if head.i < verb.i and head.pos_ in {"NOUN", "PROPN"} and head.dep_ in {"conj", "appos"} else subject


def _who(token: Token) -> Token:
    """The noun that "who" goes back to: the mayor, not the town, in "the mayor of Lindau, who"."""
    found = mention_of(token)
    while (
        found is not None and found.entity.kind == "Place" and token.dep_ == "pobj" and token.head.head.pos_ == "NOUN"
    ):
        token = token.head.head
        found = mention_of(token)
    return token


def _true_subject(subject: Token) -> Token:
    """The subject after the comma where the parser took the end of an opening phrase for it.

    In "According to the agency Aeria, the ministry said", Aeria ends the phrase and the ministry speaks.
    """
    for child in subject.rights:
        dash = subject.doc[child.left_edge.i - 1]
        if child.dep_ == "appos" and dash.text in DASHES and dash.whitespace_ and child.left_edge.i - 1 > subject.i:
            return child  # "LINDAU, May 4 - The army said"
    before = subject.doc[subject.i - 1] if subject.i else None
    if before is None or before.dep_ != "pobj" or before.head.i > before.i or subject.pos_ != "PROPN":
        return subject
    return next((c for c in subject.rights if c.dep_ == "appos"), subject)


def _misread_subject(token: Token) -> Token | None:
    """The noun right before a finite verb without a subject, where the parser took it for an apposition."""
    if not is_finite(token) or token.i == token.sent.start:
        return None
    doc, sent = token.doc, token.sent
    for inner in token.lefts:
        owned = [c for c in inner.lefts if c.dep_ in SUBJECTS] if inner.dep_ == "ccomp" else []
        if len(owned) == 2 and owned[1].lower_ == "it" and separator(doc[owned[1].i - 1]):
            return owned[0]  # "The court, it is read in a note, condemns"
    before = doc[token.i - 1]
    if before.text == "," and token.i - 2 > sent.start and doc[token.i - 2].pos_ == "PROPN":
        return _before_apposition(doc, token.i - 2, sent.start)
    described = _before_relative(doc, token.i - 1, sent.start) if before.text == "," else None
    if described is not None:
        return described
    if before.pos_ not in {"NOUN", "PROPN"} or before.ent_type_ in {"DATE", "TIME"}:
        return None
    if before.dep_ in {"appos", "conj"}:
        return before
    found = mention_of(before)
    if found is not None and found.entity.kind == "Person" and found.end == token.i and token.tag_ == "VBD":
        return doc[found.head]  # "From Lindau Governor Doe promised", taken for one phrase of place
    led = _after_as(before, sent.start)
    if led is not None:
        return led
    start = token.i - 1
    while start > sent.start and doc[start - 1].pos_ in {"DET", "ADJ", "NOUN", "PROPN"}:
        start -= 1
    return before if start == sent.start or separator(doc[start - 1]) else None


def _before_apposition(doc: Doc, name: int, low: int) -> Token:
    """The noun that a name set off by commas explains ("the chief, Jane Doe, said"), or the name."""
    start = name
    while start > low and doc[start - 1].pos_ == "PROPN":
        start -= 1
    noun = doc[start - 2] if start - 2 >= low and doc[start - 1].text == "," else None
    return noun if noun is not None and noun.pos_ == "NOUN" else doc[name]


def _before_relative(doc: Doc, comma: int, low: int) -> Token | None:
    """The name that a relative clause between commas describes ("After Doe left, Roe, who followed him, said")."""
    who = next((i for i in range(comma - 1, low + 1, -1) if doc[i].text == "," or doc[i].tag_ == "WP"), -1)
    if who < 0 or doc[who].lower_ != "who" or doc[who - 1].text != ",":
        return None
    noun = doc[who - 2]
    return noun if noun.pos_ in {"NOUN", "PROPN"} else None


def _after_as(token: Token, low: int) -> Token | None:
    """The noun after an opening "as" that was taken for a preposition ("As the service of the ministry told")."""
    while token.dep_ == "pobj" and token.head.lower_ != "as" and token.head.head.i < token.i:
        token = token.head.head
    opens = token.dep_ == "pobj" and token.head.lower_ == "as"
    if not opens:
        return None
    before = token.doc[token.head.i - 1] if token.head.i > low else None
    return token if before is None or separator(before) or before.is_space else None


def glued(token: Token) -> Token:
    """The last part of a compound written with hyphens, where the parser took its parts for several words."""
    doc = token.doc
    while (
        token.i + 2 < len(doc)
        and doc[token.i + 1].text in {"-", "‑"}
        and not token.whitespace_
        and not doc[token.i + 1].whitespace_
    ):
        token = doc[token.i + 2]
    return token


def _sibling(token: Token, head: Token) -> Token:
    """The verb that a coordinated verb truly continues: one of the same tense, where the parser chose a deeper one."""
    if head.tag_ != token.tag_ and head.dep_ == "ccomp" and head.head.tag_ == token.tag_ and head.head.i < head.i:
        return head.head
    joint = next((c for c in head.rights if c.dep_ == "cc" and c.i < token.i), None)
    if head.dep_ == "relcl" and joint is not None and token.doc[joint.i - 1].text == ",":
        opening = token.doc[head.left_edge.i - 1]
        main = next((a for a in head.ancestors if a.pos_ in {"VERB", "AUX"}), None)
        if opening.text == "," and main is not None and main.tag_ == token.tag_:
            return main  # "thanked the mayor, who answered, and assured"
    return head
