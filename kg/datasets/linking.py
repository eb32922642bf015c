"""A data set and its reviewed links, judged by the shapes and made ready for the shelf."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rdflib import RDFS, Graph, URIRef

from kg.datasets.dataset import DataSet, graph_of, links_of
from kg.datasets.described import description, link_triples
from kg.datasets.lines import as_lines
from kg.datasets.reviewed import Review
from kg.datasets.shelf import About, digest_of
from kg.errors import FaultsFound
from kg.fast_validation import validate
from kg.findings import Finding
from kg.namespaces import GRAPH, SH
from kg.ontology import load_ontology
from kg.turtle import read_turtle

DESCRIPTIONS = GRAPH.datasets
"""The graph that says what every linked data set is; it is part of the union."""
SHAPES = ("links.ttl", "esdl.ttl", "datasets.ttl", "prefixes.ttl")


@dataclass(frozen=True)
class Linking:
    """What is put on the shelf: what it is, its quads and its links, and what shapes remark."""

    about: About
    quads: bytes
    links: bytes
    remarks: tuple[str, ...]


def prepared(
    found: DataSet, review: Review, links: bytes, ontology: Path, day: date, how: str
) -> Linking:
    """Return a data set with its links, ready for the shelf; *links* is the reviewed file.

    *ontology* is the folder of ontology and shapes, *how* what was chosen by who links.

    Raises:
        FaultsFound: what the shapes find wrong, each with the thing it is wrong with.
    """
    told = list(as_lines(description(found, review, day)))
    linked = list(as_lines(link_triples(found, review)))
    remarks = _judged([*found.triples, *told, *linked], found.file, ontology)
    about = About(
        found.name, found.title, found.form, found.file, found.digest, digest_of(links),
        day.isoformat(), how, len(found.triples), len(review.links),
    )  # fmt: skip
    graphs = {
        graph_of(found.name): found.triples,
        links_of(found.name): linked,
        DESCRIPTIONS: told,
    }
    lines = sorted({line for name, some in graphs.items() for line in _quads(some, name)})
    return Linking(about, "".join(lines).encode(), links, remarks)


def _quads(triples: Sequence[str], graph: URIRef) -> Iterator[str]:
    for line in triples:
        if line.strip():
            yield f"{line.rstrip()[:-1].rstrip()} {graph.n3()} .\n"


def _judged(lines: list[str], file: str, ontology: Path) -> tuple[str, ...]:
    """Return what the shapes remark on; raise what they find wrong."""
    rules = read_turtle(ontology / "shapes" / name for name in SHAPES)
    findings = validate(["\n".join(lines) + "\n", _classes(ontology)], rules)
    wrong = [one for one in findings if not _is_remark(one)]
    if wrong:
        raise FaultsFound([one.as_fault(file) for one in wrong])
    return tuple(str(one.as_fault()) for one in findings)


def _is_remark(finding: Finding) -> bool:
    return finding.severity in (str(SH.Warning), str(SH.Info))


def _classes(ontology: Path) -> Graph:
    """Return which class of ours is below which: shapes of a class judge those below it too."""
    graph = Graph()
    for triple in load_ontology(ontology).triples((None, RDFS.subClassOf, None)):
        graph.add(triple)
    return graph
