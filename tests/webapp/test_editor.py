"""The page of the endpoint: a form that is answered, explained and taken elsewhere."""

import ast
import html
import re
import shlex
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.webapp.mini_site import PAGE
from webapp.editor import line_at
from webapp.services import EXTENSION

WHO = """SELECT ?speaker ?speakerLabel ?line WHERE {
  ?speaker a wr:Speaker ; skos:prefLabel ?speakerLabel .
  BIND (3 AS ?line)
} ORDER BY ?speaker ?speakerLabel"""
GRAPH = "CONSTRUCT WHERE { <https://w3id.org/warmteregie/id/object/bench> ?p ?o }"
MARK = "<img src=x>"


class Text(HTMLParser):
    """What stands in the form, as a browser has it."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.query = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notice that the text of the form begins."""
        self.inside = self.inside or tag == "textarea"

    def handle_endtag(self, tag: str) -> None:
        """Notice that it ends."""
        self.inside = self.inside and tag != "textarea"

    def handle_data(self, data: str) -> None:
        """Keep what stands in between."""
        self.query += data if self.inside else ""


def ask(client: FlaskClient, query: str, status: int = 200, **more: str) -> str:
    """Return the page that a query gives."""
    answer = client.get("/sparql", query_string={"query": query, **more}, headers=PAGE)

    assert (status, "text/html; charset=utf-8") == (answer.status_code, answer.content_type)
    return answer.text


def in_form(page: str) -> str:
    """Return the query that the form of a page holds; browsers drop its first line break."""
    found = Text()
    found.feed(page)
    return found.query.removeprefix("\n")


def test_form_begins_with_a_query_that_is_answered(client: FlaskClient) -> None:
    """Whoever presses the button at once sees rows, and our prefixes are there already."""
    answer = client.get("/sparql", headers=PAGE)
    query = in_form(answer.text)

    assert query.startswith("PREFIX rdf:")
    assert "tbody" in ask(client, query)
    assert {"accept", "accept-language"} <= set(answer.vary.as_set())
    assert query == in_form(client.get("/sparql?query=+", headers=PAGE).text)


def test_name_and_label_are_one_cell_that_leads_on(client: FlaskClient) -> None:
    """Things have names and links, and no identifier is to be seen."""
    table = ask(client, WHO).partition("<table")[2].partition("</table>")[0]

    assert '<a href="/doc/speaker/bankjes-2030/' in table
    assert 2 == table.count("<th ")
    assert "w3id.org" not in table


def test_identifiers_are_shown_where_they_are_asked_for(client: FlaskClient) -> None:
    """The address says so; labels keep their language, and links lead on."""
    page = ask(client, WHO, show="identifiers")
    table = page.partition("<table")[2].partition("</table>")[0]

    assert "wrid:speaker/bankjes-2030/" in table
    assert "&#34;@nl" in table
    assert "?speakerLabel" in table
    assert '<input type="hidden" name="show" value="identifiers">' in page
    assert "aria-current" in page.partition("met identificaties")[0][-40:]


def test_unknown_way_to_show_is_refused(client: FlaskClient) -> None:
    """What there is is named, what was asked is kept, and nothing of it becomes markup."""
    page = ask(client, WHO, 400, show=MARK)

    assert "Er zijn names en identifiers." in page
    assert WHO == in_form(page)
    assert MARK not in page


def test_prefixes_of_ours_are_put_in(client: FlaskClient) -> None:
    """On the page, where they can be seen; a program is told, as its query would fail elsewhere."""
    query = in_form(ask(client, WHO))

    assert query.startswith("PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\nPREFIX wr: <")
    assert query == in_form(ask(client, query))
    assert 400 == client.get("/sparql", query_string={"query": WHO}).status_code


def test_truth_is_a_sentence(client: FlaskClient) -> None:
    """Yes and no say of what."""
    assert "Ja: iets in de graaf voldoet" in ask(client, "ASK { ?s ?p ?o }")
    assert "Nee: niets in de graaf voldoet" in ask(client, "ASK { ?s ?s ?s }")


