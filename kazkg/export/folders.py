"""Folders that are there whole or not at all, and never in the place of something else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kazkg.errors import EnvironmentFault, UsageFault

__all__ = ["new_folder"]


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """A folder to write into that becomes ``out`` at the end; where something fails, nothing is left.

    Raises:
        UsageFault: where ``out`` is a file, or a folder with something in it.
        EnvironmentFault: where it cannot be written.
    """
    if out.is_file() or (out.is_dir() and any(out.iterdir())):
        raise UsageFault(f"{out}: there is something already.", "Name a new folder with --out, or remove this one.")
    part = out.with_name(out.name + ".part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        yield part
        if out.is_dir():
            out.rmdir()
        part.replace(out)
    except OSError as err:
        raise EnvironmentFault(f"{out}: the folder cannot be written: {err}", "Make room, or name another.") from err
    finally:
        shutil.rmtree(part, ignore_errors=True)
