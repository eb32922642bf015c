"""Reading ahead: what is kept for all pages is there before the first visitor."""

from pathlib import Path

from flask import Flask

from kg.settings import Settings
from tests.webapp.mini_site import close, mini_files
from webapp import beside
from webapp.ahead import every_passage, read_ahead
from webapp.app import create_app


def test_no_visitor_waits_for_the_passages(site: Flask) -> None:
    """After reading ahead no page in either language makes a passage again."""
    beside._neighbour.cache_clear()
    read_ahead(site)
    made = beside._neighbour.cache_info().misses
    for language in ("nl", "en"):
        spoken = {"Accept-Language": language}
        assert site.test_client().get("/doc/object/bench", headers=spoken).status_code == 200

    with site.test_request_context():
        assert made >= 2 * len(list(every_passage())) > 0
    assert made == beside._neighbour.cache_info().misses


def test_language_in_an_address_stays_in_the_links_beside(site: Flask) -> None:
    """What was kept for one way of asking is not shown to another."""
    read_ahead(site)
    text = site.test_client().get("/doc/object/bench?lang=nl").text
    evidence = text.partition('<details class="evidence">')[2].partition("</details>")[0]

    assert "/doc/statement/" in evidence
    assert evidence.count("href=") == evidence.count("lang=nl")


def test_without_a_build_there_is_nothing_to_read(tmp_path: Path) -> None:
    """The site starts all the same, and its first visitor is told."""
    app = create_app(Settings(tmp_path, tmp_path / "none"), mini_files(tmp_path))
    read_ahead(app)

    assert app.test_client().get("/").status_code == 503
    close(app)
