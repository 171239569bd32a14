"""One article from text to chunk; runs in the build's own process or in a pool of them."""

from __future__ import annotations

import gc
import time
from pathlib import Path
from typing import Any, Final

from kazkg.build.chunk import Chunk
from kazkg.build.options import BuildOptions
from kazkg.corrections.apply import apply
from kazkg.corrections.mark import dated, mark
from kazkg.errors import ArticleError, KazkgError
from kazkg.facts import Article, ArticleFacts
from kazkg.fusion.eventing import event_reports, sketch
from kazkg.fusion.reporting import reports_of
from kazkg.graph import receipts
from kazkg.graph.emission import Emission
from kazkg.graph.emit import emit
from kazkg.graph.findings import sort_findings
from kazkg.graph.reason import reasoner_of
from kazkg.graph.rows import Row
from kazkg.graph.serialize import turtle_body
from kazkg.graph.validate import validate
from kazkg.knowledge import Knowledge
from kazkg.language.reader import Reader
from kazkg.linking.link import Linker

__all__ = ["CHECKED", "Worker", "keep_loaded", "start", "work"]

CHECKED: Final = "validate (pyshacl)"
"""The stage of checking by SHACL."""


class Worker:
    """Reads articles and saves their chunks; keeps nothing of one when it reads the next.

    Args:
        options: the build's settings.
        folder: where chunks go.
        maker: digest of everything but the articles that decides what comes out.
    """

    def __init__(self, options: BuildOptions, folder: Path, maker: str = "") -> None:
        self.options = options
        self.folder = folder
        self.maker = maker
        self.knowledge = Knowledge(options.knowledge)
        self.reader = Reader(self.knowledge, options.model)
        self.linker = Linker(self.knowledge)

    def run(self, article: Article) -> Chunk | ArticleError:
        """Read one article and save its chunk; what comes back has counts and findings, but no graphs.

        A fault of ours in one article is that article's error (code ``internal``), not the end of the batch; what is
        wrong with the machine or the settings is raised.
        """
        try:
            return self._run(article)
        except (OSError, MemoryError, KazkgError):
            raise
        except Exception as err:
            fault = f"kazkg failed on this article: {type(err).__name__}: {err}"
            return ArticleError(article.origin, "internal", fault, "Please report it together with the article.")

    def _run(self, article: Article) -> Chunk:
        before = dict(self.reader.timings)
        corrections = self.knowledge.corrections
        if corrections:
            article = dated(article, self.knowledge)
        facts = self.reader.read(article)
        spent = {k: v - before.get(k, 0.0) for k, v in self.reader.timings.items()}
        clock = time.process_time()

        def lap(stage: str) -> None:
            nonlocal clock
            now = time.process_time()
            spent[stage] = spent.get(stage, 0.0) + now - clock
            clock = now

        facts = self.linker.link(facts)
        lap("link")
        settings = self.options.graph
        emission = emit(facts, settings, self.knowledge)
        corrected: list[dict[str, Any]] = []
        touching = corrections.touching(article.id, [e.key for e in facts.entities]) if corrections else ()
        if touching:
            outcome = apply(facts, emission, touching, self.knowledge)
            read, uncorrected, facts = facts, emission, outcome.facts
            emission = emit(facts, settings, self.knowledge)
            corrected = mark(read, uncorrected, outcome, emission, self.knowledge, settings)
        lap("emit")
        found = receipts.check(facts, settings, self.knowledge)
        lap("receipts")
        inferred = reasoner_of(self.knowledge, settings).closure_rows(emission)
        lap("reason (owlrl)")
        found += validate(emission, self.knowledge)
        lap(CHECKED)
        chunk = self._chunk(facts, emission, inferred)
        chunk.corrections = corrected
        chunk.findings = sort_findings(found)
        chunk.save(self.folder)
        lap("write")
        chunk.timings = spent
        return chunk.slim()

    def _chunk(self, facts: ArticleFacts, emission: Emission, inferred: list[Row]) -> Chunk:
        base = self.options.base
        iris = emission.iris
        own = f"<{iris.base}article/"
        reports, reached = reports_of(facts, emission, self.knowledge, self.options.graph)
        events, voice, known = event_reports(facts, emission, self.knowledge, self.options.graph)
        article = facts.article
        mine = [row for row in inferred if row[0].startswith(own)]
        shared = {
            iris.entities.value: list(dict.fromkeys([*emission.shared_rows, *emission.common_rows, *reached, *known])),
            iris.links.value: emission.link_rows,
            iris.inferred.value: [row for row in inferred if not row[0].startswith(own)],
        }
        return Chunk(
            id=facts.article.id,
            digest=facts.article.sha256,
            maker=self.maker,
            own=turtle_body(emission.own_rows, base),
            inferred=turtle_body(mine, base),
            shared={graph: sorted(map(" ".join, rows)) for graph, rows in shared.items()},
            coverage=_coverage(facts),
            counts={
                "events": len(facts.events),
                "figures": len(facts.figures),
                "statements": len(facts.statements),
                "own": len(emission.own_rows),
                "inferred": len(mine),
            },
            names=[e.key for e in facts.entities],
            reports=[report.dump() for report in reports],
            events=[report.dump() for report in events],
            sketch=list(sketch(article.text)),
            voice=((article.date.begin or "")[:10] if article.date else "", *voice),
            dated=article.date is not None,
        )


def _coverage(facts: ArticleFacts) -> list[dict[str, Any]]:
    return [
        {"kind": o.kind, "begin": o.span.begin, "end": o.span.end, "text": o.span.text, "reason": o.reason}
        for o in facts.omissions
    ]


_worker: Worker | None = None


def keep_loaded() -> None:
    """Spare the garbage collector what is loaded by now, until ``gc.unfreeze``.

    The model and the knowledge are hundreds of thousands of objects that live as long as the worker; walking over them
    again and again cost as much as writing an article's graph.
    """
    gc.collect()
    gc.freeze()


def start(options: BuildOptions, folder: Path, maker: str) -> None:
    """Make this process's worker (the initializer of a pool)."""
    global _worker
    _worker = Worker(options, folder, maker)
    keep_loaded()


def work(article: Article) -> Chunk | ArticleError:
    """Read one article with this process's worker."""
    assert _worker is not None
    return _worker.run(article)
