"""Web pages: the article's text and what the page says about it, by trafilatura (the extra ``html``)."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from kazkg.reading.articles import Raw
from kazkg.reading.decode import Decoded, decode
from kazkg.reading.faults import FaultError, fault

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["looks_like_html", "read_html"]

BEGINNING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,30})", re.I)
HEAD = 4096
DATES = {"original_date": True, "extensive_search": False, "min_date": "1990-01-01", "max_date": "2100-12-31"}
"""Only the page's own metadata count as date, and "today" is no bound: the answer never depends on a clock."""


def looks_like_html(head: bytes) -> bool:
    """Whether the first bytes of a stream are those of a web page."""
    return BEGINNING.match(head[:HEAD]) is not None


def read_html(data: bytes, origin: str) -> Raw:
    """Extract the article of a web page; offsets count the extracted text.

    Args:
        data: the file.
        origin: the file, for messages.

    Raises:
        ArticleError: html-extra-missing or html-no-text.
        FaultError: where the bytes are no text.
    """
    trafilatura = _trafilatura(origin)
    decoded = _decode_page(data)
    try:
        page = trafilatura.bare_extraction(
            decoded.text, with_metadata=True, include_comments=False, date_extraction_params=DATES
        )
    except (ValueError, TypeError, RecursionError):
        page = None
    if page is None or not (page.text or "").strip():
        raise fault(origin, "html-no-text", "no article can be found on this page")
    return Raw(
        text=page.text,
        encoding=decoded.encoding,
        title=page.title or None,
        source=page.sitename or page.hostname or None,
        url=page.url or None,
        date=page.date or None,
    )


def _trafilatura(origin: str) -> ModuleType:
    try:
        import trafilatura
    except ImportError:
        raise fault(origin, "html-extra-missing", "HTML needs trafilatura, which is not installed") from None
    for name in ("trafilatura", "htmldate"):
        log = logging.getLogger(name)
        if not log.handlers:
            log.addHandler(logging.NullHandler())  # what they warn of comes as a named fault
    return trafilatura


def _decode_page(data: bytes) -> Decoded:
    """Decode a page: UTF-8 and byte order marks first, then what the page declares, then its bytes."""
    declared = DECLARED.search(data[:HEAD])
    try:
        found = decode(data)
    except FaultError as err:
        if declared is None or err.code == "binary":
            raise
        found = None
    if found and (found.encoding.startswith("utf") or declared is None):
        return found
    name = declared.group(1).decode("ascii").lower() if declared else ""
    try:
        return Decoded(data.decode(name), name)
    except (UnicodeError, LookupError):  # an encoding the bytes do not fit, or none that there is
        if found is None:
            raise FaultError("encoding", "is not in the encoding it declares") from None
        return found
