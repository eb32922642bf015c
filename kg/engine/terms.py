"""Terms of the store as terms of rdflib."""

from pyoxigraph import BlankNode, NamedNode, QuerySolutions, QueryTriples
from pyoxigraph import Literal as StoreLiteral
from rdflib import XSD, BNode, Graph, Literal, URIRef

from kg.answers import Answer
from kg.errors import QueryFailed
from kg.sentences import sentence
from kg.tokens import Term


def to_answer(solutions: QuerySolutions) -> Answer:
    """Return all rows of a SELECT query, read to the end.

    Raises:
        QueryFailed: a row holds a quoted triple.
    """
    names = tuple(variable.value for variable in solutions.variables)
    rows = tuple(
        tuple(None if term is None else to_rdflib(term) for term in solution)
        for solution in solutions
    )
    return Answer(names, rows)


def to_graph(triples: QueryTriples) -> Graph:
    """Return all triples of a CONSTRUCT or DESCRIBE query.

    Raises:
        QueryFailed: a triple holds a quoted triple.
    """
    graph = Graph()
    for subject, predicate, target in triples:
        graph.add((to_rdflib(subject), to_rdflib(predicate), to_rdflib(target)))
    return graph


def to_rdflib(term: object) -> Term:
    """Return a term of the store as rdflib's, a literal with its own spelling.

    Raises:
        QueryFailed: the term is a quoted triple, which RDF 1.1 has not.
    """
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    if isinstance(term, StoreLiteral):
        return _literal(term)
    what = sentence("The answer holds a quoted triple.")
    raise QueryFailed(what, sentence("Ask for its subject or object."))


def _literal(term: StoreLiteral) -> Literal:
    """Return a literal; one of type string is a plain one."""
    if term.language:
        return Literal(term.value, lang=term.language)
    kind = URIRef(term.datatype.value)
    return Literal(term.value, datatype=None if kind == XSD.string else kind, normalize=False)
