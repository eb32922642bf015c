"""Legend: how to read the lines and words of this site, with an example of each from the graph."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template
from rdflib import URIRef

from kg.namespaces import WR
from webapp.elsewhere import Fact, known_elsewhere
from webapp.presentation import Link, Statement, passages_of, statements
from webapp.remarks import Gap, Tension, gaps, tensions
from webapp.services import named, services
from webapp.showing import strips

legend = Blueprint("legend", __name__)

_SAID = ("stated", "hedged", "open", "denied", "interpreted")


@dataclass(frozen=True)
class Examples:
    """What the first of each kind in the graph looks like; None or empty without one."""

    said: dict[str, Statement]
    gap: Gap | None
    tension: Tension | None
    outside: Fact | None
    inferred: tuple[Link, ...]


@legend.get("/reading")
def page() -> str:
    """Show how to read this site, by an example of each kind."""
    found = examples()
    said = [*found.said.values(), *(found.tension.sides if found.tension else ())]
    return render_template("reading.html", examples=found, strips=strips(passages_of(said)))


def examples() -> Examples:
    """Return the first of each kind in the graph, from the study that the site is about."""
    answer = services().answer("pages", "line-examples", study=services().study.iri)
    first = {str(row["kind"]): URIRef(str(row["example"])) for row in answer.records()}
    claims = said_in(first[kind] for kind in _SAID if kind in first)
    return Examples(
        said={kind: claims[first[kind]] for kind in _SAID if kind in first},
        gap=gap(first["gap"]) if "gap" in first else None,
        tension=tension(first["tension"]) if "tension" in first else None,
        outside=outside(),
        inferred=inferred(),
    )


def said_in(found: Iterable[URIRef]) -> dict[URIRef, Statement]:
    """Return statements with their evidence, by their names."""
    names = named(services().claims(found))
    return {URIRef(one.iri): one for one in statements(names, services().words)}


def gap(iri: URIRef) -> Gap:
    """Return one gap."""
    [found] = gaps(named(services().facts("resource", "description", thing=iri)), {})
    return found


def tension(iri: URIRef) -> Tension:
    """Return one tension with its sides."""
    facts = services().facts("resource", "description", thing=iri)
    sides = said_in(facts.things(iri, WR.between))
    [found] = tensions(named(facts), {str(side): one for side, one in sides.items()})
    return found


def outside() -> Fact | None:
    """Return the first fact from elsewhere."""
    for row in services().answer("pages", "outside-example").records():
        names = named(services().elsewhere([URIRef(str(row["thing"]))]))
        facts = known_elsewhere(names, date.today())
        return next((fact for fact in facts if fact.iri == str(row["fact"])), None)
    return None


def inferred() -> tuple[Link, ...]:
    """Return the first triple that follows, each of its three parts named; empty without one."""
    answer = services().answer("pages", "inferred-example")
    names = named(services().called(answer))
    return next((tuple(names.link(term) for term in row if term) for row in answer.rows), ())
