"""Explore: everything the graph holds, and facets to see less of it, freely combined.

Crawlers are asked to stay out: there are more combinations than there are pages.
"""

from functools import lru_cache

from flask import Blueprint, Response, render_template
from rdflib import Literal, URIRef

from kg.answers import Answer
from kg.search import KINDS, Card, in_language, open_index
from webapp.choices import choices_of_all
from webapp.facets import facets_of, study_order
from webapp.hits import listed
from webapp.languages import page_language
from webapp.listing import as_data, downloads, listing
from webapp.narrowing import asked_for, within
from webapp.services import Services, services
from webapp.showing import strips

explore = Blueprint("explore", __name__)

FIRST = "statement"
"""What is shown before everything else: what is said."""


@explore.get("/explore")
def page() -> str:
    """Show everything that the choices leave, a page of it."""
    asked = asked_for("explore.page")
    found = listing(asked, everything(), listed, choices_of_all)
    return render_template(
        "explore.html",
        asked=asked,
        list=found,
        downloads=downloads(asked, "explore.data"),
        strips=strips(found.marked),
    )


@explore.get("/explore.<any(csv, json, xlsx, docx, ttl):suffix>")
def data(suffix: str) -> Response:
    """Give everything that the choices leave as data."""
    asked = asked_for("explore.page")
    found = [card for card in within(asked, everything()) if asked.kind in ("", card.kind)]
    return as_data(asked, as_answer(found), suffix)


@explore.after_request
def keep_out(response: Response) -> Response:
    """Ask search engines not to list the answer."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def everything() -> list[Card]:
    """Return all there is: claims in the order of the study, then the rest by name."""
    return _everything(services(), services().engine.build_id, page_language())


@lru_cache(maxsize=4)
def _everything(asked: Services, build_id: str, language: str) -> list[Card]:
    cards = open_index(asked.engine.build).cards
    claims = {iri for iri, card in cards.items() if card.kind == FIRST}
    rest = sorted(
        (card for card in cards.values() if card.iri not in claims),
        key=lambda card: (
            KINDS.index(card.kind),
            str(in_language(card.label, language)).casefold(),
        ),
    )
    return [*(cards[iri] for iri in study_order(facets_of(asked), claims)), *rest]


def as_answer(cards: list[Card]) -> Answer:
    """Return cards as a table, in the language of the page where they have it."""
    language = page_language()
    return Answer(
        ("kind", "label", "about", "thing"),
        tuple(
            (
                Literal(card.kind),
                in_language(card.label, language),
                in_language(card.about, language),
                URIRef(card.iri),
            )
            for card in cards
        ),
    )
