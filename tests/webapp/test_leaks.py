"""Nothing leaks: the served site calls nobody, reads no file and refuses what is too much.

Against the real server; a host of our own listens for any contact and must get none.
"""

import gzip
import json
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from tests.webapp.live import Answer, Listener, Live

SECRET = "<http://e/secret> <http://e/p> 'what a file of this machine says' ."
DIRECT = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"
ASK = "query=ASK%7B%7D"
QUICK = 3.0
"""Seconds in which even a loaded machine refuses what it does not read."""


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """Return a host of this machine that hears any contact."""
    listener = Listener()
    yield listener
    listener.close()


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of this machine that no answer may hold a word of."""
    path = tmp_path_factory.mktemp("secret") / "secret.ttl"
    path.write_text(SECRET)
    return path


def ask(live: Live, query: str) -> Answer:
    """Return the answer to a query sent as a body."""
    return live.send(
        "POST", "/sparql", query.encode(), Content_Type=DIRECT, Accept="application/json, */*;q=0.1"
    )


def is_problem(answer: Answer) -> bool:
    """Tell whether an answer is problem details that say what to do, without a traceback."""
    found = json.loads(answer.body)
    return (
        answer.headers["content-type"] == "application/problem+json"
        and found["status"] == answer.status
        and bool(found["detail"])
        and b"Traceback" not in answer.body
    )


def test_listener_hears(listener: Listener) -> None:
    """A contact is heard, so the tests that none was made can fail."""
    with socket.create_connection(("127.0.0.1", listener.port)) as line:
        line.sendall(b"knock")
    for _ in range(50):
        if listener.heard:
            break
        time.sleep(0.1)

    assert [b"knock"] == listener.heard
    listener.heard.clear()


# %s is the address of the listener.
CALLS = [
    "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }",
    "SELECT * { sErViCe sIlEnT <%s> { ?s ?p ?o } }",
    "SELECT*{SERVICE<%s>{?s ?p ?o}}",
    "SELECT * { SERVICE\n# here: <http://e/>\n<%s> { ?s ?p ?o } }",
    "SELECT * { VALUES ?g { <%s> } SERVICE ?g { ?s ?p ?o } }",
    "SELECT * { BIND(IRI('%s') AS ?g) SERVICE SILENT ?g { ?s ?p ?o } }",
    "SELECT * { BIND(IRI('%s') AS ?g) SERVICE $g { ?s ?p ?o } }",
    "PREFIX x: <%s> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "PREFIX SERVICE: <%s> SELECT * { SERVICE SERVICE:x { ?s ?p ?o } }",
    "PREFIX : <%s> SELECT * { SERVICE SILENT :x { ?s ?p ?o } }",
    "BASE <%s> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "BASE <%s> SELECT * { SERVICE <x> { ?s ?p ?o } }",
    "SELECT * { SERVICE <\\u0068ttp://127.0.0.1:{port}/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http\\U0000003A//127.0.0.1:{port}/> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { S\\u0045RVICE <%s> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://localhost:{port}/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://2130706433:{port}/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://[::ffff:127.0.0.1]:{port}/> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE <%s> { ?s ?p ?o } } } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <%s> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o FILTER NOT EXISTS { SERVICE SILENT <%s> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o MINUS { SERVICE <%s> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o OPTIONAL { SERVICE <%s> { ?s ?p ?o } } }",
    "SELECT * { { ?s ?p ?o } UNION { SERVICE <%s> { ?s ?p ?o } } }",
    "SELECT * { GRAPH ?g { SERVICE <%s> { ?s ?p ?o } } }",
    "SELECT * { SERVICE <http://e/> { SERVICE <%s> { ?s ?p ?o } } }",
    "SELECT (EXISTS { SERVICE <%s> { ?s ?p ?o } } AS ?x) {}",
    "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (EXISTS { SERVICE <%s> { ?s ?p ?o } })",
    "SELECT * { ?s ?p ?o } ORDER BY EXISTS { SERVICE <%s> { ?s ?p ?o } }",
    "ASK { SERVICE <%s> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <%s> { ?s ?p ?o } }",
    "DESCRIBE ?s WHERE { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { ?s ?p '''x''' . SERVICE <%s> { ?s ?p ?o } } # '''",
    "SELECT * { ?s ?p \"\\\"\" . SERVICE <%s> { ?s ?p ?o } }",
    "LOAD <%s>",
    "LOAD SILENT <%s> INTO GRAPH <http://e/g>",
    "PREFIX x: <%s> load <%s>",
    "\\u004COAD <%s>",
    "ASK {} ; LOAD <%s>",
    "INSERT DATA { <http://e/s> <http://e/p> 1 } ; LOAD <%s>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <%s> { ?s ?p ?o } }",
    "DELETE WHERE { ?s ?p ?o }",
]  # fmt: skip
REFUSED = re.compile(
    'SERVICE may not be used|is an update|backslash stands outside|^Line 1, column 8: ";" begins'
)


@pytest.mark.parametrize("query", CALLS)
def test_call_is_refused(live: Live, listener: Listener, query: str) -> None:
    """However it is written, a call to another host or an update is refused, and none is made."""
    address = f"http://127.0.0.1:{listener.port}/"
    written = query.replace("%s", address).replace("{port}", str(listener.port))
    answer = ask(live, written)

    assert 400 == answer.status
    assert is_problem(answer)
    assert REFUSED.search(json.loads(answer.body)["detail"])
    assert [] == listener.heard


@pytest.mark.parametrize("kind", ["application/sparql-update", FORM])
def test_update_operation_is_refused(live: Live, listener: Listener, kind: str) -> None:
    """The protocol's operation for updates is not there, so nothing is loaded."""
    load = f"LOAD <http://127.0.0.1:{listener.port}/>"
    body = urlencode({"update": load}) if kind == FORM else load
    answer = live.send("POST", "/sparql", body.encode(), Content_Type=kind)

    assert (415 if kind != FORM else 400) == answer.status
    assert is_problem(answer)
    assert [] == listener.heard


