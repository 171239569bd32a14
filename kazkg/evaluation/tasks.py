"""Tasks: what is scored of an article, and when an answer is right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

from kazkg.evaluation.found import FoundArticle, FoundEntity, FoundEvent, FoundFigure, FoundStatement
from kazkg.evaluation.gold import GoldArticle, GoldEntity, GoldEvent, GoldFigure, GoldStatement
from kazkg.evaluation.matching import Expected, match
from kazkg.evaluation.names import Names
from kazkg.evaluation.terms import letters, terms

__all__ = ["TASKS", "Outcome", "compare"]

TASKS: Final = (
    "entities",
    "entity types",
    "figures",
    "figures qualifier",
    "figures full",
    "events",
    "event modality",
    "statements",
)
"""The tasks in the order of the table."""

G = TypeVar("G", bound=Expected)
F = TypeVar("F")
Outcome = tuple[str, int, tuple[str, ...], tuple[str, ...]]
"""Task, hits, and in words what was missed and what was spurious."""


def compare(gold: GoldArticle, found: FoundArticle, aliases: Sequence[Sequence[str]]) -> Iterator[Outcome]:
    """Compare what was found in an article with its gold, task by task.

    Args:
        gold: the article's gold.
        found: what was found in it.
        aliases: further groups of names of one thing; the gold's own mentions go first.
    """
    rule = _Rules(Names([*((one.name, *one.mentions) for one in gold.entities), *aliases]))
    named = [one for one in gold.entities if letters(one.type) != "event"]
    yield _outcome("entities", named, found.entities, rule.entity)
    yield _outcome("entity types", named, found.entities, rule.entity_type)
    yield _outcome("figures", gold.figures, found.figures, rule.figure)
    yield _outcome("figures qualifier", gold.figures, found.figures, rule.figure_qualifier)
    yield _outcome("figures full", gold.figures, found.figures, rule.figure_full)
    yield _outcome("events", gold.events, found.events, rule.event)
    yield _outcome("event modality", gold.events, found.events, rule.event_modality)
    yield _outcome("statements", gold.statements, found.statements, rule.statement)


def _outcome(task: str, gold: Sequence[G], found: Sequence[F], agree: Callable[[G, F], bool]) -> Outcome:
    tally = match(gold, found, agree)
    return task, tally.hit, tuple(map(str, tally.missed)), tuple(map(str, tally.spurious))


class _Rules:
    """When an answer is right.

    Args:
        names: which names mean the same in this article.
    """

    def __init__(self, names: Names) -> None:
        self._same = names.same
        self._terms = terms()

    def entity(self, gold: GoldEntity, found: FoundEntity) -> bool:
        return self._same(gold.name, found.name)

    def entity_type(self, gold: GoldEntity, found: FoundEntity) -> bool:
        return self._terms.entity_type(gold.type) == self._terms.entity_type(found.type) and self.entity(gold, found)

    def figure(self, gold: GoldFigure, found: FoundFigure) -> bool:
        return (gold.measure, gold.amount) == (found.measure, found.amount)

    def figure_qualifier(self, gold: GoldFigure, found: FoundFigure) -> bool:
        return self.figure(gold, found) and found.qualifier in gold.qualifiers

    def figure_full(self, gold: GoldFigure, found: FoundFigure) -> bool:
        return (
            self.figure(gold, found)
            and any(self._terms.groups_agree(group, found.group) for group in gold.groups)
            and any(self._same(source, found.claimer) for source in gold.sources)
        )

    def event(self, gold: GoldEvent, found: FoundEvent) -> bool:
        """Whether the class is the same and one participant or place is shared; gold with neither asks for neither."""
        if found.kind not in gold.kinds:
            return False
        return not gold.who_and_where or any(
            self._same(one, other) for one in gold.who_and_where for other in found.who_and_where
        )

    def event_modality(self, gold: GoldEvent, found: FoundEvent) -> bool:
        return any(one in gold.statuses for one in found.modalities) and self.event(gold, found)

    def statement(self, gold: GoldStatement, found: FoundStatement) -> bool:
        return any(self._same(speaker, found.speaker) for speaker in gold.speakers)
