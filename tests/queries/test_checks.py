"""Each check of `queries/checks` finds the fault it is named after, and nothing in sound data."""

import pytest
from rdflib import Graph, URIRef

from kg.checks import check_faults
from kg.files import shipped_files
from kg.namespaces import GRAPH

PREFIXES = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix wr: <https://w3id.org/warmteregie/def/> .
@prefix wrid: <https://w3id.org/warmteregie/id/> .
"""
TERMS = """
wr:uses rdfs:domain wr:Actor ; rdfs:range wr:Means .
wr:ActorKind rdfs:subClassOf wr:Actor .
wrid:gardener a wr:ActorKind .
wrid:rake a wr:Means .
"""
STATEMENT = """
wrid:s1 a wr:Statement ; rdf:subject wrid:gardener ; rdf:predicate wr:uses ;
    rdf:object wrid:rake ; wr:force wrid:is ; wr:polarity wrid:affirmed ;
    wr:assertedIn <https://w3id.org/warmteregie/graph/study/garden> .
"""
OTHER = STATEMENT.replace("wrid:s1", "wrid:s2")
PLAIN = "wrid:gardener wr:uses wrid:rake ."
SPEAKER = "wrid:someone a wr:Speaker ."
SEEDED = {
    "speaker-without-reading": ("", SPEAKER),
    "opposites-without-tension": ("", STATEMENT + OTHER.replace("affirmed", "denied")),
    "plain-triple-without-statement": (PLAIN, ""),
    "subject-outside-domain": ("", STATEMENT.replace("subject wrid:gardener", "subject wrid:rake")),
    "object-outside-range": ("", STATEMENT.replace("object wrid:rake", "object wrid:gardener")),
}
SOUND = {
    "speaker-without-reading": ("", SPEAKER + "wrid:r wr:relays wrid:someone ."),
    "opposites-without-tension": (
        "",
        STATEMENT + OTHER.replace("affirmed", "denied") + "wrid:t wr:between wrid:s1 , wrid:s2 .",
    ),
    "plain-triple-without-statement": (PLAIN, STATEMENT),
    "subject-outside-domain": ("", STATEMENT),
    "object-outside-range": ("", STATEMENT),
}


def graphs(study: str, evidence: str) -> dict[URIRef, Graph]:
    """Return the named graphs of an invented study."""
    return {
        GRAPH.entities: Graph().parse(data=PREFIXES + TERMS, format="turtle"),
        GRAPH["study/garden"]: Graph().parse(data=PREFIXES + study, format="turtle"),
        GRAPH["evidence/garden"]: Graph().parse(data=PREFIXES + evidence, format="turtle"),
    }


def test_every_check_has_a_seeded_fault() -> None:
    """No check is in the library that was never seen failing."""
    slugs = {path.stem for path in (shipped_files().queries / "checks").glob("*.rq")}

    assert slugs == set(SEEDED) == set(SOUND)


@pytest.mark.parametrize("slug", SEEDED)
def test_seeded_fault_is_found(slug: str) -> None:
    """A graph with one fault gives that one fault, named."""
    found = check_faults(shipped_files(), graphs(*SEEDED[slug]))

    assert [f"check {slug}"] == [fault.place for fault in found]


@pytest.mark.parametrize("slug", SOUND)
def test_sound_data_gives_nothing(slug: str) -> None:
    """The same graph without the fault gives no row."""
    assert [] == check_faults(shipped_files(), graphs(*SOUND[slug]))
