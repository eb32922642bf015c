"""Linking to us: the page, the judgement of a file by form and by programs, and bad files."""

import csv
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse
from rdflib import Graph

from kg.engine import MAX_BYTES, MAX_TRIPLES
from kg.entities import load_entities, names_in
from kg.files import shipped_files
from kg.namespaces import ROOT
from tests.kg.engine.test_pasted import BOMB, FETCHING, REMOTE
from tests.webapp.mini_site import PAGE, close, make_site
from webapp.linkexamples import SSSOM_EXAMPLE, TURTLE_EXAMPLE
from webapp.linking import looks_like
from webapp.services import EXTENSION

MATCH = "http://www.w3.org/2004/02/skos/core#exactMatch"
TURTLE = {"Content-Type": "text/turtle"}
OURS = f"{ROOT}id/instrument/bench-plan"
OLD = """
GRAPH <https://w3id.org/warmteregie/graph/entities> {
  <https://w3id.org/warmteregie/id/instrument/old-plan>
    a <https://w3id.org/warmteregie/def/Instrument> ,
      <http://www.w3.org/2004/02/skos/core#Concept> ;
    <http://www.w3.org/2004/02/skos/core#prefLabel> "oud plan"@nl , "old plan"@en ;
    <http://www.w3.org/2002/07/owl#deprecated> true ;
    <http://purl.org/dc/terms/isReplacedBy>
      <https://w3id.org/warmteregie/id/instrument/bench-plan> .
}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return the invented site with a thing that is no longer in use."""
    app = make_site(tmp_path_factory.mktemp("linked"), more=OLD)
    app.extensions[EXTENSION].pasted._seconds = 60  # a busy machine is no fault
    yield app
    close(app)


def link(target: str, relation: str = MATCH, subject: str = "https://sister.example/a") -> str:
    """Return a link as Turtle."""
    return f"<{subject}> <{relation}> <{target}> .\n"


def told(client: FlaskClient, text: str, path: str = "/link?lang=en") -> dict[str, Any]:
    """Return what programs are told of a file."""
    answer = client.post(path, data=text.encode(), headers=TURTLE)
    assert (200, "application/json") == (answer.status_code, answer.mimetype)
    found: dict[str, Any] = answer.json
    return found


def posted(client: FlaskClient, lang: str = "en", **form: Any) -> Any:
    """Return the page that comes of a form."""
    return client.post(f"/link?lang={lang}", data=form, headers=PAGE,
                       content_type="multipart/form-data")  # fmt: skip


def test_page_tells_how_to_link(client: FlaskClient) -> None:
    """Patterns, kinds with an example that is there, relations, examples, shapes and programs."""
    text = client.get("/link?lang=en", headers=PAGE).text

    for part in ("https://w3id.org/warmteregie/id/kind/name", "skos:exactMatch", "text/turtle",
                 'href="/link/links.shapes.ttl?lang=en"', "curl --data-binary"):  # fmt: skip
        assert part in text
    assert f"<code>{ROOT}id/instrument/bench-plan</code>" in text


def test_good_link_is_right_and_bad_ones_say_why(client: FlaskClient) -> None:
    """What is there, what never was, and what is written otherwise, each in its group."""
    text = link(OURS) + link(f"{ROOT}id/instrument/bensh-plan", subject="https://sister.example/b")
    text += link(
        "http://w3id.org/warmteregie/id/instrument/bench-plan/", subject="https://s.example/c"
    )
    found = told(client, text)

    assert {"unknown": 1, "deprecated": 0, "misspelt": 1, "doubtful": 0, "good": 1} == found[
        "counts"
    ]
    assert ["unknown", "misspelt", "good"] == [one["verdict"] for one in found["links"]]
    assert OURS in [name["iri"] for name in found["links"][0]["remarks"][0]["names"]]
    assert ["http", "slash"] == [one["code"] for one in found["links"][1]["remarks"]]
    assert {"iri": OURS, "label": "bench plan"} == found["links"][2]["means"]
    assert ["wrsh:LinkTarget"] == [one["shape"] for one in found["shapes"]]
    assert "build one" in found["data"]["version"]


