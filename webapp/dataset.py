"""The data set as catalogues read it: VoID and DCAT-AP-NL in one graph.

What the data are is said in the metadata of the build; added here is what only a site knows:
its addresses, the files it gives, how much is in them, and whom to ask.

https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/
https://www.w3.org/TR/void/
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rdflib import DCAT, DCTERMS, FOAF, OWL, RDF, SKOS, VOID, XSD, Graph, Literal, Namespace, URIRef

from kg.namespaces import GRAPH, ROOT, WR
from webapp.counting import partition_triples
from webapp.description import graph_sizes
from webapp.dumps import PACKED, Given, given
from webapp.facts import Triple
from webapp.languages import in_every_language
from webapp.metadata import DATASET, metadata, metadata_graph
from webapp.services import services
from webapp.sparql import absolute, endpoint_address, site_address
from webapp.versions import all_versions, iri_of
from webapp.words import contact_words, dump_contents, graph_contents, service_words

SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
NEWER = Namespace(DCAT._NS)
"""Terms that are younger than rdflib's list."""
IANA = "https://www.iana.org/assignments/media-types/"

_OF_EACH = (DCTERMS.license, DCTERMS.accessRights, DCTERMS.publisher, DCTERMS.creator, DCAT.theme)
"""What holds of the service as it does of the data."""
_PREFIXES = {"dcat": DCAT, "foaf": FOAF, "spdx": SPDX, "vcard": VCARD, "void": VOID}


@dataclass(frozen=True)
class Places:
    """Where the site is: its page of data, its endpoint, and the page to ask or report on."""

    page: str
    endpoint: str
    contact: str

    def __getitem__(self, name: str) -> URIRef:
        """Return the name of a part of the description."""
        return URIRef(f"{self.page}#{name}")


def described_dataset() -> Graph:
    """Return the data set that serves, described.

    Raises:
        NoBuild: there is nothing to describe.
        BuildDamaged: a dump is not as it was made.
    """
    graph, places = metadata_graph(), _places()
    for prefix, base in _PREFIXES.items():
        graph.bind(prefix, base)
    for part in (
        _dataset_triples(places), _contact_triples(places), _service_triples(places),
        _version_triples(), _themes(), _part_triples(),
        partition_triples(DATASET, places.page, services().engine),
        *(_distribution_triples(one, places) for one in given()),
    ):  # fmt: skip
        for triple in part:
            graph.add(triple)
    return graph


def _places() -> Places:
    site = site_address()
    return Places(f"{site}/data", endpoint_address(), f"{site}/report")


def _dataset_triples(places: Places) -> Iterator[Triple]:
    """Yield what the site adds to the data set itself; the page is the document about it."""
    union, _sizes = graph_sizes(services().engine, services().engine.build_id)
    page = URIRef(places.page)
    yield page, RDF.type, VOID.DatasetDescription
    yield page, FOAF.primaryTopic, DATASET
    yield DATASET, RDF.type, VOID.Dataset
    yield DATASET, RDF.type, DCAT.Dataset
    yield DATASET, DCTERMS.identifier, Literal(DATASET, datatype=XSD.anyURI)
    yield DATASET, NEWER.version, Literal(metadata().text(DATASET, OWL.versionInfo))
    yield DATASET, DCAT.landingPage, page
    yield DATASET, FOAF.homepage, URIRef(f"{site_address()}/")
    yield DATASET, DCAT.contactPoint, places["contact"]
    yield DATASET, VOID.triples, union
    yield DATASET, VOID.sparqlEndpoint, URIRef(places.endpoint)
    yield DATASET, VOID.uriSpace, Literal(ROOT)
    yield DATASET, VOID.vocabulary, URIRef(WR)


def _version_triples() -> Iterator[Triple]:
    """Yield the versions that the data set has had, and the newest of them."""
    found = [iri_of(one.number) for one in all_versions()]
    for iri in found:
        yield DATASET, NEWER.hasVersion, iri
    for iri in found[-1:]:
        yield DATASET, NEWER.hasCurrentVersion, iri


