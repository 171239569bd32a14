"""What the tests share: one knowledge, one pipeline, one build of the seeds."""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import fcntl
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kazkg.knowledge import Knowledge

if TYPE_CHECKING:
    from spacy.language import Language


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """On the build server a skip would hide that something is missing there; an expected failure is no skip."""
    if os.environ.get("CI") == "true" and report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: with CI=true a skip is a failure. {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Make a skipped test fail where CI=true."""
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Make a skipped module fail where CI=true."""
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The packaged knowledge."""
    return Knowledge()


@pytest.fixture(scope="session")
def nlp(knowledge: Knowledge) -> Language:
    """The whole pipeline, loaded once."""
    from kazkg.language import pipeline

    return pipeline.load(knowledge)


@pytest.fixture(scope="session")
def seeds_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the sample articles, made once a run, also where several processes share the tests; read it only."""
    from kazkg.build import build
    from kazkg.build.options import BuildOptions

    base = tmp_path_factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    out = folder / "seeds-build"
    with (folder / "seeds-build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not out.exists():  # a build appears whole or not at all
            build([Path(__file__).parent.parent / "seeds"], BuildOptions(out=out))
    return out
