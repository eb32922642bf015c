"""Queries of visitors, each in a child process that can be stopped.

A query that passes its deadline is killed with its process, and so is one that breaks the
engine; nobody else notices. An answer is spooled to a file and handed over when complete.
"""

import os
import tempfile
import time
from abc import ABC, abstractmethod
from pathlib import Path

from kg.engine.choice import remote_engine
from kg.engine.crew import Crew
from kg.engine.dataset import Dataset
from kg.engine.exchange import Asked, Load, Request
from kg.engine.guard import check
from kg.engine.limits import limits_of
from kg.engine.spooled import Spooled, no_room, take
from kg.engine.store import current_build
from kg.engine.turns import Ticket, Turns
from kg.errors import EndpointBusy, QueryTimeout
from kg.sentences import sentence
from kg.settings import Settings


class Pool(ABC):
    """Runs anybody's queries over the build that serves. Safe to share between threads.

    A SERVICE may name the endpoints of the settings. Close the pool, or use it in a ``with``.
    """

    def __init__(self, settings: Settings) -> None:
        self.limits = limits_of(settings)
        self.services = settings.services
        self._builds = settings.build
        self._remote = remote_engine(settings) if settings.engine else None

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def max_length(self) -> int:
        """How many characters a query may have."""
        return self.limits.length

    @property
    def build_id(self) -> str:
        """The name of the build that the next query is answered from.

        Raises:
            NoBuild: there is none.
            EngineFailed: the engine cannot tell.
        """
        return self._remote.build_id if self._remote else current_build(self._builds).name

    def run(
        self,
        sparql: str,
        format: str,  # noqa: A002
        dataset: Dataset | None = None,
        *,
        client: str = "",
    ) -> Spooled:
        """Return the complete answer to a query, in a format of `ROW_FORMATS` or `GRAPH_FORMATS`.

        A *dataset* replaces the one that the query itself describes. *client* is the address
        of who asks, who gets no more than a share of the places.

        Raises:
            QueryRefused: the query asks for what is not done here.
            QuerySyntaxError: it is not SPARQL.
            QueryTimeout: it passed its deadline and was stopped.
            AnswerTooLarge: its answer passed a limit.
            EndpointBusy: too many wait, no place came free before the deadline, or it was heavy
                and made way for others.
            WorkerDied: the engine broke on it.
            ServiceFailed, ServiceSlow: an endpoint that it asks by SERVICE gave no answer.
            SpoolFailed: there was no room for its answer.
            QueryFailed: it gives no answer, or none that the format can hold.
            NoBuild: there is nothing to answer from, or it is damaged.
        """
        limits = self.limits
        check(sparql, max_length=limits.length, max_depth=limits.depth, services=self.services)
        return self.answer(Asked(sparql, format, dataset or Dataset(), client))

    @abstractmethod
    def answer(self, asked: Asked) -> Spooled:
        """Return the answer to a query that was looked at already; raises as `run` does."""

    @abstractmethod
    def load(self) -> Load:
        """Return how busy the pool is.

        Raises:
            BrokerGone: nobody can tell.
        """

    @abstractmethod
    def close(self) -> None:
        """Let go of everything. Answers that were handed over are for their owners to close."""


class QueryPool(Pool):
    """A pool with child processes of its own.

    They are started when they are needed, so a pool may be made before a fork; `warm` starts
    one ahead of the first query. Answers are spooled in *folder*, by default where the system
    keeps temporary files.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        memory_triples: int | None = None,
        folder: Path | None = None,
    ) -> None:
        super().__init__(settings)
        in_memory = memory_triples or settings.memory_triples
        arguments = [str(in_memory), str(self.limits.memory), settings.engine]
        self._crew = Crew(settings.build, arguments)
        self._turns = Turns(self.limits)
        self._folder = folder

    def answer(self, asked: Asked) -> Spooled:
        """Return the answer of a worker, once there is a place for it to run."""
        with self._turns.turn(asked.client) as ticket:
            path = self._new_path()
            try:
                return self._run(self._request(asked, path), path, ticket)
            except QueryTimeout:
                if ticket.stopped:
                    raise _made_way() from None
                raise
            finally:
                _discard(path)

    def load(self) -> Load:
        """Return how many queries run and wait."""
        return Load(self._turns.running, self._turns.waiting)

    def warm(self) -> None:
        """Start a worker for the next query, if none is waiting.

        Raises:
            NoBuild: there is nothing to answer from.
        """
        self._crew.warm()

    def close(self) -> None:
        """End the waiting workers; the others end when they have answered."""
        self._crew.close()

    def _request(self, asked: Asked, path: Path) -> Request:
        limits = self.limits
        return Request(
            asked.sparql, asked.format, str(path), asked.dataset,
            limits.rows, limits.bytes, limits.seconds, self.services,
        )  # fmt: skip

    def _run(self, request: Request, path: Path, ticket: Ticket) -> Spooled:
        """Give the request to a worker."""
        worker = self._crew.take()
        began = time.monotonic()
        try:
            self.warm()
            with self._turns.held_back(ticket, worker):
                reply = worker.ask(request)
        finally:
            self._crew.give_back(worker)
        build_id = reply.build_id or worker.build.name
        return Spooled(take(path), reply, build_id, time.monotonic() - began)

    def _new_path(self) -> Path:
        """Return a new empty file for the next answer."""
        try:
            handle, name = tempfile.mkstemp(".answer", "warmteregie-", self._folder)
        except OSError as error:
            raise no_room(error) from error
        os.close(handle)
        return Path(name)


def _made_way() -> EndpointBusy:
    return EndpointBusy(
        sentence(
            "The query was stopped to make way: it is a heavy one, too many of these run, "
            "others wait."
        ),
        sentence("Ask again in a few seconds, or ask for less."),
    )


def _discard(path: Path) -> None:
    """Remove what a worker may have left of an answer."""
    for left in (path, path.with_suffix(".scratch")):
        left.unlink(missing_ok=True)
