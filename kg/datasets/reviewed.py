"""Links that a reader has reviewed: SSSOM/TSV back from review, each row held against both sides.

A row that was taken away was refused; so was one whose `predicate_modifier` is *Not*.
https://mapping-commons.github.io/sssom/
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rdflib import RDFS, URIRef

from kg.engine.foreign import is_iri
from kg.errors import Fault, FaultsFound, WrongUse
from kg.inlinks import SAYING_SAME, near
from kg.linkchecks import MAPPINGS
from kg.linksets import Head, LacksColumns, mapping_rows, whole
from kg.matching import LITERAL, Things
from kg.namespaces import SCHEMA, shorten
from kg.naming import did_you_mean, nearest

RELATIONS = (*MAPPINGS, SCHEMA.sameAs, RDFS.seeAlso)
"""The relations by which a data set may be linked to us."""
NEEDED = ("subject_id", "predicate_id", "object_id", "mapping_justification")

_RECORD = ("mapping_justification", "confidence", "mapping_date")
_REFUSED = "Not"


@dataclass(frozen=True)
class Reviewed:
    """A link that a reader stands for, with the row that it stands in (from 1)."""

    line: int
    subject: URIRef
    relation: URIRef
    target: URIRef
    justification: URIRef
    reviewer: str
    cells: Mapping[str, str] = field(compare=False, default_factory=dict)


@dataclass(frozen=True)
class Review:
    """What came back from review: the links, and how many rows were refused or had no IRI."""

    links: tuple[Reviewed, ...]
    refused: int = 0
    without_iri: int = 0


def read_review(path: Path, own: Collection[str], things: Things, reviewer: str = "") -> Review:
    """Return the links of a reviewed file; *own* are the IRIs of the data set.

    *reviewer* stands for the rows that name nobody in `reviewer_label`.

    Raises:
        WrongUse: there is no such file.
        FaultsFound: everything wrong in it, each with its row.
    """
    review = read_links(path, reviewer)
    faults = [fault for one in review.links for fault in _faults(path.name, one, own, things)]
    faults += _twice(path.name, review.links)
    if faults:
        raise FaultsFound(faults)
    return review


def read_links(path: Path, reviewer: str = "") -> Review:
    """Return the links of a reviewed file as they are written, held against nothing.

    Raises:
        WrongUse: there is no such file.
        FaultsFound: it is no SSSOM/TSV.
    """
    rows, refused, literal = _read(path)
    links = (_link(line, cells, prefixes, reviewer) for line, cells, prefixes in rows)
    return Review(tuple(links), refused, literal)


_Rows = list[tuple[int, Mapping[str, str], Mapping[str, str]]]


def _read(path: Path) -> tuple[_Rows, int, int]:
    """Return the rows to be taken, and how many were refused, or have a subject without IRI."""
    if not path.is_file():
        raise WrongUse(f"There is no file {path}.", "Name the proposals that were reviewed.")
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        fault = Fault(path.name, f"byte {error.start}", "not UTF-8.", "Save it as UTF-8.")
        raise FaultsFound([fault]) from None
    prefixes = Head.of(line for line in lines if line.startswith("#")).prefixes
    rows = list(_table(path.name, lines))
    said = [(line, one) for line, one in rows if one.get("predicate_modifier") != _REFUSED]
    kept = [(line, one) for line, one in said if one.get("subject_type") != LITERAL]
    taken: _Rows = [(line, one, prefixes) for line, one in kept]
    return taken, len(rows) - len(said), len(said) - len(kept)


def _table(file: str, lines: Sequence[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the rows below the headings as cells by column, with their lines."""
    try:
        yield from mapping_rows(lines, NEEDED)
    except LacksColumns as error:
        hint = "Keep the headings; a sheet must be saved with tabs between its cells."
        place = f"row {error.line}" if error.line else ""
        fault = Fault(file, place, f"has no column {error.columns}.", hint)
        raise FaultsFound([fault]) from None


