"""The questions for programs: what is described is what is answered."""

import re
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator
from rdflib import RDF, Graph, Literal

from kg.namespaces import SH, WRID
from tests.webapp.mini_site import PAGE

SLUG = "who-says-what"
PATH = f"/questions/{SLUG}.{{format}}"


@pytest.fixture
def described(client: FlaskClient) -> dict:  # type: ignore[type-arg]
    """Return the document in English."""
    return client.get("/openapi.json?lang=en").json


def test_document_is_openapi(described: dict) -> None:  # type: ignore[type-arg]
    """The document follows OpenAPI 3.1, and says so."""
    OpenAPIV31SpecValidator(described).validate()

    assert "3.1.0" == described["openapi"]
    assert [{"url": "http://localhost"}] == described["servers"]
    assert PATH in described["paths"]


def test_parameters_have_their_valid_values(described: dict) -> None:  # type: ignore[type-arg]
    """Things as names with their labels, words as they are, and what is taken when left out."""
    params = {one.get("name"): one for one in described["paths"][PATH]["get"]["parameters"]}
    subject = params["subject"]["schema"]

    assert {"study", "subject", "lang"} <= params.keys()
    assert "wrid:instrument/bench-plan" in subject["enum"]
    assert "bench plan" == subject["x-enumDescriptions"]["wrid:instrument/bench-plan"]
    assert ["nl", "en"] == params["lang"]["schema"]["enum"]
    assert "wrid:study/bankjes-2030" == params["study"]["schema"]["default"]


def test_all_that_is_described_is_answered(client: FlaskClient, described: dict) -> None:  # type: ignore[type-arg]
    """Each valid value gives an answer, in each format with the media type that is promised."""
    operation = described["paths"][PATH]["get"]
    formats = described["components"]["parameters"]["format"]["schema"]["enum"]
    found = [client.get(PATH.format(format=name)) for name in formats]
    asked = [
        (param["name"], value)
        for param in operation["parameters"]
        for value in param.get("schema", {}).get("enum", ())
    ]

    assert list(operation["responses"]["200"]["content"]) == [one.mimetype for one in found]
    assert len(asked) > 5
    assert {200} == {
        client.get(f"/questions/{SLUG}.csv?{urlencode([one])}").status_code for one in asked
    }


def test_errors_are_as_described(client: FlaskClient, described: dict) -> None:  # type: ignore[type-arg]
    """A problem has the fields that the document gives it."""
    problem = client.get(f"/questions/{SLUG}.csv?subject=wrid:x/y").json
    schema = described["components"]["schemas"]["Problem"]

    assert set(schema["required"]) <= problem.keys() <= schema["properties"].keys()
    assert {"400", "404", "503"} <= described["paths"][PATH]["get"]["responses"].keys()


def test_unchanged_document_is_not_sent_again(client: FlaskClient) -> None:
    """Who holds it is told so."""
    tag = client.get("/openapi.json").headers["ETag"]

    assert 304 == client.get("/openapi.json", headers={"If-None-Match": tag}).status_code


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own parser
@pytest.mark.parametrize(
    ("accept", "media", "parser"),
    [
        ("", "text/turtle", "turtle"),
        ("text/turtle", "text/turtle", "turtle"),
        ("application/ld+json", "application/ld+json", "json-ld"),
    ],
)
def test_examples_can_be_run_as_they_are(
    client: FlaskClient, accept: str, media: str, parser: str
) -> None:
    """Each question is an executable query; unbound, one on labels would find nothing."""
    answer = client.get("/.well-known/sparql-examples", headers={"Accept": accept})
    graph = Graph().parse(answer.data, format=parser)
    query = graph.value(WRID[f"question/{SLUG}"], SH.select)
    rows = client.get("/sparql", query_string={"query": query}, headers={"Accept": "text/csv"})

    assert media == answer.mimetype
    assert WRID[f"question/{SLUG}"] in set(graph.subjects(RDF.type, SH.SPARQLExecutable))
    assert isinstance(query, Literal)
    assert rows.text.count("\n") > 1


def test_examples_in_another_format_name_those_there_are(client: FlaskClient) -> None:
    """A wish that cannot be met is answered with what can."""
    answer = client.get("/.well-known/sparql-examples", headers={"Accept": "application/pdf"})

    assert 406 == answer.status_code
    assert "text/turtle" in answer.text


def test_editor_offers_queries_that_find_something(client: FlaskClient) -> None:
    """An example in the editor has its parameters bound."""
    page = client.get("/sparql?example=who-says-what", headers=PAGE, follow_redirects=True)

    assert "VALUES (?study ?lang)" in page.text


def test_question_can_be_tried_by_hand(client: FlaskClient) -> None:
    """A form without script leads to the data, in each format, with every value to choose."""
    listed = client.get("/api", headers=PAGE).text
    text = client.get(f"/api/{SLUG}?lang=en", headers=PAGE).text
    actions = re.findall(r'formaction="([^"]+)"', text)

    assert f'href="/api/{SLUG}"' in listed
    assert ["/static/suggest.js"] == re.findall(r'<script src="([^"]+)"', text)
    assert 7 == len(actions)
    assert {200} == {
        client.get(action, query_string={"subject": "", "lang": "en"}).status_code
        for action in actions
    }
    assert '<option value="en" selected>English</option>' in text


def test_question_to_try_that_is_not_there(client: FlaskClient) -> None:
    """The likely one is named."""
    answer = client.get("/api/who-says-wat", headers=PAGE)

    assert 404 == answer.status_code
    assert "who-says-what" in answer.text
