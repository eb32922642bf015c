"""The invented site served by the real server, and a host that must never hear from it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from tests.webapp.mini_site import write_build

ROOT = Path(__file__).parents[2]
SERVE = [sys.executable, "-P", "-c", "from webapp.cli import main; main()", "serve"]


class Listener:
    """A port of this machine that keeps what it is told by whoever comes by."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                visitor, _ = self._socket.accept()
                with visitor:
                    visitor.settimeout(1)
                    self.heard.append(visitor.recv(1000))

    def close(self) -> None:
        """Listen no longer."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@dataclass(frozen=True)
class Answer:
    """What the server sent: its status, its headers in lower case, its body."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Live:
    """A server that runs, at a port of this machine."""

    port: int

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """Return the answer to a request; ``_`` in the name of a header stands for ``-``."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(connection):
            named = {name.replace("_", "-"): text for name, text in headers.items()}
            connection.request(method, path, body, named)
            return _read(connection.getresponse())

    def send_raw(self, request: bytes) -> Answer:
        """Return the answer to bytes that need not be HTTP; they ask for GET or POST."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as line:
            line.sendall(request)
            response = HTTPResponse(line, method="GET")
            response.begin()
            return _read(response)


def _read(response: HTTPResponse) -> Answer:
    headers = {name.lower(): text for name, text in response.getheaders()}
    return Answer(response.status, headers, response.read())


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Live]:
    """Serve the invented site from *folder* on a free port, until it is no longer needed."""
    with socket.create_server(("127.0.0.1", 0)) as trial:
        port = int(trial.getsockname()[1])
    settings = {
        "WARMTEREGIE_BUILD": str(write_build(folder)),
        "WARMTEREGIE_HOME": str(folder / "home"),
        "PYTHONPATH": str(ROOT),
    }
    with (folder / "log").open("wb") as log, subprocess.Popen(
        [*SERVE, "--port", str(port), "--workers", "1"], env=os.environ | settings, cwd=folder,
        stdout=log, stderr=log, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            _wait_for(port, process)
            yield Live(port)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Return when the server answers."""
    for _ in range(300):
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise AssertionError("the server does not run; its log is beside its home")
