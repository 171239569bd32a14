"""A whole build: read, work, put together, and swap in whole or not at all."""

from __future__ import annotations

import contextlib
import fcntl
import gc
import hashlib
import multiprocessing
import os
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from kazkg import __version__
from kazkg.build.assemble import assemble
from kazkg.build.chunk import Chunk, chunk_path
from kazkg.build.options import BuildOptions
from kazkg.build.report import BuildReport
from kazkg.build.together import check_fused
from kazkg.build.worker import CHECKED, Worker, keep_loaded, start, work
from kazkg.corrections.summary import Summary as Corrected
from kazkg.corrections.summary import summarise
from kazkg.errors import ArticleError, EnvironmentFault, InputError, UsageFault
from kazkg.facts import Article
from kazkg.fusion.fuse import fuse
from kazkg.fusion.happening import EventReport
from kazkg.fusion.happenings import Decided
from kazkg.fusion.report import Report
from kazkg.fusion.shelf import Shelf
from kazkg.graph.emit import registry_of
from kazkg.graph.findings import report_turtle
from kazkg.graph.iris import Iris
from kazkg.graph.provenance import Run, describe
from kazkg.knowledge import Knowledge
from kazkg.language import pipeline
from kazkg.reading import ReadOptions, Summary, language, read
from kazkg.store.embedded import open_store

__all__ = ["build"]

Progress = Callable[[str], object]

MANY = 100
"""After so many articles the room that the languages take is worth the half second of loading them again."""


def build(
    inputs: Sequence[str | Path],
    options: BuildOptions | None = None,
    reading: ReadOptions | None = None,
    stdin: BinaryIO | None = None,
    *,
    add: bool = False,
    remove: Sequence[str] = (),
    progress: Progress | None = None,
) -> BuildReport:
    """Read the inputs and leave a knowledge graph in ``options.out``.

    What was there is replaced whole when everything is done; after an error it is as it was.

    Args:
        inputs: files, folders or ``-``; their order makes no difference.
        options: settings; the defaults where None.
        reading: what the reader is told about the inputs.
        stdin: read where an input is ``-``.
        add: keep the articles that ``options.out`` holds; one with the same id is replaced.
        remove: ids of articles to take out of what ``options.out`` holds.
        progress: called with the id of each article done.

    Raises:
        UsageFault: where ``options.out`` is not a build and would be overwritten, or holds a build made otherwise.
        InputError: where nothing could be read, or ``options.strict`` and something could not.
        EnvironmentFault: where the model is missing, the disk is full, or another build is at work there.
    """
    options = options or BuildOptions()
    began = time.monotonic()
    out = options.out.absolute()
    _may_replace(out)
    with _only_builder(out):
        folder = out.parent / f".{out.name}.{os.getpid()}.part"
        try:
            (folder / "store" / "articles").mkdir(parents=True)
            job = _Job(options, folder, progress or (lambda _name: None))
            if add or remove:
                job.keep(out, remove)
            job.read(inputs, reading or ReadOptions(), stdin)
            report = job.finish()
            report.out = options.out
            _swap(folder, out)
        except OSError as err:
            raise EnvironmentFault(f"{out}: the build cannot be written: {err}", "Make room, or choose --out.") from err
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    report.seconds = time.monotonic() - began
    return report


