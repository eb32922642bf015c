"""The ontology and its shapes, as they stand in `ontology/`."""

from pathlib import Path

from rdflib import Graph

from kg.turtle import read_turtle


def load_ontology(folder: Path) -> Graph:
    """Return the header and all modules as one graph. Raises FaultsFound on unreadable files."""
    return read_turtle([folder / "warmteregie.ttl", *folder.glob("modules/*.ttl")])


def load_shapes(folder: Path) -> Graph:
    """Return all shapes as one graph. Raises FaultsFound on unreadable files."""
    return read_turtle(folder.glob("shapes/*.ttl"))
