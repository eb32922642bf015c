"""The pitfalls of ontologies that OOPS! looks for, as far as a graph can show them.

Each function yields what fell into one pitfall. The numbers are those of the catalogue,
https://oops.linkeddata.es/catalogue.jsp; what only a reader can tell (such as P01, one word for
two notions, or P09, something forgotten) is not here.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Graph, URIRef
from rdflib.term import Node

from kg.namespaces import WR

Found = Iterable[Node]

PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty)
_CLASS = re.compile(r"[A-Z][A-Za-z0-9]*")
_PROPERTY = re.compile(r"[a-z][A-Za-z0-9]*")
_TWO_IN_ONE = re.compile(r"[a-z](And|Or)[A-Z]")
_REST = re.compile(r"^(Other|Misc|Miscellaneous|Unknown|Various)|(Other|Misc|Rest)$")
_EXTENSION = re.compile(r"\.(owl|rdf|ttl|n3|nt|rdfxml|xml|jsonld|html?)(/|#|$)")


def is_ours(node: Node) -> bool:
    """Tell whether a node is a term of ours, and no module or version."""
    name = str(node).removeprefix(str(WR))
    return isinstance(node, URIRef) and "" != name != str(node) and "/" not in name


def classes(graph: Graph) -> list[Node]:
    """Return our classes, sorted."""
    return sorted(filter(is_ours, graph.subjects(RDF.type, OWL.Class)))


def properties(graph: Graph, *kinds: URIRef) -> list[Node]:
    """Return our properties of some kinds, or of all that say something of a thing, sorted."""
    found = {one for kind in kinds or PROPERTIES for one in graph.subjects(RDF.type, kind)}
    return sorted(filter(is_ours, found))


def unconnected(graph: Graph) -> Iterator[Node]:
    """P04: a class that nothing is said with: no class above or below, no domain or range."""
    ways = (RDFS.subClassOf, RDFS.domain, RDFS.range, OWL.equivalentClass, OWL.disjointWith)
    tied = {node for way in ways for pair in graph.subject_objects(way) for node in pair}
    yield from (one for one in classes(graph) if one not in tied)


def wrong_inverses(graph: Graph) -> Iterator[Node]:
    """P05: two inverse properties of which the one does not lead where the other starts."""
    for one, other in graph.subject_objects(OWL.inverseOf):
        for there, back in ((RDFS.domain, RDFS.range), (RDFS.range, RDFS.domain)):
            if set(graph.objects(one, there)) != set(graph.objects(other, back)):
                yield one


def cycles(graph: Graph) -> Iterator[Node]:
    """P06: a class or property that lies under itself."""
    for way in (RDFS.subClassOf, RDFS.subPropertyOf):
        for one in sorted(set(graph.subjects(way))):
            above = (higher for first in graph.objects(one, way)
                     for higher in graph.transitive_objects(first, way))  # fmt: skip
            if one in above:
                yield one


def two_in_one(graph: Graph) -> Iterator[Node]:
    """P07: a class that is named as two."""
    yield from (one for one in classes(graph) if _TWO_IN_ONE.search(str(one)))


def without_annotation(graph: Graph) -> Iterator[Node]:
    """P08: a term without label or definition, in either language."""
    for one in [*classes(graph), *properties(graph, *PROPERTIES, OWL.AnnotationProperty)]:
        for text in (RDFS.label, SKOS.definition):
            found = {getattr(value, "language", None) for value in graph.objects(one, text)}
            if not found >= {"nl", "en"}:
                yield one


def without_disjointness(graph: Graph) -> Iterator[Node]:
    """P10: nothing excludes anything: what is named twice is then never found out."""
    said = (OWL.disjointWith, OWL.members, OWL.disjointUnionOf)
    if not any((None, way, None) in graph for way in said):
        yield from classes(graph)


def without_domain_or_range(graph: Graph) -> Iterator[Node]:
    """P11: a property that does not say what it is said of, or what it leads to."""
    for one in properties(graph):
        if not ({RDFS.domain, RDFS.range} <= set(graph.predicates(one))):
            yield one


def without_inverse(graph: Graph) -> Iterator[Node]:
    """P13: a property that can be read in one direction only."""
    both = {one for pair in graph.subject_objects(OWL.inverseOf) for one in pair}
    both |= set(graph.subjects(RDF.type, OWL.SymmetricProperty))
    yield from (one for one in properties(graph, OWL.ObjectProperty) if one not in both)


def several_domains_or_ranges(graph: Graph) -> Iterator[Node]:
    """P19: a property with two domains or ranges, which OWL reads as both at once."""
    for one in properties(graph):
        if any(len(set(graph.objects(one, way))) > 1 for way in (RDFS.domain, RDFS.range)):
            yield one


def misused_annotations(graph: Graph) -> Iterator[Node]:
    """P20: a definition that is empty, or says no more than the label."""
    for one, text in graph.subject_objects(SKOS.definition):
        labels = {str(label).lower() for label in graph.objects(one, RDFS.label)}
        if str(text).lower().strip(" .") in labels | {""}:
            yield one


def rest_classes(graph: Graph) -> Iterator[Node]:
    """P21: a class for whatever is left."""
    yield from (one for one in classes(graph) if _REST.search(local(one)))


def odd_names(graph: Graph) -> Iterator[Node]:
    """P22: a class that is not in upper, or a property that is not in lower camel case."""
    yield from (one for one in classes(graph) if not _CLASS.fullmatch(local(one)))
    named = properties(graph, *PROPERTIES, OWL.AnnotationProperty)
    yield from (one for one in named if not _PROPERTY.fullmatch(local(one)))


def recursive_definitions(graph: Graph) -> Iterator[Node]:
    """P24: a class that is used in what it is defined as."""
    for one in classes(graph):
        parts: list[Node] = list(graph.objects(one, OWL.equivalentClass))
        for part in parts:
            found = (value for value in graph.objects(part) if value not in parts)
            parts.extend(found if isinstance(part, BNode) else ())
        if one in parts:
            yield one


def inverse_of_itself(graph: Graph) -> Iterator[Node]:
    """P25: a property that is its own inverse, where it should be symmetric."""
    yield from (one for one, other in graph.subject_objects(OWL.inverseOf) if one == other)


def symmetric_with_inverse(graph: Graph) -> Iterator[Node]:
    """P26: a symmetric property with an inverse, which is itself."""
    both = {one for pair in graph.subject_objects(OWL.inverseOf) for one in pair}
    yield from (one for one in graph.subjects(RDF.type, OWL.SymmetricProperty) if one in both)


def crooked(graph: Graph) -> Iterator[Node]:
    """P28 and P29: a symmetric or transitive property that does not lead to where it starts."""
    kinds = (OWL.SymmetricProperty, OWL.TransitiveProperty)
    for one in properties(graph, *kinds):
        if set(graph.objects(one, RDFS.domain)) != set(graph.objects(one, RDFS.range)):
            yield one


def same_classes(graph: Graph) -> Iterator[Node]:
    """P30 and P32: two classes of one name that are not said to be the same."""
    yield from _alike(graph, classes(graph))


def same_properties(graph: Graph) -> Iterator[Node]:
    """P12: two properties of one name, domain and range that are not said to be the same.

    A name is read with what it is said of: a norm, and a need, can both be "for" something.
    """
    yield from _alike(graph, properties(graph), RDFS.domain, RDFS.range)


def short_chains(graph: Graph) -> Iterator[Node]:
    """P33: a chain of one property, which is a property above it."""
    for one, chain in graph.subject_objects(OWL.propertyChainAxiom):
        if len(list(graph.items(chain))) < 2:
            yield one


def untyped_classes(graph: Graph) -> Iterator[Node]:
    """P34: what is used as a class and not declared as one."""
    ways = (RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith, OWL.someValuesFrom)
    used = {node for way in ways for pair in graph.subject_objects(way) for node in pair}
    used |= set(graph.objects(None, RDFS.domain)) | {
        node for node in graph.objects(None, RDFS.range) if is_ours(node)
    }
    declared = set(graph.subjects(RDF.type, OWL.Class))
    for one in sorted(node for node in used - declared if isinstance(node, URIRef)):
        if (one, RDF.type, OWL.Restriction) not in graph and one != OWL.Thing:
            yield one


def untyped_properties(graph: Graph) -> Iterator[Node]:
    """P35: what is used as a property and not declared as one."""
    kinds = (*PROPERTIES, OWL.AnnotationProperty)
    declared = {one for kind in kinds for one in graph.subjects(RDF.type, kind)}
    used = {*graph.predicates(), *graph.objects(None, OWL.onProperty)}
    builtin = tuple(str(one) for one in (OWL._NS, RDF._NS, RDFS._NS))
    yield from sorted(one for one in used - declared if not str(one).startswith(builtin))


def extensions(graph: Graph) -> Iterator[Node]:
    """P36: a name with the extension of a file, which binds it to one format."""
    ours = [*graph.subjects(RDF.type, OWL.Ontology), *classes(graph), *properties(graph)]
    yield from (one for one in ours if _EXTENSION.search(str(one)))


def no_header(graph: Graph) -> Iterator[Node]:
    """P38: the ontology is not declared as one."""
    if (None, RDF.type, OWL.Ontology) not in graph:
        yield URIRef(str(WR))


def ambiguous_namespace(graph: Graph) -> Iterator[Node]:
    """P39: the header has no name of its own, or the terms do not begin with it."""
    headers = list(graph.subjects(RDF.type, OWL.Ontology))
    yield from (one for one in headers if isinstance(one, BNode))
    for one in [*classes(graph), *properties(graph)]:
        if not any(str(one).startswith(str(header)) for header in headers):
            yield one


def hijacked(graph: Graph) -> Iterator[Node]:
    """P40: a term that we declare in a namespace of others and that is not theirs.

    What others have is asked of rdflib, which holds their lists of terms.
    """
    closed = {str(SKOS._NS): SKOS, str(DCTERMS._NS): DCTERMS}
    kinds = (*PROPERTIES, OWL.AnnotationProperty, OWL.Class)
    for one in sorted({one for kind in kinds for one in graph.subjects(RDF.type, kind)}):
        for base, namespace in closed.items():
            if str(one).startswith(base) and one not in namespace:
                yield one


def no_licence(graph: Graph) -> Iterator[Node]:
    """P41: an ontology that does not say on which terms it may be used."""
    for one in graph.subjects(RDF.type, OWL.Ontology):
        if (one, DCTERMS.license, None) not in graph:
            yield one


def local(term: Node) -> str:
    """Return the name of a term within our namespace."""
    return str(term).removeprefix(str(WR))


def _alike(graph: Graph, terms: Iterable[Node], *ways: URIRef) -> Iterator[Node]:
    """Yield the terms that share a label, in one language, and all that *ways* lead to."""
    said = {
        (term, (label, *(graph.value(term, way) for way in ways)))
        for term in terms
        for label in graph.objects(term, RDFS.label)
    }
    often = Counter(key for _term, key in said)
    same = (OWL.equivalentClass, OWL.equivalentProperty)
    told = {one for way in same for pair in graph.subject_objects(way) for one in pair}
    yield from sorted({term for term, key in said if often[key] > 1 and term not in told})


PITFALLS: Mapping[str, Callable[[Graph], Found]] = MappingProxyType(
    {
        "P04": unconnected, "P05": wrong_inverses, "P06": cycles, "P07": two_in_one,
        "P08": without_annotation, "P10": without_disjointness, "P11": without_domain_or_range,
        "P12": same_properties, "P13": without_inverse,
        "P19": several_domains_or_ranges, "P20": misused_annotations, "P21": rest_classes,
        "P22": odd_names, "P24": recursive_definitions, "P25": inverse_of_itself,
        "P26": symmetric_with_inverse, "P28/29": crooked, "P30/32": same_classes,
        "P33": short_chains, "P34": untyped_classes, "P35": untyped_properties,
        "P36": extensions, "P38": no_header, "P39": ambiguous_namespace, "P40": hijacked,
        "P41": no_licence,
    }
)  # fmt: skip
"""What looks for each pitfall, by its number in the catalogue."""
