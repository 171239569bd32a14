"""From the chunks of all articles to the files of a build, one article in memory at a time.

The workers wrote Turtle; here it is only put in order, so that a large corpus costs little more than copying.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Final, NamedTuple, TextIO

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
TOGETHER: Final = 200
"""Subjects of the fused graph written at once."""


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
    with (
        (folder / "kg.ttl").open("w", encoding="utf-8", newline="\n") as ttl,
        (folder / "kg.trig").open("w", encoding="utf-8", newline="\n") as trig,
        (folder / "coverage.json").open("w", encoding="utf-8", newline="\n") as coverage,
        tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as followed,
    ):
        files = _Files(ttl, trig, coverage, followed)
        blocks = _blocks(files, chunks, shared, shelf, Iris(base))
        return embedded.create(folder / "store", _loads(blocks, base), ox.RdfFormat.TRIG)


class _Files(NamedTuple):
    """What is written while the store is filled."""

    ttl: TextIO
    trig: TextIO
    coverage: TextIO
    followed: TextIO
    """What follows about the articles' own nodes, until its graph is written."""


def _blocks(files: _Files, chunks: list[Path], shared: dict[str, list[str]], shelf: Shelf, iris: Iris) -> Iterator[str]:
    """Write all files in one go; yields blocks of TriG that together are the whole graph."""
    base, inferred = iris.base, iris.inferred.value
    ttl, trig, coverage, followed = files
    ttl.write(serialize.head(base))
    trig.write(serialize.head(base))
    coverage.write('{"articles": [')
    for number, path in enumerate(chunks):
        chunk = Chunk.load(path)
        block = serialize.trig_block(iris.graph(chunk.id).value, chunk.own, base)
        ttl.writelines((chunk.own, chunk.inferred))
        trig.write(block)
        followed.write(chunk.inferred)
        entry = {"article": chunk.id, "left_out": chunk.coverage}
        coverage.write(("," if number else "") + "\n" + json.dumps(entry, ensure_ascii=False, sort_keys=True))
        yield block
        yield serialize.trig_block(inferred, chunk.inferred, base)
    coverage.write("\n]}\n")
    together = {line for lines in shared.values() for line in lines}
    ttl.write(serialize.turtle_body(rows_of(sorted(together)), base))
    bodies = {name: serialize.turtle_body(rows_of(lines), base) for name, lines in shared.items()}
    for name in sorted((*bodies, iris.fused.value)):
        if name == iris.fused.value:
            trig.write(f"\n<{name}> {{\n")
            subjects = (rows for _, rows in groupby(shelf.lines(), key=itemgetter(0)))
            bodies_of = (serialize.turtle_body(rows, base) for rows in subjects)
            while body := "".join(islice(bodies_of, TOGETHER)):
                ttl.write(body)
                trig.write(body)
                yield serialize.trig_block(name, body, base)
            trig.write("}\n")
        else:
            block = serialize.trig_block(name, bodies[name], base)
            yield block
            if name != inferred:
                trig.write(block)
    trig.write(f"\n<{inferred}> {{\n{bodies.get(inferred, '')}")
    followed.seek(0)
    shutil.copyfileobj(followed, trig)
    trig.write("}\n")


def _loads(blocks: Iterable[str], base: str) -> Iterator[bytes]:
    """Blocks put together to documents, each small enough to be loaded in little memory."""
    waiting: list[str] = []
    size = 0
    for block in blocks:
        waiting.append(block)
        size += len(block)
        if size >= LOAD:
            yield (serialize.head(base) + "".join(waiting)).encode()
            waiting, size = [], 0
    if waiting:
        yield (serialize.head(base) + "".join(waiting)).encode()


def rows_of(lines: Iterable[str]) -> list[Row]:
    """Lines of N-Triples (without the final `` .``) as rows; their subjects and predicates are IRIs."""
    rows = []
    for line in lines:
        subject, predicate, value = line.split(" ", 2)
        rows.append((subject, predicate, value))
    return rows
