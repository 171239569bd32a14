"""The Reconciliation Service API 0.2 over HTTP: manifest, matching, suggestions, previews, data extension.

Names are matched in the workers, so that time and memory are bounded as those of queries are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from kazkg import __version__
from kazkg.reconcile.records import Record, Records
from kazkg.reconcile.service import PREVIEW, manifest
from kazkg.reconcile.terms import Terms
from kazkg.web.frames import Asked
from kazkg.web.origins import OWN_POLICY, RECONCILE, framers, may_script
from kazkg.web.protocol import FORM, Refusal, fields_of, kind_of
from kazkg.web.rendering import render
from kazkg.web.running import run
from kazkg.web.site import Site, site_of, unchanged

__all__ = ["routes"]

_CALLBACK: Final = re.compile(r"[A-Za-z_$][\w$]{0,63}(?:\.[A-Za-z_$][\w$]{0,63}){0,7}", re.ASCII)
_TASKS: Final = {"queries": "batch", "query": "single", "extend": "extend"}
"""Fields that ask for something, each once and alone."""
_KINDS: Final = ("entity", "type", "property")
_READ: Final = ["GET", "HEAD"]
_SHOWN: Final = 6
"""Properties of a preview."""

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def routes() -> list[Route]:
    """The addresses of the service."""
    return [
        Route(RECONCILE, endpoint, methods=[*_READ, "POST"]),
        *(Route(f"{RECONCILE}/suggest/{what}", _asking(f"suggest {what}"), methods=_READ) for what in _KINDS),
        Route(RECONCILE + "/properties", _asking("properties"), methods=_READ),
        Route(RECONCILE + "/flyout/entity", flyout, methods=_READ),
        Route(RECONCILE + "/preview", preview, methods=_READ),
        Route(RECONCILE + "/view", view, methods=_READ),
    ]


async def endpoint(request: Request) -> Response:
    """The manifest where nothing is asked; candidates for names; values of properties."""
    fields = await _fields(request)
    asked = [(_TASKS[name], value) for name, value in fields.items() if name in _TASKS]
    if len(asked) > 1:
        raise Refusal(400, f"Send one of {', '.join(_TASKS)} at a time.")
    if asked:
        return await _answer(request, fields, *asked[0])
    if request.method == "POST":
        raise Refusal(400, "The request has no 'queries' and no 'extend'.")
    return _said(request, fields, json.dumps(_manifest(request), separators=(",", ":")).encode("ascii"))


def _manifest(request: Request) -> Mapping[str, Any]:
    site = site_of(request)
    address = _address(request)
    found = manifest(f"kazkg: names in {site.outline.count('Article')} articles", site.outline.base, address,
                     address + "/view?id={{id}}")  # fmt: skip
    return {**found, "serviceVersion": __version__}


def _address(request: Request) -> str:
    """The address of the service, as the client knows it."""
    return str(request.url.replace(path=RECONCILE, query="", fragment=""))


def _asking(task: str) -> Handler:
    """A handler that hands the fields of the address to a worker."""

    async def handler(request: Request) -> Response:
        fields = await _fields(request)
        kept = {name: fields[name] for name in ("prefix", "cursor", "limit", "type") if name in fields}
        return await _answer(request, fields, task, json.dumps(kept))

    return handler


async def _fields(request: Request) -> dict[str, str]:
    """Fields of the address, and of a form.

    Raises:
        Refusal: 400 for a field that is there twice, 415 for another content than a form.
    """
    found = fields_of(request.scope["query_string"], "The address")
    if request.method == "POST":
        kind = kind_of(request.headers.get("content-type"))
        if kind != FORM:
            raise Refusal(415, f"Content of this type is not read here. Send {FORM}.", {"Accept-Post": FORM})
        found = fields_of(await request.body(), "The form") + found
    names = [name for name, _ in found]
    for name in (*_TASKS, "callback", "prefix", "cursor", "limit", "id"):
        if names.count(name) > 1:
            raise Refusal(400, f"There is more than one '{name}'. Send one.")
    several = " ".join(value for name, value in found if name == "type")
    return dict(found) | ({"type": several} if "type" in names else {})


async def _answer(request: Request, fields: Mapping[str, str], task: str, text: str) -> Response:
    """Let a worker answer."""
    site = site_of(request)
    _callback(request, fields)
    tag = site.tag(request.url.path, task, text, fields.get("callback"))
    if (short := unchanged(request, tag)) is not None:
        return short
    document = await run(request, site, Asked(text, task=task, seconds=site.settings.time_limit))
    return _said(request, fields, document.whole(), tag)


def _said(request: Request, fields: Mapping[str, str], data: bytes, tag: str | None = None) -> Response:
    """JSON, or the call of a function with it where a script is asked for."""
    callback = _callback(request, fields)
    tag = tag or site_of(request).tag(data, callback)
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if (short := unchanged(request, tag)) is not None:
        return short
    if callback is None:
        return Response(data, media_type="application/json", headers=headers)
    script = b"/**/" + callback.encode("ascii") + b"(" + data + b");"  # no other kind of file begins so
    return Response(script, media_type="text/javascript", headers=headers)


def _callback(request: Request, fields: Mapping[str, str]) -> str | None:
    """The function that a script is to call; None where JSON is asked for.

    Raises:
        Refusal: 400 where it is no name of a function, 403 where pages of others could read the script.
    """
    name = fields.get("callback")
    if name is None:
        return None
    if not _CALLBACK.fullmatch(name):
        raise Refusal(400, "'callback' is no name of a function.")
    if request.method == "POST":
        raise Refusal(400, "'callback' goes with GET.")
    if not may_script(site_of(request).settings, request.headers):
        raise Refusal(403, "Scripts can be read by every page that loads them; --cors '*' allows it.")
    return name


# ---- what people look at -----------------------------------------------------------------------


def _record(request: Request, id: str) -> Record:
    site = site_of(request)
    found = Records(site.store, site.outline.base, Terms()).one(id)
    if found is None:
        raise Refusal(404, "The graph has no entity of this id.")
    return found


def _shown(request: Request, site: Site, record: Record) -> dict[str, Any]:
    """What the templates need."""
    terms = Terms()
    hidden = {"altLabel", "mentions", "inArticle"}
    rows = [
        (terms.property_name(name), [getattr(value, "name", value) for value in values])
        for name, values in record.values.items()
        if name not in hidden
    ]
    articles = record.values.get("inArticle", ())
    link = _address(request).removesuffix(RECONCILE) + (site.local(site.outline.base + record.id) or "")
    others = record.names[1:]
    return {"record": record, "rows": rows[:_SHOWN], "articles": len(articles), "link": link, "others": others}


def preview(request: Request) -> Response:
    """An entity on a small page that fits into a frame."""
    site = site_of(request)
    record = _record(request, request.query_params.get("id", ""))
    width, height = PREVIEW
    page = render("preview.html", width=width, height=height, **_shown(request, site, record))
    policy = OWN_POLICY + framers(site.settings)
    tag = site.tag(page)
    headers = {"ETag": tag, "Content-Security-Policy": policy}
    return unchanged(request, tag) or HTMLResponse(page, headers=headers)


async def flyout(request: Request) -> Response:
    """An entity in a few lines of HTML inside JSON."""
    fields = await _fields(request)
    record = _record(request, fields.get("id", ""))
    html = render("flyout.html", **_shown(request, site_of(request), record))
    return _said(request, fields, json.dumps({"id": record.id, "html": html}).encode("ascii"))


def view(request: Request) -> Response:
    """The way to the page of an entity; its id may hold slashes, which no part of a path can."""
    site = site_of(request)
    record = _record(request, request.query_params.get("id", ""))
    return RedirectResponse(site.local(site.outline.base + record.id) or "/", status_code=303)
