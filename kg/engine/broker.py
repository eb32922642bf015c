"""The broker: the one process that owns the workers in which visitors' queries run.

    python -m kg.engine.broker FOLDER

It takes its settings from the environment, listens at ``socket`` in FOLDER, spools answers
there, and ends when its input does; FOLDER goes then. One connection asks one thing.
"""

import contextlib
import os
import shutil
import socket
import sys
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingUnixStreamServer
from threading import Thread

from kg.engine.exchange import SOCKET, Asked, read_asked, write_load, write_reply
from kg.engine.pool import QueryPool
from kg.engine.spooled import write_spooled
from kg.errors import NoBuild, WarmteregieError
from kg.settings import load_settings


class Desk(ThreadingUnixStreamServer):
    """Listens, and hands on what is asked to the pool, each in a thread of its own."""

    daemon_threads = True
    request_queue_size = 512

    def __init__(self, path: Path, pool: QueryPool) -> None:
        super().__init__(str(path), Clerk)
        self.pool = pool


class Clerk(StreamRequestHandler):
    """Takes what is asked on one connection and replies."""

    server: Desk

    def handle(self) -> None:
        """Reply; when nobody is there any more to reply to, the answer is let go of."""
        asked = read_asked(self.rfile.readline().decode("utf-8"))
        with contextlib.suppress(ConnectionError):
            if asked is None:
                self._send(write_load(self.server.pool.load()))
            else:
                self._answer(asked)

    def _answer(self, asked: Asked) -> None:
        try:
            answer = self.server.pool.answer(asked)
        except WarmteregieError as error:
            self._send(write_reply(error))
            return
        with answer:
            self._send(write_spooled(answer), answer.fileno())

    def _send(self, line: str, *handles: int) -> None:
        """Send a line, and with its first byte the handles of files."""
        data = line.encode("utf-8")
        sent = socket.send_fds(self.request, [data], handles)
        self.request.sendall(data[sent:])


def main(arguments: list[str]) -> None:
    """Answer until the input ends."""
    folder = Path(arguments[0])
    for left in folder.iterdir():  # by a broker that was killed
        left.unlink()
    pool = QueryPool(load_settings(os.environ, folder), folder=folder)
    with pool, Desk(folder / SOCKET, pool) as desk:
        with contextlib.suppress(NoBuild):
            pool.warm()
        Thread(target=desk.serve_forever, daemon=True).start()
        sys.stdin.read()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
