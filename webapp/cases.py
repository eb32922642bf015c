"""Cases: where an instrument was really used, as the study tells it, with public documents."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template
from rdflib import URIRef

from kg.namespaces import WR
from kg.tokens import Term
from webapp.elsewhere import Fact, known_elsewhere
from webapp.presentation import Link, Statement, passages_of, statements
from webapp.services import named, services
from webapp.showing import strips

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
    )


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
