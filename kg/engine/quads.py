"""The quads of a dump, for who compares or gives a whole version and asks it nothing."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat, parse
from rdflib import Graph, URIRef

from kg.changes import Quad
from kg.engine.store import _UNREADABLE, _opened
from kg.engine.terms import to_rdflib
from kg.errors import BuildDamaged


def read_quads(path: Path) -> Iterator[Quad]:
    """Yield subject, predicate, value and graph of each quad in a dump (N-Quads, .gz or not).

    What stands in no named graph is left out.

    Raises:
        BuildDamaged: the file is not there, or is no N-Quads; some may have been given by then.
    """
    try:
        with _opened(path) as file:
            for quad in parse(file, RdfFormat.N_QUADS):
                if quad.graph_name != DefaultGraph():
                    terms = map(to_rdflib, (quad.subject, quad.predicate, quad.object))
                    yield (*terms, URIRef(quad.graph_name.value))  # type: ignore[misc]
    except _UNREADABLE as error:
        hint = "It must be N-Quads, such as a dump of ours; the name ends in .nq or .nq.gz."
        raise BuildDamaged(f"{path} cannot be read: {error}.", hint) from error


def read_graph(path: Path, name: URIRef) -> Graph:
    """Return one named graph of a dump; it is empty where the dump has none of that name.

    Raises:
        BuildDamaged: the file is not there, or is no N-Quads.
    """
    found = Graph()
    for subject, predicate, value, graph in read_quads(path):
        if graph == name:
            found.add((subject, predicate, value))
    return found
