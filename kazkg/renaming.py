"""Entities under another key: what an article's facts say of one can be said of another instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import is_
from typing import Any, Final

from kazkg.facts import Article, ArticleFacts, Entity, Link, Span, Time

__all__ = ["keys_in", "renamed", "replaced"]

Instead = Callable[[str, Span | None], Entity | None]
"""Of a key, and the place where the entity is named (None where it has none): the entity to be meant; None to leave
it."""

_KEYS: Final = {"entity": "label", "affiliation_entity": "affiliation", "place": "", "role_of": ""}
"""Fields that hold a key, and the field beside it that holds the entity's label."""
_LISTS: Final = frozenset({"followed"})
"""Fields that hold several keys, each once."""
_PLAIN: Final = re.compile(r"(?:str|int|float|bool)(?: \| None)?")
"""Types of fields that hold neither a key nor anything that does."""
_WHOLE: Final = (Article, Link, Span, Time)
"""What names no entity, or is found for an entity and not said of it."""


def renamed(facts: ArticleFacts, instead: Instead) -> ArticleFacts:
    """The facts with other entities wherever ``instead`` names one; which entities are listed stays as it is.

    Args:
        facts: of an article.
        instead: asked of every key that anything but an entity's own entry and its links refers to.
    """
    made: ArticleFacts = _mapped(facts, instead)
    return made


def replaced(facts: ArticleFacts, by_key: Mapping[str, Entity]) -> ArticleFacts:
    """The facts with some entities replaced wherever they are named; two that become one are one from then on.

    Args:
        facts: of an article.
        by_key: key of each entity that is replaced, to the one in its place.
    """
    if not by_key:
        return facts
    kept = {e.key: e for e in by_key.values()}
    kept.update((e.key, e) for e in facts.entities if e.key not in by_key)
    listed = replace(facts, entities=tuple(kept[key] for key in sorted(kept)))
    return renamed(listed, lambda key, _: by_key.get(key))


def keys_in(facts: ArticleFacts) -> set[str]:
    """Keys of the entities that anything but their own entry and their links refers to."""
    used: set[str] = set()

    def seen(key: str, _: Span | None) -> None:
        used.add(key)

    renamed(facts, seen)
    return used


def _mapped(value: Any, instead: Instead) -> Any:
    if isinstance(value, tuple):
        return _mapped_all(value, instead)
    plan = _plan(type(value))  # type: ignore[arg-type]  # a class can be hashed
    if not plan:
        return value
    changes: dict[str, Any] = {}
    for name, beside in plan:
        old = getattr(value, name)
        if not old:
            continue
        if beside is not None:
            entity = instead(old, getattr(value, "span", None) if name == "entity" else None)
            if entity is not None:
                changes[name] = entity.key
                if beside and hasattr(value, beside):
                    changes[beside] = entity.label
        elif name in _LISTS:
            found = ((key, instead(key, None)) for key in old)
            changes[name] = tuple(dict.fromkeys(entity.key if entity else key for key, entity in found))
        elif (new := _mapped(old, instead)) is not old:
            changes[name] = new
    return replace(value, **changes) if changes else value


def _mapped_all(values: tuple[Any, ...], instead: Instead) -> tuple[Any, ...]:
    made = tuple(_mapped(v, instead) for v in values)
    return values if all(map(is_, made, values)) else made


@cache
def _plan(cls: type) -> tuple[tuple[str, str | None], ...]:
    """Fields that may name an entity, with the field of its label (empty where there is none), or None for the rest."""
    if not is_dataclass(cls) or issubclass(cls, _WHOLE):
        return ()
    return tuple(
        (field.name, _KEYS.get(field.name))
        for field in fields(cls)
        if field.name in _KEYS or field.name in _LISTS or not _PLAIN.fullmatch(str(field.type))
    )
