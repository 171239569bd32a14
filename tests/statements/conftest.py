"""The made-up corpus as a build."""

from tests.query.conftest import corpus_build

__all__ = ["corpus_build"]
