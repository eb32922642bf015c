"""Citations in each form: right for people, and for the programs that read them."""

import re
from datetime import date
from pathlib import Path

import bibtexparser
import pytest
import rispy
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.webapp.mini_site import KEY, PAGE
from webapp.references import AUTHOR, Citable, Edition, apa, bibtex, citations, ris

SEEN = date(2031, 4, 2)
EDITION = Edition("Parken: alles", "version 2, build abc", "2031-03-01")
CITED = Citable(
    "Een bankje mag.", "bewering", "https://example.org/id/statement/park-0004",
    "Gelezen in Park, § 2, regels 3 tot en met 4", "7",
)  # fmt: skip


def test_apa_names_version_place_and_address(site: Flask) -> None:
    """Who reads it finds the very claim in the very data."""
    with site.test_request_context("/?lang=en"):
        text = apa(CITED, EDITION, SEEN)

    assert (
        "The Warmteregie authors. (2031). Een bankje mag [bewering]. "
        "In Parken: alles (version 2, build abc) [Data set]. "
        "Gelezen in Park, § 2, regels 3 tot en met 4. "
        "Retrieved 2 April 2031, from https://example.org/id/statement/park-0004\n"
    ) == text


def test_unknown_year_is_said_to_be_unknown(site: Flask) -> None:
    """No year is made up."""
    with site.test_request_context("/?lang=en"):
        text = apa(CITED, Edition("Parken", "build abc", ""), SEEN)

    assert "(n.d.)." in text


def test_bibtex_escapes_what_tex_reads() -> None:
    """A title with the signs of TeX is printed as it is, and ends no field."""
    text = bibtex(Citable("50% {A_b} & #\\~^$", "x", CITED.url), EDITION, "nl", SEEN)

    assert (
        r"title = {{50\% \{A\_b\} \& \#\textbackslash{}\textasciitilde{}\textasciicircum{}\$}},"
        in text
    )


@given(title=st.text(), place=st.text(), url=st.text())
def test_no_text_ends_an_entry_of_bibtex(title: str, place: str, url: str) -> None:
    """Whatever is cited, the brackets of an entry close at its end and not before."""
    text = bibtex(Citable(title, "x", url, place), EDITION, "nl", SEEN)
    depth = 0
    for at, character in enumerate(re.sub(r"\\[{}]", "xx", text)):
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth > 0 or at < text.index("{") or at >= len(text) - 2

    assert 0 == depth


@given(title=st.text(), place=st.text())
def test_no_text_adds_a_record_of_ris(title: str, place: str) -> None:
    """A break in a text begins no field of its own."""
    lines = ris(Citable(title, "x", CITED.url, place), EDITION, "nl", SEEN).split("\r\n")

    assert "" == lines.pop()
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - [^\r\n]*", line) for line in lines)
    assert len(lines) == len({line[:2] for line in lines})


def test_ris_has_the_page(site: Flask) -> None:
    """The page stands in the field that programs read it from."""
    with site.test_request_context("/?lang=en"):
        text = citations(CITED, EDITION, "nl", SEEN)[2].text

    assert "SP  - 7\r\n" in text
    assert text.startswith("TY  - DATA\r\n")
    assert text.endswith("ER  - \r\n")


@pytest.mark.parametrize(
    ("suffix", "media_type", "shown"),
    [
        (".bib", "application/x-bibtex", "@misc{warmteregie-"),
        (".ris", "application/x-research-info-systems", "N1  - Gelezen in Bankjes in het park"),
        (".txt", "text/plain", "[bewering]"),
    ],
)
def test_citation_can_be_fetched(
    client: FlaskClient, suffix: str, media_type: str, shown: str
) -> None:
    """Each form is a file, with the place of the claim."""
    answer = client.get(f"/cite/statement/{KEY}-0004{suffix}", headers=PAGE)

    assert (200, media_type) == (answer.status_code, answer.mimetype)
    assert f'filename="statement-{KEY}-0004{suffix}"' in answer.headers["Content-Disposition"]
    assert shown in answer.text
    assert "build one" in answer.text


