"""What analysts correct: records of a knowledge folder, each with its author, its day and its reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import unquote

from kazkg.knowledge.triples import KAZ, RDF_TYPE, Triples

__all__ = ["Address", "Correction", "CorrectionFault", "Corrections"]

KINDS: Final = ("ClaimerFix", "DateFix", "EntityMerge", "EntitySplit", "EventMerge", "EventSplit", "Rejection")
CLAIMS: Final = frozenset({"figure", "statement", "telling", "unknown", "naming"})
_SAID: Final = frozenset(
    {"author", "decidedOn", "reason", "corrects", "quotes", "claimKind", "at", "becomes", "newLabel", "newClass"}
    | {"newDate", "newClaimer", "ownVoice"}
)
_SPAN: Final = re.compile(r"char=(\d+),(\d+)")


@dataclass(frozen=True, slots=True)
class Address:
    """What a correction is about, as its author wrote it and taken apart; the base of an IRI makes no difference."""

    text: str
    article: str | None
    """Id of the article; None for an entity that articles share."""
    part: str
    """What of the article: ``figure/39-0a1b``, ``entity/key``; empty for a place or the whole article."""
    begin: int = -1
    """First character of a place in the article's text; -1 where it is no place."""
    end: int = -1
    """One past the last character."""

    @property
    def entity(self) -> str | None:
        """Key of the entity; None for anything else."""
        return unquote(self.part.removeprefix("entity/")) if self.part.startswith("entity/") else None


@dataclass(frozen=True, slots=True)
class Correction:
    """One record. Which of the later fields have a value depends on the kind."""

    iri: str
    kind: str
    """Local name of its class."""
    file: str
    """Name of the file it stands in."""
    author: str
    decided: str
    """The day it was decided, ISO 8601."""
    reason: str
    targets: tuple[Address, ...]
    quote: str | None = None
    """Words that must stand there."""
    claim_kind: str | None = None
    """Restricts a place to claims of one kind: figure, statement, telling, unknown or naming."""
    at: tuple[Address, ...] = ()
    becomes: str | None = None
    """An entity, by IRI or by name."""
    label: str | None = None
    cls: str | None = None
    date: str | None = None
    """ISO 8601."""
    claimer: str | None = None
    """An entity by IRI, or whoever it is by name."""
    own_voice: bool = False

    @property
    def name(self) -> str:
        """What messages call it: its file and the last part of its IRI."""
        return f"{self.file}: {_last(self.iri)} ({self.kind})"

    @property
    def words(self) -> str:
        """What readers see at the thing corrected."""
        return f"{_WORDS[self.kind]} by {self.author}, {self.decided}: {self.reason}"


_WORDS: Final = {
    "ClaimerFix": "claimer corrected",
    "DateFix": "date corrected",
    "EntityMerge": "merged with another entity",
    "EntitySplit": "told apart from another entity",
    "EventMerge": "merged with another event",
    "EventSplit": "told apart from another event",
    "Rejection": "rejected",
}


@dataclass(frozen=True, slots=True)
class CorrectionFault:
    """A record that cannot be used."""

    iri: str
    """Empty where it has none."""
    message: str
    """Names file and record, says what is wrong and what to do."""


