"""Which graphs earlier pushes of a build put onto a server, so that those the build has no more can be removed.

The list is a file beside the journal, kept from push to push. It is written before anything is sent, with the old
graphs and the new, and cut down to the new ones when the old are gone: an interruption loses none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kazkg.errors import EnvironmentFault

__all__ = ["Past"]


class Past:
    """The list of one server and layout.

    Args:
        journal: the path of the journal of the same push.
    """

    def __init__(self, journal: Path) -> None:
        self.path = journal.with_name(journal.name.removesuffix(".jsonl") + ".graphs.json")

    def graphs(self) -> set[str]:
        """IRIs of the graphs; none where there is no list, or none that can be read."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return set()
        return {one for one in found if isinstance(one, str) and _is_iri(one)} if isinstance(found, list) else set()

    def keep(self, graphs: Iterable[str]) -> None:
        """Write the list anew, whole or not at all.

        Raises:
            EnvironmentFault: where it cannot be written.
        """
        part = self.path.with_name(self.path.name + ".part")
        try:
            part.write_text(json.dumps(sorted(graphs), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
            part.replace(self.path)
        except OSError as err:
            message = f"{self.path}: the list of pushed graphs cannot be written: {err}"
            raise EnvironmentFault(message, "Name another place by --state.") from err


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True
