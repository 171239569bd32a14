"""What an interrupted push leaves behind, so that the next one goes on where it stopped.

The journal is a file of JSON lines beside the source: first what the push was told, then a line for each piece that
the server has taken. A piece is passed over only where its digest is the same; a line that was cut off is no line.
The file goes away when a push is done and verified.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from kazkg.errors import EnvironmentFault
from kazkg.push.options import PushOptions
from kazkg.push.spool import Piece

__all__ = ["Journal", "journal_path"]

FORMAT: Final = 1


def journal_path(source: Path, options: PushOptions) -> Path:
    """Where the journal is: the option's file, or one beside the source that is for this server and layout alone."""
    if options.state is not None:
        return options.state
    name = hashlib.sha256(json.dumps(_told(options)).encode()).hexdigest()[:12]
    whole = source.absolute()
    return whole.parent / f".{whole.name}.push-{name}.jsonl"


def _told(options: PushOptions) -> dict[str, object]:
    """All that decides what the server holds in the end; none of it is secret."""
    return {
        "format": FORMAT,
        "url": options.url,
        "store": options.store,
        "graph_per_article": options.graph_per_article,
        "graph": options.graph,
        "replace": options.replace,
    }


class Journal:
    """The journal of one push; nobody else can use it at the same time.

    Raises:
        EnvironmentFault: where the file cannot be written, or another push is using it.
    """

    def __init__(self, path: Path, options: PushOptions) -> None:
        self.path = path
        self._told = _told(options)
        self._taken: dict[tuple[str, int], str] = {}
        try:
            self._file = path.open("a+b")
        except OSError as err:
            raise EnvironmentFault(f"{path}: the journal cannot be written: {err}", "Name another by --state.") from err
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as err:
            self._file.close()
            raise EnvironmentFault(f"{path}: another push of this is under way.", "Wait for it.") from err
        self._load()

    def __enter__(self) -> Self:
        """The lock is held already."""
        return self

    def __exit__(self, kind: type[BaseException] | None, err: BaseException | None, at: TracebackType | None) -> None:
        """Close the file, which frees the lock; what it says stays."""
        self._file.close()

    def has(self, piece: Piece, digest: str) -> bool:
        """Whether the server took this very piece before."""
        return self._taken.get((piece.graph, piece.number)) == digest

    def add(self, piece: Piece, digest: str) -> None:
        """Write down that the server took a piece."""
        self._taken[piece.graph, piece.number] = digest
        self._put({"graph": piece.graph, "piece": piece.number, "sha256": digest})

    def restart(self, graph: str) -> None:
        """Forget the pieces of a graph: it is written anew from its first."""
        if any(name == graph for name, _ in self._taken):
            self._taken = {key: digest for key, digest in self._taken.items() if key[0] != graph}
            self._put({"graph": graph, "restart": True})

    def forget(self) -> None:
        """Remove the file: the push is done, or cannot be gone on with."""
        self.path.unlink(missing_ok=True)

    def _load(self) -> None:
        self._file.seek(0)
        lines = self._file.read().split(b"\n")
        told, *entries = [_record(line) for line in lines if line.strip()] or [None]
        if told != self._told:
            self._file.truncate(0)
            self._put(self._told)
            return
        if lines[-1]:  # cut off in the middle of a line
            self._put(None)
        for entry in entries:
            if entry is None:
                continue
            graph, piece, digest = entry.get("graph"), entry.get("piece"), entry.get("sha256")
            if entry.get("restart"):
                self._taken = {key: kept for key, kept in self._taken.items() if key[0] != graph}
            elif isinstance(graph, str) and isinstance(piece, int) and isinstance(digest, str):
                self._taken[graph, piece] = digest

    def _put(self, entry: dict[str, object] | None) -> None:
        text = "" if entry is None else json.dumps(entry, ensure_ascii=False)
        try:
            self._file.write(text.encode() + b"\n")
            self._file.flush()
        except OSError as err:
            message = f"{self.path}: the journal cannot be written: {err}"
            raise EnvironmentFault(message, "Make room and push again; it goes on from here.") from err


def _record(line: bytes) -> dict[str, object] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
