"""Which graphs a query asks for, and the store narrowed to them."""

import pytest
from pyoxigraph import Literal as StoreLiteral
from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

from kg.engine.dataset import Dataset, dataset_of, narrow, prefixes_of, unknown_graphs
from kg.namespaces import PREFIXES, WRID
from kg.tokens import tokenize

G1, G2, G3 = (f"http://e/g{number}" for number in (1, 2, 3))


@pytest.fixture
def store() -> Store:
    """Return a store with one triple in two graphs, and one more in each."""
    store = Store()
    for graph in (G1, G2):
        for value in ("shared", graph):
            store.add(
                Quad(
                    NamedNode("http://e/s"),
                    NamedNode("http://e/p"),
                    StoreLiteral(value),
                    NamedNode(graph),
                )
            )
    return store  # fmt: skip


def count(store: Store, dataset: Dataset, pattern: str = "?s ?p ?o") -> int:
    """Return how many solutions a pattern has over a dataset."""
    narrowed = narrow(store, dataset)
    found = narrowed.store.query(
        f"SELECT * {{ {pattern} }}", default_graph=narrowed.default, named_graphs=narrowed.named
    )
    assert isinstance(found, QuerySolutions)
    return len(list(found))


@pytest.mark.parametrize(
    ("sparql", "dataset"),
    [
        ("SELECT * { ?s ?p 'FROM <http://e/x>' }", Dataset()),
        ("SELECT * FROM <http://e/g1> { ?s ?p ?o }", Dataset((G1,))),
        ("SELECT * FROM <http://e/g1> FROM NAMED <http://e/g2> {}", Dataset((G1,), (G2,))),
        ("PREFIX e: <http://e/> ASK FROM e:g1 FROM e:g\\-2 {}", Dataset((G1, "http://e/g-2"))),
        ("BASE <http://e/x> ASK FROM <g1> {}", Dataset((G1,))),
        ("BASE <http://e/> PREFIX : <g> ASK FROM :1 {}", Dataset((G1,))),
        ("ASK FROM <http://e/\\u00671> {}", Dataset((G1,))),
        ("# FROM <http://e/x>\nDESCRIBE <http://e/FROM> FROM<http://e/g1>", Dataset((G1,))),
        ("PREFIX from: <http://e/> ASK { ?s from:NAMED ?o }", Dataset()),
        ("ASK FROM", Dataset(("",))),
    ],
)
def test_clauses_are_read(sparql: str, dataset: Dataset) -> None:
    """FROM clauses are found by their tokens, their names resolved."""
    assert dataset == dataset_of(tokenize(sparql))


def test_prefixes_are_read() -> None:
    """An answer has the prefixes that its query declares, and ours beside them."""
    tokens = tokenize("PREFIX a: <http://a/> BASE <http://b/> PREFIX : <c> ASK { a:b :c 1 }")
    ours = {name: str(iri) for name, iri in PREFIXES.items()}

    assert {**ours, "a": "http://a/", "": "http://b/c"} == prefixes_of(tokens)


def test_prefixes_of_a_query_go_before_ours() -> None:
    """A prefix, or what it stands for, is the query's where the query has it."""
    tokens = tokenize(f"PREFIX wr: <http://a/> PREFIX me: <{WRID}> ASK {{}}")
    found = prefixes_of(tokens)

    assert ("http://a/", str(WRID)) == (found["wr"], found["me"])
    assert "wrid" not in found


def test_default_graphs_are_merged(store: Store) -> None:
    """A triple that stands in two default graphs is there once."""
    assert 3 == count(store, Dataset((G1, G2)))
    assert 2 == count(store, Dataset((G1, G1)))


def test_named_graphs_are_those_asked_for(store: Store) -> None:
    """Only the named graphs of the dataset can be named in a pattern."""
    assert 2 == count(store, Dataset((), (G1,)), "GRAPH ?g { ?s ?p ?o }")
    assert 2 == count(store, Dataset((G1, G2), (G2,)), "GRAPH ?g { ?s ?p ?o }")
    assert 0 == count(store, Dataset((G1,)), "GRAPH ?g { ?s ?p ?o }")
    assert 0 == count(store, Dataset((), (G1,)))


def test_no_dataset_is_the_whole_store(store: Store) -> None:
    """Without a dataset all named graphs are there."""
    assert 4 == count(store, Dataset(), "GRAPH ?g { ?s ?p ?o }")


def test_unknown_graph_is_empty_and_named(store: Store) -> None:
    """A graph that is not there is empty; which ones can be told."""
    assert 0 == count(store, Dataset((G3,)))
    assert (G3,) == unknown_graphs(store, Dataset((G1, G3), (G3,)))
