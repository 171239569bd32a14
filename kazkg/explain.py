"""Explaining one thing of the graph: what is claimed, on whose word, how sure, and where it stands in the article."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kazkg.store.reader import OA, SKOS, Reader, Value, short
from kazkg.store.source import open_source
from kazkg.terminal import printable

if TYPE_CHECKING:
    from rich.text import Text

__all__ = ["CLOSE", "OPEN", "explain"]

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
    page = _Page(reader)
    types = reader.types(node)
    for cls, tell in _TELLERS.items():
        if cls in types:
            tell(page, node)
            return page.text
    if reader.text(node, "typeName") and reader.subjects("mentionOf", node):
        _event(page, node)
    elif reader.text(node, "typeName") or reader.subjects("claimer", node) or reader.subjects("turnSpeaker", node):
        _entity(page, node)
    else:
        _anything(page, node)
    return page.text


class _Page:
    """Collects the lines."""

    def __init__(self, reader: Reader) -> None:
        from rich.text import Text

        self.reader = reader
        self.text = Text()

    def title(self, kind: str, node: ox.NamedNode) -> None:
        self.text.append(kind, style="bold").append(f"  {printable(node.value)}\n", style="dim")

    def row(self, name: str, value: str | int | None) -> None:
        """One named value; nothing where there is none."""
        if value is not None and value != "":
            self.text.append(f"  {name:<12} ", style="dim").append(f"{printable(str(value))}\n")

    def rows(self, name: str, values: Iterable[str]) -> None:
        listed = list(values)
        for value in listed[:_MOST]:
            self.row(name, value)
            name = ""
        if len(listed) > _MOST:
            self.row("", f"... and {len(listed) - _MOST} more")

    def quote(self, span: ox.NamedNode | None, marked: Iterable[ox.NamedNode]) -> None:
        """The words of ``span``, with those of the ``marked`` spans inside it set off."""
        r = self.reader
        sentence = r.text(span, OA + "exact") if span else None
        if span is None or sentence is None:
            return
        begin = r.number(span, OA + "start") or 0
        ranges = [(r.number(m, OA + "start"), r.number(m, OA + "end")) for m in marked]
        self.text.append("\n  ")
        at = 0
        for first, last in _inside(
            [(a, b) for a, b in ranges if a is not None and b is not None], begin, len(sentence)
        ):
            self.text.append(printable(sentence[at:first]))
            self.text.append(OPEN + printable(sentence[first:last]) + CLOSE, style="bold")
            at = last
        self.text.append(printable(sentence[at:]) + "\n")


def _inside(ranges: list[tuple[int, int]], begin: int, length: int) -> list[tuple[int, int]]:
    """The ranges as offsets into a sentence that begins at ``begin``: cut to it, in order, without overlap."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(set(ranges)):
        first, last = max(first - begin, 0), min(last - begin, length)
        if found and first < found[-1][1]:
            first = found[-1][1]
        if first < last:
            found.append((first, last))
    return found


# ---- claims ------------------------------------------------------------------------------------


def _figure(page: _Page, node: ox.NamedNode) -> None:
    page.title("Figure", node)
    page.row("claims", _figure_in_words(page.reader, node))
    page.row("described as", page.reader.text(node, "described"))
    page.row("status", page.reader.text(node, "status"))
    whole = page.reader.node(node, "partOfFigure")
    page.row("part of", whole and f"{_figure_in_words(page.reader, whole)}  ({short(whole.value)})")
    parts = page.reader.subjects("partOfFigure", node)
    page.rows("its parts", (f"{_figure_in_words(page.reader, part)}  ({short(part.value)})" for part in parts))
    _claim(page, node)
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


def _telling(page: _Page, node: ox.NamedNode) -> None:
    r = page.reader
    page.title("Event mention", node)
    happening = r.node(node, "mentionOf")
    page.row("tells of", happening and f"{_event_in_words(r, happening)}  ({short(happening.value)})")
    page.row("modality", r.text(node, "modality"))
    page.row("participants", r.text(node, "participantsText"))
    when = r.node(node, "eventTime")
    page.row("when", when and r.label(when))
    _claim(page, node)
    page.quote(r.node(node, "quoteSpan"), r.nodes(node, "triggerSpan"))


