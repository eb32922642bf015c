"""Twins: every list is there as data, and every link to data gives what it promises."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.webapp.mini_site import KEY, PAGE

LISTS = (
    "/explore", "/search?q=bank", "/matrix", "/matrix?rows=speaker&columns=certainty", "/regie",
    "/questions", "/questions/who-says-what", "/quality", "/glossary", "/study",
)  # fmt: skip
LINK = re.compile(r'<a href="([^"]+)" type="([^"]+)">(\.[a-z]+)</a>')


@pytest.mark.parametrize("path", LISTS)
def test_every_link_to_data_gives_what_it_promises(client: FlaskClient, path: str) -> None:
    """In the format of its suffix and the type of its link; CSV, JSON and Turtle are among them."""
    links = LINK.findall(client.get(path, headers=PAGE).text)
    found = {suffix: client.get(unescape(href)) for href, _type, suffix in links}

    assert {".csv", ".json", ".ttl"} <= set(found)
    assert {(200, media) for _href, media, _suffix in links} == {
        (answer.status_code, answer.mimetype) for answer in found.values()
    }


@pytest.mark.parametrize("path", ["/study", f"/study/{KEY}/2.1", "/doc/instrument/bench-plan"])
def test_pages_of_a_study_and_its_things_have_data(client: FlaskClient, path: str) -> None:
    """Rows for the whole, a graph for a part."""
    links = re.findall(r'<a href="([^"]+\.(?:csv|ttl)[^"]*)"', client.get(path, headers=PAGE).text)

    assert links
    assert {200} == {client.get(unescape(link)).status_code for link in links}
