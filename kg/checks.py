"""What is wrong with sources and graphs, every finding as a fault with its place."""

import gzip
import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from rdflib import OWL, RDF, Graph, URIRef

from kg import fast_validation, validation
from kg.engine import DUMP, EmbeddedEngine, Engine
from kg.entities import names_in
from kg.errors import Fault, FaultsFound, QueryFailed, TextDiffers
from kg.fidelity import Fidelity, judge, labels_in
from kg.files import Files
from kg.findings import read_shapes
from kg.graphs import to_nquads, union_of
from kg.library import Question, bind, bindings_for, load_library, required_params
from kg.namespaces import GRAPH, WR, shorten
from kg.naming import unknown_names
from kg.notes import note_faults
from kg.reasoning import classify
from kg.sources import Sources, sections_by_name, told_by_study
from kg.texts import attached_words, text_path, verify_text

_STUDIES = f"SELECT ?study WHERE {{ ?study a <{WR.Study}> }}"


def _study_graphs(graphs: Mapping[URIRef, Graph]) -> dict[URIRef, Graph]:
    return {name: graph for name, graph in graphs.items() if name.startswith(GRAPH["study/"])}


def name_faults(sources: Sources, graphs: Mapping[URIRef, Graph]) -> Iterator[Fault]:
    """Yield a fault for every name of ours in the Turtle files that nothing describes."""
    known = names_in(*graphs.values())
    read = {
        "ontology": sources.ontology,
        "ontology/shapes": sources.shapes,
        "kg/entities": sources.entities,
        "metadata.ttl": sources.metadata,
    }
    for file, graph in read.items():
        yield from unknown_names(file, graph, known)
    yield from told_by_study(
        {
            one.study.key: unknown_names("speakers.ttl", one.speakers, known)
            for one in sources.studies
        }
    )


def translation_faults(sources: Sources) -> list[Fault]:
    """Return a fault for every note without Dutch, and for every Dutch line of no note."""
    return told_by_study(
        {one.study.key: note_faults(sections_by_name(one), one.notes) for one in sources.studies}
    )


def library_faults(files: Files) -> Iterator[Fault]:
    """Yield everything wrong in the queries of all shelves."""
    for shelf in sorted(path for path in files.queries.iterdir() if path.is_dir()):
        try:
            load_library(shelf, required_params=required_params(shelf.name))
        except FaultsFound as found:
            yield from found.faults


def validation_faults(
    shapes: Graph, graphs: Mapping[URIRef, Graph], *, reference: bool = False
) -> list[Fault]:
    """Return what the shapes find in what was asserted, the shapes themselves left out.

    The fast validator judges, or with *reference* pySHACL. Both read the shapes: each passes
    over faults in shapes that the other sees.

    Raises:
        FaultsFound: shapes that cannot be read, each by its name and what is wrong with it.
    """
    for validator in (validation.report, fast_validation.report):
        read_shapes(shapes, validator)
    validate = validation.validate if reference else fast_validation.validate
    judged = [graph for name, graph in graphs.items() if name != GRAPH.shapes]
    return [finding.as_fault() for finding in validate(judged, shapes)]


def reasoning_faults(graphs: Mapping[URIRef, Graph]) -> list[Fault]:
    """Return what HermiT finds wrong in ontology, entities and plain triples of the studies."""
    told = union_of(
        {GRAPH.ontology: graphs[GRAPH.ontology], GRAPH.entities: graphs[GRAPH.entities]}
        | _study_graphs(graphs)
    )
    found = classify(told, individuals=False)
    if not found.consistent:
        hint = "A thing is of two kinds that exclude one another; look at what was changed last."
        return [Fault("ontology", "", "ontology, entities and studies are inconsistent.", hint)]
    return [
        Fault("ontology", shorten(name), "nothing can be of this class.")
        for name in found.unsatisfiable
    ]


