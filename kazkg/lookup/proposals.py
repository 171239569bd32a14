"""What a look-up proposes: a reviewable file of Turtle for a knowledge folder, and rows for a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kazkg.facts import Link
from kazkg.graph.iris import Iris
from kazkg.graph.links import link_rows
from kazkg.graph.rows import TYPE, XSD
from kazkg.graph.terms import KAZ, PREFIXES
from kazkg.linking.candidates import Candidate
from kazkg.terminal import printable

__all__ = ["Proposal", "turtle"]

_USED: Final = ("kaz", "skos", "wd", "xsd")
_BEGINS: Final = tuple((name, f"<{PREFIXES[name]}") for name in ("kaz", "wd"))
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_ENTITY: Final = "entity/"
LISTED: Final = 3
"""Candidates written down where none is good enough."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was found for one entity."""

    iri: str
    name: str
    cls: str
    """Its most specific class, as local name."""
    found: tuple[Candidate, ...]
    """The best first."""
    chosen: Candidate | None
    """The one to link to; None where none is good enough, or two are too near each other."""
    why: str
    """Why there is no link, in plain words; empty where there is one."""
    way: str
    """online or reconciled; empty where nobody was asked."""
    source: str
    """Address that was asked, or that it was the build."""
    day: str | None
    """Day of the answer, ISO 8601; None where the server did not say."""

    @property
    def method(self) -> str:
        """How the item was found; empty where there is none: on the network, or by what the name has in common."""
        return self.way or (self.chosen.method if self.chosen else "")

    def plain(self) -> dict[str, str]:
        """The proposal as a row of a table."""
        first = self.chosen or next(iter(self.found), None)
        return {
            "entity": self.iri,
            "label": self.name,
            "item": self.chosen.item if self.chosen else "",
            "score": f"{first.score:.2f}" if first else "",
            "method": self.method,
            "date": self.day or "",
            "candidates": " ".join(candidate.item for candidate in self.found[:LISTED]),
            "why": self.why,
        }


def turtle(proposals: Iterable[Proposal]) -> bytes:
    """The proposals as Turtle: links that can be used, and beside them, as comments, what was not sure enough.

    Nothing in it depends on when or how often it was asked, other than the days of the answers.
    """
    ordered = sorted(proposals, key=lambda one: one.iri)
    lines = [f"@prefix {name}: <{PREFIXES[name]}> ." for name in _USED]
    lines += ["", *_HEAD]
    for one in ordered:
        lines += ["", *(_link(one, one.chosen) if one.chosen is not None else _open(one))]
    return ("\n".join(lines) + "\n").encode("utf-8")


_HEAD: Final = (
    "# Links to Wikidata proposed by a look-up, to be read before they are used. Take out what is wrong, then",
    "# put this file into a knowledge folder (`--knowledge`). What was not sure is here only as a comment.",
)


def _link(one: Proposal, chosen: Candidate) -> Iterator[str]:
    yield f"# {_said(one.name)}: {_told(chosen)}, {_said(one.day or 'no date')}, {_said(one.source)}"
    yield f"{ox.NamedNode(one.iri)} a {KAZ[one.cls]} ;"
    yield f"    skos:prefLabel {ox.Literal(one.name, language='en')} ;"
    yield f"    kaz:wikidata wd:{chosen.item} ."
    found = Link(
        entity="",
        item=chosen.item,
        label=chosen.thing.label,
        score=chosen.score,
        method=one.method,
        source=one.source,
        dated=one.day,
        sure=True,
        reason=chosen.reason,
    )
    rows = link_rows(Iris(one.iri.partition(_ENTITY)[0]), str(ox.NamedNode(one.iri)), found)
    said = [f"{'a' if predicate == TYPE else _short(predicate)} {_short(value)}" for _, predicate, value in rows]
    yield f"{rows[0][0]} {said[0]} ;"
    for each in said[1:-1]:
        yield f"    {each} ;"
    yield f"    {said[-1]} ."


def _short(term: str) -> str:
    """A term with its prefix, where it is a name in one of the namespaces, or a number."""
    for name, begin in _BEGINS:
        if term.startswith(begin) and _NAME.fullmatch(term[len(begin) : -1]):
            return f"{name}:{term[len(begin) : -1]}"
    value, mark, _ = term.partition(f"^^{XSD['decimal']}")
    return f"{value}^^xsd:decimal" if mark else term


def _open(one: Proposal) -> Iterator[str]:
    yield f"# {_said(one.name)} <{_said(one.iri)}>: no link, {_said(one.why)}"
    for candidate in one.found[:LISTED]:
        yield f"#   {_told(candidate)}"


def _told(candidate: Candidate) -> str:
    label = f"{_said(candidate.thing.label)} ({_said(candidate.thing.cls)})"
    return f"{candidate.item} {label} by {_said(candidate.method)}, score {candidate.score:.2f}"


def _said(text: str) -> str:
    """Text of others in one line of a comment."""
    return printable(" ".join(text.split()))[:300]
