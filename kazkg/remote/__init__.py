"""Other people's servers: one HTTP client, its logins, and clear words for whatever goes wrong."""

from kazkg.remote.client import Client, Reply

__all__ = ["Client", "Reply"]
