"""Matrices: claims by any two facets, instruments by level and chapter; cells open their claims."""

import csv
import re
from html import unescape
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg.namespaces import WRID
from tests.webapp.mini_site import KEY, PAGE
from webapp.crossing import cross, most_frequent
from webapp.facets import facets_of
from webapp.instruments import Instruments, instruments_of
from webapp.services import EXTENSION, Services

CELL = re.compile(r'<td><a href="([^"]+)" rel="nofollow"[^>]*>(.*?)</a></td>')
PAIR = "rows=actor&columns=instrument"
PLAN, MAP = f"{WRID}instrument/bench-plan", f"{WRID}instrument/shade-map"


@pytest.fixture
def services(site: Flask) -> Services:
    """Return what the pages of the invented site ask with."""
    found: Services = site.extensions[EXTENSION]
    return found


@pytest.fixture
def instruments(site: Flask, services: Services) -> Instruments:
    """Return the instruments of the invented study."""
    with site.app_context():
        return instruments_of(services, services.study)


def page(client: FlaskClient, query: str = "", language: str = "nl") -> str:
    """Return the text of a matrix."""
    answer = client.get(f"/matrix?{query}&lang={language}", headers=PAGE)

    assert 200 == answer.status_code
    return answer.text


def cells(text: str) -> list[tuple[str, str]]:
    """Return address and accessible name of every cell with claims."""
    return [(unescape(href), re.sub(r"<[^>]+>", "", inner)) for href, inner in CELL.findall(text)]


def table(client: FlaskClient, query: str = "") -> list[dict[str, str]]:
    """Return the rows of a matrix as data."""
    return list(csv.DictReader(client.get(f"/matrix.csv?{query}&lang=nl").text.splitlines()))


@pytest.mark.parametrize(
    "query",
    ["", PAIR, "rows=section&columns=speaker", "rows=level&columns=about", "columns=instrument"],
)
def test_cell_opens_as_many_claims_as_it_says(client: FlaskClient, query: str) -> None:
    """Each cell is followed: its claims stand there in full, and as many in Explore."""
    found = cells(page(client, query))

    assert found
    for href, name in found:
        number = re.search(r"(\d+) bewering", name)
        opened = client.get(href.partition("#")[0], headers=PAGE).text
        [everything] = re.findall(r'<a href="(/explore[^"]+kind=statement[^"]*)"', opened)
        hits = client.get(unescape(everything), headers=PAGE).text

        assert number
        assert int(number[1]) == opened.partition('id="cell"')[2].count('<li class="claim"')
        assert f'role="status">{number[1]} ' in hits


def test_cell_says_of_what_it_is(client: FlaskClient) -> None:
    """Who hears a cell hears the number, the row and the column."""
    names = [name for _, name in cells(page(client, PAIR))]

    assert ["1 bewering over parkwachter en bankjesplan"] == names


def test_only_claims_are_counted(site: Flask, services: Services) -> None:
    """A thing that a facet holds under its own value is no claim of the cell."""
    with site.app_context():
        facets = facets_of(services)
        every = facets["polarity"].any_of(facets["polarity"].items)
        found = cross(facets["instrument"], facets["level"], every)

    assert {f"{WRID}statement/{KEY}-000{number}" for number in (1, 2, 6, 7)} == set().union(
        *found.cells.values()
    )


def test_narrowing_leaves_claims_out(client: FlaskClient) -> None:
    """A facet that is neither row nor column chooses among the claims, and can be taken away."""
    denied = "rows=about&columns=actor&polarity=polarity/denied"
    text = page(client, denied)

    assert {"1 bewering"} == {name.partition(" over ")[0] for _, name in cells(text)}
    assert len(cells(page(client, "rows=about&columns=actor"))) > len(cells(text))
    [away] = re.findall(r'<ul class="plain chosen">\s*<li><a href="([^"]+)"', text)
    assert "polarity" not in away


def test_sides_can_be_swapped_with_the_cell(client: FlaskClient) -> None:
    """The same claims stand in the same cell of the matrix on its side."""
    href = cells(page(client, PAIR))[0][0].partition("#")[0]
    text = client.get(href, headers=PAGE).text
    [swapped] = re.findall(r'<p class="small"><a href="([^"]+)"', text)
    turned = client.get(unescape(swapped), headers=PAGE).text

    assert "rows=instrument&amp;columns=actor" in swapped
    assert 'aria-current="true"><span class="count">1<' in turned
    assert text.partition('id="cell"')[2].count('<li class="claim"') == 1
    assert turned.partition('id="cell"')[2].count('<li class="claim"') == 1


