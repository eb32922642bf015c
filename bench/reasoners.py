"""The fast OWL 2 RL engine beside the reference, on the same graph in one run.

Only the ratio is worth keeping: the seconds are those of this machine at this moment.
"""

import time
from collections.abc import Callable

from kg.closure import Reasoner, fast, reference
from kg.entailment import infer, logic
from kg.files import shipped_files
from kg.namespaces import GRAPH
from kg.pipeline import named_graphs
from kg.sources import gather


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def main() -> None:
    """Print the seconds of both engines and their ratio: alone, and with all that is ours."""
    graphs = named_graphs(gather(shipped_files()))
    ontology, entities = graphs[GRAPH.ontology], graphs[GRAPH.entities]
    told = logic(ontology, ontology) | logic(entities, ontology)
    compare("closure of ontology and entities", lambda reasoner: reasoner(())(told))
    compare("all that is inferred", lambda reasoner: infer(graphs, reasoner))


def compare(what: str, action: Callable[[Reasoner], object]) -> None:
    """Print how long something takes with each engine; the fast one has its best of three."""
    slow = seconds(lambda: action(reference))
    quick = min(seconds(lambda: action(fast)) for _ in range(3))
    print(f"{what}\n  owlrl {slow:.1f} s, sparq {quick:.2f} s: {slow / quick:.0f} to 1")


if __name__ == "__main__":
    main()
