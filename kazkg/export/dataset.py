"""A folder ready to publish: dumps, checksums, descriptions, the ontology with a page for readers, how to cite it."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kazkg import __version__, resources
from kazkg.errors import UsageFault
from kazkg.export.folders import new_folder
from kazkg.export.graph import ENDINGS, export
from kazkg.export.nanopubs import export_nanopubs
from kazkg.export.packing import KINDS, packed
from kazkg.graph.serialize import short
from kazkg.publish.digest import digest
from kazkg.publish.ontology import terms
from kazkg.publish.void import PREFIXES, Distribution, Outline, describe, outline
from kazkg.store.source import open_source
from kazkg.web.rendering import render

__all__ = ["About", "export_dataset"]

_MEDIA: Final = {"turtle": "text/turtle", "trig": "application/trig", "nquads": "application/n-quads"}
_TITLES: Final = {
    "turtle": "The whole graph, to read",
    "trig": "The whole graph in its named graphs",
    "nquads": "The whole graph, line by line",
}
_PACKED: Final = {"none": None, "gzip": "application/gzip", "zstd": "application/zstd"}
_CHECKSUMS: Final = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class About:
    """What the publisher says of a dataset; kazkg cannot know it."""

    title: str = "Claims of crisis news"
    creators: tuple[str, ...] = ()
    licence: str | None = None
    """IRI of the licence of the data; None where none is given."""
    where: str | None = None
    """Address of the folder once it is published; None where that is not known yet."""
    released: str | None = None
    """Day of publication, ISO 8601; None leaves it out."""

    def __post_init__(self) -> None:
        """Check what becomes an IRI or a date.

        Raises:
            UsageFault: where one is none.
        """
        import datetime

        for option, iri in (("--licence", self.licence), ("--where", self.where)):
            if iri is not None:
                try:
                    ox.NamedNode(iri)
                except ValueError as err:
                    raise UsageFault(f"{option} {iri!r} is no absolute IRI.") from err
        if self.released is not None:
            try:
                datetime.date.fromisoformat(self.released)
            except ValueError as err:
                raise UsageFault(f"--released {self.released!r} is no day such as 2022-01-31.") from err


def export_dataset(source: Path | str, out: Path, about: About | None = None, pack: str = "gzip") -> list[str]:
    """Write a folder ready to publish; the same graph and answers give the same bytes.

    Args:
        source: the folder of a build, or an RDF file.
        out: the new folder.
        about: what the publisher says of it.
        pack: how the dumps are packed, one of ``packing.KINDS``.

    Returns:
        The files, by their paths in the folder.

    Raises:
        UsageFault: for a source that is none, or a folder that holds something.
        InputError: for a broken source, or one without claims.
        EnvironmentFault: where the folder cannot be written.
    """
    about = about or About()
    store = open_source(source)
    found = outline(store, digest(store))
    with new_folder(out) as folder:
        dumps = list(_dumps(source, folder, about, pack))
        _ontology(folder)
        where = about.where if about.where is None or about.where.endswith("/") else about.where + "/"
        said = describe(found, distributions=dumps, title=about.title, licence=about.licence, where=where or "")
        (folder / "void.ttl").write_bytes(short(said, ox.RdfFormat.TURTLE, PREFIXES))
        (folder / "CITATION.cff").write_text(_citation(found, about), encoding="utf-8")
        (folder / "LICENCE.md").write_text(_licence(about), encoding="utf-8")
        (folder / "RDFC-1.0.sha256").write_text(found.digest + "\n", encoding="utf-8")
        (folder / "README.md").write_text(_readme(found, about, dumps), encoding="utf-8")
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        sums = "".join(f"{_sha256(folder / name)}  {name}\n" for name in names)
        (folder / _CHECKSUMS).write_text(sums, encoding="utf-8")
    return [*names, _CHECKSUMS]


def _dumps(source: Path | str, folder: Path, about: About, pack: str) -> Iterator[Distribution]:
    for name, media in _MEDIA.items():
        path = folder / f"kg{ENDINGS[name]}{KINDS[pack]}"
        with path.open("wb") as file, packed(file, pack) as stream:
            export(source, name, stream)
        yield _distribution(path, _TITLES[name], media, pack)
    path = folder / f"nanopubs.trig{KINDS[pack]}"
    with path.open("wb") as file, packed(file, pack) as stream:
        export_nanopubs(source, stream, licence=about.licence)
    yield _distribution(path, "Each claim as a nanopublication", _MEDIA["trig"], pack)


def _distribution(path: Path, title: str, media: str, pack: str) -> Distribution:
    return Distribution(path.name, title, media, _PACKED[pack], path.stat().st_size, _sha256(path))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _ontology(folder: Path) -> None:
    home = folder / "ontology"
    home.mkdir()
    source = resources.folder("ontology")
    for name in ("kazkg.ttl", "shapes.ttl", "alignments.ttl"):
        shutil.copyfile(source / name, home / name)
    page = render("ontology_file.html", sections=terms((source / "kazkg.ttl").read_text("utf-8")), style="style.css")
    (home / "index.html").write_text(page, encoding="utf-8")
    shutil.copyfile(Path(__file__).parent.parent / "web" / "static" / "style.css", home / "style.css")


def _text(value: str) -> str:
    """A scalar of YAML, whatever is in it: JSON's strings are YAML's."""
    return json.dumps(value, ensure_ascii=True)


def _citation(found: Outline, about: About) -> str:
    creators = about.creators or (f"kazkg {__version__} (software)",)
    lines = [
        "cff-version: 1.2.0",
        'message: "If you use this dataset, please cite it as below."',
        "type: dataset",
        f"title: {_text(about.title)}",
        "authors:",
        *(f"  - name: {_text(name)}" for name in creators),
        "identifiers:",
        "  - type: other",
        f"    value: {_text('sha256:' + found.digest)}",
        '    description: "SHA-256 of the dataset in canonical form (RDFC-1.0)"',
    ]
    if about.where:
        lines.append(f"url: {_text(about.where)}")
    if about.licence:
        lines.append(f"license-url: {_text(about.licence)}")
    if about.released:
        lines.append(f"date-released: {_text(about.released)}")
    return "\n".join(lines) + "\n"


def _licence(about: About) -> str:
    stated = (
        f"The data is published under <{about.licence}>."
        if about.licence
        else "No licence of the data is stated. Without one, others may look at it and little more; whoever publishes "
        "this folder\nshould name one (`kazkg export --format dataset --licence IRI`)."
    )
    return (
        "# Licence\n\n"
        f"{stated}\n\n"
        "The quotes in it are short passages of articles that belong to their publishers; no licence of the data\n"
        "changes that. The ontology, the shapes and the alignments are part of kazkg, under Apache-2.0\n"
        "(<https://www.apache.org/licenses/LICENSE-2.0>).\n"
    )


def _readme(found: Outline, about: About, dumps: list[Distribution]) -> str:
    counts = dict(found.counts)
    title = " ".join(about.title.split())
    rows = [f"| `{file.path}` | {file.title} | {file.size:,} |" for file in dumps]
    claims = ", ".join(
        f"{found.count(name):,} {word}"
        for name, word in (("Article", "articles"), ("Statement", "statements"), ("Figure", "figures"))
    )
    return "\n".join(
        [
            f"# {title}",
            "",
            "Who said what, through which medium, how sure, as of when, and at which characters of which article:",
            "every fact in it is somebody's claim. Whether a claim is true is the reader's business.",
            "",
            f"{counts['triples']:,} triples: {claims}.",
            "",
            "| file | holds | bytes |",
            "|---|---|---|",
            *rows,
            "| `ontology/` | The ontology in Turtle and as a page (`index.html`), SHACL shapes, alignments | |",
            "| `void.ttl` | This description for machines, in VoID and DCAT | |",
            "| `LICENCE.md`, `CITATION.cff` | What may be done with it, how to cite it | |",
            f"| `{_CHECKSUMS}` | Checksums: `sha256sum --check {_CHECKSUMS}` | |",
            "| `RDFC-1.0.sha256` | SHA-256 of the dataset in canonical form, whatever file it comes from | |",
            "",
            f"Made by kazkg {__version__}.",
            "",
        ]
    )
