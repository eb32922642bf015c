"""The road from sources to a build: read, validate, reason, check, write, swap in.

Each step is a plain function; a build is written beside the old one and swapped in whole.
"""

import gzip
import hashlib
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rdflib import OWL, RDF, Graph, URIRef

from kg.curation import accounted_for
from kg.engine import DUMP, STORE, Engine, write_store
from kg.errors import BuildFailed, Fault, FaultsFound, TextDiffers
from kg.files import Files
from kg.graphs import study_graphs, to_nquads, union_of
from kg.library import Question, load_library
from kg.namespaces import GRAPH, WR, shorten
from kg.reasoning import classify
from kg.sources import CuratedStudy, Sources, gather
from kg.texts import text_path, verify_text
from kg.validation import Finding, validate

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Report:
    """What a build or a check found: the graphs, the faults, and what could not be checked."""

    graphs: Mapping[URIRef, Graph]
    faults: tuple[Fault, ...]
    not_checked: tuple[str, ...]
    counts: Mapping[str, int]
    coverage: Mapping[str, "Coverage"]


@dataclass(frozen=True)
class Coverage:
    """How far one section is curated, and how many of its passages are accounted for."""

    status: str
    passages: int
    accounted: int


def check(files: Files, home: Path, progress: Progress, *, require_text: bool = False) -> Report:
    """Return everything a build would find, without writing anything.

    Raises:
        FaultsFound: the sources cannot be read as a whole; nothing further was checked.
    """
    progress("reading the sources")
    sources = gather(files)
    progress("making the graphs")
    graphs = named_graphs(sources)
    faults = [*_coverage_faults(sources), *_text_faults(sources, home)]
    progress("validating against the shapes")
    faults += validation_faults(sources, graphs)
    progress("reasoning with HermiT")
    faults += reasoning_faults(graphs)
    progress("running the checks")
    faults += check_faults(files, graphs)
    missing = _texts_missing(sources, home)
    if require_text:
        faults += [Fault(name, "", "could not be checked: no text is attached.") for name in missing]
    counts = count(graphs, sources)
    return Report(graphs, tuple(sorted(faults)), missing, counts, coverage(sources))


def build(files: Files, home: Path, folder: Path, progress: Progress) -> Report:
    """Write a build into *folder* and make it the current one.

    Raises:
        FaultsFound: the sources or the graph hold faults; the former build is as it was.
        BuildFailed: it could not be written; the former build is as it was.
    """
    report = check(files, home, progress)
    if report.faults:
        raise FaultsFound(report.faults)
    progress("writing the store and the dump")
    quads = to_nquads(report.graphs)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _beside(folder) as made:
            write_store(made / STORE, write_dump(made, quads))
            made.chmod(0o755)
            progress("swapping it in")
            swap_in(folder, made, hashlib.sha256(quads.encode()).hexdigest()[:12])
    except OSError as error:
        raise BuildFailed(
            f"The build could not be written: {error}.",
            "The former build is as it was; look at the space and the rights of that folder.",
        ) from error
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


def _study_graphs(graphs: Mapping[URIRef, Graph]) -> dict[URIRef, Graph]:
    return {name: graph for name, graph in graphs.items() if name.startswith(GRAPH["study/"])}


def validation_faults(sources: Sources, graphs: Mapping[URIRef, Graph]) -> list[Fault]:
    """Return what the shapes find in what was asserted, shapes and metadata left out."""
    judged = {name: graph for name, graph in graphs.items() if name != GRAPH.shapes}
    found = validate(union_of(judged), sources.shapes, sources.ontology)
    return [_finding_fault(finding) for finding in found]


def _finding_fault(finding: Finding) -> Fault:
    """Return a finding of the shapes as a fault in a curator's words."""
    return Fault(
        shorten(finding.focus),
        shorten(finding.path) if finding.path else "",
        finding.messages.get("en", "does not conform."),
        f"Rule {shorten(finding.shape)}" + (f", value {finding.value}." if finding.value else "."),
    )


def reasoning_faults(graphs: Mapping[URIRef, Graph]) -> list[Fault]:
    """Return what HermiT finds wrong in ontology, entities and plain triples of the studies."""
    told = union_of(
        {GRAPH.ontology: graphs[GRAPH.ontology], GRAPH.entities: graphs[GRAPH.entities]}
        | _study_graphs(graphs)
    )
    found = classify(told)
    if not found.consistent:
        hint = "A thing is of two kinds that exclude one another; look at what was changed last."
        return [Fault("ontology", "", "ontology, entities and studies are inconsistent.", hint)]
    return [
        Fault("ontology", shorten(name), "nothing can be of this class.") for name in found.unsatisfiable
    ]


