"""Pages: Jinja templates inside the package, everything escaped unless a template says otherwise (none does)."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from kazkg import __version__

__all__ = ["render"]


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("kazkg.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def render(template: str, /, **values: Any) -> str:
    """A page.

    Args:
        template: a file in ``kazkg/web/templates``.
        values: what the template needs; a missing one is an error.
    """
    return _environment().get_template(template).render(version=__version__, **values)
