"""Abbreviations that an article introduces itself: "Sudan Doctors Network (SDN)"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kazkg.knowledge.gazetteer import atoms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kazkg.language.drafts import EntityDraft, MentionDraft
    from kazkg.language.roster import Roster

__all__ = ["read_abbreviations"]

SMALL_WORDS = frozenset(("of", "the", "and", "for", "in", "on"))


def read_abbreviations(roster: Roster) -> None:
    """Join a name and the abbreviation in brackets behind it (either way round); then find it elsewhere."""
    doc = roster.doc
    short: dict[str, EntityDraft] = {}
    for mention in sorted(roster.mentions, key=lambda m: m.start):
        at = mention.end
        if at + 2 >= len(doc) or doc[at].text != "(":
            continue
        text = doc[at + 1].text
        foreign = doc[at + 2].text == ")" and _foreign(text, mention, roster)
        if doc[at + 2].text in (")", ",", ";") and (foreign or _abbreviates(text, mention, roster)):
            other = roster.taken.get(at + 1)
            if other is None:
                roster.add(at + 1, at + 2, mention.entity)
                short[text] = mention.entity
            elif other.entity is not mention.entity and not other.entity.known and other.entity.kind != "Person":
                other.entity = mention.entity
                short[text] = mention.entity
            continue
        inner = roster.taken.get(at + 1) or roster.taken.get(at + 2)
        if inner and not inner.entity.known and _abbreviates(roster.text(mention.start, mention.end), inner, roster):
            inner.entity = mention.entity
    short.update({k: v for k, v in _initials(roster).items() if k not in short})
    if short:
        _elsewhere(roster, short)


def _foreign(text: str, mention: MentionDraft, roster: Roster) -> bool:
    """Whether capitals alone, or a word of the same first letter, abbreviate a body's name in its own language."""
    if mention.entity.kind != "Organization" or mention.end - mention.start < 2:
        return False
    known = roster.taken.get(mention.end + 1)
    if not text.isalpha() or (known and (known.entity.known or known.entity.kind == "Person")):
        return False
    if text.isupper():
        return 2 <= len(text) <= 6
    first = roster.doc[mention.start].text[0]
    return text.istitle() and 4 <= len(text) <= 9 and text[0] == first and not roster.hit_at.get(mention.end + 1)


def _initials(roster: Roster) -> dict[str, EntityDraft]:
    """The initials of each body of several words that the article names; shared initials are nobody's."""
    table: dict[str, list[EntityDraft]] = {}
    for mention in roster.mentions:
        entity = mention.entity
        if entity.kind == "Organization" and mention.end - mention.start > 2 and mention.form == "name":
            words = atoms(roster.text(mention.start, mention.end))
            short = [w for w in words if w not in SMALL_WORDS]
            spelt = {
                "".join(w[0] for w in short),
                *(_opened(w) for w in (words, short) if roster.doc[mention.start].is_upper),
            }
            for key in spelt:
                bearers = table.setdefault(key.upper(), [])
                if entity not in bearers:
                    bearers.append(entity)
    return {k: v[0] for k, v in table.items() if len(v) == 1 and len(k) > 2}


def _opened(words: Sequence[str]) -> str:
    """The initials of a name whose first word is an abbreviation itself, which stays whole ("UN ... Mission")."""
    return words[0] + "".join(w[0] for w in words[1:])


def _abbreviates(text: str, mention: MentionDraft, roster: Roster) -> bool:
    """Whether the letters are initials of the name, in order."""
    if not (2 <= len(text) <= 8 and text.isalnum() and sum(c.isupper() for c in text) >= 2):
        return False
    words = [w for w in atoms(roster.text(mention.start, mention.end)) if w not in SMALL_WORDS]
    initials = [w[0] for w in words]
    letters = [c for c in text.lower() if c.isalpha()]
    shared = sum(1 for c in letters if c in initials)
    return bool(letters) and letters[0] in initials and shared >= len(letters) - 1


def _plain(text: str) -> str:
    """An abbreviation without its full stops ("I.O.M."); empty for anything else."""
    bare = text.replace(".", "")
    return bare if len(text) == 2 * len(bare) and bare.isupper() else ""


def _elsewhere(roster: Roster, short: dict[str, EntityDraft]) -> None:
    for token in roster.doc:
        entity = short.get(token.text) or short.get(_plain(token.text))
        if entity is None:
            continue
        mention = roster.taken.get(token.i)
        if mention is None:
            roster.add(token.i, token.i + 1, entity)
        elif not mention.entity.known and mention.end - mention.start == 1:
            mention.entity = entity