OUTSIDE = [
    "SELECT * FROM <{}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * FROM <http://e/x> FROM <{}> {{ ?s ?p ?o }}",
    "PREFIX x: <{}> SELECT * FROM x: {{ ?s ?p ?o }}",
    "BASE <{}> SELECT * FROM <> {{ ?s ?p ?o }}",
    "SELECT * {{ GRAPH <{}> {{ ?s ?p ?o }} }}",
    "DESCRIBE <{}>",
    "SELECT * FROM <{}> {{ ?s ?p ?o }} # SERVICE <{}> {{ ?s ?p ?o }}",
    "SELECT * {{ <{}> ?p 'SERVICE <{}> {{ ?s ?p ?o }}' }}",
    "SELECT ?SERVICE {{ <{}> ?SERVICE ?LOAD }}",
]


@pytest.mark.parametrize("where", ["host", "file", "file, as one is told to write it"])
@pytest.mark.parametrize("query", OUTSIDE)
def test_graph_from_elsewhere_is_empty(
    live: Live, listener: Listener, secret: Path, query: str, where: str
) -> None:
    """A graph that is not of the store is empty, is not fetched, and is named in a header."""
    host = f"http://127.0.0.1:{listener.port}/secret.ttl"
    iri = {"host": host, "file": f"file:{secret}"}.get(where, secret.as_uri())
    answer = ask(live, query.replace("{}", iri).replace("{{", "{").replace("}}", "}"))

    assert 200 == answer.status
    assert b"secret>" not in answer.body
    assert b"of this machine" not in answer.body
    assert ("FROM" in query) == (f"<{iri}>" in answer.headers.get("x-unknown-graphs", ""))
    assert [] == listener.heard


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_graph_of_the_request_is_not_fetched(
    live: Live, listener: Listener, secret: Path, name: str
) -> None:
    """The dataset of the protocol is looked up in the store, never elsewhere."""
    query = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    for iri in (f"http://127.0.0.1:{listener.port}/", secret.as_uri()):
        asked = urlencode([("query", query), (name, iri)])
        answer = live.send("GET", f"/sparql?{asked}", Accept="application/json")

        assert 200 == answer.status
        assert [] == json.loads(answer.body)["results"]["bindings"]
        assert f"<{iri}>" == answer.headers["x-unknown-graphs"]
    assert [] == listener.heard


def test_pages_call_nobody(live: Live, listener: Listener) -> None:
    """No parameter of a page makes the server fetch an address."""
    address = quote(f"http://127.0.0.1:{listener.port}/", safe="")
    for path in (
        f"/search?q={address}", f"/doc/x/{address}", f"/def/{address}", f"/graph/{address}",
        f"/questions?lang={address}", f"/sparql?query=ASK%7B%7D&format={address}",
        f"/questions/instruments-by-level?level={address}", f"/?url={address}&next={address}",
    ):  # fmt: skip
        answer = live.send("GET", path, Accept="text/html", Referer=f"http://127.0.0.1:{address}")

        assert answer.status < 500
        assert not answer.headers.get("location", "").startswith(("http://127.0.0.1", "//"))
    assert [] == listener.heard


