"""A process that answers one query after another and may be killed at any moment.

    python -m kg.engine.worker BUILD MEMORY_TRIPLES MEMORY_BYTES [ENGINE_URL]

It reads requests from standard input, writes each answer to the file that the request names
and replies on standard output. It ends when its input does.
"""

import io
import math
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias, TypeVar

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse_query_results,
    serialize,
)

from kg.answers import Answer
from kg.engine.dataset import dataset_of, narrow, prefixes_of, unknown_graphs
from kg.engine.exchange import Reply, Request, read_request, write_reply
from kg.engine.failures import explain, padded
from kg.engine.federation import answered, has_service, without_service
from kg.engine.guard import check
from kg.engine.interface import Heard
from kg.engine.limits import ASK_LESS
from kg.engine.spooled import no_room
from kg.engine.store import fits_memory, open_store
from kg.engine.terms import to_answer
from kg.errors import AnswerTooLarge, NoBuild, QueryFailed, WarmteregieError
from kg.sentences import Sentence, sentence
from kg.tokens import tokenize

if TYPE_CHECKING:
    from kg.engine.remote import RemoteEngine

if sys.platform != "win32":
    import fcntl
    import resource

_ROWS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_GRAPHS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
_PATIENCE = 0.95
"""Part of a deadline that an engine elsewhere has: what is wrong with it can then still be said."""
_LONGER = 8
"""Times the limit of bytes that its answer may have: JSON is longer than what we send on."""
Source: TypeAlias = "Store | RemoteEngine"
_Closed = Callable[[], AbstractContextManager[None]]
_Format = TypeVar("_Format", QueryResultsFormat, RdfFormat)
# https://www.w3.org/TR/xml/#charsets
_NOT_FOR_XML = sentence("The answer holds characters that XML cannot.")
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


class Meter(io.BytesIO):
    """A file to write to that counts what is written, and fails past a limit."""

    def __init__(self, file: BinaryIO, byte_limit: float, line_limit: float = math.inf) -> None:
        super().__init__()
        self._file = file
        self._byte_limit = byte_limit
        self._line_limit = line_limit
        self.bytes = 0
        self.lines = 0
        self.fits_xml = True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # bytes is all that comes
        """Write *data*.

        Raises:
            AnswerTooLarge: it passes a limit.
        """
        self.bytes += len(data)
        self.lines += data.count(b"\n")
        if self.lines > self._line_limit:
            raise _too_many_rows(int(self._line_limit) - 1)
        if self.bytes > self._byte_limit:
            what = sentence("The answer has more than %(most)s bytes.", most=int(self._byte_limit))
            raise AnswerTooLarge(what, ASK_LESS)
        self.fits_xml = self.fits_xml and not _NOT_XML.search(data)
        self._file.write(data)
        return len(data)


def _too_many_rows(most: int) -> AnswerTooLarge:
    return AnswerTooLarge(sentence("The answer has more than %(most)s rows.", most=most), ASK_LESS)


def main(arguments: list[str]) -> None:
    """Open the store, say so, and answer requests until the input ends."""
    build, memory_triples = Path(arguments[0]), int(arguments[1])
    url = arguments[3] if len(arguments) > 3 else ""
    closed: _Closed = nullcontext
    try:
        if url:
            store: Source = _elsewhere(url, build)
        else:
            store = open_store(build, memory_triples)
            closed = no_new_files if fits_memory(build, memory_triples) else nullcontext
    except NoBuild as error:
        _say(error)
        return
    limit_memory(int(arguments[2]))
    _say(Reply("ready", 0, 0, ()))
    for line in sys.stdin:
        request = read_request(line)
        with own_deadline(request.seconds), _no_longer_than_asked():
            reply = _try(store, request, closed)
        _say(reply)


def _elsewhere(url: str, build: Path) -> "RemoteEngine":
    from kg.engine.endpoint import Endpoint  # the HTTP client is slow to import
    from kg.engine.remote import RemoteEngine

    return RemoteEngine(Endpoint(url), build.parent)


def _say(reply: Reply | WarmteregieError) -> None:
    sys.stdout.write(write_reply(reply))
    sys.stdout.flush()


def _try(store: Source, request: Request, closed: _Closed) -> Reply | WarmteregieError:
    """Return the reply to a request, or why there is none."""
    try:
        return answer(store, request, closed)
    except WarmteregieError as error:
        return error
    except (SyntaxError, RuntimeError, ValueError, OSError) as error:
        if isinstance(error, OSError) and error.errno:  # the store's own have no number
            return no_room(error)
        return explain(error, request.sparql)


def answer(store: Source, request: Request, closed: _Closed = nullcontext) -> Reply:
    """Answer a request into its file. While the query runs, *closed* is around it.

    Before that the endpoints are asked that it names by SERVICE, and that it may ask.

    Raises:
        ServiceFailed: one of these gives no answer.
        AnswerTooLarge: the answer passes a limit; the file then holds a part of it.
        QueryFailed: the query gives something that the format cannot hold.
        SyntaxError, RuntimeError, ValueError, OSError: as the store raises them.
    """
    spooled = Path(request.path)
    alone = _standing_alone(store, request, closed)
    with spooled.open("wb") as spool, _scratch(spooled) as scratch, closed():
        found, build_id, unknown = _hear(store, alone)
        meter = Meter(spool, request.byte_limit)
        if isinstance(found, QueryTriples):
            kind, rows = "graph", _write_graph(found, meter, request)
        elif isinstance(found, QuerySolutions):
            kind, rows = "rows", _write_rows(found, meter, scratch, request)
        else:
            kind, rows = "boolean", _write_boolean(found, meter, request)
    return Reply(kind, rows, meter.bytes, unknown, build_id)


