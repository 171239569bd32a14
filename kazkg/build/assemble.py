"""From the chunks of all articles to the files of a build, one article in memory at a time.

The workers wrote Turtle; here it is only put in order, so that a large corpus costs little more than copying.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kazkg.build.chunk import Chunk
from kazkg.fusion.shelf import Shelf
from kazkg.graph import serialize
from kazkg.graph.iris import Iris
from kazkg.graph.rows import Row
from kazkg.store import embedded

__all__ = ["assemble", "rows_of"]

LOAD: Final = 2_000_000
"""Characters of TriG loaded into the store at once."""


def assemble(folder: Path, chunks: list[Path], shared: dict[str, list[str]], shelf: Shelf, base: str) -> int:
    """Write ``kg.ttl``, ``kg.trig``, ``coverage.json`` and the store's database into ``folder``.

    Args:
        folder: the build folder, which is not yet anybody else's.
        chunks: the chunk files, in the order of the articles' ids.
        shared: lines of the graphs that articles share (entities, links, run, inferred), by graph IRI, sorted.
        shelf: holds the fused graph.
        base: base of the data's IRIs.

    Returns:
        How many quads the store holds.
    """
    iris = Iris(base)
    inferred = iris.inferred.value
    bodies = {name: serialize.turtle_body(rows_of(lines), base) for name, lines in shared.items()}
    with (
        (folder / "kg.ttl").open("w", encoding="utf-8", newline="\n") as ttl,
        (folder / "kg.trig").open("w", encoding="utf-8", newline="\n") as trig,
        (folder / "coverage.json").open("w", encoding="utf-8", newline="\n") as coverage,
        tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as followed,
    ):
        ttl.write(serialize.head(base))
        trig.write(serialize.head(base))
        coverage.write('{"articles": [')
        for number, path in enumerate(chunks):
            chunk = Chunk.load(path)
            ttl.writelines((chunk.own, chunk.inferred))
            trig.write(serialize.trig_block(iris.graph(chunk.id).value, chunk.own, base))
            followed.write(chunk.inferred)
            entry = {"article": chunk.id, "left_out": chunk.coverage}
            coverage.write(("," if number else "") + "\n" + json.dumps(entry, ensure_ascii=False, sort_keys=True))
        coverage.write("\n]}\n")
        together = {line for lines in shared.values() for line in lines}
        ttl.write(serialize.turtle_body(rows_of(sorted(together)), base))
        for body in _fused(shelf, base):
            ttl.write(body)
        for name in sorted((*bodies, iris.fused.value)):
            if name == iris.fused.value:
                trig.write(f"\n<{name}> {{\n")
                trig.writelines(_fused(shelf, base))
                trig.write("}\n")
            elif name != inferred:
                trig.write(serialize.trig_block(name, bodies[name], base))
        trig.write(f"\n<{inferred}> {{\n{bodies.get(inferred, '')}")
        followed.seek(0)
        shutil.copyfileobj(followed, trig)
        trig.write("}\n")
    return embedded.create(folder / "store", _loads(chunks, bodies, shelf, iris), ox.RdfFormat.TRIG)


def _fused(shelf: Shelf, base: str) -> Iterator[str]:
    """The fused graph as bodies of Turtle, each of one subject, in the order of the subjects."""
    for _, rows in groupby(shelf.lines(), key=lambda row: row[0]):
        yield serialize.turtle_body(rows, base)


def _loads(chunks: list[Path], shared: dict[str, str], shelf: Shelf, iris: Iris) -> Iterator[bytes]:
    """TriG documents that together are the whole graph, each small enough to be loaded in little memory."""
    base = iris.base
    blocks: list[str] = []
    size = 0

    def texts() -> Iterator[str]:
        for name, body in shared.items():
            yield serialize.trig_block(name, body, base)
        for path in chunks:
            chunk = Chunk.load(path)
            yield serialize.trig_block(iris.graph(chunk.id).value, chunk.own, base)
            yield serialize.trig_block(iris.inferred.value, chunk.inferred, base)
        for body in _fused(shelf, base):
            yield serialize.trig_block(iris.fused.value, body, base)

    for block in texts():
        blocks.append(block)
        size += len(block)
        if size >= LOAD:
            yield (serialize.head(base) + "".join(blocks)).encode()
            blocks, size = [], 0
    if blocks:
        yield (serialize.head(base) + "".join(blocks)).encode()


def rows_of(lines: Iterable[str]) -> list[Row]:
    """Lines of N-Triples (without the final `` .``) as rows; their subjects and predicates are IRIs."""
    rows = []
    for line in lines:
        subject, predicate, value = line.split(" ", 2)
        rows.append((subject, predicate, value))
    return rows
