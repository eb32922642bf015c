"""The search page: the thing first, then what is said of it; helpful whatever is typed."""

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.search import INDEX, LONGEST
from tests.webapp.mini_site import KEY, PAGE, close, make_site, write_build
from webapp import listing


def hits(text: str) -> list[str]:
    """Return the addresses of the hits on a page, in their order."""
    return re.findall(r'<p class="hit"><a href="([^"?]+)', text)


def look(client: FlaskClient, **asked: str) -> str:
    """Return the page of a search."""
    return client.get("/search", query_string=asked, headers=PAGE).text


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[Flask]:
    """Return a site whose build a test may spoil."""
    app = make_site(tmp_path)
    yield app
    close(app)


@pytest.mark.parametrize("words", ["bankje", "bankjes", "bnakje", "bench", "benches", "BANKJE"])
def test_thing_comes_first_then_what_is_said_of_it(client: FlaskClient, words: str) -> None:
    """Singular or plural, Dutch or English, mistyped or not."""
    found = hits(look(client, q=words))

    assert "/doc/object/bench" == found[0]
    assert any(one.startswith("/doc/statement/") for one in found[1:])


def test_hit_says_what_it_is_and_why_it_was_found(client: FlaskClient) -> None:
    """Its class, its definition, and the text that was found where the page does not show it."""
    text = look(client, q="zitplan")

    assert ["/doc/instrument/bench-plan"] == hits(text)
    assert '<span class="sort">instrument</span>' in text
    assert "Een plan voor de plek van elk bankje." in text
    assert "Gevonden aan een andere naam “<span>zitplan</span>”: precies zo" in text


def test_statement_shows_who_says_it_and_how_firmly(client: FlaskClient) -> None:
    """A claim among the hits is as well founded as anywhere else on the site."""
    text = look(client, q="boomwortels", lang="nl")
    claim = text.partition(f"/doc/statement/{KEY}-0003")[2].partition("</li>\n  <li")[0]

    assert "de auteurs" in claim
    assert "met voorbehoud: “lijkt”" in claim
    assert "#p-2.1-2" in claim
    assert "1 passage" in text.partition("</header>")[0]


def test_name_in_another_language_is_marked(client: FlaskClient) -> None:
    """A label that is there in Dutch only says so on an English page."""
    text = look(client, q="boomwortel", lang="en")

    assert '<span lang="nl">boomwortel</span>' in text
    assert "(in Dutch only)" in text


def test_question_of_the_library_is_found(client: FlaskClient) -> None:
    """A question opens with its answer."""
    assert "/questions/who-says-what" in hits(look(client, q="wie zegt wat"))


def test_kinds_are_counted_and_narrow(client: FlaskClient) -> None:
    """Each kind there is, with its number, leads to those hits alone."""
    whole = look(client, q="bankje")
    [(href, number)] = re.findall(r'href="([^"]*kind=statement)"[^>]*>(\d+) bewering', whole)
    narrowed = client.get(href.replace("&amp;", "&"), headers=PAGE).text

    assert int(number) == len(hits(narrowed))
    assert all(one.startswith("/doc/statement/") for one in hits(narrowed))


