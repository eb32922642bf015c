"""The OASIS catalogue leads OWL tools to the files of the modules, so that nothing is fetched.

https://www.oasis-open.org/committees/download.php/14809/xml-catalogs.html
"""

from xml.etree import ElementTree

import pytest
from rdflib import OWL, RDF, Graph, URIRef

from kg.files import shipped_files
from kg.ontology import HEADER, load_ontology
from kg.turtle import parse_turtle

NAMESPACE = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"


@pytest.fixture(scope="module")
def entries() -> dict[URIRef, str]:
    """Return the files of the catalogue by the names they stand for."""
    root = ElementTree.parse(shipped_files().ontology / "catalog-v001.xml").getroot()
    assert f"{NAMESPACE}catalog" == root.tag
    return {URIRef(one.attrib["name"]): one.attrib["uri"] for one in root.iter(f"{NAMESPACE}uri")}


def test_every_import_is_in_the_catalogue(entries: dict[URIRef, str]) -> None:
    """Whatever is imported is found, and the header too."""
    imported = set(load_ontology(shipped_files().ontology).objects(None, OWL.imports))

    assert imported | {HEADER} == set(entries)


def test_catalogue_leads_to_the_ontology_it_names(entries: dict[URIRef, str]) -> None:
    """Each file is there, within the folder, and declares the ontology of that name."""
    for name, file in entries.items():
        found: Graph = parse_turtle(shipped_files().ontology / file)
        assert [name] == list(found.subjects(RDF.type, OWL.Ontology))
