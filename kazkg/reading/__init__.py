"""Reading: from files, folders and streams to articles.

>>> from kazkg.reading import ReadOptions, Summary, read
>>> summary = Summary()
>>> for item in read(["seeds"], ReadOptions(), summary=summary):
...     ...  # an Article, or the ArticleError that says why there is none
"""

from __future__ import annotations

from kazkg.reading.faults import REMEDIES
from kazkg.reading.options import DEFAULT_MAX_BYTES, ReadOptions
from kazkg.reading.stream import read
from kazkg.reading.summary import Summary

__all__ = ["DEFAULT_MAX_BYTES", "REMEDIES", "ReadOptions", "Summary", "read"]
