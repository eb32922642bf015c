"""Every shape is proved by small graphs: one it accepts, and some with exactly one fault."""

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, BNode, Graph, URIRef
from rdflib.namespace import NamespaceManager
from rdflib.term import Node

from kg import fast_validation, validation
from kg.entities import load_entities
from kg.files import shipped_files
from kg.findings import Finding
from kg.namespaces import SH, WRSH, shorten
from kg.ontology import load_ontology, load_shapes
from kg.turtle import read_turtle

Validate = Callable[[list[Graph], Graph], tuple[Finding, ...]]
CASES = Path(__file__).parent / "shapes"
VALID = sorted(CASES.glob("*/valid.ttl"))
INVALID = sorted(CASES.glob("*/invalid*.ttl"))
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
MISREADINGS = {
    "UnidentifiedVoiceIsNoParty", "HedgeIsKept", "DenialIsNeverAsserted", "GapSaysWhatIsMissing",
    "ContradictionKeepsBothSides", "ClosedListsStayApart", "SteeringLevelIsNoScale",
    "LevelCitesItsHeading", "OneInstrumentPerName", "CaseIsNoKind", "CoBenefitIsOneKindOfThing",
    "LookAlikesAreNotEquated", "FuturePowerNamesItsAct", "CitationStaysSmall",
    "VariantNamesAreOneThing",
}  # fmt: skip


def case_name(path: Path) -> str:
    """Return how a case is called in the list of tests."""
    return f"{path.parent.name}-{path.stem}"


@pytest.fixture(scope="session")
def shapes() -> Graph:
    """Return all shapes."""
    return load_shapes(shipped_files().ontology)


@pytest.fixture(scope="session")
def background() -> Graph:
    """Return what every small graph may count on: the ontology and the controlled values."""
    files = shipped_files()
    values = [files.entities / "evidence-values.ttl", files.entities / "regie-values.ttl"]
    return load_ontology(files.ontology) + read_turtle(values)


def aimed(shapes: Graph) -> set[str]:
    """Return the names of the node shapes that look for their own nodes."""
    return {
        str(shape).removeprefix(str(WRSH))
        for target in TARGETS
        for shape in shapes.subjects(target)
        if (shape, RDF.type, SH.NodeShape) in shapes
    }


def only(shapes: Graph, name: str) -> Graph:
    """Return one shape with the parts it leads to; of these it alone looks for its nodes."""
    reached: list[Node] = [WRSH[name]]
    for one in reached:
        fresh = (part for part in shapes.objects(one) if (part, None, None) in shapes)
        reached.extend(part for part in fresh if part not in reached)
    kept = Graph()
    for one in reached:
        kept += (
            triple
            for triple in shapes.triples((one, None, None))
            if triple[1] not in TARGETS or one == WRSH[name]
        )
    return kept


def findings(
    path: Path, shapes: Graph, background: Graph, validate: Validate = fast_validation.validate
) -> list[str]:
    """Return what the shape of a case's folder finds, written as the case's comment is."""
    data = read_turtle([path])
    names = data.namespace_manager
    return [
        f"{path_name(names, found.focus)} {path_name(names, found.path)} {shorten(found.shape)}"
        for found in validate([data, background], only(shapes, path.parent.name))
    ]


def path_name(names: NamespaceManager, path: str) -> str:
    """Return a path or node as a comment names it; a dash stands for none."""
    return (names.curie(path) if path.startswith("http") else path) or "-"


def expected_fault(path: Path) -> str:
    """Return the fault that the first line of an invalid graph announces."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    return first.removeprefix("# fault: ")


@pytest.mark.parametrize("path", VALID, ids=case_name)
def test_valid_graph_is_accepted(path: Path, shapes: Graph, background: Graph) -> None:
    """A shape has nothing to say on the graph that shows how it should be."""
    assert [] == findings(path, shapes, background)


@pytest.mark.parametrize("path", INVALID, ids=case_name)
def test_invalid_graph_has_the_one_fault_it_names(
    path: Path, shapes: Graph, background: Graph
) -> None:
    """A shape finds the one fault, where the graph's first line says it is, and no other."""
    assert [expected_fault(path)] == findings(path, shapes, background)


