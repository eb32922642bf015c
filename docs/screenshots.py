"""The screenshots of the README, made anew: three pages of a site that is being served.

    make screenshots                                   # serves the build at hand
    python docs/screenshots.py http://127.0.0.1:8000   # a site that is there

Needs Chromium, and Playwright (in the `test` extra).
"""

import os
import shutil
import sys
from pathlib import Path
from threading import Thread

from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from kg.files import shipped_files
from kg.settings import load_settings
from webapp.app import create_app
from webapp.services import EXTENSION

PAGES = {
    "home": "/?lang=en",
    "thing": "/doc/actor/municipality?lang=en",
    "matrix": "/matrix?lang=en",
}
FOLDER = Path(__file__).parent / "screenshots"
SIZE = {"width": 1280, "height": 800}


def main(address: str = "") -> None:
    """Write a picture of each page, of the site at *address* or of the build at hand."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or sys.exit("Chromium is needed to take screenshots.")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        if address:
            take(page, address)
        else:
            serve_and_take(page)
        browser.close()


def serve_and_take(page: Page) -> None:
    """Serve the build at hand while the pictures are taken."""
    app = create_app(load_settings(os.environ, Path.cwd()), shipped_files())
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    take(page, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    app.extensions[EXTENSION].pool.close()


def take(page: Page, address: str) -> None:
    """Write a picture of what is seen first of each page."""
    FOLDER.mkdir(exist_ok=True)
    for name, path in PAGES.items():
        page.goto(address + path)
        page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main(*sys.argv[1:2])
