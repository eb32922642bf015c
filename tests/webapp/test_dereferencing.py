"""Dereferencing: every kind of name leads to a page and to the same triples in every format."""

import gzip
from collections.abc import Iterator
from itertools import chain, cycle
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)
from rdflib import DCTERMS, RDF, VOID, Graph, Literal, URIRef

from kg.engine import DUMP, EmbeddedEngine, Engine
from kg.files import shipped_files
from kg.namespaces import GRAPH, ROOT, SH, WR, WRID
from kg.settings import Settings
from tests.webapp.mini_site import HERE, PAGE, close, mini_files, write_build
from webapp.app import create_app
from webapp.negotiation import GRAPHS, NTRIPLES, Offer
from webapp.words import graph_contents

VERSION = WR["0.1.0/"]
MORE = f"""
<{WR}> <http://www.w3.org/2002/07/owl#versionIRI> <{VERSION}> <{GRAPH.ontology}> .
<{WR.Seat}> <http://www.w3.org/2000/01/rdf-schema#label> "zitding"@nl <{GRAPH.ontology}> .
<{WR.Seat}> <http://www.w3.org/2002/07/owl#deprecated> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> <{GRAPH.ontology}> .
<{WR.Seat}> <http://purl.org/dc/terms/isReplacedBy> <{WR.Instrument}> <{GRAPH.ontology}> .
<{WRID["object/seat"]}> <http://www.w3.org/2004/02/skos/core#prefLabel> "zetel"@nl <{GRAPH.entities}> .
<{WRID["object/seat"]}> <http://www.w3.org/2002/07/owl#deprecated> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> <{GRAPH.entities}> .
<{WRID["object/seat"]}> <http://purl.org/dc/terms/isReplacedBy> <{WRID["object/bench"]}> <{GRAPH.entities}> .
<{WRID["question/who-asks"]}> <http://www.w3.org/2004/02/skos/core#prefLabel> "een vraag uit de studie"@nl <{GRAPH.entities}> .
<{WRID["shape/Seat"]}> <{SH["in"]}> _:a <{GRAPH.shapes}> .
_:a <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "a" <{GRAPH.shapes}> .
_:a <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:b <{GRAPH.shapes}> .
_:b <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "b" <{GRAPH.shapes}> .
_:b <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> <{GRAPH.shapes}> .
"""  # noqa: E501
KINDS = {
    "thing": "id/instrument/bench-plan",
    "thing with dots": "id/section/bankjes-2030/2.1",
    "statement": "id/statement/bankjes-2030-0004",
    "passage": "id/passage/bankjes-2030/2.1-2",
    "span": "id/passage/bankjes-2030/2.1-2/span",
    "shape": "id/shape/Seat",
    "deprecated thing": "id/object/seat",
    "question of the library": "id/question/who-says-what",
    "question of the study": "id/question/who-asks",
    "class": "def/Instrument",
    "property": "def/atLevel",
    "deprecated term": "def/Seat",
    "module": "def/module/core",
    "graph": "graph/entities",
    "graph of a study": "graph/study/bankjes-2030",
}
UNKNOWN = [
    "id/instrument/no-plan", "id/question/no-question", "id/shape/No", "def/NoTerm",
    "def/module/none", "def/9.9.9/", "graph/none", "doc/graph/none", "doc/def/NoTerm", "doc/x/y",
    "def.pdf", "doc/def.pdf",
]  # fmt: skip


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return the invented site with one more of what it has none of."""
    folder = tmp_path_factory.mktemp("wide")
    builds = write_build(folder)
    dump = builds / "one" / DUMP
    dump.write_bytes(dump.read_bytes() + gzip.compress(MORE.encode()))
    app = create_app(Settings(folder / "home", builds), mini_files(folder))
    yield app
    close(app)


@pytest.fixture(scope="module")
def real(builds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return the site over the real build."""
    app = create_app(Settings(tmp_path_factory.mktemp("real"), builds), shipped_files())
    yield app
    close(app)


