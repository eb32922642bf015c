"""The invented site on a port of its own, and a real browser to look at it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from tests.webapp.mini_site import close, make_site

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the browser's path; skip where there is none, unless one is required."""
    path = shutil.which("chromium") or CHROMIUM
    if not Path(path).is_file():
        if os.environ.get("WARMTEREGIE_REQUIRE_BROWSER"):
            pytest.fail("no Chromium, and WARMTEREGIE_REQUIRE_BROWSER asks for one")
        pytest.skip("pages are looked at in Chromium, which is not installed here")
    return path


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Return a browser that asks nobody for anything."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield found
        found.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return where the invented site, its text attached, can be visited."""
    app = make_site(tmp_path_factory.mktemp("visited"), with_words=True)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    close(app)
