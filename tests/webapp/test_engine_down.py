"""The site over an engine at a URL that fails: what needs no query stays, the rest says why."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg.files import shipped_files
from kg.settings import Settings
from tests.kg.engine.test_bad_engine import BAD, refused_url, server
from tests.webapp.mini_site import close, make_site
from webapp.app import create_app

PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of builds of the mini site."""
    site = make_site(tmp_path_factory.mktemp("down"))
    folder: Path = site.extensions["warmteregie"].settings.build
    close(site)
    return folder


@pytest.fixture(params=["refused", "silent", "HTML", "hangs up midway", "busy", "no build"])
def down(request: pytest.FixtureRequest, builds: Path) -> Iterator[tuple[Flask, str]]:
    """Return a site whose engine fails in a way, and the name of the way."""
    name = {"no build": "holds no build"}.get(request.param, request.param)
    with server(BAD.get(name, BAD["silent"])[0]) as (url, _):
        address = refused_url() if name == "refused" else url
        settings = Settings(home=builds, build=builds, query_seconds=1.0, engine=address)
        site = create_app(settings, shipped_files())
        yield site, request.param
        close(site)


STATUS = {
    "refused": 502, "silent": 504, "HTML": 502, "hangs up midway": 502, "busy": 503,
    "no build": 503,
}  # fmt: skip


def test_pages_say_that_the_engine_fails_and_others_stay_up(down: tuple[Flask, str]) -> None:
    """A page of a thing has the status of a gateway; questions and files are served."""
    site, name = down
    client: FlaskClient = site.test_client()

    page = client.get("/doc/instrument/environmental-plan", headers=PAGE)
    asked = client.get("/sparql", query_string={"query": "ASK {}"}, headers={"Accept": "*/*"})

    assert [STATUS[name]] * 2 == [page.status_code, asked.status_code]
    assert "Traceback" not in page.text
    assert asked.json is not None
    assert asked.json["hint"]
    assert ("5" if name == "busy" else None) == asked.headers.get("Retry-After")
    for path in ("/questions", "/static/warmteregie.css", "/sparql"):
        with client.get(path, headers=PAGE) as found:
            assert 200 == found.status_code, path
