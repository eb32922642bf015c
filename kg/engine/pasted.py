"""Files of strangers: read and judged in a process that can be stopped, and kept nowhere.

Bounded are their bytes, triples, time and memory, and how many are read at once.
"""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from kg.engine.process import start
from kg.errors import EndpointBusy, PastedRefused, PastedUnreadable, QueryTimeout, WorkerDied
from kg.inlinks import InLink, Theirs
from kg.sentences import sentence

MAX_BYTES = 500_000
"""Bytes that a file may have; with this, a server keeps it in memory and not in a file."""
MAX_TRIPLES = 10_000
"""Triples that a file may have."""
MEMORY = 600_000_000
"""Bytes of memory that the process may take."""
PLACES = 2
"""Files that a server process has read at once."""

_FAULTS = ("doctype", "remote-context")


@dataclass(frozen=True)
class Rule:
    """What a shape found: at which thing, with which value, and its messages by language."""

    focus: str
    value: str
    shape: str
    severity: str
    messages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Pasted:
    """What was found in a file: how many triples, the links to us, what it says of its things.

    *left_out* counts the mappings of SSSOM that are of mere texts, and so no links.
    """

    triples: int
    links: tuple[InLink, ...]
    theirs: Mapping[str, Theirs]
    rules: tuple[Rule, ...]
    left_out: int = 0


class PastedFiles:
    """Reads files of strangers, judging them by the shapes of a file. Safe between threads.

    A file may take so many *seconds*.
    """

    def __init__(self, shapes: Path, *, seconds: float, places: int = PLACES) -> None:
        self.shapes = shapes
        self._free = BoundedSemaphore(places)
        self._seconds = seconds

    def read(self, content: bytes, form: str, site: str) -> Pasted:
        """Return what is in a file of a *form*: turtle, ntriples, jsonld, rdfxml or sssom.

        *site* is where this site is seen from outside.

        Raises:
            PastedUnreadable: it is not of that form; with line and column.
            PastedRefused: it has too much in it, or asks for what is not done.
            QueryTimeout: it took too long.
            EndpointBusy: too many are being read.
            WorkerDied: it broke the process, most likely for want of memory.
        """
        if len(content) > MAX_BYTES:
            raise PastedRefused("too-large", f"{MAX_BYTES:,}")
        with self._place():
            told = self._told(as_text(content), form, site)
        if "fault" in told:
            raise fault(told)
        return pasted(told)

    @property
    def is_full(self) -> bool:
        """Tell whether as many files are being read as may be."""
        if self._free.acquire(blocking=False):
            self._free.release()
            return False
        return True

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._free.acquire(blocking=False):
            raise EndpointBusy(
                sentence("Too many files are being read."),
                sentence("Send yours again in a while."),
            )
        try:
            yield
        finally:
            self._free.release()

    def _told(self, text: str, form: str, site: str) -> dict[str, Any]:
        limits = [str(MAX_TRIPLES), str(MEMORY), str(self._seconds)]
        process = start("kg.engine.pasted_reader", [form, *limits, str(self.shapes), site])
        with process:
            try:
                line, _ = process.communicate(text, timeout=self._seconds)
            except subprocess.TimeoutExpired:
                raise QueryTimeout(
                    sentence(
                        "Reading the file took longer than %(seconds)s seconds.",
                        seconds=float(self._seconds),
                    ),
                    sentence("Send a smaller file: only the links."),
                ) from None
            finally:
                process.kill()
        if not line:
            raise WorkerDied(
                sentence("The file takes more memory than it may."),
                sentence("Send a smaller file."),
            )
        found: dict[str, Any] = json.loads(line)
        return found


def as_text(content: bytes) -> str:
    """Return bytes as the text that they are in UTF-8, without a mark of byte order.

    Raises:
        PastedUnreadable: they are not; the line and column count bytes.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        column = error.start - (before.rfind(b"\n") + 1) + 1
        raise PastedUnreadable("not-utf-8", "", before.count(b"\n") + 1, column) from None


def fault(told: Mapping[str, Any]) -> PastedRefused | PastedUnreadable:
    """Return the error that the process tells of."""
    if told["fault"] == "too-many":
        return PastedRefused("too-many", f"{MAX_TRIPLES:,}")
    if told["fault"] in _FAULTS:
        return PastedRefused(told["fault"], "")
    return PastedUnreadable(told["fault"], told["detail"], told["line"], told["column"])


def pasted(told: Mapping[str, Any]) -> Pasted:
    """Return what the process tells as values."""
    return Pasted(
        triples=told["triples"],
        links=tuple(InLink(*one) for one in told["links"]),
        theirs={name: _theirs(said) for name, said in told["said"].items()},
        rules=tuple(Rule(**one) for one in told["findings"]),
        left_out=told["left_out"],
    )


def _theirs(said: Mapping[str, Sequence[str]]) -> Theirs:
    return Theirs(frozenset(said["kinds"]), frozenset(said["labels"]))
