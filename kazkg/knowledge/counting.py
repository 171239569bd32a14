"""Words of amounts, of those counted, and of what happened to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from kazkg.knowledge.triples import Triples

__all__ = ["Counting", "GroupSense", "MeasureSense", "Phrases", "plurals"]

Phrase = tuple[str, ...]
Phrases = dict[str, list[tuple[Phrase, str]]]
"""Phrases by one of their words (the first or the last), the longest first, each with what it means."""

T = TypeVar("T")

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
NOTATION = "http://www.w3.org/2004/02/skos/core#notation"


@dataclass(frozen=True, slots=True)
class GroupSense:
    """The group a noun means."""

    group: str
    amid_protest: str
    """The group it means in an article that tells of protests."""


@dataclass(frozen=True, slots=True)
class MeasureSense:
    """What a word says happened to those counted."""

    measure: str
    slot: str
    """object, subject or itself."""
    only: frozenset[str] = field(default_factory=frozenset)
    """Groups it is said of; empty for all."""
    people_only: bool = False
    with_verbs: frozenset[str] = field(default_factory=frozenset)
    not_before: frozenset[str] = field(default_factory=frozenset)
    not_amid: frozenset[str] = field(default_factory=frozenset)
    amid: frozenset[str] = field(default_factory=frozenset)
    active: bool = False
    """True where only the active verb says it of its object ("the hospital treated 30")."""
    negated: bool = False
    """True where only the negated verb says it ("did not survive")."""


class Counting:
    """The counting part of the lexicon, indexed by word.

    Nouns are indexed in singular and plural; verb phrases by the lemma of their verb; fixed phrases by their first
    word, or by their last where the reader meets them from behind.
    """

    def __init__(self, triples: Triples) -> None:
        self._t = triples
        self.before = self._phrases("AmountWord", "phrase", "givesQualifier", last=True)
        """What stands before a number, by the phrase's last word."""
        self.behind = self._phrases("AmountWord", "phraseAfter", "givesQualifier")
        self.vague = self._phrases("VagueAmount", "phrase", "givesQualifier")
        self.unit_nouns = self._units("noun")
        self.unit_phrases = self._phrases("UnitWord", "phrase", "amountKind")
        self.unit_before = dict(self._pairs("UnitWord", "adverb", "amountKind"))
        self.other_senses = {
            tuple(phrase.split()): frozenset(self._t.values(entry, "notAfter"))
            for entry in self._t.subjects("OtherSense")
            for phrase in self._t.values(entry, "phrase")
        }
        """Phrases before a number that qualify nothing after one of these words ("news about 12 miners")."""
        self.degrees = self._words("DegreeWord", "adverb")
        self.change_verbs = self._words("ChangeWord", "verb")
        self.exceed_verbs = self._words("ExceedVerb", "verb")
        self.attain_verbs = self._words("AttainVerb", "verb")
        self.telling_verbs = self._words("TellingVerb", "verb")
        self.toll_verbs = self._words("TollVerb", "verb")
        self.containers = frozenset(f for w in self._words("ContainerNoun", "noun") for f in (w, *plurals(w)))
        self.part_words = self._phrases("PartWord", "phrase", "phrase", last=True)
        self.compare_words = self._phrases("CompareWord", "phrase", "phrase", last=True)
        """Words before an older number, by the phrase's last word."""
        self.reasons = {kind: label for label, kind in self._pairs("OmissionReason", LABEL, "amountKind")}
        self.groups: dict[str, list[tuple[Phrase, GroupSense]]] = {}
        """Group nouns by the last word, the longest phrase first."""
        self._read_groups()
        self.modifiers = self._modifiers()
        self.relational = frozenset(f for w in self._words("RelationalNoun", "noun") for f in (w, *plurals(w)))
        self.bodies = self._bodies()
        self.kin = self._words("KinNoun", "noun")
        self.things = frozenset(f for w in self._words("NotPeople", "noun") for f in (w, *plurals(w)))
        self.verbs: dict[str, list[tuple[Phrase, MeasureSense]]] = {}
        self.nouns: dict[str, list[tuple[Phrase, MeasureSense]]] = {}
        self.adjectives: dict[str, MeasureSense] = {}
        self.states: dict[str, list[tuple[Phrase, MeasureSense]]] = {}
        """Fixed phrases that say what happened to those before them ("in custody"), by first word."""
        self._read_measures()
        self.verb_forms = {form: lemma for lemma in sorted(self.verbs) for form in regular_forms(lemma)}
        """Regular forms of the verbs, for words that the tagger took for something else."""
        self.tolls: dict[str, list[tuple[Phrase, str]]] = {}
        """Nouns that announce a number, with their measure (empty: it is in the words after "of")."""
        self._read_tolls()
        self.settings = frozenset(f for w in self._words("SettingWord", "noun") for f in (w, *plurals(w)))
        self.harm_verbs = frozenset(w.split()[0] for w in self._words("HarmVerb", "verb"))
        self.status = self._phrases("StatusWord", "phrase", "givesStatus")
        self.ahead = frozenset(
            phrase[0] for listed in self.status.values() for phrase, status in listed if status == "planned"
        )
        """Words that open a phrase for what is not yet ("expected to")."""
        self.raising = self._words("RaisingWord", "adjective")
        self.linking = self._words("LinkingVerb", "verb")
        self.doubts = self._words("DoubtWord", "adjective")
        self.official_adjectives = self._words("OfficialWord", "adjective")
        self.official_adverbs = self._words("OfficialWord", "adverb")
        self.official_nouns = frozenset(f for w in self._words("OfficialWord", "noun") for f in (w, *plurals(w)))
        self.demonyms, self.adjectives_of_country = self._demonyms()

    def reason(self, key: str) -> str:
        """What coverage prints for a number that ended in no figure."""
        return self.reasons.get(key, key)

    def _words(self, cls: str, predicate: str) -> frozenset[str]:
        return frozenset(w for s in self._t.subjects(cls) for w in self._t.values(s, predicate))

    def _pairs(self, cls: str, predicate: str, meaning: str) -> list[tuple[str, str]]:
        return [
            (word, means)
            for s in self._t.subjects(cls)
            for word in self._t.values(s, predicate)
            for means in self._t.values(s, meaning)
        ]

    def _phrases(self, cls: str, predicate: str, meaning: str, last: bool = False) -> Phrases:
        found: Phrases = {}
        for word, means in self._pairs(cls, predicate, meaning):
            phrase = tuple(word.split())
            found.setdefault(phrase[-1 if last else 0], []).append((phrase, means))
        for listed in found.values():
            listed.sort(key=lambda p: (-len(p[0]), p))
        return found

    def _units(self, predicate: str) -> dict[str, str]:
        return {
            form: kind
            for word, kind in self._pairs("UnitWord", predicate, "amountKind")
            for form in (word, *plurals(word))
        }

    def _notation(self, concept: str) -> str:
        return self._t.value(concept, NOTATION) or concept

    def _read_groups(self) -> None:
        for entry in self._t.subjects("GroupWord"):
            group = self._notation(self._t.value(entry, "ofGroup") or "people")
            amid = self._t.value(entry, "ofGroupAmidProtest")
            sense = GroupSense(group, self._notation(amid) if amid else group)
            for noun in self._t.values(entry, "noun"):
                _index(self.groups, noun, sense)
        _longest_first(self.groups)

    def _modifiers(self) -> dict[str, tuple[str, str]]:
        """Modifier word -> (group it gives, group it changes or "")."""
        found: dict[str, tuple[str, str]] = {}
        for entry in self._t.subjects("GroupModifier"):
            changes = self._t.value(entry, "modifiesGroup")
            pair = (
                self._notation(self._t.value(entry, "ofGroup") or "people"),
                self._notation(changes) if changes else "",
            )
            for word in self._t.values(entry, "adjective"):
                found[word] = pair
        return found

    def _bodies(self) -> dict[str, list[tuple[Phrase, str]]]:
        """Words for bodies of forces or helpers, by their last word, each with the group of its people."""
        found: dict[str, list[tuple[Phrase, str]]] = {}
        for entry in self._t.subjects("RelationalNoun"):
            group = self._notation(self._t.value(entry, "ofGroup") or "securityForces")
            for words in sorted(self._t.values(entry, "phrase")):
                _index(found, words, group)
        _longest_first(found)
        return found

    def _read_measures(self) -> None:
        for entry in self._t.subjects("MeasureWord"):
            sense = MeasureSense(
                measure=self._notation(self._t.value(entry, "ofMeasure") or ""),
                slot=self._t.value(entry, "countedSlot") or "object",
                only=frozenset(self._notation(g) for g in self._t.values(entry, "countsOnly")),
                people_only=self._t.value(entry, "onlyPeople") == "true",
                with_verbs=frozenset(self._t.values(entry, "withVerb")),
                not_before=frozenset(self._t.values(entry, "notBefore")),
                active=self._t.value(entry, "activeOnly") == "true",
                not_amid=frozenset(self._t.values(entry, "notAmid")),
                amid=frozenset(self._t.values(entry, "amid")),
            )
            for verb in self._t.values(entry, "verb"):
                phrase = tuple(verb.split())
                self.verbs.setdefault(phrase[0], []).append((phrase, sense))
            for verb in self._t.values(entry, "negatedVerb"):
                phrase = tuple(verb.split())
                self.verbs.setdefault(phrase[0], []).append((phrase, replace(sense, negated=True)))
            for noun in self._t.values(entry, "noun"):
                _index(self.nouns, noun, sense)
            for word in self._t.values(entry, "adjective"):
                self.adjectives[word] = sense
            for text in self._t.values(entry, "phrase"):
                phrase = tuple(text.split())
                self.states.setdefault(phrase[0], []).append((phrase, sense))
        for table in (self.verbs, self.nouns, self.states):
            _longest_first(table)

    def _read_tolls(self) -> None:
        for entry in self._t.subjects("TollNoun"):
            measure = self._t.value(entry, "ofMeasure")
            for noun in self._t.values(entry, "noun"):
                _index(self.tolls, noun, self._notation(measure) if measure else "")
        _longest_first(self.tolls)

    def _demonyms(self) -> tuple[dict[str, str], dict[str, str]]:
        """Country key -> adjective, and adjective in lower-case letters -> country key."""
        by_key: dict[str, str] = {}
        by_word: dict[str, str] = {}
        for cls in ("Country", "Region"):
            for iri in self._t.subjects(cls):
                key = iri.rsplit("/", 1)[-1]
                form = self._t.value(iri, "adjectiveForm")
                if form:
                    by_key[key] = form
                for word in self._t.values(iri, "demonym"):
                    by_key.setdefault(key, word)
                    by_word.setdefault(word.lower(), key)
        return by_key, by_word


