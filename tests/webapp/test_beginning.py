"""Home: what this is, where to begin, and the instruments by level."""

import re

from flask.testing import FlaskClient

from kg.files import shipped_files
from kg.library import load_library
from tests.webapp.mini_site import PAGE
from webapp.beginning import FIRST_QUESTIONS, first_questions


def home(client: FlaskClient) -> str:
    """Return the first page."""
    return client.get("/?lang=nl", headers=PAGE).text


def test_questions_to_begin_with_are_in_the_library() -> None:
    """The questions chosen exist, and come first in the order chosen."""
    library = load_library(shipped_files().queries / "questions", parse=False)

    assert FIRST_QUESTIONS == tuple(one.slug for one in first_questions(library))


def test_library_without_them_gives_its_first(client: FlaskClient) -> None:
    """There always are questions to begin with, and no more than five."""
    listed = home(client).partition('<ul class="plain questions">')[2].partition("</ul>")[0]

    assert "Wie zegt wat van welk ding, hoe stellig, en waar?" in listed
    assert 5 == listed.count("<li>")


def test_instruments_stand_under_their_level_and_lacking_words_are_marked(
    client: FlaskClient,
) -> None:
    """Each is a link; that one is explained nowhere is said in a word."""
    levels = re.findall(r"<section.*?</section>", home(client), re.DOTALL)

    assert ["strategisch niveau", "tactisch niveau"] == [
        re.findall(r"<h3[^>]*><a[^>]*>([^<]+)", one)[0] for one in levels
    ]
    assert "nergens toegelicht" not in levels[0]
    assert "/doc/instrument/shade-map?lang=nl" in levels[1]
    assert "nergens toegelicht" in levels[1]
