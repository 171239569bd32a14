"""Nothing that changes the graph or calls another server gets through, and nothing else is held up."""

from __future__ import annotations

import pytest

from kazkg.errors import UsageFault
from kazkg.query.guard import refuse_effects

CALLS = [
    "SELECT * { SERVICE <http://h/> { ?s ?p ?o } }",
    "select * { service silent <http://h/> { ?s ?p ?o } }",
    "SELECT * { SERVICE ?where { ?s ?p ?o } }",
    "SELECT * { ?s ?p 5SERVICE<http://h/>{ ?s ?p ?o } }",
    "PREFIX x: <http://h/> SELECT * { SERVICE x:y { ?s ?p ?o } }",
    "PREFIX : <http://h/> SELECT * { SERVICE:y { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://h/> { ?s ?p ?o } }",
    "SELECT * { S\\U00000045RVICE <http://h/> { ?s ?p ?o } }",
    "SELECT * { FILTER(?a<?b) SERVICE <http://h/> { ?s ?p ?o } FILTER(?c>?d) }",
    "SELECT * { FILTER(?a<?b)SERVICE?w{?x?y?z}FILTER(?c>?d) }",
    "SELECT * { ?s ?p 'it''s' . SERVICE <http://h/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p '\\'' . SERVICE <http://h/> { ?s ?p '' } }",
    "SELECT * { ?s ?p \"a#b\" . SERVICE <http://h/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p <http://h/#x> . SERVICE <http://h/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p x:a\\' . SERVICE <http://h/> { ?s ?p x:b\\' } }",
    "SELECT * { { SELECT * { SERVICE <http://h/> { ?s ?p ?o } } } }",
    "SELECT * { ?s ?p ''' ' ''' . SERVICE <http://h/> {} }",
]  # fmt: skip
UPDATES = [
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "PREFIX x: <a:> delete where { ?s ?p ?o }",
    "# just SELECT\nCLEAR ALL",
    "LOAD <http://h/>",
    "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "BASE <http://select/> DROP GRAPH <a:g>",
]
HARMLESS = [
    "SELECT ?service { ?service ?p 'SERVICE <http://h/> {}' }",
    "SELECT * { ?s <http://h/SERVICE> \"\"\"SERVICE \" SERVICE\"\"\" } # SERVICE",
    "PREFIX x: <http://h/> SELECT * { ?s x:SERVICE $service , x:my-SERVICE }",
    "SELECT ?load ?insert { ?load a <http://h/INSERT> ; <a:b> 'DELETE' }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "ASK {}",
    "SELECT * { FILTER(1 < 2 && 3 > 2) ?s ?p ?o }",
    "DESCRIBE <a:b>",
    "SELECT * { ?s ?p 'x'@en-SERVICE }",
]  # fmt: skip


@pytest.mark.parametrize("text", CALLS)
def test_calls_are_refused(text: str) -> None:
    with pytest.raises(UsageFault, match="SERVICE"):
        refuse_effects(text)


@pytest.mark.parametrize("text", UPDATES)
def test_updates_are_refused(text: str) -> None:
    with pytest.raises(UsageFault, match="changes the graph"):
        refuse_effects(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_the_rest_passes(text: str) -> None:
    refuse_effects(text)
