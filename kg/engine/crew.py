"""The crew: the processes that answer from the build that serves, and those that relieve them."""

import logging
import weakref
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from kg.engine.process import WorkerProcess
from kg.engine.store import current_build
from kg.errors import NoBuild, WarmteregieError, WorkerDied

_log = logging.getLogger(__name__)


class Crew:
    """Workers over the current build of a folder. Safe to share between threads.

    Who first sees a newer build makes workers over it ready and waits for them; meanwhile
    everybody else is answered by the former workers, from the former build.
    """

    def __init__(self, builds: Path, arguments: Sequence[str]) -> None:
        self._builds = builds
        self._arguments = list(arguments)
        self._lock = Lock()
        self._relieving = Lock()
        self._idle: list[WorkerProcess] = []
        self._busy = 0
        self._serving: Path | None = None
        self._refused: Path | None = None
        self._closed = False
        self._clean = weakref.finalize(self, _end, self._idle)

    def take(self) -> WorkerProcess:
        """Return a worker, ready to be asked; to be handed back with `give_back`.

        Raises:
            NoBuild: there is nothing to answer from, or it is damaged.
        """
        build = self._build()
        waiting = self._waiting()
        worker = waiting or self._new(build)
        try:
            worker.wait_until_ready()
        except BaseException as error:
            worker.kill()
            if self._costs_nobody(error, waiting, build):
                return self.take()
            raise
        with self._lock:
            self._busy += 1
        return worker

    def _costs_nobody(
        self, error: BaseException, waiting: WorkerProcess | None, build: Path
    ) -> bool:
        """Tell whether another worker may answer: this one died while it waited, or was relieved.

        For a moment the system still calls a process alive that was killed.
        """
        died_waiting = waiting is not None and isinstance(error, WorkerDied)
        return died_waiting or (isinstance(error, NoBuild) and self._is_former(build))

    def give_back(self, worker: WorkerProcess) -> None:
        """Keep a worker for the next query, unless it died, was relieved or has become slow."""
        with self._lock:
            self._busy -= 1
            serves = worker.build == self._serving and not self._closed
            if serves and worker.is_alive() and not worker.is_worn():
                self._idle.append(worker)
                return
        worker.kill()

    def warm(self) -> None:
        """Start a worker for the next query, if none is waiting.

        Raises:
            NoBuild: there is nothing to answer from.
        """
        build = self._build()
        with self._lock:
            if not self._idle and not self._closed:
                self._idle.append(self._new(build))

    def close(self) -> None:
        """End the waiting workers; the others end when they are given back."""
        with self._lock:
            self._closed = True
        self._clean()

    def _new(self, build: Path) -> WorkerProcess:
        return WorkerProcess(build, self._arguments)

    def _waiting(self) -> WorkerProcess | None:
        """Return a waiting worker over the build that serves, if there is one; end the others."""
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.build == self._serving and worker.is_alive():
                    return worker
                worker.kill()
        return None

    def _build(self) -> Path:
        """Return the build that serves, after relieving the crew where that falls to us."""
        newest = current_build(self._builds)
        with self._lock:
            serving = self._serving = self._serving or newest
        if newest not in (serving, self._refused) and self._relieving.acquire(blocking=False):
            try:
                return self._relieve(serving, newest)
            finally:
                self._relieving.release()
        return serving

    def _relieve(self, former: Path, build: Path) -> Path:
        """Have as many workers over a newer build as there were; return which build serves now."""
        relief = [self._new(build) for _ in range(max(1, self._busy + len(self._idle)))]
        try:
            for worker in relief:
                worker.wait_until_ready()
        except WarmteregieError as error:
            _end(relief)
            _log.error("The new build is not served: %s", error)
            self._refused = build
            return former
        self._serve(build, relief)
        return build

    def _serve(self, build: Path, workers: list[WorkerProcess]) -> None:
        """Let workers over a build take the places of those that wait."""
        with self._lock:
            former, self._idle[:] = list(self._idle), workers
            self._serving = build
        _end(former)

    def _is_former(self, build: Path) -> bool:
        """Tell whether a build was removed for a newer one; that one serves from now on."""
        newest = current_build(self._builds)
        with self._relieving:
            if newest not in (build, self._serving):
                self._serve(newest, [])
        return newest != build


def _end(workers: list[WorkerProcess]) -> None:
    """End workers that nobody will ask."""
    while workers:
        workers.pop().kill()
