"""The service description of the endpoint: what it speaks, and what it holds as VoID has it.

https://www.w3.org/TR/sparql11-service-description/
https://www.w3.org/TR/void/
"""

from functools import lru_cache

from rdflib import DCTERMS, RDF, VOID, Graph, Literal, Namespace, URIRef

from kg.engine import Engine
from kg.namespaces import GRAPH, PREFIXES, ROOT, WR
from kg.tokens import Term

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip

_SIZES = (
    "SELECT ?graph (COUNT(*) AS ?n) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"
)
_SIZE = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_CLASSES = "SELECT (COUNT(DISTINCT ?class) AS ?n) { ?s a ?class }"
_PROPERTIES = "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }"
_METADATA = f"""
SELECT ?property ?value WHERE {{
  GRAPH <{GRAPH.meta}> {{ ?set a <http://www.w3.org/ns/dcat#Dataset> ; ?property ?value . }}
  FILTER (STRSTARTS(STR(?property), "{DCTERMS}"))
}}
"""


def service_description(endpoint: str, engine: Engine, *, federated: bool = False) -> Graph:
    """Return the description of the service at *endpoint* over the build that serves.

    *federated* says that there are endpoints that a SERVICE may name.

    Raises:
        NoBuild: there is nothing to describe.
    """
    graph = Graph()
    for prefix, base in {**PREFIXES, "sd": SD, "void": VOID, "formats": FORMATS}.items():
        graph.bind(prefix, base)
    service, dataset = URIRef(endpoint), URIRef(f"{endpoint}#dataset")
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, SD.endpoint, service))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    graph.add((service, SD.feature, SD.UnionDefaultGraph))
    if federated:
        graph.add((service, SD.feature, SD.BasicFederatedQuery))
    graph.add((service, SD.defaultDataset, dataset))
    for name in RESULTS:
        graph.add((service, SD.resultFormat, FORMATS[name]))
    return graph + _dataset(endpoint, dataset, engine) + _content(service, dataset, engine)


def _dataset(endpoint: str, dataset: URIRef, engine: Engine) -> Graph:
    """Return the graphs of the dataset with their triples."""
    graph = Graph()
    union, sizes = graph_sizes(engine, engine.build_id)
    default = URIRef(f"{endpoint}#default-graph")
    graph.add((dataset, RDF.type, SD.Dataset))
    graph.add((dataset, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    graph.add((default, VOID.triples, union))
    for number, (name, triples) in enumerate(sizes, 1):
        named, content = (URIRef(f"{endpoint}#{part}-{number}") for part in ("named", "graph"))
        graph.add((dataset, SD.namedGraph, named))
        graph.add((named, RDF.type, SD.NamedGraph))
        graph.add((named, SD.name, name))
        graph.add((named, SD.graph, content))
        graph.add((content, RDF.type, SD.Graph))
        graph.add((content, VOID.triples, triples))
    return graph


def _content(service: URIRef, dataset: URIRef, engine: Engine) -> Graph:
    """Return what the dataset is about, whose it is and how much is in it."""
    graph = Graph()
    union, _ = graph_sizes(engine, engine.build_id)
    graph.add((dataset, RDF.type, VOID.Dataset))
    graph.add((dataset, VOID.sparqlEndpoint, service))
    graph.add((dataset, VOID.uriSpace, Literal(ROOT)))
    graph.add((dataset, VOID.vocabulary, URIRef(WR)))
    graph.add((dataset, VOID.triples, union))
    for predicate, value in _kept(engine, engine.build_id):
        graph.add((dataset, predicate, value))
    return graph


@lru_cache(maxsize=2)
def _kept(engine: Engine, build_id: str) -> tuple[tuple[URIRef, Term], ...]:
    """Return title, licence and the like of one build, and its number of classes and properties."""
    counts = ((VOID.classes, _CLASSES), (VOID.properties, _PROPERTIES))
    counted = [(name, Literal(engine.select(query).rows[0][0])) for name, query in counts]
    told = engine.select(_METADATA).records()
    return (*counted, *((URIRef(str(row["property"])), row["value"]) for row in told))


@lru_cache(maxsize=2)
def graph_sizes(
    engine: Engine, build_id: str
) -> tuple[Literal, tuple[tuple[URIRef, Literal], ...]]:
    """Return the triples of the default graph, and of each named graph, of one build.

    *build_id* is there to count again when the build changes: counting reads everything.
    """
    [[union]] = engine.select(_SIZE).rows
    sizes = engine.select(_SIZES).rows
    return Literal(union), tuple((URIRef(str(name)), Literal(size)) for name, size in sizes)
