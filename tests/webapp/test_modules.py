"""The ontology for OWL tools: a module by its name, all of it as one, and the archive."""

import io
from zipfile import ZipFile

from flask.testing import FlaskClient
from rdflib import OWL, RDF, Graph
from rdflib.compare import isomorphic

from kg.files import shipped_files
from kg.namespaces import MODULE
from kg.ontology import HEADER, load_ontology, merge_modules
from kg.turtle import parse_turtle
from tests.webapp.mini_site import PAGE


def given(client: FlaskClient, path: str, media_type: str) -> Graph:
    """Return the data that a name leads to in one format."""
    answer = client.get(path, headers={"Accept": media_type}, follow_redirects=True)
    assert media_type == answer.mimetype
    return Graph().parse(data=answer.data, format=media_type)


def test_name_of_a_module_leads_to_all_it_holds(client: FlaskClient) -> None:
    """A tool that follows an import gets header, terms and axioms, in each format alike."""
    held = parse_turtle(shipped_files().ontology / "modules" / "core.ttl")

    for media_type in ("text/turtle", "application/rdf+xml"):
        assert isomorphic(held, given(client, "/def/module/core", media_type))


def test_page_of_a_module_stays_a_page(client: FlaskClient) -> None:
    """People still read what the module is about."""
    answer = client.get("/def/module/core", headers=PAGE, follow_redirects=True)

    assert (200, "text/html") == (answer.status_code, answer.mimetype)


def test_ontology_is_one_ontology(client: FlaskClient) -> None:
    """The data of the whole have one header and no import, so a tool needs nothing else."""
    found = given(client, "/def/", "text/turtle")

    assert [HEADER] == list(found.subjects(RDF.type, OWL.Ontology))
    assert [] == list(found.subject_objects(OWL.imports))
    assert list(found.subjects(RDF.type, OWL.Class))


def test_archive_holds_modules_and_catalogue(client: FlaskClient) -> None:
    """What is unpacked opens in Protégé: each name of the catalogue is a file beside it."""
    answer = client.get("/ontology.zip")
    files = {one.filename for one in ZipFile(io.BytesIO(answer.data)).infolist()}
    modules = {f"warmteregie/modules/{path.name}"
               for path in (shipped_files().ontology / "modules").glob("*.ttl")}  # fmt: skip

    assert "application/zip" == answer.mimetype
    assert modules < files
    assert files - modules == {
        "warmteregie/warmteregie.ttl", "warmteregie/catalog-v001.xml",
        "warmteregie/warmteregie-merged.ttl",
    }  # fmt: skip


def test_archive_has_the_whole_merged(client: FlaskClient) -> None:
    """The merged file is the modules together."""
    packed = ZipFile(io.BytesIO(client.get("/ontology.zip").data))
    found = Graph().parse(data=packed.read("warmteregie/warmteregie-merged.ttl"), format="turtle")

    assert isomorphic(merge_modules(load_ontology(shipped_files().ontology)), found)


def test_archive_is_asked_for_once(client: FlaskClient) -> None:
    """Who has the archive is told so, and the page of the ontology leads to it."""
    tag = client.get("/ontology.zip").headers["ETag"]

    assert 304 == client.get("/ontology.zip", headers={"If-None-Match": tag}).status_code
    assert "/ontology.zip" in client.get("/doc/def/", headers=PAGE).text


def test_no_module_is_made_up(client: FlaskClient) -> None:
    """A name that no module has is not found, whatever path it spells."""
    for name in ("module/none", "module/../warmteregie", f"{MODULE['none']}"):
        assert 404 == client.get(f"/doc/def/{name}.ttl").status_code