class _Job:
    def __init__(self, options: BuildOptions, folder: Path, progress: Progress) -> None:
        self.options = options
        self.folder = folder
        self.chunks = folder / "store" / "articles"
        self.progress = progress
        self.knowledge = Knowledge(options.knowledge)
        self.model = pipeline.describe(options.model)
        self.maker = _digest(
            __version__, self.model.digest, self.knowledge.digest, options.base, options.quote_limit, options.with_text
        )
        self.report = BuildReport(out=options.out)
        self.done: dict[str, Chunk] = {}

    def keep(self, out: Path, remove: Sequence[str]) -> None:
        """Take over the chunks of the build that is there, but for those to be removed."""
        old = out / "store" / "articles"
        gone = {chunk_path(old, name) for name in remove}
        missing = [name for name in remove if not chunk_path(old, name).is_file()]
        if missing:
            raise UsageFault(f"{out} holds no article '{missing[0]}'.", "`kazkg query articles` lists them.")
        for path in sorted(old.glob("*.json")):
            if path in gone:
                continue
            chunk = Chunk.load(path, graph=False)
            if chunk.maker != self.maker:
                message = f"{out} was built with another version, model, knowledge or setting."
                raise UsageFault(message, "Build it anew from all articles, without --add.")
            os.link(path, self.chunks / path.name)
            self.done[chunk.id] = chunk.slim()

    def read(self, inputs: Sequence[str | Path], reading: ReadOptions, stdin: BinaryIO | None) -> None:
        for chunk in self.worked(self.articles(inputs, reading, stdin)):
            if isinstance(chunk, ArticleError):
                self.report.problems.append((chunk.code, str(chunk)))
                continue
            self.done[chunk.id] = chunk
            for stage, seconds in chunk.timings.items():
                self.report.timings[stage] = self.report.timings.get(stage, 0.0) + seconds
            self.progress(chunk.id)
        report = self.report
        if len(self.done) >= MANY:
            language.forget()
        if self.options.strict and report.problems:
            listed = "\n".join(f"  {message}" for _, message in report.problems)
            raise InputError(f"--strict, and not everything could be read:\n{listed}")
        if not self.done:
            listed = "".join(f"\n  {message}" for _, message in report.problems)
            raise InputError(f"No article could be read.{listed}")

    def articles(self, inputs: Sequence[str | Path], reading: ReadOptions, stdin: BinaryIO | None) -> Iterator[Article]:
        clock = time.process_time()
        summary = Summary()
        for found in read(inputs, reading, stdin, summary) if inputs else ():
            now = time.process_time()
            self.report.timings["read"] = self.report.timings.get("read", 0.0) + now - clock
            if isinstance(found, ArticleError):
                self.report.problems.append((found.code, str(found)))
            else:
                old = self.chunks / chunk_path(self.chunks, found.id).name
                old.unlink(missing_ok=True)  # a hard link of the old build must not be written through
                yield found
            clock = time.process_time()
        self.report.skipped = [f"{path}: {reason}" for path, reason in summary.skipped]

    def worked(self, articles: Iterable[Article]) -> Iterator[Chunk | ArticleError]:
        if self.options.workers == 1:
            worker: Worker | None = None
            try:
                for article in articles:
                    if worker is None:
                        worker = Worker(self.options, self.chunks, self.maker)
                        keep_loaded()
                    yield worker.run(article)
            finally:
                gc.unfreeze()  # the worker goes, and its caller's process may live on
            return
        context = multiprocessing.get_context("spawn")
        count = self.options.workers
        arguments = (self.options, self.chunks, self.maker)
        try:
            with ProcessPoolExecutor(count, context, initializer=start, initargs=arguments) as pool:
                waiting: deque[Future[Chunk | ArticleError]] = deque()
                for article in articles:
                    waiting.append(pool.submit(work, article))
                    if len(waiting) >= 4 * count:  # never the whole corpus in the queue
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
        except BrokenProcessPool as err:
            raise EnvironmentFault("A worker process died.", "Is there memory for --workers? Try fewer.") from err

    def finish(self) -> BuildReport:
        report, settings = self.report, self.options.graph
        clock = time.process_time()
        ids = sorted(self.done)
        paths = [chunk_path(self.chunks, name) for name in ids]
        iris = Iris(settings.base)
        corrected = summarise(self.knowledge.corrections, {name: self.done[name].corrections for name in ids}, iris)
        report.findings += corrected.findings
        report.uncorrected = [f.message for f in corrected.findings]
        with self.shelf() as shelf:
            shared = self.shared(ids, paths, shelf, corrected)
            fuse(shelf, registry_of(self.knowledge, settings), Decided(corrected.joined, corrected.apart))
            assemble(self.folder, paths, shared, shelf, self.options.base)
        checking = time.process_time()
        report.findings += check_fused(open_store(self.folder / "store"), self.knowledge)
        checked = time.process_time() - checking
        report.timings[CHECKED] = report.timings.get(CHECKED, 0.0) + checked
        report.articles = len(ids)
        names: set[str] = set()
        for name in ids:
            chunk = self.done[name]
            report.events += chunk.counts["events"]
            report.figures += chunk.counts["figures"]
            report.statements += chunk.counts["statements"]
            report.asserted += chunk.counts["own"]
            report.inferred += chunk.counts["inferred"]
            report.findings += chunk.findings
            names.update(chunk.names)
            if not chunk.dated:
                report.undated.append(name)
        report.entities = len(names)
        for graph, lines in shared.items():
            if graph.endswith("/inferred"):
                report.inferred += len(lines)
            else:
                report.asserted += len(lines)
        turtle = report_turtle(report.findings, settings.base)
        (self.folder / "validation.ttl").write_text(turtle, encoding="utf-8", newline="\n")
        report.timings["assemble"] = time.process_time() - clock - checked
        return report

    @contextlib.contextmanager
    def shelf(self) -> Iterator[Shelf]:
        """Where the accounts of all articles are put side by side, on disk for as long as the block runs."""
        path = self.folder / "fusing.sqlite"
        shelf = Shelf(path)
        try:
            yield shelf
        finally:
            shelf.close()
            path.unlink()

    def shared(self, ids: list[str], paths: list[Path], shelf: Shelf, corrected: Corrected) -> dict[str, list[str]]:
        """Lines of the graphs that articles share (entities, links, what follows about them, run), each once.

        The reports of the articles go to the shelf on the way.
        """
        settings = self.options.graph
        lines: dict[str, set[str]] = {}
        for path in paths:
            chunk = Chunk.load(path, graph=False)
            shelf.put(map(Report.load, chunk.reports))
            shelf.put_events(map(EventReport.load, chunk.events))
            shelf.put_article(chunk.id, *chunk.voice, chunk.sketch)
            for graph, found in chunk.shared.items():
                lines.setdefault(graph, set()).update(found)
        run = Run(
            software=__version__,
            libraries=tuple((name, version(name)) for name in ("owlrl", "pyoxigraph", "pyshacl", "rdflib", "spacy")),
            model=self.model,
            knowledge=self.knowledge.digest,
            inputs=tuple((name, self.done[name].digest) for name in ids),
            ended=self.options.ended,
            corrections=tuple(corrected.applied),
        )
        run_graph = Iris(settings.base).run_graph.value
        for quad in describe(run, settings):
            lines.setdefault(run_graph, set()).add(str(quad.triple))
        lines[run_graph].update(map(" ".join, corrected.rows))
        return {graph: sorted(lines[graph]) for graph in sorted(lines)}