class Corrections:
    """All corrections of one knowledge.

    Args:
        triples: everything that the knowledge folders say.
    """

    def __init__(self, triples: Triples) -> None:
        self._t = triples
        records: list[Correction] = []
        faults: list[CorrectionFault] = []
        for iri, kinds, file in self._found():
            try:
                records.append(self._read(iri, kinds, file))
            except ValueError as err:
                faults.append(CorrectionFault(iri, f"{file}: {_last(iri)}: {err}"))
        self.records = tuple(records)
        """Those that can be applied, in the order of their IRIs."""
        self.faults = (*faults, *self._nameless())
        self._by_article: dict[str, list[Correction]] = {}
        self._by_entity: dict[str, list[Correction]] = {}
        for record in self.records:
            for target in (*record.targets, *record.at):
                if target.article is not None:
                    table, key = self._by_article, target.article
                else:
                    table, key = self._by_entity, target.entity or ""
                if record not in table.setdefault(key, []):
                    table[key].append(record)

    def __bool__(self) -> bool:
        return bool(self.records or self.faults)

    def date_of(self, article: str) -> Correction | None:
        """The correction of an article's own date; None for none."""
        for record in self._by_article.get(article, ()):
            if record.kind == "DateFix" and any(t == Address(t.text, article, "") for t in record.targets):
                return record
        return None

    def touching(self, article: str, entities: Iterable[str]) -> list[Correction]:
        """The corrections that concern an article, by its id or by an entity that it names, in order."""
        found = dict.fromkeys(self._by_article.get(article, ()))
        for key in entities:
            found.update(dict.fromkeys(self._by_entity.get(key, ())))
        return sorted(found, key=lambda c: c.iri)

    def _found(self) -> Iterator[tuple[str, list[str], str]]:
        kinds: dict[str, list[str]] = {}
        for kind in (*KINDS, "Correction"):
            for iri in self._t.subjects(kind):
                kinds.setdefault(iri, []).append(kind)
        for iri in sorted(kinds):
            file = self._t.files.get(f"<{iri}>")
            yield iri, [k for k in kinds[iri] if k != "Correction"], file.name if file else "the knowledge"

    def _nameless(self) -> Iterator[CorrectionFault]:
        classes = {KAZ + kind for kind in (*KINDS, "Correction")}
        for t in self._t.raw:
            if t.predicate.value == RDF_TYPE and str(t.object)[1:-1] in classes and str(t.subject).startswith("_:"):
                file = self._t.files.get(str(t.subject))
                name = file.name if file else "the knowledge"
                yield CorrectionFault("", f"{name}: a correction without a name. Give it an IRI of its own.")

    def _read(self, iri: str, kinds: list[str], file: str) -> Correction:
        """Read one record.

        Raises:
            ValueError: says what is wrong and what to do.
        """
        said = self._t.properties(iri)
        for predicate in said:
            name = predicate.removeprefix(KAZ)
            if predicate.startswith(KAZ) and name not in _SAID:
                raise ValueError(f"no correction has kaz:{name}. Use one of {', '.join(sorted(_SAID))}.")
        if len(kinds) != 1:
            raise ValueError(f"a correction is of one kind, not {len(kinds)}. Say which: kaz:{', kaz:'.join(KINDS)}.")
        kind = kinds[0]
        decided = self._one(iri, "decidedOn")
        try:
            date.fromisoformat(decided)
        except ValueError:
            raise ValueError(f"“{decided}” is no day. Write kaz:decidedOn as YYYY-MM-DD.") from None
        record = Correction(
            iri=iri,
            kind=kind,
            file=file,
            author=self._one(iri, "author"),
            decided=decided,
            reason=self._one(iri, "reason"),
            targets=tuple(map(_address, self._all(iri, "corrects"))),
            quote=self._maybe(iri, "quotes"),
            claim_kind=self._maybe(iri, "claimKind"),
            at=tuple(map(_address, self._t.values(iri, "at"))),
            becomes=self._maybe(iri, "becomes"),
            label=self._maybe(iri, "newLabel"),
            cls=self._maybe(iri, "newClass"),
            date=self._maybe(iri, "newDate"),
            claimer=self._maybe(iri, "newClaimer"),
            own_voice=self._maybe(iri, "ownVoice") == "true",
        )
        _check(record)
        return record

    def _all(self, iri: str, name: str) -> list[str]:
        found = [v for v in self._t.values(iri, name) if v.strip()]
        if not found:
            raise ValueError(f"it has no kaz:{name}. Add it.")
        return found

    def _one(self, iri: str, name: str) -> str:
        found = self._all(iri, name)
        if len(found) > 1:
            raise ValueError(f"it has {len(found)} values of kaz:{name}. Leave one.")
        return found[0]

    def _maybe(self, iri: str, name: str) -> str | None:
        return self._one(iri, name) if self._t.values(iri, name) else None


def _check(c: Correction) -> None:
    """What a kind of correction needs."""
    if c.claim_kind is not None and c.claim_kind not in CLAIMS:
        raise ValueError(f"“{c.claim_kind}” is no kind of claim. Use one of {', '.join(sorted(CLAIMS))}.")
    entities = all(t.entity for t in c.targets)
    if c.kind in {"EntityMerge", "EntitySplit"}:
        if not entities:
            raise ValueError("it corrects what is no entity. Name entities, as .../entity/KEY.")
        if not c.becomes:
            raise ValueError("it does not say which entity it is. Add kaz:becomes, with an entity or a name.")
        if c.kind == "EntitySplit" and not c.at:
            raise ValueError("it does not say where. Add kaz:at, with mentions, characters or whole articles.")
    elif any(t.entity for t in c.targets):
        raise ValueError("an entity can be merged or split, and nothing else. Name a claim or an event.")
    elif c.kind == "EventMerge" and len(c.targets) < 2:
        raise ValueError("it names one event only. Name the others under kaz:corrects too.")
    elif c.kind == "DateFix" and not c.date:
        raise ValueError("it gives no date. Add kaz:newDate, in ISO 8601.")
    elif c.kind == "ClaimerFix" and bool(c.claimer) == c.own_voice:
        raise ValueError("it needs either kaz:newClaimer or kaz:ownVoice true. Give one of them.")
    for target in c.targets:
        whole = not target.part and target.begin < 0
        if whole and not c.quote and c.kind != "DateFix":
            raise ValueError(f"{target.text} is a whole article. Add kaz:quotes, or characters (#char=10,20).")


def _address(text: str) -> Address:
    """Take an IRI apart, or the short form of one that answers print.

    Raises:
        ValueError: where it can be no address in the data.
    """
    cut = text.strip()
    where, found, rest = cut.partition("/article/")
    if not found and (cut.startswith(("entity/", "ent:")) or ("://" in cut and "/entity/" in cut)):
        return Address(text, None, "entity/" + cut.replace("ent:", "entity/").rpartition("entity/")[2])
    if not found and "://" in cut:
        raise ValueError(f"<{cut}> is no claim, event, article or entity. Take its IRI from the answer of a query.")
    rest = rest if found else where
    place, _, fragment = rest.partition("#")
    article, _, part = place.partition("/")
    span = _SPAN.fullmatch(fragment)
    if fragment and not span:
        raise ValueError(f"“#{fragment}” is no place in an article. Write it as #char=10,20.")
    if not article:
        raise ValueError(f"“{text}” names no article. Write it as a query prints it.")
    begin, end = (int(span[1]), int(span[2])) if span else (-1, -1)
    return Address(text, unquote(article), part, begin, end)


def _last(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2] or iri