def check_faults(files: Files, graphs: Mapping[URIRef, Graph]) -> list[Fault]:
    """Return a fault for every row that a query of `queries/checks` gives."""
    checks = load_library(files.queries / "checks", required_params=())
    with tempfile.TemporaryDirectory() as folder:
        write_dump(Path(folder) / "current", to_nquads(graphs))
        engine = Engine(Path(folder))
        return [
            _row_fault(question, engine.select(question.sparql).variables, row)
            for question in checks.values()
            for row in engine.select(question.sparql).rows
        ]


def _row_fault(question: Question, variables: Sequence[str], row: Sequence[object]) -> Fault:
    """Return a row of a check as a fault; its first column is the thing at fault."""
    values = [shorten(str(value)) for value in row if value is not None]
    rest = ", ".join(f"{name} {value}" for name, value in zip(variables[1:], values[1:], strict=False))
    return Fault(values[0], f"check {question.slug}", question.title["en"] + ".", rest)


def coverage(sources: Sources) -> dict[str, Coverage]:
    """Return, by study key and section number, how far each section is accounted for."""
    return {
        f"{one.study.key} {section.number}": Coverage(
            section.status,
            sum(passage.section == section.number for passage in one.passages),
            len(_accounted(one, section.number)),
        )
        for one in sources.studies
        for section in one.study.section
    }


def _accounted(one: CuratedStudy, number: str) -> set[str]:
    counted = accounted_for(one.sections)
    return {p.id for p in one.passages if p.section == number and counted[p.id]}


def _coverage_faults(sources: Sources) -> Iterator[Fault]:
    """Yield a fault for every passage of a curated section that nothing accounts for."""
    for one in sources.studies:
        closed = {section.number for section in one.study.section if section.status != "open"}
        counted = accounted_for(one.sections)
        for passage in one.passages:
            if passage.section in closed and not counted[passage.id]:
                yield Fault(
                    f"{passage.section}.toml", f"passage {passage.id}",
                    f"has no reading and no reason for silence (lines {passage.first_line}"
                    f"-{passage.last_line}).",
                    "Add a reading, a [[gap]], or a [[silent]] with its reason.",
                )  # fmt: skip


def _texts_missing(sources: Sources, home: Path) -> tuple[str, ...]:
    return tuple(
        f"passages of {one.study.key} against its text"
        for one in sources.studies
        if not text_path(home, one.study).is_file()
    )


def _text_faults(sources: Sources, home: Path) -> Iterator[Fault]:
    """Yield a fault for every attached text of the known edition that differs from its table."""
    for one in sources.studies:
        path = text_path(home, one.study)
        data = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(data).hexdigest() == one.study.text.sha256:
            try:
                verify_text(one.study, one.passages, data.decode("utf-8"))
            except TextDiffers as error:
                yield Fault("passages.tsv", one.study.key, error.message, error.hint)


def count(graphs: Mapping[URIRef, Graph], sources: Sources) -> dict[str, int]:
    """Return what a build holds: terms, things, statements, readings, triples."""
    union = union_of(graphs)
    kinds = Counter(union.objects(None, RDF.type))
    terms = graphs[GRAPH.ontology]
    return {
        "classes": sum(1 for one in terms.subjects(RDF.type, OWL.Class) if str(one) in WR),
        "properties": sum(
            1
            for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
            for one in terms.subjects(RDF.type, kind)
            if str(one) in WR
        ),
        "things": len(set(graphs[GRAPH.entities].subjects())),
        "passages": kinds[WR.Passage],
        "statements": kinds[WR.Statement],
        "of them also plain triples": len(set(union.subjects(WR.assertedIn))),
        "readings": kinds[WR.Reading],
        "speakers": kinds[WR.Speaker],
        "gaps": kinds[WR.Gap],
        "tensions": kinds[WR.Tension],
        "triples": len(union),
    }


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Give an empty folder beside the builds; it is gone afterwards unless it was moved."""
    made = Path(tempfile.mkdtemp(prefix="making-", dir=folder))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def write_dump(build: Path, quads: str) -> Path:
    """Write the dump of a build, gzipped without time, and return its path."""
    build.mkdir(parents=True, exist_ok=True)
    dump = build / DUMP
    dump.write_bytes(gzip.compress(quads.encode("utf-8"), mtime=0))
    return dump


def swap_in(folder: Path, made: Path, name: str) -> None:
    """Make *made* the current build of *folder*; of the older builds only the last is kept."""
    current = folder / "current"
    former = current.resolve() if current.exists() else None
    taken = {path.name for path in folder.glob(f"{name}-*")}
    target = folder / next(
        f"{name}-{number}" for number in range(1, len(taken) + 2) if f"{name}-{number}" not in taken
    )
    made.rename(target)
    link = folder / "current.new"
    link.unlink(missing_ok=True)
    link.symlink_to(target.name)
    os.replace(link, current)
    _remove_builds(folder, keep=[target, former])


def _remove_builds(folder: Path, keep: Sequence[Path | None]) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink() and path.resolve() not in keep:
            shutil.rmtree(path, ignore_errors=True)
