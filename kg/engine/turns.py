"""Turns: who may run a query now, when more ask than can be answered at once."""

import time
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Protocol

from kg.engine.limits import HEAVY, Limits
from kg.errors import EndpointBusy
from kg.sentences import Sentence, sentence

_LOOK_SECONDS = 0.1
LATELY = 6
"""Deadlines for which a client with a heavy query comes after those without."""


class Worker(Protocol):
    """What runs a query and can be held back."""

    def spent(self) -> float:
        """Return the seconds of processor time that the query has taken."""

    def slow_down(self) -> None:
        """Let all others have the processor first."""

    def stop(self) -> None:
        """End it."""


@dataclass(eq=False)
class Ticket:
    """One who waits for a place or has one; *stopped* tells that it was taken back."""

    client: str
    called: Event = field(default_factory=Event)
    worker: "Worker | None" = None
    stopped: bool = False


class Turns:
    """The places in which queries run, and the queue for them. Safe to share between threads.

    The next place is for a client without a heavy query of late, then for the one that holds
    the fewest, among equals for who came first.
    One client never holds more than its share, though others be free. When others wait, some
    of the queries that are heavy keep their places and are slowed down; the youngest give way.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._heavy_from = HEAVY * limits.seconds
        self._lock = Lock()
        self._running: list[Ticket] = []
        self._queue: list[Ticket] = []
        self._heavy_until: dict[str, float] = {}

    @property
    def running(self) -> int:
        """How many places are held."""
        return len(self._running)

    @property
    def waiting(self) -> int:
        """How many wait for one."""
        return len(self._queue)

    @contextmanager
    def turn(self, client: str) -> Iterator[Ticket]:
        """Hold a place, waiting for it at most as long as a query may take.

        Raises:
            EndpointBusy: the queue is full, or no place came free in time.
        """
        ticket = self._join(client)
        self._wait(ticket)
        try:
            yield ticket
        finally:
            with self._lock:
                self._running.remove(ticket)
                self._call()

    @contextmanager
    def held_back(self, ticket: Ticket, worker: Worker) -> Iterator[None]:
        """Let a query that runs now be slowed down or stopped when it is heavy and others wait."""
        with self._lock:
            ticket.worker = worker
        try:
            yield
        finally:
            with self._lock:
                ticket.worker = None
                if worker.spent() > self._heavy_from:
                    self._heavy_until[ticket.client] = (
                        time.monotonic() + LATELY * self._limits.seconds
                    )

    def _join(self, client: str) -> Ticket:
        """Return a ticket, called at once where a place is free."""
        ticket = Ticket(client)
        with self._lock:
            self._queue.append(ticket)
            self._call()
            own = sum(other.client == client for other in self._queue)
            full = self.waiting > self._limits.queue or own > max(1, self._limits.queue // 2)
            if full and not ticket.called.is_set():
                self._queue.remove(ticket)
                raise _busy(sentence("Too many queries wait already."))
        return ticket

    def _wait(self, ticket: Ticket) -> None:
        until = time.monotonic() + self._limits.seconds
        while not ticket.called.wait(min(_LOOK_SECONDS, self._limits.seconds)):
            with self._lock:
                if not ticket.called.is_set() and time.monotonic() > until:
                    self._queue.remove(ticket)
                    raise _busy(sentence("The endpoint is busy with other queries."))
                self._make_way()

    def _call(self) -> None:
        """Call those who may run now. To be called by who holds the lock."""
        while self.running < self._limits.places and (ticket := self._next()):
            self._queue.remove(ticket)
            self._running.append(ticket)
            ticket.called.set()

    def _next(self) -> Ticket | None:
        """Return whose turn it is, if anybody's."""
        held = Counter(one.client for one in self._running)
        late = self._lately_heavy()
        may = (one for one in self._queue if held[one.client] < self._limits.share)
        return min(may, key=lambda one: (one.client in late, held[one.client]), default=None)

    def _lately_heavy(self) -> Collection[str]:
        """Return the clients that had a heavy query of late."""
        now = time.monotonic()
        self._heavy_until = {one: until for one, until in self._heavy_until.items() if until > now}
        return self._heavy_until

    def _make_way(self) -> None:
        """Hold heavy queries back, if that helps somebody. To be called by who holds the lock."""
        if self._next() is None:
            return
        spent = {one: one.worker.spent() for one in self._running if one.worker}
        heavy = [one for one in spent if spent[one] > self._heavy_from]
        for place, one in enumerate(sorted(heavy, key=lambda one: -spent[one])):
            if one.worker and place < self._limits.heavy:
                one.worker.slow_down()
            elif one.worker and not one.stopped:
                one.stopped = True
                one.worker.stop()


def _busy(what: Sentence) -> EndpointBusy:
    return EndpointBusy(what, sentence("Ask again in a few seconds."))
