"""What is told of an analyst's corrections, of claims that were rejected, and of anything else."""

from __future__ import annotations

import pyoxigraph as ox

from kazkg.account import Account
from kazkg.explanation.claims import corrections
from kazkg.explanation.words import article_in_words, place_in_text
from kazkg.store.reader import Value, short

__all__ = ["anything", "correction", "rejected"]


def correction(page: Account, node: ox.NamedNode) -> None:
    """Tell of an analyst's correction."""
    r = page.reader
    kinds = sorted(r.types(node) - {"Correction"})
    page.title("Correction" + (f" ({kinds[0]})" if kinds else ""), node)
    page.row("by", r.text(node, "author"))
    page.row("decided on", r.text(node, "decidedOn"))
    page.row("reason", r.text(node, "reason"))
    page.row("applied", "yes" if r.text(node, "applied") == "true" else "no")
    page.rows("changed", ((short(thing.value), thing) for thing in r.nodes(node, "corrected")))
    page.rows("missed", (v.value for v in r.values(node, "outcome") if isinstance(v, ox.Literal)))


def rejected(page: Account, node: ox.NamedNode) -> None:
    """Tell of a claim that an analyst rejected."""
    r = page.reader
    page.title(f"Rejected {r.text(node, 'rejectedKind') or 'claim'}", node)
    page.row("was read as", r.text(node, "rejectedText"))
    corrections(page, node)
    article, span = r.node(node, "inArticle"), r.node(node, "span")
    page.row("article", article and article_in_words(r, article), article)
    page.row("stands at", place_in_text(r, span))
    page.quote(span, [])


def anything(page: Account, node: ox.NamedNode) -> None:
    """What has no page of its own: its triples."""
    page.title(", ".join(sorted(page.reader.types(node))) or "Thing", node)
    quads = page.reader.store.quads_for_pattern(node, None, None, None)
    pairs = sorted({(short(quad.predicate.value), _plain(quad.object), quad.object) for quad in quads}, key=str)
    for name, value, thing in pairs[: 4 * page.most]:
        page.row(name, value, thing if isinstance(thing, ox.NamedNode) else None)


def _plain(value: Value) -> str:
    return value.value if isinstance(value, ox.Literal | ox.NamedNode) else str(value)
