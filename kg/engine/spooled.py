"""A complete answer, in a file until it has been sent."""

import weakref
from collections.abc import Iterator
from pathlib import Path

from kg.engine.exchange import Reply
from kg.errors import SpoolFailed

_CHUNK = 1 << 16


class Spooled:
    """A complete answer in a file of its own, which goes when the answer is closed.

    *kind* is ``rows``, ``boolean`` or ``graph``; *rows* counts rows or triples, *size* bytes.
    """

    def __init__(self, path: Path, reply: Reply, build_id: str, seconds: float) -> None:
        self.kind = reply.kind
        self.rows = reply.rows
        self.size = reply.bytes
        self.unknown_graphs = reply.unknown_graphs
        self.build_id = build_id
        self.seconds = seconds
        self._path = path
        self._remove = weakref.finalize(self, path.unlink, missing_ok=True)

    def __iter__(self) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk

    def __enter__(self) -> "Spooled":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self) -> bytes:
        """Return the whole answer."""
        return self._path.read_bytes()

    def close(self) -> None:
        """Remove the file. To be called once the answer has been sent, or will not be."""
        self._remove()


def no_room(error: OSError) -> SpoolFailed:
    """Return what to say when an answer could not be written to its file."""
    return SpoolFailed(
        f"The answer could not be kept until it is sent: {error.strerror}.",
        "Ask again later. Who runs this: see to the folder for temporary files (TMPDIR).",
    )
