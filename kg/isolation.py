"""One triple at a time: what follows from a triple and what is known, and from no other triple.

All triples are reasoned on together, each in a world of its own with names of its own. That
alone would not do: in what keeps its name, such as the values that axioms name
(`owl:hasValue`), worlds could meet. Those that reach such a name are reasoned on again, alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from rdflib import OWL, RDF, Graph, URIRef
from rdflib.term import Node

from kg.closure import Closure, Reasoner, Triple

_EQUATING = {
    OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.hasKey, OWL.maxCardinality,
    OWL.maxQualifiedCardinality, OWL.sameAs,
}  # fmt: skip
_STAND_INS = (URIRef("urn:stand-in:subject"), URIRef("urn:stand-in:object"))

World = frozenset[Triple]
"""A triple with what is known of its ends, which go by stand-ins where they can.

Triples that look the same to the ontology have the same world.
"""

Names = Mapping[Node, Node]


def one_at_a_time(
    triples: Iterable[Triple],
    terms: Collection[Triple],
    known: Collection[Triple],
    reasoner: Reasoner,
) -> set[Triple]:
    """Return what is so of the things in *triples*, given each of them without the others.

    *known* is what is so of things without any of them, told and following.
    """
    surroundings = Surroundings(terms, known)
    alike: dict[World, list[Names]] = defaultdict(list)
    found: set[Triple] = set()
    for triple in triples:
        stand_ins = surroundings.stand_ins(triple)
        alike[_renamed(surroundings.of(triple), stand_ins)].append(stand_ins)
    for world, closed in _close_apart(list(alike), reasoner(terms)).items():
        for stand_ins in alike[world]:
            found |= _renamed(closed, {name: end for end, name in stand_ins.items()})
    return found


def _close_apart(worlds: Collection[World], close: Closure) -> dict[World, frozenset[Triple]]:
    """Return what is so in each world by itself."""
    own = {world: _own_names(number) for number, world in enumerate(worlds)}
    together = close(frozenset(chain(*(_renamed(world, own[world]) for world in worlds))))
    stand_in_of = {name: stand_in for names in own.values() for stand_in, name in names.items()}
    closed = {world: _renamed(one, stand_in_of) for world, one in _untied(together, own).items()}
    return {world: closed.get(world) or close(world) for world in worlds}


def _untied(triples: Iterable[Triple], own: Mapping[World, Names]) -> dict[World, set[Triple]]:
    """Return what is so in the worlds that nothing ties to a name which is not their own.

    Only through such a name can one world have a part in what is so in another.
    """
    world_of = {name: world for world, names in own.items() for name in names.values()}
    within: dict[World | None, set[Triple]] = defaultdict(set)
    tied: set[World | None] = set()
    for triple in triples:
        world, *others = {world_of.get(end) for end in _tied(triple)}
        within[world].add(triple)
        if others:
            tied |= {world, *others}
    return {world: found for world, found in within.items() if world and world not in tied}


def _own_names(number: int) -> Names:
    return {name: URIRef(f"{name}:{number}") for name in _STAND_INS}


def _renamed(triples: Iterable[Triple], names: Names) -> frozenset[Triple]:
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

    def stand_ins(self, triple: Triple) -> Names:
        """Return names for the ends of a triple that no axiom names."""
        ends = (end for end in (triple[0], triple[2]) if isinstance(end, URIRef))
        free = dict.fromkeys(end for end in ends if end not in self._named)
        return dict(zip(free, _STAND_INS, strict=False))

    def of(self, triple: Triple) -> frozenset[Triple]:
        """Return a triple with what is known of its ends, of what axioms name, and beyond."""
        return self._always.union([triple], self._reached(_tied(triple)))

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
