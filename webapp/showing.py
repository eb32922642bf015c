"""Showing: what several pages put before their templates, in the language of the page."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import partial

from flask import url_for

from kg.answers import Answer
from kg.library import Question
from kg.namespaces import GRAPH, WR, WRID
from kg.study import InTwoLanguages, Study
from webapp.languages import page_language
from webapp.negotiation import GRAPHS, Offer
from webapp.presentation import passage_id, study_key
from webapp.profile import Profile, Shown, draw_profile
from webapp.services import named, services
from webapp.tables import Table, table
from webapp.things import text_in
from webapp.words import aspects, designation, groups, headings, pictures

_PIECE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")


@dataclass(frozen=True)
class Download:
    """The same content as data: suffix, media type and address."""

    suffix: str
    media_type: str
    href: str


def in_formats(offers: Iterable[Offer], address: Callable[[Offer], str]) -> list[Download]:
    """Return the same content in each format; *address* tells where it is in one."""
    return [Download(one.suffix, one.media_type, address(one)) for one in offers]


@dataclass(frozen=True)
class Asked:
    """A question as a page shows it: its name, its sentence, for whom, and its address.

    *picture* says how its answer is drawn, empty where it is a table only.
    """

    slug: str
    title: str
    question: str
    audience: str
    href: str
    picture: str


@dataclass(frozen=True)
class Group:
    """Questions under one heading; *name* is what their headers call it."""

    name: str
    title: str
    questions: list[Asked]


def grouped(found: Iterable[Question]) -> list[Group]:
    """Return questions under the headings of the study's own questions, in their order.

    What stands under a group without a heading comes under the last one.
    """
    titles = groups()
    under: dict[str, list[Question]] = {name: [] for name in titles}
    for one in found:
        under[one.group if one.group in titles else ""].append(one)
    return [Group(name, titles[name], listed(some)) for name, some in under.items() if some]


def listed(found: Iterable[Question]) -> list[Asked]:
    """Return questions in the language of the page, in the order given."""
    return [in_language(one) for one in found]


def in_language(found: Question) -> Asked:
    """Return a question in the language of the page."""
    return Asked(
        found.slug,
        text_in(found.title, page_language()),
        text_in(found.question, page_language()),
        text_in(found.audience, page_language()),
        url_for("questions.question", slug=found.slug),
        pictures()[found.picture.kind] if found.picture else "",
    )


def as_table(answer: Answer, hidden: Collection[str] = ()) -> Table:
    """Return an answer as a table with the names of what is in it."""
    names = named(services().called(answer))
    return table(answer, names, called(answer.variables), hidden, aspects())


def called(variables: Iterable[str]) -> dict[str, str]:
    """Return the heading of each column in the language of the page.

    A variable that is named like a class or property of the ontology has its label.
    """
    terms = {name: (WR[name[:1].upper() + name[1:]], WR[name]) for name in variables}
    facts = services().names(term for found in terms.values() for term in found)
    names, own = named(facts), headings()
    return {
        name: own.get(name)
        or next((names.label(term).text for term in found if term in facts), "")
        or " ".join(_PIECE.findall(name)).lower()
        for name, found in terms.items()
    }


def strips(marked: Iterable[str] = (), about: Study | None = None, here: str = "") -> list[Profile]:
    """Return the profiles of the studies that a page rests on, a tick for each marked passage.

    That of the study a page is *about* is always there, or else that of the site's own where
    nothing is marked.
    """
    by_study: dict[str, list[str]] = {about.key: []} if about else {}
    for passage in marked:
        by_study.setdefault(study_key(passage), []).append(passage_id(passage))
    studies = services().studies
    found = [studies[key] for key in by_study if key in studies] or [services().study]
    return [strip(study, by_study.get(study.key, ()), here) for study in found]


def strip(study: Study, marked: Iterable[str], here: str = "") -> Profile:
    """Return the profile of a study with a tick for each of the passages with these ids."""
    sections = {
        found.number: Shown(
            designation(found.number),
            spoken(found.title),
            found.status,
            url_for("pages.section", key=study.key, number=found.number),
        )
        for found in study.section
    }
    passages = services().passages[study.key]
    drawn = draw_profile(passages, study.text.lines, sections, marked, here)
    return replace(drawn, title=spoken(study.title), href=url_for("pages.study", key=study.key))


def spoken(text: InTwoLanguages) -> str:
    """Return a text in the language of the page."""
    return str(getattr(text, page_language()))


def downloads(iri: str) -> list[Download]:
    """Return the data of a thing, a term, a graph or the ontology in each format."""
    return in_formats(GRAPHS, partial(data_address, iri))


def data_address(iri: str, offer: Offer) -> str:
    """Return the address of the data of a thing, a term, a graph or the ontology."""
    if iri == str(WR):
        return url_for("resources.ontology_data", suffix=offer.suffix.removeprefix("."))
    if iri.startswith(str(GRAPH)):
        return url_for("resources.named_graph", name=iri[len(GRAPH) :] + offer.suffix)
    if iri.startswith(str(WR)):
        return url_for("resources.term", name=iri[len(WR) :] + offer.suffix)
    kind, _, slug = iri[len(WRID) :].partition("/")
    return url_for("resources.thing", kind=kind, slug=slug + offer.suffix)
