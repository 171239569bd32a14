"""The store a build leaves behind: an Oxigraph database on disk, written once and then only read.

A store folder holds ``data/`` (the database) and ``store.json`` (the marker). The marker is written last, so a
folder without it was never finished and is not opened. Several processes may read one store at the same time.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kazkg.errors import EnvironmentFault, InputError

__all__ = ["FORMAT", "create", "finished", "open_store"]

FORMAT: Final = 1
"""Version of the folder's layout; a store of another version is not opened."""

DATA: Final = "data"
MARKER: Final = "store.json"
LOCK: Final = "store.lock"
REBUILD: Final = "Run kazkg build again."


def create(folder: Path, chunks: Iterable[bytes], form: ox.RdfFormat = ox.RdfFormat.N_QUADS) -> int:
    """Write a new store from RDF in pieces.

    Args:
        folder: the store's folder; what it held before is removed.
        chunks: documents in ``form``, each loaded by itself: a load costs some 20 ms whatever its size, and takes
            memory in proportion to it.
        form: N-Quads or TriG.

    Returns:
        How many quads the store holds.

    Raises:
        EnvironmentFault: where the folder cannot be written, or somebody else is writing it.
        InputError: where a chunk cannot be parsed; the folder is then left without a marker.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _only_writer(folder):
            return _fill(folder, chunks, form)
    except OSError as err:
        message = f"{folder}: the store cannot be written: {err}"
        raise EnvironmentFault(message, "Make room, or choose another --out.") from err


def _fill(folder: Path, chunks: Iterable[bytes], form: ox.RdfFormat) -> int:
    (folder / MARKER).unlink(missing_ok=True)
    shutil.rmtree(folder / DATA, ignore_errors=True)
    store = ox.Store(str(folder / DATA))
    try:
        for chunk in chunks:
            store.bulk_load(chunk, format=form)
    except SyntaxError as err:
        raise InputError(f"{folder}: what was to be stored cannot be parsed: {err}") from err
    store.optimize()  # some 0.01 s an article; without it, queries over 500 articles take three to four times as long
    store.flush()
    count = len(store)
    del store  # closes the database; it must be whole before the marker says so
    marker = {"format": FORMAT, "pyoxigraph": ox.__version__, "quads": count}
    (folder / MARKER).write_text(json.dumps(marker, sort_keys=True) + "\n", encoding="utf-8")
    return count


@contextlib.contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    """Hold the folder's lock file for as long as the block runs; the system frees it when a process dies."""
    with (folder / LOCK).open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as err:
            message = f"{folder}: another kazkg is writing this store."
            raise EnvironmentFault(message, "Wait for it, or choose another --out.") from err
        yield


def open_store(folder: Path) -> ox.Store:
    """Open a finished store for reading only.

    Args:
        folder: the store's folder (``store/`` of a build).

    Raises:
        InputError: where there is no store, or it was never finished.
        EnvironmentFault: where it was written by another version, or the database is damaged or unreadable.
    """
    finished(folder)
    try:
        return ox.Store.read_only(str(folder / DATA))
    except (OSError, ValueError, RuntimeError) as err:  # the engine reports a damaged file as RuntimeError
        raise EnvironmentFault(f"{folder}: the store cannot be opened: {err}", REBUILD) from err


def finished(folder: Path) -> None:
    """Make sure that a store was finished, and by a version whose layout is this one's; see :func:`open_store`."""
    marker = _marker(folder)
    if marker.get("format") != FORMAT:
        message = f"{folder}: the store has layout {marker.get('format')!r}; this kazkg reads layout {FORMAT}."
        raise EnvironmentFault(message, REBUILD)


def _marker(folder: Path) -> dict[str, object]:
    if not folder.is_dir():
        raise InputError(f"{folder}: there is no store.", "Run kazkg build, or give its folder with --from.")
    try:
        found = json.loads((folder / MARKER).read_text(encoding="utf-8"))
    except FileNotFoundError as err:
        raise InputError(f"{folder}: the store was never finished.", REBUILD) from err
    except (OSError, ValueError) as err:
        raise EnvironmentFault(f"{folder / MARKER}: unreadable: {err}", REBUILD) from err
    return found if isinstance(found, dict) else {}
