"""The made-up corpus, as a file, as a build's store, as a store in memory and as a graph of rdflib."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kazkg.store.embedded import create
from tests.query.corpus import nquads


@pytest.fixture(scope="session")
def corpus_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "corpus.nq"
    path.write_bytes(nquads())
    return path


@pytest.fixture(scope="session")
def corpus_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder that holds nothing but its store."""
    out = tmp_path_factory.mktemp("built")
    create(out / "store", [nquads()])
    return out


@pytest.fixture(scope="session")
def corpus_store() -> ox.Store:
    store = ox.Store()
    store.bulk_load(nquads(), format=ox.RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="session")
def corpus_rdflib() -> rdflib.Graph:
    """The union of the corpus' graphs."""
    triples = {f"{quad.triple} .\n" for quad in ox.parse(nquads(), format=ox.RdfFormat.N_QUADS)}
    return rdflib.Graph().parse(data="".join(sorted(triples)), format="nt")
