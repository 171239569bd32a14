"""One request for an export: which options go with which format, and who writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from kazkg.errors import UsageFault
from kazkg.export.articles import export_articles
from kazkg.export.dataset import About, export_dataset
from kazkg.export.graph import FORMATS, export, known
from kazkg.export.nanopubs import export_nanopubs
from kazkg.export.nif import nif
from kazkg.export.packing import kind_of, packed

__all__ = ["Request", "run"]

NANOPUBS: Final = "nanopubs"
NIF: Final = "nif"
DATASET: Final = "dataset"
_FOR: Final = {
    "--trusty": (NANOPUBS,),
    "--licence": (NANOPUBS, DATASET),
    "--title": (DATASET,),
    "--creator": (DATASET,),
    "--where": (DATASET,),
    "--released": (DATASET,),
}
"""Formats that an option is for."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for, as the command line says it."""

    format: str = "turtle"
    compress: str = "auto"
    per_article: bool = False
    trusty: bool = False
    licence: str | None = None
    title: str | None = None
    creators: tuple[str, ...] = ()
    where: str | None = None
    released: str | None = None

    def check(self) -> None:
        """Refuse an unknown format, and options that would be without effect.

        Raises:
            UsageFault: for one of these.
        """
        known(self.format, (NANOPUBS, NIF, DATASET))
        given = {
            "--trusty": self.trusty,
            "--licence": self.licence,
            "--title": self.title,
            "--creator": self.creators,
            "--where": self.where,
            "--released": self.released,
        }
        for option, value in given.items():
            if value and self.format not in _FOR[option]:
                raise UsageFault(f"{option} is for {' and '.join(_FOR[option])}.", f"Leave {option} out.")
        if self.per_article and self.format in (NANOPUBS, NIF, DATASET):
            raise UsageFault(f"--per-article is not for {self.format}.", f"Choose one of {', '.join(FORMATS)}.")

    @property
    def about(self) -> About:
        """What the publisher says."""
        title = {} if self.title is None else {"title": self.title}
        return About(creators=self.creators, licence=self.licence, where=self.where, released=self.released, **title)


def run(
    asked: Request,
    source: Path,
    out: Path | None,
    writing: Callable[[], AbstractContextManager[BinaryIO]],
) -> Iterator[str]:
    """Write what was asked for.

    Args:
        asked: the request.
        source: the folder of a build, or an RDF file.
        out: a file or folder; None for a stream.
        writing: opens the file or the stream.

    Yields:
        Lines for people about what was written.

    Raises:
        UsageFault: for options that do not go together, an unknown format, a source that is none.
        InputError: for a broken source.
        EnvironmentFault: where something cannot be written, or what an option needs is not installed.
    """
    asked.check()
    about = asked.about  # whatever is no IRI or no day fails before anything is opened
    if asked.format == DATASET or asked.per_article:
        if out is None:
            raise UsageFault("This export is a folder.", "Name it with --out.")
        if asked.per_article:
            count = export_articles(source, asked.format, out, kind_of(None, asked.compress))
            yield f"{count} files in {out}"
        else:
            kind = "gzip" if asked.compress == "auto" else kind_of(None, asked.compress)
            yield f"{len(export_dataset(source, out, about, kind))} files in {out}"
        return
    kind = kind_of(None if out is None else out.name, asked.compress)
    with writing() as file, packed(file, kind) as stream:
        if asked.format == NANOPUBS:
            count = export_nanopubs(source, stream, trusty=asked.trusty, licence=asked.licence)
            yield f"{count} nanopublications"
        elif asked.format == NIF:
            stream.write(nif(source))
        else:
            export(source, asked.format, stream)
