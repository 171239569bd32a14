"""Reading back what a build left out, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from kazkg.errors import InputError

__all__ = ["read_coverage"]


def read_coverage(source: Path) -> Iterator[dict[str, str]]:
    """Numbers and reporting words that ended in no claim, in order of article and place.

    Args:
        source: the folder of a build.

    Yields:
        article, kind (number or cue), text, reason, begin and end (code points of the article, half-open).

    Raises:
        InputError: where there is no build, or its ``coverage.json`` is broken.
    """
    path = source / "coverage.json"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        for article in data["articles"]:
            for left in article["left_out"]:
                yield {"article": article["article"]} | {
                    key: str(left[key]) for key in ("kind", "text", "reason", "begin", "end")
                }
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise InputError(f"{path}: {err}", "Run kazkg build, or give its folder with --from.") from err
