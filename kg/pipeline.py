"""The road from sources to a build: read, validate, reason, check, write, swap in.

Each step is a plain function; where a build is made, and how it comes to serve, is `kg.builds`.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, URIRef

from kg.alignments import alignment_graphs
from kg.builds import making, swap_in
from kg.checks import (
    check_faults,
    count,
    fidelity,
    library_faults,
    name_faults,
    reasoning_faults,
    text_faults,
    texts_missing,
    translation_faults,
    validation_faults,
    write_dump,
)
from kg.coverage import Coverage, coverage, coverage_faults, unreviewed
from kg.datasets import DESCRIPTIONS, quads_of, shelf_faults
from kg.engine import DUMP, STORE, current_build, write_dumps, write_store
from kg.engine.store import opened
from kg.entailment import count_by_property, infer
from kg.entities import names_in
from kg.errors import Fault, FaultsFound
from kg.exercised import unasked_faults
from kg.files import Files
from kg.glossary import glossary_faults, load_glossary
from kg.graphs import outside_graph, study_graphs, to_nquads
from kg.judgement import JUDGEMENT, Judgement, write_judgement
from kg.library import Question, load_library
from kg.linkrecords import link_graphs
from kg.namespaces import GRAPH
from kg.opposites import opposite_faults
from kg.seal import verify
from kg.search import INDEX, texts_of, write_index
from kg.sources import Sources, gather

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Report:
    """What a build or a check found: the graphs, the faults, and what could not be checked.

    *inferred* says by property how many triples follow, *explained* by kind how many words that
    nothing carries are explained; it is empty when no text is attached.
    """

    graphs: Mapping[URIRef, Graph]
    faults: tuple[Fault, ...]
    not_checked: tuple[str, ...]
    counts: Mapping[str, int]
    coverage: Mapping[str, Coverage]
    inferred: Mapping[str, int]
    explained: Mapping[str, int]


def check(
    files: Files,
    home: Path,
    progress: Progress,
    *,
    require_text: bool = False,
    reference: bool = False,
) -> Report:
    """Return everything a build would find, without writing anything.

    With *reference* pySHACL judges by the shapes, not the fast validator.

    Raises:
        FaultsFound: the sources cannot be read as a whole; nothing further was checked.
    """
    progress("reading the sources")
    sources = gather(files)
    progress("making the graphs")
    graphs = named_graphs(sources)
    faults = [*coverage_faults(sources.studies), *text_faults(sources, home)]
    faults += [*opposite_faults(sources.studies), *translation_faults(sources)]
    faults += [*name_faults(sources, graphs), *library_faults(files)]
    faults += [*unasked_faults(files.queries, sources.ontology), *shelf_faults(home, graphs)]
    glossary = load_glossary(files.glossary)
    faults += glossary_faults(files.glossary.name, glossary, names_in(*graphs.values()))
    progress("reading the text for fidelity")
    faithful = fidelity(sources, home)
    faults += faithful.faults
    progress("validating against the shapes")
    faults += validation_faults(sources.shapes, graphs, reference=reference)
    progress("reasoning with HermiT")
    faults += reasoning_faults(graphs)
    progress("inferring what follows")
    graphs[GRAPH.inferred] = infer(graphs)
    progress("running the checks")
    faults += check_faults(files, graphs)
    missing = texts_missing(sources, home)
    if require_text:
        faults += [
            *(Fault(name, "", "could not be checked: no text is attached.") for name in missing),
            *unreviewed(sources.studies),
        ]
    missing += tuple(f"fidelity of {one}, which the text lacks" for one in faithful.unread)
    counts, follows = count(graphs, sources), count_by_property(graphs[GRAPH.inferred])
    found = coverage(sources.studies)
    return Report(
        graphs, tuple(sorted(faults)), missing, counts, found, follows, faithful.explained
    )


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
        quads = to_nquads(report.graphs) + "".join(quads_of(home))
        write_graph(made, quads, progress)
        progress("writing the search index")
        questions = load_library(files.queries / "questions", parse=False)
        write_index(made / INDEX, texts_of(report.graphs, questions.values()))
        write_judgement(made, judgement_of(report, files, questions.values()))
        progress("swapping it in")
        swap_in(folder, made, build_name(quads))
    return report


def relink(
    folder: Path, shelving: AbstractContextManager[Iterable[str]], progress: Progress
) -> bool:
    """Make a build of the one that serves with these data sets in it, and let that serve.

    *shelving* gives the N-Quads of all data sets, those linked before among them, and changes the
    shelf when it is left. That is while nobody else builds, so that of two who link at once each
    finds what the other did. What is our own stays as it was judged: data sets stand in graphs
    apart, and answer no question of ours. Nothing is made, and False returned, where the build
    that serves has just these.

    Raises:
        NoBuild: there is none, or it is damaged.
        BuildFailed: it could not be written; the former build is as it was.
    """
    with making(folder, progress) as made, shelving as linked:
        former = current_build(folder)
        verify(former, DUMP)
        quads = "".join([*own_quads(former / DUMP), *linked])
        if former.name.startswith(f"{build_name(quads)}-"):
            return False
        write_graph(made, quads, progress)
        for kept in (INDEX, JUDGEMENT):
            take_over(former / kept, made / kept)
        progress("swapping it in")
        swap_in(folder, made, build_name(quads))
    return True


def own_quads(dump: Path) -> Iterator[str]:
    """Yield the lines of a dump that are not of linked data sets."""
    with opened(dump) as file:
        for line in map(bytes.decode, file):
            graph = line.rstrip()[:-1].rstrip().rpartition(" ")[2]
            if not graph.startswith(f"<{GRAPH['data/']}") and graph != DESCRIPTIONS.n3():
                yield line


def take_over(path: Path, to: Path) -> None:
    """Copy a file or folder of a build, where it has one."""
    if path.is_dir():
        shutil.copytree(path, to)
    elif path.exists():
        shutil.copy(path, to)


def write_graph(made: Path, quads: str, progress: Progress) -> None:
    """Write quads into a build: its dump, its store, and the dumps for others."""
    progress("writing the store and the dump")
    write_store(made / STORE, write_dump(made, quads))
    progress("writing the dumps for others")
    write_dumps(made)


def build_name(quads: str) -> str:
    """Return the name of a build with these quads."""
    return hashlib.sha256(quads.encode()).hexdigest()[:12]


def judgement_of(report: Report, files: Files, questions: Iterable[Question]) -> Judgement:
    """Return what a build without faults was held against, for its pages to tell."""
    checks = load_library(files.queries / "checks", required_params=(), parse=False)
    asked = list(questions)
    return Judgement(
        counts=dict(report.counts),
        inferred=dict(report.inferred),
        explained=dict(report.explained),
        checks=[dict(check.title) for check in checks.values()],
        questions=len(asked),
        unanswered=sum(bool(question.empty) for question in asked),
        not_checked=report.not_checked,
    )


def named_graphs(sources: Sources) -> dict[URIRef, Graph]:
    """Return all named graphs of the sources, the union left out."""
    graphs = {
        GRAPH.ontology: sources.ontology,
        GRAPH.shapes: sources.shapes,
        GRAPH.entities: sources.entities,
        GRAPH.meta: sources.metadata,
        GRAPH.outside: outside_graph(sources.outside),
    }
    for one in sources.studies:
        told = one.study, one.passages, one.sections, one.speakers
        graphs |= study_graphs(*told, notes=one.notes)
    return graphs | link_graphs(sources.linked) | alignment_graphs(sources.aligned)