def _event_in_words(r: Reader, node: ox.NamedNode) -> str:
    kind, label = r.text(node, "typeName") or "Event", r.text(node, SKOS + "prefLabel")
    return f"{kind}: {label}" if label else kind


def _statement(page: _Page, node: ox.NamedNode) -> None:
    r = page.reader
    page.title("Statement", node)
    turns = sorted(r.nodes(node, "turn"), key=lambda turn: r.number(turn, "order") or 0)
    speakers = [r.label(who) for turn in turns for who in r.nodes(turn, "turnSpeaker")]
    page.row("speaker", ", ".join(speakers) or "nobody is named")
    act = r.node(node, "act")
    page.row("act", act and f"{r.label(act)} (“{r.text(node, 'cue') or ''}”)")
    page.row("content", r.text(node, "content"))
    page.row("quotation", r.text(node, "mode"))
    said = r.node(node, "said")
    page.row("said", said and r.label(said))
    page.row("certainty", r.text(node, "certainty"))
    _claim(page, node)
    contents = r.nodes(node, "contentPart") or r.nodes(node, "contentSpan")
    page.quote(r.node(node, "quoteSpan"), [*r.nodes(node, "cueSpan"), *contents])


def _claim(page: _Page, node: ox.NamedNode) -> None:
    """What all claims have: on whose word, the way here, how sure, as of when, in which article."""
    r = page.reader
    place = r.node(node, "claimPlace")
    page.row("place", place and r.label(place))
    claimers = [r.label(who) for who in r.nodes(node, "claimer")]
    own = r.text(node, "ownVoice")
    if "Statement" not in r.types(node):
        nobody = "the article itself" if own == "true" else "a source that is not named"
        page.row("claimer", ", ".join(claimers) or nobody)
    page.rows("speaks for", (r.label(body) for body in r.nodes(node, "affiliation")))
    article = r.node(node, "inArticle")
    chain = r.text(node, "chain")
    page.row("chain", chain and f"{chain} > {'article ' + r.label(article) if article else 'this article'}")
    within = r.node(node, "within")
    page.row("within", within and short(within.value))
    status = r.node(node, "epistemic")
    page.row("epistemic", status and (r.text(status, SKOS + "notation") or short(status.value)))
    denied = r.text(node, "polarity") == "negative"
    page.row("polarity", "negative" if denied else None)
    as_of = r.node(node, "asOf")
    page.row("as of", as_of and r.label(as_of))
    page.row("article", article and _article_in_words(r, article))
    page.row("stands at", _place_in_text(r, r.node(node, "quoteSpan")))


def _article_in_words(r: Reader, article: ox.NamedNode) -> str:
    day = r.node(article, "published")
    return f"{r.label(article)} ({r.label(day) if day else 'undated'})"


def _place_in_text(r: Reader, span: ox.NamedNode | None) -> str | None:
    if span is None:
        return None
    return f"characters {r.number(span, OA + 'start')} to {r.number(span, OA + 'end')}"


# ---- what is no claim --------------------------------------------------------------------------


def _event(page: _Page, node: ox.NamedNode) -> None:
    r = page.reader
    page.title("Event", node)
    page.row("what", _event_in_words(r, node))
    when, where = r.node(node, "eventDate"), r.node(node, "eventPlace")
    page.row("when", when and r.label(when))
    page.row("where", where and r.label(where))
    page.row("participants", r.text(node, "participantsText"))
    article = r.node(node, "inArticle")
    page.row("article", article and _article_in_words(r, article))
    tellings = r.subjects("mentionOf", node)
    page.row("told", f"{len(tellings)} time{'' if len(tellings) == 1 else 's'}")
    for telling in sorted(tellings, key=lambda t: _begin(r, t))[:_MOST]:
        page.text.append("\n")
        _telling(page, telling)


def _begin(r: Reader, node: ox.NamedNode) -> tuple[int, str]:
    for name in ("triggerSpan", "quoteSpan", "span"):
        span = r.node(node, name)
        if span is not None:
            return r.number(span, OA + "start") or 0, node.value
    return 0, node.value


