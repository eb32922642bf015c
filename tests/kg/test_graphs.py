"""From curated sections to triples: evidence in full, plain triples only where they may stand."""

import pytest
from rdflib import OWL, RDF, Graph, Literal, URIRef

from kg.curation import SectionFile
from kg.graphs import (
    asserted_triples,
    content_triples,
    dutch_notes,
    evidence_triples,
    reported_speakers,
    statement_triples,
    study_graphs,
    to_nquads,
    union_of,
)
from kg.namespaces import GRAPH, WR, WRID
from kg.study import Study

TEXT = {"nl": "x", "en": "x"}


@pytest.fixture
def study(tmp_path) -> Study:  # type: ignore[no-untyped-def]
    """Return an invented study without sections that matter."""
    return Study(
        key="roofs", title=TEXT, description=TEXT, programme=TEXT, researched_from="2020-01",
        researched_until="2020-02", text={"sha256": "0" * 64, "lines": 1},
        section=[{"number": "1", "title": TEXT}], folder=tmp_path,
    )  # fmt: skip


def section(**changes: object) -> SectionFile:
    """Return a section with one statement of a municipality that uses a subsidy."""
    statement = {
        "id": "0001", "subject": "wrid:actor/municipality", "predicate": "wr:uses",
        "object": "wrid:instrument/roof-subsidy", "gist": TEXT,
        "reading": [{"passages": ["1-1", "1-0"], "speakers": ["one-resident"]}],
    }  # fmt: skip
    return SectionFile.model_validate({"section": "1", "statement": [statement | changes]})


PLAIN = (WRID["actor/municipality"], WR.uses, WRID["instrument/roof-subsidy"])


def test_stated_claim_is_a_plain_triple(study: Study) -> None:
    """What is affirmed, unconditional and stated stands as a triple of its own."""
    assert [PLAIN] == list(asserted_triples(study, section()))


def test_word_of_an_unidentified_voice_is_only_reported(study: Study) -> None:
    """A claim that rests on a voice nobody knows is a statement and no plain triple."""
    assert [] == list(asserted_triples(study, section(), {"one-resident"}))


def test_reported_speakers_are_told_by_their_kind() -> None:
    """Unidentified voices, hearsay and memoranda are reported; the authors are not."""
    speakers = Graph()
    for name, kind in (("a", "unidentified"), ("b", "hearsay"), ("c", "authors")):
        iri = WRID[f"speaker/roofs/{name}"]
        speakers.add((iri, WR.speakerKind, WRID[f"speaker-kind/{kind}"]))

    assert {"a", "b"} == reported_speakers(speakers)


def test_statement_is_reified_whatever_its_polarity(study: Study) -> None:
    """A denied statement keeps its triple, says that it is denied, and is asserted nowhere."""
    denied = section(polarity="denied")

    graph = graph_of(evidence_triples(study, denied))

    iri = WRID["statement/roofs-0001"]
    assert PLAIN == tuple(
        graph.value(iri, part) for part in (RDF.subject, RDF.predicate, RDF.object)
    )
    assert WRID["polarity/denied"] == graph.value(iri, WR.polarity)
    assert graph.value(iri, WR.assertedIn) is None


def test_node_belongs_to_its_statement(study: Study) -> None:
    """A content node leads to the statement it is part of, with its properties."""
    node = {"class": "wr:Quantity", "value": 3000, "unit": "wrid:unit/euro"}
    [statement] = section(object="node", node=node).statement

    graph = graph_of(content_triples(study, statement))

    iri = WRID["node/roofs-0001"]
    assert WRID["statement/roofs-0001"] == graph.value(iri, WR.contentOf)
    assert Literal(3000) == graph.value(iri, WR.value)
    assert WRID["unit/euro"] == graph.value(iri, WR.unit)
    assert (WRID["statement/roofs-0001"], RDF.object, iri) in graph_of(
        statement_triples(study, statement)
    )


def test_first_passage_is_read_in_and_others_read_with(study: Study) -> None:
    """A reading tells its own sentence from the heading that carries the level."""
    graph = graph_of(evidence_triples(study, section()))

    reading = WRID["reading/roofs-0001-1"]
    assert WRID["passage/roofs/1-1"] == graph.value(reading, WR.readIn)
    assert WRID["passage/roofs/1-0"] == graph.value(reading, WR.readWith)


def test_note_stands_in_both_languages(study: Study) -> None:
    """The reading has its note as written, and its Dutch from the table; neither is a third."""
    noted = {"passages": ["1-1"], "speakers": ["one-resident"], "note": "Flat roofs only."}
    read = section(reading=[noted, noted | {"note": "Any roof."}, noted | {"note": ""}])
    notes = {"Flat roofs only.": "Alleen platte daken."}

    graphs = study_graphs(study, [], [read], Graph(), notes=notes)

    said = {
        str(iri)[-1]: set(graphs[GRAPH["evidence/roofs"]].objects(iri, WR.note))
        for iri in (WRID[f"reading/roofs-0001-{number}"] for number in (1, 2, 3))
    }
    assert {
        "1": {Literal("Flat roofs only.", lang="en"), Literal("Alleen platte daken.", lang="nl")},
        "2": {Literal("Any roof.", lang="en")},
        "3": set(),
    } == said
    assert [] == list(dutch_notes(study, read, {}))


def test_triple_in_two_graphs_counts_once_in_the_union() -> None:
    """The union of graphs is a merge: one triple in two of them is one triple."""
    graph = graph_of([(WRID["a"], OWL.sameAs, WRID["b"])])

    assert 1 == len(union_of({GRAPH.one: graph, GRAPH.two: graph}))


def test_same_graphs_give_the_same_text(study: Study) -> None:
    """N-Quads are sorted: the order in which triples came does not show."""
    triples = list(evidence_triples(study, section()))
    one, other = graph_of(triples), graph_of(reversed(triples))

    assert to_nquads({GRAPH.one: one}) == to_nquads({GRAPH.one: other})
    assert (
        sorted(to_nquads({GRAPH.one: one}).splitlines()) == to_nquads({GRAPH.one: one}).splitlines()
    )


def test_no_blank_node_is_made(study: Study) -> None:
    """Every subject and object is an IRI or a literal."""
    terms = {term for triple in evidence_triples(study, section()) for term in triple}

    assert all(isinstance(term, URIRef | Literal) for term in terms)


def graph_of(triples) -> Graph:  # type: ignore[no-untyped-def]
    """Return a graph of these triples."""
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph
