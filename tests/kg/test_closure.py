"""Two engines, one closure: the fast one is held to the reference."""

from pathlib import Path

import pytest
from rdflib import OWL, Dataset, Graph, URIRef

from kg.closure import fast, reference
from kg.entailment import infer
from kg.files import shipped_files
from kg.namespaces import GRAPH, WR, WRID
from kg.ontology import load_ontology
from kg.pipeline import named_graphs
from kg.sources import gather
from tests.kg.small_worlds import graph

MINI = Path(__file__).parents[1] / "webapp" / "mini.trig"
WORLDS = {
    "superclass": "wr:Pot rdfs:subClassOf wr:Pan . :a a wr:Pot .",
    "domain and range": "wr:holds rdfs:domain wr:Pot ; rdfs:range wr:Pan . :a wr:holds :b .",
    "superproperty": "wr:holds rdfs:subPropertyOf wr:fits . :a wr:holds :b .",
    "inverse": "wr:holds owl:inverseOf wr:fits . :a wr:holds :b . :b wr:holds :c .",
    "symmetry": "wr:fits a owl:SymmetricProperty . :a wr:fits :b .",
    "transitivity": "wr:fits a owl:TransitiveProperty . :a wr:fits :b . :b wr:fits :c .",
    "property chain": "wr:fits owl:propertyChainAxiom ( wr:holds wr:covers ) . "
    ":a wr:holds :b . :b wr:covers :c .",
    "equivalent classes": "wr:Pot owl:equivalentClass wr:Pan . :a a wr:Pan .",
    "mutual subclasses": "wr:Pot rdfs:subClassOf wr:Pan . wr:Pan rdfs:subClassOf wr:Pot .",
    "intersection": "wr:Pot owl:equivalentClass [ owl:intersectionOf ( wr:Pan wr:Lid ) ] . "
    ":a a wr:Pan , wr:Lid . :b a wr:Pot .",
    "union": "wr:Pot owl:equivalentClass [ owl:unionOf ( wr:Pan wr:Lid ) ] . :a a wr:Pan .",
    "fixed value": "wr:Pot owl:equivalentClass [ owl:onProperty wr:fits ; owl:hasValue :lid ] . "
    ":a wr:fits :lid . :b a wr:Pot .",
    "some value": "[ owl:onProperty wr:fits ; owl:someValuesFrom wr:Lid ] rdfs:subClassOf wr:Pot ."
    ":a wr:fits :b . :b a wr:Lid .",
    "all values": "wr:Pot rdfs:subClassOf [ owl:onProperty wr:fits ; owl:allValuesFrom wr:Lid ] ."
    ":a a wr:Pot ; wr:fits :b .",
    "function": "wr:fits a owl:FunctionalProperty . :a wr:fits :b , :c . :b a wr:Lid .",
    "literal value": "wr:size rdfs:subPropertyOf wr:measure . :a wr:size 3 .",
    "broader concept": "skos:broader rdfs:subPropertyOf skos:broaderTransitive . "
    "skos:broaderTransitive a owl:TransitiveProperty . :a skos:broader :b . :b skos:broader :c .",
}  # fmt: skip


def both(graphs: dict[URIRef, Graph]) -> tuple[set, set]:  # type: ignore[type-arg]
    """Return what each engine infers from named graphs."""
    return set(infer(graphs, fast)), set(infer(graphs, reference))


@pytest.mark.parametrize("world", WORLDS)
def test_engines_infer_the_same(world: str) -> None:
    """For every kind of axiom something follows, and the same by both engines."""
    found, expected = both({GRAPH.entities: graph(WORLDS[world])})

    assert expected == found != set()


@pytest.mark.long
def test_engines_infer_the_same_from_the_shipped_graphs() -> None:
    """On ontology, entities and one in twenty plain triples of the study the engines agree."""
    graphs = named_graphs(gather(shipped_files()))
    for name in [name for name in graphs if name.startswith(GRAPH["study/"])]:
        part = Graph()
        part += sorted(graphs[name])[::20]  # the reference is slow
        graphs[name] = part

    found, expected = both(graphs)

    assert expected == found
    assert len(found) > 500


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of what rdflib uses itself
def test_engines_infer_the_same_from_the_mini_study() -> None:
    """On the frozen mini study the engines agree."""
    mini = Dataset().parse(data=MINI.read_text("utf-8"), format="trig")
    graphs = {one.identifier: one for one in mini.graphs() if one.identifier != GRAPH.inferred}

    found, expected = both(graphs)

    assert expected == found
    assert {WR.Means, WR.Matter} == {
        kind for thing, _, kind in found if thing == WRID["instrument/shade-map"]
    }


def test_fast_engine_says_more_of_inverses() -> None:
    """What an inverse is said of follows, though no rule of the profile says so: it is kept."""
    world = graph(
        "wr:holds owl:inverseOf wr:fits ; rdfs:domain wr:Pot . wr:covers a owl:TransitiveProperty ."
    )
    found, expected = both({GRAPH.ontology: world})

    assert {(WR.fits, URIRef("http://www.w3.org/2000/01/rdf-schema#range"), WR.Pot)} == (
        found ^ expected
    )


def test_fast_engine_follows_every_chain_of_a_property() -> None:
    """Each of several chains counts, in whatever order they are told."""
    world = """
    wr:fits owl:propertyChainAxiom ( wr:holds wr:holds ) , ( wr:covers wr:covers ) .
    :a wr:holds :b . :b wr:holds :c . :d wr:covers :e . :e wr:covers :f .
    """
    found, expected = both({GRAPH.entities: graph(world)})

    assert set(graph(":a wr:fits :c . :d wr:fits :f .")) == found == expected


def test_ontology_has_no_keys() -> None:
    """Two things are one by a key only when both have it; owlrl equates them where one has."""
    world = graph("wr:Pot owl:hasKey ( wr:fits ) . :a a wr:Pot ; wr:fits :lid . :b a wr:Pot .")
    found, expected = both({GRAPH.entities: world})

    assert set() == found != expected
    assert (None, OWL.hasKey, None) not in load_ontology(shipped_files().ontology)
