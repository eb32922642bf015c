"""Kept: what is found once for a build is the same for everybody; links and words are not."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import RDF

from kg.namespaces import WRID
from tests.webapp.mini_site import KEY, PAGE
from webapp.beside import around, claim_beside
from webapp.resources import found_thing
from webapp.words import borrowed_terms

LINK = re.compile(r'<a [^>]*href="(/[^"]*)"')
PATHS = (
    "/", "/study", f"/study/{KEY}/2.1", "/quality", "/explore", "/explore?kind=thing",
    "/search?q=bankje", "/matrix", "/regie", "/glossary", "/reading", "/cases", "/law",
    "/doc/actor/park-keeper", f"/doc/statement/{KEY}-0004", f"/doc/speaker/{KEY}/keeper-1",
    "/questions/who-says-what",
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


def test_terms_of_others_are_named_in_the_language_of_who_asks(site: Flask) -> None:
    """What other vocabularies' terms are called is found once for each language."""
    for language, name in (("nl", "is een"), ("en", "is a"), ("nl", "is een")):
        with site.test_request_context(headers={"Accept-Language": language}):
            assert name == borrowed_terms()[str(RDF.type)]


def test_claim_is_kept_with_what_stands_beside_it(site: Flask) -> None:
    """Where the passages beside a claim are others, so is what is shown."""
    with site.test_request_context("/doc/actor/park-keeper"):
        found = found_thing(str(WRID["actor/park-keeper"]))
        [one, *_] = found.about
        beside = around(found.marked)
        other = {iri: replace(place, lines=(998, 999)) for iri, place in beside.items()}

        assert claim_beside(one, beside) is claim_beside(one, beside)
        assert "999" not in claim_beside(one, beside)
        assert "999" in claim_beside(one, other)


def test_claim_is_kept_for_each_language_and_place_of_the_site(site: Flask) -> None:
    """Our own words and addresses around a claim are those of who asks."""
    with site.test_request_context("/doc/actor/park-keeper"):
        found = found_thing(str(WRID["actor/park-keeper"]))
        [one, *_], beside = found.about, around(found.marked)
        dutch = claim_beside(one, beside)
    with site.test_request_context(headers={"Accept-Language": "en"}):
        english = claim_beside(one, beside)
    with site.test_request_context(environ_overrides={"SCRIPT_NAME": "/kennis"}):
        moved = claim_beside(one, beside)

    assert ("Something wrong here?" in english, "Something wrong here?" in dutch) == (True, False)
    assert ('"/kennis/report' in moved, '"/report' in dutch) == (True, True)
