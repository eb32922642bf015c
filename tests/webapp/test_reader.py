"""Home and the reader, over the invented graph."""

import re

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.webapp.mini_site import KEY, PAGE
from webapp.reader import pieces, spellings


def page(client: FlaskClient, address: str) -> str:
    """Return the text of a page that must be there."""
    answer = client.get(address, headers=PAGE)
    assert 200 == answer.status_code, answer.text
    return " ".join(answer.text.split())


def passage(text: str, name: str) -> str:
    """Return the part of the reader that shows one passage."""
    return text.partition(f'id="p-{name}"')[2].partition('<li class="passage ')[0]


def test_study_counts_what_was_read_in_words(client: FlaskClient) -> None:
    """How much was read is said per section, not as a figure to admire."""
    assert "3 passages: 1 gelezen, 1 zwijgt, 1 nog open" in page(client, "/study")


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

    own = re.search(r'<p class="own" lang="nl">(.*?)</p>', passage(text, "2.1-4"))
    assert own
    assert "Enkele bezoekers willen schaduw." == re.sub("<[^>]*>", "", own[1])
    assert "warmteregie study attach" not in text


def test_what_a_reading_rests_on_is_marked(reader: FlaskClient) -> None:
    """The word of the hedge and the name of the speaker, where they stand in the words."""
    text = page(reader, f"/study/{KEY}/2.1?lang=en")

    assert '<mark class="mark--hedge">lijkt</mark>' in passage(text, "2.1-2")
    assert '<mark class="mark--speaker">Enkele bezoekers</mark>' in passage(text, "2.1-4")
    assert "<mark" not in passage(text, "2.1-6")
    assert "the word of a hedge" in text


@given(text=st.text(), words=st.sets(st.text(min_size=1), max_size=5))
def test_marking_never_changes_the_words(text: str, words: set[str]) -> None:
    """Put together the pieces are the text, whatever is sought in it."""
    found = pieces(text, {word.casefold(): "hedge" for word in words})

    assert text == "".join(piece.text for piece in found)


def test_only_whole_words_are_marked() -> None:
    """What merely begins like a hedge is none; the longest of two is marked."""
    found = pieces("Eigenlijk lijkt lijkwit eigen.", {"lijk": "hedge", "lijkt": "hedge"})

    assert ["lijkt"] == [piece.text for piece in found if piece.rests]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("gemeente Rotterdam (interview)", {"gemeente Rotterdam", "Rotterdam"}),
        ("de auteurs", {"de auteurs"}),
        ("‘de respondent’ (§ 3.3)", {"de respondent"}),
        ("een niet-genoemde netbeheerder (§ 3.2)", {"een niet-genoemde netbeheerder"}),
        ("de parkwachter van Overdam", {"de parkwachter van Overdam"}),
    ],
)
def test_speaker_is_sought_by_name(label: str, expected: set[str]) -> None:
    """What we tell speakers apart by is not sought in the study's words."""
    assert expected == spellings(label)


def test_reader_names_a_voice_once(client: FlaskClient) -> None:
    """Two claims of one voice stand under its name; each says how firmly."""
    text = passage(page(client, f"/study/{KEY}/1"), "1-2")

    assert 1 == text.count('class="voice"')
    assert 2 == text.count('class="said"') == text.count('class="how"')
    assert "onze lezing" in text


def test_claim_and_passage_lead_to_one_another(client: FlaskClient) -> None:
    """From the passage to the claim, and from the claim to the passage among its neighbours."""
    assert f'href="/doc/statement/{KEY}-0003"' in passage(
        page(client, f"/study/{KEY}/2.1"), "2.1-2"
    )
    assert f'href="/study/{KEY}/2.1#p-2.1-2"' in page(client, f"/doc/statement/{KEY}-0003")


def test_claim_names_the_passages_it_is_read_with(client: FlaskClient) -> None:
    """What carries its level lights up with it, and is said in words."""
    text = passage(page(client, f"/study/{KEY}/2.1"), "2.1-6")

    assert 'data-with="2.1-5"' in text
    assert "gelezen samen met" in text


def test_tension_shows_both_sides(client: FlaskClient) -> None:
    """Each side leads to its claim, also where it is read in another section."""
    text = page(client, f"/study/{KEY}/2.1").partition('id="tensions"')[2].partition("</ul>")[0]

    assert f'href="/doc/statement/{KEY}-0001"' in text
    assert f'href="/doc/statement/{KEY}-0004"' in text


def test_section_leads_to_its_neighbours_and_parts(client: FlaskClient) -> None:
    """Before and after, at the top and at the bottom; what stands under it, and its headings."""
    text = page(client, f"/study/{KEY}/2.1")

    assert [2, 2] == [text.count(f'rel="{way}"') for way in ("prev", "next")]
    assert '<a href="#p-2.1-5">' in text
    assert f'<li><a href="/study/{KEY}/2.1">' in page(client, f"/study/{KEY}/2")


def test_coverage_is_a_picture_with_words(client: FlaskClient) -> None:
    """Each passage is a box; the same is said beside it."""
    rows = page(client, "/study").partition('class="plain contents"')[2].partition("</ol>")[0]

    assert 16 == rows.count('class="box ')
    assert "9 passages: 5 gelezen, 1 bij een andere meegelezen, 2 zwijgen" in rows
    assert "5 beweringen van 3 sprekers, 1 leemte, 1 spanning" in rows


def test_evidence_opens_with_its_neighbours(reader: FlaskClient) -> None:
    """The sentences before and after stand around the one that is evidence."""
    text = page(reader, "/doc/statement/bankjes-2030-0003")

    own, before, after = re.findall(r'class="words" lang="nl">\s*(?:<p>)?([^<]+)<', text)[:3]
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
    assert not re.search(r"<script(?! src=./static/)|style=|\son\w+=", answer.text)


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
