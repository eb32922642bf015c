"""Crossing: claims by the values of two facets. Pure functions; a number is a number of claims."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.facets import Facet

Cells = Mapping[tuple[str, str], frozenset[str]]
"""The claims that have a value of the rows and one of the columns; pairs without are left out."""


@dataclass(frozen=True)
class Crossing:
    """What two facets have in common: their values with a claim, and the claims of each pair.

    *left_out* is how many values of the rows and of the columns are not among those given.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Cells
    left_out: tuple[int, int] = (0, 0)


def cross(
    rows: Facet, columns: Facet, claims: frozenset[str], most: tuple[int, int] | None = None
) -> Crossing:
    """Return the crossing of two facets over those of *claims* that have a value of both.

    Of long facets the values with most claims are kept, at most so many rows and columns.
    """
    shared = claims & rows.any_of(rows.items) & columns.any_of(columns.items)
    down, across = (tuple(facet.counted(shared)) for facet in (rows, columns))
    kept = [
        most_frequent(facet.counted(shared), number)
        for facet, number in zip((rows, columns), most or (len(down), len(across)), strict=True)
    ]
    return Crossing(
        kept[0],
        kept[1],
        cells_of(rows, columns, kept[0], kept[1], shared),
        (len(down) - len(kept[0]), len(across) - len(kept[1])),
    )


def most_frequent(numbers: Mapping[str, int], most: int) -> tuple[str, ...]:
    """Return the values with the highest numbers, in the order in which they are given."""
    kept = set(sorted(numbers, key=lambda value: -numbers[value])[:most])
    return tuple(value for value in numbers if value in kept)


def cells_of(
    rows: Facet,
    columns: Facet,
    down: tuple[str, ...],
    across: tuple[str, ...],
    claims: frozenset[str],
) -> Cells:
    """Return the claims of each pair of values that has any."""
    found = {value: rows.items[value] & claims for value in down}
    pairs = {(row, column): found[row] & columns.items[column] for row in down for column in across}
    return {pair: some for pair, some in pairs.items() if some}
