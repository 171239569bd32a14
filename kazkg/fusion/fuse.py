"""The whole stage: the reports of all articles in, the fused graph out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Final, TypeVar

from kazkg.fusion.copies import copies, of_bodies, of_copies
from kazkg.fusion.duplicates import duplicates
from kazkg.fusion.happenings import Decided, Elsewhere, happenings
from kazkg.fusion.nameless import Nameless
from kazkg.fusion.origins import origin_rows
from kazkg.fusion.pairing import Pair, pairs_of
from kazkg.fusion.rules import Compared, block_rows, run
from kazkg.fusion.shelf import Item, Shelf
from kazkg.fusion.standing import Standings
from kazkg.graph.iris import Iris
from kazkg.graph.registry import Registry
from kazkg.graph.rows import KAZ, integer, text
from kazkg.knowledge.triples import local

__all__ = ["fuse"]

BATCH: Final = 1000
"""Pairs that the rules see at once."""
_T = TypeVar("_T")


def fuse(shelf: Shelf, registry: Registry, decided: Decided | None = None) -> None:
    """Compare all reports on the shelf and write the fused graph to it.

    What comes out does not depend on the order in which the reports were shelved, and what is said of one block
    (measure and country) depends on that block alone.

    Args:
        shelf: with every article's reports on it.
        registry: knows the kinds of relations, and mints the IRIs.
        decided: what analysts say of events across articles.
    """
    iris = registry.iris
    standings = Standings(registry, Nameless(registry.triples))
    shelf.write(
        row
        for name in registry.triples.subjects("RelationKind")
        for row in registry.concept("RelationKind", local(name))[1]
    )
    shelf.index()
    bodies = shelf.bodies()
    shelf.give_origins(list(of_bodies(shelf.without_body(), bodies)))
    copied = {}
    for name, first, origin, label, why in duplicates(shelf):
        copied[name] = (origin, label, f"article {name} is a copy: {why}")
        node = f"<{iris.article(name)}>"
        shelf.write([(node, KAZ["nearCopyOf"], f"<{iris.article(first)}>"), (node, KAZ["copyReason"], text(why))])
    shelf.give_origins(list(of_copies(shelf.voices(copied), copied)))
    shelf.give_origins(list(copies(shelf.alike())))
    happenings(shelf, iris, Elsewhere(bodies, copied), decided or Decided(), standings)
    _write_origins(shelf, standings)
    pairs = (pair for _, block in groupby(shelf.items(), key=lambda i: (i.measure, i.root)) for pair in pairs_of(block))
    for batch in _batches(pairs, BATCH):
        _relate(shelf, iris, batch, standings)
    for some in _batches(shelf.told_in_articles(), BATCH):
        _relate(shelf, iris, [Pair(one, other) for one, other in some], standings)
    for left in _batches(shelf.unrelated(), BATCH):
        _relate(shelf, iris, [Pair(one, one) for one in left], standings)


def _batches(things: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(things)
    while batch := list(islice(iterator, size)):
        yield batch


def _relate(shelf: Shelf, iris: Iris, pairs: list[Pair], standings: Standings) -> None:
    """Run the rules over pairs of reports; a pair of one with itself is that report alone."""
    reports = shelf.get(n for pair in pairs for n in (pair.one, pair.other))
    compared = [
        Compared(reports[p.one], reports[p.other] if p.other != p.one else None, p.left_out)
        for p in dict.fromkeys(pairs)
    ]
    found = run(block_rows(compared, iris, standings))
    shelf.write(found)
    shelf.mark_related([value[1:-1] for _, predicate, value in found if predicate == KAZ["relates"]])


def _write_origins(shelf: Shelf, standings: Standings) -> None:
    """Whom each figure goes back to, and how many separate origins give the same number."""

    def position(i: Item) -> tuple[str, ...]:
        return (i.measure, i.root, i.kind, i.group, i.place, i.day, i.value)

    for _, same in groupby(shelf.items(), key=position):
        named: set[tuple[str, str]] = set()
        claims: list[str] = []
        for some in _batches((i.id for i in same), BATCH):
            for r in shelf.get(some).values():
                claims.append(r.claim)
                if r.origin_kind == "named":
                    named.add((r.origin, r.origin_label))
                shelf.write(origin_rows(r.claim, r.origin, r.origin_label, r.origin_why))
                shelf.write([(f"<{r.claim}>", KAZ["originText"], text(r.origin_label))])
        count = integer(max(standings.separate(named), 1))
        shelf.write((f"<{claim}>", KAZ["originCount"], count) for claim in claims)
