"""Listing: one page of things and claims that were found, with the ways to see less of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from flask import Response, abort, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from kg.answers import Answer
from kg.formats import write
from kg.search import Card
from webapp.choices import Choices, choices
from webapp.documents import as_document
from webapp.facets import as_query, facets_of
from webapp.hits import Result, marked
from webapp.languages import page_language
from webapp.narrowing import Asked, Choice, sorts, within
from webapp.negotiation import DOCX
from webapp.problems import problem
from webapp.services import named, services
from webapp.showing import Download, called, in_formats
from webapp.sparql import site_address
from webapp.tables import table
from webapp.twins import TWINS, open_data
from webapp.words import kinds_of_hits

PER_PAGE = 20
_NAME = "warmteregie"


@dataclass(frozen=True)
class Listing:
    """A page of results: their total, the numbers of the first and last, and the pages beside."""

    asked: Asked
    results: list[Result]
    total: int
    first: int
    before: str
    after: str
    sorts: list[Choice]
    choices: Choices

    @property
    def last(self) -> int:
        """The number of the last result on this page."""
        return self.first + len(self.results) - 1

    @property
    def chosen(self) -> tuple[tuple[str, Choice], ...]:
        """The values chosen, each with the name of its facet; its link takes it away."""
        return self.choices.chosen

    @property
    def without(self) -> Asked:
        """The same list with nothing chosen."""
        return self.asked.also(chosen={}, kind="")

    @property
    def query(self) -> str:
        """The query for what the choices leave, empty where nothing is chosen."""
        chosen = self.asked.chosen
        return as_query(facets_of(services()), chosen) if chosen else ""

    @property
    def marked(self) -> list[str]:
        """The passages that the claims on this page rest on."""
        return marked(self.results)


def listing(
    asked: Asked,
    cards: Sequence[Card],
    show: Callable[[list[Card]], list[Result]],
    tell_apart: Callable[[Asked, Sequence[Card]], Choices] = choices,
) -> Listing:
    """Return the page asked for of *cards*, or answer that there is no such page.

    *show* makes results of the cards of one page; *tell_apart* makes the facets, by which all
    cards of the sort can be told apart.
    """
    left = within(asked, cards)
    found = [card for card in left if asked.kind in ("", card.kind)]
    if asked.page > pages_of(found):
        abort(past_the_end(asked, pages_of(found)))
    first = (asked.page - 1) * PER_PAGE
    return Listing(
        asked=asked,
        results=show(found[first : first + PER_PAGE]),
        total=len(found),
        first=first + 1,
        before=beside(asked, found, -1),
        after=beside(asked, found, 1),
        sorts=sorts(asked, left),
        choices=tell_apart(asked, cards),
    )


def past_the_end(asked: Asked, last: int) -> Response:
    """Return that there are not so many pages, with the way to the first and the last."""
    detail = ngettext("This list has %(num)s page.", "This list has %(num)s pages.", last)
    first = (_("The first page"), asked.also().href)
    ways = [first, (_("The last page"), asked.also(page=last).href)]
    return problem(404, detail, ways=ways if last > 1 else [first])


def pages_of(found: Sequence[Card]) -> int:
    """Return how many pages the cards fill, one where there is none."""
    return max(1, -(-len(found) // PER_PAGE))


def beside(asked: Asked, found: Sequence[Card], step: int) -> str:
    """Return the address of the page before or after the one asked for, empty where none is."""
    page = asked.page + step
    return asked.also(page=page).href if 1 <= page <= pages_of(found) else ""


def downloads(asked: Asked, endpoint: str) -> list[Download]:
    """Return all that is found in each format, in the language of the page."""
    state = {**asked.state, "lang": page_language()}
    return in_formats(TWINS, lambda offer: url_for(endpoint, suffix=offer.suffix[1:], **state))


def as_data(asked: Asked, answer: Answer, suffix: str) -> Response:
    """Return what is found as data that any site may read, or as a document."""
    offer = next(offer for offer in TWINS if offer.suffix == f".{suffix}")
    text = document(asked, answer) if offer is DOCX else write(answer, suffix, _NAME)
    return open_data(text, offer)


def document(asked: Asked, answer: Answer) -> bytes:
    """Return all that is found as a document: what each is called, and what it says."""
    names = named(services().called(answer))
    columns = {"kind": "kind", "thing": "thing", "label": "thingLabel", "about": "about"}
    shown = Answer(tuple(columns.values()), tuple(zip(*map(answer.column, columns), strict=True)))
    title = f"{_('Search')}: {asked.words}" if asked.words else _("Explore")
    here = urljoin(f"{site_address()}/", asked.href)
    found = table(shown, names, called(shown.variables), terms=kinds_of_hits())
    return as_document(title, [here], found)
