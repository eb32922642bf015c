"""What is inferred, from which graphs, and what never is."""

from collections.abc import Mapping

import pytest
from rdflib import Graph, URIRef

from kg.curation import SectionFile
from kg.entailment import count_by_property, infer
from kg.graphs import study_graphs
from kg.namespaces import GRAPH, MODULE, WR, shorten
from kg.study import Study
from tests.kg.small_worlds import graph

ONTOLOGY = f"""
wr:Pot rdfs:subClassOf wr:Vessel . wr:Vessel rdfs:subClassOf wr:Thing .
wr:holds rdfs:domain wr:Vessel ; rdfs:range wr:Food ; rdfs:subPropertyOf wr:touches ;
    owl:inverseOf wr:isHeldBy .
wr:lies rdfs:domain wr:Solid .
wr:beside a owl:SymmetricProperty .
wr:in a owl:TransitiveProperty .
wr:feeds owl:propertyChainAxiom ( wr:holds wr:in ) .
wr:FullSolid owl:equivalentClass [ owl:intersectionOf ( wr:Vessel wr:Solid ) ] .
wr:Open owl:equivalentClass [ owl:onProperty wr:has ; owl:hasValue :no-lid ] .
wr:sizeInLitres rdfs:subPropertyOf wr:size .
wr:ownScript rdfs:isDefinedBy <{MODULE["regie-types"]}> ; rdfs:domain wr:Situation .
wr:Situation rdfs:subClassOf wr:Thing .
wr:RegieSituation rdfs:isDefinedBy <{MODULE["regie-types"]}> ; rdfs:subClassOf wr:Situation .
rdfs:label rdfs:subPropertyOf wr:name .
"""
NAMES = {
    "ontology": GRAPH.ontology, "entities": GRAPH.entities, "outside": GRAPH.outside,
    "study": GRAPH["study/one"], "other": GRAPH["study/two"], "evidence": GRAPH["evidence/one"],
    "links": GRAPH["links/others"], "data": GRAPH["data/theirs"], "quality": GRAPH.quality,
    "meta": GRAPH.meta, "alignments": GRAPH.alignments, "shapes": GRAPH.shapes,
}  # fmt: skip


def inferred(**told: str) -> set[str]:
    """Return what follows of the examples, each triple as text without prefixes of ours."""
    graphs = {NAMES[name]: graph(text) for name, text in told.items()}
    return in_words(graphs | {GRAPH.ontology: graph(ONTOLOGY)})


def in_words(graphs: Mapping[URIRef, Graph]) -> set[str]:
    """Return what follows of things, terms left out, as short text."""
    found = ([shorten(str(node)) for node in triple] for triple in infer(graphs))
    return {
        " ".join(words).replace("wrid:example/", ":").replace("rdf:type", "a")
        for words in found
        if not words[0].startswith("wr:")
    }


def test_one_triple_gives_what_its_property_says() -> None:
    """The kinds of its ends, the wider property and the inverse follow from one triple."""
    expected = {
        ":pan a wr:Vessel", ":pan a wr:Thing", ":soup a wr:Food", ":pan wr:touches :soup",
        ":soup wr:isHeldBy :pan",
    }  # fmt: skip
    assert expected == inferred(study=":pan wr:holds :soup .")


def test_one_triple_gives_the_wider_classes() -> None:
    """What is of a class is of the classes above it."""
    assert {":pan a wr:Vessel", ":pan a wr:Thing"} == inferred(study=":pan a wr:Pot .")


def test_symmetric_property_holds_both_ways() -> None:
    """One triple, turned round."""
    assert {":soup wr:beside :pan"} == inferred(study=":pan wr:beside :soup .")


def test_number_goes_with_the_wider_property() -> None:
    """A value that is no name is kept with its datatype."""
    assert {":pan wr:size 3"} == inferred(study=":pan wr:sizeInLitres 3 .")


TWO_TO_JOIN = {
    "transitive": (":pea wr:in :soup .", ":soup wr:in :pan .", ":pea wr:in :pan"),
    "chain": (":pan wr:holds :soup .", ":soup wr:in :hall .", ":pan wr:feeds :hall"),
    "intersection": (":pan wr:holds :soup .", ":pan wr:lies :down .", ":pan a wr:FullSolid"),
    "named value": (":pea wr:in :no-lid .", ":no-lid wr:in :hall .", ":pea wr:in :hall"),
}


@pytest.mark.parametrize("kind", TWO_TO_JOIN)
def test_two_statements_are_never_joined(kind: str) -> None:
    """What would need two statements follows from neither, in one study or in two."""
    first, second, third = TWO_TO_JOIN[kind]

    assert third in inferred(entities=first + second)
    assert third not in inferred(study=first + second)
    assert third not in inferred(study=first, other=second)
    assert inferred(study=first) | inferred(study=second) == inferred(study=first + second)


@pytest.mark.parametrize("kind", TWO_TO_JOIN)
def test_a_statement_is_joined_with_what_entities_say(kind: str) -> None:
    """One statement and what is known of the things it names: no second statement is in it."""
    first, second, third = TWO_TO_JOIN[kind]

    assert third in inferred(entities=first, study=second)
    assert third in inferred(entities=second, study=first)


def test_statements_do_not_meet_through_entities() -> None:
    """Two statements at either end of what entities tie together stay two."""
    found = inferred(
        entities=":soup wr:in :pan . :pan wr:in :oven .",
        study=":pea wr:in :soup . :oven wr:in :hall .",
    )

    assert {":pea wr:in :oven", ":soup wr:in :hall"} <= found
    assert ":pea wr:in :hall" not in found


