"""Home and the reader, over the invented graph."""

import re

import pytest
from flask.testing import FlaskClient

from tests.webapp.mini_site import KEY, PAGE


def page(client: FlaskClient, address: str) -> str:
    """Return the text of a page that must be there."""
    answer = client.get(address, headers=PAGE)
    assert 200 == answer.status_code, answer.text
    return " ".join(answer.text.split())


def passage(text: str, name: str) -> str:
    """Return the part of the reader that shows one passage."""
    return text.partition(f'id="p-{name}"')[2].partition('<li class="passage ')[0]


def test_home_counts_what_was_read_in_words(client: FlaskClient) -> None:
    """How much was read is said as a sentence and per section, not as a figure to admire."""
    text = page(client, "/")

    assert "Van de 16 passages zijn er 15 gelezen of verantwoord; 1 staat nog open." in text
    assert "3 passages, 2 gelezen, 1 nog open" in text
    assert "Wie zegt wat van welk ding, hoe stellig, en waar?" in text


def test_study_says_when_it_was_made(client: FlaskClient) -> None:
    """Months are words, in the language of the page."""
    assert "januari 2029 tot en met februari 2030" in page(client, "/study")
    assert "January 2029 to February 2030" in page(client, "/study?lang=en")


def test_reader_shows_passages_in_order(client: FlaskClient) -> None:
    """A section is read from its heading to its last passage."""
    text = page(client, f"/study/{KEY}/2.1")

    assert [f"2.1-{number}" for number in range(9)] == re.findall(r'id="p-([^"]+)"', text)


def test_reader_says_who_and_how_firmly(client: FlaskClient) -> None:
    """A hedge and its word stand beside the claim, and so does the work cited."""
    text = passage(page(client, f"/study/{KEY}/2.1"), "2.1-2")

    assert "met voorbehoud: “lijkt”" in text
    assert "aangehaald als bron" in text
    assert "Linde (2021)" in text


def test_reader_says_not_in_words(client: FlaskClient) -> None:
    """A denial is never told by colour or line alone."""
    text = passage(page(client, f"/study/{KEY}/2.1"), "2.1-3")

    assert "line--denied" in text
    assert "ontkend: niet" in text


def test_reader_shows_silence_with_its_reason(client: FlaskClient) -> None:
    """A passage that states nothing says why."""
    assert "Zegt op zichzelf niets: is een paginakop" in passage(
        page(client, f"/study/{KEY}/2.1"), "2.1-8"
    )


def test_reader_shows_gap_as_gap(client: FlaskClient) -> None:
    """What the text lacks is printed as lacking."""
    text = passage(page(client, f"/study/{KEY}/2.1"), "2.1-7")

    assert 'class="gap"' in text
    assert "De lijst op tactisch niveau is nog niet af." in text


def test_reader_shows_what_is_not_read_yet(client: FlaskClient) -> None:
    """A passage that nobody looked at says so."""
    assert "Nog niet gelezen." in passage(page(client, f"/study/{KEY}/1"), "1-1")


def test_reader_shows_tensions(client: FlaskClient) -> None:
    """Both sides of a tension can be reached from the section they are read in."""
    assert "De parkwachter stuurt met een plan en mag toch niets weigeren." in page(
        client, f"/study/{KEY}/2.1"
    )


def test_reader_tells_how_to_attach_the_text(client: FlaskClient) -> None:
    """Without the study's words the page works and says what would bring them."""
    text = page(client, f"/study/{KEY}/2.1")

    assert "warmteregie study attach" in text
    assert "De parkwachter gebruikt een bankjesplan om" not in text


def test_attached_words_are_the_study_s(reader: FlaskClient) -> None:
    """With the text attached its words stand there, as Dutch and in their own letter."""
    text = page(reader, f"/study/{KEY}/2.1?lang=en")

    assert '<p class="own" lang="nl">Enkele bezoekers willen schaduw.</p>' in text
    assert "warmteregie study attach" not in text


def test_evidence_opens_with_its_neighbours(reader: FlaskClient) -> None:
    """The sentences before and after stand around the one that is evidence."""
    text = page(reader, "/doc/statement/bankjes-2030-0003").partition('<blockquote class="words"')[
        2
    ]

    before, own, after = re.findall(r"<p[^>]*>([^<]*)</p>", text)[:3]
    assert before.startswith("Het bankjesplan werkt")
    assert own.startswith("Een bankje lijkt")
    assert after.startswith("Een parkwachter van een ander park")


@pytest.mark.parametrize("number", ["9", "2.1-1", "..", "<b>"])
def test_unknown_section_is_not_found(client: FlaskClient, number: str) -> None:
    """A section that the study does not have is no page."""
    assert 404 == client.get(f"/study/{KEY}/{number}", headers=PAGE).status_code


@pytest.mark.parametrize(
    "address", ["/", "/study", f"/study/{KEY}/2.1", "/about", "/questions", "/doc/def/"]
)
def test_page_is_safe(client: FlaskClient, address: str) -> None:
    """Every page forbids what is not ours and needs nothing that is forbidden."""
    answer = client.get(address, headers=PAGE)

    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "nosniff" == answer.headers["X-Content-Type-Options"]
    assert not re.search(r"<script|style=|\son\w+=", answer.text)


@pytest.mark.parametrize("address", ["/study", f"/study/{KEY}/2.1", "/doc/instrument/bench-plan"])
def test_query_behind_a_page_can_be_asked(client: FlaskClient, address: str) -> None:
    """What a page rests on can be opened in the editor and gives an answer there."""
    [href] = re.findall(r'href="(/sparql\?query=[^"]+)"', page(client, address))

    assert 200 == client.get(href.replace("&amp;", "&")).status_code


def test_quality_counts_by_section(client: FlaskClient) -> None:
    """How far each section is, and how much was read in it, is one row of a table."""
    rows = page(client, "/quality").partition(">Per paragraaf<")[2].partition("</table>")[0]
    [row] = [one for one in rows.split("</tr>") if ">§ 2.1 Wat" in one]

    assert [
        "§ 2.1 Wat de parkwachter kan", "gelezen", "5", "5", "3", "1", "1", "1",
    ] == re.findall(r"<t[hd][^>]*>(?:<a[^>]*>)?([^<]+)", row)  # fmt: skip


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/study/2.1", f"/study/{KEY}/2.1"),
        ("/study/2.1?lang=en", f"/study/{KEY}/2.1?lang=en"),
    ],
)
def test_section_without_its_study_is_that_of_the_site_s_own(
    client: FlaskClient, address: str, target: str
) -> None:
    """Addresses from when there was one study still lead where they led."""
    answer = client.get(address, headers=PAGE)

    assert (301, target) == (answer.status_code, answer.location)


@pytest.mark.parametrize("address", ["/study/none-such", "/study/none-such/2.1", "/study/9"])
def test_unknown_study_is_not_found(client: FlaskClient, address: str) -> None:
    """A study that is not here has no page and no sections."""
    assert 404 == client.get(address, headers=PAGE).status_code
