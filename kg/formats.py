"""Formats: the answer to a question in every one that is offered, whatever form the query has.

The rows of a SELECT are a graph in the vocabulary of result sets: it holds for every question,
a count too, loses nothing, and each thing in it leads on to its own data. The triples of a
CONSTRUCT are rows of subject, predicate and object.
"""

from collections.abc import Callable, Mapping

from rdflib import BNode, Graph, Literal, URIRef

from kg.answers import Answer, to_csv, to_json, to_tsv
from kg.documents import document_of, to_docx
from kg.resultset import to_result_set
from kg.sheets import to_xlsx

Found = Answer | Graph

FORMATS = ("csv", "tsv", "json", "xlsx", "docx", "ttl", "jsonld")

_ROWS: Mapping[str, Callable[[Answer], str]] = {"csv": to_csv, "tsv": to_tsv, "json": to_json}
_GRAPHS = {"ttl": "turtle", "jsonld": "json-ld"}


def write(found: Found, layout: str, title: str) -> bytes:
    """Return an answer in one of `FORMATS`; *title* names a workbook's sheet or heads a document.

    Raises:
        KeyError: *layout* is another format.
    """
    if layout == "xlsx":
        return to_xlsx(rows_of(found), title)
    if layout == "docx":
        return to_docx(document_of(rows_of(found), title))
    if layout in _ROWS:
        return _ROWS[layout](rows_of(found)).encode("utf-8")
    return graph_of(found).serialize(format=_GRAPHS[layout], encoding="utf-8")


def rows_of(found: Found) -> Answer:
    """Return an answer as rows, the triples of a graph in the order of their spelling."""
    if isinstance(found, Answer):
        return found
    rows = (
        tuple(term for term in triple if isinstance(term, (URIRef, BNode, Literal)))
        for triple in found
    )
    ordered = sorted(rows, key=lambda row: [term.n3() for term in row])
    return Answer(("subject", "predicate", "object"), tuple(ordered))


def graph_of(found: Found) -> Graph:
    """Return an answer as a graph."""
    return to_result_set(found) if isinstance(found, Answer) else found
