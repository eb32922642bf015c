"""Why a term is not asked for, as the graph itself tells: how it is used, and where it shows."""

from collections.abc import Mapping
from pathlib import Path

from rdflib import RDFS, Graph, URIRef

from kg.engine.interface import Queryable
from kg.exercised import (
    FILE,
    QUESTIONS,
    SITE,
    asked_by,
    module_of,
    read_unasked,
    terms_of,
    write_unasked,
)
from kg.library import load_library
from kg.namespaces import expand

ON_SITE = "The pages of the site ask for it, about whatever thing they show; no question does."
SAID = (
    "Says what a statement says that no question is about; the page of each thing it names shows "
    "it, and so does the export of statements."
)
NODE = "Spells out a statement that no question is about; the page of the statement shows it."
ELSEWHERE = (
    "Says what is known from other sources than a study; the page of each thing shows it as such."
)
KIND = "Things are of this kind, and no question asks for the kind as such; its page lists them."
OF_THINGS = "Said of things rather than in statements; the page of each thing shows it."
FOLLOWS = "Is not said, but follows from what is; the page of each thing shows it as inferred."
ABOVE = "Only holds narrower classes together: nothing is said to be of it alone."
IDLE = "Nothing is said with it so far."
GENERATED = (ON_SITE, SAID, NODE, ELSEWHERE, KIND, OF_THINGS, FOLLOWS, ABOVE, IDLE)

_PREFIXES = """
PREFIX graph: <https://w3id.org/warmteregie/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX wr: <https://w3id.org/warmteregie/def/>
"""
_USED = {
    SAID: "?statement wr:inStudy ?study ; rdf:predicate ?term .",
    NODE: """?node wr:contentOf ?statement .
        { ?node ?term ?value . } UNION { ?node a ?term . }
        FILTER NOT EXISTS { GRAPH graph:inferred { ?node ?term ?value . } }
        FILTER NOT EXISTS { GRAPH graph:inferred { ?node a ?term . } }""",
    ELSEWHERE: "?fact a wr:OutsideFact ; rdf:predicate ?term .",
    KIND: """GRAPH ?graph { ?thing a ?term . }
        FILTER (?graph != graph:inferred)""",
    OF_THINGS: """GRAPH ?graph { ?thing ?term ?value . }
        FILTER (?graph NOT IN (graph:inferred, graph:ontology, graph:shapes))""",
    FOLLOWS: "GRAPH graph:inferred { ?subject ?term ?value . }",
}


def unasked_file(queries: Path, ontology: Graph, engine: Queryable) -> str:
    """Return `queries/unasked.toml` as it should be: reasons of one's own that still hold are kept.

    Raises:
        FaultsFound: the file or a question cannot be read.
        NoBuild: there is no graph to see how a term is used in.
    """
    asked = asked_by(load_library(queries / QUESTIONS, parse=False).values())
    own = {
        expand(term): reason
        for term, reason in read_unasked(queries / FILE)
        if reason not in GENERATED
    }
    terms = [term for term in terms_of(ontology) if term not in asked]
    uses = {reason: used(engine, pattern) for reason, pattern in _USED.items()}
    uses = {ON_SITE: on_site(queries)} | uses
    reasons = {term: own.get(term) or reason_for(term, ontology, uses) for term in terms}
    return write_unasked(reasons, lambda term: module_of(ontology, term))


def reason_for(term: URIRef, ontology: Graph, uses: Mapping[str, frozenset[object]]) -> str:
    """Return the first reason that holds for a term."""
    found = next((reason for reason, terms in uses.items() if term in terms), "")
    above = (None, RDFS.subClassOf, term) in ontology
    return found or (ABOVE if above else IDLE)


def on_site(queries: Path) -> frozenset[object]:
    """Return the terms that the queries of pages ask for."""
    shelves = [load_library(queries / shelf, required_params=(), parse=False) for shelf in SITE]
    return frozenset(asked_by(query for shelf in shelves for query in shelf.values()))


def used(engine: Queryable, pattern: str) -> frozenset[object]:
    """Return the terms that a pattern finds in the graph."""
    found = engine.select(f"{_PREFIXES} SELECT DISTINCT ?term WHERE {{ {pattern} }}")
    return frozenset(found.column("term"))