@pytest.mark.long
@pytest.mark.parametrize("path", [*VALID, *INVALID], ids=case_name)
def test_reference_finds_the_same_by_each_shape(
    path: Path, shapes: Graph, background: Graph
) -> None:
    """Each shape by itself tells pySHACL no more and no less of its cases."""
    expected = [] if path in VALID else [expected_fault(path)]

    assert expected == findings(path, shapes, background, validation.validate)


def test_every_shape_has_its_two_graphs(shapes: Graph) -> None:
    """No shape is without its cases, and no case without its shape."""
    folders = {path.name for path in CASES.iterdir()}

    assert aimed(shapes) == folders
    assert folders == {path.parent.name for path in VALID}
    assert folders == {path.parent.name for path in INVALID}


def test_forty_shapes_are_there_and_queries_among_them(shapes: Graph) -> None:
    """The rules cover the model, and what no other constraint can say is said by a query."""
    asking = {str(shape) for shape in shapes.subjects(SH.sparql)}

    assert 40 <= len(aimed(shapes))
    assert 3 <= len(asking & {str(WRSH[name]) for name in aimed(shapes)})


def test_fifteen_shapes_guard_the_fifteen_misreadings() -> None:
    """Each thing that a careless reading gets wrong has the one shape that catches it."""
    guards = read_turtle([shipped_files().ontology / "shapes" / "misreadings.ttl"])

    assert aimed(guards) == MISREADINGS
    assert len(MISREADINGS) == 15
    for number in range(1, 16):
        comments = [str(c) for c in guards.objects(None, RDFS.comment) if f"item {number} " in c]
        assert 1 == len(comments)


def test_shapes_and_constraints_have_names(shapes: Graph) -> None:
    """Every shape, property shape and query has an IRI, so a page can point to it."""
    kinds = (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
    ways = (SH.property, SH.sparql, SH["not"], SH.node, SH.qualifiedValueShape)
    typed = {one for kind in kinds for one in shapes.subjects(RDF.type, kind)}
    used = {one for way in ways for one in shapes.objects(None, way)}

    assert set() == {one for one in typed | used if isinstance(one, BNode)}
    assert set() == used - typed


def test_what_can_be_found_has_a_message_in_both_languages(shapes: Graph) -> None:
    """A curator reads each finding as a sentence, in Dutch or in English."""
    reporting = {*shapes.objects(None, SH.property), *shapes.objects(None, SH.sparql)}
    reporting -= parts(shapes)

    assert [] == sorted(
        str(one)
        for one in reporting
        if ["en", "nl"] != sorted(text.language for text in shapes.objects(one, SH.message))
    )


def parts(shapes: Graph) -> set[Node]:
    """Return the property shapes of shapes that only help others: their findings are not told."""
    helpers = set(shapes.subjects(RDF.type, SH.NodeShape)) - {
        URIRef(WRSH[name]) for name in aimed(shapes)
    }
    return {one for helper in helpers for one in shapes.objects(helper, SH.property)}


def test_node_shapes_are_labelled_and_explained(shapes: Graph) -> None:
    """Every shape with targets has a label and says in both languages what it guards."""
    for name in aimed(shapes):
        for text in (RDFS.label, RDFS.comment):
            languages = sorted(one.language for one in shapes.objects(WRSH[name], text))
            assert ["en", "nl"] == languages, name


def test_ontology_and_entities_conform(shapes: Graph) -> None:
    """What is shipped passes every shape; which case is of which kind only studies state."""
    files = shipped_files()
    ontology = load_ontology(files.ontology)

    found = fast_validation.validate([load_entities(files.entities), ontology], shapes)
    assert () == tuple(one for one in found if one.shape != str(WRSH["CaseIsNoKind-case-of"]))
