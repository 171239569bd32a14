"""From inputs to files: what a user's paths stand for, in an order that does not depend on theirs."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kazkg.errors import ArticleError
from kazkg.reading.faults import fault, shown
from kazkg.reading.summary import Summary

__all__ = ["STDIN", "Source", "printable", "read_bounded", "walk"]

STDIN = "-"
LAST = ("\U0010ffff", STDIN)
ARCHIVES = (".gz", ".zip", ".tar", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".zst")
SUFFIXES = {".txt": "text", ".html": "html", ".htm": "html", ".jsonl": "records", ".jsonl.gz": "records"}


@dataclass(frozen=True, slots=True)
class Source:
    """One file to be read, or standard input."""

    path: Path | None
    """None for standard input."""
    kind: str
    """text, html or records; stdin where the first bytes decide."""
    stem: str
    """The file's name without its suffix: the id of its article, or the beginning of its records' ids."""
    origin: str
    """The file as messages name it."""


def printable(path: str | Path) -> str:
    r"""A path as text: bytes of a name that are no UTF-8 are written out as ``\xNN``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def walk(inputs: Sequence[str | Path], summary: Summary) -> list[Source | ArticleError]:
    """Find the files that the inputs stand for.

    A folder gives its own files of a known kind, not those of folders inside it; hidden files, read-me files and
    files of another kind are passed over and noted in the summary. A file named outright is read whatever its
    suffix, as plain text where the suffix says nothing.

    Returns:
        Files and faults sorted by article id and path, standard input last. No text is read yet.
    """
    found: list[tuple[tuple[str, str], Source | ArticleError]] = []
    for given in inputs:
        if str(given) == STDIN:
            again = any(key == LAST for key, _ in found)
            twice = fault(STDIN, "duplicate", "standard input can be read only once", "Name '-' once.")
            found.append((LAST, twice if again else Source(None, "stdin", "stdin", STDIN)))
            continue
        if not str(given):  # as a path it would be the current folder
            found.append((("", ""), fault("''", "missing", "an empty path names nothing")))
            continue
        path = Path(given)
        entries = _folder(path, summary) if _is_folder(path) else [_file(path)]
        found += [((_name(entry), _where(entry)), entry) for entry in entries]
    return [entry for _, entry in sorted(found, key=lambda pair: pair[0])]


def _name(entry: Source | ArticleError) -> str:
    return entry.stem if isinstance(entry, Source) else _split(entry.origin.rpartition("/")[2])[0]


def _where(entry: Source | ArticleError) -> str:
    return printable(entry.path or STDIN) if isinstance(entry, Source) else entry.origin


def _split(name: str) -> tuple[str, str]:
    """Stem and suffix of a file's name; of ``a.b.jsonl.gz`` they are ``a.b`` and ``.jsonl.gz``."""
    lower = name.lower()
    for suffix in SUFFIXES:
        if lower.endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)], suffix
    path = Path(name)
    return path.stem, path.suffix.lower()


def _file(path: Path) -> Source | ArticleError:
    """The source for one file that the user names outright."""
    stem, suffix = _split(path.name)
    origin = shown(printable(path))
    problem = _problem(path)
    if problem:
        return fault(origin, *problem)
    if suffix == ".json":
        return fault(origin, "unsupported", "a .json file is no article")
    if suffix in ARCHIVES:
        return fault(origin, "archive", "archives are not read, but for .jsonl.gz")
    return Source(path, SUFFIXES.get(suffix, "text"), printable(stem), origin)


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def _problem(path: Path) -> tuple[str, str] | None:
    """Code and message of what keeps a path from being read, None where nothing does."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return "missing", "leads nowhere" if path.is_symlink() else "does not exist"
    except (OSError, ValueError) as err:  # a loop of links, a name that is too long or holds a zero character
        return "unreadable", f"cannot be reached ({getattr(err, 'strerror', None) or err})"
    if not stat.S_ISREG(mode):
        return "special", "is no regular file"
    return None


def _folder(path: Path, summary: Summary) -> Iterable[Source | ArticleError]:
    """The sources in a folder."""
    origin = shown(printable(path))
    try:
        names = sorted(entry.name for entry in os.scandir(path))
    except OSError as err:
        return [fault(origin, "unreadable", f"cannot be listed ({err.strerror})")]
    found = list(_listed(path, names, summary))
    return found or [fault(origin, "folder", "holds no article")]


def _listed(folder: Path, names: list[str], summary: Summary) -> Iterator[Source | ArticleError]:
    stems = {_split(name)[0] for name in names if SUFFIXES.get(_split(name)[1]) in {"text", "html"}}
    for name in names:
        stem, suffix = _split(name)
        path = folder / name
        if name.startswith("."):
            summary.skip(shown(printable(path)), "hidden")
        elif suffix == ".json" and stem in stems:
            continue  # the sidecar of another file
        elif _is_folder(path):
            summary.skip(shown(printable(path)), "folder")
        elif stem.lower() == "readme":
            summary.skip(shown(printable(path)), "read-me")
        elif suffix not in SUFFIXES:
            summary.skip(shown(printable(path)), "other kind")
        else:
            yield _file(path)


def read_bounded(path: Path, origin: str, limit: int) -> bytes:
    """Read a whole file of at most ``limit`` bytes.

    Raises:
        ArticleError: missing, unreadable or oversized.
    """
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise fault(origin, "missing", "does not exist any more") from None
    except OSError as err:
        raise fault(origin, "unreadable", f"cannot be read ({err.strerror})") from None
    if len(data) > limit:
        raise fault(origin, "oversized", f"is larger than {limit:,} bytes")
    return data
