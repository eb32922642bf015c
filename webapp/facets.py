"""Facets: by what claims and things can be told apart, and how many there are of each.

A facet is a query of its own on the shelf `facets`, which gives an item and a value a row; a
file more is a facet more. The values of an *ordered* facet have an order of their own, that
of the rows; those of another are shown by number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rdflib import URIRef

from kg.library import Question
from kg.tokens import write_term
from webapp.services import Services

SHELF = "facets"
_ORDERED = "ordered"
_FIRST = (
    "about", "instrument", "level", "hardness", "actor", "role", "phase", "benefit", "dimension",
    "perspective", "place", "chapter", "section", "speaker", "certainty", "mode", "polarity",
    "work",
)  # fmt: skip
"""The order in which facets are shown; one that is not named here comes last."""

Chosen = Mapping[str, tuple[str, ...]]
"""The values chosen, by the slug of their facet: any of these, and so for every facet."""


@dataclass(frozen=True)
class Facet:
    """A facet with its items by value; items and values are IRIs, values in their order."""

    question: Question
    items: Mapping[str, frozenset[str]]

    @property
    def slug(self) -> str:
        """The name of the facet in an address."""
        return self.question.slug

    @property
    def ordered(self) -> bool:
        """Whether its values have an order of their own."""
        return self.question.group == _ORDERED

    def any_of(self, values: Iterable[str]) -> frozenset[str]:
        """Return the items that have any of these values."""
        return frozenset().union(*(self.items.get(value, frozenset()) for value in values))

    def counted(self, among: frozenset[str] | None) -> dict[str, int]:
        """Return how many of the items *among* have each value (of all where None).

        Values that none has are left out; the most frequent first, unless the facet is ordered.
        """
        found = {
            value: len(items if among is None else items & among)
            for value, items in self.items.items()
        }
        found = {value: number for value, number in found.items() if number}
        return found if self.ordered else dict(sorted(found.items(), key=lambda one: -one[1]))


def facets_of(services: Services) -> dict[str, Facet]:
    """Return the facets of the build that serves, by slug, in the order in which to show them."""
    return _facets(services, services.engine.build_id)


@lru_cache(maxsize=2)
def _facets(services: Services, build_id: str) -> dict[str, Facet]:
    """Return the facets of one build: every page asks for all of them."""
    shelf = services.shelves[SHELF]
    return {slug: _facet(services, shelf[slug]) for slug in sorted(shelf, key=_rank)}


def _rank(slug: str) -> tuple[int, str]:
    return (_FIRST.index(slug) if slug in _FIRST else len(_FIRST), slug)


def _facet(services: Services, question: Question) -> Facet:
    items: dict[str, set[str]] = {}
    for row in services.answer(SHELF, question.slug).records():
        items.setdefault(str(row["value"]), set()).add(str(row["item"]))
    return Facet(question, {value: frozenset(found) for value, found in items.items()})


def narrowed(
    facets: Mapping[str, Facet], chosen: Chosen, besides: str = ""
) -> frozenset[str] | None:
    """Return the items that have a chosen value of every facet with a choice; None is all.

    The facet *besides* is not looked at: its counts say what another choice there would give.
    """
    found: frozenset[str] | None = None
    for slug, values in chosen.items():
        if slug != besides:
            items = facets[slug].any_of(values)
            found = items if found is None else found & items
    return found


def study_order(facets: Mapping[str, Facet], items: Iterable[str]) -> list[str]:
    """Return items in the order of the sections in which they first come."""
    place: dict[str, int] = {}
    for number, found in enumerate(facets["section"].items.values()):
        for item in found:
            place.setdefault(item, number)
    return sorted(items, key=lambda item: (place.get(item, len(place)), item))


def as_query(facets: Mapping[str, Facet], chosen: Chosen) -> str:
    """Return one query for the items that have a chosen value of every facet with a choice."""
    bodies = {slug: facets[slug].question.body.splitlines() for slug in chosen}
    prefixes = sorted({line for body in bodies.values() for line in body if _is_prefix(line)})
    groups = [
        line
        for slug, body in bodies.items()
        for line in _group(chosen[slug], [line for line in body if not _is_prefix(line)])
    ]
    return "\n".join([*prefixes, "", "SELECT DISTINCT ?item WHERE {", *groups, "}", ""])


def _is_prefix(line: str) -> bool:
    return line.startswith("PREFIX ")


def _group(values: Iterable[str], body: Iterable[str]) -> list[str]:
    """Return a group that gives the items of a facet's query with any of the values."""
    terms = " ".join(write_term(URIRef(value)) for value in values)
    inner = [f"    {line}" for line in body if line]
    return [
        "  { SELECT ?item WHERE {",
        f"    VALUES ?value {{ {terms} }}",
        "    {",
        *inner,
        "    }",
        "  } }",
    ]
