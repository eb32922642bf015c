"""Every class and property is asked for by a question, or a true reason says why not."""

from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef

from kg.engine import EmbeddedEngine
from kg.errors import FaultsFound
from kg.exercised import (
    FILE,
    Unasked,
    asked_by,
    matrix,
    named_in,
    read_unasked,
    terms_of,
    unasked_faults,
    write_unasked,
)
from kg.files import shipped_files
from kg.library import load_library
from kg.namespaces import WR
from kg.ontology import load_ontology
from kg.reasons import ABOVE, IDLE, SAID, unasked_file
from tests.webapp.mini_site import write_build

QUESTION = """#+ title: Benches
#+ title@nl: Bankjes
#+ question: Which benches?
#+ question@nl: Welke bankjes?
#+ param: study  wr:Study  which
PREFIX our: <https://w3id.org/warmteregie/def/>
SELECT ?study ?bench WHERE { ?bench our:standsIn ?study . } # our:Tree
"""
REASONS = """
[[unasked]]
reason = "Not now."
terms = ["wr:Tree"]
"""
MODULE = URIRef("https://w3id.org/warmteregie/def/module/park")


@pytest.fixture
def ontology() -> Graph:
    """Return an ontology of two classes that are for use, one that is not, and a property."""
    graph = Graph()
    for name in ("Study", "Tree", "Shrub"):
        graph.add((WR[name], RDF.type, OWL.Class))
        graph.add((WR[name], RDFS.isDefinedBy, MODULE))
    graph.add((WR.standsIn, RDF.type, OWL.ObjectProperty))
    graph.add((WR.Shrub, OWL.deprecated, Literal(True)))
    graph.add((OWL.Thing, RDF.type, OWL.Class))
    return graph


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    """Return a library of one question, with the reasons for what it does not ask."""
    for shelf in ("questions", "facets", "pages", "resource"):
        (tmp_path / shelf).mkdir()
    (tmp_path / "questions" / "benches.rq").write_text(QUESTION)
    (tmp_path / FILE).write_text(REASONS)
    return tmp_path


def faults(queries: Path, ontology: Graph) -> list[str]:
    """Return what is told, as a sentence each."""
    return [str(fault) for fault in unasked_faults(queries, ontology)]


def test_terms_are_those_of_ours_that_are_for_use(ontology: Graph) -> None:
    """No deprecated ones, and none of other vocabularies."""
    assert {WR.Study: "class", WR.Tree: "class", WR.standsIn: "property"} == terms_of(ontology)


def test_term_is_asked_for_by_name_and_as_a_parameter(queries: Path) -> None:
    """By whichever prefix; what stands in a comment is not asked for."""
    asked = asked_by(load_library(queries / "questions").values())

    assert {WR.standsIn, WR.Study} == set(asked)
    assert {"benches"} == {slug for slugs in asked.values() for slug in slugs}


def test_prefix_is_no_name() -> None:
    """The IRI of a prefix is not a thing that is asked for; a whole IRI is."""
    query = "PREFIX wr: <http://e/> SELECT * { ?s wr:p <http://e/o> }"

    assert [URIRef("http://e/p"), URIRef("http://e/o")] == list(named_in(query))


def test_reason_that_holds_is_no_fault(queries: Path, ontology: Graph) -> None:
    """What is asked for needs none, what is not has one."""
    assert [] == faults(queries, ontology)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('terms = ["wr:Tree"]', "terms = []", "wr:Tree: no question asks for it, and no reason"),
        ('"wr:Tree"', '"wr:Tree", "wr:standsIn"', "wr:standsIn: is asked for by benches, and has"),
        ('"wr:Tree"', '"wr:Tree", "wr:Tre"', "wr:Tre: is no class or property of ours.\n  Did you"),
        ('"wr:Tree"', '"wr:Tree", "wr:Shrub"', "wr:Shrub: is no class or property of ours."),
        ('"wr:Tree"', '"wr:Tree", "wr:Tree"', "wr:Tree: has two reasons."),
        ('"Not now."', '" "', "wr:Tree: has an empty reason."),
        ("[[unasked]]", "[[unasked", "not TOML"),
        ("terms", "term", "not as it should be.\n  Write [[unasked]]"),
        ("[[unasked]]", "[unasked]", "not as it should be."),
    ],
)
def test_reason_that_does_not_hold_is_a_fault(
    queries: Path, ontology: Graph, before: str, after: str, said: str
) -> None:
    """A reason lost, idle, doubled, empty or for nothing is told with its term."""
    (queries / FILE).write_text(REASONS.replace(before, after))

    [fault] = faults(queries, ontology)
    assert f"{FILE}" in fault
    assert said in fault


def test_matrix_says_by_which_question_or_why_not(queries: Path, ontology: Graph) -> None:
    """A row a term; the last column has the questions or the reason."""
    library = load_library(queries / "questions")
    found = matrix(ontology, library, read_unasked(queries / FILE))

    assert [
        ("Study", "park", "class", "1", "benches"),
        ("Tree", "park", "class", "0", "Not now."),
        ("standsIn", "", "property", "1", "benches"),
    ] == [(str(row[0]).removeprefix(WR), *map(str, row[1:])) for row in found.rows]


def test_reasons_are_read_as_they_are_written(tmp_path: Path) -> None:
    """Whatever stands in them; terms of one module with one reason stand together."""
    reasons = {WR.Tree: 'Said "no" \\ so.', WR.Bush: 'Said "no" \\ so.', WR.Path: "Paved."}
    (tmp_path / FILE).write_text(write_unasked(reasons, lambda term: "park"))

    assert {
        Unasked("wr:Bush", 'Said "no" \\ so.'),
        Unasked("wr:Tree", 'Said "no" \\ so.'),
        Unasked("wr:Path", "Paved."),
    } == set(read_unasked(tmp_path / FILE))
    assert 2 == (tmp_path / FILE).read_text().count("[[unasked]]")


def test_file_that_cannot_be_read_is_not_overwritten_with_less(
    queries: Path, ontology: Graph
) -> None:
    """A reason of one's own is not lost to a typing error."""
    (queries / FILE).write_text("[[unasked")

    with pytest.raises(FaultsFound):
        unasked_file(queries, ontology, EmbeddedEngine(queries))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedEngine:
    """Return the engine over the invented study."""
    return EmbeddedEngine(write_build(tmp_path_factory.mktemp("mini")))


def test_reasons_are_found_in_the_graph(
    queries: Path, ontology: Graph, engine: EmbeddedEngine
) -> None:
    """How a term is used tells why; a reason of one's own stays; what is asked for needs none."""
    ontology.add((WR.refuses, RDF.type, OWL.ObjectProperty))
    ontology.add((WR.Plant, RDF.type, OWL.Class))
    ontology.add((WR.Tree, RDFS.subClassOf, WR.Plant))
    ontology.add((WR.blooms, RDF.type, OWL.DatatypeProperty))

    (queries / FILE).write_text(unasked_file(queries, ontology, engine))

    assert {
        "wr:Tree": "Not now.", "wr:refuses": SAID, "wr:Plant": ABOVE, "wr:blooms": IDLE
    } == dict(read_unasked(queries / FILE))  # fmt: skip
    assert [] == faults(queries, ontology)


def test_shipped_reasons_hold() -> None:
    """There is a file of reasons, so they are judged, and each of them holds."""
    files = shipped_files()

    assert (files.queries / FILE).is_file()
    assert [] == faults(files.queries, load_ontology(files.ontology))
