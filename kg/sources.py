"""Everything a build reads, checked: terms, shapes, things, studies, outside knowledge, links."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import Graph

from kg.curation import Known, SectionFile, load_curation, section_paths
from kg.entities import load_entities, names_in
from kg.errors import Fault, FaultsFound
from kg.files import Files
from kg.linkchecks import load_linksets
from kg.linksets import Linked, subjects, term_subjects
from kg.notes import load_notes
from kg.ontology import load_ontology, load_shapes
from kg.outside import OutsideFile, load_outside
from kg.passages import Passage, read_passages
from kg.study import Study, load_study
from kg.turtle import read_turtle


@dataclass(frozen=True)
class CuratedStudy:
    """A study with its passages, its voices and what was curated of it.

    *notes* gives the Dutch of the notes by the English.
    """

    study: Study
    passages: tuple[Passage, ...]
    speakers: Graph
    sections: tuple[SectionFile, ...]
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sources:
    """Everything a build reads."""

    ontology: Graph
    shapes: Graph
    entities: Graph
    metadata: Graph
    studies: tuple[CuratedStudy, ...]
    outside: tuple[OutsideFile, ...]
    linked: Linked
    aligned: Linked


def gather(files: Files) -> Sources:
    """Return all sources of a build.

    Raises:
        FaultsFound: everything wrong in the Turtle files, or else everything in the studies,
            or else everything in the outside knowledge, or else everything in the links,
            or else everything in the alignments.
    """
    faults: list[Fault] = []
    graphs: list[Graph] = []
    for load, folder in (
        (load_ontology, files.ontology),
        (load_shapes, files.ontology),
        (load_entities, files.entities),
    ):
        try:
            graphs.append(load(folder))
        except FaultsFound as found:
            faults.extend(found.faults)
    if faults:
        raise FaultsFound(faults)
    ontology, shapes, entities = graphs
    metadata = read_turtle([files.studies.parent / "metadata.ttl"])
    names = names_in(ontology, entities)
    studies = _studies(files.studies, names)
    outside = load_outside(files.outside, names)
    things = subjects(entities, outside)
    linked = load_linksets(files.linksets, things)
    aligned = load_linksets(files.alignments, things | term_subjects(ontology), "alignment")
    return Sources(ontology, shapes, entities, metadata, studies, outside, linked, aligned)


def _studies(folder: Path, names: frozenset[str]) -> tuple[CuratedStudy, ...]:
    """Return all studies below *folder*, or raise with the faults of all of them."""
    studies: list[CuratedStudy] = []
    faults: dict[str, Sequence[Fault]] = {}
    for path in sorted(path.parent for path in folder.glob("*/study.toml")):
        faults[path.name] = ()
        try:
            studies.append(load_curated(path, names))
        except FaultsFound as found:
            faults[path.name] = found.faults
    if told := told_by_study(faults):
        raise FaultsFound(told)
    return tuple(studies)


def told_by_study(faults: Mapping[str, Iterable[Fault]]) -> list[Fault]:
    """Return the faults of studies by folder; among several studies each fault names its own."""
    return [
        fault.within(folder) if len(faults) > 1 else fault
        for folder, found in faults.items()
        for fault in found
    ]


def sections_of(study: CuratedStudy) -> dict[Path, SectionFile]:
    """Return the sections of a study by file."""
    return dict(zip(section_paths(study.study.folder), study.sections, strict=True))


def sections_by_name(study: CuratedStudy) -> dict[str, SectionFile]:
    """Return the sections of a study by the name of their file."""
    return {path.name: section for path, section in sections_of(study).items()}


def load_curated(folder: Path, names: frozenset[str]) -> CuratedStudy:
    """Return one curated study; *names* are the IRIs of the terms and entities it may use.

    Raises:
        FaultsFound: everything wrong in its files.
    """
    study = load_study(folder)
    passages = load_passages(study)
    speakers = read_turtle([folder / "speakers.ttl"])
    known = known_in(study, passages, speakers, names)
    sections = tuple(load_curation(folder, known))
    return CuratedStudy(study, passages, speakers, sections, load_notes(folder))


def known_in(
    study: Study, passages: Iterable[Passage], speakers: Graph, names: frozenset[str]
) -> Known:
    """Return what the sections of a study may name: *names*, and what the study brings."""
    own = {str(study.iri), *(str(study.name("section", one.number)) for one in study.section)}
    return Known(
        names | own,
        frozenset(passage.id for passage in passages),
        frozenset(iri.rsplit("/", 1)[1] for iri in names_in(speakers)),
    )


def load_passages(study: Study) -> tuple[Passage, ...]:
    """Return the passages of a study's table.

    Raises:
        FaultsFound: there is no table, or its sections are not those of `study.toml`.
    """
    path = study.folder / "passages.tsv"
    if not path.is_file():
        hint = f"Make it with: warmteregie study segment FILE --study {study.key} --write"
        raise FaultsFound([Fault("passages.tsv", "", "there is no such file.", hint)])
    try:
        passages = tuple(read_passages(path.read_text(encoding="utf-8")))
    except ValueError as error:
        raise FaultsFound([Fault("passages.tsv", "", f"cannot be read: {error}.")]) from None
    known = [section.number for section in study.section]
    unknown = sorted({passage.section for passage in passages} - set(known))
    if unknown:
        raise FaultsFound(
            [
                Fault("study.toml", f"section {number}", "is in passages.tsv and not here.")
                for number in unknown
            ]
        )
    return passages
