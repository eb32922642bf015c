"""pySHACL's findings as values, sorted, with a curator's words; unreadable shapes are faults."""

import pytest
from rdflib import Graph
from rdflib.compare import to_isomorphic

from kg.errors import FaultsFound
from kg.namespaces import SH, WRSH
from kg.validation import Finding, validate

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


def found(data: str, shapes: str, ontology: str = "") -> tuple[Finding, ...]:
    """Return the findings of small graphs."""
    return validate(graph(data), graph(shapes), graph(ontology))


def faults(shapes: str) -> list[str]:
    """Return what is said of shapes that cannot be read."""
    with pytest.raises(FaultsFound) as error:
        found(BENCHES, shapes)
    return [f"{fault.place}: {fault.what}" for fault in error.value.faults]


def test_finding_says_where_what_and_by_which_shape() -> None:
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


def test_messages_are_by_language() -> None:
    """A page shows the sentence of its own language."""
    messages = found(BENCHES, SEATS)[0].messages

    assert {"en": "A bench has seats.", "nl": "Een bank heeft plaatsen."} == messages


def test_conforming_data_has_no_findings() -> None:
    """No finding is an answer, not an error."""
    assert () == found("ex:oak a ex:Bench ; ex:seats 3 .", SEATS)


def test_subclasses_are_looked_up_and_nothing_else_is_inferred() -> None:
    """A member of a subclass is judged; what a domain would make of a thing is not."""
    ontology = "ex:Pew rdfs:subClassOf ex:Bench . ex:seats rdfs:domain ex:Bench ."
    focus = [one.focus for one in found("ex:p a ex:Pew . ex:q ex:seats 0 .", SEATS, ontology)]

    assert ["http://example.org/p"] == focus


def test_path_of_several_properties_is_written_as_sparql_does() -> None:
    """An inverse, a sequence or an alternative has a name that can be read and compared."""
    shapes = """
    wrsh:A a sh:NodeShape ; sh:targetNode ex:oak ; sh:property wrsh:B .
    wrsh:B a sh:PropertyShape ; sh:minCount 1 ;
        sh:path ( [ sh:inversePath wr:readIn ] [ sh:alternativePath ( rdf:type wr:gist ) ] ) .
    """
    assert ["^wr:readIn/rdf:type|wr:gist"] == [one.path for one in found(BENCHES, shapes)]


def test_query_of_a_shape_names_itself() -> None:
    """What a SPARQL constraint finds bears the constraint's name and words, not its shape's."""
    shapes = """
    wrsh:A a sh:NodeShape ; sh:targetClass ex:Bench ; sh:message "shape"@en ; sh:sparql wrsh:B .
    wrsh:B a sh:SPARQLConstraint ; sh:message "query"@en ;
        sh:select "SELECT $this ?value { $this <http://example.org/seats> ?value FILTER (!?value)}".
    """
    [finding] = found(BENCHES, shapes)

    assert (str(WRSH.B), "0", {"en": "query"}) == (finding.shape, finding.value, finding.messages)


def test_query_that_cannot_be_parsed_is_a_fault_of_its_shape() -> None:
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
    ],
    ids=["no path", "no number", "no pattern", "no list"],
)
def test_shape_that_cannot_be_read_is_a_fault_by_its_name(part: str) -> None:
    """The shape at fault is named, not the one it is a part of, and none is called fine."""
    shapes = f"""
    wrsh:A a sh:NodeShape ; sh:targetClass ex:Bench ; sh:property wrsh:B .
    wrsh:B a sh:PropertyShape ; {part} .
    """
    assert ["wrsh:B"] == [fault.split(": ")[0] for fault in faults(SEATS + shapes)]


def test_all_unreadable_shapes_are_named_at_once() -> None:
    """Two faults are told together."""
    shapes = """
    wrsh:A a sh:NodeShape ; sh:targetClass ex:Bench ; sh:or ex:none .
    wrsh:B a sh:NodeShape ; sh:targetClass ex:Bench ; sh:and ex:none .
    """
    assert ["wrsh:A", "wrsh:B"] == [fault.split(": ")[0] for fault in faults(shapes)]


def test_validating_changes_none_of_its_graphs() -> None:
    """Data, shapes and ontology are as they were."""
    graphs = [graph(text) for text in (BENCHES, SEATS, "ex:Pew rdfs:subClassOf ex:Bench .")]
    before = [to_isomorphic(one) for one in graphs]
    validate(*graphs)

    assert before == [to_isomorphic(one) for one in graphs]