def follow(client: FlaskClient, path: str, accept: str) -> str:
    """Return the address of the document that a name leads to, on this site."""
    answer = client.get(f"/{path}", headers={"Accept": accept})

    assert 303 == answer.status_code, path
    assert answer.location.startswith("/"), path
    assert ("*", True) == (
        answer.headers["Access-Control-Allow-Origin"], "Accept" in answer.vary,
    )  # fmt: skip
    return str(answer.location)


def triples(client: FlaskClient, address: str, offer: Offer) -> Dataset:
    """Return what the data at an address say, as named nodes and canonical ones without name."""
    answer = client.get(address, headers=PAGE)
    form = RdfFormat.from_media_type(offer.media_type)

    assert (200, offer.media_type) == (answer.status_code, answer.mimetype), address
    assert "*" == answer.headers["Access-Control-Allow-Origin"]
    found = Dataset(Quad(*quad.triple) for quad in parse(answer.data, form))
    if any(isinstance(term, BlankNode) for quad in found for term in quad.triple):
        found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return found


def same_in_every_format(client: FlaskClient, path: str) -> Dataset:
    """Return the data that a name leads to, once all formats say the same; a page is there too."""
    found = [triples(client, follow(client, path, offer.media_type), offer) for offer in GRAPHS]

    assert len(found[0]) > 0, path
    assert all(one == found[0] for one in found), path
    page = client.get(follow(client, path, "text/html"), headers=PAGE, follow_redirects=True)
    assert (200, "text/html") == (page.status_code, page.mimetype), path
    return found[0]


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_every_kind_is_answered_in_every_format(wide: Flask, path: str) -> None:
    """A name leads to a page and to data about it, the same in every format."""
    found = same_in_every_format(wide.test_client(), path)

    about = {quad.subject.value for quad in found}
    assert path.startswith("graph/") or ROOT + path in about


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_suffix_overrides_accept(wide: Flask, path: str) -> None:
    """A suffix behind a name leads to that format, whatever the header says."""
    client = wide.test_client()
    for offer in GRAPHS:
        assert follow(client, path + offer.suffix, "text/html").endswith(offer.suffix)
    address = follow(client, f"{path}.html", "text/turtle")
    assert address == follow(client, path, "text/html")
    shown = client.get(f"{address}.html", headers={"Accept": "text/turtle"}, follow_redirects=True)
    assert "text/html" == shown.mimetype


def test_ontology_is_given_whole(wide: Flask) -> None:
    """The ontology's own name, and that of its version, lead to its terms and to all of it."""
    client = wide.test_client()
    whole = same_in_every_format(client, "def/")

    assert {WR.atLevel, WR.Seat} <= {URIRef(quad.subject.value) for quad in whole}
    assert whole == same_in_every_format(client, "def/0.1.0/")
    assert "/doc/def.ttl" == follow(client, "def.ttl", "text/html")
    assert "/doc/def/" == follow(client, "def.html", "text/turtle")
    assert "text/turtle" == client.get("/doc/def/", headers={"Accept": "text/turtle"}).mimetype
    assert 'href="/doc/def.ttl"' in client.get("/doc/def/", headers=PAGE).text


def test_graph_holds_what_was_put_in_it(wide: Flask) -> None:
    """The data of a graph are all of its triples and no others, and its page counts them."""
    client = wide.test_client()
    put = chain(
        parse((HERE / "mini.trig").read_bytes(), RdfFormat.TRIG), parse(MORE, RdfFormat.N_QUADS)
    )
    held = {quad.triple for quad in put if quad.graph_name == NamedNode(GRAPH.entities)}
    given = client.get("/doc/graph/entities.nt").data

    assert held == {quad.triple for quad in parse(given, RdfFormat.N_TRIPLES)}
    page = client.get("/doc/graph/entities", headers=PAGE).text
    assert (True, True) == (f">{len(held)} tripels" in page, "instrumenten, actoren" in page)


