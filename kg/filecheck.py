"""What is wrong in one file: all that a full check says of it, and says of no other.

What takes long over the whole graph is left out: `not_run` tells it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path

from kg import fast_validation
from kg.coverage import coverage_faults
from kg.curation import SectionFile, curation_faults, read_section
from kg.entities import load_entities, names_in
from kg.errors import Fault, FaultsFound, WrongUse
from kg.exercised import FILE as UNASKED
from kg.exercised import unasked_faults
from kg.fidelity import judge
from kg.files import Files
from kg.findings import NAMELESS, Finding, read_shapes, with_parts
from kg.glossary import glossary_faults, load_glossary
from kg.library import load_question, required_params
from kg.linkchecks import link_faults
from kg.linksets import SUFFIX, Kind, read_linksets, subjects, term_subjects
from kg.namespaces import shorten
from kg.naming import is_ours, unknown_names
from kg.notes import FILE as NOTES
from kg.notes import load_notes, note_faults
from kg.ontology import load_ontology
from kg.opposites import opposites
from kg.outside import outside_faults, read_outside
from kg.sourcefiles import SourceFiles, asserted_by, names_in_texts, read_sources
from kg.sources import CuratedStudy, known_in, load_passages, sections_by_name, sections_of
from kg.study import load_study
from kg.texts import attached_words, text_path
from kg.turtle import parse_turtle

_SECTIONS = "*/*.toml"
_NOT_RUN = "reasoning, checks on the whole graph"


class Everything:
    """All sources, what they assert and what the shapes find of it, each made once when needed.

    Every property raises `FaultsFound` as long as a file cannot be read.
    """

    def __init__(self, files: Files) -> None:
        self._files = files

    @cached_property
    def sources(self) -> SourceFiles:
        """All sources, file by file."""
        return read_sources(self._files)

    @cached_property
    def texts(self) -> dict[Path, str]:
        """What each file asserts, as N-Triples."""
        return asserted_by(self.sources)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the shapes find of all that is asserted."""
        return tuple(fast_validation.validate([*self.texts.values()], self.sources.shapes))


Faults = Callable[[Everything, Path], Iterable[Fault]]


def check_files(
    files: Files, paths: Sequence[Path], home: Path | None = None
) -> dict[Path, tuple[Fault, ...]]:
    """Return for each of *paths* everything wrong in that file, sorted.

    That another file cannot be read is a fault here too, for what was not checked is not fine.
    Fidelity is judged by the texts that are attached in *home*.

    Raises:
        WrongUse: one of them is no file, or none of the sources; nothing was checked.
    """
    kinds = {path: _kind(files, path, home) for path in paths}
    every = Everything(files)
    return {path: _sorted(faults_of(every, source)) for path, (faults_of, source) in kinds.items()}


def not_run(files: Files, path: Path, home: Path) -> str:
    """Return what `check_files` leaves out of the check of a file."""
    sections = {one.resolve(): one for one in files.studies.glob(_SECTIONS)}
    source = sections.get(path.resolve())
    if source is None or text_path(home, load_study(source.parent)).is_file():
        return _NOT_RUN
    return f"{_NOT_RUN}, fidelity to the text: attach it with warmteregie study attach FILE"


