"""The keeper: has a broker run, and another one as soon as that ends."""

import logging
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Lock, Thread

from kg.engine.exchange import SOCKET
from kg.engine.process import opened, start
from kg.settings import Settings, to_environ

STOP_SECONDS = 5.0
PAUSE_SECONDS = 1.0
"""Least time from one start to the next, should brokers not live."""

_log = logging.getLogger(__name__)


@contextmanager
def kept_broker(settings: Settings) -> Iterator[Settings]:
    """Keep a broker running and give the settings that name it; nothing is left afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="warmteregie-"))
    named = replace(settings, broker=str(folder / SOCKET))
    keeper = Keeper(named)
    try:
        keeper.start()
        yield named
    finally:
        keeper.stop()
        shutil.rmtree(folder, ignore_errors=True)


class Keeper:
    """Starts the broker that the settings name, again and again until it is stopped."""

    def __init__(self, settings: Settings) -> None:
        self._environ = to_environ(settings)
        self._folder = Path(settings.broker).parent
        self._stopped = Event()
        self._lock = Lock()
        self._broker: subprocess.Popen[str] | None = None
        self._thread = Thread(target=self._keep, daemon=True)

    @property
    def pid(self) -> int:
        """The process that is the broker now."""
        with self._lock:
            return self._broker.pid if self._broker else 0

    def start(self) -> None:
        """Start the first broker."""
        self._thread.start()

    def stop(self) -> None:
        """End the broker, and its workers with it."""
        with self._lock:
            self._stopped.set()
            if self._broker:
                _end(self._broker)
        self._thread.join()

    def _keep(self) -> None:
        while broker := self._begin():
            began = time.monotonic()
            code = broker.wait()
            _close_pipes(broker)
            if not self._stopped.is_set():
                _log.error("The broker ended (%s); another one is started.", code)
                self._stopped.wait(began + PAUSE_SECONDS - time.monotonic())

    def _begin(self) -> "subprocess.Popen[str] | None":
        """Start a broker, unless there is to be none any more."""
        with self._lock:
            if self._stopped.is_set():
                return None
            self._broker = start("kg.engine.broker", [str(self._folder)], **self._environ)
            return self._broker


def _end(broker: "subprocess.Popen[str]") -> None:
    """Close the input of a broker, at which it ends; kill it if it does not."""
    opened(broker.stdin).close()
    try:
        broker.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        broker.kill()


def _close_pipes(broker: "subprocess.Popen[str]") -> None:
    for pipe in (broker.stdin, broker.stdout):
        opened(pipe).close()
