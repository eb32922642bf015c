"""OWL 2 RL closures: by sparq, which is fast, and by owlrl, the reference it is held to.

https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules
Both also say much that nobody asks for, such as that everything is the same as itself; what
is worth keeping is for who calls to say. Keys (`owl:hasKey`) are beyond either.
"""

from collections.abc import Callable, Collection, Iterable, Iterator

import owlrl
import sparq
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

Triple = tuple[Node, Node, Node]

Closure = Callable[[Collection[Triple]], frozenset[Triple]]
"""From facts to all that is so, told or following, of the things they name."""

Reasoner = Callable[[Collection[Triple]], Closure]
"""From terms, which hold whatever the facts are, to the closure under them."""

_CHAIN = "urn:property-chain:"


def fast(terms: Collection[Triple]) -> Closure:
    """Return the closure under *terms* by sparq; its blank nodes are left out."""
    always = _ntriples(terms)

    def close(facts: Collection[Triple]) -> frozenset[Triple]:
        graph = sparq.Graph.load(always + _ntriples(facts), format="ntriples")
        graph.reason("owl")
        found = graph.construct(_all_about(_names(facts)))
        return frozenset((_node(s), _node(p), _node(o)) for s, p, o in found)

    return close


def reference(terms: Collection[Triple]) -> Closure:
    """Return the closure under *terms* by owlrl: the same triples after a much longer time."""

    def close(facts: Collection[Triple]) -> frozenset[Triple]:
        graph, names = _graph((*terms, *facts)), _names(facts)
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
        return frozenset(
            (subject, predicate, value)
            for subject, predicate, value in graph
            if isinstance(subject, URIRef)
            and isinstance(value, URIRef | Literal)
            and not names.isdisjoint((subject, value))
        )

    return close


def _ntriples(triples: Iterable[Triple]) -> str:
    told = (each for triple in triples for each in _with_one_chain(triple))
    return _graph(told).serialize(format="nt")


def _with_one_chain(triple: Triple) -> Iterator[Triple]:
    """Yield a triple, a property chain under a property of its own.

    Of several chains for one property sparq 0.1.6 follows one, now this and now that.
    """
    subject, predicate, value = triple
    if predicate == OWL.propertyChainAxiom:
        own = URIRef(f"{_CHAIN}{value}")
        yield own, predicate, value
        yield own, RDFS.subPropertyOf, subject
    else:
        yield triple


def _graph(triples: Iterable[Triple]) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


def _names(facts: Iterable[Triple]) -> set[Node]:
    """Return the things that facts are about; a class is none by being the class of one."""
    ends = ((s, o if p != RDF.type else s) for s, p, o in facts)
    return {end for pair in ends for end in pair if isinstance(end, URIRef)}


def _all_about(names: Iterable[Node]) -> str:
    """Return the query for what is said of *names*; sparq also has literals as subjects."""
    listed = " ".join(name.n3() for name in names)
    return f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
        {{ VALUES ?s {{ {listed} }} ?s ?p ?o . FILTER (!isBlank(?o)) }}
        UNION {{ VALUES ?o {{ {listed} }} ?s ?p ?o . FILTER (isIRI(?s)) }}
        FILTER (!STRSTARTS(STR(?p), "{_CHAIN}") && !STRSTARTS(STR(?s), "{_CHAIN}"))
    }}"""


def _node(term: sparq.Term) -> Node:
    if term.kind == "uri":
        return URIRef(term.value)
    datatype = URIRef(term.datatype) if term.datatype and not term.language else None
    return Literal(term.value, lang=term.language, datatype=datatype)
