"""Turns: who may run a query now, when more ask than can be answered at once."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock

from kg.engine.limits import Limits
from kg.errors import EndpointBusy


@dataclass(eq=False)
class _Ticket:
    client: str
    called: Event = field(default_factory=Event)


class Turns:
    """The places in which queries run, and the queue for them. Safe to share between threads.

    The next place is for the client that holds the fewest, among equals for who came first.
    One client never holds more than its share, though others be free: a place that has been
    given cannot be taken back from an endless query before its deadline.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = Lock()
        self._held: Counter[str] = Counter()
        self._queue: list[_Ticket] = []

    @property
    def running(self) -> int:
        """How many places are held."""
        return self._held.total()

    @property
    def waiting(self) -> int:
        """How many wait for one."""
        return len(self._queue)

    @contextmanager
    def turn(self, client: str) -> Iterator[None]:
        """Hold a place, waiting for it at most as long as a query may take.

        Raises:
            EndpointBusy: the queue is full, or no place came free in time.
        """
        ticket = self._join(client)
        if not ticket.called.wait(self._limits.seconds):
            self._leave(ticket)
        try:
            yield
        finally:
            with self._lock:
                self._held -= Counter([client])
                self._call()

    def _join(self, client: str) -> _Ticket:
        """Return a ticket, called at once where a place is free."""
        ticket = _Ticket(client)
        with self._lock:
            self._queue.append(ticket)
            self._call()
            own = sum(other.client == client for other in self._queue)
            full = len(self._queue) > self._limits.queue or own > max(1, self._limits.queue // 2)
            if full and not ticket.called.is_set():
                self._queue.remove(ticket)
                raise _busy("Too many queries wait already.")
        return ticket

    def _leave(self, ticket: _Ticket) -> None:
        """Give the ticket back, unless it was called at the last moment."""
        with self._lock:
            if not ticket.called.is_set():
                self._queue.remove(ticket)
                raise _busy("The endpoint is busy with other queries.")

    def _call(self) -> None:
        """Call those who may run now. To be called by who holds the lock."""
        while self.running < self._limits.places:
            may = [one for one in self._queue if self._held[one.client] < self._limits.share]
            if not may:
                return
            ticket = min(may, key=lambda one: self._held[one.client])
            self._queue.remove(ticket)
            self._held[ticket.client] += 1
            ticket.called.set()


def _busy(what: str) -> EndpointBusy:
    return EndpointBusy(what, "Ask again in a few seconds.")
