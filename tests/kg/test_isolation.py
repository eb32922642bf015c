"""One triple at a time: exactly what each triple gives by itself, whatever the axioms."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph

from kg.closure import Closure, Triple, fast
from kg.entailment import infer
from kg.namespaces import GRAPH
from tests.kg.small_worlds import FIXED, facts, graph, graph_of, ontologies


@settings(max_examples=150, deadline=None)
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


def asked(terms: str, study: str, entities: str = "") -> int:
    """Return how many closures were needed beside that of the whole."""
    closures = 0

    def counting(always: frozenset[Triple]) -> Closure:
        close = fast(always)

        def count(told: frozenset[Triple]) -> frozenset[Triple]:
            nonlocal closures
            closures += bool(always)
            return close(told)

        return count

    told = {GRAPH.ontology: graph(terms), GRAPH.entities: graph(entities)}
    infer(told | {GRAPH["study/x"]: graph(study)}, counting)
    return closures


@pytest.mark.parametrize(
    ("study", "entities", "closures"),
    [
        (":a wr:holds :b . :c wr:holds :d .", "", 1),
        (":a wr:holds :b . :c wr:holds :c .", "", 2),
        (":a wr:holds :b . :c wr:holds :d .", ":a a wr:Pot .", 2),
        (":a wr:holds :b . :c wr:holds :d .", ":a a wr:Pot . :c a wr:Pot .", 1),
        (":a wr:holds :b . :c wr:holds :d .", ":a skos:inScheme :s .", 1),
        (":a wr:holds :b . :c wr:holds :d .", ":a wr:fits :s .", 2),
    ],
)
def test_triples_that_look_the_same_share_a_closure(
    study: str, entities: str, closures: int
) -> None:
    """What the ontology cannot tell apart is reasoned on once, so the time stays small."""
    terms = "wr:holds rdfs:domain wr:Pot . wr:fits a owl:TransitiveProperty ."

    assert closures == asked(terms, study, entities)
