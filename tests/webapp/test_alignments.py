"""Alignments of terms: the page of a term shows them, and each module is given whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import OWL, RDFS, Graph, URIRef

from kg.namespaces import ALIGNMENT, WR
from tests.webapp.mini_site import PAGE, close, make_site

TARGET = "https://example.org/garden/Tool"
ROOT = "https://w3id.org/warmteregie"
ALIGNED = f"""
GRAPH <{ROOT}/graph/alignments/garden> {{
  <{ROOT}/def/alignment/garden> a owl:Ontology ; owl:imports <{ROOT}/def/> ;
    dcterms:title "Warmteregie en tuinwoorden"@nl , "Warmteregie and garden words"@en .
  <{TARGET}> a owl:Class ; rdfs:label "tool"@en .
  <{WR.Instrument}> rdfs:subClassOf <{TARGET}> .
}}
GRAPH <{ROOT}/graph/alignments/garden/records> {{
  <{ROOT}/id/alignment/garden> a <http://rdfs.org/ns/void#Linkset> ;
    dcterms:title "Tuinwoorden"@nl , "Garden words"@en .
  <{ROOT}/id/mapping/garden/Instrument/Tool> a owl:Axiom ;
    owl:annotatedSource <{WR.Instrument}> ;
    owl:annotatedProperty rdfs:subClassOf ;
    owl:annotatedTarget <{TARGET}> ;
    dcterms:isPartOf <{ROOT}/id/alignment/garden> ;
    <https://w3id.org/sssom/mapping_justification>
      <https://w3id.org/semapv/vocab/ManualMappingCuration> ;
    <https://w3id.org/sssom/confidence> 0.80 ;
    <https://w3id.org/sssom/other> "verified_in: the list of 2031" .
}}
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Return a client of a site with one alignment."""
    folder: Path = tmp_path_factory.mktemp("aligned")
    app: Flask = make_site(folder, more=ALIGNED)
    yield app.test_client()
    close(app)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("Elsewhere", "is a kind of", "likely", "compared by hand", "Garden words")),
        ("nl", ("Ook elders", "is een soort", "waarschijnlijk", "met de hand", "Tuinwoorden")),
    ],
)
def test_term_shows_what_it_is_elsewhere(
    client: FlaskClient, lang: str, said: tuple[str, ...]
) -> None:
    """Relation, label, sureness and source in words, under one heading and once."""
    text = client.get(f"/doc/def/Instrument?lang={lang}", headers=PAGE).text
    section = text.split(f"<h2>{said[0]}</h2>")[1].split("</section>")[0]

    for one in (*said[1:], "tool", "the list of 2031", f'href="{TARGET}"'):
        assert one in section, one
    assert 1 == text.count(TARGET)


def test_module_is_given_whole_by_its_name(client: FlaskClient) -> None:
    """Who imports an alignment gets its axioms and stubs, and the import of our ontology."""
    found = client.get("/def/alignment/garden", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=client.get(found.headers["Location"]).text, format="turtle")

    assert 303 == found.status_code
    assert (ALIGNMENT.garden, OWL.imports, URIRef(str(WR))) in graph
    assert (WR.Instrument, RDFS.subClassOf, URIRef(TARGET)) in graph
    assert (URIRef(TARGET), None, None) in graph


def test_module_has_a_page_and_an_unknown_one_has_none(client: FlaskClient) -> None:
    """A browser is shown what the module is; of another there is nothing."""
    assert "garden words" in client.get("/doc/def/alignment/garden?lang=en", headers=PAGE).text
    assert 404 == client.get("/def/alignment/moon").status_code
    assert 404 == client.get("/doc/def/alignment/moon.ttl").status_code


def test_graph_of_alignments_says_what_it_holds(client: FlaskClient) -> None:
    """The page of the graph has its words."""
    text = client.get("/doc/graph/alignments/garden?lang=en", headers=PAGE).text

    assert "What our terms are in other vocabularies" in text
