"""The command line: a thin skin over the library.

Data goes to standard output; progress, summaries and errors to standard error. Exit statuses: 0 done, 1 findings,
2 wrong usage, 3 bad input, 4 environment, 5 network or remote store. Nothing heavy is imported before a command
needs it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, NoReturn

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # processes are the parallelism here; set before numpy is loaded

import typer

from kazkg import __version__
from kazkg.build.options import DEFAULT_BASE, DEFAULT_MODEL
from kazkg.errors import KazkgError, UsageFault
from kazkg.terminal import printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from kazkg.build.report import BuildReport
    from kazkg.push import PushReport

__all__ = ["app", "main"]

app = typer.Typer(
    name="kazkg",
    help="Read crisis news into an attributed, checked, Wikidata-linked RDF knowledge graph.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)

From = Annotated[Path, typer.Option("--from", help="The build folder, or an RDF file.", metavar="DIR|FILE")]
Knowledge = Annotated[
    list[Path] | None,
    typer.Option("--knowledge", help="A folder of Turtle laid on top of kazkg's own vocabulary; repeatable."),
]
HERE = Path("build")


@app.callback(invoke_without_command=True)
def version(
    show: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Read crisis news into an attributed, checked, Wikidata-linked RDF knowledge graph."""
    if show:
        typer.echo(f"kazkg {__version__}")
        raise typer.Exit


@app.command()
def build(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(help="Articles: .txt, .html, .jsonl, .jsonl.gz, a folder of them, or - for standard input."),
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="Where the build goes; what is there is replaced.")] = HERE,
    knowledge: Knowledge = None,
    model: Annotated[
        str, typer.Option("--model", help="An installed spaCy pipeline, or a path to one.")
    ] = DEFAULT_MODEL,
    workers: Annotated[int, typer.Option("--workers", help="Processes that read.")] = 1,
    base: Annotated[str, typer.Option("--base", help="Base of the data's IRIs.")] = DEFAULT_BASE,
    date: Annotated[str | None, typer.Option("--date", help="Publication date of the input, ISO 8601.")] = None,
    source: Annotated[str | None, typer.Option("--source", help="Publishing medium of the input.")] = None,
    url: Annotated[str | None, typer.Option("--url", help="Address of the input.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="Title of the input.")] = None,
    max_bytes: Annotated[int, typer.Option("--max-bytes", help="Largest article read, in bytes.")] = 5_000_000,
    quote_limit: Annotated[int, typer.Option("--quote-limit", help="Longest quote kept, in characters.")] = 500,
    with_text: Annotated[bool, typer.Option("--with-text", help="Put the whole articles into the graph.")] = False,
    language_check: Annotated[
        bool, typer.Option("--language-check/--no-language-check", help="Refuse what is not English.")
    ] = True,
    strict: Annotated[bool, typer.Option("--strict", help="Fail when any input cannot be read.")] = False,
    add: Annotated[bool, typer.Option("--add", help="Add to what --out holds; same ids are replaced.")] = False,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", help="Take the article with this id out of --out; repeatable.")
    ] = None,
    ended: Annotated[
        str | None, typer.Option("--ended", help="Run time for the provenance, ISO 8601 (or SOURCE_DATE_EPOCH).")
    ] = None,
    profile: Annotated[bool, typer.Option("--profile", help="Print the time spent by stage.")] = False,
) -> None:
    """Read articles and build the knowledge graph from them."""
    from kazkg.build import build as run
    from kazkg.build.options import BuildOptions
    from kazkg.reading import ReadOptions

    if not inputs and not remove:
        raise UsageFault("Nothing to build from.", "Name a file, a folder or - for standard input.")
    options = BuildOptions(
        out=out,
        model=model,
        knowledge=tuple(knowledge or ()),
        base=base,
        quote_limit=quote_limit,
        with_text=with_text,
        workers=workers,
        strict=strict,
        ended=ended or _epoch(),
    )
    reading = ReadOptions(
        source=source, url=url, title=title, date=date, max_bytes=max_bytes, language_check=language_check
    )
    with _progress("reading") as advance:
        report = run(inputs or [], options, reading, sys.stdin.buffer, add=add, remove=remove or (), progress=advance)
    _summary(report, profile=profile)
    raise typer.Exit(report.status)


