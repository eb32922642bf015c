"""Each check of `queries/checks` finds the fault it is named after, and nothing in sound data."""

from collections.abc import Mapping

import pytest
from rdflib import Graph, URIRef

from kg.checks import check_faults
from kg.entailment import infer
from kg.files import shipped_files
from kg.namespaces import GRAPH

PREFIXES = """
@base <https://w3id.org/warmteregie/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wr: <https://w3id.org/warmteregie/def/> .
@prefix wrid: <https://w3id.org/warmteregie/id/> .
@prefix is: <https://w3id.org/warmteregie/id/force/> .
@prefix polarity: <https://w3id.org/warmteregie/id/polarity/> .
"""
NAMES = {
    "ontology": GRAPH.ontology,
    "entities": GRAPH.entities,
    "study": GRAPH["study/garden"],
    "evidence": GRAPH["evidence/garden"],
    "outside": GRAPH.outside,
}
BASE = {
    "ontology": """
wr:Actor a owl:Class .
wr:ActorKind a owl:Class ; rdfs:subClassOf wr:Actor .
wr:Means a owl:Class .
wr:Instrument a owl:Class ; rdfs:subClassOf wr:Means .
wr:InstrumentCase a owl:Class ; rdfs:subClassOf wr:Means .
wr:CharacteristicValue a owl:Class .
wr:uses a owl:ObjectProperty ; rdfs:domain wr:Actor ; rdfs:range wr:Means .
wr:prunesWith a owl:ObjectProperty ; rdfs:subPropertyOf wr:uses .
wr:caseOf a owl:ObjectProperty ; rdfs:domain wr:InstrumentCase ; rdfs:range wr:Instrument .
wr:ownScript a owl:ObjectProperty ; rdfs:range wr:CharacteristicValue .
wr:Scripted a owl:Class ;
    owl:equivalentClass [ owl:onProperty wr:ownScript ; owl:hasValue wrid:present ] .
skos:broader rdfs:subPropertyOf skos:broaderTransitive .
skos:broaderTransitive a owl:TransitiveProperty .
[] a owl:AllDisjointClasses ; owl:members ( wr:Actor wr:Means ) .
""",
    "entities": """
wrid:gardener a wr:ActorKind .
wrid:rake a wr:Means .
wrid:plan a wr:Instrument .
""",
}
STATEMENT = """
wrid:s1 a wr:Statement ; wr:inStudy wrid:garden-study ;
    rdf:subject wrid:gardener ; rdf:predicate wr:uses ;
    rdf:object wrid:rake ; wr:force is:is ; wr:polarity polarity:affirmed ;
    wr:assertedIn <https://w3id.org/warmteregie/graph/study/garden> .
"""
DENIED = STATEMENT.replace("wrid:s1", "wrid:s2").replace("affirmed", "denied")
PLAIN = "wrid:gardener wr:uses wrid:rake ."
CLOSER = STATEMENT.replace("wr:uses", "wr:prunesWith")
ELSEWHERE = (
    DENIED.replace("garden-study", "park-study").partition(" ;\n    wr:assertedIn")[0] + " ."
)
HELD = "wrid:t wr:between wrid:s1 , wrid:s2 ."
SPEAKER = "wrid:someone a wr:Speaker ."
AUTHORS = """
wrid:authors a wr:Speaker ; wr:inStudy wrid:garden-study ; wr:speakerKind <speaker-kind/authors> .
wrid:last a wr:Section ; wr:inStudy wrid:garden-study ; wr:curationStatus <curation-status/%s> .
"""
RAKING = "wrid:gardener wr:prunesWith wrid:rake ."

