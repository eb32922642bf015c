"""Rows as RDF, so that the answer to any SELECT question can be had as a graph, counts included.

https://www.w3.org/2001/sw/DataAccess/tests/result-set
"""

from collections.abc import Iterator

from rdflib import RDF, BNode, Graph, Literal, Namespace
from rdflib.term import Node

from kg.answers import Answer
from kg.namespaces import PREFIXES

RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")

_SET = BNode("answer")


def to_result_set(answer: Answer) -> Graph:
    """Return the rows of an answer as a graph that keeps their order (``rs:index``, from 1)."""
    graph = Graph()
    for prefix, base in {**PREFIXES, "rs": RS}.items():
        graph.bind(prefix, base)
    for triple in _triples(answer):
        graph.add(triple)
    return graph


def _triples(answer: Answer) -> Iterator[tuple[Node, Node, Node]]:
    yield _SET, RDF.type, RS.ResultSet
    for variable in answer.variables:
        yield _SET, RS.resultVariable, Literal(variable)
    for number, record in enumerate(answer.records(), 1):
        row = BNode(f"row-{number:06}")
        yield _SET, RS.solution, row
        yield row, RS["index"], Literal(number)
        for variable, term in record.items():
            cell = BNode(f"{row}-{variable}")
            yield row, RS.binding, cell
            yield cell, RS.variable, Literal(variable)
            yield cell, RS.value, term
