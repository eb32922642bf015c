"""Picturing: the picture of an answer, in the words of the page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from kg.answers import Answer
from kg.pictures import CELL
from webapp.asking import Asking, written
from webapp.drawing import (
    Bar,
    Matrix,
    Network,
    Record,
    Ways,
    Words,
    Year,
    bars,
    matrix,
    network,
    timeline,
)  # fmt: skip
from webapp.services import named, services
from webapp.showing import called
from webapp.tables import cell
from webapp.words import aspects


@dataclass(frozen=True)
class Drawn:
    """A picture as a page shows it: its kind, what it shows in words, and its parts."""

    kind: str
    caption: str
    drawn: tuple[Bar, ...] | tuple[Year, ...] | Matrix | Network


def picture(asking: Asking, answer: Answer) -> Drawn | None:
    """Return the picture of an answer; None where its question has none."""
    shown = asking.question.picture
    if shown is None:
        return None
    words, ways = in_words(answer), ways_of(asking)
    draw: Mapping[str, Callable[[], tuple[Bar, ...] | tuple[Year, ...] | Matrix | Network]] = {
        "bar": lambda: bars(shown, answer, words, ways),
        "matrix": lambda: matrix(shown, answer, words, ways),
        "timeline": lambda: timeline(shown, answer, words),
        "graph": lambda: network(shown, answer, words),
    }
    return Drawn(shown.kind, caption(shown.kind, shown.columns), draw[shown.kind]())


def in_words(answer: Answer) -> Words:
    """Return what says in the language of the page what a row of an answer has."""
    names, terms = named(services().called(answer)), aspects()

    def words(record: Record, column: str) -> str:
        value = cell(names, record, column, terms)
        return value.link.label.text if value.link else value.text.text or _("none")

    return words


def ways_of(asking: Asking) -> Ways:
    """Return the ways to the rows behind each part of a question's picture."""
    return Ways(
        written,
        lambda values: asking.of(dict(zip(CELL, values, strict=False))).address() + "#rows",
        list(asking.part.values()),
    )


def caption(kind: str, columns: Sequence[str]) -> str:
    """Return what a picture shows, in words."""
    one, *rest = called(columns).values()
    other = rest[0] if rest else ""
    captions = {
        "bar": _("%(what)s by %(by)s", what=other or _("number of rows"), by=one),
        "matrix": _("number of rows by %(row)s and %(column)s", row=one, column=other),
        "timeline": _("by year"),
        "graph": _("%(one)s and %(other)s, with a line where a row has both", one=one, other=other),
    }
    return str(captions[kind])