def test_graph_is_rows_with_names_or_turtle(client: FlaskClient) -> None:
    """A graph can be read as sentences, and as it is written."""
    by_name, by_identifier = ask(client, GRAPH), ask(client, GRAPH, show="identifiers")

    assert '<a href="/doc/object/bench">bankje</a>' in by_name
    assert "@prefix skos:" in by_identifier
    assert "@prefix owl:" not in by_identifier
    assert "<table" not in by_identifier.partition("<main")[2]


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        (WHO, ["text/csv", "text/tab-separated-values", "application/json", "application/xml"]),
        ("ASK {}", ["application/json", "application/xml"]),
        (
            GRAPH,
            ["text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml"],
        ),
    ],
)
def test_downloads_hold_the_answer(client: FlaskClient, query: str, kinds: list[str]) -> None:
    """Each link gives the same answer in its format, whatever a browser accepts."""
    links = re.findall(r'<a href="(/sparql[^"]*)" type="([^"]*)"', ask(client, query))
    found = [client.get(html.unescape(href), headers=PAGE).mimetype for href, _ in links]

    assert kinds == [kind for _, kind in links] == found


def test_address_of_an_answer_lasts(client: FlaskClient) -> None:
    """The link holds everything: query, graphs, and how things are shown."""
    graph = "https://w3id.org/warmteregie/graph/entities"
    page = ask(client, WHO, show="identifiers", **{"default-graph-uri": graph})
    link = re.search(r'<a href="([^"]*)">Het blijvende adres', page)

    assert link
    assert f'<input type="hidden" name="default-graph-uri" value="{graph}">' in page
    again = client.get(html.unescape(link[1]), headers=PAGE).text
    assert in_form(page) == in_form(again)
    assert f'<span class="iri">{graph}</span>' in again


def test_code_asks_the_query_that_is_shown(client: FlaskClient) -> None:
    """A shell and Python read back exactly what stands in the form."""
    page = ask(client, WHO)
    code = [html.unescape(one) for one in re.findall(r"<pre[^>]*><code>(.*?)</code>", page, re.S)]
    [command] = [one for one in code if one.startswith("curl")]
    [script] = [one for one in code if one.startswith("import")]
    literal = script.partition("query = ")[2].partition("\naddress")[0]

    assert f"query={in_form(page)}" in shlex.split(command)
    assert in_form(page) == ast.literal_eval(literal)


def test_fault_is_told_beside_the_query(client: FlaskClient) -> None:
    """Line, column, the line itself with a caret, and what to do; the query is still there."""
    query = "SELECT * {\n  ?s foo:bar ?o\n}"
    page = ask(client, query, 400)

    assert "Regel 2, kolom 6" in page
    assert "  ?s foo:bar ?o\n     ^</code>" in page
    assert "Zet PREFIX foo:" in page
    assert query == in_form(page)


@pytest.mark.parametrize(
    ("query", "line", "column", "shown"),
    [
        ("ab\ncd", 2, 2, "cd\n ^"),
        ("a\r\n\tb", 2, 2, "\tb\n\t^"),
        ("a\x00b", 1, 3, "a\N{REPLACEMENT CHARACTER}b\n  ^"),
        (
            "x" * 70 + "y" + "z" * 70,
            1,
            71,
            "…" + "x" * 60 + "y" + "z" * 59 + "…\n" + " " * 61 + "^",
        ),
        ("ab", 9, 1, "\n^"),
    ],
)
def test_caret_stands_below_the_fault(query: str, line: int, column: int, shown: str) -> None:
    """Behind tabs too, and in a long line, of which the part around it is shown."""
    assert shown == line_at(query, line, column)


def test_empty_answer_gives_a_way_on(client: FlaskClient) -> None:
    """It says which name is not in the graph, and where to look."""
    page = ask(client, "SELECT * { ?s wr:benchesOn ?o ; skos:prefLabel ?name }")

    assert "<code>wr:benchesOn</code>." in page
    assert "0 regels" in page
    assert 'href="/search"' in page


