"""From links to named graphs: each link as a triple, and what it rests on as a record.

The record is SSSOM's form in RDF, an annotated axiom; no blank nodes are made. Links stay out of
what is reasoned on: what others say of their things never decides what ours are.
"""

import re
from collections.abc import Iterator, Sequence

from rdflib import DCTERMS, OWL, RDF, RDFS, VOID, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from kg.linksets import Link, Linked, Linkset
from kg.namespaces import GRAPH, PAV, SSSOM, WR, WRID

Triple = tuple[Node, URIRef, Node]

DATASET = WRID["dataset/warmteregie"]
_TOLD = ("subject_label", "object_label", "object_category", "author_label", "reviewer_label",
         "other")  # fmt: skip


def link_graphs(linked: Linked) -> dict[URIRef, Graph]:
    """Return a graph for each source that is linked to, ``graph:links/<source>``."""
    return {GRAPH[f"links/{one.source.id}"]: _graph_of(one) for one in linked.sets}


def _graph_of(linkset: Linkset) -> Graph:
    graph = Graph()
    for triple in linkset_triples(linkset):
        graph.add(triple)
    return graph


def linkset_triples(linkset: Linkset) -> Iterator[Triple]:
    """Yield a set of links: what it is, and every link with its record."""
    yield from set_triples(linkset, DATASET)
    for link in linkset.links:
        yield link.subject, link.predicate, link.target
        yield from record_triples(link, linkset)


def set_triples(linkset: Linkset, ours: URIRef) -> Iterator[Triple]:
    """Yield what a set of links is; *ours* is what its links are from."""
    iri, head, home = linkset.iri, linkset.head, URIRef(linkset.source.home)
    yield from void_triples(iri, ours, home, [link.predicate for link in linkset.links])
    for named in (iri, home):
        yield named, DCTERMS.title, Literal(linkset.source.name.nl, lang="nl")
        yield named, DCTERMS.title, Literal(linkset.source.name.en, lang="en")
    yield iri, DCTERMS.license, URIRef(head["license"])


def void_triples(
    iri: URIRef, subjects: URIRef, objects: URIRef, relations: Sequence[URIRef]
) -> Iterator[Triple]:
    """Yield what a set of links leads from and to, and by which *relations*, one for each link.

    https://www.w3.org/TR/void/#linkset
    """
    yield iri, RDF.type, VOID.Linkset
    yield iri, RDF.type, SSSOM.MappingSet
    yield iri, VOID.subjectsTarget, subjects
    yield iri, VOID.objectsTarget, objects
    yield iri, VOID.triples, Literal(len(relations))
    for relation in sorted(set(relations)):
        yield iri, VOID.linkPredicate, relation


def record_triples(link: Link, within: Linkset) -> Iterator[Triple]:
    """Yield what the target of a link is called, and the record of what the link rests on."""
    iri = record_name(link, within)
    yield link.target, RDFS.label, Literal(link["object_label"], lang=within.source.language)
    yield from axiom_triples(iri, link.subject, link.predicate, link.target)
    yield iri, RDFS.label, Literal(f"{link['subject_label']} – {link['object_label']}", lang="nl")
    yield iri, SSSOM.mapping_justification, link.justification
    yield iri, SSSOM.confidence, Literal(link["confidence"], datatype=XSD.decimal)
    yield iri, PAV.authoredOn, Literal(link["mapping_date"], datatype=XSD.date)
    yield iri, RDFS.comment, Literal(link["comment"], lang="en")
    yield iri, DCTERMS.isPartOf, within.iri
    for slot in _TOLD:
        yield iri, SSSOM[slot], Literal(link[slot])


def axiom_triples(
    iri: URIRef, subject: URIRef, relation: URIRef, target: URIRef
) -> Iterator[Triple]:
    """Yield that a record is of a triple: https://www.w3.org/TR/owl2-mapping-to-rdf/ (2.2)."""
    yield iri, RDF.type, OWL.Axiom
    yield iri, OWL.annotatedSource, subject
    yield iri, OWL.annotatedProperty, relation
    yield iri, OWL.annotatedTarget, target


def record_name(link: Link, within: Linkset) -> URIRef:
    """Return the name of a link's record: its source, what of ours it is about, and its target."""
    local = link.subject.removeprefix(str(WRID)).removeprefix(str(WR))
    kind = "link" if within.kind == "linkset" else "mapping"
    target = re.sub(r"[^A-Za-z0-9]+", "-", link["object_id"].partition(":")[2]).strip("-")
    return WRID[f"{kind}/{within.source.id}/{local}/{target}"]