def test_address_holds_the_whole_state(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words, kind and page: the pages one by one show every hit once, and lead on and back."""
    every = hits(look(client, q="bankje"))
    monkeypatch.setattr(listing, "PER_PAGE", 3)
    address, seen = "/search?q=bankje", []
    while address:
        text = client.get(address, headers=PAGE).text
        seen += hits(text)
        found = re.search(r'rel="next nofollow" href="([^"]+)"', text)
        address = found[1].replace("&amp;", "&") if found else ""

    assert every == seen
    assert 'rel="prev nofollow" href="/search?q=bankje&amp;page=' in text


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 200),
        ({"q": "   "}, 200),
        ({"q": "\x00\x1b[2J"}, 200),
        ({"q": "<script>alert(1)</script>"}, 200),
        ({"q": "SELECT * WHERE { ?s ?p ?o }"}, 200),
        ({"q": "a" * LONGEST}, 200),
        ({"q": "a" * 10_000}, 400),
        ({"q": "bank", "kind": "nothing"}, 400),
        ({"q": "bank", "page": "0"}, 404),
        ({"q": "bank", "page": "99"}, 404),
        ({"q": "bank", "page": "1 OR 1"}, 404),
        ({"q": "bank", "page": "9" * 5000}, 404),
    ],
)
def test_status_says_whose_turn_it_is(
    client: FlaskClient, asked: dict[str, str], status: int
) -> None:
    """What can be answered is; what cannot says so, on a page with a way on."""
    answer = client.get("/search", query_string=asked, headers=PAGE)

    assert status == answer.status_code
    assert "<h1" in answer.text
    assert "Traceback" not in answer.text
    assert "noindex" == answer.headers["X-Robots-Tag"]


def test_empty_search_says_what_can_be_found(client: FlaskClient) -> None:
    """The page without words is a page about searching, with examples."""
    text = look(client)

    assert 'href="/search?q=meekoppelkans"' in text
    assert [] == hits(text)


def test_nothing_found_has_a_way_on(client: FlaskClient) -> None:
    """Words that come near, the questions, the study, the terms."""
    text = look(client, q="baankjespln")

    assert 'href="/search?q=bankjesplan"' in text
    assert 'href="/questions"' in text.partition("<main")[2]


def test_some_of_the_words_are_said_to_be_some(client: FlaskClient) -> None:
    """Where nothing has all words, the page says so."""
    text = look(client, q="parkwachter olifant")

    assert hits(text)
    assert "Niets heeft al deze woorden" in text


def test_too_long_a_search_is_told_its_limit(client: FlaskClient) -> None:
    """The limit and the length, in a sentence; what was typed is not thrown away."""
    text = look(client, q="bank " * 2000)

    assert "hoogstens 200 tekens; dit zijn er 9999." in text
    assert f'value="{"bank " * 40}"' in text


@pytest.mark.parametrize("query", ["ASK { ?s ?p ?o }", "prefix x: <y> select * { ?s ?p ?o }" * 9])
def test_query_is_led_to_the_editor(client: FlaskClient, query: str) -> None:
    """Who pastes SPARQL into the box finds where it can be run."""
    text = look(client, q=query)

    assert "Dit lijkt een zoekvraag in SPARQL" in text
    assert 'href="/sparql?query=' in text


def test_markup_is_shown_as_it_was_typed(client: FlaskClient) -> None:
    """What is typed stands on the page as text, never as markup."""
    typed = '"><img src=x onerror=alert(1)>'
    text = look(client, q=typed)

    assert "<img" not in text
    assert escape(typed, quote=True).replace("&quot;", "&#34;") in text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(words=st.text(max_size=LONGEST + 20), kind=st.text(max_size=5), page=st.text(max_size=4))
def test_whatever_is_typed_is_answered(
    client: FlaskClient, words: str, kind: str, page: str
) -> None:
    """Any text for any part of the address: a page, never a fault, nothing written back as is."""
    asked = {"q": words + "<i>", "kind": kind, "page": page}
    answer = client.get("/search", query_string=asked, headers=PAGE)

    assert answer.status_code in (200, 400, 404)
    assert "<i>" not in answer.text


def test_data_is_all_hits(client: FlaskClient) -> None:
    """The twins hold every hit of every page, in the same order, in the language asked for."""
    rows = list(csv.DictReader(client.get("/search.csv?q=bankje&lang=en").text.splitlines()))
    found = json.loads(client.get("/search.json?q=bankje&lang=en").text)["results"]["bindings"]

    assert len(rows) == len(found) == len(hits(look(client, q="bankje")))
    assert ("bench", "thing", "whole") == tuple(rows[0][one] for one in ("label", "kind", "found"))
    assert [row["thing"] for row in rows] == [row["thing"]["value"] for row in found]
    narrowed = client.get("/search.csv?q=bankje&kind=statement").text.splitlines()
    assert len(narrowed) - 1 == sum(row["kind"] == "statement" for row in rows)


def test_document_is_all_hits_with_room_for_notes(client: FlaskClient) -> None:
    """A word processor opens what the words find; search engines are asked to leave it."""
    answer = client.get("/search.docx?q=bankje&lang=en")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as file:
        text = file.read("word/document.xml").decode()

    rows = client.get("/search.csv?q=bankje").text.splitlines()
    assert len(rows) == text.count("<w:tr>")
    assert text.index(">kind<") < text.index(">what<") < text.index(">notes<")
    assert "noindex" == answer.headers["X-Robots-Tag"]


@pytest.mark.parametrize("address", ["/search.csv?q=bankje", "/search.json?q=bankje"])
def test_data_is_open_and_not_for_search_engines(client: FlaskClient, address: str) -> None:
    """Other sites may read it; crawlers are asked not to list it."""
    answer = client.get(address)

    assert "*" == answer.headers["Access-Control-Allow-Origin"]
    assert "noindex" == answer.headers["X-Robots-Tag"]


def test_data_of_too_long_a_search_is_a_problem(client: FlaskClient) -> None:
    """Data clients are told in their own way."""
    data = {"Accept": "application/json"}
    answer = client.get("/search.json", query_string={"q": "a" * 10_000}, headers=data)

    assert (400, "application/problem+json") == (answer.status_code, answer.mimetype)


def test_page_links_to_its_data(client: FlaskClient) -> None:
    """Both twins, with the words, the kind and the language of the page."""
    text = look(client, q="bankje", kind="statement", lang="en")

    for suffix in ("csv", "json", "docx"):
        assert f'href="/search.{suffix}?q=bankje&amp;kind=statement&amp;lang=en"' in text


@pytest.mark.parametrize("path", ["/", "/about", "/study", "/search", "/doc/object/bench", "/no"])
def test_search_box_is_on_every_page(client: FlaskClient, path: str) -> None:
    """One box on each page, in the language of the page."""
    text = client.get(f"{path}?lang=en", headers=PAGE).text

    assert 1 == text.count('role="search" data-suggest="/suggest?lang=en" action="/search">')
    assert '<input type="hidden" name="lang" value="en">' in text


def test_page_asks_not_to_be_listed(client: FlaskClient) -> None:
    """In its head too, for who keeps a copy."""
    assert '<meta name="robots" content="noindex">' in look(client, q="bankje")


def spoil_by_removing(folder: Path) -> None:
    """Make a build as it was before there was a search."""
    shutil.rmtree(folder)


def spoil_by_damage(folder: Path) -> None:
    """Change a byte of the index."""
    [path] = folder.glob("*.store")
    path.write_bytes(b"x" + path.read_bytes()[1:])


@pytest.mark.parametrize("spoil", [spoil_by_removing, spoil_by_damage])
def test_build_that_cannot_be_searched_is_told(
    own_site: Flask, tmp_path: Path, spoil: object
) -> None:
    """The search says what to do, and all other pages go on."""
    spoil(tmp_path / "build" / "one" / INDEX)  # type: ignore[operator]
    client = own_site.test_client()
    answer = client.get("/search?q=bankje", headers=PAGE)

    assert 503 == answer.status_code
    assert "In deze bouw kan niet gezocht worden" in answer.text
    assert "warmteregie build" in answer.text
    assert 200 == client.get("/doc/object/bench", headers=PAGE).status_code
    assert 503 == client.get("/search.json?q=bankje").status_code


def test_next_build_is_searched_when_it_is_there(own_site: Flask, tmp_path: Path) -> None:
    """A server follows a new build without being started again."""
    client = own_site.test_client()
    spoil_by_removing(tmp_path / "build" / "one" / INDEX)
    assert 503 == client.get("/search?q=bankje", headers=PAGE).status_code
    write_build(tmp_path / "later").joinpath("one").rename(tmp_path / "build" / "two")
    link = tmp_path / "build" / "current.new"
    link.symlink_to("two")
    link.replace(tmp_path / "build" / "current")

    assert "/doc/object/bench" == hits(look(client, q="bankje"))[0]


def test_suggestions_are_names_with_what_each_is(client: FlaskClient) -> None:
    """OpenSearch: the words, names, sorts and addresses; claims have no name to suggest."""
    answer = client.get("/suggest?q=zitplan&lang=en")

    assert "application/x-suggestions+json" == answer.content_type
    assert [
        "zitplan",
        ["bench plan"],
        ["instrument"],
        ["/doc/instrument/bench-plan?lang=en"],
    ] == json.loads(answer.text)


@pytest.mark.parametrize("words", ["", "q" * 10_000, "<script>", "SELECT * {?s ?p ?o}", "\x00"])
def test_suggestions_bear_anything(client: FlaskClient, words: str) -> None:
    """Whatever stands in the box, the answer is a list, and the page not disturbed."""
    answer = client.get("/suggest", query_string={"q": words})

    assert 200 == answer.status_code
    assert [] == json.loads(answer.text)[1]
