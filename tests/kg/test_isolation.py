"""One triple at a time: exactly what each triple gives by itself, whatever the axioms."""

from collections.abc import Collection

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph

from kg.closure import Closure, Triple, fast
from kg.entailment import infer
from kg.namespaces import GRAPH
from tests.kg.small_worlds import FIXED, facts, graph, graph_of, ontologies


@settings(max_examples=150)
@given(ontologies(), st.lists(facts, max_size=5), st.lists(facts, min_size=1, max_size=3))
def test_inferred_is_what_each_triple_gives_by_itself(
    ontology: Graph, entities: list[Triple], study: list[Triple]
) -> None:
    """Many triples give together what follows from the graph with one of them in turn."""
    told = {GRAPH.ontology: ontology, GRAPH.entities: graph_of([*entities, FIXED])}

    alone = set(infer(told))
    for triple in study:
        one = told[GRAPH.entities] + graph_of([triple])
        alone |= set(infer(told | {GRAPH.entities: one}))

    found = infer(told | {GRAPH["study/x"]: graph_of(study)})
    assert alone - set(study) == set(found)


def test_things_that_turn_out_one_share_what_is_known() -> None:
    """Where an axiom can make two names one, all that is known of either is looked at."""
    told = {
        GRAPH.ontology: graph("wr:marks a owl:FunctionalProperty ."),
        GRAPH.entities: graph(":a wr:marks :b . :b wr:lies :c ."),
        GRAPH["study/x"]: graph(":a wr:marks :d ."),
    }

    assert set(graph(":d owl:sameAs :b ; wr:lies :c .")) <= set(infer(told))


def test_value_that_follows_brings_what_is_known_of_it() -> None:
    """A triple may lead to a value that an axiom names, and on to what that is tied to."""
    axioms = """
    wr:Open owl:equivalentClass [ owl:onProperty wr:lacks ; owl:hasValue :lid ] .
    wr:misses owl:propertyChainAxiom ( wr:lacks wr:fits ) .
    """
    told = {
        GRAPH.ontology: graph(axioms),
        GRAPH.entities: graph(":lid wr:fits :pan ."),
        GRAPH["study/x"]: graph(":a a wr:Open ."),
    }

    assert set(graph(":a wr:lacks :lid ; wr:misses :pan .")) == set(infer(told))


def closures(terms: str, study: str, entities: str = "") -> int:
    """Return how many closures were needed beside that of the whole."""
    count = 0

    def counting(always: Collection[Triple]) -> Closure:
        close = fast(always)

        def counted(facts: Collection[Triple]) -> frozenset[Triple]:
            nonlocal count
            count += bool(always)
            return close(facts)

        return counted

    told = {GRAPH.ontology: graph(terms), GRAPH.entities: graph(entities)}
    infer(told | {GRAPH["study/x"]: graph(study)}, counting)
    return count


@pytest.mark.parametrize(
    ("study", "entities", "expected"),
    [
        (":a wr:holds :b . :c wr:holds :d .", "", 1),
        (":a wr:holds :b . :c wr:holds :c .", ":a a wr:Pot .", 1),
        (":a wr:holds :b . :c wr:holds :d .", ":a skos:inScheme :s . :c skos:inScheme :s .", 1),
        (":a wr:holds :b . :c wr:holds :d .", ":a wr:fits :s .", 2),
        (":a wr:holds :lid . :c wr:holds :lid .", "", 2),
        (":a wr:holds :lid . :c wr:holds :lid .", ":a a wr:Pot .", 3),
        (":a a wr:Open . :c a wr:Pot .", "", 2),
        (":lid a wr:Pot .", "", 2),
    ],
)
def test_one_closure_serves_all_that_cannot_meet(study: str, entities: str, expected: int) -> None:
    """Only what reaches a name that others may share is reasoned on alone; alike counts once."""
    terms = """
    wr:holds rdfs:domain wr:Pot . wr:fits a owl:TransitiveProperty .
    wr:Open owl:equivalentClass [ owl:onProperty wr:covers ; owl:hasValue :lid ] .
    """
    assert expected == closures(terms, study, entities)
