"""Regie: types by two characteristics, marked as not from the study, and what the study says."""

import csv
import re
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from tests.webapp.mini_site import KEY, PAGE
from webapp.quadrant import Axis, Corner, Said, draw_quadrant

AXES = (Axis("wind", "calm", "windy", "read"), Axis("sun", "dark", "light", "read"))
SVG = "{http://www.w3.org/2000/svg}"


def corner(across: bool, up: bool, name: str = "kite") -> Corner:
    """Return something that stands in a corner."""
    return Corner(across, up, name, ("two", "lines"), "/doc/kite")


def test_what_has_a_characteristic_stands_to_the_right_or_above() -> None:
    """Across goes to the right, up goes up; each stands in the corner of its values."""
    corners = [corner(across, up) for across in (False, True) for up in (False, True)]
    plate = draw_quadrant(*AXES, corners, Said("Weather", "Kites.", "guessed"))
    left_low, left_high, right_low, right_high = plate.boxes

    assert left_low.x == left_high.x < right_low.x == right_high.x
    assert left_high.y == right_high.y < left_low.y == right_low.y


def test_every_box_says_that_it_is_from_elsewhere() -> None:
    """The mark stands in each box, above the name."""
    plate = draw_quadrant(*AXES, [corner(True, True)], Said("Weather", "Kites.", "guessed"))
    [box] = plate.boxes
    inside = [text for text in plate.texts if text.x > box.x and text.y < box.y + box.height]

    assert ["guessed", "kite", "two", "lines"] == [text.text for text in inside]


def test_long_names_are_folded() -> None:
    """A name that does not fit its box goes on in the next line, and nothing leaves the box."""
    name = "orchestration by those who would rather not"
    plate = draw_quadrant(*AXES, [corner(True, False, name)], Said("Weather", "Kites.", "guessed"))
    [box] = plate.boxes
    lines = [text for text in plate.texts if text.look == "link"]

    assert name == " ".join(text.text for text in lines)
    assert 1 < len(lines)
    assert max(text.y for text in plate.texts if text.x == lines[0].x) <= box.y + box.height


def test_types_are_marked_as_not_from_the_study(client: FlaskClient) -> None:
    """Drawing, table and data each say so."""
    text = client.get("/regie?lang=nl", headers=PAGE).text
    drawing, _, rest = text.partition('class="plate"')[2].partition("</svg>")
    [row] = csv.DictReader(client.get("/regie.csv?lang=nl").text.splitlines())

    assert "niet uit de studie</text>" in drawing
    assert 'class="outside"' in rest
    assert ("faciliterende regie", "afwezig", "aanwezig", "niet uit de studie") == (
        row["type"], row["rust"], row["schaduw"], row["status"],
    )  # fmt: skip


def test_what_the_study_says_comes_with_its_evidence(client: FlaskClient) -> None:
    """Claims that mention a characteristic stand under it, each with its passage."""
    text = client.get("/regie?lang=nl", headers=PAGE).text
    rest = text.partition("Wat de studie zegt van: rust")[2]
    about_rest, _, about_shade = rest.partition("Wat de studie zegt van: schaduw")

    assert ["0007"] == re.findall(r'id="s-(\d+)"', about_rest)
    assert ["0005"] == re.findall(r'id="s-(\d+)"', about_shade)
    assert f"/study/{KEY}/1?lang=nl#p-1-2" in about_rest


def test_drawing_stands_on_its_own(client: FlaskClient) -> None:
    """It is well-formed, has its title and its source, and the same marks as the page."""
    answer = client.get("/regie.svg?lang=nl")
    drawn = ElementTree.fromstring(answer.data)
    texts = " ".join(one.text or "" for one in drawn.iter(f"{SVG}text"))

    assert "Typen regie naar twee kenmerken" == drawn.findtext(f"{SVG}title")
    assert "Bron: Warmteregie" in texts
    assert "href" not in answer.text
    assert "niet uit de studie" in texts


@pytest.mark.parametrize("language", ["nl", "en"])
def test_page_has_one_heading_for_each_characteristic(client: FlaskClient, language: str) -> None:
    """The characteristics are the study's and come in the order of the graph."""
    text = client.get(f"/regie?lang={language}", headers=PAGE).text
    headings = re.findall(r"<h2>[^<]*: ([^<]+)</h2>", text)

    assert {"nl": ["rust", "schaduw"], "en": ["rest", "shade"]}[language] == headings
