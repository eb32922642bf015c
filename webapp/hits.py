"""Hits: what a search found, as a page shows it: what it is, why it was found, who says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import url_for
from rdflib import Literal, URIRef

from kg.search import Hit, in_language
from webapp.addresses import address, question_slug
from webapp.languages import page_language
from webapp.presentation import Label, Link, Names, Statement, statement
from webapp.services import named, services
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
    """A hit as the page shows it; a statement comes with who says it and how firmly."""

    link: Link
    sort: Label
    about: Label
    why: Why
    claim: Statement | None


@dataclass(frozen=True)
class Said:
    """Our words for kinds, roles and manners, in the language of the page."""

    kinds: Mapping[str, str] = field(default_factory=kinds_of_hits)
    roles: Mapping[str, str] = field(default_factory=roles)
    manners: Mapping[str, str] = field(default_factory=manners)


def results_of(hits: Sequence[Hit]) -> list[Result]:
    """Return hits in the language of the page, named as all pages name them."""
    claims = [URIRef(hit.card.iri) for hit in hits if hit.card.kind == "statement"]
    called = services().names(URIRef(hit.card.iri) for hit in hits)
    names, said = named(called + services().claims(claims)), Said()
    return [result(hit, names, said) for hit in hits]


def result(hit: Hit, names: Names, said: Said) -> Result:
    """Return one hit; what the graph does not name, such as a question, its card names."""
    card, iri = hit.card, URIRef(hit.card.iri)
    label, about = in_page_language(card.label), in_page_language(card.about)
    kind = Label(said.kinds[card.kind])
    return Result(
        link=names.link(iri) if iri in names.facts else Link(iri, label, answered_at(hit)),
        sort=in_page_language(card.sort) or kind if card.kind == "thing" else kind,
        about=about,
        why=why(hit, said, shown=(label.text, about.text)),
        claim=statement(names, iri, services().words) if card.kind == "statement" else None,
    )


def answered_at(hit: Hit) -> str:
    """Return the address of what the graph does not name; a question opens with its answer."""
    if hit.card.kind == "question":
        return url_for("questions.question", slug=question_slug(hit.card.iri))
    return address(hit.card.iri)


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
    claims = [one.claim for one in results if one.claim]
    return [place.iri for one in claims for read in one.readings for place in read.places]
