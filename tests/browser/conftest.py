"""The invented site on a port of its own, and a real browser to look at it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests.webapp.mini_site import close, keep_releases, make_site, quads_of

CHROMIUM = "/usr/bin/chromium"
LOUD = ("error", "warning")
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
    folder = tmp_path_factory.mktemp("visited")
    app = make_site(folder, with_words=True, shelves=["elsewhere"])
    quads = quads_of(folder / "build")
    former = "".join(line for line in quads.splitlines(keepends=True) if "0004" not in line)
    keep_releases(app, folder / "releases", {"0.1.0": former, "0.2.0": quads})
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    close(app)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Any]:
    """Return what opens a page at a width, and minds what it says and asks for.

    That the server refused the page itself is no fault of the page.
    """
    opened, wrong, refused = [], [], set()

    def open_page(path: str, width: int = 1280) -> Page:
        size: Any = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, locale="nl-NL")
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda told: wrong.append(told.text) if told.type in LOUD else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request",
            lambda asked: None if asked.url.startswith(address) else wrong.append(asked.url),
        )
        answer = page.goto(address + path)
        refused.add(f"a status of {answer.status} " if answer and not answer.ok else None)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert [] == [told for told in wrong if not any(one in told for one in refused if one)]