Graphs = Mapping[str, str]
SEEDED: Mapping[str, Graphs] = {
    "speaker-without-reading": {"evidence": SPEAKER},
    "plain-triple-without-statement": {"study": PLAIN},
    "subject-outside-domain": {
        "evidence": STATEMENT.replace("subject wrid:gardener", "subject wrid:rake")
    },
    "object-outside-range": {
        "evidence": STATEMENT.replace("object wrid:rake", "object wrid:gardener")
    },
    "thing-of-two-sortals": {"entities": "wrid:robot a wr:ActorKind , wr:Instrument ."},
    "concept-under-itself": {
        "entities": "wrid:rake skos:broader wrid:tool . wrid:tool skos:broader wrid:gear ."
        "wrid:gear skos:broader wrid:tool ."
    },
    "situation-with-two-values": {
        "entities": "wrid:monday a wr:Scripted ; wr:ownScript wrid:absent ."
    },
    "case-that-is-a-kind": {
        "entities": "wrid:my-plan wr:caseOf wrid:plan . wrid:sunday-plan wr:caseOf wrid:my-plan ."
    },
    "inferred-term-not-declared": {"ontology": "wr:Actor rdfs:subClassOf wr:Agnet ."},
    "two-names-for-one": {
        "ontology": "wr:Tool a owl:Class ; rdfs:subClassOf wr:Means . "
        "wr:Means rdfs:subClassOf wr:Tool ."
    },
    "denied-and-following": {"study": RAKING, "evidence": CLOSER + DENIED},
}
SOUND: Mapping[str, Graphs] = {
    "speaker-without-reading": {
        "evidence": SPEAKER + "wrid:r wr:relays wrid:someone ." + AUTHORS % "open"
    },
    "plain-triple-without-statement": {"study": PLAIN, "evidence": STATEMENT},
    "subject-outside-domain": {"evidence": STATEMENT},
    "object-outside-range": {"evidence": STATEMENT},
    "thing-of-two-sortals": {"entities": "wrid:robot a wr:Instrument ."},
    "concept-under-itself": {
        "entities": "wrid:rake skos:broader wrid:tool . wrid:tool skos:broader wrid:gear ."
    },
    "situation-with-two-values": {
        "entities": "wrid:monday a wr:Scripted ; wr:ownScript wrid:present ."
    },
    "case-that-is-a-kind": {"entities": "wrid:my-plan wr:caseOf wrid:plan ."},
    "inferred-term-not-declared": {
        "ontology": "wr:Actor rdfs:subClassOf wr:Agent . wr:Agent a owl:Class ."
    },
    "two-names-for-one": {"ontology": "wr:Tool a owl:Class ; owl:equivalentClass wr:Means ."},
    "denied-and-following": {"study": RAKING, "evidence": CLOSER + DENIED + HELD},
}


def graphs(added: Graphs) -> dict[URIRef, Graph]:
    """Return the named graphs of an invented study, with what follows from them."""
    told = {
        name: Graph().parse(data=PREFIXES + BASE.get(key, "") + added.get(key, ""), format="turtle")
        for key, name in NAMES.items()
    }
    return told | {GRAPH.inferred: infer(told)}


def test_every_check_has_a_seeded_fault() -> None:
    """No check is in the library that was never seen failing."""
    slugs = {path.stem for path in (shipped_files().queries / "checks").glob("*.rq")}

    assert slugs == set(SEEDED) == set(SOUND)


@pytest.mark.parametrize("slug", SEEDED)
def test_seeded_fault_is_found(slug: str) -> None:
    """A graph with one fault gives that one fault, named."""
    found = check_faults(shipped_files(), graphs(SEEDED[slug]))

    assert [f"check {slug}"] == [fault.place for fault in found]


def test_inference_does_not_excuse_a_subject_outside_its_domain() -> None:
    """That a rake which uses something follows to be an actor is the fault, not its excuse."""
    wrong = STATEMENT.replace("subject wrid:gardener", "subject wrid:rake")
    told = graphs({"study": "wrid:rake wr:uses wrid:rake .", "evidence": wrong})

    assert ["check subject-outside-domain", "check thing-of-two-sortals"] == [
        fault.place for fault in check_faults(shipped_files(), told)
    ]


@pytest.mark.parametrize(
    ("spoiled", "slug"),
    [
        ("subject wrid:gardener", "subject-outside-domain"),
        ("object wrid:rake", "object-outside-range"),
    ],
)
def test_fact_from_elsewhere_fits_its_property(spoiled: str, slug: str) -> None:
    """What is said from elsewhere is held to domain and range too; a day has no class."""
    fact = STATEMENT.replace("wr:Statement", "wr:OutsideFact")
    day = fact.replace("wrid:s1", "wrid:s3").replace("object wrid:rake", 'object "2031-07-01"')
    wrong = fact.replace(spoiled, f"{spoiled.split()[0]} wrid:present")

    assert [] == check_faults(shipped_files(), graphs({"outside": fact + day}))
    assert [f"check {slug}"] == [
        fault.place for fault in check_faults(shipped_files(), graphs({"outside": wrong}))
    ]


def test_authors_of_a_finished_study_speak() -> None:
    """Authors may be silent only as long as something of their study is still to be curated."""
    found = check_faults(shipped_files(), graphs({"evidence": AUTHORS % "curated"}))

    assert ["check speaker-without-reading"] == [fault.place for fault in found]


@pytest.mark.parametrize(
    ("evidence", "found"),
    [
        (CLOSER + ELSEWHERE, 0),
        (
            CLOSER
            + CLOSER.replace("wrid:s1", "wrid:s3").replace("garden-study", "park-study")
            + ELSEWHERE,
            1,
        ),
        (ELSEWHERE, 1),
    ],
    ids=["only the other study says it", "both say it", "it follows from no study"],
)
def test_study_may_deny_what_follows_from_another(evidence: str, found: int) -> None:
    """A denial is at odds with its own study, or with what holds for all; not with another one."""
    told = graphs({"study": RAKING, "evidence": evidence})
    faults = [one for one in check_faults(shipped_files(), told) if "following" in one.place]

    assert found == len(faults)


@pytest.mark.parametrize("slug", SOUND)
def test_sound_data_gives_nothing(slug: str) -> None:
    """The same graph without the fault gives no row."""
    assert [] == check_faults(shipped_files(), graphs(SOUND[slug]))
