"""Evaluation: how well a build agrees with what careful readers found in the same articles."""

from kazkg.evaluation.score import Difference, Evaluation, Score, evaluate

__all__ = ["Difference", "Evaluation", "Score", "evaluate"]
