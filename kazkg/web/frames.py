"""How the server and its workers talk: length, then bytes, over a pipe.

A request is one frame of JSON. Its answer is one frame of JSON, then frames of the document, then an empty frame.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO, Final

__all__ = ["LENGTH", "PIECE", "Asked", "Told", "pack", "read", "unpack_length"]

LENGTH: Final = 4
PIECE: Final = 1 << 16
"""Bytes of a document sent as one frame, about."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One query for a worker."""

    text: str
    default: tuple[str, ...] | None = None
    """Graphs that make the default graph; None leaves it to the query, and to the union where that names none."""
    named: tuple[str, ...] | None = None
    rows: str | None = "json"
    """Short name of the format where rows come out, None where no format for them was acceptable."""
    truth: str | None = "json"
    graph: str | None = "ttl"
    most: int = 10_000
    """Rows or triples given at most."""
    seconds: float = 30.0
    note: str = ""
    """What the head of an answer in JSON or XML links to where the cap left something out."""
    task: str = ""
    """Of the reconciliation service, where that is asked and no query; ``text`` then holds what it is asked."""

    def packed(self) -> bytes:
        """The frame."""
        return pack(json.dumps(asdict(self)).encode())

    @classmethod
    def of(cls, data: bytes) -> Asked:
        """The request in a frame."""
        found: dict[str, Any] = json.loads(data)
        for name in ("default", "named"):
            found[name] = None if found[name] is None else tuple(found[name])
        return cls(**found)


@dataclass(frozen=True, slots=True)
class Told:
    """What a worker says before it sends the document."""

    fault: str | None = None
    """Why there is no document; None where there is one."""
    reason: str = ""
    """syntax, refused, unacceptable, too much or failed; empty without a fault."""
    kind: str = ""
    """rows, truth or graph; json for a task."""
    format: str = ""
    cut: bool = False
    """Whether there was more than the cap allows."""

    def packed(self) -> bytes:
        """The frame."""
        return pack(json.dumps(asdict(self)).encode())

    @classmethod
    def of(cls, data: bytes) -> Told:
        """What a frame says."""
        return cls(**json.loads(data))


def pack(data: bytes) -> bytes:
    """Bytes as a frame."""
    return struct.pack(">I", len(data)) + data


def unpack_length(head: bytes) -> int:
    """The length that a frame's head announces."""
    return int(struct.unpack(">I", head)[0])


def read(stream: BinaryIO) -> bytes | None:
    """The next frame; None at the end of the stream."""
    head = stream.read(LENGTH)
    if len(head) < LENGTH:
        return None
    return stream.read(unpack_length(head))
