"""The command line as a user meets it: data on standard output, the rest on standard error, honest exit statuses."""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

KAZKG = [sys.executable, "-m", "kazkg"]


def kazkg(*args: str | Path, stdin: str = "", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [*KAZKG, *map(str, args)]
    full = os.environ | {"COLUMNS": "120"} | (env or {})
    return subprocess.run(command, input=stdin, capture_output=True, text=True, env=full, check=False, timeout=300)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("cli") / "build"
    done = kazkg(
        "build", "-", "--out", out, "--date", "2022-01-06", stdin="Police said 12 officers were killed in Almaty.\n"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "triples asserted" in done.stderr
    return out


def test_every_command_that_reads_a_build_takes_it_by_from() -> None:
    from kazkg.cli import app

    commands = {c.name or c.callback.__name__: c.callback for c in app.registered_commands if c.callback}
    assert {"query", "link", "report", "serve"} <= set(commands)
    for name in sorted(set(commands) - {"build", "queries"}):
        named = [
            option
            for hint in inspect.get_annotations(commands[name], eval_str=True).values()
            for one in getattr(hint, "__metadata__", ())
            for option in (getattr(one, "default", None), *(getattr(one, "param_decls", None) or ()))
        ]
        assert "--from" in named, name


def test_query_formats(built: Path) -> None:
    answer = json.loads(kazkg("query", "figures", "--from", built, "--format", "json").stdout)
    (row,) = answer["results"]["bindings"]
    assert row["measure"] == {"type": "literal", "value": "killed"}
    assert (row["low"]["value"], row["high"]["value"], row["asOf"]["value"]) == ("12", "12", "2022-01-06")
    lines = kazkg("query", "figures", "--from", built, "--format", "csv").stdout.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("article,claim,measure,group,low,high,qualifier,words,place,claimer")
    table = kazkg("query", "figures", "--from", built, "--param", "measure=killed").stdout
    assert "killed" in table
    assert "\x1b[" not in table


@pytest.mark.parametrize(
    ("args", "status", "words"),
    [
        (["query", "figurs"], 2, "figures"),
        (["query", "figures", "--param", "colour=red"], 2, "colour"),
        (["query", "figures", "--param", "measure"], 2, "name=value"),
        (["query", "figures", "--format", "xlsx"], 2, "xlsx"),
        (["query", "figures", "--colour"], 2, "--colour"),
        (["frobnicate"], 2, "frobnicate"),
        (["export", "--format", "docx"], 2, "docx"),
        (["build", "nowhere.txt", "--out", "OUT"], 3, "nowhere.txt"),
        (["build", "--out", "OUT"], 2, "Nothing to build from"),
        (["build", "-", "--out", "OUT", "--date", "soon"], 2, "soon"),
        (["build", "-", "--out", "OUT", "--model", "no_such_model"], 4, "no_such_model"),
        (["validate", "--format", "xml"], 2, "xml"),
        (["explain", "https://example.org/nothing"], 2, "nothing"),
    ],
)
def test_exit_statuses(built: Path, tmp_path: Path, args: list[str], status: int, words: str) -> None:
    args = [str(tmp_path / "out") if a == "OUT" else a for a in args]
    if args[0] in {"query", "export", "validate", "explain"}:
        args += ["--from", str(built)]
    done = kazkg(*args, stdin="Police said 12 officers were killed.")
    assert done.returncode == status, done.stderr
    assert words in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_no_build_is_bad_input(tmp_path: Path) -> None:
    for command in (["query", "figures"], ["validate"], ["export"], ["coverage"], ["explain", "x"]):
        done = kazkg(*command, "--from", tmp_path)
        assert done.returncode == 3, (command, done.stderr)
        assert "kazkg build" in done.stderr


def test_validate_coverage_explain_queries(built: Path) -> None:
    assert kazkg("validate", "--from", built).returncode == 0
    assert kazkg("validate", "--ontology").returncode == 0
    assert json.loads(kazkg("coverage", "--from", built, "--format", "json").stdout) == []
    listed = json.loads(kazkg("queries", "--format", "json").stdout)
    assert {"mentions", "figures", "events", "statements", "police-deaths"} <= {q["name"] for q in listed}
    claim = json.loads(kazkg("query", "figures", "--from", built, "--format", "json").stdout)
    shown = kazkg("explain", claim["results"]["bindings"][0]["claim"]["value"], "--from", built)
    assert shown.returncode == 0, shown.stderr
    assert "12" in shown.stdout


def test_a_reader_that_goes_away(built: Path) -> None:
    command = f"{sys.executable} -m kazkg export --from {built} --format nquads | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_untrusted_text_never_steers_the_terminal(tmp_path: Path) -> None:
    text = "Police said 12 officers were killed in Almaty.\x1b[31m \x1b]0;owned\x07 [bold]They were \x9b2J hurt.\n"
    done = kazkg("build", "-", "--out", tmp_path / "b", stdin=text)
    assert done.returncode == 0, done.stderr
    for args in (["query", "figures"], ["query", "facts-with-quotes"], ["coverage"], ["validate"]):
        shown = kazkg(*args, "--from", tmp_path / "b")
        assert "\x1b" not in shown.stdout
        assert "\x9b" not in shown.stdout


def test_version_and_help() -> None:
    assert kazkg("--version").stdout.startswith("kazkg ")
    shown = kazkg("--help")
    assert shown.returncode == 0
    for command in ("build", "query", "queries", "validate", "export", "explain", "coverage"):
        assert command in shown.stdout
