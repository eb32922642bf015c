"""Hits: what a search found, as a page shows it: what it is, why it was found, who says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from flask import url_for
from rdflib import Literal, URIRef

from kg.search import Card, Hit, in_language
from webapp.addresses import address, here, question_slug
from webapp.languages import page_language
from webapp.presentation import Label, Link, Names, Statement, passages_of, statement
from webapp.services import Services, named, services
from webapp.words import kinds_of_hits, manners, roles


@dataclass(frozen=True)
class Why:
    """Why a thing was found: the role of the text, how it answers, and the text itself.

    The text is empty where the page shows it anyway.
    """

    role: str
    manner: str
    text: Label


@dataclass(frozen=True)
class Result:
    """Something found as the page shows it; a statement comes with who says it and how firmly."""

    link: Link
    sort: Label
    about: Label
    claim: Statement | None
    why: Why | None = None


@dataclass(frozen=True)
class Said:
    """Our words for roles and manners, in the language of the page."""

    roles: Mapping[str, str] = field(default_factory=roles)
    manners: Mapping[str, str] = field(default_factory=manners)


def results_of(hits: Sequence[Hit]) -> list[Result]:
    """Return hits in the language of the page, each with why it was found."""
    said = Said()
    return [
        replace(one, why=why(hit, said, shown=(one.link.label.text, one.about.text)))
        for one, hit in zip(listed([hit.card for hit in hits]), hits, strict=True)
    ]


def listed(cards: Sequence[Card]) -> list[Result]:
    """Return what can be found in the language of the page, named as all pages name it."""
    asked, tongue = services(), (page_language(), here())
    build_id = asked.engine.build_id
    return [_listed(asked, build_id, tongue, card) for card in cards]


@lru_cache(maxsize=4_000)
def _listed(asked: Services, build_id: str, _depends_on: tuple[str, str], card: Card) -> Result:
    """Return what one thing of one build is shown as; lists and suggestions ask for it again."""
    thing = URIRef(card.iri)
    said = asked.claims([thing] if card.kind == "statement" else [])
    return result(card, named(asked.names([thing]) + said), Label(kinds_of_hits()[card.kind]))


def result(card: Card, names: Names, kind: Label) -> Result:
    """Return one thing; what the graph does not name, such as a question, its card names."""
    iri = URIRef(card.iri)
    own = Link(iri, in_page_language(card.label), answered_at(card))
    return Result(
        link=names.link(iri) if iri in names.facts else own,
        sort=in_page_language(card.sort) or kind if card.kind == "thing" else kind,
        about=in_page_language(card.about),
        claim=statement(names, iri, services().words) if card.kind == "statement" else None,
    )


def answered_at(card: Card) -> str:
    """Return the address of what the graph does not name; a question opens with its answer."""
    if card.kind == "question":
        return url_for("questions.question", slug=question_slug(card.iri))
    return address(card.iri)


def why(hit: Hit, said: Said, shown: Sequence[str]) -> Why:
    """Return why a thing was found; a text that is shown anyway is not repeated."""
    foreign = hit.language if hit.language != page_language() else ""
    text = Label("") if hit.text in shown else Label(hit.text, foreign)
    return Why(said.roles[hit.role], said.manners[hit.manner], text)


def in_page_language(texts: Mapping[str, str]) -> Label:
    """Return the text in the language of the page, else in another, marked as such."""
    text = in_language(texts, page_language())
    if not isinstance(text, Literal):
        return Label("")
    return Label(str(text), text.language or "" if text.language != page_language() else "")


def marked(results: list[Result]) -> list[str]:
    """Return the passages that the statements of a page rest on."""
    return passages_of(one.claim for one in results if one.claim)
