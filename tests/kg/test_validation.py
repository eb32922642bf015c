"""Findings as values, sorted, with a curator's words, the same by both validators.

Unreadable shapes are faults.
"""

from collections.abc import Callable
from types import ModuleType

import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.compare import to_isomorphic

from kg import fast_validation, validation
from kg.checks import validation_faults
from kg.errors import FaultsFound
from kg.findings import Finding
from kg.namespaces import GRAPH, SH, WRSH

Found = Callable[..., tuple[Finding, ...]]
Faults = Callable[[str], list[str]]

PREFIXES = """
@prefix ex: <http://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix wr: <https://w3id.org/warmteregie/def/> .
@prefix wrsh: <https://w3id.org/warmteregie/id/shape/> .
"""
BENCHES = """
ex:oak a ex:Bench ; ex:seats 3 .
ex:elm a ex:Bench ; ex:seats 0 .
ex:ash a ex:Bench .
"""
SEATS = """
wrsh:Bench a sh:NodeShape ; sh:targetClass ex:Bench ; sh:property wrsh:Bench-seats .
wrsh:Bench-seats a sh:PropertyShape ; sh:path ex:seats ; sh:minCount 1 ; sh:minInclusive 1 ;
    sh:message "A bench has seats."@en , "Een bank heeft plaatsen."@nl .
"""


def graph(text: str) -> Graph:
    """Return a small graph written in Turtle without its prefixes."""
    return Graph().parse(data=PREFIXES + text, format="turtle")


@pytest.fixture(params=[validation, fast_validation], ids=["reference", "fast"])
def found(request: pytest.FixtureRequest) -> Found:
    """Return what gives the findings of small graphs: data, shapes, ontology."""

    def judge(data: str, shapes: str, ontology: str = "") -> tuple[Finding, ...]:
        return request.param.validate([graph(data), graph(ontology)], graph(shapes))

    return judge


@pytest.fixture(params=[True, False], ids=["reference", "fast"])
def faults(request: pytest.FixtureRequest) -> Faults:
    """Return what gives the faults that a check tells of shapes that cannot be read."""

    def judge(shapes: str) -> list[str]:
        data = {GRAPH.entities: graph(BENCHES)}
        with pytest.raises(FaultsFound) as error:
            validation_faults(graph(shapes), data, reference=request.param)
        return [f"{fault.place}: {fault.what}" for fault in error.value.faults]

    return judge


def test_finding_says_where_what_and_by_which_shape(found: Found) -> None:
    """A finding has focus, path, value, component, shape and severity, and is found in order."""
    first, second = found(BENCHES, SEATS)

    assert (
        Finding(
            focus="http://example.org/ash",
            path="http://example.org/seats",
            value="",
            component=str(SH.MinCountConstraintComponent),
            shape=str(WRSH["Bench-seats"]),
            severity=str(SH.Violation),
        )
        == first
    )
    assert ("http://example.org/elm", "0") == (second.focus, second.value)


def test_messages_are_by_language(found: Found) -> None:
    """A page shows the sentence of its own language."""
    messages = found(BENCHES, SEATS)[0].messages

    assert {"en": "A bench has seats.", "nl": "Een bank heeft plaatsen."} == messages


def test_conforming_data_has_no_findings(found: Found) -> None:
    """No finding is an answer, not an error."""
    assert () == found("ex:oak a ex:Bench ; ex:seats 3 .", SEATS)


def test_subclasses_are_looked_up_and_nothing_else_is_inferred(found: Found) -> None:
    """A member of a subclass is judged; what a domain would make of a thing is not."""
    ontology = "ex:Pew rdfs:subClassOf ex:Bench . ex:seats rdfs:domain ex:Bench ."
    focus = [one.focus for one in found("ex:p a ex:Pew . ex:q ex:seats 0 .", SEATS, ontology)]

    assert ["http://example.org/p"] == focus


def test_path_of_several_properties_is_written_as_sparql_does(found: Found) -> None:
    """An inverse, a sequence or an alternative has a name that can be read and compared."""
    shapes = """
    wrsh:A a sh:NodeShape ; sh:targetNode ex:oak ; sh:property wrsh:B .
    wrsh:B a sh:PropertyShape ; sh:minCount 1 ;
        sh:path ( [ sh:inversePath wr:readIn ] [ sh:alternativePath ( rdf:type wr:gist ) ] ) .
    """
    assert ["^wr:readIn/rdf:type|wr:gist"] == [one.path for one in found(BENCHES, shapes)]


def test_query_of_a_shape_names_itself(found: Found) -> None:
    """What a SPARQL constraint finds bears the constraint's name and words, not its shape's."""
    shapes = """
    wrsh:A a sh:NodeShape ; sh:targetClass ex:Bench ; sh:message "shape"@en ; sh:sparql wrsh:B .
    wrsh:B a sh:SPARQLConstraint ; sh:message "query"@en ;
        sh:select "SELECT $this ?value { $this <http://example.org/seats> ?value FILTER (!?value)}".
    """
    [finding] = found(BENCHES, shapes)

    assert (str(WRSH.B), "0", {"en": "query"}) == (finding.shape, finding.value, finding.messages)


