"""Lineage: versions of the data set for machines, each with the one before it and its file.

https://www.w3.org/TR/vocab-dcat-3/#dataset-versions
"""

from collections.abc import Iterator
from hashlib import sha256

from flask import url_for
from rdflib import DCAT, DCTERMS, OWL, RDF, XSD, Graph, Literal, URIRef

from kg.versions import Version, whole_dump
from webapp.dataset import IANA, NEWER, SPDX
from webapp.dumps import PACKED
from webapp.facts import Triple
from webapp.languages import in_every_language
from webapp.metadata import DATASET, metadata, metadata_graph
from webapp.sparql import absolute
from webapp.versions import former_of, iri_of
from webapp.words import dump_contents

_OWN = (OWL.versionInfo, DCTERMS.modified)


def described_version(one: Version) -> Graph:
    """Return a version, described: what holds of the data set, and what is its own."""
    graph, iri = metadata_graph(), iri_of(one.number)
    for subject, predicate, value in [*graph.triples((DATASET, None, None))]:
        graph.remove((subject, predicate, value))
        if predicate not in _OWN:
            graph.add((iri, predicate, value))
    for triple in (*_own_triples(one, iri), *_file_triples(one, iri)):
        graph.add(triple)
    for prefix, base in (("dcat", DCAT), ("spdx", SPDX)):
        graph.bind(prefix, base)
    return graph


def _own_triples(one: Version, iri: URIRef) -> Iterator[Triple]:
    """Yield number, day, note and place among the versions."""
    number, former = Literal(one.number), former_of(one)
    yield iri, RDF.type, DCAT.Dataset
    yield iri, DCTERMS.identifier, Literal(iri, datatype=XSD.anyURI)
    yield iri, OWL.versionInfo, number
    yield iri, NEWER.version, number
    yield iri, NEWER.isVersionOf, DATASET
    yield iri, DCTERMS.modified, Literal(one.day, datatype=XSD.date)
    yield iri, DCAT.landingPage, URIRef(absolute(url_for("history.version", number=one.number)))
    if former:
        yield iri, NEWER.previousVersion, iri_of(former.number)
    if one.release:
        yield iri, DCTERMS.issued, Literal(one.day, datatype=XSD.date)
    if one.release and one.release.note:
        for language in ("nl", "en"):
            text = getattr(one.release.note, language)
            yield iri, NEWER.versionNotes, Literal(text, lang=language)


def _file_triples(one: Version, iri: URIRef) -> Iterator[Triple]:
    """Yield the dump of a version as a distribution, with what tells that it came over whole."""
    if one.dump is None:
        return
    data, file, checksum = (
        whole_dump(one).read_bytes(),
        URIRef(f"{iri}#dump"),
        URIRef(f"{iri}#sha256"),
    )
    address = URIRef(absolute(url_for("history.dump", number=one.number)))
    yield iri, DCAT.distribution, file
    yield file, RDF.type, DCAT.Distribution
    for language, words in in_every_language(dump_contents).items():
        yield file, DCTERMS.title, Literal(words["warmteregie.nq.gz"], lang=language)
    yield file, DCAT.accessURL, URIRef(absolute(url_for("history.version", number=one.number)))
    yield file, DCAT.downloadURL, address
    yield file, DCAT.mediaType, URIRef(f"{IANA}application/n-quads")
    yield file, DCAT.compressFormat, URIRef(IANA + PACKED)
    yield file, DCAT.byteSize, Literal(str(len(data)), datatype=XSD.nonNegativeInteger)
    yield file, DCTERMS.modified, Literal(one.day, datatype=XSD.date)
    yield file, SPDX.checksum, checksum
    yield checksum, RDF.type, SPDX.Checksum
    yield checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256
    yield checksum, SPDX.checksumValue, Literal(sha256(data).hexdigest(), datatype=XSD.hexBinary)
    for name in (DCTERMS.license, DCTERMS.language):
        for value in metadata().values(DATASET, name):
            yield file, name, value