def _contact_triples(places: Places) -> Iterator[Triple]:
    """Yield whom to ask: always a page; an address to write to where the keeper of it sets one."""
    contact, mail = places["contact"], services().settings.contact
    yield contact, RDF.type, VCARD.Kind
    yield from _both(contact, VCARD.fn, "name", contact_words)
    yield contact, VCARD.hasURL, URIRef(places.contact)
    if mail:
        yield contact, VCARD.hasEmail, URIRef(f"mailto:{mail}")


def _service_triples(places: Places) -> Iterator[Triple]:
    """Yield the endpoint as a data service, with what holds of the data too."""
    service = URIRef(places.endpoint)
    yield service, RDF.type, DCAT.DataService
    yield from _both(service, DCTERMS.title, "title", service_words)
    yield from _both(service, DCTERMS.description, "description", service_words)
    yield service, DCTERMS.identifier, Literal(service, datatype=XSD.anyURI)
    yield service, DCTERMS.conformsTo, URIRef("https://www.w3.org/TR/sparql11-protocol/")
    yield service, DCAT.endpointURL, service
    yield service, DCAT.endpointDescription, service
    yield service, DCAT.servesDataset, DATASET
    yield service, DCAT.contactPoint, places["contact"]
    yield from _shared(service, _OF_EACH)


def _part_triples() -> Iterator[Triple]:
    """Yield the named graphs as parts of the data set, each with its triples."""
    _union, sizes = graph_sizes(services().engine, services().engine.build_id)
    for graph, triples in sizes:
        if graph.startswith(GRAPH):
            yield DATASET, VOID.subset, graph
            yield graph, RDF.type, VOID.Dataset
            yield graph, VOID.triples, triples
            yield from _both(
                graph, DCTERMS.title, graph[len(GRAPH) :].split("/")[0], graph_contents
            )


def _distribution_triples(one: Given, places: Places) -> Iterator[Triple]:
    """Yield a dump as a distribution, with what tells that it came over whole."""
    name = places[one.dump.name]
    address = URIRef(absolute(one.href))
    checksum = places[f"{one.dump.name}-sha256"]
    yield DATASET, VOID.dataDump, address
    yield DATASET, DCAT.distribution, name
    yield name, RDF.type, DCAT.Distribution
    yield from _both(name, DCTERMS.title, one.dump.name, dump_contents)
    yield name, DCAT.accessURL, URIRef(places.page)
    yield name, DCAT.downloadURL, address
    yield name, DCAT.mediaType, URIRef(IANA + one.dump.media_type)
    yield name, DCAT.compressFormat, URIRef(IANA + PACKED)
    yield name, DCAT.byteSize, Literal(str(one.size), datatype=XSD.nonNegativeInteger)
    yield name, SPDX.checksum, checksum
    yield checksum, RDF.type, SPDX.Checksum
    yield checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256
    yield checksum, SPDX.checksumValue, Literal(one.digest, datatype=XSD.hexBinary)
    yield from _shared(name, (DCTERMS.license, DCTERMS.modified, DCTERMS.language))


def _themes() -> Iterator[Triple]:
    """Yield that the themes are concepts: in the graph itself every concept is ours."""
    for theme in metadata().things(DATASET, DCAT.theme):
        yield theme, RDF.type, SKOS.Concept


def _shared(subject: URIRef, properties: Sequence[URIRef]) -> Iterator[Triple]:
    """Yield of *subject* what the metadata say of the data set."""
    for name in properties:
        for value in metadata().values(DATASET, name):
            yield subject, name, value


def _both(
    subject: URIRef, name: URIRef, key: str, words: Callable[[], Mapping[str, str]]
) -> Iterator[Triple]:
    """Yield a text of ours in every language, where there is one."""
    for language, found in in_every_language(words).items():
        if key in found:
            yield subject, name, Literal(found[key], lang=language)
