"""The W3C tests of the SPARQL 1.1 Protocol, read from their manifest.

https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/
"""

import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node
from werkzeug.test import TestResponse

from kg.engine import DUMP
from kg.settings import Settings
from tests.webapp.mini_site import close, mini_files
from webapp.app import create_app
from webapp.negotiation import CSV, GRAPHS, RESULTS_JSON, RESULTS_XML, TSV

CNT = Namespace("http://www.w3.org/2011/content#")
HT = Namespace("http://www.w3.org/2011/http#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")

STANDARDS = os.environ.get("WARMTEREGIE_STANDARDS", "")
MANIFEST = Path(STANDARDS) / "rdf-tests" / "sparql" / "sparql11" / "protocol" / "manifest.ttl"
MEDIA_TYPES = {
    "boolean": {RESULTS_JSON.media_type, RESULTS_XML.media_type},
    "tabular": {offer.media_type for offer in (RESULTS_JSON, RESULTS_XML, CSV, TSV)},
    "RDF": {offer.media_type for offer in GRAPHS},
}


@dataclass(frozen=True)
class Sent:
    """A request of a case, and what the manifest expects of its answer."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    status: str
    format: str
    boolean: bool | None


@dataclass(frozen=True)
class Case:
    """A test of the manifest."""

    name: str
    sent: tuple[Sent, ...]


def read_cases() -> list[Case]:
    """Return the cases in the order of the manifest; none where the standards are not at hand."""
    if not STANDARDS:
        return []
    found = Graph().parse(MANIFEST)
    [manifest] = found.subjects(RDF.type, MF.Manifest)
    entries = Collection(found, found.value(manifest, MF.entries))
    return [Case(str(one).partition("#")[2], tuple(read_sent(found, one))) for one in entries]


def read_sent(found: Graph, case: Node) -> Iterator[Sent]:
    """Yield the requests of a case in their order."""
    requests = found.value(found.value(case, MF.action), HT.requests)
    for one in Collection(found, requests):
        content, response = found.value(one, HT.body), found.value(one, HT.resp)
        coding = str(found.value(content, CNT.characterEncoding) or "utf-8")
        boolean = found.value(response, MF.expectedBoolean)
        statuses = found.objects(response, MF.expectedStatus)
        yield Sent(
            method=str(found.value(one, HT.methodName)),
            path=str(found.value(one, HT.absolutePath)),
            headers=tuple(read_headers(found, one)),
            body=str(found.value(content, CNT.chars) or "").encode(coding),
            status=min(str(status)[-3:] for status in statuses),
            format=str(found.value(response, MF.expectedFormat) or ""),
            boolean=None if boolean is None else bool(boolean.toPython()),
        )


def read_headers(found: Graph, sent: Node) -> Iterator[tuple[str, str]]:
    """Yield the headers of a request."""
    if headers := found.value(sent, HT.headers):
        for one in Collection(found, headers):
            yield str(found.value(one, HT.fieldName)), str(found.value(one, HT.fieldValue))


def read_data() -> str:
    """Return the graphs that the cases ask over, as N-Quads."""
    found = Graph().parse(MANIFEST)
    graphs = {
        (str(found.value(one, RDFS.label)), URIRef(str(found.value(one, UT.graph))))
        for one in found.objects(None, UT.graphData)
    }
    return "".join(
        f"{line.rstrip(' .')} <{name}> .\n"
        for name, file in sorted(graphs)
        for line in Path(file.removeprefix("file://")).read_text("utf-8").splitlines()
    )


CASES = read_cases()
QUERIES = [case for case in CASES if "update" not in case.name]
UPDATES = [case for case in CASES if "update" in case.name]
named = {"ids": lambda case: case.name}


@pytest.fixture(scope="module")
def w3c(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return the site over the graphs of the manifest."""
    folder = tmp_path_factory.mktemp("w3c")
    made = folder / "build" / "one"
    made.mkdir(parents=True)
    (made / DUMP).write_bytes(gzip.compress(read_data().encode()))
    (made.parent / "current").symlink_to("one")
    app = create_app(Settings(folder / "home", made.parent), mini_files(folder))
    yield app
    close(app)


def send(client: FlaskClient, sent: Sent) -> TestResponse:
    """Return the answer to a request of a case; the manifest lets its path be replaced."""
    return client.open(
        sent.path.replace("/sparql/", "/sparql", 1),
        method=sent.method, data=sent.body, headers=list(sent.headers),
    )  # fmt: skip


def test_every_case_is_read() -> None:
    """None of the manifest's cases is left out."""
    if not STANDARDS:
        if os.environ.get("CI"):
            pytest.fail("WARMTEREGIE_STANDARDS is not set; .ci/run must set it.")
        pytest.skip("the W3C tests are not ours to ship: set WARMTEREGIE_STANDARDS to their folder")

    assert (20, 14) == (len(QUERIES), len(UPDATES))
    assert 39 == sum(len(case.sent) for case in CASES)


@pytest.mark.parametrize("case", QUERIES, **named)
def test_query_is_answered_as_the_manifest_expects(w3c: Flask, case: Case) -> None:
    """Status, kind of representation and truth are those of the manifest."""
    [sent] = case.sent
    response = send(w3c.test_client(), sent)

    assert sent.status == f"{response.status_code // 100}xx", response.text
    assert not sent.format or response.mimetype in MEDIA_TYPES[sent.format]
    assert sent.boolean is None or sent.boolean == json.loads(response.text)["boolean"]


@pytest.mark.parametrize("case", UPDATES, **named)
def test_update_is_refused_without_effect(w3c: Flask, case: Case) -> None:
    """Whatever an update is and however it is sent: it is refused, and the graph stays as it was.

    What a case asks afterwards about its effect is answered, with no.
    """
    client = w3c.test_client()
    before = everything(client)
    for sent in case.sent:
        response = send(client, sent)
        if sent.boolean is None:
            assert "4xx" == f"{response.status_code // 100}xx", response.text
            assert "application/problem+json" == response.mimetype
        else:
            assert {"head": {}, "boolean": False} == json.loads(response.text)
    assert before == everything(client)


def everything(client: FlaskClient) -> set[str]:
    """Return all that the store holds, named graphs and default graph."""
    query = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    answer = client.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})
    assert 200 == answer.status_code
    return set(answer.text.splitlines())
