"""Servers that the tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.served import GRAPHS, Served, served


@pytest.fixture(scope="session")
def three_graphs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("three") / "three.trig"
    path.write_text(GRAPHS)
    return path


@pytest.fixture(scope="session")
def small(three_graphs: Path) -> Iterator[Served]:
    """Three graphs of one triple; short limits."""
    with served(three_graphs, "--time-limit", "2", "--max-results", "50", "--max-body", "20000") as server:
        yield server


@pytest.fixture(scope="session")
def seeds(seeds_build: Path) -> Iterator[Served]:
    """The sample articles."""
    with served(seeds_build) as server:
        yield server
