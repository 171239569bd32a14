"""The errors kazkg raises, each with the exit status a command ends with."""

from __future__ import annotations

__all__ = [
    "ArticleError",
    "EnvironmentFault",
    "InputError",
    "KazkgError",
    "KnowledgeError",
    "RemoteError",
    "UsageFault",
]


class KazkgError(Exception):
    """Any error a user can do something about.

    Args:
        message: what is wrong, naming the file and the record.
        remedy: what to do about it, as a full sentence; empty where the message says it.
    """

    status = 4

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross from worker processes to the build's own."""
        return _restored, (type(self), self.args, dict(self.__dict__))


class UsageFault(KazkgError):
    """The command was called in a way that cannot work (exit status 2)."""

    status = 2


class InputError(KazkgError):
    """Nothing could be read (exit status 3)."""

    status = 3


class ArticleError(InputError):
    """One input could not be read; the rest of the batch goes on.

    Args:
        origin: the file, or the file and record, as the user knows it.
        code: a short stable name of the fault (``binary``, ``empty``, ``language`` ...).
        message: what is wrong.
        remedy: what to do about it.
    """

    def __init__(self, origin: str, code: str, message: str, remedy: str = "") -> None:
        super().__init__(f"{origin}: {message}", remedy)
        self.origin = origin
        self.code = code


class KnowledgeError(InputError):
    """The ontology, lexicon, gazetteer or shapes cannot be used (exit status 3)."""


class EnvironmentFault(KazkgError):
    """Something outside is missing or unusable: model, disk, permission (exit status 4)."""

    status = 4


class RemoteError(KazkgError):
    """A network service or remote store failed (exit status 5).

    Args:
        message: what failed, naming the address; never a password or token.
        remedy: what to do about it.
        code: the HTTP status of the answer; None where there was no whole answer.
        passing: whether the same request may well succeed a little later.
        wait: seconds the server asks to wait before the next request; None where it says nothing.
    """

    status = 5

    def __init__(
        self,
        message: str,
        remedy: str = "",
        *,
        code: int | None = None,
        passing: bool = False,
        wait: float | None = None,
    ) -> None:
        super().__init__(message, remedy)
        self.code = code
        self.passing = passing
        self.wait = wait


def _restored(cls: type[KazkgError], args: tuple[object, ...], state: dict[str, object]) -> KazkgError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error