def _standing_alone(store: Source, request: Request, closed: _Closed) -> Request:
    """Return a request that asks nobody else, with what others answer in its query.

    Raises:
        QueryRefused: it names one that it may not ask; the guard should have seen it.
    """
    if not request.services or not has_service(request.sparql):
        return request
    check(request.sparql, max_length=len(request.sparql), services=request.services)
    with closed():
        _hear(Store(), replace(request, sparql=without_service(request.sparql)))  # is it SPARQL?
    local = replace(request, dataset=request.dataset or dataset_of(tokenize(request.sparql)))

    def hear(sparql: str) -> Answer:
        with closed():
            found = _hear(store, replace(local, sparql=sparql)).found
            return to_answer(found) if isinstance(found, QuerySolutions) else Answer((), ())

    whole = answered(
        request.sparql, hear,
        seconds=request.seconds, byte_limit=request.byte_limit, row_limit=request.row_limit,
    )  # fmt: skip
    return replace(local, sparql=whole)


def _hear(store: Source, request: Request) -> Heard:
    """Return what the query gives, here or elsewhere."""
    if not isinstance(store, Store):
        return store.hear(
            request.sparql, request.dataset,
            seconds=_PATIENCE * request.seconds, byte_limit=_LONGER * request.byte_limit,
        )  # fmt: skip
    dataset = request.dataset or dataset_of(tokenize(request.sparql))
    narrowed = narrow(store, dataset)
    found = narrowed.store.query(
        padded(request.sparql), default_graph=narrowed.default, named_graphs=narrowed.named
    )
    return Heard(found, "", unknown_graphs(store, dataset))


def _write_rows(found: QuerySolutions, meter: Meter, scratch: BinaryIO, request: Request) -> int:
    """Write the rows and return their number.

    They are written as TSV first, where a row is a line, because only so can they be counted
    while the engine itself writes them.
    """
    rows = Meter(scratch, 8 * request.byte_limit, request.row_limit + 1)
    wanted = _format(_ROWS, request.format, sentence("The query gives rows."))
    found.serialize(rows, QueryResultsFormat.TSV)
    if request.format == "xml" and not rows.fits_xml:
        raise QueryFailed(_NOT_FOR_XML, sentence("Ask for JSON."))
    scratch.seek(0)
    read = parse_query_results(scratch, QueryResultsFormat.TSV)
    read.serialize(meter, wanted)
    return rows.lines - 1


def _write_boolean(found: QueryBoolean, meter: Meter, request: Request) -> int:
    found.serialize(meter, _format(_ROWS, request.format, sentence("The query gives yes or no.")))
    return 1


def _write_graph(found: QueryTriples, meter: Meter, request: Request) -> int:
    """Write the triples and return their number."""
    wanted = _format(_GRAPHS, request.format, sentence("The query gives a graph."))
    count = 0

    def counted() -> Iterator[Triple]:
        nonlocal count
        for triple in found:
            count += 1
            if count > request.row_limit:
                what = sentence(
                    "The answer has more than %(most)s triples.", most=request.row_limit
                )
                raise AnswerTooLarge(what, ASK_LESS)
            yield triple

    serialize(counted(), meter, wanted, prefixes=prefixes_of(tokenize(request.sparql)))
    if request.format == "rdfxml" and not meter.fits_xml:
        raise QueryFailed(_NOT_FOR_XML, sentence("Ask for Turtle."))
    return count


def _format(formats: dict[str, _Format], name: str, given: Sentence) -> _Format:
    if name not in formats:
        raise QueryFailed(given, sentence("Ask for %(formats)s.", formats=", ".join(formats)))
    return formats[name]


@contextmanager
def _scratch(spooled: Path) -> Iterator[BinaryIO]:
    """Yield a file to write and read again; it is gone afterwards."""
    path = spooled.with_suffix(".scratch")
    with path.open("w+b") as file:
        yield file
    path.unlink()


@contextmanager
def own_deadline(seconds: float) -> Iterator[None]:
    """End this process a while after the deadline, should nobody be left to kill it."""
    if sys.platform == "win32":
        yield
        return
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds + 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextmanager
def _no_longer_than_asked() -> Iterator[None]:
    """End this process as soon as nobody is left at the other end of its input.

    Nothing is written there while a query runs, so a signal can only mean that it was closed.
    It works whatever the engine is doing, as its default is that the system ends the process.
    """
    if sys.platform == "win32":
        yield
        return
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
    flags = fcntl.fcntl(0, fcntl.F_GETFL)
    fcntl.fcntl(0, fcntl.F_SETFL, flags | os.O_ASYNC)
    try:
        yield
    finally:
        fcntl.fcntl(0, fcntl.F_SETFL, flags)


def limit_memory(limit: int) -> None:
    """Make this process end rather than take more than *limit* bytes."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


@contextmanager
def no_new_files() -> Iterator[None]:
    """Let no file or socket be opened.

    The engine follows a SERVICE by itself; should the guard let one by, it gets no further
    than this. Not for a store on disk, which opens files while it is read.
    """
    if sys.platform == "win32":
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


if __name__ == "__main__":
    main(sys.argv[1:])
