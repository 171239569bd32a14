"""Graph stage: facts become RDF terms, are closed under OWL RL, checked by SHACL and written down.

The way through: :mod:`~kazkg.graph.emit` makes quads of one article's facts, :mod:`~kazkg.graph.reason` what follows
from them, :mod:`~kazkg.graph.validate` and :mod:`~kazkg.graph.receipts` what is wrong with them,
:mod:`~kazkg.graph.provenance` says how they came about, and :mod:`~kazkg.graph.serialize` writes them.
"""
