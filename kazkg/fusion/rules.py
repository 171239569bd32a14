"""The rules of ``queries/rules/``, run over a small graph of the figures to be compared.

A rule is a SPARQL CONSTRUCT. It reads the terms of the block (prefix ``b:``), which are never published, and writes
terms of the block, for the rules after it, and terms of the ontology, which go to the fused graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kazkg import resources
from kazkg.errors import InputError
from kazkg.fusion.report import Report
from kazkg.fusion.standing import Standings
from kazkg.graph.iris import Iris
from kazkg.graph.rows import Names, Row, integer, moment, text
from kazkg.graph.terms import KAZ

__all__ = ["BLOCK", "Compared", "Rule", "block_rows", "rules", "run"]

BLOCK: Final = "https://w3id.org/kazkg/block#"
B: Final = Names(BLOCK)
_NAME = re.compile(r"\d\d-[a-z][a-z-]*")
_FIELD = re.compile(r"#\s*(title|derives):\s*(.*)")
_MORE = re.compile(r"#\s{2,}(\S.*)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    name: str
    text: str
    title: str
    derives: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two figures side by side; ``other`` is None where one is looked at alone."""

    one: Report
    other: Report | None
    left_out: int = 0


@cache
def rules() -> tuple[Rule, ...]:
    """The bundled rules, in the order of their numbers.

    Raises:
        InputError: for a file without a number, a title or what it derives.
    """
    return tuple(_read(file) for file in sorted((resources.folder("queries") / "rules").glob("*.rq")))


def _read(file: Path) -> Rule:
    content = file.read_text(encoding="utf-8")
    fields: dict[str, str] = {}
    last = ""
    for line in content.splitlines():
        if found := _FIELD.fullmatch(line):
            last = found[1]
            fields[last] = found[2].strip()
        elif last and (found := _MORE.fullmatch(line)):
            fields[last] += " " + found[1].strip()
        elif not line.startswith("#"):
            break
    if not _NAME.fullmatch(file.stem) or "title" not in fields or "derives" not in fields:
        raise InputError(f"{file.name}: a rule is called NN-name.rq and has a title and what it derives.")
    return Rule(file.stem, content, fields["title"], fields["derives"])


def run(rows: Iterable[Row], only: Iterable[str] | None = None) -> list[Row]:
    """Run the rules over a block, each seeing what those before it derived.

    Args:
        rows: the block's graph.
        only: names of the rules to run; all where None.

    Returns:
        What was derived in terms of the ontology, sorted.
    """
    store = ox.Store()
    store.bulk_load("".join(f"{s} {p} {o} .\n" for s, p, o in rows).encode(), format=ox.RdfFormat.N_TRIPLES)
    chosen = None if only is None else set(only)
    out: set[Row] = set()
    for rule in rules():
        if chosen is None or rule.name in chosen:
            found = set(store.query(rule.text))  # type: ignore[arg-type]
            store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in found)
            out.update((str(t.subject), str(t.predicate), str(t.object)) for t in found if _ours(t))
    return sorted(out)


def _ours(triple: ox.Triple) -> bool:
    predicate, value = triple.predicate.value, triple.object
    kind = isinstance(value, ox.NamedNode) and value.value.startswith(KAZ.iri)
    return predicate.startswith(KAZ.iri) or (kind and predicate.endswith("#type"))


def block_rows(compared: Iterable[Compared], iris: Iris, standings: Standings | None = None) -> Iterator[Row]:
    """The graph that rules run over: each figure once, and a node for each pair, which becomes the relation's.

    Args:
        compared: the pairs.
        iris: mints the IRIs of relations.
        standings: which origins may be one; without it, those with different IRIs are separate.
    """
    seen: set[str] = set()
    for pair in compared:
        one, other = pair.one, pair.other
        for report in (one, other) if other else (one,):
            if report.claim not in seen:
                seen.add(report.claim)
                yield from _report(report)
                if standings:
                    standing = standings.of(report.origin, report.origin_label)
                    yield from ((f"<{report.claim}>", B["originMayBe"], text(x)) for x in sorted(standing.covers))
                    yield from ((f"<{report.claim}>", B["originIs"], text(x)) for x in sorted(standing.inside))
        node = f"<{iris.relation((one.claim, other.claim if other else ''))}>"
        yield node, B["one"], f"<{one.claim}>"
        if other:
            yield node, B["other"], f"<{other.claim}>"
        if pair.left_out:
            yield node, B["leftOut"], integer(pair.left_out)


def _report(r: Report) -> Iterator[Row]:
    node = f"<{r.claim}>"
    yield node, B["article"], text(r.article)
    yield node, B["measure"], text(r.measure)
    yield node, B["group"], text(r.group)
    yield node, B["groupLabel"], text(r.group_label)
    yield from ((node, B["widerGroup"], text(g)) for g in r.wider_groups)
    yield node, B["kind"], text(r.kind)
    yield node, B["qualifier"], text(r.qualifier)
    yield node, B["words"], text(r.words)
    if r.low is not None:
        yield node, B["low"], integer(r.low)
    if r.high is not None:
        yield node, B["high"], integer(r.high)
    if r.place:
        yield node, B["place"], f"<{r.place}>"
        yield node, B["placeLabel"], text(r.place_label)
        yield from ((node, B["within"], f"<{p}>") for p in r.within)
    if r.as_of:
        yield node, B["asOf"], text(r.as_of)
    if r.as_of_begin:
        yield node, B["begin"], moment(r.as_of_begin)
    if r.as_of_end:
        yield node, B["end"], moment(r.as_of_end)
    yield node, B["origin"], f"<{r.origin}>"
    yield node, B["originLabel"], text(r.origin_label)
    yield node, B["originKind"], text(r.origin_kind)
    yield node, B["originWhy"], text(r.origin_why)
    if r.part_of:
        yield node, B["partOf"], f"<{r.part_of}>"
    if r.supersedes:
        yield node, B["supersedes"], f"<{r.supersedes}>"