def test_link_to_what_is_deprecated_names_its_successor(client: FlaskClient) -> None:
    """An old name is told, with the new one; so on the page."""
    old = f"{ROOT}id/instrument/old-plan"
    [one] = told(client, link(old))["links"]
    text = posted(client, text=link(old)).text

    assert ("deprecated", [f"{ROOT}id/instrument/bench-plan"]) == (
        one["verdict"],
        [name["iri"] for name in one["remarks"][0]["names"]],
    )
    assert "Link to what took its place:" in text
    assert f"<code>{ROOT}id/instrument/bench-plan</code>" in text


def test_no_link_to_us_is_said(client: FlaskClient) -> None:
    """A file without any is not called fine: it is said what is looked for."""
    assert "None of its names means us" in posted(client, text=link("https://other.example/x")).text


@pytest.mark.parametrize("field", ["text", "file"])
def test_form_takes_a_text_and_a_file(client: FlaskClient, field: str) -> None:
    """Without script, pasted or chosen, in both languages."""
    content: Any = (BytesIO(link(OURS).encode()), "a.ttl") if field == "file" else link(OURS)
    answer = posted(client, lang="nl", **{field: content})

    assert (200, "no-store") == (answer.status_code, answer.headers["Cache-Control"])
    assert "1 naam erin bedoelt ons" in answer.text


def test_nothing_of_a_file_is_reflected_as_markup(client: FlaskClient) -> None:
    """Names, relations and what the parser says are text on the page."""
    evil = "https://s.example/%3Cb%3E'&"
    text = f'<https://s.example/a> <{MATCH}> "{ROOT}id/x/<script>alert(1)</script>" .'
    shown = posted(client, text=text).text
    kept = posted(client, text=link(OURS, subject=evil)).text

    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown
    assert "&#39;&amp; skos:exactMatch" in kept


@pytest.mark.parametrize(
    ("body", "kind", "status", "says"),
    [
        (b"a b", "text/turtle", 400, {"line": 1}),
        (b"{", "application/ld+json", 400, {"line": 1}),
        (b"<a>", "application/rdf+xml", 400, {"line": 1, "column": 4}),
        (BOMB.encode(), "application/rdf+xml", 400, {}),
        (FETCHING.encode(), "application/rdf+xml", 400, {}),
        (REMOTE.encode(), "application/ld+json", 400, {}),
        (b"\xff", "text/turtle", 400, {"line": 1, "column": 1}),
        (b"  ", "text/turtle", 400, {}),
        (b"#" * (MAX_BYTES + 1), "text/turtle", 413, {}),
        (b"[] a [] .\n" * (MAX_TRIPLES + 1), "text/turtle", 413, {}),
        (b"x", "text/plain", 415, {}),
    ],
)
def test_bad_file_has_the_right_status(
    client: FlaskClient, body: bytes, kind: str, status: int, says: dict[str, int]
) -> None:
    """Malformed 400 with its place, too large 413, another media type 415, with a way out."""
    answer = client.post("/link", data=body, headers={"Content-Type": kind})

    assert (status, "application/problem+json") == (answer.status_code, answer.mimetype)
    assert answer.json["hint"]
    assert says.items() <= answer.json.items()
    assert b"root:" not in answer.data


@pytest.mark.parametrize(
    ("form", "status", "says"),
    [
        ({"text": "a b"}, 400, "Line 1, column"),
        ({"text": BOMB}, 400, "document type"),
        ({"text": "#" * (MAX_BYTES + 1)}, 413, "500,000 bytes"),
        ({"text": ""}, 400, "Nothing was sent"),
        ({"text": "x", "format": "doc"}, 400, "no such format"),
    ],
)
def test_page_says_why_a_file_was_not_judged(
    client: FlaskClient, form: dict[str, str], status: int, says: str
) -> None:
    """The same for a visitor, above the form to try again."""
    answer = posted(client, **form)

    assert status == answer.status_code
    assert says in answer.text
    assert 'name="text"' in answer.text


def test_form_that_is_far_too_large_is_not_read(client: FlaskClient) -> None:
    """Whatever way a form is sent, no more of it is taken in than a file may have."""
    kind = "application/x-www-form-urlencoded"
    answer = client.post("/link", data=b"text=" + b"#" * 3_000_000, content_type=kind)

    assert 413 == answer.status_code


