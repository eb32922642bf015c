"""The quads of a dump, for who compares or gives a whole version and asks it nothing."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, parse
from rdflib import Graph, URIRef

from kg.changes import Quad
from kg.engine.store import UNREADABLE, opened
from kg.engine.terms import to_rdflib
from kg.errors import BuildDamaged


def read_quads(path: Path, only: URIRef | None = None) -> Iterator[Quad]:
    """Yield subject, predicate, value and graph of each quad in a dump (N-Quads, .gz or not).

    What stands in no named graph is left out, and in none but *only* where that is given.

    Raises:
        BuildDamaged: the file is not there, or is no N-Quads; some may have been given by then.
    """
    known = cache(to_rdflib)  # names come again and again, and making one takes long
    wanted = None if only is None else NamedNode(only)
    try:
        with opened(path) as file:
            for quad in parse(file, RdfFormat.N_QUADS):
                graph = quad.graph_name
                if isinstance(graph, NamedNode) and wanted in (None, graph):
                    terms = map(known, (quad.subject, quad.predicate, quad.object, graph))
                    yield tuple(terms)  # type: ignore[misc]
    except UNREADABLE as error:
        hint = "It must be N-Quads, such as a dump of ours; the name ends in .nq or .nq.gz."
        raise BuildDamaged(f"{path} cannot be read: {error}.", hint) from error


def read_graph(path: Path, name: URIRef) -> Graph:
    """Return one named graph of a dump; it is empty where the dump has none of that name.

    Raises:
        BuildDamaged: the file is not there, or is no N-Quads.
    """
    found = Graph()
    for subject, predicate, value, _graph in read_quads(path, name):
        found.add((subject, predicate, value))
    return found
