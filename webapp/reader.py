"""The reader: one section of a study, passage by passage, with what was read in each."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from rdflib import SKOS, URIRef

from kg.namespaces import WR
from webapp.presentation import (
    Label,
    Link,
    Names,
    Reading,
    Remark,
    Statement,
    Words,
    passage_id,
    remarks,
    statements,
)


class State(StrEnum):
    """What is known of a passage: read, silent for a reason, a gap, read along, or nothing yet."""

    READ = "read"
    SILENT = "silent"
    GAP = "gap"
    ALONG = "along"
    OPEN = "open"


@dataclass(frozen=True)
class Found:
    """A statement with those of its readings that lie in one passage."""

    statement: Statement
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class Passage:
    """A passage as the reader shows it."""

    iri: str
    id: str
    href: str
    locator: Label
    kind: Label
    code: str
    lines: tuple[int, int]
    words: Words
    state: State
    silent: Label
    repeats: Link | None
    found: tuple[Found, ...]
    along: tuple[Statement, ...]
    gaps: tuple[Remark, ...]


@dataclass(frozen=True)
class SectionPage:
    """A section as the reader shows it."""

    iri: str
    title: Label
    passages: tuple[Passage, ...]
    tensions: tuple[Remark, ...]
    count: int
    has_words: bool


def section_page(names: Names, iri: URIRef, words: Callable[[str], Words]) -> SectionPage:
    """Return a section with its passages in the study's order."""
    facts = names.facts
    read = statements(names, words)
    gaps = remarks(names, WR.Gap, WR.gapKind, WR.gapIn)
    order = sorted(
        facts.subjects(WR.inSection, iri), key=lambda found: facts.number(found, WR.position)
    )
    passages = tuple(passage(names, found, read, gaps, words) for found in order)
    return SectionPage(
        iri=str(iri),
        title=names.text(iri, SKOS.prefLabel),
        passages=passages,
        tensions=tuple(remarks(names, WR.Tension, WR.tensionKind, WR.between)),
        count=len({found.statement.iri for one in passages for found in one.found}),
        has_words=any(one.words.own for one in passages),
    )


def passage_page(names: Names, iri: URIRef, words: Callable[[str], Words]) -> Passage:
    """Return one passage for a page of its own."""
    gaps = remarks(names, WR.Gap, WR.gapKind, WR.gapIn)
    return passage(names, iri, statements(names, words), gaps, words)


def passage(
    names: Names,
    iri: URIRef,
    read: list[Statement],
    gaps: list[Remark],
    words: Callable[[str], Words],
) -> Passage:
    """Return one passage with what was read in it, and the gaps that lie there."""
    facts, own = names.facts, str(iri)
    found = tuple(Found(one, here) for one in read if (here := readings_in(one, own)))
    along = tuple(one for one in read if reads_along(one, own))
    lacking = tuple(gap for gap in gaps if own in [link.iri for link in gap.links])
    silent, kind = facts.thing(iri, WR.silentBecause), facts.thing(iri, WR.passageKind)
    repeats = facts.thing(iri, WR.repeats)
    return Passage(
        iri=own,
        id=passage_id(own),
        href=names.address(own),
        locator=names.text(iri, WR.locator),
        kind=names.label(kind) if kind else Label(""),
        code=str(kind or "").rpartition("/")[2],
        lines=(facts.number(iri, WR.firstLine), facts.number(iri, WR.lastLine)),
        words=words(own),
        state=state_of(bool(found), bool(lacking), bool(silent), bool(along)),
        silent=names.label(silent) if silent else Label(""),
        repeats=names.link(repeats) if repeats else None,
        found=found,
        along=along,
        gaps=lacking,
    )


def readings_in(statement: Statement, passage: str) -> tuple[Reading, ...]:
    """Return the readings of a statement that lie in a passage."""
    return tuple(
        reading
        for reading in statement.readings
        if passage in [place.iri for place in reading.places]
    )


def reads_along(statement: Statement, passage: str) -> bool:
    """Tell whether a passage carries the level, speaker or hedge of a statement read elsewhere."""
    return any(passage in [link.iri for link in one.beside] for one in statement.readings)


def state_of(read: bool, gap: bool, silent: bool, along: bool) -> State:
    """Return what is known of a passage, the weightiest first."""
    known = ((read, State.READ), (gap, State.GAP), (silent, State.SILENT), (along, State.ALONG))
    return next((state for holds, state in known if holds), State.OPEN)
