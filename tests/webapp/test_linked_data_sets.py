"""Things of linked data sets have pages and data, marked as what they are."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph, Literal

from kg.namespaces import SCHEMA, WR, WRID
from tests.webapp.mini_site import PAGE, close, make_site

ROW = WRID["data/tuin/row/2"]
LINKED = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX graph: <https://w3id.org/warmteregie/graph/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX wr: <https://w3id.org/warmteregie/def/>
PREFIX wrid: <https://w3id.org/warmteregie/id/>

graph:datasets {
  <https://w3id.org/warmteregie/graph/data/tuin> a wr:LinkedDataSet ;
    dcterms:title "Mijn tuin"@nl , "My garden"@en .
  <https://w3id.org/warmteregie/graph/data/tuin/links> void:subjectsTarget
    <https://w3id.org/warmteregie/graph/data/tuin> ; dcterms:title "Links van Mijn tuin"@nl .
}
<https://w3id.org/warmteregie/graph/data/tuin> {
  <https://w3id.org/warmteregie/id/data/tuin/row/2> rdfs:label "Zitje <b>" ;
    <https://w3id.org/warmteregie/id/data/tuin/column/n> 12 .
  <https://w3id.org/warmteregie/id/data/tuin/column/n> rdfs:label "aantal" .
}
<https://w3id.org/warmteregie/graph/data/tuin/links> {
  <https://w3id.org/warmteregie/id/data/tuin/row/2> schema:sameAs
    <https://w3id.org/warmteregie/id/instrument/bench-plan> .
}
"""


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Return a visitor of the site with a data set of others linked."""
    app: Flask = make_site(tmp_path_factory.mktemp("linked"), more=LINKED)
    yield app.test_client()
    close(app)


def test_thing_has_a_page_that_says_whose_it_is(linked: FlaskClient) -> None:
    """With the names of its columns, the data set it is of, and what of ours it is linked to."""
    page = linked.get("/doc/data/tuin/row/2?lang=nl", headers=PAGE).text

    assert "<h1>Zitje &lt;b&gt;</h1>" in page.replace("\n", "")
    assert "niet uit de studie" in page
    assert ">aantal</a>" in page
    assert ">Mijn tuin</a>" in page
    assert "/doc/instrument/bench-plan" in page


def test_query_behind_a_page_gives_what_it_tells(linked: FlaskClient) -> None:
    """That of a thing of others asks its data set, by whose column it tells a number."""
    page = linked.get("/doc/data/tuin/row/2?lang=nl", headers=PAGE).text
    [query] = re.findall(r'href="/sparql\?[^"]*query=([^"&]+)', page)
    answer = linked.get(f"/sparql?query={query}", headers={"Accept": "application/n-triples"})

    assert f"<{WRID['data/tuin/column/n']}>" in answer.text


def test_name_of_a_thing_leads_to_its_data(linked: FlaskClient) -> None:
    """The same triples whatever the format, marked as outside knowledge."""
    name = linked.get("/id/data/tuin/row/2.ttl")
    turtle = Graph().parse(data=linked.get(name.location).text, format="turtle")
    triples = Graph().parse(data=linked.get("/doc/data/tuin/row/2.nt").text, format="nt")

    assert 303 == name.status_code
    assert set(turtle) == set(triples)
    assert WR.Outside == turtle.value(ROW, WR.knowledgeStatus)
    assert WRID["instrument/bench-plan"] == turtle.value(ROW, SCHEMA.sameAs)
    assert Literal(12) == turtle.value(ROW, WRID["data/tuin/column/n"])


def test_graph_of_a_data_set_is_called_by_its_title(linked: FlaskClient) -> None:
    """And leads to the question what concerns it; that of its links does not."""
    page = linked.get("/doc/graph/data/tuin?lang=nl", headers=PAGE).text
    links = linked.get("/doc/graph/data/tuin/links?lang=nl", headers=PAGE).text

    assert "<h1>Mijn tuin</h1>" in page
    assert "/questions/linked-data-sets?dataset=graph:data/tuin" in page
    assert "<h1>Links van Mijn tuin</h1>" in links
    assert "/questions/linked-data-sets" not in links


def test_what_can_be_taken_away_says_what_is_of_others(
    linked: FlaskClient, client: FlaskClient
) -> None:
    """Their terms are their own; where none is linked nothing is said of it."""
    told = "Hier zijn gegevenssets van anderen gelinkt"
    page = linked.get("/data?lang=nl", headers=PAGE).text

    assert told not in client.get("/data?lang=nl", headers=PAGE).text
    assert told in page
    assert ">Mijn tuin</a>" in page


def test_what_is_linked_changes_no_thing_of_ours(linked: FlaskClient, client: FlaskClient) -> None:
    """Neither its data nor its page."""
    for address in ("/doc/instrument/bench-plan.nt", "/doc/instrument/bench-plan?lang=nl"):
        assert client.get(address).data == linked.get(address).data


def test_thing_that_never_was_is_not_found(linked: FlaskClient) -> None:
    """In no graph at all."""
    assert 404 == linked.get("/doc/data/tuin/row/3").status_code
