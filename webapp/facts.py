"""Facts: the triples one page is made of, to be read by subject and property."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from rdflib import RDF, Literal, URIRef
from rdflib.term import Node

Triple = tuple[Node, Node, Node]


class Facts:
    """Triples that do not change once read, indexed both ways when they are first asked for.

    What is not there is empty and never an error: a page shows what the graph holds.
    """

    def __init__(self, triples: Iterable[Triple] = ()) -> None:
        self.triples = tuple(triples)

    @cached_property
    def _values(self) -> dict[tuple[Node, Node], set[Node]]:
        found: dict[tuple[Node, Node], set[Node]] = defaultdict(set)
        for subject, predicate, value in self.triples:
            found[subject, predicate].add(value)
        return found

    @cached_property
    def _subjects(self) -> dict[tuple[Node, Node], set[Node]]:
        found: dict[tuple[Node, Node], set[Node]] = defaultdict(set)
        for subject, predicate, value in self.triples:
            found[predicate, value].add(subject)
        return found

    @cached_property
    def _properties(self) -> dict[Node, set[Node]]:
        found: dict[Node, set[Node]] = defaultdict(set)
        for subject, predicate, _value in self.triples:
            found[subject].add(predicate)
        return found

    def __contains__(self, subject: Node) -> bool:
        return subject in self._properties

    def __add__(self, other: "Facts") -> "Facts":
        return Facts((*self.triples, *other.triples))

    def values(self, subject: Node, predicate: Node) -> list[Node]:
        """Return the values of a property, sorted as text."""
        return sorted(self._values.get((subject, predicate), ()), key=str)

    def things(self, subject: Node, predicate: Node) -> list[URIRef]:
        """Return the values that are IRIs, sorted."""
        return [value for value in self.values(subject, predicate) if isinstance(value, URIRef)]

    def thing(self, subject: Node, predicate: Node) -> URIRef | None:
        """Return the first value that is an IRI, or None."""
        return next(iter(self.things(subject, predicate)), None)

    def texts(self, subject: Node, predicate: Node) -> list[Literal]:
        """Return the values that are literals, sorted."""
        return [value for value in self.values(subject, predicate) if isinstance(value, Literal)]

    def text(self, subject: Node, predicate: Node) -> str:
        """Return the first literal as text, empty when there is none."""
        return str(next(iter(self.texts(subject, predicate)), ""))

    def number(self, subject: Node, predicate: Node) -> int:
        """Return the first literal as a whole number, 0 when there is none."""
        return int(self.text(subject, predicate) or 0)

    def subjects(self, predicate: Node, value: Node) -> list[URIRef]:
        """Return what has this value for this property, sorted."""
        found = self._subjects.get((predicate, value), ())
        return sorted(subject for subject in found if isinstance(subject, URIRef))

    def of_class(self, kind: Node) -> list[URIRef]:
        """Return what is of this class, sorted."""
        return self.subjects(RDF.type, kind)

    def properties(self, subject: Node) -> list[URIRef]:
        """Return the properties a thing has values for, sorted."""
        found = self._properties.get(subject, ())
        return sorted(name for name in found if isinstance(name, URIRef))
