"""The site over two studies: their sections, passages and voices are kept apart."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from kg.settings import Settings
from tests.two_studies import FIRST, SECOND, TEXT, both_files, write_graph
from tests.webapp.mini_site import PAGE, close
from webapp.app import create_app
from webapp.services import EXTENSION, Services

pytestmark = pytest.mark.long
TITLE = "Koudenetten in Waterhoven"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Return a visitor of a site over both studies, with the text of the invented one attached."""
    folder = tmp_path_factory.mktemp("both-site")
    kept = folder / "home" / "texts" / f"{SECOND}.txt"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(TEXT.read_bytes())
    files = both_files(folder)
    app = create_app(Settings(folder / "home", write_graph(files, folder / "builds")), files)
    yield app.test_client()
    close(app)


def page(client: FlaskClient, address: str) -> str:
    """Return the text of a page that must be there."""
    answer = client.get(address, headers=PAGE)
    assert 200 == answer.status_code, answer.text
    return " ".join(answer.text.split())


def ticks(text: str) -> dict[str, list[str]]:
    """Return by study title the sections that a page rests on, as the strips say."""
    strips = re.findall(r'<div class="profile">.*?</div>', text)
    return {
        re.findall(r"<cite>(.*?)</cite>", strip)[0]: re.findall(r"<a [^>]*>(§ [^<]*)</a> \(", strip)
        for strip in strips
    }


def test_site_is_about_the_study_its_questions_are_put_to(client: FlaskClient) -> None:
    """Whatever key comes first, home is about the study that questions name by default."""
    text = page(client, "/")
    found: Services = client.application.extensions[EXTENSION]
    turned = replace(found, studies=dict(reversed(found.studies.items())))

    assert [SECOND, FIRST] == list(turned.studies)
    assert FIRST == turned.study.key == found.study.key
    assert "Warmtenetten, regie en ruimtelijke ordening" in text
    assert "wat 2 studies daarover zeggen" in text
    assert "een kennisgraaf van 2 studies" in page(client, "/about")
    assert f'<a href="/study/{SECOND}">{TITLE}</a>' in text


def test_each_study_has_its_page(client: FlaskClient) -> None:
    """Sections, lines and data are those of the study, and the other one is a link away."""
    text = page(client, f"/study/{SECOND}")

    assert f'<h1 class="work" lang="nl">{TITLE}</h1>' in text
    contents = text.partition('class="plain contents"')[2].partition("</ol>")[0]
    assert [f"/study/{SECOND}/{number}" for number in ("1", "2", "2.1")] == re.findall(
        r'<a href="([^"]+)"', contents
    )
    assert f"/statements.csv?study={SECOND}" in text
    assert f'<a href="/study/{FIRST}">' in text
    assert "Onderzocht" not in text  # nobody said when


def test_section_shows_the_passages_of_its_own_study(client: FlaskClient) -> None:
    """Both have a section 2.1; what is read in one is not shown in the other."""
    text, other = page(client, f"/study/{SECOND}/2.1"), page(client, f"/study/{FIRST}/2.1")

    assert [f"2.1-{number}" for number in range(9)] == re.findall(r'id="p-([^"]+)"', text)
    assert "De meeste netbeheerders bundelen liever niet." in text
    assert FIRST not in text.partition("<main")[2]
    assert SECOND not in other.partition("<main")[2]
    assert {TITLE: ["§ 2.1"]} == ticks(text)


def test_section_that_only_the_other_study_has_is_not_found(client: FlaskClient) -> None:
    """An address names study and section."""
    assert 200 == client.get(f"/study/{FIRST}/3.6", headers=PAGE).status_code
    assert 404 == client.get(f"/study/{SECOND}/3.6", headers=PAGE).status_code


def test_thing_of_both_studies_says_which_says_what(client: FlaskClient) -> None:
    """Authors and passages of the other study are marked; each place leads to its own reader."""
    text = page(client, "/doc/object/heat-network").partition("<main")[2]

    assert f"de auteurs ({TITLE})" in text
    assert "de auteurs<" in text
    assert f"/study/{SECOND}/2#p-2-1" in text
    assert f"§ 2, zin 1 (p. 2, afgeleid) ({TITLE})" in text
    assert f"/study/{FIRST}/3.4#p-3.4-2" in text


def test_strips_tick_each_study_s_own_passages(client: FlaskClient) -> None:
    """A passage 2-1 of one study is no passage of the other."""
    found = ticks(page(client, f"/questions/refusing-heat-networks?study=wrid:study/{SECOND}"))
    both = ticks(page(client, "/doc/instrument/covenant"))

    assert {TITLE: ["§ 2"]} == found
    assert "§ 2" in both[TITLE]
    assert "§ 4" in both["Warmtenetten, regie en ruimtelijke ordening"]


def test_passage_s_page_leads_to_its_own_study(client: FlaskClient) -> None:
    """The same id in two studies is two passages."""
    text = page(client, f"/doc/passage/{SECOND}/2.1-4")

    assert f"/study/{SECOND}/2.1#p-2.1-4" in text
    assert "De meeste netbeheerders bundelen liever niet." in text


def test_missing_text_is_attached_to_its_own_study(client: FlaskClient) -> None:
    """With two studies the way to attach a text names which one."""
    text = page(client, f"/study/{FIRST}/2.1")

    assert f"--study {FIRST}</code>" in text


def test_statements_are_those_of_the_study_asked(client: FlaskClient) -> None:
    """As data, too, each study is by itself; one that is not here is not found."""
    own = client.get("/statements.csv").text
    second = client.get(f"/statements.csv?study={SECOND}").text

    assert (True, False) == (FIRST in own, SECOND in own)
    assert (False, True) == (FIRST in second, SECOND in second)
    assert 26 + 1 == len(list(csv.reader(second.splitlines())))
    assert 404 == client.get("/statements.csv?study=none-such").status_code


def test_question_offers_the_studies(client: FlaskClient) -> None:
    """Where there are several a visitor chooses; the site's own is chosen beforehand."""
    text = page(client, "/questions/refusing-heat-networks")

    assert f'<option value="wrid:study/{SECOND}">' in text
    assert f'<option value="wrid:study/{FIRST}" selected>' in text
