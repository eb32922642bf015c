"""The modules as Turtle: every term is finished, and no term is used that no module has."""

import re
from functools import cache
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.entities import load_entities
from kg.files import shipped_files
from kg.namespaces import MODULE, WR
from kg.ontology import load_ontology, load_shapes
from kg.turtle import read_turtle

KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
TOPICS = {
    "core", "instruments", "actors", "steering", "regie-types", "cobenefits", "subsurface",
    "ordering", "research", "evidence", "outside", "esdl", "axioms",
}  # fmt: skip
SORTALS = {WR.Matter, WR.Actor, WR.Place, WR.Document, WR.Passage, WR.ContentNode}
USED = re.compile(r'(?<!@)\bwr:([A-Za-z]+)|"wr:([A-Za-z]+)"')


@pytest.fixture(scope="session")
def ontology() -> Graph:
    """Return header and modules as one graph."""
    return load_ontology(shipped_files().ontology)


def modules() -> dict[str, Path]:
    """Return the files of the modules by topic."""
    return {path.stem: path for path in (shipped_files().ontology / "modules").glob("*.ttl")}


@cache
def module(topic: str) -> Graph:
    """Return the module on a topic."""
    return read_turtle([modules()[topic]])


def is_ours(node: Node) -> bool:
    """Tell whether a node is a term: in our namespace, and no module."""
    name = str(node).removeprefix(str(WR))
    return isinstance(node, URIRef) and name != str(node) and name != "" and "/" not in name


def terms(graph: Graph) -> set[Node]:
    """Return the terms of ours that a graph declares."""
    return {one for kind in KINDS for one in graph.subjects(RDF.type, kind) if is_ours(one)}


def languages(graph: Graph, term: Node, text: URIRef) -> list[str | None]:
    """Return the languages in which a term has a text, sorted."""
    found = (one for one in graph.objects(term, text) if isinstance(one, Literal))
    return sorted(one.language or "" for one in found)


def test_header_imports_every_module(ontology: Graph) -> None:
    """Who loads the header gets the whole ontology, and nothing that is not there."""
    header = URIRef(str(WR))

    assert TOPICS == set(modules())
    assert {MODULE[topic] for topic in TOPICS} == set(ontology.objects(header, OWL.imports))
    assert [URIRef(f"{WR}0.2.0/")] == list(ontology.objects(header, OWL.versionIRI))


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_module_uses_only_what_it_imports(topic: str) -> None:
    """A module can be loaded with its imports alone; what ties two topics is in axioms."""
    reached, rest = {topic}, [topic]
    while rest:
        imported = module(rest.pop()).objects(None, OWL.imports)
        fresh = {str(one).removeprefix(str(MODULE)) for one in imported} - reached
        reached |= fresh
        rest.extend(fresh)

    declared = {WR.Outside}.union(*(terms(module(one)) for one in reached))
    used = {node for triple in module(topic) for node in triple if is_ours(node)}
    assert set() == used - declared


def test_every_term_is_finished(ontology: Graph) -> None:
    """Labels and definitions in both languages, a source, and the module it stands in."""
    for term in terms(ontology):
        assert ["en", "nl"] == languages(ontology, term, RDFS.label), term
        assert ["en", "nl"] == languages(ontology, term, SKOS.definition), term
        assert list(ontology.objects(term, DCTERMS.source)), term
        assert 1 == len(list(ontology.objects(term, RDFS.isDefinedBy))), term


def test_terms_stand_in_the_module_they_name() -> None:
    """The file a term is in is the module it says it is defined by."""
    for topic in modules():
        graph = module(topic)
        assert {MODULE[topic]} >= set(graph.objects(None, RDFS.isDefinedBy)), topic


def test_every_property_has_domain_range_and_example(ontology: Graph) -> None:
    """A property says what it can be said of and what it points to, and shows it once."""
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in filter(is_ours, ontology.subjects(RDF.type, kind)):
            assert 1 == len(list(ontology.objects(term, RDFS.domain))), term
            assert 1 == len(list(ontology.objects(term, RDFS.range))), term
            assert ["en"] == languages(ontology, term, SKOS.example), term


