"""Works that a study cites, as references: what is printed, and no more."""

import bibtexparser
import pytest
import rispy
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.webapp.mini_site import KEY, PAGE
from webapp.literature import Work, works_bibtex, works_ris


def work(printed: str) -> Work:
    """Return a work that is printed so."""
    return Work("a-1", "https://e.org/id/work/a-1?version=1", printed, "", "Park", ("§ 2", "§ 3"))


@pytest.mark.parametrize(
    ("printed", "names", "year", "title"),
    [
        ("Linde (2021)", ("Linde",), "2021", "[title not given: Linde (2021)]"),
        ("Linde, Es en Iep (2020a)", ("Linde", "Es", "Iep"), "2020",
         "[title not given: Linde, Es en Iep (2020a)]"),
        ("L. Linde (2021)", ("Linde, L.",), "2021", "[title not given: L. Linde (2021)]"),
        ("Parkraad (z.d.)", ("Parkraad",), "", "[title not given: Parkraad (z.d.)]"),
        ("Linde (in Park 2020)", ("Linde",), "2020", "[title not given: Linde (in Park 2020)]"),
        ("PAR (2018), Bankenboek", ("PAR",), "2018", "Bankenboek"),
        ("webpagina van de raad (voetnoot 3)", (), "", "webpagina van de raad (voetnoot 3)"),
    ],
)  # fmt: skip
def test_reference_has_what_is_printed(
    site: Flask, printed: str, names: tuple[str, ...], year: str, title: str
) -> None:
    """Names, a year and a title are read where they are printed; none is made up."""
    with site.test_request_context("/?lang=en"):
        found = work(printed)
        assert (names, year, title) == (found.names, found.year, found.title)


def test_ris_and_bibtex_are_read_by_others(site: Flask) -> None:
    """Programs that know nothing of us read names, year, title, note and address."""
    with site.test_request_context("/?lang=en"):
        works = [work("Linde e.a. (2021)"), work("A & B_c {x} en L. Es (2018), 50% \\ zon")]
        ris = rispy.loads(works_ris(works))
        bibtex = bibtexparser.parse_string(works_bibtex([works[1]]))

    assert [["Linde"], ["A & B_c {x}", "Es, L."]] == [one["authors"] for one in ris]
    assert ["2021", "2018"] == [one["year"] for one in ris]
    assert "50% \\ zon" == ris[1]["title"]
    assert "With others who are not named." in ris[0]["notes"][0]
    assert "Cited in Park: § 2; § 3." in ris[0]["notes"][0]
    assert [] == bibtex.failed_blocks
    assert "2018" == bibtex.entries[0]["year"]
    assert "https://e.org/id/work/a-1?version=1" == bibtex.entries[0]["url"]


@given(printed=st.text(max_size=80))
def test_no_name_breaks_a_file(site: Flask, printed: str) -> None:
    """Whatever is printed, each file holds as many works as were put in."""
    with site.test_request_context("/?lang=en"):
        ris, bibtex = works_ris([work(printed)] * 2), works_bibtex([work(printed)])

    assert 2 == len(rispy.loads(ris))
    assert (1, []) == (len((read := bibtexparser.parse_string(bibtex)).entries), read.failed_blocks)


def test_study_gives_its_references_in_one_file(client: FlaskClient) -> None:
    """Each work that is cited once, with its name and where; the page leads to it."""
    answer = client.get(f"/study/{KEY}/references.ris?lang=en")
    read = rispy.loads(answer.text)

    assert (200, "application/x-research-info-systems") == (answer.status_code, answer.mimetype)
    assert ["linde-2021"] == [one["id"] for one in read]
    assert f'href="/study/{KEY}/references.bib' in client.get("/study", headers=PAGE).text
    assert 404 == client.get("/study/none/references.ris").status_code


def test_work_gives_itself_as_a_reference(client: FlaskClient) -> None:
    """That is another thing than a citation of our page on it."""
    page = client.get("/doc/work/linde-2021", headers=PAGE).text
    read = bibtexparser.parse_string(client.get("/references/linde-2021.bib").text)

    assert 'href="/references/linde-2021.ris"' in page
    assert ["linde-2021"] == [one.key for one in read.entries]
    assert 404 == client.get("/references/none-2021.ris").status_code
    assert 404 == client.get("/references/..%2f.ris").status_code
