"""Any bytes anywhere in a request: a well-formed answer, and never a fault of ours."""

import json
import os
from collections.abc import Mapping, Sequence
from io import BytesIO
from urllib.parse import quote_from_bytes
from xml.etree import ElementTree

from flask import Flask, Response
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse
from werkzeug.test import create_environ, run_wsgi_app

from webapp.negotiation import GRAPHS, ROWS

MEDIA_TYPES = [offer.media_type for offer in (*ROWS, *GRAPHS)]
PATHS = [
    "/sparql", "/id/instrument/bench-plan", "/doc/instrument/bench-plan", "/def/Instrument",
    "/def/", "/graph/entities", "/id/question/", "/questions/", "/search", "/",
]  # fmt: skip
NAMES = ["query", "update", "default-graph-uri", "named-graph-uri", "format", "lang", "q", "kind"]
HEADERS = [
    "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE", "HTTP_HOST", "HTTP_COOKIE", "CONTENT_TYPE",
    "HTTP_CONTENT_ENCODING", "HTTP_X_FORWARDED_FOR", "HTTP_REFERER",
]  # fmt: skip
QUERIES = [
    b"ASK {}", b"SELECT * { ?s ?p ?o } LIMIT 3", b"CONSTRUCT WHERE { ?s ?p ?o } LIMIT 3",
    b"DESCRIBE <http://e/>", b"SELECT * FROM <http://e/> { GRAPH ?g { ?s ?p ?o } }",
]  # fmt: skip

noise = st.binary(max_size=30)
texts = st.one_of(
    noise,
    st.sampled_from([*QUERIES, b"http://e/", b"csv", b"en", b"\xed\xa0\x80", b"\x00", b"\r\nX: y"]),
    st.builds(lambda query, at, more: query[:at] + more + query[at:],
              st.sampled_from(QUERIES), st.integers(0, 30), noise),
)  # fmt: skip
headers = st.one_of(
    noise,
    st.sampled_from([b"identity", b"gzip", b"*", b'W/"a", *', b"text/html", b"bytes=0-,-1"]),
    st.builds(lambda kind, more: kind.encode() + more, st.sampled_from(MEDIA_TYPES), noise),
    st.sampled_from([b"application/x-www-form-urlencoded", b"application/sparql-query"]),
)
escaped = texts.map(lambda text: quote_from_bytes(text).encode())
pairs = st.lists(st.tuples(st.sampled_from(NAMES), st.one_of(texts, escaped, escaped)), max_size=4)
forms = pairs.map(lambda found: b"&".join(name.encode() + b"=" + text for name, text in found))


def send(
    site: Flask, method: str, path: bytes, query: bytes, more: Mapping[str, bytes], body: bytes
) -> Response:
    """Return the answer to a request, as a server hands it over."""
    environ = create_environ("/", method=method, input_stream=BytesIO(body))
    environ["PATH_INFO"] = path.decode("latin-1")
    environ["QUERY_STRING"] = query.decode("latin-1")
    environ["CONTENT_LENGTH"] = str(len(body))
    # A server lets no line end into a header.
    environ |= {
        name: text.decode("latin-1").replace("\r", "").replace("\n", "").strip()
        for name, text in more.items()
    }
    return Response(*run_wsgi_app(site, environ, buffered=True))


def check(response: Response) -> None:
    """Hold an answer to being well-formed: its status, its headers and its body."""
    assert 200 <= response.status_code < 500, response.text
    assert b"Traceback" not in response.data
    assert all("\n" not in text and "\r" not in text for text in response.headers.values())
    if response.data and "Content-Encoding" not in response.headers:
        read(response.mimetype, response.data)


def read(kind: str, data: bytes) -> object:
    """Return a body read as what it says it is, so that a malformed one is found."""
    if kind.endswith("json") and "ld+" not in kind:
        return json.loads(data)
    if kind.endswith("xml") and "rdf" not in kind:
        return ElementTree.fromstring(data)
    if form := RdfFormat.from_media_type(kind):
        return list(parse(data, form))
    return data.decode("utf-8")


few = settings(
    max_examples=int(os.environ.get("WARMTEREGIE_EXAMPLES", "150")),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@few
@given(
    method=st.sampled_from(["GET", "POST", "HEAD", "OPTIONS", "PUT"]),
    query=st.one_of(forms, noise),
    more=st.dictionaries(st.sampled_from(HEADERS), headers, max_size=3),
    body=st.one_of(texts, forms),
)
@example("GET", b"", {"HTTP_HOST": b"\xff<>"}, b"")
@example("GET", b"query=DESCRIBE+%3Ca%3E", {"HTTP_HOST": b"e> {} LOAD <http://e/"}, b"")
def test_any_request_to_the_endpoint(
    site: Flask, method: str, query: bytes, more: Mapping[str, bytes], body: bytes
) -> None:
    """Whatever is in the address, the headers or the body, it is answered or refused."""
    check(send(site, method, b"/sparql", query, more, body))


@few
@given(
    path=st.builds(lambda base, more: base.encode() + more, st.sampled_from(PATHS), noise),
    query=st.one_of(forms, noise),
    more=st.dictionaries(st.sampled_from(HEADERS), headers, max_size=2),
)
def test_any_address_of_the_site(
    site: Flask, path: bytes, query: bytes, more: Mapping[str, bytes]
) -> None:
    """Whatever is asked for below or beside the addresses there are, it is answered or refused."""
    check(send(site, "GET", path, query, more, b""))


@few
@given(st.lists(st.sampled_from(QUERIES), min_size=1, max_size=1), st.sampled_from(MEDIA_TYPES))
def test_right_query_is_answered_or_not_acceptable(
    site: Flask, queries: Sequence[bytes], kind: str
) -> None:
    """A query that is right gets its answer in the format asked for, or hears there is none."""
    form = b"query=" + quote_from_bytes(queries[0]).encode()
    response = send(site, "GET", b"/sparql", form, {"HTTP_ACCEPT": kind.encode()}, b"")
    check(response)

    assert (200, kind) == (response.status_code, response.mimetype) or 406 == response.status_code
