"""Beginning: what the first page offers to begin with: questions, and instruments by level."""

from collections.abc import Mapping
from dataclasses import dataclass

from rdflib import URIRef

from kg.library import Question
from webapp.instruments import Instruments
from webapp.presentation import Link
from webapp.tabulation import names_of

FIRST_QUESTIONS = (
    "refusing-heat-networks",
    "co-benefits-in-time-conditions",
    "uninsulated-homes-onward",
    "street-objects-and-the-network",
    "tensions-with-both-sides",
)
"""Two for who advises a municipality, one to wander from, one for an operator, one for research."""


@dataclass(frozen=True)
class Level:
    """A level of steering with its instruments by name, and those that nothing explains."""

    link: Link
    instruments: tuple[Link, ...]
    unexplained: frozenset[str]


def first_questions(library: Mapping[str, Question]) -> list[Question]:
    """Return the questions to begin with; a library without them gives its first ones."""
    slugs = [*(slug for slug in FIRST_QUESTIONS if slug in library), *library]
    return [library[slug] for slug in dict.fromkeys(slugs)][: len(FIRST_QUESTIONS)]


def levels(found: Instruments) -> list[Level]:
    """Return the levels in their order, each with its instruments."""
    placed = {level: some for level, some in found.levels.items() if level}
    names = names_of((*placed, *(one for some in placed.values() for one in some)))
    unexplained = frozenset(found.unexplained)
    return [
        Level(names.link(URIRef(level)), names.links(map(URIRef, some)), unexplained)
        for level, some in placed.items()
    ]
