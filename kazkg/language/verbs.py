"""Statements told by a verb and its subject."""

from __future__ import annotations

from spacy.tokens import Span, Token

from kazkg.knowledge.reporting import Cue
from kazkg.language.anaphors import UNKNOWN
from kazkg.language.contents import Content
from kazkg.language.cues import CueHit
from kazkg.language.drafts import SourceDraft, StatementDraft, mention_of
from kazkg.language.pointing import POINTERS, Pointing
from kazkg.language.quoting import Quoting
from kazkg.language.scene import Made, Outcome, Scene
from kazkg.language.sources import again
from kazkg.language.subjects import SUBJECTS, inverted_subject, separator, subject_of

__all__ = ["Verbs"]

ANYBODY = frozenset({"anyone", "anybody", "whoever", "nobody", "none"})
NONE = frozenset({"no", "neither"})
TOLD = frozenset({"Announce", "Confirm", "Explain", "Report", "Say", "Stress"})
"""Acts that tell of what a pointer means ("wrote about this")."""
PEOPLE = frozenset({"crowd", "office", "voice", "reporter"})
"""Kinds of source nouns that mean persons."""


class Verbs:
    """Reads verb cues.

    Args:
        scene: the document and what was read in it so far.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.doc = scene.doc
        self.pointing = Pointing(scene)
        self.quoting = Quoting(scene)

    def verb(self, hit: CueHit, sent: Span, previous: Span | None, made: Made) -> Outcome:
        """The statement of a verb, or None with the reason."""
        if self.scene.contents.first_person(hit):
            return None, "own words"
        token = hit.token
        if self._beside_the_point(hit):
            return None, "no content"
        if any(c.dep_ == "mark" and c.lower_ == "whether" for c in token.lefts):
            return None, "not said"  # "It is not known whether the mayor said so"
        if token.tag_ == "VBG" and token.i and self.doc[token.i - 1].lower_ in {"than", "without"}:
            return None, "not said"
        back = self.pointing.pointing_back(hit)
        seat = self._seat(hit)
        told = self.scene.contents.around((hit.start, seat.right_edge.i + 1), sent) if seat is not None else None
        if seat is not None and told is not None:
            speakers = self.scene.speakers.resolve(seat, hit.end + 1, sent.end)
            return (self.scene.draft(hit, hit.cues[0], speakers, told), "") if speakers else (None, "no speaker")
        owned = any(c.dep_ == "nsubjpass" for c in token.lefts)
        if hit.passive and token.dep_ in {"acl", "advcl"} and back is None and not owned:
            return self.quoting.reported_by(hit, sent, made)
        impersonal = self._impersonal(hit, sent) if back is None else None
        if impersonal is not None:
            return impersonal
        denial = all(cue.polarity == "negative" for cue in hit.cues)
        revealed = self.pointing.revealed(hit, sent, previous)
        if revealed is not None:
            return revealed, ""
        if (hit.modal and hit.modal not in {"would", "'d"}) or (hit.negated and not denial) or self._unsaid(token):
            return None, "not said"
        speaks = any("quote" in cue.slots for cue in hit.cues)
        takes_object = any("object" in cue.slots or cue.addressee for cue in hit.cues)
        inverted = None if hit.passive else inverted_subject(token, speaks, takes_object, hit.end)
        head = inverted if inverted is not None else self._subject(hit)
        if back is not None:
            return self.pointing.back(hit, back, sent, previous)
        if head is not None and head.lower_ == "they" and token.i in self.scene.contents.inside:
            return None, "own words"
        if head is not None and any(c.lower_ in NONE and c.dep_ in {"det", "preconj"} for c in head.lefts):
            return None, "not said"  # "No group claimed", "Neither side said"
        if head is not None and head.lower_ in ANYBODY:
            return None, "not said"  # "no matter what anyone says"
        heard = self.quoting.heard(hit, head, sent)
        if heard is not None:
            return heard, ""
        if any(cue.relay for cue in hit.cues):
            relayed = self.quoting.quotes(hit, head, sent, made)
            if relayed is not None:
                return relayed
        if head is not None and head.lower_ in POINTERS and not hit.passive and head.tag_ in {"DT", "WDT"}:
            head = None
        if head is None and not hit.passive:
            return None, "no speaker"
        governing = self._governing(hit, made)
        shared = head is not None and head.i < hit.start and token.dep_ == "conj" and head.head.i != token.i
        shared = shared and head is not None and head.i < token.head.i
        frame = self.scene.contents.frame(hit, head if governing is None and not shared else None, sent)
        if head is not None and frame[0] <= head.i < frame[1]:
            for source in self.scene.speakers.resolve(head, frame[0], sent.end if inverted is not None else hit.start):
                if source.start >= frame[0] - 1 and inverted is not None:
                    frame = (frame[0], max(frame[1], min(source.end, sent.end)))
            frame = self.scene.contents.closed_frame(frame, inverted is not None, sent)
        mute = (
            head is not None and not self.scene.speakers.can_speak(head) and not self.scene.contents.beside(frame, sent)
        )
        if mute and not any(cue.everyday for cue in hit.cues):
            mute = not any("quote" in cue.slots for cue in hit.cues) or self.scene.contents.around(frame, sent) is None
        cues = [cue for cue in hit.cues if not cue.needs_speaker or not mute]
        if head is not None and self._headlinese(head):
            cues = [cue for cue in cues if cue.slots != {"number"}]  # "Ministry says 31 dead" sums up what follows
        if not cues:
            return None, "no speaker"
        if len(cues) > 1 and self.scene.contents.beside(frame, sent):
            cues.sort(key=lambda cue: "quote" not in cue.slots)
        for cue in cues:
            content = self.scene.contents.of(hit, cue, frame, sent)
            if content is None or (hit.passive and head is None and "clause" not in cue.slots):
                continue
            speakers = (
                [again(s, s.start, s.end) for s in governing.speakers]
                if governing is not None
                else self._resolve(head, sent, hit, content)
            )
            if not speakers and not hit.passive:
                return None, "no speaker"
            twin = self._twin(hit, cue, speakers, made)
            unnamed = cue.act == "Ask" and self._bare(content)
            if token.dep_ == "relcl" and unnamed:
                return None, "own words"  # "a teacher, who asked not to be named"
            if twin is not None:
                twin.content.extend(content.parts)
                self.scene.used.add(token.i)
                return None, ""
            if previous is not None and cue.act in TOLD and self._pointed(content):
                content = self._told_before(previous)  # "This information was confirmed by the army"
            statement = self.scene.draft(hit, cue, speakers, content)
            if hit.negated:
                statement.polarity, statement.certainty = "positive", "possible"
            self.scene.relay.channels(hit, statement, sent)
            if head is not None:
                for medium in self.scene.relay.quoting(head, sent):
                    self.scene.relay.add(statement, medium)
            return statement, ""
        aside = self._aside(hit, head, sent) or self._of_this(hit, head, sent, previous)
        return (aside, "") if aside is not None else (None, "no content")

    def _of_this(self, hit: CueHit, head: Token | None, sent: Span, previous: Span | None) -> StatementDraft | None:
        """What went before, where a pointer is all that the verb has: "The mayor wrote about this on Telegram."."""
        spoken = (c for c in hit.cues if c.slots & {"clause", "object"} or c.preps & {"about", "of"})
        cue = next((c for c in spoken if c.act in TOLD), None)
        colon = next((i for i in range(hit.start - 1, sent.start, -1) if self.doc[i].text == ":"), -1)
        if cue is None or head is None or hit.passive or (previous is None and colon < 0):
            return None
        for child in hit.token.rights:
            about = child.dep_ == "prep" and child.lower_ in {"about", "of"}
            noun = next((c for c in child.rights if c.dep_ == "pobj"), None) if about else child
            if noun is None or noun.lower_ not in {"this", "it"} or (not about and child.dep_ != "dobj"):
                continue
            content = self._told_before(previous) if previous is not None and colon < 0 else None
            content = content or self.scene.contents.content([(sent.start, colon)])
            if content is None:
                return None
            speakers = self._resolve(head, sent, hit, content)
            if not speakers:
                return None
            statement = self.scene.draft(hit, cue, speakers, content)
            for token in (hit.token, noun):  # the parser hangs "on Telegram" on either
                self.scene.relay.channels(CueHit(token, token.i, token.i + 1, hit.cues), statement, sent)
            return statement
        return None

    def _subject(self, hit: CueHit) -> Token | None:
        """The subject of the verb; another where the parser took one for it that cannot speak."""
        head = subject_of(hit, hit.token)
        if head is None and hit.passive:
            named = any(c.dep_ == "prep" and c.lower_ == "as" for c in hit.token.rights)
            near = hit.token.subtree if named else hit.token.rights  # "was dismissed as a lie by the mayor"
            by = next((c for c in near if c.dep_ in {"prep", "agent"} and c.lower_ == "by" and c.i > hit.start), None)
            noun = next((c for c in by.rights if c.dep_ == "pobj"), None) if by is not None else None
            return noun if noun is not None and self.scene.speakers.can_speak(noun) else None
        if head is not None and hit.token.pos_ == "NOUN" and self.scene.speakers.can_speak(head):
            return self._whole(head)
        token = hit.token
        if token.dep_ == "acl" and token.tag_ == "VBN" and not hit.passive:
            return token.sent.root  # "The spokesman, for his part, at a briefing called for calm"
        if head is None or (self.scene.speakers.can_speak(head) and token.dep_ != "relcl"):
            return head
        if token.dep_ == "relcl":
            who = any(c.lower_ == "who" for c in token.lefts)
            return self._whoever(head) if who else head
        if token.pos_ == "NOUN":
            for i in range(token.i - 1, max(token.sent.start, token.i - 8) - 1, -1):
                if separator(self.doc[i]):
                    break
                if self.doc[i].pos_ in {"NOUN", "PROPN"} and self.scene.speakers.can_speak(self.doc[i]):
                    return self._whole(self.doc[i])  # "a man with a swollen face confesses:"
        if token.dep_ != "conj" or any(c.dep_ in SUBJECTS for c in token.lefts):
            return head
        for verb in token.ancestors:
            if verb.tag_ != token.tag_ or verb.lemma_.lower() not in self.scene.words.verbs:
                continue
            other = subject_of(None, verb)
            if other is not None and self.scene.speakers.can_speak(other):
                return other  # "said that the warning was ..., and accused the ministry"
        return head

    def _whole(self, noun: Token) -> Token:
        """The noun that "of" hangs another on: the source, in "a source of the ministry informs"."""
        at = noun.i - 1
        while at > noun.sent.start and self.doc[at].pos_ in {"DET", "ADJ", "PROPN", "NOUN"}:
            at -= 1
        above = self.doc[at - 1] if at > noun.sent.start and self.doc[at].lower_ == "of" else None
        return above if above is not None and self.scene.speakers.can_speak(above) else noun

    def _whoever(self, noun: Token) -> Token:
        """The person whom "who" means: the doctor, not the hospital, in "a doctor at a hospital in Lindau, who"."""
        speakers = self.scene.speakers
        at = noun
        for _ in range(4):
            found = mention_of(at)
            kind = speakers.naming.kind(at)
            if kind in PEOPLE or (found is not None and found.entity.kind == "Person"):
                return at
            if at.dep_ != "pobj":
                break
            above = at.head.head
            if above.pos_ in {"VERB", "AUX"}:
                before = self.doc[at.head.i - 1]
                above = before if before.pos_ == "NOUN" else above
            at = above
        return noun

    def _seat(self, hit: CueHit) -> Token | None:
        """The body in which something is said: "The road is open, noted in the ministry."."""
        token = hit.token
        helped = any(c.dep_ in {"aux", "auxpass", *SUBJECTS} for c in token.lefts)
        if token.tag_ not in {"VBD", "VBN"} or helped or token.i - 1 <= token.sent.start:
            return None
        if self.doc[token.i - 1].text != "," or not any("quote" in cue.slots for cue in hit.cues):
            return None
        prep = self.doc[hit.end] if hit.end < token.sent.end else None
        noun = next((c for c in prep.rights if c.dep_ == "pobj"), None) if prep is not None else None
        if prep is None or noun is None or prep.lower_ not in {"in", "at"} or not self.pointing.body(noun):
            return None
        after = self.doc[noun.right_edge.i + 1] if noun.right_edge.i + 1 < len(self.doc) else None
        return noun if after is None or separator(after) or after.text == "." else None

    def _told_before(self, previous: Span) -> Content:
        """What the sentence before says: what is said in it where somebody says it."""
        told = [s for s in self.scene.statements if previous.start <= s.cue[0] < previous.end]
        return Content(list(told[-1].content)) if told else self.pointing.before(previous)

    def _pointed(self, content: Content) -> bool:
        """Whether a content is no more than "this information", "this fact"."""
        start, end = content.parts[0]
        noun = self.doc[end - 1].lemma_.lower()
        this = len(content.parts) == 1 and end - start == 2 and self.doc[start].lower_ in {"this", "that", "these"}
        return this and (noun in self.scene.words.reports or noun == "fact")

    def _headlinese(self, noun: Token) -> bool:
        """Whether a noun for a speaker stands without article or owner, as in titles and summaries only."""
        single = noun.tag_ in {"NN", "NNP"} and noun.lemma_.lower() in self.scene.words.sources
        return single and not any(c.dep_ in {"det", "poss"} for c in noun.lefts)

    def _bare(self, content: Content) -> bool:
        """Whether a wish is not to be something, or for one bare noun ("who asked for anonymity")."""
        start, end = content.parts[0]
        return self.doc[start].lower_ == "not" or end - start == 1

    def _aside(self, hit: CueHit, head: Token | None, sent: Span) -> StatementDraft | None:
        """A clause with "as" that gives the rest of the sentence to its subject: "As the mayor put it, ..."."""
        token = hit.token
        if head is None or hit.passive or head.i > token.i:
            return None
        at = head.left_edge.i - 1
        if head.dep_ == "pobj" and head.head.lower_ == "as":
            at = head.head.i
        if at < sent.start or self.doc[at].lower_ != "as" or not self.scene.speakers.can_speak(head):
            return None
        led = at == sent.start or separator(self.doc[at - 1]) or self.doc[at - 1].is_space
        if not led:
            return None
        end = next((i for i in range(hit.end, sent.end) if separator(self.doc[i])), sent.end)
        content = self.scene.contents.without((at, end), sent)
        speakers = self.scene.speakers.resolve(head, at + 1, hit.start)
        cue = next((c for c in hit.cues if c.slots & {"clause", "quote"}), None)
        if content is None or not speakers or cue is None:
            return None
        statement = self.scene.draft(hit, cue, speakers, content)
        self.scene.relay.channels(hit, statement, sent)
        return statement

    def _beside_the_point(self, hit: CueHit) -> bool:
        """Whether a participle that only stands beside words said has none after it: "reading from a note"."""
        if hit.token.tag_ != "VBG" or any(cue.slots != {"quote"} for cue in hit.cues):
            return False
        after = self.doc[hit.end : hit.end + 3]
        return not any(t.i in self.scene.contents.opening or t.text == ":" for t in after)

    def _impersonal(self, hit: CueHit, sent: Span) -> Outcome | None:
        """Read "..., it is noted in the statement", whose content stands around an impersonal passive."""
        token = hit.token
        subject = next((c for c in token.lefts if c.dep_ in {"nsubjpass", "nsubj"}), None)
        if not hit.passive or subject is None or subject.lower_ != "it" or subject.i == sent.start:
            return None
        if not separator(self.doc[subject.i - 1]) or self.scene.contents.complements.clause(hit, sent) is not None:
            return None
        end = hit.end
        for child in token.rights:
            if child.dep_ in {"prep", "agent"} and child.i == end:
                end = child.right_edge.i + 1
        content = self.scene.contents.beyond((subject.i, end), sent)
        if content is None:
            return None
        report = self.pointing.in_report(hit)
        speakers = self.scene.speakers.resolve(report, sent.start, sent.end) if report is not None else []
        return self.scene.draft(hit, hit.cues[0], speakers, content), ""

    def _unsaid(self, token: Token) -> bool:
        """Whether an infinitive tells of no saying: only after a verb that goes on ("went on to say") it does."""
        while token.tag_ == "VB" and token.dep_ == "conj" and token.head.tag_ == "VB":
            token = token.head  # "declined to threaten or declare"
        if token.tag_ != "VB" or token.dep_ not in {"xcomp", "ccomp"}:
            return False
        entries = self.scene.words.verbs.get(token.head.lemma_.lower(), ())
        return not any(cue.slots == {"quote"} and cue.everyday for _, cue in entries)

    def _governing(self, hit: CueHit, made: Made) -> StatementDraft | None:
        """The statement that a set-off participle goes on with ("said ..., adding that ..."), however deep it hangs."""
        token = hit.token
        if (
            token.tag_ != "VBG"
            or token.dep_ not in {"advcl", "dep", "conj", "acl"}
            or self.doc[token.i - 1].text not in {",", "and"}
        ):
            return None
        by_token = {other.token.i: statement for other, statement in made if statement.speakers}
        return next((by_token[a.i] for a in token.ancestors if a.i in by_token), None)

    def _resolve(self, head: Token | None, sent: Span, hit: CueHit, content: Content) -> list[SourceDraft]:
        if head is None:
            return []
        low, high = sent.start, sent.end
        if head.i < hit.start:
            high = hit.start if head.dep_ != "pobj" else sent.end
        else:
            low = hit.end
        found = self.scene.speakers.resolve(head, low, high)
        owned = self._own_body(content) if head.lower_ == "it" and head.i > content.parts[0][1] - 1 else None
        if owned is not None:
            found = [again(one, head.i, head.i + 1) for one in self.scene.speakers.resolve(owned, sent.start, sent.end)]
        nobody = all(s.entity is None and s.label in UNKNOWN for s in found)
        if nobody and head.pos_ == "PRON" and content.parts and content.parts[0][1] <= head.i:
            found = self._of_content(content, sent) or found
            for one in found:
                one.start, one.end = head.i, head.i + 1
        return found

    def _own_body(self, content: Content) -> Token | None:
        """The body of somebody that is the subject of what is said: "Her office was told of it, it said"."""
        for token in self.doc[slice(*content.parts[0])]:
            if token.dep_ in {"nsubj", "nsubjpass"} and any(c.tag_ == "PRP$" for c in token.lefts):
                return token if self.scene.speakers.naming.kind(token) in {"body", "group"} else None
        return None

    def _of_content(self, content: Content, sent: Span) -> list[SourceDraft]:
        """The subject of what is said, for a closing "they said" that has nobody else to go back to."""
        start, end = content.parts[0]
        for token in self.doc[start:end]:
            if (
                token.dep_ in {"nsubj", "nsubjpass"}
                and token.pos_ in {"NOUN", "PROPN"}
                and self.scene.speakers.can_speak(token)
            ):
                return self.scene.speakers.resolve(token, sent.start, sent.end)
        return []

    def _twin(self, hit: CueHit, cue: Cue, speakers: list[SourceDraft], made: Made) -> StatementDraft | None:
        """The statement that a coordinated cue of the same act goes on with ("called for ... and called for")."""
        for other, statement in made:
            same = [s.label for s in statement.speakers] == [s.label for s in speakers]
            if same and hit.token.dep_ == "conj" and hit.token.head.i == other.token.i and statement.act == cue.act:
                return statement
        return None
