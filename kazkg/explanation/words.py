"""Things of the graph in a few words each, as one line of an account shows them."""

from __future__ import annotations

import pyoxigraph as ox

from kazkg.account import Entry
from kazkg.store.reader import OA, SKOS, Reader, short

__all__ = [
    "article_id",
    "article_in_words",
    "begins_at",
    "claim_in_words",
    "event_in_words",
    "figure_in_words",
    "link_in_words",
    "linked",
    "mention_in_words",
    "place_in_text",
    "relation_in_words",
    "role_in_words",
]


def linked(r: Reader, nodes: list[ox.NamedNode]) -> list[Entry]:
    """Things by their labels."""
    return [(r.label(node), node) for node in nodes]


def figure_in_words(r: Reader, node: ox.NamedNode) -> str:
    """What a figure counts, and how many."""
    measure, group = (r.node(node, name) for name in ("measure", "group"))
    what = " ".join(r.label(x) for x in (group, measure) if x)
    low, high = r.number(node, "low"), r.number(node, "high")
    if low is not None and low == high:
        amount = f"{low}"
    elif low is None and high is None:
        amount = "no number"
    else:
        amount = f"{'..' if low is None else low} to {'..' if high is None else high}"
    return f"{what}: “{r.text(node, 'words') or ''}” ({amount}, {r.text(node, 'qualifier') or ''})"


def event_in_words(r: Reader, node: ox.NamedNode) -> str:
    """Kind and label of an event."""
    kind, label = r.text(node, "typeName") or "Event", r.text(node, SKOS + "prefLabel")
    return f"{kind}: {label}" if label else kind


def article_in_words(r: Reader, article: ox.NamedNode) -> str:
    """Label and date of an article."""
    day = r.node(article, "published")
    return f"{r.label(article)} ({r.label(day) if day else 'undated'})"


def place_in_text(r: Reader, span: ox.NamedNode | None) -> str | None:
    """Where a span stands, in characters; None for no span."""
    if span is None:
        return None
    return f"characters {r.number(span, OA + 'start')} to {r.number(span, OA + 'end')}"


def begins_at(r: Reader, node: ox.NamedNode) -> tuple[int, str]:
    """Where a claim or mention begins, and its IRI: for putting them in order."""
    for name in ("triggerSpan", "quoteSpan", "span"):
        span = r.node(node, name)
        if span is not None:
            return r.number(span, OA + "start") or 0, node.value
    return 0, node.value


def article_id(r: Reader, node: ox.NamedNode) -> str:
    """The label of the article that something stands in; empty for none."""
    article = r.node(node, "inArticle")
    return r.label(article) if article else ""


def link_in_words(r: Reader, link: ox.NamedNode) -> str:
    """How a link was found, or why a candidate is none."""
    item, label = r.node(link, "linkItem"), r.text(link, "itemLabel") or ""
    score, method = r.text(link, "linkScore") or "", r.text(link, "linkMethod") or ""
    told = f"{item.value.rpartition('/')[2] if item else ''} {label}, by {method}, score {score}"
    dated, reason = r.text(link, "sourceDate"), r.text(link, "reason")
    told += f", {r.text(link, 'linkSource') or ''}" + (f" of {dated}" if dated else "")
    return told if "Link" in r.types(link) else f"only a candidate: {told}" + (f" ({reason})" if reason else "")


def role_in_words(r: Reader, role: ox.NamedNode) -> str:
    """An office: its title, where, and from when to when."""
    body = r.node(role, "roleAt")
    since, until = r.text(role, "since"), r.text(role, "until")
    dates = f" ({since or '..'} to {until or '..'})" if since or until else ""
    return f"{r.text(role, 'title') or 'office'}{', ' + r.label(body) if body else ''}{dates}"


def mention_in_words(r: Reader, mention: ox.NamedNode) -> str:
    """The words of a mention, and where they stand."""
    return f"“{r.text(mention, 'surface') or ''}” in {article_id(r, mention)} at {begins_at(r, mention)[0]}"


def claim_in_words(r: Reader, claim: ox.NamedNode) -> str:
    """What is claimed, and the claim's address."""
    types = r.types(claim)
    if "Figure" in types:
        what = figure_in_words(r, claim)
    elif "Statement" in types:
        what = f"“{r.text(claim, 'cue') or ''}” {r.text(claim, 'content') or ''}".rstrip()
    else:
        happening = r.node(claim, "mentionOf")
        what = event_in_words(r, happening) if happening else "event"
    return f"{what}  ({short(claim.value)})"


def relation_in_words(r: Reader, node: ox.NamedNode, back: bool = False) -> str:
    """How a figure stands to another one, or (``back``) that one to it."""
    kind, other = r.node(node, "relationKind"), r.node(node, "relates" if back else "relatesTo")
    name = (r.text(kind, SKOS + "notation") if kind else None) or "relation"
    there = f" “{r.text(other, 'words') or ''}” ({article_id(r, other)})" if other else ""
    left = r.number(node, "leftOut")
    more = f"; {left} further numbers of that day were not compared" if left else ""
    return f"{there.strip()} {name} it" if back else f"{name}{there}: {r.text(node, 'because') or ''}{more}"
