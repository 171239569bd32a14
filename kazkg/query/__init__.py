"""Questions to the graph: the bundled ones, their parameters, how they are asked and how answers are written."""

from kazkg.query.bundled import Query, catalogue, checks
from kazkg.query.results import FORMATS, write
from kazkg.query.run import Answer, Flow, answer, flowing

__all__ = ["FORMATS", "Answer", "Flow", "Query", "answer", "catalogue", "checks", "flowing", "write"]
