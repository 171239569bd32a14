"""Complements of reporting verbs: the clause, object, infinitive or phrase that says what is said."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kazkg.knowledge.reporting import Cue, Reporting
from kazkg.language.cues import CueHit
from kazkg.language.drafts import QuoteDraft
from kazkg.language.phrases import adds_up
from kazkg.language.subjects import is_finite

__all__ = ["Complements", "Range"]

Range = tuple[int, int]
POINTED = frozenset({"it", "this", "that", "them"})
USED = frozenset({"right", "privilege", "authority"})
"""What is used, and not spoken of, where somebody asserts or invokes it."""
REACH = 10
"""How far after the verb the quoted words may begin."""


class Complements:
    """Finds complements in one document.

    Args:
        doc: the document.
        words: the reporting vocabulary.
        opening: opening mark to quotation.
    """

    def __init__(self, doc: Doc, words: Reporting, opening: dict[int, QuoteDraft]) -> None:
        self.doc = doc
        self.words = words
        self.opening = opening

    def clause(self, hit: CueHit, sent: Span) -> Range | None:
        """The complement clause after the verb."""
        found: Range | None = None
        late = self._after_aside(hit, sent)
        if late is not None:
            return late.i, self._cut(hit, sent.end, sent)
        for child in hit.token.rights:
            if child.i < hit.end:
                continue  # "let it be known"
            if child.dep_ == "ccomp" and self.doc[child.left_edge.i].lower_ in {"who", "which"}:
                if child.left_edge.i == hit.end:
                    return child.left_edge.i, min(child.right_edge.i + 1, sent.end)  # "asked who had fired"
                continue  # a relative clause that the parser hung too high
            if child.dep_ == "ccomp" and (is_clause(child) or (child.pos_ != "VERB" and found is None)):
                start, end = self._extent(child, hit, sent)
                found = (min(start, found[0]), max(end, found[1])) if found is not None else (start, end)
            elif child.dep_ == "mark" and child.lower_ == "that":
                return child.i, self._cut(hit, sent.end, sent)
        if found is not None:
            return found
        thing = self._that(hit, sent)
        return (thing.i, self._cut(hit, sent.end, sent)) if thing is not None else None

    def _that(self, hit: CueHit, sent: Span) -> Token | None:
        """A "that" close after the verb, where the parser did not see the clause it begins."""
        for token in self.doc[hit.end : min(hit.end + 8, sent.end)]:
            if token.lower_ == "that" and token.tag_ in {"IN", "WDT", "DT"}:
                if token.i == hit.end or token.dep_ == "mark" or self._gapless(token, hit):
                    return token
                return None
            if token.pos_ in {"VERB", "AUX", "SCONJ"}:
                return None
        return None

    def _after_aside(self, hit: CueHit, sent: Span) -> Token | None:
        """A "that" behind an aside with a participle: "reported, quoting unnamed sources, that"."""
        at = hit.end
        if at + 2 >= sent.end or self.doc[at].text != "," or self.doc[at + 1].tag_ != "VBG":
            return None
        close = next((i for i in range(at + 2, min(at + 16, sent.end - 1)) if self.doc[i].text == ","), -1)
        that = self.doc[close + 1] if close > 0 else None
        return that if that is not None and that.lower_ == "that" and that.dep_ == "mark" else None

    def _gapless(self, that: Token, hit: CueHit) -> bool:
        """Whether "said in a letter that he had no right" was taken for a relative clause, though it has a subject."""
        told = any("clause" in cue.slots and not cue.everyday for cue in hit.cues)
        after = that.doc[that.i + 1] if that.i + 1 < len(that.doc) else None
        return (
            told
            and that.dep_ not in {"nsubj", "nsubjpass"}
            and after is not None
            and after.pos_ in {"PROPN", "PRON", "DET", "NOUN", "NUM", "ADJ"}
        )

    def _extent(self, head: Token, hit: CueHit, sent: Span) -> Range:
        """The subtree of a complement, cut where the reporting sentence goes on."""
        start = max(head.left_edge.i, hit.end)
        end = head.right_edge.i + 1
        for child in head.rights:
            later = child.dep_ == "conj" and child.lemma_.lower() in self.words.verbs and child.tag_ == hit.token.tag_
            if later and child.tag_ != head.tag_:
                end = min(end, self._joint(child))
        return start, self._set_off(start, min(end, sent.end))

    def _set_off(self, start: int, end: int) -> int:
        """The end of a complement before a set-off reporting participle: "..., adding that"."""
        for i in range(start + 2, end):
            token = self.doc[i]
            if token.tag_ == "VBG" and self.doc[i - 1].text == "," and token.lemma_.lower() in self.words.verbs:
                return end if adds_up(token, end) else i - 1
        return end

    def _joint(self, token: Token) -> int:
        """Index of the conjunction before a coordinated verb."""
        for i in range(token.i - 1, max(token.i - 6, 0), -1):
            if self.doc[i].dep_ == "cc":
                return i
        return token.i

    def _cut(self, hit: CueHit, end: int, sent: Span) -> int:
        """The end of what follows the verb, before a coordinated reporting verb."""
        for child in hit.token.rights:
            if child.dep_ == "conj" and child.lemma_.lower() in self.words.verbs:
                return min(end, self._joint(child))
        return min(end, sent.end)

    def slots(self, hit: CueHit, cue: Cue, sent: Span) -> list[Range]:
        """The content in the slots that are no clause: object, infinitive, gerund, predicate, report, preposition."""
        if hit.passive:
            return self._passive(hit, cue, sent)
        found = self._active(hit, cue, sent)
        return [found] if found is not None else []

    def _active(self, hit: CueHit, cue: Cue, sent: Span) -> Range | None:
        token = hit.token
        if "sight" in cue.slots:
            return self._seen(hit, sent)
        for child in token.rights:
            dep = child.dep_
            if dep in {"xcomp", "ccomp", "advcl"} and child.i > token.i:
                to = any(c.dep_ == "aux" and c.lower_ == "to" for c in child.lefts)
                bid = any(c.lower_ == "to" and c.dep_ in {"prep", "dative"} and c.i < child.i for c in token.rights)
                if to and "infinitive" in cue.slots and (bid or not (dep == "advcl" and "object" in cue.slots)):
                    return self._extent(child, hit, sent)
                having = any(c.dep_ == "aux" and c.lower_ == "having" for c in child.lefts)
                if (child.tag_ == "VBG" or having) and "gerund" in cue.slots and dep != "advcl":
                    return self._extent(child, hit, sent)
                done = having or (to and any(c.dep_ == "aux" and c.lower_ == "have" for c in child.lefts))
                if done and "clause" in cue.slots and not cue.everyday:
                    return self._extent(child, hit, sent)  # "assures having seen", "said to have seen"
        found = self._preposition(hit, cue, sent)
        if found is not None:
            return found
        for child in token.rights:
            free = child.dep_ == "ccomp" and self.doc[child.left_edge.i].tag_ == "WP"
            bare = child.dep_ == "ccomp" and child.left_edge.i == hit.end and child.tag_ in {"VBN", "VBD"}
            bare = bare and "clause" not in cue.slots and any(c.tag_ == "NNS" for c in child.lefts)
            if (free or bare) and "object" in cue.slots:
                return self._extent(child, hit, sent)  # bare: "speaks of", "evokes 37 people shot in the street"
            if (
                child.dep_ == "dobj"
                and child.lower_ in POINTED
                and cue.polarity == "negative"
                and "object" in cue.slots
            ):
                return child.i, child.i + 1  # "The police deny it"
            if child.dep_ in {"dobj", "attr", "oprd"} and child.pos_ != "PRON" and child.lemma_ not in USED:
                if cue.act == "Confirm" and self._named_as(hit):
                    continue
                counted = "number" in cue.slots and any(t.like_num for t in child.subtree)
                if counted or ("object" in cue.slots and child.i not in self.opening):
                    return child.left_edge.i, min(self._object_end(child, hit), sent.end)
                disputed = cue.polarity == "negative" and (
                    child.lemma_.lower() in self.words.nouns or child.lemma_.lower() in self.words.reports
                )
                if "report" in cue.slots and disputed:
                    return child.left_edge.i, min(self._object_end(child, hit), sent.end)
                if "report" in cue.slots and {child.lemma_.lower(), child.lower_} & self.words.reports.keys():
                    return self._report(child, hit, sent)
        if "object" in cue.slots and self._denied(hit, cue):
            return token.head.left_edge.i, max(token.left_edge.i - 1, token.head.i + 1)
        if "object" in cue.slots:
            quote = next(
                (self.opening[i] for i in range(hit.end, min(hit.end + REACH, sent.end)) if i in self.opening), None
            )
            if (
                quote is not None
                and quote.close < sent.end
                and not any(is_finite(t) for t in self.doc[hit.end : quote.open])
            ):
                head = self.doc[quote.open].head
                return quote.open, max(quote.close + 1, min(head.right_edge.i + 1, sent.end))
        if "infinitive" in cue.slots and cue.addressee:
            for child in token.rights:
                for deep in child.subtree if child.dep_ == "dobj" else ():
                    if deep.lower_ == "to" and deep.dep_ == "aux":
                        return deep.i, deep.head.right_edge.i + 1
        return self._predicate(hit, sent) if "predicate" in cue.slots else None

    def _seen(self, hit: CueHit, sent: Span) -> Range | None:
        """What a reporter saw himself: "an Aeria reporter saw a man open fire and others run"."""
        who = next((c for c in hit.token.lefts if c.dep_ == "nsubj"), None)
        named = {who.lemma_.lower(), f"{self.doc[who.i - 1].lower_} {who.lemma_.lower()}"} if who is not None else set()
        if not any(self.words.sources.get(word) == "reporter" for word in named):
            return None
        seen = [c for c in hit.token.rights if c.dep_ in {"dobj", "ccomp", "advcl"} and c.pos_ != "PRON"]
        if not seen or seen[0].left_edge.i > hit.end + 2:
            return None
        return seen[0].left_edge.i, min(max(c.right_edge.i + 1 for c in hit.token.rights), sent.end)

    def _passive(self, hit: CueHit, cue: Cue, sent: Span) -> list[Range]:
        """The content of a passive: its subject, its infinitive ("is said to have fled"), or both."""
        subject = next((c for c in hit.token.lefts if c.dep_ == "nsubjpass" and c.pos_ != "PRON"), None)
        agent = any(
            c.dep_ == "agent" and not any(t.ent_type_ in {"DATE", "TIME"} for t in c.rights) for c in hit.token.rights
        )
        parts: list[Range] = []
        called = cue.slots <= {"predicate"} and cue.preps <= {"for", "on", "upon", "to"}
        if called and not any(
            c.dep_ in {"oprd", "ccomp", "attr", "acomp", "xcomp"} or c.lower_ in cue.preps for c in hit.token.rights
        ):
            quoted = any(i in self.opening for i in range(hit.end, min(hit.end + REACH, sent.end)))
            if not quoted:
                return []  # "a march called by the unions" is not what they call it
        named = next((c for c in hit.token.rights if c.lower_ == "as" and c.dep_ == "prep"), None)
        if subject is not None and named is not None and "as" in cue.preps:
            stop = next((i for i in range(named.i, sent.end) if self.doc[i].lower_ == "by"), sent.end)
            end = min(named.right_edge.i + 1, stop)
            if stop < sent.end:
                return [(subject.left_edge.i, subject.right_edge.i + 1), (named.i, end)]
        for child in hit.token.rights:
            if (
                child.dep_ in {"xcomp", "ccomp"}
                and is_verbal(child)
                and (cue.slots & {"infinitive", "gerund", "raising"})
            ):
                parts.append(self._extent(child, hit, sent))
                break
        if (
            subject is not None
            and not cue.addressee
            and (parts or agent or ("object" in cue.slots and cue.certainty == "certain"))
        ):
            parts.insert(0, (subject.left_edge.i, min(subject.right_edge.i + 1, hit.start)))
        return parts

    def _denied(self, hit: CueHit, cue: Cue) -> bool:
        """Whether a relative clause denies the noun it hangs on ("allegations that the ministry rejects")."""
        token = hit.token
        if token.dep_ not in {"relcl", "acl"} or cue.polarity != "negative" or token.head.pos_ != "NOUN":
            return False
        own = next((c for c in token.lefts if c.dep_ in {"nsubj", "nsubjpass"}), None)
        taken = any(c.dep_ in {"dobj", "ccomp"} and c.i > token.i for c in token.children)
        return own is not None and own.tag_ not in {"WP", "WDT"} and own.lower_ != "that" and not taken

    def _named_as(self, hit: CueHit) -> bool:
        """Whether somebody is confirmed in an office, which tells of no saying ("confirmed Jane Doe as minister")."""
        return any(
            (c.dep_ == "prep" and c.lower_ == "as") or c.dep_ == "oprd" or c.lower_ == "as" for c in hit.token.rights
        )

    def _object_end(self, child: Token, hit: CueHit) -> int:
        """End of an object with the phrases that the verb adds to it, before anything set off or coordinated."""
        end = child.right_edge.i + 1
        for deep in child.rights:
            set_off = deep.dep_ == "acl" and deep.tag_ == "VBG" and self.doc[deep.i - 1].text == ","
            if set_off and self.words.verb(deep.lemma_.lower(), deep.lower_) is not None:
                return deep.i - 1  # "retracted the statement, speaking of an error"
        for deep in child.subtree:
            if deep.dep_ == "conj" and deep.head.dep_ == "relcl" and deep.tag_ == hit.token.tag_:
                joint = self._joint(deep)
                if deep.lemma_.lower() in self.words.verbs and self.doc[joint - 1].text == ",":
                    return joint - 1  # "thanked the mayor, who answered, and assured"
        for other in hit.token.rights:
            if other.i >= end and other.dep_ == "prep" and other.i == end and other.lower_ not in {"on", "in", "at"}:
                end = other.right_edge.i + 1
        return end

    def _preposition(self, hit: CueHit, cue: Cue, sent: Span) -> Range | None:
        if not cue.preps:
            return None
        found: dict[str, Range] = {}
        for child in hit.token.rights:
            if child.dep_ in {"prep", "mark", "dative"} and child.lower_ in cue.preps:
                end = child.right_edge.i + 1
                if end > child.i + 1 and (end > child.i + 2 or self.doc[child.i + 1].lower_ not in POINTED):
                    found.setdefault(child.lower_, (child.i + 1, min(end, sent.end)))
            elif child.dep_ == "prep" and any(t.ent_type_ in {"DATE", "TIME"} for t in child.rights):
                for deep in child.subtree:  # "warned on Tuesday of the risk"
                    if deep.dep_ == "prep" and deep.i > child.i and deep.lower_ in cue.preps and deep.n_rights:
                        found.setdefault(deep.lower_, (deep.i + 1, min(deep.right_edge.i + 1, sent.end)))
            elif child.dep_ == "dobj" and cue.addressee:
                for deep in child.rights:  # "told the agency about the death"
                    if deep.dep_ == "prep" and deep.lower_ in cue.preps and deep.lower_ in {"about", "against"}:
                        found.setdefault(deep.lower_, (deep.i + 1, min(deep.right_edge.i + 1, sent.end)))
            elif child.dep_ in {"advcl", "ccomp"}:
                mark = next((c for c in child.lefts if c.dep_ == "mark" and c.lower_ in cue.preps), None)
                if mark is not None:
                    found.setdefault(mark.lower_, (mark.i + 1, child.right_edge.i + 1))
        for prep in ("for", "as", "at", "of", "against", "about", "with", "on", "upon", "to"):
            if prep not in found:
                continue
            start, end = found[prep]
            if cue.act == "Estimate" and not any(t.like_num for t in self.doc[start : min(end, start + 4)]):
                continue  # "put them at risk", "gave it as a present"
            if prep in {"as", "at"} and cue.act != "Suggest":
                thing = next((c for c in hit.token.rights if c.dep_ in {"dobj", "ccomp"} and c.i < start), None)
                quoted = start in self.opening  # "dismissed as “untrue” a report"
                has_object = hit.token.dep_ == "relcl" or any(c.dep_ == "dobj" for c in hit.token.rights)
                if thing is None and not quoted and not has_object:
                    continue
                later = next((c for c in hit.token.rights if c.dep_ == "dobj" and c.i > start), None)
                if thing is None and later is not None:
                    end = max(end, later.right_edge.i + 1)
                start = thing.left_edge.i if thing is not None else start
            if prep in {"to", "with"} and cue.act in {"Define", "ClaimAct"}:
                thing = next((c for c in hit.token.rights if c.dep_ == "dobj" and c.i < start), None)
                if thing is not None:
                    return thing.left_edge.i, end
                continue
            if prep == "to" and cue.act == "Confirm":
                return start, end
            if prep in {"on", "upon", "to"} and not any(
                t.lower_ == "to" and t.dep_ == "aux" for t in self.doc[start : sent.end]
            ):
                continue
            if prep in {"on", "upon", "to"}:
                end = max(
                    end,
                    next(
                        (c.right_edge.i + 1 for c in hit.token.rights if c.dep_ in {"xcomp", "advcl"} and c.i > start),
                        end,
                    ),
                )
            return start, end
        if "as" in cue.preps:
            return self._as(hit, sent)
        return self._at(hit, sent) if cue.preps == {"at"} else None

    def _at(self, hit: CueHit, sent: Span) -> Range | None:
        """Object and "at" with a number, where the parser hung the "at" inside the object."""
        thing = next((c for c in hit.token.rights if c.dep_ in {"dobj", "ccomp"}), None)
        if thing is None:
            return None
        for token in self.doc[thing.i + 1 : sent.end]:
            if token.lower_ == "at" and token.dep_ == "prep" and any(t.like_num for t in token.subtree):
                return thing.left_edge.i, min(token.right_edge.i + 1, sent.end)
            if is_finite(token) or token.text in {",", ";"}:
                return None
        return None

    def _as(self, hit: CueHit, sent: Span) -> Range | None:
        """Object and "as" phrase where the parser hung the "as" elsewhere inside the object."""
        thing = next((c for c in hit.token.rights if c.dep_ in {"dobj", "ccomp"}), None)
        if thing is None:
            return None
        for token in self.doc[thing.i : min(thing.right_edge.i + 1, sent.end)]:
            if (
                token.lower_ == "as"
                and token.dep_ == "prep"
                and any(c.dep_ in {"pobj", "pcomp", "amod"} for c in token.children)
            ):
                return thing.left_edge.i, token.right_edge.i + 1
        return None

    def _report(self, child: Token, hit: CueHit, sent: Span) -> Range | None:
        """What a report that is only named says: the clause before a colon, or the words about the report."""
        for token in self.doc[sent.start : hit.token.i]:
            if token.text == ":" and any(is_finite(t) for t in self.doc[sent.start : token.i]):
                return sent.start, token.i
        inner = next((c for c in child.rights if c.dep_ in {"prep", "acl"}), None)
        if inner is not None and (inner.dep_ == "acl" or inner.lower_ in {"of", "on", "about", "that"}):
            return child.left_edge.i, child.right_edge.i + 1
        return None

    def _predicate(self, hit: CueHit, sent: Span) -> Range | None:
        """The words that the speaker calls something by: quoted ones, or a bare predicate."""
        if hit.end < sent.end and self.doc[hit.end].pos_ == "ADP":
            return None
        for child in hit.token.rights:
            small = child.dep_ == "ccomp" and not any(is_finite(t) for t in child.subtree)
            if (child.dep_ == "oprd" or small) and child.pos_ in {"ADJ", "NOUN"} and child.i > hit.end:
                return hit.end, child.right_edge.i + 1
        for i in range(hit.end, sent.end):
            quote = self.opening.get(i)
            if quote is not None and quote.close < sent.end and i - hit.end <= REACH:
                first = self.doc[hit.end]
                return (first.i if first.pos_ not in {"PUNCT"} else i), quote.close + 1
            if is_finite(self.doc[i]):
                return None
        return None


def is_verbal(token: Token) -> bool:
    """Whether a complement has a verb, so that it can be something said."""
    return token.pos_ in {"VERB", "AUX"}


def is_clause(token: Token) -> bool:
    """Whether a verb heads a finite clause."""
    if token.tag_ in {"VBD", "VBZ", "VBP"}:
        return True
    return any(
        c.dep_ in {"aux", "auxpass", "cop", "mark", "nsubj", "nsubjpass"} and c.lower_ != "to" for c in token.lefts
    )
