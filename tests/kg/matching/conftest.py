"""The matcher over an invented park."""

import gzip
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store
from rdflib import Graph, URIRef

from kg.engine import EmbeddedEngine, Engine
from kg.matching import Matcher, matcher_of
from kg.search import INDEX, texts_of, write_index


@pytest.fixture(scope="session")
def park(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Return the engine over the park."""
    store, folder = Store(), tmp_path_factory.mktemp("park")
    store.load((Path(__file__).parent / "park.trig").read_bytes(), format=RdfFormat.TRIG)
    made = folder / "one"
    made.mkdir()
    (folder / "current").symlink_to("one")
    quads = "".join(f"{quad} .\n" for quad in store)
    (made / "graph.nq.gz").write_bytes(gzip.compress(quads.encode()))
    graphs = {URIRef(name.value): triples(store, name) for name in store.named_graphs()}
    write_index(made / INDEX, texts_of(graphs, ()))
    return EmbeddedEngine(folder)


def triples(store: Store, name: NamedNode | BlankNode) -> Graph:
    """Return one named graph of a store."""
    found = store.quads_for_pattern(None, None, None, name)
    return Graph().parse(data="".join(f"{quad.triple} .\n" for quad in found), format="nt")


@pytest.fixture(scope="session")
def matcher(park: Engine) -> Matcher:
    """Return the matcher over the park."""
    return matcher_of(park)
