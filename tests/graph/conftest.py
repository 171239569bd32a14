"""A made-up country's gazetteer and one article's graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import graph_facts
import pytest

from kazkg.graph.emission import Emission
from kazkg.graph.emit import emit
from kazkg.graph.settings import GraphSettings
from kazkg.knowledge import Knowledge

if TYPE_CHECKING:
    from kazkg.facts import ArticleFacts


@pytest.fixture(scope="session")
def vestania(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """The packaged knowledge with the made-up gazetteer on top."""
    return Knowledge([graph_facts.write_gazetteer(tmp_path_factory.mktemp("vestania"))])


@pytest.fixture(scope="session")
def settings() -> GraphSettings:
    return GraphSettings()


@pytest.fixture(scope="session")
def facts() -> ArticleFacts:
    return graph_facts.facts()


@pytest.fixture(scope="session")
def emission(facts: ArticleFacts, settings: GraphSettings, vestania: Knowledge) -> Emission:
    return emit(facts, settings, vestania)
