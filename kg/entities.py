"""Named things that several studies may speak of, as they stand in `kg/entities`."""

from pathlib import Path

from rdflib import Graph, URIRef

from kg.turtle import read_turtle


def load_entities(folder: Path) -> Graph:
    """Return all named things as one graph. Raises FaultsFound on unreadable files."""
    return read_turtle(folder.glob("*.ttl"))


def names_in(*graphs: Graph) -> frozenset[str]:
    """Return the IRIs that are described in these graphs."""
    return frozenset(
        str(subject)
        for graph in graphs
        for subject in graph.subjects()
        if isinstance(subject, URIRef)
    )
