"""The explore page: facets with true counts, combined freely, the whole state in the address."""

import csv
import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webapp.mini_site import KEY, PAGE
from tests.webapp.test_search import hits
from webapp.facets import as_query, facets_of, narrowed
from webapp.services import EXTENSION, Services

AUTHORS = f"speaker/{KEY}/authors"


def rows(client: FlaskClient, query: str) -> list[dict[str, str]]:
    """Return the rows of the data of a choice."""
    return list(csv.DictReader(client.get(f"/explore.csv?{query}").text.splitlines()))


def choices(text: str) -> list[tuple[str, int]]:
    """Return address and number of every choice on a page."""
    found = re.findall(
        r'<li><a href="([^"]+)" rel="nofollow"(?: aria-current="true")?>.*?</a> '
        r'<span class="number">(\d+)</span>',
        text,
    )
    return [(unescape(href), int(number)) for href, number in found]


@pytest.fixture
def services(site: Flask) -> Services:
    """Return what the pages of the invented site ask with."""
    found: Services = site.extensions[EXTENSION]
    return found


@pytest.mark.parametrize(
    "start", ["/explore", "/explore?polarity=polarity/denied", "/search?q=bank"]
)
def test_number_is_what_a_choice_leaves(client: FlaskClient, start: str) -> None:
    """Each choice is followed: its page has as many hits as its number said.

    One that adds to a choice in the same facet gives what either has.
    """
    text = client.get(start, headers=PAGE).text
    found = [
        (href, number)
        for href, number in choices(text)
        if "polarity=" not in start or "polarity=polarity/denied&" in href + "&"
    ]

    assert found
    for href, number in found:
        [total] = re.findall(r'role="status">(\d+) ', client.get(href, headers=PAGE).text)
        either = href.count("polarity=") > 1
        assert number == int(total) or either


def test_choices_are_combined(client: FlaskClient) -> None:
    """Facets all count; of one facet any value will do."""
    denied = {row["thing"] for row in rows(client, "polarity=polarity/denied")}
    affirmed = {row["thing"] for row in rows(client, "polarity=polarity/affirmed")}
    authors = {row["thing"] for row in rows(client, f"speaker={AUTHORS}")}
    both = f"polarity=polarity/denied&speaker={AUTHORS}"
    either = "polarity=polarity/denied&polarity=polarity/affirmed"

    assert denied
    assert {row["thing"] for row in rows(client, both)} == denied & authors
    assert {row["thing"] for row in rows(client, either)} == denied | affirmed


def test_chosen_value_can_be_taken_away(client: FlaskClient) -> None:
    """The list says what was chosen; its link leads to the list without it."""
    text = client.get("/explore?polarity=polarity/denied&lang=en", headers=PAGE).text

    assert "Affirmed or denied: <b>denied</b>" in text
    assert re.search(r'<ul class="plain chosen">\s*<li><a href="/explore\?lang=en"', text)


def test_claims_come_first_in_the_order_of_the_study(client: FlaskClient) -> None:
    """What is said, section by section, and then the things."""
    kinds = [row["kind"] for row in rows(client, "")]

    assert kinds.count("statement") == kinds.index(
        next(kind for kind in kinds if kind != "statement")
    )
    assert hits(client.get("/explore", headers=PAGE).text)[0].startswith("/doc/statement/")


def test_choices_as_a_query_give_the_same(services: Services) -> None:
    """The query behind the choices finds what the choices leave, no more and no less."""
    facets = {slug: facet for slug, facet in facets_of(services).items() if facet.items}
    assert len(facets) > 5
    for slug, facet in facets.items():
        value = next(iter(facet.items))
        chosen = {slug: (value,), "polarity": tuple(facets["polarity"].items)}
        found = services.engine.select(as_query(facets, chosen))

        assert narrowed(facets, chosen) == {str(row[0]) for row in found.rows}


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("polarity=polarity/maybe", 400, "polarity/denied"),
        ("polarity=%3Cscript%3E", 400, "polarity/denied"),
        ("level=wrid:nothing/at-all", 400, "heeft die waarde niet"),
        ("kind=onzin", 400, "statement"),
        ("page=999", 404, ""),
        ("page=0", 404, ""),
        ("page=%C2%B2", 404, ""),
        ("polarity=", 200, ""),
        ("unheard-of=1", 200, ""),
    ],
)
def test_what_is_not_there_is_told(client: FlaskClient, query: str, status: int, said: str) -> None:
    """The right status, and what there is instead; nothing comes back unescaped."""
    answer = client.get(f"/explore?{query}", headers=PAGE)

    assert status == answer.status_code
    assert said in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize("page", ["explore", "search"])
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("kind=onzin", "Die soort is er niet."),
        ("polarity=polarity/maybe", "heeft die waarde niet."),
    ],
)
def test_what_is_not_there_is_told_in_dutch(
    client: FlaskClient, page: str, query: str, said: str
) -> None:
    """The sentence is in the language of the page, and does not say that it is in English."""
    text = client.get(f"/{page}?{query}&lang=nl", headers=PAGE).text

    assert said in text
    assert "alleen in het Engels" not in text


def test_values_that_can_be_given_have_names(client: FlaskClient) -> None:
    """The likely values come with what they are called."""
    text = client.get("/explore?polarity=polarity/maybe&lang=nl", headers=PAGE).text

    assert "<li>ontkend <code>polarity/denied</code></li>" in text


def test_choices_that_do_not_meet_lead_on(client: FlaskClient) -> None:
    """Nothing left is explained, and one link takes the choices away."""
    text = client.get("/explore?polarity=polarity/denied&kind=thing&lang=en", headers=PAGE).text

    assert "Nothing has all of this at once." in text
    assert 'href="/explore?lang=en">take all away' in text


def test_crawlers_are_asked_to_stay_out(client: FlaskClient) -> None:
    """There are more combinations than pages."""
    answer = client.get("/explore", headers=PAGE)

    assert "noindex, nofollow" == answer.headers["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex, nofollow">' in answer.text