@pytest.mark.parametrize("suffix", [".txt", ".bib", ".ris"])
def test_cited_claim_keeps_its_speaker_and_its_hedge(client: FlaskClient, suffix: str) -> None:
    """Who quotes a citation quotes no claim as firmer than it is, or as somebody else's."""
    text = client.get(f"/cite/statement/{KEY}-0003{suffix}").text

    assert "Gezegd door: de auteurs (met voorbehoud: “lijkt”" in text
    assert "Gezegd door" not in client.get(f"/cite/object/bench{suffix}").text


@pytest.mark.parametrize("slug", ["object/bench", f"passage/{KEY}/2.1-2", "def/Instrument"])
def test_anything_can_be_cited(client: FlaskClient, slug: str) -> None:
    """Things, passages with dots in their names, and terms."""
    assert 200 == client.get(f"/cite/{slug}.bib").status_code


@pytest.mark.parametrize("slug", ["instrument/no-plan.bib", "instrument/bench-plan.doc", "x/y"])
def test_what_is_not_there_cannot_be_cited(client: FlaskClient, slug: str) -> None:
    """An unknown thing or form is 404."""
    assert 404 == client.get(f"/cite/{slug}").status_code


def test_author_is_that_of_the_citation_file() -> None:
    """The name stands in two places and says one thing."""
    file = Path(__file__).parents[2] / "CITATION.cff"
    assert f"name: {AUTHOR}" in file.read_text("utf-8")


@pytest.mark.parametrize(
    "path",
    [f"/cite/statement/{KEY}-0004", f"/cite/passage/{KEY}/2.1-2", "/cite/dataset/warmteregie",
     "/cite/object/bench", "/cite/def/Instrument", "/questions/who-says-what"],
)  # fmt: skip
def test_files_are_read_by_programs_of_others(client: FlaskClient, path: str) -> None:
    """Independent readers of BibTeX and RIS find one entry, with title, author and address."""
    bibtex = bibtexparser.parse_string(client.get(f"{path}.bib?lang=en").text)
    [ris] = rispy.loads(client.get(f"{path}.ris?lang=en").text)

    assert [] == bibtex.failed_blocks
    [entry] = bibtex.entries
    assert f"{{{AUTHOR}}}" == entry["author"]
    assert [AUTHOR] == ris["authors"]
    assert entry["url"] == ris["urls"][0]
    assert entry["title"] == f"{{{ris['title']}}}"
    assert "DATA" == ris["type_of_reference"]


@given(title=st.text(max_size=60), place=st.text(max_size=60), url=st.text(max_size=60))
def test_any_text_is_read_back_as_one_entry(title: str, place: str, url: str) -> None:
    """Whatever is cited, a reader of others finds one entry and nothing that failed."""
    cited = Citable(title, "x", url, place)
    read = bibtexparser.parse_string(bibtex(cited, EDITION, "nl", SEEN))

    assert (1, []) == (len(read.entries), read.failed_blocks)
    assert 1 == len(rispy.loads(ris(cited, EDITION, "nl", SEEN)))


def test_data_set_is_cited_as_a_whole(site: Flask) -> None:
    """It is in no other data set, and its version stands beside its title."""
    whole = Citable("Parken: alles", "Data set", "https://example.org/id/dataset/p", whole=True)
    with site.test_request_context("/?lang=en"):
        text = apa(whole, EDITION, SEEN)
        forms = bibtex(whole, EDITION, "en", SEEN) + ris(whole, EDITION, "en", SEEN)

    assert (
        "The Warmteregie authors. (2031). Parken: alles (version 2, build abc) [Data set]. "
        "Retrieved 2 April 2031, from https://example.org/id/dataset/p\n"
    ) == text
    assert "In: Parken" not in forms
    assert "T2  -" not in forms


@pytest.mark.parametrize(
    ("address", "permalink"),
    [
        ("https://e.org/id/x", "https://e.org/id/x?version=2.0"),
        ("https://e.org/q?a=b", "https://e.org/q?a=b&version=2.0"),
    ],
)
def test_permalink_names_the_version(address: str, permalink: str) -> None:
    """It comes after what the address asks already; without a number it stays as it is."""
    edition = Edition("Parken", "version 2.0", "2031-03-01", "2.0")

    assert permalink == edition.permalink(address)
    assert address == EDITION.permalink(address)
    assert Citable("a", "b", address).key == Citable("a", "b", permalink).key
