"""What became wrong with data sets that were linked before, when our own graph changed."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from rdflib import OWL, RDF, Graph, URIRef

from kg.datasets.reviewed import read_links
from kg.datasets.shelf import linked, links_kept
from kg.errors import Fault
from kg.namespaces import shorten

_HINT = "Propose again by `warmteregie link`, or take it out by `warmteregie link --remove {}`."


def shelf_faults(home: Path, graphs: Mapping[URIRef, Graph]) -> Iterator[Fault]:
    """Yield a fault for every link of a linked data set to what is not there, or in use, any more.

    *graphs* are our own named graphs.
    """
    for about in linked(home):
        file = links_kept(home, about.name)
        for link in read_links(file).links:
            if what := _wrong(link.target, graphs):
                place = f"{about.name}, row {link.line}"
                told = f"{shorten(link.target)} {what}"
                yield Fault(str(file), place, told, _HINT.format(about.name))


def _wrong(iri: URIRef, graphs: Mapping[URIRef, Graph]) -> str:
    told = [graph for graph in graphs.values() if (iri, RDF.type, None) in graph]
    if not told:
        return "is nothing of ours any more."
    ended = any(str(one) in ("true", "1") for graph in told
                for one in graph.objects(iri, OWL.deprecated))  # fmt: skip
    return "is no longer to be used." if ended else ""