def test_long_facets_keep_the_values_with_most_claims() -> None:
    """What is kept stands in its own order; among equals the first are kept."""
    numbers = {"a": 1, "b": 3, "c": 2, "d": 2}

    assert ("b", "c") == most_frequent(numbers, 2)
    assert tuple(numbers) == most_frequent(numbers, 9)


def test_what_is_left_out_is_said(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A matrix that shows a part says so, with the way to the whole."""
    monkeypatch.setattr("webapp.matrix.MOST", (1, 1))
    text = page(client, "rows=section&columns=about")
    [whole] = re.findall(r'<a href="([^"]+)" rel="nofollow">Toon alles', text)

    assert re.search(r"\d+ rij(en zijn| is) weggelaten, \d+ kolom", text)
    assert "weggelaten" not in client.get(unescape(whole), headers=PAGE).text


def test_instruments_stand_under_their_level(client: FlaskClient) -> None:
    """Levels in their order, each instrument with what its chapters do, and in words."""
    rows = [(row["Niveau"], row["Instrument"], row["In woorden"]) for row in table(client)]

    assert [
        ("strategisch niveau", "bankjesplan", "in hoofdstuk 1, 2 en 3"),
        ("tactisch niveau", "schaduwkaart", "alleen in hoofdstuk 2; nergens toegelicht"),
    ] == rows


def test_naming_and_explaining_are_told_apart(instruments: Instruments) -> None:
    """A level given is a name; a use, or an aim in another line, explains."""
    first, second, _ = instruments.chapters

    assert instruments.is_explained(PLAN, first)
    assert not instruments.is_explained(PLAN, second)
    assert (MAP,) == instruments.unexplained


def test_unexplained_can_come_first(client: FlaskClient) -> None:
    """The instruments that nothing explains come together, with their level in words."""
    rows = table(client, "sort=unexplained")

    assert ["schaduwkaart", "bankjesplan"] == [row["Instrument"] for row in rows]
    assert rows[0]["In woorden"].startswith("tactisch niveau; ")


def test_drawing_stands_on_its_own(client: FlaskClient) -> None:
    """It is well-formed, says what it is and where it comes from, and loads nothing."""
    answer = client.get("/matrix.svg?lang=nl")
    drawn = ElementTree.fromstring(answer.data)
    texts = [one.text for one in drawn.iter("{http://www.w3.org/2000/svg}text")]

    assert "image/svg+xml" == answer.mimetype
    assert "Instrumenten per niveau en hoofdstuk" in texts
    assert "schaduwkaart" in texts
    assert "Bron: Warmteregie" in " ".join(filter(None, texts))
    assert not re.search(r"<style|<script|style=|(?:href|src)=\"https?:", answer.text)


@pytest.mark.parametrize(
    ("query", "valid"),
    [
        ("rows=nonsense", "instrument"),
        ("columns=<img>", "instrument"),
        ("rows=actor&rows=level", "one value"),
        ("rows=actor&columns=actor", "used twice"),
        ("rows=actor&actor=actor/park-keeper", "used twice"),
        ("rows=actor&polarity=polarity/perhaps", "polarity/denied"),
        ("nonsense=1", "instrument"),
        ("sort=alphabet", "unexplained"),
        (f"{PAIR}&sort=unexplained", "this matrix"),
        (f"{PAIR}&show=some", "all"),
        (f"{PAIR}&cell=actor/visitor", "actor/park-keeper,instrument/bench-plan"),
        (f"{PAIR}&cell=actor/park-keeper,actor/visitor", "instrument/bench-plan"),
    ],
)
@pytest.mark.parametrize("suffix", ["", ".csv", ".svg"])
def test_what_cannot_be_crossed_is_told(
    client: FlaskClient, query: str, valid: str, suffix: str
) -> None:
    """A wrong facet, value, order or cell is refused, and what is right is named."""
    answer = client.get(f"/matrix{suffix}?{query}", headers={**PAGE, "Accept-Language": "en"})

    assert 400 == answer.status_code
    assert valid in answer.text
    assert suffix or "<img" not in answer.text


def test_pair_without_claims_says_why(client: FlaskClient) -> None:
    """A cell that is empty opens with a reason and a way back."""
    text = page(client, f"{PAIR}&cell=actor/park-keeper,instrument/shade-map")

    assert "De studie kan erover zwijgen" in text
    assert "sluit deze cel" in text


def test_crawlers_stay_out_of_what_is_chosen(client: FlaskClient) -> None:
    """The matrix of instruments may be found; combinations have no end."""
    robots = "X-Robots-Tag"

    assert robots not in client.get("/matrix", headers=PAGE).headers
    assert "noindex, nofollow" == client.get(f"/matrix?{PAIR}", headers=PAGE).headers[robots]
