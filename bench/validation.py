"""The two validators on the real graph, side by side, one run: what a build saves."""

import time
from collections.abc import Sequence
from types import ModuleType

from rdflib import Graph

from kg import fast_validation, validation
from kg.files import shipped_files
from kg.namespaces import GRAPH
from kg.pipeline import named_graphs
from kg.sources import gather


def seconds(validator: ModuleType, judged: Sequence[Graph], shapes: Graph) -> float:
    """Return how long a validator takes over the graph."""
    begin = time.perf_counter()
    validator.validate(judged, shapes)
    return time.perf_counter() - begin


def main() -> None:
    """Print the seconds of both validators and their ratio."""
    graphs = named_graphs(gather(shipped_files()))
    shapes = graphs.pop(GRAPH.shapes)
    judged = list(graphs.values())
    reference = seconds(validation, judged, shapes)
    fast = seconds(fast_validation, judged, shapes)
    print(f"shapes over {sum(map(len, judged)):,} triples")
    print(f"  pySHACL {reference:.1f} s, fast {fast:.2f} s: {reference / fast:.0f} to 1")


if __name__ == "__main__":
    main()
