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
            tuple(_cell(names, row, name, terms or {}) for name in columns)
            for row in answer.records()
        ),
    )


def _is_label(name: str, answer: Answer) -> bool:
    """Tell whether a column only holds what the things of another column are called."""
    return name.endswith(_NAME) and name.removesuffix(_NAME) in answer.variables


def _cell(names: Names, row: Mapping[str, Term], name: str, terms: Mapping[str, str]) -> Value:
    found = row.get(name)
    if found is None:
        return Value()
    if isinstance(found, Literal):
        return _in_words(value(names, found), terms)
    called = row.get(name + _NAME)
    cell = value(names, found)
    if cell.link and called is not None and found not in names.facts:
        return replace(cell, link=replace(cell.link, label=Label(str(called))))
    return cell


def _in_words(cell: Value, terms: Mapping[str, str]) -> Value:
    return replace(cell, text=replace(cell.text, text=terms.get(cell.text.text, cell.text.text)))