def _link(
    line: int, cells: Mapping[str, str], prefixes: Mapping[str, str], reviewer: str
) -> Reviewed:
    subject, relation, target, why = (
        URIRef(whole(cells.get(name, "").strip("<>"), prefixes)) for name in NEEDED
    )
    by = cells.get("reviewer_label") or reviewer
    return Reviewed(line, subject, relation, target, why, by, cells)


def _faults(file: str, one: Reviewed, own: Collection[str], things: Things) -> Iterator[Fault]:
    """Yield what is wrong with a link by itself."""
    for what, hint in (
        *_of_subject(one, own),
        *_of_relation(one, things),
        *_of_target(one, things),
        *_of_reviewer(one),
        *_of_record(one),
    ):
        yield Fault(file, f"row {one.line}", what, hint)


def _of_subject(one: Reviewed, own: Collection[str]) -> Iterator[tuple[str, str]]:
    if str(one.subject) not in own:
        name = one.cells.get("subject_id", "")
        hint = did_you_mean(nearest(str(one.subject), own))
        yield f'"{name}" is nothing in the data set.', hint or "Was it proposed for this file?"


def _of_relation(one: Reviewed, things: Things) -> Iterator[tuple[str, str]]:
    name, thing = one.cells.get("predicate_id", ""), things.by_iri.get(str(one.target))
    if one.relation not in RELATIONS:
        there = ", ".join(shorten(str(relation)) for relation in RELATIONS)
        same = "It says too much. " if one.relation in SAYING_SAME else ""
        yield f'"{name}" is no relation to link by.', f"{same}These are: {there}."
    elif thing and one.relation in MAPPINGS and not thing.is_concept:
        what = f'"{name}" is between concepts, and {shorten(thing.iri)} is none.'
        yield what, "Write schema:sameAs for an organisation or place, else rdfs:seeAlso."


def _of_target(one: Reviewed, things: Things) -> Iterator[tuple[str, str]]:
    iri, name = str(one.target), one.cells.get("object_id", "")
    if iri in things.next:
        names = ", ".join(map(shorten, things.in_place_of(iri)))
        yield f'"{name}" is no longer to be used.', f"{names} took its place." if names else ""
    elif iri not in things.by_iri:
        likely = ", ".join(map(shorten, near(iri, things.by_iri)))
        yield f'"{name}" is nothing of ours.', f"Did you mean {likely}?" if likely else ""


def _of_reviewer(one: Reviewed) -> Iterator[tuple[str, str]]:
    if not one.reviewer:
        hint = "Say who reviewed it, by --reviewer or in the column reviewer_label."
        yield "nobody stands for this link.", hint


def _of_record(one: Reviewed) -> Iterator[tuple[str, str]]:
    """Yield what cannot be kept of why, how surely and when."""
    why, sure, day = (one.cells.get(name, "") for name in _RECORD)
    if why and not is_iri(one.justification):
        yield f'"{why}" is no justification.', "Write one as semapv:ManualMappingCuration."
    if sure and confidence_of(one) is None:
        yield f'"{sure}" is no confidence.', "Write a number from 0 to 1, as 0.8."
    if day and day_of(one) is None:
        yield f'"{day}" is no day.', "Write it as 2031-04-02."


def confidence_of(one: Reviewed) -> str | None:
    """Return how sure a link is, a decimal from 0 to 1, also with a comma; None if unsaid."""
    told = one.cells.get("confidence", "").replace(",", ".")
    return told if re.fullmatch(r"0(\.[0-9]+)?|1(\.0+)?", told) else None


def day_of(one: Reviewed) -> date | None:
    """Return the day on which a link was made; None where it does not say."""
    try:
        return date.fromisoformat(one.cells.get("mapping_date", ""))
    except ValueError:
        return None


def _twice(file: str, links: Sequence[Reviewed]) -> Iterator[Fault]:
    seen: dict[tuple[URIRef, URIRef, URIRef], int] = {}
    for one in links:
        first = seen.setdefault((one.subject, one.relation, one.target), one.line)
        if first != one.line:
            yield Fault(file, f"row {one.line}", f"says row {first} again.", "Keep one of them.")
