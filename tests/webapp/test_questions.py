"""Questions as sentences, with their answers as page and as data."""

import csv
import html
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Graph

from kg.engine import Engine
from kg.files import shipped_files
from kg.library import load_library, load_question
from kg.namespaces import WR, WRID
from tests.webapp.mini_site import KEY, PAGE
from webapp.services import EXTENSION
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


def test_answer_shows_what_it_rests_on(client: FlaskClient) -> None:
    """Each claim of an answer comes with who says it, how firmly, and where, whatever it asks."""
    text = page(client, f"{ASKED}?lang=en")
    rests = text.partition('id="rests-on"')[2].partition("</ol>")[0]

    assert 'class="who"' in rests
    assert 'class="word--hedged"' in rests
    assert f"/study/{KEY}/2.1?lang=en#p-2.1-1" in rests


def test_what_an_answer_rests_on_is_there_as_data(client: FlaskClient) -> None:
    """Each claim of the answer by its name, with who says it, how firmly and where.

    So a table of the answer and one of its evidence can be joined, whatever the question asks.
    """
    text = page(client, f"{ASKED}?lang=en")
    answer, evidence = (
        list(csv.DictReader(io.StringIO(client.get(f"{ASKED}{part}.csv?lang=en").text)))
        for part in ("", "/evidence")
    )
    said = {row["statement"]: row for row in evidence}

    assert f'href="{ASKED}/evidence.csv?lang=en"' in text
    assert {row["statement"] for row in answer} == set(said)
    assert all(row["speakers"] and row["locator"] for row in evidence)
    assert "hedged" in said[str(WRID[f"statement/{KEY}-0003"])]["certainty"]


def test_evidence_is_of_the_choice(client: FlaskClient) -> None:
    """The same address chooses for both; what is wrong in it is told as data."""
    chosen, every = (
        client.get(f"{ASKED}/evidence.csv{choice}").text.count("\n")
        for choice in ("?subject=wrid:instrument/bench-plan", "")
    )
    bad = client.get(f"{ASKED}/evidence.csv?subject=x", headers=PAGE)

    assert 1 < chosen < every
    assert (400, "application/problem+json") == (bad.status_code, bad.mimetype)
    assert 404 == client.get("/questions/nothing/evidence.csv").status_code


def test_claim_that_is_not_plain_says_so_in_its_cell(client: FlaskClient) -> None:
    """Nobody reads a row as stated that is hedged, denied or our reading."""
    table = page(client, ASKED).partition("<tbody")[2].partition("</tbody>")[0]

    assert "line--hedged" in table.partition('class="words-of"')[2]


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


def test_drop_downs_stand_in_the_sentence(client: FlaskClient) -> None:
    """Each has a label of its own for who cannot see the sentence around it."""
    sentence = page(client, ASKED).partition('<p class="lead blanks">')[2].partition("</p>")[0]
    read = re.sub(r"<option.*?</select>", "</select>", sentence)

    assert '<option value="">welk ding</option>' in sentence
    assert (
        'Wie zegt wat van <label class="unseen" for="f-subject">laat vrij voor alle</label>'
        '<select id="f-subject" name="subject"> </select>, hoe stellig, en waar?'
    ) == read.strip()


@pytest.mark.parametrize(
    ("choice", "asks"),
    [
        ("", "Who says what of which thing, how firmly, and where?"),
        (
            "&subject=wrid:instrument/bench-plan",
            "Who says what of bench plan, how firmly, and where?",
        ),
    ],
)
def test_answer_is_cited_as_it_was_asked(client: FlaskClient, choice: str, asks: str) -> None:
    """With the default or with what was chosen, the sentence reads."""
    assert asks in client.get(f"{ASKED}.bib?lang=en{choice}").text


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


