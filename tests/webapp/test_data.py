"""All statements as a table to download, in the language of the page."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.webapp.mini_site import KEY, PAGE
from webapp.data import FIRST_QUERY


@pytest.mark.parametrize(
    ("path", "kind", "begins"),
    [
        ("/statements.csv", "text/csv", b"reading,claim,subject"),
        ("/statements.xlsx", "application/vnd.openxmlformats", b"PK"),
    ],
)
def test_statements_are_a_download(
    client: FlaskClient, path: str, kind: str, begins: bytes
) -> None:
    """The table comes as a file with a name, open to other sites, whole."""
    answer = client.get(path)

    assert 200 == answer.status_code
    assert answer.content_type.startswith(kind)
    assert answer.data.startswith(begins)
    assert path[1:] in answer.headers["Content-Disposition"]
    assert "*" == answer.headers["Access-Control-Allow-Origin"]


def test_labels_are_in_the_language_asked_for(client: FlaskClient) -> None:
    """The same rows, other labels."""
    dutch, english = (client.get(f"/statements.csv?lang={lang}").text for lang in ("nl", "en"))

    assert len(dutch.splitlines()) == len(english.splitlines()) > 1
    assert dutch != english


def test_page_offers_each_part_as_data(client: FlaskClient) -> None:
    """Every named graph in every format, the spreadsheet, and each leads somewhere."""
    text = client.get("/data?lang=en", headers=PAGE).text
    links = set(re.findall(r'href="(/(?!static)[^"#]*)"', text))

    assert "/doc/graph/entities.ttl?lang=en" in links
    assert f"/statements.csv?study={KEY}&amp;lang=en" in links
    assert {200} == {client.get(unescape(one)).status_code for one in links}


def test_page_tells_edition_licence_and_citation(client: FlaskClient) -> None:
    """Who takes the data away knows which they are, and how to name them."""
    text = client.get("/data?lang=en", headers=PAGE).text

    assert "(n.d.). Warmteregie (build one) [Data set]. Retrieved" in text
    assert "/cite/dataset/warmteregie.ris?lang=en" in text
    assert "https://creativecommons.org/licenses/by/4.0/" in text
    assert "author = {{The Warmteregie authors}}," in text


def test_first_query_can_be_asked(client: FlaskClient) -> None:
    """The line to copy is no mere example: it gives an answer."""
    answer = client.get(
        "/sparql", query_string={"query": FIRST_QUERY}, headers={"Accept": "text/csv"}
    )

    assert "bankjesplan" in answer.text
