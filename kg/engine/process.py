"""A child process that runs queries: started, asked, and killed when it takes too long."""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer
from typing import IO

from kg.engine.exchange import Reply, Request, read_reply, write_request
from kg.errors import QueryFailed, QueryTimeout, WorkerDied
from kg.sentences import sentence

START_SECONDS = 60.0
"""Time a worker may take to open the store."""


SWOLLEN_BYTES = 100_000_000
"""Memory that a worker may hold on to between queries, above what the store takes."""


_LAST = 15


class WorkerProcess:
    """One child process and its pipes. One thread at a time asks it."""

    def __init__(self, build: Path, arguments: list[str]) -> None:
        self.build = build
        self._ready = False
        self._doomed = False
        self._slowed = False
        self._spent_before = 0.0
        self._at_first = 0
        self._process = start("kg.engine.worker", [str(build), *arguments])

    @property
    def pid(self) -> int:
        """The process, as the system knows it."""
        return self._process.pid

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
            self._at_first = resident(self.pid)
        self._spent_before = processor_seconds(self.pid)

    def is_worn(self) -> bool:
        """Tell whether queries have left the process with much more memory, or made it slow."""
        return self._slowed or resident(self.pid) > self._at_first + SWOLLEN_BYTES

    def ask(self, request: Request) -> Reply:
        """Return the reply to a request.

        Raises:
            QueryTimeout: there was none before the deadline; the process is gone.
            WorkerDied: the process ended.
            WarmteregieError: whatever the worker itself replied.
        """
        # A process that has gone shows when it is read from.
        with contextlib.suppress(BrokenPipeError):
            opened(self._process.stdin).write(write_request(request))
            opened(self._process.stdin).flush()
        return self._read(request.seconds)

    def _read(self, seconds: float) -> Reply:
        """Return the next reply, or kill the process *seconds* from now."""
        deadline = Timer(seconds, self.stop)
        deadline.start()
        try:
            line = opened(self._process.stdout).readline()
        finally:
            deadline.cancel()
        if not line.endswith("\n"):
            raise self._no_reply(seconds)
        return read_reply(line)

    def spent(self) -> float:
        """Return the seconds of processor time that the query now running has taken."""
        return processor_seconds(self.pid) - self._spent_before

    def slow_down(self) -> None:
        """Let all others have the processor first, from now on: that cannot be undone."""
        self._slowed = True
        if sys.platform != "win32":
            with contextlib.suppress(OSError):  # it has just ended
                os.setpriority(os.PRIO_PROCESS, self.pid, _LAST)

    def stop(self) -> None:
        """End the process, whatever it is doing; who waits for its reply is told."""
        self._doomed = True
        self._process.kill()

    def _no_reply(self, seconds: float) -> QueryFailed:
        """Return why the process said nothing."""
        if self._doomed and self._ready:
            return QueryTimeout(
                sentence(
                    "The query took longer than %(seconds)s seconds and was stopped.",
                    seconds=float(seconds),
                ),
                sentence("Ask for less: bind a variable, leave out a part, or add a LIMIT inside."),
            )
        self._doomed = True
        if not self._ready:
            what = sentence("The engine could not be started.")
            return WorkerDied(what, sentence("The log says why."))
        return WorkerDied(
            sentence("The query broke the engine: it needs too much memory, or is too complex."),
            sentence("Write it simpler, or ask for less at a time."),
        )

    def kill(self) -> None:
        """End the process and close its pipes."""
        self._doomed = True
        self._process.kill()
        with contextlib.suppress(BrokenPipeError):
            opened(self._process.stdin).close()
        opened(self._process.stdout).close()
        self._process.wait()


def opened(pipe: IO[str] | None) -> IO[str]:
    """Return a pipe of a process that was started with it."""
    if pipe is None:
        raise TypeError("The process was started without pipes.")
    return pipe


def start(module: str, arguments: list[str], **environ: str) -> "subprocess.Popen[str]":
    """Return a new process that runs one of our modules, with pipes to and from it.

    It is in a group of its own, as a Ctrl-C at the terminal is for the server, and not in a
    session of its own, between which the system shares processors whatever their priorities.
    """
    paths = [str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        # -P: what lies in the folder one stands in is not ours to import.
        [sys.executable, "-P", "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, **environ, "PYTHONPATH": os.pathsep.join(paths)},
        process_group=0,
    )


def processor_seconds(pid: int) -> float:
    """Return the processor time that a process has taken; where nobody tells, the time of day."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return time.monotonic()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> int:
    """Return the bytes of memory that a process holds; 0 where the system does not tell."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