@app.command()
def query(
    name: Annotated[
        str, typer.Argument(help="A bundled query (see `kazkg queries`) or a .rq file.", metavar="NAME_OR_FILE")
    ],
    param: Annotated[
        list[str] | None, typer.Option("--param", help="A parameter of the query, k=v; repeatable.")
    ] = None,
    format: Annotated[
        str, typer.Option("--format", help="table, csv, tsv, json, jsonl, geojson, xml, ttl or parquet.")
    ] = "table",
    source: Annotated[
        str, typer.Option("--from", help="The build folder, an RDF file, or a SPARQL endpoint.", metavar="DIR|FILE|URL")
    ] = str(HERE),
) -> None:
    """Ask the graph a bundled question, or one of your own."""
    from kazkg.query import write
    from kazkg.query.anywhere import asked

    with asked(name, _pairs(param or ()), source) as found:
        write(found, format, sys.stdout)


@app.command()
def queries(
    format: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
) -> None:
    """List the bundled queries with their parameters and columns."""
    from kazkg.query import catalogue

    rows = [
        {
            "name": q.name,
            "answers": q.answers,
            "parameters": ", ".join(f"{p.name}={p.default}" for p in q.parameters),
            "columns": " ".join(q.columns),
        }
        for q in catalogue()
    ]
    _rows(rows, format)


@app.command()
def validate(
    source: From = HERE,
    knowledge: Knowledge = None,
    format: Annotated[str, typer.Option("--format", help="table or ttl.")] = "table",
    ontology: Annotated[
        bool, typer.Option("--ontology", help="Check ontology, lexicon and gazetteer instead.")
    ] = False,
) -> None:
    """Check a build by SHACL; exit status 1 where something is violated."""
    from kazkg.build.recheck import recheck, recheck_knowledge

    findings = recheck_knowledge(tuple(knowledge or ())) if ontology else recheck(source, tuple(knowledge or ()))
    if format == "ttl":
        from kazkg.graph.validate import report_turtle

        sys.stdout.write(report_turtle(findings))
    elif format == "table":
        _findings(findings)
    else:
        raise UsageFault(f"Unknown format {format!r}.", "Choose table or ttl.")
    raise typer.Exit(1 if any(f.severity == "Violation" for f in findings) else 0)


