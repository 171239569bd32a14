"""Workers for queries: a bounded number of processes, each stopped and replaced when its time is up."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final

from kazkg.errors import EnvironmentFault
from kazkg.web.frames import LENGTH, PIECE, Asked, Told, unpack_length

__all__ = ["Busy", "Document", "Pool", "Stopped"]

IN_MEMORY: Final = 4_000_000
"""Bytes of a document kept in memory; a larger one waits in a temporary file without a name."""
START: Final = 60.0
"""Seconds a worker may take to open the store."""


class Busy(Exception):
    """All workers are taken, and too many requests wait already."""


class Stopped(Exception):
    """The query was stopped, or its worker died; the message says why."""


@dataclass(slots=True)
class Document:
    """What a worker gave: what it is, and its bytes. Read once, then closed."""

    told: Told
    size: int
    file: IO[bytes]

    def pieces(self) -> Iterator[bytes]:
        """The document, piece by piece."""
        with self.file:
            while piece := self.file.read(PIECE):
                yield piece

    def whole(self) -> bytes:
        """The document in one."""
        return b"".join(self.pieces())


class _Worker:
    """One process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None and process.stdout is not None
        self.process = process
        self._in, self._out = process.stdin, process.stdout

    async def frame(self) -> bytes:
        return await self._out.readexactly(unpack_length(await self._out.readexactly(LENGTH)))

    async def ask(self, asked: Asked) -> Document:
        self._in.write(asked.packed())
        await self._in.drain()
        told = Told.of(await self.frame())
        file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (closed by whoever reads it)
        size = 0
        try:
            while piece := await self.frame():
                file.write(piece)
                size += len(piece)
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return Document(told, size, file)

    async def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


class Pool:
    """Runs queries in worker processes.

    Args:
        source: the folder of a build, or an RDF file; every worker opens it for itself.
        workers: how many processes.
        queue: how many requests may wait for one.
        memory: largest size of a worker in bytes; 0 for no limit.
    """

    def __init__(self, source: str, *, workers: int, queue: int, memory: int) -> None:
        self._source, self._count, self._queue, self._memory = source, workers, queue, memory
        self._idle: asyncio.LifoQueue[_Worker | None] = asyncio.LifoQueue()
        self._all: set[_Worker] = set()
        self._waiting = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self.stopped = 0
        """Queries that were stopped so far."""

    async def open(self) -> None:
        """Start the workers.

        Raises:
            EnvironmentFault: where one does not come up.
        """
        for worker in await asyncio.gather(*(self._start() for _ in range(self._count))):
            self._idle.put_nowait(worker)

    async def close(self) -> None:
        """End all workers, whatever they do."""
        await asyncio.gather(*(worker.stop() for worker in self._all))
        self._all.clear()

    async def _start(self) -> _Worker:
        keep = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "kazkg.web.worker", self._source, str(self._memory),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env=keep,
        )  # fmt: skip
        worker = _Worker(process)
        self._all.add(worker)
        try:
            async with asyncio.timeout(START):
                await worker.frame()
        except (TimeoutError, asyncio.IncompleteReadError) as err:
            self._all.discard(worker)
            await worker.stop()
            raise EnvironmentFault("A worker process does not come up.", "Is there enough memory?") from err
        return worker

    async def run(self, asked: Asked) -> Document:
        """Run a query; when the caller is cancelled, its worker is killed as well.

        Raises:
            Busy: where too many wait already, or none comes free within the query's own time.
            Stopped: where the time is up, or the worker died.
        """
        if self._idle.empty() and self._waiting >= self._queue:
            raise Busy
        self._waiting += 1
        try:
            async with asyncio.timeout(asked.seconds):
                worker = await self._idle.get()
        except TimeoutError as err:
            raise Busy from err
        finally:
            self._waiting -= 1
        whole = False
        try:
            if worker is None:  # the one before could not be replaced
                worker = await self._start()
            async with asyncio.timeout(asked.seconds):
                document = await worker.ask(asked)
            whole = True
            return document
        except TimeoutError as err:
            raise Stopped(f"The query was stopped after {asked.seconds:g} seconds.") from err
        except (asyncio.IncompleteReadError, ConnectionError) as err:
            raise Stopped("The query was stopped because it needed more memory than it may have.") from err
        except EnvironmentFault as err:
            raise Busy from err
        finally:
            if whole:
                self._idle.put_nowait(worker)
            else:
                self.stopped += 1
                self._replace(worker)

    def _replace(self, worker: _Worker | None) -> None:
        """Kill at once; the next one comes up while others are served."""
        if worker is not None:
            with contextlib.suppress(ProcessLookupError):
                worker.process.kill()
        task = asyncio.get_running_loop().create_task(self._renew(worker))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _renew(self, worker: _Worker | None) -> None:
        fresh: _Worker | None = None
        try:
            if worker is not None:
                self._all.discard(worker)
                await worker.stop()
            fresh = await self._start()
        except EnvironmentFault:
            pass  # tried again when a request takes this place
        finally:
            self._idle.put_nowait(fresh)