def _index(table: dict[str, list[tuple[Phrase, T]]], words: str, sense: T) -> None:
    """File a noun phrase under its last word, in singular and plural."""
    phrase = tuple(words.split())
    for form in (phrase[-1], *plurals(phrase[-1])):
        table.setdefault(form, []).append(((*phrase[:-1], form), sense))


def _longest_first(table: dict[str, list[tuple[Phrase, T]]]) -> None:
    for listed in table.values():
        listed.sort(key=lambda p: (-len(p[0]), p[0]))


def plurals(noun: str) -> tuple[str, ...]:
    """The regular plural of an English noun in lower-case letters, and that of "-man".

    >>> plurals("policeman"), plurals("body"), plurals("arrest")
    (('policemen',), ('bodies',), ('arrests',))
    """
    if noun.endswith("man") and noun != "human":
        return (noun[:-3] + "men",)
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return (noun[:-1] + "ies",)
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return (noun + "es",)
    return (noun + "s",)


def regular_forms(verb: str) -> Iterable[str]:
    """Past and -ing forms of a regular English verb in lower-case letters.

    >>> sorted(regular_forms("injure"))
    ['injured', 'injuring']
    """
    if verb.endswith("e"):
        return (verb + "d", verb[:-1] + "ing")
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return (verb[:-1] + "ied", verb + "ing")
    return (verb + "ed", verb + "ing")
