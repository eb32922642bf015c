"""The page that matches a list: as a table, as files, bounded, and keeping nothing."""

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from kg.linksets import Head
from kg.matching import COLUMNS as SSSOM_COLUMNS
from kg.termlists import MAX_BYTES, MAX_TERMS
from tests.webapp.mini_site import PAGE, close, make_site
from webapp import matching

MORE = """
GRAPH graph:entities {
  <https://w3id.org/warmteregie/id/party/beukdorp> a wr:Actor ;
    skos:prefLabel "gemeente Beukdorp"@nl .
  <https://w3id.org/warmteregie/id/instrument/old-plan> a wr:Instrument ;
    skos:prefLabel "oud plan"@nl ; owl:deprecated true ;
    dcterms:isReplacedBy <https://w3id.org/warmteregie/id/instrument/bench-plan> .
}
GRAPH <https://w3id.org/warmteregie/graph/links/register> {
  <https://w3id.org/warmteregie/id/party/beukdorp> <https://schema.org/sameAs>
    <https://identifier.overheid.nl/tooi/id/gemeente/gm9901> .
}
"""
TABLE = "gemeente;gm_code;iri\nBeukdorp;9901;https://example.org/b\nNergens;;\n"


@pytest.fixture(scope="module")
def matched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return a site with a municipality and its code, and a plan that is out of use."""
    folder: Path = tmp_path_factory.mktemp("matching")
    app = make_site(folder, more=MORE)
    yield app
    close(app)


@pytest.fixture
def visitor(matched: Flask) -> FlaskClient:
    """Return a visitor of the page."""
    return matched.test_client()


def send(visitor: FlaskClient, text: str, **more: Any) -> TestResponse:
    """Return the answer to a list that is pasted in the form."""
    lang = more.pop("lang", "nl")
    fields = {"text": text, **more}
    return visitor.post(f"/links?lang={lang}", data=fields, headers=PAGE,
                        content_type="multipart/form-data")  # fmt: skip


def rows(answer: TestResponse) -> list[str]:
    """Return the rows of the table on a page, as their words."""
    found = re.findall(r'<tr role="row">\s*<td.*?</tr>', answer.text, re.S)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in found]


def sssom(text: str) -> list[dict[str, str]]:
    """Return the rows of a file of SSSOM."""
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return list(csv.DictReader(lines, delimiter="\t"))


@pytest.mark.parametrize(
    ("lang", "said"),
    [("nl", ("Vergelijk een lijst", "Ten hoogste 500 namen en 100 kB", "Vanuit OpenRefine")),
     ("en", ("Match a list", "At most 500 names and 100 kB", "From OpenRefine"))],
)  # fmt: skip
def test_page_has_a_form_and_says_what_it_does(
    visitor: FlaskClient, lang: str, said: tuple[str, ...]
) -> None:
    """In both languages, with the address of the service for other programs."""
    text = visitor.get(f"/links?lang={lang}", headers=PAGE).text

    assert [] == [one for one in (*said, "http://localhost/reconcile") if one not in text]
    assert '<table role="table" class="matched">' not in text
    assert '<script src="/static/suggest.js" defer></script>' in text
    assert 1 == text.count("<script")


def test_list_is_matched_in_a_table(visitor: FlaskClient) -> None:
    """A row a name: what is sure, what is to be looked at and why, and what found nothing."""
    answer = send(visitor, "zitplan\nbench plans\nNergens\n", lang="nl")
    sure, unsure, none = rows(answer)

    assert 200 == answer.status_code
    assert "3 namen: 1 zeker, 1 om na te kijken, 1 zonder iets wat erop lijkt." in answer.text
    assert sure.startswith("1 zitplan bankjesplan instrument zeker , 98 van 100. Een andere naam")
    assert "2 bench plans bankjesplan instrument na te kijken, 92 van 100." in unsure
    assert none.startswith("3 Nergens hier niets wat erop lijkt")
    assert '<a href="/doc/instrument/bench-plan?lang=nl">bankjesplan</a>' in answer.text
    assert ">\nzitplan\nbench plans\nNergens\n</textarea>" in answer.text


def test_table_is_taken_by_its_headings_and_says_so(visitor: FlaskClient) -> None:
    """A code beside a name makes it sure; the columns can be chosen again."""
    answer = send(visitor, TABLE, lang="en")

    assert "Names were taken from column “gemeente”." in answer.text
    assert "Codes were taken from column “gm_code”." in answer.text
    assert "2 Beukdorp GM9901 gemeente Beukdorp (in Dutch only) actor sure" in rows(answer)[0]
    assert '<option value="1" selected>gemeente</option>' in answer.text
    assert "no column" not in send(visitor, TABLE, column="2").text


def test_file_is_matched_as_what_is_pasted(visitor: FlaskClient) -> None:
    """Windows text too, and the page says that it was taken so."""
    upload = (io.BytesIO("naam;x\nbankjé;1\n".encode("windows-1252")), "list.csv")
    answer = send(visitor, "", file=upload)

    assert "object/bench" in answer.text
    assert "Windows-tekst" in answer.text
    assert "bankjé" in answer.text


def test_kind_keeps_others_out(visitor: FlaskClient) -> None:
    """Only what the names are of is proposed."""
    assert "/doc/object/bench" in send(visitor, "bankje").text
    assert "/doc/object/bench" not in send(visitor, "bankje", kind="Instrument").text
    answer = send(visitor, "bankjesplan", kind="Instrument")
    assert '<option value="Instrument" selected>' in answer.text
    assert '<option value="Instrument" selected>' in visitor.get("/links?kind=Instrument").text


def test_what_is_out_of_use_shows_what_took_its_place(visitor: FlaskClient) -> None:
    """And is not offered itself."""
    answer = send(visitor, "oud plan")

    assert "Het kwam in de plaats van “oud plan”, dat niet meer te gebruiken is." in answer.text
    assert "/doc/instrument/old-plan" not in answer.text


def test_sssom_is_a_file_to_review(visitor: FlaskClient) -> None:
    """Sure ones alone, others as proposals; names without an IRI are literals."""
    answer = send(visitor, TABLE + "bank;;\n", format="sssom", lang="en")
    head, found = Head.of(answer.text.splitlines()), sssom(answer.text)

    assert "text/tab-separated-values; charset=utf-8" == answer.headers["Content-Type"]
    assert 'attachment; filename="warmteregie.sssom.tsv"' == answer.headers["Content-Disposition"]
    assert {"mapping_set_id", "license", "object_source"} <= head.slots.keys()
    assert set(SSSOM_COLUMNS) == found[0].keys()
    assert ("https://example.org/b", "schema:sameAs", "wrid:party/beukdorp", "1.00") == (
        found[0]["subject_id"], found[0]["predicate_id"], found[0]["object_id"],
        found[0]["confidence"],
    )  # fmt: skip
    assert "Nergens" not in {row["subject_label"] for row in found}
    assert {"rdfs literal"} == {row["subject_type"] for row in found[1:]}


def test_sssom_can_be_pasted_to_have_its_links_judged(visitor: FlaskClient) -> None:
    """What is written here is read there: links are judged, names without an IRI left out."""
    text = send(visitor, TABLE + "bank;;\n", format="sssom", lang="en").text
    told = visitor.post("/link?lang=en", data={"text": text}, headers=PAGE)
    data = visitor.post("/link", data=text, content_type="text/tab-separated-values").json
    texts = [row for row in sssom(text) if row["subject_type"]]

    assert {"unknown": 0, "deprecated": 0, "misspelt": 0, "doubtful": 0, "good": 1} == (
        data["counts"]
    )
    assert (len(sssom(text)) - 1, 1) == (data["leftOut"], data["triples"])
    assert len(texts) == data["leftOut"]
    assert f"{len(texts)} row" in told.text
    assert "left out, as" in told.text


def test_table_is_a_file_too(visitor: FlaskClient) -> None:
    """A row a candidate, and one for a name that found nothing."""
    text = send(visitor, "zitplan\nNergens\n", format="csv", lang="en").text
    found = list(csv.DictReader(io.StringIO(text)))

    assert [("zitplan", "bench plan", "98.0"), ("Nergens", "", "")] == [
        (row["yours"], row["label"], row["score"]) for row in found
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(send(visitor, "zitplan", format="xlsx").data)).active
    assert "zitplan" in {cell.value for row in sheet.iter_rows() for cell in row}


def test_program_sends_the_list_itself(visitor: FlaskClient) -> None:
    """As text or CSV; what goes wrong comes as data."""
    asked = {"data": TABLE.encode(), "content_type": "text/csv"}
    refused = visitor.post("/links", data=b"", content_type="text/plain")

    assert "wrid:party/beukdorp" in visitor.post("/links", **asked).text
    assert "gemeente Beukdorp" in visitor.post("/links?format=csv&kind=Actor", **asked).text
    assert (400, "application/problem+json") == (refused.status_code, refused.mimetype)


@pytest.mark.parametrize(
    ("text", "more", "status", "says"),
    [
        ("", {}, 400, "There is nothing in the list."),
        ("bankje\x00", {}, 400, "no text"),
        ("x" * (MAX_BYTES + 1), {}, 413, "more than 100 kB"),
        ("x" * 4 * MAX_BYTES, {}, 413, "more than 100 kB"),
        ("bankje\n" * (MAX_TERMS + 1), {}, 413, "more than 500 rows"),
        ("a" * 2_000, {}, 413, "Line 1 has a cell that is too long"),
        ("naam;x\nbankje;1\n", {"column": "soort<b>"}, 400, "no column “soort&lt;b&gt;”"),
        ("naam;x\n;1\n;2\n", {"column": "1"}, 400, "No row has a name"),
        ("bankje", {"kind": "Nothing"}, 400, "no type “Nothing”"),
        ("bankje", {"format": "pdf"}, 400, "no such format"),
    ],
)  # fmt: skip
def test_bad_list_is_refused_with_a_way_on(
    visitor: FlaskClient, text: str, more: dict[str, str], status: int, says: str
) -> None:
    """On the page with its form, in its language."""
    answer = send(visitor, text, lang="en", **more)

    assert status == answer.status_code
    assert "Your list was not matched" in answer.text
    assert says in answer.text
    assert 'id="text"' in answer.text


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"data": b"{}", "content_type": "application/json"}, 415),
        ({"data": b"x", "content_type": "text/csv", "headers": {"Content-Encoding": "gzip"}}, 415),
        ({"data": b"x" * (MAX_BYTES + 1), "content_type": "text/csv"}, 413),
        ({"data": b"bankje", "content_type": "text/csv", "query_string": "format=pdf"}, 400),
        ({"data": b"bankje", "content_type": "text/csv", "query_string": "kind=x"}, 400),
    ],
)
def test_bad_body_is_refused_as_data(
    visitor: FlaskClient, sent: dict[str, Any], status: int
) -> None:
    """A program reads no page."""
    answer = visitor.post("/links", **sent)

    assert (status, "application/problem+json") == (answer.status_code, answer.mimetype)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "There is nothing in the list."),
        ("?lang=nl", "Er staat niets in de lijst."),
        ("?lang=xx", "There is nothing in the list."),
    ],
)
def test_programs_are_told_in_english_or_as_they_ask(
    visitor: FlaskClient, query: str, says: str
) -> None:
    """The language of the address is that of the error; without one it is English."""
    answer = visitor.post(f"/links{query}", data=b"", content_type="text/plain")

    assert (400, says) == (answer.status_code, answer.json["detail"])


def test_file_in_a_language_that_is_not_spoken_is_refused(visitor: FlaskClient) -> None:
    """As with all data; the page comes in another one."""
    asked = {"data": TABLE.encode(), "content_type": "text/csv"}
    refused = visitor.post("/links?lang=xx", **asked)

    assert (400, "application/problem+json") == (refused.status_code, refused.mimetype)
    assert "xx" in refused.json["detail"]
    assert 200 == send(visitor, "bankje", lang="xx").status_code


def test_form_of_unknown_length_is_refused(visitor: FlaskClient) -> None:
    """It would be kept in a file while it is read."""
    body = io.BytesIO(b"--x\r\nContent-Disposition: form-data; name=text\r\n\r\nx\r\n--x--\r\n")
    answer = visitor.post(
        "/links",
        input_stream=body,
        content_type="multipart/form-data; boundary=x",
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )

    assert 411 == answer.status_code


def test_markup_is_shown_as_it_is(visitor: FlaskClient) -> None:
    """Nothing of a list is taken for HTML, or closes the field it stands in."""
    mark = "</textarea><script>alert(1)</script>"
    answer = send(visitor, f"{mark};x\n{mark};y\n")

    assert 200 == answer.status_code
    assert mark not in answer.text
    assert "&lt;/textarea&gt;&lt;script&gt;" in answer.text


def test_nothing_is_kept_and_nothing_told(
    visitor: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    """No cache keeps the answer, and no log the list."""
    caplog.set_level("INFO")
    answer = send(visitor, "geheimnaam")
    answer.close()

    assert "no-store" == answer.headers["Cache-Control"]
    assert "geheimnaam" not in caplog.text
    assert caplog.text


def test_list_that_takes_too_long_is_given_up(
    visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never half an answer; and the next one is matched."""
    with monkeypatch.context() as patched:
        patched.setattr(matching, "SECONDS", 0.0)
        answer = send(visitor, "bankje", lang="en")

    assert (503, "5") == (answer.status_code, answer.headers["Retry-After"])
    assert "took more than" in answer.text
    assert 200 == send(visitor, "bankje").status_code


def test_one_list_at_a_time_is_matched(
    visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that lists never keep other visitors waiting."""
    monkeypatch.setattr(matching, "_WAIT", 0.01)
    with matching._free:
        answer = send(visitor, "bankje", lang="en")

    assert (503, "5") == (answer.status_code, answer.headers["Retry-After"])
    assert "Another list is being matched." in answer.text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(text=st.text(max_size=60), column=st.text(max_size=5))
def test_any_text_is_answered(visitor: FlaskClient, text: str, column: str) -> None:
    """Matched or refused, never a fault of ours."""
    assert send(visitor, text, column=column).status_code in (200, 400)
