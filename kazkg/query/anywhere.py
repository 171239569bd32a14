"""Asking wherever the graph is: a build, an RDF file, or a SPARQL endpoint."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kazkg.errors import UsageFault
from kazkg.query.bundled import find
from kazkg.query.federated import asked_of_both
from kazkg.query.remote import asking, is_address
from kazkg.query.run import Flow, Given, flowing, prepare
from kazkg.remote.client import Patience

__all__ = ["asked"]


@contextmanager
def asked(
    name_or_file: str, params: Given | None = None, source: str = "build", patience: Patience | None = None
) -> Iterator[Flow]:
    """Ask a bundled query, or one in a file; rows come while they are read.

    Args:
        name_or_file: a bundled query's name, or the path of an ``.rq`` file.
        params: values by parameter name.
        source: the folder of a build, an RDF file, or the address of an endpoint.
        patience: how long to wait for an endpoint.

    Raises:
        UsageFault: for an unknown query, parameter or value, or a query that does more than read.
        InputError: for a query or file that cannot be parsed, or a folder without a build.
        EnvironmentFault: for a damaged store.
        RemoteError: for an endpoint that gives no whole answer.
    """
    federated = find(name_or_file).federated
    if federated and is_address(source):
        raise UsageFault(f"{name_or_file} is asked of a build on this machine.", "Give its folder to --from.")
    if federated:
        yield asked_of_both(find(name_or_file), params, source)
        return
    if not is_address(source):
        with flowing(name_or_file, params, source) as found:
            yield found
        return
    query = find(name_or_file)
    with asking(query, prepare(query, params), source, patience) as found:
        yield found
