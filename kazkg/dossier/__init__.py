"""The dossier: one page that puts the accounts of a build side by side, whole in one file."""

from kazkg.dossier.page import report

__all__ = ["report"]
