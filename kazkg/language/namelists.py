"""Lists of names: what stands in one list with commas and "and" is mostly of one kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kazkg.language.evidence import Candidate
    from kazkg.language.roster import Roster

__all__ = ["lists_of"]

GAP = 5
"""Tokens that may stand between two members of a list."""
SKIPPED = frozenset(("the", "in", "near", "(", ")"))
"""Words that stand between members and part nothing: "Gilan (11), Alborz (5) and Tehran"."""
LINKS = frozenset(("and", "or", "&"))


def lists_of(roster: Roster, candidates: list[Candidate]) -> list[tuple[list[int], list[str]]]:
    """Lists with an "and" in them: the numbers of the candidates in each, and the kinds of the known names there.

    Args:
        roster: the names taken so far.
        candidates: sorted by start.
    """
    items: list[tuple[int, int, int, str]] = [(c.start, c.end, n, "") for n, c in enumerate(candidates)]
    items += [(m.start, m.end, -1, m.entity.kind) for m in roster.mentions if m.form == "name"]
    items.sort()
    lists = []
    chain: list[tuple[int, int, int, str]] = []
    linked = False
    for item in items:
        mark = _mark(roster, chain[-1][1], item[0]) if chain else None
        if mark is None or linked:
            lists.append((chain, linked)) if linked else None
            mark = _mark(roster, chain[-1][1], item[0]) if chain and not linked else None
            chain, linked = ([chain[-1]] if chain and mark else []), False
        chain.append(item)
        linked = linked or mark in LINKS
    if linked:
        lists.append((chain, linked))
    found = []
    for members, _ in lists:
        unknown = [n for _, _, n, _ in members if n >= 0]
        kinds = list(dict.fromkeys(kind for _, _, n, kind in members if n < 0))
        if unknown and len(members) > 1:
            found.append((unknown, kinds if len(kinds) == 1 else []))
    return found


def _mark(roster: Roster, end: int, start: int) -> str | None:
    """What stands between two names of a list: "," or "and" (a comma and an article may stand beside it)."""
    if start - end > GAP:
        return None
    words = [w for w in (roster.word(i) for i in range(end, start)) if w not in SKIPPED and not w.isdigit()]
    if words in ([","], ["and"], ["or"], ["&"]):
        return words[0]
    return "and" if words == [",", "and"] else None