def test_question_that_is_meant_to_have_no_answer_does_not_blame_the_reading(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How to read the answer says why there is none, and not how much of the study was read."""
    known = client.application.extensions[EXTENSION]
    slug = ASKED.rpartition("/")[2]
    library = {**known.library, slug: replace(known.library[slug], empty="none is linked")}
    monkeypatch.setitem(client.application.extensions, EXTENSION, replace(known, library=library))
    text = page(client, f"{ASKED}?subject=wrid%3Amatter%2Fshade")

    assert "Er zijn geen regels; hoe u het antwoord leest zegt waarom." in text
    assert "Wat gelezen is, geeft hier geen antwoord op." not in text


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
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("ttl", "text/turtle"),
        ("jsonld", "application/ld+json"),
    ],
)
def test_answer_is_there_as_data(client: FlaskClient, suffix: str, media: str) -> None:
    """Each list has its twins, by suffix and by Accept."""
    by_suffix = client.get(f"{ASKED}.{suffix}")
    by_accept = client.get(ASKED, headers={"Accept": media})

    assert (200, media) == (by_suffix.status_code, by_suffix.mimetype)
    assert (200, media) == (by_accept.status_code, by_accept.mimetype)
    assert by_suffix.data == by_accept.data
    assert "*" == by_suffix.headers["Access-Control-Allow-Origin"]
    assert f"{ASKED}.{suffix}?lang=nl" in page(client, ASKED)


def test_unchanged_answer_is_not_sent_again(client: FlaskClient) -> None:
    """Who holds the answer of this build to this choice is told so; another choice is another."""
    tag = client.get(f"{ASKED}.csv").headers["ETag"]
    held = {"If-None-Match": tag}

    assert 304 == client.get(f"{ASKED}.csv", headers=held).status_code
    assert 200 == client.get(f"{ASKED}.csv?lang=en", headers=held).status_code


def test_data_hold_the_same_choice(client: FlaskClient) -> None:
    """The address of the data says what the address of the page says."""
    query = "?subject=wrid%3Ainstrument%2Fbench-plan"
    rows = list(csv.DictReader(io.StringIO(client.get(f"{ASKED}.csv{query}").text)))
    found = json.loads(client.get(f"{ASKED}.json{query}").text)["results"]["bindings"]

    assert 2 == len(rows) == len(found)
    assert f"{ASKED}.csv?subject=wrid%3Ainstrument%2Fbench-plan&amp;lang=nl" in page(
        client, ASKED + query
    )


BAD = [
    ("/questions/no-such-question", 404, "no-such-question"),
    ("/questions/who-says-wat", 404, 'Did you mean "who-says-what"?'),
    ("?colour=red", 400, "subject"),
    ("?subject=bench", 400, "wrid:instrument/bench-plan"),
    ("?subject=wrid:instrument/bench-plam", 400, 'Did you mean "wrid:instrument/bench-plan"?'),
    ("?subject=wrid:study/bankjes-2030", 400, "wrid:instrument/bench-plan"),
    ("?subject=wrid:x> } SELECT * { ?s ?p ?o } #", 400, "wrid:instrument/bench-plan"),
    ("?study=wrid:study/none-such", 400, "wrid:study/bankjes-2030"),
    (
        "?subject=wrid:instrument/bench-plan&subject=wrid:instrument/shade-map",
        400,
        '"subject" is given 2 times',
    ),
    ("?lang=fr", 400, "nl, en"),
    ("?lang=nl&lang=en", 400, '"lang"'),
]


@pytest.fixture
def unasked(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test fail where the question itself is run."""

    def refuse(_: Engine, sparql: str) -> None:
        raise AssertionError(f"this was run: {sparql}")

    monkeypatch.setattr(Engine, "answer", refuse)


@pytest.mark.usefixtures("unasked")
@pytest.mark.parametrize(("address", "status", "said"), BAD)
def test_bad_question_is_answered_with_a_sentence(
    client: FlaskClient, address: str, status: int, said: str
) -> None:
    """The page says what is wrong and names what can be given; nothing was run."""
    english = {**PAGE, "Accept-Language": "en"}
    answer = client.get(address if address[0] == "/" else ASKED + address, headers=english)

    assert (status, "text/html") == (answer.status_code, answer.mimetype)
    assert said in html.unescape(answer.text)
    assert "Traceback" not in answer.text


@pytest.mark.usefixtures("unasked")
@pytest.mark.parametrize(("address", "status", "said"), BAD)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".ttl"])
def test_bad_question_for_data_is_a_problem(
    client: FlaskClient, suffix: str, address: str, status: int, said: str
) -> None:
    """The same errors in a form that programs read, whatever they say that they accept."""
    answer = client.get(
        address + suffix if address[0] == "/" else f"{ASKED}{suffix}{address}", headers=PAGE
    )

    assert (status, "application/problem+json") == (answer.status_code, answer.mimetype)
    assert said in answer.text.replace('\\"', '"')


