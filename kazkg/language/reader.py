"""The language stage behind one function: an article in, its facts out."""

from __future__ import annotations

import time
from contextlib import ExitStack

from kazkg.facts import Article, ArticleFacts
from kazkg.knowledge import Knowledge
from kazkg.language import pipeline
from kazkg.language.harvest import harvest

__all__ = ["Reader"]

ZONE = 32
"""Articles after which the words seen in them are forgotten, so that a long run does not grow."""


class Reader:
    """Reads articles one at a time with one loaded pipeline; belongs to one process.

    Args:
        knowledge: the vocabulary to read with.
        model: an installed spaCy pipeline or a path to one.

    Raises:
        EnvironmentFault: where the model is missing or lacks a part.
    """

    def __init__(self, knowledge: Knowledge, model: str = pipeline.DEFAULT_MODEL) -> None:
        self.knowledge = knowledge
        self.nlp = pipeline.load(knowledge, model)
        self.timings: dict[str, float] = {}
        """CPU seconds by component since the reader was made; ``spaCy`` is the trained model's own parts."""
        self._zone = ExitStack()
        self._read = 0

    def read(self, article: Article) -> ArticleFacts:
        """Read one article.

        The result does not depend on what was read before: each article is its own batch.
        """
        if self._read % ZONE == 0:
            # Making the entry of a word anew for each article would cost more than finding it again.
            self._zone.close()
            self._zone.enter_context(self.nlp.memory_zone())
        self._read += 1
        clock = time.process_time()
        doc = self.nlp.make_doc(article.text)
        doc._.article = article
        clock = self._spent("spaCy", clock)
        for name, component in self.nlp.pipeline:
            doc = component(doc)
            clock = self._spent(name if name.startswith("kazkg") else "spaCy", clock)
        facts = harvest(doc, self.knowledge)
        self._spent("harvest", clock)
        return facts

    def _spent(self, stage: str, since: float) -> float:
        now = time.process_time()
        self.timings[stage] = self.timings.get(stage, 0.0) + now - since
        return now
