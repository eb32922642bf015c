"""The ontology and its shapes, as they stand in `ontology/`."""

from pathlib import Path

from rdflib import OWL, RDF, Graph, URIRef

from kg.namespaces import WR
from kg.turtle import read_turtle

HEADER = URIRef(str(WR))
"""The ontology as a whole; its modules have names of their own."""


def load_ontology(folder: Path) -> Graph:
    """Return the header and all modules as one graph. Raises FaultsFound on unreadable files."""
    return read_turtle([folder / "warmteregie.ttl", *folder.glob("modules/*.ttl")])


def load_shapes(folder: Path) -> Graph:
    """Return all shapes as one graph. Raises FaultsFound on unreadable files."""
    return read_turtle(folder.glob("shapes/*.ttl"))


def merge_modules(ontology: Graph) -> Graph:
    """Return header and modules as one ontology: its own header, no other and no import.

    A file with several headers is read by OWL tools as whichever of them they come upon first.
    """
    merged = Graph()
    merged += ontology
    for module in ontology.subjects(RDF.type, OWL.Ontology):
        merged.remove((module, None if module != HEADER else OWL.imports, None))
    return merged
