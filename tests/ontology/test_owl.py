"""The ontology as OWL tools read it: OWL 2 DL, every triple understood, by OWL API."""

from pathlib import Path

import pytest
from rdflib import OWL, RDF, Graph

from kg.entities import load_entities
from kg.files import shipped_files
from kg.ontology import HEADER, load_ontology, merge_modules
from tests.kg.small_worlds import graph
from tests.ontology.owl_api import Verdict, judge


@pytest.fixture(scope="module")
def merged() -> Graph:
    """Return header and modules as the one ontology that is published."""
    return merge_modules(load_ontology(shipped_files().ontology))


def test_merged_ontology_has_one_header_and_no_import(merged: Graph) -> None:
    """A tool that opens the one file finds one ontology, and looks for no other."""
    assert [HEADER] == list(merged.subjects(RDF.type, OWL.Ontology))
    assert [] == list(merged.subject_objects(OWL.imports))


def test_merging_keeps_all_but_the_headers(merged: Graph) -> None:
    """Not a triple about a term is lost."""
    whole = load_ontology(shipped_files().ontology)
    headers = set(whole.subjects(RDF.type, OWL.Ontology))

    assert {subject for subject, _, _ in whole - merged} <= headers


def test_ontology_is_owl_2_dl(merged: Graph, tmp_path: Path) -> None:
    """No violation of the profile, and no triple that OWL API makes no axiom of."""
    assert Verdict((), ()) == judge(merged, tmp_path)


@pytest.mark.long
def test_ontology_with_its_things_is_owl_2_dl(merged: Graph, tmp_path: Path) -> None:
    """The things that the concept schemes hold are as well-formed as the terms."""
    things = load_entities(shipped_files().entities)

    assert Verdict((), ()) == judge(merged + things, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (":p a owl:ObjectProperty , owl:DatatypeProperty .", "Cannot pun between properties"),
        (":p a owl:ObjectProperty . :A a owl:Class ; rdfs:subClassOf :B .", "undeclared class"),
        (":p a owl:ObjectProperty , owl:TransitiveProperty , owl:FunctionalProperty .",
         "non-simple property"),
        (":a a owl:NamedIndividual ; :p 1 .", "undeclared annotation property"),
    ],
)  # fmt: skip
def test_what_is_not_owl_2_dl_is_told(wrong: str, said: str, tmp_path: Path) -> None:
    """Each fault of a kind that the ontology must not have is found by the judge."""
    found = judge(graph(f":o a owl:Ontology . {wrong}"), tmp_path)

    assert any(said in one for one in found.violations)


def test_triple_that_owl_api_cannot_read_is_told(tmp_path: Path) -> None:
    """A restriction that restricts nothing is left over, and named."""
    found = judge(
        graph("""
        :o a owl:Ontology . :A a owl:Class . :p a owl:ObjectProperty .
        :A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ] .
        """),
        tmp_path,
    )

    assert any("onProperty" in one for one in found.unparsed)
