"""Queries of visitors, each in a child process that can be stopped.

A query that passes its deadline is killed with its process, and so is one that breaks the
engine; nobody else notices. An answer is spooled to a file and handed over when complete.
"""

import contextlib
import os
import tempfile
import time
import weakref
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Lock

from kg.engine.choice import remote_engine
from kg.engine.dataset import Dataset
from kg.engine.exchange import Request
from kg.engine.guard import MAX_LENGTH, check
from kg.engine.process import WorkerProcess
from kg.engine.spooled import Spooled, no_room
from kg.engine.store import current_build
from kg.errors import EndpointBusy
from kg.settings import Settings

WORKERS = 2
"""Queries that one pool runs at once; one process more is kept warm."""
MEMORY_BYTES = 2_000_000_000
"""Memory that one query may take."""


@dataclass(frozen=True)
class Limits:
    """What one query may take: seconds, rows or triples, and bytes of its answer."""

    seconds: float
    rows: int
    bytes: int


class QueryPool:
    """Runs anybody's queries over the build that serves. Safe to share between threads.

    Processes are started when they are needed, so a pool may be made before a fork; `warm`
    starts one ahead of the first query. Close the pool, or use it in a ``with``. Answers are
    spooled in *folder*, by default where the system keeps temporary files.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        workers: int = WORKERS,
        memory_triples: int | None = None,
        memory_bytes: int = MEMORY_BYTES,
        max_length: int = MAX_LENGTH,
        services: Collection[str] = (),
        folder: Path | None = None,
    ) -> None:
        self.limits = Limits(settings.query_seconds, settings.row_limit, settings.byte_limit)
        self.max_length = max_length
        self.services = frozenset(services)
        self._builds = settings.build
        in_memory = memory_triples or settings.memory_triples
        self._arguments = [str(in_memory), str(memory_bytes), settings.engine]
        self._remote = remote_engine(settings) if settings.engine else None
        self._free = BoundedSemaphore(workers)
        self._lock = Lock()
        self._idle: list[WorkerProcess] = []
        self._folder = folder
        self._closed = False
        self._clean = weakref.finalize(self, _end, self._idle)

    def __enter__(self) -> "QueryPool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def build_id(self) -> str:
        """The name of the build that the next query is answered from.

        Raises:
            NoBuild: there is none.
            EngineFailed: the engine cannot tell.
        """
        return self._remote.build_id if self._remote else current_build(self._builds).name

    def run(self, sparql: str, format: str, dataset: Dataset | None = None) -> Spooled:  # noqa: A002
        """Return the complete answer to a query, in a format of `ROW_FORMATS` or `GRAPH_FORMATS`.

        A *dataset* replaces the one that the query itself describes.

        Raises:
            QueryRefused: the query asks for what is not done here.
            QuerySyntaxError: it is not SPARQL.
            QueryTimeout: it passed its deadline and was stopped.
            AnswerTooLarge: its answer passed a limit.
            EndpointBusy: no worker came free before the deadline.
            WorkerDied: the engine broke on it.
            SpoolFailed: there was no room for its answer.
            QueryFailed: it gives no answer, or none that the format can hold.
            NoBuild: there is nothing to answer from, or it is damaged.
        """
        check(sparql, max_length=self.max_length, services=self.services)
        with self._slot():
            path = self._new_path()
            limits = self.limits
            request = Request(
                sparql, format, str(path), dataset or Dataset(),
                limits.rows, limits.bytes, limits.seconds,
            )  # fmt: skip
            try:
                return self._run(request, path)
            except BaseException:
                _discard(path)
                raise

    def warm(self) -> None:
        """Start a worker for the next query, if none is waiting.

        Raises:
            NoBuild: there is nothing to answer from.
        """
        build = current_build(self._builds)
        with self._lock:
            if not self._idle and not self._closed:
                self._idle.append(WorkerProcess(build, self._arguments))

    def close(self) -> None:
        """End the waiting workers. Answers that were handed over are for their owners to close."""
        with self._lock:
            self._closed = True
        self._clean()

    def _run(self, request: Request, path: Path) -> Spooled:
        """Give the request to a worker; keep the worker only if it lives."""
        worker = self._take()
        began = time.monotonic()
        try:
            self.warm()
            reply = worker.ask(request)
        finally:
            self._give_back(worker)
        build_id = reply.build_id or worker.build.name
        return Spooled(path, reply, build_id, time.monotonic() - began)

    @contextlib.contextmanager
    def _slot(self) -> Iterator[None]:
        """Wait for one of the places, at most as long as a query may take."""
        if not self._free.acquire(timeout=self.limits.seconds):
            raise EndpointBusy(
                "The endpoint is busy with other queries.", "Ask again in a few seconds."
            )
        try:
            yield
        finally:
            self._free.release()

    def _new_path(self) -> Path:
        """Return a new empty file for the next answer."""
        try:
            handle, name = tempfile.mkstemp(".answer", "warmteregie-", self._folder)
        except OSError as error:
            raise no_room(error) from error
        os.close(handle)
        return Path(name)

    def _take(self) -> WorkerProcess:
        """Return a worker over the build that serves, ready to be asked."""
        build = current_build(self._builds)
        worker = self._waiting(build) or WorkerProcess(build, self._arguments)
        try:
            worker.wait_until_ready()
        except BaseException:
            worker.kill()
            raise
        return worker

    def _waiting(self, build: Path) -> WorkerProcess | None:
        """Return a waiting worker over *build*, and end those over another."""
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.build == build and worker.is_alive():
                    return worker
                worker.kill()
        return None

    def _give_back(self, worker: WorkerProcess) -> None:
        with self._lock:
            if worker.is_alive() and not self._closed:
                self._idle.append(worker)
                return
        worker.kill()


def _end(workers: list[WorkerProcess]) -> None:
    """End the waiting workers of a pool that has closed or is forgotten."""
    while workers:
        workers.pop().kill()


def _discard(path: Path) -> None:
    """Remove what a worker may have left of an answer."""
    for left in (path, path.with_suffix(".scratch")):
        left.unlink(missing_ok=True)
