"""How to read the site: an example of each kind, taken from the graph."""

import pytest
from flask.testing import FlaskClient

from tests.webapp.mini_site import KEY, PAGE


def part(client: FlaskClient, name: str, lang: str = "en") -> str:
    """Return the part of the page about one kind."""
    text = client.get(f"/reading?lang={lang}", headers=PAGE).text
    return text.split(f'<h2 id="{name}">')[1].split("<h2")[0]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("stated", "The bench plan is there at strategic level."),
        ("hedged", "Benches and tree roots seem to be in each other&#39;s way."),
        ("open", "Whether benches attract pigeons is not known."),
        ("denied", "The park keeper may not refuse a bench."),
        ("interpreted", "The bench plan is meant to bring rest."),
    ],
)
def test_each_way_of_saying_has_an_example(client: FlaskClient, name: str, said: str) -> None:
    """A real claim of that kind, with who says it and the way to its passage."""
    found = part(client, name)

    assert said in found
    assert 'class="who"' in found
    assert f"/study/{KEY}/" in found


def test_gap_and_tension_have_an_example(client: FlaskClient) -> None:
    """The gap with its place, the tension with both its sides."""
    assert "The list at tactical level is not finished." in part(client, "gap")
    assert "#p-2.1-7" in part(client, "gap")
    assert 2 <= part(client, "tension").count('class="claim"')


def test_what_no_study_says_is_set_apart(client: FlaskClient) -> None:
    """What is known from elsewhere has its source and day; what follows has its mark."""
    outside, inferred = part(client, "outside"), part(client, "inferred")

    assert "Elsewhere the map holds since July 2031." in outside
    assert 'class="outside' in outside
    assert "check again by" in outside
    assert inferred.count("∴") == 2


def test_about_leads_here(client: FlaskClient) -> None:
    """The short version leads to the long one."""
    assert 'href="/reading' in client.get("/about", headers=PAGE).text
