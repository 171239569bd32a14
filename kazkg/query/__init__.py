"""Questions to the graph: the bundled ones, their parameters, how they are asked and how answers are written."""

from kazkg.query.bundled import Query, catalogue, checks
from kazkg.query.results import FORMATS, write
from kazkg.query.run import Answer, answer

__all__ = ["FORMATS", "Answer", "Query", "answer", "catalogue", "checks", "write"]