def _entity(page: _Page, node: ox.NamedNode) -> None:
    r = page.reader
    kind = r.text(node, "typeName")
    page.title(f"Entity ({kind})" if kind else "Source without a name", node)
    page.row("label", r.label(node))
    aliases = [v.value for v in r.values(node, SKOS + "altLabel") if isinstance(v, ox.Literal)]
    page.row("also", " | ".join(aliases[:12]))
    page.rows("Wikidata", (item.value for item in r.nodes(node, "wikidata")))
    page.rows("located in", (r.label(x) for x in r.nodes(node, "locatedIn")))
    page.rows("part of", (r.label(x) for x in r.nodes(node, "partOf")))
    page.rows("country", (r.label(x) for x in r.nodes(node, "country")))
    page.row("described as", r.text(node, "describedAs"))
    page.rows("role", (_role(r, role) for role in r.nodes(node, "role")))
    mentions = sorted(r.subjects("refersTo", node), key=lambda m: (_article_id(r, m), *_begin(r, m)))
    page.rows("mentioned", (_mention_in_words(r, mention) for mention in mentions))
    claims = r.subjects("claimer", node) + r.subjects("speaker", node)
    page.rows("says", (_claim_in_words(r, claim) for claim in dict.fromkeys(claims)))
    page.rows("takes part", (_event_in_words(r, event) for event in _events_of(r, node)))


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


def _article(page: _Page, node: ox.NamedNode) -> None:
    r = page.reader
    page.title("Article", node)
    page.row("id", r.text(node, "identifier"))
    page.row("title", r.text(node, "http://purl.org/dc/terms/title"))
    publisher = r.node(node, "http://purl.org/dc/terms/publisher")
    page.row("publisher", publisher and r.label(publisher))
    day, basis = r.node(node, "published"), r.text(node, "dateBasis")
    page.row("published", f"{r.label(day)} (from {basis})" if day else "no date was found")
    page.row("characters", r.number(node, "textLength"))
    inside = r.subjects("inArticle", node)
    claims = [x for x in inside if r.types(x) & {"Figure", "EventMention", "Statement"}]
    ordered = sorted(claims, key=lambda claim: _begin(r, claim))
    page.rows("claims", (_claim_in_words(r, claim) for claim in ordered))


def _span(page: _Page, node: ox.NamedNode) -> None:
    r = page.reader
    page.title("Span", node)
    article = r.node(node, "inArticle")
    page.row("article", article and _article_in_words(r, article))
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
        page.rows(_USES[name], (short(user.value) for user in users))
    mentions = [m for m in r.subjects("span", node) if "Mention" in r.types(m)]
    page.rows("mentions", (r.label(entity) for m in mentions for entity in r.nodes(m, "refersTo")))
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


def _mention(page: _Page, node: ox.NamedNode) -> None:
    r = page.reader
    page.title("Mention", node)
    page.rows("refers to", (f"{r.label(x)}  ({short(x.value)})" for x in r.nodes(node, "refersTo")))
    page.row("form", r.text(node, "form"))
    article = r.node(node, "inArticle")
    page.row("article", article and _article_in_words(r, article))
    span = r.node(node, "span")
    page.row("stands at", _place_in_text(r, span))
    page.quote(span, [span] if span else [])


def _anything(page: _Page, node: ox.NamedNode) -> None:
    """What has no page of its own: its triples."""
    page.title(", ".join(sorted(page.reader.types(node))) or "Thing", node)
    quads = page.reader.store.quads_for_pattern(node, None, None, None)
    pairs = sorted({(short(quad.predicate.value), _plain(quad.object)) for quad in quads})
    for name, value in pairs[: 4 * _MOST]:
        page.row(name, value)


def _plain(value: Value) -> str:
    return value.value if isinstance(value, ox.Literal | ox.NamedNode) else str(value)


_TELLERS: Final[dict[str, Callable[[_Page, ox.NamedNode], None]]] = {
    "Figure": _figure,
    "EventMention": _telling,
    "Statement": _statement,
    "Article": _article,
    "Span": _span,
    "Mention": _mention,
}