def _sorted(faults_of_file: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return the faults that are yielded, and those that end the yielding."""
    faults: set[Fault] = set()
    try:
        for fault in faults_of_file:
            faults.add(fault)
    except FaultsFound as found:
        faults.update(found.faults)
    return tuple(sorted(faults))


def _kind(files: Files, path: Path, home: Path | None) -> tuple[Faults, Path]:
    """Return what finds the faults of a file, and the file as its folder names it."""
    if not path.is_file():
        what = f"{path} is a folder." if path.is_dir() else f"There is no file {path}."
        raise WrongUse(what, "Name one or more files of the sources.")
    for folder, pattern, faults_of in (
        (files.studies, "*/study.toml", _study_faults),
        (files.studies, "*/speakers.ttl", _turtle_faults),
        (files.studies, f"*/{NOTES}", _notes_faults),
        (files.studies, _SECTIONS, partial(_section_faults, home=home)),
        (files.studies.parent, "metadata.ttl", _turtle_faults),
        (files.studies.parent, files.glossary.name, _glossary_faults),
        (files.entities, "*.ttl", _turtle_faults),
        (files.outside, "*.toml", _outside_faults),
        (files.linksets, f"*{SUFFIX}", partial(_link_faults, files=files)),
        (files.linksets, "*.toml", partial(_link_faults, files=files)),
        (files.alignments, f"*{SUFFIX}", partial(_link_faults, files=files, kind="alignment")),
        (files.alignments, "*.toml", partial(_link_faults, files=files, kind="alignment")),
        (files.ontology, "warmteregie.ttl", _turtle_faults),
        (files.ontology, "modules/*.ttl", _turtle_faults),
        (files.ontology, "shapes/*.ttl", _shape_faults),
        (files.queries, "*/*.rq", _query_faults),
        (files.queries, UNASKED, partial(_unasked_faults, ontology=files.ontology)),
    ):
        for source in folder.glob(pattern):
            if source.samefile(path):
                return faults_of, source
    raise WrongUse(
        f"{path} is none of the sources that are checked one by one.",
        "These are the Turtle of ontology and kg, the TOML of kg/studies and kg/outside, "
        "the links of kg/linksets and ontology/alignments, the tables of notes, the glossary "
        "and the queries.",
    )


def _query_faults(_: Everything, path: Path) -> Iterator[Fault]:
    """Yield nothing: what is wrong with a query is all raised at once."""
    load_question(path, required_params=required_params(path.parent.name))
    yield from ()


def _unasked_faults(_: Everything, path: Path, ontology: Path) -> Iterator[Fault]:
    """Yield what is wrong with the reasons not to ask for a term."""
    with _whole(path):
        terms = load_ontology(ontology)
    yield from unasked_faults(path.parent, terms)


def _section_faults(every: Everything, path: Path, home: Path | None) -> Iterator[Fault]:
    """Yield what is wrong in a section's names, numbers and claims, and the passages left over.

    With a text in *home* also the words of the section's passages that nothing carries.
    """
    read_section(path)
    with _whole(path):
        sources = every.sources
    study = sources.study_of(path)
    terms = names_in_texts(sources.turtle.values())
    known = known_in(study.study, study.passages, study.speakers, terms)
    sections = _own_last(study, path)
    told = [*curation_faults(sections, known), *opposites(sections), *coverage_faults([study])]
    told += note_faults(sections, study.notes)
    yield from (fault for fault in told if fault.file == path.name)
    if words := _words(study, path, home):
        yield from judge(study, words, sources.labels).faults
    with _whole(path):
        names = names_in_texts(every.texts.values())
    found = _of_known(_findings(every, path), names)
    yield from (finding.as_fault(path.name) for finding in found)


def _notes_faults(every: Everything, path: Path) -> Iterator[Fault]:
    """Yield the Dutch lines of notes that no reading has."""
    notes = load_notes(path.parent)
    with _whole(path):
        sections = sections_by_name(every.sources.study_of(path))
    yield from (fault for fault in note_faults(sections, notes) if fault.file == path.name)


def _glossary_faults(every: Everything, path: Path) -> Iterator[Fault]:
    """Yield what is wrong in the names and sentences of the glossary."""
    glossary = load_glossary(path)
    with _whole(path):
        names = names_in_texts(every.texts.values())
    yield from glossary_faults(path.name, glossary, names)


def _outside_faults(every: Everything, path: Path) -> Iterator[Fault]:
    """Yield what is wrong in the names and numbers of outside knowledge, and with its facts."""
    read_outside(path)
    with _whole(path):
        sources = every.sources
    named = {source.name: file for source, file in sources.outside.items()}
    told = outside_faults(named, names_in_texts(sources.turtle.values()))
    yield from (fault for fault in told if fault.file == path.name)
    with _whole(path):
        names = names_in_texts(every.texts.values())
    found = _of_known(_findings(every, path), names)
    yield from (finding.as_fault(path.name) for finding in found)


def _link_faults(
    every: Everything, path: Path, files: Files, kind: Kind = "linkset"
) -> Iterator[Fault]:
    """Yield what is wrong with links, by themselves and with those of the other files."""
    with _whole(path):
        things = subjects(load_entities(files.entities), every.sources.outside.values())
        if kind == "alignment":
            things |= term_subjects(load_ontology(files.ontology))
    linked, faults = read_linksets(path.parent, kind)
    told = [*faults, *link_faults(linked, things)]
    yield from (fault for fault in told if fault.file == path.name)


def _words(study: CuratedStudy, path: Path, home: Path | None) -> dict[str, str]:
    """Return the study's own words of the passages of a section's file, by passage id."""
    words = attached_words(home, study.study, study.passages) if home else {}
    section = sections_of(study)[path].section
    own = (one.id for one in study.passages if one.section == section)
    return {passage: words[passage] for passage in own if passage in words}


def _own_last(study: CuratedStudy, path: Path) -> dict[str, SectionFile]:
    """Return the sections of a study, that of *path* last: what it doubles is told of it."""
    sections = sections_of(study)
    sections[path] = sections.pop(path)
    return {source.name: section for source, section in sections.items()}


def _study_faults(every: Everything, path: Path) -> Iterator[Fault]:
    """Yield what the shapes find of a study and its sections."""
    load_passages(load_study(path.parent))
    yield from (finding.as_fault(path.name) for finding in _findings(every, path))


def _turtle_faults(every: Everything, path: Path) -> Iterator[Fault]:
    """Yield the names that nothing has, and what the shapes find."""
    own = parse_turtle(path)
    known = _known(every, path)
    yield from unknown_names(path.name, own, known)
    found = _of_known(_findings(every, path), known)
    yield from (finding.as_fault(path.name) for finding in found)


def _shape_faults(every: Everything, path: Path) -> Iterator[Fault]:
    """Yield the names that nothing has, and the shapes that cannot be read."""
    from kg import validation  # pySHACL takes long to import, and only shapes need it here

    own = parse_turtle(path)
    yield from unknown_names(path.name, own, _known(every, path))
    names = names_in(own)
    places = {shorten(name) for name in names}
    for validator in (validation.report, fast_validation.report):
        try:
            read_shapes(with_parts(every.sources.shapes, names), validator)
        except FaultsFound as found:
            for fault in found.faults:
                if fault.place in places:
                    yield Fault(path.name, fault.place, fault.what, fault.hint)


def _known(every: Everything, path: Path) -> frozenset[str]:
    """Return the names that something is described by, in whichever file."""
    with _whole(path):
        return names_in_texts(every.texts.values()) | names_in(every.sources.shapes)


def _findings(every: Everything, path: Path) -> list[Finding]:
    """Return what the shapes find of things that a file names, and would not find without it."""
    with _whole(path):
        texts = every.texts
        rest = [text for source, text in texts.items() if source != path]
        own = [one for one in every.findings if _is_named(one, texts[path])]
        elsewhere = set(fast_validation.validate(rest, every.sources.shapes)) if own else set()
    return [finding for finding in own if finding not in elsewhere]


def _is_named(finding: Finding, text: str) -> bool:
    return finding.focus == NAMELESS or f"<{finding.focus}>" in text


def _of_known(found: Iterable[Finding], known: frozenset[str]) -> Iterator[Finding]:
    """Yield the findings but those of a name that nothing has: it is told already."""
    for finding in found:
        if finding.value in known or not is_ours(finding.value):
            yield finding


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    """Tell what is wrong elsewhere as what it is for this file: that its check stopped there."""
    try:
        yield
    except FaultsFound as found:
        first = str(found.faults[0]).splitlines()[0]
        fault = Fault(path.name, "", "could not be checked whole.", f"Mend this first: {first}")
        raise FaultsFound([fault]) from found
