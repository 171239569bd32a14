"""The page on reading names every fault with its remedy, and the code uses no other."""

from __future__ import annotations

import re
from pathlib import Path

import kazkg.reading
from kazkg.reading import DEFAULT_MAX_BYTES, REMEDIES
from kazkg.reading.layout import KINDS

PAGE = Path(__file__).parents[2] / "docs" / "reading.md"
CODE = Path(kazkg.reading.__file__).parent
RAISED = re.compile(r'(?:fault\(\s*[\w.]+,\s*|FaultError\(\s*|return )"([a-z-]+)", ')


def test_every_fault_is_documented_with_its_remedy() -> None:
    rows = dict(re.findall(r"^\| `([a-z-]+)` \|.*\| (.*) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert rows == REMEDIES


def test_every_kind_of_zone_is_documented() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert not [kind for kind in KINDS if f"**{kind}**" not in text]


def test_the_limit_is_documented() -> None:
    assert f"{DEFAULT_MAX_BYTES:,} bytes" in PAGE.read_text(encoding="utf-8")


def test_every_fault_that_is_raised_has_a_remedy() -> None:
    raised = {code for file in CODE.glob("*.py") for code in RAISED.findall(file.read_text(encoding="utf-8"))}
    assert len(raised) > 10
    assert raised <= set(REMEDIES)
