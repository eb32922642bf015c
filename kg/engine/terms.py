"""Terms of the store as terms of rdflib."""

from collections.abc import Iterator
from functools import lru_cache

from pyoxigraph import BlankNode, NamedNode, QuerySolutions, QueryTriples
from pyoxigraph import Literal as StoreLiteral
from rdflib import XSD, BNode, Literal, URIRef

from kg.answers import Answer
from kg.errors import QueryFailed
from kg.sentences import sentence
from kg.tokens import Term

Triple = tuple[Term, Term, Term]


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


def to_triples(triples: QueryTriples) -> Iterator[Triple]:
    """Yield the triples of a CONSTRUCT or DESCRIBE query.

    Raises:
        QueryFailed: a triple holds a quoted triple.
    """
    for subject, predicate, target in triples:
        yield to_rdflib(subject), to_rdflib(predicate), to_rdflib(target)


def to_rdflib(term: object) -> Term:
    """Return a term of the store as rdflib's, a literal with its own spelling.

    Raises:
        QueryFailed: the term is a quoted triple, which RDF 1.1 has not.
    """
    if isinstance(term, NamedNode):
        return _iri(term)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    if isinstance(term, StoreLiteral):
        return _literal(term)
    what = sentence("The answer holds a quoted triple.")
    raise QueryFailed(what, sentence("Ask for its subject or object."))


@lru_cache(maxsize=50_000)
def _iri(term: NamedNode) -> URIRef:
    """Return an IRI, the same object each time, which compares and is looked up much faster."""
    return URIRef(term.value)


@lru_cache(maxsize=50_000)
def _literal(term: StoreLiteral) -> Literal:
    """Return a literal; one of type string is a plain one."""
    if term.language:
        return Literal(term.value, lang=term.language)
    kind = URIRef(term.datatype.value)
    return Literal(term.value, datatype=None if kind == XSD.string else kind, normalize=False)
