"""What is told of a claim: what it says, on whose word, the way here, how sure, and how it stands to others."""

from __future__ import annotations

import pyoxigraph as ox

from kazkg.account import Account
from kazkg.explanation.words import (
    article_in_words,
    event_in_words,
    figure_in_words,
    linked,
    place_in_text,
    relation_in_words,
)
from kazkg.store.reader import SKOS, short

__all__ = ["beside", "corrections", "figure", "origins", "statement", "telling"]


def figure(page: Account, node: ox.NamedNode, alone: bool = True) -> None:
    """Tell of a figure; its relations too, if it stands alone."""
    page.title("Figure", node)
    page.row("claims", figure_in_words(page.reader, node))
    page.row("described as", page.reader.text(node, "described"))
    page.row("status", page.reader.text(node, "status"))
    whole = page.reader.node(node, "partOfFigure")
    page.row("part of", whole and f"{figure_in_words(page.reader, whole)}  ({short(whole.value)})", whole)
    parts = page.reader.subjects("partOfFigure", node)
    page.rows("its parts", ((f"{figure_in_words(page.reader, part)}  ({short(part.value)})", part) for part in parts))
    _claim(page, node)
    origins(page, node)
    if alone:
        beside(page, node)
    page.quote(page.reader.node(node, "quoteSpan"), page.reader.nodes(node, "wordsSpan"))


def telling(page: Account, node: ox.NamedNode) -> None:
    """Tell of one place that tells of an event."""
    r = page.reader
    page.title("Event mention", node)
    happening = r.node(node, "mentionOf")
    page.row("tells of", happening and f"{event_in_words(r, happening)}  ({short(happening.value)})", happening)
    page.row("modality", r.text(node, "modality"))
    page.row("participants", r.text(node, "participantsText"))
    page.named("when", r.node(node, "eventTime"))
    _claim(page, node)
    origins(page, node)
    page.quote(r.node(node, "quoteSpan"), r.nodes(node, "triggerSpan"))


def statement(page: Account, node: ox.NamedNode) -> None:
    """Tell of a statement."""
    r = page.reader
    page.title("Statement", node)
    turns = sorted(r.nodes(node, "turn"), key=lambda turn: r.number(turn, "order") or 0)
    speakers = [who for turn in turns for who in r.nodes(turn, "turnSpeaker")]
    page.rows("speaker", linked(r, speakers) or ["nobody is named"])
    act = r.node(node, "act")
    page.row("act", act and f"{r.label(act)} (“{r.text(node, 'cue') or ''}”)")
    page.row("content", r.text(node, "content"))
    page.row("quotation", r.text(node, "mode"))
    page.named("said", r.node(node, "said"))
    page.row("certainty", r.text(node, "certainty"))
    _claim(page, node)
    contents = r.nodes(node, "contentPart") or r.nodes(node, "contentSpan")
    page.quote(r.node(node, "quoteSpan"), [*r.nodes(node, "cueSpan"), *contents])


def _claim(page: Account, node: ox.NamedNode) -> None:
    """What all claims have: on whose word, the way here, how sure, as of when, in which article."""
    r = page.reader
    page.named("place", r.node(node, "claimPlace"))
    own = r.text(node, "ownVoice")
    if "Statement" not in r.types(node):
        nobody = "the article itself" if own == "true" else "a source that is not named"
        page.rows("claimer", linked(r, r.nodes(node, "claimer")) or [nobody])
    page.rows("speaks for", linked(r, r.nodes(node, "affiliation")))
    article = r.node(node, "inArticle")
    chain = r.text(node, "chain")
    page.row("chain", chain and f"{chain} > {'article ' + r.label(article) if article else 'this article'}")
    within = r.node(node, "within")
    page.row("within", within and short(within.value), within)
    status = r.node(node, "epistemic")
    page.row("epistemic", status and (r.text(status, SKOS + "notation") or short(status.value)))
    denied = r.text(node, "polarity") == "negative"
    page.row("polarity", "negative" if denied else None)
    page.named("as of", r.node(node, "asOf"))
    page.row("article", article and article_in_words(r, article), article)
    page.row("stands at", place_in_text(r, r.node(node, "quoteSpan")))
    corrections(page, node)


def corrections(page: Account, node: ox.NamedNode) -> None:
    """What analysts changed."""
    r = page.reader
    said = [v.value for v in r.values(node, "correctionText") if isinstance(v, ox.Literal)]
    by = r.nodes(node, "correctedBy")
    page.rows("corrected", zip(said, by, strict=True) if len(said) == len(by) else said)


def origins(page: Account, node: ox.NamedNode) -> None:
    """Whom a claim goes back to, and how many separate origins there are."""
    r = page.reader
    origin, why = r.node(node, "claimOrigin"), r.text(node, "originReason")
    page.row("goes back to", origin and f"{r.label(origin)}{f' ({why})' if why else ''}", origin)
    count = r.number(node, "originCount")
    page.row("origins", count and f"{count}, counted once each however often relayed")


def beside(page: Account, node: ox.NamedNode) -> None:
    """How a figure stands to others."""
    r = page.reader
    page.rows("relations", ((relation_in_words(r, one), one) for one in r.subjects("relates", node)))
    theirs = r.subjects("relatesTo", node)
    page.rows("of others", ((relation_in_words(r, one, back=True), one) for one in theirs))
