"""A model as triples: marked as outside, true to its file, the same at each run, and valid."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from rdflib import DCTERMS, RDF, SKOS, BNode, Literal

from kg import fast_validation
from kg.esdl import Loaded, Model, model_graph, model_name, read_model, rows_of
from kg.esdl.kinds import words
from kg.files import shipped_files
from kg.namespaces import WR, expand
from kg.ontology import load_ontology, load_shapes
from kg.turtle import read_turtle

Spoil = Callable[..., Path]


def test_counts_of_classes_are_those_of_the_file(model: Model, loaded: Loaded) -> None:
    """Nothing is lost or made on the way."""
    graph = model_graph(model, loaded)
    kinds = Counter(
        str(graph.value(kind, SKOS.notation)) for part, kind in graph.subject_objects(WR.assetKind)
    )

    assert Counter(part.kind for part in model.parts) == kinds
    assert 12 == len(set(graph.subjects(RDF.type, WR.ModelAsset)))
    assert 2 == len(set(graph.subjects(RDF.type, WR.ModelNetwork)))


def test_two_runs_give_the_same_triples(model: Model, loaded: Loaded) -> None:
    """No blank nodes, no clock: a model can be loaded twice and nothing changes."""
    graph = model_graph(model, loaded)

    assert set(graph) == set(model_graph(model, loaded))
    assert [] == [one for one in graph.all_nodes() if isinstance(one, BNode)]


def test_everything_is_marked_as_input_of_a_model(model: Model, loaded: Loaded) -> None:
    """Parts, networks and values alike, with the file they are from."""
    graph = model_graph(model, loaded)

    for thing in set(graph.subjects(WR.inModel)):
        assert WR.Outside == graph.value(thing, WR.knowledgeStatus)
        assert graph.value(thing, DCTERMS.source) is not None
        notes = {str(note) for note in graph.objects(thing, SKOS.editorialNote)}
        assert "Input of a model, not the study's answer." in notes


def test_value_carries_formula_unit_assumptions_and_state(model: Model, loaded: Loaded) -> None:
    """A footprint of candidates says that it is an upper bound."""
    graph = model_graph(model, loaded)
    area = next(
        one
        for one in graph.subjects(RDF.type, WR.Footprint)
        if str(graph.value(one, WR.assetState)).endswith("/optional")
    )

    assert "150.00" == str(graph.value(area, WR.calculatedValue))
    assert Literal("m²") == graph.value(area, WR.inUnit)
    assert {"nl", "en"} == {text.language for text in graph.objects(area, WR.formula)}  # type: ignore[union-attr]
    assert any("upper bound" in str(text) for text in graph.objects(area, WR.assumption))


def test_model_conforms_to_the_shapes(model: Model, loaded: Loaded, spoilt: Spoil) -> None:
    """What is loaded passes every shape; a diameter in millimetres does not."""
    files = shipped_files()
    ontology, shapes = load_ontology(files.ontology), load_shapes(files.ontology)
    odd = read_model(spoilt('outerDiameter="0.25"', 'outerDiameter="250"'))

    assert () == fast_validation.validate([model_graph(model, loaded), ontology], shapes)
    found = fast_validation.validate([model_graph(odd, loaded), ontology], shapes)
    assert {"ModelAsset-outer"} == {one.shape.rpartition("/")[2] for one in found}


def test_ids_become_names_that_never_meet(model: Model, loaded: Loaded) -> None:
    """An id with a slash is no part of an address, and one made from it is another name."""
    names = [str(loaded.part(part.key)) for part in model.parts]

    assert len(names) == len(set(names))
    assert any(name.startswith(f"{loaded.iri}/Pipe-4-b-") for name in names)
    assert "havenproef-1-95e33f3c" == model_name(model)


def test_rows_tell_what_of_ours_a_part_is_like(model: Model, loaded: Loaded) -> None:
    """By the class itself or the nearest that it is a kind of; what is unknown is like nothing."""
    rows = {row.id or row.place: row for row in rows_of(model, loaded)}

    assert len(model.parts) == len(rows)
    assert ("wrid:object/heat-source", 0.9) == (rows["source"].ours, rows["source"].confidence)
    assert ("Testbuurt", "gm0599", "ENABLED") == (
        rows["demand"].area,
        rows["demand"].municipality,
        rows["demand"].state,
    )
    assert ("", 0.0) == (rows["odd"].ours, rows["odd"].confidence)


def test_what_classes_are_like_is_there() -> None:
    """Every name of ours in the words for classes is one of a thing."""
    files = shipped_files()
    known = set(read_turtle(files.entities.glob("*.ttl")).subjects())

    assert [] == [
        one.like.name for one in words().kind if one.like and expand(one.like.name) not in known
    ]
