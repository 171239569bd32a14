"""The bundled queries: one ``.rq`` file a question, described by the comments at its head.

::

    # title: Figures
    # answers: Which counts of people are claimed, by whom.
    # param measure (word) any — only this measure, such as killed
    # columns: article claim measure

A line that is only indented further continues the one before. Checks (``queries/checks/``) also have
``# severity: violation``, ``warning`` or ``info``; an empty answer passes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from kazkg import resources
from kazkg.errors import InputError, UsageFault
from kazkg.query.params import TYPES, Param, slots

__all__ = ["Query", "catalogue", "checks", "federated", "find", "parse"]

_FIELD = re.compile(r"#\s*(title|answers|columns|severity):\s*(.*)")
_PARAM = re.compile(r"#\s*param\s+(.*)")
_PARAM_PARTS = re.compile(r"([A-Za-z]\w*)\s+\((\w+)\)\s+(.+?)\s+(?:—|--)\s+(.+)")
_MORE = re.compile(r"#\s{2,}(\S.*)")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_DECLARE: Final = "Write: # param NAME (type) default — meaning"
SEVERITIES: Final = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class Query:
    """One question to the graph."""

    name: str
    text: str
    """The whole file; runs as it is, with the defaults."""
    title: str = ""
    answers: str = ""
    parameters: tuple[Param, ...] = ()
    columns: tuple[str, ...] = ()
    """Empty where the header does not say (a user's own query)."""
    severity: str | None = None
    """violation, warning or info; None for what is no check."""
    federated: bool = False
    """Whether it is a bundled query that asks another server beside the build."""


def parse(text: str, name: str) -> Query:
    """Read a query's header.

    Args:
        text: the whole file.
        name: what the query is called in messages.

    Raises:
        InputError: where the header declares a parameter wrongly or without its ``VALUES ?asked_NAME { ... }`` line.
    """
    fields: dict[str, str] = {}
    declared: list[str] = []
    last: str | None = None
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        if found := _FIELD.fullmatch(line):
            last = found[1]
            fields[last] = found[2].strip()
        elif found := _PARAM.fullmatch(line):
            last = None
            declared.append(found[1].strip())
        elif found := _MORE.fullmatch(line):
            if last is not None:
                fields[last] += " " + found[1].strip()
            elif declared:
                declared[-1] += " " + found[1].strip()
    params = tuple(_param(one, name) for one in declared)
    _check_slots(text, params, name)
    severity = fields.get("severity")
    if severity is not None and severity not in SEVERITIES:
        raise InputError(f"{name}: severity '{severity}' is not one of {', '.join(SEVERITIES)}.")
    columns = tuple(fields.get("columns", "").split())
    return Query(name, text, fields.get("title", name), fields.get("answers", ""), params, columns, severity)


def _param(declared: str, name: str) -> Param:
    parts = _PARAM_PARTS.fullmatch(declared)
    if parts is None:
        raise InputError(f"{name}: cannot read '# param {declared}'.", _DECLARE)
    if parts[2] not in TYPES:
        message = f"{name}: parameter {parts[1]} has the unknown type '{parts[2]}'."
        raise InputError(message, f"Known: {', '.join(TYPES)}.")
    param = Param(parts[1], parts[2], parts[3], parts[4])
    param.term(param.default)
    return param


def _check_slots(text: str, params: tuple[Param, ...], name: str) -> None:
    found = slots(text)
    for param in params:
        if param.name not in found:
            remedy = f"Add the line: VALUES ?asked_{param.name} {{ {param.term(param.default)} }}"
            raise InputError(f"{name}: parameter {param.name} has no place in the query.", remedy)
    undeclared = [one for one in found if one not in {param.name for param in params}]
    if undeclared:
        raise InputError(f"{name}: ?asked_{undeclared[0]} is not declared.", _DECLARE)


@cache
def catalogue() -> tuple[Query, ...]:
    """The bundled queries, by name."""
    return _read(resources.folder("queries"))


@cache
def checks() -> tuple[Query, ...]:
    """The bundled checks (an empty answer passes), by name."""
    return _read(resources.folder("queries") / "checks")


@cache
def federated() -> tuple[Query, ...]:
    """The bundled queries that ask Wikidata beside the build, by name; see :mod:`kazkg.query.federated`."""
    found = _read(resources.folder("queries") / "federated")
    return tuple(replace(one, name=f"federated/{one.name}", federated=True) for one in found)


def _read(folder: Path) -> tuple[Query, ...]:
    return tuple(parse(file.read_text(encoding="utf-8"), file.stem) for file in sorted(folder.glob("*.rq")))


def find(name_or_file: str) -> Query:
    """The bundled query of that name (``figures``, ``checks/homeless-events``, ``federated/names``), or that in a file.

    Raises:
        UsageFault: where there is neither; names the nearest bundled queries.
        InputError: where the file cannot be read as a query.
    """
    if _NAME.fullmatch(name_or_file.removeprefix("checks/").removeprefix("federated/")):
        known = {f"checks/{one.name}": one for one in checks()} | {one.name: one for one in catalogue()}
        known |= {one.name: one for one in federated()}
        if name_or_file in known:
            return known[name_or_file]
    path = Path(name_or_file)
    if path.is_file():
        try:
            return parse(path.read_text(encoding="utf-8-sig"), path.name)
        except (OSError, UnicodeDecodeError) as err:
            raise InputError(f"{path}: the query cannot be read: {err}") from err
    raise UsageFault(f"There is no query and no file '{name_or_file}'.", _nearest(name_or_file))


def _nearest(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, [one.name for one in catalogue()], n=3, cutoff=0.5)
    hint = f"Did you mean {', '.join(near)}? " if near else ""
    return f"{hint}'kazkg queries' lists all."
