"""Surroundings: a passage between its neighbours, so that a reader can judge how far it reaches.

A hedge or a speaker often governs the sentences that follow; who sees one sentence alone
cannot tell.
"""

from collections.abc import Callable
from dataclasses import dataclass

from rdflib import URIRef

from kg.namespaces import WR
from webapp.presentation import Label, Line, Link, Names, firmness, is_value


@dataclass(frozen=True)
class Said:
    """A claim as one passage has it: who says it there, how firmly, and whether we read it so."""

    link: Link
    speakers: tuple[Link, ...]
    line: Line
    denied: bool
    interpreted: bool


@dataclass(frozen=True)
class Neighbour:
    """A passage: its place, the study's words where attached, and what was read in it.

    *lines* are what was read as a page shows it, each with the statement it is of.
    """

    place: Link
    words: str
    said: tuple[Said, ...]
    silent: Label
    lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Surroundings:
    """A passage with its lines and the passages before and after it, where there are any."""

    lines: tuple[int, int]
    before: Neighbour | None
    own: Neighbour
    after: Neighbour | None


@dataclass(frozen=True)
class Span:
    """Where a passage stands: its lines, the passages beside it, and the words of all three."""

    lines: tuple[int, int]
    around: tuple[str, str]
    words: tuple[str, str, str]


def surrounded(iri: str, span: Span, shown: Callable[[str, str], Neighbour]) -> Surroundings:
    """Return a passage between its neighbours; *shown* gives a passage and its words as such."""
    before, after = span.around
    return Surroundings(
        span.lines,
        shown(before, span.words[0]) if before else None,
        shown(iri, span.words[1]),
        shown(after, span.words[2]) if after else None,
    )


def neighbour(names: Names, iri: str, words: str) -> Neighbour:
    """Return one passage with what was read in it."""
    passage = URIRef(iri)
    silence = names.facts.thing(passage, WR.silentBecause)
    read = [
        (statement, reading)
        for reading in names.facts.subjects(WR.readIn, passage)
        for statement in names.facts.things(reading, WR.ofStatement)
    ]
    return Neighbour(
        place=names.place(passage),
        words=words,
        said=tuple(said(names, *one) for one in sorted(read)),
        silent=names.label(silence) if silence else Label(""),
    )


def said(names: Names, statement: URIRef, reading: URIRef) -> Said:
    """Return a statement as one reading has it."""
    facts = names.facts
    return Said(
        link=names.link(statement),
        speakers=names.links(facts.things(reading, WR.speaker)),
        line=firmness(facts, reading),
        denied=is_value(facts, statement, WR.polarity, "polarity/denied"),
        interpreted=is_value(facts, reading, WR.mode, "mode/interpreted"),
    )
