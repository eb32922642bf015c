"""An engine at a URL that does not answer, answers late, answers nonsense, or breaks off.

Each is a small server on loopback. Pages, endpoint and command line say what is wrong within
the deadline, and what needs no query is served.
"""

import gzip
import socket
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions

from kg.engine.endpoint import PASSWORD, TRIES, USER, Endpoint
from kg.engine.pool import QueryPool
from kg.engine.remote import RemoteEngine
from kg.engine.site import SiteEngine
from kg.errors import (
    AnswerTooLarge,
    EngineBusy,
    EngineFailed,
    EngineSlow,
    NotLoaded,
    QueryFailed,
    QueryRefused,
    QuerySyntaxError,
    WarmteregieError,
    WrongUse,
)
from kg.settings import Settings, load_settings

SECONDS = 1.0
"""Deadline where an engine is too slow; the others are to be told for what they do."""
PATIENT = 20.0
ASK = "ASK { ?s ?p ?o }"
HELD = (
    b'{"head":{"vars":["build","graph"]},"results":{"bindings":[{"build":'
    b'{"type":"literal","value":"b-1"},"graph":{"type":"uri","value":"http://e/g1"}}]}}'
)
NOTHING_HELD = b'{"head":{"vars":["build","graph"]},"results":{"bindings":[]}}'
YES = b'{"head":{},"boolean":true}'
Talk = Callable[[socket.socket, bytes], None]


def says(body: bytes, status: str = "200 OK", **headers: str) -> Talk:
    """Return what answers every request with *body*."""
    lines = {"Content-Type": "application/sparql-results+json", "Content-Length": str(len(body))}
    lines |= {name.replace("_", "-"): text for name, text in headers.items()}
    head = "".join(f"{name}: {text}\r\n" for name, text in lines.items())

    def talk(client: socket.socket, _: bytes) -> None:
        client.sendall(f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body)

    return talk


def drips(text: bytes) -> Talk:
    """Return what sends *text* at once, and then a byte every 50 ms: none of them is late."""

    def talk(client: socket.socket, _: bytes) -> None:
        client.sendall(text)
        for _count in range(200):
            client.sendall(b" ")
            time.sleep(0.05)

    return talk


def silent(client: socket.socket, _: bytes) -> None:
    """Answer nothing."""
    with suppress(OSError):
        client.recv(1)


def hangs_up(client: socket.socket, _: bytes) -> None:
    """Begin an answer, and go."""
    client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + YES[:9])


def goes(client: socket.socket, _: bytes) -> None:
    """Go without a word."""


def garbage(client: socket.socket, _: bytes) -> None:
    """Speak no HTTP."""
    client.sendall(b"\x00\x01SSH-2.0-engine\r\n\r\n")


@contextmanager
def server(talk: Talk) -> Iterator[tuple[str, list[bytes]]]:
    """Run a server that talks so; give its URL and the requests that it had."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve(client: socket.socket) -> None:
            with client, suppress(OSError):
                heard.append(_request(client))
                talk(client, heard[-1])

        def listen() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=serve, args=[listener.accept()[0]], daemon=True).start()

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/sparql", heard
        listener.shutdown(socket.SHUT_RDWR)


def _request(client: socket.socket) -> bytes:
    """Return a request, read to its end."""
    text = b""
    while b"\r\n\r\n" not in text:
        text += client.recv(65536)
    head, _, body = text.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if b"ength:" in line), 0
    )
    while len(body) < length:
        body += client.recv(65536)
    return head + b"\r\n\r\n" + body


def engine(
    url: str, builds: Path, environ: dict[str, str] | None = None, *, seconds: float = SECONDS
) -> RemoteEngine:
    """Return the engine at a URL, to be asked for so many seconds."""
    return RemoteEngine(Endpoint(url, environ or {}), builds, seconds, 100_000)


def refused_url() -> str:
    """Return the URL of a port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"