def test_parts_without_a_name_come_along(wide: Flask) -> None:
    """A list that a shape refers to is part of its data, to its end."""
    found = Graph().parse(data=wide.test_client().get("/doc/shape/Seat.ttl").data)

    [members] = found.objects(WRID["shape/Seat"], SH["in"])
    assert [Literal("a"), Literal("b")] == list(found.items(members))


def test_question_can_be_run(wide: Flask) -> None:
    """The data of a question are its query and where to send it; a question of the study is not."""
    client = wide.test_client()
    found = Graph().parse(data=client.get("/doc/question/who-says-what.ttl").data)
    query = found.value(WRID["question/who-says-what"], SH.select)

    assert 200 == client.get("/sparql", query_string={"query": str(query)}).status_code
    assert "een vraag uit de studie" in client.get("/doc/question/who-asks", headers=PAGE).text


@pytest.mark.parametrize(
    ("path", "shown", "given"),
    [("doc/object/seat", "/doc/object/bench", "bankje"),
     ("doc/def/Seat", "/doc/def/Instrument", "instrument")],
)  # fmt: skip
def test_deprecated_answers_and_shows_its_replacement(
    wide: Flask, path: str, shown: str, given: str
) -> None:
    """A name that is no longer used is not lost: it says so and leads on."""
    text = " ".join(wide.test_client().get(f"/{path}", headers=PAGE).text.split())
    data = wide.test_client().get(f"/{path}.nt").text

    assert (
        f'Deze naam is niet meer in gebruik. Gebruik in plaats daarvan: <a href="{shown}">{given}'
        in text
    )
    assert "isReplacedBy" in data
    assert "owl#deprecated" in data


@pytest.mark.parametrize("path", UNKNOWN)
def test_unknown_is_404_as_it_was_asked_for(wide: Flask, path: str) -> None:
    """What is not there is told as a page or as data, whichever was wanted."""
    client = wide.test_client()
    data = "application/problem+json"
    for accept, kind in (
        ("text/html", "text/html"), ("text/turtle", data), ("application/ld+json, */*;q=0.1", data),
    ):  # fmt: skip
        answer = client.get(f"/{path}", headers={"Accept": accept})

        assert (404, kind) == (answer.status_code, answer.mimetype)


def test_nothing_acceptable_is_406(wide: Flask) -> None:
    """Who takes neither pages nor data is told so, for a name and for a document."""
    for path in (
        *KINDS.values(),
        "def/",
        "doc/instrument/bench-plan",
        "doc/def/",
        "doc/graph/entities",
    ):
        answer = wide.test_client().get(f"/{path}", headers={"Accept": "image/png"})

        assert (406, path) == (answer.status_code, path)


def test_head_is_answered_as_get(wide: Flask) -> None:
    """HEAD gives the status and headers of GET, without a body."""
    for path in (
        "id/instrument/bench-plan",
        "doc/instrument/bench-plan.ttl",
        "doc/graph/entities.nt",
    ):
        got, head = (getattr(wide.test_client(), verb)(f"/{path}") for verb in ("get", "head"))

        assert (got.status_code, got.mimetype, b"") == (head.status_code, head.mimetype, head.data)


def test_unchanged_data_are_304(wide: Flask) -> None:
    """Who holds the data already is told so; another format is another thing to hold."""
    client = wide.test_client()
    for path in ("doc/instrument/bench-plan", "doc/graph/entities", "doc/def"):
        tag = client.get(f"/{path}.ttl", buffered=True).headers["ETag"]
        again = client.get(f"/{path}.ttl", headers={"If-None-Match": tag}, buffered=True)
        other = client.get(f"/{path}.nt", headers={"If-None-Match": tag}, buffered=True)

        assert (304, b"", 200) == (again.status_code, again.data, other.status_code)
        assert "public, no-cache" == again.headers["Cache-Control"]


