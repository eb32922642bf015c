"""Errors: a sentence and a way on, never a traceback."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints

import pytest
from flask.testing import FlaskClient

from kg.engine import DUMP
from kg.errors import (
    AskedWrongly,
    EngineFailed,
    QueryFailed,
    QueryTimeout,
    SpoolFailed,
    WarmteregieError,
)
from kg.seal import seal
from kg.sentences import Sentence
from kg.settings import Settings
from tests.webapp.mini_site import PAGE, close, make_site, mini_files
from webapp.app import create_app
from webapp.protocol import ProtocolError


def test_missing_page_gives_a_way_on(client: FlaskClient) -> None:
    """Nobody is left standing at an address that is not there."""
    answer = client.get("/nergens", headers=PAGE)

    assert 404 == answer.status_code
    assert "Niet gevonden" in answer.text
    assert 'href="/questions"' in answer.text


def test_missing_thing_leads_to_a_search_for_its_name(client: FlaskClient) -> None:
    """Who misspells a thing finds it by its words; nothing of the address comes back unescaped."""
    answer = client.get("/doc/object/groene-bank?lang=en", headers=PAGE)
    bad = client.get("/doc/object/<script>", headers=PAGE)

    assert 'href="/search?q=groene+bank&amp;lang=en">Search for “groene bank”' in answer.text
    assert "<script>" not in bad.text


def test_page_past_the_end_leads_back(client: FlaskClient) -> None:
    """A list says how far it goes, in the language of the page."""
    answer = client.get("/explore?page=999", headers=PAGE)

    assert 404 == answer.status_code
    assert "Deze lijst heeft" in answer.text
    assert 'href="/explore?page=' in answer.text
    assert "alleen Engels" not in answer.text


def test_choice_that_is_not_there_leads_on(client: FlaskClient) -> None:
    """What there is instead has its names, and the rest of the state is kept."""
    answer = client.get("/explore?polarity=polarity/maybe&kind=statement", headers=PAGE)

    assert 400 == answer.status_code
    assert "ontkend <code>polarity/denied</code>" in " ".join(answer.text.split())
    assert 'href="/explore?kind=statement"' in answer.text
    assert "alleen Engels" not in answer.text


def test_program_gets_problem_details(client: FlaskClient) -> None:
    """Data in, data out, errors too."""
    answer = client.get("/nergens", headers={"Accept": "application/json"})

    assert "application/problem+json" == answer.mimetype
    assert 404 == json.loads(answer.text)["status"]


def test_wrong_method_says_which_are_right(client: FlaskClient) -> None:
    """A POST to a page is told what the page takes."""
    answer = client.post("/about", headers=PAGE)

    assert 405 == answer.status_code
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RuntimeError("secret"), 500),
        (QueryFailed("secret"), 500),
        (QueryTimeout("late"), 503),
        (SpoolFailed("full"), 503),
    ],
)
def test_fault_shows_no_traceback(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, error: Exception, status: int
) -> None:
    """A visitor sees a sentence; what happened is in the log."""

    def fail() -> str:
        raise error

    app = make_site(tmp_path)
    app.add_url_rule("/fault", view_func=fail)
    answer = app.test_client().get("/fault", headers=PAGE)
    close(app)

    assert status == answer.status_code
    assert "secret" not in answer.text
    assert status != 500 or "secret" in caplog.text


def test_without_build_it_says_so(tmp_path: Path) -> None:
    """A site without a graph is not broken, it is not ready."""
    app = create_app(Settings(tmp_path / "home", tmp_path / "build"), mini_files(tmp_path))
    answer = app.test_client().get("/", headers=PAGE)
    close(app)

    assert 503 == answer.status_code
    assert "warmteregie build" in answer.text


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/", "bestanden zijn beschadigd"),
        ("/?lang=en", "files are damaged"),
        ("/sparql?query=ASK%7B%7D&lang=en", "files are damaged"),
    ],
)
def test_damaged_build_is_told_until_there_is_another(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, address: str, says: str
) -> None:
    """A running site says so with what to do, and takes a new build in without a restart."""
    app = make_site(tmp_path)
    visitor = app.test_client()
    build = tmp_path / "build" / "one"
    shutil.copytree(build, tmp_path / "build" / "two")
    seal(build)
    (build / DUMP).write_bytes((build / DUMP).read_bytes()[:-9])
    damaged = visitor.get(address, headers=PAGE)
    (tmp_path / "build" / "current").unlink()
    (tmp_path / "build" / "current").symlink_to("two")
    sound = visitor.get(address, headers=PAGE)
    close(app)

    assert (503, 200) == (damaged.status_code, sound.status_code)
    assert says in damaged.text
    assert "warmteregie build" in damaged.text
    assert DUMP in caplog.text


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/questions/nothing", "Er is geen vraag"),
        ("/questions/who-says-what?wrong=1", "is geen parameter van de vraag"),
        ("/questions/who-says-what?subject=wrid:object/bank", "is geen waarde voor"),
        ("/questions/who-says-what?subject=a&subject=b", "is 2 keer gegeven"),
        ("/questions/who-says-what?lang=nl&lang=en", "is 2 keer gegeven"),
        ("/questions?audience=nobody", "is geen waarde voor"),
        ("/matrix?rows=x&columns=level", "is geen facet"),
        ("/matrix?rows=level&columns=level", "is twee keer gebruikt"),
        ("/matrix?sort=x", "van deze matrix"),
        ("/sparql?query=SELEC%20*%20%7B%7D", "Regel 1, kolom 1"),
        ("/sparql?query=ASK%20%7B%20?s%20a%20zz:B%20%7D", "de prefix van"),
        ("/sparql?query=INSERT%20DATA%20%7B%7D", "wijzigt iets"),
        ("/sparql?query=ASK%7BSERVICE%20%3Chttp://e%3E%7B%7D%7D", "SERVICE mag hier niet"),
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", "komt 2 keer voor"),
        ("/sparql?query=ASK%7B%7D&format=nothing", "heeft geen antwoord in die vorm"),
        ("/sparql?query=" + 9_001 * "(%20", "meer dan 64 haakjes"),
        ("/sparql?update=x", "kan niets worden gewijzigd"),
        ("/sparql?query=%FF", "is geen UTF-8"),
        ("/?q=" + 60_000 * "x", "gebruik POST"),
        ("/doc/actor/nobody", "Op dit adres staat niets"),
    ],
)
def test_what_a_visitor_does_wrong_is_said_in_the_language_of_the_page(
    client: FlaskClient, address: str, says: str
) -> None:
    """A page in Dutch has no English in it; to a program nothing changes unless it asks."""
    page = client.get(address, headers=PAGE)
    about = page.text.partition("<main")[2]

    assert 400 <= page.status_code < 500
    assert says in about
    assert 'lang="en"' not in about
    assert "alleen Engels" not in about


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/questions/who-says-what.csv?wrong=1", "is not a parameter"),
        ("/questions/who-says-what.csv?wrong=1&lang=nl", "is geen parameter"),
        ("/sparql?query=SELEC", "Line 1, column 1"),
        ("/sparql?query=SELEC&lang=nl", "Regel 1, kolom 1"),
    ],
)
def test_programs_are_told_in_english_unless_they_name_a_language(
    client: FlaskClient, address: str, says: str
) -> None:
    """What a browser prefers decides on pages only."""
    accepted = {"Accept": "application/json", "Accept-Language": "nl"}
    answer = client.get(address, headers=accepted)

    assert "application/problem+json" == answer.mimetype
    assert says in json.loads(answer.text)["detail"]


@pytest.mark.parametrize(
    "address",
    [
        "/explore.csv",
        "/search.json?q=bank",
        "/suggest?q=bank",
        "/glossary.docx",
        "/matrix.svg",
        "/matrix.ttl",
        "/questions.json",
        "/questions/who-says-what.csv",
        "/quality/gaps.csv",
        "/statements.csv",
        "/doc/actor/park-keeper.ttl",
        "/openapi.json",
        "/cite/actor/park-keeper.bib",
    ],
)
@pytest.mark.parametrize("accepted", ["*/*", "text/html"])
def test_data_in_an_unknown_language_are_refused(
    client: FlaskClient, address: str, accepted: str
) -> None:
    """They would be Dutch in silence otherwise; which languages there are is told."""
    mark = "?&"["?" in address]
    good = client.get(f"{address}{mark}lang=en", headers={"Accept": accepted})
    bad = client.get(f"{address}{mark}lang=<img>", headers={"Accept": accepted})

    assert 200 == good.status_code
    assert (400, "application/problem+json") == (bad.status_code, bad.mimetype)
    assert "nl, en" in json.loads(bad.text)["hint"]
    assert good.headers.get("Access-Control-Allow-Origin") == bad.headers.get(
        "Access-Control-Allow-Origin"
    )


def test_what_has_no_language_is_given_whatever_is_asked(client: FlaskClient) -> None:
    """Rows of SPARQL and the files of the pages are the same in all."""
    for address in (
        "/sparql?query=ASK%7B%7D&lang=xx",
        "/static/icon.svg?lang=xx",
        "/ready?lang=xx",
    ):
        with client.get(address) as answer:
            assert 200 == answer.status_code, address


def kinds(error: type[WarmteregieError]) -> Iterator[type[WarmteregieError]]:
    """Yield an error and all that are of its kind, those for who runs the site left out."""
    if error is not EngineFailed:
        yield error
        for kind in error.__subclasses__():
            yield from kinds(kind)


@pytest.mark.parametrize("kind", [*kinds(AskedWrongly), *kinds(QueryFailed), ProtocolError])
def test_what_a_visitor_can_cause_is_said_in_sentences(kind: type[WarmteregieError]) -> None:
    """The type checker then refuses any other text, and each sentence has its Dutch.

    That it has is tested in `test_languages`.
    """
    hints = get_type_hints(kind.__init__)

    assert (Sentence, Sentence) == (hints["message"], hints["hint"])