def test_redirects_stay_here(live: Live) -> None:
    """Where an identifier leads is a path of this site, whatever host is claimed."""
    for path in (
        "/id/instrument/bench-plan", "//evil.example/id", "/id//evil.example/x",
        "/id/%2f%2fevil.example/x", "/id/question/%2f%2fevil.example", "/%5cevil.example/",
    ):  # fmt: skip
        answer = live.send("GET", path, Host="evil.example", Accept="text/turtle")
        location = answer.headers.get("location", "/")

        assert answer.status in (303, 308, 404)
        assert location.removeprefix("http://evil.example").startswith("/")
        assert not location.startswith("//")


BREAKS = [
    f"/sparql?{ASK}&default-graph-uri=http://e/%0d%0aSet-Cookie:%20a=1",
    "/sparql?query=" + quote("ASK FROM <http://e/\\u000d\\u000aSet-Cookie:a=1> {}"),
    "/sparql?query=" + quote("ASK FROM <http://e/\\u0085Set-Cookie:a=1> {}"),
    f"/sparql?{ASK}&format=csv%0d%0aSet-Cookie:%20a=1",
    "/id/actor/x%0d%0aSet-Cookie:%20a=1",
    "/id/instrument/bench-plan?lang=en%0d%0aSet-Cookie:%20a=1",
    "/questions/%0d%0aSet-Cookie:%20a=1.csv",
    "/doc/%0d%0aSet-Cookie:%20a=1/x/",
]


@pytest.mark.parametrize("path", BREAKS)
def test_line_end_makes_no_header(live: Live, path: str) -> None:
    """A line end that is smuggled in ends no header."""
    answer = live.send("GET", path, Accept="application/json, text/turtle;q=0.5")

    assert answer.status < 500
    assert "set-cookie" not in answer.headers
    assert all("\n" not in text for text in answer.headers.values())


@pytest.mark.parametrize(
    ("head", "body", "status"),
    [
        (f"Content-Type: {DIRECT}\r\nContent-Length: 1300000", b"x" * 1_300_000, 413),
        (f"Content-Type: {DIRECT}\r\nContent-Length: 99999999999", b"x", 413),
        (f"Content-Type: {FORM}\r\nContent-Length: 120006", b"query=" + b"x" * 120_000, 413),
        (f"Content-Type: {DIRECT}\r\nTransfer-Encoding: chunked",
         (b"10000\r\n" + b"x" * 0x10000 + b"\r\n") * 32 + b"0\r\n\r\n", 413),
        (f"Content-Type: {DIRECT}\r\nContent-Length: 1\r\nContent-Length: 2", b"xx", 400),
        (f"Content-Type: {DIRECT}\r\nContent-Length: -1", b"x", 400),
    ],
    ids=["sent", "said", "long query", "in chunks", "two lengths", "below nothing"],
)  # fmt: skip
def test_oversized_body_is_refused(live: Live, head: str, body: bytes, status: int) -> None:
    """A body that no query needs is refused, at once where it says its length."""
    began = time.monotonic()
    request = f"POST /sparql HTTP/1.1\r\nHost: e\r\nConnection: close\r\n{head}\r\n\r\n"
    answer = live.send_raw(request.encode() + body)

    assert status == answer.status
    assert time.monotonic() - began < QUICK


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "GZIP", "gzip, gzip", "x-unknown"])
def test_packed_body_is_refused(live: Live, coding: str) -> None:
    """A body that unpacks to more than it is never gets unpacked."""
    bomb = gzip.compress(gzip.compress(b" " * 50_000_000))
    began = time.monotonic()
    answer = live.send("POST", "/sparql", bomb, Content_Type=DIRECT, Content_Encoding=coding)

    assert 415 == answer.status
    assert is_problem(answer)
    assert time.monotonic() - began < QUICK