def test_graph_that_is_not_there_is_named(client: FlaskClient) -> None:
    """Also where the rest of the query has an answer."""
    page = ask(client, "ASK {}", **{"default-graph-uri": "http://e/none"})

    assert "<code>http://e/none</code>" in page


def test_more_rows_than_a_page_shows_are_counted(client: FlaskClient) -> None:
    """The data have them all."""
    values = " ".join(map(str, range(501)))

    assert "501 regels; de eerste 500" in ask(client, f"SELECT ?x {{ VALUES ?x {{ {values} }} }}")


def test_every_example_is_answered(client: FlaskClient) -> None:
    """Short ones to learn from and the library: each link fills the form with what is answered."""
    page = client.get("/sparql?lang=en", headers=PAGE).text
    links = re.findall(r'href="(/sparql\?example=[^"]*)"', page)
    known = client.application.extensions[EXTENSION]
    there = len(known.library) + len(known.shelves["examples"])
    answers = [
        client.get(html.unescape(link), headers=PAGE, follow_redirects=True) for link in links
    ]

    assert there == len(set(links)) == len(links)
    assert {200} == {answer.status_code for answer in answers}
    assert all('id="answer"' in answer.text for answer in answers)


def test_example_has_labels_in_the_language_of_the_page(client: FlaskClient) -> None:
    """It leads to an address with the query itself, which lasts."""
    answer = client.get("/sparql?example=who-says-what&lang=en", headers=PAGE)

    assert 303 == answer.status_code
    assert "%22en%22" in answer.location
    assert answer.location.endswith("#answer")


def test_unknown_example_is_not_found(client: FlaskClient) -> None:
    """Whoever follows an old link gets a form and a way on."""
    answer = client.get("/sparql", query_string={"example": MARK}, headers=PAGE)

    assert 404 == answer.status_code
    assert MARK not in answer.text
    assert "/sparql?example=" in answer.text


def test_long_query_is_asked_by_post(client: FlaskClient) -> None:
    """Its answer is on the page too, which says that it has no link."""
    query = f"SELECT (1 AS ?one) {{}} # {'x' * 61_000}"
    page = client.post("/sparql", data={"query": query}, headers=PAGE).text
    refused = client.get("/sparql", query_string={"query": query}, headers=PAGE)

    assert "te lang voor een adres" in page
    assert "/sparql?query=" not in page
    assert (414, query) == (refused.status_code, in_form(refused.text))
    assert "gebruik POST" in refused.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/sparql?query=%00", 400),
        ("/sparql?query=%ff", 400),
        ("/sparql?query=SELECT%20*%20%7B%E2%82", 400),
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", 400),
        ("/sparql?query=ASK%7B%7D&format=%3Cimg%20src=x%3E", 406),
        ("/sparql?query=ASK%7B%7D&show=x", 400),
        ("/sparql?query=%3Cimg%20src=x%3E", 400),
        ("/sparql?update=CLEAR%20ALL&query=x", 400),
        ("/sparql?query=ASK%7B%7D&default-graph-uri=%3Cimg%20src=x%3E", 400),
        (f"/sparql?query={'x' * 10_000}", 400),
        (f"/sparql?query={'x' * 59_000}", 400),
    ],
)
def test_broken_address_is_explained(client: FlaskClient, address: str, status: int) -> None:
    """The right status, a form to go on with, and nothing that becomes markup."""
    answer = client.get(address, headers=PAGE)

    assert (status, "text/html") == (answer.status_code, answer.mimetype)
    assert 'id="answer"' in answer.text
    assert "<textarea" in answer.text
    assert MARK not in answer.text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(query=st.text(max_size=60))
def test_whatever_is_asked_is_answered(client: FlaskClient, query: str) -> None:
    """With a page that has the query in its form, never with a fault of ours."""
    sent = urlencode({"query": query + MARK}, errors="replace")
    answer = client.get(f"/sparql?{sent}", headers=PAGE)

    assert 400 == answer.status_code
    assert MARK not in answer.text
