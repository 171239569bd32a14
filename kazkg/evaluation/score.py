"""Score: how well the answers of a build agree with gold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kazkg.evaluation.found import FoundArticle, read_found
from kazkg.evaluation.gold import GoldArticle, read_gold
from kazkg.evaluation.links import LINKS, compare_links
from kazkg.evaluation.names import find_aliases, read_aliases
from kazkg.evaluation.tasks import TASKS, compare

__all__ = ["Difference", "Evaluation", "Score", "compare_all", "evaluate"]


@dataclass(frozen=True, slots=True)
class Score:
    """The counts of one task, summed over the articles."""

    task: str
    hit: int
    """Gold that was found."""
    found: int
    """Answers that count: the hits and the spurious ones."""
    gold: int
    """Gold that counts: the hits and the missed."""

    @property
    def precision(self) -> float:
        """Hits among what was found; 0 where nothing was."""
        return self.hit / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Hits among the gold; 0 where there is none."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where both are."""
        return 2 * self.hit / (self.found + self.gold) if self.hit else 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer on which gold and build do not agree."""

    article: str
    task: str
    kind: str
    """missed (only the gold has it) or spurious (only the build has it)."""
    answer: str
    """The answer in words."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcome of a comparison."""

    articles: tuple[str, ...]
    """Ids of the articles with gold, sorted."""
    scores: tuple[Score, ...]
    """One a task, in the order of the table; the last one is that of the links, where the gold has items."""
    differences: tuple[Difference, ...]
    """By article and task; what was missed first."""
    left_out: tuple[str, ...]
    """Ids of the articles that have answers but no gold, sorted."""
    unanswered: tuple[str, ...]
    """Ids of the articles that have gold but no answers, sorted; all of their gold counts as missed."""

    def score(self, task: str) -> Score:
        """The score of a task.

        Raises:
            KeyError: where there is no such task.
        """
        for one in self.scores:
            if one.task == task:
                return one
        raise KeyError(task)

    def plain(self, *, differences: bool = False) -> dict[str, Any]:
        """The outcome as plain values, as ``kazkg evaluate --format json`` prints it."""
        outcome: dict[str, Any] = {
            "articles": list(self.articles),
            "left_out": list(self.left_out),
            "unanswered": list(self.unanswered),
            "scores": [
                {
                    "task": one.task,
                    "precision": round(one.precision, 4),
                    "recall": round(one.recall, 4),
                    "f1": round(one.f1, 4),
                    "hit": one.hit,
                    "found": one.found,
                    "gold": one.gold,
                }
                for one in self.scores
            ],
        }
        if differences:
            outcome["differences"] = [
                {"article": one.article, "task": one.task, "kind": one.kind, "answer": one.answer}
                for one in self.differences
            ]
        return outcome


def evaluate(gold: Path, source: Path | str, aliases: Path | None = None) -> Evaluation:
    """Score the four scored queries' answers of a build against gold.

    Args:
        gold: a folder of gold, one ``ARTICLE.json`` an article, or one such file.
        source: the folder of a build, or an RDF file.
        aliases: a file with the names of one thing on a line, tabs between them; where None, ``aliases.tsv`` in the
            gold folder or the folder above it, if there is one.

    Raises:
        UsageFault: where gold, source or aliases do not exist.
        InputError: where the gold is broken (names the file and the record), or the source cannot be read.
        EnvironmentFault: where the build's store is damaged.
    """
    wanted = read_gold(gold)
    path = aliases or find_aliases(gold)
    return compare_all(wanted, read_found(source), read_aliases(path) if path else [])


def compare_all(gold: list[GoldArticle], found: dict[str, FoundArticle], aliases: list[list[str]]) -> Evaluation:
    """Compare what was found with gold, article by article.

    Args:
        gold: the gold, in the order in which differences are to be listed.
        found: what was found, by the id of the article.
        aliases: groups of names of one thing.
    """
    linked = any(one.item for article in gold for one in article.entities)
    counts = {task: [0, 0, 0] for task in (*TASKS, LINKS)[: None if linked else -1]}
    differences: list[Difference] = []
    for article in gold:
        mine = found.get(article.id, FoundArticle())
        outcomes = [*compare(article, mine, aliases)]
        if linked:
            outcomes.append(compare_links(article, mine, aliases))
        for task, hit, missed, spurious in outcomes:
            for i, number in enumerate((hit, hit + len(spurious), hit + len(missed))):
                counts[task][i] += number
            differences += (Difference(article.id, task, "missed", one) for one in missed)
            differences += (Difference(article.id, task, "spurious", one) for one in spurious)
    ids = {article.id for article in gold}
    return Evaluation(
        articles=tuple(sorted(ids)),
        scores=tuple(Score(task, *three) for task, three in counts.items()),
        differences=tuple(differences),
        left_out=tuple(sorted(set(found) - ids)),
        unanswered=tuple(sorted(ids - set(found))),
    )
