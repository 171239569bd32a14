"""The sample articles are read at least as well as this; lower scores need a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from kazkg.evaluation import Evaluation, evaluate

GOLD = Path(__file__).parent / "gold" / "seeds"

BAR = {
    "entities": 0.93,
    "entity types": 0.90,
    "figures": 0.75,
    "figures full": 0.50,
    "events": 0.60,
    "statements": 0.60,
}


@pytest.fixture(scope="module")
def outcome(seeds_build: Path) -> Evaluation:
    return evaluate(GOLD, seeds_build)


@pytest.mark.parametrize("task", BAR)
def test_seeds_are_read_well(outcome: Evaluation, task: str) -> None:
    lost = "\n".join(f"{d.article} {d.kind}: {d.answer}" for d in outcome.differences if d.task == task)
    assert outcome.score(task).f1 >= BAR[task], lost


def test_every_sample_article_has_gold_and_answers(outcome: Evaluation) -> None:
    assert len(outcome.articles) == 5
    assert outcome.left_out == ()
    assert outcome.unanswered == ()
