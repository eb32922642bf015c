"""The list of cases: what the study tells of each, and what can be read elsewhere."""

import csv
import io
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webapp.mini_site import PAGE, close, make_site

MORE = """
graph:entities {
<case/north-park> a wr:InstrumentCase ; skos:prefLabel "bankjesplan van het Noordpark"@nl , "bench plan of North Park"@en .
<place/north> a wr:Place ; skos:prefLabel "Noord"@nl , "North"@en .
}
graph:evidence {
<statement/bankjes-2030-0101> a wr:Statement ; wr:inStudy <study/bankjes-2030> ; rdf:subject <case/north-park> ;
    rdf:predicate wr:caseOf ; rdf:object <instrument/bench-plan> ; wr:gist "Noord heeft een plan."@nl , "North has a plan."@en ;
    wr:polarity <polarity/affirmed> ; wr:force <force/is> .
<reading/bankjes-2030-0101-1> a wr:Reading ; wr:ofStatement <statement/bankjes-2030-0101> ; wr:inStudy <study/bankjes-2030> ;
    wr:readIn <passage/bankjes-2030/2.1-1> ; wr:speaker <speaker/bankjes-2030/authors> ; wr:stance <stance/says> ;
    wr:certainty <certainty/stated> ; wr:mode <mode/stated> .
<statement/bankjes-2030-0102> a wr:Statement ; wr:inStudy <study/bankjes-2030> ; rdf:subject <case/north-park> ;
    rdf:predicate wr:casePlace ; rdf:object <place/north> ; wr:gist "Het plan is van Noord."@nl , "The plan is North's."@en ;
    wr:polarity <polarity/affirmed> ; wr:force <force/is> .
<reading/bankjes-2030-0102-1> a wr:Reading ; wr:ofStatement <statement/bankjes-2030-0102> ; wr:inStudy <study/bankjes-2030> ;
    wr:readIn <passage/bankjes-2030/2.1-1> ; wr:speaker <speaker/bankjes-2030/authors> ; wr:stance <stance/says> ;
    wr:certainty <certainty/stated> ; wr:mode <mode/stated> .
}
"""  # noqa: E501
DOCUMENT = """
graph:outside {
<outside-fact/101> a wr:OutsideFact ; rdf:subject <case/north-park> ; rdf:predicate wr:hasPublicDocument ;
    rdf:object <outside-source/gazette> ; wr:gist "Het plan is openbaar."@nl , "The plan is public."@en ;
    wr:knowledgeStatus wr:Outside ; dcterms:source <outside-source/gazette> ;
    wr:lookedUpOn "2000-08-01"^^xsd:date ; wr:checkBy "9999-08-01"^^xsd:date .
}
"""  # noqa: E501


@pytest.fixture(scope="module", params=[MORE, MORE + DOCUMENT], ids=["unpublished", "published"])
def park(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """Return a site that knows a case, without and with a public document."""
    app = make_site(tmp_path_factory.mktemp("cases"), more=request.param)
    yield app
    close(app)


def test_cases_are_there_as_data(park: Flask) -> None:
    """A row a reading with who says it, how firmly and where; what is from elsewhere says so."""
    rows = list(csv.DictReader(io.StringIO(park.test_client().get("/cases.csv?lang=en").text)))
    said = [row for row in rows if row["speakers"]]
    known = [row for row in rows if not row["speakers"]]

    assert {"bench plan of North Park"} == {row["caseLabel"] for row in rows}
    assert ("North has a plan.", "stated") == (said[0]["gist"], said[0]["certainty"])
    assert said[0]["locator"].startswith("§ 2.1")
    assert {"not from the study"} >= {row["certainty"] for row in known}
    assert all("https://example.org/gazette" in row["source"] for row in known)


@pytest.mark.parametrize("suffix", [".csv", ".json", ".xlsx", ".docx", ".ttl"])
def test_links_of_the_page_give_every_format(park: Flask, suffix: str) -> None:
    """Each in the language of the page."""
    client = park.test_client()

    assert f'href="/cases{suffix}?lang=en"' in client.get("/cases?lang=en", headers=PAGE).text
    assert 200 == client.get(f"/cases{suffix}?lang=en").status_code


def test_case_has_its_instrument_place_and_evidence(park: Flask) -> None:
    """What it is a case of, where, and each claim with who says it and where."""
    text = park.test_client().get("/cases?lang=en", headers=PAGE).text

    assert "bench plan of North Park" in text
    assert "/doc/instrument/bench-plan" in text
    assert "/doc/place/north" in text
    assert "North has a plan." in text
    assert "#p-2.1-1" in text


def test_document_is_linked_or_said_to_be_unknown(
    park: Flask, request: pytest.FixtureRequest
) -> None:
    """A document that is known is linked, in a block of its own; none is made up."""
    text = park.test_client().get("/cases?lang=en", headers=PAGE).text
    known = "unpublished" not in request.node.name

    assert known == ('href="https://example.org/gazette"' in text)
    assert known == ('class="outside' in text)
    assert known != ("We know of no public document of this case." in text)


def test_no_case_is_said_so(client: FlaskClient) -> None:
    """A study without cases has an empty list, with a way on."""
    text = client.get("/cases?lang=en", headers=PAGE).text

    assert "tells of no case" in text
    assert 'href="/study?lang=en"' in text
