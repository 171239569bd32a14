"""What stands in an answer's cells."""

from __future__ import annotations

import pyoxigraph as ox

__all__ = ["Row", "Term", "text"]

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Term | None, ...]
"""One solution, a term or None (unbound) a column."""


def text(term: Term) -> str:
    """The plain text of a term: a literal's value, an IRI, a blank node's or triple term's Turtle."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
