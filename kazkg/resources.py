"""Where the packaged data lives: ontology, queries and sample articles, installed or in a checkout."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from kazkg.errors import EnvironmentFault

__all__ = ["folder"]

FOLDERS = ("ontology", "queries", "seeds")


def folder(name: str) -> Path:
    """Return the folder of packaged data called ``name``.

    An installed wheel carries the folders inside the package; a checkout has them beside it.

    Args:
        name: ontology, queries or seeds.

    Raises:
        EnvironmentFault: where neither place has it.
    """
    inside = resources.files("kazkg").joinpath(name)
    if inside.is_dir():
        return Path(str(inside))
    beside = Path(__file__).resolve().parent.parent / name
    if beside.is_dir():
        return beside
    raise EnvironmentFault(f"kazkg's own folder '{name}' is missing.", "Reinstall kazkg.")
