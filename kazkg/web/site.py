"""What the handlers of the application share: settings, the store, its outline, the workers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from kazkg import __version__
from kazkg.graph.serialize import short
from kazkg.publish.void import PREFIXES, Outline
from kazkg.store.reader import KAZ, Reader
from kazkg.web.negotiate import GRAPHS, choose, named, preferences, stored
from kazkg.web.pool import Pool
from kazkg.web.protocol import Refusal
from kazkg.web.settings import Settings

__all__ = ["Site", "graph_response", "offered", "site_of", "unchanged"]

ONTOLOGY = KAZ.rstrip("#")


@dataclass(frozen=True, slots=True)
class Site:
    """One served dataset."""

    settings: Settings
    store: ox.Store
    outline: Outline
    pool: Pool

    @property
    def reader(self) -> Reader:
        """Looks things up in the store."""
        return Reader(self.store)

    @property
    def base_path(self) -> str:
        """Where the data's IRIs lead on this server: the path of their base."""
        return urlsplit(self.outline.base).path or "/"

    @property
    def ontology_path(self) -> str:
        """Where the ontology's IRIs lead on this server."""
        return urlsplit(ONTOLOGY).path

    def iri_of(self, path: str) -> str:
        """The IRI that a path under the base stands for."""
        return self.outline.base + path.removeprefix(self.base_path)

    def local(self, iri: str) -> str | None:
        """The address of an IRI's page on this server; None for what has none."""
        if iri.startswith(self.outline.base):
            return self.base_path + iri.removeprefix(self.outline.base)
        if iri.startswith(KAZ):
            return self.ontology_path + "#" + iri.removeprefix(KAZ)
        return None

    def link(self, iri: str) -> str | None:
        """The address that a page links an IRI to; None for other schemes than the web's."""
        return self.local(iri) or (iri if iri.startswith(("https://", "http://")) else None)

    def tag(self, *parts: object) -> str:
        """An entity tag: of the dataset, this version of kazkg, and all else that decides the bytes."""
        said = "\x1f".join([self.outline.digest, __version__, *(repr(part) for part in parts)])
        return f'"{hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


def site_of(request: Request) -> Site:
    """The site that a request is for."""
    site: Site = request.app.state.site
    return site


def unchanged(request: Request, tag: str, headers: Mapping[str, str] | None = None) -> Response | None:
    """The short answer to those who have this version already (RFC 9110, 13.1.2); None where they do not."""
    given = request.headers.get("if-none-match")
    if given is None or request.method not in ("GET", "HEAD"):
        return None
    tags = {one.strip().removeprefix("W/") for one in given.split(",")}
    if tag in tags or "*" in tags:
        return Response(status_code=304, headers={"ETag": tag, "Vary": "Accept", **(headers or {})})
    return None


def offered(request: Request, offers: Mapping[str, str], given: str | None = None) -> str:
    """The short name of the format that a request asks for.

    Args:
        request: its ``Accept`` headers decide where nothing is given.
        offers: media types by short name.
        given: a short name or media type; one that there is none of is left out of account.

    Raises:
        Refusal: 406 where no offer is acceptable.
    """
    listed = ", ".join(dict.fromkeys(offers.values()))
    name = named(offers, given) if given is not None else None
    name = name or choose(offers, preferences(",".join(request.headers.getlist("accept")) or None))
    if name is None:
        raise Refusal(406, f"Nothing acceptable can be given. There is: {listed}.")
    return name


def graph_response(
    request: Request, triples: list[ox.Triple], name: str, headers: Mapping[str, str] | None = None
) -> Response:
    """A few triples in one of the formats of graphs, with a tag of the format and their bytes."""
    data = short(triples, stored(name), PREFIXES)
    tag = f'"{hashlib.sha256(name.encode() + b" " + data).hexdigest()[:32]}"'
    said = {"ETag": tag, "Vary": "Accept", **(headers or {})}
    return unchanged(request, tag, headers) or Response(data, media_type=GRAPHS[name], headers=said)
