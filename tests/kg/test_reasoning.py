"""HermiT says what is consistent, what can be, and what a thing turns out to be."""

from pathlib import Path

import pytest
from rdflib import Graph

from kg.entities import load_entities
from kg.errors import WarmteregieError
from kg.files import shipped_files
from kg.namespaces import WR, WRID
from kg.ontology import load_ontology
from kg.reasoning import Classification, classify
from tests.kg.small_worlds import graph

pytestmark = pytest.mark.long  # a Java machine for each


@pytest.fixture(scope="module")
def shipped() -> Graph:
    """Return the ontology and the entities as they are shipped."""
    files = shipped_files()
    return load_ontology(files.ontology) + load_entities(files.entities)


@pytest.fixture(scope="module")
def described(shipped: Graph) -> Classification:
    """Return what follows of the shipped graphs and some examples, in one run."""
    return classify(
        shipped
        + graph("""
        :both a wr:RegieSituation ; wr:powerToPrevail value:present ; wr:ownScript value:present .
        :framing a wr:LegalFraming ; wr:startDate "2030-01-01"^^xsd:date .
        :study wr:researchedFrom "2030-01"^^xsd:gYearMonth .
        """)
    )


def types_of(found: Classification, name: str) -> set[str]:
    """Return the names of the classes that an example turned out to be of."""
    classes = found.types.get(WRID[f"example/{name}"], frozenset())
    return {one.removeprefix(str(WR)) for one in classes}


def test_shipped_ontology_and_entities_are_consistent(described: Classification) -> None:
    """Nothing excludes anything else, and every class can have members."""
    assert described.consistent
    assert () == described.unsatisfiable


def test_told_types_are_not_repeated(described: Classification) -> None:
    """Only what follows is given, not what was said."""
    assert "RegieSituation" not in types_of(described, "both")


def test_dates_do_not_stop_hermit(described: Classification) -> None:
    """One xsd:date, which is outside OWL 2's datatypes, is left out and not the end of it."""
    assert {"ContentNode"} == types_of(described, "framing")


def test_two_sortals_at_once_are_inconsistent(shipped: Graph) -> None:
    """A thing that is an actor and a place is told as an inconsistency, without types."""
    found = classify(shipped + graph(":oosterdam a wr:Party , wr:Place ."))

    assert Classification(False) == found


def test_domain_makes_a_wrong_subject_inconsistent(shipped: Graph) -> None:
    """A place that refuses something would be an actor, which no place is."""
    found = classify(shipped + graph(":oosterdam a wr:Place ; wr:refuses :bench ."))

    assert not found.consistent


def test_class_that_nothing_can_be_is_reported(shipped: Graph) -> None:
    """An unsatisfiable class is named; the graph is consistent while it is empty."""
    empty = graph(":TownHall a owl:Class ; rdfs:subClassOf wr:Party , wr:Place .")
    found = classify(shipped + empty)

    assert found.consistent
    assert (WRID["example/TownHall"],) == found.unsatisfiable


def test_imports_are_not_followed() -> None:
    """Nothing is fetched: an import of what does not exist changes nothing."""
    found = classify(graph(":o a owl:Ontology ; owl:imports <http://127.0.0.1:1/none> ."))

    assert Classification(True) == found


def test_missing_java_is_not_called_fine(tmp_path: Path) -> None:
    """Where HermiT cannot be run, that is said, and no answer is given."""
    with pytest.raises(WarmteregieError, match="could not check"):
        classify(graph(":a a :B . :B a owl:Class ."), java=tmp_path / "no-java")


def test_crash_of_hermit_is_not_called_fine() -> None:
    """What HermiT does not take is no inconsistency and no all-clear."""
    wrong = graph("""
    :hasPart a owl:ObjectProperty , owl:TransitiveProperty , owl:AsymmetricProperty .
    """)
    with pytest.raises(WarmteregieError, match="could not check"):
        classify(wrong)


def test_nothing_is_printed_or_left_behind(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reasoner works in silence and takes its files away, also after an inconsistency."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    classify(graph(":A a owl:Class ; owl:disjointWith :B . :B a owl:Class . :x a :A , :B ."))

    assert ("", "") == tuple(capfd.readouterr())
    assert [] == list(tmp_path.iterdir())
