"""Signposting: links in the header of an answer that tell machines what belongs together.

A page leads to the lasting name of what it is about, to the data, the licence, the makers and
the data set; data lead back to the page. https://signposting.org/FAIR/
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Response, g, url_for

from kg.tokens import is_iri
from webapp.dumps import PACKED, given
from webapp.metadata import DATASET, creator, licence
from webapp.negotiation import GRAPHS, HTML
from webapp.showing import Download
from webapp.sparql import absolute

SCHEMA = "https://schema.org/"
PAGE_TYPE = f"{SCHEMA}AboutPage"


@dataclass(frozen=True)
class Signpost:
    """A link: where to, what that is to the answer, and its media type where that is known."""

    href: str
    rel: str
    media_type: str = ""

    def __str__(self) -> str:
        kind = f'; type="{self.media_type}"' if self.media_type else ""
        return f'<{self.href}>; rel="{self.rel}"{kind}'


def sign_page(iri: str, sort: str, downloads: Iterable[Download]) -> None:
    """Let the page on a thing lead on; *sort* is what schema.org calls it."""
    put_up(
        Signpost(iri, "cite-as"),
        *(Signpost(absolute(one.href), "describedby", one.media_type) for one in downloads),
        Signpost(absolute(url_for("data.page")), "collection", HTML.media_type),
        *_of_every_page(sort, iri),
    )


def sign_dataset() -> None:
    """Let the page on the data lead to its descriptions and its files."""
    described = [
        Signpost(absolute(url_for("data.described", suffix=one.suffix[1:])), "describedby",
                 one.media_type)
        for one in GRAPHS
    ]  # fmt: skip
    put_up(
        Signpost(DATASET, "cite-as"),
        *described,
        *(Signpost(absolute(one.href), "item", PACKED) for one in given()),
        *_of_every_page("Dataset", DATASET),
    )


def sign_data(page: str) -> None:
    """Let data lead back to the *page* on the same thing."""
    put_up(Signpost(absolute(page), "describes", HTML.media_type), Signpost(licence(), "license"))


def sign_dump() -> None:
    """Let a file lead back to the page of the data set that it is a part of."""
    page = Signpost(absolute(url_for("data.page")), "collection", HTML.media_type)
    put_up(page, Signpost(licence(), "license"))


def put_up(*signposts: Signpost) -> None:
    """Have the answer to this request carry links, if it is given."""
    g.signposts = signposts


def show_signposts(response: Response) -> Response:
    """Put the links in the header of an answer; an error has none."""
    if response.status_code < 400:
        for one in g.pop("signposts", ()):
            if is_iri(one.href):
                response.headers.add("Link", str(one))
    return response


def _of_every_page(sort: str, iri: str) -> tuple[Signpost, ...]:
    made_by = creator()
    return (
        Signpost(PAGE_TYPE, "type"),
        Signpost(SCHEMA + sort, "type"),
        Signpost(licence(iri), "license"),
        *([Signpost(made_by, "author")] if made_by else []),
    )
