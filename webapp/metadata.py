"""Metadata: what the build says of the data set as a whole; nothing of it is written here."""

from functools import lru_cache

from rdflib import DCTERMS, FOAF, Graph, URIRef

from kg.namespaces import GRAPH, WRID
from webapp.facts import Facts
from webapp.services import Services, services

DATASET = WRID["dataset/warmteregie"]
SOFTWARE = WRID["software/warmteregie"]
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""Of data that do not say: all that is ours is under it. A test holds it to the metadata."""

_ALL = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{GRAPH.meta}> {{ ?s ?p ?o }} }}"


def metadata() -> Facts:
    """Return the metadata of the build that serves; empty where it has none."""
    return _metadata(services(), services().engine.build_id)


def metadata_graph() -> Graph:
    """Return a graph of its own with the metadata of the build that serves."""
    graph = Graph()
    for triple in metadata().triples:
        graph.add(triple)
    return graph


def licence(iri: str = DATASET) -> str:
    """Return the licence of a thing: its own, as the software has one, or else that of the data."""
    own = metadata().thing(URIRef(iri), DCTERMS.license)
    return str(own or metadata().thing(DATASET, DCTERMS.license) or LICENCE)


def creator() -> URIRef | None:
    """Return who made the data, where that is said."""
    return metadata().thing(DATASET, DCTERMS.creator)


def creator_name() -> str:
    """Return the English name of who made the data, empty where that is not said."""
    made_by = creator()
    names = metadata().texts(made_by, FOAF.name) if made_by else []
    return next((str(name) for name in names if name.language == "en"), "")


@lru_cache(maxsize=2)
def _metadata(asked: Services, build_id: str) -> Facts:
    return Facts(asked.engine.construct(_ALL))
