"""Drawing: from the rows of an answer to bars, a matrix, a timeline or a graph.

Lengths and places are shares of the whole, so that a picture fits any width. Pure functions;
the words are given.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.answers import Answer
from kg.pictures import Picture
from kg.tokens import Term

Record = Mapping[str, Term]
Words = Callable[[Record, str], str]
"""What a row has under a variable, in the language of the page."""

_NEAR = 12.0
"""Per cent of the width within which two years are too near to be both written below a line."""
_MARGIN = 6.0
_STEP = 84
"""Height that one thing of a graph takes."""


@dataclass(frozen=True)
class Ways:
    """Ways to the rows behind a part of a picture.

    *written* says how an address names a value, *address* where the rows with these values
    are, *chosen* which values the page shows now.
    """

    written: Callable[[Term | None], str]
    address: Callable[[Sequence[str]], str]
    chosen: Sequence[str] = ()

    def is_chosen(self, *values: str) -> bool:
        """Tell whether the page shows the rows with these values."""
        return list(values) == list(self.chosen)


@dataclass(frozen=True)
class Bar:
    """One bar: its name, number and length; without address its rows cannot be had apart."""

    name: str
    number: str
    length: str
    href: str
    chosen: bool


@dataclass(frozen=True)
class Cell:
    """A number of rows, the address that shows them only, and whether that is this page."""

    number: int
    href: str
    chosen: bool


@dataclass(frozen=True)
class Matrix:
    """Numbers of rows by the values of two columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True)
class Year:
    """A year with what belongs to it; *place* is empty where it has none on the line."""

    name: str
    place: str
    written: bool
    things: tuple[str, ...]


@dataclass(frozen=True)
class Node:
    """A thing of a graph; *tied* are the names at the other side that it is tied to."""

    name: str
    middle: int
    tied: tuple[str, ...]


@dataclass(frozen=True)
class Tie:
    """A line between the middle of a thing at the left and one at the right."""

    left: int
    right: int


@dataclass(frozen=True)
class Network:
    """What is tied to what: one kind of things at the left, the other at the right."""

    height: int
    left: tuple[Node, ...]
    right: tuple[Node, ...]
    ties: tuple[Tie, ...]


def bars(picture: Picture, answer: Answer, words: Words, ways: Ways) -> tuple[Bar, ...]:
    """Return a bar for each value of the first column, the longest of full length.

    Without a column of numbers the rows are counted, and the longest bar comes first.
    """
    label, *number = picture.columns
    totals: dict[str, float] = {}
    for record in answer.records():
        key = ways.written(record.get(label))
        totals[key] = totals.get(key, 0) + _number(record, number)
    names = _named(answer, label, words, ways)
    most = max(totals.values(), default=0)
    return tuple(
        Bar(
            names[key],
            f"{total:g}",
            f"{100 * max(total, 0) / most if most > 0 else 0:.2f}%",
            "" if number else ways.address([key]),
            not number and ways.is_chosen(key),
        )
        for key, total in sorted(totals.items(), key=lambda one: 0 if number else -one[1])
    )


def _number(record: Record, column: Sequence[str]) -> float:
    """Return the number a row has, nought where it has none; one without a column."""
    try:
        return float(str(record.get(column[0], 0))) if column else 1
    except ValueError:
        return 0


def matrix(picture: Picture, answer: Answer, words: Words, ways: Ways) -> Matrix:
    """Return how many rows there are for each pair of values, in the order of the answer."""
    down, across = picture.columns
    counts = Counter(
        (ways.written(record.get(down)), ways.written(record.get(across)))
        for record in answer.records()
    )
    rows, columns = (_named(answer, name, words, ways) for name in (down, across))
    return Matrix(
        tuple(columns.values()),
        tuple(
            (
                name,
                tuple(
                    Cell(
                        counts[row, column],
                        ways.address([row, column]),
                        ways.is_chosen(row, column),
                    )
                    for column in columns
                ),
            )
            for row, name in rows.items()
        ),
    )


def _named(answer: Answer, column: str, words: Words, ways: Ways) -> dict[str, str]:
    """Return the values under a variable with their names, each once."""
    found: dict[str, str] = {}
    for record in answer.records():
        found.setdefault(ways.written(record.get(column)), words(record, column))
    return found


def timeline(picture: Picture, answer: Answer, words: Words) -> tuple[Year, ...]:
    """Return the years in order with what belongs to each; what has none comes last."""
    when, what = picture.columns
    pairs = sorted(
        {(_year(record.get(when)), words(record, what)) for record in answer.records()},
        key=lambda pair: (pair[0] is None, pair[0] or 0),
    )
    known = [year for year, _ in pairs if year is not None]
    first, last = min(known, default=0), max(known, default=0)
    found: list[Year] = []
    end = -_NEAR
    for year, things in groupby(pairs, key=lambda pair: pair[0]):
        names = tuple(sorted(thing for _, thing in things))
        if year is None:
            found.append(Year("", "", False, names))
            continue
        place = _MARGIN + (100 - 2 * _MARGIN) * (year - first) / max(last - first, 1)
        free = place - end >= _NEAR
        end = place if free else end
        found.append(Year(str(year), f"{place:.2f}%", free, names))
    return tuple(found)


def _year(term: Term | None) -> int | None:
    """Return the year that a year, a date or a text begins with."""
    text = str(term or "")[:4]
    return int(text) if text.isascii() and text.isdigit() else None


def network(picture: Picture, answer: Answer, words: Words) -> Network:
    """Return the things of two columns, each tied to those it shares a row with."""
    ties = list(
        dict.fromkeys(
            (words(record, picture.columns[0]), words(record, picture.columns[1]))
            for record in answer.records()
            if all(name in record for name in picture.columns)
        )
    )
    lefts, rights = (list(dict.fromkeys(tie[side] for tie in ties)) for side in (0, 1))
    height = _STEP * max(len(lefts), len(rights), 1)
    left, right = _middles(lefts, height), _middles(rights, height)
    return Network(
        height,
        tuple(Node(one, left[one], _tied(one, ties, 0)) for one in lefts),
        tuple(Node(one, right[one], _tied(one, ties, 1)) for one in rights),
        tuple(Tie(left[one], right[other]) for one, other in ties),
    )


def _middles(names: Sequence[str], height: int) -> dict[str, int]:
    """Return the middle of each name, spread evenly over the height."""
    return {name: round(height * (place + 0.5) / len(names)) for place, name in enumerate(names)}


def _tied(name: str, ties: Iterable[tuple[str, str]], side: int) -> tuple[str, ...]:
    return tuple(tie[1 - side] for tie in ties if tie[side] == name)
