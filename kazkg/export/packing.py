"""Packed files whose bytes depend on what is in them alone: no name, no time of day."""

from __future__ import annotations

import gzip
import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from kazkg.errors import EnvironmentFault, UsageFault

__all__ = ["KINDS", "kind_of", "packed"]

KINDS: Final = {"none": "", "gzip": ".gz", "zstd": ".zst"}
"""Ways to pack, each with the ending of a file's name."""

_GZIP_LEVEL: Final = 9
_ZSTD_LEVEL: Final = 19


def kind_of(name: str | None, asked: str = "auto") -> str:
    """How to pack: as asked, or, where that is ``auto``, as the ending of the file's name says.

    Args:
        name: name of the file; None for a stream.
        asked: ``auto`` or one of ``KINDS``.

    Raises:
        UsageFault: for an unknown way, or a name that promises another.
    """
    if asked not in ("auto", *KINDS):
        raise UsageFault(f"Unknown --compress {asked!r}.", f"Choose one of auto, {', '.join(KINDS)}.")
    told = next((kind for kind, end in KINDS.items() if end and name and Path(name).suffix.lower() == end), "none")
    if asked == "auto":
        return told
    if told not in ("none", asked):
        raise UsageFault(f"{name}: the name says {told}, --compress says {asked}.", "Leave --compress out.")
    return asked


@contextmanager
def packed(stream: BinaryIO, kind: str) -> Iterator[BinaryIO]:
    """A stream that packs what is written to it into another; that one stays open.

    Raises:
        EnvironmentFault: where what packs is not installed.
    """
    if kind == "gzip":
        with gzip.GzipFile(filename="", mode="wb", compresslevel=_GZIP_LEVEL, fileobj=stream, mtime=0) as zipped:
            yield cast("BinaryIO", zipped)
    elif kind == "zstd":
        compressor = _zstandard().ZstdCompressor(level=_ZSTD_LEVEL, write_checksum=True)
        with compressor.stream_writer(stream, closefd=False) as zipped:
            yield cast("BinaryIO", zipped)
    else:
        yield stream


def _zstandard() -> Any:
    try:
        return importlib.import_module("zstandard")
    except ImportError as err:
        raise EnvironmentFault("zstd is not installed.", "pip install 'kazkg[zstd]', or use gzip.") from err
