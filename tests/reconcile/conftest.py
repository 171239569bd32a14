"""A server over a made-up graph, and the schemas."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from tests.reconcile.graph import TRIG
from tests.web.served import Served, served

SCHEMAS = Path(__file__).parent / "schemas"


@pytest.fixture(scope="session")
def verania(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("verania") / "verania.trig"
    path.write_text(TRIG, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def server(verania: Path) -> Iterator[Served]:
    with served(verania, "--max-body", "40000") as one:
        yield one


@pytest.fixture(scope="session")
def conforms() -> Callable[[str, object], None]:
    """Checks a document against one of the schemas, by its name."""
    files = [json.loads(file.read_text()) for file in sorted(SCHEMAS.glob("*.json"))]
    for schema in files:
        Draft202012Validator.check_schema(schema)
    registry = Registry().with_resources((schema["$id"], Resource.from_contents(schema)) for schema in files)
    by_name = {schema["$id"].rpartition(":")[2]: Draft202012Validator(schema, registry=registry) for schema in files}

    def check(name: str, document: object) -> None:
        faults = [f"{'/'.join(map(str, error.path))}: {error.message}" for error in by_name[name].iter_errors(document)]
        assert not faults, faults

    return check


@pytest.fixture(scope="session")
def seeds(seeds_build: Path) -> Iterator[Served]:
    """The sample articles."""
    with served(seeds_build) as one:
        yield one
