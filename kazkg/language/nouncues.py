"""Statements told by a noun, an adjective or an adverb: "the minister's claim that", "convinced that", "reportedly"."""

from __future__ import annotations

from spacy.tokens import Span, Token

from kazkg.knowledge.reporting import Cue
from kazkg.language.contents import Content, Range
from kazkg.language.cues import CueHit
from kazkg.language.drafts import SourceDraft, StatementDraft
from kazkg.language.phrases import phrase_of
from kazkg.language.scene import Made, Scene
from kazkg.language.subjects import DASHES, SUBJECTS, is_finite, separator, subject_of

__all__ = ["NounCues"]

GIVERS = frozenset({"by", "from"})
OWN = frozenset({"my", "our"})
FRAMES = frozenset({"in", "by", "to", "from", "on"})
"""Prepositions before a noun that gives the whole sentence to its owner ("in her words", "by his account")."""
ANSWERS = frozenset({"Confirm", "Deny", "Announce"})
"""Acts of nouns that stand for what went before ("Confirmation came from the army")."""
NEAR = 9
"""How many tokens after the noun its "that" may stand."""


class NounCues:
    """Reads cues that are no verbs.

    Args:
        scene: the document and what was read in it so far.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.doc = scene.doc

    def read(self, hit: CueHit, sent: Span, made: Made) -> StatementDraft | None:
        """The statement of the cue, or None where it tells nothing."""
        if hit.form == "noun":
            return self._noun(hit, sent, made)
        return self._adjective(hit, sent) if hit.form == "adjective" else self._adverb(hit, sent, made)

    # -- nouns --------------------------------------------------------------------------------

    def _noun(self, hit: CueHit, sent: Span, made: Made) -> StatementDraft | None:
        token, cue = hit.token, hit.cues[0]
        posted = token.dep_ == "pobj" and token.head.lower_ == "on" and self.scene.relay.channel(token)
        if posted or any(c.lower_ in OWN for c in token.lefts):
            return None  # posted: "on his account of the network"
        framed = self._framing(hit, sent)
        if framed is not None:
            return framed
        remarked = self._remarked(hit, sent)
        if remarked is not None:
            return remarked
        found = self._complement(token, cue, sent)
        if found is None:
            return self._counted(hit, sent, made) or self._of_before(hit, sent)
        start, end, clause = found
        if any(a <= start < b and not a <= token.i < b for _, s in made for a, b in s.content):
            return None  # "said in a statement that ..."
        speakers = self._owners(token, sent, start, clause)
        if not speakers and (not clause or self._told(token, made)):
            return None
        content = self.scene.contents.content([(start, end)])
        return self.scene.draft(hit, cue, speakers, content) if content is not None else None

    def _told(self, token: Token, made: Made) -> bool:
        """Whether the noun is the object of a cue that already tells what it says ("issued a statement that")."""
        return any(a <= token.i < b for _, statement in made for a, b in statement.content)

    def _complement(self, token: Token, cue: Cue, sent: Span) -> tuple[int, int, bool] | None:
        """What the noun says, and whether it is a clause."""
        for child in token.rights:
            first = self.doc[child.left_edge.i]
            if self._answers(child):
                continue
            if child.dep_ in {"acl", "ccomp", "relcl"} and first.lower_ == "that" and _complementizer(first, child):
                return first.i + 1, min(child.right_edge.i + 1, sent.end), True
            to = any(c.lower_ == "to" and c.dep_ == "aux" for c in child.lefts)
            if to and child.dep_ in {"acl", "xcomp", "relcl"} and "infinitive" in cue.slots:
                return child.left_edge.i, min(child.right_edge.i + 1, sent.end), True
        that = self._stray_that(token, sent)
        if that is not None:
            return that.i + 1, min(that.head.right_edge.i + 1, sent.end), True
        if token.dep_ == "nsubj" and token.head.lemma_ == "be":
            inner = next((c for c in token.head.rights if c.dep_ == "ccomp"), None)
            if inner is not None:
                return inner.left_edge.i, min(inner.right_edge.i + 1, sent.end), True
        for child in token.rights:
            if child.dep_ == "prep" and child.lower_ in cue.preps and any(c.i > child.i for c in child.children):
                return child.i + 1, min(child.right_edge.i + 1, sent.end), False
        return None

    def _answers(self, verb: Token) -> bool:
        """Whether a clause tells how the noun is met ("allegations that the army rejects"), not what it says."""
        entries = self.scene.words.verbs.get(verb.lemma_.lower(), ())
        denies = any(cue.polarity == "negative" for _, cue in entries)
        return denies and not any(c.dep_ in {"dobj", "ccomp", "xcomp"} for c in verb.rights)

    def _stray_that(self, token: Token, sent: Span) -> Token | None:
        """A complement that hangs elsewhere: "claims by the rebels that they had taken the town"."""
        for after in self.doc[token.i + 1 : min(token.i + NEAR, sent.end)]:
            if after.lower_ == "that" and after.dep_ == "mark" and after.tag_ == "IN":
                return after
            if is_finite(after) or separator(after):
                return None
        return None

    def _owners(self, token: Token, sent: Span, start: int, clause: bool) -> list[SourceDraft]:
        """Who says it: the owner, the author, the name before the noun, or the subject of its verb."""
        speakers = self.scene.speakers
        for child in token.children:
            if child.dep_ == "poss":
                case = next((c.i for c in child.rights if c.dep_ == "case"), token.i)
                return speakers.resolve(child, max(child.left_edge.i, sent.start), case)
        for child in token.children:
            if child.dep_ not in {"prep", "agent"} or child.i >= start:
                continue
            printed = child.lower_ in {"in", "on"} and clause
            if child.lower_ in GIVERS or (child.lower_ == "of" and clause) or printed:
                noun = next((c for c in child.children if c.dep_ == "pobj"), None)
                if noun is not None and speakers.can_speak(noun) and (not printed or self.scene.relay.is_medium(noun)):
                    return speakers.resolve(noun, child.i + 1, min(start, sent.end))
        for child in token.lefts:
            named = speakers.naming.inside(child.i, child.i + 1, ("Person", "Organization", "Place"))
            if child.dep_ in {"compound", "nmod", "amod"} and named is not None:
                return speakers.resolve(child, child.i, token.i)
        came = self._comes_from(token)
        if came is not None:
            return speakers.resolve(came, came.left_edge.i, sent.end)
        return self._giver(token, sent)

    def _comes_from(self, token: Token) -> Token | None:
        """Who gives out the subject of a verb of coming: "An appeal for calm came from the mayor".

        "The appeal" goes back to one that is told already.
        """
        verb = token.head
        denied = any(c.lower_ in {"no", "the"} for c in token.lefts) or any(c.dep_ == "neg" for c in verb.lefts)
        entries = self.scene.words.verbs.get(verb.lemma_.lower(), ()) if token.dep_ == "nsubj" and not denied else ()
        if not any(cue.slots == {"noun"} and "from" in cue.preps for _, cue in entries):
            return None
        prep = next((c for c in verb.rights if c.dep_ == "prep" and c.lower_ == "from"), None)
        noun = next((c for c in prep.rights if c.dep_ == "pobj"), None) if prep is not None else None
        return noun if noun is not None and self.scene.speakers.can_speak(noun) else None

    def _giver(self, token: Token, sent: Span) -> list[SourceDraft]:
        """The subject of the verb that gives the noun out: "made the claim", "is of the opinion"."""
        verb = token.head
        if token.dep_ == "pobj" and verb.head.lemma_ == "be":
            subject = next((c for c in verb.head.lefts if c.dep_ in SUBJECTS), None)
        elif token.dep_ == "dobj":
            entries = self.scene.words.verbs.get(verb.lemma_.lower(), ())
            if not any(cue.slots & {"noun", "report"} for _, cue in entries):
                return []
            subject = subject_of(None, verb)
        else:
            return []
        if subject is None or not self.scene.speakers.can_speak(subject):
            return []
        return self.scene.speakers.resolve(subject, sent.start, max(verb.i, subject.i + 1))

    def _framing(self, hit: CueHit, sent: Span) -> StatementDraft | None:
        """A noun with its owner in a phrase that gives the sentence to him: "In her words, ..."."""
        token = hit.token
        prep = token.head
        whose = next((c for c in token.lefts if c.dep_ == "poss"), None)
        if token.dep_ != "pobj" or prep.lower_ not in FRAMES or hit.cues[0].act == "Report":
            return None
        start, end = prep.i, token.i + 1
        if whose is None:
            of = next((c for c in token.rights if c.dep_ == "prep" and c.lower_ == "of"), None)
            whose = next((c for c in of.rights if c.dep_ == "pobj"), None) if of is not None else None
            if whose is None or not self.scene.speakers.can_speak(whose) or prep.lower_ not in {"in", "by"}:
                return None
            end = phrase_of(whose, token.i + 1, sent.end)[1]
        before = self.doc[start - 1] if start > sent.start else None
        led = before is None or separator(before) or before.pos_ in {"ADV", "CCONJ"} or before.is_space
        closed = end >= sent.end or separator(self.doc[end]) or self.doc[end].text in {".", "!", "?"}
        if not led or not closed:
            return None
        case = next((c.i for c in whose.rights if c.dep_ == "case"), max(token.i, end))
        speakers = self.scene.speakers.resolve(whose, max(whose.left_edge.i, sent.start), case)
        content = self.scene.contents.without((start, end), sent)
        return self.scene.draft(hit, hit.cues[0], speakers, content) if speakers and content is not None else None

    def _remarked(self, hit: CueHit, sent: Span) -> StatementDraft | None:
        """Quoted words called somebody's remark: “...” is the bitter comment of the mayor."""
        token = hit.token
        closing = [i for i in range(sent.start, token.i) if i in self.scene.contents.closing]
        if token.dep_ not in {"attr", "nsubj", "ROOT"} or not closing:
            return None
        quote = self.scene.contents.closing[closing[-1]]
        between = [t for t in self.doc[quote.close + 1 : token.i] if not t.is_punct]
        plain = bool(between) and all(t.pos_ in {"DET", "ADJ", "ADV"} for t in between)
        if between and between[0].lower_ in {"it", "this"}:
            between = between[1:]
        if not plain and not any(t.lemma_ == "be" for t in between[:1]):
            return None
        speakers = self._owners(token, sent, sent.end, clause=True)
        issuer = self.scene.speakers.issuer(token) if not speakers else None
        if issuer is not None:
            speakers = self.scene.speakers.resolve(issuer, max(issuer.left_edge.i, sent.start), sent.end)
        content = Content([self.scene.contents.trim(quote.open + 1, quote.close)], "direct")
        return self.scene.draft(hit, hit.cues[0], speakers, content) if speakers else None

    def _counted(self, hit: CueHit, sent: Span, made: Made) -> StatementDraft | None:
        """What somebody's count stands at: "the toll given by the ministry stood at 40"."""
        token = hit.token
        verb = token.head
        if hit.cues[0].act != "Estimate" or token.dep_ != "nsubj" or verb.pos_ not in {"VERB", "AUX"}:
            return None
        issuer = self.scene.speakers.issuer(token)
        if issuer is None or any(other.token.i == verb.i for other, _ in made):
            return None
        content = self.scene.contents.content([(verb.i + 1, min(verb.right_edge.i + 1, sent.end))])
        if content is None or not any(t.like_num for a, b in content.parts for t in self.doc[a:b]):
            return None
        speakers = self.scene.speakers.resolve(issuer, max(issuer.left_edge.i, sent.start), sent.end)
        return self.scene.draft(hit, hit.cues[0], speakers, content) if speakers else None

    def _of_before(self, hit: CueHit, sent: Span) -> StatementDraft | None:
        """What went before, which somebody confirms or denies: "Confirmation came from the ministry."."""
        came = self._comes_from(hit.token) if hit.cues[0].act in ANSWERS and sent.start else None
        if came is None:
            return None
        before = self.doc[sent.start - 1].sent
        if before.start and all(t.is_space for t in before):
            before = self.doc[before.start - 1].sent
        content = self.scene.contents.content([(before.start, before.end)])
        speakers = self.scene.speakers.resolve(came, came.left_edge.i, sent.end)
        return self.scene.draft(hit, hit.cues[0], speakers, content) if speakers and content is not None else None

    # -- adjectives and adverbs ---------------------------------------------------------------

    def _adjective(self, hit: CueHit, sent: Span) -> StatementDraft | None:
        token = hit.token
        content = self._clause_of(token, sent) or self._matter(hit)
        if content is None:
            return self._as_thought(hit, sent)
        subject = next((c for c in token.lefts if c.dep_ in SUBJECTS), None)
        if subject is None and token.head.i != token.i:
            subject = subject_of(None, token.head)
        if subject is not None and subject.tag_ in {"WP", "WDT"}:
            subject = token.head.head if token.head.dep_ == "relcl" else None
        if subject is None or not self.scene.speakers.can_speak(subject) or subject.lower_ in {"it", "i", "we"}:
            return None
        speakers = self.scene.speakers.resolve(subject, sent.start, sent.end)
        told = self.scene.contents.content([content])
        return self.scene.draft(hit, hit.cues[0], speakers, told) if speakers and told is not None else None

    def _as_thought(self, hit: CueHit, sent: Span) -> StatementDraft | None:
        """As in "The fire was set, as the mayor is convinced"."""
        clause = hit.token if hit.token.dep_ == "advcl" else hit.token.head
        mark = next((c for c in clause.lefts if c.lower_ == "as" and c.dep_ == "mark"), None)
        if mark is None or clause.dep_ != "advcl" or mark.i == sent.start or self.doc[mark.i - 1].text != ",":
            return None
        subject = next((c for c in (*clause.lefts, *mark.rights) if c.dep_ in SUBJECTS or c.dep_ == "pobj"), None)
        if subject is None or not self.scene.speakers.can_speak(subject):
            return None
        speakers = self.scene.speakers.resolve(subject, mark.i + 1, hit.start)
        told = self.scene.contents.without((mark.i, clause.right_edge.i + 1), sent)
        return self.scene.draft(hit, hit.cues[0], speakers, told) if speakers and told is not None else None

    def _matter(self, hit: CueHit) -> Range | None:
        """What a stance is about: "critical of the plan"."""
        for child in hit.token.rights:
            if child.dep_ == "prep" and child.lower_ in hit.cues[0].preps and child.right_edge.i > child.i:
                return child.i + 1, child.right_edge.i + 1
        return None

    def _clause_of(self, token: Token, sent: Span) -> Range | None:
        """The finite clause that an adjective or participle takes."""
        for child in token.rights:
            if child.dep_ in {"ccomp", "xcomp"} and any(is_finite(t) for t in (child, *child.lefts)):
                return child.left_edge.i, min(child.right_edge.i + 1, sent.end)
        mark = self.doc[token.i + 1] if token.i + 1 < sent.end else None
        if mark is not None and mark.lower_ == "that" and mark.dep_ == "mark":
            return mark.i + 1, min(mark.head.right_edge.i + 1, sent.end)
        return None

    def _adverb(self, hit: CueHit, sent: Span, made: Made) -> StatementDraft | None:
        verb = hit.token.head
        while verb.pos_ not in {"VERB", "AUX"} and verb.head.i != verb.i:
            verb = verb.head
        if any(other.token.i == verb.i or any(a <= hit.start < b for a, b in s.content) for other, s in made):
            return None
        low, high = max(verb.left_edge.i, sent.start), min(verb.right_edge.i + 1, sent.end)
        high = next((i for i in range(hit.end, high) if self.doc[i].text in DASHES or self.doc[i].text == ";"), high)
        content = self.scene.contents.content([(low, hit.start), (hit.end, high)])
        return self.scene.draft(hit, hit.cues[0], [], content) if content is not None else None


def _complementizer(that: Token, clause: Token) -> bool:
    """Whether "that" begins a clause of its own rather than a relative clause."""
    return that.dep_ == "mark" or (that.tag_ == "IN" and that.dep_ not in SUBJECTS and clause.dep_ != "relcl")
