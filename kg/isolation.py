"""One triple at a time: what follows from a triple and what is known, and from no other triple.

Each triple is a closure of its own. One closure for all, with things renamed for each triple,
would not do: in the values that axioms name (`owl:hasValue`), which keep their names, triples
would meet. Triples that look the same to the ontology share a closure, so it is few.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain

from rdflib import OWL, RDF, Graph, URIRef
from rdflib.term import Node

from kg.closure import Reasoner, Triple

_EQUATING = {
    OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.hasKey, OWL.maxCardinality,
    OWL.maxQualifiedCardinality, OWL.sameAs,
}  # fmt: skip
_STAND_INS = (URIRef("urn:stand-in:1"), URIRef("urn:stand-in:2"))

Isolated = Callable[[Triple], frozenset[Triple]]


def one_at_a_time(
    terms: Collection[Triple], known: Collection[Triple], reasoner: Reasoner
) -> Isolated:
    """Return a function that says what is so of the things in a triple, given it and no other.

    *known* is what is so of things without it, told and following.
    """
    surroundings = Surroundings(terms, known)
    close = cache(reasoner(terms))

    def follows(triple: Triple) -> frozenset[Triple]:
        ends = dict.fromkeys(filter(surroundings.is_free, (triple[0], triple[2])))
        stand_ins = dict(zip(ends, _STAND_INS, strict=False))
        found = close(_renamed({triple, *surroundings.of(ends)}, stand_ins))
        return _renamed(found, {stand_in: end for end, stand_in in stand_ins.items()})

    return follows


def _renamed(triples: Iterable[Triple], names: Mapping[Node, Node]) -> frozenset[Triple]:
    return frozenset((names.get(s, s), p, names.get(o, o)) for s, p, o in triples)


class Surroundings:
    """What is known of things: of what kinds they are, and what a rule can reach from them.

    A tie by a property that no rule joins adds nothing to the kinds of its ends, which are
    known, and is left out.
    """

    def __init__(self, terms: Collection[Triple], known: Collection[Triple]) -> None:
        described = {subject for subject, _, _ in terms}
        ties = {RDF.type, *_joining(terms, known)}
        self._named = described | {value for _, _, value in terms}
        self._known = Graph()
        self._known += (one for one in known if one[1] in ties and one[0] not in described)
        self._always = frozenset(self._reached(self._named - described))

    def is_free(self, thing: Node) -> bool:
        """Tell whether a thing is one that no axiom names, so that it can go by another name."""
        return isinstance(thing, URIRef) and thing not in self._named

    def of(self, things: Iterable[Node]) -> frozenset[Triple]:
        """Return what is known of *things*, of what axioms name, and of all these reach."""
        return self._always.union(self._reached(things))

    def _reached(self, things: Iterable[Node]) -> Iterator[Triple]:
        rest, seen = [*things], {*things}
        while rest:
            thing = rest.pop()
            for triple in self._about(thing):
                yield triple
                fresh = {end for end in _tied(triple) if end not in seen}
                seen |= fresh
                rest += fresh

    def _about(self, thing: Node) -> Iterator[Triple]:
        yield from self._known.triples((thing, None, None))
        incoming = self._known.triples((None, None, thing))
        yield from (triple for triple in incoming if triple[1] != RDF.type)


def _tied(triple: Triple) -> Iterable[Node]:
    """Return the things that a triple ties together; a thing is not tied to its class."""
    return triple[:1] if triple[1] == RDF.type else (triple[0], triple[2])


def _joining(terms: Collection[Triple], known: Collection[Triple]) -> set[Node]:
    """Return the properties whose triples a rule joins with others.

    Where a rule can make two things one, these are all; else those that an axiom names, and
    the transitive ones. https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL
    """
    used = {predicate for _, predicate, _ in known}
    if not _EQUATING.isdisjoint({*used, *chain.from_iterable(terms)}):
        return used
    transitive = {s for s, p, o in terms if (p, o) == (RDF.type, OWL.TransitiveProperty)}
    return transitive | {value for _, _, value in terms}