def test_problem_lists_what_can_be_given(client: FlaskClient) -> None:
    """A program can offer the valid values, by label, the likely one first."""
    answer = client.get(f"{ASKED}.json?subject=wrid:instrument/shade-mop&lang=en")

    assert {"value": "wrid:instrument/shade-map", "label": "shade map"} == answer.json["valid"][0]


@pytest.mark.usefixtures("unasked")
def test_format_that_nobody_offers_names_those_there_are(client: FlaskClient) -> None:
    """By suffix it is an address that leads nowhere, by Accept it is a wish."""
    by_suffix = client.get(f"{ASKED}.xml", headers={"Accept": "application/xml"})
    by_accept = client.get(ASKED, headers={"Accept": "application/pdf"})
    by_curl = client.get(f"{ASKED}.xml", headers={"Accept": "*/*"})

    assert (404, "application/problem+json") == (by_curl.status_code, by_curl.mimetype)
    assert (404, 406) == (by_suffix.status_code, by_accept.status_code)
    assert ".csv, .tsv, .json, .xlsx, .docx, .ttl, .jsonld" in by_suffix.text
    assert "text/html, text/csv" in by_accept.text


def test_whole_iri_is_chosen_in_the_form(client: FlaskClient) -> None:
    """However a thing is named, the form shows it."""
    text = page(client, f"{ASKED}?subject=https://w3id.org/warmteregie/id/instrument/bench-plan")

    assert '<option value="wrid:instrument/bench-plan" selected>' in text


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
    bound = re.compile(r'(?:VALUES |IF\(|BIND \()[^\n]*|^ +\([^\n]*"\)$', re.MULTILINE)
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


def test_questions_stand_under_those_of_the_study(client: FlaskClient) -> None:
    """Headings are the study's own research questions; what has none comes last, and is counted."""
    text = page(client, "/questions?lang=en")

    assert "5 questions." in text
    assert '<h2 id="g-other">Other questions <small>(1)</small></h2>' in text


def test_questions_can_be_had_by_audience(client: FlaskClient) -> None:
    """A link for each audience with the number of its questions; an unknown one names them."""
    text = page(client, "/questions?audience=park-keeper&lang=en")
    wrong = client.get("/questions?audience=park-kepper", headers=PAGE)
    twice = client.get("/questions?audience=park-keeper&audience=visitor", headers=PAGE)

    assert 'aria-current="true">park keeper (1)</a>' in text
    assert "for everyone (5)" in text
    assert (400, 400) == (wrong.status_code, twice.status_code)
    assert "parkwachter <code>park-keeper</code>" in wrong.text


def test_answer_can_be_had_elsewhere(client: FlaskClient) -> None:
    """The page shows its lasting address, and code that gets exactly this choice."""
    choice = "?subject=wrid%3Ainstrument%2Fbench-plan&lang=en"
    text = html.unescape(client.get(ASKED + choice, headers=PAGE).text)

    assert f'href="http://localhost{ASKED}{choice}">http://localhost{ASKED}{choice}</a>' in text
    assert f"curl --fail --output who-says-what.csv 'http://localhost{ASKED}.csv{choice}'" in text
    assert f'answer = pandas.read_csv("http://localhost{ASKED}.csv{choice}")' in text
    assert f'answer <- read.csv("http://localhost{ASKED}.csv{choice}")' in text
    assert (
        "warmteregie ask who-says-what --subject wrid:instrument/bench-plan --lang en --format csv"
        in text
    )