@app.command()
def export(
    format: Annotated[
        str,
        typer.Option(
            "--format", help="turtle, trig, nquads, ntriples, jsonld, nanopubs, nif, dataset, quickstatements."
        ),
    ] = "turtle",
    source: From = HERE,
    out: Annotated[Path | None, typer.Option("--out", help="A file or folder; standard output without it.")] = None,
    compress: Annotated[
        str, typer.Option("--compress", help="none, gzip or zstd; without it as the file's name says (.gz, .zst).")
    ] = "auto",
    per_article: Annotated[
        bool, typer.Option("--per-article", help="A file for each article, in the folder --out.")
    ] = False,
    trusty: Annotated[
        bool, typer.Option("--trusty", help="nanopubs: names that end in the hash of what they name.")
    ] = False,
    licence: Annotated[
        str | None, typer.Option("--licence", help="dataset, nanopubs: IRI of the data's licence.", metavar="IRI")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="dataset: what it is called.")] = None,
    creator: Annotated[
        list[str] | None, typer.Option("--creator", help="dataset: who publishes it; repeatable.")
    ] = None,
    where: Annotated[
        str | None, typer.Option("--where", help="dataset: the address it will be found at.", metavar="URL")
    ] = None,
    released: Annotated[
        str | None, typer.Option("--released", help="dataset: day of publication, ISO 8601.", metavar="DAY")
    ] = None,
    item: Annotated[
        list[str] | None,
        typer.Option("--item", help="quickstatements: item of an event, or of the crisis.", metavar="EVENT=QID"),
    ] = None,
    reference: Annotated[
        list[str] | None,
        typer.Option("--reference", help="quickstatements: address of an article.", metavar="ARTICLE=URL"),
    ] = None,
    retrieved: Annotated[
        str | None, typer.Option("--retrieved", help="quickstatements: day the articles were seen.", metavar="DAY")
    ] = None,
    bar: Annotated[str, typer.Option("--bar", help="quickstatements: strict or loose.")] = "strict",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="quickstatements: a table of every line and every line left out, and why.")
    ] = False,
) -> None:
    """Write the graph in another format, packed, by article, or as a folder ready to publish."""
    if format == "quickstatements":
        if per_article or trusty or compress != "auto" or any((licence, title, creator, where, released)):
            message = "quickstatements takes --out, --item, --reference, --retrieved, --bar and --dry-run alone."
            raise UsageFault(message, "Leave the others out.")
        _quickstatements(source, out, _one_each("--item", item), _one_each("--reference", reference), retrieved, bar,
                         dry_run=dry_run)  # fmt: skip
        return
    if item or reference or retrieved or dry_run or bar != "strict":
        message = "--item, --reference, --retrieved, --bar and --dry-run are for quickstatements."
        raise UsageFault(message, "Add --format quickstatements, or leave them out.")
    from kazkg.export.request import Request, run

    asked = Request(format, compress, per_article, trusty, licence, title, tuple(creator or ()), where, released)
    for line in run(asked, source, out, lambda: _writing(out)):
        _say(line)


@app.command("compare-wikidata")
def compare_wikidata(
    given: Annotated[
        str, typer.Argument(help="Some of Wikidata in its own RDF: a file, or an endpoint.", metavar="SLICE")
    ],
    source: From = HERE,
    item: Annotated[
        list[str] | None, typer.Option("--item", help="Item of an event, or of the crisis.", metavar="EVENT=QID")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="List also the claims that decide nothing, and why.")] = False,
    format: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
) -> None:
    """Show which statements of Wikidata our claims support, update or contradict."""
    from kazkg.statements.compare import compare, decided

    rows = compare(source, given, _one_each("--item", item))
    rows = rows if every else decided(rows)
    _rows([row.plain() if format == "json" else row.shown() for row in rows], format)


@app.command()
def report(
    source: From = HERE,
    out: Annotated[Path | None, typer.Option("--out", help="A file; standard output without it.")] = None,
) -> None:
    """Write the dossier: one HTML page that puts the accounts side by side and needs nothing besides itself."""
    from kazkg.dossier import report as run

    page = run(source).encode("utf-8", "replace")
    with _writing(out) as stream:
        stream.write(page)


