"""Named things that several studies may speak of, as they stand in `kg/entities`."""

from collections.abc import Iterator
from pathlib import Path

from rdflib import RDF, SKOS, Graph, URIRef
from rdflib.term import Node

from kg.turtle import read_turtle

Triple = tuple[Node, Node, Node]


def load_entities(folder: Path) -> Graph:
    """Return all named things as one graph. Raises FaultsFound on unreadable files."""
    things = read_turtle(folder.glob("*.ttl"))
    things += list(top_concepts(things))
    return things


def top_concepts(graph: Graph) -> Iterator[Triple]:
    """Yield which concepts lie at the top of their scheme: those without a broader one.

    NL-SBB asks it of each concept, https://docs.geostandaarden.nl/nl-sbb/def-st-nl-sbb-20241010/;
    it follows from what is written, so nobody writes it.
    """
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        if (concept, SKOS.broader, None) not in graph:
            for scheme in graph.objects(concept, SKOS.inScheme):
                yield concept, SKOS.topConceptOf, scheme
                yield scheme, SKOS.hasTopConcept, concept


def names_in(*graphs: Graph) -> frozenset[str]:
    """Return the IRIs that are described in these graphs."""
    return frozenset(
        str(subject)
        for graph in graphs
        for subject in graph.subjects()
        if isinstance(subject, URIRef)
    )
