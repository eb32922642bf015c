"""What a worker writes, and where it stops."""

import io
import json
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import RdfFormat, Store, parse

from kg.engine.dataset import Dataset
from kg.engine.exchange import (
    GRAPH_FORMATS,
    ROW_FORMATS,
    Reply,
    Request,
    read_reply,
    read_request,
    write_reply,
    write_request,
)
from kg.engine.store import open_store
from kg.engine.worker import Meter, answer, no_new_files
from kg.errors import (
    AnswerTooLarge,
    NoBuild,
    QueryFailed,
    QueryRefused,
    QuerySyntaxError,
    WarmteregieError,
)
from kg.namespaces import WR

ROWS = "SELECT ?s ?o ?z { ?s <http://e/p> ?o } ORDER BY ?s"
ROOT = Path(__file__).parents[3]


@pytest.fixture
def store(build: Path) -> Store:
    """Return the tiny store."""
    return open_store(build)


def request(tmp_path: Path, sparql: str, form: str, **limits: int) -> Request:
    """Return a request with limits that nothing reaches unless they are given."""
    return Request(
        sparql, form, str(tmp_path / "1.answer"), Dataset(),
        limits.get("rows", 1000), limits.get("bytes", 100_000), 5.0,
    )  # fmt: skip


def written(tmp_path: Path) -> bytes:
    """Return what the worker wrote."""
    return (tmp_path / "1.answer").read_bytes()


@pytest.mark.parametrize("form", ROW_FORMATS)
def test_rows_are_as_the_engine_writes_them(store: Store, tmp_path: Path, form: str) -> None:
    """Counting the rows on the way changes nothing in any format."""
    reply = answer(store, request(tmp_path, ROWS, form))

    assert ("rows", 2, len(written(tmp_path))) == (reply.kind, reply.rows, reply.bytes)
    assert ["1.answer"] == [path.name for path in tmp_path.glob("1.*")]


def test_json_holds_the_rows(store: Store, tmp_path: Path) -> None:
    """The JSON is that of SPARQL results, unbound variables left out."""
    answer(store, request(tmp_path, ROWS, "json"))
    found = json.loads(written(tmp_path))

    assert ["s", "o", "z"] == found["head"]["vars"]
    assert {"type": "literal", "value": "twee", "xml:lang": "nl"} == (
        found["results"]["bindings"][1]["o"]
    )


def test_csv_and_tsv_hold_the_rows(store: Store, tmp_path: Path) -> None:
    """CSV is plain, TSV has terms."""
    answer(store, request(tmp_path, ROWS, "csv"))
    assert b"s,o,z\r\nhttp://e/a,1,\r\nhttp://e/b,twee,\r\n" == written(tmp_path)
    answer(store, request(tmp_path, ROWS, "tsv"))

    assert b'?s\t?o\t?z\n<http://e/a>\t"1"\t\n<http://e/b>\t"twee"@nl\t\n' == written(tmp_path)


@pytest.mark.parametrize("form", ROW_FORMATS)
def test_yes_and_no_are_written(store: Store, tmp_path: Path, form: str) -> None:
    """ASK is answered in each of the formats for rows."""
    assert "boolean" == answer(store, request(tmp_path, "ASK {}", form)).kind
    assert b"true" in written(tmp_path)


@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_graph_is_written(store: Store, tmp_path: Path, form: str) -> None:
    """A graph reads back as the same triples in each format."""
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    reply = answer(store, request(tmp_path, query, form))
    kinds = {"turtle": "ttl", "ntriples": "nt", "rdfxml": "rdf", "jsonld": "jsonld"}
    graph = list(parse(written(tmp_path), RdfFormat.from_extension(kinds[form])))

    assert ("graph", 3, 3) == (reply.kind, reply.rows, len(graph))


def test_graph_has_the_prefixes_of_its_query(store: Store, tmp_path: Path) -> None:
    """Turtle uses the prefixes that the query declares, and ours beside them."""
    query = "PREFIX e: <http://e/> CONSTRUCT WHERE { ?s e:q ?o }"
    answer(store, request(tmp_path, query, "turtle"))
    *prefixes, triple = written(tmp_path).decode().splitlines()

    assert "e:b e:q e:a ." == triple
    assert {"@prefix e: <http://e/> .", f"@prefix wr: <{WR}> ."} <= set(prefixes)