@app.command()
def push(
    url: Annotated[str, typer.Argument(help="The server's base address; the store's profile knows the paths.")],
    store: Annotated[
        str, typer.Option("--store", help="oxigraph, fuseki, graphdb, rdf4j, virtuoso, qlever or generic.")
    ],
    source: From = HERE,
    graph_per_article: Annotated[
        bool, typer.Option("--graph-per-article", help="Keep the named graphs; else all goes into one graph.")
    ] = False,
    graph: Annotated[
        str | None, typer.Option("--graph", help="The one graph; the server's default graph without it.")
    ] = None,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Replace each graph that is written, instead of adding to it; apart, remove what is gone."
        ),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Send nothing; say what would be sent.")] = False,
    verify: Annotated[
        str, typer.Option("--verify", help="hash, counts or none; what fits the store without it.")
    ] = "profile",
    state: Annotated[
        Path | None, typer.Option("--state", help="Journal of an interrupted push; beside the build without it.")
    ] = None,
    timeout: Annotated[float, typer.Option("--timeout", help="Seconds without a byte from the server.")] = 60.0,
    format: Annotated[
        str, typer.Option("--format", help="table (on standard error) or json (on standard output).")
    ] = "table",
) -> None:
    """Put the graph into a triple store, by the SPARQL 1.1 Graph Store Protocol.

    Logins come from KAZKG_USER and KAZKG_PASSWORD, from KAZKG_TOKEN, or from a netrc file. A push that was
    interrupted goes on where it stopped when it is run again.
    """
    import json

    from kazkg.errors import RemoteError
    from kazkg.push import PushOptions
    from kazkg.push import push as run
    from kazkg.remote.client import Patience

    if format not in ("table", "json"):
        raise UsageFault(f"Unknown format {format!r}.", "Choose table or json.")
    if timeout <= 0:
        raise UsageFault("--timeout must be more than 0 seconds.")
    options = PushOptions(url, store, graph_per_article, graph, replace, dry_run, verify, state)
    with _progress("sending") as advance:
        report = run(source, options, patience=Patience(silence=timeout, whole=10 * timeout), progress=advance)
    if format == "json":
        sys.stdout.write(json.dumps(report.plain(), ensure_ascii=False, indent=1) + "\n")
    _console(stderr=True).print(_pushed(report))
    if report.faults:
        listed = "\n".join(f"  {line}" for line in report.faults[:10])
        raise RemoteError(f"The server does not hold what it was sent:\n{listed}\n", "Push again; it begins anew.")


@app.command()
def link(
    source: From = HERE,
    online: Annotated[bool, typer.Option("--online", help="Ask the Wikidata API, or --service.")] = False,
    service: Annotated[
        str | None,
        typer.Option("--service", help="A reconciliation service (API 0.2) of Wikidata items, to ask instead."),
    ] = None,
    replay: Annotated[
        bool, typer.Option("--replay", help="Send nothing; take what was answered before out of --cache.")
    ] = False,
    contact: Annotated[
        str,
        typer.Option(
            "--contact", help="Your e-mail or web address, for the server's operators.", envvar="KAZKG_CONTACT"
        ),
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", help="A file for the Turtle; standard output without it.")
    ] = None,
    cache: Annotated[
        Path | None, typer.Option("--cache", help="Folder of answers; beside the build without it.")
    ] = None,
    api: Annotated[str | None, typer.Option("--api", help="Address of another API like Wikidata's.")] = None,
    max_requests: Annotated[int, typer.Option("--max-requests", help="Requests sent at most.")] = 500,
    time_limit: Annotated[float, typer.Option("--time-limit", help="Seconds the whole look-up may take.")] = 900.0,
    timeout: Annotated[float, typer.Option("--timeout", help="Seconds without a byte from the server.")] = 30.0,
    format: Annotated[str, typer.Option("--format", help="ttl, table or json.")] = "ttl",
) -> None:
    """Propose Wikidata items for the entities of a build that have none.

    Without --online or --replay nobody is asked: the build has linked what it was sure of, and its candidates for the
    rest are listed. The build is not changed: what is found is Turtle, to be read first and then put into a knowledge
    folder. What is not sure is in it only as a comment.
    """
    from kazkg.lookup import API, LookupOptions, look_up, turtle

    if format not in ("ttl", "table", "json"):
        raise UsageFault(f"Unknown format {format!r}.", "Choose ttl, table or json.")
    if service is not None and not (online or replay):
        raise UsageFault("--service is asked with --online only.")
    beside = source.absolute()
    options = None
    if online or replay:
        folder = cache or beside.parent / f".{beside.name}.lookup"
        options = LookupOptions(folder, contact, service, api or API, replay, max_requests, time_limit, timeout)
    with _progress("looking up") as advance:
        found = look_up(source, options, progress=advance)
    if out is not None or format == "ttl":
        with _writing(out) as stream:
            stream.write(turtle(found.proposals))
    if format != "ttl":
        rows = [one.plain() for one in found.proposals]
        if format == "table":  # a label says enough to people
            rows = [{name: value for name, value in row.items() if name != "entity"} for row in rows]
        _rows(rows, format)
    asked = f"; {found.sent} requests, {found.kept} answers kept before" if options else "; --online asks Wikidata"
    _say(f"{len(found.chosen)} of {len(found.proposals)} entities without an item have a proposal{asked}")