def _digest(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def _may_replace(out: Path) -> None:
    """Only an empty folder or an earlier build is replaced."""
    if out.is_dir() and any(out.iterdir()) and not (out / "kg.ttl").is_file():
        raise UsageFault(f"{out} is not empty and holds no build.", "Choose another --out.")
    if out.exists() and not out.is_dir():
        raise UsageFault(f"{out} is a file.", "Choose another --out.")


@contextlib.contextmanager
def _only_builder(out: Path) -> Iterator[None]:
    """Keep other builds off ``out``; clears what a killed build left beside it."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        lock = (out.parent / f".{out.name}.lock").open("wb")
    except OSError as err:
        raise EnvironmentFault(f"{out.parent} cannot be written: {err}", "Choose another --out.") from err
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as err:
            raise EnvironmentFault(f"Another build is writing {out}.", "Wait for it, or choose another --out.") from err
        for old in sorted(out.parent.glob(f".{out.name}.*.old")):
            if out.exists():
                shutil.rmtree(old, ignore_errors=True)
            else:
                old.rename(out)  # killed between taking the old build away and putting the new one there
        for stale in out.parent.glob(f".{out.name}.*.part"):
            shutil.rmtree(stale, ignore_errors=True)
        try:
            yield
        finally:
            Path(lock.name).unlink(missing_ok=True)


def _swap(folder: Path, out: Path) -> None:
    """Put the finished build in the place of the old one."""
    old = folder.with_suffix(".old")
    if out.exists():
        out.rename(old)
    try:
        folder.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
