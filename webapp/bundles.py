"""Bundles: the claims on a page under headings, those that stand firmest first."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from webapp.presentation import Label, Line, Link, Statement, passages_of

FEW = 3
"""So many claims need no headings."""

_FIRMNESS = tuple(Line)
_NO_HEADING = Link("", Label(""), "")


@dataclass(frozen=True)
class Bundle:
    """Claims under one heading, which is empty where they need none; *anchor* leads to it."""

    anchor: str
    heading: Link
    claims: tuple[Statement, ...]


def strongest_first(found: Iterable[Statement]) -> list[Statement]:
    """Return claims, first what is said outright, by many, and not in our reading alone."""
    return sorted(found, key=_strength)


def _strength(one: Statement) -> tuple[bool, int, int, str]:
    speakers = {speaker.iri for reading in one.readings for speaker in reading.speakers}
    return one.interpreted, _FIRMNESS.index(one.line), -len(speakers), one.iri


def by_predicate(found: Iterable[Statement], anchor: str) -> tuple[Bundle, ...]:
    """Return claims by what they say, the largest bundle first.

    What a single claim says comes last, under one heading for all.
    """
    ordered = strongest_first(found)
    under = _under(ordered, lambda one: one.predicate)
    several = sorted((some for some in under.values() if len(some) > 1), key=len, reverse=True)
    single = [one for some in under.values() if len(some) == 1 for one in some]
    if len(ordered) <= FEW or len(several) + bool(single) < 2:
        return _bundled([(_NO_HEADING, ordered)], anchor)
    rest = Link("", Label(_("And further")), "")
    return _bundled([*((some[0].predicate, some) for some in several), (rest, single)], anchor)


def in_order(
    found: Iterable[Statement], heading: Callable[[Statement], Link], anchor: str
) -> tuple[Bundle, ...]:
    """Return claims in the order given, under headings in the order in which these come up."""
    under = _under(found, heading)
    return _bundled(under.items(), anchor)


def _under(
    found: Iterable[Statement], heading: Callable[[Statement], Link]
) -> dict[Link, list[Statement]]:
    under: dict[Link, list[Statement]] = {}
    for one in found:
        under.setdefault(heading(one), []).append(one)
    return under


def _bundled(found: Iterable[tuple[Link, list[Statement]]], anchor: str) -> tuple[Bundle, ...]:
    return tuple(
        Bundle(f"{anchor}-{number}", heading, tuple(claims))
        for number, (heading, claims) in enumerate(found, 1)
        if claims
    )


def first_place(one: Statement) -> str:
    """Return the passage that a claim was first read in, empty where it was read in none."""
    return next(iter(passages_of([one])), "")


def cited_as(one: Statement, work: str) -> Link:
    """Return how a claim cites a work: the manner, or that it does so through another."""
    cited = [found for reading in one.readings for found in reading.citations]
    own = [
        found for found in cited if work in (found.work.iri, found.through and found.through.iri)
    ]
    return Link("", own[0].manner if own else Label(_("named in it")), "")


@dataclass(frozen=True)
class Counts:
    """How many of the claims on a page are there at all, and of which kind."""

    all: int
    hedged: int
    open: int
    denied: int
    interpreted: int

    @property
    def plain(self) -> bool:
        """Whether every claim is said outright, affirmed, and no reading of ours."""
        return not (self.hedged or self.open or self.denied or self.interpreted)


def counts(found: Collection[Statement]) -> Counts:
    """Return how many claims are hedged, left open, denied, or our reading."""
    lines = [one.line for one in found]
    return Counts(
        len(lines),
        lines.count(Line.HEDGED),
        lines.count(Line.OPEN),
        sum(one.denied for one in found),
        sum(one.interpreted for one in found),
    )
