"""The endpoint: queries by the SPARQL 1.1 Protocol, and what it says of itself when nothing is asked."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from kazkg.web import protocol
from kazkg.web.describe import service
from kazkg.web.frames import Asked
from kazkg.web.negotiate import GRAPHS, ROWS, TRUTHS, choose, named, preferences
from kazkg.web.pool import Document
from kazkg.web.rendering import render
from kazkg.web.running import run
from kazkg.web.site import Site, graph_response, offered, site_of, unchanged

__all__ = ["CAP_HEADER", "PATH", "ask", "endpoint"]

PATH: Final = "/sparql"
CAP_HEADER: Final = "X-SPARQL-MaxRows"
"""Says that rows or triples were left out, and how many were given; Virtuoso says it by the same name."""
_ALLOW: Final = "GET, HEAD, POST, OPTIONS"
SHOWN: Final = 1000
"""Rows on a page."""


async def endpoint(request: Request) -> Response:
    """Answer one request of the protocol."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": _ALLOW, "Accept-Post": f"{protocol.QUERY}, {protocol.FORM}"})
    body = await request.body() if request.method == "POST" else b""
    asked = protocol.read_request(
        request.method, request.scope["query_string"], request.headers.get("content-type"), body
    )
    if asked.query is None:
        return _itself(request, asked.format)
    return await ask(request, asked.query, asked.default, asked.named, asked.format)


def address(request: Request) -> str:
    """The address of the endpoint, as the client knows it."""
    return str(request.url.replace(path=PATH, query="", fragment=""))


def _itself(request: Request, given: str | None) -> Response:
    site = site_of(request)
    name = offered(request, GRAPHS, given)
    if name != "html":
        return graph_response(request, service(address(request), site.outline), name)
    page = render("sparql.html", site=site, query=_EXAMPLE, answer=None, endpoint=address(request))
    return HTMLResponse(page, headers={"Vary": "Accept"})


_EXAMPLE: Final = """PREFIX kaz: <https://w3id.org/kazkg/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?article ?measure ?words ?claimer WHERE {
  ?figure a kaz:Figure ; kaz:inArticle/kaz:identifier ?article ;
    kaz:measure/skos:notation ?measure ; kaz:words ?words .
  OPTIONAL { ?figure kaz:claimer/skos:prefLabel ?claimer }
} ORDER BY ?article ?measure ?words"""


async def ask(
    request: Request,
    query: str,
    default: tuple[str, ...] | None = None,
    graphs: tuple[str, ...] | None = None,
    given: str | None = None,
    *,
    template: str = "sparql.html",
    values: dict[str, Any] | None = None,
) -> Response:
    """Run a query in a worker and give its answer in the format that the request asks for.

    Args:
        request: the request.
        query: SPARQL 1.1.
        default: graphs of the default graph; None leaves the dataset to the query.
        graphs: named graphs.
        given: a format that goes before the ``Accept`` header.
        template: the page that shows the answer where a page is asked for.
        values: what the page needs besides.

    Raises:
        Refusal: with the status that fits.
    """
    site = site_of(request)
    formats = _formats(request, given)
    tag = site.tag(query, default, graphs, formats, values, site.settings.max_results, address(request))
    if (short_answer := unchanged(request, tag)) is not None:
        return short_answer
    most = site.settings.max_results
    if formats["rows"] == "html":
        most = min(most, SHOWN)
    asked = Asked(
        query,
        default,
        graphs,
        rows=_inside(formats["rows"], "json"),
        truth=_inside(formats["truth"], "json"),
        graph=_inside(formats["graph"], "ttl"),
        most=most,
        seconds=site.settings.time_limit,
        note=address(request) + "#cut",
    )
    document = await run(request, site, asked)
    told = document.told
    headers = {"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache"}
    if told.cut:
        headers[CAP_HEADER] = str(most)
    chosen = formats[told.kind]
    if chosen == "html":
        shown = await asyncio.to_thread(_page, site, request, query, document, most, template, values or {})
        return HTMLResponse(shown, headers=headers)
    kinds = GRAPHS if told.kind == "graph" else ROWS
    media = kinds[told.format] + ("; charset=utf-8" if kinds[told.format].startswith("text/") else "")
    headers["Content-Length"] = str(document.size)
    return StreamingResponse(document.pieces(), media_type=media, headers=headers)


def _formats(request: Request, given: str | None) -> dict[str, str | None]:
    """The format for each kind of answer, None where there is no acceptable one; which kind comes is not known yet."""
    offers = {"rows": ROWS, "truth": TRUTHS, "graph": GRAPHS}
    if given is not None:
        found = {kind: named(formats, given) for kind, formats in offers.items()}
        if any(found.values()):  # clients send words of their own here; what is not ours is left to Accept
            return found
    wanted = preferences(",".join(request.headers.getlist("accept")) or None)
    return {kind: choose(formats, wanted) for kind, formats in offers.items()}


def _inside(name: str | None, instead: str) -> str | None:
    return instead if name == "html" else name


def _page(
    site: Site, request: Request, query: str, document: Document, most: int, template: str, values: dict[str, Any]
) -> str:
    told = document.told
    answer: dict[str, Any] = {"kind": told.kind, "cut": told.cut, "most": most}
    if told.kind == "graph":
        answer["text"] = document.whole().decode("utf-8")
    elif told.kind == "truth":
        answer["truth"] = json.loads(document.whole())["boolean"]
    else:
        found = json.loads(document.whole())
        answer["columns"] = found["head"]["vars"]
        answer["rows"] = [[row.get(name) for name in answer["columns"]] for row in found["results"]["bindings"]]
    return render(template, site=site, query=query, answer=answer, endpoint=address(request), **values)
