"""A fake Wikidata on loopback, and a small build that asks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lookup.fake import VERANIA, FakeWikidata, fake
from tests.reconcile.graph import TRIG

MORE = """
<https://example.org/id/graph/entities> {
  :tilmar a kaz:City, kaz:Place, kaz:Entity ; skos:prefLabel "Tilmar" ; kaz:locatedIn :verania .
  :osprey a kaz:Airline, kaz:Company, kaz:Organization, kaz:Entity ; skos:prefLabel "Osprey Air" ;
    kaz:country :verania .
  :twin a kaz:City, kaz:Place, kaz:Entity ; skos:prefLabel "Twin" ; kaz:locatedIn :verania .
}
"""


@pytest.fixture
def wikidata() -> Iterator[FakeWikidata]:
    with fake() as one:
        yield one


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("unlinked") / "build.trig"
    path.write_text((TRIG + MORE).replace("Q999000111", VERANIA), encoding="utf-8")
    return path
