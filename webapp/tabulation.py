"""Tabulation: the sheets that matrices show, their values named in the language of the page."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from urllib.parse import quote

from babel.lists import format_list
from flask_babel import gettext as _
from flask_babel import ngettext
from rdflib import URIRef

from webapp.crossing import Crossing
from webapp.facets import Facet
from webapp.instruments import Instruments
from webapp.languages import page_language
from webapp.narrowing import short
from webapp.pairing import UNEXPLAINED, Pairing
from webapp.presentation import Names, passage_id
from webapp.services import named, services
from webapp.sheet import Cell, Group, Row, Sheet
from webapp.things import text_in

Words = Callable[[str, str], str]
"""What a cell with claims says beside their number, by row and column."""


def names_of(values: Iterable[str]) -> Names:
    """Return what values are called on this page."""
    return named(services().names(URIRef(value) for value in values if value))


def title_of(facet: Facet) -> str:
    """Return what a facet is called."""
    return text_in(facet.question.title, page_language())


def well_known() -> dict[tuple[str, str], str]:
    """Return what some pairs of facets are called, rows first, in their order on a page."""
    return {
        ("instrument", "level"): _("Instruments by level"),
        ("instrument", "hardness"): _("Instruments, hard or soft"),
        ("actor", "role"): _("Actors by role"),
        ("actor", "phase"): _("Actors by phase"),
        ("benefit", "dimension"): _("Co-benefits in time and in space"),
        ("perspective", "section"): _("Perspectives by section"),
        ("speaker", "certainty"): _("Speakers by how firmly they speak"),
        ("actor", "polarity"): _("Actors, affirmed or denied"),
    }


def crossed_title(rows: Facet, columns: Facet) -> str:
    """Return what the matrix of two facets is called."""
    own = well_known().get((rows.slug, columns.slug))
    if own:
        return own
    return str(_("%(rows)s against %(columns)s", rows=title_of(rows), columns=title_of(columns)))


def crossed_sheet(asked: Pairing, rows: Facet, columns: Facet, found: Crossing) -> Sheet:
    """Return the sheet of two facets."""
    names = names_of((*found.rows, *found.columns))
    return Sheet(
        crossed_title(rows, columns),
        title_of(rows),
        tuple(names.link(URIRef(value)) for value in found.columns),
        (Group("", rows_of(asked, names, found, found.rows)),),
    )


def rows_of(
    asked: Pairing, names: Names, found: Crossing, rows: Iterable[str], word: Words | None = None
) -> tuple[Row, ...]:
    """Return rows with their cells, in the order given."""
    base = asked.address()
    base += "&cell=" if "?" in base else "?cell="
    return tuple(
        Row(
            names.link(URIRef(row)),
            tuple(cell(asked, found, base, (row, column), word) for column in found.columns),
        )
        for row in rows
    )


def cell(
    asked: Pairing, found: Crossing, base: str, pair: tuple[str, str], word: Words | None
) -> Cell:
    """Return the cell of a pair of values; *base* is how an address of a cell begins."""
    claims = found.cells.get(pair)
    if not claims:
        return Cell(open=pair == asked.cell)
    where = quote(",".join(map(short, pair)), safe="/,")
    said = word(*pair) if word else ""
    return Cell(len(claims), said, f"{base}{where}#cell", pair == asked.cell)


def instrument_sheet(asked: Pairing, found: Instruments) -> Sheet:
    """Return the sheet of instruments: by level, or first those that nothing explains."""
    groups = grouped(asked, found)
    names = names_of(
        (*found.chapters, *found.levels, *(one for _title, some in groups for one in some))
    )
    whole = Crossing((), found.chapters, found.cells)

    def word(instrument: str, chapter: str) -> str:
        return str(_("explained") if found.is_explained(instrument, chapter) else _("named"))

    def group(title: str, some: Iterable[str]) -> Group:
        ordered = sorted(some, key=lambda one: names.label(URIRef(one)).text.casefold())
        rows = rows_of(asked, names, whole, ordered, word)
        judged = tuple(in_words(asked, found, names, row) for row in rows)
        return Group(names.label(URIRef(title)).text if ":" in title else title, judged)

    return Sheet(
        _("Instruments by level and chapter"),
        _("Instrument"),
        tuple(names.link(URIRef(one)) for one in found.chapters),
        tuple(group(title, some) for title, some in groups),
        _("In words"),
    )


def grouped(asked: Pairing, found: Instruments) -> list[tuple[str, tuple[str, ...]]]:
    """Return the instruments under the IRI of their level, or under a title of ours."""
    levels = [(level or _("no level stated"), some) for level, some in found.levels.items()]
    if asked.sort != UNEXPLAINED:
        return levels
    every = dict.fromkeys(one for _title, some in levels for one in some)
    explained = tuple(one for one in every if one not in found.unexplained)
    return [
        (_("named, explained nowhere"), found.unexplained),
        (_("explained somewhere"), explained),
    ]


def in_words(asked: Pairing, found: Instruments, names: Names, row: Row) -> Row:
    """Return a row that says in which chapters its instrument is named, and that none explains it.

    Its level is said too where the sheet does not group by it.
    """
    where = [passage_id(chapter) for chapter in found.chapters_of(row.link.iri)]
    levels = [names.label(URIRef(level)).text for level in found.level_of(row.link.iri)]
    return replace(
        row,
        verdict="; ".join(
            [
                *(levels or [_("no level stated")] if asked.sort == UNEXPLAINED else []),
                ngettext(
                    "only in chapter %(list)s",
                    "in chapters %(list)s",
                    len(where),
                    list=listed(where),
                ),
            ]
        ),
        lacking="" if found.is_explained(row.link.iri) else _("explained nowhere"),
    )


def listed(some: list[str]) -> str:
    """Return words as a list in the language of the page."""
    return format_list(some, locale=page_language())
