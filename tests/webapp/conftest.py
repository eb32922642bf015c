"""The site over an invented graph, through the real engine."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.webapp.live import Live, serving
from tests.webapp.mini_site import close, make_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return the site without the study's text."""
    app = make_site(tmp_path_factory.mktemp("site"))
    yield app
    close(app)


@pytest.fixture(scope="session")
def site_with_words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return the site with the invented text attached."""
    app = make_site(tmp_path_factory.mktemp("words"), with_words=True)
    yield app
    close(app)


@pytest.fixture
def client(site: Flask) -> FlaskClient:
    """Return a visitor of the site."""
    return site.test_client()


@pytest.fixture
def reader(site_with_words: Flask) -> FlaskClient:
    """Return a visitor of the site with the text attached."""
    return site_with_words.test_client()


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Return the site without the study's text, served by the real server."""
    with serving(tmp_path_factory.mktemp("live")) as live:
        yield live
