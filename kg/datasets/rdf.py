"""RDF of others: a SKOS list or any other data set, its things with names looked for among ours."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rdflib import DCTERMS, FOAF, RDF, RDFS, SKOS, URIRef

from kg.datasets.dataset import (
    AS_WINDOWS,
    MAX_NAMED,
    MAX_TRIPLES,
    OF_OTHERS,
    Named,
    Stated,
    base_of,
)
from kg.engine.foreign import FORMATS, NAMELESS, Node, read_rdf
from kg.engine.pasted_reader import Unreadable
from kg.errors import Fault, FaultsFound
from kg.inlinks import kinds_meant
from kg.linkchecks import MAPPINGS
from kg.namespaces import ROOT, SCHEMA, WRID
from kg.termlists import UnreadableList, decoded

MAX_BYTES = 100_000_000
_NAMES = (SKOS.prefLabel, RDFS.label, SCHEMA.name, DCTERMS.title, FOAF.name)
_OTHERS = (SKOS.altLabel, SKOS.hiddenLabel, SCHEMA.alternateName)
_CODES = (SKOS.notation, DCTERMS.identifier, SCHEMA.identifier)
_LINKS = (*MAPPINGS, SCHEMA.sameAs, RDFS.seeAlso)
_TOLD = {
    "syntax": ("is not what its suffix says: {detail}.", "Save it again, or name it by its form."),
    "doctype": (
        "brings a document type (<!DOCTYPE ...>), with which entities can grow or be fetched.",
        "Take it out, and write what its entities stand for.",
    ),
    "remote-context": (
        "names a context elsewhere, and nothing is fetched.",
        "Write the context into the file, or convert it to Turtle.",
    ),
    "too-many": (
        f"has more than {MAX_TRIPLES:,} triples.",
        "Take the part that is about heat networks, or the terms only.",
    ),
    "about-triples": ("says something of triples, which is not read.", "Write it with plain RDF."),
}


@dataclass(frozen=True)
class Rdf:
    """The triples of an RDF file: subject, predicate, object."""

    file: str
    found: list[tuple[str, str, Node]]
    encoding: str = "utf-8"
    title: str = ""

    @property
    def remarks(self) -> Iterator[str]:
        """What was odd and is taken all the same."""
        if self.encoding != "utf-8":
            yield AS_WINDOWS
        nameless = {subject for subject, _, _ in self.found if NAMELESS in subject}
        if nameless:
            yield f"{len(nameless):,} things without a name (blank nodes) were given one."
        if ours := {subject for subject, _, _ in self.found if _is_ours(subject)}:
            yield f"says something of {len(ours):,} names of ours, which stays among its own data."

    @property
    def named(self) -> tuple[Named, ...]:
        """The things with a name, or with a link to one of ours, in the order of the file.

        Raises:
            FaultsFound: there are too many to look for.
        """
        said: dict[str, list[tuple[str, Node]]] = defaultdict(list)
        for subject, predicate, value in self.found:
            said[subject].append((predicate, value))
        found = tuple(one for iri, told in said.items() if (one := _thing(iri, told)))
        if len(found) > MAX_NAMED:
            what = f"has {len(found):,} things with a name, and {MAX_NAMED:,} is the most."
            raise FaultsFound([Fault(self.file, "", what, "Take the terms you want to link.")])
        return found

    def triples(self) -> Iterator[str]:
        """Yield them as lines of N-Triples."""
        for subject, predicate, value in self.found:
            yield f"<{subject}> <{predicate}> {value} ."


def _thing(iri: str, told: list[tuple[str, Node]]) -> Named | None:
    values: Mapping[str, list[str]] = defaultdict(list)
    for predicate, value in told:
        values[predicate].append(str(getattr(value, "value", "")))
    names = [name for one in _NAMES for name in values[str(one)]]
    others = [name for one in _OTHERS for name in values[str(one)]]
    codes = [code for one in _CODES for code in values[str(one)]]
    stated = tuple(_stated(values))
    if not (names or others or stated) or _is_ours(iri):
        return None
    label, *more = [*names, *others, *codes, iri]
    kinds = kinds_meant(values[str(RDF.type)])
    return Named(iri, label, tuple(more[: len(names) + len(others) - 1]), next(iter(codes), ""),
                 kinds, stated)  # fmt: skip


def _is_ours(iri: str) -> bool:
    """Tell whether a name is of ours; of what a file names without an address it is not."""
    return iri.startswith(ROOT) and not iri.startswith(OF_OTHERS)


def _stated(values: Mapping[str, list[str]]) -> Iterator[Stated]:
    """Yield the links to us that a data set has already."""
    for relation in _LINKS:
        for iri in values.get(str(relation), ()):
            if iri.startswith(WRID):
                yield Stated(iri, URIRef(str(relation)), 1.0, "The data set itself says so.")


def read_dataset(path: Path, name: str) -> Rdf:
    """Return what an RDF file holds; its suffix tells its form.

    Raises:
        FaultsFound: it is not of that form or is refused, with the place.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        what = f"has {size:,} bytes, and {MAX_BYTES:,} is the most that is read."
        raise FaultsFound([Fault(path.name, "", what, _TOLD["too-many"][1])])
    try:
        text, encoding = decoded(path.read_bytes())
        found = read_rdf(text, path.suffix.lower(), MAX_TRIPLES, base_of(name))
    except UnreadableList as error:
        raise FaultsFound([Fault(path.name, "", error.message, "Save it in UTF-8.")]) from None
    except Unreadable as error:
        raise FaultsFound([_fault(path.name, *error.args)]) from None
    if not found:
        raise FaultsFound([Fault(path.name, "", "has no triples.", "Is it the right file?")])
    return Rdf(path.name, found, encoding)


def _fault(file: str, kind: str, detail: str, line: int, column: int) -> Fault:
    what, hint = _TOLD[kind]
    place = f"line {line}, column {column}" if line else ""
    return Fault(file, place, what.format(detail=detail.rstrip(".")), hint)


def is_rdf(path: Path) -> bool:
    """Tell whether a file is RDF by its suffix."""
    return path.suffix.lower() in FORMATS
