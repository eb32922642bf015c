"""The sources file by file: what each asserts by itself, so that one of them can be judged.

What a file asserts is held as N-Triples, which costs a quarter of what graphs do. Names are
not looked up here, and nothing is kept from one time to the next.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from rdflib import Graph

from kg.curation import SectionFile, read_section, section_paths
from kg.engine.turtle import to_ntriples
from kg.errors import BadParameterValue, Fault, FaultsFound
from kg.fidelity import LABELS, Labels, labels_in
from kg.files import Files
from kg.graphs import (
    Triple,
    asserted_triples,
    document_triples,
    dutch_notes,
    evidence_triples,
    outside_triples,
    passages_triples,
    reported_speakers,
)
from kg.notes import load_notes
from kg.outside import OutsideFile, read_outside
from kg.sources import CuratedStudy, load_passages, sections_of
from kg.study import load_study
from kg.tokens import write_term
from kg.turtle import parse_turtle


@dataclass(frozen=True)
class SourceFiles:
    """All sources: Turtle by file as N-Triples, the shapes together, studies, what is outside."""

    turtle: Mapping[Path, str]
    shapes: Graph
    studies: tuple[CuratedStudy, ...]
    outside: Mapping[Path, OutsideFile]

    @property
    def labels(self) -> Labels:
        """The labels of all that the Turtle describes."""
        marks = tuple(f"> <{kind}> " for kind in LABELS)
        lines = (line for text in self.turtle.values() for line in text.splitlines())
        told = "\n".join(line for line in lines if any(mark in line for mark in marks))
        return labels_in(Graph().parse(data=told, format="nt"))

    def study_of(self, path: Path) -> CuratedStudy:
        """Return the study that a file belongs to."""
        return next(one for one in self.studies if one.study.folder == path.parent)


def read_sources(files: Files) -> SourceFiles:
    """Return all sources.

    Raises:
        FaultsFound: a file cannot be read; the first that was met.
    """
    ontology = (files.ontology / "warmteregie.ttl", *files.ontology.glob("modules/*.ttl"))
    others = (*files.entities.glob("*.ttl"), files.studies.parent / "metadata.ttl")
    shapes = "".join(to_ntriples(path) for path in files.ontology.glob("shapes/*.ttl"))
    return SourceFiles(
        {path: to_ntriples(path) for path in (*ontology, *others)},
        Graph().parse(data=shapes, format="nt"),
        tuple(_read_study(path.parent) for path in files.studies.glob("*/study.toml")),
        {path: read_outside(path) for path in sorted(files.outside.glob("*.toml"))},
    )


def _read_study(folder: Path) -> CuratedStudy:
    study = load_study(folder)
    sections = tuple(read_section(path) for path in section_paths(folder))
    speakers = parse_turtle(folder / "speakers.ttl")
    return CuratedStudy(study, load_passages(study), speakers, sections, load_notes(folder))


def asserted_by(sources: SourceFiles) -> dict[Path, str]:
    """Return by file, as N-Triples, what is asserted in it: all that the shapes judge.

    Raises:
        FaultsFound: a section names what cannot be an IRI.
    """
    texts = dict(sources.turtle)
    for path, file in sources.outside.items():
        texts[path] = _told(path, outside_triples(file))
    for study in sources.studies:
        texts |= _study_texts(study)
    return texts


def _study_texts(one: CuratedStudy) -> dict[Path, str]:
    folder = one.study.folder
    texts = {
        folder / "study.toml": _text(document_triples(one.study)),
        folder / "passages.tsv": _text(passages_triples(one.study, one.passages)),
        folder / "speakers.ttl": to_ntriples(folder / "speakers.ttl"),
    }
    for path, section in sections_of(one).items():
        texts[path] = _section_text(one, path, section)
    return texts


def _section_text(one: CuratedStudy, path: Path, section: SectionFile) -> str:
    reported = reported_speakers(one.speakers)
    evidence = evidence_triples(one.study, section, reported)
    asserted = asserted_triples(one.study, section, reported)
    return _told(path, chain(evidence, dutch_notes(one.study, section, one.notes), asserted))


def _told(path: Path, triples: Iterable[Triple]) -> str:
    """Return triples as N-Triples, or raise with the file that names what cannot be an IRI."""
    try:
        return _text(triples)
    except ValueError as error:
        raise FaultsFound([Fault(path.name, "", f"{error}.")]) from None
    except BadParameterValue as error:
        raise FaultsFound([Fault(path.name, "", error.message, error.hint)]) from None


def _text(triples: Iterable[Triple]) -> str:
    return "".join(" ".join(write_term(term) for term in triple) + " .\n" for triple in triples)  # type: ignore[arg-type]


def names_in_texts(texts: Iterable[str]) -> frozenset[str]:
    """Return the IRIs that are described in N-Triples."""
    lines = (line for text in texts for line in text.splitlines() if line.startswith("<"))
    return frozenset(line[1 : line.index(">")] for line in lines)