HTML = b"<!DOCTYPE html><html><body><h1>It works!</h1></body></html>"
BAD: dict[str, tuple[Talk, type[WarmteregieError], str]] = {
    "silent": (silent, EngineSlow, "in time"),
    "drips its head": (drips(b"HTTP/1.1 200 OK\r\nX-Slow:"), EngineSlow, "in time"),
    "drips its body": (drips(b"HTTP/1.1 200 OK\r\n\r\n{"), EngineSlow, "in time"),
    "drips a body with a length": (
        drips(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{"), EngineSlow, "in time",
    ),
    "HTML": (says(HTML, Content_Type="text/html"), EngineFailed, "text/html"),
    "truncated JSON": (says(HELD[:-9]), EngineFailed, "no answer"),
    "empty": (says(b""), EngineFailed, "no answer"),
    "other JSON": (says(b'{"ok": true}'), EngineFailed, "no answer"),
    "deep JSON": (says(b"[" * 90_000), EngineFailed, "no answer"),
    "not UTF-8": (says(b"\xff\xfe{}"), EngineFailed, "no answer"),
    "hangs up midway": (hangs_up, EngineFailed, "hung up"),
    "hangs up at once": (goes, EngineFailed, "hung up"),
    "no HTTP": (garbage, EngineFailed, "hung up"),
    "redirects": (
        says(b"", "302 Found", Location="http://127.0.0.1:9/x"), EngineFailed, "sends us on to",
    ),
    "wants a password": (says(b"", "401 Unauthorized"), EngineFailed, "let us in"),
    "forbids": (says(b"", "403 Forbidden"), EngineFailed, "let us in"),
    "not there": (says(b"", "404 Not Found"), EngineFailed, "404"),
    "breaks": (says(b"java.lang.Oops\n  at x", "500 Oops"), EngineFailed, "500"),
    "busy": (says(b"", "503 Busy"), EngineBusy, "too much"),
    "throttles": (says(b"", "429 Slow Down"), EngineBusy, "too much"),
    "refuses": (says(b"no such function", "400 Bad Request"), QueryFailed, "refuses"),
    "stops early": (says(HELD, X_SQL_State="S1TAT"), EngineSlow, "before its answer"),
    "cuts": (says(HELD, X_SPARQL_MaxRows="1"), AnswerTooLarge, "1 rows"),
    "too much": (says(b" " * 200_000), AnswerTooLarge, "100,000 bytes"),
    "a bomb": (
        says(gzip.compress(b" " * 9_000_000), Content_Encoding="gzip"),
        AnswerTooLarge, "100,000 bytes",
    ),
    "holds no build": (
        says(NOTHING_HELD), NotLoaded, "no build",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_engine_is_told_within_the_deadline(tmp_path: Path, name: str) -> None:
    """Whatever it does, the error says so in time, with a hint, and the next one too."""
    talk, kind, part = BAD[name]
    seconds = SECONDS if kind is EngineSlow else PATIENT
    began = time.monotonic()

    with server(talk) as (url, _), pytest.raises(WarmteregieError, match=part) as caught:
        engine(url, tmp_path, seconds=seconds).ask(ASK)

    assert kind is type(caught.value)
    assert caught.value.hint
    assert time.monotonic() - began < seconds + 3.0


def test_engine_that_is_not_there_is_tried_again_and_told(tmp_path: Path) -> None:
    """A refused connection is an error that names the address and the setting."""
    url = refused_url()

    with pytest.raises(EngineFailed, match="cannot be reached") as caught:
        engine(url, tmp_path).ask(ASK)

    assert url in caught.value.message
    assert "WARMTEREGIE_ENGINE" in caught.value.hint


def test_query_is_sent_again_after_a_hang_up_and_not_after_a_refusal(tmp_path: Path) -> None:
    """What changes nothing may be repeated; what was answered is not asked again."""
    with server(goes) as (url, heard), pytest.raises(EngineFailed):
        engine(url, tmp_path).ask(ASK)

    assert TRIES == len(heard)
    with server(says(b"", "500 Oops")) as (url, heard), pytest.raises(EngineFailed):
        engine(url, tmp_path).ask(ASK)
    assert 1 == len(heard)


def test_engine_that_comes_back_is_asked_again(tmp_path: Path) -> None:
    """One broken connection costs nobody an answer."""
    calls = iter([goes])

    def talk(client: socket.socket, request: bytes) -> None:
        answer = says(HELD) if b"hasPart" in request else says(YES)
        next(calls, answer)(client, request)

    with server(talk) as (url, heard):
        assert engine(url, tmp_path).ask(ASK)
    assert 3 == len(heard)


def test_union_and_named_graphs_are_sent_with_each_query(tmp_path: Path) -> None:
    """The default graph is the union, and no named graph is the union."""

    def talk(client: socket.socket, request: bytes) -> None:
        (says(HELD) if b"hasPart" in request else says(YES))(client, request)

    with server(talk) as (url, heard):
        assert engine(url, tmp_path).ask(ASK)

    union = b"default-graph-uri=https%3A%2F%2Fw3id.org%2Fwarmteregie%2Fgraph%2Funion"
    assert heard[1].endswith(union + b"&named-graph-uri=http%3A%2F%2Fe%2Fg1")


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("DEFINE get:soft 'soft' SELECT * { ?s ?p ?o }", QuerySyntaxError),
        ("PREFIX b: <bif:> SELECT (b:exec('ls') AS ?x) {}", QueryRefused),
        ("SELECT (<SQL:x>(1) AS ?x) {}", QueryRefused),
        ("SELECT ?x { ?x", QuerySyntaxError),
    ],
)
def test_what_only_one_engine_understands_is_never_sent(
    tmp_path: Path, query: str, error: type[QueryFailed]
) -> None:
    """An engine is asked SPARQL only, and our own parser says where a query is wrong."""
    with server(says(YES)) as (url, heard), pytest.raises(error):
        engine(url, tmp_path).query(query)

    assert [] == heard


def test_password_is_given_when_asked_for_and_never_told(tmp_path: Path) -> None:
    """Nothing is given unasked; a wrong one is told without being shown."""
    challenge = says(b"", "401 Unauthorized", WWW_Authenticate='Basic realm="x"')
    account = {USER: "curator", PASSWORD: "hunter2"}

    with server(challenge) as (url, heard), pytest.raises(EngineFailed) as caught:
        engine(url, tmp_path, account).ask(ASK)

    assert [False, True] == [b"Authorization: Basic" in request for request in heard]
    assert "hunter2" not in f"{caught.value}{caught.value.__cause__!r}"


def test_url_with_a_password_in_it_is_refused_and_not_shown(tmp_path: Path) -> None:
    """Settings are printed, so no secret may stand in them."""
    with pytest.raises(WrongUse, match="WARMTEREGIE_ENGINE_PASSWORD") as caught:
        load_settings({"WARMTEREGIE_ENGINE": "http://me:hunter2@127.0.0.1/sparql"}, tmp_path)

    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("url", ["ftp://x/", "sparql", "http://", "http://x:y/", "http://x/#a"])
def test_what_is_no_url_of_an_engine_is_wrong_use(tmp_path: Path, url: str) -> None:
    """A slip in the address is told at the start."""
    with pytest.raises(WrongUse, match="WARMTEREGIE_ENGINE is not"):
        load_settings({"WARMTEREGIE_ENGINE": url}, tmp_path)


@pytest.mark.parametrize("name", ["silent", "HTML", "hangs up midway"])
def test_visitors_hear_it_from_the_pool(build: Path, settings: Settings, name: str) -> None:
    """The error crosses the worker as it is, and before the worker would be stopped."""
    talk, kind, part = BAD[name]
    with server(talk) as (url, _):
        asked = Settings(settings.home, settings.build, query_seconds=2.0, engine=url)
        with QueryPool(asked) as pool, pytest.raises(WarmteregieError, match=part) as caught:
            pool.run(ASK, "json")

    assert kind is type(caught.value)


@pytest.mark.parametrize(
    ("body", "sparql"),
    [(HELD[:-20], "SELECT ?build ?graph { ?s ?p ?o }"), (HELD, "ASK { ?s ?p ?o }")],
)
def test_error_holds_no_rows_that_only_its_thread_may_let_go_of(body: bytes, sparql: str) -> None:
    """What is half read, or of another form, is gone with the query: an error may outlive it."""
    with server(says(body)) as (url, _):
        with pytest.raises(QueryFailed) as raised:
            SiteEngine(url).ask(sparql)
        held = [
            value
            for error in (raised.value, raised.value.__cause__)
            for frame, _ in traceback.walk_tb(error.__traceback__ if error else None)
            for value in frame.f_locals.values()
        ]

    assert not [value for value in held if isinstance(value, QuerySolutions)]
