"""A SPARQL endpoint at a URL: requests that end in time, and every way in which they can fail.

https://www.w3.org/TR/sparql11-protocol/
https://www.w3.org/TR/sparql11-http-rdf-update/
"""

import json
import os
import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from http import HTTPStatus
from threading import Timer
from typing import IO, Any, NamedTuple

from requests import PreparedRequest, Request, RequestException, Response, Session
from requests.adapters import HTTPAdapter
from requests.auth import HTTPBasicAuth, HTTPDigestAuth
from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import SSLError, Timeout
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

from kg.engine.limits import ASK_LESS
from kg.errors import AnswerTooLarge, EngineBusy, EngineFailed, EngineSlow, QueryFailed
from kg.sentences import Sentence, sentence

USER = "WARMTEREGIE_ENGINE_USER"
PASSWORD = "WARMTEREGIE_ENGINE_PASSWORD"  # the name of a variable
TRIES = 3
"""Times a query is sent when the engine cannot be reached or hangs up; it changes nothing."""

_PAUSE = 0.1
_SHOWN = 200
_TRUST = "Name a file with the certificates to trust in REQUESTS_CA_BUNDLE."
# What Virtuoso answers with when it stops early or cuts, and calls a success.
# https://docs.openlinksw.com/virtuoso/anytimequeries/
_PARTIAL = "X-SQL-State"
_CUT = "X-SPARQL-MaxRows"
_OUT_OF_TIME = b"S1T00"
_SILENT = sentence("It does not say why.")


class Reply(NamedTuple):
    """The whole body of a good answer, its media type, and the rows it was cut to (0: whole)."""

    body: bytes
    media_type: str
    most_rows: int = 0


