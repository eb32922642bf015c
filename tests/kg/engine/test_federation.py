"""A query that asks another endpoint too: a real one on loopback, one that is away, bad ones."""

import csv
import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from rdflib import URIRef

from kg.answers import Answer
from kg.engine.brokered import open_pool
from kg.engine.dataset import Dataset
from kg.engine.exchange import Asked
from kg.engine.federation import LOT, MOST, answered, first_call, without_service
from kg.engine.keeper import kept_broker
from kg.engine.pool import Pool, QueryPool
from kg.errors import (
    AnswerTooLarge,
    QueryFailed,
    QueryRefused,
    QuerySyntaxError,
    ServiceFailed,
    ServiceSlow,
    WarmteregieError,
)
from kg.settings import Settings
from tests.engines import Server, oxigraph

LABELS = """
@prefix e: <http://e/> .
e:a e:label "a elsewhere" ; e:about [ e:label "a thing without a name" ] .
e:b e:label "b \\"elsewhere\\""@en .
e:c e:label "what nobody here knows" .
"""
JOIN = "SELECT ?s ?l { ?s <http://e/p> ?o . SERVICE <%s> { ?s <http://e/label> ?l } } ORDER BY ?s"
SILENT = JOIN.replace("SERVICE", "SERVICE SILENT")
CALL = "SERVICE <http://e/> { ?s ?q ?l }"
PATIENT = 30.0


