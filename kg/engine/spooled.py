"""A complete answer, in a file without a name until it has been sent."""

import json
import os
import weakref
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from kg.engine.exchange import Reply, read_reply
from kg.errors import SpoolFailed
from kg.sentences import sentence

_CHUNK = 1 << 16


class Spooled:
    """A complete answer in a file of its own, which goes when the answer is closed.

    The file has no name any more: whichever process holds it last, and however that ends,
    nothing is left of it.

    *kind* is ``rows``, ``boolean`` or ``graph``; *rows* counts rows or triples, *size* bytes.
    """

    def __init__(self, file: BinaryIO, reply: Reply, build_id: str, seconds: float) -> None:
        self.kind = reply.kind
        self.rows = reply.rows
        self.size = reply.bytes
        self.unknown_graphs = reply.unknown_graphs
        self.build_id = build_id
        self.seconds = seconds
        self._reply = reply
        self._file = file
        self._close = weakref.finalize(self, file.close)

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(0)
        while chunk := self._file.read(_CHUNK):
            yield chunk

    def __enter__(self) -> "Spooled":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self) -> bytes:
        """Return the whole answer."""
        return b"".join(self)

    def fileno(self) -> int:
        """Return the handle of the file, to be passed to another process."""
        return self._file.fileno()

    def close(self) -> None:
        """Let go of the file. To be called once the answer has been sent, or will not be."""
        self._close()


def write_spooled(spooled: Spooled) -> str:
    """Return all of an answer but its file, as one line."""
    found = {"build": spooled.build_id, "seconds": spooled.seconds}
    return json.dumps({"reply": asdict(spooled._reply), **found}) + "\n"


def read_spooled(line: str, handles: Sequence[int]) -> Spooled:
    """Return the answer of `write_spooled`; the one handle is that of its file.

    Raises:
        WarmteregieError: there is no answer; why not.
    """
    reply = read_reply(line)
    found = json.loads(line)
    return Spooled(os.fdopen(handles[0], "rb"), reply, found["build"], found["seconds"])


def take(path: Path) -> BinaryIO:
    """Return a file opened to be read, its name taken away."""
    temporary = getattr(os, "O_TEMPORARY", 0)  # Windows: the name goes with the last hold
    file = os.fdopen(os.open(path, os.O_RDONLY | temporary | getattr(os, "O_BINARY", 0)), "rb")
    if not temporary:
        path.unlink()
    return file


def no_room(error: OSError) -> SpoolFailed:
    """Return what to say when an answer could not be written to its file."""
    return SpoolFailed(
        sentence(
            "The answer could not be kept until it is sent: %(why)s.", why=str(error.strerror)
        ),
        sentence("Ask again later. Who runs this: see to the folder for temporary files (TMPDIR)."),
    )