def test_row_given_twice_is_one_finding(found: Found) -> None:
    """A query that gives the same row for two reasons finds one fault."""
    shapes = """
    wrsh:A a sh:NodeShape ; sh:targetNode ex:oak ; sh:sparql wrsh:B .
    wrsh:B a sh:SPARQLConstraint ; sh:select "SELECT $this WHERE { $this ?property ?value }" .
    """
    assert 1 == len(found(BENCHES, shapes))


def test_nameless_node_is_told_as_such(found: Found) -> None:
    """A blank node has no name that two reports would share."""
    assert ["a nameless node"] == [one.focus for one in found("[] a ex:Bench .", SEATS)]


def test_query_that_cannot_be_parsed_is_a_fault_of_its_shape(faults: Faults) -> None:
    """A shape with a broken query is named, with what the parser says."""
    shapes = """
    wrsh:A a sh:NodeShape ; sh:targetClass ex:Bench ; sh:sparql wrsh:B .
    wrsh:B a sh:SPARQLConstraint ; sh:select "SELECT $this WHERE { $this ex:seats" .
    """
    [fault] = faults(SEATS + shapes)

    assert fault.startswith("wrsh:A: ")


@pytest.mark.parametrize(
    "part",
    [
        "sh:minCount 1",
        'sh:path ex:seats ; sh:minCount "one"',
        'sh:path ex:seats ; sh:pattern "("',
        "sh:path ex:seats ; sh:or ex:none",
        "sh:path ex:seats , ex:legs",
        "sh:path ex:seats ; sh:minCount 1 , 2",
        'sh:path ex:seats ; sh:uniqueLang "yes"',
        "sh:path ex:seats ; sh:qualifiedValueShape wrsh:Bench",
        "sh:path ex:seats ; sh:languageIn ( 3 )",
        "sh:path ex:seats ; sh:in ex:none",
        "sh:path ex:seats ; sh:nodeKind sh:Bench",
    ],
    ids=[
        "no path",
        "no number",
        "no pattern",
        "no list",
        "two paths",
        "two numbers",
        "no yes or no",
        "no bound",
        "no languages",
        "no values",
        "no kind of node",
    ],
)
def test_shape_that_cannot_be_read_is_a_fault_by_its_name(faults: Faults, part: str) -> None:
    """The shape at fault is named, not the one it is a part of, and none is called fine."""
    shapes = f"""
    wrsh:A a sh:NodeShape ; sh:targetClass ex:Bench ; sh:property wrsh:B .
    wrsh:B a sh:PropertyShape ; {part} .
    """
    assert ["wrsh:B"] == [fault.split(": ")[0] for fault in faults(SEATS + shapes)]


def test_all_unreadable_shapes_are_named_at_once(faults: Faults) -> None:
    """Two faults are told together."""
    shapes = """
    wrsh:A a sh:NodeShape ; sh:targetClass ex:Bench ; sh:or ex:none .
    wrsh:B a sh:NodeShape ; sh:targetClass ex:Bench ; sh:and ex:none .
    """
    assert ["wrsh:A", "wrsh:B"] == [fault.split(": ")[0] for fault in faults(shapes)]


@pytest.mark.parametrize("validator", [validation, fast_validation], ids=["reference", "fast"])
def test_data_may_be_ntriples(validator: ModuleType) -> None:
    """A graph and its N-Triples are judged alike."""
    data = graph(BENCHES)

    assert validator.validate([data], graph(SEATS)) == validator.validate(
        [data.serialize(format="nt")], graph(SEATS)
    )


def test_triple_in_two_graphs_is_one_value(found: Found) -> None:
    """What is judged is the union: the same triple said twice is not two of them."""
    shapes = (
        "wrsh:A a sh:PropertyShape ; sh:targetClass ex:Bench ; sh:path ex:seats ; sh:maxCount 1 ."
    )

    assert () == found(BENCHES, shapes, BENCHES)


@pytest.mark.parametrize("validator", [validation, fast_validation], ids=["reference", "fast"])
def test_validating_changes_none_of_its_graphs(validator: ModuleType) -> None:
    """Data, shapes and ontology are as they were."""
    graphs = [graph(text) for text in (BENCHES, SEATS, "ex:Pew rdfs:subClassOf ex:Bench .")]
    before = [to_isomorphic(one) for one in graphs]
    validator.validate([graphs[0], graphs[2]], graphs[1])

    assert before == [to_isomorphic(one) for one in graphs]


def test_data_that_cannot_be_read_is_no_fault_of_a_shape() -> None:
    """What is odd in the data is told as such, and never taken for fine."""
    odd = Graph()
    odd.add((Literal("no subject"), RDF.type, URIRef("http://example.org/Bench")))
    with pytest.raises(FaultsFound, match="the graph could not be judged: "):
        fast_validation.validate([odd], graph(SEATS))
