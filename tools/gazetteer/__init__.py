"""Compiles the broad gazetteer out of open packages: ``make gazetteer``. See ``docs/gazetteer.md``."""
