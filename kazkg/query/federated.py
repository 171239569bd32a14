"""Questions that ask Wikidata beside the build: only the bundled ones, and only a server that the user names.

A query in ``queries/federated/`` holds one SERVICE with Wikidata's address, so that the file runs as it is in any
SPARQL client. Here that address is replaced by the one given, and the items of the build are put in, so that the other
server is asked of nothing else. Without an address nothing is sent anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kazkg.errors import InputError, RemoteError, UsageFault
from kazkg.query.bundled import Query
from kazkg.query.guard import refuse_effects
from kazkg.query.params import bind
from kazkg.query.run import Flow, Given, flow
from kazkg.store.source import open_source

__all__ = ["ENDPOINT", "MOST", "asked_of_both", "composed"]

ENDPOINT: Final = "endpoint"
"""The parameter that names the server."""
MOST: Final = 1000
"""So many items are asked of at once."""
_SERVICE: Final = re.compile(r"SERVICE <[^>\s]*>")
_ITEMS: Final = re.compile(r"VALUES \?wikidata \{ UNDEF \}")
_ADDRESS: Final = re.compile(r"""https?://[^\x00-\x20<>"{}|^`\\@\x7f]+""")
_NAMED: Final = """
PREFIX kaz: <https://w3id.org/kazkg/ontology#>
SELECT DISTINCT ?item WHERE { ?mention a kaz:Mention ; kaz:refersTo ?node . ?node kaz:wikidata ?item }
"""


def asked_of_both(query: Query, params: Given | None, source: Path | str) -> Flow:
    """Ask a federated query of a build and of the server that the parameter ``endpoint`` names.

    Args:
        query: a bundled one with a SERVICE.
        params: its parameters and ``endpoint``, the address of a SPARQL endpoint.
        source: the folder of a build, or an RDF file.

    Raises:
        UsageFault: for no address, a wrong one, a wrong parameter, or more items than are asked of at once.
        InputError: for a source that cannot be read.
        RemoteError: where the server gives no answer.
    """
    endpoint, rest = _address(query, params or {})
    bound = bind(query.text, query.parameters, rest)
    store = open_source(source)
    found = store.query(_NAMED, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    items = sorted({row["item"].value for row in found if isinstance(row["item"], ox.NamedNode)})
    if not items:
        return Flow(query, query.columns, rows=iter(()))
    text = composed(bound, endpoint, items)

    def fault(err: Exception) -> RemoteError:
        told = f"{query.name}: {endpoint} gives no answer: {err}"
        return RemoteError(told, "Is it a SPARQL endpoint, and can it be reached?", passing=True)

    try:
        return flow(query, store.query(text, use_default_graph_as_union=True), fault)
    except SyntaxError as err:
        raise InputError(f"{query.name}: not a SPARQL query: {err}") from err
    except (OSError, RuntimeError) as err:
        raise fault(err) from err


def _address(query: Query, params: Given) -> tuple[str, Mapping[str, str | Sequence[str]]]:
    given = params.get(ENDPOINT, ())
    values = [given] if isinstance(given, str) else list(given)
    if not values:
        told = f"{query.name} asks another server, and sends it the items of the build."
        raise UsageFault(told, "Name it: --param endpoint=https://query.wikidata.org/sparql")
    if len(values) > 1 or not _ADDRESS.fullmatch(values[0]):
        raise UsageFault(f"endpoint: {values[0]!r} is not one address of a server.", "Give http:// or https://.")
    return values[0], {name: value for name, value in params.items() if name != ENDPOINT}


def composed(bound: str, endpoint: str, items: Sequence[str]) -> str:
    """The query for one server and some items.

    Raises:
        UsageFault: for more items than are asked of at once, or a query with more than its one SERVICE.
    """
    if len(items) > MOST:
        told = f"The build names {len(items)} items; {MOST} are asked of at once."
        raise UsageFault(told, "Build fewer articles, or run the .rq file in a SPARQL client.")
    listed = " ".join(str(ox.NamedNode(item)) for item in items)
    text = _SERVICE.sub(lambda _: f"SERVICE <{endpoint}>", bound)
    text = _ITEMS.sub(lambda _: f"VALUES ?wikidata {{ {listed} }}", text)
    refuse_effects(text, services=1)
    return text
