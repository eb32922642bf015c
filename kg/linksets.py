"""Links in SSSOM/TSV: what of ours is, or is like, what others hold.

`kg/linksets` holds links of our things to other data, `ontology/alignments` those of our terms to
other vocabularies. One file for each source: https://mapping-commons.github.io/sssom/.
`sources.toml` tells the form that names of a source take, `none-fits.toml` for what of ours we
looked and found none. What contradicts what is for `kg.linkchecks` to find.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import Field
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from kg.curation import place_of
from kg.errors import Fault, FaultsFound
from kg.namespaces import WRID, expand
from kg.outside import OutsideFile
from kg.study import Entry, InTwoLanguages, read_entry

SUFFIX = ".sssom.tsv"
SOURCES = "sources.toml"
NONE_FITS = "none-fits.toml"
COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label",
    "object_category", "mapping_justification", "confidence", "mapping_date", "author_label",
    "reviewer_label", "comment", "other",
)  # fmt: skip
"""The columns of a file, in their order; none of them is ever empty."""

_VERIFIED = "verified_in: "
_HEADER = ("mapping_set_id", "mapping_set_title", "license", "subject_source", "object_source")
_ITEM = re.compile(r"#( *)([\w.-]+): *(.*)")

Kind = Literal["linkset", "alignment"]
"""What a set of links is: one of our things, or one of our terms."""

Category = Literal[
    "concept", "class", "property", "data-property", "scheme", "document", "organisation", "place"
]  # fmt: skip


class Source(Entry):
    """What we link to: its name, the language of its labels, and the form of its names.

    *holds* gives a regular expression for each kind of thing that it has, *says* what it states
    itself of classes that we point at: a class, a relation, another class.
    """

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    name: InTwoLanguages
    language: Literal["nl", "en"]
    home: str = Field(pattern=r"^https?://\S+$")
    holds: dict[Category, str] = Field(min_length=1)
    says: tuple[tuple[str, Literal["owl:disjointWith", "rdfs:subClassOf"], str], ...] = ()


class NoneFits(Entry):
    """A thing without a link: the sources looked in, and why none of their targets fits."""

    thing: str
    looked_in: tuple[str, ...] = Field(min_length=1)
    why: InTwoLanguages
    looked_up: date


class SourcesFile(Entry):
    """The content of `sources.toml`."""

    source: tuple[Source, ...]


class NoneFitsFile(Entry):
    """The content of `none-fits.toml`."""

    none: tuple[NoneFits, ...] = ()


@dataclass(frozen=True)
class Link:
    """A row of a file: a thing of ours, the relation, what it is related to, and why so.

    *file* and *line* say where it stands. Names that have no known prefix are as written.
    """

    file: str
    line: int
    cells: Mapping[str, str]
    subject: URIRef
    predicate: URIRef
    target: URIRef
    justification: URIRef

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    @property
    def category(self) -> str:
        """What kind of thing the target is, one of `Category`."""
        return self.cells["object_category"]

    @property
    def verified_in(self) -> str:
        """Where the target was seen; empty when that is not told."""
        told = self.cells["other"]
        return told.removeprefix(_VERIFIED).strip() if told.startswith(_VERIFIED) else ""

    def fault(self, what: str, hint: str = "") -> Fault:
        """Return a fault in this row."""
        return Fault(self.file, f"row {self.line}", what, hint)


@dataclass(frozen=True)
class Linkset:
    """The links to one source, with what the head of its file says of them."""

    source: Source
    head: Mapping[str, str]
    links: tuple[Link, ...]
    kind: Kind = "linkset"

    @property
    def iri(self) -> URIRef:
        """The IRI of the set."""
        return set_iri(self.source, self.kind)


def set_iri(source: Source, kind: Kind) -> URIRef:
    """Return the IRI of the set of links of a kind to a source."""
    return WRID[f"{kind}/{source.id}"]


@dataclass(frozen=True)
class Linked:
    """Everything in a folder of links; empty where there is none."""

    sets: tuple[Linkset, ...] = ()
    none_fits: tuple[NoneFits, ...] = ()

    @property
    def links(self) -> tuple[Link, ...]:
        """All links of all sets, in the order of their files."""
        return tuple(link for one in self.sets for link in one.links)


@dataclass(frozen=True)
class Subject:
    """What a link has to know of a thing of ours: its classes, its labels, its end."""

    kinds: frozenset[URIRef]
    labels: frozenset[str]
    deprecated: bool = False


def subjects(entities: Graph, outside: Iterable[OutsideFile] = ()) -> dict[URIRef, Subject]:
    """Return the things that links may be about, those of *outside* knowledge included."""
    found = {one: _subject(entities, one) for one in entities.subjects(RDF.type)}
    things = (thing for file in outside for thing in file.thing)
    told = {_iri(thing.id, {}): _outside_subject(thing) for thing in things}
    return {iri: one for iri, one in (found | told).items() if isinstance(iri, URIRef)}


def _subject(entities: Graph, thing: Any) -> Subject:
    ended = entities.value(thing, OWL.deprecated)
    return Subject(
        frozenset(URIRef(str(kind)) for kind in entities.objects(thing, RDF.type)),
        frozenset(map(str, entities.objects(thing, SKOS.prefLabel))),
        str(ended) in ("true", "1"),
    )


def term_subjects(ontology: Graph) -> dict[URIRef, Subject]:
    """Return the terms of ours that links may be about."""
    terms = set(ontology.subjects(RDFS.isDefinedBy))
    return {iri: _term(ontology, iri) for iri in terms if isinstance(iri, URIRef)}


def _term(ontology: Graph, term: URIRef) -> Subject:
    return replace(
        _subject(ontology, term), labels=frozenset(map(str, ontology.objects(term, RDFS.label)))
    )


def _outside_subject(thing: Any) -> Subject:
    concept = {SKOS.Concept} if thing.definition else set()
    kinds = frozenset({_iri(thing.kind, {}), *concept})
    return Subject(kinds, frozenset((thing.label.nl, thing.label.en)))


def read_linksets(folder: Path, kind: Kind = "linkset") -> tuple[Linked, list[Fault]]:
    """Return what a folder of sets of a kind holds, and all that is wrong in how it is written.

    What cannot be read is left out.
    """
    if not folder.is_dir():
        return Linked(), []
    faults: list[Fault] = []
    sources = _read(folder / SOURCES, SourcesFile, faults) or SourcesFile(source=())
    none = _read(folder / NONE_FITS, NoneFitsFile, faults) or NoneFitsFile()
    of = {source.id: source for source in sources.source}
    sets = [_linkset(path, kind, of, faults) for path in sorted(folder.glob(f"*{SUFFIX}"))]
    return Linked(tuple(one for one in sets if one), none.none), faults


def _read(path: Path, model: type[Any], faults: list[Fault]) -> Any:
    try:
        return read_entry(path, model, _fault)
    except FaultsFound as found:
        faults.extend(found.faults)
        return None


def _fault(file: str, content: Mapping[str, Any], error: Mapping[str, Any]) -> Fault:
    loc = list(error["loc"])
    key = ".".join(part for part in loc[2:] if isinstance(part, str))
    return Fault(file, place_of(content, loc), f'"{key}": {str(error["msg"]).lower()}.')


def _linkset(
    path: Path, kind: Kind, sources: Mapping[str, Source], faults: list[Fault]
) -> Linkset | None:
    """Return the links of a file; None, with a fault, where it is of no known source."""
    source = sources.get(path.name.removesuffix(SUFFIX))
    if source is None:
        faults.append(Fault(path.name, "", f"is of no source in {SOURCES}.", "Add it there."))
        return None
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        faults.append(Fault(path.name, f"byte {error.start}", "not UTF-8.", "Save it as UTF-8."))
        return None
    head = Head.of(line for line in lines if line.startswith("#"))
    faults.extend(_head_faults(path.name, head, set_iri(source, kind)))
    return Linkset(source, head.slots, tuple(_links(path.name, lines, head, faults)), kind)


@dataclass(frozen=True)
class Head:
    """The head of a file: what it says of the whole set, and the prefixes of its names."""

    slots: dict[str, str] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Iterable[str]) -> "Head":
        """Return what commented lines say: ``#key: value``, prefixes indented."""
        head = cls()
        for found in filter(None, map(_ITEM.fullmatch, lines)):
            indent, key, value = found.groups()
            (head.prefixes if indent else head.slots)[key] = value.strip('"')
        return head


