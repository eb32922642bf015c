"""The list of questions: narrowed by the address, and as data."""

import csv
import io
import json

import pytest
from flask.testing import FlaskClient

from tests.webapp.mini_site import PAGE
from webapp.services import EXTENSION

MARK = "<img src=x>"


def listed(client: FlaskClient, address: str, status: int = 200) -> str:
    """Return the page of a list."""
    answer = client.get(address, headers=PAGE)

    assert status == answer.status_code
    return answer.text


def test_words_narrow_the_list(client: FlaskClient) -> None:
    """In any case and part of a word will do; all of them must be there, in the page's language."""
    both = listed(client, "/questions?q=WELK+stel")

    assert "/questions/who-says-what" in both
    assert "/questions/for-when" not in both
    assert 'value="WELK stel"' in both
    english = listed(client, "/questions?q=welk+stel&lang=en")
    assert "No question has all of these words." in english


def test_no_question_with_the_words_gives_a_way_on(client: FlaskClient) -> None:
    """Back to all of them, or on to everything; what was asked is no markup."""
    page = listed(client, f"/questions?q={MARK}")

    assert "Geen vraag heeft al deze woorden." in page
    assert 'href="/questions">alle vragen' in page
    assert MARK not in page


def test_words_of_any_length_are_taken(client: FlaskClient) -> None:
    """Ten thousand characters narrow the list to nothing, and lead on with what can be searched."""
    page = listed(client, f"/questions?q={'x' * 10_000}")

    assert f'"/search?q={"x" * 100}"' in page


def test_groups_are_at_the_top_with_how_many(client: FlaskClient) -> None:
    """Each leads to its heading."""
    page = listed(client, "/questions")

    assert '<a href="#g-other">Andere vragen</a> (1)' in page
    assert 'id="g-other"' in page


def test_list_says_how_an_answer_is_drawn(client: FlaskClient) -> None:
    """In words."""
    page = listed(client, "/questions?lang=en")

    for how in ("with bars", "as a matrix", "on a timeline", "with lines from one to the other"):
        assert f"answered {how}" in page


@pytest.mark.parametrize("suffix", ["csv", "tsv", "json", "xlsx", "ttl", "jsonld"])
def test_list_is_there_as_data(client: FlaskClient, suffix: str) -> None:
    """In each format, linked from the page with the same choice."""
    page = listed(client, "/questions?q=zegt")
    answer = client.get(f"/questions.{suffix}?q=zegt")

    assert f'href="/questions.{suffix}?q=zegt"' in page
    assert 200 == answer.status_code
    assert "*" == answer.headers["Access-Control-Allow-Origin"]


def test_data_hold_what_the_page_lists(client: FlaskClient) -> None:
    """Every question without a choice, those that are left with one."""
    there = client.application.extensions[EXTENSION].library
    every = list(csv.DictReader(io.StringIO(client.get("/questions.csv").text)))
    some = json.loads(client.get("/questions.json?audience=park-keeper").text)

    assert len(there) == len(every)
    assert {"question", "group", "sentence", "title", "audience", "picture"} == set(every[0])
    assert 1 <= len(some["results"]["bindings"]) < len(there)


def test_list_in_another_format_is_not_found(client: FlaskClient) -> None:
    """What there is is named."""
    answer = client.get("/questions.pdf")

    assert 404 == answer.status_code
    assert ".csv" in answer.json["hint"]
