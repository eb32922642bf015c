"""A pool whose queries run in the broker, so that all web workers share one set of limits."""

import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from kg.engine.exchange import Asked, Load, read_load, write_asked
from kg.engine.pool import Pool, QueryPool
from kg.engine.spooled import Spooled, read_spooled
from kg.errors import BrokerGone
from kg.sentences import sentence
from kg.settings import Settings

RESTART_SECONDS = 5.0
"""Time to wait for a broker that is being started."""
SPARE_SECONDS = 10.0
"""Time a reply may take beyond waiting for a place and running."""
_CHUNK = 1 << 16


class BrokeredPool(Pool):
    """A pool in another process, reached over a socket that the settings name."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._socket = settings.broker

    def answer(self, asked: Asked) -> Spooled:
        """Return the answer of the broker."""
        return read_spooled(*self._ask(asked))

    def load(self) -> Load:
        """Return how busy the broker is."""
        return read_load(self._ask(None)[0])

    def close(self) -> None:
        """Do nothing: the broker is not ours to end."""

    def _ask(self, asked: Asked | None) -> tuple[str, list[int]]:
        """Return the line that the broker replies, and the handles that come with it."""
        with self._connected() as connection:
            try:
                connection.sendall(write_asked(asked).encode("utf-8"))
                return _received(connection)
            except OSError as error:
                raise _gone() from error

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        """Give a connection, waiting for a broker that is being started."""
        until = time.monotonic() + RESTART_SECONDS
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2 * self.limits.seconds + SPARE_SECONDS)
            while connection.connect_ex(self._socket):
                if time.monotonic() > until:
                    raise _gone()
                time.sleep(0.05)
            yield connection


def _received(connection: socket.socket) -> tuple[str, list[int]]:
    """Return one line and the handles sent with its first byte.

    Raises:
        BrokerGone: it ended before the line did.
    """
    flags = socket.MSG_CMSG_CLOEXEC if sys.platform == "linux" else 0
    data, handles, _, _ = socket.recv_fds(connection, _CHUNK, 1, flags)
    while not data.endswith(b"\n"):
        more = connection.recv(_CHUNK)
        if not more:
            _close(handles)
            raise _gone()
        data += more
    return data.decode("utf-8"), handles


def _close(handles: list[int]) -> None:
    for handle in handles:
        os.close(handle)


def _gone() -> BrokerGone:
    return BrokerGone(
        sentence("The process that runs queries has stopped and is being started again."),
        sentence("Ask again in a few seconds."),
    )


def open_pool(settings: Settings) -> Pool:
    """Return the pool that the settings name: the broker's, or one of our own."""
    if settings.broker:
        return BrokeredPool(settings)
    return QueryPool(settings)
