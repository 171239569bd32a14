"""IRIs of the data: minted from content under one base, never random, never from a clock.

Ids, keys and labels come from outside, so every part that goes into an IRI is percent-encoded first; two different
parts never give the same IRI.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from urllib.parse import quote

import pyoxigraph as ox

from kazkg.facts import Time
from kazkg.graph.settings import DEFAULT_BASE

__all__ = ["Iris", "encode", "short_hash", "slug"]

_CLOCK = {"year": "-01-01T00:00:00Z", "month": "-01T00:00:00Z", "day": "T00:00:00Z", "minute": ":00Z", "hour": ":00Z"}


def encode(part: str) -> str:
    """Percent-encode one path segment: letters, digits, ``-``, ``.``, ``_`` and ``~`` stay as they are.

    A segment of dots alone is encoded too, because readers of IRIs drop such segments. Lone surrogates are kept apart
    by their byte pattern.
    """
    if part.strip(".") == "":
        return part.replace(".", "%2E") or "%7E"  # a tilde is never encoded otherwise
    return quote(part, safe="", errors="surrogatepass")


def slug(label: str) -> str:
    """A readable path segment of a label: a space becomes ``_``, an underscore is percent-encoded."""
    return encode(label).replace("_", "%5F").replace("%20", "_")


def short_hash(parts: Iterable[object]) -> str:
    """The first 12 hexadecimal digits of the SHA-256 over the parts, each set off from the next."""
    joined = "\x1f".join("" if p is None else str(p) for p in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:12]


class Iris:
    """Mints the IRIs of one base, as plain strings; the names of graphs are nodes.

    Args:
        base: what every IRI begins with; a missing ``/`` at its end is added.

    Raises:
        ValueError: where the base is no absolute IRI.
    """

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        self.base = base if base.endswith("/") else base + "/"
        self.entities = ox.NamedNode(self.base + "graph/entities")
        self.inferred = ox.NamedNode(self.base + "graph/inferred")
        self.links = ox.NamedNode(self.base + "graph/links")
        self.fused = ox.NamedNode(self.base + "graph/fused")
        self.run_graph = ox.NamedNode(self.base + "graph/run")

    def entity(self, key: str) -> str:
        """Somebody or something known in more than one article."""
        return f"{self.base}entity/{encode(key)}"

    def local_entity(self, article: str, key: str) -> str:
        """Somebody whose name says too little to be the same person in another article."""
        return f"{self.article(article)}/entity/{encode(key)}"

    def source(self, label: str) -> str:
        """A source without a name, by its label."""
        return f"{self.base}source/{slug(label)}"

    def own_source(self, article: str, label: str) -> str:
        """A source that says too little to be the same one in another article."""
        return f"{self.article(article)}/source/{slug(label)}"

    def relation(self, parts: Iterable[object]) -> str:
        """How one account stands to another, by the two."""
        return f"{self.base}relation/{short_hash(parts)}"

    def happening(self, name: str) -> str:
        """What several articles tell of, by a hash of what it was, where, when and with whom."""
        return f"{self.base}happening/{name}"

    def link(self, parts: Iterable[object]) -> str:
        """A link of an entity to an item, or a candidate for one, by all that is said of it."""
        return f"{self.base}link/{short_hash(parts)}"

    def article(self, article: str) -> str:
        """An article by its id; what belongs to it alone has this before a ``/`` or a ``#``."""
        return f"{self.base}article/{encode(article)}"

    def graph(self, article: str) -> ox.NamedNode:
        """The named graph of an article; the shared graphs have names that no article's graph can have."""
        return ox.NamedNode(f"{self.base}graph/article/{encode(article)}")

    def time(self, time: Time) -> str:
        """A time by its ISO text; with a hash behind it where its begin is not that text read as UTC."""
        text = time.text.replace("/", "--")
        plain = time.precision == "interval" or time.begin == time.text + _CLOCK.get(time.precision, "")
        tail = "" if plain else "-" + short_hash((time.begin, time.end, time.precision))[:6]
        return f"{self.base}time/{quote(text, safe=':', errors='surrogatepass')}{tail}"

    def run(self, parts: Iterable[object]) -> str:
        """A run, by the hash of all that decides its result."""
        return f"{self.base}run/{short_hash(parts)}"
