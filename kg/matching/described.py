"""Described: what is said of things, by property, to compare with a table or to add to it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz.fuzz import ratio
from rdflib import OWL, RDF, RDFS, SKOS, Literal, URIRef

from kg.engine import Engine
from kg.engine.interface import Queryable
from kg.matching.likeness import fold
from kg.matching.matcher import matcher_of
from kg.matching.things import Things
from kg.namespaces import GRAPH, WR, WRID
from kg.tokens import Term

_SAID = f"""
SELECT DISTINCT ?thing ?property ?value WHERE {{
  ?thing <{SKOS.prefLabel}> ?name .
  ?thing ?property ?value .
  FILTER (!isBlank(?value))
  FILTER NOT EXISTS {{ GRAPH <{GRAPH["inferred"]}> {{ ?thing ?property ?value }} }}
}}
ORDER BY ?thing ?property ?value
"""
_PROPERTIES = f"""
SELECT DISTINCT ?property ?about ?text ?range WHERE {{
  VALUES ?sort {{ <{OWL.ObjectProperty}> <{OWL.DatatypeProperty}> <{OWL.AnnotationProperty}> }}
  VALUES ?about {{ <{RDFS.label}> <{SKOS.definition}> }}
  ?property a ?sort .
  ?property ?about ?text .
  OPTIONAL {{ ?property <{RDFS.range}> ?range . FILTER (isIRI(?range)) }}
}}
ORDER BY ?property ?about ?text
"""
_APART = frozenset({str(RDF.type), str(OWL.deprecated), str(WR.inStudy)})
_ALIKE = 90.0


@dataclass(frozen=True)
class Property:
    """A property of our ontology: what it is called and means, by language, and what it takes."""

    iri: str
    label: Mapping[str, str]
    about: Mapping[str, str]
    range: str = ""


@dataclass(frozen=True, eq=False)
class Described:
    """What is asserted of the things of one build; what follows by reasoning is left out.

    *said* gives the values of each thing by property; values that have no name are left out.
    *properties* are those of our ontology; terms that it borrows are not among them.
    """

    things: Things
    properties: Mapping[str, Property]
    said: Mapping[str, Mapping[str, tuple[Term, ...]]]

    def values(self, thing: str, of: str) -> tuple[Term, ...]:
        """Return the values that a thing has of a property; its kinds of rdf:type."""
        if of == str(RDF.type) and thing in self.things.by_iri:
            return tuple(map(URIRef, self.things.by_iri[thing].kinds))
        return self.said.get(thing, {}).get(of, ())

    @cached_property
    def used(self) -> Mapping[str, int]:
        """How many things have each property, the most used first."""
        return self.used_by(self.said)

    def used_by(self, things: Iterable[str]) -> dict[str, int]:
        """Return how many of *things* have each property, the most used first."""
        counts: dict[str, int] = defaultdict(int)
        for thing in things:
            for of in self.said.get(thing, {}):
                counts[of] += 1
        return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))

    def agrees(self, thing: str, of: str, wanted: str) -> bool | None:
        """Tell whether a thing has a value like *wanted*: an IRI, or a name in letters.

        None where it has no value at all, which says nothing.
        """
        values = self.values(thing, of)
        if not values:
            return None
        return any(self._is_like(value, wanted) for value in values)

    def having(self, of: str, wanted: str) -> list[str]:
        """Return the things that have a value like *wanted* of a property."""
        return [thing for thing in self.things.by_iri if self.agrees(thing, of, wanted)]

    def _is_like(self, value: Term, wanted: str) -> bool:
        if str(value) == wanted:
            return True
        asked = fold(wanted).text
        return bool(asked) and any(
            ratio(asked, fold(name).text) >= _ALIKE for name in self.names_of(value)
        )

    def names_of(self, value: Term) -> Iterable[str]:
        """Return what a value is called, in every language; a literal is called itself."""
        iri = str(value)
        if isinstance(value, Literal):
            return [iri]
        if iri in self.things.by_iri:
            return [name.text for name in self.things.by_iri[iri].names]
        return self.things.kinds[iri].label.values() if iri in self.things.kinds else [iri]


def described(engine: Engine) -> Described:
    """Return what is said of the things of the build that serves, read once for each build.

    Raises:
        NoIndex: the build has no search index.
        QueryFailed: the engine does not answer.
    """
    return _described(engine, engine.build_id)


@lru_cache(maxsize=2)
def _described(engine: Engine, build_id: str) -> Described:
    things = matcher_of(engine).things
    return Described(things, _properties(engine), _said(engine, things))


def _said(engine: Queryable, things: Things) -> dict[str, dict[str, tuple[Term, ...]]]:
    found: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for row in engine.select(_SAID).records():
        thing, of, value = str(row["thing"]), str(row["property"]), row["value"]
        if thing in things.by_iri and of not in _APART and _has_name(value, things):
            found[thing][of].append(value)
    return {thing: {of: tuple(some) for of, some in by.items()} for thing, by in found.items()}


def _has_name(value: Term, things: Things) -> bool:
    """Tell whether a value can be shown: a text, what others have, or a thing with a name."""
    iri = str(value)
    return isinstance(value, Literal) or not iri.startswith(WRID) or iri in things.by_iri


def _properties(engine: Queryable) -> dict[str, Property]:
    texts: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    ranges: dict[str, str] = {}
    for row in engine.select(_PROPERTIES).records():
        iri, text = str(row["property"]), row["text"]
        if iri.startswith(WR):
            texts[iri][str(row["about"])][getattr(text, "language", None) or ""] = str(text)
            ranges[iri] = str(row.get("range", ""))
    return {
        iri: Property(iri, by[str(RDFS.label)], by[str(SKOS.definition)], ranges[iri])
        for iri, by in texts.items()
    }
