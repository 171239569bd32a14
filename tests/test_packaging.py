"""The wheel works by itself: sdist, wheel from it, a fresh environment, another folder, no checkout in sight."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command away from the checkout's environment; what it printed."""
    keep = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run([str(c) for c in command], cwd=cwd, env=keep, capture_output=True, text=True)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sdist, and the wheel that is built from the sdist (which is what ``python -m build`` does by itself)."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    return out


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    (one,) = dist.glob("*.whl")
    return one


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` of an environment that has the wheel and sees the dependencies, but not the checkout."""
    home = tmp_path_factory.mktemp("fresh") / "env"
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    packages = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home).strip())
    # A folder named in a .pth file is searched, but its own .pth files (the editable checkout) are not.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", "--ignore-installed", wheel, cwd=home)
    return home / "bin"


def test_wheel_holds_what_it_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    packaged = {str(p.relative_to(ROOT)) for p in (ROOT / "kazkg").rglob("*.py")}
    packaged |= {f"kazkg/{p.relative_to(ROOT)}" for p in (ROOT / "ontology").glob("*.ttl")}
    packaged |= {f"kazkg/{p.relative_to(ROOT)}" for p in (ROOT / "queries").rglob("*.rq")}
    packaged |= {f"kazkg/{p.relative_to(ROOT)}" for p in (ROOT / "seeds").glob("*.txt")}
    assert sorted(packaged - names) == []
    assert "kazkg/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_wheel_holds_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top.split("-")[0] for top in tops} == {"kazkg"}


def test_sdist_can_be_tested_and_cited(dist: Path) -> None:
    (one,) = dist.glob("*.tar.gz")
    with tarfile.open(one) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for name in ("LICENSE", "README.md", "CITATION.cff", "Makefile", "requirements.lock", "tests/conftest.py"):
        assert name in names


def test_installed_kazkg_runs_from_another_folder(installed: Path, tmp_path: Path) -> None:
    where = run(installed / "python", "-c", "import kazkg; print(kazkg.__file__)", cwd=tmp_path).strip()
    assert Path(where).is_relative_to(installed.parent), "the checkout shows through"
    command = (installed / "python", installed / "kazkg")
    assert run(*command, "--version", cwd=tmp_path).startswith("kazkg ")
    find = "from kazkg import resources; print(resources.folder('seeds'))"
    seeds = Path(run(installed / "python", "-c", find, cwd=tmp_path).strip())
    assert seeds.is_relative_to(installed.parent)
    articles = sorted(seeds.glob("*.txt"))
    assert len(articles) == 5
    run(*command, "build", articles[1], "--out", "graph", cwd=tmp_path)
    shown = run(*command, "query", "figures", "--format", "json", "--from", "graph", cwd=tmp_path)
    rows = json.loads(shown)["results"]["bindings"]
    assert rows
    assert {row["article"]["value"] for row in rows} == {articles[1].stem}
