"""Words that make something somebody's word: cues, nouns for reports, speakers without a name, media."""

from __future__ import annotations

from dataclasses import dataclass

from kazkg.errors import KnowledgeError
from kazkg.knowledge.triples import Triples

__all__ = ["Cue", "Reporting"]

SLOTS = frozenset(
    {
        "clause",
        "quote",
        "object",
        "infinitive",
        "gerund",
        "predicate",
        "report",
        "before",
        "raising",
        "number",
        "noun",
        "aside",
        "sight",
    }
)
KINDS = frozenset({"voice", "reporter", "body", "group", "crowd", "office"})


@dataclass(frozen=True, slots=True)
class Cue:
    """How one family of reporting words works."""

    key: str
    """IRI of the lexicon's entry."""
    act: str
    """Local name of the act it performs."""
    slots: frozenset[str]
    """Where its content stands: clause, quote, object, infinitive and the like (the lexicon lists them)."""
    preps: frozenset[str]
    """Prepositions that introduce its content."""
    certainty: str = "certain"
    polarity: str = "positive"
    addressee: bool = False
    """Whether its object is whoever is spoken to."""
    relay: bool = False
    """Whether its object is the speaker and its subject the medium."""
    needs_speaker: bool = False
    """Whether it reports only with a subject that can speak."""
    everyday: bool = False
    """Whether it has other uses that are no reports at all."""


class Reporting:
    """The reporting vocabulary, indexed by lemma.

    Args:
        triples: everything that the knowledge folders say.

    Raises:
        KnowledgeError: for a cue without an act or a source noun of an unknown kind.
    """

    def __init__(self, triples: Triples) -> None:
        self.verbs: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
        """First lemma to (further lemmas, cue), longest first; one verb may have several cues."""
        self.phrases: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
        """First word to (further words, cue), longest first."""
        self.nouns: dict[str, Cue] = {}
        """Lemma of a noun that reports by itself ("the claim that ...") to its cue."""
        self.adjectives: dict[str, Cue] = {}
        """Adjective or participle of a stance ("convinced that ...") to its cue."""
        self.adverbs: dict[str, Cue] = {}
        """Adverb that gives its clause to somebody who is not named ("reportedly") to its cue."""
        self.reports: dict[str, bool] = {}
        """Lemma of a noun for what is said or written, to whether it alone goes back to whoever spoke last."""
        self.media: frozenset[str] = frozenset(
            noun for iri in triples.subjects("MediumNoun") for noun in triples.values(iri, "noun")
        )
        """Lemmas of nouns for what carries words."""
        self.own_words: frozenset[str] = frozenset(
            noun
            for iri in triples.subjects("MediumNoun")
            if triples.value(iri, "ownWords") == "true"
            for noun in triples.values(iri, "noun")
        )
        """Those that are forms of the speaker's own words ("note", "address") and no carrier besides the speaker."""
        self.sources: dict[str, str] = {}
        """Lemma to how such a speaker is labelled: voice, reporter, body, group, crowd or office."""
        self.vague: frozenset[str] = frozenset(
            word for iri in triples.subjects("SourceNoun") for word in triples.values(iri, "adjective")
        )
        """Adjectives that a label of unnamed people leaves out."""
        self.bare: frozenset[str] = frozenset(
            noun
            for iri in triples.subjects("SourceNoun")
            if triples.value(iri, "saysLittle") == "true"
            for noun in triples.values(iri, "noun")
        )
        """Lemmas whose label keeps the words behind them ("people familiar with the talks")."""
        for iri in triples.subjects("ReportingCue"):
            self._add_cue(triples, iri)
        for iri in triples.subjects("SourceNoun"):
            kind = triples.value(iri, "sourceKind") or ""
            if kind not in KINDS:
                raise KnowledgeError(f"{iri}: kaz:sourceKind is '{kind}'.", f"Use one of {', '.join(sorted(KINDS))}.")
            for noun in triples.values(iri, "noun"):
                self.sources[noun] = kind
        self.independent: frozenset[str] = frozenset(
            noun
            for iri in triples.subjects("ReportNoun")
            if triples.value(iri, "speaksForItself") == "true"
            for noun in triples.values(iri, "noun")
        )
        """Lemmas of report nouns that are a source where no issuer is named ("the law says")."""
        for iri in triples.subjects("ReportNoun"):
            carries = triples.value(iri, "carriesSpeaker") == "true"
            for noun in triples.values(iri, "noun"):
                self.reports[noun] = carries or self.reports.get(noun, False)
        self.forms = {form: verb for verb in sorted(self.verbs) for form in _forms(verb)}
        """Regular form of a verb whose lemma is often guessed wrong, to the verb."""
        beside = {cue.key: cue for entries in self.verbs.values() for _, cue in entries if cue.slots == {"quote"}}
        self.beside: Cue | None = beside[min(beside)] if beside else None
        """What any verb does that stands right after a quotation and before a speaker ("“...”, cut in the mayor")."""
        for table in (self.verbs, self.phrases):
            for entries in table.values():
                entries.sort(key=lambda entry: (-len(entry[0]), entry[1].key))

    def verb(self, lemma: str, form: str) -> str | None:
        """The reporting verb of a word, or None.

        Args:
            lemma: the word's lemma, which lemmatizers sometimes get wrong ("hop" for "hopes").
            form: the word as it stands, in lower-case letters.
        """
        return lemma if lemma in self.verbs else self.forms.get(form)

    def _add_cue(self, triples: Triples, iri: str) -> None:
        act = triples.value(iri, "performs")
        if act is None:
            raise KnowledgeError(f"{iri}: a reporting cue without kaz:performs.", "Say which act its words perform.")
        slots = frozenset(triples.values(iri, "contentSlot"))
        cue = Cue(
            key=iri,
            act=act,
            slots=slots & SLOTS,
            preps=slots - SLOTS,
            certainty=triples.value(iri, "cueCertainty") or "certain",
            polarity=triples.value(iri, "cuePolarity") or "positive",
            addressee=triples.value(iri, "addresseeSlot") == "object",
            relay=triples.value(iri, "speakerSlot") == "object",
            everyday=triples.value(iri, "everydayWord") == "true",
            needs_speaker=triples.value(iri, "needsSpeaker") == "true",
        )
        for table, predicate in ((self.verbs, "verb"), (self.phrases, "phrase")):
            for entry in triples.values(iri, predicate):
                first, *rest = entry.split()
                table.setdefault(first, []).append((tuple(rest), cue))
        for index, predicate in ((self.nouns, "noun"), (self.adjectives, "adjective"), (self.adverbs, "adverb")):
            index.update((entry, cue) for entry in triples.values(iri, predicate))


def _forms(verb: str) -> tuple[str, ...]:
    """Regular forms of a verb that ends in a silent "e", whose lemma is often guessed wrong."""
    return (verb + "s", verb + "d", verb[:-1] + "ing") if verb.endswith("e") else ()
