"""The quality page: what was checked, and every list with its passages and its data."""

import csv
import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg.judgement import write_judgement
from tests.kg.test_judgement import SOME
from tests.webapp.mini_site import KEY, PAGE, close, make_site
from webapp.remarks import LISTS


def look(client: FlaskClient, lang: str = "en") -> str:
    """Return the page."""
    return client.get(f"/quality?lang={lang}", headers=PAGE).text


def part(text: str, begin: str, end: str) -> str:
    """Return what stands between two headings."""
    return text.split(f'<h2 id="{begin}">')[1].split(f'<h2 id="{end}">')[0]


def rows(client: FlaskClient, name: str) -> list[dict[str, str]]:
    """Return a list of the page as rows."""
    return list(csv.DictReader(client.get(f"/quality/{name}.csv?lang=en").text.splitlines()))


@pytest.mark.parametrize(
    ("begin", "end", "said"),
    [
        ("gaps", "open", "The list at tactical level is not finished."),
        ("open", "tensions", "Whether benches attract pigeons is not known."),
        ("tensions", "denials", "The park keeper steers with a plan and yet may refuse nothing."),
        ("denials", "ours", "The park keeper may not refuse a bench."),
    ],
)
def test_each_list_has_its_own(client: FlaskClient, begin: str, end: str, said: str) -> None:
    """A gap under gaps, a denial under denials, each with the way to its passage."""
    found = part(look(client), begin, end)

    assert said in found
    assert f"/study/{KEY}/" in found
    assert "#p-" in found
    assert f"/quality/{begin}.csv?study={KEY}&amp;lang=en" in found


def test_reading_of_ours_is_told_apart(client: FlaskClient) -> None:
    """Only what is our reading stands under our readings."""
    found = look(client).split('<h2 id="ours">')[1]

    assert "The bench plan is meant to bring rest." in found
    assert "The park keeper uses a bench plan." not in found


def test_tension_has_both_sides(client: FlaskClient) -> None:
    """Neither side is left out."""
    found = part(look(client), "tensions", "denials")

    assert "The park keeper uses a bench plan." in found
    assert "The park keeper may not refuse a bench." in found


def test_denial_has_its_word(client: FlaskClient) -> None:
    """No denial is told by its colour alone."""
    assert "ontkend: niet" in part(look(client, "nl"), "denials", "ours")


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx", "docx", "ttl"])
def test_each_list_is_there_as_data(client: FlaskClient, name: str, suffix: str) -> None:
    """Every list has its twins, open to other sites."""
    answer = client.get(f"/quality/{name}.{suffix}")

    assert 200 == answer.status_code
    assert answer.data
    assert "*" == answer.headers["Access-Control-Allow-Origin"]


def test_data_hold_who_says_it_and_where(client: FlaskClient) -> None:
    """A row is understood without the page."""
    [denial] = rows(client, "denials")
    found = json.loads(client.get("/quality/denials.json?lang=en").text)["results"]["bindings"]

    assert "The park keeper may not refuse a bench." == denial["gist"]
    assert "a keeper of another park" == denial["speakers"]
    assert "§ 2.1, sentence 3 (p. 1, derived)" == denial["locator"]
    assert [denial["thing"]] == [row["thing"]["value"] for row in found]


def test_tension_as_data_has_a_row_a_side(client: FlaskClient) -> None:
    """The tension itself, then what it lies between."""
    found = rows(client, "tensions")

    assert ["tension"] == [row["thing"].split("/")[-2] for row in found[:1]]
    assert {"statement"} == {row["thing"].split("/")[-2] for row in found[1:]}
    assert len(found) > 2


@pytest.mark.parametrize(
    "address",
    ["/quality?study=nergens", "/quality/nothing.csv", "/quality/gaps.pdf",
     "/quality/gaps.csv?study=<b>"],
)  # fmt: skip
def test_what_there_is_not_is_not_found(client: FlaskClient, address: str) -> None:
    """A study, list or format that is not there is told so, and nothing is written back."""
    answer = client.get(address, headers=PAGE)

    assert 404 == answer.status_code
    assert "<b>" not in answer.text


def test_build_without_record_says_so(client: FlaskClient) -> None:
    """What was checked is not made up."""
    assert "keeps no record of its checks" in look(client)


def test_record_of_the_checks_is_told(tmp_path: Path) -> None:
    """What a build was held against stands on the page, in its language."""
    app = make_site(tmp_path)
    write_judgement(tmp_path / "build" / "one", SOME)
    text = part(look(app.test_client(), "nl"), "checked", "coverage")
    close(app)

    assert "Een ding is twee dingen" in text
    assert "5 vragen uit de bibliotheek zijn gesteld." in text
    assert "de tekst was er niet bij" in text


def test_page_kept_is_not_given_to_another_address(client: FlaskClient) -> None:
    """The page is made once a build, and yet each address has its own links."""
    assert 'href="?a=b&amp;lang=nl"' in client.get("/quality?lang=en&a=b", headers=PAGE).text
    assert "a=b" not in look(client)
