"""Typed columns: every bundled answer fits its schema, and Parquet gives the same rows back."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pyoxigraph as ox
import pytest

from kazkg.errors import UsageFault
from kazkg.query import Query, answer, catalogue, write
from kazkg.query.frame import schema, write_parquet
from kazkg.query.params import _DATE
from kazkg.query.run import Answer
from kazkg.query.terms import Row

TABLES = tuple(query for query in catalogue() if query.columns != ("subject", "predicate", "object"))
INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")


def read(answered: Answer) -> pyarrow.Table:
    stream = io.BytesIO()
    write_parquet(answered, stream)
    return pyarrow.parquet.read_table(io.BytesIO(stream.getvalue()))


@pytest.mark.parametrize("built", ["corpus_build", "seeds_build"])
@pytest.mark.parametrize("query", TABLES, ids=lambda query: query.name)
def test_every_bundled_answer_fits_its_schema(query: Query, built: str, request: pytest.FixtureRequest) -> None:
    found = answer(query.name, {}, request.getfixturevalue(built))
    kinds = schema(query)
    for row in found.rows or ():
        for name, term in zip(found.columns, row, strict=True):
            if term is None:
                continue
            whole = isinstance(term, ox.Literal) and term.datatype == INTEGER
            assert (kinds[name] == "integer") is whole, (name, term)
            assert (kinds[name] == "iri") is isinstance(term, ox.NamedNode), (name, term)
            if kinds[name] == "date":
                assert all(part == ".." or _DATE.fullmatch(part) for part in term.value.split("/")), (name, term)


@pytest.mark.parametrize("name", ["figures", "events", "mentions", "ledger", "articles"])
def test_parquet_gives_the_same_rows_back(name: str, seeds_build: Path) -> None:
    found = answer(name, {}, seeds_build)
    table = read(found)
    assert tuple(table.column_names) == found.columns
    again = [{k: str(v) for k, v in row.items() if v is not None} for row in table.to_pylist()]
    assert again == found.plain()
    kinds = schema(found.query)
    for field in table.schema:
        assert field.type == (pyarrow.int64() if kinds[field.name] == "integer" else pyarrow.string())
        assert field.metadata[b"kazkg:kind"].decode() == kinds[field.name]


def test_an_empty_answer_has_the_schema_too(seeds_build: Path) -> None:
    some = read(answer("figures", {}, seeds_build))
    none = read(answer("figures", {"article": "nosuch"}, seeds_build))
    assert none.num_rows == 0
    assert none.schema == some.schema


def test_many_rows_come_in_groups(seeds_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kazkg.query.frame._AT_ONCE", 100)
    found = answer("mentions", {}, seeds_build)
    stream = io.BytesIO()
    write_parquet(found, stream)
    file = pyarrow.parquet.ParquetFile(io.BytesIO(stream.getvalue()))
    assert file.num_row_groups == -(-len(found.rows or ()) // 100) > 2
    assert file.read().num_rows == len(found.rows or ())


def own(*rows: Row) -> Answer:
    return Answer(Query("mine.rq", ""), ("a", "b"), rows)


def test_a_query_of_ones_own_is_typed_by_its_terms() -> None:
    one, word = ox.Literal("1", datatype=INTEGER), ox.Literal("x")
    table = read(own((one, one), (None, word)))
    assert [str(field.type) for field in table.schema] == ["int64", "string"]
    assert table.to_pylist() == [{"a": 1, "b": "1"}, {"a": None, "b": "x"}]


def test_a_number_too_large_is_named() -> None:
    with pytest.raises(UsageFault, match="64 bits"):
        read(own((ox.Literal("9" * 30, datatype=INTEGER), None)))


def test_parquet_needs_rows_and_a_file(seeds_build: Path) -> None:
    with pytest.raises(UsageFault, match="ttl"):
        write(answer("events-as-sem", {}, seeds_build), "parquet", io.StringIO())
    with pytest.raises(UsageFault, match="not text"):
        write(answer("figures", {}, seeds_build), "parquet", io.StringIO())


def test_the_command_writes_into_a_pipe(seeds_build: Path) -> None:
    command = [sys.executable, "-m", "kazkg", "query", "figures", "--from", str(seeds_build), "--format", "parquet"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    table = pyarrow.parquet.read_table(io.BytesIO(done.stdout))
    assert table.num_rows == len(answer("figures", {}, seeds_build).rows or ())


def test_without_pyarrow_the_extra_is_named(seeds_build: Path) -> None:
    code = (
        "import sys\nsys.modules['pyarrow'] = None\nfrom kazkg.cli import main\n"
        f"sys.argv = ['kazkg', 'query', 'figures', '--from', {str(seeds_build)!r}, '--format', 'parquet']\nmain()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 4
    assert "kazkg[parquet]" in done.stderr
