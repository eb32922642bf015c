"""The real study and the invented one of `tests/second_study`, side by side in one graph."""

import shutil
from pathlib import Path

from rdflib import Graph, URIRef

from kg.checks import write_dump
from kg.entailment import infer
from kg.files import Files, shipped_files
from kg.graphs import to_nquads
from kg.namespaces import GRAPH
from kg.pipeline import named_graphs
from kg.sources import Sources, gather

HERE = Path(__file__).parent / "second_study"
FIRST = "warmtenetten-regie-2022"
SECOND = "waterhoven-koudenet-2031"
TEXT = HERE / "text.txt"


def both_files(folder: Path) -> Files:
    """Return the shipped files with the invented study and its things among them."""
    shipped = shipped_files()
    code = shutil.ignore_patterns("*.py", "__pycache__")
    shutil.copytree(shipped.studies.parent, folder, ignore=code, dirs_exist_ok=True)
    for own in ("studies", "entities"):
        shutil.copytree(HERE / own, folder / own, dirs_exist_ok=True)
    return Files(shipped.ontology, shipped.queries, folder / "entities", folder / "studies")


def graphs_of(sources: Sources) -> dict[URIRef, Graph]:
    """Return the named graphs of sources, with what follows from them."""
    graphs = named_graphs(sources)
    return graphs | {GRAPH.inferred: infer(graphs)}


def write_graph(files: Files, builds: Path) -> Path:
    """Write the graph of *files* as a build, unjudged, and return the folder of builds."""
    write_dump(builds / "current", to_nquads(graphs_of(gather(files))))
    return builds
