"""What follows, by OWL 2 RL: the triples of `graph/inferred`.

Ontology and entities are reasoned on as a whole, a study's plain triples one at a time with
these: two statements, which may be of two speakers, are never joined into a third. Of outside
knowledge only what is said in the terms of the regie types is taken. Evidence, links and other
data are never looked at.
"""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import chain, filterfalse

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from kg.closure import Reasoner, Triple, fast
from kg.isolation import one_at_a_time
from kg.namespaces import GRAPH, MODULE, ROOT, WR, shorten

ANNOTATIONS = (RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy)
"""Annotation properties that are always there; others an ontology declares."""

_WORDS = tuple(map(str, (WR, RDF, RDFS, OWL, SKOS)))
_TRUISMS = tuple(map(str, (RDFS, OWL)))


def infer(graphs: Mapping[URIRef, Graph], reasoner: Reasoner = fast) -> Graph:
    """Return what follows about our own names from named graphs and stands in none of them.

    The name of a graph tells whether it is reasoned on, and how far.
    """
    ontology, entities, outside = (
        graphs.get(name, Graph()) for name in (GRAPH.ontology, GRAPH.entities, GRAPH.outside)
    )
    terms, things = logic(ontology, ontology), logic(entities, ontology)
    whole = cache(reasoner(()))
    known = frozenset(filterfalse(_is_truism, whole(terms | things)))
    studies = (graphs[name] for name in sorted(graphs) if name.startswith(GRAPH["study/"]))
    found = known.union(
        whole(terms | things | regie(outside, ontology)),
        one_at_a_time(chain(*studies), terms, things | known, reasoner),
    )
    inferred = Graph()
    for triple in filterfalse(_is_truism, filter(_is_of_ours, found)):
        if not any(triple in graph for graph in graphs.values()):
            inferred.add(triple)
    return inferred


def count_by_property(inferred: Graph) -> dict[str, int]:
    """Return how many triples each property has, by its prefixed name, most first."""
    counts = Counter(shorten(str(predicate)) for predicate in inferred.predicates())
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def logic(graph: Graph, ontology: Graph) -> frozenset[Triple]:
    """Return what a reasoner can use of *graph*: all but what *ontology* calls annotations.

    https://www.w3.org/TR/owl2-syntax/#Annotation_Properties
    """
    annotations = {*ANNOTATIONS, *ontology.subjects(RDF.type, OWL.AnnotationProperty)}
    return frozenset(triple for triple in graph if triple[1] not in annotations)


def regie(outside: Graph, ontology: Graph) -> frozenset[Triple]:
    """Return what *outside* says in the terms of the regie types."""
    terms = set(ontology.subjects(RDFS.isDefinedBy, MODULE["regie-types"]))
    return frozenset(
        (subject, predicate, value)
        for subject, predicate, value in outside
        if (value if predicate == RDF.type else predicate) in terms
    )


def _is_of_ours(triple: Triple) -> bool:
    """Tell whether a triple says something of our own names, with a word that we use."""
    subject, predicate, value = map(str, triple)
    ours = subject.startswith(ROOT) and value.startswith(ROOT)
    if isinstance(triple[2], Literal):
        return subject.startswith(ROOT) and predicate.startswith(WR)
    return ours and predicate.startswith(_WORDS)


def _is_truism(triple: Triple) -> bool:
    """Tell whether a triple says that a thing is the same as itself, or a kind of itself."""
    subject, predicate, value = triple
    return subject == value and str(predicate).startswith(_TRUISMS)
