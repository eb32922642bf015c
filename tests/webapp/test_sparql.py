"""The endpoint over a real store and real worker processes."""

import gzip
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse
from rdflib import RDF, VOID, Graph, Literal, URIRef
from werkzeug.test import TestResponse

from kg.engine import DUMP, STORE, EmbeddedEngine, QueryPool, write_store
from kg.settings import Settings
from webapp.description import SD
from webapp.sparql import sparql

QUADS = (
    '<http://e/a> <http://e/p> "1" <http://e/g1> .\n'
    '<http://e/a> <http://e/p> "1" <http://e/g2> .\n'
    '<http://e/b> <http://e/p> "twee"@nl <http://e/g2> .\n'
)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ROWS = "SELECT ?s ?o { ?s <http://e/p> ?o } ORDER BY ?s"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
GRAPH = "CONSTRUCT WHERE { ?s ?p ?o }"
VALUES = " ".join(
    f"VALUES ?v{number} {{ {' '.join(map(str, range(200)))} }}" for number in range(7)
)
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {VALUES} }}"


def make_build(folder: Path, name: str, quads: str) -> None:
    """Make a build of N-Quads the current one."""
    build = folder / name
    build.mkdir(parents=True)
    with gzip.open(build / DUMP, "wt", encoding="utf-8") as dump:
        dump.write(quads)
    write_store(build / STORE, build / DUMP)
    fresh = folder / "current.new"
    fresh.symlink_to(name)
    fresh.replace(folder / "current")


