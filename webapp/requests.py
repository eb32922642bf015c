"""Requests: each has an id, and is told in one line of JSON when it has been answered."""

import hashlib
import json
import logging
import re
import secrets
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import request
from werkzeug.wsgi import ClosingIterator

from kg.engine import Dataset, Pool, Spooled

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ID_HEADER = "X-Request-Id"
NOTE = "warmteregie.note"

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_log = logging.getLogger(__name__)


@dataclass
class Note:
    """What is known of a request while it is answered."""

    id: str
    began: float = field(default_factory=time.monotonic)
    status: int = 0
    query: str = ""
    rows: int | None = None


class RequestLog:
    """A WSGI application that gives each request an id and tells of it when it is over.

    The id of a proxy is kept where it is believed (*trusted*), so that its log and ours agree.
    """

    def __init__(self, app: "WSGIApplication", *, trusted: bool) -> None:
        self._app = app
        self._trusted = trusted

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer, and tell of it once the answer has been sent or given up."""
        note = environ[NOTE] = Note(self._id(environ))

        def noted(status: str, headers: list[tuple[str, str]], *more: object) -> object:
            note.status = int(status[:3])
            return start_response(status, [*headers, (ID_HEADER, note.id)], *more)  # type: ignore[arg-type]

        return ClosingIterator(self._app(environ, noted), lambda: tell(environ, note))  # type: ignore[arg-type]

    def _id(self, environ: "WSGIEnvironment") -> str:
        given = environ.get("HTTP_X_REQUEST_ID", "") if self._trusted else ""
        return given if _ID.fullmatch(given) else secrets.token_hex(8)


def tell(environ: "WSGIEnvironment", note: Note) -> None:
    """Write the line: id, method, path, status, milliseconds; of a query its hash and rows.

    No query, no words that were searched and no address of a visitor are written.
    """
    line = {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "id": note.id,
        "method": environ["REQUEST_METHOD"],
        "path": environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", ""),
        "status": note.status,
        "ms": round(1000 * (time.monotonic() - note.began), 1),
        "query": note.query or None,
        "rows": note.rows,
    }
    _log.info(json.dumps({name: value for name, value in line.items() if value is not None}))


def noting(pool: Pool, query: str, format: str, dataset: Dataset) -> Spooled:  # noqa: A002
    """Return the answer to a visitor's query, its hash and rows noted for the log."""
    note = request.environ.get(NOTE, Note(""))
    note.query = hashlib.sha256(query.encode("utf-8", "replace")).hexdigest()[:16]
    answer = pool.run(query, format, dataset, client=request.remote_addr or "")
    note.rows = answer.rows
    return answer


def log_to_standard_error() -> None:
    """Have the lines written to standard error, as they are."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    _log.handlers, _log.propagate = [handler], False
    _log.setLevel(logging.INFO)