@pytest.mark.parametrize(
    ("sparql", "form"), [(ROWS, "turtle"), ("ASK {}", "ntriples"), ("DESCRIBE <http://e/a>", "csv")]
)
def test_format_that_cannot_hold_the_answer_is_refused(
    store: Store, tmp_path: Path, sparql: str, form: str
) -> None:
    """Rows do not go into Turtle, nor a graph into CSV."""
    with pytest.raises(QueryFailed, match="Ask for"):
        answer(store, request(tmp_path, sparql, form))


@pytest.mark.parametrize("form", ROW_FORMATS)
@pytest.mark.parametrize("cell", ["'a\\nb'", "'a\"b'", "'},{'", "'<result>'", "1", "?unbound"])
def test_row_limit_counts_rows(tmp_path: Path, form: str, cell: str) -> None:
    """Exactly as many rows as allowed pass, whatever they hold; one more does not."""
    query = f"SELECT ({cell} AS ?x) {{ VALUES ?n {{ 1 2 3 }} }}"

    assert 3 == answer(Store(), request(tmp_path, query, form, rows=3)).rows
    with pytest.raises(AnswerTooLarge, match="more than 2 rows"):
        answer(Store(), request(tmp_path, query, form, rows=2))


def test_row_limit_counts_triples(store: Store, tmp_path: Path) -> None:
    """In a graph, triples count."""
    query = "CONSTRUCT WHERE { ?s ?p ?o }"

    assert 3 == answer(store, request(tmp_path, query, "ntriples", rows=3)).rows
    with pytest.raises(AnswerTooLarge, match="more than 2 triples"):
        answer(store, request(tmp_path, query, "ntriples", rows=2))


@pytest.mark.parametrize("form", ["json", "csv"])
def test_byte_limit(tmp_path: Path, form: str) -> None:
    """Past the bytes allowed there is no answer."""
    query = "SELECT ('0123456789' AS ?x) {}"
    size = answer(Store(), request(tmp_path, query, form)).bytes

    assert size == answer(Store(), request(tmp_path, query, form, bytes=size)).bytes
    with pytest.raises(AnswerTooLarge, match="bytes"):
        answer(Store(), request(tmp_path, query, form, bytes=size - 1))


@pytest.mark.parametrize(
    ("sparql", "form"),
    [
        ("SELECT ('\\u0001' AS ?x) {}", "xml"),
        ("CONSTRUCT { <http://e/a> <http://e/p> '\\u0001' } WHERE {}", "rdfxml"),
    ],
)
def test_characters_that_xml_cannot_hold_are_refused(
    tmp_path: Path, sparql: str, form: str
) -> None:
    """No XML is sent that nobody can read; the other formats do."""
    with pytest.raises(QueryFailed, match="XML"):
        answer(Store(), request(tmp_path, sparql, form))
    other = {"xml": "json", "rdfxml": "ntriples"}[form]

    assert 1 == answer(Store(), request(tmp_path, sparql, other)).rows


def test_xml_can_be_read(store: Store, tmp_path: Path) -> None:
    """XML results are well-formed, with markup in literals escaped."""
    answer(store, request(tmp_path, "SELECT ('<&>' AS ?x) {}", "xml"))

    assert "<&>" == "".join(ET.fromstring(written(tmp_path)).itertext())


def test_from_clauses_are_merged(store: Store, tmp_path: Path) -> None:
    """Two FROM clauses give their shared triple once, and name what is not there."""
    query = (
        "SELECT (COUNT(*) AS ?n) FROM <http://e/g1> FROM <http://e/g2> FROM <http://e/none> "
        "{ ?s ?p ?o }"
    )
    reply = answer(store, request(tmp_path, query, "csv"))

    assert (b"n\r\n3\r\n", ("http://e/none",)) == (written(tmp_path), reply.unknown_graphs)


def test_dataset_of_the_request_goes_first(store: Store, tmp_path: Path) -> None:
    """The protocol's graphs replace those of the query."""
    asked = request(tmp_path, "SELECT (COUNT(*) AS ?n) FROM <http://e/none> { ?s ?p ?o }", "csv")
    asked = Request(**{**asked.__dict__, "dataset": Dataset(("http://e/g1",))})
    answer(store, asked)

    assert b"n\r\n2\r\n" == written(tmp_path)


