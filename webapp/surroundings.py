"""Surroundings: a passage between its neighbours, so that a reader can judge how far it reaches.

A hedge or a speaker often governs the sentences that follow; who sees one sentence alone
cannot tell.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from rdflib import URIRef

from kg.namespaces import WR
from webapp.presentation import Label, Link, Names


@dataclass(frozen=True)
class Neighbour:
    """A passage: its place, the study's words where attached, and what was read in it."""

    place: Link
    words: str
    said: tuple[Link, ...]
    silent: Label


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


def surroundings(
    names: Names, passages: Iterable[str], span: Callable[[str], Span]
) -> Mapping[str, Surroundings]:
    """Return each of the passages, by IRI, between its neighbours; *names* tells what was read."""
    return {iri: _surrounded(names, iri, span(iri)) for iri in dict.fromkeys(passages)}


def _surrounded(names: Names, iri: str, span: Span) -> Surroundings:
    before, after = span.around
    return Surroundings(
        span.lines,
        neighbour(names, before, span.words[0]) if before else None,
        neighbour(names, iri, span.words[1]),
        neighbour(names, after, span.words[2]) if after else None,
    )


def neighbour(names: Names, iri: str, words: str) -> Neighbour:
    """Return one passage with what was read in it."""
    passage = URIRef(iri)
    silence = names.facts.thing(passage, WR.silentBecause)
    read = names.facts.subjects(WR.readIn, passage)
    statements = {one for found in read for one in names.facts.things(found, WR.ofStatement)}
    return Neighbour(
        place=names.place(passage),
        words=words,
        said=tuple(map(names.link, sorted(statements))),
        silent=names.label(silence) if silence else Label(""),
    )