def _head_faults(file: str, head: Head, iri: URIRef) -> Iterator[Fault]:
    for slot in _HEADER:
        if not head.slots.get(slot):
            yield Fault(file, "head", f'"{slot}" is missing.', f"Write #{slot}: ... at the top.")
    if head.slots.get("mapping_set_id", str(iri)) != str(iri):
        yield Fault(file, "head", f'"mapping_set_id" is not {iri}.')


def _links(file: str, lines: list[str], head: Head, faults: list[Fault]) -> Iterator[Link]:
    """Yield the rows of a file as links; those that are not of its columns are faults."""
    rows = [(n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    table = list(csv.reader((line for _, line in rows), delimiter="\t", quoting=csv.QUOTE_NONE))
    if not table or tuple(table[0]) != COLUMNS:
        faults.append(Fault(file, "", "has other columns.", f"These are {', '.join(COLUMNS)}."))
        return
    for (number, _), cells in list(zip(rows, table, strict=True))[1:]:
        if len(cells) == len(COLUMNS):
            yield _link(file, number, dict(zip(COLUMNS, cells, strict=True)), head.prefixes)
        else:
            what = f"has {len(cells)} cells, and there are {len(COLUMNS)} columns."
            faults.append(Fault(file, f"row {number}", what, "Separate cells by one tab."))


def _link(file: str, line: int, cells: Mapping[str, str], prefixes: Mapping[str, str]) -> Link:
    names = ("subject_id", "predicate_id", "object_id", "mapping_justification")
    return Link(file, line, cells, *(_iri(cells[name].strip(), prefixes) for name in names))


def _iri(name: str, prefixes: Mapping[str, str]) -> URIRef:
    return URIRef(whole(name, prefixes))


def whole(name: str, prefixes: Mapping[str, str]) -> str:
    """Return the IRI of a name by the prefixes of its file or by ours; as written without any."""
    prefix, _, local = name.partition(":")
    return prefixes[prefix] + local if prefix in prefixes else str(expand(name) or name)


class LacksColumns(Exception):
    """A file that should hold mappings and has not all columns needed: these, and its line."""

    def __init__(self, columns: Sequence[str], line: int) -> None:
        super().__init__(columns, line)
        self.columns = ", ".join(columns)
        self.line = line


def mapping_rows(
    lines: Sequence[str], needed: Sequence[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of SSSOM with tabs or commas, of whatever columns, each with its line.

    https://mapping-commons.github.io/sssom/tsv/

    Raises:
        LacksColumns: it has not all that are *needed*.
    """
    rows = [(at, line) for at, line in enumerate(lines, 1) if line and not line.startswith("#")]
    first, text = rows[0] if rows else (0, "")
    table = csv.reader((line for _, line in rows), delimiter="\t" if "\t" in text else ",")
    columns = next(table, [])
    if lacking := [name for name in needed if name not in columns]:
        raise LacksColumns(lacking, first)
    for (line, _), cells in zip(rows[1:], table, strict=False):
        yield line, dict(zip(columns, map(str.strip, cells), strict=False))
