"""Pages: Jinja templates inside the package, everything escaped unless a template says otherwise (none does)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from kazkg import __version__

__all__ = ["render", "spaced"]

_INNER = re.compile(r"(?<=[a-z])(?=[A-Z])")


def spaced(name: str) -> str:
    """A class's name as words.

    >>> spaced("PriceIncrease")
    'price increase'
    """
    return _INNER.sub(" ", name).lower()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kazkg.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.filters["spaced"] = spaced
    return environment


def render(template: str, /, **values: Any) -> str:
    """A page.

    Args:
        template: a file in ``kazkg/web/templates``.
        values: what the template needs; a missing one is an error.
    """
    return _environment().get_template(template).render(version=__version__, **values)
