"""Queries of visitors, each in a child process that can be stopped.

A query that passes its deadline is killed with its process, and so is one that breaks the
engine; nobody else notices. An answer is spooled to a file and handed over when complete.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from threading import BoundedSemaphore, Lock, Timer
from typing import IO

from kg.engine.dataset import Dataset
from kg.engine.exchange import Reply, Request, read_reply, write_request
from kg.engine.guard import MAX_LENGTH, check
from kg.engine.store import MEMORY_TRIPLES, current_build
from kg.errors import QueryFailed, QueryTimeout
from kg.settings import Settings

WORKERS = 2
"""Queries that one pool runs at once; one process more is kept warm."""
MEMORY_BYTES = 2_000_000_000
"""Memory that one query may take."""
START_SECONDS = 60.0
"""Time a worker may take to open the store."""

_CHUNK = 1 << 16


class EndpointBusy(QueryFailed):
    """All workers are busy and stayed so; ask again later."""


class WorkerDied(QueryFailed):
    """The process that ran the query ended before its answer was complete."""


class Spooled:
    """A complete answer in a file of its own, which goes when the answer is closed.

    *kind* is ``rows``, ``boolean`` or ``graph``; *rows* counts rows or triples, *size* bytes.
    """

    def __init__(self, path: Path, reply: Reply, build_id: str, seconds: float) -> None:
        self.kind = reply.kind
        self.rows = reply.rows
        self.size = reply.bytes
        self.unknown_graphs = reply.unknown_graphs
        self.build_id = build_id
        self.seconds = seconds
        self._path = path
        self._remove = weakref.finalize(self, path.unlink, missing_ok=True)

    def __iter__(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk

    def __enter__(self) -> "Spooled":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self) -> bytes:
        """Return the whole answer."""
        return self._path.read_bytes()

    def close(self) -> None:
        """Remove the file. To be called once the answer has been sent, or will not be."""
        self._remove()


@dataclass(frozen=True)
class Limits:
    """What one query may take: seconds, rows or triples, and bytes of its answer."""

    seconds: float
    rows: int
    bytes: int


class QueryPool:
    """Runs anybody's queries over the build that serves. Safe to share between threads.

    Processes are started when they are needed, so a pool may be made before a fork; `warm`
    starts one ahead of the first query. Close the pool, or use it in a ``with``.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        workers: int = WORKERS,
        memory_triples: int = MEMORY_TRIPLES,
        memory_bytes: int = MEMORY_BYTES,
        max_length: int = MAX_LENGTH,
        services: Collection[str] = (),
    ) -> None:
        self.limits = Limits(settings.query_seconds, settings.row_limit, settings.byte_limit)
        self.max_length = max_length
        self.services = frozenset(services)
        self._builds = settings.build
        self._arguments = [str(memory_triples), str(memory_bytes)]
        self._free = BoundedSemaphore(workers)
        self._lock = Lock()
        self._idle: list[_Worker] = []
        self._folder: list[str] = []
        self._numbers = count(1)
        self._closed = False
        self._clean = weakref.finalize(self, _end, self._idle, self._folder)

    def __enter__(self) -> "QueryPool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def build_id(self) -> str:
        """The name of the build that the next query is answered from.

        Raises:
            NoBuild: there is none.
        """
        return current_build(self._builds).name

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
            QueryFailed: it gives no answer, or none that the format can hold.
            NoBuild: there is nothing to answer from.
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
                self._idle.append(_Worker(build, self._arguments))

    def close(self) -> None:
        """End the waiting workers and remove what was spooled."""
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
        return Spooled(path, reply, worker.build.name, time.monotonic() - began)

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
        """Return where the next answer goes; the folder is made by the process that uses it."""
        with self._lock:
            if not self._folder:
                self._folder.append(tempfile.mkdtemp(prefix="warmteregie-"))
            return Path(self._folder[0]) / f"{next(self._numbers)}.answer"

    def _take(self) -> "_Worker":
        """Return a worker over the build that serves, ready to be asked."""
        build = current_build(self._builds)
        worker = self._waiting(build) or _Worker(build, self._arguments)
        try:
            worker.wait_until_ready()
        except BaseException:
            worker.kill()
            raise
        return worker

    def _waiting(self, build: Path) -> "_Worker | None":
        """Return a waiting worker over *build*, and end those over another."""
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.build == build and worker.is_alive():
                    return worker
                worker.kill()
        return None

    def _give_back(self, worker: "_Worker") -> None:
        with self._lock:
            if worker.is_alive() and not self._closed:
                self._idle.append(worker)
                return
        worker.kill()


def _end(workers: list["_Worker"], folders: list[str]) -> None:
    """End the workers and remove the folders of a pool that has closed or is forgotten."""
    while workers:
        workers.pop().kill()
    while folders:
        shutil.rmtree(folders.pop(), ignore_errors=True)


class _Worker:
    """One child process and its pipes. One thread at a time asks it."""

    def __init__(self, build: Path, arguments: list[str]) -> None:
        self.build = build
        self._ready = False
        self._doomed = False
        root = Path(__file__).parents[2]
        paths = [str(root), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kg.engine.worker", str(build), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,  # a Ctrl-C at the terminal is for the server
        )

    def is_alive(self) -> bool:
        """Tell whether the worker can be asked again."""
        return not self._doomed and self._process.poll() is None

    def wait_until_ready(self) -> None:
        """Return when the store is open.

        Raises:
            NoBuild: it cannot be opened.
            WorkerDied: the process ended, or took too long.
        """
        if not self._ready:
            self._read(START_SECONDS)
            self._ready = True

    def ask(self, request: Request) -> Reply:
        """Return the reply to a request.

        Raises:
            QueryTimeout: there was none before the deadline; the process is gone.
            WorkerDied: the process ended.
            WarmteregieError: whatever the worker itself replied.
        """
        # A process that has gone shows when it is read from.
        with contextlib.suppress(BrokenPipeError):
            _opened(self._process.stdin).write(write_request(request))
            _opened(self._process.stdin).flush()
        return self._read(request.seconds)

    def _read(self, seconds: float) -> Reply:
        """Return the next reply, or kill the process *seconds* from now."""
        deadline = Timer(seconds, self._stop)
        deadline.start()
        try:
            line = _opened(self._process.stdout).readline()
        finally:
            deadline.cancel()
        if not line.endswith("\n"):
            raise self._no_reply(seconds)
        return read_reply(line)

    def _stop(self) -> None:
        self._doomed = True
        self._process.kill()

    def _no_reply(self, seconds: float) -> QueryFailed:
        """Return why the process said nothing."""
        if self._doomed and self._ready:
            return QueryTimeout(
                f"The query took longer than {seconds:g} seconds and was stopped.",
                "Ask for less: bind a variable, leave out a part, or add a LIMIT inside.",
            )
        self._doomed = True
        if not self._ready:
            return WorkerDied("The engine could not be started.", "The log says why.")
        return WorkerDied(
            "The query broke the engine: it needs too much memory, or is too complex.",
            "Write it simpler, or ask for less at a time.",
        )

    def kill(self) -> None:
        """End the process and close its pipes."""
        self._doomed = True
        self._process.kill()
        with contextlib.suppress(BrokenPipeError):
            _opened(self._process.stdin).close()
        _opened(self._process.stdout).close()
        self._process.wait()


def _opened(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise TypeError("The process was started without pipes.")
    return pipe


def _discard(path: Path) -> None:
    """Remove what a worker may have left of an answer."""
    for left in (path, path.with_suffix(".scratch")):
        left.unlink(missing_ok=True)
