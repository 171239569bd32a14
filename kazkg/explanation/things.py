"""What is told of what is no claim: events, entities, articles, and places in a text."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from kazkg.account import Account
from kazkg.explanation.claims import corrections, origins, telling
from kazkg.explanation.words import (
    article_id,
    article_in_words,
    begins_at,
    claim_in_words,
    event_in_words,
    link_in_words,
    linked,
    mention_in_words,
    place_in_text,
    role_in_words,
)
from kazkg.store.reader import SKOS, Reader, short

__all__ = ["article", "entity", "event", "mention", "span"]


def event(page: Account, node: ox.NamedNode) -> None:
    """Tell of an event of one article, with its tellings."""
    r = page.reader
    page.title("Event", node)
    page.row("what", event_in_words(r, node))
    page.named("when", r.node(node, "eventDate"))
    page.named("where", r.node(node, "eventPlace"))
    page.row("participants", r.text(node, "participantsText"))
    article = r.node(node, "inArticle")
    page.row("article", article and article_in_words(r, article), article)
    tellings = r.subjects("mentionOf", node)
    corrections(page, node)
    whole = r.node(node, "reportOf")
    page.row("report of", whole and f"{r.label(whole)}  ({short(whole.value)})", whole)
    page.row("joined", r.text(node, "joinedBecause"))
    page.row("not joined", r.text(node, "keptApart"))
    origins(page, node)
    page.row("told", f"{len(tellings)} time{'' if len(tellings) == 1 else 's'}")
    for one in sorted(tellings, key=lambda t: begins_at(r, t))[: page.most]:
        telling(page, one)


def entity(page: Account, node: ox.NamedNode) -> None:
    """Tell of somebody or something, named or not."""
    r = page.reader
    kind = r.text(node, "typeName")
    page.title(f"Entity ({kind})" if kind else "Source without a name", node)
    page.row("label", r.label(node))
    aliases = [v.value for v in r.values(node, SKOS + "altLabel") if isinstance(v, ox.Literal)]
    page.row("also", " | ".join(aliases[:12]))
    page.rows("Wikidata", ((item.value, item) for item in r.nodes(node, "wikidata")))
    links = sorted(r.subjects("linkOf", node), key=lambda link: link.value)
    page.rows("linked", ((link_in_words(r, link), link) for link in links))
    page.rows("located in", linked(r, r.nodes(node, "locatedIn")))
    page.rows("part of", linked(r, r.nodes(node, "partOf")))
    page.rows("country", linked(r, r.nodes(node, "country")))
    page.row("described as", r.text(node, "describedAs"))
    page.rows("role", (role_in_words(r, role) for role in r.nodes(node, "role")))
    corrections(page, node)
    _one_entity(page, node)
    mentions = sorted(r.subjects("refersTo", node), key=lambda m: (article_id(r, m), *begins_at(r, m)))
    page.rows("mentioned", ((mention_in_words(r, mention), mention) for mention in mentions))
    claims = r.subjects("claimer", node) + r.subjects("speaker", node)
    page.rows("says", ((claim_in_words(r, claim), claim) for claim in dict.fromkeys(claims)))
    page.rows("takes part", ((event_in_words(r, event), event) for event in _events_of(r, node)))


def _one_entity(page: Account, node: ox.NamedNode) -> None:
    """Why what several articles name is one entity."""
    r = page.reader
    articles = {article_id(r, mention) for mention in r.subjects("refersTo", node)}
    if len(articles) < 2:
        return
    listed = r.nodes(node, "wikidata") or r.values(node, SKOS + "altLabel") or r.nodes(node, "country")
    why = (
        "they name an entry of the gazetteer, by one of its names"
        if listed or r.nodes(node, "locatedIn")
        else "they use the same name in full for the same kind of thing; nobody looked further"
    )
    page.row("articles", len(articles))
    page.row("one because", why)


def _events_of(r: Reader, node: ox.NamedNode) -> list[ox.NamedNode]:
    roles = ("agent", "patient", "target", "recipient", "origin", "destination", "instrument", "theme", "participant")
    found = {event for role in roles for event in r.subjects(role, node)} | set(r.subjects("eventPlace", node))
    return sorted((event for event in found if r.subjects("mentionOf", event)), key=str)


def article(page: Account, node: ox.NamedNode) -> None:
    """Tell of an article."""
    r = page.reader
    page.title("Article", node)
    page.row("id", r.text(node, "identifier"))
    page.row("title", r.text(node, "http://purl.org/dc/terms/title"))
    publisher = r.node(node, "http://purl.org/dc/terms/publisher")
    page.row("publisher", publisher and r.label(publisher))
    day, basis = r.node(node, "published"), r.text(node, "dateBasis")
    page.row("published", f"{r.label(day)} (from {basis})" if day else "no date was found")
    page.row("characters", r.number(node, "textLength"))
    first = r.node(node, "nearCopyOf")
    page.row("copy of", first and f"{r.label(first)} ({r.text(node, 'copyReason') or ''})", first)
    page.rows("copied by", linked(r, r.subjects("nearCopyOf", node)))
    corrections(page, node)
    inside = r.subjects("inArticle", node)
    claims = [x for x in inside if r.types(x) & {"Figure", "EventMention", "Statement"}]
    ordered = sorted(claims, key=lambda claim: begins_at(r, claim))
    page.rows("claims", ((claim_in_words(r, claim), claim) for claim in ordered))


def span(page: Account, node: ox.NamedNode) -> None:
    """Tell of a place in a text, and of what stands there."""
    r = page.reader
    page.title("Span", node)
    article = r.node(node, "inArticle")
    page.row("article", article and article_in_words(r, article), article)
    page.row("stands at", place_in_text(r, node))
    for name in (
        "quoteSpan",
        "wordsSpan",
        "triggerSpan",
        "cueSpan",
        "contentSpan",
        "contentPart",
        "sourceSpan",
        "span",
    ):
        users = [user for user in r.subjects(name, node) if not r.types(user) & {"Mention"}]
        page.rows(_USES[name], ((short(user.value), user) for user in users))
    mentions = [m for m in r.subjects("span", node) if "Mention" in r.types(m)]
    page.rows("mentions", linked(r, [entity for m in mentions for entity in r.nodes(m, "refersTo")]))
    page.quote(node, [node])


_USES: Final = {
    "quoteSpan": "quote of",
    "wordsSpan": "words of",
    "triggerSpan": "trigger of",
    "cueSpan": "cue of",
    "contentSpan": "content of",
    "contentPart": "part of",
    "sourceSpan": "source of",
    "span": "span of",
}


def mention(page: Account, node: ox.NamedNode) -> None:
    """Tell of a mention."""
    r = page.reader
    page.title("Mention", node)
    page.rows("refers to", ((f"{r.label(x)}  ({short(x.value)})", x) for x in r.nodes(node, "refersTo")))
    page.row("form", r.text(node, "form"))
    article = r.node(node, "inArticle")
    page.row("article", article and article_in_words(r, article), article)
    span = r.node(node, "span")
    page.row("stands at", place_in_text(r, span))
    page.quote(span, [span] if span else [])