class Endpoint:
    """One endpoint, asked over connections that are kept open. Safe to share between threads.

    A redirect is not followed, and a proxy or a password of the surroundings is not used. The
    name and password of *environ* are given only when the endpoint asks for them. *named* says
    in messages where the address was given.
    """

    def __init__(
        self, url: str, environ: Mapping[str, str] = os.environ, named: str = "WARMTEREGIE_ENGINE"
    ) -> None:
        self.url = url
        self.named = named
        self._account = (environ.get(USER, ""), environ.get(PASSWORD, ""))
        self._session = Session()
        self._session.trust_env = False
        self._session.verify = environ.get("REQUESTS_CA_BUNDLE") or True
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _Adapter(pool_maxsize=32))

    def query(
        self, form: Sequence[tuple[str, str]], accept: str, *, seconds: float, byte_limit: int
    ) -> Reply:
        """Return the answer to a query, sent again if the endpoint was not there or hung up.

        Raises:
            QueryFailed: the endpoint refuses the query.
            EngineSlow: there was no whole answer within *seconds*.
            EngineBusy: it has too much to do.
            EngineFailed: there is nobody, or something that is no answer.
            AnswerTooLarge: the answer has more than *byte_limit* bytes, or was cut.
        """
        request = Request("POST", self.url, data=list(form), headers={"Accept": accept})
        deadline = time.monotonic() + seconds
        try:
            for _ in range(TRIES - 1):
                with suppress(_HungUp):
                    return self._send(request, deadline, byte_limit)
                time.sleep(_PAUSE)
            return self._send(request, deadline, byte_limit)
        except (_HungUp, _Missing) as error:
            raise EngineFailed(error.message, error.hint) from error

    def change(
        self, method: str, graph: str, content: IO[bytes] | None = None, *, seconds: float
    ) -> None:
        """Put a graph of N-Triples in the place of another, or delete one. Sent once.

        That there was nothing to delete is fine.

        Raises:
            EngineFailed: the endpoint did not do it.
        """
        kind = {"Content-Type": "application/n-triples"} if content else {}
        request = Request(method, self.url, params={"graph": graph}, data=content, headers=kind)
        try:
            self._send(request, time.monotonic() + seconds, 1_000_000)
        except _Missing:
            if method != "DELETE":
                raise

    def _send(self, request: Request, deadline: float, byte_limit: int) -> Reply:
        """Send a request once; with name and password when they are asked for."""
        prepared = self._session.prepare_request(request)
        response = self._open(prepared, deadline)
        if response.status_code == HTTPStatus.UNAUTHORIZED and self._log_in(response):
            response.close()
            if request.data and hasattr(request.data, "seek"):
                request.data.seek(0)
            response = self._open(self._session.prepare_request(request), deadline)
        with response:
            body = self._read(response, deadline, byte_limit)
        self._judge(response, body)
        most = response.headers.get(_CUT, "")
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Reply(body, kind, int(most) if most.isascii() and most.isdigit() else 0)

    @property
    def _check(self) -> str:
        return f"Check that it runs, and {self.named}."

    def _log_in(self, response: Response) -> bool:
        """Use the way of logging in that is asked for, from now on; false if it is none of ours."""
        asked = response.headers.get("WWW-Authenticate", "").lower()
        if self._session.auth or not self._account[0]:
            return False
        if asked.startswith("digest"):
            self._session.auth = HTTPDigestAuth(*self._account)
        elif asked.startswith("basic"):
            self._session.auth = HTTPBasicAuth(*self._account)
        return self._session.auth is not None

    def _open(self, prepared: PreparedRequest, deadline: float) -> Response:
        """Return a response of which the head has come."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise self._slow()
        try:
            return self._session.send(prepared, stream=True, timeout=left, allow_redirects=False)
        except (RequestException, HTTPError) as error:
            raise self._trouble(error, deadline) from error

    def _read(self, response: Response, deadline: float, byte_limit: int) -> bytes:
        """Return the body, whole, in time and within the limit."""
        raw: HTTPResponse = response.raw
        try:
            with _cut_at(deadline, raw.shutdown):
                body: bytes = raw.read(byte_limit + 1, decode_content=True)
        except (RequestException, HTTPError, OSError) as error:
            raise self._trouble(error, deadline) from error
        if time.monotonic() >= deadline:
            raise self._slow()
        if len(body) > byte_limit:
            what = sentence("The engine's answer has more than %(most)s bytes.", most=byte_limit)
            raise AnswerTooLarge(what, ASK_LESS)
        return body

    def _trouble(self, error: Exception, deadline: float) -> EngineFailed:
        """Return what went wrong with a connection."""
        if isinstance(error, Timeout) or time.monotonic() >= deadline:
            return self._slow()
        url = self.url
        if not isinstance(error, (NoConnection, HTTPError, OSError)):
            what = sentence(
                "The engine at %(url)s answers with something that is not HTTP.", url=url
            )
            return EngineFailed(what, self._check)
        if isinstance(error, SSLError):
            what = sentence(
                "The engine at %(url)s shows a certificate that is not trusted.", url=url
            )
            return EngineFailed(what, _TRUST)
        if _refused(error):
            what = sentence("The engine at %(url)s cannot be reached.", url=url)
            return _HungUp(what, self._check)
        what = sentence("The engine at %(url)s hung up before its answer was complete.", url=url)
        return _HungUp(what, "Its log may say why.")

    def _slow(self) -> EngineSlow:
        return EngineSlow(
            sentence("The engine at %(url)s gave no whole answer in time.", url=self.url),
            "Ask for less, or ask again later. Who runs this: is the engine overloaded?",
        )

    def _judge(self, response: Response, body: bytes) -> None:
        """Raise what the status, or what came instead of an answer, says."""
        status, url = response.status_code, self.url
        if status >= 400:
            raise _refusal(status, url, body, self._check)
        if status >= 300:
            where = repr(response.headers.get("Location", ""))[:_SHOWN]
            what = sentence("The engine at %(url)s sends us on to %(where)s.", url=url, where=where)
            raise EngineFailed(what, f"Set {self.named} to that.")
        if _PARTIAL in response.headers:
            what = sentence(
                "The engine at %(url)s stopped before its answer was complete.", url=url
            )
            raise EngineSlow(what, "Ask for less.")


def _refusal(status: int, url: str, body: bytes, check: str) -> QueryFailed:
    """Return the error for a status of 400 or more."""
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        what = sentence("The engine at %(url)s has too much to do.", url=url)
        return EngineBusy(what, "Ask again in a few seconds.")
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        code = str(status)
        what = sentence("The engine at %(url)s does not let us in (%(code)s).", url=url, code=code)
        return EngineFailed(what, f"Set {USER} and {PASSWORD}.")
    if status == HTTPStatus.NOT_FOUND:
        what = sentence("The engine at %(url)s has nothing at that address (404).", url=url)
        return _Missing(what, check)
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        what = sentence("The engine at %(url)s takes no queries at that address (405).", url=url)
        return EngineFailed(what, check)
    if _OUT_OF_TIME in body[:_SHOWN]:
        what = sentence("The engine at %(url)s stopped the query: it took too long.", url=url)
        return EngineSlow(what, "Ask for less.")
    if status == HTTPStatus.BAD_REQUEST:
        return QueryFailed(sentence("The engine refuses the query."), _said(body))
    what = sentence("The engine at %(url)s failed (%(code)s).", url=url, code=str(status))
    return EngineFailed(what, _said(body))


class _HungUp(EngineFailed):
    """Nobody there, or the connection was broken off: worth another try."""


class _Missing(EngineFailed):
    """There is nothing at this address."""


class _Http(HTTPConnection):
    """A connection whose answer must begin in time: each of its bytes in time is not enough."""

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3 does
        """Return the response once its head has come; the connection is cut if it has not."""
        with _head_in_time(self):
            return super().getresponse()


class _Https(HTTPSConnection):
    """The same, encrypted."""

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3 does
        """Return the response once its head has come; the connection is cut if it has not."""
        with _head_in_time(self):
            return super().getresponse()


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Http


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _Https


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make the pools, over connections of ours."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}


def _head_in_time(connection: HTTPConnection) -> AbstractContextManager[None]:
    sock, seconds = connection.sock, float(connection.timeout or 0)
    return _cut_at(time.monotonic() + seconds, lambda: sock.shutdown(socket.SHUT_RDWR))


@contextmanager
def _cut_at(deadline: float, cut: Callable[[], None]) -> Iterator[None]:
    """Call *cut* at the deadline from another thread, unless what is inside has ended."""

    def cut_open() -> None:
        with suppress(OSError, RuntimeError, ValueError):  # it has ended this very moment
            cut()

    timer = Timer(max(deadline - time.monotonic(), 0), cut_open)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _refused(error: Exception) -> bool:
    """Tell whether there never was a connection."""
    kinds = ("NewConnectionError", "NameResolutionError")
    return isinstance(error, NoConnection) and any(kind in repr(error) for kind in kinds)


def _said(body: bytes) -> Sentence:
    """Return the detail of a problem, or the first line of what an engine says, to be shown.

    https://www.rfc-editor.org/rfc/rfc9457
    """
    with suppress(ValueError, LookupError, TypeError, AttributeError):
        body = json.loads(body)["detail"].encode()
    text = re.sub(r"<[^>]*>", " ", body[:4000].decode("utf-8", "replace"))
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    shown = "".join(char for char in line[:_SHOWN] if char.isprintable())
    return sentence('It says: "%(words)s"', words=shown) if shown else _SILENT
