"""Tables: the rows of an answer as a page shows them, names in place of IRIs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from rdflib import Literal

from kg.answers import Answer
from kg.tokens import Term
from webapp.presentation import Label, Names, Value, value

_NAME = "Label"


@dataclass(frozen=True)
class Table:
    """Headings and rows; a cell without value is empty."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def table(
    answer: Answer,
    names: Names,
    headings: Mapping[str, str],
    hidden: Collection[str] = (),
    terms: Mapping[str, str] | None = None,
) -> Table:
    """Return an answer as a table: a thing and its label are one cell, *hidden* columns none.

    *terms* says in the page's language what an answer says in a word of the query's own.
    """
    columns = [
        name for name in answer.variables if name not in hidden and not _is_label(name, answer)
    ]
    return Table(
        tuple(headings.get(name, name) for name in columns),
        tuple(
            tuple(cell(names, row, name, terms or {}) for name in columns)
            for row in answer.records()
        ),
    )


def _is_label(name: str, answer: Answer) -> bool:
    """Tell whether a column only holds what the things of another column are called."""
    return name.endswith(_NAME) and name.removesuffix(_NAME) in answer.variables


def cell(names: Names, row: Mapping[str, Term], name: str, terms: Mapping[str, str]) -> Value:
    """Return what a row has under one variable, a thing by its name."""
    found = row.get(name)
    if found is None:
        return Value()
    if isinstance(found, Literal):
        return _in_words(value(names, found), terms)
    called = row.get(name + _NAME)
    shown = value(names, found)
    if shown.link and called is not None and found not in names.facts:
        return replace(shown, link=replace(shown.link, label=Label(str(called))))
    return shown


def _in_words(shown: Value, terms: Mapping[str, str]) -> Value:
    return replace(
        shown, text=replace(shown.text, text=terms.get(shown.text.text, shown.text.text))
    )
