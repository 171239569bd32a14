"""The named faults of reading: one code for each way an input can be unreadable, with what to do about it."""

from __future__ import annotations

from kazkg.errors import ArticleError

__all__ = ["REMEDIES", "FaultError", "fault", "shown"]

REMEDIES: dict[str, str] = {
    "archive": "Unpack it, or make the .jsonl.gz anew.",
    "binary": "Save the article as plain text, HTML or JSONL.",
    "date": "Write the date in ISO 8601, as in 2022-01-06 or 2022-01-06T22:20:00+06:00.",
    "duplicate": "Leave one of them out, or give each an id of its own.",
    "empty": "Leave it out, or check how it was saved.",
    "encoding": "Save it as UTF-8.",
    "folder": "Give a folder with .txt, .html, .jsonl or .jsonl.gz files; folders inside it are not entered.",
    "html-extra-missing": "Run: pip install 'kazkg[html]'",
    "html-no-text": "Save the article's text as .txt.",
    "json": "Write one JSON object a line.",
    "language": "kazkg reads English; translate it or leave it out.",
    "missing": "Check the path.",
    "oversized": "Raise --max-bytes, or split it.",
    "record": 'Each record needs "text", a string; id, title, date, url and source are strings too.',
    "sidecar": "Write one JSON object with any of source, url, title, date and id, or remove the file.",
    "special": "Give a regular file, or pipe it in and name '-' as the input.",
    "unreadable": "Check its permissions.",
    "unsupported": "Give a .txt, .html, .jsonl or .jsonl.gz file; a .json file is only read as a sidecar.",
}
"""Every code an :class:`~kazkg.errors.ArticleError` of reading can carry, with its usual remedy."""

LONGEST_SHOWN = 200


class FaultError(ValueError):
    """A fault found where the name of the file is not known; the stream makes an ArticleError of it.

    Args:
        code: a key of :data:`REMEDIES`.
        message: what is wrong, without a final full stop.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def shown(name: str) -> str:
    """Make a name of unknown origin safe for a message: control characters escaped, overlong names cut."""
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in name[:LONGEST_SHOWN])
    return safe + "..." if len(name) > LONGEST_SHOWN else safe


def fault(origin: str, code: str, message: str, remedy: str | None = None) -> ArticleError:
    """Make the error for one input.

    Args:
        origin: the file, or the file and record, as the user knows it.
        code: a key of :data:`REMEDIES`.
        message: what is wrong, without a final full stop.
        remedy: what to do about it; None for the usual one of the code.
    """
    return ArticleError(origin, code, f"{message}.", REMEDIES[code] if remedy is None else remedy)
