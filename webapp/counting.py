"""Counting: how much of what there is in one build, as VoID tells it.

Counting reads everything, so it is done once a build: *build_id* is there for that.
"""

from collections.abc import Iterator
from functools import lru_cache

from rdflib import VOID, Literal, URIRef

from kg.engine import Engine
from webapp.facts import Triple

_CLASSES = """
SELECT ?class (COUNT(DISTINCT ?thing) AS ?n) WHERE { ?thing a ?class FILTER (ISIRI(?class)) }
GROUP BY ?class ORDER BY ?class
"""
_PROPERTIES = """
SELECT ?property (COUNT(*) AS ?n) WHERE { ?thing ?property ?value }
GROUP BY ?property ORDER BY ?property
"""
Counts = tuple[tuple[URIRef, Literal], ...]


@lru_cache(maxsize=2)
def things_by_class(engine: Engine, build_id: str) -> Counts:
    """Return how many things are of each class, by the IRI of the class."""
    return _counted(engine, _CLASSES)


@lru_cache(maxsize=2)
def triples_by_property(engine: Engine, build_id: str) -> Counts:
    """Return how many triples have each property, by the IRI of the property."""
    return _counted(engine, _PROPERTIES)


def partition_triples(dataset: URIRef, page: str, engine: Engine) -> Iterator[Triple]:
    """Yield the partitions of a data set by class and by property, each named at its *page*."""
    build = engine.build_id
    for number, (kind, count) in enumerate(things_by_class(engine, build), 1):
        part = URIRef(f"{page}#class-{number}")
        yield dataset, VOID.classPartition, part
        yield part, VOID["class"], kind
        yield part, VOID.entities, count
    for number, (name, count) in enumerate(triples_by_property(engine, build), 1):
        part = URIRef(f"{page}#property-{number}")
        yield dataset, VOID.propertyPartition, part
        yield part, VOID.property, name
        yield part, VOID.triples, count


def _counted(engine: Engine, query: str) -> Counts:
    rows = engine.select(query).rows
    return tuple((URIRef(str(name)), Literal(count)) for name, count in rows)
