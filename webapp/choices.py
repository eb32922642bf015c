"""Choices: the facets beside a list as a page shows them, kept where all there is is listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask import current_app
from markupsafe import Markup

from kg.search import Card, open_index
from webapp.languages import page_language
from webapp.narrowing import Asked, Choice, Narrowing, narrowings
from webapp.services import Services, services


@dataclass(frozen=True)
class Choices:
    """The facets beside a list: as HTML, and the values chosen, each with its facet's name."""

    shown: Markup
    chosen: tuple[tuple[str, Choice], ...] = ()


def choices(asked: Asked, cards: Sequence[Card]) -> Choices:
    """Return the facets by which the *cards* of the sort asked for can be told apart."""
    items = [card.iri for card in cards if asked.kind in ("", card.kind)]
    found = narrowings(asked, items)
    chosen = tuple((facet.title, one) for facet in found for one in facet.chosen)
    return Choices(written(found), chosen)


def choices_of_all(asked: Asked, cards: Sequence[Card]) -> Choices:
    """Return what `choices` does, where *cards* are all of the build that serves.

    With nothing chosen this is the same for everybody, and is made once.
    """
    if asked.chosen or asked.words:
        return choices(asked, cards)
    build_id = services().engine.build_id
    return _kept(services(), build_id, page_language(), asked.bare, asked.language, asked.kind)


@lru_cache(maxsize=64)
def _kept(
    asked: Services, build_id: str, _page_language: str, bare: str, language: str, kind: str
) -> Choices:
    """Return the choices of all there is in one build; *bare* and *language* are in their links."""
    every = list(open_index(asked.engine.build).cards.values())
    return choices(Asked(bare, language, kind=kind), every)


def written(found: Sequence[Narrowing]) -> Markup:
    """Return facets as HTML."""
    template = current_app.jinja_env.get_template("_facets.html")
    return Markup(template.render(narrowings=found))
