"""Evaluation: scores agree with the scorer they come from, broken gold is named, and the command says it all."""

from __future__ import annotations

import importlib.util
import json
import math
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from kazkg.errors import InputError, UsageFault
from kazkg.evaluation import Evaluation, evaluate
from kazkg.evaluation.found import QUERIES, gather
from kazkg.evaluation.gold import read_gold
from kazkg.evaluation.links import LINKS
from kazkg.evaluation.names import read_aliases
from kazkg.evaluation.score import compare_all
from kazkg.query import answer
from tests.query.corpus import nquads

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "gold" / "seeds"
ALIASES = ROOT / "tests" / "gold" / "aliases.tsv"
REFERENCE = ROOT.parent / "shared" / "evaluation"
"""Where the scorer stands from which the rules were taken; not part of the checkout."""

Rows = dict[str, list[dict[str, str]]]
Counts = dict[str, tuple[int, int, int]]


def counts(outcome: Evaluation) -> Counts:
    """Hits, found and gold by task, without the links, which the other scorer does not know."""
    return {one.task: (one.hit, one.found, one.gold) for one in outcome.scores if one.task != LINKS}


# ---- agreement with the scorer the rules come from ------------------------------------------------


def copied(gold: Path) -> Iterator[tuple[str, dict[str, str | None]]]:
    """Answers that say what the gold says: a query's name and a row."""
    for path in sorted(gold.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        article: dict[str, str | None] = {"article": path.stem}
        for one in told["entities"]:
            yield "mentions", article | {"label": one["name"], "type": one["type"]}
        for one in told["claims"]:
            number = None if one["value"] is None else str(one["value"])
            ends = {
                "low": None if one["qualifier"] == "at_most" else number,
                "high": None if one["qualifier"] == "at_least" else number,
            }
            same = {key: one[key] for key in ("measure", "group", "qualifier")}
            yield "figures", article | ends | same | {"claimer": one["source"]}
        for i, one in enumerate(told["events"]):
            who = "|".join(one["participants"])
            same = {"type": one["type"], "place": one["place"], "modality": one["status"]}
            yield "events", article | same | {"event": str(i), "participants": who}
        for i, one in enumerate(told["statements"]):
            yield "statements", article | {"statement": str(i), "speaker": one["speaker"]}


def disturbed(step: int) -> Rows:
    """The copied answers with some left out, told twice or given a value of the row before; none for step 0."""
    rows: Rows = {name: [] for name in QUERIES}
    before: dict[str, dict[str, str | None]] = {}
    for i, (name, row) in enumerate(copied(GOLD)):
        taken = dict(row)
        if step and i % (step + 3) == 0:
            keys = sorted(row)
            key = keys[i // (step + 3) % len(keys)]
            taken[key] = before.get(name, row)[key]
        before[name] = row
        if not step or i % (step + 6) != 1:
            rows[name] += [{k: v for k, v in taken.items() if v}] * (2 if step and i % (step + 8) == 2 else 1)
    return rows


STORED: dict[int, Counts] = {
    0: {
        "entities": (141, 141, 141),
        "entity types": (141, 141, 141),
        "figures": (35, 35, 35),
        "figures qualifier": (35, 35, 35),
        "figures full": (35, 35, 35),
        "events": (97, 97, 97),
        "event modality": (97, 97, 97),
        "statements": (88, 88, 88),
    },
    1: {
        "entities": (113, 113, 141),
        "entity types": (107, 116, 141),
        "figures": (25, 31, 35),
        "figures qualifier": (25, 31, 35),
        "figures full": (24, 30, 35),
        "events": (86, 94, 97),
        "event modality": (83, 92, 97),
        "statements": (72, 76, 88),
    },
    2: {
        "entities": (118, 118, 141),
        "entity types": (113, 119, 141),
        "figures": (30, 31, 35),
        "figures qualifier": (29, 31, 35),
        "figures full": (27, 30, 35),
        "events": (82, 85, 97),
        "event modality": (82, 86, 97),
        "statements": (73, 78, 88),
    },
    3: {
        "entities": (116, 117, 141),
        "entity types": (113, 118, 141),
        "figures": (32, 32, 35),
        "figures qualifier": (31, 32, 35),
        "figures full": (28, 31, 35),
        "events": (85, 90, 97),
        "event modality": (84, 90, 97),
        "statements": (76, 81, 88),
    },
    5: {
        "entities": (123, 123, 141),
        "entity types": (119, 123, 141),
        "figures": (33, 34, 35),
        "figures qualifier": (31, 34, 35),
        "figures full": (33, 34, 35),
        "events": (84, 84, 97),
        "event modality": (84, 84, 97),
        "statements": (81, 85, 88),
    },
}
"""What the reference scorer gave for the answers of each step."""


def reference() -> ModuleType | None:
    """The scorer the rules come from, where it is at hand."""
    path = REFERENCE / "score.py"
    spec = importlib.util.spec_from_file_location("reference_score", path) if path.exists() else None
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_reference(gold: Path, rows: Rows, folder: Path) -> Counts | None:
    """What the other scorer gives; None where it is not at hand, or reads other aliases."""
    module = reference()
    if module is None or (REFERENCE / "aliases.tsv").read_bytes() != ALIASES.read_bytes():
        return None
    for name, found in rows.items():
        bindings = [{key: {"type": "literal", "value": value} for key, value in row.items()} for row in found]
        (folder / f"{name}.json").write_text(json.dumps({"results": {"bindings": bindings}}), encoding="utf-8")
    return {task: (hit, found, gold) for task, (hit, found, gold) in module.score(gold, folder).items()}


@pytest.mark.parametrize("step", STORED)
def test_scores_are_those_of_the_reference(step: int, tmp_path: Path) -> None:
    """Against stored numbers, and against the scorer itself where it is at hand."""
    rows = disturbed(step)
    got = counts(compare_all(read_gold(GOLD), gather(rows), read_aliases(ALIASES)))
    assert got == STORED[step]
    assert by_reference(GOLD, rows, tmp_path) in (None, got)


def test_a_build_and_its_turtle_are_scored_alike(seeds_build: Path, tmp_path: Path) -> None:
    outcome = evaluate(GOLD, seeds_build)
    assert evaluate(GOLD, seeds_build / "kg.ttl") == outcome
    rows = {name: answer(name, source=seeds_build).plain() for name in QUERIES}
    assert by_reference(GOLD, rows, tmp_path) in (None, counts(outcome))


# ---- broken gold ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "one.json: not JSON"),
        ("[]", "one.json: not gold"),
        ("{}", "one.json: not gold"),
        ('{"text": "Norhaven burns"}', "one.json: not gold"),
        ('{"events": {}}', "'events' is not a list"),
        ('{"events": [3]}', "events[0]: not an object"),
        (
            '{"entities": [{"name": "A", "type": "Person"}, {"type": "Person"}]}',
            "entities[1]: the key 'name' is missing",
        ),
        ('{"entities": [{"name": "  ", "type": "Person"}]}', "entities[0]: 'name' is"),
        ('{"entities": [{"name": "A"}]}', "entities[0]: the key 'type' is missing"),
        ('{"entities": [{"name": "A", "type": "Person", "mentions": "B"}]}', "'mentions' is \"B\""),
        ('{"entities": [{"name": "A", "type": "Person", "optional": "no"}]}', "'optional' is \"no\". It must be true"),
        ('{"entities": [{"name": "A", "type": "Person", "wikidata": "232"}]}', "'wikidata' is \"232\". It must be a Q"),
        ('{"entities": [{"name": "A", "type": "Person", "alt_wikidata": ["x"]}]}', "'alt_wikidata' is [\"x\"]"),
        ('{"claims": [{"value": 3}]}', "claims[0]: the key 'measure' is missing"),
        ('{"claims": [{"measure": "killed", "value": "3"}]}', "claims[0]: 'value' is \"3\""),
        ('{"claims": [{"measure": "killed", "value": [1]}]}', "claims[0]: 'value' is [1]"),
        ('{"claims": [{"measure": "killed", "value": true}]}', "claims[0]: 'value' is true"),
        ('{"claims": [{"measure": "killed", "source": ["A"]}]}', "claims[0]: 'source' is [\"A\"]"),
        ('{"claims": [{"measure": "killed", "alt_source": 1}]}', "claims[0]: 'alt_source' is 1"),
        ('{"events": [{"participants": []}]}', "events[0]: the key 'type' is missing"),
        ('{"events": [{"type": "Attack", "participants": [null]}]}', "events[0]: 'participants' is [null]"),
        ('{"events": [{"type": "Other", "place": 4}]}', "events[0]: 'place' is 4"),
        ('{"statements": [{"speaker": null}]}', "statements[0]: 'speaker' is null"),
        ('{"statements": [{"speaker": "A", "alt_speakers": "B"}]}', "statements[0]: 'alt_speakers' is \"B\""),
    ],
)
def test_broken_gold(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "one.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as err:
        read_gold(tmp_path)
    assert words in str(err.value)
    assert str(tmp_path / "one.json") in str(err.value)


def test_gold_that_is_nested_too_deep(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(InputError, match=r"one\.json: not JSON"):
        read_gold(tmp_path)


def test_gold_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no gold in it"):
        read_gold(tmp_path)
    with pytest.raises(UsageFault, match="no such folder"):
        read_gold(tmp_path / "nowhere")
    (tmp_path / "one.json").write_bytes(b'{"events": "\xff"}')
    with pytest.raises(InputError, match=r"one\.json: not JSON"):
        read_gold(tmp_path)


def test_the_gold_of_the_checkout_is_sound() -> None:
    for name in ("seeds", "dev", "heldout"):
        folder = ROOT / "tests" / "gold" / name
        for article in read_gold(folder):
            assert article.entities, article.id
            assert article.statements, article.id


def test_the_example_of_the_docs_is_gold(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", page, flags=re.DOTALL)
    (tmp_path / "storm-in-norhaven.json").write_text(example, encoding="utf-8")
    (article,) = read_gold(tmp_path)
    assert str(article.figures[0]) == "killed at_least 12 security_forces, by Norland Interior Ministry"
    assert [len(x) for x in (article.entities, article.figures, article.events, article.statements)] == [1, 1, 1, 1]


# ---- the command ---------------------------------------------------------------------------------

ALPHA = {
    "entities": [
        {"name": "Norpress", "type": "Organization"},
        {"name": "Olof Kern", "type": "Person"},
        {"name": "Lost Town", "type": "Place"},
    ],
    "claims": [{"measure": "killed", "value": 12, "qualifier": "at_least", "group": "police", "source": "NP police"}],
    "events": [{"type": "AirportRecapture", "participants": ["soldiers"], "place": None, "status": "happened"}],
    "statements": [{"speaker": "Kern", "gist": "has not resigned"}],
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a graph of two made-up articles and gold for the first and for one that is not in it."""
    folder = tmp_path_factory.mktemp("evaluate")
    (folder / "graph.nq").write_bytes(nquads())
    (folder / "aliases.tsv").write_text("Norland police\tNP police\nOlof Kern\tKern\n", encoding="utf-8")
    (folder / "gold").mkdir()
    (folder / "gold" / "alpha.json").write_text(json.dumps(ALPHA), encoding="utf-8")
    (folder / "gold" / "omega.json").write_text('{"statements": [{"speaker": "Ada Brun"}]}', encoding="utf-8")
    (folder / "gold" / "alpha.txt").write_text("Not read.", encoding="utf-8")
    return folder


def kazkg(*args: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kazkg", *map(str, args)]
    env = os.environ | {"COLUMNS": "120"}
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False, timeout=120)


def test_evaluate(told: Path) -> None:
    outcome = evaluate(told / "gold", told / "graph.nq")
    assert outcome.articles == ("alpha", "omega")
    assert outcome.left_out == ("beta",)
    assert outcome.unanswered == ("omega",)
    full = outcome.score("figures full")
    assert (full.hit, full.found, full.gold) == (1, 5, 1)
    assert (full.precision, full.recall) == (0.2, 1.0)
    assert math.isclose(full.f1, 1 / 3)
    missed = [(d.article, d.task, d.answer) for d in outcome.differences if d.kind == "missed"]
    assert missed == [
        ("alpha", "entities", "Lost Town (Place)"),
        ("alpha", "entity types", "Lost Town (Place)"),
        ("omega", "statements", "Ada Brun"),
    ]
    spurious = [d.answer for d in outcome.differences if (d.kind, d.task) == ("spurious", "figures")]
    assert "deployed about “about 300” foreign_troops, by the article" in spurious
    with pytest.raises(KeyError):
        outcome.score("figurs")


def test_aliases_may_be_given(told: Path, tmp_path: Path) -> None:
    (tmp_path / "other.tsv").write_text("Nobody\tNo one\n", encoding="utf-8")
    assert evaluate(told / "gold", told / "graph.nq", tmp_path / "other.tsv").score("figures full").hit == 0


def test_nothing_found_gives_no_division_by_zero(tmp_path: Path) -> None:
    (tmp_path / "empty.nt").write_text("", encoding="utf-8")
    (tmp_path / "one.json").write_text('{"statements": [{"speaker": "A"}]}', encoding="utf-8")
    for one in evaluate(tmp_path, tmp_path / "empty.nt").scores:
        assert (one.precision, one.recall, one.f1) == (0.0, 0.0, 0.0)


def test_the_command_prints_a_table(told: Path) -> None:
    done = kazkg("evaluate", told / "gold", "--from", told / "graph.nq")
    assert done.returncode == 0, done.stderr
    cells = [[c.strip() for c in line.strip("│").split("│")] for line in done.stdout.splitlines() if "│" in line]
    assert ["figures full", "0.200", "1.000", "0.333", "1", "5", "1"] in cells
    assert len(cells) == 8
    assert "1 article without gold, left out: beta" in done.stderr
    assert "1 article with gold but without answers, all counted as missed: omega" in done.stderr


def test_the_command_lists_misses_one_a_line(told: Path) -> None:
    lines = kazkg("evaluate", told / "gold", "--from", told / "graph.nq", "--misses").stdout.splitlines()
    assert "alpha  entities  missed  Lost Town (Place)" in lines
    assert "alpha  statements  spurious  Sudland: condemned “the violence of Norland”" in lines
    listed = [line for line in lines if line.startswith(("alpha  ", "omega  "))]
    assert len(listed) == len(evaluate(told / "gold", told / "graph.nq").differences)


def test_the_command_prints_json(told: Path) -> None:
    printed = kazkg("evaluate", told / "gold", "--from", told / "graph.nq", "--format", "json").stdout
    assert json.loads(printed) == evaluate(told / "gold", told / "graph.nq").plain()
    printed = kazkg("evaluate", told / "gold", "--from", told / "graph.nq", "--format", "json", "--misses").stdout
    assert {"article": "omega", "task": "statements", "kind": "missed", "answer": "Ada Brun"} in json.loads(printed)[
        "differences"
    ]


@pytest.mark.parametrize(
    ("args", "status", "words"),
    [
        (["evaluate"], 2, "GOLD"),
        (["evaluate", "nowhere", "--from", "GRAPH"], 2, "nowhere: no such folder"),
        (["evaluate", "GOLD", "--from", "GRAPH", "--format", "xml"], 2, "xml"),
        (["evaluate", "GOLD", "--from", "GRAPH", "--aliases", "nowhere.tsv"], 2, "nowhere.tsv: no such file"),
        (["evaluate", "GOLD", "--from", "nowhere"], 2, "nowhere"),
        (["evaluate", "BROKEN", "--from", "GRAPH"], 3, "events[0]"),
    ],
)
def test_exit_statuses(told: Path, tmp_path: Path, args: list[str], status: int, words: str) -> None:
    (tmp_path / "one.json").write_text('{"events": [{}]}', encoding="utf-8")
    put = {"GOLD": told / "gold", "GRAPH": told / "graph.nq", "BROKEN": tmp_path}
    done = kazkg(*(put.get(a, a) for a in args))
    assert done.returncode == status, done.stderr
    assert words in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
