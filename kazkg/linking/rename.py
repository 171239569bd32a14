"""Entities under another key: every place in an article's facts that names one follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from kazkg.facts import Article, ArticleFacts, Entity, Span, Time

__all__ = ["renamed"]

_KEYS: Final = {"entity": "label", "affiliation_entity": "affiliation", "place": "", "role_of": ""}
"""Fields that hold a key, and the field beside it that holds the entity's label."""
_WHOLE: Final = (Article, Span, Time)
"""What names no entity."""


def renamed(facts: ArticleFacts, by_key: Mapping[str, Entity]) -> ArticleFacts:
    """The facts with some entities replaced; two that become one are one from then on.

    Args:
        facts: what was read.
        by_key: key of each entity that is replaced, to the one in its place.
    """
    if not by_key:
        return facts
    kept = {e.key: e for e in by_key.values()}
    kept.update((e.key, e) for e in facts.entities if e.key not in by_key)
    made = {f.name: _mapped(getattr(facts, f.name), by_key) for f in fields(facts) if f.name != "entities"}
    entities = tuple(_mapped(kept[key], by_key) for key in sorted(kept))
    return ArticleFacts(entities=entities, **made)


def _mapped(value: Any, by_key: Mapping[str, Entity]) -> Any:
    if isinstance(value, tuple):
        return tuple(_mapped(v, by_key) for v in value) if value and not isinstance(value[0], (int, float)) else value
    if not is_dataclass(value) or isinstance(value, _WHOLE):
        return value
    changes: dict[str, Any] = {}
    for field in fields(value):
        old = getattr(value, field.name)
        if field.name in _KEYS:
            entity = by_key.get(old)
            if entity is not None:
                changes[field.name] = entity.key
                beside = _KEYS[field.name]
                if beside and getattr(value, beside, None) is not None:
                    changes[beside] = entity.label
        elif field.name == "followed":
            changes[field.name] = tuple(by_key[k].key if k in by_key else k for k in old)
        elif (new := _mapped(old, by_key)) is not old and new != old:
            changes[field.name] = new
    return replace(value, **changes) if changes else value  # type: ignore[type-var]
