"""Compression: fewer bytes to who takes them, the same content to all."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from tests.webapp.live import Live
from tests.webapp.mini_site import PAGE
from webapp.compression import compress

TAKES = {"Accept-Encoding": "br;q=1.0, gzip;q=0.5"}
GRAPH = {"query": "CONSTRUCT WHERE { ?s ?p ?o }"}


@pytest.mark.parametrize(
    ("address", "accept"),
    [
        ("/", "text/html"),
        ("/static/warmteregie.css", "*/*"),
        ("/doc/instrument/bench-plan", "text/turtle"),
        ("/doc/instrument/bench-plan", "application/ld+json"),
        ("/statements.csv", "*/*"),
        ("/sparql?query=SELECT * { ?s ?p ?o }", "application/sparql-results+json"),
        ("/sparql?query=SELECT * { ?s ?p ?o }", "text/csv"),
        ("/sparql?query=CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples"),
    ],
)
def test_content_is_the_same_in_fewer_bytes(client: FlaskClient, address: str, accept: str) -> None:
    """Whoever takes gzip gets the very content that the others get, and caches are told."""
    plain = client.get(address, buffered=True, headers={"Accept": accept})
    packed = client.get(address, buffered=True, headers={"Accept": accept, **TAKES})

    assert (200, "gzip") == (packed.status_code, packed.headers["Content-Encoding"])
    assert lines(plain.data) == lines(gzip.decompress(packed.data))
    assert len(packed.data) < len(plain.data) / 2
    assert packed.headers.get("Content-Length") in (None, str(len(packed.data)))
    assert "Accept-Encoding" in packed.vary
    assert "Accept-Encoding" in plain.vary


def lines(data: bytes) -> list[bytes]:
    """Return the lines of a text in one order: rows come as the engine finds them."""
    return sorted(data.replace(b"},{", b"}\n{").splitlines())


@pytest.mark.parametrize("takes", ["", "identity", "br", "gzip;q=0", "*;q=0, br", "deflate"])
def test_who_does_not_take_it_gets_it_plain(client: FlaskClient, takes: str) -> None:
    """An encoding that was not asked for, or refused, is not sent."""
    response = client.get("/", headers={**PAGE, "Accept-Encoding": takes})

    assert "Content-Encoding" not in response.headers
    assert response.text.startswith("<!doctype html>")


@pytest.mark.parametrize("address", ["/sparql?query=ASK {}", "/static/icon.svg", "/nergens"])
def test_short_answers_and_errors_stay_plain(client: FlaskClient, address: str) -> None:
    """What would not get shorter is left alone."""
    assert "Content-Encoding" not in client.get(address, buffered=True, headers=TAKES).headers


def test_unchanged_answer_is_304_compressed_or_not(client: FlaskClient) -> None:
    """The tag of an answer is one for all its encodings, and a weak one."""
    for address in ("/sparql?query=SELECT * { ?s ?p ?o }", "/static/warmteregie.css"):
        tag = client.get(address, buffered=True, headers=TAKES).headers["ETag"]
        again = client.get(address, buffered=True, headers={**TAKES, "If-None-Match": tag})

        assert tag.startswith("W/")
        assert (304, b"") == (again.status_code, again.data)


def test_compressed_answer_leaves_no_file(site: Flask, tmp_path: Path) -> None:
    """The file of an answer goes when it was sent compressed, or asked for with HEAD."""
    pool = site.extensions["warmteregie"].pool
    kept, pool._folder = pool._folder, tmp_path
    try:
        for method in ("GET", "HEAD"):
            response = site.test_client().open(
                "/sparql", method=method, query_string=GRAPH, headers=TAKES
            )
            assert "gzip" == response.headers["Content-Encoding"]
            response.close()
    finally:
        pool._folder = kept

    assert [] == list(tmp_path.iterdir())


def test_answer_that_fails_midway_does_not_look_whole(site: Flask) -> None:
    """When what is streamed breaks off, the compressed text has no end."""

    def broken() -> Iterator[bytes]:
        yield b"a" * 5000
        raise OSError("gone")

    with site.test_request_context(headers=TAKES):
        chunks = iter(compress(Response(broken(), mimetype="text/csv")).iter_encoded())
        sent = next(chunks)
        with pytest.raises(OSError, match="gone"):
            list(chunks)

    with pytest.raises(EOFError):
        gzip.decompress(sent)


def test_served_answer_is_whole(live: Live) -> None:
    """On the wire: plain with its length, packed in chunks that end, HEAD without a body."""
    path = "/sparql?query=CONSTRUCT%20WHERE%20%7B%3Fs%20%3Fp%20%3Fo%7D&format=nt"
    plain, packed = live.send("GET", path), live.send("GET", path, Accept_Encoding="gzip")
    head, packed_head = live.send("HEAD", path), live.send("HEAD", path, Accept_Encoding="gzip")

    assert lines(plain.body) == lines(gzip.decompress(packed.body))
    assert str(len(plain.body)) == plain.headers["content-length"] == head.headers["content-length"]
    assert ("chunked", "gzip") == (
        packed.headers["transfer-encoding"], packed.headers["content-encoding"],
    )  # fmt: skip
    assert (200, b"", 200, b"") == (
        head.status, head.body, packed_head.status, packed_head.body,
    )  # fmt: skip
