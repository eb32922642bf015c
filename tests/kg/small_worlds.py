"""Small invented worlds: Turtle without prefixes, and ontologies and facts drawn at random."""

from hypothesis import strategies as st
from rdflib import RDF, Graph

from kg.closure import Triple
from kg.namespaces import WR, WRID

PREFIXES = """
@prefix : <https://w3id.org/warmteregie/id/example/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix value: <https://w3id.org/warmteregie/id/characteristic-value/> .
@prefix wr: <https://w3id.org/warmteregie/def/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
AXIOMS = (
    "{A} rdfs:subClassOf {B} .",
    "{p} rdfs:domain {A} .",
    "{p} rdfs:range {A} .",
    "{p} rdfs:subPropertyOf {q} .",
    "{p} owl:inverseOf {q} .",
    "{p} a owl:SymmetricProperty .",
    "{p} a owl:TransitiveProperty .",
    "{p} a owl:FunctionalProperty .",
    "{p} owl:propertyChainAxiom ( {q} {r} ) .",
    "{A} owl:equivalentClass [ owl:intersectionOf ( {B} {C} ) ] .",
    "{A} owl:equivalentClass [ owl:onProperty {p} ; owl:hasValue :fixed ] .",
    "[ owl:onProperty {p} ; owl:someValuesFrom {A} ] rdfs:subClassOf {B} .",
    "{A} rdfs:subClassOf [ owl:onProperty {p} ; owl:allValuesFrom {B} ] .",
)
"""Kinds of axioms, without keys: on these both engines fail."""

_FIXED = WRID["example/fixed"]
_THING = st.sampled_from([_FIXED, *(WRID[f"example/{name}"] for name in "abcd")])
_CLASS = st.sampled_from([WR.Pot, WR.Pan, WR.Lid])
_PROPERTY = st.sampled_from([WR.holds, WR.fits, WR.covers])


def graph(text: str) -> Graph:
    """Return a small graph written in Turtle without its prefixes."""
    return Graph().parse(data=PREFIXES + text, format="turtle")


def graph_of(triples: list[Triple]) -> Graph:
    """Return triples as a graph."""
    found = Graph()
    found += triples
    return found


@st.composite
def ontologies(draw: st.DrawFn) -> Graph:
    """Return some axioms about three classes, three properties and one fixed thing."""
    axioms = draw(st.lists(st.sampled_from(AXIOMS), min_size=1, max_size=5))
    classes = {name: _CLASS.map(lambda one: one.n3()) for name in "ABC"}
    properties = {name: _PROPERTY.map(lambda one: one.n3()) for name in "pqr"}
    terms = st.fixed_dictionaries(classes | properties)
    return graph("\n".join(axiom.format(**draw(terms)) for axiom in axioms))


facts = st.one_of(
    st.tuples(_THING, _PROPERTY, _THING), st.tuples(_THING, st.just(RDF.type), _CLASS)
)
"""One triple about the things of a small world."""

FIXED = (_FIXED, RDF.type, WR.Lid)
"""What is always known of the thing that axioms may name."""