@app.command()
def explain(
    iri: Annotated[str, typer.Argument(help="A claim, event, entity, article or span, as its IRI or the end of it.")],
    source: From = HERE,
) -> None:
    """Print a claim with its chain, and the sentence with its words marked."""
    from kazkg.explain import explain as run

    _console().print(run(iri, source))


@app.command()
def serve(
    source: From = HERE,
    host: Annotated[str, typer.Option("--host", help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port to listen at; 0 takes any free one.")] = 8000,
    cors: Annotated[
        list[str] | None,
        typer.Option("--cors", help="An origin whose pages may read answers, or *; repeatable.", metavar="ORIGIN"),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", help="A further name the server goes by; repeatable.", metavar="NAME"),
    ] = None,
    time_limit: Annotated[float, typer.Option("--time-limit", help="Seconds a query may take.")] = 30.0,
    max_results: Annotated[int, typer.Option("--max-results", help="Rows or triples of an answer.")] = 100_000,
    max_body: Annotated[int, typer.Option("--max-body", help="Largest request, in bytes.")] = 1_000_000,
    memory: Annotated[int, typer.Option("--memory", help="Megabytes a worker may take; 0 for no limit.")] = 2048,
    workers: Annotated[int, typer.Option("--workers", help="Queries that run at the same time.")] = 2,
    queue: Annotated[int, typer.Option("--queue", help="Queries that may wait for a worker.")] = 32,
) -> None:
    """Serve a build, for reading: SPARQL 1.1, a page for every IRI, the bundled questions, a reconciliation service."""
    from kazkg.web.serve import serve as run
    from kazkg.web.settings import Settings

    settings = Settings(
        source=str(source),
        host=host,
        port=port,
        cors=tuple(cors or ()),
        allowed_hosts=tuple(name.lower() for name in allow_host or ()),
        time_limit=time_limit,
        max_results=max_results,
        max_body=max_body,
        memory=memory,
        workers=workers,
        queue=queue,
    )
    run(settings, lambda address: _say(f"serving {source} at {address} (SPARQL: {address}sparql; end with Ctrl-C)"))


@app.command()
def coverage(
    source: From = HERE,
    format: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
) -> None:
    """List every number and reporting word that ended in no claim, with the reason."""
    from kazkg.build.coverage import read_coverage

    _rows([dict(row) for row in read_coverage(source)], format)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="A folder of gold, one JSON file an article.", metavar="GOLD")],
    source: From = HERE,
    aliases: Annotated[
        Path | None,
        typer.Option("--aliases", help="Names of one thing on a line; aliases.tsv in or above GOLD without it."),
    ] = None,
    misses: Annotated[bool, typer.Option("--misses", help="List every missed and every spurious answer.")] = False,
    format: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
) -> None:
    """Score a build against what careful readers found in its articles."""
    from kazkg.evaluation import evaluate as run

    if format not in ("table", "json"):
        raise UsageFault(f"Unknown format {format!r}.", "Choose table or json.")
    outcome = run(gold, source, aliases)
    for ids, message in (
        (outcome.left_out, "without gold, left out"),
        (outcome.unanswered, "with gold but without answers, all counted as missed"),
    ):
        if ids:
            listed = printable(", ".join(ids[:5])) + (" ..." if len(ids) > 5 else "")
            sys.stderr.write(f"kazkg: {len(ids)} article{'s' * (len(ids) > 1)} {message}: {listed}\n")
    if format == "json":
        import json

        sys.stdout.write(json.dumps(outcome.plain(differences=misses), ensure_ascii=False, indent=1) + "\n")
        return
    rows = [
        [s.task, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}", str(s.hit), str(s.found), str(s.gold)]
        for s in outcome.scores
    ]
    columns = ["task", "precision", "recall", "F1", "hit", "found", "gold"]
    _console().print(_table(None, columns, rows, numbers=(1, 2, 3, 4, 5, 6)))
    if misses:
        for d in outcome.differences:
            sys.stdout.write(printable(f"{d.article}  {d.task}  {d.kind}  {d.answer}") + "\n")