def test_form_of_unknown_length_is_refused(client: FlaskClient) -> None:
    """It would be kept in a file while it is read, and nothing is."""
    kind = "multipart/form-data; boundary=x"
    chunked = {"Transfer-Encoding": "chunked"}
    answer = client.post("/link", data=b"--x--", content_type=kind, headers=chunked)

    assert 411 == answer.status_code


def test_packed_file_is_refused(client: FlaskClient) -> None:
    """A small file may unpack to a large one."""
    answer = client.post("/link", data=b"x", headers={**TURTLE, "Content-Encoding": "gzip"})

    assert 415 == answer.status_code


def test_busy_site_says_when_to_come_back(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With all places taken the answer is 503, and Retry-After."""
    asked = client.application.extensions[EXTENSION]
    monkeypatch.setattr(asked.pasted, "_free", _Taken())
    answer = client.post("/link", data=link(OURS), headers=TURTLE)

    assert (503, "5") == (answer.status_code, answer.headers["Retry-After"])


class _Taken:
    """Places that are all taken."""

    def acquire(self, *, blocking: bool) -> bool:
        """Give none."""
        return blocking


def test_file_that_takes_too_long_is_503(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was stopped is said to have been, and not that it was fine."""
    asked = client.application.extensions[EXTENSION]
    monkeypatch.setattr(asked.pasted, "_seconds", 0.05)

    assert 503 == client.post("/link", data=link(OURS), headers=TURTLE).status_code


def test_many_links_are_shown_in_part_and_told_in_full(client: FlaskClient) -> None:
    """The page stays readable, and says that as data all are there."""
    text = "".join(link(OURS, subject=f"https://s.example/{number}") for number in range(250))

    assert 250 == told(client, text)["counts"]["good"]
    assert "The first 200 are shown" in posted(client, text=text).text


@pytest.mark.parametrize(
    ("content", "name", "form"),
    [
        (b'{"a": 1}', "", "jsonld"),
        (b"<?xml version='1.0'?>", "", "rdfxml"),
        (b"#curie_map:\n", "", "sssom"),
        (b"subject_id\tpredicate_id", "", "sssom"),
        (b"<http://a> <http://b> <http://c> .", "", "turtle"),
        (b"", "links.NT", "ntriples"),
    ],
)
def test_format_is_known_by_how_a_file_looks(content: bytes, name: str, form: str) -> None:
    """Its name tells, or else how it begins."""
    assert form == looks_like(content, name)


def test_examples_and_shapes_can_be_fetched(client: FlaskClient) -> None:
    """Each is a file that any site may read and that is what it says it is."""
    for path in ("/link/example.ttl", "/link/links.shapes.ttl"):
        answer = client.get(path)
        assert (200, "text/turtle") == (answer.status_code, answer.mimetype)
        assert "*" == answer.headers["Access-Control-Allow-Origin"]
        assert list(parse(answer.data, RdfFormat.TURTLE))
    assert SSSOM_EXAMPLE == client.get("/link/example.sssom.tsv").text


def test_examples_lead_to_what_is_there() -> None:
    """What we tell others to write leads to things and a statement of the real sources."""
    files = shipped_files()
    read = Graph().parse(data=TURTLE_EXAMPLE, format="turtle")
    ours = {str(name) for name in read.objects() if str(name).startswith(ROOT)}
    ours |= {f"{ROOT}id/{row['object_id'].removeprefix('wrid:')}" for row in table(SSSOM_EXAMPLE)}
    there = names_in(load_entities(files.entities))
    rest = [name.rpartition("-") for name in ours - there]
    numbers = {
        number
        for path in (files.studies / "warmtenetten-regie-2022").glob("*.toml")
        for number in re.findall(r'^id\s*= "(\d{4})"', path.read_text("utf-8"), re.MULTILINE)
    }

    assert [f"{ROOT}id/statement/warmtenetten-regie-2022"] == [stem for stem, _, _ in rest]
    assert {number for _, _, number in rest} <= numbers


def table(text: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table of SSSOM."""
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    yield from csv.DictReader(lines, delimiter="\t")
