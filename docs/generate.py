"""Writes the pages that follow from the code and the data: ``docs/cli.md``, ``docs/ontology.md``,
``docs/queries.md``, ``docs/protocol.md`` and the tables in ``README.md`` and ``docs/stores.md``.

Run ``python docs/generate.py`` to write, ``python docs/generate.py --check`` to learn what has drifted (exit status 1).
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WRITTEN = "<!-- Written by docs/generate.py (`make docs`); do not edit. -->\n"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
COMMONS = {
    "http://www.w3.org/ns/oa#": "oa:",
    "http://www.w3.org/ns/prov#": "prov:",
    SKOS: "skos:",
    "http://www.w3.org/2001/XMLSchema#": "xsd:",
    "http://www.opengis.net/ont/geosparql#": "geo:",
    RDFS: "rdfs:",
    "http://www.w3.org/2002/07/owl#": "owl:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
}
KINDS = {
    "owl:Class": "class",
    "owl:ObjectProperty": "property to a thing",
    "owl:DatatypeProperty": "property to a value",
    "owl:AnnotationProperty": "annotation",
}


def cli_page() -> str:
    """The command line reference: what ``--help`` says of every command."""
    import typer
    from typer.testing import CliRunner

    from kazkg.cli import app

    runner = CliRunner(env={"COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1"})
    commands = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    out = ["# Command line\n", WRITTEN]
    for arguments in ([], *([name] for name in commands)):
        shown = runner.invoke(app, [*arguments, "--help"]).output
        title = " ".join(["kazkg", *arguments])
        help_text = "\n".join(line.rstrip() for line in shown.strip().splitlines())
        out.append(f"## {title}\n\n```text\n{help_text}\n```\n")
    out.append(EXIT_STATUSES)
    return "\n".join(out)


EXIT_STATUSES = """## Exit status

| status | means |
|---|---|
| 0 | done |
| 1 | findings: something violates a shape (warnings and notes do not count) |
| 2 | wrong usage |
| 3 | bad input: nothing could be read, or `--strict` and something could not |
| 4 | environment: model, disk, permission |
| 5 | network or remote store |

