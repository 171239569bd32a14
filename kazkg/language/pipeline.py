"""The spaCy pipeline: a trained model for tags, parse and names, and one component of ours for each thing read.

Threads: a pipeline belongs to one process and is not shared. Input is an :class:`~kazkg.facts.Article`; it rides
into the pipeline as ``doc._.article``.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import get_package_path, is_package
from thinc.api import Model, NumpyOps

from kazkg.errors import EnvironmentFault
from kazkg.language import DEFAULT_MODEL, drafts
from kazkg.language.evidence import DOTTED

if TYPE_CHECKING:
    from kazkg.knowledge import Knowledge

__all__ = ["COMPONENTS", "DEFAULT_MODEL", "ModelInfo", "describe", "load"]

COMPONENTS = (
    "kazkg_names",
    "kazkg_coreference",
    "kazkg_times",
    "kazkg_amounts",
    "kazkg_quotes",
    "kazkg_events",
    "kazkg_statements",
    "kazkg_figures",
    "kazkg_factuality",
    "kazkg_alarms",
    "kazkg_stages",
    "kazkg_unknowns",
    "kazkg_callings",
)
"""Our components after the model's own, in running order; ``kazkg_breaks`` runs before the parser."""

FACES = frozenset({"8)", "8-)", "(-8"})
"""What spaCy's tokenizer takes for faces though news means numbers by them."""


def load(knowledge: Knowledge, model: str = DEFAULT_MODEL) -> Language:
    """Load the trained model and add our components.

    Args:
        knowledge: the vocabulary the components read with.
        model: name of an installed spaCy pipeline with tagger, parser and ner, or a path to one.

    Raises:
        EnvironmentFault: where the model is not installed or lacks a part.
    """
    from kazkg.language import (  # noqa: F401  (each import registers its component)
        alarms,
        amounts,
        attributes,
        breaks,
        callings,
        coreference,
        events,
        factuality,
        figures,
        lemmas,
        names,
        quotes,
        recognizer,
        stages,
        statements,
        times,
        unknowns,
    )

    drafts.register()
    try:
        nlp = spacy.load(model)
    except OSError as err:
        raise _missing(model) from err
    missing = [part for part in ("parser", "ner") if part not in nlp.pipe_names]
    if missing:
        raise EnvironmentFault(f"The spaCy pipeline '{model}' has no {' and no '.join(missing)}.", "Choose another.")
    _use_openblas(nlp)
    _read_digits(nlp)
    attributes.memoise(nlp)
    lemmas.memoise(nlp)
    recognizer.hasten(nlp)
    nlp.tokenizer.token_match = DOTTED.fullmatch  # type: ignore[union-attr]
    nlp.add_pipe("kazkg_breaks", before="parser")
    for name in COMPONENTS:
        component = nlp.add_pipe(name, last=True)
        component.knowledge = knowledge  # type: ignore[attr-defined]
    return nlp


def _use_openblas(nlp: Language) -> None:
    """Multiply matrices by numpy's OpenBLAS, which is faster than thinc's own BLIS and gives the same annotations."""
    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        if isinstance(model, Model):
            for node in model.walk():
                node.ops = ops


def _read_digits(nlp: Language) -> None:
    """Split "8)" into its number and bracket, which spaCy keeps together as a face."""
    tokenizer = nlp.tokenizer
    if isinstance(tokenizer, Tokenizer):
        tokenizer.rules = {word: parts for word, parts in (tokenizer.rules or {}).items() if word not in FACES}


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """Which trained pipeline reads."""

    name: str
    version: str
    digest: str
    """SHA-256 over its files, in hexadecimal (order and names of the files included)."""


def describe(model: str = DEFAULT_MODEL) -> ModelInfo:
    """Name, version and hash of a trained pipeline, without loading it.

    Raises:
        EnvironmentFault: where the model is not installed or is no spaCy pipeline.
    """
    root = get_package_path(model) if is_package(model) else Path(model)
    found = sorted(root.rglob("meta.json"), key=lambda p: len(p.parts)) if root.is_dir() else []
    folder = next((p.parent for p in reversed(found) if (p.parent / "config.cfg").is_file()), None)
    if folder is None:
        raise _missing(model)
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256()
    for file in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return ModelInfo(f"{meta['lang']}_{meta['name']}", str(meta["version"]), digest.hexdigest())


def _missing(model: str) -> EnvironmentFault:
    message = f"The spaCy pipeline '{model}' is not installed."
    return EnvironmentFault(message, "Install it with pip, or name another with --model.")
