"""The glossary page, and the plain words that other pages show."""

import csv
import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webapp.mini_site import KEY, PAGE
from webapp.glossary import Entry, by_letter, entries_of, in_alphabet, plainly
from webapp.presentation import Label
from webapp.services import services


def look(client: FlaskClient, lang: str) -> str:
    """Return the page."""
    return client.get(f"/glossary?lang={lang}", headers=PAGE).text


@pytest.mark.parametrize(
    ("lang", "words"),
    [("nl", ["leemte", "bankje", "bankjesplan", "boomwortel"]),
     ("en", ["gap", "bench", "bench plan", "boomwortel"])],
)  # fmt: skip
def test_words_stand_in_the_alphabet_of_the_language(
    client: FlaskClient, lang: str, words: list[str]
) -> None:
    """Those on how to read the site first; what has a name in one language only is marked."""
    text = look(client, lang)
    found = re.findall(r"<dt><a [^>]*>(?:<span[^>]*>)?([^<]+)", text)

    assert words == found
    assert ("in Dutch only" in text) == (lang == "en")


def test_word_leads_to_its_page_and_first_place(client: FlaskClient) -> None:
    """Its page, how often the study speaks of it, and the first passage in the reader."""
    text = look(client, "en").split(">bench<")[1].split("</dd>")[0]

    assert "To sit on. Every park has one." in text
    assert "In 3 claims, first in" in text
    assert f"/study/{KEY}/2.1?lang=en#p-2.1-2" in text


def test_entry_of_what_the_build_lacks_is_not_shown(client: FlaskClient) -> None:
    """An entry written for a thing that is not built yet waits."""
    assert "Not built yet." not in look(client, "en")


def test_letters_lead_to_their_words(client: FlaskClient) -> None:
    """Every letter of the list is an anchor on the page."""
    text = look(client, "nl")
    letters = re.findall(r'href="#(l-\d+)"', text)

    assert letters
    assert all(f'id="{one}"' in text for one in letters)


def test_accents_and_digits_find_their_place(site: Flask) -> None:
    """An accent is passed over, and digits stand under one sign before the letters."""
    with site.test_request_context("/?lang=nl"):
        [found, *_] = entries_of(services().glossary.word)
        renamed = [
            entry_called(found, word) for word in ("zaad", "Één", "4-D", "eend", "10-jaarsplan")
        ]

        letters = by_letter(in_alphabet(renamed))
    assert ["0–9", "E", "Z"] == [one.letter for one in letters]
    assert ["10-jaarsplan", "4-D", "Één", "eend", "zaad"] == [
        entry.word.label.text for one in letters for entry in one.entries
    ]


def entry_called(found: Entry, word: str) -> Entry:
    """Return an entry under another word."""
    return replace(found, word=replace(found.word, label=Label(word)))


@pytest.mark.parametrize(
    ("lang", "plain"),
    [("nl", "Om op te zitten. Elk park heeft er een."), ("en", "To sit on. Every park has one.")],
)
def test_other_pages_can_ask_for_a_plain_word(site: Flask, lang: str, plain: str) -> None:
    """In the language of the page, and nothing where nobody wrote it down."""
    with site.test_request_context(f"/?lang={lang}"):
        assert plain == plainly("https://w3id.org/warmteregie/id/object/bench")
        assert plainly("https://w3id.org/warmteregie/id/object/none") == ""


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx", "docx", "ttl"])
def test_glossary_is_there_as_data(client: FlaskClient, suffix: str) -> None:
    """Every list has its twins."""
    answer = client.get(f"/glossary.{suffix}?lang=en")

    assert 200 == answer.status_code
    assert answer.data
    assert f"/glossary.{suffix}?lang=en" in look(client, "en")


def test_data_hold_every_word(client: FlaskClient) -> None:
    """One row a word, in the language asked for."""
    rows = list(csv.DictReader(client.get("/glossary.csv?lang=en").text.splitlines()))

    assert ["bench", "bench plan", "boomwortel", "gap"] == [row["thingLabel"] for row in rows]
    assert "To sit on. Every park has one." == rows[0]["plain"]
