"""Questions as RDF, so that editors and other machines can take them over and run them.

https://github.com/sib-swiss/sparql-examples
"""

from collections.abc import Iterable, Iterator

from rdflib import RDF, RDFS, SDO, Graph, Literal, URIRef

from kg.library import Question, bind, bindings_for
from kg.namespaces import SH, WRID
from webapp.facts import Triple

_KINDS = {
    "SELECT": (SH.SPARQLSelectExecutable, SH.select),
    "ASK": (SH.SPARQLAskExecutable, SH.ask),
    "CONSTRUCT": (SH.SPARQLConstructExecutable, SH.construct),
    "DESCRIBE": (SH.SPARQLExecutable, SH.describe),
}


def question_iri(slug: str) -> URIRef:
    """Return the name of a question of the library."""
    return WRID[f"question/{slug}"]


def question_graph(question: Question, endpoint: str) -> Graph:
    """Return a question as an executable query with its texts and where it can be run."""
    graph = Graph()
    for triple in _triples(question, URIRef(endpoint)):
        graph.add(triple)
    return graph


def examples_graph(questions: Iterable[Question], endpoint: str) -> Graph:
    """Return questions as executable queries, in one graph."""
    graph = Graph()
    for question in questions:
        graph += question_graph(question, endpoint)
    return graph


def runnable(question: Question, language: str = "") -> str:
    """Return the query with its defaults bound: without a language it would find no labels.

    Where it takes a language, that is *language* or else its default.
    """
    takes = any(param.name == "lang" for param in question.params)
    given = {"lang": language} if takes else {}
    return bind(question.body, bindings_for(question, given))


def _triples(question: Question, endpoint: URIRef) -> Iterator[Triple]:
    iri = question_iri(question.slug)
    kind, holds = _KINDS[question.form]
    yield iri, RDF.type, SH.SPARQLExecutable
    yield iri, RDF.type, kind
    yield iri, holds, Literal(runnable(question))
    yield iri, SDO.target, endpoint
    for language, text in question.title.items():
        yield iri, RDFS.label, Literal(text, lang=language)
    for language, text in question.question.items():
        yield iri, RDFS.comment, Literal(text, lang=language)
    for keyword in question.keywords:
        yield iri, SDO.keywords, Literal(keyword)
