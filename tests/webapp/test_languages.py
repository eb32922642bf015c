"""Dutch first, English complete: which language a page has, and that it is whole."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from tests.webapp.mini_site import KEY, PAGE
from webapp import app as application

WEBAPP = Path(application.__file__).parent
LIBRARY = Path(kg.__file__).parent
FOLDER = WEBAPP / "translations" / "nl" / "LC_MESSAGES"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """Return the Dutch texts as they are edited."""
    with (FOLDER / "messages.po").open("rb") as file:
        return read_po(file, locale="nl")


def extracted() -> Iterator[str | tuple[str, ...]]:
    """Yield every text that a template, a module or an error gives to be translated."""
    for folder in (WEBAPP, LIBRARY):
        found = extract_from_dir(
            folder,
            [("**.py", "python"), ("templates/**.html", "jinja2")],
            keywords={"_": None, "gettext": None, "ngettext": (1, 2), "sentence": None},
        )
        yield from (message[2] for message in found)


def test_every_text_is_there_in_dutch(catalog: Catalog) -> None:
    """No page is half English."""
    missing = {
        text
        for text in extracted()
        if (entry := catalog.get(text if isinstance(text, str) else text[0])) is None
        or not all(entry.string if isinstance(entry.string, tuple) else [entry.string])
    }

    assert set() == missing


def test_no_text_is_left_over(catalog: Catalog) -> None:
    """What no page says any more is not kept."""
    used = {text if isinstance(text, str) else text[0] for text in extracted()}
    kept = {entry.id if isinstance(entry.id, str) else entry.id[0] for entry in catalog if entry.id}

    assert set() == kept - used


def test_placeholders_survive_translation(catalog: Catalog) -> None:
    """A number in the English text is a number in the Dutch one."""
    for entry in catalog:
        ours = entry.id if isinstance(entry.id, str) else entry.id[1]
        theirs = entry.string if isinstance(entry.string, str) else entry.string[1]
        names = [set(re.findall(r"%\((\w+)\)", text)) for text in (ours, theirs)]

        assert names[0] == names[1], ours


def test_compiled_texts_are_the_edited_ones(catalog: Catalog) -> None:
    """The file that is read says what the file that is edited says."""
    with (FOLDER / "messages.mo").open("rb") as file:
        compiled = read_mo(file)

    edited, read = (
        {tuple(entry.id): tuple(entry.string) for entry in texts if entry.id}
        for texts in (catalog, compiled)
    )
    assert edited == read


@pytest.mark.parametrize(
    ("address", "accepted", "language"),
    [
        ("/", "", "nl"),
        ("/", "en-GB,en;q=0.9", "en"),
        ("/", "de,fr;q=0.5", "nl"),
        ("/", "nl-BE", "nl"),
        ("/?lang=en", "nl", "en"),
        ("/?lang=nl", "en", "nl"),
        ("/?lang=xx", "en", "en"),
    ],
)
def test_language_is_the_one_asked_for(
    client: FlaskClient, address: str, accepted: str, language: str
) -> None:
    """The address decides, then the browser, then Dutch."""
    answer = client.get(address, headers={**PAGE, "Accept-Language": accepted})

    assert f'<html lang="{language}">' in answer.text
    assert language == answer.headers["Content-Language"]


@pytest.mark.parametrize(
    "address", ["/", f"/study/{KEY}/2.1", "/doc/actor/park-keeper", "/questions"]
)
def test_every_link_keeps_the_language(client: FlaskClient, address: str) -> None:
    """Who reads English goes on reading English."""
    text = client.get(f"{address}?lang=en", headers=PAGE).text
    links = re.findall(r'<a [^>]*href="(/[^"]*)"', text)

    assert links
    assert [] == [link for link in links if "lang=en" not in link]


def test_switch_keeps_the_page_and_its_state(client: FlaskClient) -> None:
    """The other language is the same page with the same choice."""
    address = "/questions/who-says-what?subject=wrid%3Aobject%2Fbench"

    assert (
        'href="?subject=wrid%3Aobject%2Fbench&amp;lang=en"'
        in client.get(address, headers=PAGE).text
    )


@pytest.mark.parametrize(
    ("language", "told"), [("xx", True), ("NL", True), ("nl", False), ("", False)]
)
def test_language_that_is_not_spoken_is_told(
    client: FlaskClient, language: str, told: bool
) -> None:
    """The page comes in another language, says why, and leads to the one there is besides."""
    text = client.get(f"/about?lang={language}", headers=PAGE).text
    why = "een taal die deze site niet spreekt"

    assert told == (why in text)
    assert text.count('<a href="?lang=en"') == 1 + told


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(language=st.text(max_size=20), name=st.text(max_size=10))
def test_any_language_is_answered(client: FlaskClient, language: str, name: str) -> None:
    """Whatever is asked for, the page is in a language we speak, and nothing is written back."""
    mark = "<img src=x>"
    query = {"lang": language, name + mark: mark}
    answer = client.get("/about", query_string=query, headers=PAGE)

    assert 200 == answer.status_code
    assert re.search(r'<html lang="(nl|en)">', answer.text)
    assert mark not in answer.text
