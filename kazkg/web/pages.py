"""Pages and data for every IRI under the base: linked data, for people and for programs.

An IRI itself leads, by 303, to the address with the suffix of a format; that address gives the document at once.
Article pages carry the article's spans, whose IRIs differ from the article's by their fragment alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kazkg import resources
from kazkg.errors import UsageFault
from kazkg.explain import account
from kazkg.publish.ontology import terms
from kazkg.publish.void import describe
from kazkg.query import catalogue
from kazkg.query.bundled import find
from kazkg.query.params import ANY
from kazkg.query.run import prepare
from kazkg.store.reader import OA, Reader, short
from kazkg.web.negotiate import GRAPHS
from kazkg.web.protocol import Refusal
from kazkg.web.rendering import render
from kazkg.web.site import Site, graph_response, offered, site_of, unchanged
from kazkg.web.sparql import PATH, address, ask

__all__ = ["about", "bundled_query", "dataset", "home", "ontology", "queries"]

_MOST: Final = 500
"""Lines of one name on a page."""
_SUFFIXES: Final = {name: f".{name}" for name in GRAPHS}
_STATIC: Final = "static"


def home(request: Request) -> Response:
    """What is served, and where to begin."""
    site = site_of(request)
    reader = site.reader
    articles = [(reader.label(node), node.value) for node in reader.of_class("Article")]
    counts = [(name.lower() + "s", site.outline.count(name)) for name in ("Article", "Statement", "Figure", "Event")]
    page = render("home.html", site=site, counts=counts, articles=articles[:_MOST], more=max(0, len(articles) - _MOST))
    return _page(request, page)


def _page(request: Request, page: str) -> Response:
    tag = site_of(request).tag(page)
    return unchanged(request, tag) or HTMLResponse(page, headers={"ETag": tag, "Vary": "Accept"})


# ---- things ------------------------------------------------------------------------------------


def about(request: Request) -> Response:
    """A thing under the base: its document by suffix, or the way to it."""
    site = site_of(request)
    raw = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    path = raw.decode("ascii", errors="replace")
    if (node := _known(site, path)) is not None:
        name = offered(request, GRAPHS)
        return RedirectResponse(path + _SUFFIXES[name], status_code=303, headers={"Vary": "Accept"})
    for name, suffix in _SUFFIXES.items():
        if path.endswith(suffix) and (node := _known(site, path.removesuffix(suffix))) is not None:
            return _document(request, site, node, path.removesuffix(suffix), name)
    raise Refusal(404, f"The graph knows nothing at this address. What there is: /, {PATH}.")


def _known(site: Site, path: str) -> ox.NamedNode | None:
    try:
        node = ox.NamedNode(site.iri_of(path))
    except ValueError:
        return None
    if node.value == site.outline.iri:
        return node
    within = (
        site.store.quads_for_pattern(node, None, None, None),
        site.store.quads_for_pattern(None, None, node, None),
    )
    return node if any(next(quads, None) is not None for quads in within) else None


def _document(request: Request, site: Site, node: ox.NamedNode, path: str, name: str) -> Response:
    links = [f'<{node.value}>; rel="describes"', '</.well-known/void>; rel="http://www.w3.org/ns/void#inDataset"']
    links += [f'<{path}{_SUFFIXES[other]}>; rel="alternate"; type="{kind}"' for other, kind in GRAPHS.items()]
    headers = {"Link": ", ".join(links)}
    if node.value == site.outline.iri:
        if name != "html":
            return graph_response(request, describe(site.outline, endpoint=address(request)), name, headers)
        return RedirectResponse("/", status_code=303)
    if name != "html":
        return graph_response(request, list(_triples(site.store, node)), name, headers)
    reader = site.reader
    out = [(quad.predicate.value, _cell(reader, quad.object)) for quad in _outgoing(site.store, node)]
    back = [(quad.predicate.value, _cell(reader, quad.subject)) for quad in _incoming(site.store, node)]
    page = render(
        "about.html", site=site, node=node.value, path=path, label=reader.label(node),
        parts=account(reader, node, _MOST),
        out=_distinct(out), back=_distinct(back), most=_MOST, spans=_spans(reader, node),
        suffixes=_SUFFIXES, short=short,
    )  # fmt: skip
    tag = site.tag(page)
    headers |= {"ETag": tag, "Vary": "Accept"}
    return unchanged(request, tag, {"Link": headers["Link"]}) or HTMLResponse(page, headers=headers)


def _outgoing(store: ox.Store, node: ox.NamedNode) -> Iterator[ox.Quad]:
    return store.quads_for_pattern(node, None, None, None)


def _incoming(store: ox.Store, node: ox.NamedNode) -> Iterator[ox.Quad]:
    return store.quads_for_pattern(None, None, node, None)


def _triples(store: ox.Store, node: ox.NamedNode) -> Iterator[ox.Triple]:
    """What is said of a thing, what points to it, and what is said of the things whose IRIs lead to its document."""
    for quad in _outgoing(store, node):
        yield quad.triple
    for quad in _incoming(store, node):
        yield quad.triple
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(node.value + "#"):
            for inner in _outgoing(store, quad.subject):
                yield inner.triple


def _cell(reader: Reader, term: object) -> tuple[str, str | None]:
    """What a cell shows, and the IRI it stands for."""
    if isinstance(term, ox.NamedNode):
        return reader.label(term), term.value
    return (term.value if isinstance(term, ox.Literal) else str(term)), None


def _distinct(rows: list[tuple[str, tuple[str, str | None]]]) -> list[tuple[str, tuple[str, str | None]]]:
    return sorted(set(rows), key=lambda row: (row[0], row[1][0], row[1][1] or ""))


def _spans(reader: Reader, node: ox.NamedNode) -> list[tuple[str, str]]:
    """Fragment and words of the spans in an article, in order of the text."""
    inside = [s for s in reader.subjects("inArticle", node) if s.value.startswith(node.value + "#")]
    ordered = sorted(inside, key=lambda s: (reader.number(s, OA + "start") or 0, reader.number(s, OA + "end") or 0))
    return [(s.value.partition("#")[2], reader.text(s, OA + "exact") or "") for s in ordered]


# ---- the dataset, the ontology, the questions --------------------------------------------------


def dataset(request: Request) -> Response:
    """The description of the dataset, in VoID and DCAT."""
    site = site_of(request)
    name = offered(request, {kind: media for kind, media in GRAPHS.items() if kind != "html"})
    return graph_response(request, describe(site.outline, endpoint=address(request)), name)


def ontology(request: Request) -> Response:
    """The ontology: a page of its terms, or the graph itself."""
    site = site_of(request)
    name = offered(request, GRAPHS)
    file = resources.folder("ontology") / "kazkg.ttl"
    if name != "html":
        return graph_response(request, [q.triple for q in ox.parse(path=file)], name)
    return _page(request, render("ontology.html", site=site, sections=terms(file.read_text(encoding="utf-8"))))


def queries(request: Request) -> Response:
    """The bundled questions."""
    return _page(request, render("queries.html", site=site_of(request), queries=catalogue()))


async def bundled_query(request: Request) -> Response:
    """One bundled question, asked with the parameters in the address."""
    name = request.path_params["name"]
    known = {one.name for one in catalogue()}
    if name not in known:
        raise Refusal(404, "There is no such question. What there is: /queries.")
    query = find(name)
    fields = request.query_params
    given = {p.name: [v for v in fields.getlist(p.name) if v.strip()] for p in query.parameters if p.name in fields}
    unknown = sorted(set(fields) - {p.name for p in query.parameters} - {"format"})
    if unknown:
        raise Refusal(400, f"The question has no parameter {unknown[0]!r}.")
    try:
        bound = prepare(query, {key: values for key, values in given.items() if values})
    except UsageFault as err:
        raise Refusal(400, str(err)) from err
    shown = {
        p.name: ", ".join(given.get(p.name) or ([] if p.default == ANY else [p.default])) for p in query.parameters
    }
    values = {"bundled": query, "given": shown, "fields": str(request.url.query)}
    return await ask(request, bound, given=fields.get("format"), template="query.html", values=values)
