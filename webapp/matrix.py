"""Matrix: claims by any two facets, and instruments by level and chapter; a cell opens its claims.

Crawlers are asked to stay out of what is chosen: there are more combinations than pages.
"""

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _
from rdflib import URIRef

from webapp.crossing import Crossing, cross
from webapp.facets import facets_of, narrowed, study_order
from webapp.instruments import instruments_of
from webapp.narrowing import short
from webapp.negotiation import CSV, JSON, SVG, TURTLE
from webapp.pairing import SORTS, WHOLE, Pairing, pairing
from webapp.plate import PAPER, draw_sheet
from webapp.presentation import Link, Statement, passages_of, statement
from webapp.problems import answer_as_data
from webapp.services import named, services
from webapp.sheet import Sheet, as_answer
from webapp.showing import Asked, Download, in_formats, in_language, strips
from webapp.tabulation import crossed_sheet, instrument_sheet
from webapp.turns import fields, kept, swapped, ways
from webapp.twins import twin

matrix = Blueprint("matrix", __name__)

MOST = (40, 20)
"""Rows and columns of long facets that are shown at once."""
AT_ONCE = 20
"""Claims of a cell that are shown in full."""
_RELATED = ("instruments-by-level", "named-in-chapter-3-only", "named-nowhere-explained")
_EVERY = "polarity"
"""The facet that every claim has a value of, and nothing but claims."""


@dataclass(frozen=True)
class Opened:
    """The claims of a cell: between what and what, how many, the first of them, and all."""

    row: Link
    column: Link
    total: int
    claims: list[Statement]
    everything: str
    closed: str

    @property
    def marked(self) -> list[str]:
        """The passages that the claims shown rest on."""
        return passages_of(self.claims)


@matrix.get("/matrix")
def page() -> str:
    """Show a matrix, and the claims of the cell that is open."""
    asked = pairing(facets_of(services()))
    found, sheet = tabulated(asked)
    cell = opened(asked)
    return render_template(
        "matrix.html",
        asked=asked,
        sheet=sheet,
        note=note(asked),
        left_out=found.left_out,
        fields=fields(asked),
        kept=kept(asked),
        cell=cell,
        ways=ways(asked),
        sorts=SORTS if asked.of_instruments else (),
        swapped=swapped(asked),
        whole=asked.address(show=WHOLE),
        related=related() if asked.of_instruments else [],
        query=services().query("pages", "explained", study=services().study.iri),
        downloads=downloads(asked),
        strips=strips(cell.marked if cell else ()),
    )


@matrix.get("/matrix.<any(csv, json, ttl):suffix>")
def data(suffix: str) -> Response:
    """Give a matrix as data."""
    answer_as_data()
    asked = pairing(facets_of(services()))
    return twin(as_answer(tabulated(asked)[1], _("Level")), suffix, "matrix", "")


@matrix.get("/matrix.svg")
def drawing() -> Response:
    """Give a matrix as a drawing that can be read on its own."""
    answer_as_data()
    asked = pairing(facets_of(services()))
    plate = draw_sheet(tabulated(asked)[1], note(asked), source(asked.address(_external=True)))
    text = render_template("plate.svg", plate=plate, paper=PAPER)
    return Response(text, content_type=SVG.content_type)


@matrix.after_request
def keep_out(response: Response) -> Response:
    """Ask search engines not to list what is chosen."""
    if request.args:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def tabulated(asked: Pairing) -> tuple[Crossing, Sheet]:
    """Return the matrix asked for, as it was crossed and as it is shown."""
    if asked.of_instruments:
        found = instruments_of(services(), services().study)
        return Crossing((), found.chapters, found.cells), instrument_sheet(asked, found)
    facets = facets_of(services())
    rows, columns = facets[asked.rows], facets[asked.columns]
    crossed = cross(rows, columns, claims(asked), None if asked.whole else MOST)
    return crossed, crossed_sheet(asked, rows, columns, crossed)


def claims(asked: Pairing) -> frozenset[str]:
    """Return the claims that the choices leave; facets hold things too."""
    facets = facets_of(services())
    every = facets[_EVERY].any_of(facets[_EVERY].items)
    left = narrowed(facets, asked.chosen)
    return every if left is None else every & left


def opened(asked: Pairing) -> Opened | None:
    """Return the claims of the open cell, the first of the study first; None where none is."""
    if asked.cell is None:
        return None
    facets, (row, column) = facets_of(services()), asked.cell
    found = claims(asked) & facets[asked.rows].items[row] & facets[asked.columns].items[column]
    shown = [URIRef(one) for one in study_order(facets, found)[:AT_ONCE]]
    names = named(services().claims(shown) + services().names(map(URIRef, asked.cell)))
    state = {**asked.choices, asked.rows: short(row), asked.columns: short(column)}
    return Opened(
        names.link(URIRef(row)),
        names.link(URIRef(column)),
        len(found),
        [statement(names, one, services().words) for one in shown],
        url_for("explore.page", **state, kind="statement"),
        asked.address(),
    )


def note(asked: Pairing) -> str:
    """Return how the cells of a matrix are to be read."""
    if asked.of_instruments:
        return str(
            _(
                "“Named” is: put in a list, or given a level. “Explained” is: the chapter says "
                "anything more of it. The number of claims stands behind it and says nothing of "
                "importance; the study did not examine what works."
            )
        )
    return str(
        _(
            "A number is how many claims were read that have to do with both. It says nothing of "
            "importance, and nought may be the study's silence."
        )
    )


def source(where: str) -> str:
    """Return where a drawing comes from: this site, its data and its address."""
    build = services().engine.build_id
    return str(
        _("Source: Warmteregie, data %(version)s, %(address)s", version=build, address=where)
    )


def related() -> list[Asked]:
    """Return the questions of the library that ask the same of instruments."""
    library = services().library
    return [in_language(library[slug]) for slug in _RELATED if slug in library]


def downloads(asked: Pairing) -> list[Download]:
    """Return the matrix as data and as a drawing."""
    data = partial(asked.address, "matrix.data")
    return [
        *in_formats((CSV, JSON, TURTLE), lambda offer: data(suffix=offer.suffix[1:])),
        *in_formats((SVG,), lambda _svg: asked.address("matrix.drawing")),
    ]
