"""The SPARQL 1.1 Protocol: what a request asks, and what is wrong with one that asks nothing.

Values in, values out; the web framework is elsewhere.
https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from itertools import pairwise
from urllib.parse import parse_qsl

from kg.engine.guard import too_long
from kg.errors import WarmteregieError
from kg.namespaces import PREFIXES
from kg.sentences import NOTHING, Sentence, sentence
from kg.tokens import Token, is_iri

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
MAX_FIELDS = 200

Pairs = Sequence[tuple[str, str]]


class ProtocolError(WarmteregieError):
    """A request that the protocol has no answer to; *status* is the one to answer with."""

    def __init__(self, status: int, message: Sentence, hint: Sentence = NOTHING) -> None:
        super().__init__(message, hint)
        self.status = status


@dataclass(frozen=True)
class ProtocolRequest:
    """What is asked: a query (None: no query at all), over which graphs, in which format.

    *show* is how a page shows what is in the answer.
    """

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str = ""
    show: str = ""


def parse_request(
    method: str, query_string: bytes, content_type: str, body: bytes, max_length: int
) -> ProtocolRequest:
    """Return what a request asks.

    Raises:
        ProtocolError: 400 it says two things or what cannot be read; 405 another method;
            413 a query of more than *max_length* characters; 415 another media type.
    """
    if method not in METHODS:
        what = sentence("%(method)s is not answered here.", method=method)
        raise ProtocolError(405, what, sentence("Use %(names)s.", names=", ".join(METHODS)))
    pairs = _pairs(query_string)
    if method == "POST":
        pairs = [*pairs, *_posted(content_type, body)]
    return _request(pairs, max_length)


def with_base(query: str, tokens: Sequence[Token], base: str) -> str:
    """Return the query with *base* before it, if one of its IRIs is not whole.

    A BASE of the query's own goes before it. https://www.rfc-editor.org/rfc/rfc3986#section-5.1
    """
    parts = (token.text[1:-1] for token in tokens if token.kind == "iri")
    return query if all(map(is_iri, parts)) else f"BASE <{base}> {query}"


def with_prefixes(query: str, tokens: Sequence[Token]) -> str:
    """Return the query with our own prefixes declared where it uses them and did not do so."""
    words = list(pairwise([Token("", "", 0), *tokens]))
    declared = {token.text for before, token in words if before.is_word("PREFIX")}
    used = {token.text.partition(":")[0] for token in tokens if token.kind == "name"}
    missing = sorted(name for name in used & PREFIXES.keys() if f"{name}:" not in declared)
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in missing) + query


def body_limit(max_length: int) -> int:
    """Return the bytes that a body with the longest query may have: all of it escaped."""
    return 12 * max_length + 10_000


def _posted(content_type: str, body: bytes) -> Pairs:
    """Return what the body of a POST says."""
    header = Message()
    header["Content-Type"] = content_type
    kind = header.get_content_type() if content_type else ""
    if kind not in (FORM, DIRECT):
        raise _unsupported(kind)
    if str(header.get_param("charset") or "utf-8").lower() not in ("utf-8", "utf8"):
        what = sentence("The body must be UTF-8.")
        raise ProtocolError(415, what, sentence("Send it as UTF-8."))
    return _pairs(body) if kind == FORM else [("query", _text(body))]


def _unsupported(kind: str) -> ProtocolError:
    if kind == UPDATE:
        return _no_updates(415)
    what = sentence("A body without a Content-Type is not understood here.")
    if kind:
        what = sentence('A body of type "%(kind)s" is not understood here.', kind=kind)
    hint = sentence("Send %(one)s or %(other)s.", one=FORM, other=DIRECT)
    return ProtocolError(415, what, hint)


def _no_updates(status: int) -> ProtocolError:
    what = sentence("This endpoint takes no updates.")
    return ProtocolError(status, what, sentence("It only answers queries."))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        what = sentence("Byte %(byte)s is not UTF-8.", byte=str(error.start))
        raise ProtocolError(400, what, sentence("Send UTF-8.")) from error


def _pairs(data: bytes) -> Pairs:
    """Return names and values of a form, in their order."""
    try:
        return parse_qsl(
            _text(data), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS
        )
    except UnicodeDecodeError as error:
        what, hint = sentence("A value is not UTF-8."), sentence("Escape UTF-8 bytes.")
        raise ProtocolError(400, what, hint) from error
    except ValueError as error:
        what = sentence("More than %(most)s values.", most=MAX_FIELDS)
        raise ProtocolError(400, what, sentence("Send fewer.")) from error


def _request(pairs: Pairs, max_length: int) -> ProtocolRequest:
    """Return what the values of a request ask together."""
    if any(name == "update" for name, _ in pairs):
        raise _no_updates(400)
    query = _one("query", pairs)
    if query is not None and len(query) > max_length:
        raise ProtocolError(413, *too_long(len(query), max_length))
    return ProtocolRequest(
        query,
        _graphs("default-graph-uri", pairs),
        _graphs("named-graph-uri", pairs),
        _one("format", pairs) or "",
        _one("show", pairs) or "",
    )


def _one(name: str, pairs: Pairs) -> str | None:
    """Return the value of a name that may come once."""
    values = [value for found, value in pairs if found == name]
    if len(values) > 1:
        what = sentence('"%(name)s" comes %(times)s times.', name=name, times=len(values))
        raise ProtocolError(400, what, sentence("Send it once."))
    return values[0] if values else None


def _graphs(name: str, pairs: Pairs) -> tuple[str, ...]:
    """Return the graphs of one kind, each once."""
    iris = [value for found, value in pairs if found == name]
    for iri in iris:
        if not is_iri(iri):
            what = sentence('"%(iri)s" in %(name)s is no IRI.', iri=iri, name=name)
            raise ProtocolError(400, what, sentence("Write it whole."))
    return tuple(dict.fromkeys(iris))