def check_faults(files: Files, graphs: Mapping[URIRef, Graph]) -> list[Fault]:
    """Return a fault for every row that a query of `queries/checks` gives, and empty questions."""
    checks = load_library(files.queries / "checks", required_params=())
    with tempfile.TemporaryDirectory() as folder:
        write_dump(Path(folder) / "current", to_nquads(graphs))
        engine = EmbeddedEngine(Path(folder))
        rows = [
            _row_fault(question, engine.select(question.sparql).variables, row)
            for question in checks.values()
            for row in engine.select(question.sparql).rows
        ]
        return [*rows, *empty_faults(files.queries / "questions", engine)]


def empty_faults(folder: Path, engine: Engine) -> Iterator[Fault]:
    """Yield a fault for every question that has no answer as it is asked by default.

    Also for one that is meant to have none and has. What is asked of a study that is not in
    the graph is left out; what is wrong in a file itself `library_faults` tells.
    """
    studies = set(engine.select(_STUDIES).column("study"))
    with suppress(FaultsFound):
        for question in load_library(folder, parse=False).values():
            bindings = bindings_for(question, {})
            if bindings.get("study") in studies and question.form == "SELECT":
                yield from _emptiness(question, bind(question.sparql, bindings), engine)


def _emptiness(question: Question, sparql: str, engine: Engine) -> Iterator[Fault]:
    """Yield what is wrong with the size of an answer, or that there is no answer at all."""
    file = f"{question.slug}.rq"
    try:
        answered = len(engine.select(sparql)) > 0
    except QueryFailed as error:
        yield Fault(file, "", f"gives no answer: {error.message}", error.hint)
        return
    if answered and question.empty:
        hint = "Take `#+ empty:` out of its header."
        yield Fault(file, "", "is meant to have no rows, and has.", hint)
    elif not answered and not question.empty:
        hint = "Mend it, or say `#+ empty: why` in its header."
        yield Fault(file, "", "has no rows as it is asked by default.", hint)


def _row_fault(question: Question, variables: Sequence[str], row: Sequence[object]) -> Fault:
    """Return a row of a check as a fault; its first column is the thing at fault."""
    values = [shorten(str(value)) for value in row if value is not None]
    rest = ", ".join(
        f"{name} {value}" for name, value in zip(variables[1:], values[1:], strict=False)
    )
    return Fault(values[0], f"check {question.slug}", question.title["en"] + ".", rest)


def texts_missing(sources: Sources, home: Path) -> tuple[str, ...]:
    """Return what could not be checked for want of an attached text."""
    return tuple(
        f"passages of {one.study.key} against its text, and fidelity to it"
        for one in sources.studies
        if not text_path(home, one.study).is_file()
    )


def text_faults(sources: Sources, home: Path) -> Iterator[Fault]:
    """Yield a fault for every attached text of the known edition that differs from its table."""
    for one in sources.studies:
        path = text_path(home, one.study)
        data = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(data).hexdigest() == one.study.text.sha256:
            try:
                verify_text(one.study, one.passages, data.decode("utf-8"))
            except TextDiffers as error:
                yield Fault("passages.tsv", one.study.key, error.message, error.hint)


def fidelity(sources: Sources, home: Path) -> Fidelity:
    """Return what is found in the studies whose text is attached, and what of it is explained."""
    labels = labels_in(sources.ontology, sources.entities)
    judged = {
        one.study.key: judge(one, attached_words(home, one.study, one.passages), labels)
        if text_path(home, one.study).is_file()
        else Fidelity()
        for one in sources.studies
    }
    told = told_by_study({key: found.faults for key, found in judged.items()})
    return replace(sum(judged.values(), Fidelity()), faults=tuple(sorted(told)))


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


def write_dump(build: Path, quads: str) -> Path:
    """Write the dump of a build, gzipped without time, and return its path."""
    build.mkdir(parents=True, exist_ok=True)
    dump = build / DUMP
    dump.write_bytes(gzip.compress(quads.encode("utf-8"), mtime=0))
    return dump
