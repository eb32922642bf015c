"""An address that was cited from another version of the data answers, and says that it was."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webapp.mini_site import KEY, PAGE, close, keep_releases, make_site, quads_of

DATA = {"Accept": "text/turtle"}
META = """
GRAPH <https://w3id.org/warmteregie/graph/meta> {
  <https://w3id.org/warmteregie/id/dataset/warmteregie> a <http://www.w3.org/ns/dcat#Dataset> ;
    <http://purl.org/dc/terms/title> "Bankjes: alles"@nl , "Benches: all"@en ;
    <http://purl.org/dc/terms/modified> "2031-03-01"^^<http://www.w3.org/2001/XMLSchema#date> ;
    <http://www.w3.org/2002/07/owl#versionInfo> "2.1.0" .
}
"""
PATHS = (
    f"/doc/statement/{KEY}-0004",
    f"/doc/passage/{KEY}/2.1-2",
    "/doc/def/Instrument",
    "/questions/who-says-what",
    "/data",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return the invented site with a version."""
    folder = tmp_path_factory.mktemp("versioned")
    app = make_site(folder, more=META)
    keep_releases(app, folder / "releases", {"2.0.9": quads_of(folder / "build")})
    yield app
    close(app)


@pytest.mark.parametrize("path", PATHS)
def test_citation_of_an_older_version_says_so(client: FlaskClient, path: str) -> None:
    """It does not break: what is there now is shown, with both versions."""
    answer = client.get(f"{path}?version=2.0.9&lang=en", headers=PAGE)

    assert 200 == answer.status_code
    assert "Cited from version 2.0.9 of the data." in answer.text
    assert "Shown is version 2.1.0" in answer.text
    assert 'href="/changes/2.0.9/2.1.0?lang=en"' in answer.text


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("version", ["", "2.1.0", "2.1"])
def test_citation_of_the_version_served_says_nothing(
    client: FlaskClient, path: str, version: str
) -> None:
    """Nobody is warned of what is not so; a zero at the end makes no other version."""
    answer = client.get(f"{path}?version={version}&lang=en", headers=PAGE)

    assert 200 == answer.status_code
    assert "Cited from" not in answer.text


def test_citation_of_a_later_version_says_that_this_site_is_older(client: FlaskClient) -> None:
    """What was cited may not be here yet; 2.10 is later than 2.9."""
    text = client.get("/data?version=2.10&lang=en", headers=PAGE).text

    assert "which is older" in text


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("version", ["abc", "2.x", "<b>", "-1", "2.0.8", "0"])
def test_version_that_never_was_is_404(client: FlaskClient, path: str, version: str) -> None:
    """It is named, escaped, with the version that is here and a way on without it."""
    asked = {"version": version, "lang": "en", "kept": "1"}
    answer = client.get(path, query_string=asked, headers=PAGE)

    assert 404 == answer.status_code
    assert "There never was a version" in answer.text
    assert "<code>2.0.9</code>" in answer.text
    assert "<code>2.1.0</code>" in answer.text
    assert "<b>" not in answer.text.partition("There never")[2][:40]
    assert 'href="?lang=en&amp;kept=1"' in answer.text


def test_data_of_a_version_that_never_was_is_a_problem(client: FlaskClient) -> None:
    """Programs are told as programs are."""
    answer = client.get(f"/doc/statement/{KEY}-0004.ttl?version=abc", headers=DATA)

    assert (404, "application/problem+json") == (answer.status_code, answer.mimetype)


def test_name_passes_the_version_on(client: FlaskClient) -> None:
    """Who follows a cited name comes to the page that tells."""
    for name in (f"/id/statement/{KEY}-0004", "/def/Instrument"):
        answer = client.get(f"{name}?version=2.0.9", headers=PAGE)
        assert 303 == answer.status_code
        assert answer.location.endswith("?version=2.0.9")


@pytest.mark.parametrize("suffix", ["txt", "bib", "ris"])
@pytest.mark.parametrize(
    "path",
    ["/cite/dataset/warmteregie", f"/cite/statement/{KEY}-0004", f"/cite/passage/{KEY}/2.1-2",
     "/questions/who-says-what"],
)  # fmt: skip
def test_every_citation_has_the_version_in_its_address(
    client: FlaskClient, path: str, suffix: str
) -> None:
    """Statement, passage, answer and data set, in each form."""
    text = client.get(f"{path}.{suffix}?lang=en").text

    assert "version=2.1.0" in text
    assert "version 2.1.0, build one" in text


def test_permalink_of_an_answer_asks_it_again(client: FlaskClient) -> None:
    """The address that is cited gives the answer, with its choice."""
    path = "/questions/who-says-what?lang=en&version=2.1.0"

    assert "version=2.1.0" in client.get(path, headers=PAGE).text
    assert 200 == client.get(path.replace("?", ".csv?")).status_code
