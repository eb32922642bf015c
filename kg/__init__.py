"""The knowledge graph: from a study's text to named graphs that can be asked.

>>> import kg
>>> graph = kg.open()
>>> graph.to_dataframe(graph.ask("count-by-level", lang="en"))
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.handle import Handle


def open(address: str = "") -> "Handle":  # noqa: A001  # as in gzip.open: it is read kg.open
    """Return the graph, to be asked: see `kg.handle.Handle`.

    *address* is where a site takes queries, such as ``"https://example.org/sparql"``. Without
    one it is the built graph, or the engine that the setting WARMTEREGIE_ENGINE names.

    Raises:
        NoBuild: there is no build, or the address holds no graph of ours.
        EngineFailed: nothing answers at the address.
        WrongUse: it is no address, or a setting cannot be read.
    """
    from kg.handle import open_handle  # the engine and rdflib take long to import

    return open_handle(address)
