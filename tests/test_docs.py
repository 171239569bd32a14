"""Generated pages say what the code and the data say, and what the pages tell people to type exists."""

from __future__ import annotations

import importlib.util
import re
import runpy
import shutil
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["cli", "ontology", "queries"])
def test_generated_page_has_not_drifted(generate: ModuleType, name: str) -> None:
    wanted = getattr(generate, f"{name}_page")()
    assert (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8") == wanted, "run: make docs"


def test_readme_table_has_not_drifted(generate: ModuleType, seeds_build: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = generate.ledger_table(seeds_build)
    assert len(table.splitlines()) > 3, "the table is empty"
    assert generate.with_table(readme, "ledger", table) == readme, "run: make docs"


def test_a_drifted_table_is_noticed(generate: ModuleType) -> None:
    page = "a\n<!-- table:t -->\nold\n<!-- end:t -->\nb\n"
    assert generate.with_table(page, "t", "new") == page.replace("old", "new")
    with pytest.raises(SystemExit):
        generate.with_table("no markers", "t", "new")


def test_every_command_has_its_section() -> None:
    from typer.main import get_command

    from kazkg.cli import app

    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for name in get_command(app).commands:  # type: ignore[attr-defined]
        assert f"## kazkg {name}\n" in page


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_commands_and_options_in_prose_exist(page: Path) -> None:
    from typer.main import get_command

    from kazkg.cli import app
    from kazkg.query import catalogue

    commands = get_command(app).commands  # type: ignore[attr-defined]
    known = {name: {o for p in command.params for o in p.opts} | {"--help"} for name, command in commands.items()}
    queries = {query.name for query in catalogue()}
    for line in re.findall(r"(?:^|[`$ /])kazkg ([a-z][^`\n|>]*)", _code_of(page), flags=re.MULTILINE):
        name, *rest = line.split()
        assert name in known, f"{page.name}: kazkg {line}"
        for word in rest:
            if word.startswith("--"):
                assert word.split("=")[0] in known[name], f"{page.name}: kazkg {line}"
        if name == "query" and rest and re.fullmatch(r"[a-z][a-z-]+", rest[0]):
            assert rest[0] in queries, f"{page.name}: kazkg {line}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_make_targets_and_links_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    for target in re.findall(r"\bmake ([a-z]+)\b", _code_of(page)):
        assert target in targets, f"{page.name}: make {target}"
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_python_in_the_docs_runs(seeds_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", readme + text, flags=re.DOTALL)
    assert len(blocks) >= 2
    folder = tmp_path / "folder"
    (folder / "articles").mkdir(parents=True)
    (folder / "build").symlink_to(seeds_build)
    shutil.copy(sorted((ROOT / "seeds").glob("*.txt"))[0], folder / "articles")
    monkeypatch.chdir(folder)
    for number, block in enumerate(blocks):
        script = tmp_path / f"block{number}.py"
        script.write_text(block, encoding="utf-8")
        runpy.run_path(str(script))


def _code_of(page: Path) -> str:
    """Inline code and code blocks of a page, a piece a line."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"```\w*\n(.*?)```", text, flags=re.DOTALL)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return "\n".join([*blocks, *inline])