Data goes to standard output; progress, summary and errors to standard error. `NO_COLOR` is honoured. With
`SOURCE_DATE_EPOCH` (or `--ended`) the run time is recorded in the provenance; without, there is none.
"""


def ontology_page() -> str:
    """Every term of the ontology, in the order and under the headings of ``ontology/kazkg.ttl``."""
    from kazkg.knowledge.triples import KAZ, load

    with tempfile.TemporaryDirectory() as folder:
        source = (ROOT / "ontology" / "kazkg.ttl").read_text(encoding="utf-8")
        (Path(folder) / "kazkg.ttl").write_text(source, encoding="utf-8")
        triples = load([Path(folder)])
    out = ["# Ontology\n", WRITTEN, f"Namespace `{KAZ}`, prefix `kaz:`. The Turtle is `ontology/kazkg.ttl`.\n"]
    for title, names in _sections(source):
        if not names:
            continue
        out.append(f"## {title}\n\n| term | kind | meaning | notes |\n|---|---|---|---|")
        for name in names:
            kinds = [_short(k) for k in triples.values(name, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")]
            kind = next(
                (KINDS[k] for k in kinds if k in KINDS), ", ".join(k for k in kinds if k != "owl:NamedIndividual")
            )
            meaning = triples.value(name, SKOS + "definition") or ""
            notes = []
            for predicate, word in (
                ("subClassOf", "is a"),
                ("subPropertyOf", "is a"),
                ("domain", "of"),
                ("range", "to"),
            ):
                values = [_short(v) for v in triples.values(name, RDFS + predicate)]
                if values:
                    notes.append(f"{word} {', '.join(values)}")
            notation = triples.value(name, SKOS + "notation")
            if notation:
                notes.append(f"notation `{notation}`")
            out.append(f"| `kaz:{name}` | {kind} | {_cell(meaning)} | {_cell('; '.join(notes))} |")
        out.append("")
    return "\n".join(out)


def _sections(source: str) -> Iterator[tuple[str, list[str]]]:
    title, names = "Ontology", []
    for line in source.splitlines():
        if banner := re.match(r"# -{2,} (.+?) -+$", line):
            yield title, names
            title, names = banner[1], []
        elif subject := re.match(r"kaz:([A-Za-z]\w*) a\b", line):
            names.append(subject[1])
    yield title, names


def _short(iri: str) -> str:
    for namespace, prefix in COMMONS.items():
        if iri.startswith(namespace):
            return prefix + iri.removeprefix(namespace)
    return iri if ":" in iri else f"kaz:{iri}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def queries_page() -> str:
    """Every bundled query and check, with parameters and columns."""
    from kazkg.query import catalogue, checks

    out = ["# Bundled queries\n", WRITTEN, "Ask one with `kazkg query NAME --param name=value`.\n"]
    for query in catalogue():
        out.append(f"## {query.name}\n\n{query.title}. {query.answers}\n")
        for param in query.parameters:
            out.append(f"- `{param.name}` ({param.type}, default {param.default}): {param.meaning}")
        if query.parameters:
            out.append("")
        out.append(f"Columns: {', '.join(f'`{c}`' for c in query.columns)}\n")
    if checks():
        out.append("# Checks\n\nAn empty answer passes.\n\n| check | severity | finds |\n|---|---|---|")
        out += [f"| `{q.name}` | {q.severity} | {_cell(q.answers or q.title)} |" for q in checks()]
        out.append("")
    return "\n".join(out)


def ledger_table(build: Path) -> str:
    """The answer of ``ledger`` for police deaths on a build of the seeds, one row a figure, as a Markdown table."""
    from kazkg.query import answer

    asked = {"measure": "killed", "group": "security_forces"}
    rows = answer("ledger", asked, source=build).plain()
    names = {row["claim"]: _figure_name(row) for row in rows}
    figures: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        figures.setdefault(row["claim"], []).append(row)
    lines = ["| as of | who says so | how many | article | beside the others |", "|---|---|---|---|---|"]
    for found in figures.values():
        row = found[0]
        claimer = _cell(row.get("chain", "*no source named*"))
        relations = [
            f"**{r['relation']}**" + (f" {names[r['to']]}" if r.get("to") in names else "") + f": {_cell(r['reason'])}"
            for r in found
            if "to" not in r or r["to"] in names or r["relation"] == "part-of"
        ]
        said = [_cell(row.get("asOf", "")), claimer, _cell(row["words"]), row["article"].split("_")[0]]
        lines.append(f"| {' | '.join(said)} | {'<br>'.join(relations)} |")
    return "\n".join(lines)


def _figure_name(row: dict[str, str]) -> str:
    return f"“{_cell(row['words'])}” ({row['article'].split('_')[0]})"


def stores_table() -> str:
    """The profiles of triple stores, as a Markdown table."""
    from kazkg.push import PROFILES

    lines = [
        "| store | how tested | base address | graphs at | queries at | login | sees named graphs | notes |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in PROFILES.values():
        graphs = f"`{one.store_path or '/'}?{one.graph_parameter}=`"
        queries = "not known" if one.query_path is None else f"`{one.query_path or '/'}`"
        base = f"`{one.base}`" if one.base.startswith("http") else one.base
        cells = (one.name, one.tested, base, graphs, queries, one.login, one.union, _cell(one.notes))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def protocol_page() -> str:
    """The cases of the SPARQL 1.1 Protocol and Service Description that the tests run."""
    sys.path.insert(0, str(ROOT))
    from tests.web.test_protocol import CASES

    out = ["# SPARQL 1.1 Protocol\n", WRITTEN]
    out.append(
        "Cases written from the text of SPARQL 1.1 Protocol and SPARQL 1.1 Service Description, asked of a running "
        f"`kazkg serve`.\nAll {len(CASES)} pass: a test for each is in `tests/web/test_protocol.py`, and "
        "`python -m tests.web.test_protocol` prints them\nwith their results.\n"
    )
    out.append("| case | method | status | format |\n|---|---|---|---|")
    out += [f"| {_cell(one.name)} | {one.method} | {one.status} | {one.kind or ''} |" for one in CASES]
    return "\n".join(out) + "\n"


def with_table(page: str, name: str, table: str) -> str:
    """The page with what stands between the markers of the table ``name`` replaced."""
    start, end = f"<!-- table:{name} -->", f"<!-- end:{name} -->"
    before, found, rest = page.partition(start)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise SystemExit(f"no {start} ... {end}")
    return f"{before}{start}\n{table}\n{end}{after}"


def build_seeds(out: Path) -> Path:
    """Build the sample articles."""
    from kazkg.build import build
    from kazkg.build.options import BuildOptions

    build([ROOT / "seeds"], BuildOptions(out=out))
    return out


def pages(build: Path) -> dict[Path, str]:
    """Every generated file and what it should hold; ``build`` is a build of the seeds."""
    readme = ROOT / "README.md"
    stores = ROOT / "docs" / "stores.md"
    return {
        stores: with_table(stores.read_text(encoding="utf-8"), "stores", stores_table()),
        ROOT / "docs" / "cli.md": cli_page(),
        ROOT / "docs" / "ontology.md": ontology_page(),
        ROOT / "docs" / "queries.md": queries_page(),
        ROOT / "docs" / "protocol.md": protocol_page(),
        readme: with_table(readme.read_text(encoding="utf-8"), "ledger", ledger_table(build)),
    }


def main() -> int:
    """Write the pages, or with ``--check`` say which have drifted."""
    parser = argparse.ArgumentParser(description="Write the generated pages.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 where a page has drifted")
    parser.add_argument("--build", type=Path, help="a build of the seeds; without it they are built")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wanted = pages(options.build or build_seeds(Path(folder) / "build"))
    drifted = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in drifted:
        sys.stderr.write(f"{'drifted' if options.check else 'written'}: {path.relative_to(ROOT)}\n")
        if not options.check:
            path.write_text(wanted[path], encoding="utf-8")
    return 1 if options.check and drifted else 0


if __name__ == "__main__":
    sys.exit(main())
