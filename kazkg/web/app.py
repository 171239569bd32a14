"""The application: its routes, and the store and workers behind them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kazkg.publish.digest import digest
from kazkg.publish.void import outline
from kazkg.store.source import open_source
from kazkg.web import pages, reconcile, sparql
from kazkg.web.guards import Guard
from kazkg.web.origins import Origins
from kazkg.web.pool import Pool
from kazkg.web.protocol import Refusal
from kazkg.web.settings import Settings
from kazkg.web.site import ONTOLOGY, Site

__all__ = ["create_app"]

_STATIC: Final = Path(__file__).parent / "static"
_READ: Final = ["GET", "HEAD"]
_ASKED: Final = ["GET", "HEAD", "POST", "OPTIONS"]


def create_app(settings: Settings) -> Starlette:
    """The application over one source.

    The store is opened and counted at once, so that what cannot be served fails before a port is taken; the workers
    start with the application and end with it.

    Raises:
        KazkgError: where the source cannot be opened.
    """
    store = open_source(settings.source)
    pool = Pool(settings.source, workers=settings.workers, queue=settings.queue, memory=settings.memory << 20)
    site = Site(settings, store, outline(store, digest(store)), pool)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await pool.open()
        yield
        await pool.close()

    middleware = [Middleware(Origins, settings=settings), Middleware(Guard, settings=settings)]
    app = Starlette(
        routes=_routes(site),
        middleware=middleware,
        lifespan=lifespan,
        exception_handlers={Refusal: _refused, HTTPException: _failed, Exception: _failed},
    )
    app.state.site = site
    return app


def _routes(site: Site) -> list[Route | Mount]:
    """All addresses. Fixed ones stand first, because the base of the data may be the root of the server."""
    return [
        Route("/", pages.home, methods=_READ),
        Route(sparql.PATH, sparql.endpoint, methods=_ASKED),
        Route("/.well-known/void", pages.dataset, methods=_READ),
        Route("/queries", pages.queries, methods=_READ),
        Route("/queries/{name}", pages.bundled_query, methods=_READ),
        *reconcile.routes(),
        Mount("/static", StaticFiles(directory=_STATIC)),
        Route(urlsplit(ONTOLOGY).path, pages.ontology, methods=_READ),
        Route(site.base_path + "{rest:path}", pages.about, methods=_READ),
    ]


async def _refused(_request: Request, err: Exception) -> Response:
    assert isinstance(err, Refusal)
    return PlainTextResponse(err.message + "\n", err.status, headers=err.headers)


async def _failed(_request: Request, err: Exception) -> Response:
    """Without the exception's own words: they are for the log."""
    if isinstance(err, HTTPException):
        return PlainTextResponse(f"{err.detail}\n", err.status_code, headers=dict(err.headers or {}))
    return PlainTextResponse("Something failed inside the server.\n", 500)
