"""Kept: what is found once for a build is the same for everybody; links and words are not."""

import re

import pytest
from flask.testing import FlaskClient

from tests.webapp.mini_site import KEY, PAGE

LINK = re.compile(r'<a [^>]*href="(/[^"]*)"')
PATHS = (
    "/", "/study", f"/study/{KEY}/2.1", "/quality", "/explore", "/search?q=bankje", "/matrix",
    "/regie", "/glossary", "/reading", "/cases", "/law", "/doc/actor/park-keeper",
    f"/doc/statement/{KEY}-0004", f"/doc/speaker/{KEY}/keeper-1", "/questions/who-says-what",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_what_is_kept_has_no_address_and_no_language(client: FlaskClient, path: str) -> None:
    """Who comes after another gets links of the own prefix and language, and so does the first."""
    first = client.get(path, headers=PAGE).text
    moved = client.get(path, headers=PAGE, environ_overrides={"SCRIPT_NAME": "/kennis"}).text
    asked = client.get(f"{path}{'&' if '?' in path else '?'}lang=nl", headers=PAGE).text
    english = client.get(path, headers={**PAGE, "Accept-Language": "en"}).text

    assert LINK.findall(first)
    assert [] == [one for one in LINK.findall(moved) if not one.startswith("/kennis/")]
    assert [] == [one for one in LINK.findall(asked) if "lang=nl" not in one]
    assert "Quality" in english
    assert ", zin " not in english
    assert first == client.get(path, headers=PAGE).text
