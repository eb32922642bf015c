"""Search: what is called or described by some words, as a page and as data.

The address holds the whole state: the words (`q`), the kind and the page. Search engines are
asked to leave these pages alone, or they would follow them without end.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from kg.answers import Answer, to_csv, to_json
from kg.errors import SearchTooLong
from kg.search import KINDS, LONGEST, Found, find, open_index, to_answer
from webapp.documents import as_document
from webapp.hits import marked, results_of
from webapp.languages import page_language
from webapp.negotiation import CSV, DOCX, JSON
from webapp.services import named, services
from webapp.showing import Download, called, strips
from webapp.sparql import site_address
from webapp.tables import table
from webapp.words import kinds_counted, kinds_of_hits

search = Blueprint("search", __name__)

PER_PAGE = 20
_FORMATS = (CSV, JSON, DOCX)
_WRITERS: Mapping[str, Callable[[Answer], str]] = {"csv": to_csv, "json": to_json}
_SPARQL = re.compile(r"\s*(?:prefix|base|select|construct|ask|describe)\b.*\{", re.I | re.S)


@dataclass(frozen=True)
class Asked:
    """What the address asks for: words, one kind or all, and which page of the hits."""

    words: str
    kind: str
    page: int

    def address(self, *, kind: str = "", page: int = 1, words: str = "") -> str:
        """Return the address of these words or others, among one kind or all."""
        return url_for(
            "search.page",
            q=words or self.words,
            kind=kind or None,
            page=page if page > 1 else None,
        )


@dataclass(frozen=True)
class Choice:
    """A kind of hits with their number, as a link."""

    name: str
    href: str
    chosen: bool


@search.get("/search")
def page() -> ResponseReturnValue:
    """Show what the words find, a page of it, with the kinds there are."""
    asked = asked_for()
    try:
        found = found_for(asked)
    except SearchTooLong:
        return shown(asked, Found(()), too_long=True), 400
    if asked.page > pages_of(found.of_kind(asked.kind)):
        abort(404)
    return shown(asked, found)


@search.get("/search.<any(csv, json, docx):suffix>")
def data(suffix: str) -> Response:
    """Give all that the words find as data, or as a document."""
    asked = asked_for()
    offer = next(offer for offer in _FORMATS if offer.name == suffix)
    answer = to_answer(found_for(asked).of_kind(asked.kind).hits, page_language())
    text = _WRITERS[suffix](answer) if suffix in _WRITERS else document(asked, answer)
    allowed = {"Access-Control-Allow-Origin": "*"}
    return Response(text, content_type=offer.content_type, headers=allowed)


def document(asked: Asked, answer: Answer) -> bytes:
    """Return all that the words find as a document: what each is called, and what it says."""
    names, kinds = named(services().called(answer)), kinds_of_hits()
    columns = {"kind": "kind", "thing": "thing", "label": "thingLabel", "about": "about"}
    shown = Answer(tuple(columns.values()), tuple(zip(*map(answer.column, columns), strict=True)))
    headings = called(shown.variables)
    title = f"{_('Search')}: {asked.words}"
    here = urljoin(f"{site_address()}/", asked.address(kind=asked.kind))
    return as_document(title, [here], table(shown, names, headings, terms=kinds))


@search.after_request
def keep_out(response: Response) -> Response:
    """Ask search engines not to list the answer."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def asked_for() -> Asked:
    """Return what the address asks for, or answer that it asks for what there is not."""
    kind, number = request.args.get("kind", ""), request.args.get("page", "1")
    if kind and kind not in KINDS:
        abort(400, _("There is no such kind; there are: %(kinds)s.", kinds=", ".join(KINDS)))
    if not re.fullmatch(r"[1-9]\d{0,5}", number, re.ASCII):
        abort(404)
    return Asked(request.args.get("q", "").strip(), kind, int(number))


def found_for(asked: Asked) -> Found:
    """Return what the words find in the build that serves."""
    return find(open_index(services().engine.build), asked.words)


def pages_of(found: Found) -> int:
    """Return how many pages the hits fill, one where there is none."""
    return max(1, -(-len(found.hits) // PER_PAGE))


def shown(asked: Asked, found: Found, *, too_long: bool = False) -> str:
    """Return the page of a search."""
    chosen = found.of_kind(asked.kind)
    first = (asked.page - 1) * PER_PAGE
    results = results_of(chosen.hits[first : first + PER_PAGE])
    return render_template(
        "search.html",
        asked=asked,
        words=asked.words[:LONGEST],
        results=results,
        total=len(chosen.hits),
        first=first + 1,
        last=first + len(results),
        before=beside(asked, chosen, -1),
        after=beside(asked, chosen, 1),
        partial=any(hit.manner == "some" for hit in found.hits),
        near=[(word, asked.address(words=word)) for word in found.near],
        choices=choices(asked, found),
        longest=LONGEST if too_long else 0,
        sparql=_SPARQL.match(asked.words) is not None,
        downloads=downloads(asked) if found.hits else [],
        strips=strips(marked(results)),
    )


def beside(asked: Asked, found: Found, step: int) -> str:
    """Return the address of the page of hits before or after this one, empty where none is."""
    page = asked.page + step
    return asked.address(kind=asked.kind, page=page) if 1 <= page <= pages_of(found) else ""


def choices(asked: Asked, found: Found) -> list[Choice]:
    """Return the kinds of hits with their numbers, all kinds first; none where one is all."""
    counts = found.counts()
    everything = Choice(_("all"), asked.address(), not asked.kind)
    kinds = [
        Choice(kinds_counted(number)[kind], asked.address(kind=kind), kind == asked.kind)
        for kind, number in counts.items()
    ]
    return [everything, *kinds] if len(counts) > 1 or asked.kind else []


def downloads(asked: Asked) -> list[Download]:
    """Return all hits in each format."""
    return [
        Download(
            offer.suffix,
            offer.media_type,
            url_for(
                "search.data",
                suffix=offer.name,
                q=asked.words,
                kind=asked.kind or None,
                lang=page_language(),
            ),
        )
        for offer in _FORMATS
    ]
