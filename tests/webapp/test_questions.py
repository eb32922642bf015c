"""Questions as sentences, with their answers as page and as data."""

import csv
import io
import json
import re

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.files import shipped_files
from kg.library import load_library
from tests.webapp.mini_site import PAGE
from webapp.words import aspects

ASKED = "/questions/who-says-what"


def page(client: FlaskClient, address: str) -> str:
    """Return the text of a page that must be there."""
    answer = client.get(address, headers=PAGE)
    assert 200 == answer.status_code, answer.text
    return " ".join(answer.text.split())


def test_questions_are_listed_as_sentences(client: FlaskClient) -> None:
    """A visitor reads what can be asked, not how a file is called."""
    assert "Wie zegt wat van welk ding, hoe stellig, en waar?" in page(client, "/questions")


def test_identifier_of_a_question_leads_to_it(client: FlaskClient) -> None:
    """A question has a name like any other thing, and a page with its answer."""
    named = client.get("/id/question/who-says-what", headers=PAGE)
    answer = client.get(named.location, headers=PAGE)

    assert (303, 303, ASKED) == (named.status_code, answer.status_code, answer.location)


def test_answer_has_names_for_things(client: FlaskClient) -> None:
    """Cells hold labels that lead on, and no bare IRI."""
    text = page(client, ASKED)
    table = text.partition("<tbody")[2].partition("</tbody>")[0]

    assert '<a href="/doc/object/bench">bankje</a>' in table
    assert "met voorbehoud" in table
    assert "w3id.org" not in table


def test_name_and_thing_are_one_cell(client: FlaskClient) -> None:
    """A column that only names another is merged into it; what is fixed is no column."""
    head = page(client, ASKED).partition("<thead")[2].partition("</thead>")[0]

    assert 5 == head.count("<th ")
    assert "spreker" in head


def test_choice_narrows_the_answer(client: FlaskClient) -> None:
    """What is chosen is in the address, in the form and in the answer."""
    text = page(client, f"{ASKED}?subject=wrid%3Ainstrument%2Fbench-plan")

    assert '<option value="wrid:instrument/bench-plan" selected>bankjesplan</option>' in text
    assert "2 regels" in text


def test_choices_have_names(client: FlaskClient) -> None:
    """A drop-down offers what the graph has of the class, by name."""
    assert '<option value="wrid:instrument/shade-map">schaduwkaart</option>' in page(client, ASKED)


def test_labels_follow_the_page(client: FlaskClient) -> None:
    """An English page answers in English."""
    text = page(client, f"{ASKED}?lang=en")

    assert "bench plan" in text
    assert "How to read the answer" in text


def test_no_answer_gives_a_way_on(client: FlaskClient) -> None:
    """Nothing found is said with a reason and where to look."""
    text = page(client, f"{ASKED}?subject=wrid%3Amatter%2Fshade")

    assert "Wat gelezen is, geeft hier geen antwoord op." in text
    assert "vraag het zonder keuze" in text


def test_query_can_be_opened_in_the_editor(client: FlaskClient) -> None:
    """The query behind a page is shown and can be taken further."""
    text = page(client, ASKED)

    assert "VALUES (?study ?lang)" in text
    assert "/sparql?query=" in text


def test_answer_marks_where_it_rests(client: FlaskClient) -> None:
    """The profile has a tick for each passage of the answer."""
    assert "Deze pagina berust op" in page(client, ASKED)


@pytest.mark.parametrize(
    ("suffix", "media"),
    [
        ("csv", "text/csv"),
        ("tsv", "text/tab-separated-values"),
        ("json", "application/json"),
    ],
)
def test_answer_is_there_as_data(client: FlaskClient, suffix: str, media: str) -> None:
    """Each list has its twins."""
    answer = client.get(f"{ASKED}.{suffix}")

    assert (200, media) == (answer.status_code, answer.mimetype)
    assert "*" == answer.headers["Access-Control-Allow-Origin"]


def test_data_hold_the_same_choice(client: FlaskClient) -> None:
    """The address of the data says what the address of the page says."""
    query = "?subject=wrid%3Ainstrument%2Fbench-plan"
    rows = list(csv.DictReader(io.StringIO(client.get(f"{ASKED}.csv{query}").text)))
    found = json.loads(client.get(f"{ASKED}.json{query}").text)["results"]["bindings"]

    assert 2 == len(rows) == len(found)
    assert f"{ASKED}.csv?subject=wrid%3Ainstrument%2Fbench-plan&amp;lang=nl" in page(
        client, ASKED + query
    )


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/questions/no-such-question", 404),
        (f"{ASKED}?colour=red", 400),
        (f"{ASKED}?subject=bench", 400),
        (f"{ASKED}.xml", 404),
    ],
)
def test_bad_question_is_answered_with_a_sentence(
    client: FlaskClient, address: str, status: int
) -> None:
    """An unknown question, parameter or value says what is wrong."""
    answer = client.get(address, headers=PAGE)

    assert status == answer.status_code
    assert "Traceback" not in answer.text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(name=st.sampled_from(["subject", "study", "lang", "colour"]), text=st.text(max_size=40))
def test_markup_in_the_address_is_never_written_back(
    client: FlaskClient, name: str, text: str
) -> None:
    """Whatever a parameter holds, it stays text."""
    mark = f'"><svg onload=x>{text}'
    answer = client.get(ASKED, query_string={name: mark}, headers=PAGE)

    assert answer.status_code in (200, 400)
    assert "<svg onload" not in answer.text


def test_every_word_of_a_query_is_said_in_the_language_of_the_page(client: FlaskClient) -> None:
    """A query names the kind of a row in a word of its own; visitors read theirs."""
    library = load_library(shipped_files().queries / "questions", parse=False)
    bound = re.compile(r'(?:VALUES |IF\()[^\n]*|^ +\([^\n]*"\)$', re.MULTILINE)
    words = {
        word
        for question in library.values()
        for line in bound.findall(question.body)
        for word in re.findall(r'"([a-z-]+)"', line)
    }
    with client.application.test_request_context():
        known = aspects()

    assert {"definition", "literature", "lacks"} <= words
    assert set() == words - known.keys()