@pytest.mark.parametrize(
    ("length", "statuses"), [(59_000, {200}), (61_000, {414}), (70_000, {414})]
)
def test_long_address(live: Live, length: int, statuses: set[int]) -> None:
    """A long address is answered up to a length, and told from a wrong one beyond it."""
    for path in ("/sparql", "/search"):
        query = f"{path}?{ASK}&x=".ljust(length, "x")

        assert live.send("GET", query).status in statuses


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET /sparql?query=ASK%7B%7D%20%23%FF HTTP/1.1",
        b"GET /sparql?query=ASK%7B%7D%20%23\xff HTTP/1.1",
        b"GET /sparql?query=%ED%A0%80 HTTP/1.1",
        b"GET /sparql?query=%C0%AF HTTP/1.1",
        b"GET /sparql?query=ASK%7B%7D&default-graph-uri=http://e/%80 HTTP/1.1",
        b"GET /sparql?%FF=1&query=ASK%7B%7D HTTP/1.1",
    ],
)
def test_malformed_text_is_400(live: Live, request_line: bytes) -> None:
    """What is no UTF-8 is refused, never guessed at."""
    request = request_line + b"\r\nHost: e\r\nAccept: application/json\r\nConnection: close\r\n\r\n"

    assert 400 == live.send_raw(request).status


@pytest.mark.parametrize(
    "body", [b"ASK {} # \xff", b"ASK {} # \xed\xa0\x80", "ASK {}".encode("utf-16")]
)
def test_malformed_body_is_400(live: Live, body: bytes) -> None:
    """So is a body that is no UTF-8."""
    answer = live.send("POST", "/sparql", body, Content_Type=DIRECT)

    assert (400, True) == (answer.status, is_problem(answer))


HEADERS = [
    ("Accept", b"text/html," * 700),
    ("Accept", b'"' + b'\\"' * 3_900),
    ("Accept", b'a/b;c="' + b'",' * 3_000),
    ("Accept", b"*/*;q=" + b"9" * 7_000),
    ("Accept", b"text/csv;q=0.5;q=0.5;q=nan, \xff\xfe/\xff, ,,,;;;q=, /, */, /*"),
    ("Accept", b"*/*" + b";" * 7_000),
    ("Accept-Language", b"nl-" * 2_600),
    ("Accept-Language", b"*;q=1e999, nl;q=-1, \xff"),
    ("Accept-Encoding", b"gzip;q=nan, *;q=x, gzip;q=1;q=2, \xff"),
    ("Accept-Encoding", b"," * 7_900),
    ("If-None-Match", b"a" + b" " * 7_900 + b"a"),
    ("If-None-Match", b'W/"' * 2_600),
    ("If-Modified-Since", b"Thu, 99 Foo 99999999999999999999 25:61:61 GMT"),
    ("Range", b"bytes=" + b"0-," * 2_500),
    ("Cookie", b'a="' + b"\\" * 7_900),
    ("Host", b'e"><script>'),
    ("Host", b"e/../\xff"),
    ("X-Forwarded-Host", b"evil.example"),
    ("Content-Type", b"a/b; " + b"x*0*=" * 1_500),
    ("Content-Type", b"application/sparql-query; charset*=utf-8''" + b"%ff" * 2_000),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), HEADERS)
@pytest.mark.parametrize("path", ["/sparql?" + ASK, "/sparql", "/id/instrument/bench-plan", "/"])
def test_absurd_header_is_answered(live: Live, path: str, name: str, text: bytes) -> None:
    """No header takes the site down or its time away."""
    began = time.monotonic()
    host = b"" if name == "Host" else b"Host: e\r\n"
    head = f"GET {path} HTTP/1.1\r\n".encode() + host + b"Connection: close\r\n"
    answer = live.send_raw(head + name.encode() + b": " + text + b"\r\n\r\n")

    assert answer.status in (200, 303, 304, 400, 404, 406)
    assert b"Traceback" not in answer.body
    assert b"<script>" not in answer.body
    assert b"evil.example" not in answer.body
    assert time.monotonic() - began < QUICK


@pytest.mark.parametrize("length", [8_100, 600_000])
def test_long_header_is_431(live: Live, length: int) -> None:
    """A header longer than anything needs is refused for its length."""
    request = b"GET / HTTP/1.1\r\nHost: e\r\nConnection: close\r\nAccept: " + b"a" * length

    assert 431 == live.send_raw(request + b"\r\n\r\n").status


def test_many_unknown_graphs_make_a_short_header(live: Live) -> None:
    """Of very many unknown graphs the header names some and counts the others."""
    clauses = " ".join(f"FROM <http://example.org/{'x' * 50}/{n}>" for n in range(500))
    answer = ask(live, f"ASK {clauses} {{ ?s ?p ?o }}")

    assert (200, False) == (answer.status, json.loads(answer.body)["boolean"])
    assert len(answer.headers["x-unknown-graphs"]) < 2_500
    assert answer.headers["x-unknown-graphs"].endswith(" more")
