"""What a look-up on the network is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from kazkg import __version__
from kazkg.errors import UsageFault

__all__ = ["API", "CONTACT", "LookupOptions"]

API: Final = "https://www.wikidata.org/w/api.php"
CONTACT: Final = "KAZKG_CONTACT"
"""Name of the environment variable that may hold the contact."""
_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|https?://[A-Za-z0-9.-]+(?:[/?][^\s()<>]*)?"
)


@dataclass(frozen=True, slots=True)
class LookupOptions:
    """Settings of one look-up.

    Raises:
        UsageFault: where nobody could be reached who answers for the requests, or a limit makes no sense.
    """

    cache: Path
    """Folder of the answers; made where it is missing."""
    contact: str = ""
    """An e-mail or web address of whoever asks, for the server's operators; may be empty where nothing is sent."""
    service: str | None = None
    """Address of a reconciliation service that is asked instead of the Wikidata API."""
    api: str = API
    """Address of the Wikidata API."""
    replay: bool = False
    """Send nothing; take every answer from the cache."""
    most: int = 500
    """Requests sent at most."""
    seconds: float = 900.0
    """Longest time for the whole look-up."""
    silence: float = 30.0
    """Longest time without a byte from the server, in seconds."""

    def __post_init__(self) -> None:
        if self.most < 1 or self.seconds <= 0 or self.silence <= 0:
            raise UsageFault("Limits of a look-up are more than 0.")
        if self.replay and not self.contact:
            return
        if not self.contact:
            raise UsageFault(
                "A look-up must say who asks: servers shut out programs that nobody answers for.",
                f"Give an e-mail or web address of yours by --contact or {CONTACT}.",
            )
        if len(self.contact) > 200 or not self.contact.isascii() or not _ADDRESS.fullmatch(self.contact):
            raise UsageFault("--contact is no e-mail or web address.", "Give one such as https://example.org/about.")

    @property
    def agent(self) -> str:
        """The ``User-Agent`` header: program, whoever answers for it, library."""
        return f"kazkg/{__version__} ({self.contact}) httpx/{version('httpx')}"

    @property
    def source(self) -> str:
        """Where answers come from."""
        return self.service or self.api
