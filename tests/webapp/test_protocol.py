"""The SPARQL Protocol without the web framework.

Requests follow https://www.w3.org/TR/sparql11-protocol/#conneg and the W3C protocol tests.
"""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.protocol import DIRECT, FORM, ProtocolError, ProtocolRequest, parse_request

ASK = "ASK {}"
G1, G2 = "http://e/g1", "http://e/g2"


def asked(
    method: str = "GET", query: object = (), kind: str = "", body: bytes = b"", limit: int = 100
) -> ProtocolRequest:
    """Return what a request asks; *query* is bytes, or the pairs of a query string."""
    text = query if isinstance(query, bytes) else urlencode(query).encode()  # type: ignore[call-overload]
    return parse_request(method, text, kind, body, limit)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_query_by_get(method: str) -> None:
    """GET and HEAD take everything from the address."""
    pairs = [("query", ASK), ("default-graph-uri", G1), ("default-graph-uri", G2),
             ("named-graph-uri", G1), ("format", "csv"), ("lang", "nl")]  # fmt: skip

    assert ProtocolRequest(ASK, (G1, G2), (G1,), "csv") == asked(method, pairs)


def test_query_by_form() -> None:
    """A posted form holds query and graphs."""
    body = urlencode([("query", ASK), ("named-graph-uri", G1)]).encode()

    assert ProtocolRequest(ASK, (), (G1,)) == asked("POST", (), FORM, body)
    assert ProtocolRequest(ASK, (), (G1,)) == asked("POST", (), f"{FORM}; charset=UTF-8", body)


def test_query_by_post() -> None:
    """A posted query is the body; graphs stand in the address."""
    body = "ASK { ?s ?p 'é+%20' }".encode()

    assert ProtocolRequest(body.decode(), (G1,)) == asked(
        "POST", [("default-graph-uri", G1)], f"{DIRECT};charset=utf-8", body
    )


def test_no_query() -> None:
    """Without a query nothing is asked, which is no fault yet."""
    assert ProtocolRequest(None) == asked()
    assert ProtocolRequest("") == asked(query=[("query", "")])


def test_graph_named_twice_counts_once() -> None:
    """The same graph twice is that graph."""
    pairs = [("query", ASK), ("default-graph-uri", G1), ("default-graph-uri", G1)]

    assert (G1,) == asked(query=pairs).default_graphs


@pytest.mark.parametrize(
    ("method", "query", "kind", "body", "status"),
    [
        ("PUT", [("query", ASK)], "", b"", 405),
        ("DELETE", [], "", b"", 405),
        ("GET", [("query", ASK), ("query", ASK)], "", b"", 400),
        ("POST", [("query", ASK)], DIRECT, ASK.encode(), 400),
        ("POST", [("query", ASK)], FORM, urlencode({"query": ASK}).encode(), 400),
        ("GET", [("update", "CLEAR ALL")], "", b"", 400),
        ("POST", [], FORM, b"update=CLEAR%20ALL", 400),
        ("POST", [], "application/sparql-update", b"CLEAR ALL", 415),
        ("POST", [], "text/plain", ASK.encode(), 415),
        ("POST", [], "", ASK.encode(), 415),
        ("POST", [], "nonsense", ASK.encode(), 415),
        ("POST", [], f"{DIRECT}; charset=utf-16", ASK.encode("utf-16"), 415),
        ("POST", [], DIRECT, ASK.encode("utf-16"), 400),
        ("POST", [], DIRECT, b"ASK { ?s ?p '\xe9' }", 400),
        ("GET", b"query=ASK%20%7B%7D%E9", "", b"", 400),
        ("GET", b"query=\xe9", "", b"", 400),
        ("GET", [("query", ASK), ("default-graph-uri", "g1")], "", b"", 400),
        ("GET", [("query", ASK), ("named-graph-uri", "http://e/> x")], "", b"", 400),
        ("GET", [("query", ASK), ("default-graph-uri", "")], "", b"", 400),
        ("GET", [("query", "x" * 101)], "", b"", 413),
        ("POST", [], DIRECT, b"x" * 101, 413),
        ("GET", [("x", "1")] * 201, "", b"", 400),
    ],
)
def test_what_is_wrong_has_its_status(
    method: str, query: object, kind: str, body: bytes, status: int
) -> None:
    """Each fault of a request has the status that says which part of it to change."""
    with pytest.raises(ProtocolError) as caught:
        asked(method, query, kind, body)

    assert status == caught.value.status
    assert caught.value.hint


@given(st.binary(), st.text(), st.binary())
def test_any_request_is_read_or_refused(query: bytes, kind: str, body: bytes) -> None:
    """No bytes make the protocol fail in another way than by refusing them."""
    for method in ("GET", "POST"):
        try:
            asked(method, query, kind.replace("\r", "").replace("\n", ""), body)
        except ProtocolError as error:
            assert error.status in (400, 413, 415)  # noqa: PT017