def test_domains_and_ranges_are_declared(ontology: Graph) -> None:
    """Every class that a domain or range names is declared, or is a datatype."""
    named = {*ontology.objects(None, RDFS.domain), *ontology.objects(None, RDFS.range)}
    declared = {*ontology.subjects(RDF.type, OWL.Class), OWL.Thing, RDF.PlainLiteral, RDFS.Literal}

    assert set() == {one for one in named - declared if not str(one).startswith(str(XSD))}


def test_labels_of_terms_of_one_kind_differ(ontology: Graph) -> None:
    """No two classes share a name, in either language."""
    classes = [one for one in terms(ontology) if (one, RDF.type, OWL.Class) in ontology]
    names = [label for one in classes for label in ontology.objects(one, RDFS.label)]

    assert len(names) == len(set(names))


def test_no_term_is_used_that_no_module_has(ontology: Graph) -> None:
    """Ontology, shapes, entities and curated files name no term that is not declared."""
    files = shipped_files()
    known = {str(term).removeprefix(str(WR)) for term in terms(ontology)} | {"Outside"}
    graph = load_shapes(files.ontology) + load_entities(files.entities) + ontology
    in_graphs = {
        str(node).removeprefix(str(WR)) for triple in graph for node in triple if is_ours(node)
    }
    in_curation = {
        name
        for path in (*files.studies.glob("*/*.toml"), *files.outside.glob("*.toml"))
        for names in USED.findall(path.read_text(encoding="utf-8"))
        for name in names
        if name
    }

    assert set() == (in_graphs | in_curation) - known


def test_only_sortals_exclude_one_another(ontology: Graph) -> None:
    """What a study ascribes never makes two classes disjoint."""
    lists = ontology.subjects(RDF.type, OWL.AllDisjointClasses)
    members = [set(ontology.items(ontology.value(one, OWL.members))) for one in lists]

    evidence = {WR.Statement, WR.Reading, WR.Speaker}
    assert sorted([SORTALS, evidence], key=len) == sorted(members, key=len)
    assert SORTALS == set(ontology.objects(None, OWL.disjointWith))


def test_no_property_can_be_contradicted_by_counting(ontology: Graph) -> None:
    """No property is functional or asymmetric: a contradiction is content, no inconsistency."""
    kinds = (
        OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.AsymmetricProperty,
        OWL.IrreflexiveProperty,
    )  # fmt: skip
    assert [] == [one for kind in kinds for one in ontology.subjects(RDF.type, kind)]


def test_regie_types_are_two_values_each(ontology: Graph) -> None:
    """Each of the four types is a pair of values, and the four pairs are all there are."""
    pairs = {
        str(name).removeprefix(str(WR)): _values(ontology, definition)
        for name, definition in ontology.subject_objects(OWL.equivalentClass)
    }

    assert {
        "ControlOrientedRegie": {"powerToPrevail": "present", "ownScript": "present"},
        "ImplementationOrientedRegie": {"powerToPrevail": "present", "ownScript": "absent"},
        "VisionaryRegie": {"powerToPrevail": "absent", "ownScript": "present"},
        "FacilitatingRegie": {"powerToPrevail": "absent", "ownScript": "absent"},
    } == pairs


def _values(ontology: Graph, definition: Node) -> dict[str, str]:
    """Return the value that a type's definition asks for of each characteristic."""
    parts = list(ontology.items(ontology.value(definition, OWL.intersectionOf)))
    assert WR.RegieSituation in parts
    return {
        str(ontology.value(one, OWL.onProperty)).removeprefix(str(WR)): str(
            ontology.value(one, OWL.hasValue)
        ).rsplit("/", 1)[1]
        for one in parts
        if isinstance(one, BNode)
    }


def test_regie_types_are_marked_as_outside_knowledge(ontology: Graph) -> None:
    """The four types and only they say that no study of ours was read for them."""
    marked = set(ontology.subjects(WR.knowledgeStatus, WR.Outside))

    names = ("ControlOriented", "ImplementationOriented", "Visionary", "Facilitating")
    assert {WR[f"{name}Regie"] for name in names} == marked


def test_no_name_is_class_and_individual(ontology: Graph) -> None:
    """No IRI is both: kinds are individuals, classes are what an axiom or a shape uses."""
    entities = load_entities(shipped_files().entities)

    assert set() == set(entities.subjects()) & terms(ontology)
