"""The checkout itself: no registry addresses, no machine paths, no secrets; a lock that locks; a quick help."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = (
    *("spacy", "thinc", "numpy", "rdflib", "owlrl", "pyshacl", "pyoxigraph", "trafilatura", "rich", "py3langid"),
    *("httpx", "starlette", "uvicorn", "jinja2"),
)
TEXT = {".py", ".ttl", ".rq", ".md", ".txt", ".toml", ".cff", ".json", ".jsonl", ".lock", ".yml", ".yaml", ".cfg", ""}

PRODUCTS = {".venv", "dist", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}

PATTERNS = {
    "address of a package registry": r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|crates\.io|anaconda\.org|"
    r"conda\.io|proxy\.golang\.org|rubygems\.org|docker\.io|huggingface\.co)\b|(?<!no-emit-)index-url|find-links",
    "path of one machine": r"(?<![\w.$}])/(?:work|root|home|Users|mnt|media)/\w",
    "secret": r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{30,}|\bxox[bp]-\w{10,}|"
    r"(?i:\b(?:password|passwd|api_?key|secret|token)\s*[=:]\s*[\"'][^\"'\s{<$]{6,}[\"'])",
    "unfinished work": r"\b(?:TODO|FIXME|XXX|HACK)\b",
    "merge conflict": r"(?m)^(?:<{7}|>{7}) ",
}


def files() -> list[Path]:
    """What is or would be committed; in an unpacked sdist, everything."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        found = (p for p in sorted(ROOT.rglob("*")) if p.is_file() and p.suffix in TEXT)
        return [p for p in found if not PRODUCTS & set(p.relative_to(ROOT).parts)]
    return sorted(ROOT / name for name in set(listed) if name and (ROOT / name).is_file())


@pytest.mark.parametrize("what", PATTERNS)
def test_no_file_holds(what: str) -> None:
    found = []
    for path in files():
        if path != Path(__file__) and path.suffix in TEXT and path.parent != ROOT / "seeds":
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [f"{path.relative_to(ROOT)}: {hit[0]!r}" for hit in re.finditer(PATTERNS[what], text)]
    assert found == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("address of a package registry", "pip install --index-url x"),
        ("path of one machine", "open('/home/me/data')"),
        ("secret", 'api_key = "abcdef123456"'),
        ("unfinished work", "# TODO later"),
    ],
)
def test_the_patterns_find(what: str, line: str) -> None:
    assert re.search(PATTERNS[what], line)


def test_no_build_product_is_committed() -> None:
    for path in files():
        parts = path.relative_to(ROOT).parts
        assert parts[0] != "build", path
        assert not PRODUCTS & set(parts), path
        assert path.stat().st_size < 1_500_000, f"{path} is large"


def test_texts_are_utf8_and_end_with_a_line_feed() -> None:
    for path in files():
        if path.suffix in (".py", ".ttl", ".rq", ".md", ".toml", ".cff"):
            text = path.read_bytes().decode("utf-8")
            assert "\r" not in text, path
            assert text == "" or text.endswith("\n"), path


def test_packages_are_not_ignored() -> None:
    """A folder of the package may be called what an ignore rule for products is called."""
    for path in sorted((ROOT / "kazkg").rglob("*.py")):
        assert path in set(files()), f"{path.relative_to(ROOT)} is ignored by git"


# ---- the lock ----------------------------------------------------------------------------------


def locked() -> dict[str, str]:
    """Name to the whole entry of the lock."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"(?m)^(?=[a-z0-9])", text.replace("\\\n", ""))
    return {re.split(r"[=\[ ;]", entry)[0]: entry for entry in entries if entry.strip()}


def test_lock_has_hashes_and_no_addresses() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert " @ " not in text
    for name, entry in locked().items():
        assert re.match(r"[a-z0-9-]+(?:\[[a-z,]+\])?==\S+", entry), name
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), name


def test_lock_holds_every_dependency_in_its_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    have = locked()
    for dependency in wanted:
        name = re.split(r"[<>=!~\[; ]", dependency)[0]
        assert name.lower() in have, f"{name} is not in requirements.lock: make lock"


def test_version_is_the_same_everywhere() -> None:
    from kazkg import __version__

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__
    assert f"version: {__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f'owl:versionInfo "{__version__}"' in (ROOT / "ontology" / "kazkg.ttl").read_text(encoding="utf-8")


# ---- Makefile and checks -----------------------------------------------------------------------


def test_ci_runs_what_people_run() -> None:
    script = ROOT / ".ci" / "run"
    lines = script.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines
    assert lines[-2:] == ["make system", "make test"]
    assert os.access(script, os.X_OK)


@pytest.mark.parametrize("target", ["demo", "test", "system", "bench", "docs", "clean"])
def test_make_knows(target: str) -> None:
    shown = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert shown.returncode == 0, shown.stderr


# ---- a quick command line ----------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["query", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom kazkg.cli import main\n"
        f"sys.argv = ['kazkg', *{arguments!r}]\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        f"print('HEAVY', [name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.splitlines()[-1] == "HEAVY []"


def test_help_is_quick() -> None:
    """CPU time, the best of five: what the machine does besides must not decide."""
    best = min(_cpu_of([sys.executable, "-m", "kazkg", "--help"]) for _ in range(5))
    assert best < 0.3


def _cpu_of(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