def test_address_below_a_sub_path_keeps_it(client: FlaskClient) -> None:
    """Behind a proxy under a sub-path links and lasting address lead there."""
    text = client.get(ASKED, headers=PAGE, environ_overrides={"SCRIPT_NAME": "/kennis"}).text

    assert f'href="/kennis{ASKED}.csv?lang=nl"' in text
    assert f"http://localhost/kennis{ASKED}?lang=nl" in text


FIRM = "/questions/how-firm"


def test_cell_of_a_matrix_leads_to_its_rows(client: FlaskClient) -> None:
    """A number in the picture is the number of rows behind it, on the page and as data."""
    text = page(client, f"{FIRM}?lang=en")
    cells = re.findall(rf'<a href="({FIRM}[^"]*row=[^"]*)">(\d+)<', text)
    assert cells
    for href, number in cells:
        address = html.unescape(href).partition("#")[0]
        shown = page(client, address)
        data = client.get(address.replace(FIRM, f"{FIRM}.csv")).text

        assert int(number) == len(data.splitlines()) - 1
        assert f"{number} row" in shown
        assert "show all rows" in shown
        assert 'aria-current="true">' + number in shown
    assert (
        sum(int(number) for _, number in cells) == len(client.get(f"{FIRM}.csv").text.split()) - 1
    )


def test_part_that_has_no_rows_names_those_that_do(client: FlaskClient) -> None:
    """A part of a picture is a value like any other: unknown ones and doubles are refused."""
    unknown = client.get(f"{FIRM}.csv?row=wrid:speaker/nobody")
    twice = client.get(f"{FIRM}?row=a&row=b", headers=PAGE)
    none = client.get(f"{ASKED}?row=a", headers=PAGE)

    assert (400, 400, 400) == (unknown.status_code, twice.status_code, none.status_code)
    assert unknown.json["valid"][0]["value"].startswith("wrid:speaker/")
    assert "is geen parameter" in none.text


def test_parts_of_a_picture_are_described(client: FlaskClient) -> None:
    """A program may ask for them too."""
    described = client.get("/openapi.json?lang=en").json["paths"]["/questions/how-firm.{format}"]
    names = [param.get("name") for param in described["get"]["parameters"]]

    assert {"row", "column"} <= set(names)


GRAPH_QUESTION = """#+ title: Who speaks
#+ title@nl: Wie spreekt
#+ question: Who speaks?
#+ question@nl: Wie spreekt?
PREFIX wr: <https://w3id.org/warmteregie/def/>
CONSTRUCT { ?reading wr:speaker ?speaker } WHERE { ?reading wr:speaker ?speaker }
"""


def test_question_that_gives_a_graph_is_answered_like_any_other(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its triples are a table on the page and in a spreadsheet, and a graph as they are."""
    path = tmp_path / "who-speaks.rq"
    path.write_text(GRAPH_QUESTION, "utf-8")
    known = client.application.extensions[EXTENSION]
    library = {"who-speaks": load_question(path, required_params=())}
    monkeypatch.setitem(client.application.extensions, EXTENSION, replace(known, library=library))
    graph = Graph().parse(data=client.get("/questions/who-speaks.ttl").text, format="turtle")
    rows = client.get("/questions/who-speaks.csv").text.splitlines()

    assert {WR.speaker} == set(graph.predicates())
    assert ["subject,predicate,object", len(graph) + 1] == [rows[0], len(rows)]
    assert f"{len(graph)} regels" in page(client, "/questions/who-speaks")


def test_answer_can_be_cited(client: FlaskClient) -> None:
    """On its page and as a file, with the choice in its address and the version of the data."""
    text = client.get("/questions/who-says-what?lang=en", headers=PAGE).text
    answer = client.get("/questions/who-says-what.ris?lang=en")

    assert 'href="/questions/who-says-what.bib?lang=en"' in text
    assert "application/x-research-info-systems; charset=utf-8" == answer.content_type
    assert "UR  - http://localhost/questions/who-says-what?lang=en" in answer.text
    assert "build one" in answer.text
    assert 400 == client.get("/questions/who-says-what.bib?nothing=1").status_code
    assert 404 == client.get("/questions/nothing.bib").status_code
