"""Build: articles in, a folder with the whole knowledge graph out (``kg.ttl``, ``kg.trig``, ``validation.ttl``,
``coverage.json`` and ``store/``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kazkg.build.run import build

__all__ = ["build"]


def __getattr__(name: str) -> Any:
    """Import the build only when it is asked for: the command line's help must stay quick."""
    if name == "build":
        from kazkg.build.run import build

        return build
    raise AttributeError(name)
