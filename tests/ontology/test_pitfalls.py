"""The ontology falls into none of the known pitfalls, or we say why it does."""

import pytest
from rdflib import DCTERMS, OWL, RDF, Graph
from rdflib.term import Node

from kg.engine.quads import read_graph
from kg.files import shipped_files
from kg.namespaces import GRAPH, WR
from kg.ontology import HEADER, load_ontology, merge_modules
from kg.releases import load_releases
from tests.kg.small_worlds import graph
from tests.ontology.pitfalls import PITFALLS, is_ours

OUT_OF_REACH = {
    "P01": "one word for two notions: second readers look for it, and P30/32 for two of one name",
    "P02": "synonyms as classes: a second name is a hidden label, which a shape asks for",
    "P03": "a relation 'is': rdfs:subClassOf and rdf:type are the only ones",
    "P09": "what the domain lacks: the curated passages tell, none is left over",
    "P14 to P18": "misused allValuesFrom, not, some-not, primitive class, recursion: none is used",
    "P23": "an element made anew that OWL has: read by hand, none",
    "P27 and P31": "wrong equivalences: there are four, of the regie types, each with its test",
    "P37": "not to be had on the web: w3id is not registered yet, and docs say so",
}
"""Pitfalls that no pattern shows, each with what looks for it instead."""

DEPARTURES = {
    "P04": "wr:Arrangement has no class above it: what we read as one is a matter or a place.",
    "P13": "A statement is written in the direction in which its text says it, and wr:hasNode "
    "with wr:contentOf is the one pair that both files need. Two names for one relation are two "
    "places to look in; who asks from the other side writes ^ before the name.",
}
"""Pitfalls that we fall into with open eyes, each with the reason."""

WRONG = {
    "P04": "wr:Bench a owl:Class .",
    "P05": "wr:holds a owl:ObjectProperty ; rdfs:domain wr:Pot ; owl:inverseOf wr:isIn .",
    "P06": "wr:Pot rdfs:subClassOf wr:Pan . wr:Pan rdfs:subClassOf wr:Pot .",
    "P07": "wr:PotOrPan a owl:Class .",
    "P08": 'wr:Pot a owl:Class ; rdfs:label "pot"@nl , "pot"@en ; skos:definition "Een vat."@nl .',
    "P10": "wr:Pot a owl:Class .",
    "P11": "wr:holds a owl:ObjectProperty ; rdfs:domain wr:Pot .",
    "P12": """wr:holds a owl:ObjectProperty ; rdfs:domain wr:Pot ; rdfs:label "holds"@en .
        wr:keeps a owl:ObjectProperty ; rdfs:domain wr:Pot ; rdfs:label "holds"@en .""",
    "P13": "wr:holds a owl:ObjectProperty .",
    "P19": "wr:holds a owl:ObjectProperty ; rdfs:domain wr:Pot , wr:Pan .",
    "P20": 'wr:Pot rdfs:label "pot"@en ; skos:definition "Pot."@en .',
    "P21": "wr:OtherPot a owl:Class .",
    "P22": "wr:clay_pot a owl:Class .",
    "P24": "wr:Pot a owl:Class ; owl:equivalentClass [ owl:unionOf ( wr:Pot wr:Pan ) ] .",
    "P25": "wr:fits owl:inverseOf wr:fits .",
    "P26": "wr:fits a owl:SymmetricProperty ; owl:inverseOf wr:isFittedBy .",
    "P28/29": "wr:fits a owl:SymmetricProperty ; rdfs:domain wr:Pot ; rdfs:range wr:Lid .",
    "P30/32": """wr:Pot a owl:Class ; rdfs:label "pot"@en .
        wr:Jar a owl:Class ; rdfs:label "pot"@en .""",
    "P33": "wr:holds owl:propertyChainAxiom ( wr:keeps ) .",
    "P34": "wr:Pot a owl:Class ; rdfs:subClassOf wr:Vessel .",
    "P35": ":pot wr:holds :soup .",
    "P36": "<https://w3id.org/warmteregie/pots.owl> a owl:Ontology .",
    "P38": "wr:Pot a owl:Class .",
    "P39": "<https://w3id.org/pots/> a owl:Ontology . wr:Pot a owl:Class .",
    "P40": "skos:Kettle a owl:Class .",
    "P41": "<https://w3id.org/pots/> a owl:Ontology .",
}
"""For each pitfall a graph that falls into it."""


