"""Turns: from one matrix to another: other facets, fewer choices, on its side, well-known ones."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from rdflib import URIRef

from webapp.facets import facets_of
from webapp.fields import Choice, Field
from webapp.narrowing import short
from webapp.pairing import Pairing, titles
from webapp.presentation import Link
from webapp.services import services
from webapp.tabulation import names_of, title_of, well_known


@dataclass(frozen=True)
class Kept:
    """A choice among the claims: its facet, its value here and in an address, and without it."""

    slug: str
    value: str
    title: str
    link: Link
    href: str


@dataclass(frozen=True)
class Way:
    """Another matrix: its title and address, and whether it is this one."""

    title: str
    href: str
    here: bool


def fields(asked: Pairing) -> list[Field]:
    """Return the drop-downs for the rows and the columns."""
    every = titles(facets_of(services()))
    made = {"rows": (_("Rows"), asked.rows), "columns": (_("Columns"), asked.columns)}
    return [
        Field(
            name,
            label,
            note="",
            text=now,
            default=now,
            choices=tuple(Choice(one, title, one == now) for one, title in every),
        )
        for name, (label, now) in made.items()
    ]


def kept(asked: Pairing) -> list[Kept]:
    """Return the choices among the claims, each with the way to the matrix without it."""
    facets = facets_of(services())
    names = names_of(value for values in asked.chosen.values() for value in values)
    return [
        Kept(
            slug,
            short(value),
            title_of(facets[slug]),
            names.link(URIRef(value)),
            without(asked, slug, value),
        )
        for slug, values in asked.chosen.items()
        for value in values
    ]


def without(asked: Pairing, slug: str, value: str) -> str:
    """Return the address of a matrix without one of its choices."""
    rest: dict[str, Any] = {slug: [one for one in asked.choices[slug] if one != short(value)]}
    return asked.address(**rest)


def swapped(asked: Pairing) -> str:
    """Return the address of a matrix on its side, the same cell open."""
    turned: dict[str, Any] = {"rows": asked.columns, "columns": asked.rows, "sort": None}
    if asked.cell:
        turned["cell"] = ",".join(map(short, reversed(asked.cell)))
    return asked.address(**turned)


def ways(asked: Pairing) -> list[Way]:
    """Return matrices to begin with; that of the instruments comes first."""
    facets, here = facets_of(services()), (asked.rows, asked.columns)
    first = Way(_("Instruments by level and chapter"), url_for("matrix.page"), asked.of_instruments)
    return [
        first,
        *(
            Way(title, url_for("matrix.page", rows=pair[0], columns=pair[1]), pair == here)
            for pair, title in well_known().items()
            if set(pair) <= set(facets)
        ),
    ]