def test_file_graph_is_never_read(store: Store, tmp_path: Path) -> None:
    """A graph is a name in the store and never an address to fetch from."""
    secret = tmp_path / "secret.nt"
    secret.write_text("<http://e/secret> <http://e/p> 'x' .\n", encoding="utf-8")
    query = f"SELECT * FROM <{secret.as_uri()}> {{ ?s ?p ?o }}"

    assert 0 == answer(store, request(tmp_path, query, "csv")).rows


@pytest.mark.skipif(sys.platform == "win32", reason="limits of this kind are POSIX")
def test_service_reaches_nobody_without_a_guard(tmp_path: Path) -> None:
    """Should the guard let a call by, no connection is made."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        called = threading.Event()
        thread = threading.Thread(target=_hang_up, args=(listener, called))
        thread.start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        asked = request(tmp_path, f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", "json")
        with pytest.raises(OSError, match="files"):
            answer(Store(), asked, no_new_files)
        thread.join()

    assert not called.is_set()


def _hang_up(listener: socket.socket, called: threading.Event) -> None:
    """Take one call, if there is one soon, and end it."""
    listener.settimeout(0.5)
    with suppress(TimeoutError):
        listener.accept()[0].close()
        called.set()


def test_meter_counts() -> None:
    """Bytes and lines are counted as they are written."""
    file = io.BytesIO()
    meter = Meter(file, 10, 2)
    meter.write(b"a\nb\n")

    assert (4, 2, b"a\nb\n") == (meter.bytes, meter.lines, file.getvalue())
    with pytest.raises(AnswerTooLarge):
        meter.write(b"\n")


def test_request_comes_back(tmp_path: Path) -> None:
    """A request is the same at the other end of the pipe, on one line."""
    asked = Request("ASK\n{}é", "json", "x", Dataset(("http://e/a",), ()), 1, 2, 3.0)

    assert 1 == write_request(asked).count("\n")
    assert asked == read_request(write_request(asked))


@pytest.mark.parametrize(
    "error",
    [
        QuerySyntaxError("what", 2, 3, "hint"),
        QueryFailed("what", "hint"),
        QueryRefused("what", "hint"),
        AnswerTooLarge("what", "hint"),
        NoBuild("what", "hint"),
    ],
)
def test_error_comes_back(error: WarmteregieError) -> None:
    """An error is raised at the other end as what it was."""
    with pytest.raises(type(error)) as caught:
        read_reply(write_reply(error))

    assert vars(error) == vars(caught.value)


def test_reply_comes_back() -> None:
    """A reply is the same at the other end."""
    reply = Reply("rows", 1, 2, ("http://e/a",))

    assert reply == read_reply(write_reply(reply))


def test_worker_ends_with_its_input(build: Path) -> None:
    """A worker whose pool has gone ends by itself."""
    done = subprocess.run(
        [sys.executable, "-m", "kg.engine.worker", str(build), "10", "2000000000"],
        input="", capture_output=True, encoding="utf-8", cwd=ROOT, timeout=20, check=True,
    )  # fmt: skip

    assert "ready" == read_reply(done.stdout).kind


def test_worker_without_a_build_says_so(tmp_path: Path) -> None:
    """What is wrong with a build comes out of the worker as our own error."""
    done = subprocess.run(
        [sys.executable, "-m", "kg.engine.worker", str(tmp_path), "10", "2000000000"],
        input="", capture_output=True, encoding="utf-8", cwd=ROOT, timeout=20, check=True,
    )  # fmt: skip

    with pytest.raises(NoBuild):
        read_reply(done.stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="alarms are POSIX")
def test_orphan_ends_after_its_deadline(build: Path, tmp_path: Path) -> None:
    """A worker that nobody is left to kill ends its query itself, soon after the deadline."""
    numbers = " ".join(map(str, range(200)))
    joined = " ".join(f"VALUES ?v{number} {{ {numbers} }}" for number in range(7))
    asked = Request(
        f"SELECT (COUNT(*) AS ?n) {{ {joined} }}", "json", str(tmp_path / "x"), Dataset(), 1, 1, 0.2
    )
    done = subprocess.run(
        [sys.executable, "-m", "kg.engine.worker", str(build), "10", "2000000000"],
        input=write_request(asked), capture_output=True, encoding="utf-8", cwd=ROOT, timeout=20,
        check=False,
    )  # fmt: skip

    assert done.returncode < 0
