"""What can be searched: our names and explanations, and nothing else."""

from pathlib import Path

from rdflib import RDF, RDFS, SKOS, Graph, Literal

from kg.library import Question
from kg.namespaces import GRAPH, WR, WRID, WRSH
from kg.search import KINDS, Text, texts_of
from kg.search.texts import kind_of

BENCH, CLAIM = WRID["object/bench"], WRID["statement/bankjes-2030-0001"]


def graphs() -> dict[object, Graph]:
    """Return an invented thing with all its names, a statement, and what is not searched."""
    entities, evidence, shapes, ontology = Graph(), Graph(), Graph(), Graph()
    entities.add((BENCH, RDF.type, WR.PhysicalObject))
    entities.add((BENCH, RDF.type, SKOS.Concept))
    for name, text in (
        (SKOS.prefLabel, "bank"), (SKOS.altLabel, "zitbank"), (SKOS.hiddenLabel, "banken"),
        (SKOS.definition, "Waar men zit."),
    ):  # fmt: skip
        entities.add((BENCH, name, Literal(text, lang="nl")))
    entities.add((BENCH, SKOS.prefLabel, Literal("bench", lang="en")))
    evidence.add((CLAIM, RDF.type, WR.Statement))
    evidence.add((CLAIM, WR.gist, Literal("Een bank is laag.", lang="nl")))
    shapes.add((WRSH.Bench, RDFS.label, Literal("bank", lang="nl")))
    ontology.add((SKOS.altLabel, RDFS.label, Literal("andere benaming", lang="nl")))
    ontology.add((WR.PhysicalObject, RDFS.label, Literal("fysiek object", lang="nl")))
    return {
        GRAPH.entities: entities, GRAPH["evidence/bankjes-2030"]: evidence, GRAPH.shapes: shapes,
        GRAPH.ontology: ontology,
    }  # fmt: skip


def of(thing: str, texts: list[Text]) -> list[tuple[str, str, str]]:
    """Return role, language and text of all that names or explains a thing."""
    return [(one.role, one.language, one.text) for one in texts if thing == one.card.iri]


def test_thing_is_found_by_its_names_and_its_definition() -> None:
    """Each text is one entry, with its role."""
    texts = list(texts_of(graphs(), ()))

    assert [
        ("alternative", "nl", "zitbank"),
        ("definition", "nl", "Waar men zit."),
        ("hidden", "nl", "banken"),
        ("label", "en", "bench"),
        ("label", "nl", "bank"),
    ] == of(str(BENCH), texts)


def test_card_says_what_is_shown_of_a_thing() -> None:
    """Kind, label and definition, and the class it is of."""
    [card] = [one.card for one in texts_of(graphs(), ()) if one.role == "hidden"]

    assert "thing" == card.kind
    assert {"nl": "bank", "en": "bench"} == card.label
    assert {"nl": "Waar men zit."} == card.about
    assert {"nl": "fysiek object"} == card.sort


def test_statement_is_found_by_its_gist() -> None:
    """The gist is what a statement is called, and no name."""
    [found] = [one for one in texts_of(graphs(), ()) if one.role == "gist"]

    assert (str(CLAIM), "statement", False) == (found.card.iri, found.card.kind, found.is_name)
    assert {"nl": "Een bank is laag."} == found.card.label


def test_shapes_and_terms_of_others_are_not_searched() -> None:
    """What is ours to show and no more."""
    found = {one.card.iri for one in texts_of(graphs(), ())}

    assert {str(BENCH), str(CLAIM), str(WR.PhysicalObject)} == found


def test_question_is_found_by_title_sentence_and_keyword(tmp_path: Path) -> None:
    """A question of the library is found as things are."""
    asked = Question(
        "low-benches", {"nl": "Lage banken"}, {"nl": "Welke banken zijn laag?"}, {}, (),
        ("height",), "", "", tmp_path,
    )  # fmt: skip
    texts = list(texts_of({}, [asked]))

    assert ["label", "question", "keyword"] == [one.role for one in texts]
    assert {"question"} == {one.card.kind for one in texts}


def test_kind_is_in_the_iri() -> None:
    """Kinds that have no name of their own are things."""
    made = {kind: f"{WRID}{kind}/x" for kind in KINDS if kind != "term"}

    assert {**{kind: kind for kind in made}, "term": "term"} == {
        kind: kind_of(iri) for kind, iri in {**made, "term": str(WR.Instrument)}.items()
    }
    assert "thing" == kind_of(str(WRID["instrument/avoi"]))
