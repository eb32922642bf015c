"""A query that asks another endpoint too, through the site; one that is away; one not listed."""

import csv
import io
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg.settings import Settings
from tests.engines import Server, oxigraph
from tests.webapp.mini_site import PAGE, close, mini_files, write_build
from webapp.app import create_app

SLUG = "what-others-call-it"
KEEPER = "https://w3id.org/warmteregie/id/actor/park-keeper"
LINKS = f"""
<https://w3id.org/warmteregie/graph/links/others> {{
  <https://w3id.org/warmteregie/id/linkset/others> a <http://rdfs.org/ns/void#Linkset> .
  [] <http://www.w3.org/2002/07/owl#annotatedSource> <{KEEPER}> ;
    <http://www.w3.org/2002/07/owl#annotatedProperty>
      <http://www.w3.org/2004/02/skos/core#exactMatch> ;
    <http://www.w3.org/2002/07/owl#annotatedTarget> <http://others.example/keeper> ;
    <http://purl.org/dc/terms/isPartOf> <https://w3id.org/warmteregie/id/linkset/others> .
}}
"""
NAMES = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<http://others.example/keeper> rdfs:label "wie het park hoedt"@nl , "who minds the park"@en .
<http://others.example/unlinked> rdfs:label "niet gelinkt"@nl .
"""


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a real endpoint that names what the invented graph is linked to."""
    with oxigraph(tmp_path_factory.mktemp("other")) as server:
        server.hold(NAMES)
        yield server


@pytest.fixture(scope="module")
def away(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a real endpoint that has just gone."""
    with oxigraph(tmp_path_factory.mktemp("away")) as server:
        return server.query


def site_with(folder: Path, *services: str) -> Flask:
    """Return the invented site, with links, that may ask *services*."""
    files, builds = mini_files(folder, "elsewhere"), write_build(folder, LINKS)
    return create_app(Settings(home=folder, build=builds, services=services), files)


@pytest.fixture(scope="module")
def sites(
    tmp_path_factory: pytest.TempPathFactory, other: Server, away: str
) -> Iterator[dict[str, Flask]]:
    """Return a site that may ask both, and one that may ask nobody."""
    with ExitStack() as closing:
        made = {
            "both": site_with(tmp_path_factory.mktemp("both"), other.query, away),
            "nobody": site_with(tmp_path_factory.mktemp("nobody")),
        }
        for app in made.values():
            closing.callback(close, app)
        yield made


@pytest.fixture
def both(sites: dict[str, Flask]) -> FlaskClient:
    """Return a visitor of the site that may ask the endpoint, and the one that is away."""
    return sites["both"].test_client()


@pytest.fixture
def nobody(sites: dict[str, Flask]) -> FlaskClient:
    """Return a visitor of the site that may ask nobody."""
    return sites["nobody"].test_client()


def join(url: str, silent: str = "") -> str:
    """Return a query that asks an endpoint what the park keeper is called there."""
    return (
        f"SELECT ?called {{ <{KEEPER}> <http://www.w3.org/2004/02/skos/core#prefLabel> ?l . "
        f"SERVICE {silent} <{url}> {{ <http://others.example/keeper> ?naming ?called }} }}"
    )


def test_question_joins_the_graph_with_another_endpoint(both: FlaskClient, other: Server) -> None:
    """Its data have what the other calls what is linked here, and nothing else of it."""
    answer = both.get(f"/questions/{SLUG}.csv?lang=nl")
    [row] = csv.DictReader(io.StringIO(answer.text))

    assert (KEEPER, "wie het park hoedt", other.query) == (
        row["thing"], row["calledThere"], row["endpoint"],
    )  # fmt: skip
    assert ("no-store", None) == (answer.headers["Cache-Control"], answer.headers.get("ETag"))


def test_page_of_the_question_offers_the_endpoints(
    both: FlaskClient, other: Server, away: str
) -> None:
    """The first of the list is asked; the others can be chosen; one that is not there cannot."""
    page = both.get(f"/questions/{SLUG}?lang=en", headers=PAGE)
    refused = both.get(f"/questions/{SLUG}.json?endpoint=http://127.0.0.1:1/")

    assert "who minds the park" in page.text
    assert f'<option value="{other.query}" selected>' in page.text
    assert f'<option value="{away}">' in page.text
    assert (400, [other.query, away]) == (
        refused.status_code, [one["value"] for one in refused.json["valid"]],
    )  # fmt: skip


def test_endpoint_that_is_away_is_told(both: FlaskClient, away: str) -> None:
    """As a problem, as a page in its language, and on the page of the question: which, and what."""
    data = both.get("/sparql", query_string={"query": join(away)})
    pages = [
        both.get("/sparql", query_string={"query": join(away), "lang": "nl"}, headers=PAGE),
        both.get(f"/questions/{SLUG}?endpoint={away}&lang=nl", headers=PAGE),
    ]
    silent = both.get("/sparql", query_string={"query": join(away, "SILENT"), "format": "csv"})

    assert (502, "application/problem+json") == (data.status_code, data.mimetype)
    assert f"The engine at {away} cannot be reached." in data.json["detail"]
    assert "SERVICE SILENT" in data.json["hint"]
    assert [502, 502] == [page.status_code for page in pages]
    assert all(f"De engine op {away} is niet te bereiken." in page.text for page in pages)
    assert (200, "called\r\n\r\n\r\n") == (silent.status_code, silent.text)


def test_answer_of_another_is_never_kept(both: FlaskClient, other: Server) -> None:
    """It may be another one the next moment, with the same build."""
    answer = both.get("/sparql", query_string={"query": join(other.query), "format": "csv"})

    assert (200, "no-store") == (answer.status_code, answer.headers["Cache-Control"])
    assert {"called", "wie het park hoedt", "who minds the park"} == set(
        answer.text.split("\r\n")
    ) - {""}
    assert "ETag" not in answer.headers


def test_who_may_be_asked_is_said(both: FlaskClient, nobody: FlaskClient, other: Server) -> None:
    """On the page of the editor and in the service description, where there is anybody."""
    told, silent = (
        (one.get("/sparql", headers=PAGE).text, one.get("/sparql?format=ttl").text)
        for one in (both, nobody)
    )

    assert f"<code>{other.query}</code>" in told[0]
    assert "BasicFederatedQuery" in told[1]
    assert SLUG in both.get("/.well-known/sparql-examples").text
    assert "SERVICE mag" not in silent[0]
    assert "BasicFederatedQuery" not in silent[1]
    assert SLUG not in nobody.get("/.well-known/sparql-examples").text


def test_site_that_may_ask_nobody_says_how_to(nobody: FlaskClient, other: Server) -> None:
    """The page names the setting and shows the query; data are a problem; nothing is asked."""
    page = nobody.get(f"/questions/{SLUG}?lang=en&endpoint={other.query}", headers=PAGE)
    data = nobody.get(f"/questions/{SLUG}.csv?lang=en&endpoint={other.query}")

    assert 200 == page.status_code
    assert "WARMTEREGIE_SERVICES" in page.text
    assert "SERVICE &lt;" in page.text
    assert 503 == data.status_code
    assert "WARMTEREGIE_SERVICES" in data.json["hint"]
    assert 400 == nobody.get("/sparql", query_string={"query": join(other.query)}).status_code
