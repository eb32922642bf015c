"""The concept schemes hold to NL-SBB, the Dutch standard for describing concepts.

https://docs.geostandaarden.nl/nl-sbb/def-st-nl-sbb-20241010/. Its own SHACL is not shipped here:
the rules are told again, each under its name, in `nl_sbb.ttl`.
"""

from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, SKOS, Graph, URIRef

from kg import validation
from kg.namespaces import GRAPH, SH
from kg.pipeline import named_graphs
from kg.sources import Sources
from kg.turtle import parse_turtle
from tests.kg.small_worlds import graph

RULES = "https://w3id.org/warmteregie/id/shape/nl-sbb/"
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
GOOD = """
    :scheme a skos:ConceptScheme ; <http://purl.org/dc/terms/title> "Meubels"@nl .
    :seat a skos:Concept ; skos:prefLabel "zitplaats"@nl ; skos:definition "Om te zitten."@nl ;
        skos:inScheme :scheme ; skos:topConceptOf :scheme .
    :bench a skos:Concept ; skos:prefLabel "bank"@nl ; skos:definition "Voor meer mensen."@nl ;
        skos:inScheme :scheme ; skos:broader :seat .
    :list a skos:Collection ; skos:prefLabel "lijst"@nl ; skos:member :bench .
"""
WRONG = {
    ":bench skos:altLabel 'bank'@nl": "Concept-prefLabel",
    ":bench skos:prefLabel 'zitbank'@nl": "Concept-prefLabel",
    ":bench skos:altLabel 'zitbank'@nl ; skos:hiddenLabel 'zitbank'@nl": "Concept-altLabel",
    ":bench skos:hiddenLabel 'bank'@nl": "Concept-hiddenLabel",
    ":bench skos:definition 'Zonder taal.'": "Concept-definition",
    ":chair a skos:Concept ; skos:prefLabel 'stoel'@nl ; skos:broader :seat": "Concept-definition",
    ":bench skos:scopeNote 'Zonder taal.'": "Concept-scopeNote",
    ":bench skos:inScheme :none": "Concept-inScheme",
    ":seat skos:topConceptOf :none": "Concept-topConceptOf",
    ":bench skos:broader :none": "Concept-broader",
    ":bench skos:related :seat": "Concept-broader",
    ":seat skos:related :none": "Concept-related",
    ":seat <http://purl.org/dc/terms/source> 'A book'": "Concept-source",
    ":sofa a skos:Concept ; skos:prefLabel 'sofa'@nl ; skos:definition 'Zacht.'@nl":
        "OrphanConcept",
    ":bench skos:topConceptOf :scheme": "TopConceptHavingBroader-broader",
    ":seat skos:prefLabel 'bank'@nl": "UniquePreflabelWithinConceptScheme-query",
    ":bench a skos:Collection": "Collection",
    ":other a skos:Collection": "Collection-label",
    ":list skos:member :none": "Collection-member",
    ":scheme a skos:Collection ; skos:prefLabel 'x'@nl": "ConceptScheme",
    ":other a skos:ConceptScheme": "ConceptScheme-label",
    ":scheme skos:hasTopConcept :none": "ConceptScheme-hasTopConcept",
    ":scheme skos:related :none": "SemanticRelations",
    ":bench skos:closeMatch :scheme": "ConceptReference",
    ":bench skos:closeMatch :theirs ; skos:exactMatch :theirs": "exactMatch",
    ":bench skos:closeMatch :theirs ; skos:broadMatch :theirs": "closeMatch",
    ":bench skos:broadMatch :theirs ; skos:narrowMatch :theirs": "broadMatch",
    ":bench skos:narrowMatch :theirs ; skos:relatedMatch :theirs": "narrowMatch",
    ":bench skos:relatedMatch :seat": "MappingRelationsMisuse-query",
}  # fmt: skip
"""What breaks a rule, beside the good graph, and the rule that says so."""


@pytest.fixture(scope="module")
def rules() -> Graph:
    """Return the rules."""
    return parse_turtle(Path(__file__).parent / "nl_sbb.ttl")


@pytest.fixture(scope="module")
def graphs(sources: Sources) -> dict[str, Graph]:
    """Return the named graphs of the real sources."""
    return {str(name): one for name, one in named_graphs(sources).items()}


def broken_rules(data: Graph, rules: Graph) -> set[str]:
    """Return the names of the rules that something in a graph breaks."""
    return {str(one.shape).removeprefix(RULES) for one in validation.validate([data], rules)}


def test_good_graph_breaks_no_rule(rules: Graph) -> None:
    """Two concepts in a scheme and a list of them are as the standard wants them."""
    assert set() == broken_rules(graph(GOOD), rules)


@pytest.mark.parametrize(("wrong", "rule"), WRONG.items())
def test_broken_rule_is_named(wrong: str, rule: str, rules: Graph) -> None:
    """Each rule is broken once, and says so."""
    assert rule in broken_rules(graph(f"{GOOD} {wrong} ."), rules)


def test_every_rule_is_broken_once(rules: Graph) -> None:
    """No rule is left that nobody saw at work."""
    parts = set(rules.objects(None, SH.property)) | set(rules.objects(None, SH.sparql))
    parts -= {URIRef(f"{RULES}SourceDocument-label")}  # Concept-source tells of it
    whole = {one for way in (SH["not"], SH["or"], SH["class"]) for one in rules.subjects(way)}
    aimed = {one for one in whole if any((one, way, None) in rules for way in TARGETS)}

    assert {str(one).removeprefix(RULES) for one in parts | aimed} == set(WRONG.values())


@pytest.mark.long
def test_concept_schemes_hold_to_the_standard(graphs: dict[str, Graph], rules: Graph) -> None:
    """Things, what is known from outside, links and alignments break no rule, nor any advice."""
    data = Graph()
    for name, one in graphs.items():
        if name in (str(GRAPH.entities), str(GRAPH.outside)) or "/link" in name or "/align" in name:
            data += one

    assert 440 <= len(set(data.subjects(RDF.type, SKOS.Concept)))
    assert [] == [(str(one.shape), str(one.focus)) for one in validation.validate([data], rules)]


def test_titles_of_schemes_are_their_labels(graphs: dict[str, Graph]) -> None:
    """NL-SBB asks for a title where everything else here has a label: they are one text."""
    entities = graphs[str(GRAPH.entities)]
    for scheme in entities.subjects(RDF.type, SKOS.ConceptScheme):
        found = (set(entities.objects(scheme, term)) for term in (DCTERMS.title, SKOS.prefLabel))
        assert 1 == len(set(map(frozenset, found))), scheme
