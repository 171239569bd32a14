"""Other people's tables matched against the entities of a graph: the Reconciliation Service API 0.2, without HTTP."""

from kazkg.reconcile.service import Service

__all__ = ["Service"]
