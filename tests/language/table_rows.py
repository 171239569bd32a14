"""Text tables: a sentence at the margin, what must come out of it indented below, blank lines between, # comments."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent / "tables"


def rows(name: str) -> list[tuple[str, list[str]]]:
    """The table's sentences, each with its expected lines."""
    table: list[tuple[str, list[str]]] = []
    for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("  "):
            table[-1][1].append(line.strip())
        else:
            table.append((line, []))
    return table


def bounds(low: float | None, high: float | None) -> str:
    """low..high as the tables write it."""
    if low is None and high is None:
        return "?"
    if low == high:
        return f"{low}"
    return f"{'' if low is None else low}..{'' if high is None else high}"
