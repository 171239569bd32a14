"""The made-up corpus as a build."""

from tests.query.conftest import corpus_build, corpus_file, corpus_store

__all__ = ["corpus_build", "corpus_file", "corpus_store"]
