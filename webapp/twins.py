"""Twins: a list that a page shows, as data and as a document."""

from collections.abc import Callable

from flask import Response, request

from kg.answers import Answer
from kg.formats import write
from webapp.documents import as_document
from webapp.negotiation import CSV, DOCX, JSON, TURTLE, XLSX, Offer
from webapp.showing import Download, as_table, in_formats

TWINS = (CSV, JSON, XLSX, DOCX, TURTLE)


def twins(address: Callable[[str], str]) -> list[Download]:
    """Return a list in each format; *address* tells where it is with a suffix."""
    return in_formats(TWINS, lambda offer: address(offer.suffix))


def twin(answer: Answer, suffix: str, name: str, title: str) -> Response:
    """Return a list in the format of a suffix; *title* heads it where it is a document."""
    offer = next(offer for offer in TWINS if offer.suffix == f".{suffix}")
    if offer is DOCX:
        text = as_document(title, [request.base_url], as_table(answer))
    else:
        text = write(answer, suffix, name)
    return open_data(text, offer)


def open_data(content: str | bytes, offer: Offer) -> Response:
    """Return data that pages of any site may read."""
    response = Response(content, content_type=offer.content_type)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
