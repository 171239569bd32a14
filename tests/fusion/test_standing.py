"""Which origins count as separate: a body and what it belongs to are one, and so may be a loose name and a body."""

from __future__ import annotations

import pytest

from kazkg.fusion.nameless import Nameless
from kazkg.fusion.standing import Standings
from kazkg.graph.iris import Iris
from kazkg.graph.registry import Registry
from kazkg.knowledge import Knowledge

IRIS = Iris("https://w3id.org/kazkg/id/")


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry(Knowledge().triples, IRIS)


@pytest.fixture(scope="module")
def standings(registry: Registry) -> Standings:
    return Standings(registry, Nameless(registry.triples))


def origin(registry: Registry, label: str) -> tuple[str, str]:
    key = registry.by_label(label)
    return (IRIS.entity(key) if key else IRIS.source(label), label)


@pytest.mark.parametrize(("labels", "separate"), [
    (["Kyrgyz police", "Kyrgyz police"], 1),
    (["Kyrgyz police", "Bishkek city police department"], 1),
    (["Kyrgyz authorities", "Kyrgyz police"], 1),
    (["Kyrgyz authorities", "Bishkek city police department", "Kyrgyz police"], 1),
    (["Kyrgyz officials", "Kazakh Interior Ministry"], 2),
    (["Kazakh authorities", "Kazakh Interior Ministry"], 1),
    (["Kazakh authorities", "Kazakh Interior Ministry", "Kazakh Health Ministry"], 2),
    (["Kazakh Interior Ministry", "National Guard of Kazakhstan"], 1),
    (["Kazakh Interior Ministry", "Kazakh Health Ministry"], 2),
    (["Bishkek city police department", "Osh city police department"], 2),
    (["Kyrgyz police", "Kazakh police"], 2),
    (["Kyrgyz opposition", "Kyrgyz authorities"], 2),
    (["Kyrgyz hospital", "Kyrgyz police"], 2),
    (["Reuters", "Kazakh authorities"], 2),
    ([], 0),
])  # fmt: skip
def test_separate_origins(registry: Registry, standings: Standings, labels: list[str], separate: int) -> None:
    found = [origin(registry, label) for label in labels]
    assert standings.separate(found) == separate
    assert standings.separate(reversed(found)) == separate


def test_a_label_tells_whose_body_it_is(registry: Registry) -> None:
    nameless = Nameless(registry.triples)
    assert nameless.known_again("Kyrgyz police") and not nameless.known_again("Kyrgyz witnesses")
    assert not nameless.known_again("police")
    assert nameless.kinds("Bishkek city police department") == ("loose-police", "loose-state")
    assert nameless.may_be_any("Kyrgyz police") == "loose-police"
    assert nameless.may_be_any("Bishkek city police department") == ""