def make_app(settings: Settings, pool: QueryPool) -> Flask:
    """Return an application that has the endpoint and nothing else."""
    app = Flask(__name__)
    app.extensions["warmteregie"] = SimpleNamespace(
        engine=EmbeddedEngine(settings.build), pool=pool, settings=settings
    )
    app.register_blueprint(sparql)
    return app


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return settings that name a tiny build."""
    folder = tmp_path_factory.mktemp("builds")
    make_build(folder, "one", QUADS)
    return Settings(home=folder, build=folder, query_seconds=5.0, row_limit=50, byte_limit=20_000)


@pytest.fixture(scope="module")
def pool(settings: Settings) -> Iterator[QueryPool]:
    """Return one pool for all tests that leave it as it was."""
    with QueryPool(settings) as pool:
        yield pool


@pytest.fixture
def client(settings: Settings, pool: QueryPool) -> FlaskClient:
    """Return a client of the endpoint."""
    return make_app(settings, pool).test_client()


def get(
    client: FlaskClient, query: str | None = None, accept: str = "", **values: str
) -> TestResponse:
    """Return the response to a GET."""
    pairs = {**({} if query is None else {"query": query}), **values}
    return client.get("/sparql", query_string=pairs, headers={"Accept": accept} if accept else {})


def problem(response: TestResponse) -> dict[str, object]:
    """Return the problem details of a response."""
    assert "application/problem+json" == response.content_type
    found: dict[str, object] = json.loads(response.data)
    assert response.status_code == found["status"]
    return found


@pytest.mark.parametrize(
    ("accept", "kind", "part"),
    [
        ("", "application/sparql-results+json", b'"vars":["s","o"]'),
        ("*/*", "application/sparql-results+json", b'"vars":["s","o"]'),
        ("application/json", "application/json", b'"vars":["s","o"]'),
        ("application/sparql-results+xml", "application/sparql-results+xml", b"<uri>http://e/a</uri>"),
        ("application/xml", "application/xml", b"<uri>http://e/a</uri>"),
        ("text/csv", "text/csv; charset=utf-8", b"s,o\r\nhttp://e/a,1\r\nhttp://e/b,twee\r\n"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", b'"twee"@nl'),
        ("text/html;q=0.1, text/csv", "text/csv; charset=utf-8", b"s,o\r\n"),
    ],
)  # fmt: skip
def test_rows_in_each_format(client: FlaskClient, accept: str, kind: str, part: bytes) -> None:
    """Rows come in the format that is liked best, complete and with their length."""
    response = get(client, ROWS, accept)

    assert (200, kind) == (response.status_code, response.content_type)
    assert part in response.data
    assert str(len(response.data)) == response.headers["Content-Length"]
    assert "Accept" in response.headers["Vary"]


@pytest.mark.parametrize("query", [GRAPH, "DESCRIBE <http://e/a> <http://e/b>"])
@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "text/turtle; charset=utf-8"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
    ],
)
def test_graph_in_each_format(client: FlaskClient, query: str, accept: str, kind: str) -> None:
    """A graph comes in the format that is liked best and reads back."""
    response = get(client, query, accept)
    form = RdfFormat.from_media_type(kind)

    assert (200, kind, 2) == (
        response.status_code, response.content_type, len(list(parse(response.data, form))),
    )  # fmt: skip


def test_ask(client: FlaskClient) -> None:
    """ASK is answered with a boolean."""
    assert json.loads(get(client, "ASK {}").data)["boolean"] is True


def test_union_is_counted_once(client: FlaskClient) -> None:
    """A triple in two graphs is one triple in the default graph."""
    assert b"n\r\n2\r\n" == get(client, COUNT, "text/csv").data


def test_query_by_form_and_by_body(client: FlaskClient) -> None:
    """Both kinds of POST are answered as GET is."""
    by_form = client.post("/sparql", data={"query": ROWS}, headers={"Accept": "text/csv"})
    by_body = client.post(
        "/sparql",
        data=ROWS,
        content_type="application/sparql-query",
        headers={"Accept": "text/csv"},
    )

    assert get(client, ROWS, "text/csv").data == by_form.data == by_body.data


def test_head_has_the_headers_of_get(settings: Settings, tmp_path: Path) -> None:
    """HEAD gives status, type and length without a body, and leaves no file."""
    with QueryPool(settings, folder=tmp_path) as pool:
        client = make_app(settings, pool).test_client()
        size = len(get(client, ROWS, "text/csv").data)
        response = client.head(
            "/sparql", query_string={"query": ROWS}, headers={"Accept": "text/csv"}
        )
        response.close()

        assert (200, b"", str(size)) == (
            response.status_code, response.data, response.headers["Content-Length"],
        )  # fmt: skip
        assert [] == list(tmp_path.iterdir())


def test_options_allows_reading_from_anywhere(client: FlaskClient) -> None:
    """A preflight is answered without a body."""
    response = client.options("/sparql")

    assert (204, "GET, HEAD, POST, OPTIONS", "*") == (
        response.status_code,
        response.headers["Allow"],
        response.headers["Access-Control-Allow-Origin"],
    )
    assert "POST" in response.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize("query", [ROWS, "nonsense", None])
def test_every_answer_may_be_read_from_anywhere(client: FlaskClient, query: str | None) -> None:
    """Answers and errors alike have CORS open and the limits in their headers."""
    response = get(client, query, "text/csv")

    assert ("*", "5", "50", "20000") == tuple(
        response.headers[name]
        for name in (
            "Access-Control-Allow-Origin", "X-Limit-Seconds", "X-Limit-Rows", "X-Limit-Bytes",
        )
    )  # fmt: skip


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_are_not_allowed(client: FlaskClient, method: str) -> None:
    """Other methods get 405 and hear which are allowed."""
    response = client.open("/sparql", method=method)

    assert 405 == problem(response)["status"]
    assert "GET, HEAD, POST, OPTIONS" == response.headers["Allow"]


def test_format_overrides_accept(client: FlaskClient) -> None:
    """A format in the address goes before the header."""
    response = get(client, ROWS, BROWSER, format="csv")

    assert "text/csv; charset=utf-8" == response.content_type


@pytest.mark.parametrize(
    ("query", "accept", "values"),
    [
        (ROWS, "text/turtle", {}),
        (GRAPH, "text/csv", {}),
        (ROWS, "image/png", {}),
        (ROWS, "", {"format": "turtle"}),
    ],
)
def test_nothing_acceptable_is_406(
    client: FlaskClient, query: str, accept: str, values: dict[str, str]
) -> None:
    """When nothing offered is accepted, what there is is listed."""
    found = problem(get(client, query, accept, **values))

    assert 406 == found["status"]
    assert "There is " in str(found["hint"])


def test_syntax_error_has_its_place(client: FlaskClient) -> None:
    """A syntax error says line and column and what to do."""
    found = problem(get(client, "SELECT *\n{ ?s wr:p ?o }"))

    assert (400, 2, 6) == (found["status"], found["line"], found["column"])
    assert "Add PREFIX wr:" in str(found["hint"])


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("ASK {\n  SERVICE ?s {} }", (2, 3)),
        (f"ASK\n{'{' * 100}{'}' * 100}", (2, 65)),
        ("ASK { FILTER(?a <<http://e/#>) }", (1, 17)),
        ("SELECT * { ?s ?p\n'x }", (2, 1)),
    ],
)
def test_refusal_has_its_place(client: FlaskClient, query: str, place: tuple[int, int]) -> None:
    """What is refused before it is parsed has line and column as well."""
    found = problem(get(client, query))

    assert (400, *place) == (found["status"], found["line"], found["column"])


@pytest.mark.parametrize(
    ("query", "status", "part"),
    [
        ("SELECT * { ?s ?p 'x }", 400, "does not end"),
        ("INSERT DATA { <http://e/> <http://e/> 1 }", 400, "is an update"),
        ("LOAD <http://e/>", 400, "is an update"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", 400, "SERVICE"),
        ("SELECT (<http://e/f>(?s) AS ?x) { ?s ?p ?o }", 400, "not known"),
        (f"SELECT * {{ {'{' * 100}{'}' * 100} }}", 400, "brackets"),
        ("SELECT * { VALUES ?a { 1 2 3 4 5 6 7 8 } VALUES ?b { 1 2 3 4 5 6 7 } }", 400, "50 rows"),
        (f"ASK {{ FILTER({'!' * 40_000}true) }}", 503, "broke the engine"),
        ("x" * 100_001, 413, "100,001 characters"),
        ("ASK { ?s ?p '\x00 }", 400, "does not end"),
    ],
)
def test_fault_is_a_problem(client: FlaskClient, query: str, status: int, part: str) -> None:
    """Each fault has its own status and sentence, never a traceback."""
    body = urlencode({"query": query})
    response = client.post("/sparql", data=body, content_type="application/x-www-form-urlencoded")
    found = problem(response)

    assert status == found["status"]
    assert part in str(found["detail"])
    assert b"Traceback" not in response.data


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"ASK {}", "text/plain", 415),
        (b"CLEAR ALL", "application/sparql-update", 415),
        (b"\xff", "application/sparql-query", 400),
        (b"x" * 1_300_000, "application/sparql-query", 413),
        (b"", "application/x-www-form-urlencoded", 400),
    ],
)
def test_body_that_cannot_be_asked(
    client: FlaskClient, data: bytes, kind: str, status: int
) -> None:
    """What a body cannot be is told apart by status."""
    assert status == problem(client.post("/sparql", data=data, content_type=kind))["status"]


def test_two_queries_are_refused(client: FlaskClient) -> None:
    """The protocol takes one query."""
    assert 400 == problem(client.get("/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D"))["status"]


def test_dataset_of_the_request(client: FlaskClient) -> None:
    """Several default graphs are merged; one that is not there is empty and named."""
    graphs = [("default-graph-uri", f"http://e/{name}") for name in ("g1", "g2", "none", "é")]
    response = client.get(
        "/sparql", query_string=[("query", COUNT), *graphs], headers={"Accept": "text/csv"}
    )

    assert b"n\r\n2\r\n" == response.data
    assert "<http://e/none>, <http://e/%C3%A9>" == response.headers["X-Unknown-Graphs"]


def test_named_graph_of_the_request(client: FlaskClient) -> None:
    """With a named graph only, the default graph is empty."""
    query = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    response = get(client, query, "text/csv", **{"named-graph-uri": "http://e/g2"})

    assert b"n\r\n2\r\n" == response.data


def test_unchanged_answer_is_304(client: FlaskClient) -> None:
    """Who holds the answer already is told so without asking the engine."""
    first = get(client, ROWS, "text/csv")
    headers = {"Accept": "text/csv", "If-None-Match": first.headers["ETag"]}
    again = client.get("/sparql", query_string={"query": ROWS}, headers=headers)

    assert (304, b"", first.headers["ETag"]) == (
        again.status_code, again.data, again.headers["ETag"],
    )  # fmt: skip
    assert "public, no-cache" == again.headers["Cache-Control"]
    other = {**headers, "Accept": "text/tab-separated-values"}
    assert 200 == client.get("/sparql", query_string={"query": ROWS}, headers=other).status_code
    star = {**headers, "If-None-Match": "*"}
    assert 200 == client.get("/sparql", query_string={"query": ROWS}, headers=star).status_code


@pytest.mark.parametrize("call", ["RAND()", "NOW()", "struuid()"])
def test_answer_that_is_never_the_same_is_not_kept(client: FlaskClient, call: str) -> None:
    """What differs each time has no tag and is not to be stored."""
    response = get(client, f"SELECT ({call} AS ?x) {{}}")

    assert ("no-store", None) == (
        response.headers["Cache-Control"], response.headers.get("ETag"),
    )  # fmt: skip


def test_next_build_changes_the_tag(tmp_path: Path, settings: Settings) -> None:
    """After a build, the old tag no longer holds and the new graph answers."""
    make_build(tmp_path, "one", QUADS)
    settings = replace(settings, build=tmp_path)
    with QueryPool(settings) as pool:
        client = make_app(settings, pool).test_client()
        first = get(client, COUNT, "text/csv")
        make_build(tmp_path, "two", QUADS.splitlines(keepends=True)[0])
        headers = {"Accept": "text/csv", "If-None-Match": first.headers["ETag"]}
        again = client.get("/sparql", query_string={"query": COUNT}, headers=headers)

        assert (200, b"n\r\n1\r\n") == (again.status_code, again.data)


@pytest.mark.parametrize(
    "accept", ["", "*/*", "text/turtle", "application/rdf+xml", "application/ld+json"]
)
def test_service_description(client: FlaskClient, accept: str) -> None:
    """Without a query an RDF client gets the description of the service."""
    response = get(client, accept=accept)
    kind = accept if "/" in accept and accept != "*/*" else "text/turtle"
    graph = list(parse(response.data, RdfFormat.from_media_type(kind)))

    assert (200, kind) == (response.status_code, response.mimetype)
    assert 20 < len(graph)


def test_service_description_counts_graphs(client: FlaskClient) -> None:
    """The description names every graph with its triples, and the union with its own."""
    graph = Graph().parse(data=get(client, accept="text/turtle").data, format="turtle")
    service = URIRef("http://localhost/sparql")
    sizes = {
        str(graph.value(named, SD.name)): graph.value(graph.value(named, SD.graph), VOID.triples)
        for named in graph.subjects(RDF.type, SD.NamedGraph)
    }
    dataset = graph.value(service, SD.defaultDataset)

    assert {"http://e/g1": Literal(1), "http://e/g2": Literal(2)} == sizes
    assert Literal(2) == graph.value(graph.value(dataset, SD.defaultGraph), VOID.triples)
    assert service == graph.value(service, SD.endpoint)
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph


def test_service_description_tells_what_there_is(client: FlaskClient) -> None:
    """The dataset is described as VoID has it: where to ask, how much there is of what."""
    graph = Graph().parse(data=get(client, accept="text/turtle").data, format="turtle")
    service = URIRef("http://localhost/sparql")
    dataset = graph.value(service, SD.defaultDataset)

    assert (dataset, RDF.type, VOID.Dataset) in graph
    assert service == graph.value(dataset, VOID.sparqlEndpoint)
    assert (Literal(2), Literal(0), Literal(1)) == tuple(
        graph.value(dataset, name) for name in (VOID.triples, VOID.classes, VOID.properties)
    )


def test_unchanged_service_description_is_304(client: FlaskClient) -> None:
    """Who holds the description of this build already is told so."""
    tag = get(client, accept="text/turtle").headers["ETag"]
    headers = {"Accept": "text/turtle", "If-None-Match": tag}

    assert 304 == client.get("/sparql", headers=headers).status_code
    headers["Accept"] = "application/ld+json"
    assert 200 == client.get("/sparql", headers=headers).status_code


def test_address_of_the_service_can_be_set(settings: Settings, pool: QueryPool) -> None:
    """Behind a proxy the description names the address seen from outside."""
    settings = replace(settings, base_url="https://example.org/kaart/")
    client = make_app(settings, pool).test_client()

    assert b"https://example.org/kaart/sparql" in get(client, accept="text/turtle").data


def test_missing_query_is_told(client: FlaskClient) -> None:
    """A client that wants rows and asks nothing hears what is missing."""
    assert 400 == problem(get(client, accept="text/csv"))["status"]


def test_answer_without_room_is_503(tmp_path: Path, settings: Settings) -> None:
    """When an answer cannot be kept, that is no fault of who asks: later it may be answered."""
    with QueryPool(settings, folder=tmp_path / "gone") as pool:
        found = problem(get(make_app(settings, pool).test_client(), ROWS))

    assert (503, True) == (found["status"], "TMPDIR" in str(found["hint"]))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("CONSTRUCT { <s> <#p> 1 } {}", "<http://localhost/s> <http://localhost/sparql#p>"),
        ("BASE <http://e/x/> CONSTRUCT { <s> <#p> 1 } {}", "<http://e/x/s> <http://e/x/#p>"),
        ("BASE <x/> CONSTRUCT { <s> <> 1 } {}", "<http://localhost/x/s> <http://localhost/x/>"),
    ],
)
def test_relative_iri_is_taken_from_the_address(
    client: FlaskClient, query: str, found: str
) -> None:
    """An IRI that is not whole is completed from BASE, or from where the query was sent."""
    response = get(client, query, "application/n-triples")

    assert found in response.text


def test_place_of_a_fault_is_that_of_the_query_as_sent(client: FlaskClient) -> None:
    """Line and column do not count what is put before a query with relative IRIs."""
    found = problem(get(client, "ASK { <s> a ?x ;; } }"))

    assert (400, 1) == (found["status"], found["line"])
    assert 7 == found["column"]


def test_no_build_is_503(tmp_path: Path, settings: Settings) -> None:
    """Before there is a build, the endpoint says so."""
    settings = replace(settings, build=tmp_path)
    with QueryPool(settings) as pool:
        client = make_app(settings, pool).test_client()

        assert 503 == problem(get(client, ROWS))["status"]
        assert 503 == problem(get(client, accept="text/turtle"))["status"]


def test_fault_of_ours_is_a_sentence(
    settings: Settings, pool: QueryPool, caplog: pytest.LogCaptureFixture
) -> None:
    """What we did not foresee is written to the log and said without its traceback."""
    app = make_app(settings, pool)
    app.extensions["warmteregie"].engine = None
    response = get(app.test_client(), accept="text/turtle")

    assert 500 == problem(response)["status"]
    assert b"NoneType" not in response.data
    assert "NoneType" in caplog.text


def test_endless_query_is_stopped_and_others_answered(settings: Settings) -> None:
    """Past its deadline a query is stopped with 503; meanwhile others get their answer."""
    settings = replace(settings, query_seconds=6.0)
    with QueryPool(settings) as pool, ThreadPoolExecutor(1) as thread:
        app = make_app(settings, pool)
        get(app.test_client(), COUNT)
        began = time.monotonic()
        endless = thread.submit(lambda: app.test_client().post("/sparql", data={"query": ENDLESS}))
        time.sleep(0.3)
        answers = [get(app.test_client(), ROWS, "text/csv").status_code for _ in range(3)]

        assert ([200] * 3, False) == (answers, endless.done())
        found = problem(endless.result())
        assert time.monotonic() - began < 12.0
        assert (503, True) == (found["status"], "6 seconds" in str(found["detail"]))