def test_turtle_carries_our_prefixes(wide: Flask) -> None:
    """People read Turtle, so names stand in it short; in answers to queries too."""
    client = wide.test_client()
    asked = {"query": f"CONSTRUCT WHERE {{ ?s a <{WR.Instrument}> }}", "format": "turtle"}
    for text in (
        client.get("/doc/instrument/bench-plan.ttl").text,
        client.get("/doc/graph/entities.ttl").text,
        client.get("/sparql", query_string=asked).text,
    ):
        assert f"@prefix wr: <{WR}> ." in text
        assert " wr:Instrument" in text


NAMES = sorted(
    {
        str(term.value).removeprefix(ROOT)
        for quad in parse((HERE / "mini.trig").read_bytes(), RdfFormat.TRIG)
        for term in (quad.subject, quad.predicate)
        if str(getattr(term, "value", "")).startswith((str(WR), str(WRID)))
        and str(term.value) != str(WR)
    }
)  # fmt: skip


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(NAMES))
def test_any_name_is_answered_in_every_format(site: Flask, path: str) -> None:
    """Whatever of the graph is picked, its data are the same in every format."""
    client = site.test_client()
    if 404 != client.get(f"/{path}").status_code:
        same_in_every_format(client, path)


def test_service_describes_itself(real: Flask) -> None:
    """The service description has title and licence of the data, and how much there is of it."""
    answer = real.test_client().get("/sparql", headers={"Accept": "text/turtle"})
    found = Graph().parse(data=answer.data, format="turtle")
    [dataset] = found.subjects(RDF.type, VOID.Dataset)

    assert URIRef("https://creativecommons.org/licenses/by/4.0/") in found.objects(
        dataset, DCTERMS.license
    )
    assert {"nl", "en"} == {title.language for title in found.objects(dataset, DCTERMS.title)}
    assert int(found.value(dataset, VOID.classes)) > 100


@pytest.mark.long
def test_one_of_every_kind_of_the_real_graph(real: Flask, builds: Path) -> None:
    """Of every kind of thing that the build holds, and of terms and graphs, one is followed.

    Its data are the same in N-Triples and in another format, each format in its turn.
    """
    client = real.test_client()
    others = cycle(offer for offer in GRAPHS if offer is not NTRIPLES)
    for path, other in zip([*one_of_each(builds), *REAL], others, strict=False):
        plain, told = (
            triples(client, follow(client, path + offer.suffix, "text/html"), offer)
            for offer in (NTRIPLES, other)
        )

        assert plain == told, path
        assert len(plain) > 0, path


REAL = (
    "def/Instrument", "def/isLocatedBy", "def/startDate", "def/module/core", "graph/ontology",
    "id/question/main-question",
)  # fmt: skip


def one_of_each(builds: Path) -> list[str]:
    """Return the path of one name of each kind of thing in a build, the one that comes last."""
    query = (
        f"SELECT (MAX(?iri) AS ?one) {{ ?s ?p ?o BIND (STR(?s) AS ?iri) "
        f"FILTER (STRSTARTS(?iri, '{WRID}')) "
        f"BIND (STRBEFORE(STRAFTER(?iri, '{WRID}'), '/') AS ?kind) }} GROUP BY ?kind ORDER BY ?kind"
    )
    return [
        str(one).removeprefix(ROOT) for one in EmbeddedEngine(builds).select(query).column("one")
    ]


def test_every_graph_of_the_build_says_what_it_holds(engine: Engine, client: FlaskClient) -> None:
    """Whoever comes to a graph by its name reads what is in it."""
    names = engine.select("SELECT DISTINCT ?graph { GRAPH ?graph { ?s ?p ?o } }").column("graph")
    with client.application.test_request_context():
        known = set(graph_contents())

    of_linked = {"data", "datasets"}  # there is none where nobody linked any
    assert {str(name).removeprefix(GRAPH).split("/")[0] for name in names} == known - of_linked
