"""Ahead: what is kept for all pages is made at the start, so that no visitor waits for it."""

from collections.abc import Iterator
from contextlib import suppress

from flask import Flask

from kg.errors import WarmteregieError
from kg.namespaces import WRID
from webapp.beside import around
from webapp.languages import LANGUAGES
from webapp.navigation import more_pages, sections
from webapp.services import services


def read_ahead(app: Flask) -> None:
    """Show every page of the navigation once in each language, and all passages to be quoted.

    What cannot be read yet, for want of a build, waits for the first who asks.
    """
    for language in LANGUAGES:
        spoken = {"Accept-Language": language, "Accept": "text/html"}
        with suppress(WarmteregieError):
            with app.test_request_context(headers=spoken):
                around(list(every_passage()))
                pages = {one[-1].partition("#")[0] for one in (*sections(), *more_pages())}
            for page in pages:  # each by itself, as one request of a visitor is
                with app.test_request_context(page, headers=spoken):
                    app.dispatch_request()


def every_passage() -> Iterator[str]:
    """Yield the IRIs of all passages of the studies."""
    for key, passages in services().passages.items():
        yield from (WRID[f"passage/{key}/{passage.id}"] for passage in passages)
