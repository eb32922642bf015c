"""Law: the acts the study speaks of, and what is known of them since from elsewhere, dated."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from flask import Blueprint, Response, render_template, url_for
from flask_babel import gettext as _
from rdflib import URIRef

from webapp.claimed import claimed, claimed_of
from webapp.elsewhere import Fact, known_elsewhere
from webapp.languages import page_language
from webapp.presentation import Link, Statement, passages_of, statements
from webapp.services import named, services
from webapp.showing import strips
from webapp.twins import twin, twins

law = Blueprint("law", __name__)


@dataclass(frozen=True)
class Act:
    """An act: what is known of it from elsewhere, and what the study says of it."""

    link: Link
    since: tuple[Fact, ...]
    said: tuple[Statement, ...]


@law.get("/law")
def page() -> str:
    """Show what became of the acts since the study, apart from what the study says of them."""
    found = sorted(all_acts(), key=lambda act: not act.said)
    facts = [fact for act in found for fact in act.since]
    return render_template(
        "law.html",
        acts=found,
        looked_up=max((fact.looked_up for fact in facts), default=""),
        check_by=min((fact.check_by for fact in facts), default=""),
        overdue=any(fact.overdue for fact in facts),
        question="law-since-the-study" in services().library,
        query=services().query("pages", "acts", study=services().study.iri),
        strips=strips(passages_of(one for act in found for one in act.said)),
        downloads=twins(address),
    )


@law.get("/law.<any(csv, json, xlsx, docx, ttl):suffix>")
def data(suffix: str) -> Response:
    """Give what is said and what is known of each act as data, or as a document."""
    rows = chain.from_iterable(claimed_of(act.link, act.said, act.since) for act in all_acts())
    return twin(claimed("act", rows), suffix, "law", _("The law since the study"))


def address(suffix: str) -> str:
    """Return where that list is as data."""
    return url_for("law.data", suffix=suffix[1:], lang=page_language())


def all_acts() -> Iterator[Act]:
    """Yield every act that the study or a fact from elsewhere is about, by their names."""
    elsewhere = services().answer("pages", "acts-elsewhere").column("act")
    said: dict[URIRef, list[URIRef]] = {URIRef(str(act)): [] for act in elsewhere}
    for row in services().answer("pages", "acts", study=services().study.iri).records():
        said.setdefault(URIRef(str(row["act"])), []).append(URIRef(str(row["statement"])))
    for link in named(services().names(said)).links(said):
        iri = URIRef(link.iri)
        claims = named(services().claims(said[iri]))
        yield Act(link, since(iri), tuple(statements(claims, services().words)))


def since(act: URIRef) -> tuple[Fact, ...]:
    """Return the facts from elsewhere whose subject an act is."""
    found = known_elsewhere(named(services().elsewhere([act])), date.today())
    return tuple(fact for fact in found if fact.subject.iri == str(act))
