"""One digest for one dataset: the same quads, the same digest."""

from __future__ import annotations

import hashlib

import pyoxigraph as ox

from kazkg.graph import serialize

__all__ = ["digest"]


def digest(store: ox.Store) -> str:
    """SHA-256 of the dataset's canonical N-Quads, by RDF Dataset Canonicalization (RDFC-1.0).

    Without blank nodes, which is how a build leaves it, the canonical form is the sorted N-Quads.
    """
    dataset = ox.Dataset(store)
    if any(isinstance(term, ox.BlankNode) for quad in dataset for term in quad):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return hashlib.sha256(serialize.nquads(dataset).encode("utf-8")).hexdigest()