@pytest.fixture(scope="module")
def whole() -> Graph:
    """Return header and modules as they stand."""
    return load_ontology(shipped_files().ontology)


@pytest.fixture(scope="module")
def merged(whole: Graph) -> Graph:
    """Return all modules as one."""
    return merge_modules(whole)


@pytest.mark.parametrize("number", sorted(PITFALLS.keys() - DEPARTURES.keys()))
def test_ontology_avoids_the_pitfall(number: str, merged: Graph) -> None:
    """Nothing of the ontology has fallen into it."""
    assert [] == list(PITFALLS[number](merged))


def test_only_one_class_is_unconnected(merged: Graph) -> None:
    """The reason holds for one class; another one is a fault."""
    assert [WR.Arrangement] == list(PITFALLS["P04"](merged))


@pytest.mark.parametrize("number", sorted(DEPARTURES))
def test_departure_is_one(number: str, merged: Graph) -> None:
    """A reason for falling into a pitfall goes when nothing falls into it any more."""
    assert list(PITFALLS[number](merged))


@pytest.mark.parametrize("number", sorted(PITFALLS))
def test_pitfall_is_seen(number: str) -> None:
    """What has fallen into a pitfall is found."""
    assert list(PITFALLS[number](graph(WRONG[number])))


def test_only_named_things_look_for_their_pitfalls(whole: Graph) -> None:
    """There are terms to judge: a judge of nothing finds nothing."""
    assert 600 <= len({one for one in whole.subjects(RDF.type) if is_ours(one)})


def headers(graph: Graph) -> list[Node]:
    """Return the header of the whole and those of the modules."""
    return sorted(graph.subjects(RDF.type, OWL.Ontology))


def test_every_header_says_whose_it_is_and_under_which_licence(whole: Graph) -> None:
    """Title and description in both languages, licence, maker, version."""
    for one in headers(whole):
        for text in (DCTERMS.title, DCTERMS.description):
            assert ["en", "nl"] == sorted(value.language for value in whole.objects(one, text)), one
        for term in (DCTERMS.license, DCTERMS.creator, OWL.versionIRI, OWL.versionInfo):
            assert 1 == len(list(whole.objects(one, term))), (one, term)


def test_header_names_prefix_and_namespace(whole: Graph) -> None:
    """Tools and people write the terms in one way."""
    vann = "http://purl.org/vocab/vann/preferredNamespace"

    found = {
        str(term).removeprefix(vann): str(value)
        for term, value in whole.predicate_objects(HEADER)
        if str(term).startswith(vann)
    }
    assert {"Prefix": "wr", "Uri": str(HEADER)} == found


def test_versions_of_all_headers_agree(whole: Graph) -> None:
    """The whole and its modules are one release; each names its version in the one before.

    A module that is new names none.
    """
    [version] = {str(whole.value(one, OWL.versionInfo)) for one in headers(whole)}
    former = ontology_before(version)

    assert set(former.subjects(OWL.versionIRI)) <= set(headers(whole))
    for one in headers(whole):
        assert str(whole.value(one, OWL.versionIRI)).rstrip("/").endswith(f"/{version}")
        assert former.value(one, OWL.versionIRI) == whole.value(one, OWL.priorVersion), one


def ontology_before(version: str) -> Graph:
    """Return the ontology of the last release before a version; empty where there is none."""
    folder = shipped_files().releases
    former = [one for one in load_releases(folder) if one.version != version]
    return read_graph(folder / former[-1].file, GRAPH.ontology) if former else Graph()
