"""Beside: what stands around the passages that a page rests on, kept for the pages that follow."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache, partial

from flask import current_app
from markupsafe import Markup

from kg.namespaces import WRID
from webapp.addresses import here
from webapp.languages import page_language
from webapp.presentation import Statement, passages_of, study_key
from webapp.services import Services, named, services
from webapp.surroundings import Neighbour, Surroundings, neighbour, surrounded


def around(passages: Collection[str]) -> dict[str, Surroundings]:
    """Return each of the passages, by IRI, between its neighbours."""
    shown = partial(_neighbour, services(), services().engine.build_id, (page_language(), here()))
    return {iri: surrounded(iri, services().span(iri), shown) for iri in dict.fromkeys(passages)}


@lru_cache(maxsize=4_000)
def _neighbour(
    asked: Services, build_id: str, _depends_on: tuple[str, str], passage: str, words: str
) -> Neighbour:
    """Return a passage with what was read in it, in one build; many pages show the same one."""
    names = named(asked.read(WRID[f"study/{study_key(passage)}"]))
    found = neighbour(names, passage, words)
    line = current_app.jinja_env.get_template("_beside.html")
    lines = ((one.link.iri, Markup(line.render(said=one))) for one in found.said)
    return replace(found, lines=tuple(lines))


def claim_beside(one: Statement, found: Mapping[str, Surroundings]) -> Markup:
    """Return a claim as HTML, with what `around` *found* beside the passages it rests on."""
    beside = tuple((iri, found[iri]) for iri in passages_of([one]) if iri in found)
    return _claim_beside((page_language(), here()), one, beside)


@lru_cache(maxsize=1_000)
def _claim_beside(
    _depends_on: tuple[str, str], one: Statement, beside: tuple[tuple[str, Surroundings], ...]
) -> Markup:
    """Return the same for one language and place of the site; all that is shown is in the key."""
    template = current_app.jinja_env.get_template("_claim_beside.html")
    return Markup(template.render(one=one, around=dict(beside)))
