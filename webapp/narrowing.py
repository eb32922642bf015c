"""Narrowing: what an address asks to see of a list, and the facets by which to see less of it.

The address holds the whole state: words (`q`), sort of hit (`kind`), page, and for each facet
the values chosen, by their short names. Any of the values of a facet will do; every facet counts.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus, urlencode

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from rdflib import URIRef

from kg.namespaces import WRID, expand, shorten
from kg.search import KINDS, Card
from webapp.facets import Chosen, Facet, facets_of, narrowed
from webapp.languages import asked_language, page_language
from webapp.presentation import Label
from webapp.problems import problem
from webapp.services import Services, named, services
from webapp.things import text_in
from webapp.words import counted, kinds_of_hits

FIRST = 6
"""Values of a facet that are shown at once; the others come when asked for."""

_PAGE = re.compile(r"[1-9]\d{0,5}", re.ASCII)
_NAMED = 10


@dataclass(frozen=True)
class Asked:
    """What an address asks for: the list, words, one sort or all, page, choices.

    *bare* is the address of the list without anything asked, *language* the one asked for.
    """

    bare: str
    language: str = ""
    words: str = ""
    kind: str = ""
    page: int = 1
    chosen: Chosen = field(default_factory=dict)

    @property
    def state(self) -> dict[str, Any]:
        """What all addresses of this state have in common: all but the page."""
        chosen = {slug: list(map(short, values)) for slug, values in self.chosen.items()}
        return {"q": self.words or None, "kind": self.kind or None, **chosen}

    @property
    def href(self) -> str:
        """The address of this state; a page has hundreds, so it is put together here."""
        chosen = [(slug, short(value)) for slug, some in self.chosen.items() for value in some]
        page = str(self.page) if self.page > 1 else ""
        asked = [("q", self.words), ("kind", self.kind), *chosen, ("page", page)]
        asked.append(("lang", self.language))
        given = [f"{name}={_quoted(text)}" for name, text in asked if text]
        return f"{self.bare}?{'&'.join(given)}" if given else self.bare

    def also(self, **changed: object) -> "Asked":
        """Return this state with something else, on its first page."""
        return replace(self, **{"page": 1, **changed})  # type: ignore[arg-type]

    def toggled(self, slug: str, value: str) -> "Asked":
        """Return this state with a value of a facet chosen, or no longer if it was."""
        had = self.chosen.get(slug, ())
        values = tuple(one for one in had if one != value) if value in had else (*had, value)
        chosen = {**self.chosen, slug: values}
        return self.also(chosen={name: some for name, some in chosen.items() if some})


@dataclass(frozen=True)
class Choice:
    """Something to choose with the number of items it leaves, as a link."""

    label: Label
    href: str
    chosen: bool
    number: int = 0


@dataclass(frozen=True)
class Narrowing:
    """A facet as a page shows it: its name, how to read it, its values, the first apart."""

    slug: str
    title: str
    reading: str
    first: tuple[Choice, ...]
    more: tuple[Choice, ...]

    @property
    def chosen(self) -> list[Choice]:
        """The values that are chosen."""
        return [one for one in (*self.first, *self.more) if one.chosen]


@lru_cache(maxsize=5_000)
def _quoted(text: str) -> str:
    """Return a text as it stands in an address; the same values stand in hundreds of them."""
    return quote_plus(text, safe="/:")


def asked_for(endpoint: str) -> Asked:
    """Return what the address asks for, or answer that it asks for what there is not."""
    kind, number = request.args.get("kind", ""), request.args.get("page", "1")
    if kind and kind not in KINDS:
        kinds = [(one, name) for one, name in kinds_of_hits().items() if one in KINDS]
        ways = [without("kind")]
        abort(problem(400, _("There is no such kind."), valid=kinds, ways=ways))
    if not _PAGE.fullmatch(number):
        abort(problem(404, _("A page has a number, from 1 on."), ways=[without("page")]))
    words = request.args.get("q", "").strip()
    chosen = chosen_in(facets_of(services()))
    return replace(all_of(endpoint), words=words, kind=kind, page=int(number), chosen=chosen)


def all_of(endpoint: str) -> Asked:
    """Return a list with nothing asked of it but the language."""
    return Asked(url_for(endpoint, lang=None), asked_language())


def without(name: str) -> tuple[str, str]:
    """Return words and address of what is asked with one parameter left out."""
    kept = [(one, value) for one, value in request.args.items(multi=True) if one != name]
    query = urlencode(kept, safe="/:")
    return _("The same without that choice"), f"{request.path}?{query}" if query else request.path


def chosen_in(facets: Mapping[str, Facet]) -> dict[str, tuple[str, ...]]:
    """Return the values that the address chooses, or answer that a facet has no such value."""
    asked = {slug: [one for one in request.args.getlist(slug) if one] for slug in facets}
    return {
        slug: tuple(full(facets[slug], one) for one in some) for slug, some in asked.items() if some
    }


def full(facet: Facet, name: str) -> str:
    """Return the value of a facet that a short name stands for, or answer with the likely ones."""
    iri = str(expand(name) or WRID[name] if ":" in name or "/" in name else "")
    return iri if iri in facet.items else abort(no_such_value(facet, name))


def no_such_value(facet: Facet, name: str) -> Response:
    """Return that a facet has no value of this name, with some that it has, the likely ones."""
    valid = {short(value): URIRef(value) for value in facet.items}
    near = get_close_matches(name, valid, _NAMED) or list(valid)[:_NAMED]
    names = named(services().names(valid[one] for one in near))
    return problem(
        400,
        _("“%(facet)s” has no such value.", facet=text_in(facet.question.title, page_language())),
        valid=[(one, names.label(valid[one]).text) for one in near],
        ways=[without(facet.slug)],
    )


def short(iri: str) -> str:
    """Return the name of a value in an address."""
    return iri[len(WRID) :] if iri.startswith(str(WRID)) else shorten(iri)


def within(asked: Asked, cards: Iterable[Card]) -> list[Card]:
    """Return the cards that have a chosen value of every facet with a choice."""
    items = narrowed(facets_of(services()), asked.chosen)
    return [card for card in cards if items is None or card.iri in items]


def narrowings(asked: Asked, items: Iterable[str]) -> list[Narrowing]:
    """Return the facets by which *items* can be told apart, each with its values.

    A number says what a value would leave with the choices in the other facets as they are.
    """
    facets, every = facets_of(services()), frozenset(items)
    counts = {
        slug: dict.fromkeys(asked.chosen.get(slug, ()), 0)
        | facet.counted(among(facets, asked.chosen, slug, every))
        for slug, facet in facets.items()
    }
    labels = _labels(services(), services().engine.build_id, page_language())
    return [
        narrowing(asked, facets[slug], numbers, labels)
        for slug, numbers in counts.items()
        if numbers
    ]


@lru_cache(maxsize=4)
def _labels(asked: Services, build_id: str, language: str) -> dict[str, Label]:
    """Return what the values of all facets of one build are called: every page asks for most."""
    values = {value for facet in facets_of(asked).values() for value in facet.items}
    names = named(asked.names(map(URIRef, values)))
    return {value: names.label(URIRef(value)) for value in values}


def among(
    facets: Mapping[str, Facet], chosen: Chosen, besides: str, every: frozenset[str]
) -> frozenset[str]:
    """Return those of *every* item that the choices leave, one facet not looked at."""
    found = narrowed(facets, chosen, besides)
    return every if found is None else every & found


def narrowing(
    asked: Asked, facet: Facet, numbers: Mapping[str, int], labels: Mapping[str, Label]
) -> Narrowing:
    """Return a facet with its values in the order of *numbers*, the chosen ones always at once."""
    had = asked.chosen.get(facet.slug, ())
    choices = [
        Choice(labels[value], asked.toggled(facet.slug, value).href, value in had, number)
        for value, number in numbers.items()
    ]
    at_once = len(choices) if facet.ordered else FIRST
    return Narrowing(
        facet.slug,
        text_in(facet.question.title, page_language()),
        text_in(facet.question.reading, page_language()),
        tuple(choices[:at_once]),
        tuple(choices[at_once:]),
    )


def sorts(asked: Asked, cards: Collection[Card]) -> list[Choice]:
    """Return the sorts of what is found with their numbers, all first; none where one is all."""
    counts = Counter(card.kind for card in cards)
    if len(counts) < 2 and not asked.kind:
        return []
    everything = Choice(Label(_("all")), asked.also(kind="").href, not asked.kind, len(cards))
    return [everything, *(sort(asked, kind, counts[kind]) for kind in KINDS if kind in counts)]


def sort(asked: Asked, kind: str, number: int) -> Choice:
    """Return one sort of what is found."""
    name = Label(counted(kind, number))
    return Choice(name, asked.also(kind=kind).href, kind == asked.kind, number)
