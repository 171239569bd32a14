"""What the user says about the inputs beforehand."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DEFAULT_MAX_BYTES", "ReadOptions"]

DEFAULT_MAX_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Settings of one reading; what is given here wins over records, sidecars and the text itself."""

    source: str | None = None
    """Name of the publishing medium."""
    url: str | None = None
    title: str | None = None
    date: str | None = None
    """Publication date (ISO 8601, or with the month's name)."""
    id: str | None = None
    """Id of the article, where there is only one."""
    max_bytes: int = DEFAULT_MAX_BYTES
    """Largest file, or largest line of a .jsonl, in bytes."""
    language_check: bool = True
    """Whether an article in another language than English is refused."""
