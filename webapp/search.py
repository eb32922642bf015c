"""Search: what is called or described by some words, as a page, as data and while typing.

Search engines are asked to leave these pages alone, or they would follow them without end.
"""

import json
import re

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from kg.errors import SearchTooLong
from kg.search import LONGEST, Card, Found, Hit, find, open_index, to_answer
from webapp.hits import Result, listed, results_of
from webapp.languages import page_language
from webapp.listing import as_data, downloads, listing
from webapp.narrowing import Asked, asked_for, within
from webapp.services import services
from webapp.showing import strips

search = Blueprint("search", __name__)

SUGGESTED = 8
"""Names that are suggested while someone types."""

_SPARQL = re.compile(r"\s*(?:prefix|base|select|construct|ask|describe)\b.*\{", re.I | re.S)


@search.get("/search")
def page() -> ResponseReturnValue:
    """Show what the words find, a page of it, with the facets that tell it apart."""
    asked = asked_for("search.page")
    try:
        return shown(asked, found_for(asked))
    except SearchTooLong:
        return shown(asked, Found(()), too_long=True), 400


@search.get("/search.<any(csv, json, xlsx, docx, ttl):suffix>")
def data(suffix: str) -> Response:
    """Give all that the words find as data."""
    asked = asked_for("search.page")
    hits = chosen(asked, found_for(asked)).of_kind(asked.kind).hits
    return as_data(asked, to_answer(hits, page_language()), suffix)


@search.get("/suggest")
def suggest() -> Response:
    """Give names that the words so far may be meant for, as OpenSearch suggestions.

    See <https://github.com/dewitt/opensearch>: the words, names, what each is, and addresses.
    """
    words = request.args.get("q", "").strip()[:LONGEST]
    some = listed([hit.card for hit in named_so(words)[:SUGGESTED]])
    names, sorts = [one.link.label.text for one in some], [one.sort.text for one in some]
    found = [words, names, sorts, [one.link.href for one in some]]
    return Response(json.dumps(found), content_type="application/x-suggestions+json")


@search.after_request
def keep_out(response: Response) -> Response:
    """Ask search engines not to list the answer."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def found_for(asked: Asked) -> Found:
    """Return what the words find in the build that serves."""
    return find(open_index(services().engine.build), asked.words)


def named_so(words: str) -> list[Hit]:
    """Return what is called by these words, claims left out: they have sentences, not names."""
    hits = find(open_index(services().engine.build), words).hits
    return [hit for hit in hits if hit.card.kind not in ("statement", "gap", "tension")]


def chosen(asked: Asked, found: Found) -> Found:
    """Return the hits that have a chosen value of every facet with a choice."""
    kept = {card.iri for card in within(asked, [hit.card for hit in found.hits])}
    return Found(tuple(hit for hit in found.hits if hit.card.iri in kept), found.near)


def shown(asked: Asked, found: Found, *, too_long: bool = False) -> str:
    """Return the page of a search."""
    hits = {hit.card.iri: hit for hit in found.hits}
    list_page = listing(asked, [hit.card for hit in found.hits], lambda some: whys(hits, some))
    return render_template(
        "search.html",
        asked=asked,
        words=asked.words[:LONGEST],
        found=bool(found.hits),
        list=list_page,
        partial=any(hit.manner == "some" for hit in found.hits),
        near=[(word, asked.also(words=word).href) for word in found.near],
        longest=LONGEST if too_long else 0,
        sparql=_SPARQL.match(asked.words) is not None,
        downloads=downloads(asked, "search.data") if found.hits else [],
        strips=strips(list_page.marked),
    )


def whys(hits: dict[str, Hit], cards: list[Card]) -> list[Result]:
    """Return what was found, each with why it was."""
    return results_of([hits[card.iri] for card in cards])
