"""The road from sources to a build: read, validate, reason, check, write, swap in.

Each step is a plain function; where a build is made, and how it comes to serve, is `kg.builds`.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, URIRef

from kg.builds import making, swap_in
from kg.checks import (
    Coverage,
    check_faults,
    count,
    coverage,
    coverage_faults,
    reasoning_faults,
    text_faults,
    texts_missing,
    validation_faults,
    write_dump,
)
from kg.engine import STORE, write_store
from kg.errors import Fault, FaultsFound
from kg.files import Files
from kg.graphs import study_graphs, to_nquads
from kg.namespaces import GRAPH
from kg.sources import Sources, gather

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Report:
    """What a build or a check found: the graphs, the faults, and what could not be checked."""

    graphs: Mapping[URIRef, Graph]
    faults: tuple[Fault, ...]
    not_checked: tuple[str, ...]
    counts: Mapping[str, int]
    coverage: Mapping[str, Coverage]


def check(files: Files, home: Path, progress: Progress, *, require_text: bool = False) -> Report:
    """Return everything a build would find, without writing anything.

    Raises:
        FaultsFound: the sources cannot be read as a whole; nothing further was checked.
    """
    progress("reading the sources")
    sources = gather(files)
    progress("making the graphs")
    graphs = named_graphs(sources)
    faults = [*coverage_faults(sources), *text_faults(sources, home)]
    progress("validating against the shapes")
    faults += validation_faults(sources, graphs)
    progress("reasoning with HermiT")
    faults += reasoning_faults(graphs)
    progress("running the checks")
    faults += check_faults(files, graphs)
    missing = texts_missing(sources, home)
    if require_text:
        faults += [
            Fault(name, "", "could not be checked: no text is attached.") for name in missing
        ]
    counts = count(graphs, sources)
    return Report(graphs, tuple(sorted(faults)), missing, counts, coverage(sources))


def build(files: Files, home: Path, folder: Path, progress: Progress) -> Report:
    """Write a build into *folder* and make it the current one.

    Raises:
        FaultsFound: the sources or the graph hold faults; the former build is as it was.
        BuildFailed: it could not be written; the former build is as it was.
    """
    with making(folder, progress) as made:
        report = check(files, home, progress)
        if report.faults:
            raise FaultsFound(report.faults)
        progress("writing the store and the dump")
        quads = to_nquads(report.graphs)
        write_store(made / STORE, write_dump(made, quads))
        progress("swapping it in")
        swap_in(folder, made, hashlib.sha256(quads.encode()).hexdigest()[:12])
    return report


def named_graphs(sources: Sources) -> dict[URIRef, Graph]:
    """Return all named graphs of the sources, the union left out."""
    graphs = {
        GRAPH.ontology: sources.ontology,
        GRAPH.shapes: sources.shapes,
        GRAPH.entities: sources.entities,
        GRAPH.meta: sources.metadata,
    }
    for one in sources.studies:
        graphs |= study_graphs(one.study, one.passages, one.sections, one.speakers)
    return graphs
