"""Words that tell of events, and which place of the sentence fills which role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kazkg.knowledge.triples import Triples

__all__ = ["SLOTS", "Cues", "Entry", "Frame", "Frames"]

SLOTS = (
    "subject",
    "object",
    "by",
    "of",
    "possessive",
    "compound",
    "to",
    "from",
    "in",
    "on",
    "at",
    "for",
    "with",
    "against",
    "between",
    "into",
    "over",
    "as",
    "predicate",
    "bearer",
)
"""Places of a sentence that a frame may bind to a role, by a property ``kaz:SLOTFills``."""
MANY = 10_000
"""More nouns than any frame lists: a frame that asks for any people asks for less than one that lists some."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A family of words that evoke one class of event."""

    key: str
    """Local name in the lexicon."""
    cls: str
    """Local name of the event class."""
    roles: dict[str, str]
    """Slot -> local name of the role property."""
    nouns: dict[str, frozenset[str]]
    """Role -> lemmas, one of which must head its filler (or qualify it)."""
    classes: dict[str, frozenset[str]]
    """Role -> entity classes, one of which its filler must have (subclasses count)."""
    people: frozenset[str]
    """Roles whose filler must be people."""
    strict: bool = False
    """True where the restriction on the theme holds only for fillers of slots that fill the theme."""
    barred: frozenset[str] = frozenset()
    """Prepositions beside which the words mean something else ("stopped people from entering")."""
    ergative: bool = False
    """True where what undergoes it may be the subject of the active verb ("the airport closed")."""
    passive_only: bool = False
    """True where only the passive verb evokes it ("are being held")."""
    counted_as: str = ""
    """Plural noun for those whom a bare number counts ("15 were injured"); empty where it counts no people."""
    transitive: bool = False
    """True where the verb without an object is a passive short of its auxiliary ("Three miners killed")."""
    joint: bool = False
    """True where it takes two participants (a meeting)."""
    nationwide: bool = False
    """True where it concerns a whole country unless the clause says otherwise."""
    uncarried: bool = False
    """True where a place of an earlier sentence does not hold for it."""
    backdrop: bool = False
    """True where its nouns only recall what is told elsewhere, unless a verb says that it takes place."""
    actors: bool = False
    """True where different named actors or nations make different happenings."""
    lasting: bool = False
    """True where it goes on, so that two dates do not make two happenings."""
    amid: frozenset[str] = frozenset()
    """Words one of which the article must hold; empty for none."""
    also: str = ""
    """Key of a frame that the same words evoke too ("replaced A with B" dismisses and appoints); empty for none."""
    identity: tuple[str, ...] = ()
    """Roles whose fillers tell two happenings of the class apart."""

    @property
    def restricted(self) -> bool:
        """Whether something must stand in one of its slots."""
        return bool(self.nouns or self.classes or self.people)


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One way to evoke a frame: a verb, noun or adjective, alone or in a phrase of lemmas."""

    frame: Frame
    kind: str
    """verb, noun or adjective."""
    words: tuple[str, ...]
    negated: bool = False
    """True where only the negated verb evokes it ("no longer offers")."""
    own: str = ""
    """Lemma of the word in ``words`` that names the event, where it is not the last (nouns only)."""


@dataclass(slots=True)
class Cues:
    """Words that bear on whether something happened: effect by lemma, for each part of speech."""

    verbs: dict[str, str] = field(default_factory=dict)
    nouns: dict[str, str] = field(default_factory=dict)
    adjectives: dict[str, str] = field(default_factory=dict)
    adverbs: dict[str, str] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    """First word -> (words, effect)."""
    acts: dict[str, str] = field(default_factory=dict)
    """Local name of a reporting act -> effect on what is said."""


class Frames:
    """The event lexicon, indexed for one look-up a token.

    Attributes:
        verbs: first lemma of a verb or verb phrase -> entries, longest first.
        nouns: last lemma of a noun or noun phrase -> entries, longest first.
        adjectives: lower-case form -> entries.
        event_nouns: nouns that name an event, alone or as the head of a phrase.
        cues: words that bear on factuality.
        quantities: nouns that only measure what follows "of" ("dozen", "group").
        kinds: nouns that need their adjective to say who is meant ("force", "building").
        vague_adjectives: adjectives that never say what kind ("various").
        supports: verbs whose subject is the agent of the noun they govern ("impose a curfew").
        occurrences: verbs that say of a noun that it takes place ("erupt").
        nationwide: adverbs for the whole country.
        weapons: nouns for what is fired or thrown.
        endings: verbs whose date is the end of what they are said of ("expire").
        comitatives: verbs that set their object beside their subject ("A joins B in cancelling").
        place_nouns: nouns that point back to a place named before ("the city").
        bearers: nouns for the use or working of what stands with them ("internet access").
        shells: nouns for a property of what stands before them or after "of" ("price").
        people: nouns for people, a few of them with the word before ("opposition figure").
        people_heads: last words of those phrases.
        tellings: verbs of telling.
        contested: nouns that accuse by naming ("terrorist").
        novelties: words that say of an event that it is none of those told before ("another").
    """

    def __init__(self, triples: Triples) -> None:
        self._triples = triples
        self.verbs: dict[str, list[Entry]] = {}
        self.nouns: dict[str, list[Entry]] = {}
        self.adjectives: dict[str, list[Entry]] = {}
        self.event_nouns: set[str] = set()
        self.frames: dict[str, Frame] = {}
        self._ancestors: dict[str, frozenset[str]] = {}
        self._containers: dict[str, frozenset[str]] | None = None
        default = self._default_roles()
        for iri in triples.subjects("Frame"):
            self._add(iri, default)
        for table in (self.verbs, self.nouns, self.adjectives):
            for entries in table.values():
                entries.sort(key=_narrowness)
        self.cues = self._read_cues()
        self.quantities = self._words("TransparentNoun", "noun")
        self.kinds = self._words("KindNoun", "noun")
        self.vague_adjectives = self._words("VagueAdjective", "adjective")
        self.supports = self._words("SupportVerb", "verb")
        self.occurrences = self._words("OccurrenceVerb", "verb")
        self.nationwide = self._words("NationwideWord", "adverb")
        self.weapons = self._words("WeaponNoun", "noun")
        self.endings = self._words("EndingVerb", "verb")
        self.comitatives = self._words("ComitativeVerb", "verb")
        self.place_nouns = self._words("PlaceNoun", "noun")
        self.bearers = self._words("BearerNoun", "noun")
        self.shells = self._words("ShellNoun", "noun")
        self._groups = self._read_groups()
        self.people = self._words("PeopleNoun", "noun")
        self.people_heads = frozenset(phrase.split()[-1] for phrase in self.people if " " in phrase)
        self.tellings = self._words("TellingVerb", "verb")
        self.contested = self._words("ContestedNoun", "noun")
        self.novelties = self._words("NoveltyAdjective", "adjective")

    def is_a(self, cls: str, wanted: Iterable[str]) -> bool:
        """Whether ``cls`` is one of ``wanted`` or a subclass of one."""
        if cls not in self._ancestors:
            self._ancestors[cls] = frozenset(self._triples.ancestors(cls))
        return not self._ancestors[cls].isdisjoint(wanted)

    def containers(self, key: str) -> frozenset[str]:
        """Keys of all places that contain the place or facility ``key``; empty where none is known."""
        if self._containers is None:
            self._containers = self._read_containers()
        return self._containers.get(key, frozenset())

    def group_of(self, label: str) -> str | None:
        """The group of people that a noun phrase means (amid protests), or None where its noun is of no group."""
        words = label.lower().split()
        for phrase in (" ".join(words[-2:]), words[-1] if words else ""):
            for form in (phrase, phrase.removesuffix("s"), phrase.removesuffix("es"), phrase[:-3] + "man"):
                if form in self._groups:
                    return self._groups[form]
        return None

    def _read_groups(self) -> dict[str, str]:
        groups: dict[str, str] = {}
        for iri in self._triples.subjects("GroupWord"):
            group = self._triples.value(iri, "ofGroupAmidProtest") or self._triples.value(iri, "ofGroup")
            groups.update(dict.fromkeys(self._triples.values(iri, "noun"), group or ""))
        return {noun: group for noun, group in groups.items() if group}

    def _read_containers(self) -> dict[str, frozenset[str]]:
        direct: dict[str, list[str]] = {}
        for triple in self._triples.raw:
            if triple.predicate.value.endswith("#locatedIn"):
                inner, outer = (_tail(str(node).strip("<>")) for node in (triple.subject, triple.object))
                direct.setdefault(inner, []).append(outer)
        found = {}
        for key in direct:
            seen: set[str] = set()
            todo = list(direct[key])
            while todo:
                one = todo.pop()
                if one not in seen:
                    seen.add(one)
                    todo.extend(direct.get(one, ()))
            found[key] = frozenset(seen)
        return found

    def _words(self, cls: str, predicate: str) -> frozenset[str]:
        return frozenset(w for iri in self._triples.subjects(cls) for w in self._triples.values(iri, predicate))

    def _default_roles(self) -> dict[str, str]:
        roles: dict[str, str] = {}
        for iri in self._triples.subjects("FrameDefaults"):
            roles |= self._roles(iri)
        return roles

    def _roles(self, iri: str) -> dict[str, str]:
        found = {slot: self._triples.value(iri, f"{slot}Fills") for slot in SLOTS}
        return {slot: role for slot, role in found.items() if role}

    def _add(self, iri: str, default: dict[str, str]) -> None:
        t = self._triples
        cls = t.value(iri, "evokes")
        if cls is None:
            return
        nouns, classes = {}, {}
        for role in ("theme", "agent", "recipient"):
            found = self._family(iri, f"{role}Noun")
            kinds = frozenset(t.values(iri, f"{role}Class"))
            if found:
                nouns[role] = found
            if kinds:
                classes[role] = kinds
        frame = Frame(
            key=_tail(iri),
            cls=cls,
            roles={k: v for k, v in (default | self._roles(iri)).items() if v != "nothing"},
            nouns=nouns,
            classes=classes,
            people=frozenset(t.values(iri, "takesPeopleAs")),
            strict=t.value(iri, "strictTheme") == "true",
            barred=frozenset(t.values(iri, "barredBy")),
            ergative=t.value(iri, "ergative") == "true",
            passive_only=t.value(iri, "passiveOnly") == "true",
            counted_as=t.value(iri, "countedAs") or "",
            transitive=t.value(iri, "transitive") == "true",
            joint=t.value(iri, "joint") == "true",
            nationwide=t.value(iri, "nationwide") == "true",
            uncarried=t.value(iri, "uncarried") == "true",
            backdrop=t.value(iri, "backdrop") == "true",
            actors=t.value(iri, "actorsTellApart") == "true",
            lasting=t.value(iri, "lasting") == "true",
            amid=frozenset(t.values(iri, "onlyAmid")),
            also=_tail(t.value(iri, "tellsToo") or ""),
            identity=tuple(t.values(iri, "toldApartBy")),
        )
        self.frames[frame.key] = frame
        for predicate, negated in (("verb", False), ("negatedVerb", True)):
            for phrase in t.values(iri, predicate):
                words = tuple(phrase.split())
                self.verbs.setdefault(words[0], []).append(Entry(frame, "verb", words, negated))
        for phrase in t.values(iri, "noun"):
            words = tuple(phrase.replace("-", " ").split())  # a hyphen stands as a token of its own
            link = next((i for i, word in enumerate(words) if i and word in {"of", "from", "for"}), 0)
            own = words[link - 1] if link else ""
            self.nouns.setdefault(words[-1], []).append(Entry(frame, "noun", words, own=own))
            self.event_nouns.add(own or words[-1])
        for predicate, negated in (("adjective", False), ("negatedAdjective", True)):
            for word in t.values(iri, predicate):
                self.adjectives.setdefault(word, []).append(Entry(frame, "adjective", (word,), negated))

    def _family(self, iri: str, predicate: str) -> frozenset[str]:
        """Lemmas given as literals, or by a word list that the value names."""
        found: set[str] = set()
        for value in self._triples.values(iri, predicate):
            found.update(self._triples.values(value, "noun") if "/lexicon#" in value else [value])
        return frozenset(found)

    def _read_cues(self) -> Cues:
        cues = Cues()
        t = self._triples
        for iri in t.subjects("FactualityCue"):
            effect = t.value(iri, "effect") or ""
            for table, predicate in (
                (cues.verbs, "verb"),
                (cues.nouns, "noun"),
                (cues.adjectives, "adjective"),
                (cues.adverbs, "adverb"),
            ):
                table.update(dict.fromkeys(t.values(iri, predicate), effect))
            for phrase in t.values(iri, "phrase"):
                words = tuple(phrase.split())
                cues.phrases.setdefault(words[0], []).append((words, effect))
            cues.acts.update(dict.fromkeys(t.values(iri, "ofAct"), effect))
        return cues


def _narrowness(entry: Entry) -> tuple[int, bool, int, str]:
    """Sorts the longest phrase first, then the frame that asks for the most."""
    frame = entry.frame
    asked = sum(map(len, frame.nouns.values())) if frame.nouns or frame.classes else MANY
    return -len(entry.words), not frame.restricted, asked, frame.key


def _tail(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