@pytest.mark.parametrize("name", sorted(NAMES.keys() - {"ontology", "entities", "study", "other"}))
def test_other_graphs_give_nothing(name: str) -> None:
    """Evidence, links, other data, findings, and what is outside of regie are not looked at."""
    study, more = ":pan wr:holds :soup .", ":soup wr:in :hall . :pan wr:lies :down . :a a wr:Pot ."

    assert inferred(study=study) == inferred(study=study, **{name: more})


@pytest.mark.parametrize("name", ["evidence", "links", "meta"])
def test_what_is_asserted_anywhere_is_not_inferred(name: str) -> None:
    """A triple stands once: no entailment repeats what a graph says, whichever it is."""
    assert {":pan a wr:Thing"} == inferred(study=":pan a wr:Pot .", **{name: ":pan a wr:Vessel ."})


def test_outside_knowledge_is_taken_in_the_terms_of_regie() -> None:
    """A described situation is classified; what else its source says is left alone."""
    told = ":monday a wr:RegieSituation ; wr:holds :soup . :tuesday wr:ownScript :one ."

    assert {
        ":monday a wr:Situation", ":monday a wr:Thing",
        ":tuesday a wr:Situation", ":tuesday a wr:Thing",
    } == inferred(outside=told)  # fmt: skip


def test_nothing_is_said_of_the_names_of_others_or_of_everything() -> None:
    """No truisms, no classes without a name, no word of another about its own terms."""
    theirs = "<http://example.org/pan> a wr:Pot . :pan a skos:Concept , owl:NamedIndividual ."
    world = graph(ONTOLOGY + ':pan rdfs:label "pan"@nl .')
    found = infer({GRAPH.ontology: world, GRAPH.entities: graph(theirs)})

    assert [] == [triple for triple in found if "warmteregie" not in f"{triple[0]}"]
    assert [] == [triple for triple in found if triple[0] == triple[2]]
    assert {
        (WR.Pot, "subClassOf", WR.Thing), (WR.holds, "domain", WR.Thing),
        (WR.ownScript, "domain", WR.Thing), (WR.RegieSituation, "subClassOf", WR.Thing),
        (WR.FullSolid, "subClassOf", WR.Vessel), (WR.FullSolid, "subClassOf", WR.Solid),
        (WR.FullSolid, "subClassOf", WR.Thing),
    } <= {(s, str(p).rpartition("#")[2], o) for s, p, o in found}  # fmt: skip


def test_annotations_say_nothing_to_a_reasoner() -> None:
    """Labels and notes are for people, whatever an axiom makes of them."""
    assert set() == inferred(entities=':pan rdfs:label "pan"@nl .')


def test_concept_lies_under_all_above_it() -> None:
    """The closure of broader concepts is there, so that no query needs an open path."""
    core = "skos:broader rdfs:subPropertyOf skos:broaderTransitive . "
    found = infer({
        GRAPH.ontology: graph(core + "skos:broaderTransitive a owl:TransitiveProperty ."),
        GRAPH.entities: graph(":pea skos:broader :legume . :legume skos:broader :food ."),
    })  # fmt: skip

    assert {"skos:broaderTransitive": 3} == count_by_property(found)


def test_graphs_are_left_as_they_were() -> None:
    """Reasoning adds a graph and changes none."""
    graphs = {name: graph(":pan wr:holds :soup .") for name in NAMES.values()}
    before = {name: set(one) for name, one in graphs.items()}
    infer(graphs)

    assert before == {name: set(one) for name, one in graphs.items()}


def test_no_graphs_give_nothing() -> None:
    """Of nothing, nothing follows."""
    assert {} == count_by_property(infer({}))


TEXT = {"nl": "x", "en": "x"}


def from_a_study(tmp_path: object, **changes: object) -> set[str]:
    """Return what follows from a curated study with one statement of a pan that holds soup."""
    study = Study(
        key="one", title=TEXT, description=TEXT, programme=TEXT, researched_from="2020-01",
        researched_until="2020-02", text={"sha256": "0" * 64, "lines": 1},
        section=[{"number": "1", "title": TEXT}], folder=tmp_path,
    )  # fmt: skip
    reading = {"passages": ["1-1"], "speakers": ["authors"], **changes.pop("reading", {})}
    statement = {
        "id": "0001", "subject": "wrid:example/pan", "predicate": "wr:holds",
        "object": "wrid:example/soup", "gist": TEXT, "reading": [reading], **changes,
    }  # fmt: skip
    section = SectionFile.model_validate({"section": "1", "statement": [statement]})
    return in_words({GRAPH.ontology: graph(ONTOLOGY)} | study_graphs(study, [], [section], Graph()))


def test_stated_statement_is_reasoned_on(tmp_path: object) -> None:
    """What the study states outright has its consequences."""
    assert ":soup wr:isHeldBy :pan" in from_a_study(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        {"polarity": "denied"},
        {"force": "may"},
        {"quantifier": "some"},
        {"reading": {"certainty": "hedged", "hedge": ["seems"]}},
        {"reading": {"certainty": "open"}},
        {"reading": {"stance": "does-not-say"}},
        {"reading": {"mode": "interpreted"}},
    ],
)
def test_less_than_stated_gives_nothing(tmp_path: object, change: dict[str, object]) -> None:
    """Denied, deontic, partial, hedged, open, unsaid or interpreted: nothing follows from it."""
    assert set() == from_a_study(tmp_path, **change)
