"""What is told of several articles together: relations of figures, and happenings with their reports."""

from __future__ import annotations

import pyoxigraph as ox

from kazkg.account import Account
from kazkg.explanation.claims import figure, origins
from kazkg.explanation.words import article_id, begins_at, event_in_words
from kazkg.store.reader import SKOS, short

__all__ = ["happening", "relation"]


def relation(page: Account, node: ox.NamedNode) -> None:
    """Tell of a relation between figures."""
    r = page.reader
    page.title("Relation", node)
    kind = r.node(node, "relationKind")
    page.row("kind", kind and (r.text(kind, SKOS + "notation") or short(kind.value)))
    page.row("because", r.text(node, "because"))
    left = r.number(node, "leftOut")
    page.row("left out", left and f"{left} further numbers of that day, with which the figure was not compared")
    for name in ("relates", "relatesTo"):
        for one in r.nodes(node, name):
            figure(page, one, alone=False)


def happening(page: Account, node: ox.NamedNode) -> None:
    """Tell of a happening, with its reports."""
    r = page.reader
    page.title("Happening", node)
    label = r.text(node, SKOS + "prefLabel")
    page.row("what", f"{r.text(node, 'happeningType') or 'Event'}: {label}" if label else None)
    fullest = r.node(node, "fullestReport")
    if fullest:
        page.named("when", r.node(fullest, "eventDate"))
        page.named("where", r.node(fullest, "eventPlace"))
        page.row("participants", r.text(fullest, "participantsText"))
    page.row("articles", r.number(node, "articleCount"))
    page.row("reports", r.number(node, "reportCount"))
    origins(page, node)
    reports = sorted(r.subjects("reportOf", node), key=lambda e: (e != fullest, e.value))
    for report in reports[: page.most]:
        page.title("Report", report)
        page.row("article", article_id(r, report))
        page.row("what", event_in_words(r, report))
        page.row("joined", r.text(report, "joinedBecause"))
        origins(page, report)
        tellings = sorted(r.subjects("mentionOf", report), key=lambda t: begins_at(r, t))
        for telling in tellings[:1]:
            page.row("says", r.text(telling, "participantsText"))
            page.quote(r.node(telling, "quoteSpan"), r.nodes(telling, "triggerSpan"))
    page.row("", f"... and {len(reports) - page.most} more reports" if len(reports) > page.most else None)
