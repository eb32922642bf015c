"""The one normalisation under which the answers of all engines are equal.

- A blank node is only that: engines name them as they like.
- A number, a boolean or a date is its value: "01" is "1", "1"^^xsd:boolean is "true".
- The case of a language tag says nothing.
- xsd:string is no datatype: a plain text.
- The columns of SELECT * have no order.
- The rows of an answer are a bag, the triples of a graph a set; where the order of rows says
  something, the test that compares it says so.
"""

from collections.abc import Iterable

from rdflib import XSD, BNode, Graph, Literal

from kg.answers import Answer, Row
from kg.tokens import Term

Key = tuple[str, ...]


def bag(answer: Answer) -> tuple[Key, list[tuple[Key, ...]]]:
    """Return the variables and the rows of an answer, both sorted."""
    places = sorted(range(len(answer.variables)), key=answer.variables.__getitem__)
    rows = sorted(tuple(keys(row)[place] for place in places) for row in answer.rows)
    return tuple(answer.variables[place] for place in places), rows


def keys(row: Row) -> tuple[Key, ...]:
    """Return a row in the form that engines agree on."""
    return tuple(map(key, row))


def graph_set(graph: Graph) -> set[tuple[Key, ...]]:
    """Return the triples of a graph in the form that engines agree on."""
    return {tuple(map(key, _terms(triple))) for triple in graph}


def _terms(triple: Iterable[object]) -> list[Term]:
    return [term for term in triple if isinstance(term, Term)]


def key(term: Term | None) -> Key:
    """Return a term in the form that engines agree on."""
    if term is None:
        return ("unbound",)
    if isinstance(term, BNode):
        return ("blank",)
    if not isinstance(term, Literal):
        return ("iri", str(term))
    if term.language:
        return ("text", str(term), term.language.lower())
    kind = term.datatype or XSD.string
    value = Literal(str(term), datatype=kind, normalize=True)
    return ("literal", str(value), str(kind))
