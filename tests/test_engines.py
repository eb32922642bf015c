"""Three real engines, one answer: embedded, `oxigraph serve`, and Virtuoso.

Each holds the real build. What they give is compared with the embedded engine's answer under
the normalisation of `tests/normal.py`.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import OWL, RDFS, Graph

from kg.answers import from_json
from kg.engine import EmbeddedEngine, Engine, current_build
from kg.engine.choice import engine_of, remote_engine
from kg.engine.loading import load_engine
from kg.errors import QueryFailed
from kg.files import shipped_files
from kg.library import bind, bindings_for, load_library
from kg.namespaces import WR
from kg.settings import Settings
from tests.engines import Server, oxigraph, virtuoso
from tests.normal import bag, graph_set, keys
from webapp.app import create_app

pytestmark = pytest.mark.long

SERVERS = {"oxigraph": oxigraph, "virtuoso": virtuoso}
LIBRARY = load_library(shipped_files().queries / "questions", parse=False)
ORDERED = ("count-by-level", "method-of-working-principles", "perspectives-on-ordering")
ENTITIES = "https://w3id.org/warmteregie/graph/entities"
INFERRED = "https://w3id.org/warmteregie/graph/inferred"
IN_ENTITIES = f"GRAPH <{ENTITIES}> {{ ?s a ?c FILTER (?c = <{WR.Instrument}>) }}"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
TERMS = """
SELECT ?term {
  VALUES ?term { "01"^^<http://www.w3.org/2001/XMLSchema#integer> true "x"@EN "y" <http://e/z> }
}"""


@pytest.fixture(scope="module")
def embedded(builds: Path) -> EmbeddedEngine:
    """Return the embedded engine over the real build."""
    return EmbeddedEngine(builds)


@pytest.fixture(scope="module", params=SERVERS)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Return each of the other engines, started once."""
    with SERVERS[request.param](tmp_path_factory.mktemp(request.param)) as found:
        yield found


@pytest.fixture(scope="module")
def settings(server: Server, builds: Path) -> Settings:
    """Return settings that name an engine, with the real build loaded into it once."""
    found = Settings(
        home=builds, build=builds, query_seconds=30.0, engine=server.query,
        engine_store=server.store,
    )  # fmt: skip
    load_engine(current_build(builds), remote_engine(found), server.graphs(), lambda _: None)
    return found


@pytest.fixture(scope="module")
def engine(settings: Settings) -> Engine:
    """Return the engine at the URL."""
    return engine_of(settings)


@pytest.fixture(scope="module")
def sites(settings: Settings) -> Iterator[tuple[FlaskClient, FlaskClient]]:
    """Return a visitor of the site over the embedded engine, and of the one over the other."""
    apps = [
        create_app(replace(settings, row_limit=1000, engine=engine), shipped_files())
        for engine in ("", settings.engine)
    ]
    yield apps[0].test_client(), apps[1].test_client()
    for app in apps:
        close(app)


def close(app: Flask) -> None:
    """End the workers of a site."""
    app.extensions["warmteregie"].pool.close()


def test_whole_library_gives_the_same_answers(embedded: Engine, engine: Engine) -> None:
    """Every question, its parameters at their defaults, is answered alike."""
    differing = {}
    for slug, question in LIBRARY.items():
        sparql = bind(question.sparql, bindings_for(question, {}))
        here, there = embedded.select(sparql), engine.select(sparql)
        if bag(here) != bag(there):
            differing[slug] = (len(here), len(there))
        if slug in ORDERED and [*map(keys, here.rows)] != [*map(keys, there.rows)]:
            differing[slug] = "order"

    assert {} == differing


def test_library_in_english_and_of_no_study_is_the_same(embedded: Engine, engine: Engine) -> None:
    """Bound parameters bind on every engine; what a study has not said is said nowhere."""
    for slug in ("instruments-by-level", "co-benefits", "interviewed-parties"):
        question = LIBRARY[slug]
        english = bind(question.sparql, bindings_for(question, {"lang": "en"}))
        nothing = bind(question.sparql, bindings_for(question, {"study": "wrid:study/none-such"}))

        assert bag(embedded.select(english)) == bag(engine.select(english))
        assert () == engine.select(nothing).rows


def test_terms_are_equal_in_value(embedded: Engine, engine: Engine) -> None:
    """What engines write in their own way is the same after the normalisation."""
    assert bag(embedded.select(TERMS)) == bag(engine.select(TERMS))


def test_dataset_is_the_union_and_the_graphs_of_the_build(embedded: Engine, engine: Engine) -> None:
    """A triple in two graphs counts once; neither union nor label is a named graph."""
    graphs = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"

    for sparql in (COUNT, graphs):
        assert bag(embedded.select(sparql)) == bag(engine.select(sparql))


def test_same_build_is_not_loaded_again(server: Server, settings: Settings, builds: Path) -> None:
    """Loading twice changes nothing, and does nothing."""
    said: list[str] = []
    build = current_build(builds)

    assert not load_engine(build, remote_engine(settings), server.graphs(), said.append)
    assert [] == said
    assert build.name == remote_engine(settings).build_id


def test_graph_form_and_truth_are_the_same(embedded: Engine, engine: Engine) -> None:
    """CONSTRUCT and ASK, yes and no."""
    classes = "CONSTRUCT WHERE { ?c a <http://www.w3.org/2002/07/owl#Class> ; ?p ?o }"

    assert graph_set(embedded.construct(classes)) == graph_set(engine.construct(classes))
    assert [True, False] == [engine.ask("ASK { ?s a ?c }"), engine.ask("ASK { ?s <e:p> ?o }")]
    with pytest.raises(QueryFailed, match="does not give"):
        engine.ask("SELECT * { ?s a <e:none> }")


ASKED: dict[str, dict[str, object]] = {
    "rows": {"query": COUNT},
    "one default graph": {"query": COUNT, "default-graph-uri": ENTITIES},
    "two default graphs": {"query": COUNT, "default-graph-uri": [ENTITIES, INFERRED]},
    "twice the same": {"query": COUNT, "default-graph-uri": [ENTITIES, ENTITIES]},
    "named graph only": {"query": COUNT, "named-graph-uri": ENTITIES},
    "graphs of it": {
        "query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", "named-graph-uri": ENTITIES,
    },
    "no named graph": {
        "query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", "default-graph-uri": ENTITIES,
    },
    "unknown graph": {"query": COUNT, "default-graph-uri": "http://127.0.0.1:9/none"},
    "FROM a file": {"query": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"},
    "the label": {"query": COUNT, "default-graph-uri": "https://w3id.org/warmteregie/graph/none"},
    "syntax error": {"query": "SELECT ?x WHERE { ?x a ?y"},
    "update": {"query": "DROP ALL"},
    "service": {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"},
    "unknown function": {"query": "SELECT (<http://e/f>(1) AS ?x) {}"},
    "too many rows": {"query": "SELECT ?s { ?s ?p ?o } LIMIT 1001"},
}  # fmt: skip


@pytest.mark.parametrize("name", ASKED)
def test_endpoint_answers_alike(sites: tuple[FlaskClient, FlaskClient], name: str) -> None:
    """Dataset parameters, refusals and errors do not tell which engine there is."""
    here, there = (
        site.post("/sparql", data=ASKED[name], headers={"Accept": "application/json"})
        for site in sites
    )

    assert here.status_code == there.status_code
    assert here.headers.get("X-Unknown-Graphs") == there.headers.get("X-Unknown-Graphs")
    if here.status_code == 200:
        assert bag(from_json(here.text)) == bag(from_json(there.text))
    else:
        assert json.loads(here.text).get("line") == json.loads(there.text).get("line")


@pytest.mark.parametrize("accept", ["text/csv", "text/tab-separated-values", "application/json"])
def test_rows_come_in_every_format(sites: tuple[FlaskClient, FlaskClient], accept: str) -> None:
    """We write the formats, whatever engine there is."""
    query = f"SELECT ?c ?l {{ ?c a <{OWL.Class}> ; <{RDFS.label}> ?l }} ORDER BY ?c ?l"
    here, there = (
        site.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
        for site in sites
    )

    assert here.content_type == there.content_type
    if accept == "application/json":
        assert bag(from_json(here.text)) == bag(from_json(there.text))
    else:
        assert sorted(here.text.splitlines()) == sorted(there.text.splitlines())


def test_graph_comes_as_turtle_and_an_answer_is_cached(
    sites: tuple[FlaskClient, FlaskClient],
) -> None:
    """A graph is the same graph; its tag is good until another build is loaded."""
    query = f"CONSTRUCT {{ ?s a ?c }} WHERE {{ {IN_ENTITIES} }}"
    here, there = (
        site.get("/sparql", query_string={"query": query}, headers={"Accept": "text/turtle"})
        for site in sites
    )

    first, second = (Graph().parse(data=one.text, format="turtle") for one in (here, there))
    assert graph_set(first) == graph_set(second) != set()
    again = sites[1].get(
        "/sparql", query_string={"query": query},
        headers={"Accept": "text/turtle", "If-None-Match": there.headers["ETag"]},
    )  # fmt: skip
    assert 304 == again.status_code


THINGS = (
    "actor/municipality", "instrument/environmental-plan", "outside-fact/001", "work/cob-2018",
    "section/warmtenetten-regie-2022/3.1", "statement/warmtenetten-regie-2022-0002",
)  # fmt: skip
DATA = (*(f"/doc/{thing}" for thing in THINGS), "/doc/def/atLevel", "/doc/def/Mechanism")


@pytest.mark.parametrize(
    "path",
    [
        "/", "/study", "/questions/instruments-by-level", "/study/warmtenetten-regie-2022/3.1",
        "/doc/instrument/environmental-plan", "/doc/actor/municipality", "/doc/def/Mechanism",
    ],
)  # fmt: skip
def test_pages_are_the_same(sites: tuple[FlaskClient, FlaskClient], path: str) -> None:
    """Our own pages ask the engine of the settings, and show the same."""
    here, there = (site.get(path, follow_redirects=True) for site in sites)

    assert 200 == here.status_code == there.status_code
    assert sorted(here.text.split()) == sorted(there.text.split())


@pytest.mark.parametrize("path", DATA)
def test_data_of_a_thing_are_the_same(sites: tuple[FlaskClient, FlaskClient], path: str) -> None:
    """A thing comes whole from every engine: statements, their parts, and all names."""
    here, there = (site.get(f"{path}.nt") for site in sites)

    assert 200 == here.status_code == there.status_code
    first, second = (Graph().parse(data=one.text, format="nt") for one in (here, there))
    assert graph_set(first) == graph_set(second) != set()
