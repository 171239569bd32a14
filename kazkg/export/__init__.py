"""The graph on its way out: formats, packing, files by article, nanopublications, a folder ready to publish."""

from kazkg.export.graph import FORMATS, export

__all__ = ["FORMATS", "export"]
