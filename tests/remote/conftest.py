"""Servers on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.remote.loopback import Loopback, loopback


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as one:
        yield one


@pytest.fixture
def other() -> Iterator[Loopback]:
    with loopback() as one:
        yield one
