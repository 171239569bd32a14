"""kazkg: crisis news into an attributed, checked, linked RDF knowledge graph.

The library is the product and the command line a thin skin over it: read articles with :mod:`kazkg.reading`, build
a graph with :mod:`kazkg.build`, ask it with :mod:`kazkg.query`.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
