"""Pairing: which two facets an address asks to cross, of which claims, and which cell is open.

The address holds the whole state: `rows` and `columns` are facets, other facets narrow down,
`cell` is a pair of values with a comma between. Without facets it is the matrix of instruments.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request, url_for

from kg.errors import BadParameterValue
from kg.parameters import brief, given_twice, likely
from kg.sentences import Sentence, sentence
from webapp.facets import Chosen, Facet
from webapp.instruments import COLUMNS, ROWS
from webapp.languages import page_language
from webapp.narrowing import chosen_in, full, short
from webapp.things import text_in

BY_LEVEL, UNEXPLAINED = "level", "unexplained"
SORTS = (BY_LEVEL, UNEXPLAINED)
WHOLE = "all"
_OWN = ("rows", "columns", "cell", "sort", "show", "lang")


@dataclass(frozen=True)
class Pairing:
    """The facets to cross, the choices among claims, the cell that is open and what is shown.

    *of_instruments* is the matrix of instruments, which can be sorted; *whole* shows every
    row and column of long facets.
    """

    rows: str = ROWS
    columns: str = COLUMNS
    chosen: Chosen = field(default_factory=dict)
    cell: tuple[str, str] | None = None
    of_instruments: bool = True
    sort: str = BY_LEVEL
    whole: bool = False

    @property
    def state(self) -> dict[str, Any]:
        """What all addresses of this matrix have in common: all but the cell."""
        sort = None if self.sort == BY_LEVEL else self.sort
        if self.of_instruments:
            return {"sort": sort}
        show = WHOLE if self.whole else None
        return {"rows": self.rows, "columns": self.columns, "show": show, **self.choices}

    @property
    def choices(self) -> dict[str, Any]:
        """What addresses say of the choices, by facet."""
        return {slug: list(map(short, values)) for slug, values in self.chosen.items()}

    def address(self, endpoint: str = "matrix.page", **changed: Any) -> str:
        """Return where this matrix is shown, with something else in its address."""
        return url_for(endpoint, **{**self.state, **changed})

    @property
    def opened(self) -> dict[str, str]:
        """What the address says of the open cell."""
        return {"cell": ",".join(map(short, self.cell))} if self.cell else {}


def pairing(facets: Mapping[str, Facet]) -> Pairing:
    """Return what the address asks to cross.

    Raises:
        BadParameterValue: it names no facet or one twice, or has a bad sort or cell.
    """
    refuse_unknown(facets)
    chosen = chosen_in(facets)
    given = {name: facet_in(name, facets) for name in ("rows", "columns")}
    rows = given["rows"] or (ROWS if given["columns"] != ROWS else COLUMNS)
    columns = given["columns"] or (COLUMNS if rows != COLUMNS else ROWS)
    refuse_twice([rows, columns, *chosen])
    plain = not any(given.values()) and not chosen
    return Pairing(
        rows,
        columns,
        chosen,
        cell_in(facets[rows], facets[columns]),
        plain,
        one_of("sort", SORTS if plain else ()) or BY_LEVEL,
        one_of("show", () if plain else (WHOLE,)) == WHOLE,
    )


def given_once(name: str) -> str:
    """Return the value of a parameter, empty where the address gives none."""
    given = [text for text in request.args.getlist(name) if text]
    if len(given) > 1:
        raise BadParameterValue(*given_twice(name, len(given)))
    return given[0] if given else ""


def one_of(name: str, values: Iterable[str]) -> str:
    """Return the value of a parameter that takes one of these, empty where it has none."""
    given, valid = given_once(name), list(values)
    if given and given not in valid:
        what = sentence(
            '"%(value)s" is no value for "%(name)s" of this matrix.', value=brief(given), name=name
        )
        raise BadParameterValue(what, likely(given, valid), [(one, "") for one in valid])
    return given


def facet_in(name: str, facets: Mapping[str, Facet]) -> str:
    """Return the facet that a parameter names, empty where it names none."""
    given = given_once(name)
    if given and given not in facets:
        raise BadParameterValue(no_facet(given), likely(given, facets), titles(facets))
    return given


def no_facet(name: str) -> Sentence:
    """Return that there is no facet of this name."""
    return sentence('"%(name)s" is no facet.', name=brief(name))


def titles(facets: Mapping[str, Facet]) -> list[tuple[str, str]]:
    """Return the facets with their titles in the language of the page."""
    return [(slug, text_in(one.question.title, page_language())) for slug, one in facets.items()]


def refuse_unknown(facets: Mapping[str, Facet]) -> None:
    """Raise when the address chooses by what is no facet, which would be passed over in silence."""
    for name in request.args:
        if name not in facets and name not in _OWN:
            hint = likely(name, [*facets, *_OWN])
            raise BadParameterValue(no_facet(name), hint, titles(facets))


def refuse_twice(slugs: list[str]) -> None:
    """Raise when a facet is used twice: a value of it then is row, column and choice at once."""
    for slug in slugs:
        if slugs.count(slug) > 1:
            what = sentence('The facet "%(name)s" is used twice.', name=slug)
            hint = sentence("Take one facet for the rows, another for the columns.")
            raise BadParameterValue(what, hint)


def cell_in(rows: Facet, columns: Facet) -> tuple[str, str] | None:
    """Return the pair of values that the address opens, or answer that there is none."""
    text = given_once("cell")
    if not text:
        return None
    row, comma, column = text.partition(",")
    if not comma:
        what = sentence('"%(name)s" is no cell.', name=brief(text))
        hint = sentence("Give a row and a column with a comma between.")
        some = [(f"{short(next(iter(rows.items)))},{short(one)}", "") for one in columns.items]
        raise BadParameterValue(what, hint, some[:10])
    return full(rows, row), full(columns, column)
