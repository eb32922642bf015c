"""The choices beside a list of everything: kept, and yet those of who asks and of the build."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.webapp.mini_site import KEY, PAGE, close, make_site, write_build
from webapp import choices, hits

WAYS = (
    ("/explore", "", "nl"),
    ("/explore", "", "en"),
    ("/explore?lang=nl", "", "en"),
    ("/explore?lang=en", "", "nl"),
    ("/explore?lang=en", "/kennis", "nl"),
    ("/explore?kind=statement", "", "nl"),
    ("/explore?kind=thing&page=1", "/kennis", "en"),
    ("/explore?q=bank", "", "nl"),
)
MORE = f"""
graph:entities {{
<statement/{KEY}-0900> a wr:Statement ; wr:inStudy <study/{KEY}> ;
    wr:gist "Nog iets dat niet mag."@nl ; wr:polarity <polarity/denied> .
<reading/{KEY}-0004-9> a wr:Reading ; wr:ofStatement <statement/{KEY}-0004> ;
    wr:inStudy <study/{KEY}> ; wr:readIn <passage/{KEY}/2.1-4> ;
    wr:speaker <speaker/{KEY}/visitors> ; wr:stance <stance/says> ;
    wr:certainty <certainty/hedged> ; wr:mode <mode/stated> .
}}
"""
"""What the next build holds more: something denied, and who else says what was said before."""


def beside(client: FlaskClient, way: tuple[str, str, str]) -> str:
    """Return the choices on a page: its address, the prefix of the site, the browser's language."""
    path, prefix, language = way
    spoken = {**PAGE, "Accept-Language": language}
    text = client.get(path, headers=spoken, environ_overrides={"SCRIPT_NAME": prefix}).text
    return text.partition('<aside class="facets"')[2].partition("</aside>")[0]


def forget() -> None:
    """Forget all that is kept of lists."""
    choices._kept.cache_clear()
    hits._listed.cache_clear()


def test_who_comes_later_gets_what_who_comes_first_does(client: FlaskClient) -> None:
    """Prefix, language and sort of hit do not leak from one visitor to another."""
    first = {}
    for way in WAYS:
        forget()
        first[way] = beside(client, way)
    forget()

    assert len(WAYS) == len(set(first.values()))
    for way in (*WAYS, *reversed(WAYS)):
        assert first[way] == beside(client, way)


def test_choices_of_everything_are_made_once(client: FlaskClient) -> None:
    """Another page of the list, and another visitor, make nothing anew."""
    assert client.get("/explore", headers=PAGE).status_code == 200
    made = choices._kept.cache_info().misses
    assert client.get("/explore?page=2", headers=PAGE).status_code == 200
    assert client.get("/explore?page=1", headers=PAGE).status_code == 200

    assert made == choices._kept.cache_info().misses > 0


@pytest.mark.parametrize("query", ["polarity=polarity/denied", "q=bank", "q=a&kind=thing"])
def test_what_a_visitor_can_vary_is_not_kept(client: FlaskClient, query: str) -> None:
    """Values chosen and words come in any number, and would drive out what all ask for."""
    before = choices._kept.cache_info()
    assert client.get(f"/explore?{query}", headers=PAGE).status_code == 200

    assert before == choices._kept.cache_info()


def test_next_build_is_shown_at_once(tmp_path: Path) -> None:
    """Numbers and hits that were kept are those of the build that served then."""
    app = make_site(tmp_path)
    visitor = app.test_client()
    before = visitor.get("/explore?lang=en", headers=PAGE).text
    write_build(tmp_path / "later", MORE).joinpath("one").rename(tmp_path / "build" / "two")
    link = tmp_path / "build" / "current.new"
    link.symlink_to("two")
    link.replace(tmp_path / "build" / "current")
    after = visitor.get("/explore?lang=en", headers=PAGE).text
    close(app)

    assert denied(before) + 1 == denied(after)
    assert readings(before) + 1 == readings(after)


def denied(text: str) -> int:
    """Return the number beside the choice of what is denied."""
    [number] = re.findall(r'polarity/denied&[^<]*</a> <span class="number">(\d+)<', text)
    return int(number)


def readings(text: str) -> int:
    """Return how many readings are beside the claim that no bench may be refused."""
    claim = text.partition(f"/doc/statement/{KEY}-0004")[2].partition('<li class="claim">')[0]
    return claim.count('class="who"')
