"""Reading Turtle, with faults that name the file and the line."""

from collections.abc import Iterable
from pathlib import Path

from rdflib import BNode, Graph
from rdflib.compare import to_canonical_graph
from rdflib.plugins.parsers.notation3 import BadSyntax

from kg.errors import Fault, FaultsFound


def read_turtle(paths: Iterable[Path]) -> Graph:
    """Return one graph of all Turtle files; empty when there are none.

    Blank nodes, which only lists need, are named by what they hold, so that two readings
    give the same graph.

    Raises:
        FaultsFound: files that are not Turtle, each with its line.
    """
    graph = Graph()
    faults: list[Fault] = []
    for path in sorted(paths):
        try:
            _parse(path, graph)
        except FaultsFound as found:
            faults.extend(found.faults)
    if faults:
        raise FaultsFound(faults)
    return _canonical(graph)


def parse_turtle(path: Path) -> Graph:
    """Return the graph of one Turtle file, its blank nodes named by chance.

    Raises:
        FaultsFound: there is no such file, or it is not Turtle: with its line.
    """
    graph = Graph()
    _parse(path, graph)
    return graph


def _parse(path: Path, graph: Graph) -> None:
    """Read a file into *graph*, with its prefixes; see `parse_turtle`."""
    try:
        graph.parse(path, format="turtle")
        return
    except BadSyntax as error:
        fault = _fault(path, error)
    except UnicodeDecodeError as error:
        fault = Fault(path.name, f"byte {error.start}", "not UTF-8.", "Save it as UTF-8.")
    except FileNotFoundError:
        fault = Fault(path.name, "", "there is no such file.")
    raise FaultsFound([fault])


def _canonical(graph: Graph) -> Graph:
    if not any(isinstance(node, BNode) for node in graph.all_nodes()):
        return graph
    named = Graph()
    named += to_canonical_graph(graph)
    return named


def _fault(path: Path, error: BadSyntax) -> Fault:
    """Return the parser's complaint as a fault with its line."""
    return Fault(
        path.name,
        f"line {error.lines + 1}",
        f"not Turtle: {error._why}.",
        "Look for a missing full stop, semicolon or prefix on this line or the one before.",
    )