class Listener:
    """A server on loopback that answers each query as *talk* says, and keeps what it heard."""

    def __init__(self, talk: Callable[[BaseHTTPRequestHandler], None]) -> None:
        self.heard: list[str] = []
        heard = self.heard

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # the library's name
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                heard.append(parse_qs(body)["query"][0])
                talk(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/sparql"


@contextmanager
def listening(talk: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[Listener]:
    """Run a server that talks so."""
    found = Listener(talk)
    threading.Thread(target=found.server.serve_forever, daemon=True).start()
    yield found
    found.server.shutdown()
    found.server.server_close()


def says(
    body: bytes, status: int = 200, **headers: str
) -> Callable[[BaseHTTPRequestHandler], None]:
    """Return what answers with *body*."""
    lines = {"Content-Type": "application/sparql-results+json", **headers}

    def talk(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, text in lines.items():
            handler.send_header(name, text)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return talk


def rows_json(names: list[str], *rows: dict[str, str]) -> bytes:
    """Return rows of plain literals as an endpoint writes them."""
    bindings = [
        {name: {"type": "literal", "value": text} for name, text in row.items()} for row in rows
    ]
    return json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}).encode()


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a real server that holds labels of things that the tiny graph has."""
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        server.hold(LABELS)
        yield server


@contextmanager
def pool_of(settings: Settings, *services: str, seconds: float = PATIENT) -> Iterator[Pool]:
    """Give a pool that may ask *services*."""
    allowed = replace(settings, services=services, query_seconds=seconds)
    with QueryPool(allowed) as pool:
        yield pool


def asked(pool: Pool, sparql: str) -> list[list[str]]:
    """Return the rows of an answer as text."""
    with pool.run(sparql, "csv") as answer:
        return list(csv.reader(io.StringIO(answer.read().decode())))[1:]


def test_join_with_a_real_endpoint(settings: Settings, elsewhere: Server) -> None:
    """Rows here and there are joined, whatever form the query has."""
    with pool_of(settings, elsewhere.query) as pool:
        rows = asked(pool, JOIN % elsewhere.query)
        made = JOIN.replace("SELECT ?s ?l", "CONSTRUCT { ?s <http://e/l> ?l } WHERE")
        with pool.run(made % elsewhere.query, "ntriples") as graph:
            triples = graph.rows

    assert [["http://e/a", "a elsewhere"], ["http://e/b", 'b "elsewhere"']] == rows
    assert 2 == triples


def test_broker_asks_the_endpoints_of_the_settings(settings: Settings, elsewhere: Server) -> None:
    """The process that runs queries for all workers knows the list from its environment."""
    allowed = replace(settings, services=("http://e/first", elsewhere.query), query_seconds=PATIENT)

    with kept_broker(allowed) as named, open_pool(named) as pool:
        assert 2 == len(asked(pool, JOIN % elsewhere.query))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("SERVICE <%s> { ?s e:label ?l }", 4),
        ("?s e:q ?o . SERVICE <%s> { ?s e:label ?l }", 1),
        ("?s e:p ?o OPTIONAL { SERVICE <%s> { ?s e:label 'a elsewhere', ?l } }", 2),
        ("?s e:p ?o FILTER EXISTS { SERVICE <%s> { ?s e:label 'a elsewhere' } }", 1),
        ("?s e:p ?o MINUS { SERVICE <%s> { ?s e:label 'a elsewhere' } }", 1),
        ("{ ?s e:p ?o } UNION { SERVICE <%s> { ?s e:label ?l } }", 6),
        ("{ SELECT ?s { SERVICE <%s> { ?s e:label ?l } } } ?s e:p ?o", 2),
        ("FILTER (BOUND(?l)) ?s e:p ?o . SERVICE <%s> { ?s e:label ?l }", 2),
        ("?s e:none ?o . SERVICE <%s> { ?s e:label ?l }", 0),
        ("?s e:p ?o . SERVICE <%s> { e:a e:label 'a elsewhere' }", 2),
        ("?s e:p ?o . SERVICE <%s> { e:a e:label 'none' }", 0),
        ("VALUES ?s { e:c UNDEF } SERVICE <%s> { ?s e:label ?l }", 5),
    ],
)
def test_joins_wherever_it_stands(
    settings: Settings, elsewhere: Server, pattern: str, expected: int
) -> None:
    """In an OPTIONAL, an EXISTS, a subquery or by itself, it gives what SPARQL says it gives."""
    query = f"PREFIX e: <http://e/> SELECT * {{ {pattern % elsewhere.query} }}"

    with pool_of(settings, elsewhere.query) as pool:
        assert expected == len(asked(pool, query))


def test_node_without_a_name_is_one_node(settings: Settings, elsewhere: Server) -> None:
    """Two rows of an answer that speak of the same node still do."""
    call = f"SERVICE <{elsewhere.query}> {{ ?s <http://e/about> ?n . ?n <http://e/label> ?l }}"
    query = f"SELECT ?n {{ ?s <http://e/p> ?o . {call} FILTER(ISIRI(?n)) }}"

    with pool_of(settings, elsewhere.query) as pool:
        [[name]] = asked(pool, query)
    assert name.startswith("https://w3id.org/warmteregie/.well-known/genid/")


def test_endpoint_that_is_away_is_named(settings: Settings, elsewhere: Server) -> None:
    """The answer says who did not answer and what to do; SILENT goes on without it."""
    with listening(says(b"")) as gone:
        url = gone.url
    with pool_of(settings, url, elsewhere.query) as pool:
        with pytest.raises(ServiceFailed, match=f"{url}.*cannot be reached") as told:
            asked(pool, JOIN % url)
        both = JOIN % elsewhere.query + "#"

        assert "SERVICE SILENT" in told.value.hint
        assert [["http://e/a", ""], ["http://e/b", ""]] == asked(pool, SILENT % url)
        assert 2 == len(asked(pool, both))  # the same worker asks others


@pytest.mark.parametrize(
    ("talk", "kind", "words"),
    [
        (says(b"<html>", 200, **{"Content-Type": "text/html"}), ServiceFailed, "is no answer"),
        (says(b'{"head":{"vars":["s"]},"results":{"bin'), ServiceFailed, "is no answer"),
        (says(b'{"head":{},"boolean":true}'), ServiceFailed, "yes or no"),
        (says(b"no", 500), ServiceFailed, r"failed \(500\)"),
        (says(b"later", 503), ServiceFailed, "too much to do"),
        (says(b"no such function", 400), ServiceFailed, 'It says: "no such function"'),
        (says(b" " * 30_000), AnswerTooLarge, "20,000 bytes"),
        (says(rows_json(["l"], *[{"l": "x"}] * 51)), AnswerTooLarge, "too many rows"),
    ],
)
def test_bad_answer_is_told(
    settings: Settings,
    talk: Callable[[BaseHTTPRequestHandler], None],
    kind: type[WarmteregieError],
    words: str,
) -> None:
    """Nonsense, a refusal and too much are told apart, each with the endpoint."""
    with listening(talk) as other, pool_of(settings, other.url) as pool:
        with pytest.raises(kind, match=words) as told:
            asked(pool, JOIN % other.url)

        assert other.url in told.value.message


def test_redirect_is_not_followed(settings: Settings) -> None:
    """An endpoint of the list cannot send us to one that is not on it."""
    with listening(says(rows_json(["s"]))) as inside:
        for status in (301, 302, 307, 308):
            talk = says(b"", status, Location=inside.url)
            with (
                listening(talk) as other,
                pool_of(settings, other.url) as pool,
                pytest.raises(ServiceFailed, match="sends us on to"),
            ):
                asked(pool, JOIN % other.url)

    assert [] == inside.heard


def test_silent_endpoint_costs_its_share_of_the_time(settings: Settings) -> None:
    """One that never answers is told before the deadline, and SILENT has its rows by then."""
    over = threading.Event()
    with listening(lambda handler: over.wait(PATIENT) and None) as other:
        with pool_of(settings, other.url, seconds=3.0) as pool:
            asked(pool, "ASK {}")  # a worker that is ready
            began = time.monotonic()
            with pytest.raises(ServiceSlow, match="gave no whole answer in time"):
                asked(pool, JOIN % other.url)
            took = time.monotonic() - began
            rows = asked(pool, SILENT % other.url)
        over.set()

    assert took < 3.0
    assert [["http://e/a", ""], ["http://e/b", ""]] == rows


def test_others_hear_nothing(settings: Settings) -> None:
    """Who is not literally on the list is asked by nobody, beside one who is too."""
    with (
        listening(says(rows_json(["s"]))) as listed,
        listening(says(b"")) as other,
        pool_of(settings, listed.url) as pool,
    ):
        for url in (other.url, f"{listed.url}/", listed.url.replace("127.0.0.1", "localhost")):
            with pytest.raises(QueryRefused, match=f"may be asked: {listed.url}"):
                asked(pool, JOIN % url)
        with pytest.raises(QueryRefused):
            asked(pool, f"ASK {{ SERVICE <{listed.url}> {{ SERVICE <{other.url}> {{}} }} }}")

    assert [] == listed.heard == other.heard


def test_worker_refuses_what_the_guard_let_by(settings: Settings) -> None:
    """The list is looked at again where the call is made."""
    with (
        listening(says(b"")) as other,
        pool_of(settings, "http://e/listed") as pool,
        pytest.raises(QueryRefused),
    ):
        pool.answer(Asked(JOIN % other.url, "csv", Dataset()))

    assert [] == other.heard


@pytest.mark.parametrize(
    "query",
    ["ASK { SERVICE <%s> }", "ASK { SERVICE SILENT <%s>", "SELECT * {\n SERVICE <%s> { ? } }"],
)
def test_what_is_no_sparql_asks_nobody(settings: Settings, query: str) -> None:
    """A fault is told at its place in the query as it was written."""
    with (
        listening(says(b"")) as other,
        pool_of(settings, other.url) as pool,
        pytest.raises(QuerySyntaxError) as told,
    ):
        asked(pool, query % other.url)

    assert [] == other.heard
    assert query.count("\n") + 1 == told.value.line


def test_password_of_the_engine_is_given_to_nobody(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another endpoint that asks for a name and password gets none of ours."""
    monkeypatch.setenv("WARMTEREGIE_ENGINE_USER", "us")
    monkeypatch.setenv("WARMTEREGIE_ENGINE_PASSWORD", "secret")
    seen: list[str | None] = []

    def talk(handler: BaseHTTPRequestHandler) -> None:
        seen.append(handler.headers["Authorization"])
        says(b"", 401, **{"WWW-Authenticate": "Basic realm=x"})(handler)

    with (
        listening(talk) as other,
        pool_of(settings, other.url) as pool,
        pytest.raises(ServiceFailed, match="does not let us in"),
    ):
        asked(pool, JOIN % other.url)

    assert [None] == seen


def filled(sparql: str, known: Answer, seconds: float = PATIENT) -> str:
    """Return a query with the answers in it, where *known* is what is found here."""
    return answered(sparql, lambda _: known, seconds=seconds, byte_limit=10**6, row_limit=10**5)


def things(count: int) -> Answer:
    """Return so many rows of one thing each."""
    return Answer(("s",), tuple((URIRef(f"http://e/{number}"),) for number in range(count)))


@pytest.mark.parametrize(
    ("count", "lots"), [(0, []), (1, [1]), (LOT + 1, [LOT, 1]), (MOST + 1, [0])]
)
def test_is_asked_about_what_is_known_here(count: int, lots: list[int]) -> None:
    """In lots of a size that any endpoint takes; of very much it is asked for everything."""
    with listening(says(rows_json(["l"]))) as other:
        filled(JOIN % other.url, things(count))

    assert lots == [query.count("<http://e/") - 1 for query in other.heard]


@pytest.mark.parametrize(
    ("pattern", "before"),
    [
        ("?s ?p ?o . %s", " ?s ?p ?o . "),
        ("?s ?p ?o OPTIONAL { %s }", " ?s ?p ?o "),
        ("?s ?p ?o FILTER(?o > 1) %s", None),
        ("{ ?s ?p ?o FILTER(?o > 1) } %s", " { ?s ?p ?o FILTER(?o > 1) } "),
        ("?s ?p ?o { %s }", None),
        ("?s ?p ?o } ORDER BY EXISTS { %s", None),
    ],
)
def test_is_joined_with_what_stands_before(pattern: str, before: str | None) -> None:
    """Where that is certain; elsewhere it is asked as it is written."""
    call = first_call(f"SELECT * {{ {pattern % CALL} }}")

    assert call
    assert before == call.before


def test_answer_cannot_say_more_than_rows() -> None:
    """What an endpoint writes is a term, whatever is in it."""
    evil = '") } SERVICE <http://e/x> { ?s ?p ?o } #\n'
    body = rows_json(["l", "x"], {"l": evil, "x": "no variable of the query"})
    with listening(says(body)) as other:
        query = filled(JOIN % other.url, things(1))

    assert first_call(query) is None
    assert "no variable" not in query


def test_iri_that_is_none_is_no_answer() -> None:
    """An IRI that would end in the middle is not taken over."""
    body = rows_json(["s"], {"s": "http://e/> } #"}).replace(b'"literal"', b'"uri"')
    with listening(says(body)) as other, pytest.raises(QueryFailed):
        filled(JOIN % other.url, things(1))


def test_places_stay_without_service() -> None:
    """What is left of a query can be judged line by line."""
    query = "SELECT * {\n SERVICE SILENT <http://e/> { ?s ?p ?o } }"

    assert "SELECT * {\n" + " " * 28 + "{ ?s ?p ?o } }" == without_service(query)
