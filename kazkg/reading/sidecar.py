"""The sidecar: ``name.json`` beside ``name.txt``, with what the file itself does not say."""

from __future__ import annotations

from pathlib import Path

from kazkg.errors import ArticleError
from kazkg.reading.articles import Raw
from kazkg.reading.decode import decode
from kazkg.reading.faults import FaultError, fault, shown
from kazkg.reading.records import apply_record, parse_object
from kazkg.reading.sources import printable, read_bounded

__all__ = ["apply_sidecar"]

LARGEST = 1_000_000


def apply_sidecar(path: Path, raw: Raw) -> Raw:
    """Add what the sidecar of a file says (source, url, title, date, id and further keys); it wins over the file.

    Args:
        path: the article's file, whose sidecar may or may not exist.
        raw: what the file gave.

    Raises:
        ArticleError: ``sidecar``, where it exists and cannot be used; the origin is the sidecar.
    """
    beside = path.with_suffix(".json")
    origin = shown(printable(beside))
    try:
        if not beside.is_file():
            return raw
        content = decode(read_bounded(beside, origin, LARGEST)).text
        return apply_record(parse_object(content), raw, "sidecar")
    except OSError as err:
        raise fault(origin, "sidecar", f"cannot be reached ({err.strerror})") from None
    except ArticleError as err:
        raise fault(origin, "sidecar", err.message.removeprefix(f"{origin}: ").rstrip(".")) from None
    except FaultError as err:
        raise fault(origin, "sidecar", str(err)) from None