def main() -> NoReturn:
    """Run the command line and end the process with the contract's exit status."""
    try:
        app()
    except KazkgError as err:
        _stop(err, err.status)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader went away; say nothing more
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except OSError as err:
        _stop(err, 4)
    raise SystemExit(0)


def _stop(err: Exception, status: int) -> NoReturn:
    sys.stderr.write(f"kazkg: {printable(str(err), lines=True)}\n")
    raise SystemExit(status)


@contextmanager
def _writing(out: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that is there whole or not at all."""
    if out is None:
        yield sys.stdout.buffer
        return
    part = out.with_name(out.name + ".part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _say(text: str) -> None:
    """One line for people, at once."""
    sys.stderr.write(f"kazkg: {printable(text)}\n")
    sys.stderr.flush()


def _pairs(params: list[str] | tuple[str, ...]) -> dict[str, list[str]]:
    """Values by name; a name that is given twice has two, which are alternatives."""
    pairs: dict[str, list[str]] = {}
    for param in params:
        key, sep, value = param.partition("=")
        if not sep or not key:
            raise UsageFault(f"--param {param!r} is not of the form name=value.")
        pairs.setdefault(key, []).append(value)
    return pairs


def _one_each(option: str, params: list[str] | None) -> dict[str, str]:
    """Values by name, for an option that takes one value a name; names may hold ``=``, values of ``--item`` do not."""
    found: dict[str, str] = {}
    for param in params or ():
        name, sep, value = param.rpartition("=") if option == "--item" else param.partition("=")
        if not sep or not name or not value:
            raise UsageFault(f"{option} {param!r} is not of the form name=value.")
        if found.setdefault(name, value) != value:
            raise UsageFault(f"{option}: {name} is given twice.", "Give it once.")
    return found


def _quickstatements(
    source: Path,
    out: Path | None,
    items: dict[str, str],
    addresses: dict[str, str],
    retrieved: str | None,
    bar: str,
    *,
    dry_run: bool,
) -> None:
    from kazkg.statements.quickstatements import lines, quickstatements

    judged = lines(source, items, addresses=addresses, retrieved=retrieved, bar=bar)
    if dry_run:
        _rows([line.shown() for line in judged], "table")
    else:
        with _writing(out) as stream:
            stream.write(quickstatements(judged).encode())
    _say(f"{sum(1 for line in judged if line.statement)} of {len(judged)} claims become statements")


def _epoch() -> str | None:
    """The time of SOURCE_DATE_EPOCH as ISO 8601, None where it is not set."""
    from datetime import UTC, datetime

    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return None
    try:
        return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError) as err:
        raise UsageFault(f"SOURCE_DATE_EPOCH={epoch!r} is no number of seconds.") from err


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=False)


def _progress(doing: str) -> Any:
    """A progress bar on standard error, on a terminal only; gives a callback for each thing done."""

    @contextmanager
    def bar() -> Any:
        if not sys.stderr.isatty():
            yield lambda _name: None
            return
        from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=_console(stderr=True), transient=True) as progress:
            task = progress.add_task(doing, total=None)
            yield lambda _name: progress.advance(task)

    return bar()


def _table(title: str | None, columns: list[str], rows: list[list[str]], *, numbers: tuple[int, ...] = ()) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left")
    for i, column in enumerate(columns):
        table.add_column(column, justify="right" if i in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    return table


def _rows(rows: list[dict[str, str]], format: str) -> None:
    """Print rows with the same keys as a table or as JSON."""
    if format == "json":
        import json

        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    elif format == "table":
        columns = list(rows[0]) if rows else []
        _console().print(_table(None, columns, [[str(v) for v in row.values()] for row in rows]))
    else:
        raise UsageFault(f"Unknown format {format!r}.", "Choose table or json.")


def _findings(findings: list[Any]) -> None:
    if not findings:
        _console().print("No findings: the graph conforms.")
        return
    rows = [[f.severity, f.message] for f in findings]
    _console().print(_table(None, ["severity", "message"], rows))


def _pushed(report: PushReport) -> Table:
    """A row a graph, of many the first and last ten, and the sum."""
    rows = [
        [
            graph.graph.partition("/graph/")[2] or graph.graph or "default graph",
            f"{graph.triples:,}",
            str(graph.sent),
            str(graph.kept),
            "" if graph.on_server is None else f"{graph.on_server:,}",
            {None: "", True: "same", False: "differs"}[graph.same_hash],
        ]
        for graph in report.graphs
    ]
    if len(rows) > 20:
        rows = [*rows[:10], [f"... {len(rows) - 20} more graphs", "", "", "", "", ""], *rows[-10:]]
    gone = "to be removed" if report.dry_run else "removed"
    rows += [[name.partition("/graph/")[2] or name, "", "", "", "", gone] for name in report.removed[:10]]
    if len(report.removed) > 10:
        rows.append([f"... {len(report.removed) - 10} more graphs", "", "", "", "", gone])
    sums = [sum(graph.sent for graph in report.graphs), sum(graph.kept for graph in report.graphs)]
    there = [graph.on_server for graph in report.graphs if graph.on_server is not None]
    rows.append(["all", f"{report.triples:,}", *map(str, sums), f"{sum(there):,}" if there else "", ""])
    what = "Would be pushed" if report.dry_run else "Pushed"
    title = f"{what} to {report.store} at {report.url}" + ("" if report.dry_run else f" in {report.seconds:.1f} s")
    columns = ["graph", "triples", "sent", "kept", "on server", "hash"]
    return _table(title, columns, rows, numbers=(1, 2, 3, 4))


def _summary(report: BuildReport, *, profile: bool) -> None:
    console = _console(stderr=True)
    for name, message in report.problems:
        console.print(f"kazkg: {printable(name)}: {printable(message)}", markup=False, soft_wrap=True)
    for line in report.skipped:
        console.print(f"kazkg: passed over {printable(line)}", markup=False, soft_wrap=True)
    if report.undated:
        listed = ", ".join(report.undated[:5]) + (" ..." if len(report.undated) > 5 else "")
        text = f"kazkg: no publication date, relative dates stay open: {printable(listed)} (set one with --date)"
        console.print(text, markup=False, soft_wrap=True)
    for message in report.uncorrected:
        console.print(f"kazkg: {printable(message)}", markup=False, soft_wrap=True)
    console.print(_table(f"Built in {report.out}", ["", "count"], [[k, v] for k, v in report.counts()], numbers=(1,)))
    if profile:
        total = sum(report.timings.values()) or 1.0
        rows = [[k, f"{v:.3f}", f"{100 * v / total:.1f}"] for k, v in report.timings.items()]
        console.print(_table("CPU seconds by stage", ["stage", "seconds", "%"], rows, numbers=(1, 2)))
    if any(f.severity == "Violation" for f in report.findings):
        rows = [[f.message] for f in report.findings if f.severity == "Violation"]
        console.print(_table("Violations", ["message"], rows[:20]))
