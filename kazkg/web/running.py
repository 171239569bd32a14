"""One request and the worker that answers it."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

from starlette.requests import Request
from starlette.types import Message

from kazkg.web.frames import Asked
from kazkg.web.pool import Busy, Document, Stopped
from kazkg.web.protocol import Refusal
from kazkg.web.site import Site

__all__ = ["run"]

_STATUS: Final = {"syntax": 400, "refused": 403, "unacceptable": 406, "too much": 413, "failed": 500}


async def run(request: Request, site: Site, asked: Asked) -> Document:
    """Let a worker answer, and stop it when the client goes away.

    The request's body must have been read.

    Raises:
        Refusal: with the status that fits what went wrong.
    """
    work = asyncio.ensure_future(site.pool.run(asked))
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            raise Refusal(499, "The client went away.")
        document = work.result()
    except Busy as err:
        raise Refusal(503, "All workers are busy. Try again a little later.", {"Retry-After": "5"}) from err
    except Stopped as err:
        raise Refusal(504, f"{err} Ask for less, or limit it.") from err
    finally:
        for task in (work, gone):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Busy, Stopped):
                await task
    told = document.told
    if told.fault is not None:
        document.file.close()
        raise Refusal(_STATUS.get(told.reason, 500), told.fault)
    return document


async def _gone(request: Request) -> None:
    """Wait until the client closes the connection; the request's body has been read before."""
    message: Message = {"type": ""}
    while message["type"] != "http.disconnect":
        message = await request.receive()
