"""Explaining one thing of the graph: what is claimed, on whose word, how sure, and where it stands in the article."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kazkg.account import Account, Line, Quote, Title
from kazkg.explanation.claims import figure, statement, telling
from kazkg.explanation.records import anything, correction, rejected
from kazkg.explanation.things import article, entity, event, mention, span
from kazkg.explanation.together import happening, relation
from kazkg.store.reader import Reader
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
        event(page, node)
    elif reader.text(node, "typeName") or reader.subjects("claimer", node) or reader.subjects("turnSpeaker", node):
        entity(page, node)
    else:
        anything(page, node)
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


_TELLERS: Final[dict[str, Callable[[Account, ox.NamedNode], None]]] = {
    "Figure": figure,
    "EventMention": telling,
    "Statement": statement,
    "Article": article,
    "Span": span,
    "Mention": mention,
    "Relation": relation,
    "Happening": happening,
    "Correction": correction,
    "RejectedClaim": rejected,
}
