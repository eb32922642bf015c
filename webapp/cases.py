"""Cases: where an instrument was really used, as the study tells it, with public documents."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from flask import Blueprint, Response, render_template, url_for
from flask_babel import gettext as _
from rdflib import URIRef

from kg.namespaces import WR
from kg.tokens import Term
from webapp.claimed import claimed, claimed_of
from webapp.elsewhere import Fact, known_elsewhere
from webapp.languages import page_language
from webapp.presentation import Link, Statement, passages_of, statements
from webapp.services import named, services
from webapp.showing import strips
from webapp.twins import twin, twins

cases = Blueprint("cases", __name__)

_WHERE = (WR.casePlace, WR.caseParty)


@dataclass(frozen=True)
class Case:
    """One use of an instrument; *documents* are facts from elsewhere, each naming a document."""

    link: Link
    instruments: tuple[Link, ...]
    where: tuple[Link, ...]
    said: tuple[Statement, ...]
    documents: tuple[Fact, ...]


@cases.get("/cases")
def page() -> str:
    """Show every case that the study tells of, with what can be read of it elsewhere."""
    found = list(all_cases())
    return render_template(
        "cases.html",
        cases=found,
        question="instruments-illustrated" in services().library,
        query=services().query("pages", "cases", study=services().study.iri),
        strips=strips(passages_of(one for case in found for one in case.said)),
        downloads=twins(address),
    )


@cases.get("/cases.<any(csv, json, xlsx, docx, ttl):suffix>")
def data(suffix: str) -> Response:
    """Give what is said of each case and where to read on as data, or as a document."""
    rows = (claimed_of(one.link, one.said, one.documents) for one in all_cases())
    found = claimed("case", chain.from_iterable(rows))
    return twin(found, suffix, "cases", _("Where an instrument was used"))


def address(suffix: str) -> str:
    """Return where that list is as data."""
    return url_for("cases.data", suffix=suffix[1:], lang=page_language())


def all_cases() -> Iterator[Case]:
    """Yield the cases of the study that the site is about, by their names."""
    answer = services().answer("pages", "cases", study=services().study.iri)
    rows: dict[URIRef, list[dict[str, Term]]] = {}
    for row in answer.records():
        rows.setdefault(URIRef(str(row["case"])), []).append(row)
    for link in named(services().names(rows)).links(rows):
        yield case(link, rows[URIRef(link.iri)])


def case(link: Link, rows: list[dict[str, Term]]) -> Case:
    """Return one case from the rows that tell of it."""
    claims = named(services().claims({URIRef(str(row["statement"])) for row in rows}))
    elsewhere = named(services().elsewhere([URIRef(link.iri)]))
    return Case(
        link=link,
        instruments=claims.links({row["of"] for row in rows if row["predicate"] == WR.caseOf}),
        where=claims.links({row["of"] for row in rows if row["predicate"] in _WHERE}),
        said=tuple(statements(claims, services().words)),
        documents=known_elsewhere(elsewhere, date.today()),
    )
