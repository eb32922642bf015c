"""Links to other data, as the page of a thing shows them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webapp.mini_site import PAGE, close, make_site

TARGET = "https://example.org/garden/12"
LINKS = f"""
GRAPH <https://w3id.org/warmteregie/graph/links/garden> {{
  <https://w3id.org/warmteregie/id/instrument/bench-plan> skos:closeMatch <{TARGET}> .
  <{TARGET}> rdfs:label "bankenbesluit"@nl .
  <https://w3id.org/warmteregie/id/linkset/garden> a <http://rdfs.org/ns/void#Linkset> ;
    dcterms:title "Tuinlijst"@nl , "Garden list"@en .
  <https://w3id.org/warmteregie/id/link/garden/instrument/bench-plan/12> a owl:Axiom ;
    owl:annotatedSource <https://w3id.org/warmteregie/id/instrument/bench-plan> ;
    owl:annotatedProperty skos:closeMatch ;
    owl:annotatedTarget <{TARGET}> ;
    dcterms:isPartOf <https://w3id.org/warmteregie/id/linkset/garden> ;
    <https://w3id.org/sssom/mapping_justification>
      <https://w3id.org/semapv/vocab/ManualMappingCuration> ;
    <https://w3id.org/sssom/confidence> 0.80 ;
    <https://w3id.org/sssom/other> "verified_in: the list of 2031" .
}}
"""


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return a site with one link."""
    folder: Path = tmp_path_factory.mktemp("linked")
    app = make_site(folder, more=LINKS)
    yield app
    close(app)


def page(client: FlaskClient, lang: str) -> str:
    """Return the page of the linked thing."""
    return client.get(f"/doc/instrument/bench-plan?lang={lang}", headers=PAGE).text


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("Elsewhere", "is nearly the same concept as", "likely", "compared by hand",
                "Garden list", "where verified")),
        ("nl", ("Ook elders", "is bijna hetzelfde begrip als", "waarschijnlijk",
                "met de hand vergeleken", "Tuinlijst", "waar nagegaan")),
    ],
)  # fmt: skip
def test_link_is_shown_with_what_it_rests_on(
    linked: Flask, lang: str, said: tuple[str, ...]
) -> None:
    """Source, label, relation and confidence in words, justification, where verified."""
    text = page(linked.test_client(), lang)
    title = said[0]
    section = text.split(f"<h2>{title}</h2>")[1].split("</section>")[0]

    for one in (*said[1:], "bankenbesluit", "0.8", "the list of 2031", f'href="{TARGET}"'):
        assert one in section, one


def test_link_is_shown_once_and_by_name(linked: Flask) -> None:
    """Its target stands under its heading alone, and no bare relation among the properties."""
    text = page(linked.test_client(), "en")

    assert 1 == text.count(TARGET)
    assert "skos:closeMatch" not in text


def test_data_of_a_thing_has_its_links(linked: Flask) -> None:
    """Who follows the name of a thing by machine finds what it is elsewhere."""
    found = linked.test_client().get("/doc/instrument/bench-plan.nt").text

    assert f"<http://www.w3.org/2004/02/skos/core#closeMatch> <{TARGET}>" in found


def test_thing_without_links_has_no_such_section(client: FlaskClient) -> None:
    """Nothing is said of elsewhere where nothing is linked."""
    assert "<h2>Elsewhere</h2>" not in page(client, "en")


def test_record_of_a_link_has_an_address(linked: Flask) -> None:
    """A link can be pointed at: its record answers by its own name."""
    found = linked.test_client().get("/doc/link/garden/instrument/bench-plan/12", headers=PAGE)

    main = found.text.split("<main")[1].split("<h2>Dit aanhalen")[0]
    assert 200 == found.status_code
    assert "bankenbesluit" in main
    assert not any(bare in main for bare in ("owl:", "sssom:", "semapv:", "&lt;http"))
