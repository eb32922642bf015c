"""The four regie types: by HermiT and by OWL 2 RL a described situation is of the same one."""

from collections.abc import Callable

import pytest
from rdflib import RDF, Graph

from kg.checks import check_faults
from kg.entailment import infer
from kg.entities import load_entities
from kg.files import shipped_files
from kg.namespaces import GRAPH, WR, WRID
from kg.ontology import load_ontology
from kg.reasoning import classify
from tests.kg.small_worlds import graph

SITUATIONS = """
:both a wr:RegieSituation ; wr:powerToPrevail value:present ; wr:ownScript value:present .
:power a wr:RegieSituation ; wr:powerToPrevail value:present ; wr:ownScript value:absent .
:script a wr:RegieSituation ; wr:powerToPrevail value:absent ; wr:ownScript value:present .
:neither a wr:RegieSituation ; wr:powerToPrevail value:absent ; wr:ownScript value:absent .
:unknown a wr:RegieSituation ; wr:powerToPrevail value:present .
:nothing a wr:RegieSituation .
:torn a wr:RegieSituation ; wr:powerToPrevail value:present ;
    wr:ownScript value:present , value:absent .
"""
TYPES = {
    "both": {"ControlOrientedRegie"},
    "power": {"ImplementationOrientedRegie"},
    "script": {"VisionaryRegie"},
    "neither": {"FacilitatingRegie"},
    "unknown": set(),
    "nothing": set(),
    "torn": {"ControlOrientedRegie", "ImplementationOrientedRegie"},
}
Types = Callable[[str], set[str]]


def shipped() -> dict[str, Graph]:
    """Return the ontology and the entities as they are shipped."""
    files = shipped_files()
    return {
        GRAPH.ontology: load_ontology(files.ontology),
        GRAPH.entities: load_entities(files.entities),
    }


def by_hermit() -> Types:
    """Return the classes that follow by HermiT."""
    ontology, entities = shipped().values()
    found = classify(ontology + entities + graph(SITUATIONS)).types
    return lambda name: set(map(str, found.get(WRID[f"example/{name}"], ())))


def by_rules(name: str) -> Types:
    """Return the classes that follow by OWL 2 RL, the situations standing in a graph."""
    told = shipped()
    found = infer(told | {GRAPH[name]: told.get(GRAPH[name], Graph()) + graph(SITUATIONS)})
    return lambda thing: set(map(str, found.objects(WRID[f"example/{thing}"], RDF.type)))


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("HermiT", marks=pytest.mark.long),
        "rules on entities",
        "rules on outside knowledge",
    ],
)
def types(request: pytest.FixtureRequest) -> Types:
    """Return what classes follow of a situation, by one of the engines."""
    if request.param == "HermiT":
        return by_hermit()
    return by_rules("entities" if "entities" in request.param else "outside")


@pytest.mark.parametrize("situation", TYPES)
def test_situation_is_of_the_type_with_its_two_values(types: Types, situation: str) -> None:
    """Two values give one type, whichever engine is asked; what is not known gives none.

    Present and absent at once give two types and no inconsistency, which would give none.
    """
    wider = {"Situation", "Matter"}

    assert {str(WR[one]) for one in TYPES[situation] | wider} == types(situation)


def test_values_from_two_statements_give_no_type() -> None:
    """A study that gives one value here and one there has not said what type it is."""
    found = infer(shipped() | {GRAPH["study/example"]: graph(SITUATIONS)})

    regie = {WR[one] for kinds in TYPES.values() for one in kinds}
    assert set() == regie & set(found.objects(None, RDF.type))


def test_value_from_one_statement_completes_what_entities_say() -> None:
    """One statement beside what is known of the situation already is enough."""
    told = shipped()
    told[GRAPH.entities] += graph(SITUATIONS)
    told[GRAPH["study/example"]] = graph(":unknown wr:ownScript value:absent .")

    assert (WRID["example/unknown"], RDF.type, WR.ImplementationOrientedRegie) in infer(told)


def test_two_values_for_one_characteristic_are_a_finding() -> None:
    """A situation with a value too many, said or following, is named by a check."""
    described = graph(":torn a wr:ControlOrientedRegie ; wr:ownScript value:absent .")
    told = shipped() | {GRAPH.outside: described}

    [fault] = check_faults(shipped_files(), told | {GRAPH.inferred: infer(told)})

    assert "wrid:example/torn" == fault.file
    assert "check situation-with-two-values" == fault.place
