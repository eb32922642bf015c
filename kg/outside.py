"""Outside knowledge: what is known from elsewhere of things the studies speak of.

Dated facts, each with its sources and the day by which to check it again, as TOML in
`kg/outside`. They stand beside what a study says, never instead of it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, model_validator
from rdflib import RDF, Graph

from kg.curation import place_of
from kg.errors import Fault, FaultsFound
from kg.namespaces import WR, WRID, expand, shorten
from kg.naming import unknown_name
from kg.study import Entry, InTwoLanguages, read_each, read_entry

Sources = Annotated[tuple[str, ...], Field(min_length=1)]
Month = Annotated[str, Field(pattern=r"^\d{4}(-\d{2})?$")]


class Source(Entry):
    """Something published, with the address where it is read and as exact a date as it has."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str = Field(min_length=1)
    address: str = Field(pattern=r"^https?://\S+$")
    publisher: str = Field(min_length=1)
    date: date | Month


class Thing(Entry):
    """A thing that no study names and a fact needs; *note* says so in words.

    With a *definition* it is a concept of its scheme.
    """

    id: str = Field(pattern=r"^wrid:[a-z-]+/[a-z0-9-]+$")
    kind: str = Field(alias="class")
    label: InTwoLanguages
    scheme: str = ""
    definition: InTwoLanguages | None = None
    note: InTwoLanguages
    sources: Sources


class Fact(Entry):
    """One triple, its *object* a name or its *value* a day or text, and what it rests on.

    *note* says how it stands beside what the study says.
    """

    id: str = Field(pattern=r"^\d{3}$")
    subject: str
    predicate: str
    object: str = ""
    value: date | str = ""
    gist: InTwoLanguages
    note: InTwoLanguages
    sources: Sources
    looked_up: date
    check_by: date

    @model_validator(mode="after")
    def _holds_together(self) -> "Fact":
        if bool(self.object) == bool(self.value):
            raise ValueError("give either an object (a name) or a value (a day or a text)")
        if self.check_by < self.looked_up:
            raise ValueError("check_by is before looked_up")
        return self


class OutsideFile(Entry):
    """The content of one file of outside knowledge."""

    source: tuple[Source, ...] = ()
    thing: tuple[Thing, ...] = ()
    fact: tuple[Fact, ...] = ()


def load_outside(folder: Path, names: frozenset[str]) -> tuple[OutsideFile, ...]:
    """Return all files of outside knowledge; none where there is no such folder.

    *names* are the IRIs of the terms and entities that facts may be about.

    Raises:
        FaultsFound: everything wrong in all files, each with its place and the likely right name.
    """
    files, faults = read_each(sorted(folder.glob("*.toml")), read_outside)
    faults.extend(outside_faults(files, names))
    if faults:
        raise FaultsFound(faults)
    return tuple(files.values())


def read_outside(path: Path) -> OutsideFile:
    """Return the content of one file.

    Raises:
        FaultsFound: everything wrong with its form; names are not looked up.
    """
    return read_entry(path, OutsideFile, _fault)


def _fault(file: str, content: Mapping[str, Any], error: Mapping[str, Any]) -> Fault:
    """Return a complaint about the form of a file in a curator's words."""
    loc = list(error["loc"])
    key = ".".join(part for part in loc[2:] if isinstance(part, str))
    what = str(error["msg"]).removeprefix("Value error, ").lower()
    return Fault(file, place_of(content, loc), f'"{key}": {what}.' if key else f"{what}.")


def outside_faults(files: Mapping[str, OutsideFile], names: frozenset[str]) -> Iterator[Fault]:
    """Yield every name that nothing has and every number or name that is given twice."""
    own = [str(expand(name)) for file in files.values() for name in _given(file)]
    known = names | set(own)
    for name, file in files.items():
        for place, used in _used(file):
            iri = expand(used)
            if iri is None or str(iri) not in known:
                yield unknown_name(name, place, "name", used, known)
    twice = {iri for iri, count in Counter([*names, *own]).items() if count > 1}
    for name, file in files.items():
        for given in _given(file):
            if str(expand(given)) in twice:
                yield Fault(name, given, "is given twice.", "Take a name or number of its own.")


def _given(file: OutsideFile) -> Iterator[str]:
    """Yield the names that a file gives."""
    yield from (thing.id for thing in file.thing)
    yield from (source_name(source.id) for source in file.source)
    yield from (shorten(str(WRID[f"outside-fact/{fact.id}"])) for fact in file.fact)


def _used(file: OutsideFile) -> Iterator[tuple[str, str]]:
    """Yield place and name of every name that a file uses."""
    for thing in file.thing:
        for name in (thing.kind, thing.scheme, *map(source_name, thing.sources)):
            if name:
                yield f"thing {thing.id}", name
    for fact in file.fact:
        for name in (fact.subject, fact.predicate, fact.object, *map(source_name, fact.sources)):
            if name:
                yield f"fact {fact.id}", name


def source_name(source: str) -> str:
    """Return the prefixed name of a source by its id."""
    return f"wrid:outside-source/{source}"


def overdue(outside: Graph, today: date) -> Iterator[str]:
    """Yield a line for every fact whose day to check it again is past, by number."""
    for fact in sorted(outside.subjects(RDF.type, WR.OutsideFact), key=str):
        by = str(outside.value(fact, WR.checkBy))
        if date.fromisoformat(by) < today:
            yield f"{shorten(str(fact))}: was to be checked again by {by}."
