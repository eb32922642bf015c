"""From alignments to what others load: for each vocabulary a module in OWL 2 DL, and its records.

A module declares of the other vocabulary only what it names; nothing is imported from there. It
stays out of what is reasoned on, as links do: what others say of their classes never decides what
ours are. Who wants it loads it beside the ontology, which it imports.
"""

import re
from collections.abc import Iterable, Iterator

from rdflib import DCTERMS, OWL, RDF, RDFS, BNode, Graph, Literal, URIRef

from kg.linkchecks import MAPPINGS, OF_CLASSES, OF_PROPERTIES
from kg.linkrecords import Triple, record_triples, set_triples
from kg.linksets import Link, Linked, Linkset
from kg.namespaces import ALIGNMENT, GRAPH, WR, WRID, expand

ONTOLOGY = URIRef(str(WR))
_STUBS = {
    "class": OWL.Class,
    "property": OWL.ObjectProperty,
    "data-property": OWL.DatatypeProperty,
}


def alignment_graphs(aligned: Linked) -> dict[URIRef, Graph]:
    """Return two graphs for each vocabulary: ``graph:alignments/<id>`` and its ``/records``."""
    graphs: dict[URIRef, Graph] = {}
    for one in aligned.sets:
        graphs[GRAPH[f"alignments/{one.source.id}"]] = _graph(module_triples(one))
        graphs[GRAPH[f"alignments/{one.source.id}/records"]] = _graph(set_and_records(one))
    return graphs


def _graph(triples: Iterable[Triple]) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


def set_and_records(alignment: Linkset) -> Iterator[Triple]:
    """Yield what an alignment is, and for each of its links what it rests on."""
    yield from set_triples(alignment, ONTOLOGY)
    for link in alignment.links:
        yield from record_triples(link, alignment)


def module_triples(alignment: Linkset) -> Iterator[Triple]:
    """Yield the module of an alignment: header, stubs, what the source says of them, axioms."""
    yield from _header_triples(alignment)
    said = {URIRef(name) for one, _, other in alignment.source.says for name in (one, other)}
    for link in alignment.links:
        if link.predicate != RDFS.seeAlso or link.target in said:
            yield from _stub_triples(link, alignment)
        yield from _axiom_triples(link)
    for one, relation, other in alignment.source.says:
        yield URIRef(one), URIRef(expand(relation) or ""), URIRef(other)


def _header_triples(alignment: Linkset) -> Iterator[Triple]:
    source = alignment.source
    module = ALIGNMENT[source.id]
    yield module, RDF.type, OWL.Ontology
    yield module, OWL.imports, ONTOLOGY
    yield module, DCTERMS.title, Literal(f"Warmteregie en {source.name.nl}", lang="nl")
    yield module, DCTERMS.title, Literal(f"Warmteregie and {source.name.en}", lang="en")
    yield module, DCTERMS.license, URIRef(alignment.head["license"])
    yield module, DCTERMS.source, URIRef(source.home)
    yield module, RDFS.seeAlso, alignment.iri


def _stub_triples(link: Link, within: Linkset) -> Iterator[Triple]:
    if link.category in _STUBS:  # a concept needs no declaration, and is not ours to classify
        yield link.target, RDF.type, _STUBS[link.category]
    yield link.target, RDFS.label, Literal(link["object_label"], lang=within.source.language)
    if link.predicate in MAPPINGS:
        yield link.predicate, RDF.type, OWL.ObjectProperty


def _axiom_triples(link: Link) -> Iterator[Triple]:
    """Yield a link as an axiom; one of a kind of instrument is of the cases of that kind."""
    if link.predicate in (*OF_CLASSES, *OF_PROPERTIES) and link.subject.startswith(str(WRID)):
        yield from _cases_triples(link)
    else:
        yield link.subject, link.predicate, link.target


def _cases_triples(link: Link) -> Iterator[Triple]:
    """Yield that whatever is a case of a kind is of a class.

    A general class axiom: https://www.w3.org/TR/owl2-syntax/#Subclass_Axioms
    """
    cases = BNode("cases" + re.sub(r"[^A-Za-z0-9]+", "-", link.subject.removeprefix(str(WRID))))
    yield cases, RDF.type, OWL.Restriction
    yield cases, OWL.onProperty, WR.caseOf
    yield cases, OWL.hasValue, link.subject
    yield cases, RDFS.subClassOf, link.target
