"""Links: whether the entities of an article are linked to the Wikidata items that the gold has for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from kazkg.evaluation.found import FoundArticle, FoundLink
from kazkg.evaluation.gold import GoldArticle, GoldEntity
from kazkg.evaluation.names import Names
from kazkg.evaluation.tasks import Outcome
from kazkg.evaluation.terms import letters
from kazkg.linking.shelf import shelf

__all__ = ["LINKS", "compare_links"]

LINKS: Final = "links"
"""Name of the task."""


def compare_links(gold: GoldArticle, found: FoundArticle, aliases: Sequence[Sequence[str]]) -> Outcome:
    """Compare the links of an article with its gold.

    A link of an entity that the gold has is a hit or is spurious: spurious too where the gold knows no item. Links of
    what the gold does not have are left out. Gold is missed where the packed gazetteer has its item and no entity of
    that name has the link.

    Args:
        gold: the article's gold.
        found: what was found in it.
        aliases: further groups of names of one thing; the gold's own mentions go first.
    """
    names = Names([*((one.name, *one.mentions) for one in gold.entities), *aliases])
    named = [one for one in gold.entities if letters(one.type) != "event"]
    meant = _meant(named, found.links, names.same)
    right = {i for i, link in meant if link.item == named[i].item}
    wrong = [(named[i], link) for i, link in meant if link.item not in (named[i].item, *named[i].right_too)]
    firm = [i for i, one in enumerate(named) if one.item and not one.optional]
    missed = [named[i] for i in firm if i not in right and _reachable(named[i])]
    hits = sum(1 for i in firm if i in right)
    return (
        LINKS,
        hits,
        tuple(f"{one} is {one.item}" for one in missed),
        tuple(f"{link} for {one}, {f'which is {one.item}' if one.item else 'which has none'}" for one, link in wrong),
    )


def _reachable(one: GoldEntity) -> bool:
    return one.item is not None and shelf().by_item(one.item) is not None


def _meant(
    gold: list[GoldEntity], links: Sequence[FoundLink], same: Callable[[str | None, str | None], bool]
) -> list[tuple[int, FoundLink]]:
    """Each link with the index of the gold it is about: by name and item, by name, or by the words of the article."""
    meant: list[tuple[int, FoundLink]] = []
    for link in links:
        alike = [i for i, one in enumerate(gold) if same(one.name, link.name)]
        alike = alike or [i for i, one in enumerate(gold) if set(link.surfaces) & {one.name, *one.mentions}]
        exact = [i for i in alike if link.item == gold[i].item]
        meant += [(i, link) for i in (exact or alike)[:1]]
    return meant
