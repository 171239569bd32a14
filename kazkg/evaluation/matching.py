"""Matching: answers to gold, one to one, as many as can be."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

__all__ = ["Expected", "Tally", "match"]


class Expected(Protocol):
    """An answer that the gold holds."""

    @property
    def optional(self) -> bool:
        """Whether it neither rewards nor punishes whoever finds or misses it."""


G = TypeVar("G", bound=Expected)
F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Tally(Generic[G, F]):
    """What became of the answers of one article to one task."""

    hit: int
    """Gold that was found, the optional left out."""
    missed: tuple[G, ...]
    """Gold that was not found, the optional left out, in the order of the gold."""
    spurious: tuple[F, ...]
    """Answers that match no gold, in the order given."""


def match(gold: Sequence[G], found: Sequence[F], agree: Callable[[G, F], bool]) -> Tally[G, F]:
    """Pair answers with gold so that as many as possible are paired, firm gold before optional.

    Args:
        gold: what was to be found.
        found: what was found.
        agree: whether an answer is right for a gold one.
    """
    pairs = _Pairs([[i for i, answer in enumerate(found) if agree(one, answer)] for one in gold])
    firm = [j for j, one in enumerate(gold) if not one.optional]
    for j in (*firm, *(j for j, one in enumerate(gold) if one.optional)):
        pairs.add(j)
    missed = tuple(gold[j] for j in firm if j not in pairs.answer)
    spurious = tuple(answer for i, answer in enumerate(found) if i not in pairs.gold)
    return Tally(len(firm) - len(missed), missed, spurious)


class _Pairs:
    """Pairs of gold and answers, by index.

    Args:
        fitting: for each gold, the answers that are right for it.
    """

    def __init__(self, fitting: list[list[int]]) -> None:
        self._fitting = fitting
        self.answer: dict[int, int] = {}
        """The answer by gold."""
        self.gold: dict[int, int] = {}
        """The gold by answer."""

    def add(self, start: int) -> None:
        """Pair one more gold if that can be; others may get another answer for it, but none loses its own."""
        asked: dict[int, int] = {}  # answer -> the gold that asks for it
        todo = deque([start])
        while todo:
            j = todo.popleft()
            for i in self._fitting[j]:
                if i in asked:
                    continue
                asked[i] = j
                if i not in self.gold:
                    self._hand_on(i, asked)
                    return
                todo.append(self.gold[i])

    def _hand_on(self, free: int, asked: dict[int, int]) -> None:
        """Give a free answer to who asks for it, what that one had to who asks for that, and so on."""
        answer: int | None = free
        while answer is not None:
            j = asked[answer]
            given_up = self.answer.get(j)
            self.answer[j], self.gold[answer] = answer, j
            answer = given_up
