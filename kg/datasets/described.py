"""What is said of a data set that was linked: as DCAT, its links as VoID and SSSOM.

https://www.w3.org/TR/vocab-dcat-3/ https://www.w3.org/TR/void/
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import date

from rdflib import DCAT, DCTERMS, RDF, RDFS, SKOS, VOID, XSD, Literal, URIRef
from rdflib.namespace import PROV

from kg.datasets.dataset import DataSet, graph_of, links_of
from kg.datasets.reviewed import Review, Reviewed, confidence_of, day_of
from kg.linkrecords import DATASET, Triple, axiom_triples, void_triples
from kg.namespaces import PAV, SEMAPV, SSSOM, WR

NOTE = {
    "nl": "Gegevens van anderen, en niet het antwoord van de studie.",
    "en": "Data of others, and not the study's answer.",
}
"""Stands with every data set that is linked."""


def description(found: DataSet, review: Review, day: date) -> Iterator[Triple]:
    """Yield what a data set is, where it is from, and of what kind its links are."""
    iri, links = graph_of(found.name), links_of(found.name)
    yield iri, RDF.type, WR.LinkedDataSet
    yield iri, RDF.type, DCAT.Dataset
    yield iri, DCTERMS.identifier, Literal(found.name)
    for language, note in NOTE.items():
        yield iri, DCTERMS.title, Literal(found.title, lang=language)
        yield iri, SKOS.editorialNote, Literal(note, lang=language)
    yield iri, WR.knowledgeStatus, WR.Outside
    yield iri, DCTERMS.issued, Literal(day)
    yield iri, VOID.triples, Literal(len(found.triples))
    yield from _file(iri, found)
    yield from _links(links, iri, found, review)


def _file(iri: URIRef, found: DataSet) -> Iterator[Triple]:
    file = file_iri(found.digest)
    yield iri, PROV.wasDerivedFrom, file
    yield file, RDFS.label, Literal(found.file)


def file_iri(digest: str) -> URIRef:
    """Return the name of a file by its SHA-256 in hexadecimals: RFC 6920."""
    text = urlsafe_b64encode(bytes.fromhex(digest)).decode("ascii").rstrip("=")
    return URIRef(f"ni:///sha-256;{text}")


def _links(iri: URIRef, of: URIRef, found: DataSet, review: Review) -> Iterator[Triple]:
    yield from void_triples(iri, of, DATASET, [one.relation for one in review.links])
    yield iri, DCTERMS.title, Literal(f"Links van {found.title}", lang="nl")
    yield iri, DCTERMS.title, Literal(f"Links of {found.title}", lang="en")


def link_triples(found: DataSet, review: Review) -> Iterator[Triple]:
    """Yield each link as a triple, with a record of who stands for it and why."""
    iri = links_of(found.name)
    for number, one in enumerate(review.links, 1):
        yield one.subject, one.relation, one.target
        yield from _record(URIRef(f"{iri}/{number}"), one)


def _record(iri: URIRef, one: Reviewed) -> Iterator[Triple]:
    yield from axiom_triples(iri, one.subject, one.relation, one.target)
    yield iri, SSSOM.subject_label, Literal(one.cells.get("subject_label") or one.subject)
    yield iri, SSSOM.mapping_justification, one.justification or SEMAPV.ManualMappingCuration
    yield iri, SSSOM.reviewer_label, Literal(one.reviewer)
    if sure := confidence_of(one):
        yield iri, SSSOM.confidence, Literal(sure, datatype=XSD.decimal)
    if comment := one.cells.get("comment"):
        yield iri, RDFS.comment, Literal(comment, lang="en")
    if day := day_of(one):
        yield iri, PAV.authoredOn, Literal(day)
