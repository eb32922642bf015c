"""Tables: the rows of an answer as a page shows them, names in place of IRIs."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from rdflib import XSD, Literal, URIRef

from kg.answers import Answer, show
from kg.namespaces import shorten
from kg.tokens import Term, write_string
from webapp.presentation import Label, Link, Names, Value, value

_NAME = "Label"
_BARE = (XSD.integer, XSD.decimal, XSD.double, XSD.boolean)


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


def table_of_terms(answer: Answer, address: Callable[[str], str]) -> Table:
    """Return an answer with its terms as Turtle writes them, under its variables."""
    return Table(
        tuple(f"?{name}" for name in answer.variables),
        tuple(tuple(_as_written(term, address) for term in row) for row in answer.rows),
    )


def _as_written(term: Term | None, address: Callable[[str], str]) -> Value:
    if isinstance(term, URIRef):
        return Value(link=Link(str(term), Label(shorten(term)), address(str(term))))
    return Value(text=Label(_literal(term) if isinstance(term, Literal) else show(term)))


def _literal(term: Literal) -> str:
    """Return a literal as Turtle writes it, the IRI of its type shortened."""
    if term.datatype in _BARE:
        return str(term)
    text = write_string(str(term))
    if term.language:
        return f"{text}@{term.language}"
    return text if term.datatype in (None, XSD.string) else f"{text}^^{shorten(term.datatype)}"


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
