"""Explaining one thing of the graph: what is claimed, on whose word, how sure, and where it stands in the article."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kazkg.account import Account, Entry, Line, Quote, Title
from kazkg.store.reader import OA, SKOS, Reader, Value, short
from kazkg.store.source import open_source
from kazkg.terminal import printable

if TYPE_CHECKING:
    from rich.text import Text

__all__ = ["CLOSE", "OPEN", "account", "explain"]

OPEN: Final = "⟦"
CLOSE: Final = "⟧"
"""What stands before and behind the marked words of a sentence."""

_MOST: Final = 25
"""Longest list of claims or mentions shown."""


def explain(iri: str, source: Path | str) -> Text:
    """Tell what the graph holds on one thing.

    Text from articles cannot act on the terminal: control characters are spelled out, and nothing in it is read as
    markup.

    Args:
        iri: a claim, event, entity, source, article or span: its IRI, the end of it, an article's id, a label or a
            Q-id.
        source: the folder of a build, or an RDF file.

    Returns:
        Lines to print, styled.

    Raises:
        UsageFault: where nothing or more than one thing answers to ``iri``; says what is near.
        InputError: for a broken file or a folder without a build.
        EnvironmentFault: for a damaged store.
    """
    reader = Reader(open_source(source))
    node = reader.find(iri)
    return _laid_out(account(reader, node))


def account(reader: Reader, node: ox.NamedNode, most: int = _MOST) -> list[Title | Line | Quote]:
    """Tell what the graph holds on one thing, for any layout.

    Args:
        reader: where the facts are read.
        node: the thing; one of which nothing is known gets a title alone.
        most: longest list given in full.
    """
    page = Account(reader, most)
    types = reader.types(node)
    for cls, tell in _TELLERS.items():
        if cls in types:
            tell(page, node)
            return page.parts
    if reader.text(node, "typeName") and reader.subjects("mentionOf", node):
        _event(page, node)
    elif reader.text(node, "typeName") or reader.subjects("claimer", node) or reader.subjects("turnSpeaker", node):
        _entity(page, node)
    else:
        _anything(page, node)
    return page.parts


def _laid_out(parts: list[Title | Line | Quote]) -> Text:
    """An account for a terminal."""
    from rich.text import Text

    text = Text()
    for number, part in enumerate(parts):
        match part:
            case Title(kind, iri):
                text.append("\n" if number else "")
                text.append(kind, style="bold").append(f"  {printable(iri)}\n", style="dim")
            case Line(name, value):
                text.append(f"  {name:<12} ", style="dim").append(f"{printable(value)}\n")
            case Quote(_, pieces):
                text.append("\n  ")
                for piece in pieces:
                    shown = printable(piece.text)
                    text.append(OPEN + shown + CLOSE if piece.marked else shown, style="bold" if piece.marked else "")
                text.append("\n")
    return text


# ---- claims ------------------------------------------------------------------------------------


def _figure(page: Account, node: ox.NamedNode, alone: bool = True) -> None:
    page.title("Figure", node)
    page.row("claims", _figure_in_words(page.reader, node))
    page.row("described as", page.reader.text(node, "described"))
    page.row("status", page.reader.text(node, "status"))
    whole = page.reader.node(node, "partOfFigure")
    page.row("part of", whole and f"{_figure_in_words(page.reader, whole)}  ({short(whole.value)})", whole)
    parts = page.reader.subjects("partOfFigure", node)
    page.rows("its parts", ((f"{_figure_in_words(page.reader, part)}  ({short(part.value)})", part) for part in parts))
    _claim(page, node)
    _origins(page, node)
    if alone:
        _beside(page, node)
    page.quote(page.reader.node(node, "quoteSpan"), page.reader.nodes(node, "wordsSpan"))


def _figure_in_words(r: Reader, node: ox.NamedNode) -> str:
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


def _telling(page: Account, node: ox.NamedNode) -> None:
    r = page.reader
    page.title("Event mention", node)
    happening = r.node(node, "mentionOf")
    page.row("tells of", happening and f"{_event_in_words(r, happening)}  ({short(happening.value)})", happening)
    page.row("modality", r.text(node, "modality"))
    page.row("participants", r.text(node, "participantsText"))
    page.named("when", r.node(node, "eventTime"))
    _claim(page, node)
    _origins(page, node)
    page.quote(r.node(node, "quoteSpan"), r.nodes(node, "triggerSpan"))


def _linked(r: Reader, nodes: list[ox.NamedNode]) -> list[Entry]:
    return [(r.label(node), node) for node in nodes]


def _event_in_words(r: Reader, node: ox.NamedNode) -> str:
    kind, label = r.text(node, "typeName") or "Event", r.text(node, SKOS + "prefLabel")
    return f"{kind}: {label}" if label else kind


def _statement(page: Account, node: ox.NamedNode) -> None:
    r = page.reader
    page.title("Statement", node)
    turns = sorted(r.nodes(node, "turn"), key=lambda turn: r.number(turn, "order") or 0)
    speakers = [who for turn in turns for who in r.nodes(turn, "turnSpeaker")]
    page.rows("speaker", _linked(r, speakers) or ["nobody is named"])
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
        page.rows("claimer", _linked(r, r.nodes(node, "claimer")) or [nobody])
    page.rows("speaks for", _linked(r, r.nodes(node, "affiliation")))
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
    page.row("article", article and _article_in_words(r, article), article)
    page.row("stands at", _place_in_text(r, r.node(node, "quoteSpan")))
    _corrections(page, node)


def _corrections(page: Account, node: ox.NamedNode) -> None:
    """What analysts changed."""
    r = page.reader
    said = [v.value for v in r.values(node, "correctionText") if isinstance(v, ox.Literal)]
    by = r.nodes(node, "correctedBy")
    page.rows("corrected", zip(said, by, strict=True) if len(said) == len(by) else said)


def _article_in_words(r: Reader, article: ox.NamedNode) -> str:
    day = r.node(article, "published")
    return f"{r.label(article)} ({r.label(day) if day else 'undated'})"


def _place_in_text(r: Reader, span: ox.NamedNode | None) -> str | None:
    if span is None:
        return None
    return f"characters {r.number(span, OA + 'start')} to {r.number(span, OA + 'end')}"


# ---- what is no claim --------------------------------------------------------------------------


def _event(page: Account, node: ox.NamedNode) -> None:
    r = page.reader
    page.title("Event", node)
    page.row("what", _event_in_words(r, node))
    page.named("when", r.node(node, "eventDate"))
    page.named("where", r.node(node, "eventPlace"))
    page.row("participants", r.text(node, "participantsText"))
    article = r.node(node, "inArticle")
    page.row("article", article and _article_in_words(r, article), article)
    tellings = r.subjects("mentionOf", node)
    _corrections(page, node)
    whole = r.node(node, "reportOf")
    page.row("report of", whole and f"{r.label(whole)}  ({short(whole.value)})", whole)
    page.row("joined", r.text(node, "joinedBecause"))
    page.row("not joined", r.text(node, "keptApart"))
    _origins(page, node)
    page.row("told", f"{len(tellings)} time{'' if len(tellings) == 1 else 's'}")
    for telling in sorted(tellings, key=lambda t: _begin(r, t))[: page.most]:
        _telling(page, telling)


def _begin(r: Reader, node: ox.NamedNode) -> tuple[int, str]:
    for name in ("triggerSpan", "quoteSpan", "span"):
        span = r.node(node, name)
        if span is not None:
            return r.number(span, OA + "start") or 0, node.value
    return 0, node.value


def _entity(page: Account, node: ox.NamedNode) -> None:
    r = page.reader
    kind = r.text(node, "typeName")
    page.title(f"Entity ({kind})" if kind else "Source without a name", node)
    page.row("label", r.label(node))
    aliases = [v.value for v in r.values(node, SKOS + "altLabel") if isinstance(v, ox.Literal)]
    page.row("also", " | ".join(aliases[:12]))
    page.rows("Wikidata", ((item.value, item) for item in r.nodes(node, "wikidata")))
    links = sorted(r.subjects("linkOf", node), key=lambda link: link.value)
    page.rows("linked", ((_link_in_words(r, link), link) for link in links))
    page.rows("located in", _linked(r, r.nodes(node, "locatedIn")))
    page.rows("part of", _linked(r, r.nodes(node, "partOf")))
    page.rows("country", _linked(r, r.nodes(node, "country")))
    page.row("described as", r.text(node, "describedAs"))
    page.rows("role", (_role(r, role) for role in r.nodes(node, "role")))
    _corrections(page, node)
    _one_entity(page, node)
    mentions = sorted(r.subjects("refersTo", node), key=lambda m: (_article_id(r, m), *_begin(r, m)))
    page.rows("mentioned", ((_mention_in_words(r, mention), mention) for mention in mentions))
    claims = r.subjects("claimer", node) + r.subjects("speaker", node)
    page.rows("says", ((_claim_in_words(r, claim), claim) for claim in dict.fromkeys(claims)))
    page.rows("takes part", ((_event_in_words(r, event), event) for event in _events_of(r, node)))


def _link_in_words(r: Reader, link: ox.NamedNode) -> str:
    """How a link was found, or why a candidate is none."""
    item, label = r.node(link, "linkItem"), r.text(link, "itemLabel") or ""
    score, method = r.text(link, "linkScore") or "", r.text(link, "linkMethod") or ""
    told = f"{item.value.rpartition('/')[2] if item else ''} {label}, by {method}, score {score}"
    dated, reason = r.text(link, "sourceDate"), r.text(link, "reason")
    told += f", {r.text(link, 'linkSource') or ''}" + (f" of {dated}" if dated else "")
    return told if "Link" in r.types(link) else f"only a candidate: {told}" + (f" ({reason})" if reason else "")


def _role(r: Reader, role: ox.NamedNode) -> str:
    body = r.node(role, "roleAt")
    since, until = r.text(role, "since"), r.text(role, "until")
    dates = f" ({since or '..'} to {until or '..'})" if since or until else ""
    return f"{r.text(role, 'title') or 'office'}{', ' + r.label(body) if body else ''}{dates}"


def _article_id(r: Reader, node: ox.NamedNode) -> str:
    article = r.node(node, "inArticle")
    return r.label(article) if article else ""


def _mention_in_words(r: Reader, mention: ox.NamedNode) -> str:
    return f"“{r.text(mention, 'surface') or ''}” in {_article_id(r, mention)} at {_begin(r, mention)[0]}"


def _claim_in_words(r: Reader, claim: ox.NamedNode) -> str:
    types = r.types(claim)
    if "Figure" in types:
        what = _figure_in_words(r, claim)
    elif "Statement" in types:
        what = f"“{r.text(claim, 'cue') or ''}” {r.text(claim, 'content') or ''}".rstrip()
    else:
        happening = r.node(claim, "mentionOf")
        what = _event_in_words(r, happening) if happening else "event"
    return f"{what}  ({short(claim.value)})"


def _events_of(r: Reader, node: ox.NamedNode) -> list[ox.NamedNode]:
    roles = ("agent", "patient", "target", "recipient", "origin", "destination", "instrument", "theme", "participant")
    found = {event for role in roles for event in r.subjects(role, node)} | set(r.subjects("eventPlace", node))
    return sorted((event for event in found if r.subjects("mentionOf", event)), key=str)


def _article(page: Account, node: ox.NamedNode) -> None:
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
    page.rows("copied by", _linked(r, r.subjects("nearCopyOf", node)))
    _corrections(page, node)
    inside = r.subjects("inArticle", node)
    claims = [x for x in inside if r.types(x) & {"Figure", "EventMention", "Statement"}]
    ordered = sorted(claims, key=lambda claim: _begin(r, claim))
    page.rows("claims", ((_claim_in_words(r, claim), claim) for claim in ordered))


def _span(page: Account, node: ox.NamedNode) -> None:
    r = page.reader
    page.title("Span", node)
    article = r.node(node, "inArticle")
    page.row("article", article and _article_in_words(r, article), article)
    page.row("stands at", _place_in_text(r, node))
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
    page.rows("mentions", _linked(r, [entity for m in mentions for entity in r.nodes(m, "refersTo")]))
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


def _mention(page: Account, node: ox.NamedNode) -> None:
    r = page.reader
    page.title("Mention", node)
    page.rows("refers to", ((f"{r.label(x)}  ({short(x.value)})", x) for x in r.nodes(node, "refersTo")))
    page.row("form", r.text(node, "form"))
    article = r.node(node, "inArticle")
    page.row("article", article and _article_in_words(r, article), article)
    span = r.node(node, "span")
    page.row("stands at", _place_in_text(r, span))
    page.quote(span, [span] if span else [])


# ---- what is said of several articles ------------------------------------------------------------


def _beside(page: Account, node: ox.NamedNode) -> None:
    """How a figure stands to others."""
    r = page.reader
    page.rows("relations", ((_relation_in_words(r, one), one) for one in r.subjects("relates", node)))
    theirs = r.subjects("relatesTo", node)
    page.rows("of others", ((_relation_in_words(r, one, back=True), one) for one in theirs))


def _relation_in_words(r: Reader, node: ox.NamedNode, back: bool = False) -> str:
    kind, other = r.node(node, "relationKind"), r.node(node, "relates" if back else "relatesTo")
    name = (r.text(kind, SKOS + "notation") if kind else None) or "relation"
    there = f" “{r.text(other, 'words') or ''}” ({_article_id(r, other)})" if other else ""
    left = r.number(node, "leftOut")
    more = f"; {left} further numbers of that day were not compared" if left else ""
    return f"{there.strip()} {name} it" if back else f"{name}{there}: {r.text(node, 'because') or ''}{more}"


def _relation(page: Account, node: ox.NamedNode) -> None:
    r = page.reader
    page.title("Relation", node)
    kind = r.node(node, "relationKind")
    page.row("kind", kind and (r.text(kind, SKOS + "notation") or short(kind.value)))
    page.row("because", r.text(node, "because"))
    left = r.number(node, "leftOut")
    page.row("left out", left and f"{left} further numbers of that day, with which the figure was not compared")
    for name in ("relates", "relatesTo"):
        for figure in r.nodes(node, name):
            _figure(page, figure, alone=False)


def _origins(page: Account, node: ox.NamedNode) -> None:
    """Whom a claim goes back to, and how many separate origins there are."""
    r = page.reader
    origin, why = r.node(node, "claimOrigin"), r.text(node, "originReason")
    page.row("goes back to", origin and f"{r.label(origin)}{f' ({why})' if why else ''}", origin)
    count = r.number(node, "originCount")
    page.row("origins", count and f"{count}, counted once each however often relayed")


def _happening(page: Account, node: ox.NamedNode) -> None:
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
    _origins(page, node)
    reports = sorted(r.subjects("reportOf", node), key=lambda e: (e != fullest, e.value))
    for report in reports[: page.most]:
        page.title("Report", report)
        page.row("article", _article_id(r, report))
        page.row("what", _event_in_words(r, report))
        page.row("joined", r.text(report, "joinedBecause"))
        _origins(page, report)
        tellings = sorted(r.subjects("mentionOf", report), key=lambda t: _begin(r, t))
        for telling in tellings[:1]:
            page.row("says", r.text(telling, "participantsText"))
            page.quote(r.node(telling, "quoteSpan"), r.nodes(telling, "triggerSpan"))
    page.row("", f"... and {len(reports) - page.most} more reports" if len(reports) > page.most else None)


def _one_entity(page: Account, node: ox.NamedNode) -> None:
    """Why what several articles name is one entity."""
    r = page.reader
    articles = {_article_id(r, mention) for mention in r.subjects("refersTo", node)}
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


def _correction(page: Account, node: ox.NamedNode) -> None:
    r = page.reader
    kinds = sorted(r.types(node) - {"Correction"})
    page.title("Correction" + (f" ({kinds[0]})" if kinds else ""), node)
    page.row("by", r.text(node, "author"))
    page.row("decided on", r.text(node, "decidedOn"))
    page.row("reason", r.text(node, "reason"))
    page.row("applied", "yes" if r.text(node, "applied") == "true" else "no")
    page.rows("changed", ((short(thing.value), thing) for thing in r.nodes(node, "corrected")))
    page.rows("missed", (v.value for v in r.values(node, "outcome") if isinstance(v, ox.Literal)))


def _rejected(page: Account, node: ox.NamedNode) -> None:
    r = page.reader
    page.title(f"Rejected {r.text(node, 'rejectedKind') or 'claim'}", node)
    page.row("was read as", r.text(node, "rejectedText"))
    _corrections(page, node)
    article, span = r.node(node, "inArticle"), r.node(node, "span")
    page.row("article", article and _article_in_words(r, article), article)
    page.row("stands at", _place_in_text(r, span))
    page.quote(span, [])


def _anything(page: Account, node: ox.NamedNode) -> None:
    """What has no page of its own: its triples."""
    page.title(", ".join(sorted(page.reader.types(node))) or "Thing", node)
    quads = page.reader.store.quads_for_pattern(node, None, None, None)
    pairs = sorted({(short(quad.predicate.value), _plain(quad.object), quad.object) for quad in quads}, key=str)
    for name, value, thing in pairs[: 4 * page.most]:
        page.row(name, value, thing if isinstance(thing, ox.NamedNode) else None)


def _plain(value: Value) -> str:
    return value.value if isinstance(value, ox.Literal | ox.NamedNode) else str(value)


_TELLERS: Final[dict[str, Callable[[Account, ox.NamedNode], None]]] = {
    "Figure": _figure,
    "EventMention": _telling,
    "Statement": _statement,
    "Article": _article,
    "Span": _span,
    "Mention": _mention,
    "Relation": _relation,
    "Happening": _happening,
    "Correction": _correction,
    "RejectedClaim": _rejected,
}
