"""The law since the study: dated, with its sources, apart from what the study says."""

import csv
import io
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.webapp.mini_site import PAGE, close, make_site

MORE = """
graph:entities {
<act/shade-act> a wr:LegalAct ; skos:prefLabel "Schaduwwet"@nl , "Shade Act"@en .
<act/bench-act> a wr:LegalAct ; skos:prefLabel "Bankjeswet"@nl , "Bench Act"@en .
}
graph:evidence {
<statement/bankjes-2030-0101> a wr:Statement ; wr:inStudy <study/bankjes-2030> ; rdf:subject <act/shade-act> ;
    rdf:predicate wr:serves ; rdf:object <matter/shade> ; wr:gist "De Schaduwwet komt eraan."@nl , "The Shade Act is coming."@en ;
    wr:polarity <polarity/affirmed> ; wr:force <force/is> .
<reading/bankjes-2030-0101-1> a wr:Reading ; wr:ofStatement <statement/bankjes-2030-0101> ; wr:inStudy <study/bankjes-2030> ;
    wr:readIn <passage/bankjes-2030/2.1-1> ; wr:speaker <speaker/bankjes-2030/authors> ; wr:stance <stance/says> ;
    wr:certainty <certainty/stated> ; wr:mode <mode/stated> .
}
graph:outside {
<outside-fact/101> a wr:OutsideFact ; rdf:subject <act/shade-act> ; rdf:predicate wr:inForceFrom ; rdf:object "2031-07-01"^^xsd:date ;
    wr:gist "De Schaduwwet is er."@nl , "The Shade Act is there."@en ; dcterms:source <outside-source/gazette> ;
    wr:knowledgeStatus wr:Outside ; wr:lookedUpOn "2001-02-03"^^xsd:date ; wr:checkBy "2002-02-03"^^xsd:date .
<outside-fact/102> a wr:OutsideFact ; rdf:subject <act/bench-act> ; rdf:predicate wr:amends ; rdf:object <act/shade-act> ;
    wr:gist "De Bankjeswet wijzigt haar."@nl , "The Bench Act amends it."@en ; dcterms:source <outside-source/gazette> ;
    wr:knowledgeStatus wr:Outside ; wr:lookedUpOn "2000-08-01"^^xsd:date ; wr:checkBy "9999-08-01"^^xsd:date .
}
"""  # noqa: E501


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Return a visitor of a site that knows two acts, of which the study names one."""
    app = make_site(tmp_path_factory.mktemp("law"), more=MORE)
    yield app.test_client()
    close(app)


@pytest.fixture(scope="module")
def text(visitor: FlaskClient) -> str:
    """Return the page of that site."""
    return visitor.get("/law?lang=en", headers=PAGE).text


@pytest.mark.parametrize("suffix", [".csv", ".json", ".xlsx", ".docx", ".ttl"])
def test_law_is_there_as_data(visitor: FlaskClient, text: str, suffix: str) -> None:
    """In every format, linked from the page."""
    assert f'href="/law{suffix}?lang=en"' in text
    assert 200 == visitor.get(f"/law{suffix}?lang=en").status_code


def test_rows_keep_study_and_elsewhere_apart(visitor: FlaskClient) -> None:
    """What the study says has its speaker and place, what is known since its source and date."""
    found = csv.DictReader(io.StringIO(visitor.get("/law.csv?lang=en").text))
    rows = {row["gist"]: row for row in found}
    said, known = rows["The Shade Act is coming."], rows["The Shade Act is there."]

    assert {"Shade Act"} == {said["actLabel"], known["actLabel"]}
    assert all((said["speakers"], said["locator"], not said["source"]))
    assert ("", "", "2002-02-03") == (known["speakers"], known["locator"], known["checkBy"])
    assert "not from the study" == known["certainty"]


def test_what_is_known_since_is_set_apart(text: str) -> None:
    """In a block of its own, with its source; what the study says stands below, with its place."""
    act = text.split("Shade Act</a></h2>")[1]
    outside, said = act.split("What the study says")[:2]

    assert "The Shade Act is there." in outside
    assert 'href="https://example.org/gazette"' in outside
    assert "The Shade Act is coming." in said
    assert "#p-2.1-1" in said


def test_fact_stands_under_its_own_act_only(text: str) -> None:
    """What amends another act is told once, and an act the study does not name says so."""
    assert 1 == text.count("The Bench Act amends it.")
    assert "The study does not name this act." in text
    assert text.index("Shade Act</a></h2>") < text.index("Bench Act</a>")


def test_panel_is_dated(text: str) -> None:
    """When it was last looked up, by when to look again, and that this day is past."""
    panel = text.split("Last looked up on")[1].split("</p>")[0]

    assert "3 February 2001" in panel
    assert "3 February 2002" in panel
    assert "That day is past" in panel


def test_no_act_is_said_so(client: FlaskClient) -> None:
    """Where nothing is known the page says so, with a way on."""
    assert "speaks of no act" in client.get("/law?lang=en", headers=PAGE).text
