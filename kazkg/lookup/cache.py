"""Answers on disk: each under the digest of its question, whole or not at all, and good for asking again offline."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kazkg.errors import EnvironmentFault

__all__ = ["Cache", "Kept", "Question"]

FORMAT: Final = 1
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Question:
    """One request, without what only says how to treat it (who asks, how much lag is borne)."""

    method: str
    url: str
    fields: Mapping[str, str]

    @property
    def key(self) -> str:
        """SHA-256 over all that decides the answer, in hexadecimal."""
        said = json.dumps([self.method, self.url, sorted(self.fields.items())], ensure_ascii=True)
        return hashlib.sha256(said.encode("ascii")).hexdigest()


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer."""

    body: str
    date: str | None
    """Day on which the server answered, ISO 8601, by the server's own word; None where it gave none."""


class Cache:
    """A folder of answers. What cannot be read in it is not there, and is written anew.

    Args:
        folder: made when the first answer is kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, question: Question) -> Path:
        """Where the answer is or would be."""
        return self.folder / question.key[:2] / f"{question.key}.json"

    def get(self, question: Question) -> Kept | None:
        """The answer; None where there is none."""
        try:
            found = json.loads(self.path(question).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError):  # cut off, or somebody else's
            return None
        if not isinstance(found, dict) or found.get("format") != FORMAT or not isinstance(found.get("body"), str):
            return None
        date = found.get("date")
        return Kept(found["body"], date if isinstance(date, str) and _DATE.fullmatch(date) else None)

    def put(self, question: Question, kept: Kept) -> None:
        """Keep an answer.

        Raises:
            EnvironmentFault: where the folder cannot be written.
        """
        path = self.path(question)
        record = {
            "format": FORMAT,
            "method": question.method,
            "url": question.url,
            "fields": dict(sorted(question.fields.items())),
            "date": kept.date,
            "body": kept.body,
        }
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", dir=path.parent, suffix=".part", delete=False, encoding="utf-8"
            ) as out:
                try:
                    json.dump(record, out, ensure_ascii=True, indent=1)
                    out.write("\n")
                    out.close()
                    Path(out.name).replace(path)
                except BaseException:
                    Path(out.name).unlink(missing_ok=True)
                    raise
        except OSError as err:
            message = f"{self.folder}: answers cannot be kept there: {err}"
            raise EnvironmentFault(message, "Make room, or name another folder by --cache.") from err
